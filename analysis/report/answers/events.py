"""Answers to: on which events do the newsrooms differ most, and what comes back from event to event?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.across_events import MEASURES
from analysis.report.prose import Finding, Prose, claim, count, joined, number, say, spelled, verb

if TYPE_CHECKING:
    from analysis.evidence.study import Study

LEVEL = 0.05


def across(study: Study, part: Study, shares: pl.DataFrame, apart: pl.DataFrame, paired: pl.DataFrame) -> Prose:
    """What differs over all events, and on which event most?

    `shares`, `apart` and `paired`: `event_shares`, `event_heterogeneity` and `paired_measures` of `part`, the articles
    of `study` that were read.
    """
    n = apart["event"].n_unique()
    if apart.is_empty():
        return say("{no} event shows a difference here.", no=claim("No", events=apart.height))
    firm = paired.filter(pl.col("q") <= LEVEL)
    return joined(_repeated(paired, firm), _widest(part, shares, apart, n), _read(study, part))


def _repeated(paired: pl.DataFrame, firm: pl.DataFrame) -> Prose:
    """How many differences come back from event to event?"""
    if paired.is_empty():
        return Prose("")
    return say(
        "Of {n} of two outlets over events, [{firm}](#from-13-paired) {come} back beyond chance (q up to .05).",
        n=number(paired.height, "comparison"),
        firm=count(firm.height),
        come=verb(firm.height, "comes", "come"),
    )


def repeated(paired: pl.DataFrame) -> Prose:
    """A difference that comes back from event to event, for the front page; nothing where none does.

    Of those that do, the one whose interval stays furthest from 0: the widest differences have the fewest rows.
    """
    firm = paired.filter(pl.col("q") <= LEVEL)
    if firm.is_empty():
        return Prose("")
    nearest = pl.when(pl.col("effect") > 0).then("low").otherwise(-pl.col("high"))
    top = firm.sort(nearest, "outlet", "other", "category", descending=[True, False, False, False])
    row = top.row(0, named=True)
    sign, ends = (1, ("outlet", "other")) if row["effect"] > 0 else (-1, ("other", "outlet"))
    low, high = sorted(100 * sign * row[end] for end in ("low", "high"))
    said = say(
        "From event to event, {more} has a {larger} share of {measure} than {less}: {size} percentage points ({low} to "
        "{high}) over [{events}](#from-13-paired). Of {of}, {n} {come} back so.",
        larger=claim("larger", share=row[f"share_{ends[0]}"], other=row[f"share_{ends[1]}"]),
        more=row[ends[0]],
        less=row[ends[1]],
        measure=MEASURES[row["category"]],
        size=f"{100 * abs(row['effect']):.0f}",
        low=f"{round(low)}",
        high=f"{high:.0f}",
        events=number(row["n_events"], "event"),
        come=verb(firm.height, "comes", "come"),
        n=spelled(firm.height),
        of=number(paired.height, "comparison"),
    )
    shares = [row[f"share_{end}"] for end in ends]
    bars = [[row[end], share, f"{100 * share:.0f} %", "direct"] for end, share in zip(ends, shares, strict=True)]
    facts = {"page": "13", "measures": [], "claims": [], "readers": [], "control": "", "bars": bars}
    return Finding(said.marked, said.lists, facts=facts)


def words_that_come_back(back: pl.DataFrame) -> Prose:
    """Which word comes back as an outlet's own? Nothing where none does."""
    if back.is_empty():
        return Prose("")
    row = back.sort("zeta", "outlet", "term", descending=[True, False, False]).row(0, named=True)
    return say(
        "In its own words {outlet} uses “{term}” {more} often than the others, its events together, and at a higher "
        "rate than they on [{n}](#from-13-words) of the {events} on which anybody uses it.",
        more=claim("more", here=row["rate_target"], others=row["rate_reference"]),
        outlet=row["outlet"],
        term=row["term"],
        n=f"{row['n_leaning']:,}",
        events=f"{row['n_used']:,} events",
    )


def _widest(part: Study, shares: pl.DataFrame, apart: pl.DataFrame, n: int) -> Prose:
    """On which event, and in what, do the outlets lie furthest apart for the amount of text there is?"""
    top = apart.row(0, named=True)
    here = shares.filter(event=top["event"], measure=top["measure"])
    ends = [here.filter(outlet=top[end]).row(0, named=True) for end in ("highest", "lowest")]
    said = [f"{end['outlet']} {100 * end['share']:.0f} % ({end['n']:,} of {end['of']:,})" for end in ends]
    return say(
        "Outlets can be compared on [{n}](#from-13-apart). They lie {furthest} apart, for as much text as there is, on "
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
