"""How does the report look in a word processor? Findings first, then what `paper` prints, without code.

Text goes into pandoc's tree letter for letter, so nothing in an article becomes markup; the styles are Word's own.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

from analysis.report import pandoc
from analysis.report.findings import Finding, citation, findings
from analysis.report.page import Block, Figure, Page, Picture, Plain, Prose, Report, Table, is_number, show
from analysis.report.pandoc import Tree
from analysis.report.paper import LINE, column_widths, first_rows, on_paper, remark

Node = dict[str, Any]
WIDE, HIGH = 16.0, 19.0  # centimetres of a page that a picture may take
ROOMY = 1.25  # columns are wider than in the PDF: the type is that of the machine
NONE: list[Any] = ["", [], []]
OWN = rb'(w:styleId="%s"><w:name [^>]*><w:basedOn [^>]*><w:qFormat />)'
SMALL = rb'\1<w:pPr><w:spacing w:before="40" w:after="40" /></w:pPr><w:rPr><w:sz w:val="17" /></w:rPr>'
PAPER = (
    rb'</w:footnotePr><w:pgSz w:w="11906" w:h="16838" /><w:pgMar w:top="1361" w:right="1417" w:bottom="1361" '
    rb'w:left="1417" w:header="709" w:footer="709" w:gutter="0" /></w:sectPr>'
)
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What pandoc cannot be told: sizes of type, paper, rows that stay whole, and no date.
DRESS = {
    "word/styles.xml": (
        (OWN % b"TableText", SMALL),
        (OWN % b"Note", SMALL),
        (OWN % b"Trust", rb"\1<w:rPr><w:i /></w:rPr>"),
        (rb'<w:sz(Cs)? w:val="24" />', rb'<w:sz\1 w:val="21" />'),
    ),
    "word/document.xml": (
        (rb"</w:footnotePr>\s*</w:sectPr>", PAPER),
        (rb"<w:tr><w:tc>", rb"<w:tr><w:trPr><w:cantSplit /></w:trPr><w:tc>"),
    ),
    "docProps/core.xml": ((rb"<dcterms:(created|modified).*?</dcterms:\1>", b""),),
}


def render(report: Report, *, folder: Path) -> bytes:
    """The report as a Word file: the same bytes from the same pages; `folder` is a scratch folder.

    Raises ReportError when a figure's file is missing, RuntimeError when pandoc cannot write it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    meta = {"title": report.title, "subtitle": report.subtitle, "author": report.author, "lang": "en-GB"}
    return _dressed(pandoc.word_file(blocks(report, folder), {key: text for key, text in meta.items() if text}, folder))


def blocks(report: Report, folder: Path) -> Tree:
    """The report as pandoc's tree; puts the pictures it names into `folder`."""
    found, printed = findings(report), [on_paper(page) for page in report.pages]
    pieces = [
        [one.text for one in (*page.answer, *(block for block in shown if isinstance(block, Prose)))]
        for page, (shown, _) in zip(report.pages, printed, strict=True)
    ]
    trees = pandoc.trees([*pieces, *(one.words for one in found)], "docx", slugs=report.slugs)
    made = [_heading(1, "Findings")]
    for one, words in zip(found, trees[len(pieces) :], strict=True):
        made += _finding(one, words)
    for page, (shown, rest), words in zip(report.pages, printed, trees, strict=False):
        made += _chapter(page, shown, words, report, folder)
        made += [_styled("Note", rest)] if rest else []
    if report.bibliography:
        works = json.loads(pandoc.references(report.bibliography, "json"))["blocks"]
        made += [_heading(1, "References"), *works]
    made.append(_heading(1, "How to cite"))
    made += [_para(citation(report)), *(_para(f"{key}: {said}") for key, said in report.colophon.items())]
    return made


def _finding(finding: Finding, words: Sequence[Tree]) -> Tree:
    made = [_heading(2, finding.title), *(block for tree in words for block in tree)]
    if finding.bars:
        made.append({"t": "BulletList", "c": [[_plain(f"{label}: {said}")] for label, _, said, _ in finding.bars]})
    made += [_styled("Trust", finding.trust)] if finding.trust else []
    if finding.page:
        link = {"t": "Link", "c": [NONE, [_text(finding.title)], [f"#page-{finding.page.slug}", ""]]}
        made.append({"t": "Para", "c": [_text("Read on: "), link]})
    return made


def _chapter(page: Page, shown: Sequence[Block], words: Sequence[Tree], report: Report, folder: Path) -> Tree:
    prose = iter(words)
    made = [_heading(1, page.title, f"page-{page.slug}")]
    made += [block for _ in page.answer for block in next(prose)]
    for block in shown:
        if isinstance(block, Prose):
            made += next(prose)
        elif isinstance(block, Plain):
            made.append({"t": "CodeBlock", "c": [NONE, block.text]})
        elif isinstance(block, Figure):
            made += _figure(block, report, folder)
        elif isinstance(block, Table):
            made += _table(block)
        elif isinstance(block, Picture):
            made.append(_para(block.alt))
    return made


def _figure(figure: Figure, report: Report, folder: Path) -> Tree:
    """The picture with what it shows for those who do not see it; only that where there is no PNG."""
    said = _caption("Figure", figure.number, figure.caption)
    alt, below = figure.alt or figure.caption, remark(figure.source, figure.evidence)
    notes = [_styled("Note", below)] if below else []
    if not figure.png:
        return [_para(alt), _styled("Caption", said), *notes]
    shutil.copyfile(report.file(figure.png), folder / figure.png)
    across, down = struct.unpack(">II", (folder / figure.png).read_bytes()[16:24])
    size = [["width", f"{min(WIDE, HIGH * across / down):.1f}cm"]]
    picture = {"t": "Image", "c": [["", [], size], [_text(alt)], [figure.png, ""]]}
    return [{"t": "Figure", "c": [NONE, [None, [_plain(said)]], [{"t": "Plain", "c": [picture]}]]}, *notes]


def _table(table: Table) -> Tree:
    grid, rest = first_rows(table.grid)
    below = remark(table.note, table.evidence, rest)
    notes = [_styled("Note", below)] if below else []
    said = _caption("Table", table.number, table.caption)
    if not grid.rows:
        return [_styled("Caption", said), *notes]
    letters = column_widths(grid.columns, grid.rows)
    all_letters = sum(letters)
    share = min(1, ROOMY * all_letters / LINE) / all_letters
    sides = ["AlignRight" if is_number(grid, at) else "AlignLeft" for at in range(len(letters))]
    columns = [[{"t": side}, {"t": "ColWidth", "c": width * share}] for side, width in zip(sides, letters, strict=True)]
    head, body = _row(grid.columns), [_row([show(cell) for cell in row]) for row in grid.rows]
    caption = [None, [_plain(said)] if said else []]
    made = {"t": "Table", "c": [NONE, caption, columns, [NONE, [head]], [[NONE, 0, [], body]], [NONE, []]]}
    return [made, *notes]


def _row(cells: Sequence[str]) -> list[Any]:
    return [NONE, [[NONE, {"t": "AlignDefault"}, 1, 1, [_styled("Table Text", cell)]] for cell in cells]]


def _caption(word: str, number: int, said: str) -> str:
    return f"{word} {number}. {said}" if number else said


def _text(text: str) -> Node:
    return {"t": "Str", "c": re.sub(r"\s+", " ", text)}


def _plain(text: str) -> Node:
    return {"t": "Plain", "c": [_text(text)]}


def _para(text: str) -> Node:
    return {"t": "Para", "c": [_text(text)]}


def _heading(level: int, text: str, name: str = "") -> Node:
    return {"t": "Header", "c": [level, [name, [], []], [_text(text)]]}


def _styled(style: str, text: str) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], [_para(text)]]}


def _dressed(made: bytes) -> bytes:
    """The same file with our type and paper, without a date in it, and packed alike on every machine."""
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(made)) as old, ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for found, instead in DRESS.get(name, ()):
                content = re.sub(found, instead, content, flags=re.DOTALL)
            if name.endswith(".xml"):
                content = NO_XML.sub("", content.decode()).encode()
            new.writestr(ZipInfo(name), content)
    return packed.getvalue()
