"""When did each article appear within its event?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.report.figure import Figure
from analysis.report.plots.canvas import HIGHEST, bare, day, fit, legend, name_lines, panels, shorten
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, WIDTH, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus


MOST = 24  # articles of an event that get a line of their own
LINE = 0.3  # inches of an event's line
LINES = 20  # lines of events at most
MARKS = "Filled mark: date stated in the file. Open mark: date inferred."


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


def plot_timeline(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], most: int = MOST) -> Axes:
    """One event: its days as a band, each article as a mark on its day, outlet and headline beside it.

    An event of more than `most` articles has a line an outlet instead of a line an article.
    """
    first, last = rows["event_start"][0], rows["event_end"][0]
    lanes = _lanes(rows, most)
    ax.axvspan(first, last, color="#f1efe9", lw=0)
    ax.set_xlim(min(first, rows["date"].min()) - timedelta(days=1), max(last, rows["date"].max()) + timedelta(days=1))
    for place, lane in enumerate(lanes):
        _lane(lane, ax, len(lanes) - place, colour[lane["outlet"][0]])
    ax.set_ylim(0.3, len(lanes) + 0.7)
    ax.set_title(f"{shorten(rows['event_title'][0], 72)}: {number(len(rows), 'article')}", parse_math=False)
    return bare(ax, keep="x")


def _lane(lane: pl.DataFrame, ax: Axes, y: int, tint: str) -> None:
    """A line of marks, and the words on that side of the last mark where there is more room."""
    from matplotlib.dates import date2num

    until = lane["date"].max()
    ax.plot([lane["event_start"][0], until], [y, y], color=tint, lw=1, alpha=0.35)
    for row in lane.iter_rows(named=True):
        ax.plot([row["date"]], [y], "o", ms=8, mfc=tint if row["stated"] else "white", mec=tint, mew=2)
    left, right = ax.get_xlim()
    gone = (date2num(until) - left) / (right - left)  # type: ignore[no-untyped-call]
    side, dx, room = ("right", -9, gone) if gone > 0.55 else ("left", 9, 1 - gone)
    near: dict[str, Any] = {"textcoords": "offset points", "ha": side, "parse_math": False}
    words = zip(_words(lane), ((2, "bottom", tint, 10.5, "bold"), (-2, "top", GREY, 9.5, "normal")), strict=True)
    for text, (dy, va, ink, size, weight) in words:
        mark = ax.annotate(text, (until, y), (dx, dy), va=va, color=ink, fontsize=size, weight=weight, **near)
        fit(mark, room * (WIDTH - 0.2) - 0.15)


def _lanes(rows: pl.DataFrame, most: int) -> list[pl.DataFrame]:
    if len(rows) > most:
        return rows.partition_by("outlet", maintain_order=True)
    return [rows[place] for place in range(len(rows))]


def _words(lane: pl.DataFrame) -> tuple[str, str]:
    """What is written beside a line: outlet and day with the headline, or outlet and number with the span of days."""
    outlet, title, first, last = shorten(lane["outlet"][0], 40), lane["title"][0], lane["date"][0], lane["date"][-1]
    if len(lane) > 1:
        return f"{outlet}: {number(len(lane), 'article')}", f"{day(first)} to {day(last)}"
    return f"{outlet}, {day(first)}", shorten(title, 70) if title else "no headline in the file"


def plot_event_lines(events: list[pl.DataFrame], ax: Axes, *, colour: dict[str, str]) -> Axes:
    """One line an event: each article as a mark on its day of the event, outlets one above the other in the line."""
    outlets = [outlet for outlet in colour if any(outlet in set(event["outlet"]) for event in events)]
    for place, event in enumerate(events):
        y = len(events) - place
        ax.barh(y, (event["event_end"][0] - event["event_start"][0]).days + 1, left=0.5, height=0.86, color="#f1efe9")
        for row in event.iter_rows(named=True):
            tint, at = colour[row["outlet"]], y + 0.36 - 0.72 * (outlets.index(row["outlet"]) + 0.5) / len(outlets)
            ax.plot([row["day"]], [at], "o", ms=3.4, mfc=tint if row["stated"] else "white", mec=tint, mew=0.9)
    named = [f"{_dated(event['event_title'][0], event['event_start'][0].year)}: {len(event):,}" for event in events]
    name_lines(ax, named, fontsize=8.5)
    return bare(ax, keep="xy", left=False)


def _dated(title: str, year: int) -> str:
    """An event with its year, once: many titles say it already."""
    return shorten(title, 44) if f"{year}" in shorten(title, 44) else f"{shorten(title, 38)}, {year}"


def timeline_figure(corpus: Corpus) -> Figure:
    """The timeline of a whole corpus: a panel an event, or a line an event where they are too many for panels.

    Where there is no room for all events, those with the most articles are drawn.
    """
    rows = timeline(corpus)
    events = rows.partition_by("event", maintain_order=True)
    panels_of = next((most for most in (MOST, 0) if _height(events, most) <= HIGHEST), None)
    ranked = sorted(events, key=lambda event: (-len(event), event["event_start"][0], event["event"][0]))
    room = {event["event"][0] for event in ranked[:LINES]}
    shown = [event for event in events if event["event"][0] in room]
    picture = _lines(shown, corpus) if panels_of is None else _panels(events, corpus, panels_of)
    cut = panels_of is None and len(shown) < len(events)
    return Figure(
        name="01_timeline",
        picture=picture,
        caption=f"{number(len(rows), 'article').capitalize()} by the day of the event. Shaded: the event as the corpus "
        "file dates it."
        + (" A line is an event; behind its name the number of articles." if panels_of is None else "")
        + (
            f" The {LINES} of {len(events)} events with the most articles; the others stand in the data." if cut else ""
        ),
        alt=_finding(events),
        data=rows,
        source="corpus.toml",
    )


def _height(events: list[pl.DataFrame], most: int) -> float:
    return 0.62 * sum(len(_lanes(event, most)) for event in events) + 0.75 * len(events)


def _panels(events: list[pl.DataFrame], corpus: Corpus, most: int) -> Picture:
    from matplotlib.dates import DayLocator, num2date

    sizes = [len(_lanes(event, most)) for event in events]
    picture, axes = panels(len(events), height=_height(events, most), height_ratios=sizes)
    with style():
        for ax, event in zip(axes, events, strict=True):
            plot_timeline(event, ax, colour=colours(corpus), most=most)
            span = max(event["event_end"][0], event["date"].max()) - min(event["event_start"][0], event["date"].min())
            ax.xaxis.set_major_locator(DayLocator(interval=max(1, span.days // 5)))  # type: ignore[no-untyped-call]
            ax.xaxis.set_major_formatter(lambda value, _: day(num2date(value), letters=3))  # type: ignore[no-untyped-call]
            ax.tick_params(axis="x", colors=INK)
        picture.supxlabel(MARKS, x=0.01, ha="left", size=9, color=GREY)
    return picture


def _lines(events: list[pl.DataFrame], corpus: Corpus) -> Picture:
    present = set(pl.concat(events)["outlet"])
    tint = {outlet: colour for outlet, colour in colours(corpus).items() if outlet in present}
    picture, (ax,) = panels(height=0.9 + LINE * len(events) + 0.2 * (len(tint) // 3))
    with style():
        plot_event_lines(events, ax, colour=tint)
        ax.set_xlabel(f"day of the event. {MARKS}", size=9, color=GREY)
        legend(picture, [(colour, shorten(outlet, 30)) for outlet, colour in tint.items()], edge="none")
    return picture


def _finding(events: list[pl.DataFrame]) -> str:
    """Who was there on which day, event by event; of many events how many articles each has and when it began."""
    if sum(map(len, events)) > MOST:
        first, last = events[0]["event_start"][0], events[-1]["event_start"][0]
        most = max(events, key=len)
        told = (
            f"{number(len(events), 'event').capitalize()}, the first from {day(first)} {first.year}, the last from "
            f"{day(last)} {last.year}. Most articles, {len(most):,}, are on {most['event_title'][0]}."
        )
        days = [event["event_start"][0].toordinal() for event in events]
        ends = {"first": {"day": days[0], "others": days}, "last": {"day": days[-1], "others": days}}
        return holding(told, **ends, most_articles={"articles": len(most), "others": [len(one) for one in events]})
    order = [
        f"on {event['event_title'][0]} "
        + listed([f"{row['outlet']} (day {row['day']})" for row in event.iter_rows(named=True)])
        for event in events
    ]
    return "In order of time: " + "; ".join(order) + "."
