"""Notebook 12: what is in this corpus, what may be claimed from it, and what more would take."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.inference.design import CLAIMS, corpus_claim_words, missing_articles
from analysis.report.prose import Prose, claim, number, say, spelled, verb


def your_corpus(articles: pl.DataFrame, *, doubts: int, between: str = "") -> Prose:
    """What is here, how much of it looks doubtful, what may be claimed, and what is missing for more?

    `doubts`: number of warnings of the check. `between`: what differs, else told from the articles.
    """
    sizes = {name: articles[column].n_unique() for name, column in (("outlet", "outlet"), ("event", "event"))}
    return say(
        "Five commands lead from files to a report; they stand at the end of this page. Here, "
        "[{articles}](#from-12-articles) by {outlets} on {events} {are} in order; [{doubts}](#from-12-doubts) in the "
        "folder {look} doubtful. {claim} {missing}",
        articles=number(articles.height, "article"),
        outlets=number(sizes["outlet"], "outlet"),
        events=number(sizes["event"], "event"),
        are=verb(articles.height),
        doubts="nothing" if not doubts else number(doubts, "thing"),
        look="looks" if doubts < 2 else "look",
        claim=between or corpus_claim_words(articles),
        missing=missing_words(missing_articles(articles)),
    )


def missing_words(table: pl.DataFrame) -> Prose:
    """A `missing_articles` in one sentence: what the pair of outlets that lacks most would need for a larger claim."""
    if table.is_empty():
        return Prose("To compare anything, a second outlet is needed that reports the same events.")
    lacking = table.filter(pl.col("claim") != CLAIMS[-1])
    if lacking.is_empty():
        return say("{nothing} is missing for that.", nothing=claim("Nothing", pairs=lacking.height))
    row = lacking.sort("more_events", "more_articles", "outlet", "other", descending=[True, True, False, False]).row(
        0, named=True
    )
    they, what = f"{row['outlet']} and {row['other']}", addition(row)
    if lacking.height == 1:
        return say("For more, {they} need {what}.", they=they, what=what)
    every = claim("All", lacking=lacking.height, pairs=table.height)
    same = lacking.filter(more_events=row["more_events"], more_articles=row["more_articles"]).height - 1
    return say(
        "{n} {pairs} pairs of outlets would need more; {most} is missing for {they}{same}: {what}.",
        same=f" (and as much for {number(same, 'other pair')})" if same else "",
        n=every if lacking.height == table.height else f"{spelled(lacking.height).capitalize()} of",
        pairs=spelled(table.height),
        most=claim("the most", shown="most", events=row["more_events"], others=lacking["more_events"].to_list()),
        they=they,
        what=what,
    )


def addition(row: dict[str, Any]) -> str:
    """What a row of `missing_articles` would need: "five more events that both report, or two more articles"."""
    if not row["more_events"]:
        return "nothing"
    events = f"{number(row['more_events'], 'more event')} that both report, to speak of the outlets"
    if not row["more_articles"]:
        return events
    return f"{events}, or {number(row['more_articles'], 'more article')} on one event, to speak of a sample"
