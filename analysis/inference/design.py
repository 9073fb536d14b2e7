"""What may be claimed? Before any test: who can be exchanged with whom, and how small a p that could reach."""

from __future__ import annotations

from math import lgamma

import polars as pl

from analysis.corpus.claim_words import holding

CLAIMS = ("these texts", "this sample", "this outlet")  # from the least to the most
MEANING = {
    "these texts": "A difference is one between these texts. Another article of the same outlet might show another.",
    "this sample": "A difference may be one between the outlets' articles in this sample, on these events.",
    "this outlet": "A difference that comes back from event to event may be one between the outlets.",
}
EVENTS = 6  # events from which an interval across events is drawn: five pairs reach p = 2/32 at best
ARTICLES = 2  # articles from which an outlet shows how much it varies within an event


def permutation_design(articles: pl.DataFrame) -> pl.DataFrame:
    """What can be exchanged with what in each event, and what may be claimed from it?

    One outlet's k articles against all others' on the event: C(n, k) arrangements of n articles.
    least_one_sided = 1 / C(n, k); least_two_sided = twice that, at most 1: the smallest p this design can reach.
    Where outlets have unequal numbers, the outlet that reaches the smallest is taken.
    claim: "these texts" where an outlet has one article on the event; "this sample" with two or more each; "this
    outlet" where every two outlets of the event meet in six events or more.
    Read it: a design that cannot go below .05 can find nothing by testing, however large the difference.
    Beware: exchanging articles supposes that the outlets chose the day and the scene alike.

    One row is one event: event, outlets, articles, fewest, most (articles of an outlet), exchange (in words),
    arrangements, least_one_sided, least_two_sided (null with one outlet), claim. Sorted by event.
    Fisher (1935), "The Design of Experiments", ch. 2.
    """
    counts = _article_counts(articles).with_columns(articles=pl.col("n").sum().over("event"))
    ranked = counts.with_columns(ways=_log_choose(counts, pl.col("articles"), pl.col("n")))
    events = (
        ranked.sort("event", "ways", "outlet", descending=[False, True, False])
        .group_by("event", "articles", maintain_order=True)
        .agg(
            outlets=pl.len().cast(pl.Int64),
            fewest=pl.col("n").min(),
            most=pl.col("n").max(),
            k=pl.col("n").first(),
            ways=pl.col("ways").first(),
        )
        .join(_event_claims(counts), on="event", how="left", maintain_order="left")
    )
    alone, k = pl.col("outlets") < 2, pl.col("k")
    chosen = pl.format("{} article{}", k, pl.when(k == 1).then(pl.lit("")).otherwise(pl.lit("s")))
    exchange = pl.format("{} of one outlet against {} of the others", chosen, pl.col("articles") - k)
    return events.with_columns(ways=pl.when(~alone).then("ways")).select(
        *("event", "outlets", "articles", "fewest", "most"),
        pl.when(alone).then(pl.lit("nothing: one outlet only")).otherwise(exchange).alias("exchange"),
        *_smallest_p_values(),
        _claim_name(pl.col("place").fill_null(0)),
    )


def outlet_pair_claims(articles: pl.DataFrame) -> pl.DataFrame:
    """What may be claimed of each two outlets, over all events that both report?

    arrangements = product over the events in common of C(articles of both, articles of one): with one article each
    on k events 2^k, so that the smallest two-sided p is 2 / 2^k.
    One row is one pair of outlets that share an event: outlet, other (in the order of the alphabet), events (in
    common), replicated (events on which both have two articles or more), articles, other_articles (on the events in
    common), arrangements, least_one_sided, least_two_sided, claim. Sorted by outlet, other.
    """
    sums = ("outlet", "other", "events", "replicated", "articles", "other_articles")
    return _outlet_pairs(articles).select(*sums, *_smallest_p_values(), "claim")


def corpus_claim(articles: pl.DataFrame) -> str:
    """What may be claimed of every two outlets of this corpus that meet in an event?

    The least that `outlet_pair_claims` allows of any two: "these texts", "this sample" or "this outlet".
    Read it: for two outlets that have more, give their articles alone.
    """
    return CLAIMS[min((CLAIMS.index(word) for word in _outlet_pairs(articles)["claim"].unique()), default=0)]


def corpus_claim_words(articles: pl.DataFrame) -> str:
    """The claim of `corpus_claim` in two sentences for a report: how far it reaches, and why."""
    counts, word = _article_counts(articles)["n"], corpus_claim(articles)
    shared = _outlet_pairs(articles)["events"]
    events = max(shared.to_list(), default=0)
    if not events:
        why = "No two outlets report the same event, so nothing can be exchanged."
        holding(why, no={"pairs that share an event": shared.len()})
    elif word == CLAIMS[1]:
        why = "Each two outlets have two articles or more on an event, but not six events in common."
    elif word == CLAIMS[2]:
        why = "Each two outlets have six events in common, or more."
    elif max(counts.to_list()) == 1 and events < EVENTS:
        why = "No outlet has more than one article on an event, and no two have six events in common."
        holding(why, no={"outlets with more": len([n for n in counts.to_list() if n > 1])})
    else:
        why = "Some outlets have one article on an event, or too few events in common with another."
    return f"{MEANING[word]} {why}"


def missing_articles(articles: pl.DataFrame) -> pl.DataFrame:
    """What would have to be added before more may be claimed of each two outlets of the corpus?

    more_articles: the fewest articles after which both have two on one event ("this sample"); more_events: events
    that both would have to report besides those they share, up to six ("this outlet"). 0: that much is there.
    Read it: where both are above 0, a difference is one between these texts.
    Beware: articles that were chosen because they differ make a larger corpus, and no better one.

    One row is one pair of outlets, whether they share an event or not: outlet, other (in the order of the alphabet),
    events (in common), claim, more_articles, more_events. Sorted by outlet, other.
    """
    counts = _article_counts(articles)
    grid = counts.select("event").unique().join(counts.select("outlet").unique(), how="cross")
    met = _outlet_pairs_by_event(
        grid.join(counts, on=["event", "outlet"], how="left").with_columns(pl.col("n").fill_null(0))
    )
    lacking = sum(((ARTICLES - pl.col(name)).clip(0) for name in ("n", "n_other")), pl.lit(0))
    table = met.group_by("outlet", "other").agg(
        events=((pl.col("n") > 0) & (pl.col("n_other") > 0)).sum().cast(pl.Int64), more_articles=lacking.min()
    )
    claim, more_events = _claim_name(_claim_rank(pl.col("more_articles") == 0)), (EVENTS - pl.col("events")).clip(0)
    columns = ("outlet", "other", "events", claim, "more_articles", more_events.alias("more_events"))
    return table.select(*columns).sort("outlet", "other")


def _article_counts(articles: pl.DataFrame) -> pl.DataFrame:
    return articles.group_by("event", "outlet").agg(n=pl.len().cast(pl.Int64)).sort("event", "outlet")


def _outlet_pairs_by_event(counts: pl.DataFrame) -> pl.DataFrame:
    """Each two outlets on each event that both report: event, outlet, n, other, n_other."""
    others = counts.rename({"outlet": "other", "n": "n_other"})
    return counts.join(others, on="event").filter(pl.col("outlet") < pl.col("other")).sort("event", "outlet", "other")


def _outlet_pairs(articles: pl.DataFrame) -> pl.DataFrame:
    """`outlet_pair_claims` with the logarithm of the number of arrangements in place of what it allows."""
    met = _outlet_pairs_by_event(_article_counts(articles))
    ways = _log_choose(met, pl.col("n") + pl.col("n_other"), pl.col("n"))
    grouped = met.with_columns(ways=ways).group_by("outlet", "other")
    table = grouped.agg(
        events=pl.len().cast(pl.Int64),
        replicated=_is_replicated_pair().sum().cast(pl.Int64),
        articles=pl.col("n").sum(),
        other_articles=pl.col("n_other").sum(),
        ways=pl.col("ways").sum(),
    ).sort("outlet", "other")
    return table.with_columns(_claim_name(_claim_rank(pl.col("replicated") > 0)))


def _is_replicated_pair() -> pl.Expr:
    return (pl.col("n") >= ARTICLES) & (pl.col("n_other") >= ARTICLES)


def _event_claims(counts: pl.DataFrame) -> pl.DataFrame:
    """Place in CLAIMS of the least that the pairs of outlets of an event allow: event, place."""
    met = _outlet_pairs_by_event(counts.select("event", "outlet", "n"))
    met = met.with_columns(events=pl.len().over("outlet", "other"))
    return met.group_by("event").agg(place=_claim_rank(_is_replicated_pair()).min())


def _claim_rank(replicated: pl.Expr) -> pl.Expr:
    """Place in CLAIMS of what two outlets with so many `events` in common allow."""
    return pl.when(pl.col("events") >= EVENTS).then(2).when(replicated).then(1).otherwise(0)


def _claim_name(place: pl.Expr) -> pl.Expr:
    return place.replace_strict(dict(enumerate(CLAIMS)), return_dtype=pl.String()).alias("claim")


def _smallest_p_values() -> list[pl.Expr]:
    """Number of arrangements from its logarithm, and the smallest p on one side and on both."""
    ways = pl.col("ways")
    many = pl.when(ways < 30).then(ways.exp().round()).otherwise(ways.clip(upper_bound=690.0).exp())
    one, both = 1 / many, (2 / many).clip(upper_bound=1.0)
    return [many.alias("arrangements"), one.alias("least_one_sided"), both.alias("least_two_sided")]


def _log_choose(table: pl.DataFrame, n: pl.Expr, k: pl.Expr) -> pl.Expr:
    """ln C(n, k), with n and k of the rows of a table."""
    sizes = table.select(pl.concat([n, k, n - k]).unique()).to_series()
    factorial = {size: lgamma(size + 1) for size in sizes}
    whole, chosen, left = (size.replace_strict(factorial, return_dtype=pl.Float64()) for size in (n, k, n - k))
    return whole - chosen - left
