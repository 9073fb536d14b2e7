"""Answers to: what is here, who wrote what and when, and which words set each newsroom apart?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.inference.design import claim_words
from analysis.measures.keywords import key_words
from analysis.measures.pooling import pooled
from analysis.report.prose import Prose, count, listed, number, quoted, say, spelled, verb
from analysis.report.tables import in_corpus_order
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.evidence.study import Study

NAMED = 8  # outlets in a sentence
TITLES = 3  # events whose titles are given
FEW = 5  # outlets whose key words are given, three each; of more outlets one word of the five that lean furthest
BIC = 2  # hardly worth a mention below (Raftery 1995)
EXAMPLES = 3  # words that are given as examples
RARE = 0.1  # a share that is called few


def start_here(study: Study) -> Prose:
    """What is here, and how far do the answers reach?"""
    articles = study.corpus.articles
    return say(
        "{articles} by {outlets} {tell} {events}: {words} in {sentences}. Each notebook here asks one question of "
        "{them}. {claim}{actors}",
        articles=number(articles.height, "article").capitalize(),
        outlets=_outlets(articles),
        tell=verb(articles.height, "tells of", "tell of"),
        events=number(articles["event"].n_unique(), "event"),
        words=number(int(study.tokens["is_word"].sum()), "word"),
        sentences=number(study.sentences.height, "sentence"),
        them="it" if articles.height == 1 else "them",
        claim=claim_words(articles),
        actors=_unread(study.corpus),
    )


def _unread(corpus: Corpus) -> str:
    """Which pages say nothing, or less than they could, and why?"""
    if corpus.is_lexical_only:
        return OTHER_LANGUAGE
    return "" if corpus.manifest.actor else NO_ACTORS


def corpus(study: Study) -> Prose:
    """Who wrote what about which event, how the days are known, and what can be compared?"""
    articles = study.corpus.articles
    return say(
        "{articles} on {events}, {outlets}. {compared} {dates} {claim}",
        articles=number(articles.height, "article").capitalize(),
        events=_events(study.corpus),
        outlets=_outlets_each(articles),
        compared=_compared(articles),
        dates=_dates(articles),
        claim=claim_words(articles),
    )


def cleaning(audit: pl.DataFrame) -> Prose:
    """How much did cleaning change?"""
    n, dropped = audit.height, audit.filter(pl.col("action") == "dropped").height
    if n == 0:
        return say("Cleaning changed nothing.")
    if not dropped:
        each, what = "No whole line", "was dropped"
    elif dropped == n:
        each, what = "It" if n == 1 else "Each of them", "drops a whole line"
    else:
        each, what = f"{count(dropped).capitalize()} of them", f"{verb(dropped, 'drops', 'drop')} a whole line"
    return say("Cleaning made {n}. {each} {what}.", n=number(n, "change"), each=each, what=what)


def words(study: Study, keys: pl.DataFrame, *, min_count: int) -> Prose:
    """Which words are most typical of each outlet, how many differences are large, and whose words are they?

    `keys` is the table of `keyness` with its band and n_reported, below that of `keyness_over_events`.
    """
    if keys.is_empty():
        return _no_keys(study, min_count)
    first = in_corpus_order(_first_words(pooled(key_words(keys))), study, "zeta", "term", descending=[True, False])
    if first.is_empty():
        return say("No outlet leans to any word: all use the words they share alike.")
    over = ALL_EVENTS in first["event"]
    n = pooled(keys).select("event", "outlet").unique()["outlet"].n_unique()
    cut = first["outlet"].n_unique() < n
    where = " over all events, and on most of those that use them," if over else "" if cut else " on its event"
    return say(
        "Ranked by weighted log-odds, {which}{where} are {words}. {large}{others} {warning}",
        which="the words that lean furthest to an outlet" if cut else "the words most typical of each outlet",
        where=where,
        words="; ".join(_of_outlets(first)),
        large=_large(keys.filter(pl.col("event") != ALL_EVENTS), min_count),
        others=_reported(first),
        warning="A word that comes back may still be that of a column or of the page: open the sentences."
        if over
        else "A word repeated in one article says nothing about an outlet.",
    )


def reader(told: pl.DataFrame, corpus: Corpus) -> Prose:
    """How often is the newsroom of a single sentence told right, and what may that mean? `told`: see `telltale`."""
    order = {event: place for place, event in enumerate(corpus.events)}
    masked = told.filter(pl.col("masked")).sort(pl.col("event").replace_strict(order))
    if masked.is_empty():
        return say("No event has two outlets with enough sentences, so no classifier was trained.")
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
        else "It learns from a few articles of each outlet: days, scenes and authors tell as well as a newsroom does.",
    )


NO_ACTORS = (
    " The corpus file names no actors, so the pages on labels, voices, force and numbers cannot say of whom they "
    "speak: `counterframe actors` suggests some."
)


OTHER_LANGUAGE = (
    " This corpus is not in English, so only the pages on the corpus and its words are made; each other page says why "
    "it is left out."
)


def _outlets(articles: pl.DataFrame) -> str:
    names = articles["outlet"].unique(maintain_order=True).to_list()
    return listed(names) if len(names) <= NAMED else number(len(names), "outlet")


def _events(corpus: Corpus) -> str:
    """The titles of the events, or of many their number and the years."""
    present = set(corpus.articles["event"])
    events = [event for event in corpus.manifest.event if event.id in present]
    if len(events) <= TITLES:
        return listed([event.title for event in events])
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


def _compared(articles: pl.DataFrame) -> str:
    """Which events can be compared at all."""
    each = articles.group_by("event").agg(n=pl.col("outlet").n_unique())["n"]
    alone = int((each == 1).sum())
    if alone == len(each):
        return "No event is reported by two outlets, so no outlet can be compared with another."
    but = f"; {number(alone, 'event')} {verb(alone, 'has', 'have')} one outlet only" if alone else ""
    return f"Outlets are compared within an event{but}."


def _dates(articles: pl.DataFrame) -> str:
    """How many of the days are inferred."""
    n, inferred = articles.height, articles.filter(pl.col("date_basis") != "stated").height
    if n == 1:
        return "Its date is inferred, not stated." if inferred else "Its date is stated."
    if not inferred:
        return f"All {spelled(n)} dates are stated." if n > 2 else "Both dates are stated."
    which = f"All {spelled(n)}" if inferred == n else f"{spelled(inferred).capitalize()} of the {spelled(n)}"
    return f"{which} dates {'is' if inferred == 1 else 'are'} inferred, not stated."


def _no_keys(study: Study, min_count: int) -> Prose:
    each = study.corpus.articles.group_by("event").agg(n=pl.col("outlet").n_unique())["n"]
    if each.max() == 1:
        return say(
            "No event here is reported by two outlets, so there is nothing to set an outlet's words against. What "
            "follows shows where words stand, and in what company."
        )
    return say(
        "No word stands {least} in the articles on an event that two outlets report, so no words are compared.",
        least=f"at least {number(min_count, 'time')}",
    )


def _first_words(ahead: pl.DataFrame) -> pl.DataFrame:
    """The first three words of each outlet; of many outlets one word of those that lean furthest."""
    keys = ["event", "outlet"]
    top = ahead.group_by(keys, maintain_order=True).head(3)
    if top.select(keys).n_unique() <= FEW:
        return top
    first = ahead.group_by(keys, maintain_order=True).head(1)
    return first.sort("zeta", "outlet", "event", descending=[True, False, False]).head(FEW)


def _of_outlets(first: pl.DataFrame) -> list[str]:
    """Each outlet with its words; over all events with the number of events on which they lean to it."""
    said = []
    for (_, outlet), rows in first.group_by("event", "outlet", maintain_order=True):
        said.append(f"{outlet}: {_with_events(rows)}")
    return said


def _with_events(rows: pl.DataFrame) -> str:
    if rows["event"][0] != ALL_EVENTS:
        return quoted(rows["term"])
    shown = [
        f"“{term}” (on {n} of {events})" for term, n, events in rows.select("term", "n_leaning", "n_events").iter_rows()
    ]
    return listed(shown)


def _large(single: pl.DataFrame, min_count: int) -> str:
    """How many comparisons on single events are large, by BIC and by the band of halves."""
    n, clear = single.height, single.filter(pl.col("zeta") > 0, pl.col("bic") > BIC).height
    if not n:
        return ""
    judged = single.drop_nulls("outside").group_by("event", "term").agg(pl.col("outside").any())
    further = int(judged["outside"].sum())
    band = (
        f"; of {number(judged.height, 'word')} on an event {count(further)} {verb(further, 'leans', 'lean')} further "
        "to or from an outlet than any word leans to one half of a text"
        if judged.height
        else ""
    )
    few = "Few differences are large: of" if clear < RARE * n else "Of"
    return (
        f"{few} {number(n, 'comparison')} of a word that stands at least {number(min_count, 'time')} on an event, "
        f"{count(clear)} in the outlet's favour {verb(clear, 'passes', 'pass')} the usual yardstick (BIC above "
        f"{BIC}){band}."
    )


def _reported(first: pl.DataFrame) -> str:
    """How many of the words named are mostly words of people the outlet lets speak, and the clearest of them."""
    share = pl.col("n_reported") / pl.col("n_target")
    theirs = first.filter(share > 0.5).sort(share, "n_target", "term", descending=[True, True, False])
    if theirs.is_empty():
        return ""
    said = [
        f"“{term}” ({outlet}, {n} of {of} uses)"
        for term, outlet, n, of in theirs.select("term", "outlet", "n_reported", "n_target").head(EXAMPLES).iter_rows()
    ]
    how_many = number(theirs.height, "of these words stands", "of these words stand").capitalize()
    such = ", such as " if theirs.height > EXAMPLES else ": "
    return f" {how_many} mostly in speech that the outlet reports from others{such}{listed(said)}."
