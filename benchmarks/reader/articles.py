"""The open codings with the texts they point at, ready to learn from."""

from __future__ import annotations

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.corpus.places import data_folder

OPEN = data_folder() / "codings" / "open"
NAMES = {  # the words a record points at, and the field that names whom they mean
    "label": {"bearer": "actor"},
    "act": {"agent_words": "agent", "patient_words": "patient"},
    "quote": {"speaker_words": "speaker_actor"},
}
Span = tuple[int, int]
Key = tuple[str, int, int, int]  # kind, start, end, and which of the records with these


@dataclass(frozen=True)
class Record:
    """One coded span: its kind, its answers, and where the words stand that it points at."""

    kind: str
    start: int
    end: int
    fields: dict[str, str]
    places: dict[str, Span]


@dataclass(frozen=True)
class Coded:
    """One article as one coder has read it."""

    article_id: str
    coder: str
    topic: str
    is_aside: bool  # its topic is kept out of all learning
    text: str
    records: tuple[Record, ...]

    @property
    def kinds(self) -> set[str]:
        """What their coder coded here."""
        return {record.kind for record in self.records}


def coded_articles(data: Path) -> list[Coded]:
    """Every reading of every article whose text lies in `data` as it was coded; frames, coded once, belong to each.

    Raises ValueError where a text is missing or another than the one that was coded.
    """
    facts = {row["article_id"]: row for row in _rows(OPEN / "articles.csv")}
    read: dict[tuple[str, str], dict[tuple[str, int, int, int], dict[str, str]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in _rows(OPEN / "codings.csv"):
        key = (row["kind"], int(row["start"]), int(row["end"]), int(row["record"]))
        read[row["article_id"], row["coder"]][key][row["field"]] = row["value"]
    framed: dict[str, tuple[Record, ...]] = defaultdict(tuple)
    for (id, _), records in read.items():
        framed[id] += tuple(_record(key, fields) for key, fields in records.items() if key[0] == "frames")
    found = []
    for (id, coder), records in sorted(read.items()):
        own = tuple(_record(key, fields) for key, fields in records.items() if key[0] != "frames")
        if not own:
            continue
        text = _text(data, id, facts[id]["address"])
        if hashlib.sha256(text.encode()).hexdigest() != facts[id]["sha256"]:
            raise ValueError(f"the text of {id} is not the one that was coded")
        found.append(Coded(id, coder, facts[id]["topic"], facts[id]["part"] == "aside", text, own + framed[id]))
    return found


def parted(articles: list[Coded]) -> tuple[list[Coded], list[Coded]]:
    """Those to learn from, and those of the topics set aside, in their first reading."""
    first = [one for one in articles if one.is_aside and one.coder != "again"]
    return [one for one in articles if not one.is_aside], first


def _record(key: Key, fields: dict[str, str]) -> Record:
    kind, start, end, _ = key
    places = {}
    for name in NAMES.get(kind, {}):
        parts = fields.get(name, "").split(":")
        if len(parts) == 3:
            places[name] = (int(parts[0]), int(parts[1]))
    return Record(kind, start, end, fields, places)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _text(data: Path, id: str, address: str) -> str:
    if address.startswith("http"):
        return (data / "open_news" / f"{id}.txt").read_text(encoding="utf-8")
    of, name = address.split(" ", 1)
    found = texts_of(data, of).get(name)
    if found is None:
        raise ValueError(f"there is no text of {name} in {data}")
    return found


@cache
def texts_of(data: Path, of: str) -> dict[str, str]:
    """The texts of a public set by their names there."""
    path = data / "bench" / f"{of.lower().replace('-', '')}.dev.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    if of != "BASIL":
        return {row["doc"] if of == "PolNeAR" else row["id"]: row.get("text_cased") or row["text"] for row in rows}
    sentences: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in rows:
        sentences[row["doc"]].append((row["sent"], row["text"]))
    return {doc: "\n".join(text for _, text in sorted(said)) for doc, said in sentences.items()}
