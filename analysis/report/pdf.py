"""How does the report look on paper?

The pages of the site as far as `paper` prints them: title page with the findings in short, contents, findings,
chapters, references. pandoc writes the prose as typst; figures and tables are set here.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Sequence
from pathlib import Path

from analysis.report import pandoc
from analysis.report.findings import Finding, citation, findings, shortened
from analysis.report.page import Block, Figure, Grid, Page, Picture, Plain, Prose, Report, Table, is_number, show
from analysis.report.paper import LINE, column_widths, first_rows, on_paper, remark
from analysis.report.typeset import array, bars, colophon, compiled, string

SHORT = 60  # words of a finding on the title page
FIRST = 7  # findings there


def _grid(grid: Grid) -> str:
    """Columns of numbers to the right."""
    letters = column_widths(grid.columns, grid.rows)
    widths = ["auto" if sum(letters) < LINE - 0.01 else f"{width:.1f}fr" for width in letters]
    sides = ["right" if is_number(grid, at) else "left" for at in range(len(grid.columns))]
    head = ", ".join(f"[*#{string(name)}*]" for name in grid.columns)
    body = "\n".join("  " + ", ".join(string(show(cell)) for cell in row) + "," for row in grid.rows)
    return f"table(columns: {array(widths)}, align: {array(sides)},\n  table.header({head}),\n{body}\n)"


def _figure(figure: Figure, report: Report, folder: Path) -> str:
    file = figure.svg or figure.png
    shutil.copyfile(report.file(file), folder / file)
    said = remark(figure.source, figure.evidence)
    picture = f"image({string(file)}, alt: {string(figure.alt or figure.caption)}, width: 100%)"
    return f"#illustration({figure.number}, {picture}, {string(figure.caption)}, {string(said)})"


def _table(table: Table, name: str) -> str:
    if not table.grid.columns:
        return ""
    grid, rest = first_rows(table.grid)
    said = remark(table.note, table.evidence, rest)
    body = _grid(grid) if grid.rows else "none"
    return f"#datatable({string(name)}, {table.number}, {body}, {string(table.caption)}, {string(said)})"


def _picture(picture: Picture, name: str, folder: Path) -> str:
    content = picture.data.encode() if picture.kind == "svg" else base64.b64decode(picture.data)
    (folder / f"{name}.{picture.kind}").write_bytes(content)
    return f"#image({string(f'{name}.{picture.kind}')}, alt: {string(picture.alt)}, width: 100%)"


def _block(block: Block, report: Report, name: str, folder: Path) -> str:
    if isinstance(block, Plain):
        return f"#plain({string(block.text)})"
    if isinstance(block, Figure):
        return _figure(block, report, folder)
    if isinstance(block, Table):
        return _table(block, name)
    assert isinstance(block, Picture)
    return _picture(block, name, folder)


def _chapter(page: Page, blocks: Sequence[Block], rest: str, prose: list[str], report: Report, folder: Path) -> str:
    n = len(page.answer)
    parts = [f"#chapter({string(page.title)}) <page-{page.slug}>"]
    parts += ["#answer[\n" + "\n\n".join(prose[:n]) + "\n]"] if n else []
    words = iter(prose[n:])
    for at, block in enumerate(blocks):
        is_prose = isinstance(block, Prose)
        parts.append(next(words) if is_prose else _block(block, report, f"{page.slug}-{at}", folder))
    return "\n\n".join([*parts, f"#note({string(rest)})" if rest else ""])


def _place(finding: Finding) -> str:
    return f"<page-{finding.page.slug}>" if finding.page else "none"


def _finding(finding: Finding, words: str) -> str:
    facts = f"{string(finding.title)}, {_place(finding)}, {bars(finding)}, {string(finding.weight)}"
    return f"#finding({facts}, {string(finding.trust)})[\n{words}\n]"


def source(report: Report, folder: Path) -> str:
    """The report as typst; puts the pictures it names into `folder`.

    Raises ReportError when a figure's file is missing.
    """
    found, printed = findings(report), [on_paper(page) for page in report.pages]
    pieces = [
        [one.text for one in (*page.answer, *(block for block in blocks if isinstance(block, Prose)))]
        for page, (blocks, _) in zip(report.pages, printed, strict=True)
    ]
    told = [["\n\n".join(one.words), shortened(one, SHORT)[0]] for one in found]
    rendered = [
        [text.replace("align(center)[#table(", "align(left)[#table(") for text in page]
        for page in pandoc.render([*pieces, *told], "typst", slugs=report.slugs)
    ]
    n = len(report.pages)
    short = [
        f"({string(one.weight)}, {_place(one)}, [\n{words}\n])"
        for one, (_, words) in zip(found[:FIRST], rendered[n:], strict=False)
    ]
    texts = f"title: {string(report.title)}, subtitle: {string(report.subtitle)}, author: {string(report.author)}"
    facts = f"colophon: {colophon(report.colophon)}, cite: {string(citation(report))}, short: {array(short)}"
    parts = [f'#import "template.typ": *\n#show: report.with({texts}, {facts})', '#chapter("Findings")']
    parts += [_finding(one, words) for one, (words, _) in zip(found, rendered[n:], strict=True)]
    parts += [
        _chapter(page, blocks, rest, prose, report, folder)
        for page, (blocks, rest), prose in zip(report.pages, printed, rendered[:n], strict=True)
    ]
    if report.bibliography:
        works = pandoc.references(report.bibliography, "typst")
        parts.append(f'#chapter("References")\n\n#works[\n{works}\n]')
    return "\n\n".join(parts) + "\n"


def render(report: Report, *, templates: Path, folder: Path) -> bytes:
    """The report as PDF: the same bytes from the same pages.

    `templates` is the folder of the typst templates, `folder` an empty scratch folder.
    Raises ReportError when typst cannot set the report or a figure's file is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return compiled(source(report, folder), [templates / "template.typ"], folder)
