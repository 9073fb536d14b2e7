"""Which words set each newsroom apart?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, key, legend, panels, place_words, settle, shorten
from analysis.report.prose import listed
from analysis.report.style import GREY, INK, RULE, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

REST = "#c9c5bb"
MOST = 8  # events in one picture


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


def _of_event(keyness: pl.DataFrame, event: str | None) -> pl.DataFrame:
    """The rows of one event, or of all, or a refusal that names the events there are."""
    rows = keyness if event is None else keyness.filter(pl.col("event") == event)
    if rows.is_empty():
        there = ", ".join(keyness["event"].unique().sort()) or "none"
        on = "" if event is None else f' on "{event}"'
        raise ValueError(f"no key words{on} in this table; events here: {there}; choose one of them")
    return rows


def _stories(rows: pl.DataFrame, corpus: Corpus) -> dict[str, list[str]]:
    """The outlets of each event, in the order of the corpus file."""
    there = set(rows.select("event", "outlet").iter_rows())
    found = {e: [o for o in corpus.outlets if (e, o) in there] for e in corpus.events}
    return {event: outlets for event, outlets in found.items() if outlets}


def _which(stories: dict[str, list[str]], corpus: Corpus) -> str:
    """Behind the caption's first words: the event, or how many of the events are drawn."""
    if len(stories) == 1:
        return f", {corpus.events[next(iter(stories))]}"
    return f", the first {MOST} of {len(stories)} events" if len(stories) > MOST else ", event by event"


def _tops(rows: pl.DataFrame, stories: dict[str, list[str]], corpus: Corpus) -> str:
    """The first three words of each outlet, event by event where there are several."""
    said = []
    for event, outlets in stories.items():
        for place, outlet in enumerate(outlets):
            words = rows.filter(pl.col("event") == event, pl.col("outlet") == outlet)["term"].head(3).to_list()
            on = f"on {corpus.events[event]}, " if len(stories) > 1 and not place else ""
            said.append(f"{on}for {outlet}: {listed(words)}")
    return "; ".join(said)


def keyness_bars_figure(keyness: pl.DataFrame, corpus: Corpus, *, event: str | None = None, most: int = 10) -> Figure:
    """The words each outlet uses more than the others on the same event, as paired bars. All events, or one."""
    found = _of_event(keyness, event).filter(pl.col("zeta") > 0)
    stories = _stories(found, corpus)
    if not stories:
        on = "" if event is None else f' on "{event}"'
        raise ValueError(f"no outlet leans to any word{on}: every zeta is zero; give a table with other words")
    chosen = found.group_by("event", "outlet", maintain_order=True).head(most)
    picture = _bars(chosen, corpus, dict(list(stories.items())[:MOST]))
    return Figure(
        name=f"02_keyness_bars_{event}" if event else "02_keyness_bars",
        picture=picture,
        caption=(
            f"Words that set each outlet apart{_which(stories, corpus)}. Bars: uses per 1,000 words, in the outlet and "
            "in the others together; numbers: uses counted. Ranked by ζ, the weighted log-odds." + _band_words(chosen)
        ),
        alt=f"The words most typical of each outlet are, {_tops(chosen, stories, corpus)}."
        + band.finding(chosen if band.entry(found) else None, "word"),
        data=chosen,
        source="keyness table, words in all sections",
    )


def _bars(chosen: pl.DataFrame, corpus: Corpus, stories: dict[str, list[str]]) -> Picture:
    """Three outlets side by side; each event begins a line."""
    columns = min(3, max(map(len, stories.values())))
    lines = [(e, os[at : at + columns], at) for e, os in stories.items() for at in range(0, len(os), columns)]
    bars = chosen.group_by("event", "outlet").len()["len"].max()
    assert isinstance(bars, int)
    entries, several = band.entry(chosen), len(stories) > 1
    height = len(lines) * (0.6 + 0.31 * bars) + 0.25 * len(entries) + 0.28 * several * len(stories)
    picture, axes = panels(len(lines), columns, height=height, sharex=True)
    tint = colours(corpus)
    with style():
        for place, (event, outlets, at) in enumerate(lines):
            for x, outlet in enumerate(outlets):
                ax = axes[place * columns + x]
                rows = chosen.filter(pl.col("event") == event, pl.col("outlet") == outlet)
                plot_keyness_bars(rows, ax, colour=tint[outlet])
                ax.set_ylim(len(rows) - bars + 0.4, len(rows) + 0.6)
                ax.set_title(folded(outlet, 22), color=tint[outlet], pad=20)
                key(ax, [(tint[outlet], "this outlet"), (REST, "others")], y=1.0, size=8)
                ax.margins(x=0.16)
                ax.spines["left"].set_visible(False)
            if several and not at:
                head: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "weight": "bold"}
                words = folded(corpus.events[event], 80, lines=1)
                axes[place * columns].annotate(words, (0, 1), (-40, 42), color=INK, parse_math=False, **head)
            for x in range(len(outlets), columns):
                axes[place * columns + x].set_visible(False)
        if entries:
            legend(picture, entries, edge="none")
    return picture


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
    if band.entry(rows) and rows["null_effect"][0] is not None:
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


def keyness_scatter_figure(
    keyness: pl.DataFrame, corpus: Corpus, *, event: str | None = None, write: int = 90
) -> Figure:
    """Frequency against weighted log-odds, one panel an outlet, the words written in. All events, or one."""
    rows = _of_event(keyness, event)
    stories = _stories(rows, corpus)
    picture = _scatter(rows, corpus, dict(list(stories.items())[:MOST]), write)
    return Figure(
        name=f"02_keyness_scatter_{event}" if event else "02_keyness_scatter",
        picture=picture,
        caption=(
            f"Every word by how often it is used and how far it leans to one outlet{_which(stories, corpus)}. Words "
            "are written in as far as there is room, the furthest from the line first." + _band_words(rows)
        ),
        alt=f"{_near(rows)} Furthest out are, {_tops(rows, stories, corpus)}.",
        data=rows,
        source="keyness table, words in all sections",
    )


def _scatter(rows: pl.DataFrame, corpus: Corpus, stories: dict[str, list[str]], write: int) -> Picture:
    """A panel an outlet; of two outlets on an event only the first, since the other would be its mirror image."""
    from matplotlib.ticker import FixedLocator, NullLocator

    shown = [(e, o) for e, outlets in stories.items() for o in (outlets if len(outlets) > 2 else outlets[:1])]
    parts = [rows.filter(pl.col("event") == event, pl.col("outlet") == outlet) for event, outlet in shown]
    picture, axes = panels(
        len(shown), 1, height=min(3.0, max(2.2, 9.4 / len(shown))) * len(shown) + 0.6, sharex=True, sharey=True
    )
    tint = colours(corpus)
    with style():
        axes[0].set_xscale("log")
        axes[0].xaxis.set_major_locator(FixedLocator([step * 10**power for power in range(7) for step in (1, 3)]))
        axes[0].xaxis.set_minor_locator(NullLocator())
        axes[0].xaxis.set_major_formatter("{x:,.0f}")
        for ax, (event, outlet), part in zip(axes, shown, parts, strict=True):
            plot_keyness_scatter(part, ax, colour=tint[outlet])
            there = stories[event]
            other = shorten(there[1], 32) if len(there) == 2 else "the other outlets"
            on = f", {shorten(corpus.events[event], 36)}" if len(stories) > 1 else ""
            ax.set_title(f"{shorten(outlet, 32)} (above the line) against {other} (below){on}", color=tint[outlet])
            ax.set_ylabel("ζ, weighted log-odds")
        axes[-1].set_xlabel("uses in all articles on the event (logarithmic)")
        if entries := band.entry(rows):
            legend(picture, entries, edge="none")
        settle(picture)
        for ax, (_, outlet), part in zip(axes, shown, parts, strict=True):
            write_words(part, ax, colour=tint[outlet], most=write)
    return picture


def _near(rows: pl.DataFrame) -> str:
    """How many words lie near the line for every outlet: inside the band, where there is one?"""
    inside = ~pl.col("outside") if band.entry(rows) else pl.col("zeta").abs() < 1.96
    near = rows.group_by("event", "term").agg(inside.all().alias("near"))["near"]
    within = "inside the band" if band.entry(rows) else "within 1.96 of the line"
    return f"{near.sum():,} of {len(near):,} words lie {within} for every outlet."
