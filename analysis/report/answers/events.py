"""Answers to: on which events do the newsrooms differ most, and what comes back from event to event?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.across_events import MEASURES
from analysis.report.answers.parts import compared_events
from analysis.report.prose import Prose, claim, count, joined, number, say, verb

if TYPE_CHECKING:
    from analysis.evidence.study import Study

LEVEL = 0.05


def across(study: Study, part: Study, shares: pl.DataFrame, apart: pl.DataFrame, paired: pl.DataFrame) -> Prose:
    """What differs over all events, and on which event most?

    `shares`, `apart` and `paired`: `event_shares`, `event_heterogeneity` and `paired_measures` of `part`, the articles
    of `study` that were read.
    """
    n = compared_events(part)
    if apart.is_empty():
        return say("{no} event can be compared here.", no=claim("No", events=apart.height))
    firm = paired.filter(pl.col("q") <= LEVEL)
    return joined(_repeated(paired, firm), _widest(part, shares, apart, n), _read(study, part))


def _repeated(paired: pl.DataFrame, firm: pl.DataFrame) -> Prose:
    """Which difference comes back from event to event?"""
    if paired.is_empty():
        return Prose("")
    first = say(
        "Of {n} of two outlets over events, {firm} {come} back more firmly than chance allows (q at most .05).",
        n=number(paired.height, "comparison"),
        firm=count(firm.height),
        come=verb(firm.height, "comes", "come"),
    )
    if firm.is_empty():
        return first
    sizes = firm["effect"].abs()
    top = firm.sort(pl.col("effect").abs(), "outlet", "other", "category", descending=[True, False, False, False])
    row = top.row(0, named=True)
    more, less = (row["outlet"], row["other"]) if row["effect"] > 0 else (row["other"], row["outlet"])
    return joined(
        first,
        say(
            "The {largest}: {measure}, {size} percentage points more in {more} than in {less} over "
            "[{events}](#from-13-paired).",
            size=f"{100 * abs(row['effect']):.0f}",
            largest=claim("largest", effect=abs(row["effect"]), others=sizes.to_list()),
            measure=MEASURES[row["category"]],
            more=more,
            less=less,
            events=number(row["n_events"], "event"),
        ),
    )


def _widest(part: Study, shares: pl.DataFrame, apart: pl.DataFrame, n: int) -> Prose:
    """On which event, and in what, do the outlets lie furthest apart for the amount of text there is?"""
    top = apart.row(0, named=True)
    here = shares.filter(event=top["event"], measure=top["measure"])
    ends = [here.filter(outlet=top[end]).row(0, named=True) for end in ("highest", "lowest")]
    said = [f"{end['outlet']} {100 * end['share']:.0f} % ({end['n']:,} of {end['of']:,})" for end in ends]
    return say(
        "On [{n}](#from-13-apart) outlets can be compared. They lie {furthest} apart, for as much text as there is, on "
        "{event}: of {measure}, {high} and {low}.",
        n=number(n, "event"),
        furthest=claim("furthest", apart=top["apart"], others=apart["apart"].to_list()),
        event=part.corpus.events[top["event"]],
        measure=MEASURES[top["measure"]],
        high=said[0],
        low=said[1],
    )


def _read(study: Study, part: Study) -> Prose:
    """How much of a large corpus was read?"""
    n, of = part.corpus.articles.height, study.corpus.articles.height
    if n == of:
        return Prose("")
    return say(
        "Read sentence by sentence: {n} of {of}, as many of each outlet on each event as there was time for, drawn by "
        "lot.",
        n=f"{n:,}",
        of=number(of, "article"),
    )
