"""Can one tell the newsroom from a single sentence?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, legend, name_lines, note, nothing, panels
from analysis.report.prose import listed, number
from analysis.report.style import INK, style

MOST = 6  # events in one picture
TOO_LITTLE = "No event has two outlets with enough sentences to tell them by."

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus


def plot_telltale(rows: pl.DataFrame, ax: Axes) -> Axes:
    """Share of sentences told right, outlets weighing the same, with interval; a short bar marks chance.

    The band, where the rows have one, goes from chance to what the halves of one text would give.
    """
    spans = band.ends(rows, ["event", "masked"])
    for place, row in enumerate(rows.iter_rows(named=True)):
        y = len(rows) - place
        if span := spans.get((row["event"], row["masked"])):
            band.lay(ax, y, *span, height=0.6)
        value, chance = row["balanced_accuracy"], row["chance_balanced"]
        ax.plot([row["balanced_low"], row["balanced_high"]], [y, y], color=INK, lw=1.6)
        ax.plot([value], [y], "o", ms=8, color=INK, mfc="white" if row["masked"] else INK, mew=1.6)
        ax.plot([chance, chance], [y - 0.3, y + 0.3], color="#B2182B", lw=2)
        shown = f"{100 * value:.0f} % of {row['n_sentences']:,}"
        ax.annotate(shown, (row["balanced_high"], y), (6, 0), textcoords="offset points", va="center", fontsize=9)
    names = [
        f"{folded(row['event_title'], 30)}\n{'names masked' if row['masked'] else 'as printed'}"
        for row in rows.iter_rows(named=True)
    ]
    name_lines(ax, names, fontsize=9)
    ax.set_xlim(0, 1.08)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    return bare(ax, keep="xy", left=False)


def telltale_figure(telltale: pl.DataFrame, corpus: Corpus) -> Figure:
    """How often is the newsroom of a single sentence told right, beside chance?"""
    titles = corpus.events
    events = [event for event in titles if event in set(telltale["event"])]
    shown = telltale.filter(pl.col("event").is_in(events[:MOST]))
    rows = shown.with_columns(event_title=pl.col("event").replace(titles)).sort(
        pl.col("event").replace_strict({event: place for place, event in enumerate(titles)}), "masked"
    )
    if rows.is_empty():
        return Figure("02_telltale", nothing(TOO_LITTLE), "Sentences whose newsroom is told right.", TOO_LITTLE, rows)
    entries = band.entry(rows, "as far as halves of one text are told apart")
    picture, axes = panels(height=0.55 * len(rows) + 0.6 + 0.25 * len(entries))
    with style():
        ax = plot_telltale(rows, axes[0])
        if entries:
            legend(picture, entries, edge="none")
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
            + _band_words(rows)
            + _which(events, corpus)
        ),
        alt=f"Sentences told right: {listed(found)}."
        + band.finding(rows if entries else None, "accuracy", "accuracies"),
        data=telltale,
        source="telltale table, body sentences, 1,200 at most",
    )


def _which(events: list[str], corpus: Corpus) -> str:
    """Which events were read and drawn, where it is not all of them?"""
    if len(events[:MOST]) == len(corpus.events):
        return ""
    return (
        f" {number(len(events[:MOST]), 'event').capitalize()} of {len(corpus.events)}: of those with two outlets and "
        "enough sentences, the ones with most."
    )


def _band_words(rows: pl.DataFrame) -> str:
    """What the band is, as a sentence that follows the caption."""
    if "null_high" not in rows.columns or not band.entry(rows):
        return band.caption(rows) if "null_low" in rows.columns else ""
    return (
        " Blue band: from chance to the best that the same classifier does on two halves of one text, at the number "
        "of sentences judged here."
    )
