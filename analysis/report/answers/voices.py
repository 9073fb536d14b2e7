"""The answers of notebooks 03 and 04: who is called what and in whose voice, and who gets to speak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.labels import own_words
from analysis.measures.pooling import outlet_gaps, pooled, with_all_events
from analysis.report.answers.parts import NOBODY, articles_of, checked, joined, no_actors, several_events
from analysis.report.prose import Prose, count, listed, number, percent, quoted, say, verb
from analysis.report.tables import in_corpus_order

if TYPE_CHECKING:
    from analysis.evidence.study import Study

A_HANDFUL = 5  # outlets that an answer names one by one
LABELS = 8  # labels of an outlet, and
WORDS = 100  # reported words, from which a share is named in an answer


def labels(study: Study, uses: pl.DataFrame, words: Sequence[str]) -> Prose:
    """Who is called what, in whose voice? `uses`: the journey of the `words` that are followed."""
    if study.labels.is_empty():
        return joined(say("No label was found in {n}.", n=articles_of(study)), no_actors(study))
    own, outlets = with_all_events(own_words, study.labels), study.corpus.articles["outlet"].n_unique()
    return joined(
        _followed(uses, words, study),
        _own(study.labels, own, study),
        _widest_own(own, study),
        say(
            "A plain word count would credit the {outlets} with every label. Labels and voices are found by machine "
            "and some are wrong: the sentences stand behind the figures and tables.",
            outlets=verb(outlets, "outlet", "outlets"),
        ),
        checked(study, "label", study.labels, "labels"),
        no_actors(study),
    )


def _followed(uses: pl.DataFrame, words: Sequence[str], study: Study) -> Prose:
    """How often are the words used, and how often is it somebody else's word?"""
    outlets = study.corpus.articles["outlet"].n_unique()
    if not words and outlets == 1:
        return Prose("No word is followed from outlet to outlet: there is one outlet only.")
    if not words:
        return Prose("No word is followed: no two outlets label an actor on one event in different words.")
    if uses.is_empty():
        return say("Nobody is called {words} here.", words=quoted(words).replace(" and ", " or "))
    others = int((uses["holder"] != "author").sum())
    return say(
        "The {outlets} {use} {words} as {label} {times} in all; {in_others} the word is somebody else's.",
        outlets=verb(outlets, "outlet", "outlets"),
        use=verb(outlets, "uses", "use"),
        words=quoted(words),
        label=verb(len(words), "a label", "labels"),
        times=number(uses.height, "time"),
        in_others="in each of these" if others == uses.height > 1 else f"in {count(others)} of these",
    )


def _own(table: pl.DataFrame, own: pl.DataFrame, study: Study) -> Prose:
    """What share of all labels are own words, and between which outlets does it lie?"""
    n, mine = table.height, int((table["voice"] == "author").sum())
    outlets = verb(study.corpus.articles["outlet"].n_unique(), "outlet's", "outlets'")
    said = say("Of all labels found, {own} are the {outlets} own words", own=percent(mine / n, n), outlets=outlets)
    often = in_corpus_order(pooled(own).filter(pl.col("n") >= LABELS), study).sort("share_own", maintain_order=True)
    if often.height < 2:
        return Prose(said.text + ".")
    if often["share_own"].n_unique() == 1:
        return Prose(said.text + ", in every outlet alike.")
    ends = [f"{percent(row['share_own'], row['n'])} in {row['outlet']}" for row in often.to_dicts()]
    span = say(", from {low} to {high}.", low=ends[0], high=ends[-1])
    return Prose(said.text + span.text)


def _widest_own(own: pl.DataFrame, study: Study) -> Prose:
    """On which event do the outlets differ most in own words? Nothing where all events are one."""
    often = own.filter(pl.col("n") >= LABELS)
    gaps = outlet_gaps(often, value="share_own")
    if gaps.is_empty() or pooled(own).height == own.height:
        return Prose("")
    top = gaps.row(0, named=True)
    here = {row["outlet"]: row for row in often.filter(pl.col("event") == top["event"]).to_dicts()}
    high, low = here[top["highest"]], here[top["lowest"]]
    return say(
        "The outlets differ most in this on “{event}”: {high} in {one}, {low} in {other}.",
        event=study.corpus.events[top["event"]],
        high=percent(high["share_own"], high["n"]),
        low=percent(low["share_own"], low["n"]),
        one=top["highest"],
        other=top["lowest"],
    )


def voices(study: Study, shares: pl.DataFrame) -> Prose:
    """Who gets to speak? `shares`: `voice_shares`, with all events together where an outlet reports several."""
    if shares.is_empty():
        return joined(say("No reported speech was found in {n}.", n=articles_of(study)), no_actors(study))
    total = pl.col("n_words").sum().over("event", "outlet")
    whole = shares.with_columns(all=total)
    return joined(
        _top(whole, study),
        _nobody(whole),
        _widest_voice(whole, study),
        say(
            "That holds for {these}; another day brings other speakers. Speakers are found by machine, and some are "
            "wrong.",
            these=verb(study.corpus.articles.height, "this text", "these texts"),
        ),
        checked(study, "quote", study.quotations, "stretches of reported speech"),
        no_actors(study),
    )


def _top(whole: pl.DataFrame, study: Study) -> Prose:
    """The named actor with most reported words in each outlet, or, of many outlets, in all of them together."""
    named = pooled(whole).filter(~pl.col("actor").is_in(NOBODY), pl.col("n_words") > 0)
    if named.is_empty():
        return Prose("")
    over = several_events(study)
    lead = f"{over}the" if over else "The"
    if named["outlet"].n_unique() > A_HANDFUL:
        return _top_of_all(pooled(whole), lead, study)
    ranked = in_corpus_order(named.drop("event"), study, "n_words", "actor", descending=[True, False])
    said = [
        f"{study.actor_names[row['actor']]} in {row['outlet']} ({percent(row['share_words'], row['all'])} words)"
        for row in ranked.unique("outlet", keep="first", maintain_order=True).to_dicts()
    ]
    by = ", outlet by outlet:" if len(said) > 1 else ""
    return say("{lead} actor with the most reported words is{by} {said}.", lead=lead, by=by, said=listed(said))


def _top_of_all(rows: pl.DataFrame, lead: str, study: Study) -> Prose:
    """Of many outlets: the actor with most reported words in all, and between which outlets the share lies."""
    words = rows.filter(~pl.col("actor").is_in(NOBODY)).group_by("actor").agg(pl.col("n_words").sum())
    actor, n = words.sort("n_words", "actor", descending=[True, False]).row(0)
    whole = in_corpus_order(rows.filter(pl.col("all") > 0).select("outlet", "all").unique(), study)
    mine = rows.filter(pl.col("actor") == actor).select("outlet", "n_words")
    each = whole.join(mine, on="outlet", how="left", maintain_order="left").with_columns(pl.col("n_words").fill_null(0))
    ranked = each.with_columns(share=pl.col("n_words") / pl.col("all")).sort("share", maintain_order=True).to_dicts()
    low, high = (f"{percent(row['share'], row['all'])} in {row['outlet']}" for row in (ranked[0], ranked[-1]))
    return say(
        "{lead} actor with the most reported words in all outlets together is {actor}: {share}, from {low} to {high}.",
        lead=lead,
        actor=study.actor_names[actor],
        share=percent(n / (total := _words(rows)), total),
        low=low,
        high=high,
    )


def _nobody(whole: pl.DataFrame) -> Prose:
    """How much is said by speakers who are no actor of the corpus file?"""
    rows = pooled(whole)
    n, others = _words(rows), _words(rows.filter(pl.col("actor").is_in(NOBODY)))
    if not others:
        return Prose("")
    share = percent(others / n, n)
    return say("Speakers who are no actor of the corpus file have {share} reported words.", share=share)


def _words(rows: pl.DataFrame) -> int:
    return sum(rows["n_words"].to_list())


def _widest_voice(whole: pl.DataFrame, study: Study) -> Prose:
    """On which event does an actor's share differ most? Nothing where no outlet reports several events."""
    often = whole.filter(pl.col("all") >= WORDS)
    gaps = outlet_gaps(often, value="share_words", by=["actor"]).filter(~pl.col("actor").is_in(NOBODY))
    if gaps.is_empty() or not several_events(study):
        return Prose("")
    top = gaps.row(0, named=True)
    here = often.filter(pl.col("event") == top["event"])
    sizes = dict(here.select("outlet", "all").iter_rows())
    mine = dict(here.filter(pl.col("actor") == top["actor"]).select("outlet", "share_words").iter_rows())
    return say(
        "The outlets differ most on “{event}”, in the share of {actor}: {high} words in {one}, {low} in {other}.",
        event=study.corpus.events[top["event"]],
        actor=study.actor_names[top["actor"]],
        high=percent(mine[top["highest"]], sizes[top["highest"]]),
        low=percent(mine.get(top["lowest"], 0.0), sizes[top["lowest"]]),
        one=top["highest"],
        other=top["lowest"],
    )
