"""The journey of a word: who uses it, and whose word it is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import marks
from analysis.report.plots.canvas import bare, fit, note, nothing, panels, shorten
from analysis.report.plots.stories import in_turns
from analysis.report.prose import count, number, quoted
from analysis.report.style import EDGE, GREY, INK, VOICES, WIDTH, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

LINE = 0.36  # inches of a use, and of a word's title
MOST = 21  # lines of a figure


def plot_journey(
    rows: pl.DataFrame,
    ax: Axes,
    *,
    colour: dict[str, str],
    names: dict[str, str],
    events: dict[str, str] | None = None,
    width: int = 86,
) -> Axes:
    """Every use of one word: whose word it is as a square, outlet and holder, the sentence around it.

    `names` words the holders; `events` the events, where they are to be named.
    """
    ax.set_xlim(0, 100)
    ax.set_ylim(len(rows) + 0.1, -0.4)
    for y, row in enumerate(rows.iter_rows(named=True)):
        ax.scatter([1], [y + 0.28], s=52, marker="s", color=VOICES[row["voice"]][0], ec=EDGE, lw=0.4)
        name = note(ax, 3, y + 0.1, row["outlet"], color=colour[row["outlet"]], weight="bold", fontsize=9, va="center")
        for words in (name, note(ax, 3, y + 0.5, _whose(row, names), fontsize=8, color=GREY, va="center")):
            fit(words, 0.22 * WIDTH)
        note(ax, 31, y + 0.1, around(row["sentence"], row["at"], row["text"], width), fontsize=9, va="center")
        note(ax, 31, y + 0.5, _voice(row, events), fontsize=8, color=GREY, va="center")
    return bare(ax)


def _whose(row: dict[str, Any], names: dict[str, str]) -> str:
    return "its own word" if row["holder"] == "author" else f"word of {names.get(row['holder'], row['holder'])}"


def _voice(row: dict[str, Any], events: dict[str, str] | None) -> str:
    event = f" ({shorten(events[row['event']], 44)})" if events else ""
    return f"{VOICES[row['voice']][1]}{', at a distance' if row['distanced'] else ''}{event}"


def around(sentence: str, at: int, word: str, width: int) -> str:
    """The part of a sentence around a word, `width` characters at most, cut at words."""
    line = " ".join(sentence.split())
    if len(line) <= width:
        return line
    start = max(0, min(at - (width - len(word)) // 2, len(line) - width))
    stop = start + width
    shown = "… " + line[start:stop].split(" ", 1)[-1] if start else line[:stop]
    return shown.rsplit(" ", 1)[0].rstrip(",;:-–—") + " …" if stop < len(line) else shown


def _shares(sizes: list[int], lines: int) -> list[int]:
    """How many of its uses may each word show? One each, then one more in turns, as long as there are lines."""
    given = [min(1, size) for size in sizes]
    while sum(given) < min(lines, sum(sizes)):
        place = min((n, place) for place, n in enumerate(given) if n < sizes[place])[1]
        given[place] += 1
    return given


def journey_figure(
    journey: pl.DataFrame,
    corpus: Corpus,
    *,
    words: Sequence[str],
    names: dict[str, str],
    name: str,
    most: int = MOST,
) -> Figure:
    """The journey of some words across the outlets: who uses each, and whose word it is there.

    `names`: code of a holder to name; `most`: lines of the figure, one a word and one a use.
    """
    present = [word for word in dict.fromkeys(words) if word in set(journey["word"])]
    numbered = journey.with_row_index("row")
    whole = [numbered.filter(pl.col("word") == word) for word in present[: most // 2]]
    given = _shares([part.height for part in whole], most - len(whole))
    shown = [in_turns(part, n, "outlet") for part, n in zip(whole, given, strict=True)]
    drawn = sum(given)
    stories = journey.select("event", "outlet").unique()
    events = corpus.events if stories["outlet"].is_duplicated().any() else None
    heads = [
        f"“{word}”: {number(len(uses), 'use')}" + f", {number(len(part), 'line')} drawn" * (len(uses) > len(part))
        for word, part, uses in zip(present, shown, whole, strict=False)
    ]
    picture = nothing(
        f"Not one of these words is a label here: {quoted(words)}." if words else "No word is followed here."
    )
    if shown:
        picture, axes = panels(len(shown), height=LINE * (drawn + len(shown)), height_ratios=[n + 0.5 for n in given])
        with style():
            for ax, head, part in zip(axes, heads, shown, strict=False):
                plot_journey(part, ax, colour=colours(corpus), names=names, events=events)
                ax.set_title(head, color=INK, parse_math=False)
    findings = [
        f"“{word}” is the outlet's own word in {count(sum(uses['holder'] == 'author'))} of {number(len(uses), 'use')}"
        for word, uses in zip(present, whole, strict=False)
    ]
    left_out = f" {drawn} of {journey.height} uses are drawn, each outlet's first ones first; all are in the data."
    return Figure(
        name=name,
        picture=picture,
        caption="The journey of a word: who uses it, the sentence around it, and whose word it is there."
        + left_out * (drawn < journey.height)
        if shown
        else "The journey of a word: no word that is followed is a label here.",
        alt="; ".join(findings) + "." if findings else "No use of a word that is followed was found.",
        data=journey,
        source="labels table",
        marks=marks.use_marks(
            list(zip(heads, shown, strict=True)),
            lambda row: f"{_whose(row, names)}: " * (row["holder"] != "author") + _voice(row, events),
        ),
    )
