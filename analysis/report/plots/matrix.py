"""A matrix of unit squares: a square for so many labels, as many as the height of a picture allows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.plots import band
from analysis.report.plots.canvas import HIGHEST, bare, folded, legend, note, panels, shorten
from analysis.report.prose import number
from analysis.report.style import EDGE, GREY, INK, VOICES, WIDTH, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

A_LINE = 10  # squares in one line of a cell
LONGEST = 28  # letters of a row's name
SCALE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # labels a square
ROWS = (18, 6)  # rows of a picture: at most, and at least before a square stands for more than FINE labels
FINE = 20
Span = tuple[float, float, bool]  # from, to, and whether the count lies outside


@dataclass(frozen=True)
class Block:
    """One line of outlets side by side: their counts (`voice_counts` of one event) and bands, under a title or none.

    Under a title only rows that have a label stand, and squares are of one size under one title.
    """

    outlets: list[str]
    counts: pl.DataFrame
    spans: Mapping[tuple[str, str], Span]
    title: str = ""

    @property
    def head(self) -> float:
        """Inches that its titles take."""
        return 0.85 if self.title else 0.55

    def rows(self, rows: Sequence[str]) -> list[str]:
        """Which of the rows does the block have?"""
        here = set(self.counts["row"])
        return [row for row in rows if row in here or not self.title]

    def squares_high(self, rows: Sequence[str], each: int) -> float:
        """How many squares high are its rows?"""
        found = _found(self.counts)
        keys = [[(outlet, row) for outlet in self.outlets] for row in self.rows(rows)]
        lines = [_lines([_places(found.get(key), self.spans.get(key), each) for key in line]) for line in keys]
        return max(1.6, sum(lines) + 0.6 * len(lines))


@dataclass(frozen=True)
class Grid:
    """How blocks stand on paper: the rows drawn, the labels a square stands for, and all sizes (inches, squares)."""

    rows: list[str]
    each: dict[str, int]  # title of blocks to labels a square
    indent: float = 0
    across: int = 0
    square: float = 0
    height: float = 0

    @property
    def cell(self) -> float:
        """The width of a cell in squares: its number, ten squares, and a gap."""
        return self.indent + A_LINE + 1.6


def fitting(blocks: Sequence[Block], ranked: Sequence[str], order: Sequence[str]) -> Grid:
    """Which rows, and how many labels a square, does the height of a picture allow? First rows, then small numbers.

    `ranked`: rows, the most important first; `order`: in which they are drawn.
    """
    sums = [n for block in blocks for n in block.counts.group_by("outlet", "row").agg(pl.col("n").sum())["n"]]
    indent = max(1.6, 0.3 + 0.85 * len(f"{max(sums, default=0):,}"))
    across = max(len(block.outlets) for block in blocks)
    most, least = (min(n, len(ranked)) for n in ROWS)
    for n in range(most, least - 1, -1):
        rows = [row for row in order if row in set(ranked[:n])]
        names = 0.065 * min(LONGEST, max(map(len, rows)))
        square = min(0.094, (WIDTH - 0.4 - names) / (across * (indent + A_LINE + 1.6)))
        room = HIGHEST - 0.5 - sum(block.head for block in blocks)
        each, high = _scales(blocks, rows, room / square, FINE if n > least else SCALE[-1])
        if high <= room / square:
            break
    return Grid(rows, each, indent, across, square, HIGHEST - room + square * high)


def _scales(blocks: Sequence[Block], rows: Sequence[str], room: float, coarsest: int) -> tuple[dict[str, int], float]:
    """Labels a square under each title, one where there is room; the highest blocks get coarser. And the height."""
    each = {block.title: SCALE[0] for block in blocks}
    while True:
        highs = dict.fromkeys(each, 0.0)
        for block in blocks:
            highs[block.title] += block.squares_high(rows, each[block.title])
        raised = [title for title, n in each.items() if n < coarsest]
        if sum(highs.values()) <= room or not raised:
            return each, sum(highs.values())
        highest = max(raised, key=lambda title: highs[title])
        each[highest] = SCALE[SCALE.index(each[highest]) + 1]


def plot_matrix(
    counts: pl.DataFrame,
    ax: Axes,
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    spans: Mapping[tuple[str, str], Span] | None = None,
    each: int = 1,
    indent: float = 1.6,
) -> Axes:
    """A matrix whose cells are filled with one small square for `each` labels, coloured by whose words they are.

    `columns` are outlets. `spans`: between which counts the squares of an outlet and row might end. These places are
    shaded, and the count is bold where the squares end outside.
    """
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    found, ends = _found(counts), spans or {}
    heights = [_lines([_places(found.get((c, row)), ends.get((c, row)), each) for c in columns]) for row in rows]
    squares, tints, shades, y = [], [], [], 0.0
    for row, lines in zip(rows, heights, strict=True):
        ax.axhline(y, color="#e9e5dc", lw=0.8)
        note(ax, -0.6, y + 0.42 + lines / 2, shorten(row, LONGEST), ha="right", va="center", fontsize=9.5)
        for place, column in enumerate(columns):
            left = place * (indent + A_LINE + 1.6)
            cell, span = found.get((column, row), {}), ends.get((column, row))
            look = {"color": INK, "weight": "bold"} if span and span[2] else {"color": GREY}
            note(ax, left + 0.1, y + 0.95, f"{sum(cell.values()):,}" if cell else "–", fontsize=8, va="center", **look)
            corners = [(left + indent + index % A_LINE, y + 0.5 + index // A_LINE) for index in range(A_LINE * lines)]
            shades += [Rectangle((x - 0.08, at - 0.08), 1, 1) for x, at in corners[slice(*_shaded(span, each))]]
            for square, start, end, voice in _pieces(cell, each):
                x, at = corners[square]
                squares.append(Rectangle((x + 0.84 * start, at), 0.84 * (end - start), 0.84))
                tints.append(VOICES[voice][0])
        y += lines + 0.6
    if shades:
        ax.add_collection(PatchCollection(shades, facecolors=band.PALE, edgecolors="none", zorder=0.5))
    ax.add_collection(PatchCollection(squares, facecolors=tints, edgecolors=EDGE, linewidths=0.3))
    ax.set_xlim(-0.6, len(columns) * (indent + A_LINE + 1.6) - 1)
    ax.set_ylim(y, 0)
    ax.set_aspect("equal")
    return bare(ax)


def _found(counts: pl.DataFrame) -> dict[tuple[str, str], dict[str, int]]:
    """Outlet and row to the labels of each voice."""
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for outlet, row, voice, n in counts.select("outlet", "row", "voice", "n").iter_rows():
        cells.setdefault((outlet, row), {})[voice] = n
    return cells


def _shaded(span: Span | None, each: int) -> tuple[int, int]:
    """Which places of a cell, from the first to behind the last, are between the ends of its band?"""
    return (0, 0) if span is None else (max(0, ceil(span[0] / each - 1e-9) - 1), floor(span[1] / each + 1e-9))


def _pieces(cell: Mapping[str, int] | None, each: int) -> list[tuple[int, float, float, str]]:
    """The squares of a cell, filled from left to right in the order of the key.

    One row is a piece of one voice: the square's number, where in it the piece begins and ends (0 to 1), the voice.
    Where a square stands for several labels it may hold several voices, and the last one may be filled in part.
    """
    pieces, told = [], 0
    for voice in VOICES:
        last = told + (cell or {}).get(voice, 0)
        while told < last:
            number = told // each
            until = min(last, (number + 1) * each)
            pieces.append((number, (told - number * each) / each, (until - number * each) / each, voice))
            told = until
    return pieces


def _places(cell: Mapping[str, int] | None, span: Span | None, each: int) -> int:
    """How many places does a cell need, for its squares and its band?"""
    return max(-(-sum((cell or {}).values()) // each), _shaded(span, each)[1])


def _lines(places: list[int]) -> int:
    return max(1, *(-(-n // A_LINE) for n in places))


def matrix_picture(blocks: Sequence[Block], grid: Grid, tint: Mapping[str, str]) -> Picture:
    """The blocks one below the other. `tint`: each outlet's colour."""
    sizes = [block.squares_high(grid.rows, grid.each[block.title]) for block in blocks]
    picture, axes = panels(len(blocks), height=grid.height, height_ratios=sizes)
    with style():
        for ax, block in zip(axes, blocks, strict=True):
            options: Any = {"spans": block.spans, "each": grid.each[block.title], "indent": grid.indent}
            plot_matrix(block.counts, ax, rows=block.rows(grid.rows), columns=block.outlets, **options)
            ax.set_xlim(-0.6, grid.across * grid.cell - 1)
            ax.set_anchor("NW")
            _heads(ax, block, tint, grid)
        used = {voice for block in blocks for voice in block.counts["voice"]}
        more = [(band.PALE, band.KEY)] if any(block.spans for block in blocks) else []
        legend(picture, [*(VOICES[voice] for voice in VOICES if voice in used), *more])
    return picture


def _heads(ax: Axes, block: Block, tint: Mapping[str, str], grid: Grid) -> None:
    """The outlets above their cells, and the block's title above the outlets."""
    names = [folded(outlet, int(grid.square * grid.cell * 13.5)) for outlet in block.outlets]
    for place, (name, outlet) in enumerate(zip(names, block.outlets, strict=True)):
        options: Any = {"color": tint[outlet], "weight": "bold", "fontsize": 9.5, "va": "bottom"}
        note(ax, place * grid.cell + 0.1, -0.5, name, **options)
    if block.title:
        pad = 8 + 12 * (1 + max(name.count("\n") for name in names))
        many = f" (a square is {number(grid.each[block.title], 'label')})" if grid.each[block.title] > 1 else ""
        ax.set_title(shorten(block.title, 70) + many, fontsize=9.5, color=GREY, pad=pad, parse_math=False)
