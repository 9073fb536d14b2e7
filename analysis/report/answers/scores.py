"""Answers to: what do sentiment scores say, and which frames carry the story?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.evidence.study import add_sentences
from analysis.measures.axes import general_axes
from analysis.measures.outlet_tone import event_comparisons
from analysis.measures.pooling import pooled_rows
from analysis.measures.tolls import HARM
from analysis.report.answers.parts import no_actors, rows_of
from analysis.report.prose import (
    Prose,
    all_of,
    claim,
    count,
    counted,
    in_turn,
    listed,
    number,
    say,
    share,
    spelled,
    verb,
)
from analysis.report.style import FRAMES
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from analysis.evidence.study import Study

NAMED = 5  # outlets in a sentence
SELDOM = "{no} two outlets speak often enough of one actor to be compared. "
FEW = 0.05  # share of sentences with force, below which reports are hardly of a conflict
UNNAMED = "{none}, for the corpus file names {none} ([study] people); the marks on sources are left out"
OTHER_NEWS = "it is right for three mentions of four in US politics, and nobody has measured it on other news"


def sentiment(study: Study, means: pl.DataFrame, apart: pl.DataFrame, actors: pl.DataFrame) -> Prose:
    """Do the instruments find the articles good or ill, do they agree, and is somebody spoken of otherwise?

    `means`: `by_article`; `apart`: `disagreement`; `actors`: `by_actor`.
    """
    scored = apart.drop("text", strict=False)
    opposite = scored.filter("opposite")
    agree = say(
        "On {n} of the {all} that both can score they disagree whether it is positive or negative.",
        n=counted(count(opposite.height), rows_of(study, opposite)),
        all=counted(number(scored.height, "sentence"), rows_of(study, scored)),
    )
    return say(
        "{means} {agree} Such scores count words. They do not know who is praised, who is blamed, or who is speaking. "
        "{toward}",
        means=_means(study, means),
        agree=agree
        if apart.height
        else say("There is {no} sentence that both can score.", no=claim("no", sentences=apart.height)),
        toward=_toward(study, actors),
    )


def _means(study: Study, means: pl.DataFrame) -> Prose:
    """How many articles score above zero, by each instrument?"""
    parts: list[Prose] = []
    known = means.group_by("instrument").agg(n=pl.col("mean").count())
    if not known["n"].sum():
        return say("{no} sentence is scored by either instrument.", no=claim("No", sentences=int(known["n"].sum())))
    for name, n in known.sort(pl.col("n") == 0, "instrument").select("instrument", "n").iter_rows():
        mine = means.filter(pl.col("instrument") == name).drop_nulls("mean").with_columns(sentence=None)
        above = mine.filter(pl.col("mean") > 0)
        if parts and not n:
            parts.append(say("{name} knows {no} word of them", name=name, no=claim("no", articles=mine.height)))
            continue
        parts.append(
            say(
                "{name} {up} of {n}" if parts else "{name} finds {up} of {n} more positive than negative",
                name=name,
                up=counted(count(above.height), rows_of(study, above)),
                n=counted(spelled(n) if parts else number(n, "article"), rows_of(study, mine)),
            )
        )
    return say("{parts}.", parts=in_turn(parts, ", "))


def _toward(study: Study, actors: pl.DataFrame) -> Prose | str:
    """In how many comparisons does an outlet lie apart from the others on an actor, and where most?"""
    if not study.corpus.manifest.actor:
        return say(
            "Toward whom a sentence speaks is not asked here: the corpus file names {no} actors (“counterframe actors” "
            "suggests some).",
            no=claim("no", actors=len(study.corpus.manifest.actor)),
        )
    known = event_comparisons(actors)
    if known.is_empty():
        return say(
            "Toward whom a sentence speaks can be asked, but {no} two outlets speak often enough of one actor.",
            no=claim("no", comparisons=known.height),
        )
    clear = known.filter((pl.col("difference_low") > 0) | (pl.col("difference_high") < 0))
    names, events = study.actor_names, study.corpus.events
    gaps = clear["difference"].abs().to_list()
    most = [
        say(
            " ({most} {outlet} on {actor}, {event})",
            most=claim("most of all", difference=gaps[0], others=gaps),
            outlet=outlet,
            actor=names.get(actor, actor),
            event=events[event],
        )
        for outlet, actor, event in clear.head(1).select("outlet", "actor", "event").iter_rows()
    ]
    return say(
        "A trained program judges toward whom each sentence is friendly or hostile; by it one outlet stands apart from "
        "the others on the same actor in "
        "[{clear} of {known}](#from-05-toward){most}; {other}.",
        clear=count(clear.height),
        known=number(known.height, "comparison"),
        most=in_turn(most),
        other=OTHER_NEWS,
    )


def nobody(study: Study) -> str:
    """Why is there no row about an actor? For the place of the table."""
    if not study.corpus.manifest.actor:
        return no_actors(study.corpus, "nobody can be followed: `counterframe actors` suggests some").text
    return "No actor is spoken of often enough on one event, by two outlets, to be compared."


def toward(actors: pl.DataFrame) -> Prose:
    """How many comparisons leave out zero, how many would by chance, and how good is the scorer?"""
    known = event_comparisons(actors)
    clear = known.filter((pl.col("difference_low") > 0) | (pl.col("difference_high") < 0)).height
    chance = round(known.height / 20)
    found = Prose(
        f"Set beside the other outlets on the same actor and event, [{count(clear)} of "
        f"{number(known.height, 'comparison')}](#from-05-toward) {verb(clear, 'has', 'have')} an interval that leaves "
        f"out zero; about {count(chance)} would by chance. "
    )
    return say(
        "{found}The reader is right for three mentions in four of the news it has learnt this from (macro-F1 .77, from "
        ".74 to .79, on 1,193 mentions of articles it had not seen). That was US politics. How often it is right on "
        "other news nobody has measured, so read the sentences.",
        found=found if known.height else say(SELDOM, no=claim("No", comparisons=known.height)),
    )


def frames(study: Study, found: pl.DataFrame, profile: pl.DataFrame, gaps: pl.DataFrame) -> Prose:
    """Which frame is met most, how often in each outlet, and where do reports of one event differ most?

    `found`: `frames`; `profile`: `frame_profile`, all events first; `gaps`: `frame_gaps` of the single events.
    """
    rows = pooled_rows(profile)
    often = rows.group_by("frame").agg(pl.col("n").sum()).sort("n", "frame", descending=[True, False]).rows()
    if not often or not often[0][1]:
        n = sum(row[1] for row in often)
        return say("{no} sentence here carries one of the six frames.", no=claim("No", sentences=n))
    shares = rows.filter(pl.col("frame") == often[0][0]).sort("share", "outlet", descending=[True, False])
    if shares.height > NAMED:
        shares = pl.concat([shares.head(1), shares.tail(1)])
        told = say("from {parts}", parts=in_turn([_share(study, found, row) for row in shares.to_dicts()], " to "))
    else:
        told = all_of([_share(study, found, row) for row in shares.to_dicts()])
    over = ", over all events" if (rows["event"] == ALL_EVENTS).any() else ""
    return say(
        "The frame met {most} often is {frame}, in these shares of sentences{over}: {told}. {widest} The list, the "
        "examples and the trained reader used here miss some frames and see others that a person would not.",
        most=claim("the most", shown="most", sentences=often[0][1], others=[row[1] for row in often]),
        frame=FRAMES[often[0][0]],
        over=over,
        told=told,
        widest=_widest(study, found, gaps),
    )


def _share(study: Study, found: pl.DataFrame, row: dict[str, Any]) -> Prose:
    here = found.drop("text").filter(pl.col("frame") == row["frame"], pl.col("outlet") == row["outlet"])
    if row["event"] != ALL_EVENTS:
        here = here.filter(pl.col("event") == row["event"])
    said = share(row["share"], row["n_sentences"], rows_of(study, here.filter("by_all")), rows_of(study, here))
    return say("{share} in {outlet}", share=said, outlet=row["outlet"])


def _widest(study: Study, found: pl.DataFrame, gaps: pl.DataFrame) -> Prose | str:
    """Where do reports of one event differ most, and how many such gaps are firm?"""
    if gaps.is_empty():
        return say("{no} event here has two outlets that could be compared.", no=claim("No", gaps=gaps.height))
    row, apart = gaps.row(0, named=True), int(gaps["apart"].sum())
    if not round(row["gap"], 6):
        same = claim("All", gaps_of_nothing=int((gaps["gap"].round(6) == 0).sum()), gaps=gaps.height)
        return say("{same} reports of an event have the same share of each frame.", same=same)
    here = found.drop("text").filter(pl.col("frame") == row["frame"], pl.col("event") == row["event"], "by_all")
    ends = {
        end: counted(f"{100 * row[f'share_{end}']:.0f} %", rows_of(study, here.filter(pl.col("outlet") == row[end])))
        for end in ("highest", "lowest")
    }
    return say(
        "Reports of one event differ {most} in {frame}{event}, with {highest} in {one} and {lowest} in {other}. Of "
        "[{gaps}](#from-08-gaps), the intervals stand apart in {apart}.",
        most=claim("the most", shown="most", gap=row["gap"], others=gaps["gap"].to_list()),
        frame=FRAMES[row["frame"]],
        event=f" ({study.corpus.events[row['event']]})" if len(study.corpus.events) > 1 else "",
        one=row["highest"],
        other=row["lowest"],
        gaps=number(gaps.height, "such gap"),
        apart=count(apart),
        **ends,
    )


def axes(chosen: Mapping[str, object]) -> Prose:
    """Which axes are these, and where do they come from?"""
    general = set(chosen) == set(general_axes())
    return say(
        "{n} here: {names}. {source}",
        n=number(len(chosen), "axis", "axes").capitalize(),
        names=listed(list(chosen)),
        source="They fit news of any kind." if general else "The corpus file names them ([study] axes).",
    )


def conflict(study: Study, marks: pl.DataFrame, people: list[str]) -> Prose:
    """Are these reports of a conflict, as the model of war and peace journalism takes for granted?

    `people`: names of those who count as ordinary people.
    """
    rows = pooled_rows(marks).group_by("indicator").agg(pl.col("n", "total").sum())
    found = {name: (n, total) for name, n, total in rows.iter_rows()}
    (force, total), (hurt, _) = found.get("force", (0, 0)), found.get("visible effects", (0, 0))
    if not total:
        return say("There is {no} sentence here that marks could be counted in.", no=claim("no", sentences=total))
    return say(
        "The model was made for reports of armed conflict. Of {total} here, {force} {has} a use of force and {hurt} a "
        "number of dead or wounded.{few} Ordinary people here: {people}.",
        total=counted(number(total, "sentence"), rows_of(study, study.sentences.drop("text"))),
        force=counted(count(force), rows_of(study, _with(study, study.acts))),
        has=verb(force, "has", "have"),
        hurt=counted(count(hurt), rows_of(study, _with(study, study.tolls.filter(pl.col("effect").is_in(HARM))))),
        few=say(" With so {few}, its marks say little of these reports.", few=claim("few", acts=force, of=total))
        if force < FEW * total
        else "",
        people=listed(people) or say(UNNAMED, none=claim("none", people=len(people))),
    )


def _with(study: Study, spans: pl.DataFrame) -> pl.DataFrame:
    """The sentences in which these rows begin."""
    starts = add_sentences(spans, study.sentences).select("article_id", start="sentence_start")
    return study.sentences.drop("text").join(starts, on=["article_id", "start"], how="semi")
