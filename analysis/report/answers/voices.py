"""The answers of notebooks 03 and 04: who is called what and in whose voice, and who gets to speak."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures.labels import own_word_shares
from analysis.measures.pooling import add_all_events, outlet_gaps, pooled_rows
from analysis.measures.voices import reported_words
from analysis.report.answers.called import charged_words
from analysis.report.answers.parts import NOBODY, articles_of, checked, no_actors, plain_verbs, rows_of, several_events
from analysis.report.prose import (
    Prose,
    all_of,
    claim,
    count,
    counted,
    in_turn,
    joined,
    listed,
    number,
    quoted,
    say,
    share,
    verb,
)
from analysis.report.tables import in_corpus_order

if TYPE_CHECKING:
    from analysis.evidence.study import Study

CLOSE = 0.8  # share of the leader's words from which the next is named too
A_HANDFUL = 5  # outlets that an answer names one by one
LABELS = 8  # labels of an outlet, and
WORDS = 100  # reported words, from which a share is named in an answer


def labels(study: Study, uses: pl.DataFrame, words: Sequence[str]) -> Prose:
    """Who is called what, in whose voice? `uses`: the journey of the `words` that are followed."""
    if study.labels.is_empty():
        no = claim("No", labels=study.labels.height)
        return joined(say("{no} label was found in {n}.", no=no, n=articles_of(study)), no_actors(study.corpus))
    own, outlets = add_all_events(own_word_shares, study.labels), study.corpus.articles["outlet"].n_unique()
    return joined(
        _followed(uses, words, study),
        _own(study.labels, own, study),
        _widest_own(own, study),
        charged_words(study),
        say(
            "A plain word count would credit the {outlets} with every label. Labels and voices are found by machine "
            "and some are wrong: the sentences stand behind the figures and tables.",
            outlets=verb(outlets, "outlet", "outlets"),
        ),
        checked(study, "label", study.labels, "labels"),
        no_actors(study.corpus),
    )


def _followed(uses: pl.DataFrame, words: Sequence[str], study: Study) -> Prose:
    """How often are the words used, and how often is it somebody else's word?"""
    outlets = study.corpus.articles["outlet"].n_unique()
    no = claim("No", words=len(words)) if not words else None
    if no and outlets == 1:
        only = claim("only", outlets=outlets, one=1)
        return say("{no} word is followed from outlet to outlet: there is one outlet {only}.", no=no, only=only)
    if no:
        return say("{no} word is followed: no two outlets label an actor on one event in different words.", no=no)
    if uses.is_empty():
        nobody = claim("Nobody", uses=uses.height)
        return say("{nobody} is called {words} here.", nobody=nobody, words=quoted(words).replace(" and ", " or "))
    others = uses.filter(pl.col("holder") != "author")
    each = [counted(f"“{word}”", rows_of(study, uses.filter(pl.col("word") == word))) for word in words]
    return say(
        "The {outlets} {use} {words} as {label} {times} in all; in {others} of these the word is somebody else's.",
        outlets=verb(outlets, "outlet", "outlets"),
        use=verb(outlets, "uses", "use"),
        words=all_of(each),
        label=verb(len(words), "a label", "labels"),
        times=counted(number(uses.height, "time"), rows_of(study, uses)),
        others=counted("each" if others.height == uses.height > 1 else count(others.height), rows_of(study, others)),
    )


def _own(table: pl.DataFrame, own: pl.DataFrame, study: Study) -> Prose:
    """What share of all labels are own words, and between which outlets does it lie?"""
    outlets = verb(study.corpus.articles["outlet"].n_unique(), "outlet's", "outlets'")
    said = say("Of all labels found, {own} are the {outlets} own words", own=_own_share(table, study), outlets=outlets)
    often = in_corpus_order(pooled_rows(own).filter(pl.col("n") >= LABELS), study).sort(
        "share_own", maintain_order=True
    )
    if often.height < 2:
        return say("{said}.", said=said)
    if often["share_own"].n_unique() == 1:
        alike = claim("alike", shown="in every outlet alike", least=often["share_own"][0], most=often["share_own"][-1])
        return say("{said}, {alike}.", said=said, alike=alike)
    low, high = often["outlet"][0], often["outlet"][-1]
    return say(
        "{said}, from {least} in {low} to {most} in {high}.",
        said=said,
        least=_own_share(table.filter(pl.col("outlet") == low), study),
        low=low,
        most=_own_share(table.filter(pl.col("outlet") == high), study),
        high=high,
    )


def _own_share(labels: pl.DataFrame, study: Study) -> Prose:
    mine = labels.filter(pl.col("voice") == "author")
    return share(mine.height / labels.height, labels.height, rows_of(study, mine), rows_of(study, labels))


def _widest_own(own: pl.DataFrame, study: Study) -> Prose:
    """On which event do the outlets differ most in own words? Nothing where all events are one."""
    often = own.filter(pl.col("n") >= LABELS)
    gaps = outlet_gaps(often, value="share_own")
    if gaps.is_empty() or pooled_rows(own).height == own.height:
        return Prose("")
    top = gaps.row(0, named=True)
    here = study.labels.filter(pl.col("event") == top["event"])
    return say(
        "The outlets differ {most} in this on “{event}”: {high} in {one}, {low} in {other}.",
        most=claim("the most", shown="most", gap=top["gap"], others=gaps["gap"].to_list()),
        event=study.corpus.events[top["event"]],
        high=_own_share(here.filter(pl.col("outlet") == top["highest"]), study),
        low=_own_share(here.filter(pl.col("outlet") == top["lowest"]), study),
        one=top["highest"],
        other=top["lowest"],
    )


def voices(study: Study, shares: pl.DataFrame) -> Prose:
    """Who gets to speak? `shares`: `voice_shares`, with all events together where an outlet reports several."""
    if shares.is_empty():
        no = claim("No", shares=shares.height)
        return joined(
            say("{no} reported speech was found in {n}.", no=no, n=articles_of(study)), no_actors(study.corpus)
        )
    total = pl.col("n_words").sum().over("event", "outlet")
    whole = shares.with_columns(all=total)
    return joined(
        _top(whole, study),
        _nobody(whole, study),
        _widest_voice(whole, study),
        plain_verbs(study),
        say(
            "That holds for {these}; another day brings other speakers. Speakers are found by machine, and some are "
            "wrong.",
            these=verb(study.corpus.articles.height, "this text", "these texts"),
        ),
        checked(study, "quote", study.quotations, "stretches of reported speech"),
        no_actors(study.corpus),
    )


def _top(whole: pl.DataFrame, study: Study) -> Prose:
    """The named actor with most reported words in each outlet, or, of many outlets, in all of them together."""
    named = pooled_rows(whole).filter(~pl.col("actor").is_in(NOBODY), pl.col("n_words") > 0)
    if named.is_empty():
        return Prose("")
    over = several_events(study)
    lead = f"{over}the" if over else "The"
    if named["outlet"].n_unique() > A_HANDFUL:
        return _top_of_all(pooled_rows(whole), lead, study)
    said = [prose for _, _, _, prose in most_heard(study, whole)]
    by = ", outlet by outlet:" if len(said) > 1 else ""
    return say("{lead} actor with the most reported words is{by} {said}.", lead=lead, by=by, said=all_of(said))


def most_heard(study: Study, whole: pl.DataFrame) -> list[tuple[str, str, float, Prose]]:
    """To whom go the most reported words in each outlet? Outlet, actor, share and all that in words.

    Actors whose shares are printed alike are named together: a word or two more is no lead.

    `whole`: `voice_shares` with all, the reported words of the outlet.
    """
    named = pooled_rows(whole).filter(~pl.col("actor").is_in(NOBODY), pl.col("n_words") > 0)
    printed = (100 * pl.col("share_words")).round()
    top = named.filter(printed == printed.max().over("outlet")).drop("event")
    told = []
    for (outlet,), part in in_corpus_order(top, study, "actor").group_by("outlet", maintain_order=True):
        actors, of_all, n = part["actor"].to_list(), part["share_words"][0], part["all"][0]
        name = listed([study.actor_names[actor] for actor in actors])
        rest = named.filter(pl.col("outlet") == outlet, ~pl.col("actor").is_in(actors)).sort("n_words", descending=True)
        close = [row for row in rest.head(1).to_dicts() if row["share_words"] >= CLOSE * of_all]
        behind = [_runner_up(study, str(outlet), row) for row in close]
        said = say(
            "{actor} in {outlet} ({share} words{each}{behind})",
            actor=name,
            outlet=str(outlet),
            share=_words_share(study, of_all, n, actors[:1], outlet=str(outlet)),
            each=" each" if len(actors) > 1 else "",
            behind=in_turn(behind),
        )
        others = named.filter(pl.col("outlet") == outlet).select(printed).to_series().to_list()
        most = claim("the most", shown=said, percent_of_words=round(100 * of_all), others=others)
        told.append((str(outlet), name, float(of_all), most))
    return told


def _runner_up(study: Study, outlet: str, row: dict[str, Any]) -> Prose:
    """Who comes next, not far behind; the share opens the reports in which those words stand."""
    reports = reported_words(study.quotations).filter(outlet=outlet, actor=row["actor"])
    n = counted(f"{100 * row['share_words']:.0f} %", rows_of(study, reports))
    return say(", ahead of {actor} with {n}", actor=study.actor_names[row["actor"]], n=n)


def _words_share(study: Study, of_all: float, n: int, actors: Sequence[str], **where: str) -> Prose:
    """A share of reported words; it opens the reports in which they stand."""
    reports = reported_words(study.quotations).filter(*(pl.col(name) == value for name, value in where.items()))
    theirs = reports.filter(pl.col("actor").is_in(actors))
    return share(of_all, n, rows_of(study, theirs), rows_of(study, reports))


def _top_of_all(rows: pl.DataFrame, lead: str, study: Study) -> Prose:
    """Of many outlets: the actor with most reported words in all, and between which outlets the share lies."""
    words = rows.filter(~pl.col("actor").is_in(NOBODY)).group_by("actor").agg(pl.col("n_words").sum())
    actor, n = words.sort("n_words", "actor", descending=[True, False]).row(0)
    whole = in_corpus_order(rows.filter(pl.col("all") > 0).select("outlet", "all").unique(), study)
    mine = rows.filter(pl.col("actor") == actor).select("outlet", "n_words")
    each = whole.join(mine, on="outlet", how="left", maintain_order="left").with_columns(pl.col("n_words").fill_null(0))
    ranked = each.with_columns(share=pl.col("n_words") / pl.col("all")).sort("share", maintain_order=True).to_dicts()
    low, high = (
        _words_share(study, row["share"], row["all"], [actor], outlet=row["outlet"]) for row in (ranked[0], ranked[-1])
    )
    return say(
        "{lead} actor with {most} reported words in all outlets together is {actor}: {share}, from {low} in {one} to "
        "{high} in {other}.",
        lead=lead,
        most=claim("the most", words=n, others=words["n_words"].to_list()),
        actor=study.actor_names[actor],
        share=_words_share(study, n / (total := _words(rows)), total, [actor]),
        low=low,
        one=ranked[0]["outlet"],
        high=high,
        other=ranked[-1]["outlet"],
    )


def _nobody(whole: pl.DataFrame, study: Study) -> Prose:
    """How much is said by speakers who are no actor of the corpus file?"""
    rows = pooled_rows(whole)
    n, others = _words(rows), _words(rows.filter(pl.col("actor").is_in(NOBODY)))
    if not others:
        return Prose("")
    said = _words_share(study, others / n, n, NOBODY)
    return say("Speakers who are no actor of the corpus file have {share} reported words.", share=said)


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

    def share_in(outlet: str) -> Prose:
        where = {"event": top["event"], "outlet": outlet}
        return _words_share(study, mine.get(outlet, 0.0), sizes[outlet], [top["actor"]], **where)

    return say(
        "The outlets differ {most} on “{event}”, in the share of {actor}: {high} words in {one}, {low} in {other}.",
        most=claim("the most", shown="most", gap=top["gap"], others=gaps["gap"].to_list()),
        event=study.corpus.events[top["event"]],
        actor=study.actor_names[top["actor"]],
        high=share_in(top["highest"]),
        low=share_in(top["lowest"]),
        one=top["highest"],
        other=top["lowest"],
    )
