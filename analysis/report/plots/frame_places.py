"""Where in the articles does each frame stand?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import HIGHEST, Story, bare, chosen, folded, note, nothing, panels, shorten
from analysis.report.plots.frames import NONE
from analysis.report.prose import listed, number
from analysis.report.style import FRAMES, GREY, RULE, colours, style
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

ABREAST = 5  # outlets side by side
LINE, TITLE = 1.95, 0.22  # inches of a line of panels, and of them the title of an event
STROKES = 40  # of a frame, that can still be told apart
LATE = 5  # outlets named in the finding


def plot_places(places: pl.DataFrame, ax: Axes, *, colour: str) -> Axes:
    """A line a frame, from the top of the article on the left to its end; a stroke is a sentence with the frame.

    Where a frame has more than `STROKES` of them no strokes can be told apart: then, for all frames, a bar a tenth of
    the article, as high as the tenth has many.
    """
    dense = _is_dense(places)
    for y, frame in enumerate(FRAMES):
        ax.plot([0, 1], [y, y], color=RULE, lw=0.7)
        at = places.filter(pl.col("frame") == frame)["position"].to_list()
        if dense and at:
            tenths = [sum(int(min(10 * place, 9)) == tenth for place in at) for tenth in range(10)]
            high, lefts = [-0.64 * n / max(tenths) for n in tenths], [tenth / 10 for tenth in range(10)]
            ax.bar(lefts, high, 0.09, y + 0.32, align="edge", color=colour, alpha=0.8)
        else:
            ax.vlines(at, y - 0.32, y + 0.32, color=colour, lw=1.1)
        note(ax, 1.03, y, f"{len(at):,}", fontsize=8, color=GREY, va="center")
    ax.set_xlim(-0.02, 1.2)
    ax.set_ylim(len(FRAMES) - 0.4, -0.6)
    ax.set_yticks(range(len(FRAMES)), list(FRAMES.values()))
    ax.set_xticks([0, 1], ["top", "end"])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def places_figure(places: pl.DataFrame, profile: pl.DataFrame, corpus: Corpus, *, name: str = "08_places") -> Figure:
    """Where in its articles each outlet sets each frame. Of many events, those whose `profile` differs most."""
    used = profile.filter(pl.col("n") > 0)
    abreast = _abreast(used)
    room = int(HIGHEST / LINE) * abreast
    stories, left_out = chosen(used, corpus, value="share", by=["frame"], most=room, abreast=abreast)
    single = places.filter(pl.col("event") != ALL_EVENTS)
    parts = places.partition_by("event", "outlet", as_dict=True)
    dense = any(_is_dense(parts[story[:2]]) for story in stories if story[:2] in parts)
    bars = f" Where a frame has more than {STROKES} sentences, a bar is a tenth of the articles." if dense else ""
    return Figure(
        name=name,
        picture=_picture(places, stories, abreast, corpus) if stories else nothing(NONE),
        caption=(
            "Where in the article each frame stands, by list, examples and reader together. One stroke is a sentence; "
            f"the number is their count.{bars}{left_out}"
        ),
        alt=_finding(single, used, corpus) if stories else NONE,
        data=single.select("event", "outlet", "article_id", "frame", "start", "section", "position"),
        source=number(len(single), "sentence with a frame", "sentences with a frame"),
        evidence=single.select(
            pl.col("event").replace(corpus.events), "outlet", "frame", "position", "text", "article_id", "start"
        ),
    )


def _abreast(used: pl.DataFrame) -> int:
    """Outlets side by side: an event's outlets, on two lines where they are many."""
    cells = used.select("event", "outlet").unique()
    if not cells["outlet"].is_duplicated().any():
        return ABREAST
    most = int(cells["event"].value_counts()["count"].max())  # type: ignore[arg-type]
    return most if most <= ABREAST else ABREAST - 1


def _is_dense(places: pl.DataFrame) -> bool:
    return max(places["frame"].value_counts()["count"].to_list(), default=0) > STROKES


def _finding(single: pl.DataFrame, used: pl.DataFrame, corpus: Corpus) -> str:
    """Which frames come late?"""
    keys = ["event", "outlet", "frame"]
    first = single.sort("position", "article_id", "frame").unique(keys, keep="first", maintain_order=True)
    several = used["event"].n_unique() > 1
    late = first.filter(pl.col("position") > 0.5).sort(keys).select(keys).rows()
    said = [f"{FRAMES[frame]} in {outlet}" + f" ({corpus.events[event]})" * several for event, outlet, frame in late]
    if len(said) > LATE:
        said = [*said[: LATE - 1], f"{len(said) - LATE + 1:,} more"]
    if not said:
        return "Every frame that is used is met in the first half of the article."
    return f"First met only in the second half of the article: {listed(said)}."


def _picture(places: pl.DataFrame, stories: Sequence[Story], abreast: int, corpus: Corpus) -> Picture:
    """Lines of panels; where an outlet reports several events, those of each event under a line with its title."""
    outlets = [outlet for _, outlet, _ in stories]
    several = len(set(outlets)) < len(outlets) or stories[0][0] == ALL_EVENTS
    groups: dict[str, list[Story]] = {}
    for story in stories:
        groups.setdefault(story[0] if several else "", []).append(story)
    lines: list[str | list[Story]] = []
    for event, group in groups.items():
        lines += [corpus.events.get(event, "All events")] if several else []
        lines += [group[at : at + abreast] for at in range(0, len(group), abreast)]
    across = max(len(line) for line in lines if isinstance(line, list))
    heights = [TITLE if isinstance(line, str) else LINE - TITLE for line in lines]
    picture, axes = panels(len(lines), across, height=sum(heights), height_ratios=heights)
    with style():
        for y, line in enumerate(lines):
            beside = axes[y * across : (y + 1) * across]
            if isinstance(line, str):
                _title(beside, line)
            else:
                _line(places, beside, line, corpus)
    return picture


def _title(axes: Sequence[Axes], words: str) -> None:
    """The title of an event, over all panels."""
    for ax in axes:
        bare(ax).patch.set_visible(False)  # the paper of the next panel would cover the words
    note(axes[0], 0, 0, shorten(words, 90), weight="bold", fontsize=10).set_in_layout(False)


def _line(places: pl.DataFrame, axes: Sequence[Axes], stories: Sequence[Story], corpus: Corpus) -> None:
    """A panel an outlet; the names of the frames stand on the left only."""
    for place, ax in enumerate(axes):
        ax.set_visible(place < len(stories))
        if place < len(stories):
            event, outlet, _ = stories[place]
            part = places.filter(pl.col("event") == event, pl.col("outlet") == outlet)
            tint = colours(corpus)[outlet]
            plot_places(part, ax, colour=tint).tick_params(labelleft=place == 0)
            ax.set_title(folded(outlet, 80 // len(axes)), color=tint, fontsize=9.5)
