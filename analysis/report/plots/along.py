"""How do the scores run along the articles, and how do the articles' means lie beside each other?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.pooling import event_gaps
from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import HIGHEST, bare, day, legend, name_lines, note, nothing, panels, shorten
from analysis.report.prose import count, listed, number
from analysis.report.style import GREY, INK, RULE, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

PANEL, LINE, EDGES = 1.05, 0.2, 0.7  # inches: an article, an outlet's line in the summary, what is round them
OUTLETS = 14  # lines of the summary
NONE = "No sentence is scored."


def plot_along(
    scores: pl.DataFrame, ax: Axes, *, colour: str, mean: float | None, span: tuple[float, float] | None = None
) -> Axes:
    """One article, one instrument: a stroke a sentence in the order of the text, up or down from zero.

    `span`: between which ends the mean might lie as far as the article differs from itself.
    """
    y = scores["score"].fill_null(0.0).to_list()
    x = list(range(1, len(y) + 1))
    unknown = [place for place, score in zip(x, scores["score"], strict=True) if score is None]
    ax.axhline(0, color=RULE, lw=0.8)
    if span:
        ax.axhspan(*span, color=band.PALE, lw=0, zorder=0)
    ax.vlines(x, 0, y, color=colour, lw=1.8, alpha=0.85)
    ax.plot(unknown, [0] * len(unknown), "o", ms=2.2, mfc="white", mec=GREY, mew=0.6)
    if mean is not None:
        ax.axhline(mean, color=INK, lw=0.9, ls=(0, (4, 3)))
        note(ax, len(y) + 1.5, mean, _signed(mean), va="center", fontsize=9)
    ax.set_ylim(-1.05, 1.05)
    ax.set_xlim(0, len(y) + 1)
    ax.set_yticks([-1, 0, 1], ["−1", "0", "+1"], fontsize=8, color=GREY)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return ax


def plot_means(means: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], colour: dict[str, str]) -> Axes:
    """One instrument: a line an outlet, a dot the mean of one of its articles, a stroke the mean of these means."""
    ax.axvline(0, color=RULE, lw=0.8)
    for place, outlet in enumerate(outlets):
        y, found = len(outlets) - place, means.filter(pl.col("outlet") == outlet)["mean"].drop_nulls().to_list()
        ax.plot(found, [y] * len(found), "o", ms=4, mfc=colour[outlet], mec="white", mew=0.3, alpha=0.6)
        if found:
            ax.plot([sum(found) / len(found)] * 2, [y - 0.42, y + 0.42], color=INK, lw=1.5, solid_capstyle="butt")
    tints = [colour[outlet] for outlet in outlets]
    name_lines(ax, [shorten(outlet, 22) for outlet in outlets], tints, room=0.7, fontsize=8.5)
    ax.locator_params(axis="x", nbins=4, prune="both")
    ax.xaxis.set_major_formatter(lambda value, _: "0" if abs(value) < 1e-9 else _signed(value))
    return bare(ax, keep="xy", left=False)


def along_figure(
    scores: pl.DataFrame, means: pl.DataFrame, corpus: Corpus, *, null: pl.DataFrame | None = None
) -> Figure:
    """Sentence by sentence along each article, one column an instrument; with many articles all their means above.

    `means` are of articles. `null`: the `null_band` of articles' means.
    """
    keys = ["article_id", "instrument"]
    data = band.joined(scores, null, keys)
    told = corpus.articles.filter(pl.col("article_id").is_in(scores["article_id"].unique().to_list()))
    told = told.sort("article_id").select("article_id", "event", "outlet", "date")
    means = told.join(means.select(*keys, "mean"), on="article_id", how="left", maintain_order="left")
    outlets = [outlet for outlet in corpus.outlets if outlet in set(means["outlet"])]
    order, cut = _drawn(means, corpus, len(outlets))
    instruments = list(dict.fromkeys(scores["instrument"].sort()))
    picture = _picture(data, means, corpus, order, outlets[: OUTLETS if cut else 0]) if order else nothing(NONE)
    signs = [
        f"{instrument}: {sum(value > 0 for value in values)} of {len(values)} article means above zero"
        for instrument in instruments
        if (values := means.filter(pl.col("instrument") == instrument)["mean"].drop_nulls().to_list())
    ]
    return Figure(
        name="05_along",
        picture=picture,
        caption=(
            f"Each sentence's score in the order of the text: {listed(instruments)}. One stroke is one sentence; an "
            f"open dot is a sentence of which the instrument knows no word; the broken line is the mean.{cut}"
            + band.caption(null)
        )
        if order
        else NONE,
        alt="; ".join(signs) + "." + band.finding(null, "mean") if order else NONE,
        data=data,
        source="sentiment table",
    )


def _drawn(means: pl.DataFrame, corpus: Corpus, outlets: int) -> tuple[list[str], str]:
    """Which articles are drawn, outlet by outlet in order of time, and what does the caption say of the others?"""
    ids = means.sort("date", "article_id")["article_id"].unique(maintain_order=True).to_list()
    most = int((HIGHEST - EDGES) / PANEL)
    if len(ids) <= most:
        return _in_order(ids, means, corpus), ""
    most = max(int((HIGHEST - EDGES - 0.4 - LINE * min(outlets, OUTLETS)) / PANEL), 1)
    ranked = event_gaps(means, value="mean", by=["instrument"])["event"].to_list()
    events = list(dict.fromkeys([*ranked, *corpus.events]))
    of_event = {event: means.filter(pl.col("event") == event)["article_id"].unique().to_list() for event in events}
    picked: list[str] = []
    for event in events:
        if len(picked) + len(of_event[event]) <= most:
            picked += of_event[event]
    n = len({event for event in events if of_event[event] and of_event[event][0] in picked})
    whole = f"articles of the {number(n, 'event')} of {len(corpus.events)} in which the outlets' means differ most"
    if not picked:
        picked, whole = _far(means, events[0], most)
    above = f" for the first {OUTLETS} of {outlets} outlets" if outlets > OUTLETS else ""
    said = f" Above: the mean of each of the {len(ids):,} articles, and the mean of these means{above}. Below: the "
    return _in_order(picked, means, corpus), said + whole + "; the others stand in the data."


def _far(means: pl.DataFrame, event: str, most: int) -> tuple[list[str], str]:
    """Articles of an event whose means lie farthest from the event's, by either instrument."""
    far = (pl.col("mean") - pl.col("mean").mean().over("instrument")).abs().fill_null(0).round(6)
    here = means.filter(pl.col("event") == event).with_columns(far=far)
    ranked = here.group_by("article_id").agg(pl.col("far").max()).sort("far", "article_id", descending=[True, False])
    words = f"{count(most)} whose means lie farthest from those of their event"
    return ranked["article_id"].head(most).to_list(), words


def _in_order(ids: list[str], means: pl.DataFrame, corpus: Corpus) -> list[str]:
    """Articles by outlet, then day; event by event where an outlet has several of them."""
    rows = means.filter(pl.col("article_id").is_in(ids)).unique("article_id").sort("date", "article_id")
    placed = rows.select("article_id", "event", "outlet").rows()
    events = list(corpus.events)
    several = rows.select("event", "outlet").unique()["outlet"].is_duplicated().any()
    return [
        id
        for id, event, outlet in sorted(
            placed, key=lambda row: (several and events.index(row[1]), corpus.outlets.index(row[2]))
        )
    ]


def _picture(data: pl.DataFrame, means: pl.DataFrame, corpus: Corpus, order: list[str], above: list[str]) -> Picture:
    """The summary, where `above` names its outlets, and below it a line of panels an article."""
    instruments = list(dict.fromkeys(data["instrument"].sort()))
    heights = [*([0.4 + LINE * len(above)] if above else []), *[PANEL] * len(order)]
    ratios = {"height_ratios": heights}
    picture, axes = panels(len(heights), len(instruments), height=sum(heights) + EDGES, gridspec_kw=ratios)
    tint, names, spans = colours(corpus), _names(means, corpus), band.ends(data, ["article_id", "instrument"])
    mean = {(row["article_id"], row["instrument"]): row["mean"] for row in means.iter_rows(named=True)}
    with style():
        for index, ax in enumerate(axes):
            line, column = divmod(index, len(instruments))
            of_one, article = pl.col("instrument") == instruments[column], (["", *order] if above else order)[line]
            if article:
                outlet, *titles = names[article]
                at, rows = (article, instruments[column]), data.filter(of_one, pl.col("article_id") == article)
                plot_along(rows.sort("start"), ax, colour=tint[outlet], mean=mean.get(at), span=spans.get(at))
                named = [titles[0], instruments[column]] if line == 0 else [titles[column > 0]]
                ax.set_title(", ".join(named), color=tint[outlet], fontsize=10)
            else:
                plot_means(means.filter(of_one), ax, outlets=above, colour=tint)
                ax.set_title(instruments[column], fontsize=10)
            ax.tick_params(labelleft=column == 0)
        if entries := band.entry(data, f"the mean, {band.KEY}"):
            legend(picture, entries, edge="none")
    return picture


def _names(means: pl.DataFrame, corpus: Corpus) -> dict[str, tuple[str, str, str]]:
    """Each article's outlet, its title on the left, with the day where the outlet has several, and on the right."""
    rows = means.select("article_id", "event", "outlet", "date").unique(maintain_order=True)
    several = rows["outlet"].is_duplicated().any()
    events = corpus.events if rows.select("event", "outlet").unique()["outlet"].is_duplicated().any() else {}
    return {
        id: (
            outlet,
            shorten(outlet, 26) + (f", {day(date, letters=3)} {date.year}" if several else ""),
            shorten(events.get(event, outlet), 44),
        )
        for id, event, outlet, date in rows.iter_rows()
    }


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")
