"""The claims about sentiment, acts, tolls, frames and coverage, and how each is measured again."""

from __future__ import annotations

import polars as pl

from analysis.inference.multiverse.choices import Specification
from analysis.inference.multiverse.findings import (
    Claims,
    FindingFamily,
    group_shares,
    level_claim,
    outlet_contrasts,
    value_table,
)
from analysis.inference.multiverse.variants import KEPT, StudyVariants, made_once
from analysis.measures import agency, tolls
from analysis.measures.sentiment import sentiment_by_outlet

IN_VIEW = ("active", "passive_by")
TAKEN_IN = ("splitter", "headline", "wire")
LINKS = (*TAKEN_IN, "least", "judged")


@made_once("splitter", *KEPT, "quotations", "unscored")
def _mean_sentiment(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """Mean score of an outlet's sentences on an event, by each instrument."""
    scores = variants.scores(spec)
    if spec.get("unscored") == "zero":
        scores = scores.with_columns(pl.col("score").fill_null(0.0))
    return sentiment_by_outlet(scores).select("event", "outlet", "instrument", value="mean", n="n_scored")


def _tone_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    chosen = pl.col("instrument") == spec.get("sentiment", "TextBlob")
    return value_table(_mean_sentiment(variants, spec).filter(chosen))


def _instrument_gap_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """By how much is TextBlob's mean above VADER's?"""
    blob, vader = (pl.col("instrument") == name for name in ("TextBlob", "VADER"))
    both = (
        _mean_sentiment(variants, spec)
        .group_by("event", "outlet", maintain_order=True)
        .agg(
            value=pl.col("value").filter(blob).first() - pl.col("value").filter(vader).first(),
            n=pl.col("n").filter(blob).first(),
        )
    )
    return value_table(both.with_columns(item=pl.format("{} ({})", "outlet", "event")), item="item", event=False)


@made_once("splitter", *KEPT, "quotations", "realis")
def _steps_of_doers(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    voices = {"unquoted": ("author", "indirect", "scare"), "author": ("author", "scare")}
    told, done = voices.get(spec.get("quotations", "all")), spec.get("realis", "done") == "done"
    return agency.cline_counts(variants.acts(spec), realis=done, voices=told)


def _named_agent_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of the uses of force is told with a doer in view?"""
    in_view = pl.col("n").filter(pl.col("cline").is_in(IN_VIEW))
    seen = pl.col("n_expressed") if spec.get("doer") == "named" else in_view
    n = pl.col("n").sum()
    return value_table(_steps_of_doers(variants, spec).group_by("event", "outlet").agg(value=seen.sum() / n, n=n))


def _casualty_numbers(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    found = variants.tolls(spec).filter(pl.col("effect").is_in(tolls.HARM))
    return found.filter(~pl.col("running")) if spec.get("running") == "out" else found


def _sourced_number_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's numbers of killed and wounded has a source?"""
    sourced = pl.col("holder") != "author"
    return value_table(group_shares(_casualty_numbers(variants, spec), sourced, ["event", "outlet"]))


def _incident_spread_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """How far apart are the counts of each incident that two sources count, in people?"""
    told = tolls.toll_accounts(_casualty_numbers(variants, spec), variants.resplit_study(spec).sentences)
    apart = tolls.incident_spreads(tolls.contested_incidents(told))
    named = apart.with_columns(item=pl.format("{}, {}, {}", "event", "place", "effect"))
    rows = named.group_by("item").agg(value=pl.col("spread").min(), n=pl.col("n_accounts").sum())
    return value_table(rows, item="item", event=False)


def _frame_share_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's sentences carries each frame?"""
    carries = pl.col(f"by_{spec.get('lens', 'all')}")
    shares = group_shares(variants.frames(spec), carries, ["event", "outlet", "frame"])
    return value_table(shares.rename({"frame": "subject"}))


def _frame_share_claims(family: FindingFamily, variants: StudyVariants, values: pl.DataFrame) -> Claims:
    """Of the frame conflict, and of the frame in which the outlets lie furthest apart."""

    def widest(rows: pl.DataFrame) -> str:
        gap = pl.col("value").max() - pl.col("value").min()
        order = rows.group_by("subject").agg(gap=gap).sort("gap", "subject", descending=[True, False])
        return str(order["subject"][0])

    names = {frame: frame.replace("_", " ") for frame in values["subject"].unique()}
    (first, missing), (second, _) = (
        outlet_contrasts(family, variants, values, subject=subject, names=names)
        for subject in (lambda rows: "conflict", widest)
    )
    return list({finding.name: finding for finding in (*first, *second)}.values()), missing


def _no_counterpart_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's sentences has no counterpart with any other outlet on the event?"""
    linked = variants.counterpart_shares(spec).filter(pl.col("share").is_not_null())
    n = pl.col("n_sentences").sum()
    return value_table(linked.group_by("event", "outlet").agg(value=1 - pl.col("n").sum() / n, n=n))


def _no_counterpart_by_event_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    rows = _no_counterpart_values(variants, spec)
    return value_table(rows.with_columns(item=pl.format("{} ({})", "item", "event")), item="item", event=False)


TOLD = (*TAKEN_IN, "quotations")
SCORES = (
    FindingFamily("tone", "05", "mean score", (*TOLD, "sentiment", "unscored"), _tone_values, outlet_contrasts),
    FindingFamily("lists", "05", "mean score", (*TOLD, "unscored"), _instrument_gap_values, level_claim),
    FindingFamily("doers", "06", "share", (*TOLD, "doer", "realis"), _named_agent_values, outlet_contrasts),
    FindingFamily(
        "sourced-tolls", "07", "share", (*TAKEN_IN, "speech", "running"), _sourced_number_values, outlet_contrasts
    ),
    FindingFamily("incidents", "07", "people", (*TAKEN_IN, "speech"), _incident_spread_values, level_claim),
    FindingFamily("frames", "08", "share", (*TOLD, "lens"), _frame_share_values, _frame_share_claims),
    FindingFamily("counterparts", "09", "share", LINKS, _no_counterpart_values, outlet_contrasts),
    FindingFamily("alone", "09", "share", LINKS, _no_counterpart_by_event_values, level_claim),
)
