"""Which words set each newsroom apart, where do they stand, and in what company?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, fit, folded, key, note, nothing, panels, place_words, settle, shorten
from analysis.report.prose import listed
from analysis.report.style import GREY, INK, RULE, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

REST = "#c9c5bb"


def plot_keyness_bars(rows: pl.DataFrame, ax: Axes, *, colour: str) -> Axes:
    """One outlet's key words: its rate per 1,000 words above that of the others, counts at the bars' ends."""
    for place, row in enumerate(rows.iter_rows(named=True)):
        y = len(rows) - place
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
    picture, axes = panels(lines, columns, height=lines * (0.6 + 0.31 * bars), sharex=True)
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
    tops = [
        f"{outlet}: {listed(chosen.filter(pl.col('outlet') == outlet)['term'].head(3).to_list())}" for outlet in outlets
    ]
    return Figure(
        name=f"02_keyness_bars_{event}",
        picture=picture,
        caption=(
            f"Words that set each outlet apart, {corpus.events[event]}. Bars: uses per 1,000 words, in the outlet and "
            "in the others together; numbers: uses counted. Ranked by ζ, the weighted log-odds."
        ),
        alt=f"The words most typical of each outlet are, for {'; for '.join(tops)}.",
        data=chosen,
        source="keyness table, words in all sections",
    )


def plot_keyness_scatter(rows: pl.DataFrame, ax: Axes, *, colour: str) -> Axes:
    """One outlet: each word by how often it stands in the event's articles and how much it leans to the outlet."""
    x, y = (rows["n_target"] + rows["n_reference"]).to_list(), rows["zeta"].to_list()
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
    picture, axes = panels(len(shown), 1, height=3.0 * len(shown) + 0.4, sharex=True, sharey=True)
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
        settle(picture)
        for ax, outlet in zip(axes, shown, strict=True):
            write_words(rows.filter(pl.col("outlet") == outlet), ax, colour=tint[outlet], most=write)
    tops = [
        f"{outlet} {listed(rows.filter(pl.col('outlet') == outlet)['term'].head(3).to_list())}" for outlet in outlets
    ]
    zetas = rows.group_by("term").agg(pl.col("zeta").abs().max())["zeta"]
    near = int((zetas < 1.96).sum())
    return Figure(
        name=f"02_keyness_scatter_{event}",
        picture=picture,
        caption=(
            f"Every word by how often it is used and how far it leans to one outlet, {corpus.events[event]}. Words are "
            "written in as far as there is room, the furthest from the line first."
        ),
        alt=(
            f"{near:,} of {len(zetas):,} words lie within 1.96 of the line for every outlet. Furthest out are, for "
            f"{'; for '.join(tops)}."
        ),
        data=rows,
        source="keyness table, words in all sections",
    )


def plot_strips(rows: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], colour: dict[str, str]) -> Axes:
    """One word: a strip an outlet from the article's first word to its last, a stroke at each use."""
    for place, outlet in enumerate(outlets):
        y = len(outlets) - place
        where = rows.filter(pl.col("outlet") == outlet)["position"].to_list()
        ax.plot([0, 1], [y, y], color="#efece5", lw=9, solid_capstyle="butt", zorder=1)
        ax.vlines(where, y - 0.36, y + 0.36, color=colour[outlet], lw=1.6, zorder=2)
        ax.text(1.015, y, f"{len(where):,}", va="center", fontsize=8.5, color=INK if where else GREY)
    named = [shorten(outlet, 30) for outlet in outlets]
    ax.set_yticks([len(outlets) - place for place in range(len(outlets))], named, fontsize=8.5, parse_math=False)
    for label, outlet in zip(ax.get_yticklabels(), outlets, strict=True):
        label.set_color(colour[outlet])
    ax.set_ylim(0.4, len(outlets) + 0.6)
    ax.set_xlim(0, 1.06)
    bare(ax, keep="y")
    ax.spines["left"].set_visible(False)
    return ax


def strips_figure(positions: pl.DataFrame, corpus: Corpus, *, terms: Sequence[str]) -> Figure:
    """Where in each article does each chosen word stand?"""
    if not terms:
        raise ValueError("no words were asked for, so there are no strips to draw; give at least one term")
    present = set(corpus.articles["outlet"])
    outlets = [outlet for outlet in corpus.outlets if outlet in present]
    columns = 2
    lines = -(-len(terms) // columns)
    picture, axes = panels(lines, columns, height=lines * (0.36 + 0.2 * len(outlets)) + 0.2)
    with style():
        for ax, term in zip(axes, terms, strict=False):
            rows = positions.filter(pl.col("term") == term)
            plot_strips(rows, ax, outlets=outlets, colour=colours(corpus))
            ax.set_title(f"“{term}”", parse_math=False)
        for ax in axes[len(terms) :]:
            ax.set_visible(False)
    counts = positions.group_by("term", "outlet").len().sort("len", "term", "outlet", descending=[True, False, False])
    top = counts.row(0, named=True) if len(counts) else None
    finding = f" “{top['term']}” in {top['outlet']} is the most frequent, {top['len']} times." if top else ""
    return Figure(
        name="02_strips",
        picture=picture,
        caption=(
            "Where chosen words stand in each article, from its first word (left) to its last (right). One stroke is "
            "one use; the number is their count. Articles of different events are shown together, not compared."
        ),
        alt=f"Strips for {listed([f'“{term}”' for term in terms])} in {len(outlets)} outlets.{finding}",
        data=positions,
        source="tokens table",
    )


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
    """Every place of a word with its company, outlet under outlet."""
    shown = concordance.head(most).with_columns(
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
    said = listed([f"{row['len']} in {row['outlet']}" for row in counts.iter_rows(named=True)])
    cut = f" The first {most} of {len(concordance)} lines." if len(concordance) > most else ""
    times = {0: "nowhere", 1: "once"}.get(len(concordance), f"{len(concordance):,} times")
    return Figure(
        name=name,
        picture=picture,
        caption=f"“{query}” in its company (key word in context).{cut}",
        alt=f"“{query}” stands {times}{': ' if said else ''}{said}.",
        data=concordance,
        source="concordance table",
    )
