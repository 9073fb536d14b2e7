"""What do coders decide about the machine's rows? Codings turned into decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.codings.anchoring import anchor_records
from analysis.codings.conversion import ConversionCounts
from analysis.codings.decision_rows import decision_row
from analysis.codings.matching import match_spans
from analysis.codings.records import FIELDS as CODEBOOK
from analysis.codings.table import read_codings
from analysis.corpus import read_corpus
from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.decisions import FIELDS, NUMBERS, TRUTHS, Row, decision_line, now
from analysis.corpus.lists import listed_rows
from analysis.evidence.apply_decisions import ALIKE, span_overlap
from analysis.evidence.study import Study
from analysis.measures.alignment import cached_links
from analysis.measures.alignment_units import sentence_units

CODED = {"quote": "quote", "label": "label", "act": "act", "toll": "figure"}  # kind of decision: the codebook's kind
ASKED = {("quote", "actor"): "speaker_actor"}  # a column of a table: the codebook's name of it
OFFERED = 0.5  # probability from which links are offered to a reader
# the columns of a list of pairs of sentences, and what may be judged of a pair
PAIR = (
    *("event", "article_id", "sentence", "other_id", "other_sentence"),
    *("judgement", "kind", "told", "statement", "what", "first"),
)
JUDGEMENTS = ("same", "near")


def write_decisions(
    paths: Sequence[Path], folder: Path, out: Path, *, reader: str = "", date: str = "", aligned: Path | None = None
) -> ConversionCounts:
    """Write codings as decisions on the machine's rows, whole or not at all: see `coded_decisions`.

    Raises CodingsError and CorpusError, which list all that is not in order, and ValueError.
    """
    study = Study(read_corpus(folder))
    placed = anchor_records(read_codings(paths, study.corpus.articles), study.corpus.articles)
    made = coded_decisions(placed, study, reader=reader, date=date, aligned=aligned)
    atomic_write(out, "".join(map(decision_line, made)).encode())
    found = placed.drop_nulls("start")
    return ConversionCounts(found.height, found["coder"].n_unique(), placed.filter(pl.col("start").is_null()))


def coded_decisions(
    placed: pl.DataFrame, study: Study, *, reader: str = "", date: str = "", aligned: Path | None = None
) -> list[Row]:
    """What do coders decide about the machine's rows?

    Takes the table of `anchor_records`. A row whose words overlap a coded record is confirmed, and each column that the
    coder answers otherwise corrected; so is the span where it has other words. A record that no row meets is added.
    Where a coder has coded a kind in an article, or frames, all rows of the kind that meet no record are rejected, and
    the article counts as read for that kind.
    `aligned`: pairs of sentences that tell the same (see `read_aligned_pairs`); all other links offered are
    rejected. `reader`: who decides, where it shall not be the coder's name; `date`: when, without it now.
    Raises ValueError where several coders shall be one reader, or `aligned` is not in order.
    """
    coders = placed["coder"].unique().sort().to_list()
    if reader and len(coders) > 1:
        raise ValueError(f"{', '.join(coders)} are several coders, no one reader; give the codings of one")
    date, found = date or now(), placed.drop_nulls("start")
    made: list[Row] = []
    for (id, coder), group in found.group_by("article_id", "coder", maintain_order=True):
        who: dict[str, Any] = {"reader": reader or coder, "date": date}
        read = set(group["kind"])
        for kind, name in CODED.items():
            if name in read or "frames" in read:
                coded = group.filter(pl.col("kind") == name).sort("start", "end").to_dicts()
                made += _article_decisions(study, kind, str(id), coded, who)
    if aligned is not None:
        made += _link_decisions(study, aligned, {"reader": reader or coders[0], "date": date})
    return made


def _article_decisions(study: Study, kind: str, id: str, coded: Sequence[Row], who: dict[str, Any]) -> Iterator[Row]:
    """What one coder decides about the rows of one kind in one article."""
    rows = study.machine_rows(kind).filter(pl.col("article_id") == id)
    if kind == "act":
        rows = rows.drop_nulls("form")  # dying is no coded act
    pairs: dict[int, Row] = {}
    for part in rows.with_row_index("at").sort("doubtful", "at").partition_by("doubtful", maintain_order=True):
        left = [at for at in range(len(coded)) if at not in pairs]
        spans = [(coded[at]["start"], coded[at]["end"]) for at in left]
        pairs |= {
            left[one]: part.row(other, named=True) for one, other in match_spans(spans, part["start", "end"].rows())
        }
    article = study.corpus.paragraphs.filter(pl.col("article_id") == id).row(0, named=True)
    yield decision_row(study, kind, article, field="article", **who)
    for at, record in enumerate(coded):
        answers, note = _coded_values(kind, record), record["note"] or ""
        if at not in pairs:
            yield decision_row(study, kind, record, decision="added", value=answers, note=note, **who)
            continue
        row = pairs[at]
        right = {name: row[name] for name, value in answers.items() if _is_same_value(row, name, value)}
        yield decision_row(study, kind, row, value=right, note=note, **who)
        wrong: dict[str, Any] = {name: value for name, value in answers.items() if name not in right}
        if _has_other_boundaries(kind, row, record):
            wrong["span"] = record["text"]
        for name, value in wrong.items():
            yield decision_row(study, kind, row, field=name, decision="corrected", value=value, **who)
    met = {row["at"] for row in pairs.values()}
    for row in rows.with_row_index("at").filter(~pl.col("at").is_in(met)).to_dicts():
        yield decision_row(study, kind, row, decision="rejected", **who)


def _coded_values(kind: str, record: Row) -> dict[str, Any]:
    """Column to value of one coded record, as far as its coder was asked."""
    found: dict[str, Any] = {}
    for name in FIELDS[kind]:
        asked = ASKED.get((kind, name), name)
        value = record.get(asked)
        if name in TRUTHS and asked in CODEBOOK:
            found[name] = value == "true"
        elif name in NUMBERS:
            found[name] = None if value is None else int(value)
        elif value is not None:
            found[name] = value or (None if name == "actor" else "")
    return found


def _is_same_value(row: Row, name: str, value: object) -> bool:
    """Does the machine say what the coder says? A speaker whom no actor fits is OTHER; capitals do not count."""
    machine = "OTHER" if row[name] is None and name == "actor" and row.get("speaker") else row[name]
    if isinstance(machine, str) and isinstance(value, str) and name in {"speaker", "cue"}:
        return machine.casefold() == value.casefold()
    return bool(machine == value)


def _has_other_boundaries(kind: str, row: Row, record: Row) -> bool:
    """Are the coder's words others? Of quotations every letter counts; the edges of all else are a matter of taste."""
    if kind == "quote":
        one, other = ("".join(filter(str.isalnum, each["text"])) for each in (row, record))
        return one != other
    place, words = (("", each["start"], each["end"]) for each in (row, record))
    return span_overlap(place, words) < ALIKE


def _link_decisions(study: Study, path: Path, who: dict[str, Any]) -> Iterator[Row]:
    """Pairs that tell the same are confirmed with what they share; links offered that are no such pair rejected."""
    keys = ["article_id", "start", "other_id", "other_start"]
    ends = study.sentences.select("article_id", "start", "end")
    pairs = read_aligned_pairs(path, study.sentences).filter(pl.col("judgement") == "same")
    pairs = pairs.join(ends, on=["article_id", "start"]).join(
        ends.select(other_id="article_id", other_start="start", other_end="end"), on=["other_id", "other_start"]
    )
    for row in pairs.sort(keys).to_dicts():
        value = {"relation": row["kind"]}
        yield decision_row(study, "link", row, value=value, note=row["statement"] or "", **who)
    tables = (study.tokens, study.machine_rows("actor"), study.machine_rows("quote"), study.corpus.articles)
    offered = cached_links(study.sentences, sentence_units(study.sentences, *tables), least=OFFERED)
    for row in offered.join(pairs, on=keys, how="anti").sort(keys).to_dicts():
        yield decision_row(study, "link", row, decision="rejected", **who)


def read_aligned_pairs(path: str | Path, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which pairs of sentences did a reader find to tell the same (see data/codings/README.md)?

    One row is one pair: the columns of the file with start and other_start behind them.
    Raises ValueError for other columns or judgements, and when a sentence does not stand in its article once.
    """
    rows = [{name: row[name] or None for name in PAIR} for _, row in listed_rows(Path(path), *PAIR)]
    listed = pl.DataFrame(rows, schema=dict.fromkeys(PAIR, pl.String))
    strange = sorted(map(str, set(listed["judgement"]) - set(JUDGEMENTS)))
    if strange:
        raise ValueError(f"{path} has the judgements {', '.join(strange)}; write {' or '.join(JUDGEMENTS)}")
    once = sentences.select("article_id", "start", sentence="text").unique(["article_id", "sentence"], keep="none")
    other = once.select(other_id="article_id", other_start="start", other_sentence="sentence")
    found = listed.join(once, on=["article_id", "sentence"], how="left", maintain_order="left").join(
        other, on=["other_id", "other_sentence"], how="left", maintain_order="left"
    )
    lost = found.with_row_index("line", 2).filter(pl.col("start").is_null() | pl.col("other_start").is_null())
    if len(lost):
        lines = ", ".join(str(line) for line in lost["line"])
        raise ValueError(f"{path}, lines {lines}: a sentence is not in its article exactly once; copy it as printed")
    return found
