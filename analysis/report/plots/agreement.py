"""How far does the machine agree with the codings, and where may it be trusted?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.codings.validity.trust import ALONE, CARE, FEW, FIRM, HIGH, MIDDLE
from analysis.report.figure import Figure, Marks
from analysis.report.page import show
from analysis.report.plots.canvas import bare, note, nothing, panels
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, RULE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

GROUPS = {
    "quotations": {
        "quote_content_f1": "reported words found",
        "quote_type": "type of quotation",
        "quote_speaker_actor": "who speaks",
        "quote_cue_class": "class of the reporting verb",
    },
    "labels": {
        "label_f1": "labels found",
        "label_joint_f1": "labels found, with bearer and voice right",
        "label_voice": "in whose voice",
        "label_holder": "whose word it is",
        "label_actor": "who is labelled",
        "label_tone": "tone of the label",
    },
    "acts": {
        "act_f1": "acts found",
        "act_joint_f1": "acts found, with doer, patient and form right",
        "act_agent": "who does it",
        "act_patient": "to whom",
        "act_form": "active, passive or noun",
        "act_realis": "happened or not",
        "act_voice": "in whose voice the act is told",
        "act_holder": "whose account it is",
    },
    "tolls": {
        "toll_f1": "numbers found",
        "toll_effect": "killed, wounded, captured …",
        "toll_who": "who is counted",
        "toll_holder": "whose number it is",
    },
    "frames": {"frames_macro_f1": "frames of sentences"},
}
NAMES = {metric: words for group in GROUPS.values() for metric, words in group.items()}
COLOURS = {
    FIRM: ("#1B7F4B", "can be built on"),
    CARE: ("#C77700", "with care"),
    ALONE: ("#B2182B", "only with its sentences"),
    FEW: ("#6b6b6b", "too few to say"),
}
NONE = "Nothing was coded, so there is nothing to compare."
ROW, GAP = 0.225, 0.6  # inches; lines between groups


def in_groups(table: pl.DataFrame) -> pl.DataFrame:
    """The rows of `trust` in the order of the figure: group by group, in each the best first; group and words behind.

    A metric the figure knows no words for stands in the group "other" under its own name.
    """
    group_of = {metric: group for group, metrics in GROUPS.items() for metric in metrics}
    place = {group: number for number, group in enumerate([*GROUPS, "other"])}
    found = table.with_columns(
        group=pl.col("metric").replace_strict(group_of, default="other", return_dtype=pl.String),
        words=pl.col("metric").replace(NAMES),
    )
    order = found.with_columns(_place=pl.col("group").replace_strict(place, return_dtype=pl.Int64))
    keys = ["_place", "judged", "value", "metric"]
    return order.sort(keys, descending=[False, True, True, False], nulls_last=True).drop("_place")


def plot_trust(rows: pl.DataFrame, ax: Axes) -> Axes:
    """A line a metric: a dot for the articles of the corpus, a diamond for those coded blind, each with its interval.

    `rows` come from `in_groups`. The colour tells how far the metric can be trusted.
    """
    ax.axvspan(HIGH, 1, color="#f1f5f1", lw=0)
    for limit in (MIDDLE, HIGH):
        ax.axvline(limit, color=RULE, lw=0.9)
    y, group = 0.0, ""
    for row in rows.iter_rows(named=True):
        if row["group"] != group:
            group = row["group"]
            y += GAP if y else 0
            note(ax, -0.02, y, group, ha="right", va="center", fontweight="bold", color=INK)
            y += 1
        _mark(ax, row, y)
        y += 1
    ax.set_ylim(y - 0.4, -0.8)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, MIDDLE, HIGH, 1], ["0", ".25", ".50", ".67", ".80", "1"])
    ax.set_xlabel("agreement with the codings: F1, or share of the same answers")
    return bare(ax, keep="x")


def _mark(ax: Axes, row: dict[str, Any], y: float) -> None:
    tint = COLOURS[row["trust"]][0]
    note(ax, -0.02, y, row["words"], ha="right", va="center", color=INK)
    for value, low, high, shift, marker, face, width in (
        ("blind", "blind_low", "blind_high", 0.17, "D", "white", 0.9),
        ("value", "low", "high", -0.17, "o", tint, 1.8),
    ):
        if row[low] is not None:
            ax.plot([row[low], row[high]], [y + shift] * 2, color=tint, lw=width, alpha=0.6, solid_capstyle="round")
        if row[value] is not None:
            ax.plot([row[value]], [y + shift], marker, color=tint, mfc=face, ms=5, lw=0, clip_on=False, zorder=4)
    for x, n in ((1.07, row["n"]), (1.13, row["n_blind"])):
        note(ax, x, y, "" if n is None else f"{n:,}", ha="right", va="center", fontsize=8, color=GREY)


def trust_figure(table: pl.DataFrame, *, name: str = "11_trust", evidence: pl.DataFrame | None = None) -> Figure:
    """At a glance: which measures can be built on? Takes what `trust` returns."""
    rows = in_groups(table)
    alone = [f"{row['words']} ({row['judged']:.2f})" for row in rows.filter(pl.col("trust") == ALONE).to_dicts()]
    firm = [f"{row['words']} ({row['judged']:.2f})" for row in rows.filter(pl.col("trust") == FIRM).to_dicts()]
    weak = f"Not to be used without reading the sentences: {listed(alone)}. " if alone else ""
    strong = f"Can be built on: {listed(firm)}. " if firm else ""
    return Figure(
        name=name,
        picture=_trust(rows) if len(rows) else nothing(NONE),
        caption=(
            "Agreement of the machine with codings. Dot: articles of this corpus. Diamond: other articles, coded "
            "blind. Lines: 95 % intervals with articles as draws. Colour: by the score that decides, on ten items "
            "or more; green needs .80, an interval above .67, and articles that nobody had read while the rules were "
            "made. On the right: items behind dot and diamond."
        ),
        alt=f"{weak}{strong}The other {len(rows) - len(alone) - len(firm)} lie between." if len(rows) else NONE,
        data=rows,
        source=number(len(rows), "measure"),
        evidence=evidence,
        marks=trust_marks(rows, {name: words for name, (_, words) in COLOURS.items()}),
    )


def _trust(rows: pl.DataFrame) -> Picture:
    from matplotlib.lines import Line2D

    groups = rows["group"].n_unique()
    picture, (ax,) = panels(height=1.2 + ROW * (len(rows) + groups + GAP * (groups - 1)))
    with style():
        plot_trust(rows, ax)
        used = [COLOURS[name] for name in COLOURS if name in set(rows["trust"])]
        handles = [Line2D([], [], marker="s", color=tint, lw=0, ms=6, label=words) for tint, words in used]
        shapes = [("o", GREY, "this corpus"), ("D", "white", "other articles, coded blind")]
        handles += [
            Line2D([], [], marker=m, color=GREY, mfc=face, lw=0, ms=5, label=words) for m, face, words in shapes
        ]
        picture.legend(
            handles=handles, loc="outside upper left", ncols=5, labelcolor=GREY, fontsize=8.5, columnspacing=1
        )
    return picture


def trust_marks(data: pl.DataFrame, looks: Mapping[str, str]) -> Marks:
    """How far each measure agrees with codings, with its interval as a band."""
    rows: list[dict[str, Any]] = []
    for row in data.iter_rows(named=True):
        blind = f"; blind {row['blind']:.2f} in {row['n_blind']:,}" if row["blind"] is not None else ""
        line = {"heading": row["group"], "label": row["words"], "low": row["low"], "high": row["high"]}
        line["words"] = (f"in {row['n']:,}" if row["n"] is not None else "") + blind
        value = {} if row["value"] is None else {"start": row["value"], "size": 0}
        rows.append({**line, "look": row["trust"].replace(" ", "-"), **value, "n": show(row["value"])})
    return Marks("bars", rows, {name.replace(" ", "-"): words for name, words in looks.items()})
