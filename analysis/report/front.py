"""The front page: the findings in words, each with a small figure and how sure it is; then all questions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analysis.report.findings import Bar, Finding, citation
from analysis.report.html_blocks import prose_html
from analysis.report.marks_html import lines_html
from analysis.report.page import Report

DATA = (
    'Every table of evidence lies as CSV in the folder <a href="data/datapackage.json">data</a>, with the meaning of '
    "each column (a Frictionless data package and an RO-Crate). The texts of the articles are not in it."
)


def front(
    report: Report, told: Sequence[tuple[Finding, str]], tables: Sequence[tuple[str, str]] = (), here: str = ""
) -> str:
    """The findings in words, and the questions. `told`: the findings and how the words of each are set.

    `tables`: each with its title; `here`: a sentence on the articles.
    """
    parts = [f'<p class="kicker">Findings</p>\n<h1>{escape(report.subtitle or report.title)}</h1>']
    parts += [f'<p class="lede">{here}</p>'] if here else []
    for one, fragment in told:
        more = f'<a href="{one.page.slug}.html">{escape(one.title)}</a>' if one.page else ""
        parts.append(
            f'<section class="finding"><div class="said">{fragment}</div>\n{bars_html(one.bars)}'
            f'<p class="mark {one.weight}">{escape(one.trust)}</p>'
            f'<p class="more">{more}</p></section>'
        )
    parts += [f"<section><h2>{escape(title)}</h2>\n{prose_html(table, wide=True)}</section>" for title, table in tables]
    questions = [f'<li><a href="{page.slug}.html">{escape(page.title)}</a></li>' for page in report.pages]
    parts.append(f'<section><h2>All questions</h2>\n<ul class="questions">{"".join(questions)}</ul></section>')
    parts.append(elsewhere(report))
    return "\n".join(parts)


def elsewhere(report: Report) -> str:
    """In which other forms is the report there, and how is it cited?"""
    forms = [*((said[0].upper() + said[1:], file) for said, file in report.editions), ("Data", "data/datapackage.json")]
    links = "".join(f'<li><a href="{escape(file)}">{escape(said)}</a></li>' for said, file in forms)
    return (
        f'<section><h2>Read it elsewhere</h2>\n<ul class="editions">{links}</ul>\n'
        f'<h2>All data</h2>\n<p class="note">{DATA}</p>\n'
        f'<h2>How to cite</h2>\n<p class="note">{escape(citation(report))}</p></section>'
    )


def bars_html(bars: Sequence[Bar]) -> str:
    """The small figure of a finding: a label, a share of the width, and the number in words."""
    names = ("label", "size", "words", "look")
    return lines_html(dict(zip(names, bar, strict=True)) for bar in bars)
