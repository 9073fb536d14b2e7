"""UIMA CAS JSON (INCEpTION): feature structures over one text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.codings.formats.document import CodedDocument, CodedSpan
from analysis.codings.records import answer_text, layer_kind
from analysis.corpus import Problem

STRUCTURES, TYPE, ID = "%FEATURE_STRUCTURES", "%TYPE", "%ID"
# What a tool says of the text and of itself, and nobody coded.
NOT_CODED = (
    "uima.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.",
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
)
# What points from one annotation to another.
RELATED = {"@Governor", "@Dependent", "@governor", "@dependent"}
Structure = Mapping[str, Any]


def is_cas_json(data: object) -> bool:
    """Is there a section of feature structures?"""
    return isinstance(data, dict) and isinstance(data.get(STRUCTURES), dict | list)


def read(path: Path, text: str, problems: list[Problem]) -> list[CodedDocument]:
    """Which annotations does the CAS hold? Each layer is a kind, each feature of it a field.

    Sentences, tokens and the tool's own notes are passed over, and so are relations and all that has no place in
    the text; lists of words are joined by "; ". Offsets count UTF-16 units, unless the document's own annotation
    shows that they count characters. The article is named by the document's title, or by the folder or file.
    """
    made = list(_feature_structures(json.loads(text)[STRUCTURES]))
    known = {one.get(ID): one for one in made}
    sofas = [one for one in made if one.get(TYPE) == "uima.cas.Sofa" and isinstance(one.get("sofaString"), str)]
    if not sofas:
        problems.append(Problem(str(path), None, "there is no text in this CAS; export it with its document"))
        return []
    whole, sofa = sofas[0]["sofaString"], sofas[0].get(ID)
    spans: list[CodedSpan] = []
    for one in made:
        if (
            str(one.get(TYPE, NOT_CODED[0])).startswith(NOT_CODED)
            or one.get("@sofa", sofa) != sofa
            or RELATED & set(one)
        ):
            continue
        start, end = _offset_value(one, "begin"), _offset_value(one, "end")
        if start is None and end is None:
            continue
        if start is None or end is None or not 0 <= start <= end:
            what = f"feature structure {one.get(ID)} stands from {start} to {end}; export the file again"
            problems.append(Problem(str(path), None, what))
            continue
        spans.append(CodedSpan(layer_kind(str(one[TYPE])), start, end, dict(_feature_values(one, known))))
    title, user = _title_and_annotator(made)
    names = [name for name in (title, path.resolve().parent.name, path.stem) if name]
    return [
        CodedDocument(str(path), names, spans, text=whole, coder=user, utf16=not _counts_in_characters(made, whole))
    ]


def _feature_structures(section: object) -> Iterator[Structure]:
    if isinstance(section, dict):
        named = ((int(id) if id.isdecimal() else id, one) for id, one in section.items())
        yield from ({ID: id} | one for id, one in named if isinstance(one, dict))
    elif isinstance(section, list):
        yield from (one for one in section if isinstance(one, dict))


def _offset_value(one: Structure, name: str) -> int | None:
    value = one.get(name, one.get(f"^{name}"))
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _feature_values(one: Structure, known: Mapping[object, Structure]) -> Iterator[tuple[str, str | None]]:
    for name, value in one.items():
        if name in {"begin", "end"} or name[:1] in {"%", "^"} or value is None:
            continue
        if name[:1] == "@":
            words = known.get(value, {}).get("%ELEMENTS")
            if isinstance(words, list) and all(isinstance(word, str) for word in words):
                yield name[1:], answer_text(words)
        elif not isinstance(value, dict | list):
            yield name.removeprefix("#"), answer_text(value)


def _title_and_annotator(made: list[Structure]) -> tuple[str | None, str | None]:
    """The document's title, and who annotated it, as far as the tool noted that."""
    notes = [one for one in made if str(one.get(TYPE)).endswith(".CASMetadata")]
    titles = (str(one["documentTitle"]) for one in made if one.get("documentTitle"))
    return next(titles, None), next((str(one["username"]) for one in notes if one.get("username")), None)


def _counts_in_characters(made: list[Structure], text: str) -> bool:
    """Does the annotation of the whole document end at its number of characters, and not of UTF-16 units?"""
    ends = [_offset_value(one, "end") for one in made if str(one.get(TYPE)).endswith("DocumentAnnotation")]
    wide = sum(ord(letter) > 0xFFFF for letter in text)
    return wide > 0 and len(text) in ends and len(text) + wide not in ends
