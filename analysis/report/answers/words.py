"""The answer of notebook 02: which words set each newsroom apart, and whose words are they?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures.blocks import counted_words
from analysis.measures.keywords import add_voice, positive_keywords
from analysis.measures.pooling import pooled_rows
from analysis.report.answers.parts import compared_events, rows_of
from analysis.report.prose import Prose, all_of, claim, count, counted, in_turn, number, say, verb
from analysis.report.tables import in_corpus_order
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from analysis.evidence.study import Study

FEW = 5  # outlets whose key words are given, two each; of more outlets one word of the five that lean furthest
EXAMPLES = 3  # outlets of which a word is given that they pass on
OWN, PASSED_ON = "own", {"quoted": "in quotation marks", "retold": "retold without marks"}

Uses = Callable[..., pl.DataFrame]  # the uses of the word of a row of `keyness_by_voice`


def words(study: Study, keys: pl.DataFrame, content: pl.DataFrame, *, min_count: int) -> Prose:
    """Which words are most typical of each outlet, how many differences are large, and which words does it pass on?

    `keys` is the table of `keyness_by_voice`, its own words with their band; `content` are the words that it counts.
    """
    own = keys.filter(pl.col("whose") == OWN)
    if own.is_empty():
        return _no_keys(study, own.height, min_count)
    first = _ranked(study, _first_words(pooled_rows(positive_keywords(own))))
    if first.is_empty():
        no = claim("No", words=first.height)
        return say("{no} outlet leans to any word: all use the words they share alike.", no=no)
    every = add_voice(counted_words(content), study.quotations)

    def uses(row: dict[str, Any]) -> pl.DataFrame:
        here = every.filter(outlet=row["outlet"], term=row["term"], whose=row["whose"])
        return rows_of(study, here if row["event"] == ALL_EVENTS else here.filter(event=row["event"]))

    over, cut = ALL_EVENTS in first["event"], first["outlet"].n_unique() < pooled_rows(own)["outlet"].n_unique()
    return say(
        "{voice}he words {which}{where} are {words}. {others}{large}{warning}",
        voice="T" if study.corpus.is_lexical_only else "Where the outlets speak themselves, t",
        which="that lean furthest to an outlet" if cut else "most typical of each outlet",
        where=" over all events, and on most of those that use them," if over else "" if cut else " on its event",
        words=in_turn(_of_outlets(first, uses, pooled_rows(positive_keywords(own)))),
        large=_large(own.filter(pl.col("event") != ALL_EVENTS)),
        others=_passed_on(study, keys, uses),
        warning="A word that comes back may still be that of a column or of the page: open the sentences."
        if over
        else "A word repeated in one article says nothing about an outlet.",
    )


def _ranked(study: Study, rows: pl.DataFrame) -> pl.DataFrame:
    return in_corpus_order(rows, study, "zeta", "term", descending=[True, False])


def _no_keys(study: Study, n: int, min_count: int) -> Prose:
    each = study.corpus.articles.group_by("event").agg(n=pl.col("outlet").n_unique())["n"]
    if each.max() == 1:
        return say(
            "{no} event here is reported by two outlets, so there is nothing to set an outlet's words against. What "
            "follows shows where words stand, and in what company.",
            no=claim("No", events=compared_events(study)),
        )
    return say(
        "{no} word stands {least} in the articles on an event that two outlets report, so no words are compared.",
        no=claim("No", words=n),
        least=f"at least {number(min_count, 'time')}",
    )


def _first_words(ahead: pl.DataFrame) -> pl.DataFrame:
    """The first two words of each outlet; of many outlets one word of those that lean furthest."""
    keys = ["event", "outlet"]
    top = ahead.group_by(keys, maintain_order=True).head(2)
    if top.select(keys).n_unique() <= FEW:
        return top
    first = ahead.group_by(keys, maintain_order=True).head(1)
    return first.sort("zeta", "outlet", "event", descending=[True, False, False]).head(FEW)


def _of_outlets(first: pl.DataFrame, uses: Uses, ahead: pl.DataFrame) -> list[Prose]:
    """Each outlet with those words that lean to it most, of all that are `ahead`."""
    told = []
    for (event, outlet), rows in first.group_by("event", "outlet", maintain_order=True):
        others = ahead.filter(event=event, outlet=outlet).join(rows, on="term", how="anti")["zeta"].to_list()
        words = all_of([_word(row, uses) for row in rows.to_dicts()])
        words = claim("the most", shown=words, least_zeta=min(rows["zeta"].to_list()), others=others)
        told.append(say("{outlet}: {words}", outlet=str(outlet), words=words))
    return told


def _word(row: dict[str, Any], uses: Uses) -> Prose:
    """A word; over all events with the number of events on which it leans to the outlet."""
    word = counted(f"“{row['term']}”", uses(row))
    if row["event"] != ALL_EVENTS:
        return word
    said = say("{word} (on {n} of {events})", word=word, n=row["n_leaning"], events=row["n_events"])
    return claim("most", shown=said, events_leaning=row["n_leaning"], events_used=row["n_used"])


def _large(single: pl.DataFrame) -> Prose | str:
    """How many words on single events lean further than a text leans from itself? Nothing where that is not known."""
    judged = single.drop_nulls("outside").group_by("event", "term").agg(pl.col("outside").any())
    further = int(judged["outside"].sum())
    if judged.is_empty():
        return ""
    return say(
        "Of [{n}](#from-02-keyness-bars) on an event {further} {lean} further between outlets than any word does "
        "between two halves of one text. ",
        n=number(judged.height, "word"),
        further=count(further),
        lean=verb(further, "differs", "differ"),
    )


def _passed_on(study: Study, keys: pl.DataFrame, uses: Uses) -> Prose | str:
    """Which word leans furthest to each outlet in the speech that it quotes, and in the speech that it retells?"""
    said = []
    for whose, where in PASSED_ON.items():
        rows = pooled_rows(positive_keywords(keys.filter(pl.col("n_target") > 1, whose=whose)))
        first = _ranked(study, rows).unique("outlet", keep="first", maintain_order=True)
        first = first.sort("zeta", descending=True, maintain_order=True).head(EXAMPLES)
        if first.height:
            words = [say("{word} in {outlet}", word=_word(row, uses), outlet=row["outlet"]) for row in first.to_dicts()]
            said.append(say("{where} {words}", where=where, words=all_of(words)))
    return say("Words of others lean as well: {said}. ", said=in_turn(said)) if said else ""


def listed_words(keys: pl.DataFrame) -> pl.DataFrame:
    """Key words as a list. One row is one outlet in one voice: event, outlet, whose, words, n (uses)."""
    each = pl.format("“{}” ({})", "term", "n_target")
    by = keys.group_by("event", "outlet", "whose", maintain_order=True)
    return by.agg(words=each.str.join(", "), n=pl.col("n_target").sum())
