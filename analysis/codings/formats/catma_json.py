"""CATMA's JSON export: documents, each with its annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.codings.formats.document import CodedDocument, CodedSpan
from analysis.codings.records import answer_text, catma_tag_fields, is_integer
from analysis.corpus import Problem

Part = Mapping[str, Any]


def is_catma_json(data: object) -> bool:
    """Is it a list of documents with annotations, by itself or under `documents`?"""
    documents = list(_exported_documents(data))
    return bool(documents) and all(isinstance(one.get("annotations"), list) for one in documents)


def _exported_documents(data: object) -> Iterator[Part]:
    given = data.get("documents") if isinstance(data, dict) else data
    yield from (one for one in given if isinstance(one, dict)) if isinstance(given, list) else ()


def read(path: Path, text: str, problems: list[Problem]) -> Iterator[CodedDocument]:
    """Which phrases were tagged, and with which properties? Each property is a field.

    A tag that is a kind of the codebook is that kind. Any other is the answer to the field `tag` (its path in the
    tagset), and the kind is the tagset's name, or `tag` where the export does not give it. Each phrase of an
    annotation in several pieces is a record of its own. The article is named by the document's title or id.
    """
    data = json.loads(text)
    more = data.get("extendedMetadata") if isinstance(data, dict) else None
    tagsets = _tagset_names(more if isinstance(more, dict) else {})
    for one in _exported_documents(data):
        source = one.get("sourceDocument") if isinstance(one.get("sourceDocument"), dict) else {}
        both = {**(source or {}), **one}
        names = [str(both[name]) for name in ("title", "name", "id") if both.get(name)]
        spans: list[CodedSpan] = []
        for annotation in one["annotations"]:
            made, wrong = (
                _annotation_spans(annotation, tagsets)
                if isinstance(annotation, dict)
                else ([], "this is no annotation")
            )
            spans += made
            if wrong:
                problems.append(Problem(str(path), None, wrong))
        yield CodedDocument(str(path), names, spans, coder=None)


def _tagset_names(more: Part) -> dict[str, str]:
    """For each tag's id the name of its tagset, as far as the export tells."""
    tags, sets = more.get("tags"), more.get("tagsets")
    if not isinstance(tags, dict) or not isinstance(sets, dict):
        return {}
    named = {id: one.get("name") for id, one in sets.items() if isinstance(one, dict)}
    pairs = ((id, named.get(one.get("tagsetId"))) for id, one in tags.items() if isinstance(one, dict))
    return {id: str(name) for id, name in pairs if name}


def _annotation_spans(one: Part, tagsets: Mapping[str, str]) -> tuple[list[CodedSpan], str]:
    tag = str(one.get("tagPath") or one.get("tagName") or "").strip("/")
    kind, fields, noted = catma_tag_fields(
        tag, tagsets.get(str(one.get("tagId")), "tag"), dict(_annotation_properties(one))
    )
    coder = one.get("author") or noted
    phrases = one.get("phrases") if isinstance(one.get("phrases"), list) else [one]
    spans: list[CodedSpan] = []
    for phrase in phrases or []:
        start, end = (phrase.get("startOffset"), phrase.get("endOffset")) if isinstance(phrase, dict) else (None, None)
        if not (is_integer(start) and is_integer(end) and start < end):
            return spans, f"annotation {one.get('id')} stands from {start} to {end}; export the file again"
        words = phrase.get("phrase")
        spans.append(CodedSpan(kind, start, end, fields, None, str(coder) if coder else None, words))
    return spans, ""


def _annotation_properties(one: Part) -> Iterator[tuple[str, str | None]]:
    for given in (one.get("userProperties"), one.get("properties")):
        for each in given if isinstance(given, list) else []:
            if isinstance(each, dict) and each.get("name"):
                yield str(each["name"]), answer_text(each.get("values", each.get("value")))
