"""What does one report that another leaves out, and how is the same statement retold?"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, fit, folded, note, nothing, panels
from analysis.report.prose import listed, number
from analysis.report.style import EDGE, GREY, INK, RULE, WIDTH, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

LINE = 0.17  # inches from line to line of a sentence
BROAD = 58  # characters in a line of a sentence, two side by side
SMALL = 68  # characters in a line of the notes below it
NONE = "No sentences of different outlets are linked here."


def plot_coverage(rows: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], colour: dict[str, str]) -> Axes:
    """Matters down, outlets across: a square with the number of sentences where the outlet tells the matter."""
    cells = {(group, outlet): n for group, outlet, n in rows.select("group", "outlet", "n").iter_rows()}
    matters = rows.select("group", "said").unique().sort("group").rows()
    step = min(1.3, 6.5 / max(1, len(outlets)))  # many outlets stand closer, so that the words have room
    ax.set_xlim(-0.5, 11.5)
    ax.set_ylim(len(matters) - 0.4, -1.0)
    for x, outlet in enumerate(outlets):
        name = folded(outlet, 12)
        fit(note(ax, x * step, -0.45, name, color=colour[outlet], weight="bold", ha="center", va="bottom"), 0.66 * step)
    for y, (group, said) in enumerate(matters):
        for x, outlet in enumerate(outlets):
            n = cells.get((group, outlet), 0)
            ax.scatter([x * step], [y], s=150, marker="s", color=colour[outlet] if n else "none", ec=RULE, lw=0.8)
            if n:
                note(ax, x * step, y, str(n), color="white", ha="center", va="center", fontsize=8.5, weight="bold")
        wide = 11.2 - len(outlets) * step
        words = folded(said, int(wide * 10.5), lines=2)
        note(ax, len(outlets) * step - 0.4, y, words, fontsize=8.5, va="center", linespacing=1.1)
    return bare(ax)


def coverage_figure(
    matters: pl.DataFrame, corpus: Corpus, *, name: str, evidence: pl.DataFrame | None = None
) -> Figure:
    """The matters that more than one outlet tells, one panel an event; an empty square is a silence."""
    events = [event for event in corpus.events if event in set(matters["event"])]
    tint = colours(corpus)
    parts = [matters.filter(pl.col("event") == event) for event in events]
    sizes = [part["group"].n_unique() for part in parts]
    if not parts:
        return Figure(name, nothing(NONE), "Matters that several outlets tell.", NONE, matters)
    picture, axes = panels(
        len(parts), height=sum(0.36 * size + 0.75 for size in sizes), height_ratios=[s + 1.6 for s in sizes]
    )
    with style():
        for ax, event, part in zip(axes, events, parts, strict=True):
            outlets = [outlet for outlet in corpus.outlets if outlet in set(part["outlet"])]
            plot_coverage(part, ax, outlets=outlets, colour=tint)
            ax.set_title(corpus.events[event], color=INK, parse_math=False)
    told = matters.filter(pl.col("n") > 0).group_by("event", "outlet").len()
    found = {(event, outlet): n for event, outlet, n in told.iter_rows()}
    sentences = [
        f"{corpus.events[event]}: of {number(size, 'matter')} with a counterpart, "
        + listed([f"{o} tells {found.get((event, o), 0)}" for o in corpus.outlets if o in set(part["outlet"])])
        for event, size, part in zip(events, sizes, parts, strict=True)
    ]
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "Matters that at least two outlets tell. A filled square: the outlet has so many linked sentences on the "
            "matter; an empty one: no link leads there. The shortest of its sentences stands for a matter."
        ),
        alt=". ".join(sentences) + ".",
        data=matters,
        source=number(sum(sizes), "matter"),
        evidence=evidence,
    )


def plot_retold(pair: pl.DataFrame, ax: Axes, *, colour: dict[str, str]) -> Axes:
    """One statement side by side: each outlet's sentence, with cue, voice and labels, and what only it has."""
    ax.set_xlim(0, 100)
    lines = _height(pair)
    ax.set_ylim(lines, 0)
    for x, row in zip((0, 52), pair.sort("side").iter_rows(named=True), strict=True):
        name = note(ax, x, 0.5, row["outlet"], color=colour[row["outlet"]], weight="bold", va="center")
        fit(name, 0.44 * WIDTH)
        sentence, notes = _sentence(row), _notes(row)
        for place, line in enumerate(sentence):
            note(ax, x, 1.6 + place, line, fontsize=9, va="center")
        for place, line in enumerate(notes):
            note(ax, x, 1.8 + len(sentence) + place, line, fontsize=8, color=GREY, va="center")
    note(ax, 100, 0.5, _sureness(pair.row(0, named=True)), fontsize=8, color=GREY, ha="right", va="center")
    ax.plot([50, 50], [0.2, lines - 0.4], color=EDGE, lw=0.5, alpha=0.5)
    return bare(ax)


def _sureness(row: dict[str, Any]) -> str:
    """Who says that the two are the same?"""
    likely = row["probability"]
    sure = "" if likely is None else f"probability {likely:.2f}" if likely < 0.995 else "probability above 0.99"
    return ", ".join(part for part in (sure, "confirmed by a reader" if row["status"] == "confirmed" else "") if part)


def _sentence(row: dict[str, Any]) -> list[str]:
    return wrap(" ".join(row["text"].split()), BROAD, max_lines=8, placeholder=" …") or [""]


def _notes(row: dict[str, Any]) -> list[str]:
    speaker = f"{row['speaker']}: " if row["speaker"] else ""
    cue = f"cue “{row['cue']}”, " if row["cue"] else ""
    parts = [f"{speaker}{cue}{row['voice']}"]
    parts += [f"labels: {row['labels']}"] if row["labels"] else []
    parts += [f"only here: {row['only_here']}"] if row["only_here"] else []
    return [line for part in parts for line in wrap(part, SMALL, max_lines=2, placeholder=" …")]


def _height(pair: pl.DataFrame) -> float:
    return max((len(_sentence(row)) + len(_notes(row)) for row in pair.iter_rows(named=True)), default=0) + 2.4


def retold_figure(retold: pl.DataFrame, corpus: Corpus, *, name: str, most: int = 6) -> Figure:
    """The same statement in two outlets, side by side, the surest links first."""
    shown = retold.filter(pl.col("link").rank("dense") <= most)
    pairs = [pair for _, pair in shown.group_by("link", maintain_order=True)]
    if not pairs:
        return Figure(name, nothing(NONE), "The same statement side by side.", NONE, retold)
    heights = [_height(pair) for pair in pairs]
    picture, axes = panels(len(pairs), height=sum(LINE * lines for lines in heights), height_ratios=heights)
    with style():
        for ax, pair in zip(axes, pairs, strict=True):
            plot_retold(pair, ax, colour=colours(corpus))
    first = pairs[0].sort("side").rows(named=True)
    cues = " and ".join(f"{row['outlet']} has “{row['cue'] or 'no cue'}” ({row['voice']})" for row in first)
    confirmed = shown.filter(pl.col("status") == "confirmed")["link"].n_unique()
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "The same statement side by side, with its speaker, the reporting word, the kind of reported speech, the "
            "labels in it, and words that only this sentence has. Links a reader has confirmed come first."
        ),
        alt=(
            f"{number(len(pairs), 'statement')} in two outlets each, {confirmed} confirmed by a reader. "
            f"In the first, {cues}."
        ),
        data=retold,
        source=number(retold["link"].n_unique(), "link"),
    )
