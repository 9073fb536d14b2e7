"""How much of the evidence has a reader seen, how good is the machine by what readers decided, and do they agree?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from analysis import schema
from analysis.codings.table import CODINGS
from analysis.corpus.decisions import FIELDS, Row
from analysis.corpus.placing import said_values
from analysis.evidence.study import Study, add_sentences
from analysis.measures.block_intervals import wilson_interval

KINDS = ("quote", "label", "act", "toll")
SCORE = {
    **dict.fromkeys(("kind", "measure"), pl.String()),
    **dict.fromkeys(("value", "low", "high"), pl.Float64()),
    "n": pl.Int64(),
}
Share = tuple[float | None, float | None, float | None]  # with both ends of its interval


def count_seen(table: pl.DataFrame) -> tuple[int, int]:
    """How many of these rows of evidence has a reader seen, and how many are there?"""
    return table.filter(pl.col("status").is_in(schema.SEEN)).height, table.height


def deciding_readers(study: Study, kind: str) -> list[str]:
    """Who has decided about rows of a kind? By name."""
    return study.placed_decisions.filter(pl.col("kind") == kind)["reader"].unique().sort().to_list()


def machine_scores(study: Study, *, kinds: Sequence[str] = KINDS) -> pl.DataFrame:
    """How good is the machine, by what readers have decided about its rows?

    precision: of the rows that count and that a reader has decided on, the share not rejected. Each column: of those
    that stand and of which a reader has said it, the share in which the machine had it right. recall: of the rows
    there are, the share that the machine counts; in articles that a reader has read whole for the kind, else reckoned
    from sentences without a row that a reader has read: standing / (standing + sentences without a row × rows missed in
    one of them).
    Intervals: Wilson's, 95 %; of a recall from a sample, that of the share of its sentences where something was missed.
    Read it: n is the number decided on, or of sentences read; with few, look at the interval.
    Beware: readers start with what is doubtful, so a precision from a part of the rows may be too low.

    One row is one kind and measure: kind, measure, value, low, high (null where nothing was decided), n.
    """
    rows = [row for kind in kinds for row in _machine_scores_of_kind(study, kind)]
    return pl.DataFrame(rows, schema=SCORE, orient="row")


def _machine_scores_of_kind(study: Study, kind: str) -> Iterator[tuple[object, ...]]:
    said = {f"machine {name}": pl.col(name) for name in FIELDS[kind]}
    vouched = pl.lit([], pl.List(pl.String))
    machine = study.machine_rows(kind).with_columns(counted=~pl.col("doubtful"), vouched=vouched, **said)
    rows = study.decided_rows(kind, machine).with_columns(stands=pl.col("status") != "rejected")
    counted = rows.filter("counted")
    decided = counted.filter(pl.col("status") != schema.MACHINE)
    standing = decided.filter("stands")
    precise = _share_with_interval(standing.height, decided.height)
    recalled, n = _estimated_recall(study, kind, rows, (precise[0] or 0.0) * counted.height)
    yield kind, "precision", *precise, decided.height
    yield kind, "recall", *recalled, n
    for name in FIELDS[kind]:
        asked = standing.filter(pl.col("vouched").list.contains(name))
        right = asked.filter(pl.col(name).eq_missing(pl.col(f"machine {name}"))).height
        yield kind, name, *_share_with_interval(right, asked.height), asked.height


def _estimated_recall(study: Study, kind: str, rows: pl.DataFrame, found: float) -> tuple[Share, int]:
    """The recall and its n; `found`: how many rows of the machine stand, as far as that is known."""
    read = study.placed_decisions.filter(pl.col("kind") == kind, pl.col("why").is_null())
    whole = rows.join(read.filter(field="article"), on="article_id", how="semi")
    there = whole.filter("stands", pl.col("status") != schema.MACHINE)
    if there.height:
        return _share_with_interval(there.filter("counted").height, there.height), there.height
    on = ["article_id", "start"]
    placed = add_sentences(rows, study.sentences).select("article_id", "counted", start="sentence_start")
    silent = study.sentences.join(placed.filter("counted"), on=on, how="anti")
    sample = silent.join(read.filter(field="sentence"), on=on, how="semi")
    missed = placed.filter(~pl.col("counted").fill_null(False)).join(sample, on=on, how="semi")
    where = missed.unique(on).height
    if not found or sample.is_empty():
        return (None, None, None), sample.height
    every = silent.height * (missed.height / where if where else 1.0)  # rows missed, were something missed everywhere
    share, high, low = (found / (found + every * (end or 0.0)) for end in _share_with_interval(where, sample.height))
    return (share, low, high), sample.height


def _share_with_interval(k: int, n: int) -> Share:
    return (k / n if n else None, *wilson_interval(k, n))


def decision_codings(study: Study) -> pl.DataFrame:
    """What has each reader said, as the codings of one coder each? The long table that `agreement` takes.

    The field "row" is "there" or "rejected"; the columns a reader vouches for or has put right are fields too. The last
    word of a reader on the same words counts. Columns: `codings.CODINGS`.
    """
    where = {row["article_id"]: row for row in study.corpus.articles.select(list(schema.WHERE)).to_dicts()}
    rows: dict[tuple[object, ...], Row] = {}
    kept = study.placed_decisions.filter(pl.col("why").is_null(), pl.col("kind").is_in(KINDS))
    for row in kept.filter(~pl.col("field").is_in(["sentence", "article"])).to_dicts():
        stands = {"row": "rejected" if row["decision"] == "rejected" else "there"}
        for name, value in (stands | said_values(row)).items():
            key = (row["reader"], row["kind"], row["article_id"], row["start"], row["end"], name)
            text = str(value).lower() if isinstance(value, bool) else str(value or "")
            said = {"coder": row["reader"], "record": 1, "field": name, "value": text}
            rows[key] = row | where[row["article_id"]] | said
    return CODINGS.frame(list(rows.values()))
