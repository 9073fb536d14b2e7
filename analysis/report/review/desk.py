"""What lies on a reader's desk: the rows in their order, the article around each, and what is done with a decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.codings.decision_rows import decision_row
from analysis.codings.review.queue import (
    KINDS,
    NOTHING,
    last_decisions,
    review_rows,
    sentences_without_rows,
    undecided_rows,
)
from analysis.corpus.decisions import (
    FIELDS,
    NUMBERS,
    OTHER,
    OWN,
    TRUTHS,
    VALUES,
    Row,
    append_decisions,
    decisions_file,
    read_decisions,
    undo_decisions,
)
from analysis.corpus.lists import listed_rows
from analysis.corpus.places import data_folder
from analysis.corpus.placing import ACTORS, words_near
from analysis.evidence.apply_decisions import span_overlap
from analysis.evidence.study import Study
from analysis.measures.large_corpora import open_told
from analysis.report.reading.pages import environment
from analysis.report.reading.texts import texts_of
from analysis.report.style import VOICES

TEMPLATES = data_folder() / "report"
AT_ONCE = 100  # rows that are laid on the desk; when they are seen, the next are
EFFECTS = ("killed", "wounded", "captured", "deserted", "deployed", "buried", "dismissed", "other")


class Desk:
    """One reader's work on one corpus. Every decision is on the disk when its method returns.

    Raises CorpusError when the corpus is not in order, ValueError with a sentence for what cannot be decided.
    """

    def __init__(self, folder: Path, reader: str) -> None:
        self.folder, self.reader = folder, reader
        self._study, self._seen = open_told(folder), self._files()

    def _files(self) -> list[tuple[str, int, int]]:
        """The files of decisions as they are now."""
        found = ((path.name, path.stat()) for path in sorted((self.folder / "decisions").glob("*.jsonl")))
        return [(name, stat.st_mtime_ns, stat.st_size) for name, stat in found]

    @property
    def study(self) -> Study:
        """The corpus with all decisions that there are by now, whoever made them."""
        if (now := self._files()) != self._seen:
            decisions = self._study.own_decisions(read_decisions(self.folder, self._study.corpus.manifest))
            self._study, self._seen = self._study.with_decisions(decisions), now
        return self._study

    def rows(self, kinds: Sequence[str] = (), only: Sequence[str] = (), skipped: Sequence[str] = ()) -> Row:
        """What is to be seen next: rows, then sentences without a row; how many there are, and how many are seen.

        `skipped`: ids of rows that come last.
        """
        kinds = kinds or KINDS
        every = review_rows(self.study, kinds=kinds, only=only)
        left = undecided_rows(self.study, every, self.reader).to_dicts()
        if not only:
            for kind in (kind for kind in kinds if kind in KINDS):
                silent = sentences_without_rows(self.study, kind, reader=self.reader).to_dicts()
                left += [row | {"kind": kind, "says": NOTHING} for row in silent]
        left.sort(key=lambda row: _id(row) in skipped)
        n = {"n": every.height, "seen": every.height - sum(row["says"] != NOTHING for row in left)}
        return {"rows": [self.shown(row) for row in left[:AT_ONCE]], "left": len(left), **n}

    def shown(self, row: Row) -> Row:
        """A row as the page takes it."""
        text = self._text(row["article_id"])
        start, sentence = row.get("sentence_start"), row.get("sentence") or row["text"]
        first = row["start"] if start is None else start
        around = [text[first : row["start"]], text[row["start"] : row["end"]]]
        around.append(text[row["end"] : max(row["end"], first + len(sentence))])
        fields = {} if row["says"] == NOTHING else {name: row[name] for name in FIELDS[row["kind"]]}
        kept = {name: row.get(name) for name in ("kind", *OWN, *OTHER, "outlet", "event", "status", "p", "says")}
        sentence_id = f"sentence-{first}-{first + len(sentence)}"
        mark = f"{'quotation' if row['kind'] == 'quote' else row['kind']}-{row['start']}-{row['end']}"
        return kept | {"id": _id(row), "fields": fields, "around": around, "mark": mark, "sentence": sentence_id}

    def article(self, id: str) -> Row:
        """An article with its marks: html, the actor of each mention, where each paragraph begins."""
        one = texts_of(self.study.subset([self._known(id)]))
        text = one.articles[id]
        env = environment(one, TEMPLATES / "reading")
        actors = {mark.id: mark.rows[0].get("actor") for part in text.paragraphs for mark in part.marks if mark.rows}
        html = env.get_template("article.html").render(root="", text=text)
        return {"html": html, "actors": actors, "starts": {part.number: part.start for part in text.paragraphs}}

    def decide(self, said: Row) -> Row:
        """Write a decision; what the row says by then, and whether it is the reader's first on it.

        Words that are a row already are confirmed, not added.
        """
        id, kind = self._known(str(said.get("article_id"))), str(said.get("kind"))
        place = {name: said.get(name) for name in (*OWN[:3], *OTHER)} | {"article_id": id}
        if "words" in said:
            place |= self._words(id, said)
        given = {name: said[name] for name in ("field", "decision", "value", "note") if name in said}
        if given.get("decision") == "added" and (there := self._standing(kind, place)):
            same = (there["start"], there["end"]) == (place["start"], place["end"])
            given |= {"decision": "confirmed"} if same and there["status"] != "rejected" else {}
        if given.get("field", "row") == "row" and given.get("decision", "confirmed") == "confirmed":
            place = (self._standing(kind, place) or {}) | place
        first = not self._decided(kind, place)
        append_decisions(self.folder, [decision_row(self.study, kind, place, reader=self.reader, **given)])
        now = self._standing(kind, place)
        return {"row": self.shown(now) if now else None, "first": first}

    def _decided(self, kind: str, place: Row) -> bool:
        """Has the reader decided anything about this row that still stands?"""
        mine = self.study.placed_decisions.filter(kind=kind, reader=self.reader, article_id=place["article_id"])
        return not mine.filter(pl.col("start") == place["start"], pl.col("end") == place["end"]).is_empty()

    def undo(self) -> Row:
        """Take back the reader's last decision; where it was, and whether others of the reader are left there."""
        last = last_decisions(self.study, reader=self.reader, most=1)
        undo_decisions(self.folder, last)
        if not last:
            return {"row": None, "undone": None, "left": False}
        now, left = self._standing(last[0]["kind"], last[0]), self._decided(last[0]["kind"], last[0])
        was_added = last[0]["decision"] == "added"
        if now and was_added and (now["start"], now["end"]) != (last[0]["start"], last[0]["end"]):
            now = None
        return {"row": self.shown(now) if now else None, "undone": last[0], "left": left}

    def choices(self) -> dict[str, dict[str, Any]]:
        """What can be said of each column of a kind: its key, name, and options (value, words) if it has any."""
        found: dict[str, dict[str, Any]] = {kind: {} for kind in FIELDS}
        named = {(field, code): words for field in ("voice", "type") for code, (_, words) in VOICES.items()}
        for _, line in listed_rows(TEMPLATES / "review" / "values.csv", "field", "value", "name"):
            named[line["field"], line["value"]] = line["name"]
        for _, line in listed_rows(TEMPLATES / "review" / "fields.csv", "kind", "field", "key", "name", "hint"):
            name = line["field"]
            options = [
                [value, named.get((name, json.dumps(value).strip('"')), self.names.get(value, value))]
                for value in self._options(line["kind"], name)
            ]
            shape = "number" if name in NUMBERS else "actor" if name in ACTORS else "words"
            said = {"key": line["key"], "name": line["name"], "hint": line["hint"]}
            found[line["kind"]][name] = {**said, "options": options, "shape": shape}
        return found

    def _options(self, kind: str, name: str) -> list[Any]:
        if name in ACTORS:
            first = {"agent": ["unstated"], "patient": ["unstated"], "holder": ["author"]}.get(name, [])
            return [*first, *self._study.actor_names, *([None] if kind == "quote" else [])]
        if name in TRUTHS:
            return [True, False]
        return list(EFFECTS if name == "effect" else VALUES.get(name, ()))

    @property
    def names(self) -> dict[str, str]:
        """Codes of actors and what they are called."""
        return self._study.actor_names

    @property
    def file(self) -> Path:
        """Where the decisions lie."""
        return decisions_file(self.folder, self.reader)

    def _known(self, id: str) -> str:
        if id not in self._study.corpus.articles["article_id"]:
            raise ValueError(f"there is no article {id!r}")
        return id

    def _text(self, id: str) -> str:
        return str(self._study.corpus.articles.filter(article_id=id)["text"].item())

    def _words(self, id: str, said: Row) -> Row:
        """The place of words marked on the page, made whole; `before`: what stands between `from` and them."""
        words, near = str(said["words"]).strip(), int(said.get("from") or 0) + len(str(said.get("before") or ""))
        text = self._text(id)
        span = words_near(text, words, near) if words else None
        if span is None:
            raise ValueError("these words do not stand in the article; mark some within one paragraph")
        start, end = span
        while start and text[start - 1].isalnum() and text[start].isalnum():
            start -= 1
        while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
            end += 1
        return {"start": start, "end": end}

    def _standing(self, kind: str, place: Row) -> Row | None:
        """The row of a place as it stands now, whatever its words are by now."""
        rows = review_rows(self.study if kind == "link" else self.study.subset([place["article_id"]]), kinds=[kind])
        if kind == "link":
            rows = rows.filter(other_id=place["other_id"], other_start=place["other_start"])
        spot = (place["article_id"], place["start"], place["end"])
        here = rows.filter(pl.col("article_id") == spot[0], pl.col("start") < spot[2], pl.col("end") > spot[1])
        near = here.to_dicts()
        return max(near, key=lambda row: span_overlap(spot, (spot[0], row["start"], row["end"])), default=None)


def _id(row: Row) -> str:
    """What tells a row from all others on the page."""
    return " ".join(str(row[name]) for name in ("kind", *OWN[:3], *OTHER[:2]) if row.get(name) is not None)
