"""Where do words stand, and in what company?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.report.figure import Figure
from analysis.report.plots import marks
from analysis.report.plots.canvas import HIGHEST, bare, fit, name_lines, note, nothing, panels, shorten
from analysis.report.plots.stories import in_turns
from analysis.report.prose import listed, number, quoted
from analysis.report.style import GREY, INK, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

COLUMNS = 2  # strips side by side


def plot_strips(rows: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], colour: dict[str, str]) -> Axes:
    """One word: a strip an outlet from the article's first word to its last, a stroke at each use.

    Strokes of words that are not the outlet's own are half as high.
    """
    for place, outlet in enumerate(outlets):
        y = len(outlets) - place
        here = rows.filter(pl.col("outlet") == outlet)
        where = here["position"].to_list()
        top = [y + (0.36 if whose == "own" else -0.04) for whose in here["whose"]]
        ax.plot([0, 1], [y, y], color="#efece5", lw=9, solid_capstyle="butt", zorder=1)
        ax.vlines(where, y - 0.36, top, color=colour[outlet], lw=1.6, zorder=2)
        ax.text(1.015, y, f"{len(where):,}", va="center", fontsize=8.5, color=INK if where else GREY)
    name_lines(ax, [shorten(outlet, 30) for outlet in outlets], [colour[outlet] for outlet in outlets], fontsize=8.5)
    ax.set_xlim(0, 1.06)
    return bare(ax, keep="y", left=False)


def strips_figure(positions: pl.DataFrame, corpus: Corpus, *, terms: Sequence[str]) -> Figure:
    """Where in each article does each chosen word stand? Of many outlets those are drawn that use the words most."""
    uses = dict(positions.group_by("outlet").len().iter_rows())
    lines = -(-len(terms) // COLUMNS)
    room = int(((HIGHEST - 0.2) / max(lines, 1) - 0.36) / 0.2)
    here = [outlet for outlet in corpus.outlets if outlet in set(corpus.articles["outlet"])]
    first = set(sorted(here, key=lambda outlet: -uses.get(outlet, 0))[:room])
    outlets = [outlet for outlet in here if outlet in first]
    several = corpus.articles["outlet"].is_duplicated().any()
    return Figure(
        name="02_strips",
        picture=_strips(positions, corpus, terms, outlets) if terms else nothing("No words were chosen to be placed."),
        caption=(
            "Where chosen words stand in each article, from its first word (left) to its last (right). One stroke is "
            "one use; the number is their count."
            + " Short strokes are words of others, quoted or retold." * (positions["whose"] != "own").any()
            + " All articles of an outlet lie one on the other." * several
            + " Articles of different events are shown together, not compared." * (len(corpus.events) > 1)
            + f" The {room} outlets that use the words most." * (len(outlets) < len(here))
        ),
        alt=_strips_finding(positions, terms, len(outlets)),
        data=positions,
        source="tokens table",
    )


def _strips(positions: pl.DataFrame, corpus: Corpus, terms: Sequence[str], outlets: list[str]) -> Picture:
    lines = -(-len(terms) // COLUMNS)
    picture, axes = panels(lines, COLUMNS, height=lines * (0.36 + 0.2 * len(outlets)) + 0.2)
    with style():
        for ax, term in zip(axes, terms, strict=False):
            rows = positions.filter(pl.col("term") == term)
            plot_strips(rows, ax, outlets=outlets, colour=colours(corpus))
            ax.set_title(shorten(f"“{term}”", 40), parse_math=False)
        for ax in axes[len(terms) :]:
            ax.set_visible(False)
    return picture


def _strips_finding(positions: pl.DataFrame, terms: Sequence[str], n_outlets: int) -> str:
    if not terms:
        return "No words were chosen to be placed."
    counts = positions.group_by("term", "outlet").len().sort("len", "term", "outlet", descending=[True, False, False])
    said = f"Strips for {quoted(terms)} in {number(n_outlets, 'outlet')}."
    if counts.is_empty():
        return f"{said} Not one of them is used."
    top = counts.row(0, named=True)
    most = {"times": top["len"], "others": counts["len"].to_list()}
    told = f"{said} “{top['term']}” in {top['outlet']} is the most frequent, {number(top['len'], 'time')}."
    return holding(told, most_frequent=most)


def plot_concordance(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str]) -> Axes:
    """Lines of a concordance, the word found in the middle."""
    n = len(rows)
    ax.set_xlim(0, 1)
    ax.set_ylim(0, n + 0.5)
    previous = None
    for place, row in enumerate(rows.iter_rows(named=True)):
        y, tint = n - place - 0.25, colour[row["outlet"]]
        if row["outlet"] != previous:
            fit(note(ax, 0.0, y, row["outlet"], color=tint, weight="bold", va="center", fontsize=9), 1.6)
            previous = row["outlet"]
        edge = 0.566 if row["before"][-1:].isspace() else 0.5715
        note(ax, edge, y, row["before"].rstrip(), ha="right", va="center", fontsize=8.5, color=GREY, clip_on=True)
        middle = ax.annotate(
            row["match"], (0.572, y), va="center", fontsize=8.5, color=tint, weight="bold", parse_math=False
        )
        gap = 2.5 if row["after"].startswith(" ") else 0
        ax.annotate(
            row["after"].strip(),
            (1, 0),
            (gap, 0),
            xycoords=middle,
            textcoords="offset points",
            fontsize=8.5,
            color=GREY,
            parse_math=False,
            va="bottom",
        )
    return bare(ax)


def _cut(side: str, cut: pl.Expr, width: int) -> pl.Expr:
    """A side of a line, cut at a word only where it is longer than the picture is wide."""
    return pl.when(pl.col(side).str.len_chars() > width).then(cut).otherwise(pl.col(side))


def concordance_figure(
    concordance: pl.DataFrame, corpus: Corpus, *, query: str, name: str, most: int = 24, width: int = 48
) -> Figure:
    """A word with its company, outlet under outlet: every place, or of many the first of each outlet on each event."""
    shown = _first_lines(concordance.with_row_index("row"), corpus, most).with_columns(
        before=_cut("before", pl.col("before").str.tail(width).str.replace(r"^\S*\s", ""), width),
        after=_cut("after", pl.col("after").str.head(width).str.replace(r"\s\S*$", ""), width),
    )
    if shown.is_empty():
        picture = nothing(f"“{query}” stands in none of the articles.")
    else:
        picture, (ax,) = panels(height=0.22 * len(shown) + 0.2)
        with style():
            plot_concordance(shown, ax, colour=colours(corpus))
    counts = concordance.group_by("outlet", maintain_order=True).len()
    said = listed([f"{row['len']:,} in {row['outlet']}" for row in counts.iter_rows(named=True)])
    cut = (
        f" {len(shown)} of {len(concordance):,} lines, every outlet on every event in turn; all stand in the data."
        if len(concordance) > most
        else ""
    )
    times = {0: "nowhere", 1: "once"}.get(len(concordance), f"{len(concordance):,} times")
    return Figure(
        name=name,
        picture=picture,
        caption=f"“{query}” in its company (key word in context).{cut}",
        alt=f"“{query}” stands {times}{': ' if said else ''}{said}.",
        data=concordance,
        source="concordance table",
        marks=marks.line_marks(shown),
    )


def _first_lines(concordance: pl.DataFrame, corpus: Corpus, most: int) -> pl.DataFrame:
    """The first line of every outlet on every event, then the second, up to `most`; outlet under outlet."""
    place = {outlet: place for place, outlet in enumerate(corpus.outlets)}
    order = pl.col("outlet").replace_strict(place, default=len(place))
    return in_turns(concordance, most, "event", "outlet").sort(order, maintain_order=True)
