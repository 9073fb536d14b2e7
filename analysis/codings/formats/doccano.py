"""doccano's JSON lines: one text a line, with its spans."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.codings.formats.document import CodedDocument, CodedSpan
from analysis.codings.records import KINDS, first_json_object, is_integer, record_kind
from analysis.corpus import Problem

TEXTS = ("text", "data")
LISTS = ("label", "labels", "entities", "annotations")
NAMES = ("doc", "article_id", "filename", "file", "name", "title", "document", "id")


def is_doccano(text: str) -> bool:
    """Is the first line an object with a text and its labels, and no kind?"""
    found = first_json_object(text)
    return "kind" not in found and _first_key(found, TEXTS) != "" and _first_key(found, LISTS) != ""


def read(path: Path, text: str, problems: list[Problem]) -> Iterator[CodedDocument]:
    """Which spans of each text were labelled? A label that is a kind of the codebook is that kind.

    Any other label is the answer to the field `label` of a record of kind `span`. A label of the whole text is a
    span over all of it. The article is named by doc, filename or title (of the line or its meta), or known by its
    text; the coder by the annotation's user, else by the file's name. Relations are passed over.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            problems.append(Problem(str(path), number, "this is not JSON; export the file again, one object a line"))
            continue
        key = _first_key(found, TEXTS) if isinstance(found, dict) else ""
        if not key or not isinstance(found[key], str):
            problems.append(Problem(str(path), number, "there is no text in this line; export it with its text"))
            continue
        spans, wrong = _labelled_spans(found, found[key], number)
        problems += [Problem(str(path), number, what) for what in wrong]
        names = [*_document_names(found), path.stem]
        yield CodedDocument(str(path), names, spans, text=found[key], utf16=False, line=number)


def _first_key(found: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((name for name in names if name in found), "")


def _document_names(found: Mapping[str, Any]) -> list[str]:
    meta = found.get("meta") if isinstance(found.get("meta"), dict) else {}
    both = {**(meta or {}), **{name: value for name, value in found.items() if name != "meta"}}
    return [str(both[name]) for name in NAMES if isinstance(both.get(name), str) and both[name]]


def _labelled_spans(found: Mapping[str, Any], text: str, line: int) -> tuple[list[CodedSpan], list[str]]:
    given = found[key] if (key := _first_key(found, LISTS)) else []
    spans: list[CodedSpan] = []
    wrong: list[str] = []
    for one in given if isinstance(given, list) else [given]:
        start, end, label, user = _span_fields(one, len(text))
        if not (is_integer(start) and is_integer(end) and start < end <= len(text)) or not isinstance(label, str | int):
            wrong.append(f"{one!r} is no span of this text, which has {len(text):,} characters; export it again")
            continue
        kind = record_kind(str(label))
        fields: dict[str, str | None] = {} if kind in KINDS else {"label": str(label)}
        coder = None if user is None else str(user)
        spans.append(CodedSpan(kind if kind in KINDS else "span", start, end, fields, line, coder))
    return spans, wrong


def _span_fields(one: object, length: int) -> tuple[Any, Any, Any, Any]:
    """start, end, label and user of an entry: an object, a list of three, or the label of the whole text."""
    if isinstance(one, dict):
        start, end = one.get("start_offset", one.get("start")), one.get("end_offset", one.get("end"))
        whole = start is None and end is None
        return 0 if whole else start, length if whole else end, one.get("label"), one.get("user")
    if isinstance(one, list):
        start, end, label = one if len(one) == 3 else (None, None, None)
        return start, end, label, None
    return 0, length, one, None
