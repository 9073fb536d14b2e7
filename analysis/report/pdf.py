"""How does the report look on paper?

The same pages as the site, without the code: title page, contents, answers, chapters, references. pandoc writes
the prose as typst; figures and tables are set here, with every text from an article in a typst string, where
nothing is markup. Fonts come with typst and matplotlib, never from the machine; no date is written.
"""

from __future__ import annotations

import base64
import shutil
from importlib.util import find_spec
from pathlib import Path

from analysis.report import pandoc
from analysis.report.page import (
    Block,
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
    show,
)

MOST_ROWS = 40


def _string(text: str) -> str:
    """Text as a typst string: letters only, whatever they look like."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\n").replace("\r", "\n")
    return '"' + plain.replace("\n", "\\n").replace("\t", "\\t") + '"'


def _grid(grid: Grid) -> str:
    """Columns of numbers to the right; wide texts share what the narrow columns leave."""
    columns = range(len(grid.columns))
    rows = grid.rows[:MOST_ROWS]
    longest = [max((len(show(row[at])) for row in rows if at < len(row)), default=0) for at in columns]
    widths = "".join(("1fr, " if longest[at] > 24 else "auto, ") for at in columns)
    sides = "".join(("right, " if is_number(grid, at) else "left, ") for at in columns)
    head = ", ".join(f"[*#{_string(name)}*]" for name in grid.columns)
    body = "\n".join("  " + ", ".join(_string(show(cell)) for cell in row) + "," for row in rows)
    table = f"table(columns: ({widths}), align: ({sides}),\n  table.header({head}),\n{body}\n)"
    rest = len(grid.rows) - len(rows)
    more = f"The first {len(rows)} of {len(grid.rows):,} rows; the site has them all."
    return table if rest <= 0 else f"[#{table}\n#note({_string(more)})]"


def _evidence(evidence: Grid | None) -> str:
    if not evidence or not evidence.rows:
        return ""
    n = len(evidence.rows)
    return (
        "One sentence stands behind it; see the site." if n == 1 else f"{n:,} sentences stand behind it; see the site."
    )


def _figure(figure: Figure, report: Report, folder: Path) -> str:
    name = figure.svg or figure.png
    shutil.copyfile(report.file(name), folder / name)
    remark = " ".join(part for part in (figure.source, _evidence(figure.evidence)) if part)
    picture = f"image({_string(name)}, alt: {_string(figure.alt or figure.caption)}, width: 100%)"
    return f"#illustration({figure.number}, {picture}, {_string(figure.caption)}, {_string(remark)})"


def _table(table: Table) -> str:
    if not table.grid.columns:
        return ""
    remark = " ".join(part for part in (table.note, _evidence(table.evidence)) if part)
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


def _chapter(page: Page, fragments: list[str], report: Report, folder: Path) -> str:
    prose = iter(fragments)
    answer = "\n\n".join(next(prose) for _ in page.answer)
    parts = [f"#chapter({_string(page.title)}) <page-{page.slug}>"]
    parts += [f"#answer[\n{answer}\n]"] if answer else []
    for at, block in enumerate(page.body):
        if isinstance(block, Prose):
            parts.append(next(prose))
        elif not isinstance(block, Code):
            parts.append(_block(block, report, f"{page.slug}-{at}", folder))
    return "\n\n".join(parts)


def _findings(report: Report, answers: list[str]) -> str:
    """Each question with its short answer, and where to read on."""
    parts = ['#chapter("Findings")']
    for page, answer in zip(report.pages, answers, strict=True):
        parts.append(f"#finding({_string(page.title)}, <page-{page.slug}>)[\n{answer}\n]")
    return "\n\n".join(parts)


def source(report: Report, folder: Path) -> str:
    """The report as typst; puts the pictures it names into `folder`.

    Raises ReportError when a figure's file is missing.
    """
    pieces = [
        [*(p.text for p in page.answer), *(b.text for b in page.body if isinstance(b, Prose))] for page in report.pages
    ]
    rendered = [
        [text.replace("align(center)[#table(", "align(left)[#table(") for text in page]
        for page in pandoc.render(pieces, "typst", slugs=report.slugs)
    ]
    facts = "".join(f"({_string(key)}, {_string(value)}), " for key, value in report.colophon.items())
    texts = f"title: {_string(report.title)}, subtitle: {_string(report.subtitle)}, author: {_string(report.author)}"
    head = f'#import "template.typ": *\n#show: report.with({texts}, colophon: ({facts}))'
    answers = ["\n\n".join(prose[: len(page.answer)]) for page, prose in zip(report.pages, rendered, strict=True)]
    chapters = [_chapter(page, prose, report, folder) for page, prose in zip(report.pages, rendered, strict=True)]
    parts = [head, _findings(report, answers), *chapters]
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


def render(report: Report, *, template: Path, folder: Path) -> bytes:
    """The report as PDF: the same bytes from the same pages.

    `template` is the typst template, `folder` an empty scratch folder.
    Raises ReportError when typst cannot set the report or a figure's file is missing.
    """
    import typst

    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template, folder / "template.typ")
    main = folder / "report.typ"
    main.write_text(source(report, folder), encoding="utf-8")
    try:
        made = typst.compile(str(main), root=str(folder), font_paths=_fonts(), ignore_system_fonts=True, timestamp=0)
    except RuntimeError as error:
        raise ReportError(f"typst cannot set the report: {str(error).splitlines()[0]}; see {template.name}") from error
    return bytes(made)
