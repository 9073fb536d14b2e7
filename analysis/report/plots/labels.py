"""Who is called what, in whose voice?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, key, note, panels, shorten
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, VOICES, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

A_LINE = 10  # squares in one line of a cell


def voice_counts(labels: pl.DataFrame, *, rows: str, columns: str = "outlet") -> pl.DataFrame:
    """How many labels stand in each cell of rows × columns, in which voice?

    One row is one cell and voice: row, column, voice, n. Sorted by row, column, voice.
    """
    return (
        labels.group_by(pl.col(rows).alias("row"), pl.col(columns).alias("column"), "voice")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("row", "column", "voice")
    )


def plot_matrix(counts: pl.DataFrame, ax: Axes, *, rows: Sequence[str], columns: Sequence[str]) -> Axes:
    """A matrix whose cells are filled with one small square a label, coloured by whose word it is."""
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    found = {(row, column): cell for (row, column), cell in counts.group_by("row", "column")}
    heights = [_lines([found.get((row, column)) for column in columns]) for row in rows]
    squares, tints, y = [], [], 0.0
    for row, lines in zip(rows, heights, strict=True):
        ax.axhline(y, color="#e9e5dc", lw=0.8)
        note(ax, -0.6, y + lines / 2 + 0.25, row, ha="right", va="center", fontsize=9.5)
        for place, column in enumerate(columns):
            left = place * (A_LINE + 3.2)
            voices = _voices(found.get((row, column)))
            note(ax, left + 0.1, y + 0.95, str(len(voices)) if voices else "–", fontsize=8, color=GREY, va="center")
            for index, voice in enumerate(voices):
                corner = (left + 1.6 + index % A_LINE, y + 0.5 + index // A_LINE)
                squares.append(Rectangle(corner, 0.84, 0.84))
                tints.append(VOICES[voice][0])
        y += lines + 0.6
    ax.add_collection(PatchCollection(squares, facecolors=tints, edgecolors="none"))
    ax.set_xlim(-0.6, len(columns) * (A_LINE + 3.2) - 1)
    ax.set_ylim(y, 0)
    ax.set_aspect("equal")
    return bare(ax)


def _voices(cell: pl.DataFrame | None) -> list[str]:
    """The voices of a cell's labels, one entry a label, in the order of the key."""
    n = {} if cell is None else dict(cell.select("voice", "n").iter_rows())
    return [voice for voice in VOICES for _ in range(n.get(voice, 0))]


def _lines(cells: list[pl.DataFrame | None]) -> int:
    return max(1, *(-(-len(_voices(cell)) // A_LINE) for cell in cells))


def matrix_figure(
    labels: pl.DataFrame,
    corpus: Corpus,
    *,
    name: str,
    rows: str,
    names: dict[str, str],
    what: str,
    evidence: pl.DataFrame | None = None,
) -> Figure:
    """Labels by a column of the table (`rows`) and outlet, each cell split by voice. `names` orders and words rows."""
    counts = voice_counts(labels, rows=rows)
    present = [row for row in names if row in set(counts["row"])]
    outlets = [outlet for outlet in corpus.outlets if outlet in set(corpus.articles["outlet"])]
    shown = counts.with_columns(pl.col("row").replace(names))
    lines = sum(_lines([shown.filter(row=names[row], column=outlet) for outlet in outlets]) + 0.6 for row in present)
    picture, axes = panels(height=0.9 + 0.094 * lines)
    tint = colours(corpus)
    with style():
        ax = plot_matrix(shown, axes[0], rows=[names[row] for row in present], columns=outlets)
        for place, outlet in enumerate(outlets):
            left = place * (A_LINE + 3.2)
            note(ax, left + 0.1, -0.5, outlet, color=tint[outlet], weight="semibold", fontsize=10, va="bottom")
        used = [voice for voice in VOICES if voice in set(labels["voice"])]
        key(ax, [VOICES[voice] for voice in used], y=1.06 if lines > 20 else 1.14, size=8.5)
    return Figure(
        name=name,
        picture=picture,
        caption=f"{what}. One square is one label; the number is their count; the colour says whose word it is.",
        alt=_finding(labels, outlets),
        data=shown.rename({"row": rows, "column": "outlet"}),
        source=f"{len(labels)} labels",
        evidence=evidence,
    )


def _finding(labels: pl.DataFrame, outlets: list[str]) -> str:
    own = labels.group_by("outlet").agg(n=pl.len(), own=(pl.col("voice") == "author").sum())
    found = {row["outlet"]: row for row in own.iter_rows(named=True)}
    parts = [f"{outlet} {found[outlet]['own']} of {found[outlet]['n']}" for outlet in outlets if outlet in found]
    return f"Labels in the outlet's own words: {listed(parts)}. The others stand in somebody else's voice."


def plot_journey(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], width: int = 74) -> Axes:
    """Every use of one word: whose word it is as a square, outlet and holder, the sentence around it."""
    ax.set_xlim(0, 100)
    ax.set_ylim(len(rows) + 0.1, -0.4)
    for y, row in enumerate(rows.iter_rows(named=True)):
        ax.scatter([1], [y + 0.28], s=52, marker="s", color=VOICES[row["voice"]][0], lw=0)
        note(ax, 3, y + 0.1, row["outlet"], color=colour[row["outlet"]], weight="semibold", fontsize=9, va="center")
        whose = "its own word" if row["holder"] == "author" else f"word of {row['holder_name']}"
        doubt = ", at a distance" if row["distanced"] else ""
        note(ax, 3, y + 0.5, whose + doubt, fontsize=8, color=GREY, va="center")
        note(ax, 27, y + 0.1, around(row["sentence"], row["at"], row["text"], width), fontsize=9, va="center")
        note(ax, 27, y + 0.5, VOICES[row["voice"]][1], fontsize=8, color=GREY, va="center")
    return bare(ax)


def around(sentence: str, at: int, word: str, width: int) -> str:
    """The part of a sentence around a word, `width` characters at most, cut at words."""
    line = " ".join(sentence.split())
    if len(line) <= width:
        return line
    start = max(0, min(at - (width - len(word)) // 2, len(line) - width))
    part = line[start : start + width]
    head = "… " + part.split(" ", 1)[-1] if start else part
    return shorten(head + " " + line[start + width :], width) if start + width < len(line) else head


def journey_figure(journey: pl.DataFrame, corpus: Corpus, *, words: Sequence[str], name: str) -> Figure:
    """The journey of some words across the outlets: who uses each, and whose word it is there."""
    present = [word for word in words if word in set(journey["word"])]
    parts = [journey.filter(pl.col("word") == word) for word in present]
    picture, axes = panels(
        len(parts),
        height=sum(0.36 * len(part) + 0.36 for part in parts),
        height_ratios=[len(part) + 0.5 for part in parts],
    )
    with style():
        for ax, word, part in zip(axes, present, parts, strict=True):
            plot_journey(part, ax, colour=colours(corpus))
            ax.set_title(f"“{word}”: {number(len(part), 'use')}", color=INK, parse_math=False)
    findings = [
        f"“{word}” is the outlet's own word in {number(sum(part['holder'] == 'author'), 'use')} of {len(part)}"
        for word, part in zip(present, parts, strict=True)
    ]
    return Figure(
        name=name,
        picture=picture,
        caption="The journey of a word: every use, the sentence around it, and whose word it is there.",
        alt="; ".join(findings) + ".",
        data=journey,
        source="labels table",
    )
