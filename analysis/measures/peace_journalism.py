"""War or peace journalism: which of its indicators can be read off the tables?"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.evidence.study import add_sentences

KEYS = ["event", "outlet"]


# Indicator, which kind of journalism a high share speaks for, what is counted, out of what.
INDICATORS = (
    ("elite sources", "war", "stretches of reported speech by anyone but ordinary people", "stretches with a speaker"),
    ("visible effects", "war", "sentences with a number of dead or wounded", "sentences"),
    ("force", "war", "sentences with an act of force or coercion", "sentences"),
    ("winning and losing", "war", "sentences with the frame of winning and losing", "sentences"),
    (
        "demonising",
        "war",
        "negative labels in the outlet's own voice on those who take part",
        "labels in its own voice",
    ),
    ("partisan", "war", "negative labels on the actor most often so labelled", "negative labels in its own voice"),
    ("unseen effects", "peace", "sentences with the frame of human interest", "sentences"),
    ("causes and remedies", "peace", "sentences with the frame of responsibility", "sentences"),
    ("talks", "peace", "labels for talks, truce and settlement", "labels on the event and its actors"),
    ("people as sources", "peace", "stretches of reported speech by ordinary people", "stretches with a speaker"),
)
CELL = pl.format("{} of {}", "n", "total")  # what a cell of the table says
OF_SOURCES = ("elite sources", "people as sources")


def war_peace_indicators(
    sentences: pl.DataFrame,
    quotations: pl.DataFrame,
    labels: pl.DataFrame,
    acts: pl.DataFrame,
    tolls: pl.DataFrame,
    frames: pl.DataFrame,
    *,
    people: Sequence[str] = (),
) -> pl.DataFrame:
    """How far does each outlet's report of an event look like war or like peace journalism?

    share = what is counted / out of what, for ten of the indicators of Lee & Maslog that the tables can show (those of
    `schema`; `frames` is the table of `measures.frames.frames`). `people` are the codes of ordinary people, as against
    officials, officers, parties and armed groups; where none are named, the two indicators on sources are left out.
    Read it: compare outlets on one event, indicator by indicator; open the rows behind a share before quoting it.
    Beware: there is no sum. The model's authors code whole stories by reading; several indicators (win-win against
    zero-sum, avoiding labels of good and bad) can be approached here only by a stand-in, which the column `counted`
    names. That reports of a battle show force is no finding; and the model was made for reports of conflict.

    One row is one indicator of one outlet on one event: event, outlet, indicator, speaks_for (war, peace), counted,
    out_of, n, total, share (null where total is 0). Sorted by event, outlet, indicator in the order of `INDICATORS`.
    Lee & Maslog (2005); Galtung (1998).
    """
    shares = _sentence_indicators(sentences, acts, tolls, frames)
    counts = pl.concat([*shares, *_source_indicators(quotations, people), *_label_indicators(labels)])
    told = [row for row in INDICATORS if people or row[0] not in OF_SOURCES]
    listed = pl.DataFrame(told, schema=["indicator", "speaks_for", "counted", "out_of"], orient="row")
    outlets = sentences.select(KEYS).unique()
    return (
        outlets.join(listed.with_row_index("place"), how="cross")
        .join(counts, on=[*KEYS, "indicator"], how="left")
        .with_columns(pl.col("n", "total").fill_null(0))
        .with_columns(share=pl.when(pl.col("total") > 0).then(pl.col("n") / pl.col("total")))
        .sort(*KEYS, "place")
        .select(*KEYS, "indicator", "speaks_for", "counted", "out_of", "n", "total", "share")
    )


def _sentence_indicators(
    sentences: pl.DataFrame, acts: pl.DataFrame, tolls: pl.DataFrame, frames: pl.DataFrame
) -> list[pl.DataFrame]:
    """Shares of sentences: with tolls, acts, and frames."""
    hurt = tolls.filter(pl.col("effect").is_in(["killed", "wounded"]))
    framed = (
        ("winning and losing", "strategy"),
        ("unseen effects", "human_interest"),
        ("causes and remedies", "responsibility"),
    )
    return [
        _sentences_with(hurt, sentences, "visible effects"),
        _sentences_with(acts, sentences, "force"),
        *(_indicator_counts(frames.filter(frame=frame), pl.col("by_all"), indicator) for indicator, frame in framed),
    ]


def _sentences_with(spans: pl.DataFrame, sentences: pl.DataFrame, indicator: str) -> pl.DataFrame:
    starts = add_sentences(spans.select("article_id", "start"), sentences).select("article_id", start="sentence_start")
    marked = starts.unique().with_columns(there=pl.lit(True))
    joined = sentences.join(marked, on=["article_id", "start"], how="left")
    return _indicator_counts(joined, pl.col("there").fill_null(False), indicator)


def _source_indicators(quotations: pl.DataFrame, people: Sequence[str]) -> list[pl.DataFrame]:
    """Shares of reported stretches: by ordinary people, and by anyone else."""
    spoken = quotations.filter(pl.col("type") != "scare", pl.col("speaker") != "")
    by_people = pl.col("actor").fill_null("OTHER").is_in(list(people))
    return [
        _indicator_counts(spoken, ~by_people, "elite sources"),
        _indicator_counts(spoken, by_people, "people as sources"),
    ]


def _label_indicators(labels: pl.DataFrame) -> list[pl.DataFrame]:
    """Shares of labels: negative ones in the outlet's own voice, how one-sided they are, and labels for talks."""
    own = labels.filter(pl.col("voice") == "author")
    negative = (pl.col("tone") == "negative") & (pl.col("actor") != "EVENT")
    blamed = own.filter(negative).group_by(*KEYS, "actor").len()
    partisan = blamed.group_by(KEYS).agg(n=pl.col("len").max().cast(pl.Int64), total=pl.col("len").sum().cast(pl.Int64))
    return [
        _indicator_counts(own, negative, "demonising"),
        partisan.with_columns(indicator=pl.lit("partisan")).select(*KEYS, "indicator", "n", "total"),
        _indicator_counts(labels, pl.col("family") == "the-talks", "talks"),
    ]


def _indicator_counts(rows: pl.DataFrame, counted: pl.Expr, indicator: str) -> pl.DataFrame:
    found = rows.group_by(KEYS).agg(n=counted.sum().cast(pl.Int64), total=pl.len().cast(pl.Int64))
    return found.with_columns(indicator=pl.lit(indicator)).select(*KEYS, "indicator", "n", "total")
