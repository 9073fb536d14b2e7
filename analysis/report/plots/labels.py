"""Who is called what, in whose voice?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from math import ceil, floor
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, fit, folded, legend, note, nothing, panels
from analysis.report.prose import listed, number
from analysis.report.style import EDGE, GREY, INK, VOICES, WIDTH, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

A_LINE = 10  # squares in one line of a cell
ABREAST = 5  # outlets side by side
Span = tuple[float, float, bool]  # from, to, and whether the count lies outside
NONE = "No label of these kinds is in the articles."


def voice_counts(labels: pl.DataFrame, *, rows: str, columns: str = "outlet") -> pl.DataFrame:
    """How many labels stand in each cell of rows × columns, in which voice?

    One row is one cell and voice: row, column, voice, n. Sorted by row, column, voice.
    """
    return (
        labels.group_by(pl.col(rows).alias("row"), pl.col(columns).alias("column"), "voice")
        .agg(n=pl.len().cast(pl.Int64))
        .sort("row", "column", "voice")
    )


def plot_matrix(
    counts: pl.DataFrame,
    ax: Axes,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    spans: Mapping[tuple[str, str], Span] | None = None,
) -> Axes:
    """A matrix whose cells are filled with one small square a label, coloured by whose word it is.

    `spans`: between which counts the squares of a cell might end. These places are shaded, and the count is bold where
    the squares end outside.
    """
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    found, ends = dict(counts.group_by("row", "column")), spans or {}
    heights = [_lines([_places(found.get((row, c)), ends.get((row, c))) for c in columns]) for row in rows]
    squares, tints, shades, y = [], [], [], 0.0
    for row, lines in zip(rows, heights, strict=True):
        ax.axhline(y, color="#e9e5dc", lw=0.8)
        note(ax, -0.6, y + 0.42 + lines / 2, row, ha="right", va="center", fontsize=9.5)
        for place, column in enumerate(columns):
            left = place * (A_LINE + 3.2)
            voices, span = _voices(found.get((row, column))), ends.get((row, column))
            look = {"color": INK, "weight": "bold"} if span and span[2] else {"color": GREY}
            note(ax, left + 0.1, y + 0.95, f"{len(voices)}" if voices else "–", fontsize=8, va="center", **look)
            corners = [(left + 1.6 + index % A_LINE, y + 0.5 + index // A_LINE) for index in range(A_LINE * lines)]
            shades += [Rectangle((x - 0.08, at - 0.08), 1, 1) for x, at in corners[slice(*_shaded(span))]]
            squares += [Rectangle(corner, 0.84, 0.84) for corner in corners[: len(voices)]]
            tints += [VOICES[voice][0] for voice in voices]
        y += lines + 0.6
    if shades:
        ax.add_collection(PatchCollection(shades, facecolors=band.PALE, edgecolors="none", zorder=0.5))
    ax.add_collection(PatchCollection(squares, facecolors=tints, edgecolors=EDGE, linewidths=0.3))
    ax.set_xlim(-0.6, len(columns) * (A_LINE + 3.2) - 1)
    ax.set_ylim(y, 0)
    ax.set_aspect("equal")
    return bare(ax)


def _shaded(span: Span | None) -> tuple[int, int]:
    """Which places of a cell, from the first to behind the last, are between the ends of its band?"""
    return (0, 0) if span is None else (max(0, ceil(span[0] - 1e-9) - 1), floor(span[1] + 1e-9))


def _voices(cell: pl.DataFrame | None) -> list[str]:
    """The voices of a cell's labels, one entry a label, in the order of the key."""
    n = {} if cell is None else dict(cell.select("voice", "n").iter_rows())
    return [voice for voice in VOICES for _ in range(n.get(voice, 0))]


def _places(cell: pl.DataFrame | None, span: Span | None) -> int:
    """How many places does a cell need, for its squares and its band?"""
    return max(len(_voices(cell)), _shaded(span)[1])


def _lines(places: list[int]) -> int:
    return max(1, *(-(-n // A_LINE) for n in places))


def _in_labels(null: pl.DataFrame | None, rows: str, names: dict[str, str]) -> pl.DataFrame:
    """The band in labels instead of shares, over all events of an outlet: row, column, and the band's columns."""
    schema = {"row": pl.String(), "column": pl.String(), **dict.fromkeys(band.ENDS[:-1], pl.Float64())}
    if null is None:
        return pl.DataFrame(schema={**schema, "outside": pl.Boolean()})
    n, whole = pl.col("value") * pl.col("size"), ("null_low", "null_high")
    known = pl.all_horizontal(pl.col(name).is_not_null().all() for name in whole)
    summed = {name: pl.when(known).then((pl.col(name) * pl.col("size")).sum()) for name in whole}
    kept = null.filter(pl.col(rows).is_in(list(names)), pl.col("size") > 0)
    ends = kept.group_by(pl.col(rows).replace(names).alias("row"), pl.col("outlet").alias("column")).agg(
        pl.col("null_effect").max(), **summed, n=n.sum()
    )
    beyond = (pl.col("n") < pl.col("null_low") - 1e-9) | (pl.col("n") > pl.col("null_high") + 1e-9)
    return ends.with_columns(outside=beyond).drop("n").sort("row", "column")


def matrix_figure(
    labels: pl.DataFrame,
    corpus: Corpus,
    *,
    name: str,
    rows: str,
    names: dict[str, str],
    what: str,
    evidence: pl.DataFrame | None = None,
    null: pl.DataFrame | None = None,
) -> Figure:
    """Labels by a column of the table (`rows`) and outlet, each cell split by voice. `names` orders and words rows.

    `null`: the `null_band` of the labels by the same column.
    """
    drawn = labels.filter(pl.col(rows).is_in(list(names))).with_columns(pl.col(rows).replace(names))
    counts, ends = voice_counts(drawn, rows=rows), _in_labels(null, rows, names)
    present = [row for row in dict.fromkeys(names.values()) if row in set(counts["row"])]
    outlets = [outlet for outlet in corpus.outlets if outlet in set(corpus.articles["outlet"])]
    data = counts.join(ends, on=["row", "column"], how="full", coalesce=True).with_columns(pl.col("n").fill_null(0))
    shown = None if null is None else ends
    known = ends.drop_nulls("null_low").select("row", "column", "null_low", "null_high", "outside")
    spans = {(row, column): (low, high, outside) for row, column, low, high, outside in known.iter_rows()}
    words = " Shaded: where the squares might end, as far as halves of one article differ; bold: they end elsewhere."
    return Figure(
        name=name,
        picture=_matrix(counts, present, outlets, colours(corpus), spans) if present else nothing(NONE),
        caption=f"{what}. One square is one label; the number is their count; the colour says whose word it is."
        + (words if spans else band.caption(shown)),
        alt=_finding(drawn, outlets) + (band.finding(shown, "count") if present else ""),
        data=data.sort("row", "column", "voice").rename({"row": rows, "column": "outlet"}),
        source=number(len(drawn), "label"),
        evidence=evidence,
    )


def _matrix(
    counts: pl.DataFrame,
    rows: list[str],
    outlets: list[str],
    tint: dict[str, str],
    spans: Mapping[tuple[str, str], Span],
) -> Picture:
    """The matrix on paper: five outlets side by side at most, the others in further blocks below."""
    blocks = [outlets[start : start + ABREAST] for start in range(0, len(outlets), ABREAST)]
    cells = {(row, column): cell for (row, column), cell in counts.group_by("row", "column")}
    places = {at: _places(cells.get(at), spans.get(at)) for at in product(rows, outlets)}
    sizes = [sum(_lines([places[row, outlet] for outlet in block]) + 0.6 for row in rows) for block in blocks]
    across = len(blocks[0]) * (A_LINE + 3.2)
    square = min(0.094, (WIDTH - 0.4 - 0.065 * max(map(len, rows))) / across)
    picture, axes = panels(len(blocks), height=0.5 + sum(square * size + 0.55 for size in sizes), height_ratios=sizes)
    with style():
        for ax, block in zip(axes, blocks, strict=True):
            plot_matrix(counts, ax, rows=rows, columns=block, spans=spans)
            ax.set_xlim(-0.6, across - 1)
            ax.set_anchor("NW")
            for place, outlet in enumerate(block):
                words = folded(outlet, int(square * (A_LINE + 3.2) * 13.5))
                left = place * (A_LINE + 3.2) + 0.1
                note(ax, left, -0.5, words, color=tint[outlet], weight="bold", fontsize=9.5, va="bottom")
        used = set(counts["voice"])
        more = [(band.PALE, band.KEY)] if spans else []
        legend(picture, [*(VOICES[voice] for voice in VOICES if voice in used), *more])
    return picture


def _finding(labels: pl.DataFrame, outlets: list[str]) -> str:
    own = labels.group_by("outlet").agg(n=pl.len(), own=(pl.col("voice") == "author").sum())
    found = {row["outlet"]: row for row in own.iter_rows(named=True)}
    parts = [f"{outlet} {found[outlet]['own']} of {found[outlet]['n']}" for outlet in outlets if outlet in found]
    if not parts:
        return NONE
    return f"Labels in the outlet's own words: {listed(parts)}. The others stand in somebody else's voice."


def plot_journey(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], width: int = 86) -> Axes:
    """Every use of one word: whose word it is as a square, outlet and holder, the sentence around it."""
    ax.set_xlim(0, 100)
    ax.set_ylim(len(rows) + 0.1, -0.4)
    for y, row in enumerate(rows.iter_rows(named=True)):
        ax.scatter([1], [y + 0.28], s=52, marker="s", color=VOICES[row["voice"]][0], ec=EDGE, lw=0.4)
        name = note(ax, 3, y + 0.1, row["outlet"], color=colour[row["outlet"]], weight="bold", fontsize=9, va="center")
        whose = "its own word" if row["holder"] == "author" else f"word of {row['holder_name']}"
        for words in (name, note(ax, 3, y + 0.5, whose, fontsize=8, color=GREY, va="center")):
            fit(words, 0.22 * WIDTH)
        note(ax, 31, y + 0.1, around(row["sentence"], row["at"], row["text"], width), fontsize=9, va="center")
        doubt = ", at a distance" if row["distanced"] else ""
        note(ax, 31, y + 0.5, VOICES[row["voice"]][1] + doubt, fontsize=8, color=GREY, va="center")
    return bare(ax)


def around(sentence: str, at: int, word: str, width: int) -> str:
    """The part of a sentence around a word, `width` characters at most, cut at words."""
    line = " ".join(sentence.split())
    if len(line) <= width:
        return line
    start = max(0, min(at - (width - len(word)) // 2, len(line) - width))
    stop = start + width
    shown = "… " + line[start:stop].split(" ", 1)[-1] if start else line[:stop]
    return shown.rsplit(" ", 1)[0].rstrip(",;:-–—") + " …" if stop < len(line) else shown


def journey_figure(journey: pl.DataFrame, corpus: Corpus, *, words: Sequence[str], name: str, most: int = 40) -> Figure:
    """The journey of some words across the outlets: who uses each, and whose word it is there."""
    present = [word for word in words if word in set(journey["word"])]
    parts = [journey.filter(pl.col("word") == word) for word in present]
    shown = [part.head(most) for part in parts]
    if not parts:
        picture = nothing(f"None of these words is a label here: {listed(list(words))}.")
    else:
        height, ratios = sum(0.36 * len(part) + 0.36 for part in shown), [len(part) + 0.5 for part in shown]
        picture, axes = panels(len(shown), height=height, height_ratios=ratios)
        with style():
            for ax, word, part, whole in zip(axes, present, shown, parts, strict=True):
                plot_journey(part, ax, colour=colours(corpus))
                cut = f", the first {most} shown" if len(whole) > most else ""
                ax.set_title(f"“{word}”: {number(len(whole), 'use')}{cut}", color=INK, parse_math=False)
    findings = [
        f"“{word}” is the outlet's own word in {number(sum(part['holder'] == 'author'), 'use')} of {len(part)}"
        for word, part in zip(present, parts, strict=True)
    ]
    return Figure(
        name=name,
        picture=picture,
        caption="The journey of a word: every use, the sentence around it, and whose word it is there.",
        alt="; ".join(findings) + "." if findings else f"No use of {listed(list(words))} was found.",
        data=journey,
        source="labels table",
    )
