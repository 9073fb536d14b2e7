"""What does the report find, how sure is it, and where is more? One list for the front page and every edition."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.report.page import UNSEEN, Page, Prose, Report, ReportError

SURE, CARE, DOUBTFUL = "sure", "care", "doubtful"
WEIGHT = {"firm": SURE, "with care": CARE, "not alone": DOUBTFUL}  # classes of `codings.validity.trust`
WORDS = {
    SURE: "Machine and codings agree well on such rows",
    CARE: "Machine and codings agree fairly on such rows: use them with care",
    DOUBTFUL: "Machine and codings often disagree on such rows: read the sentences",
}
SENTENCE = re.compile(r"(?<=[^\\][.!?])\s+(?=[\[“\"A-ZÀ-Þ\d])")  # a full stop in a quotation is escaped, and ends none
OPENING = 12  # a first sentence of no more words than this announces what comes, and does not stand alone
Bar = tuple[str, float, str, str]  # a label, a share of the width, the number in words, a look


@dataclass(frozen=True)
class Finding:
    """What is found (Markdown), on which page is more, and each sentence on how sure it is with its weight.

    Where nothing is found in words, a finding is a page's answer: it has neither bars nor marks.
    """

    words: tuple[str, ...]
    page: Page | None
    bars: Sequence[Bar] = ()
    marks: Mapping[str, str] | None = None

    @property
    def weight(self) -> str:
        """How sure is it, by its weakest mark? Empty for an answer."""
        return "" if self.marks is None else max(self.marks.values(), key=_weight, default=SURE)

    @property
    def trust(self) -> str:
        """How sure is it, in words?"""
        return f"{'. '.join(self.marks)}." if self.marks else ""

    @property
    def weakest(self) -> str:
        """The first sentence on how sure it is that weighs as much as all."""
        return next((f"{said}." for said, weight in (self.marks or {}).items() if weight == self.weight), "")

    @property
    def title(self) -> str:
        """The question that it answers."""
        return self.page.title if self.page else ""


def findings(report: Report) -> list[Finding]:
    """What does the report find? The findings in words; where there are none, each page's question and its answer."""
    robust, judged = _table(report, "10_overview.csv"), _table(report, "11_scores.table.csv")
    found = []
    for prose in (block for page in report.pages for block in page.prose if "bars" in block.finding):
        page = next((page for page in report.pages if page.slug.startswith(str(prose.finding["page"]))), None)
        control = _table(report, prose.finding.get("control") or "")
        marks = _marks(prose, robust, judged)
        if control and not any(row["outside"] == "true" for row in control):
            marks["Two halves of one article differ as much"] = CARE
        found.append(Finding((prose.text,), page, prose.finding["bars"], marks))
    told = [page for page in report.pages if page.answer and page.body]  # one that was left out has nothing but that
    return found or [Finding(tuple(one.text for one in page.answer), page) for page in told]


def shortened(finding: Finding, most: int) -> tuple[str, bool]:
    """A finding in about `most` words, and whether anything is left out: later sentences and points, whole ones."""
    units = [unit for text in finding.words for unit in _units(text)]
    kept: list[tuple[str, str]] = []
    n = 0
    for unit in units:
        n += len(re.sub(r"\]\([^)]*\)|[*_`]", "", unit[1]).split())
        if kept and n > most and not _announces(kept):
            break
        kept.append(unit)
    text = "".join(f"{joint}{unit}" for joint, unit in kept).strip()
    return text, len(kept) < len(units)


def citation(report: Report) -> str:
    """How is this report cited? By what does not change: its titles, the suite and its version, the corpus."""
    facts = report.colophon
    corpus = f" from the corpus {facts['Identifier']}" if "Identifier" in facts else ""
    check = f" (SHA-256 {facts['SHA-256'][:12]}…)" if "SHA-256" in facts else ""
    return f"“{report.title}. {report.subtitle}” Report made with {report.generator}{corpus}{check}."


def _units(text: str) -> list[tuple[str, str]]:
    """The sentences of paragraphs and the points of lists, each with what joins it to the one before."""
    units: list[tuple[str, str]] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        if re.match(r"[-*+] |\d+[.)] ", block):
            units += [("\n\n" if not at else "\n", point) for at, point in enumerate(re.split(r"\n(?=\S)", block))]
        elif not re.match(r"[|#`~<]|    ", block):  # tables, headings and code stay where there is room
            units += [("\n\n" if not at else " ", one) for at, one in enumerate(SENTENCE.split(block))]
    return units


def _announces(kept: Sequence[tuple[str, str]]) -> bool:
    return kept[-1][1].endswith(":") or (len(kept) == 1 and len(kept[0][1].split()) <= OPENING)


def _marks(prose: Prose, robust: Sequence[Mapping[str, str]], judged: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """How sure is a finding? Each sentence with its weight: other choices, agreement with codings, readers."""
    finding: Mapping[str, Any] = prose.finding
    marks: dict[str, str] = {}
    tried = [row for row in robust for claim in finding["claims"] if row["finding"].startswith(claim)]
    if tried:
        measured = [(int(row["n_same_sign"]), int(row["n_specifications"]) - int(row["n_undefined"])) for row in tried]
        (same, n), worst = min(zip(measured, tried, strict=True), key=lambda one: one[0][0] / max(one[0][1], 1))
        part = "It" if len(tried) == 1 else f"Its weakest part (“{worst['words']}”)"
        told = (
            f"It holds under all {n} ways of counting"
            if same == n
            else f"{part} holds under {same} of {n} ways of counting"
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
        told = f"{every or f'Of the {n} rows behind it {read} were'} checked by {who}"
        marks[told if read else "No reader has checked the rows behind it yet"] = SURE if read == n else CARE
    if not marks:
        marks[f"Judged by {' and '.join(finding['readers']) or 'the machine alone'}"] = CARE
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
