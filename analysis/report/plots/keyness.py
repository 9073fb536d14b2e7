"""Which words set each newsroom apart?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, key, legend, panels, place_words, settle, shorten
from analysis.report.prose import listed
from analysis.report.style import GREY, INK, RULE, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

REST = "#c9c5bb"


def plot_keyness_bars(rows: pl.DataFrame, ax: Axes, *, colour: str) -> Axes:
    """One outlet's key words: its rate per 1,000 words above that of the others, counts at the bars' ends.

    The band, where the rows have one, is where the outlet's own bar might end.
    """
    spans = band.ends(rows, ["term"])
    for place, row in enumerate(rows.iter_rows(named=True)):
        y = len(rows) - place
        if (row["term"],) in spans:
            band.lay(ax, y, *spans[(row["term"],)], height=0.9)
        for offset, side, tint in ((0.17, "target", colour), (-0.17, "reference", REST)):
            rate, count = row[f"rate_{side}"], row[f"n_{side}"]
            ax.barh(y + offset, rate, height=0.32, color=tint)
            ink = INK if side == "target" else GREY
            ax.annotate(
                f"{count:,}", (rate, y + offset), (3, 0), textcoords="offset points", va="center", fontsize=8, color=ink
            )
    ax.set_yticks([len(rows) - place for place in range(len(rows))], [shorten(term, 24) for term in rows["term"]])
    for label in ax.get_yticklabels():
        label.set_parse_math(False)
    ax.set_ylim(0.4, len(rows) + 0.6)
    return bare(ax, keep="y")


def _of_event(keyness: pl.DataFrame, event: str) -> pl.DataFrame:
    """The rows of one event, or a refusal that names the events there are."""
    rows = keyness.filter(pl.col("event") == event)
    if rows.is_empty():
        there = ", ".join(keyness["event"].unique().sort()) or "none"
        raise ValueError(f'no key words on "{event}" in this table; events here: {there}; choose one of them')
    return rows


def keyness_bars_figure(keyness: pl.DataFrame, corpus: Corpus, *, event: str, most: int = 10) -> Figure:
    """The words each outlet uses more than the others on the same event, as paired bars."""
    found = _of_event(keyness, event).filter(pl.col("zeta") > 0)
    outlets = [outlet for outlet in corpus.outlets if outlet in set(found["outlet"])]
    if not outlets:
        raise ValueError(f'no outlet leans to any word on "{event}": every zeta is zero; give a table with other words')
    chosen = pl.concat([found.filter(pl.col("outlet") == outlet).head(most) for outlet in outlets])
    columns = min(3, len(outlets))
    lines, bars = -(-len(outlets) // columns), max(chosen.group_by("outlet").len()["len"])
    entries = band.entry(found)
    picture, axes = panels(lines, columns, height=lines * (0.6 + 0.31 * bars) + 0.25 * len(entries), sharex=True)
    tint = colours(corpus)
    with style():
        for ax, outlet in zip(axes, outlets, strict=False):
            rows = chosen.filter(pl.col("outlet") == outlet)
            plot_keyness_bars(rows, ax, colour=tint[outlet])
            ax.set_ylim(len(rows) - bars + 0.4, len(rows) + 0.6)
            ax.set_title(folded(outlet, 22), color=tint[outlet], pad=20)
            key(ax, [(tint[outlet], "this outlet"), (REST, "others")], y=1.0, size=8)
            ax.margins(x=0.16)
            ax.spines["left"].set_visible(False)
        for ax in axes[len(outlets) :]:
            ax.set_visible(False)
        if entries:
            legend(picture, entries, edge="none")
    tops = [
        f"{outlet}: {listed(chosen.filter(pl.col('outlet') == outlet)['term'].head(3).to_list())}" for outlet in outlets
    ]
    return Figure(
        name=f"02_keyness_bars_{event}",
        picture=picture,
        caption=(
            f"Words that set each outlet apart, {corpus.events[event]}. Bars: uses per 1,000 words, in the outlet and "
            "in the others together; numbers: uses counted. Ranked by ζ, the weighted log-odds." + _band_words(chosen)
        ),
        alt=f"The words most typical of each outlet are, for {'; for '.join(tops)}."
        + band.finding(chosen if entries else None, "word"),
        data=chosen,
        source="keyness table, words in all sections",
    )


def _band_words(rows: pl.DataFrame) -> str:
    """What the band of key words is, as a sentence that follows the caption."""
    if "null_effect" not in rows.columns:
        return ""
    if band.entry(rows):
        return " Blue band: as far as any of the words leans when halves of one article are compared."
    return band.caption(rows)


def plot_keyness_scatter(rows: pl.DataFrame, ax: Axes, *, colour: str) -> Axes:
    """One outlet: each word by how often it stands in the event's articles and how much it leans to the outlet."""
    x, y = (rows["n_target"] + rows["n_reference"]).to_list(), rows["zeta"].to_list()
    if band.entry(rows):
        ax.axhspan(-rows["null_effect"][0], rows["null_effect"][0], color=band.PALE, lw=0, zorder=0)
    ax.axhline(0, color=RULE, lw=1)
    ax.scatter(x, y, s=7, color=[colour if value > 0 else "#9a958a" for value in y], alpha=0.55, lw=0)
    ax.margins(x=0.1, y=0.06)
    return bare(ax, keep="xy")


def write_words(rows: pl.DataFrame, ax: Axes, *, colour: str, most: int) -> Axes:
    """The words of a keyness scatter, the furthest from the line first, as far as there is room."""
    far = pl.col("zeta").abs()
    ranked = rows.sort(far, "term", descending=[True, False]).head(most)
    words = [
        (n, zeta, term, colour if zeta > 0 else "#6f6a60", 7.5 + min(2.5, abs(zeta)))
        for term, n, zeta in ranked.select("term", pl.col("n_target") + pl.col("n_reference"), "zeta").iter_rows()
    ]
    place_words(ax, words, gap=0.5)
    return ax


def keyness_scatter_figure(keyness: pl.DataFrame, corpus: Corpus, *, event: str, write: int = 90) -> Figure:
    """Frequency against weighted log-odds, one panel an outlet, the words written in."""
    from matplotlib.ticker import FixedLocator, NullLocator

    rows = _of_event(keyness, event)
    outlets = [outlet for outlet in corpus.outlets if outlet in set(rows["outlet"])]
    shown = outlets if len(outlets) > 2 else outlets[:1]
    picture, axes = panels(len(shown), 1, height=3.0 * len(shown) + 0.6, sharex=True, sharey=True)
    tint = colours(corpus)
    with style():
        axes[0].set_xscale("log")
        axes[0].xaxis.set_major_locator(FixedLocator([step * 10**power for power in range(7) for step in (1, 3)]))
        axes[0].xaxis.set_minor_locator(NullLocator())
        axes[0].xaxis.set_major_formatter("{x:,.0f}")
        for ax, outlet in zip(axes, shown, strict=True):
            plot_keyness_scatter(rows.filter(pl.col("outlet") == outlet), ax, colour=tint[outlet])
            other = shorten(outlets[1], 32) if len(outlets) == 2 else "the other outlets"
            ax.set_title(f"{shorten(outlet, 32)} (above the line) against {other} (below)", color=tint[outlet])
            ax.set_ylabel("ζ, weighted log-odds")
        axes[-1].set_xlabel("uses in all articles on the event (logarithmic)")
        if entries := band.entry(rows):
            legend(picture, entries, edge="none")
        settle(picture)
        for ax, outlet in zip(axes, shown, strict=True):
            write_words(rows.filter(pl.col("outlet") == outlet), ax, colour=tint[outlet], most=write)
    tops = [
        f"{outlet} {listed(rows.filter(pl.col('outlet') == outlet)['term'].head(3).to_list())}" for outlet in outlets
    ]
    return Figure(
        name=f"02_keyness_scatter_{event}",
        picture=picture,
        caption=(
            f"Every word by how often it is used and how far it leans to one outlet, {corpus.events[event]}. Words are "
            "written in as far as there is room, the furthest from the line first." + _band_words(rows)
        ),
        alt=(f"{_near(rows)} Furthest out are, for {'; for '.join(tops)}."),
        data=rows,
        source="keyness table, words in all sections",
    )


def _near(rows: pl.DataFrame) -> str:
    """How many words lie near the line for every outlet: inside the band, where there is one?"""
    inside = ~pl.col("outside") if band.entry(rows) else pl.col("zeta").abs() < 1.96
    near = rows.group_by("term").agg(inside.all().alias("near"))["near"]
    within = "inside the band" if band.entry(rows) else "within 1.96 of the line"
    return f"{near.sum():,} of {len(near):,} words lie {within} for every outlet."
