"""What does one report that another leaves out, and how is the same statement retold?"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import marks
from analysis.report.plots.canvas import HIGHEST, bare, fit, folded, note, nothing, panels, shorten
from analysis.report.prose import listed, number
from analysis.report.style import EDGE, GREY, INK, RULE, WIDTH, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

LINE = 0.17  # inches from line to line of a sentence
BROAD = 58  # characters in a line of a sentence, two side by side
SMALL = 68  # characters in a line of the notes below it
MATTER, HEAD = 0.36, 0.75  # inches for a matter, and for the head of an event
MATTERS = 6  # matters of an event, where there are more than two events
NONE = "No sentences of different outlets are linked here."


def plot_coverage(rows: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], colour: dict[str, str]) -> Axes:
    """Matters down, outlets across: a square with the number of sentences where the outlet tells the matter."""
    cells = {(group, outlet): n for group, outlet, n in rows.select("group", "outlet", "n").iter_rows()}
    matters = rows.select("group", "said").unique().sort("group").rows()
    step = min(1.3, 6.5 / max(1, len(outlets)))  # many outlets stand closer, so that the words have room
    ax.set_xlim(-0.5, 11.5)
    ax.set_ylim(len(matters) - 0.4, -1.0)
    for x, outlet in enumerate(outlets):
        near: dict[str, Any] = {"color": colour[outlet], "weight": "bold", "ha": "center", "va": "bottom"}
        near |= {"textcoords": "offset points", "parse_math": False, "fontsize": 9 if len(outlets) < 6 else 7.5}
        for line, words in enumerate(reversed(_two_lines(outlet))):
            fit(ax.annotate(words, (x * step, -0.45), (0, 1.2 * near["fontsize"] * line), **near), 0.64 * step)
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


def _two_lines(name: str) -> list[str]:
    """The name of an outlet, folded in the middle where it is long."""
    most = 12 if len(name) <= 12 else len(name) // 2 + 1
    return wrap(name, most, max_lines=2, placeholder=" …", break_long_words=False) or [""]


def coverage_figure(matters: pl.DataFrame, corpus: Corpus, *, name: str) -> Figure:
    """The matters that more than one outlet tells, one panel an event; an empty square is a silence."""
    parts = _events(matters, corpus)
    if not parts:
        return Figure(name, nothing(NONE), "Matters that several outlets tell.", NONE, matters)
    n_all, n_events = matters.select("event", "group").n_unique(), matters["event"].n_unique()
    n_shown = sum(part["group"].n_unique() for _, part in parts)
    cut = f" Drawn are {n_shown} of {number(n_all, 'matter')}, those that most outlets tell" if n_shown < n_all else ""
    cut += f", on {len(parts)} of {n_events} events" if len(parts) < n_events else ""
    told = matters.filter(pl.col("n") > 0).group_by("event", "outlet").len()
    found = {(event, outlet): n for event, outlet, n in told.iter_rows()}
    size = dict(matters.group_by("event").agg(pl.col("group").n_unique()).iter_rows())
    sentences = [
        f"{corpus.events[event]}: of {number(size[event], 'matter')} with a counterpart, "
        + listed([f"{o} tells {found.get((event, o), 0)}" for o in corpus.outlets if o in set(part["outlet"])])
        for event, part in parts
    ]
    return Figure(
        name=name,
        picture=_coverage(parts, corpus),
        caption=(
            "Matters that at least two outlets tell. A filled square: the outlet has so many linked sentences on the "
            "matter; an empty one: no link leads there. The shortest of its sentences stands for a matter."
            + (f"{cut}; the others stand in the data." if cut else "")
        ),
        alt=". ".join(sentences) + ".",
        data=matters,
        source=number(n_all, "matter"),
        marks=marks.matter_marks(matters, parts, corpus.events),
    )


def _events(matters: pl.DataFrame, corpus: Corpus) -> list[tuple[str, pl.DataFrame]]:
    """The events and matters that a screen takes: those that most outlets tell, of the events that have most."""
    known = {event: matters.filter(pl.col("event") == event) for event in corpus.events}
    order = sorted((event for event in known if len(known[event])), key=lambda e: -known[e]["group"].n_unique())
    room, parts = HIGHEST, {}
    for event in order:
        groups = known[event].select("group", "n_outlets").unique().sort("n_outlets", "group", descending=[True, False])
        fits = min(len(groups), int((room - HEAD) / MATTER), MATTERS if len(order) > 2 else len(groups))
        if fits > 0:
            parts[event] = known[event].filter(pl.col("group").is_in(groups["group"].head(fits).to_list()))
            room -= HEAD + MATTER * fits
    return [(event, parts[event]) for event in corpus.events if event in parts]


def _coverage(parts: list[tuple[str, pl.DataFrame]], corpus: Corpus) -> Picture:
    sizes = [part["group"].n_unique() for _, part in parts]
    picture, axes = panels(
        len(parts), height=sum(MATTER * size + HEAD for size in sizes), height_ratios=[size + 1.6 for size in sizes]
    )
    with style():
        for ax, (event, part) in zip(axes, parts, strict=True):
            outlets = [outlet for outlet in corpus.outlets if outlet in set(part["outlet"])]
            plot_coverage(part, ax, outlets=outlets, colour=colours(corpus))
            ax.set_title(shorten(corpus.events[event], 90), color=INK, parse_math=False)
    return picture


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
    likely = row["probability"] or 0.0
    sure = "confirmed" if row["status"] == "confirmed" else f"probability {min(likely, 0.99):.2f}"
    return f"{sure}: one denies what the other reports" if row.get("relation") == "denied" else sure


def _sentence(row: dict[str, Any]) -> list[str]:
    return wrap(" ".join(row["text"].split()), BROAD, max_lines=6, placeholder=" …") or [""]


def _notes(row: dict[str, Any]) -> list[str]:
    return [line for part in _said(row) for line in wrap(part, SMALL, max_lines=2, placeholder=" …")]


def _said(row: dict[str, Any]) -> list[str]:
    """What is to say of a sentence beside its words."""
    speaker = f"{row['speaker']}: " if row["speaker"] else ""
    cue = f"cue “{row['cue']}”, " if row["cue"] else ""
    parts = [f"{speaker}{cue}{row['voice']}"]
    parts += [f"labels: {row['labels']}"] if row["labels"] else []
    return parts + ([f"only here: {row['only_here']}"] if row["only_here"] else [])


def _height(pair: pl.DataFrame) -> float:
    return max((len(_sentence(row)) + len(_notes(row)) for row in pair.iter_rows(named=True)), default=0) + 2.4


def retold_figure(retold: pl.DataFrame, corpus: Corpus, *, name: str, most: int = 6) -> Figure:
    """The same statement in two outlets, side by side, the surest links first, as many as a screen takes."""
    pairs: list[pl.DataFrame] = []
    for _, pair in retold.filter(pl.col("link").rank("dense") <= most).group_by("link", maintain_order=True):
        if sum(LINE * _height(one) for one in (*pairs, pair)) <= HIGHEST:
            pairs.append(pair)
    if not pairs:
        return Figure(name, nothing(NONE), "The same statement side by side.", NONE, retold)
    heights = [_height(pair) for pair in pairs]
    picture, axes = panels(len(pairs), height=sum(LINE * lines for lines in heights), height_ratios=heights)
    with style():
        for ax, pair in zip(axes, pairs, strict=True):
            plot_retold(pair, ax, colour=colours(corpus))
    first = pairs[0].sort("side").rows(named=True)
    cues = " and ".join(f"{row['outlet']} has “{row['cue'] or 'no cue'}” ({row['voice']})" for row in first)
    confirmed = sum(pair["status"][0] == "confirmed" for pair in pairs)
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "The same statement, or its denial, side by side, with its speaker, the reporting word, the kind of "
            "reported speech, the labels in it, and words that only this sentence has. Confirmed links come first."
        ),
        alt=(
            f"{number(len(pairs), 'statement').capitalize()} in two outlets each, {confirmed} confirmed. "
            f"In the first, {cues}."
        ),
        data=retold,
        source=number(retold["link"].n_unique(), "link"),
        marks=marks.side_marks(retold, pairs, _sureness, _said),
    )
