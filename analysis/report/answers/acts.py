"""Answers to: who does what to whom, and how many according to whom?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.agency import SHOWN
from analysis.measures.pooling import pooled
from analysis.report.answers.parts import articles_of, checked, joined
from analysis.report.prose import Prose, count, listed, number, percent, say, verb

if TYPE_CHECKING:
    from analysis.evidence.study import Study

NAMED = 8  # outlets in a sentence
CASES = 4  # incidents in a sentence


def agency(study: Study, cline: pl.DataFrame) -> Prose:
    """How often is somebody told to have used force, outlet by outlet? Takes `cline_counts`, all events first."""
    counted = cline.group_by("event", "outlet").agg(
        n=pl.col("n").filter(pl.col("cline").is_in(SHOWN)).sum(), total=pl.col("n").sum()
    )
    rows = pooled(counted).filter(pl.col("total") > 0)
    if rows.is_empty():
        return say("No use of force is told as having happened in {articles}.", articles=articles_of(study))
    shares = {outlet: (n, total) for outlet, n, total in rows.select("outlet", "n", "total").iter_rows()}
    named = [outlet for outlet in study.corpus.outlets if outlet in shares][:NAMED]
    said = [f"{percent(shares[outlet][0] / shares[outlet][1], shares[outlet][1])} in {outlet}" for outlet in named]
    told = say(
        "Uses of force that somebody is told to have done make up {said}. The rest are nouns (“the raid”), weapons "
        "that act by themselves, and things done by nobody named. A noun is not a trick: headlines and summaries need "
        "them. {few}The machine misreads some sentences.{actors}",
        said=listed(said),
        few="The counts are small. " if min(total for _, total in shares.values()) < 100 else "",
        actors="" if study.corpus.manifest.actor else _NO_ACTORS,
    )
    return joined(told, checked(study, "act", study.acts, "uses of force"))


def tolls(study: Study, hurt: pl.DataFrame, spreads: pl.DataFrame) -> Prose:
    """Who counts the killed and wounded, and how far apart are the counts of one incident?

    `hurt`: numbers of killed and wounded; `spreads`: the table of that name.
    """
    if hurt.is_empty():
        return say("No number of killed or wounded people was found in {articles}.", articles=articles_of(study))
    own, n = hurt.filter(pl.col("holder") == "author").height, hurt.height
    apart = spreads.filter(pl.col("most").is_not_null(), pl.col("spread") > 0).head(CASES)
    cases = [
        f"{place}, {least:,} to {most:,} {effect}"
        for place, least, most, effect in apart.select("place", "least", "most", "effect").iter_rows()
    ]
    told = f"Counts that may tell of one incident lie apart: {'; '.join(cases)}. " + PAIRED if cases else ONCE
    answer = say(
        "{n} of killed or wounded people {stand} in {articles}: {own} in the outlet's own words, {others} from "
        "a source. {told}",
        n=number(n, "number").capitalize(),
        stand=verb(n, "stands", "stand"),
        articles=articles_of(study),
        own=count(own),
        others=count(n - own),
        told=told,
    )
    return joined(answer, checked(study, "toll", study.tolls, "numbers of people"))


def firmness(hurt: pl.DataFrame) -> Prose:
    """How many of the numbers of killed and wounded are open, rounded, or count people on no side?"""
    if hurt.is_empty():
        return say("There are no numbers of killed or wounded to judge.")
    open_ended = hurt.filter(pl.col("low").is_null() | pl.col("high").is_null()).height
    rounded, nobody = hurt.filter("approx").height, hurt.filter(pl.col("who") == "OTHER").height
    return say(
        "Of {n} of killed and wounded, {open} {has} only a lower or an upper bound, {rounded} {are} rounded. {others} "
        "{count} people whom the text puts on no side.",
        n=number(hurt.height, "number"),
        open=count(open_ended),
        has=verb(open_ended, "has", "have"),
        rounded=count(rounded),
        are=verb(rounded),
        others=count(nobody).capitalize(),
        count=verb(nobody, "counts", "count"),
    )


PAIRED = (
    "A machine paired the counts by place, and some pairs are two incidents, or a part and the whole: read the "
    "sentences before you compare."
)
ONCE = "No incident seems to be counted twice with different results."
_NO_ACTORS = (
    " The corpus file names no actors, so nobody's deeds can be told apart here: `counterframe actors` suggests some."
)
