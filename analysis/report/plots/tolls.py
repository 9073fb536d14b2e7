"""How many, according to whom? The counts of one incident side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure, Marks
from analysis.report.page import show
from analysis.report.plots.canvas import HIGHEST, bare, fit, note, nothing, panels, shorten
from analysis.report.plots.marks import row_numbers
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, RULE, WIDTH, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

NONE = "No incident is counted by two sources here."
LEFT, RIGHT = 0.95, 1.75  # room for the sources' names and for their words, in shares of the widest count
A_LINE = 0.27  # inches
SOURCES = 12  # of one incident
REACH = 0.09  # how far the arrow of an open end goes, in the same shares


def plot_ranges(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], most: int) -> Axes:
    """One incident, drawn up to `most` people: a line from the least to the most, an arrow where there is no end."""
    for y, row in enumerate(rows.iter_rows(named=True)):
        low, high, tint = row["low"], row["high"], colour[row["outlet"]]
        ends = [end for end in (low, high) if end is not None]
        ax.plot([min(ends), max(ends)], [y, y], color=tint, lw=2.4, solid_capstyle="butt")
        ax.scatter(ends, [y] * len(ends), s=42, color="white" if row["approx"] else tint, ec=tint, lw=1.6, zorder=3)
        for end, step in ((low, -1), (high, 1)):
            if end is None:
                start = ends[0] + step * 0.012 * most
                arrow = {"arrowstyle": "-|>", "color": tint, "lw": 2.4, "shrinkA": 3, "shrinkB": 0}
                ax.annotate("", (start + step * REACH * most, y), (start, y), arrowprops=arrow)
        behind = max(ends) + (REACH if high is None else 0) * most
        words = shorten(row["text"], 46)
        ax.annotate(words, (behind, y), (9, 0), textcoords="offset points", va="center", fontsize=8.5, color=GREY)
        source = row["source"].removeprefix("unnamed: ")
        itself = source == row["outlet"]
        name = f"{source}, itself" if itself else f"{source}, in {row['outlet']}"
        fit(
            note(ax, -0.05 * most, y, name, color=tint, fontsize=9, ha="right", va="center"),
            WIDTH * (LEFT - 0.08) / (LEFT + RIGHT),
        )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlim(-LEFT * most, RIGHT * most)
    bare(ax, keep="x")
    ax.set_xticks(_ticks(most), [f"{place:,}" for place in _ticks(most)])
    ax.spines["bottom"].set_bounds(0, most)
    for place in _ticks(most):
        ax.axvline(place, color=RULE, lw=0.6, zorder=0)
    return ax


def _ticks(most: int) -> list[int]:
    """Nought, the half and the whole: as many as small panels bear."""
    return sorted({0, most}) if most < 4 else [0, most // 2, most]


def range_figure(contested: pl.DataFrame, spreads: pl.DataFrame, corpus: Corpus, *, most: int = 8) -> Figure:
    """The counts of each incident, by who gives them. The widest spreads first, as many as a screen takes."""
    known = spreads.filter(pl.col("most").is_not_null()).sort("spread", "incident", descending=[True, False])
    counted = contested.filter(pl.col("low").is_not_null() | pl.col("high").is_not_null())
    parts: list[tuple[dict[str, Any], pl.DataFrame]] = []
    for row in known.head(most).to_dicts():
        rows = counted.filter(pl.col("incident") == row["incident"]).head(SOURCES)
        if A_LINE * sum(len(some) + 1.5 for some in (rows, *(part for _, part in parts))) + 0.1 <= HIGHEST:
            parts.append((row, rows))
    shown = [f"{row['place']} {row['least']:,} to {row['most']:,} {row['effect']}" for row, _ in parts]
    left = len(spreads) - len(parts)
    return Figure(
        name="07_ranges",
        picture=_ranges(parts, corpus) if parts else nothing(NONE),
        caption=(
            "The same incident as counted by different sources: people, from the least to the most the words allow. "
            "An arrow has no end; a hollow mark is a rounded number."
            + (f" {number(left, 'more incident').capitalize()} in the table." if left else "")
        )
        if parts
        else NONE,
        alt=f"The counts of one incident reach from the least to the most as follows: {listed(shown)}."
        if shown
        else NONE,
        data=contested,
        source="tolls table",
        evidence=contested.select("place", "outlet", "source", "text", "sentence", "article_id", "start", "end"),
        marks=range_marks(contested, parts),
    )


def _ranges(parts: list[tuple[dict[str, Any], pl.DataFrame]], corpus: Corpus) -> Picture:
    heights = [len(rows) + 1.5 for _, rows in parts]
    picture, axes = panels(len(parts), height=A_LINE * sum(heights) + 0.1, height_ratios=heights)
    with style():
        for ax, (row, rows) in zip(axes, parts, strict=True):
            plot_ranges(rows, ax, colour=colours(corpus), most=max(1, row["most"]))
            ax.set_title(shorten(f"{row['place']}: {row['effect']}", 80), color=INK, parse_math=False)
    return picture


def range_marks(data: pl.DataFrame, parts: Sequence[tuple[Mapping[str, Any], pl.DataFrame]]) -> Marks:
    """How many people each source counts, from the least to the most its words allow."""
    at = row_numbers(data, "article_id", "start", "end", "incident")
    rows = []
    for incident, counts in parts:
        most = max(1, incident["most"])
        for row in counts.iter_rows(named=True):
            low, high = row["low"], row["high"]
            source = row["source"].removeprefix("unnamed: ")
            said = f"{source}, itself" if source == row["outlet"] else f"{source}, in {row['outlet']}"
            n = show(low) if low == high else f"{show(low)} to {show(high)}"
            n = f"{show(low)} or more" if high is None else f"{show(high)} or fewer" if low is None else n
            look = "reach upward" if high is None else "reach downward" if low is None else "reach"
            begin = low if low is not None else high
            mark = {"n": f"about {n}" if row["approx"] else n, "said": f"“{row['text']}”", "shape": look}
            where = {"start": begin / most, "size": ((high if high is not None else begin) - begin) / most}
            id = at[row["article_id"], row["start"], row["end"], row["incident"]]
            heading = f"{incident['place']}: {incident['effect']}"
            rows.append({"heading": heading, "label": said, **mark, **where, "row": id})
    caption = "The same incident as counted by different sources: people, from the least to the most the words allow."
    return Marks("bars", rows, caption=caption)
