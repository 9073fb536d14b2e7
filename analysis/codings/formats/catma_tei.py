"""CATMA's TEI export: an annotation collection, with the text inside it or pointers into it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from analysis.codings.formats.document import CodedDocument, CodedSpan, utf16_length
from analysis.codings.records import Fields, catma_tag_fields
from analysis.corpus import Problem

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
POINTER = re.compile(r"#char=(\d{1,12}),(\d{1,12})$")
DEEPEST = 200
VERSION = re.compile(r" \d{4}-\d{2}-\d{2}T\S*$")


class UnsafeXMLError(ValueError):
    """XML that is not read: broken, or with declarations that could make it name other files or grow."""

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        super().__init__(what)


@dataclass
class AnnotationPieces:
    """Which stretches each annotation covers, and how far the text goes."""

    end: int = 0
    of: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    pointed: bool = False

    def add(self, ids: str, start: int, end: int) -> None:
        """Note a stretch; one that goes on where the last ended makes it longer."""
        self.end = max(self.end, end)
        for id in (one.removeprefix("#") for one in ids.split()):
            known = self.of.setdefault(id, [])
            if known and known[-1][1] == start:
                known[-1] = (known[-1][0], end)
            elif start < end:
                known.append((start, end))


def is_tei(text: str) -> bool:
    """Is it TEI?"""
    return re.search(r"<(?:\w+:)?TEI[\s>]", text[:2000]) is not None


def read(path: Path, text: str, problems: list[Problem]) -> list[CodedDocument]:
    """Which stretches were tagged, and with which properties? Each property is a field.

    A tag that is a kind of the codebook is that kind. Any other is the answer to the field `tag` (its path in the
    tagset), and the kind is the tagset's name. Each stretch of an annotation in pieces is a record of its own.
    Where the collection only points into its text, that is looked for beside it (a .txt of the same length);
    failing that the offsets count if the article is as long. Names of the article: file, folder, folder above.
    """
    try:
        root = parse_safe_xml(text)
    except UnsafeXMLError as refused:
        problems.append(Problem(str(path), refused.line or None, str(refused)))
        return []
    body = next((one for one in root.iter() if _local_name(one) == "ab" and one.get("type") == "catma"), None)
    if body is None:
        problems.append(Problem(str(path), None, "there is no annotated text in this TEI file; export it from CATMA"))
        return []
    pieces = AnnotationPieces(pointed=any(_local_name(one) == "ptr" for one in body.iter()))
    words = "".join(_collect_text(body, "", pieces))
    whole = None if pieces.pointed else words
    tags = dict(_tag_definitions(root))
    spans = [
        span for id, one in _annotation_instances(root) for span in _instance_spans(one, pieces.of.get(id, []), tags)
    ]
    folder = path.resolve().parent
    if whole is None:
        whole = _sibling_text(folder, pieces.end)
    names = [path.stem, folder.name, folder.parent.name]
    author = next((one.text for one in root.iter() if _local_name(one) == "author" and (one.text or "").strip()), None)
    of = CodedDocument(str(path), names, spans, text=whole, coder=author, utf16=pieces.pointed, length=pieces.end)
    return [of] if spans else []


def parse_safe_xml(text: str) -> ElementTree.Element:
    """Text as XML. Declarations of a document type, and so all entities of its own, are refused."""
    parser = expat.ParserCreate()
    depth = 0

    def declared(*_: object) -> None:
        raise UnsafeXMLError(
            parser.CurrentLineNumber, "this XML declares a document type or entities; export it without"
        )

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnsafeXMLError(
                parser.CurrentLineNumber, "this XML is nested too deep to be of CATMA; export it again"
            )

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    data = text.encode("utf-8", "surrogatepass")
    data = re.sub(rb"^\s*<\?xml[^>]*\?>", b"", data)  # it has been decoded, whatever it says of its encoding
    try:
        parser.Parse(data, True)
        return ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError) as error:
        line = getattr(error, "lineno", None) or getattr(error, "position", (0, 0))[0]
        raise UnsafeXMLError(line, f"this is not well-formed XML: {error}; export it again") from None


def _local_name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _collect_text(element: ElementTree.Element, ids: str, pieces: AnnotationPieces) -> Iterator[str]:
    """The words of the text, or the pointers in their place, with the annotations around them."""
    ids = element.get("ana", ids) if _local_name(element) == "seg" else ids
    pointer = POINTER.search(element.get("target", "")) if _local_name(element) == "ptr" else None
    if pointer:
        pieces.add(ids, int(pointer[1]), int(pointer[2]))
    yield from _add_words(element.text, ids, pieces)
    for child in element:
        yield from _collect_text(child, ids, pieces)
        yield from _add_words(child.tail, ids, pieces)


def _add_words(words: str | None, ids: str, pieces: AnnotationPieces) -> Iterator[str]:
    if words and not pieces.pointed:
        pieces.add(ids, pieces.end, pieces.end + len(words))
        yield words


def _tag_definitions(root: ElementTree.Element) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each tag's id with the name of its tagset and its path in it."""
    for tagset in (one for one in root.iter() if _local_name(one) == "fsdDecl"):
        declared = [one for one in tagset if _local_name(one) == "fsDecl"]
        named = {str(one.get(XML_ID)): _child_text(one, "fsDescr") or "tag" for one in declared}
        above = {str(one.get(XML_ID)): str(one.get("baseTypes")) for one in declared if one.get("baseTypes")}
        for id, name in named.items():
            path, up = [name], id
            while (up := above.get(up, "")) in named and len(path) < len(named):
                path.append(named[up])
            yield id, (VERSION.sub("", tagset.get("n") or "") or "tag", "/".join(reversed(path)))


def _child_text(element: ElementTree.Element, tag: str) -> str:
    return next(("".join(one.itertext()).strip() for one in element if _local_name(one) == tag), "")


def _annotation_instances(root: ElementTree.Element) -> Iterator[tuple[str, ElementTree.Element]]:
    return ((str(one.get(XML_ID)), one) for one in root.iter() if _local_name(one) == "fs" and one.get("type"))


def _instance_spans(
    one: ElementTree.Element, pieces: list[tuple[int, int]], tags: dict[str, tuple[str, str]]
) -> Iterator[CodedSpan]:
    fields: Fields = {}
    for each in (child for child in one if _local_name(child) == "f" and child.get("name")):
        values = ["".join(leaf.itertext()) for leaf in each.iter() if _local_name(leaf) in {"string", "numeric"}]
        fields[str(each.get("name"))] = "; ".join(values)
    tagset, tag = tags.get(str(one.get("type")), ("tag", str(one.get("type"))))
    kind, fields, coder = catma_tag_fields(tag, tagset, fields)
    return (CodedSpan(kind, start, end, fields, None, coder or None) for start, end in pieces)


def _sibling_text(folder: Path, length: int) -> str | None:
    """The one text of this length (UTF-16 units) in the folder or the one above it."""
    found: list[str] = []
    for path in [*sorted(folder.glob("*.txt")), *sorted(folder.parent.glob("*.txt"))]:
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        found += [text] if utf16_length(text) == length else []
    return found[0] if len(found) == 1 else None
