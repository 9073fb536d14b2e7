"""Who is called what, in whose voice? A square a label, in a matrix of outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.pooling import add_all_events, pooled_rows
from analysis.report.figure import Figure
from analysis.report.plots import band, marks
from analysis.report.plots.canvas import Story, chosen, nothing
from analysis.report.plots.matrix import Block, Grid, fitting, matrix_picture
from analysis.report.plots.stories import in_lines, story_table
from analysis.report.prose import listed, number
from analysis.report.style import colours
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from analysis.corpus import Corpus

ABREAST = 5  # outlets side by side
BLOCKS = 4  # such lines of outlets, one below the other
CELL = ["event", "outlet", "row"]
EMPTY = Grid([], {})
NONE = "No label of these kinds is in the articles."


def voice_counts(labels: pl.DataFrame, *, rows: str) -> pl.DataFrame:
    """How many labels stand in each cell, and in which voice?

    One row is one voice in one cell: event, outlet, row, voice, n. Sorted by event, outlet, row, voice.
    """
    return (
        labels.group_by("event", "outlet", pl.col(rows).alias("row"), "voice")
        .agg(n=pl.len().cast(pl.Int64))
        .sort(*CELL, "voice")
    )


def _in_labels(null: pl.DataFrame | None, rows: str, names: dict[str, str]) -> pl.DataFrame:
    """The band in labels instead of shares: event, outlet, row, and the band's columns."""
    schema = {**dict.fromkeys(CELL, pl.String()), **dict.fromkeys(band.ENDS[:-1], pl.Float64())}
    if null is None:
        return pl.DataFrame(schema={**schema, "outside": pl.Boolean()})
    n, whole = pl.col("value") * pl.col("size"), ("null_low", "null_high")
    known = pl.all_horizontal(pl.col(name).is_not_null().all() for name in whole)
    summed = {name: pl.when(known).then((pl.col(name) * pl.col("size")).sum()) for name in whole}
    kept = null.filter(pl.col(rows).is_in(list(names)), pl.col("size") > 0)
    ends = kept.group_by("event", "outlet", pl.col(rows).replace(names).alias("row")).agg(
        pl.col("null_effect").max(), **summed, n=n.sum()
    )
    beyond = (pl.col("n") < pl.col("null_low") - 1e-9) | (pl.col("n") > pl.col("null_high") + 1e-9)
    return ends.with_columns(outside=beyond).drop("n").sort(CELL)


def matrix_figure(
    labels: pl.DataFrame,
    corpus: Corpus,
    *,
    name: str,
    rows: str,
    names: dict[str, str],
    what: str,
    null: pl.DataFrame | None = None,
) -> Figure:
    """Labels by a column of the table (`rows`) and outlet, each cell split by voice. `names` orders and words rows.

    Where an outlet reports several events: all of them together first, then those in which the outlets differ most.
    `null`: the `null_band` of the labels by the same column (`add_all_events`).
    """
    drawn = labels.filter(pl.col(rows).is_in(list(names))).with_columns(pl.col(rows).replace(names))
    counts, ends = add_all_events(voice_counts, drawn, rows=rows), _in_labels(null, rows, names)
    cells = _cells(counts, corpus)
    stories, left_out = chosen(cells, corpus, value="share", by=["row"], most=BLOCKS * ABREAST, abreast=ABREAST)
    ranked = pooled_rows(cells).group_by("row").agg(pl.col("n").sum()).sort("n", "row", descending=[True, False])["row"]
    blocks = _blocks(counts, ends, stories, corpus)
    grid = fitting(blocks, ranked.to_list(), list(dict.fromkeys(names.values()))) if len(ranked) else EMPTY
    few = f" The {len(grid.rows)} of {len(ranked)} rows with most labels are drawn." * (len(grid.rows) < len(ranked))
    seen = ends.join(story_table(stories), on=CELL[:2], how="semi").filter(pl.col("row").is_in(grid.rows))
    shown = None if null is None else seen
    shade = " Shaded: where the squares might end, as far as halves of one text differ; bold: they end elsewhere."
    banded = seen["null_low"].is_not_null().any()
    told = f"{what}, by whose words they are.{left_out}{few}" + band.caption(shown)
    data = counts.join(ends, on=CELL, how="full", coalesce=True).with_columns(pl.col("n").fill_null(0))
    data = data.sort(*CELL, "voice").rename({"row": rows})
    return Figure(
        name=name,
        picture=matrix_picture(blocks, grid, colours(corpus)) if grid.rows else nothing(NONE),
        caption=f"{what}. One square is {_unit(grid)}; the number is their count; the colour says whose "
        f"words they are.{left_out}{few}" + (shade if banded else band.caption(shown))
        if grid.rows
        else f"{what}: none.",
        alt=_finding(drawn, corpus.outlets) + (band.finding(shown, "count") if grid.rows else ""),
        data=data,
        source=number(len(drawn), "label"),
        marks=marks.label_marks(data, stories, rows, grid.rows, told),
    )


def _unit(grid: Grid) -> str:
    """How many labels is a square?"""
    each = set(grid.each.values()) or {1}
    return number(max(each), "label") if len(each) == 1 else "one label, or as many as the title says, part by part"


def _cells(counts: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Every outlet on its events beside every row: event, outlet, row, n, share (null for an outlet without labels)."""
    stories = corpus.articles.select("event", "outlet").unique()
    together = counts.filter(pl.col("event") == ALL_EVENTS)
    if together.height:
        stories = pl.concat([stories, stories.select(pl.lit(ALL_EVENTS).alias("event"), "outlet").unique()])
    summed = counts.group_by(CELL).agg(pl.col("n").sum())
    grid = stories.join(counts.select("row").unique(), how="cross").join(summed, on=CELL, how="left")
    total = pl.col("n").sum().over("event", "outlet")
    return grid.with_columns(pl.col("n").fill_null(0)).with_columns(share=pl.when(total > 0).then(pl.col("n") / total))


def _blocks(counts: pl.DataFrame, ends: pl.DataFrame, stories: list[Story], corpus: Corpus) -> list[Block]:
    """Five outlets abreast at most: those of one event, or, where every outlet has one event, as they come."""
    several = len({outlet for _, outlet, _ in stories}) < len(stories)
    titles = {ALL_EVENTS: "All events together", **corpus.events} if several else {}
    found = []
    for line in in_lines(stories, ABREAST, several=several):
        here = story_table(line)
        known = ends.join(here, on=CELL[:2], how="semi").drop_nulls("null_low")
        columns = known.select("outlet", "row", "null_low", "null_high", "outside")
        spans = {(outlet, row): (low, high, out) for outlet, row, low, high, out in columns.iter_rows()}
        title = titles.get(line[0][0], "")
        part = counts.join(here, on=CELL[:2], how="semi", maintain_order="left")
        found.append(Block([outlet for _, outlet, _ in line], part, spans, title))
    return found


def _finding(labels: pl.DataFrame, outlets: Sequence[str]) -> str:
    own = labels.group_by("outlet").agg(n=pl.len(), own=(pl.col("voice") == "author").sum())
    found = {row["outlet"]: row for row in own.iter_rows(named=True)}
    parts = [f"{outlet} {found[outlet]['own']:,} of {found[outlet]['n']:,}" for outlet in outlets if outlet in found]
    if not parts:
        return NONE
    others = " The others stand in somebody else's voice." if (labels["voice"] != "author").any() else ""
    return f"Labels in the outlet's own words: {listed(parts)}.{others}"
