"""Can one tell the newsroom from a single sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, note, panels
from analysis.report.prose import listed
from analysis.report.style import GREY, INK, MARKERS, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus


def plot_telltale(rows: pl.DataFrame, ax: Axes) -> Axes:
    """Share of sentences told right, outlets weighing the same, with interval; a short bar marks chance."""
    for place, row in enumerate(rows.iter_rows(named=True)):
        y = len(rows) - place
        value, chance = row["balanced_accuracy"], row["chance_balanced"]
        ax.plot([row["balanced_low"], row["balanced_high"]], [y, y], color=INK, lw=1.6)
        ax.plot([value], [y], "o", ms=8, color=INK, mfc="white" if row["masked"] else INK, mew=1.6)
        ax.plot([chance, chance], [y - 0.3, y + 0.3], color="#B2182B", lw=2)
        shown = f"{100 * value:.0f} % of {row['n_sentences']}"
        ax.annotate(shown, (row["balanced_high"], y), (6, 0), textcoords="offset points", va="center", fontsize=9)
    names = [
        f"{row['event_title']}\n{'names masked' if row['masked'] else 'as printed'}"
        for row in rows.iter_rows(named=True)
    ]
    ax.set_yticks([len(rows) - place for place in range(len(rows))], names, fontsize=9)
    ax.set_ylim(0.4, len(rows) + 0.6)
    ax.set_xlim(0, 1.08)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    return bare(ax, keep="xy")


def telltale_figure(telltale: pl.DataFrame, corpus: Corpus) -> Figure:
    """How often is the newsroom of a single sentence told right, beside chance?"""
    titles = corpus.events
    rows = telltale.with_columns(event_title=pl.col("event").replace(titles)).sort(
        pl.col("event").replace_strict({event: place for place, event in enumerate(titles)}), "masked"
    )
    picture, axes = panels(height=0.5 * len(rows) + 0.6)
    with style():
        ax = plot_telltale(rows, axes[0])
        ax.spines["left"].set_visible(False)
        ax.set_xlabel("sentences told right (each outlet weighs the same)")
        first = rows.row(0, named=True)
        note(ax, first["chance_balanced"], len(rows) + 0.36, "chance", color="#B2182B", ha="center", va="bottom")
    found = [
        f"{row['event_title']} {'with names masked' if row['masked'] else 'as printed'} "
        f"{100 * row['balanced_accuracy']:.0f} % against {100 * row['chance_balanced']:.0f} % by chance"
        for row in rows.iter_rows(named=True)
    ]
    return Figure(
        name="02_telltale",
        picture=picture,
        caption=(
            "Sentences whose newsroom a simple classifier tells right, with a 95 % interval from resampling blocks of "
            "neighbouring sentences. The red bar is chance. Open mark: names, datelines and numbers masked."
        ),
        alt=f"Sentences told right: {listed(found)}.",
        data=rows,
        source="telltale table, body sentences",
    )


def plot_map(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], outlets: list[str]) -> Axes:
    """Sentences in two dimensions: near ones share words."""
    for place, outlet in enumerate(outlets):
        part = rows.filter(pl.col("outlet") == outlet)
        ax.scatter(
            part["x"],
            part["y"],
            s=24,
            marker=MARKERS[place % len(MARKERS)],
            color=colour[outlet],
            alpha=0.75,
            lw=0.4,
            edgecolors="white",
            label=outlet,
        )
    ax.legend(loc="best", labelcolor="linecolor", handletextpad=0.1, fontsize=9)
    return bare(ax)


def map_figure(sentence_map: pl.DataFrame, corpus: Corpus) -> Figure:
    """Do the sentences of a newsroom lie together?"""
    rows = sentence_map.filter(pl.col("masked"))
    events = [event for event in corpus.events if event in set(rows["event"])]
    picture, axes = panels(1, len(events), height=3.5)
    shares = []
    with style():
        for ax, event in zip(axes, events, strict=True):
            part = rows.filter(pl.col("event") == event)
            outlets = [outlet for outlet in corpus.outlets if outlet in set(part["outlet"])]
            plot_map(part, ax, colour=colours(corpus), outlets=outlets)
            ax.set_title(corpus.events[event])
            share = part["share_x"][0] + part["share_y"][0]
            shares.append(f"{100 * share:.0f} % for {corpus.events[event]}")
            ax.set_xlabel(f"the picture holds {100 * share:.0f} % of the differences", color=GREY, fontsize=9)
    return Figure(
        name="02_map",
        picture=picture,
        caption=(
            "A map of the sentences, names masked: near sentences share words. Two dimensions hold little of what "
            "differs, so read nearness as a hint."
        ),
        alt=f"The outlets' sentences lie mixed on the map, which holds {listed(shares)} of all differences.",
        data=rows,
        source="sentence map table",
        evidence=rows.select("outlet", "x", "y", sentence="text"),
    )
