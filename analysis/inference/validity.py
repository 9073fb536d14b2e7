"""Do the machine's quotations and labels agree with people's codings of the same articles?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.inference.codings import anchored, read_codings
from analysis.inference.matching import letters, matched
from analysis.inference.scores import ERROR, TALLY, scores, tally_row

Row = dict[str, object]
# metric: (what the coder answered, the machine's column)
FIELDS = {
    "quote": {
        "quote_type": ("type", "type"),
        "quote_speaker_actor": ("speaker_actor", "actor"),
        "quote_cue_class": ("cue_class", "cue_class"),
    },
    "label": {f"label_{name}": (name, name) for name in ("voice", "holder", "actor", "tone")},
}
METRICS = ("quote_content_f1", *FIELDS["quote"], "label_f1", *FIELDS["label"])


@dataclass(frozen=True)
class Validity:
    """Scores, the counts behind them, every error, and the coded spans that are nowhere in their article."""

    scores: pl.DataFrame
    tallies: pl.DataFrame
    errors: pl.DataFrame
    lost: pl.DataFrame


@dataclass(frozen=True)
class Unit:
    """One kind of record in one article by one coder, beside what the machine found there."""

    kind: str
    article: str
    text: str
    coded: list[Row]
    machine: list[Row]

    def pairs(self) -> list[tuple[Row, Row]]:
        """Coded record and machine row that match."""
        found = matched(_spans(self.coded), _spans(self.machine))
        return [(self.coded[one], self.machine[other]) for one, other in found]


def validity(records: pl.DataFrame, articles: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> Validity:
    """How far does the machine agree with the codings in `records` (see `read_codings`)?

    `tables` holds what the machine found: "quote" its quotations, "label" its labels (see `schema`).
    A coded record and a machine row match when their spans overlap, one to one, the longest overlap first.
    quote_content_f1: F1 over the letters and digits inside quotations of any type. label_f1: F1 of matched labels.
    quote_type, quote_speaker_actor, quote_cue_class, label_voice, label_holder, label_actor, label_tone: share
    of matched pairs with the same answer. A speaker no actor fits is OTHER.
    Beware: an article counts for a kind if its coder coded that kind in it, or coded frames, which every
    sentence has. A coded span that is nowhere in its article counts as missed.

    Raises CodingsError when a record is of an article that is not there.
    """
    placed = anchored(records, articles)
    tallies: list[Row] = []
    errors: list[Row] = []
    for unit in _units(placed, articles, tables):
        pairs = unit.pairs()
        spans = _content if unit.kind == "quote" else _found
        for rows, wrong in (spans(unit, pairs), _answers(unit, pairs)):
            tallies += rows
            errors += wrong
    order = {metric: place for place, metric in enumerate(METRICS)}
    frame = pl.DataFrame(sorted(tallies, key=lambda row: order[str(row["metric"])]), schema=TALLY)
    wrong_frame = pl.DataFrame(sorted(errors, key=lambda row: order[str(row["metric"])]), schema=ERROR)
    return Validity(scores(frame), frame, wrong_frame, placed.filter(pl.col("start").is_null()))


def validate(
    codings: Iterable[str | Path], folder: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> tuple[Validity, pl.DataFrame]:
    """How far does the machine agree with the codings of a corpus folder's articles?

    `codings` are JSON lines files, or folders of them. Actor codes are those of the corpus at hand.
    Returns the scores (see `validity`) and the articles' sentences, in which errors can be shown.
    Raises CodingsError or CorpusError, which list all that is not in order.
    """
    records = read_codings(codings)
    from analysis.corpus import parse, read_corpus, sentences
    from analysis.evidence.actors import mentions
    from analysis.evidence.labels import labels
    from analysis.evidence.voices import quotations

    parsed = parse(read_corpus(folder), progress=progress)
    named = mentions(parsed)
    said = quotations(parsed, named)
    tables = {"quote": said, "label": labels(parsed, named, said)}
    return validity(records, parsed.articles, tables), sentences(parsed)


def _units(placed: pl.DataFrame, articles: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> Iterator[Unit]:
    texts = dict(articles.select("article_id", "text").iter_rows())
    for (article, _), group in placed.group_by("article_id", "coder", maintain_order=True):
        kinds = set(group["kind"])
        for kind, table in tables.items():
            if kind in kinds or "frames" in kinds:
                coded = group.filter(pl.col("kind") == kind).to_dicts()
                machine = table.filter(pl.col("article_id") == article).sort("start", "end").to_dicts()
                yield Unit(kind, str(article), texts[article], coded, machine)


def _spans(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where the rows stand; a span that was not found has no length and overlaps nothing."""
    return [(int(str(row["start"])), int(str(row["end"]))) if row["start"] is not None else (0, 0) for row in rows]


def _content(unit: Unit, _: list[tuple[Row, Row]]) -> tuple[list[Row], list[Row]]:
    """Letters inside coded quotations, inside the machine's, and inside both."""
    coded, machine = letters(unit.text, _spans(unit.coded)), letters(unit.text, _spans(unit.machine))
    lost = sum(sum(map(str.isalnum, str(row["text"]))) for row in unit.coded if row["start"] is None)
    counts = (len(coded & machine), len(coded) + lost, len(machine))
    missed = [
        _error("quote_content_f1", unit, row, len(letters(unit.text, [span]) - machine), "quotation", "")
        for row, span in zip(unit.coded, _spans(unit.coded), strict=True)
    ]
    extra = [
        _error("quote_content_f1", unit, row, len(letters(unit.text, [span]) - coded), "", "quotation")
        for row, span in zip(unit.machine, _spans(unit.machine), strict=True)
    ]
    wrong = [row for row in missed + extra if row["size"]]
    return [tally_row("quote_content_f1", unit.article, *counts, n=len(unit.coded))], wrong


def _found(unit: Unit, pairs: list[tuple[Row, Row]]) -> tuple[list[Row], list[Row]]:
    """Labels both sides have; those only one side has are errors."""
    metric = f"{unit.kind}_f1"
    of_coded, of_machine = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    missed = [_error(metric, unit, row, None, unit.kind, "") for row in unit.coded if id(row) not in of_coded]
    extra = [_error(metric, unit, row, None, "", unit.kind) for row in unit.machine if id(row) not in of_machine]
    return [tally_row(metric, unit.article, len(pairs), len(unit.coded), len(unit.machine))], missed + extra


def _answers(unit: Unit, pairs: list[tuple[Row, Row]]) -> tuple[list[Row], list[Row]]:
    """What both sides say of the spans they share."""
    tallies: list[Row] = []
    errors: list[Row] = []
    for metric, (asked, column) in FIELDS[unit.kind].items():
        answers = [(one, str(one[asked] or ""), _answer(other, column)) for one, other in pairs]
        hits = sum(coded == machine for _, coded, machine in answers)
        tallies.append(tally_row(metric, unit.article, hits, len(pairs), len(pairs)))
        errors += [
            _error(metric, unit, one, None, coded, machine) for one, coded, machine in answers if coded != machine
        ]
    return tallies, errors


def _answer(row: Row, column: str) -> str:
    """The machine's answer in the coders' words: a named speaker whom no actor fits is OTHER."""
    if row[column] is None and column == "actor" and row.get("speaker"):
        return "OTHER"
    return str(row[column] or "")


def _error(metric: str, unit: Unit, row: Row, size: int | None, coded: str, machine: str) -> Row:
    size = len(str(row["text"])) if size is None else size
    span = {"start": row["start"], "end": row["end"], "size": size, "text": row["text"]}
    return {"metric": metric, "article_id": unit.article, "coded": coded, "machine": machine, **span}
