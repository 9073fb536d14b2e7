"""Panels of stories: all events together first, then those in which the outlets differ most, a line an event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.measures.pooling import pooled_rows
from analysis.report.plots.canvas import HIGHEST, Story, chosen, folded, panels, shorten
from analysis.report.style import INK, WIDTH, colours
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

    Panel = tuple[Axes, str, str]  # with event and outlet

LONGEST = 28  # letters of a source's name


def story_lines(rows: pl.DataFrame, corpus: Corpus, value: str, by: Sequence[str]) -> tuple[list[list[Story]], str]:
    """The stories that are drawn, line by line, and what the caption says of the others.

    Where an outlet reports several events, every event begins a line.
    """
    several = rows.select("event", "outlet").unique()["outlet"].is_duplicated().any()
    columns = {1: 1, 2: 2, 4: 2}.get(rows["outlet"].n_unique(), 3) if several else 3
    stories, left_out = chosen(rows, corpus, value=value, by=by, abreast=columns if several else 1)
    return in_lines(stories, columns, several=bool(several)), left_out


def in_lines(stories: list[Story], columns: int, *, several: bool) -> list[list[Story]]:
    """The stories so many to a line; where there are `several` events of an outlet, every event begins a line."""
    events = dict.fromkeys(event for event, _, _ in stories)
    groups = [[story for story in stories if story[0] == event] for event in events] if several else [stories]
    return [group[at : at + columns] for group in groups for at in range(0, len(group), columns)]


def story_table(stories: Iterable[Story]) -> pl.DataFrame:
    """Events and outlets of stories, to be joined."""
    here = [(event, outlet) for event, outlet, _ in stories]
    return pl.DataFrame(here, schema=dict.fromkeys(("event", "outlet"), pl.String), orient="row")


def in_turns(rows: pl.DataFrame, most: int, *by: str) -> pl.DataFrame:
    """At most so many rows: the first of each of `by`, then the second of each, in their order."""
    turn = pl.int_range(pl.len()).over(by)
    numbered = rows.with_row_index("_row").with_columns(_turn=turn)
    return numbered.sort("_turn", "_row").head(most).sort("_row").drop("_row", "_turn")


def by_event(stories: list[Story]) -> dict[str, list[str]]:
    """The outlets of each event, in the order of the stories."""
    found: dict[str, list[str]] = {}
    for event, outlet, _ in stories:
        found.setdefault(event, []).append(outlet)
    return found


def most_reported(
    rows: pl.DataFrame, names: dict[str, str], lines: int, *, inches: float, head: float
) -> tuple[list[str], str]:
    """The actors that are drawn, those with most `n_words` or reports, and what the caption says of the others.

    `lines` of panels share the height of a figure; an actor takes so many `inches`, a panel's title so much.
    """
    n = "n_words" if "n_words" in rows.columns else "n"
    counted = (
        pooled_rows(rows).group_by("actor").agg(pl.col(n).sum()).sort(n, "actor", descending=[True, False])["actor"]
    )
    most = int((HIGHEST - 0.4 - lines * head) / (lines * inches) + 1e-9)
    few = f" The {most} of {len(counted)} sources reported most are drawn." if len(counted) > most else ""
    return [actor for actor in names if actor in set(counted.head(most))], few


def of_stories(rows: pl.DataFrame | None, lines: list[list[Story]], actors: list[str]) -> Any:
    """The rows of the stories and actors that are drawn; None where there are no rows at all."""
    if rows is None:
        return None
    stories = story_table(story for line in lines for story in line)
    return rows.join(stories, on=["event", "outlet"], how="semi", maintain_order="left").filter(
        pl.col("actor").is_in(actors)
    )


def story_panels(
    lines: list[list[Story]], corpus: Corpus, names: list[str], height: float, **options: Any
) -> tuple[Picture, list[Panel]]:
    """A panel for each story, with its title, and the picture they are on. `names` stand on the left of each line."""
    columns = max(map(len, lines))
    picture, axes = panels(len(lines), columns, height=height, sharey=True, **options)
    letters = int((WIDTH - 0.3 - 0.06 * min(LONGEST, max(map(len, names)))) / columns / 0.075)
    outlets = [outlet for line in lines for _, outlet, _ in line]
    several = len(set(outlets)) < len(outlets)
    titles = {ALL_EVENTS: ALL_EVENTS, **corpus.events}
    found = []
    for at, ax in enumerate(axes):
        line, place = lines[at // columns], at % columns
        if place >= len(line):
            ax.set_axis_off()
            continue
        event, outlet, _ = line[place]
        two = f"{shorten(outlet, letters)}\n{shorten(titles[event], letters)}" if several else folded(outlet, letters)
        ax.set_title(two, color=colours(corpus)[outlet], fontsize=10, weight="bold", loc="left", parse_math=False)
        found.append((ax, event, outlet))
    return picture, found


def line_head(ax: Axes, words: str) -> None:
    """The name of an event above a line of panels: room for one line of words, however long they are."""
    from matplotlib.offsetbox import AnnotationBbox, DrawingArea

    where: Any = {"xycoords": "axes fraction", "pad": 0, "frameon": False}
    ax.add_artist(AnnotationBbox(DrawingArea(1, 13), (0, 1), (0, 32), boxcoords="offset points", **where))
    head: Any = {"xycoords": "axes fraction", "textcoords": "offset points", "weight": "bold", "color": INK}
    ax.annotate(words, (0, 1), (-40, 26), parse_math=False, **head).set_in_layout(False)
