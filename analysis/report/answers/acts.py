"""Answers to: who does what to whom, and how many according to whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.agency import SHOWN
from analysis.measures.pooling import pooled_rows
from analysis.report.answers.parts import articles_of, checked, no_actors, rows_of
from analysis.report.prose import Prose, all_of, claim, count, counted, in_turn, joined, number, say, share, verb

if TYPE_CHECKING:
    from analysis.evidence.study import Study

NAMED = 8  # outlets in a sentence
CASES = 4  # incidents in a sentence
UNNAMED = ("unstated", "OTHER", "EVENT")  # codes that name nobody
FEW = 100  # acts of an outlet below which counts are small


def agency(study: Study, cline: pl.DataFrame) -> Prose:
    """How often is somebody told to have used force, outlet by outlet? Takes `cline_counts`, all events first."""
    counted = cline.group_by("event", "outlet").agg(
        n=pl.col("n").filter(pl.col("cline").is_in(SHOWN)).sum(), total=pl.col("n").sum()
    )
    rows = pooled_rows(counted).filter(pl.col("total") > 0)
    if rows.is_empty():
        no = claim("No", acts=int(cline["n"].sum()))
        return say("{no} use of force is told as having happened in {articles}.", no=no, articles=articles_of(study))
    shares = {outlet: (n, total) for outlet, n, total in rows.select("outlet", "n", "total").iter_rows()}
    named = [outlet for outlet in study.corpus.outlets if outlet in shares][:NAMED]
    fewest = min(total for _, total in shares.values())
    few = say("The counts are {small}. ", small=claim("small", acts=fewest, bound=FEW)) if fewest < FEW else ""
    said = [say("{share} in {outlet}", share=_share(study, outlet, *shares[outlet]), outlet=outlet) for outlet in named]
    told = say(
        "Uses of force or coercion (a killing, an arrest, a curfew) whose agent is the subject or stands behind “by” "
        "make up {said}. "
        "The rest are nouns (“the raid”), weapons that act by themselves, and things done by nobody named. A noun is "
        "not a trick: headlines and summaries need them. {few}The machine misreads some sentences.",
        said=all_of(said),
        few=few,
    )
    return joined(
        _whom(study), told, no_actors(study.corpus, DEEDS), checked(study, "act", study.acts, "uses of force")
    )


def _whom(study: Study) -> Prose:
    """Who does what to whom, as it is told in each outlet: the pair of actors with the acts told oftenest."""
    real = study.acts.filter("realis", ~pl.col("agent").is_in(UNNAMED), ~pl.col("patient").is_in(UNNAMED))
    counts = pooled_pairs(real).filter(pl.col("n") > 1)
    said = []
    for outlet in study.corpus.outlets[:NAMED]:
        if (here := counts.filter(outlet=outlet)).is_empty():
            continue
        top = here.row(0, named=True)
        rows = real.filter(outlet=outlet, agent=top["agent"], patient=top["patient"])
        pair = say(
            "{agent} against {patient} in {outlet} ({n})",
            agent=study.actor_names[top["agent"]],
            patient=study.actor_names[top["patient"]],
            outlet=outlet,
            n=counted(number(top["n"], "time"), rows_of(study, rows)),
        )
        said.append(claim("the most", shown=pair, times=top["n"], others=here["n"].to_list()))
    return say("Uses of force are told oftenest by {said}.", said=all_of(said)) if said else Prose("")


def pooled_pairs(acts: pl.DataFrame) -> pl.DataFrame:
    """How often is each pair of agent and patient told, in each outlet? The largest count first."""
    counts = acts.filter(pl.col("agent") != pl.col("patient")).group_by("outlet", "agent", "patient")
    return counts.agg(n=pl.len()).sort("n", "agent", "patient", descending=[True, False, False])


def _share(study: Study, outlet: str, n: int, total: int) -> Prose:
    real = study.acts.filter("realis", pl.col("outlet") == outlet)
    return share(n / total, total, rows_of(study, real.filter(pl.col("cline").is_in(SHOWN))), rows_of(study, real))


def tolls(study: Study, hurt: pl.DataFrame, spreads: pl.DataFrame, apart: pl.DataFrame) -> Prose:
    """Who counts the killed and wounded, and how far apart are the counts of one incident?

    `hurt`: numbers of killed and wounded; `spreads`: the table of that name; `apart`: the counts behind it.
    """
    if hurt.is_empty():
        no = claim("No", numbers=hurt.height)
        return say(
            "{no} number of killed or wounded people was found in {articles}.", no=no, articles=articles_of(study)
        )
    n, own = hurt.height, hurt.filter(pl.col("holder") == "author")
    others = hurt.filter(pl.col("holder") != "author")
    widest = spreads.filter(pl.col("most").is_not_null(), pl.col("spread") > 0).head(CASES)
    cases = [
        counted(f"{place}, {least:,} to {most:,} {effect}", rows_of(study, apart.filter(pl.col("incident") == case)))
        for case, place, least, most, effect in widest.select(
            "incident", "place", "least", "most", "effect"
        ).iter_rows()
    ]
    told = say("Counts that may tell of one incident lie apart: {cases}. {paired}", cases=in_turn(cases), paired=PAIRED)
    answer = say(
        "{n} of killed or wounded people {stand} in {articles}: {own} in the outlet's own words, {others} from "
        "a source. {told}",
        n=counted(number(n, "number").capitalize(), rows_of(study, hurt)),
        stand=verb(n, "stands", "stand"),
        articles=articles_of(study),
        own=counted(count(own.height), rows_of(study, own)),
        others=counted(count(others.height), rows_of(study, others)),
        told=told if cases else say(ONCE, no=claim("No", incidents=widest.height)),
    )
    return joined(answer, checked(study, "toll", study.tolls, "numbers of people"))


def firmness(study: Study, hurt: pl.DataFrame) -> Prose:
    """How many of the numbers of killed and wounded are open, rounded, or count people on no side?"""
    if hurt.is_empty():
        return say("There are {no} numbers of killed or wounded to judge.", no=claim("no", numbers=hurt.height))
    open_ended = hurt.filter(pl.col("low").is_null() | pl.col("high").is_null())
    rounded, nobody = hurt.filter("approx"), hurt.filter(pl.col("who") == "OTHER")
    return say(
        "Of {n} of killed and wounded, {open} {has} only a lower or an upper bound, {rounded} {are} rounded. {others} "
        "{count} people whom the text puts on no side.",
        n=counted(number(hurt.height, "number"), rows_of(study, hurt)),
        open=counted(count(open_ended.height), rows_of(study, open_ended)),
        has=verb(open_ended.height, "has", "have"),
        rounded=counted(count(rounded.height), rows_of(study, rounded)),
        are=verb(rounded.height),
        others=counted(count(nobody.height).capitalize(), rows_of(study, nobody)),
        count=verb(nobody.height, "counts", "count"),
    )


PAIRED = (
    "A machine paired the counts by place, and some pairs are two incidents, or a part and the whole: read the "
    "sentences before you compare."
)
ONCE = "{no} incident seems to be counted twice with different results."
DEEDS = "nobody's deeds can be told apart here: `counterframe actors` suggests some"
