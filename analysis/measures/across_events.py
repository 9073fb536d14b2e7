"""Many events: in what do the outlets differ on each of them, and on which events most?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.agency import SHOWN
from analysis.measures.tolls import HARM
from analysis.measures.voices import reported_words
from analysis.schema import ALL_EVENTS, WHERE

if TYPE_CHECKING:
    from analysis.evidence.study import Study

MEASURES = {  # what is counted, and how it is called
    "reported": "sentences with words of others",
    "own_negative": "labels that are negative and the outlet's own",
    "doer_shown": "uses of force that show a doer",
    "own_numbers": "numbers of victims in the outlet's own words",
}
ENOUGH = 5  # sentences, labels, acts or numbers of an outlet on an event, below which it is not compared there
KEYS = ["event", "measure"]


def counted_rows(study: Study) -> pl.DataFrame:
    """What is counted in each article, and of how much is it a share?

    reported: sentences with words of others, of all sentences. own_negative: negative labels in the outlet's own
    words, of all labels. doer_shown: uses of force that are told as done with somebody as their doer, of all told as
    done. own_numbers: numbers of killed and wounded in the outlet's own words, of all such numbers.

    One row is one measure in one article that has anything to count: event, outlet, article_id, measure, n, of.
    Sorted by article_id, then as `MEASURES`.
    """
    every = counted_evidence(study, every=True)
    sums = every.group_by([*WHERE, "measure"]).agg(n=pl.col("counts").sum().cast(pl.Int64), of=pl.len().cast(pl.Int64))
    return sums.select(*WHERE, "measure", "n", "of").sort("article_id", _place())


def counted_evidence(study: Study, *, every: bool = False) -> pl.DataFrame:
    """The sentences, labels, acts and numbers that `counted_rows` counts; with `every` those of which they are a share.

    One row is one of them: event, outlet, article_id, measure, start, end, counts (true or false). Sorted by
    article_id, then as `MEASURES`, start.
    """
    own, hurt = pl.col("voice") == "author", study.tolls.filter(pl.col("effect").is_in(HARM))
    tables = {
        "reported": _reported_sentences(study),
        "own_negative": study.labels.with_columns(counts=own & (pl.col("tone") == "negative")),
        "doer_shown": study.acts.filter("realis").with_columns(counts=pl.col("cline").is_in(SHOWN)),
        "own_numbers": hurt.with_columns(counts=pl.col("holder") == "author"),
    }
    columns = [*WHERE, "measure", "start", "end", pl.col("counts").fill_null(False)]
    rows = pl.concat([table.with_columns(measure=pl.lit(name)).select(columns) for name, table in tables.items()])
    return (rows if every else rows.filter("counts")).sort("article_id", _place(), "start", "end")


def _place() -> pl.Expr:
    return pl.col("measure").replace_strict(list(MEASURES), list(range(len(MEASURES))), return_dtype=pl.Int64)


def _reported_sentences(study: Study) -> pl.DataFrame:
    """The sentences, with whether a stretch of reported speech stands in them or goes on in them."""
    stretches = reported_words(study.quotations).sort("article_id", "start")
    reach = stretches.select("article_id", "start", reach=pl.col("end").cum_max().over("article_id"))
    sentences = study.sentences.select(*WHERE, "start", "end").sort("article_id", "end")
    joined = sentences.join_asof(
        reach, left_on="end", right_on="start", by="article_id", allow_exact_matches=False, check_sortedness=False
    )
    return joined.with_columns(counts=(pl.col("reach") > pl.col("start")).fill_null(False))


def event_shares(counted: pl.DataFrame) -> pl.DataFrame:
    """Which share has each measure in each outlet's articles on each event, and over all events?

    One row is one measure of one outlet on one event: event, outlet, measure, articles, n, of, share (n / of). Where
    an outlet reports several, also over all events (`ALL_EVENTS`): each weighs the same there; n and of are sums. Only
    where `of` is five or more. Sorted by event (all events first), measure, outlet.
    """
    cells = counted.group_by("event", "outlet", "measure").agg(
        articles=pl.len().cast(pl.Int64), n=pl.col("n").sum(), of=pl.col("of").sum()
    )
    cells = cells.filter(pl.col("of") >= ENOUGH).with_columns(share=(pl.col("n") / pl.col("of")).round(6))
    several = cells.filter(pl.col("event").n_unique().over("outlet") > 1)
    together = several.group_by("outlet", "measure").agg(
        event=pl.lit(ALL_EVENTS),
        **{name: pl.col(name).sum() for name in ("articles", "n", "of")},
        share=pl.col("share").sort().mean().round(6),
    )
    whole = pl.concat([together.select(cells.columns), cells])
    return whole.sort(pl.col("event") != ALL_EVENTS, "event", "measure", "outlet")


def event_heterogeneity(shares: pl.DataFrame) -> pl.DataFrame:
    """On which event, and in which measure, do the outlets differ more than small numbers alone would make them?

    q = Σ (n − p·of)² / (p·(1 − p)·of) over the outlets, p their common share: Cochran's Q. i2 = (q − df) / q, from 0:
    the part of the differences that is more than chance, if sentences, labels and acts were drawn singly.
    apart = (q − df) / √(2·df): how far that is beyond chance.
    Read it: apart ranks; gap (highest less lowest share) says how much it is. Beware: what stands in one article
    belongs together, so apart is somewhat too large; and large events stand before small ones with the
    same gap. It is no test.

    One row is one measure on one event of two outlets or more whose common share is neither 0 nor 1: event, measure,
    outlets, highest, share_highest, lowest, share_lowest, gap, q, df, i2, apart. Sorted by apart (largest first),
    event, measure.
    Cochran 1954; Higgins & Thompson 2002.
    """
    single = shares.filter(pl.col("event") != ALL_EVENTS)
    common = (pl.col("n").sum() / pl.col("of").sum()).over(KEYS)
    off = (pl.col("n") - pl.col("p") * pl.col("of")) ** 2 / (pl.col("p") * (1 - pl.col("p")) * pl.col("of"))
    known = single.with_columns(p=common).filter(pl.col("p") > 0, pl.col("p") < 1).with_columns(off=off)
    ranked = known.sort("share", "outlet", descending=[True, False])
    rows = ranked.group_by(KEYS, maintain_order=True).agg(
        outlets=pl.len().cast(pl.Int64),
        highest=pl.col("outlet").first(),
        share_highest=pl.col("share").first(),
        lowest=pl.col("outlet").last(),
        share_lowest=pl.col("share").last(),
        gap=(pl.col("share").first() - pl.col("share").last()).round(6),
        q=pl.col("off").sort().sum().round(6),
        df=(pl.len() - 1).cast(pl.Int64),
    )
    beyond = pl.col("q") - pl.col("df")
    rows = rows.filter(pl.col("df") > 0).with_columns(
        i2=(pl.when(beyond > 0).then(beyond / pl.col("q")).otherwise(0.0)).round(4),
        apart=(beyond / (2 * pl.col("df")).sqrt()).round(4),
    )
    return rows.sort("apart", *KEYS, descending=[True, False, False])


def events_by_heterogeneity(differences: pl.DataFrame) -> pl.DataFrame:
    """On which events do the outlets differ most, all measures together?

    apart = sum of `apart` of the event's measures / √(their number), as Stouffer adds up deviates.

    One row is one event: event, measures, apart. Sorted by apart (largest first), then event.
    """
    together = (pl.col("apart").sort().sum() / pl.len().sqrt()).round(4)
    found = differences.group_by("event").agg(measures=pl.len().cast(pl.Int64), apart=together)
    return found.sort("apart", "event", descending=[True, False])


def in_order(shares: pl.DataFrame, events: list[str]) -> pl.DataFrame:
    """The shares with all events together first, then these events in this order, then the others."""
    places = {event: place for place, event in enumerate([ALL_EVENTS, *events])}
    place = pl.col("event").replace_strict(places, default=len(places), return_dtype=pl.Int64)
    return shares.sort(place, "event", _place(), "outlet")
