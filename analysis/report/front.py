"""The front page: the findings in words, each with a small figure and how sure it is; then all questions."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from analysis.report.marks_html import lines_html
from analysis.report.page import UNSEEN, Page, Prose, Report, ReportError

SURE, CARE, DOUBTFUL = "sure", "care", "doubtful"
WEIGHT = {"firm": SURE, "with care": CARE, "not alone": DOUBTFUL}  # classes of `inference.trust`
DATA = (
    'Every table of evidence lies as CSV in the folder <a href="data/datapackage.json">data</a>, with the meaning of '
    "each column (a Frictionless data package and an RO-Crate). The texts of the articles are not in it."
)
WORDS = {
    SURE: "Machine and codings agree well on such rows",
    CARE: "Machine and codings agree fairly on such rows: use them with care",
    DOUBTFUL: "Machine and codings often disagree on such rows: read the sentences",
}


def front(report: Report, pieces: Sequence[tuple[Prose, str]]) -> str:
    """The findings in words, and the questions. `pieces`: the findings and how each is set."""
    robust, judged = _table(report, "10_overview.csv"), _table(report, "11_scores.table.csv")
    parts = [f'<p class="kicker">Findings</p>\n<h1>{escape(report.subtitle or report.title)}</h1>']
    for prose, fragment in pieces:
        control = _table(report, prose.finding.get("control") or "")
        page = next((page for page in report.pages if page.slug.startswith(str(prose.finding["page"]))), None)
        more = f'<a href="{page.slug}.html">{escape(page.title)}</a>' if page else ""
        marks = _marks(prose, robust, judged)
        if control and not any(row["outside"] == "true" for row in control):
            marks["Two halves of one article differ as much"] = CARE
        parts.append(
            f'<section class="finding"><div class="said">{fragment}</div>\n{_bars(prose.finding["bars"])}'
            f'<p class="mark {max(marks.values(), key=_weight, default=SURE)}">{". ".join(marks)}.</p>'
            f'<p class="more">{more}</p></section>'
        )
    questions = [f'<li><a href="{page.slug}.html">{escape(page.title)}</a></li>' for page in report.pages]
    parts.append(f'<section><h2>All questions</h2>\n<ul class="questions">{"".join(questions)}</ul></section>')
    parts.append(f'<section><h2>All data</h2>\n<p class="note">{DATA}</p></section>')
    return "\n".join(parts)


def _bars(bars: Sequence[Sequence[Any]]) -> str:
    """The small figure of a finding: a label, a share of the width, and the number in words."""
    names = ("label", "size", "words", "look")
    return lines_html(dict(zip(names, bar, strict=True)) for bar in bars)


def _marks(prose: Prose, robust: Sequence[Mapping[str, str]], judged: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """How sure is a finding? Each sentence with its weight: other choices, agreement with codings, readers."""
    finding, marks = prose.finding, {}
    tried = [row for row in robust for claim in finding["claims"] if row["finding"].startswith(claim)]
    if tried:
        worst = min(tried, key=lambda row: int(row["n_same_sign"]) / max(int(row["n_specifications"]), 1))
        same, n = int(worst["n_same_sign"]), int(worst["n_specifications"])
        which = "" if len(tried) == 1 else f", at worst (“{escape(worst['words'])}”)"
        told = (
            f"It holds under all {n} ways of counting"
            if same == n
            else f"It holds under {same} of {n} ways of counting{which}"
        )
        marks[told] = SURE if same == n else CARE if 2 * same > n else DOUBTFUL
    if robust and not finding["claims"] and finding["measures"]:
        marks["It was not tried in other ways of counting"] = CARE
    classes = [row["trust"] for row in judged if row["metric"] in finding["measures"] and row["trust"] in WEIGHT]
    if classes:
        weight = max((WEIGHT[name] for name in classes), key=_weight)
        marks[WORDS[weight]] = weight
    status = {
        (grid.columns, row): row[grid.columns.index("status")]
        for grid in prose.lists.values()
        if "status" in grid.columns
        for row in grid.rows
    }
    read, n = sum(one not in UNSEEN for one in status.values()), len(status)
    if status:
        who = " and ".join(finding["readers"]) or "a reader"
        every = "The row behind it was" if n == 1 else f"All {n} rows behind it were" if read == n else ""
        told = f"{every or f'Of the {n} rows behind it {read} were'} checked by {escape(who)}"
        marks[told if read else "No reader has checked the rows behind it yet"] = SURE if read == n else CARE
    if not marks:
        marks[f"Judged by {escape(' and '.join(finding['readers']) or 'the machine alone')}"] = CARE
    return marks


def _weight(name: str) -> int:
    return [SURE, CARE, DOUBTFUL].index(name)


def _table(report: Report, name: str) -> list[dict[str, str]]:
    """The data of a figure of another page, row by row; none where that page could not be made."""
    try:
        path = report.file(name)
    except ReportError:
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def findings_of(pages: Sequence[Page], rendered: Sequence[Sequence[str]]) -> list[tuple[Prose, str]]:
    """The findings of all pages, each with the HTML of its words."""
    return [
        (block, fragment)
        for page, fragments in zip(pages, rendered, strict=True)
        for block, fragment in zip(page.prose, fragments, strict=True)
        if block.finding
    ]
