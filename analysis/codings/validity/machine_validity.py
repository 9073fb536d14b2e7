"""Do the machine's quotations, labels, acts, tolls and frames agree with codings of the same articles?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.codings.anchoring import anchor_records
from analysis.codings.matching import letter_positions, match_spans
from analysis.codings.records import name_list
from analysis.codings.table import CodingsError
from analysis.codings.validity.scores import ERROR, TALLY, scores, tally_row
from analysis.corpus import Problem

Row = dict[str, Any]
Counted = tuple[list[Row], list[Row]]  # tallies and errors
FRAMES = "frames_macro_f1"
# metric: (what the coder answered, the machine's column)
FIELDS = {
    "quote": {
        "quote_type": ("type", "type"),
        "quote_speaker_actor": ("speaker_actor", "actor"),
        "quote_cue_class": ("cue_class", "cue_class"),
    },
    "label": {f"label_{name}": (name, name) for name in ("voice", "holder", "actor", "tone")},
    "act": {f"act_{name}": (name, name) for name in ("agent", "patient", "form", "realis", "voice", "holder")},
    "figure": {f"toll_{name}": (name, name) for name in ("effect", "who", "holder")},
}
SHARED = {"quote": "quote_content_f1", "label": "label_f1", "act": "act_f1", "figure": "toll_f1"}
# kind: metric, and all that has to be right at once
JOINT = {
    "label": ("label_joint_f1", ("actor", "voice", "holder")),
    "act": ("act_joint_f1", ("agent", "patient", "form")),
}
METRICS = (
    *(
        metric
        for kind, fields in FIELDS.items()
        for metric in (SHARED[kind], *((JOINT[kind][0],) if kind in JOINT else ()), *fields)
    ),
    FRAMES,
)


@dataclass(frozen=True)
class Validity:
    """Scores, the counts behind them, every error, and the coded spans that are nowhere in their article."""

    scores: pl.DataFrame
    tallies: pl.DataFrame
    errors: pl.DataFrame
    lost: pl.DataFrame


@dataclass(frozen=True)
class ValidityUnit:
    """One kind of record in one article by one coder, beside what the machine found there."""

    kind: str
    article: str
    text: str
    coded: list[Row]
    machine: list[Row]

    def matched_pairs(self) -> list[tuple[Row, Row]]:
        """Coded record and machine row that match."""
        found = match_spans(_row_spans(self.coded), _row_spans(self.machine))
        return [(self.coded[one], self.machine[other]) for one, other in found]


def validity(records: pl.DataFrame, articles: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> Validity:
    """How far does the machine agree with the codings in `records` (see `read_codings`)?

    `tables` holds what the machine found: "quote" its quotations, "label" its labels, "act" its acts,
    "figure" its tolls (see `schema`), "frames" its frames (see `measures.frames`).
    A coded record and a machine row match when their spans overlap, one to one, the longest overlap first.
    quote_content_f1: F1 over the letters and digits inside quotations of any type. label_f1, act_f1: F1 of
    matched labels and acts. label_joint_f1, act_joint_f1: F1 of those whose actor, voice and holder, or agent,
    patient and form, are all the same: shares of matched rows alone flatter whoever finds little. toll_f1: F1 of
    matched numbers whose low, high and effect are the same.
    quote_type, quote_speaker_actor, quote_cue_class, label_voice, label_holder, label_actor, label_tone, act_agent,
    act_patient, act_form, act_realis, act_voice, act_holder, toll_effect, toll_who, toll_holder: share of matched
    pairs with the same answer. A speaker no actor fits is OTHER. frames_macro_f1: mean F1 of the frames of sentences.
    Beware: an article counts for a kind if its coder coded that kind in it, or coded frames, which every
    sentence has. A coded span that is nowhere in its article counts as missed.

    Raises CodingsError when a record is of an article that is not there, or none is of a kind in `tables`.
    """
    placed = anchor_records(records, articles)
    _refuse_strange_kinds(records, tables)
    tallies: list[Row] = []
    errors: list[Row] = []
    for unit in _validity_units(placed, articles, tables):
        if unit.kind == "frames":
            found = [frame_tallies(unit.article, unit.coded, unit.machine)]
        else:
            pairs = unit.matched_pairs()
            spans = _letter_overlap if unit.kind == "quote" else _found_labels
            found = [spans(unit, pairs), _joint_answers(unit, pairs), _answers_on_shared_spans(unit, pairs)]
        for rows, wrong in found:
            tallies += rows
            errors += wrong
    order = {metric: place for place, metric in enumerate(METRICS)}
    frame = pl.DataFrame(sorted(tallies, key=lambda row: order[row["metric"]]), schema=TALLY)
    wrong_frame = pl.DataFrame(sorted(errors, key=lambda row: order[row["metric"]]), schema=ERROR)
    return Validity(scores(frame), frame, wrong_frame, placed.filter(pl.col("start").is_null()))


def _refuse_strange_kinds(records: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> None:
    here = set(records["kind"])
    if here and not here & set(tables):
        what = (
            f"nothing here can be compared; kinds here: {name_list(here)}; the machine answers to: {name_list(tables)}"
        )
        raise CodingsError([Problem("codings", None, what)])


def _validity_units(
    placed: pl.DataFrame, articles: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> Iterator[ValidityUnit]:
    texts = dict(articles.select("article_id", "text").iter_rows())
    for (article, _), group in placed.group_by("article_id", "coder", maintain_order=True):
        kinds = set(group["kind"])
        for kind, table in tables.items():
            if kind in kinds or "frames" in kinds:
                coded = group.filter(pl.col("kind") == kind).to_dicts()
                machine = table.filter(pl.col("article_id") == article).sort("start", "end").to_dicts()
                yield ValidityUnit(kind, str(article), texts[article], coded, machine)


def _row_spans(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where the rows stand; a span that was not found has no length and overlaps nothing."""
    return [(row["start"], row["end"]) if row["start"] is not None else (0, 0) for row in rows]


def _letter_overlap(unit: ValidityUnit, _: list[tuple[Row, Row]]) -> Counted:
    """Letters inside coded quotations, inside the machine's, and inside both."""
    metric = "quote_content_f1"
    coded, machine = (letter_positions(unit.text, _row_spans(rows)) for rows in (unit.coded, unit.machine))
    lost = sum(sum(map(str.isalnum, str(row["text"]))) for row in unit.coded if row["start"] is None)
    counts = (len(coded & machine), len(coded) + lost, len(machine))
    sides = ((unit.coded, machine, ("quotation", "")), (unit.machine, coded, ("", "quotation")))
    wrong = [
        _error_row(metric, unit.article, row, *answers, size=size)
        for rows, others, answers in sides
        for row, span in zip(rows, _row_spans(rows), strict=True)
        if (size := len(letter_positions(unit.text, [span]) - others))
    ]
    return [tally_row(metric, unit.article, *counts, n=len(unit.coded))], wrong


def _found_labels(unit: ValidityUnit, pairs: list[tuple[Row, Row]]) -> Counted:
    """Labels both sides have; those only one side has are errors."""
    metric = SHARED[unit.kind]
    if unit.kind == "figure":
        pairs = [pair for pair in pairs if _toll_text(pair[0]) == _toll_text(pair[1])]
    of_coded, of_machine = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
    missed = [row for row in unit.coded if id(row) not in of_coded]
    extra = [row for row in unit.machine if id(row) not in of_machine]
    wrong = [_error_row(metric, unit.article, row, _label_text(unit, row), "") for row in missed]
    wrong += [_error_row(metric, unit.article, row, "", _label_text(unit, row)) for row in extra]
    return [tally_row(metric, unit.article, len(pairs), len(unit.coded), len(unit.machine))], wrong


def _joint_answers(unit: ValidityUnit, pairs: list[tuple[Row, Row]]) -> Counted:
    """Spans both sides have, with the same answer to all that has to be right at once."""
    if unit.kind not in JOINT:
        return [], []
    metric, asked = JOINT[unit.kind]
    if any(row[name] is None for row in unit.coded for name in asked):
        return [], []  # a coder who was not asked all of it
    right = [
        pair for pair in pairs if all(_answer_word(pair[0][name]) == _answer_word(pair[1][name]) for name in asked)
    ]
    return [tally_row(metric, unit.article, len(right), len(unit.coded), len(unit.machine))], []


def _label_text(unit: ValidityUnit, row: Row) -> str:
    return _toll_text(row) if unit.kind == "figure" else unit.kind


def _toll_text(row: Row) -> str:
    """A number and its effect in words: "killed 5 to open"."""
    low, high = ("open" if row[name] is None else row[name] for name in ("low", "high"))
    return f"{row['effect']} {low} to {high}"


def _answers_on_shared_spans(unit: ValidityUnit, pairs: list[tuple[Row, Row]]) -> Counted:
    """What both sides say of the spans they share."""
    tallies: list[Row] = []
    errors: list[Row] = []
    for metric, (asked, column) in FIELDS[unit.kind].items():
        asked_of = [(one, other) for one, other in pairs if one[asked] is not None]
        answers = [(one, _answer_word(one[asked]), _machine_answer(other, column)) for one, other in asked_of]
        hits = sum(coded == machine for _, coded, machine in answers)
        tallies.append(tally_row(metric, unit.article, hits, len(answers), len(answers)))
        errors += [_error_row(metric, unit.article, *answer) for answer in answers if answer[1] != answer[2]]
    return tallies, errors


def frame_tallies(article: str, coded: Sequence[Row], machine: Sequence[Row]) -> Counted:
    """Counts of each frame over an article's sentences, and each sentence and frame on which the sides differ.

    `coded` are records with a sentence's frames, joined by "; ". `machine` are rows of `measures.frames.frames`, of
    which by_all counts. A coded sentence is answered by the machine's that overlaps it most.
    """
    mine: dict[tuple[int, int], set[str]] = {}
    for row in machine:
        mine.setdefault((row["start"], row["end"]), set()).update([row["frame"]] if row["by_all"] else [])
    answers = {one: list(mine.values())[other] for one, other in match_spans(_row_spans(coded), list(mine))}
    pairs = [
        (row, {frame for frame in (row["frames"] or "").split("; ") if frame}, answers.get(place, set()))
        for place, row in enumerate(coded)
    ]
    tallies: list[Row] = []
    for frame in sorted({frame for _, given, found in pairs for frame in given | found}):
        said = [(frame in given, frame in found) for _, given, found in pairs]
        hits, ours = sum(one and other for one, other in said), sum(other for _, other in said)
        tallies.append({**tally_row(FRAMES, article, hits, sum(one for one, _ in said), ours), "class": frame})
    errors = [
        _error_row(FRAMES, article, row, *((frame, "") if frame in given else ("", frame)))
        for row, given, found in pairs
        for frame in sorted(given ^ found)
    ]
    return tallies, errors


def _machine_answer(row: Row, column: str) -> str:
    """The machine's answer in the coders' words: a named speaker whom no actor fits is OTHER."""
    if row[column] is None and column == "actor" and row.get("speaker"):
        return "OTHER"
    return _answer_word(row[column])


def _answer_word(answer: object) -> str:
    """An answer as a word: true, false, or the answer itself; "" where there is none."""
    return str(answer).lower() if isinstance(answer, bool) else str(answer or "")


def _error_row(metric: str, article: str, row: Row, coded: str, machine: str, size: int | None = None) -> Row:
    """One place where the sides differ; `size`: characters at issue, those of the row unless given."""
    span = {"start": row["start"], "end": row["end"], "size": len(row["text"]) if size is None else size}
    return {"metric": metric, "article_id": article, "coded": coded, "machine": machine, **span, "text": row["text"]}
