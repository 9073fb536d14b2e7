"""Which words set each newsroom apart?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.keywords import positive_keywords
from analysis.report.figure import Figure
from analysis.report.plots import band, marks
from analysis.report.plots.canvas import (
    HIGHEST,
    bare,
    chosen,
    legend,
    name_lines,
    nothing,
    panels,
    shorten,
)
from analysis.report.plots.stories import by_event, line_head
from analysis.report.prose import listed
from analysis.report.style import GREY, INK, colours, style
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

REST = "#c9c5bb"
BAR = 0.29  # inches: the two bars of a word
BARS, SCATTER = 12, 8  # panels of a figure at most
DWARFS = 3  # words at most whose bars are broken off
NONE = "No two outlets use words of the same event differently, or none report the same event."


def plot_keyness_bars(rows: pl.DataFrame, ax: Axes, *, colour: str, limit: float | None = None) -> Axes:
    """One outlet's key words: its rate per 1,000 words above that of the others, counts at the bars' ends.

    The band, where the rows have one, is where the outlet's own bar might end. Over all events a word has in brackets
    on how many of them it leans to the outlet. A bar beyond `limit` is broken off there.
    """
    spans = band.ends(rows, ["term"])
    for place, row in enumerate(rows.iter_rows(named=True)):
        y = len(rows) - place
        if (row["term"],) in spans:
            band.lay(ax, y, *spans[(row["term"],)], height=0.9)
        for offset, side, tint in ((0.17, "target", colour), (-0.17, "reference", REST)):
            rate, count = min(row[f"rate_{side}"], limit or row[f"rate_{side}"]), row[f"n_{side}"]
            ax.barh(y + offset, rate, height=0.32, color=tint)
            if rate < row[f"rate_{side}"]:
                ax.plot([0.9 * rate], [y + offset], marker=(2, 0, -30), ms=11, mew=2.5, color="white")
            ink = INK if side == "target" else GREY
            ax.annotate(
                f"{count:,}", (rate, y + offset), (3, 0), textcoords="offset points", va="center", fontsize=8, color=ink
            )
    name_lines(ax, _named(rows))
    return bare(ax, keep="y", left=False)


def _named(rows: pl.DataFrame) -> list[str]:
    """The words, with the number of events on which each leans to the outlet where it is known."""
    leaning = rows["n_leaning"] if "n_leaning" in rows.columns else [None] * len(rows)
    return [
        shorten(term, 24) if n is None else f"{shorten(term, 18)} ({n})"
        for term, n in zip(rows["term"], leaning, strict=True)
    ]


def _titles(corpus: Corpus) -> dict[str, str]:
    return {ALL_EVENTS: "all events together", **corpus.events}


def _which(stories: dict[str, list[str]], corpus: Corpus) -> str:
    """Behind the caption's first words: the event, or that there are several."""
    return f", {_titles(corpus)[next(iter(stories))]}" if len(stories) == 1 else ", event by event"


def _tops(rows: pl.DataFrame, stories: dict[str, list[str]], corpus: Corpus) -> str:
    """The first three words of each outlet that is drawn, event by event where there are several."""
    said = []
    for event, outlets in stories.items():
        for place, outlet in enumerate(outlets):
            words = rows.filter(pl.col("event") == event, pl.col("outlet") == outlet)["term"].head(3).to_list()
            on = f"on {_titles(corpus)[event]}, " if len(stories) > 1 and not place else ""
            said.append(f"{on}for {outlet}: {listed(words) or 'none'}")
    return "; ".join(said)


def keyness_bars_figure(keyness: pl.DataFrame, corpus: Corpus, *, most: int = 10) -> Figure:
    """The words each outlet uses more than the others on the same events, as paired bars.

    All events together, where outlets report several, and the events on which their words differ most.
    """
    found = positive_keywords(keyness).group_by("event", "outlet", maintain_order=True).head(most)
    drawn, left_out = chosen(found, corpus, value="zeta", by=["term"], most=BARS, abreast=3)
    stories = by_event(drawn)
    if not stories:
        return Figure("02_keyness_bars", nothing(NONE), "Words that set each outlet apart.", NONE, found)
    there = found.filter(pl.col("event").is_in(list(stories)))
    broken = " A bar that is broken off is longer than there is room for." if _limit(there) else ""
    together = " In brackets: on how many events the word leans to the outlet." if ALL_EVENTS in stories else ""
    return Figure(
        name="02_keyness_bars",
        picture=_bars(there, corpus, stories, most),
        caption=(
            f"Words that set each outlet apart{_which(stories, corpus)}"
            f"{'' if corpus.is_lexical_only else ': its own words against the own words of the others'}. "
            "Bars: uses per 1,000 words, in the outlet and "
            f"in the others together; numbers: uses counted. Ranked by ζ, the weighted log-odds.{broken}{together}"
            + _band_words(found, there)
            + left_out
        ),
        alt=f"The words most typical of each outlet are, {_tops(found, stories, corpus)}."
        + band.finding(there if band.entry(there) else None, "word"),
        data=found,
        source="keyness table, words in all sections",
        marks=marks.word_marks(found, drawn, _limit(there)),
    )


def _limit(rows: pl.DataFrame) -> float | None:
    """Where do bars end, when a few words dwarf all others? None where they do not: then every bar has its length."""
    longest = rows.select(rate=pl.max_horizontal("rate_target", "rate_reference"))["rate"].sort(descending=True)
    steps = [n for n in range(1, min(DWARFS + 1, len(longest))) if longest[n - 1] > 2 * longest[n] > 0]
    return 1.25 * longest[steps[-1]] if steps else None


def _bars(found: pl.DataFrame, corpus: Corpus, stories: dict[str, list[str]], most: int) -> Picture:
    """Three outlets side by side; each event begins a line. As many words as fit a page."""
    columns = min(3, max(map(len, stories.values())))
    lines = [(e, os[at : at + columns], at) for e, os in stories.items() for at in range(0, len(os), columns)]
    several = len(stories) > 1
    fixed = 0.45 * len(lines) + 0.25 * several * len(stories) + 0.5
    bars = min(most, int((HIGHEST - fixed) / len(lines) / BAR))
    shown = found.group_by("event", "outlet", maintain_order=True).head(bars)
    bars = max(len(part) for part in shown.partition_by("event", "outlet"))
    picture, axes = panels(len(lines), columns, height=fixed + BAR * bars * len(lines), sharex=True)
    tint, limit = colours(corpus), _limit(found)
    with style():
        for place, (event, outlets, at) in enumerate(lines):
            for x, outlet in enumerate(outlets):
                ax = axes[place * columns + x]
                rows = shown.filter(pl.col("event") == event, pl.col("outlet") == outlet)
                plot_keyness_bars(rows, ax, colour=tint[outlet], limit=limit)
                ax.set_ylim(len(rows) - bars + 0.4, len(rows) + 0.6)
                ax.set_title(shorten(outlet, 22), color=tint[outlet])
                ax.margins(x=0.16)
            if several and not at:
                line_head(axes[place * columns], shorten(_titles(corpus)[event], 80))
            for x in range(len(outlets), columns):
                axes[place * columns + x].set_visible(False)
        named = [(GREY, "the outlet, in its colour"), (REST, "the others together")]
        legend(picture, [*named, *band.entry(found)], edge="none")
    return picture


def _band_words(rows: pl.DataFrame, drawn: pl.DataFrame) -> str:
    """What the band of key words is, as a sentence that follows the caption; `drawn` are the rows that have panels."""
    if "null_effect" not in rows.columns:
        return ""
    if band.entry(drawn):
        return " Blue band: as far as any of the words leans when halves of one text are compared."
    return " Bands are known of single events only." if band.entry(rows) else band.caption(rows)
