"""How does the report look on paper?

The same pages as the site, without the code: title page, contents, answers, chapters, references. pandoc writes
the prose as typst; figures and tables are set here, with every text from an article in a typst string, where
nothing is markup. Fonts come with typst and matplotlib, never from the machine; no date is written.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis.report import pandoc
from analysis.report.front import findings_of
from analysis.report.page import (
    Block,
    Cell,
    Code,
    Figure,
    Grid,
    Page,
    Picture,
    Plain,
    Prose,
    Report,
    ReportError,
    Table,
    is_number,
    places,
    seen,
    show,
)

MOST_ROWS = 12
LINE = 104  # letters of a table's type across the page
GAP = 2.2  # the room between two columns, in letters
SHORT = 14  # a column with nothing longer than this is never broken


def _string(text: str) -> str:
    """Text as a typst string: letters only, whatever they look like."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\n").replace("\r", "\n")
    return '"' + plain.replace("\n", "\\n").replace("\t", "\\t") + '"'


def _widths(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[str]:
    """How wide is each column? As wide as its text where all fit; else broad texts get more of what is left.

    No column is narrower than its longest word; a column of short cells is as wide as its longest cell.
    """
    texts = [[name, *(show(row[at]) for row in rows if at < len(row))] for at, name in enumerate(names)]
    whole = [max(map(len, column)) + GAP for column in texts]
    if sum(whole) <= LINE:
        return ["auto"] * len(names)
    word = [max((len(part) for text in column for part in text.split()), default=0) + GAP for column in texts]
    cell = [max((len(text) for text in column[1:]), default=0) + GAP for column in texts]
    least = [max(word[at], cell[at] if cell[at] <= SHORT + GAP else 0) for at in range(len(names))]
    wish = [most - need for most, need in zip(whole, least, strict=True)]
    spare = max(0.0, LINE - sum(least)) / (sum(wish) or 1)
    return [f"{need + spare * more:.1f}fr" for need, more in zip(least, wish, strict=True)]


def _grid(grid: Grid) -> str:
    """Columns of numbers to the right."""
    rows = grid.rows[:MOST_ROWS]
    widths = "".join(f"{width}, " for width in _widths(grid.columns, rows))
    sides = "".join(("right, " if is_number(grid, at) else "left, ") for at in range(len(grid.columns)))
    head = ", ".join(f"[*#{_string(name)}*]" for name in grid.columns)
    body = "\n".join("  " + ", ".join(_string(show(cell)) for cell in row) + "," for row in rows)
    table = f"table(columns: ({widths}), align: ({sides}),\n  table.header({head}),\n{body}\n)"
    rest = len(grid.rows) - len(rows)
    more = f"The first {len(rows)} of {len(grid.rows):,} rows; the site has them all."
    return table if rest <= 0 else f"[#{table}\n#note({_string(more)})]"


def _evidence(evidence: Grid | None, said: str) -> str:
    """Where the evidence is; how much of it there is, unless that is `said` already."""
    if not evidence or not evidence.rows:
        return ""
    n = len(evidence.rows)
    what = "each in its place" if f"{n:,} " in said else f"the {places(n)} behind it"
    return f"The site shows {what}{seen(evidence)}."


def _remark(*parts: str) -> str:
    """What is said below a figure or table, each part a sentence."""
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in parts if part)


def _figure(figure: Figure, report: Report, folder: Path) -> str:
    name = figure.svg or figure.png
    shutil.copyfile(report.file(name), folder / name)
    remark = _remark(figure.source, _evidence(figure.evidence, figure.source))
    picture = f"image({_string(name)}, alt: {_string(figure.alt or figure.caption)}, width: 100%)"
    return f"#illustration({figure.number}, {picture}, {_string(figure.caption)}, {_string(remark)})"


def _table(table: Table) -> str:
    if not table.grid.columns:
        return ""
    remark = _remark(table.note, _evidence(table.evidence, table.note))
    return f"#datatable({table.number}, {_grid(table.grid)}, {_string(table.caption)}, {_string(remark)})"


def _picture(picture: Picture, name: str, folder: Path) -> str:
    content = picture.data.encode() if picture.kind == "svg" else base64.b64decode(picture.data)
    (folder / f"{name}.{picture.kind}").write_bytes(content)
    return f"#image({_string(f'{name}.{picture.kind}')}, alt: {_string(picture.alt)}, width: 100%)"


def _block(block: Block, report: Report, name: str, folder: Path) -> str:
    if isinstance(block, Plain):
        return f"#plain({_string(block.text)})"
    if isinstance(block, Figure):
        return _figure(block, report, folder)
    if isinstance(block, Table):
        return _table(block)
    assert isinstance(block, Picture)
    return _picture(block, name, folder)


BACKSTAGE = ("Exports", "How to read a notebook", "What they do differently")  # sections that serve the notebooks


def _chapter(page: Page, fragments: list[str], report: Report, folder: Path) -> str:
    prose = iter(fragments)
    answer = "\n\n".join(next(prose) for _ in page.answer)
    parts = [f"#chapter({_string(page.title)}) <page-{page.slug}>"]
    parts += [f"#answer[\n{answer}\n]"] if answer else []
    left_out: list[str] = []
    is_shown = True
    for at, block in enumerate(page.body):
        text = next(prose) if isinstance(block, Prose) else ""
        if isinstance(block, Prose) and block.text.startswith("## "):
            heading = block.text.split("\n")[0].removeprefix("## ")
            is_shown = not block.more and heading not in BACKSTAGE
            left_out += [heading] if block.more else []
        if is_shown and isinstance(block, Prose):
            parts.append(text)
        elif is_shown and not isinstance(block, Code):
            parts.append(_block(block, report, f"{page.slug}-{at}", folder))
    if left_out:
        parts.append(f"#note({_string('On the site besides: ' + ' '.join(left_out))})")
    return "\n\n".join(parts)


def _findings(report: Report, rendered: list[list[str]], answers: list[str]) -> str:
    """The findings in words; else each question with its short answer, and where to read on."""
    parts = ['#chapter("Findings")']
    if told := findings_of(report.pages, rendered):
        return "\n\n".join([*parts, *(f"#answer[\n{words}\n]" for _, words in told)])
    for page, answer in zip(report.pages, answers, strict=True):
        parts.append(f"#finding({_string(page.title)}, <page-{page.slug}>)[\n{answer}\n]")
    return "\n\n".join(parts)


def source(report: Report, folder: Path) -> str:
    """The report as typst; puts the pictures it names into `folder`.

    Raises ReportError when a figure's file is missing.
    """
    pieces = [[piece.text for piece in page.prose] for page in report.pages]
    rendered = [
        [text.replace("align(center)[#table(", "align(left)[#table(") for text in page]
        for page in pandoc.render(pieces, "typst", slugs=report.slugs)
    ]
    facts = "".join(f"({_string(key)}, {_string(value)}), " for key, value in report.colophon.items())
    texts = f"title: {_string(report.title)}, subtitle: {_string(report.subtitle)}, author: {_string(report.author)}"
    head = f'#import "template.typ": *\n#show: report.with({texts}, colophon: ({facts}))'
    answers = ["\n\n".join(prose[: len(page.answer)]) for page, prose in zip(report.pages, rendered, strict=True)]
    chapters = [_chapter(page, prose, report, folder) for page, prose in zip(report.pages, rendered, strict=True)]
    parts = [head, _findings(report, rendered, answers), *chapters]
    if report.bibliography:
        works = pandoc.references(report.bibliography, "typst")
        parts.append(f'#chapter("References")\n\n#works[\n{works}\n]')
    return "\n\n".join(parts) + "\n"


def _fonts() -> list[str]:
    """The folder of the fonts that matplotlib brings along, for text inside figures."""
    found = find_spec("matplotlib")
    folders = [
        Path(place) / "mpl-data" / "fonts" / "ttf" for place in (found and found.submodule_search_locations) or ()
    ]
    return [str(folder) for folder in folders if folder.is_dir()]


def _compile(main: Path) -> bytes:
    """Sets the report twice: for the size of each figure, and with these sizes.

    A size depends on where its figure is told of, and that on the figures before it. typst sets again and again until
    nothing moves, at most five times, which is too few for many figures in a row: a size left over from a setting
    before the last costs some white at the foot of a page, page numbers that were left over would be wrong.
    """
    import typst

    same: Any = {"root": str(main.parent), "font_paths": _fonts(), "ignore_system_fonts": True}
    sizes = dict(json.loads(typst.query(str(main), "<size>", field="value", **same)))
    sized: Any = {"timestamp": 0, "sys_inputs": {"sizes": json.dumps(sizes)}}
    try:
        return bytes(typst.compile(str(main), pdf_standards="ua-1", **sized, **same))
    except typst.TypstError:  # what cannot be set for everybody is set all the same
        return bytes(typst.compile(str(main), **sized, **same))


def render(report: Report, *, template: Path, folder: Path) -> bytes:
    """The report as PDF: the same bytes from the same pages.

    `template` is the typst template, `folder` an empty scratch folder.
    Raises ReportError when typst cannot set the report or a figure's file is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, folder / "template.typ")
    main = folder / "report.typ"
    main.write_text(source(report, folder), encoding="utf-8")
    try:
        return _compile(main)
    except RuntimeError as error:
        raise ReportError(f"typst cannot set the report: {str(error).splitlines()[0]}; see {template.name}") from error
