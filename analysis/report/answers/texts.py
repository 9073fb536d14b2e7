"""Answers to: what is here, who wrote what and when, and can one tell a newsroom by a sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.large_corpora import has_chosen_events, is_part
from analysis.report.answers.parts import articles_behind, claim_words, no_actors
from analysis.report.prose import Prose, claim, count, counted, joined, listed, number, say, spelled, verb

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.evidence.study import Study

NAMED = 8  # outlets in a sentence
TITLES = 3  # events whose titles are given


def start_here(study: Study) -> Prose:
    """What is here, and how far do the answers reach?"""
    articles, behind = study.corpus.articles, articles_behind(study)
    every = study.corpus.manifest.article if is_part(study) else ()
    n, n_all = articles["event"].n_unique(), len({one.event for one in every})
    here = say(
        "{articles} by {outlets} {tell} {events}{which}: {words} in {sentences}.{part}\n\n"
        "Each notebook here asks one question of {them}. {claim}",
        articles=counted(_n_articles(study).capitalize(), behind),
        outlets=_outlets(articles),
        part=Prose(f" {part.marked}" if (part := part_told(study)).marked else ""),
        tell=verb(articles.height, "tells of", "tell of"),
        events=counted(f"{count(n)} of {n_all:,} events" if every else number(n, "event"), behind),
        which=f", {_events(study.corpus)}" if 1 < n <= TITLES else "",
        words=counted(number(int(study.tokens["is_word"].sum()), "word"), behind),
        sentences=counted(number(study.sentences.height, "sentence"), behind),
        them="it" if articles.height == 1 else "them",
        claim=claim_words(study),
    )
    return joined(here, _unread(study.corpus))


def _n_articles(study: Study) -> str:
    """How many articles are told, and of how many?"""
    n, every = study.corpus.articles.height, len(study.corpus.manifest.article)
    return f"{n:,} of {number(every, 'article')}" if is_part(study) else number(n, "article")


def part_told(study: Study) -> Prose:
    """How was this part of a corpus chosen, and what may not be concluded? Nothing of a whole corpus."""
    if not is_part(study):
        return Prose("")
    rest, drawn = "The rest are too many to be told one by one", "as many articles of each outlet as there is room for"
    if not has_chosen_events(study):
        return Prose(f"{rest}: of each event, {drawn}, drawn by lot.")
    if study.corpus.is_lexical_only:
        return Prose(f"{rest}: told are events that many articles are on, by {drawn}, drawn by lot.")
    return Prose(
        f"{rest}. Told are events on which the outlets differ widely, by {drawn}, drawn by lot. What is said of them "
        "need not hold of the others: the page Events asks these as well."
    )


def _unread(corpus: Corpus) -> Prose:
    """Which pages say nothing, or less than they could, and why?"""
    return Prose(OTHER_LANGUAGE) if corpus.is_lexical_only else no_actors(corpus, SILENT)


def corpus(study: Study) -> Prose:
    """Who wrote what about which event, how the days are known, and what can be compared?"""
    articles = study.corpus.articles
    return say(
        "{articles} on {events}, {outlets}. {compared} {dates} {claim}",
        articles=counted(_n_articles(study).capitalize(), articles_behind(study)),
        events=_events(study.corpus, with_outlets=True),
        outlets=_outlets_each(articles),
        compared=_compared(articles),
        dates=_dates(articles),
        claim=joined(Prose(claim_words(study)), part_told(study)),
    )


def cleaning(audit: pl.DataFrame) -> Prose:
    """How much did cleaning change?"""
    n, dropped = audit.height, audit.filter(pl.col("action") == "dropped").height
    if n == 0:
        return say("Cleaning changed {nothing}.", nothing=claim("nothing", changes=n))
    each: str | Prose
    if not dropped:
        each, what = claim("No", shown="No whole line", lines=dropped), "was dropped"
    elif dropped == n:
        each, what = "It" if n == 1 else "Each of them", "drops a whole line"
    else:
        each, what = f"{count(dropped).capitalize()} of them", f"{verb(dropped, 'drops', 'drop')} a whole line"
    told = "Cleaning made [{n}](#from-01-changes). {each} {what}."
    return say(told, n=number(n, "change"), each=each, what=what)


def reader(told: pl.DataFrame, corpus: Corpus) -> Prose:
    """How often is the newsroom of a single sentence told right, and what may that mean? `told`: see `telltale`."""
    order = {event: place for place, event in enumerate(corpus.events)}
    masked = told.filter(pl.col("masked")).sort(pl.col("event").replace_strict(order))
    if masked.is_empty():
        no = claim("No", events=masked.height)
        return say("{no} event has two outlets with enough sentences, so no classifier was trained.", no=no)
    said = [
        f"{100 * row['balanced_accuracy']:.0f} % of the sentences on {corpus.events[row['event']]} "
        f"({100 * row['chance_balanced']:.0f} % by chance)"
        for row in masked.iter_rows(named=True)
    ]
    alone = (masked["n_articles"] == masked["n_outlets"]).all()
    return say(
        "With names, datelines and numbers masked, the classifier names the right outlet for {said}, each outlet "
        "weighing the same. {beware}",
        said=listed(said),
        beware="It learns from one article per outlet: it tells articles apart, and their scenes."
        if alone
        else "It learns from these articles of each outlet: days, scenes and authors tell as well as a newsroom does.",
    )


SILENT = (
    "the pages on labels, voices, force and numbers cannot say of whom they speak: `counterframe actors` suggests some"
)


OTHER_LANGUAGE = (
    "This corpus is not in English, so only the pages on the corpus and its words are made; each other page says why "
    "it is left out."
)


def _outlets(articles: pl.DataFrame) -> str:
    names = articles["outlet"].unique(maintain_order=True).to_list()
    return listed(names) if len(names) <= NAMED else number(len(names), "outlet")


def _events(corpus: Corpus, *, with_outlets: bool = False) -> str:
    """The titles of the events, with the outlets that report each, or of many their number and the years."""
    present = set(corpus.articles["event"])
    events = [event for event in corpus.manifest.event if event.id in present]
    if len(events) <= TITLES:
        there = corpus.articles.group_by("event").agg(pl.col("outlet").unique().sort())
        outlets = {event: listed(names[:NAMED]) for event, names in there.iter_rows()}
        named = with_outlets and len(events) > 1 and corpus.articles["outlet"].n_unique() > 1
        told = [f"{event.title} ({outlets[event.id]})" if named else event.title for event in events]
        return listed(told)
    years = sorted({event.start.year for event in events})
    when = f"of {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}"
    return f"{number(len(events), 'event')} {when}"


def _outlets_each(articles: pl.DataFrame) -> str:
    """By how many outlets each event is told."""
    each = sorted(articles.group_by("event").agg(n=pl.col("outlet").n_unique())["n"].to_list())
    if len(each) == 1 or (each[-1] == 1 and articles["outlet"].n_unique() == 1):
        return f"by {number(each[0], 'outlet')}"
    if each[0] == each[-1]:
        return f"{number(each[0], 'outlet')} each"
    return f"{spelled(each[0])} to {number(each[-1], 'outlet')} each"


def _compared(articles: pl.DataFrame) -> Prose:
    """Which events can be compared at all."""
    each = articles.group_by("event").agg(n=pl.col("outlet").n_unique())["n"]
    alone = int((each == 1).sum())
    if alone == len(each):
        no = claim("No", events=int((each > 1).sum()))
        return say("{no} event is reported by two outlets, so no outlet can be compared with another.", no=no)
    but = f"; {number(alone, 'event')} {verb(alone, 'has', 'have')} one outlet only" if alone else ""
    return Prose(f"Outlets are compared within an event{but}.")


def _dates(articles: pl.DataFrame) -> Prose | str:
    """How many of the days are inferred."""
    n, inferred = articles.height, articles.filter(pl.col("date_basis") != "stated").height
    if n == 1:
        return "Its date is inferred, not stated." if inferred else "Its date is stated."
    if not inferred:
        every = claim("All", shown=f"All {spelled(n)}" if n > 2 else "Both", stated=n - inferred, dates=n)
        return say("{every} dates are stated.", every=every)
    every = claim("All", shown=f"All {spelled(n)}", inferred=inferred, dates=n)
    which = every if inferred == n else f"{spelled(inferred).capitalize()} of the {spelled(n)}"
    return say("[{which}](#from-01-dates) dates {are} inferred, not stated.", which=which, are=verb(inferred))
