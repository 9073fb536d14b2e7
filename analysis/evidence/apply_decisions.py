"""What stands once readers have decided? Their decisions laid over the machine's rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

import polars as pl

from analysis import schema
from analysis.corpus import Corpus
from analysis.corpus.decisions import Row
from analysis.corpus.placing import said_values, words_near
from analysis.evidence.voices import span_voices

Place = tuple[str, int, int]
PLACE = {"article_id": pl.String, "start": pl.Int64, "end": pl.Int64}
TABLES = {
    "label": schema.LABELS,
    "quote": schema.QUOTATIONS,
    "act": schema.ACTS,
    "toll": schema.TOLLS,
    "actor": schema.MENTIONS,
}
ALIKE = 0.5  # share of their characters that two spans have in common, to be the same thing
# What a row that a reader has added says where the reader says nothing.
UNSAID: dict[str, Row] = {
    "label": {"actor": "OTHER", "tone": "neutral"},
    "quote": {"type": "indirect", "speaker": "", "actor": None, "cue": "", "cue_class": "none", "distanced": False},
    "act": {"agent": "unstated", "patient": "unstated", "realis": True, "note": ""},
    "toll": dict.fromkeys(("low", "high", "place"))
    | dict.fromkeys(("approx", "part", "running"), False)
    | {"effect": "other", "who": "OTHER"},
    "actor": {"actor": "OTHER", "how": "nominal"},
}


@dataclass
class _DecidedRow:
    """A row as readers would have it: the machine's at place `at` of its table, or one that only readers have."""

    place: Place
    at: int | None = None
    stands: bool = True
    said: Row = field(default_factory=dict)
    readers: set[str] = field(default_factory=set)


def apply_decisions(
    kind: str,
    table: pl.DataFrame,
    decisions: pl.DataFrame,
    corpus: Corpus,
    *,
    tokens: Callable[[], pl.DataFrame],
    quotations: tuple[pl.DataFrame, pl.DataFrame] | None = None,
) -> pl.DataFrame:
    """The rows of one kind as they stand once readers have decided; those rejected are still there, with that status.

    `table` is what the machine has found, `decisions` those of `place_decisions`, `quotations` the machine's and those
    that stand; `tokens` gives the words of the corpus where they are asked for. A quotation that a reader has put right
    brings the voice of the rows in it along; a voice its holder, a holder the voice, a speaker the actor. Where the
    table has a column vouched, it gets the columns that readers have said something of.
    """
    rows_only = ~pl.col("field").is_in(["sentence", "article"])
    here = decisions.filter(pl.col("kind") == kind, pl.col("why").is_null(), rows_only).to_dicts()
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    followed = table if quotations is None else _update_voices(table, *quotations)
    targets = _decided_rows(table.select("article_id", "start", "end").rows(), here, texts)
    new = [target.place for target in targets if target.at is None and target.stands]
    made = _RowBuilder(kind, corpus, tokens, table, None if quotations is None else quotations[1], new)
    decided: list[Row] = []
    for target in targets:
        if target.at is None and not target.stands:
            continue
        machine = {} if target.at is None else table.row(target.at, named=True)
        row = (
            made.build_added_row(target)
            if target.at is None
            else made.merge_row(followed.row(target.at, named=True), target.said)
        )
        if "vouched" in table.columns:
            row["vouched"] = sorted(target.said)
        is_right = all(row[name] == machine.get(name) for name in target.said)
        status = "added" if not machine else "confirmed" if is_right else "corrected"
        text = texts[target.place[0]][row["start"] : row["end"]]
        decided.append(row | {"text": text, "doubtful": False, "status": status if target.stands else "rejected"})
    seen = [target.at for target in targets if target.at is not None]
    left = followed.with_row_index("_row").filter(~pl.col("_row").is_in(seen)).drop("_row")
    both = [pl.DataFrame(decided, schema=dict(table.schema) | {"status": pl.String()}), left]
    key = TABLES[kind].key
    return pl.concat(both, how="diagonal").unique(key, keep="first", maintain_order=True).sort(key, maintain_order=True)


def _decided_rows(rows: Sequence[Place], decisions: Sequence[Row], texts: dict[str, str]) -> list[_DecidedRow]:
    """The rows that readers have decided on, as the last of them would have each.

    Where no row has just these words, they are about the one that has most of them, unless others are about that one:
    of the same reader, or with its very words.
    """
    known = {place: _DecidedRow(place, at) for at, place in reversed(list(enumerate(rows)))}
    asked = {(row["article_id"], row["start"], row["end"]) for row in decisions}
    near: dict[str, list[_DecidedRow]] = {}
    for target in known.values():
        near.setdefault(target.place[0], []).append(target)
    for row in decisions:
        place: Place = (row["article_id"], row["start"], row["end"])
        if place not in known:
            others = (one for one in near.get(place[0], []) if row["reader"] not in one.readers)
            free = [one for one in others if one.readers or one.place not in asked]
            best = max(free, key=lambda one: span_overlap(place, one.place), default=None)
            if best is None or span_overlap(place, best.place) < ALIKE:
                best = _DecidedRow(place)
                near.setdefault(place[0], []).append(best)
            known[place] = best
        target = known[place]
        target.readers.add(row["reader"])
        target.stands = row["decision"] != "rejected"
        said = said_values(row) if target.stands else {}
        if "span" in said and (span := words_near(texts[place[0]], said.pop("span"), place[1])):
            said |= dict(zip(("start", "end"), span, strict=True))
            known.setdefault((place[0], *span), target)
        target.said |= said
    return list({id(one): one for one in known.values() if one.readers}.values())


def span_overlap(one: Place, other: Place) -> float:
    """How much have two spans in common? Characters that both have, of all that either has."""
    both = min(one[2], other[2]) - max(one[1], other[1])
    return max(both, 0) / (max(one[2], other[2]) - min(one[1], other[1]))


class _RowBuilder:
    """Rows as a reader would have them, whole: columns that hang on others follow those that are put right."""

    def __init__(
        self,
        kind: str,
        corpus: Corpus,
        tokens: Callable[[], pl.DataFrame],
        table: pl.DataFrame,
        quotations: pl.DataFrame | None,
        new: Sequence[Place],
    ) -> None:
        self.kind, self.tokens, self.quotations = kind, tokens, quotations
        self.voices: dict[Place, Row] = {}
        if quotations is not None and new:
            spans = pl.DataFrame(new, schema=PLACE, orient="row")
            also = ["speaker"] if kind == "toll" else []
            voiced = span_voices(spans, quotations, also=also).drop(*PLACE, strict=False)
            self.voices = dict(zip(new, voiced.to_dicts(), strict=True))
        where = corpus.articles.select("event", "outlet", "article_id")
        self.where = {row["article_id"]: row for row in where.to_dicts()}
        self.families = dict(table.select("lemma", "family").iter_rows()) if kind == "label" else {}
        self.speakers = dict(table.select("speaker", "actor").iter_rows()) if kind == "quote" else {}
        self.speakers |= dict(corpus.actors.select("alias", "actor").iter_rows())
        self.around: dict[str, list[Row]] = {}
        for quoted in [] if quotations is None else quotations.sort(pl.col("end") - pl.col("start")).to_dicts():
            self.around.setdefault(quoted["article_id"], []).append(quoted)

    def build_added_row(self, target: _DecidedRow) -> Row:
        """A row that only readers have: what they say of it, and what the words themselves say."""
        id, start, end = target.place
        row: Row = {**self.where[id], "start": start, "end": end, "p": None, **UNSAID[self.kind]}
        row |= self._lexical_columns(id, start, end)
        return self.merge_row(row | self.voices.get(target.place, {}), target.said)

    @cached_property
    def _article_words(self) -> dict[str, tuple[list[int], list[Row]]]:
        """The words of each article, and where each ends."""
        columns = ("article_id", "start", "end", "pos", "lemma", pl.coalesce("lemma", "norm").alias("said"))
        words = self.tokens().filter("is_word").select(*columns).sort("start")
        parts = words.partition_by("article_id", as_dict=True)
        return {str(id): (part["end"].to_list(), part.to_dicts()) for (id,), part in parts.items()}

    def _lexical_columns(self, id: str, start: int, end: int) -> Row:
        """What the words themselves say: dictionary form and family of a label, dictionary form and form of an act."""
        if self.kind not in {"label", "act"}:
            return {}
        ends, all_words = self._article_words.get(id, ([], []))
        inside = takewhile(lambda word: word["start"] < end, all_words[bisect_right(ends, start) :])
        words = list(inside)
        lemmas = [word["said"] for word in words]
        if self.kind == "label":
            return {"lemma": " ".join(lemmas), "family": self.families.get(" ".join(lemmas), "unlisted")}
        verbs = [word["lemma"] for word in words if word["pos"] == "VERB"]
        form = "active" if verbs else "nominal"
        return {"lemma": [*verbs, *lemmas[-1:], ""][0], "form": form, "cline": form}

    def merge_row(self, machine: Row, said: Row) -> Row:
        """The machine's row with what readers say, and with what follows from it."""
        row = machine | said
        if self.kind == "label" and "start" in said:
            row |= self._lexical_columns(row["article_id"], row["start"], row["end"])
        if self.kind == "quote" and "actor" not in said and row["speaker"] != machine["speaker"]:
            row["actor"] = self.speakers.get(row["speaker"], "OTHER") if row["speaker"] else None
        elif self.kind == "act" and (row["form"] != machine["form"] or "agent" in said):
            row["cline"] = _step(row)
        elif self.kind == "toll" and said.keys() & {"low", "high"}:
            row["stated"] = row["low"] if row["low"] == row["high"] else None
        return row if self.quotations is None else self._with_voice(row, machine, said)

    def _with_voice(self, row: Row, machine: Row, said: Row) -> Row:
        """Voice, holder and speaker agree, as the quotations around the row have them, the innermost first."""
        around = self.around.get(row["article_id"], [])
        inside = [one for one in around if one["start"] <= row["start"] and row["end"] <= one["end"]]
        if "voice" in said and "holder" not in said and row["voice"] != machine["voice"]:
            held = [one["actor"] or "OTHER" for one in inside if one["type"] == row["voice"]]
            held.append("OTHER" if row["holder"] == "author" else row["holder"])
            row["holder"] = "author" if row["voice"] == "author" else held[0]
        elif "holder" in said and "voice" not in said and (row["voice"] == "author") != (row["holder"] == "author"):
            types = [one["type"] for one in inside if (one["actor"] or "OTHER") == row["holder"]]
            row["voice"] = "author" if row["holder"] == "author" else [*types, "indirect"][0]
        if self.kind == "toll" and "speaker" not in said:
            named = [one["speaker"] for one in inside if (one["actor"] or "OTHER") == row["holder"]]
            row["speaker"] = (row["speaker"] if row["holder"] == machine["holder"] else [*named, ""][0]) or ""
        return row


def _update_voices(table: pl.DataFrame, machine: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Rows with the voice that the quotations which stand give them, where the machine's quotations gave another."""
    also = [name for name in ("speaker",) if name in table.columns]
    spans = table.select("article_id", "start", "end")
    was, now = (span_voices(spans, said, also=also).fill_null("") for said in (machine, standing))
    other = pl.Series([one != two for one, two in zip(was.rows(), now.rows(), strict=True)], dtype=pl.Boolean)
    if "distanced" in table.columns:
        apart = (now["voice"] == "scare") | (table["distanced"] & ~was["distanced"])
        now = now.with_columns(distanced=pl.col("distanced") | apart)
    names = [name for name in ("voice", "holder", "distanced", *also) if name in table.columns]
    return table.with_columns(pl.when(other).then(now[name]).otherwise(pl.col(name)).alias(name) for name in names)


def _step(act: Row) -> str:
    """The step of the cline on which an act stands whose form or agent a reader has told.

    Where nobody is said to have done it, the subject of an active verb is a weapon or an operation.
    """
    if act["form"] == "active":
        return "instrument" if act["agent"] == "unstated" else "active"
    return str(act["cline"] if act["cline"] == "intransitive" and act["form"] == "nominal" else act["form"])
