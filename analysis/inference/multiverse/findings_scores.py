"""The claims about sentiment, acts, tolls, frames and coverage, and how each is measured again."""

from __future__ import annotations

import polars as pl

from analysis.inference.multiverse.choices import Specification
from analysis.inference.multiverse.findings import (
    Finding,
    FindingFamily,
    extreme_findings,
    group_shares,
    rank_items,
    value_table,
)
from analysis.inference.multiverse.variants import StudyVariants
from analysis.measures import agency, tolls
from analysis.measures.sentiment import sentiment_by_outlet

IN_VIEW = ("active", "passive_by")
TAKEN_IN = ("splitter", "headline", "wire")
Claims = tuple[list[Finding], list[str]]


def _mean_sentiment(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """Mean score of an outlet's sentences on an event, by each instrument."""
    scores = variants.scores(spec)
    if spec.get("unscored") == "zero":
        scores = scores.with_columns(pl.col("score").fill_null(0.0))
    return sentiment_by_outlet(scores).select("event", "outlet", "instrument", value="mean", n="n_scored")


def _tone_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    chosen = pl.col("instrument") == spec.get("sentiment", "TextBlob")
    return value_table(_mean_sentiment(variants, spec).filter(chosen))


def _tone_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    return extreme_findings(
        variants,
        values,
        ("tone", "05", "mean scores"),
        lambda high, low, _: (
            f"{high} scores more positive than {low}",
            f"The sentences of {high} score more positive on average than those of {low}",
        ),
    )


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


def _instrument_gap_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    order = rank_items(values)
    if not order or order[-1][1] <= 0:
        return [], ["Notebook 05: TextBlob does not score every outlet above VADER here, so nothing is claimed of it."]
    sentence = "TextBlob scores the reports of every outlet more positive on average than VADER does"
    words = "TextBlob finds all more positive than VADER"
    return [Finding("lists", "05", words, sentence, "lists", None, "", "above")], []


def _named_agent_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of the uses of force is told with a doer in view?"""
    acts = variants.acts(spec)
    told = {"unquoted": ("author", "indirect", "scare"), "author": ("author", "scare")}
    realis, voices = spec.get("realis", "done") == "done", told.get(spec.get("quotations", "all"))
    if spec.get("doer") == "named":
        rates = agency.agency(acts, per=None, realis=realis, voices=voices)
        return value_table(rates.select("event", "outlet", "n", value="rate_expressed"))
    steps = agency.cline_counts(acts, realis=realis, voices=voices).group_by("event", "outlet")
    seen = pl.col("n").filter(pl.col("cline").is_in(IN_VIEW)).sum()
    return value_table(steps.agg(value=seen / pl.col("n").sum(), n=pl.col("n").sum()))


def _named_agent_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    return extreme_findings(
        variants,
        values,
        ("doers", "06", "doers in view"),
        lambda high, low, _: (
            f"The doer is in view more often in {high} than in {low}",
            f"Of its uses of force, {high} tells a larger share with somebody who does them than {low}",
        ),
    )


def _casualty_numbers(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    found = variants.tolls(spec).filter(pl.col("effect").is_in(tolls.HARM))
    return found.filter(~pl.col("running")) if spec.get("running") == "out" else found


def _sourced_number_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's numbers of killed and wounded has a source?"""
    return value_table(
        group_shares(_casualty_numbers(variants, spec), pl.col("holder") != "author", ["event", "outlet"])
    )


def _sourced_number_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    return extreme_findings(
        variants,
        values,
        ("sourced-tolls", "07", "numbers with a source"),
        lambda high, low, _: (
            f"Numbers of victims: more with a source in {high} than in {low}",
            f"{high} gives a larger share of its numbers of killed and wounded to a source than {low}",
        ),
    )


def _incident_spread_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """How far apart are the counts of each incident that two sources count, in people?"""
    base = variants.resplit_study(spec)
    apart = tolls.incident_spreads(
        tolls.contested_incidents(tolls.toll_accounts(_casualty_numbers(variants, spec), base.sentences))
    )
    named = apart.with_columns(item=pl.format("{}, {}, {}", "event", "place", "effect"))
    rows = named.group_by("item").agg(value=pl.col("spread").min(), n=pl.col("n_accounts").sum())
    return value_table(rows, item="item", event=False)


def _incident_spread_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    order = rank_items(values)
    if not order or order[-1][1] <= 0:
        why = "two sources agree on an incident" if order else "no incident is counted by two sources"
        return [], [f"Notebook 07: {why} here, so nothing is claimed of counts that differ."]
    sentence = "Wherever two sources seem to count one incident, their counts differ"
    words = "Two counts of one incident always differ"
    return [Finding("incidents", "07", words, sentence, "incidents", None, "", "above")], []


def _frame_share_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's sentences carries each frame?"""
    carries = pl.col(f"by_{spec.get('lens', 'all')}")
    return value_table(
        group_shares(variants.frames(spec), carries, ["event", "outlet", "frame"]).rename({"frame": "subject"})
    )


def _frame_share_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    def widest(rows: pl.DataFrame) -> str:
        gap = pl.col("value").max() - pl.col("value").min()
        order = rows.group_by("subject").agg(gap=gap).sort("gap", "subject", descending=[True, False])
        return str(order["subject"][0])

    def claim(high: str, low: str, frame: str) -> tuple[str, str]:
        name = frame.replace("_", " ")
        return (
            f"Frame {name}: more in {high} than in {low}",
            f"A larger share of sentences carries the frame {name} in {high} than in {low}",
        )

    family = ("frames", "08", "frames")
    first, missing = extreme_findings(variants, values, family, claim, subject=lambda rows: "conflict")
    second, _ = extreme_findings(variants, values, family, claim, subject=widest)
    known = {finding.name for finding in first}
    return [*first, *(finding for finding in second if finding.name not in known)], missing


def _no_counterpart_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's sentences has no counterpart with any other outlet on the event?"""
    linked = variants.counterpart_shares(spec).filter(pl.col("share").is_not_null())
    rows = linked.group_by("event", "outlet").agg(
        value=1 - pl.col("n").sum() / pl.col("n_sentences").sum(), n=pl.col("n_sentences").sum()
    )
    return value_table(rows)


def _no_counterpart_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    return extreme_findings(
        variants,
        values,
        ("counterparts", "09", "sentences without a counterpart"),
        lambda high, low, _: (
            f"More stands in {high} alone than in {low}",
            f"A larger share of the sentences of {high} has no counterpart in another outlet than of {low}",
        ),
    )


def _no_counterpart_by_event_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    rows = _no_counterpart_values(variants, spec)
    return value_table(rows.with_columns(item=pl.format("{} ({})", "item", "event")), item="item", event=False)


def _no_counterpart_majority_claims(variants: StudyVariants, values: pl.DataFrame) -> Claims:
    order = rank_items(values)
    if not order or order[-1][1] <= 0.5:
        why = "an outlet has links in half of its sentences or more" if order else "no event has two outlets"
        return [], [f"Notebook 09: {why} here, so nothing is claimed of sentences without a counterpart."]
    sentence = "Most sentences of every outlet have no counterpart in another outlet's article"
    words = "Most of what each says has no counterpart"
    return [Finding("alone", "09", words, sentence, "alone", None, "", "above", level=0.5)], []


LINKS = (*TAKEN_IN, "least", "judged")
SCORES = (
    FindingFamily(
        "tone", "05", "mean score", (*TAKEN_IN, "quotations", "sentiment", "unscored"), _tone_values, _tone_claims
    ),
    FindingFamily(
        "lists",
        "05",
        "mean score",
        (*TAKEN_IN, "quotations", "unscored"),
        _instrument_gap_values,
        _instrument_gap_claims,
    ),
    FindingFamily(
        "doers", "06", "share", (*TAKEN_IN, "quotations", "doer", "realis"), _named_agent_values, _named_agent_claims
    ),
    FindingFamily(
        "sourced-tolls", "07", "share", (*TAKEN_IN, "speech", "running"), _sourced_number_values, _sourced_number_claims
    ),
    FindingFamily("incidents", "07", "people", (*TAKEN_IN, "speech"), _incident_spread_values, _incident_spread_claims),
    FindingFamily("frames", "08", "share", (*TAKEN_IN, "quotations", "lens"), _frame_share_values, _frame_share_claims),
    FindingFamily("counterparts", "09", "share", LINKS, _no_counterpart_values, _no_counterpart_claims),
    FindingFamily("alone", "09", "share", LINKS, _no_counterpart_by_event_values, _no_counterpart_majority_claims),
)
