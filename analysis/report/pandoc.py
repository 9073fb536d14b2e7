"""How does Markdown become HTML, typst or Word without anything slipping through?

Markdown is read once into pandoc's tree, the tree is made safe here, and pandoc writes it out. Raw HTML becomes
text, pictures become their description, only plain links survive. Many pieces go through one call, kept apart by a
boundary that occurs in none of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

READ = "commonmark+pipe_tables+smart+strikeout"
SAFE = ("--sandbox", "--wrap=none", "--syntax-highlighting=none")

Tree = list[dict[str, Any]]


def _convert(text: str, to: str, source: str, *options: str) -> str:
    import pypandoc

    return str(pypandoc.convert_text(text, to, format=source, extra_args=[*SAFE, *options]))


def _words(inlines: Iterable[Any]) -> str:
    """The text of a piece of tree."""
    said = []
    for inline in inlines:
        kind, content = inline["t"], inline.get("c")
        if kind == "Str":
            said.append(content)
        elif kind in {"Code", "Math", "RawInline"}:
            said.append(content[1])
        elif kind in {"Space", "SoftBreak", "LineBreak"}:
            said.append(" ")
        elif kind in {"Emph", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps", "Underline"}:
            said.append(_words(content))
        elif kind in {"Link", "Image", "Quoted", "Span", "Cite"}:
            said.append(_words(content[1]))
    return "".join(said)


def slug(text: str) -> str:
    """A heading as the address of its section: `Limits, and doubts` is limits-and-doubts."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-") or "section"


def _target(address: str, slugs: frozenset[str], to: str) -> str:
    """Where a link leads in the report; empty when it leads nowhere there."""
    if re.match(r"https?://", address):
        return address
    if address.startswith("#"):
        return "#" + slug(address[1:]) if to == "html" else ""
    found = re.fullmatch(r"(?:\./)?([\w-]+)\.(?:ipynb|html)(?:#(.*))?", address)
    if not found or found[1] not in slugs:
        return ""
    if to != "html":
        return f"#page-{found[1]}"
    return f"{found[1]}.html" + (f"#{slug(found[2])}" if found[2] else "")


def _safe(node: Any, slugs: frozenset[str], to: str) -> Any:
    """A copy of the tree without raw markup, pictures, and links to elsewhere."""
    if isinstance(node, list):
        return [_safe(child, slugs, to) for child in node]
    if not isinstance(node, dict):
        return node
    kind, content = node.get("t"), node.get("c")
    if kind == "RawInline" and content:
        return {"t": "Str", "c": content[1]}
    if kind == "RawBlock" and content:
        return {"t": "Para", "c": [{"t": "Str", "c": content[1]}]}
    if kind == "Image" and content:
        return {"t": "Span", "c": [["", [], []], _safe(content[1], slugs, to)]}
    if kind == "Link" and content:
        inside, target = _safe(content[1], slugs, to), _target(content[2][0], slugs, to)
        if not target:
            return {"t": "Span", "c": [["", [], []], inside]}
        return {"t": "Link", "c": [["", [], []], inside, [target, ""]]}
    return {key: _safe(value, slugs, to) for key, value in node.items()}


def _headings(tree: Tree, taken: dict[str, int], to: str) -> Tree:
    """Gives every section an address of its own, and leaves the first level to the page's title."""
    for block in tree:
        if block["t"] == "Header":
            name = slug(_words(block["c"][2]))
            taken[name] = taken.get(name, 0) + 1
            name = name if taken[name] == 1 else f"{name}-{taken[name]}"
            block["c"][0] = max(2, block["c"][0])
            block["c"][1] = [name if to == "html" else "", [], []]
    return tree


def _boundary(pieces: Sequence[str]) -> str:
    n = 0
    while any(f"counterframeboundary{n}x" in piece for piece in pieces):
        n += 1
    return f"counterframeboundary{n}x"


def _read(pieces: Sequence[str], boundary: str) -> list[Tree]:
    """Every piece as a tree; one by one where a piece (an open fence, say) would swallow the next."""
    text = f"\n\n{boundary}\n\n".join(pieces)
    mark = {"t": "Para", "c": [{"t": "Str", "c": boundary}]}
    trees: list[Tree] = [[]]
    for block in json.loads(_convert(text, "json", READ))["blocks"]:
        if block == mark:
            trees.append([])
        else:
            trees[-1].append(block)
    if len(trees) == len(pieces) and boundary not in json.dumps(trees):
        return trees
    return [json.loads(_convert(piece, "json", READ))["blocks"] for piece in pieces]


def trees(pages: Sequence[Sequence[str]], to: str, *, slugs: Iterable[str] = ()) -> list[list[Tree]]:
    """Every piece of Markdown as pandoc's tree, made safe for what it is written `to`; see `render`."""
    known = frozenset(slugs)
    pieces = [piece for page in pages for piece in page]
    read = iter(_read(pieces, _boundary(pieces)) if pieces else [])
    found = []
    for page in pages:
        taken: dict[str, int] = {}
        found.append([_headings(_safe(next(read), known, to), taken, to) for _ in page])
    return found


def render(pages: Sequence[Sequence[str]], to: str, *, slugs: Iterable[str] = ()) -> list[list[str]]:
    """What does each piece of Markdown look like in HTML or typst?

    `pages` holds the pieces of each page; `to` is html or typst; `slugs` are the pages that links may lead to.
    Returns the fragments in the same order. Links to 02_words.ipynb lead to that page; links to other files
    become their text. Raw HTML, TeX and mathematics are shown as text.
    """
    boundary = _boundary([piece for page in pages for piece in page])
    end = {"t": "Para", "c": [{"t": "Str", "c": boundary}]}
    blocks = [block for page in trees(pages, to, slugs=slugs) for tree in page for block in [*tree, end]]
    if not blocks:
        return [[] for _ in pages]
    text = _convert(_document(blocks, {}), to, "json")
    mark = f"<p>{boundary}</p>" if to == "html" else boundary
    fragments = iter(text.split(mark))
    return [[next(fragments).strip() for _ in page] for page in pages]


def _document(blocks: Tree, meta: Mapping[str, str]) -> str:
    said = {key: {"t": "MetaInlines", "c": [{"t": "Str", "c": text}]} for key, text in meta.items()}
    return json.dumps({"pandoc-api-version": [1, 23, 1], "meta": said, "blocks": blocks})


def word_file(blocks: Tree, meta: Mapping[str, str], folder: Path) -> bytes:
    """A tree that is safe as a Word file; its pictures lie in `folder`, where nothing else of the machine is read."""
    import pypandoc

    made = folder / "made.docx"
    options = [f"--data-dir={folder}", f"--resource-path={folder}", "--syntax-highlighting=none"]
    pypandoc.convert_text(_document(blocks, meta), "docx", format="json", outputfile=str(made), extra_args=options)
    return made.read_bytes()


def references(bibliography: Path, to: str) -> str:
    """Which works does the report rest on? Every entry of the bibliography, by author and year."""
    options = ("--citeproc", f"--bibliography={bibliography}", "--metadata=link-citations:false")
    target = "typst-citations" if to == "typst" else to
    return _convert('---\nnocite: "@*"\n---\n', target, "markdown", *options).strip()
