"""JSON lines: one record a line, by the codebook or by a scheme of one's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from analysis.codings.records import KINDS, VALUES, Row, answer_text, first_json_object, is_integer
from analysis.corpus import Problem

OWN = ("doc", "kind", "sentence", "text", "nth", "start", "end", "coder")


def is_codings_jsonl(text: str) -> bool:
    """Is the first line an object with a doc and a kind?"""
    return {"doc", "kind"} <= set(first_json_object(text))


def read(path: Path, text: str, problems: list[Problem]) -> Iterator[Row]:
    """What did the coder write? Each line has doc, kind, and sentence and text (or start and end), and its fields.

    `nth` is 1 unless given. Records of a kind of the codebook name all its fields (null: not answered); in others
    everything else a line holds is a field. The coder is the record's own word, else the folder's name.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row, wrong = _parse_line(line)
        problems += [Problem(str(path), number, what) for what in wrong]
        if not wrong:
            yield {"file": str(path), "line": number, "coder": path.resolve().parent.name} | row


def _parse_line(line: str) -> tuple[Row, list[str]]:
    """A line as a row, and what is wrong with it."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return {}, [f"this is not JSON ({error.msg} at character {error.pos + 1}); write one object a line"]
    except RecursionError:
        return {}, ["this is nested too deep; write one object a line"]
    if not isinstance(found, dict):
        return {}, ["this is not a JSON object; write one object a line"]
    kind = found.get("kind")
    if not isinstance(kind, str) or not kind:
        return {}, [f"kind is {kind!r}; it is a word, such as: {', '.join(KINDS)}"]
    wrong = _record_problems(found, kind)
    if wrong:
        return {}, wrong
    row: Row = {"article_id": found["doc"], "kind": kind, "nth": found.get("nth", 1)}
    row |= {name: found[name] for name in ("sentence", "text") if name in found}
    row |= {"doc_start": found.get("start"), "doc_end": found.get("end")}
    row |= {"coder": str(found["coder"])} if found.get("coder") else {}
    fields = {name: answer_text(value) for name, value in found.items() if name not in OWN}
    return row | {"fields": fields}, []


def _record_problems(found: Row, kind: str) -> list[str]:
    placed = {"start", "end"} <= set(found)
    needed = ("doc", *(() if placed else ("sentence", "text")), *KINDS.get(kind, ()))
    wrong = [f"{name!r} is missing from this {kind}; add it" for name in needed if name not in found]
    wrong += [
        f"{name!r} is {found[name]!r}, not text; write it in quotation marks"
        for name in ("doc", "sentence", "text", *(VALUES if kind in KINDS else ()))
        if name in found and not isinstance(found[name], str) and not (name in VALUES and found[name] is None)
    ]
    wrong += [
        f"{name} is {found[name]!r}; it is one of: {', '.join(allowed)}"
        for name, allowed in VALUES.items()
        if name in KINDS.get(kind, ()) and isinstance(found.get(name), str) and found[name] not in allowed
    ]
    if len({"start", "end"} & set(found)) == 1:
        wrong.append("of start and end there is only one; give both or none")
    wrong += [
        f"{name} is {found[name]!r}; it is a whole number from {least}"
        for name, least in (("nth", 1), ("start", 0), ("end", 0))
        if name in found and not is_integer(found[name], least)
    ]
    return wrong
