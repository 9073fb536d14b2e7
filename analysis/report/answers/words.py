"""The answer of notebook 02: which words set each newsroom apart, and whose words are they?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures import dispersion
from analysis.measures.keywords import key_words, reported_uses
from analysis.measures.pooling import pooled
from analysis.report.answers.parts import rows_of
from analysis.report.prose import Prose, all_of, count, counted, in_turn, number, say, verb
from analysis.report.tables import in_corpus_order
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from analysis.evidence.study import Study

FEW = 5  # outlets whose key words are given, three each; of more outlets one word of the five that lean furthest
BIC = 2  # hardly worth a mention below (Raftery 1995)
EXAMPLES = 3  # words that are given as examples
RARE = 0.1  # a share that is called few

Uses = Callable[..., pl.DataFrame]  # the uses of the word of a row of `keyness`, all of them or those `reported`


def words(study: Study, keys: pl.DataFrame, content: pl.DataFrame, *, min_count: int) -> Prose:
    """Which words are most typical of each outlet, how many differences are large, and whose words are they?

    `keys` is the table of `keyness` with its band and n_reported, below that of `keyness_over_events`; `content` are
    the words that it counts.
    """
    if keys.is_empty():
        return _no_keys(study, min_count)
    first = in_corpus_order(_first_words(pooled(key_words(keys))), study, "zeta", "term", descending=[True, False])
    if first.is_empty():
        return say("No outlet leans to any word: all use the words they share alike.")
    over, every = ALL_EVENTS in first["event"], dispersion.words(content)
    passed_on = reported_uses(every, study.quotations)

    def uses(row: dict[str, Any], *, reported: bool = False) -> pl.DataFrame:
        here = (passed_on if reported else every).filter(outlet=row["outlet"], term=row["term"])
        return rows_of(study, here if row["event"] == ALL_EVENTS else here.filter(event=row["event"]))

    n = pooled(keys).select("event", "outlet").unique()["outlet"].n_unique()
    cut = first["outlet"].n_unique() < n
    where = " over all events, and on most of those that use them," if over else "" if cut else " on its event"
    return say(
        "Ranked by weighted log-odds, {which}{where} are {words}. {large}{others} {warning}",
        which="the words that lean furthest to an outlet" if cut else "the words most typical of each outlet",
        where=where,
        words=in_turn(_of_outlets(first, uses)),
        large=_large(keys.filter(pl.col("event") != ALL_EVENTS), min_count),
        others=_reported(first, uses),
        warning="A word that comes back may still be that of a column or of the page: open the sentences."
        if over
        else "A word repeated in one article says nothing about an outlet.",
    )


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


def _of_outlets(first: pl.DataFrame, uses: Uses) -> list[Prose]:
    """Each outlet with its words; over all events with the number of events on which they lean to it."""
    return [
        say("{outlet}: {words}", outlet=outlet, words=all_of([_word(row, uses) for row in rows.to_dicts()]))
        for (_, outlet), rows in first.group_by("event", "outlet", maintain_order=True)
    ]


def _word(row: dict[str, Any], uses: Uses) -> Prose:
    word = counted(f"“{row['term']}”", uses(row))
    if row["event"] != ALL_EVENTS:
        return word
    return say("{word} (on {n} of {events})", word=word, n=row["n_leaning"], events=row["n_events"])


def _large(single: pl.DataFrame, min_count: int) -> Prose | str:
    """How many comparisons on single events are large, by BIC and by the band of halves."""
    n, clear = single.height, single.filter(pl.col("zeta") > 0, pl.col("bic") > BIC).height
    if not n:
        return ""
    judged = single.drop_nulls("outside").group_by("event", "term").agg(pl.col("outside").any())
    further = int(judged["outside"].sum())
    band = (
        f"; of [{number(judged.height, 'word')}](#from-02-keyness-scatter) on an event {count(further)} "
        f"{verb(further, 'leans', 'lean')} further to or from an outlet than any word leans to one half of a text"
        if judged.height
        else ""
    )
    few = "Few differences are large: of" if clear < RARE * n else "Of"
    return Prose(
        f"{few} [{number(n, 'comparison')}](#from-02-keyness-scatter) of a word that stands at least "
        f"{number(min_count, 'time')} on an event, [{count(clear)}](#from-02-key-words) in the outlet's favour "
        f"{verb(clear, 'passes', 'pass')} the usual yardstick (BIC above {BIC}){band}."
    )


def _reported(first: pl.DataFrame, uses: Uses) -> Prose | str:
    """How many of the words named are mostly words of people the outlet lets speak, and the clearest of them."""
    share = pl.col("n_reported") / pl.col("n_target")
    theirs = first.filter(share > 0.5).sort(share, "n_target", "term", descending=[True, True, False])
    if theirs.is_empty():
        return ""
    said = [
        say(
            "“{term}” ({outlet}, {n} of {of} uses)",
            term=row["term"],
            outlet=row["outlet"],
            n=counted(row["n_reported"], uses(row, reported=True)),
            of=counted(row["n_target"], uses(row)),
        )
        for row in theirs.head(EXAMPLES).to_dicts()
    ]
    return say(
        " {how_many} mostly in speech that the outlet reports from others{such}{words}.",
        how_many=number(theirs.height, "of these words stands", "of these words stand").capitalize(),
        such=", such as " if theirs.height > EXAMPLES else ": ",
        words=all_of(said),
    )
