"""What does a row of agreement say, in words, above all where its measures part?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

PREVAILS = 0.8  # an answer with at least this share of all leaves little room to do better than chance
PARTED = 0.2  # alpha this far below plain agreement wants an explanation
FEW = 10  # units
RARE = 5  # units; with fewer the rare answers tell nothing


def explain_agreement(row: Mapping[str, Any]) -> str:
    """What does this row of `agreement` say?

    Takes a row as a mapping (`agreement(...).row(0, named=True)`) and answers in two to five sentences: what could be
    compared, and why a measure is undefined, or far below the others.
    """
    if row["n_coders"] < 2:
        who = "Only one coder answered" if row["n_coders"] else "Nobody answered"
        return f"{who}, so there is nothing to compare. Have a second coder read some of the same texts."
    if not row["n_pairable"]:
        return (
            f"Not one of the {row['n_units']:,} units was answered by two coders, so there is nothing to compare. "
            "Let the coders share some texts, and see whether their spans meet."
        )
    if row["agreement"] is None:
        many = f"{row['n_categories']:,} different answers"
        return f"{many} are free text, so nothing was measured. Name a field whose answers come from a short list."
    said = [_agreement_words(row)]
    if row["n_categories"] == 1:
        said.append(_single_answer_words(row))
    elif row["alpha"] is not None and row["agreement"] - row["alpha"] > PARTED:
        said.append(_low_alpha_words(row))
    elif row["alpha"] is not None:
        said.append(f"Alpha is {number_text(row['alpha'])}{_interval_words(row, 'alpha')}.")
    said += [*_caveats(row)]
    return " ".join(said)


def agreement_lines(table: pl.DataFrame, spans: pl.DataFrame) -> str:
    """What `agreement` and `span_agreement` found, in plain text for the terminal, each field with its explanation."""
    lines = ["Do the coders mark the same words?"] if len(spans) else []
    for row in spans.iter_rows(named=True):
        value = "–" if row["value"] is None else number_text(row["value"])
        spanned = f"{row['n_shared']:,} shared, {row['n_coder']:,} and {row['n_other']:,}"
        lines.append(f"  {row['kind']:<10}{row['coder']} and {row['other']}: {row['metric']} {value} ({spanned})")
    lines.append("Do they give the same answers?")
    if table.is_empty():
        lines.append("  There is no answer in these codings.")
    for row in table.iter_rows(named=True):
        lines.append(f"  {row['field']} of {row['kind']} ({row['level']}): {explain_agreement(row)}")
    return "\n".join(lines)


def _agreement_words(row: Mapping[str, Any]) -> str:
    units = "1 unit" if row["n_pairable"] == 1 else f"{row['n_pairable']:,} units"
    share = _percent_text(row["agreement"])
    if row["n_pairs"] == row["n_pairable"]:
        same = round(row["agreement"] * row["n_pairable"])
        return f"The coders agree on {same:,} of {units} ({share})."
    return f"On {units} with two answers or more, {share} of the pairs of answers are the same."


def _single_answer_words(row: Mapping[str, Any]) -> str:
    """One answer only: alpha is 0 / 0."""
    calm = (
        "" if row["ac1"] is None else f" AC1 is {number_text(row['ac1'])}, because it knows what else could be chosen."
    )
    return (
        f"Only one answer was ever given, “{row['commonest']}”. Chance would agree as well, so alpha and kappa are "
        f"undefined: nobody had to tell two answers apart. That is neither good nor bad agreement.{calm}"
    )


def _low_alpha_words(row: Mapping[str, Any]) -> str:
    """Alpha far below plain agreement."""
    alpha, chance = number_text(row["alpha"]), _percent_text(row["chance"])
    if row["share_commonest"] < PREVAILS or row["level"] != "nominal":
        reason = "coders agree less often than chance would" if row["alpha"] < 0 else "chance gives part of that"
        weight = "" if row["level"] == "nominal" else ", which weighs each difference by its size"
        drawn = f"answers drawn at random would agree in {chance}, so {reason}"
        return f"Alpha is {alpha}{_interval_words(row, 'alpha')}{weight}: {drawn}."
    calm = "" if row["ac1"] is None else f" AC1 is {number_text(row['ac1'])}: it takes fewer agreements for luck."
    rest = "the coders agree on the common answer, and less on the rare ones"
    if row["n_pairable"] * (1 - row["share_commonest"]) < RARE:
        rest = "the coders agree on the common answer, and whether they can tell the rare ones these units cannot show"
    return (
        f"Yet alpha is {alpha}{_interval_words(row, 'alpha')}, because “{row['commonest']}” makes up "
        f"{_percent_text(row['share_commonest'])} of all answers. Answers drawn at random would already agree in "
        f"{chance}, and the rare answers decide the rest.{calm} Both are right about different questions: {rest}."
    )


def _caveats(row: Mapping[str, Any]) -> list[str]:
    """What makes the values shaky."""
    said = []
    if row["n_pairable"] < FEW:
        said.append(f"With so few units ({row['n_pairable']}) one more could change every value.")
    elif row["alpha"] is not None and row["alpha_low"] is None:
        said.append("Alpha has no interval: in many samples of these units every answer is the same.")
    return said


def _interval_words(row: Mapping[str, Any], name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return "" if low is None else f" (95 % interval {number_text(low)} to {number_text(high)})"


def _percent_text(share: float) -> str:
    """Per cent; nearly all is not all."""
    return "over 99 %" if 0.995 <= share < 1 else f"{100 * share:.0f} %"


def number_text(value: float) -> str:
    """Two digits, a true minus sign, and never minus zero."""
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")
