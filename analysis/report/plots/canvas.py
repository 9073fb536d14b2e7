"""Paper to draw on, and the few marks that several figures share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from analysis.report.prose import number
from analysis.report.style import EDGE, GREY, INK, WIDTH, style
from analysis.schema import ALL_EVENTS

Story = tuple[str, str, str]  # event, outlet, title
Part = tuple[float, str, str, str]  # length, colour, words, ink
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

HIGHEST = 8.0  # inches: 1,600 pixels of a saved picture
STORIES = 9  # panels of an outlet on an event that a figure shows at most

if TYPE_CHECKING:
    from datetime import date

    import polars as pl
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture
    from matplotlib.text import Text

    from analysis.corpus import Corpus


def panels(
    rows: int = 1,
    columns: int = 1,
    *,
    height: float,
    width: float = WIDTH,
    **options: Any,
) -> tuple[Picture, list[Axes]]:
    """An empty picture in the suite's style and its axes, row by row. Sizes in inches."""
    from matplotlib.figure import Figure as Picture

    with style():
        picture = Picture(figsize=(width, round(height, 6)), layout="constrained")
        axes = picture.subplots(rows, columns, squeeze=False, **options)
    return picture, [ax for row in axes for ax in row]


def nothing(words: str) -> Picture:
    """A picture that says there is nothing to draw: an empty frame would look like a fault."""
    picture, (ax,) = panels(height=0.6)
    with style():
        note(ax, 0, 0.5, words, color=GREY, va="center")
        ax.set_xlim(0, 1)
    bare(ax)
    return picture


def bare(ax: Axes, *, keep: str = "", left: bool = True) -> Axes:
    """Axes without frame and ticks but for those in `keep`: "x", "y" or both; without `left` "y" are words alone."""
    for side, there in (("bottom", "x" in keep), ("left", "y" in keep and left)):
        if not there:
            ax.spines[side].set_visible(False)
    if "x" not in keep:
        ax.set_xticks([])
    if "y" not in keep:
        ax.set_yticks([])
    return ax


def name_lines(ax: Axes, names: Sequence[str], tints: Sequence[str] = (), *, room: float = 0.6, **options: Any) -> None:
    """What each line of a figure is, on its left, in its colour where there are `tints`; the last line is at 1.

    `room`: lines left free above the first and below the last.
    """
    ax.set_yticks(range(len(names), 0, -1), names, parse_math=False, **options)
    for label, tint in zip(ax.get_yticklabels(), tints, strict=False):
        label.set_color(tint)
    ax.set_ylim(1 - room, len(names) + room)


def stacked_bar(ax: Axes, y: float, parts: Iterable[Part], *, least: float, size: float = 8, **look: Any) -> None:
    """Bars end to end: length, colour, words and their ink, which stand in a bar that is longer than `least`."""
    left = 0.0
    for length, tint, words, ink in parts:
        ax.barh(y, length, left=left, color=tint, **look)
        if length > least:
            note(ax, left + length / 2, y, words, ha="center", va="center", color=ink, fontsize=size)
        left += length


def texts(rows: pl.DataFrame, corpus: Corpus) -> list[Story]:
    """Which outlets on which events have rows? Event, outlet and title: all events together first, then event by event.

    The title is the outlet's name, with the event where the outlet reports several: these are never thrown together.
    """
    there = set(rows.select("event", "outlet").iter_rows())
    events = {ALL_EVENTS: ALL_EVENTS, **corpus.events}
    single = len({event for event, _ in there}) < 2 or not _several(there)
    order = (
        [(event, outlet) for outlet in corpus.outlets for event in events]
        if single
        else [(event, outlet) for event in events for outlet in corpus.outlets]
    )
    found = [at for at in order if at in there]
    return [(e, o, o if single else f"{shorten(o, 20)}, {events[e]}") for e, o in found]


def _several(there: set[tuple[str, str]]) -> bool:
    """Does an outlet report several events?"""
    outlets = [outlet for _, outlet in there]
    return len(outlets) > len(set(outlets))


def chosen(
    rows: pl.DataFrame, corpus: Corpus, *, value: str, by: Sequence[str] = (), most: int = STORIES, abreast: int = 1
) -> tuple[list[Story], str]:
    """Which stories does a figure show, and what does its caption say of the others?

    All where they are `most` or fewer. Else all events together, then whole events, those first in which the outlets
    differ most in `value` (`event_gaps`), as many as fit; where an outlet reports several events, each event takes
    full lines of `abreast` places.
    """
    from analysis.measures.pooling import event_gaps

    stories = texts(rows, corpus)
    by_event: dict[str, list[Story]] = {}
    for story in stories:
        by_event.setdefault(story[0], []).append(story)
    line = abreast if _several({(event, outlet) for event, outlet, _ in stories}) else 1
    places = {event: -(-len(here) // line) * line for event, here in by_event.items()}
    if sum(places.values()) <= most:
        return stories, ""
    ranked = event_gaps(rows, value=value, by=by)["event"].to_list()
    shown, picked, left = by_event.get(ALL_EVENTS, [])[:most], 0, most - places.get(ALL_EVENTS, 0)
    for event in ranked or by_event:  # an event of one outlet shows no difference
        if event != ALL_EVENTS and places[event] <= left:
            shown, picked, left = shown + by_event[event], picked + 1, left - places[event]
    if not shown:
        return stories[:most], f" The first {most} of {len(stories)} are drawn; the others stand in the data."
    return shown, _drawn(shown, by_event, picked)


def chosen_events(rows: pl.DataFrame, corpus: Corpus, ranked: Sequence[str], *, most: int) -> tuple[list[str], str]:
    """Which events have a panel, and what does the caption say of the others?

    All where they are `most` or fewer. Else all events together, then the first of `ranked`; in order of time.
    """
    there = set(rows["event"])
    events = [event for event in (ALL_EVENTS, *corpus.events) if event in there]
    if len(events) <= most:
        return events, ""
    together = [event for event in events if event == ALL_EVENTS]
    picked = list(dict.fromkeys([*together, *ranked, *events]))[:most]
    whole = "All events together and the " if together else "The "
    n, of = most - len(together), len(events) - len(together)
    parts = f"{number(n, 'event')} of {of} in which the outlets differ most" if ranked else f"first of {of} events"
    are = "is" if n == 1 and not together else "are"
    said = f" {whole}{parts} {are} drawn; the others stand in the data."
    return [event for event in events if event in picked], said


def _drawn(shown: list[Story], by_event: dict[str, list[Story]], picked: int) -> str:
    """Which events are drawn, and that there are others."""
    together = sum(event == ALL_EVENTS for event, _, _ in shown)
    cut = f" for the first {together} of {len(by_event[ALL_EVENTS])} outlets" if together else ""
    whole = "all events together" + cut * (together < len(by_event.get(ALL_EVENTS, []))) if together else ""
    events = len(by_event) - (ALL_EVENTS in by_event)
    parts = f"the {number(picked, 'event')} of {events} in which the outlets differ most" if picked else ""
    said = " and ".join(part for part in (whole, parts) if part)
    are = "is" if picked == 1 and not whole else "are"
    rest = "the single events" if said == "all events together" else "the others"
    return f" {said[:1].upper()}{said[1:]} {are} drawn; {rest} stand in the data."


def key(ax: Axes, entries: Sequence[tuple[str, str]], *, y: float = 1.04, size: float = 9) -> None:
    """What each colour stands for, in one line above the axes: coloured squares with words."""
    from matplotlib.offsetbox import AnchoredOffsetbox, DrawingArea, HPacker, TextArea
    from matplotlib.patches import Rectangle

    boxes: list[Artist] = []
    for colour, words in entries:
        square = DrawingArea(9, 9)
        square.add_artist(Rectangle((0, 0), 8, 8, facecolor=colour, edgecolor="none"))
        boxes.append(HPacker(children=[square, TextArea(words, textprops={"size": size, "color": GREY})], pad=0, sep=4))
    row = HPacker(children=boxes, pad=0, sep=14)
    ax.add_artist(
        AnchoredOffsetbox(
            "lower left", child=row, pad=0, frameon=False, bbox_to_anchor=(0, y), bbox_transform=ax.transAxes
        )
    )


def legend(picture: Picture, entries: Sequence[tuple[str, str]], *, edge: str = EDGE) -> None:
    """What each colour stands for, above all panels, on as many lines as the words need."""
    from matplotlib.patches import Patch

    squares = [Patch(facecolor=colour, edgecolor=edge, linewidth=0.4, label=words) for colour, words in entries]
    a_line = max(1, int(105 / (6 + max((len(words) for _, words in entries), default=1))))
    options: Any = {"loc": "outside upper left", "ncols": a_line, "labelcolor": GREY, "fontsize": 8.5}
    picture.legend(handles=squares, handlelength=0.8, handleheight=0.8, columnspacing=1.4, **options)


def outlet_legend(
    picture: Picture,
    outlets: Sequence[str],
    look: Mapping[str, tuple[str, str]],
    more: Sequence[tuple[str, str]] = (),
    *,
    edge: str = EDGE,
) -> None:
    """Which mark (colour and marker) is whose, above all panels; `more` are coloured squares behind them."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks: list[Any] = [
        Line2D([], [], color=look[name][0], marker=look[name][1], lw=0, ms=5, label=name) for name in outlets
    ]
    squares = [Patch(facecolor=colour, edgecolor=edge, linewidth=0.5, label=words) for colour, words in more]
    across: dict[str, Any] = {"loc": "outside upper left", "ncols": 5 if len(outlets) < 5 else 3}
    picture.legend(handles=marks + squares, labelcolor=GREY, fontsize=8.5, columnspacing=1.4, **across)


def renderer_of(picture: Any) -> Any:
    """Something to measure words with, which leaves the canvas of a picture on a screen in place."""
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, picture.dpi)  # type: ignore[no-untyped-call]


def fit(mark: Text, inches: float) -> Text:
    """Shorten words on the picture, with an ellipsis, until they take at most `inches`."""
    picture = mark.get_figure()
    assert picture is not None
    renderer, words = renderer_of(picture), mark.get_text()
    while len(words) > 1 and mark.get_window_extent(renderer).width > inches * picture.dpi:
        words = words[:-1]
        mark.set_text(words.rstrip(" ,.;:-(") + "…")
    return mark


def folded(text: str, most: int, *, lines: int = 2) -> str:
    """The text on at most `lines` lines of about `most` characters, with an ellipsis when it was longer."""
    return "\n".join(wrap(" ".join(text.split()), most, max_lines=lines, placeholder=" …"))


def day(when: date, *, letters: int | None = None) -> str:
    """A day as it is read, "3 April", whatever language the machine speaks; `letters` cuts the month's name."""
    return f"{when.day} {MONTHS[when.month - 1][:letters]}"


def shorten(text: str, most: int) -> str:
    """The text on one line, cut at a word, with an ellipsis when it was longer."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0].rstrip(",;:-") + " …"


def note(ax: Axes, x: float, y: float, text: str, **options: Any) -> Text:
    """Words on the picture, never read as mathematics."""
    return ax.text(x, y, text, **{"color": INK, "fontsize": 9, "parse_math": False, **options})
