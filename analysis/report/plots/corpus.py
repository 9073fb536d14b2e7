"""When did each article appear within its event?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, day, panels, shorten
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus


MOST = 24  # articles of an event that get a line of their own


def timeline(corpus: Corpus) -> pl.DataFrame:
    """When did each article appear within its event?

    One row is one article: event, event_title, event_start, event_end, outlet, article_id, title, date, day (of the
    event, from 1), stated (the date is printed; else it is inferred). Sorted by event_start, event, date, outlet,
    article_id.
    """
    events = pl.DataFrame(
        [
            {"event": e.id, "event_title": e.title, "event_start": e.start, "event_end": e.end}
            for e in corpus.manifest.event
        ]
    )
    found = corpus.articles.join(events, on="event").with_columns(
        day=(pl.col("date") - pl.col("event_start")).dt.total_days() + 1, stated=pl.col("date_basis") == "stated"
    )
    columns = [
        "event",
        "event_title",
        "event_start",
        "event_end",
        "outlet",
        "article_id",
        "title",
        "date",
        "day",
        "stated",
    ]
    return found.select(columns).sort("event_start", "event", "date", "outlet", "article_id")


def plot_timeline(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str]) -> Axes:
    """One event: its days as a band, each article as a mark on its day, outlet and headline beside it.

    An event of many articles has a line an outlet instead of a line an article.
    """
    first, last = rows["event_start"][0], rows["event_end"][0]
    lanes = _lanes(rows)
    ax.axvspan(first, last, color="#f1efe9", lw=0)
    for place, lane in enumerate(lanes):
        y, tint, until = len(lanes) - place, colour[lane["outlet"][0]], lane["date"].max()
        ax.plot([first, until], [y, y], color=tint, lw=1, alpha=0.35)
        for row in lane.iter_rows(named=True):
            ax.plot([row["date"]], [y], "o", ms=8, mfc=tint if row["stated"] else "white", mec=tint, mew=2)
        side, dx = ("right", -9) if (until - first).days > 0.55 * (last - first).days else ("left", 9)
        near: dict[str, Any] = {"textcoords": "offset points", "ha": side, "parse_math": False}
        named, title = _words(lane)
        ax.annotate(named, (until, y), (dx, 2), va="bottom", color=tint, fontsize=10.5, weight="bold", **near)
        ax.annotate(title, (until, y), (dx, -2), va="top", color=GREY, fontsize=9.5, **near)
    ax.set_ylim(0.3, len(lanes) + 0.7)
    ax.set_xlim(min(first, rows["date"].min()) - timedelta(days=1), max(last, rows["date"].max()) + timedelta(days=1))
    ax.set_title(f"{shorten(rows['event_title'][0], 72)}: {number(len(rows), 'article')}", parse_math=False)
    return bare(ax, keep="x")


def _lanes(rows: pl.DataFrame) -> list[pl.DataFrame]:
    if len(rows) > MOST:
        return rows.partition_by("outlet", maintain_order=True)
    return [rows[place] for place in range(len(rows))]


def _words(lane: pl.DataFrame) -> tuple[str, str]:
    """What is written beside a line: outlet and day with the headline, or outlet and number with the span of days."""
    outlet, title, first, last = shorten(lane["outlet"][0], 40), lane["title"][0], lane["date"][0], lane["date"][-1]
    if len(lane) > 1:
        return f"{outlet}: {number(len(lane), 'article')}", f"{day(first)} to {day(last)}"
    return f"{outlet}, {day(first)}", shorten(title, 70) if title else "no headline in the file"


def timeline_figure(corpus: Corpus) -> Figure:
    """The timeline of a whole corpus, one panel an event."""
    from matplotlib.dates import DayLocator, num2date

    rows = timeline(corpus)
    events = rows.partition_by("event", maintain_order=True)
    sizes = [len(_lanes(event)) for event in events]
    picture, axes = panels(len(events), height=0.62 * sum(sizes) + 0.75 * len(events), height_ratios=sizes)
    with style():
        for ax, event in zip(axes, events, strict=True):
            plot_timeline(event, ax, colour=colours(corpus))
            span = max(event["event_end"][0], event["date"].max()) - min(event["event_start"][0], event["date"].min())
            ax.xaxis.set_major_locator(DayLocator(interval=max(1, span.days // 5)))  # type: ignore[no-untyped-call]
            ax.xaxis.set_major_formatter(lambda value, _: day(num2date(value), letters=3))  # type: ignore[no-untyped-call]
            ax.tick_params(axis="x", colors=INK)
        picture.supxlabel(
            "Filled mark: date stated in the file. Open mark: date inferred.", x=0.01, ha="left", size=9, color=GREY
        )
    order = [
        f"on {event['event_title'][0]} "
        + listed([f"{row['outlet']} (day {row['day']})" for row in event.iter_rows(named=True)])
        for event in events
    ]
    return Figure(
        name="01_timeline",
        picture=picture,
        caption=f"The {len(rows)} articles within their events. Shaded: the event as the corpus file dates it.",
        alt="In order of time: " + "; ".join(order) + ".",
        data=rows,
        source="corpus.toml",
    )
