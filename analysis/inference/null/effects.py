"""How far does a text differ from itself? The yardstick behind every comparison of outlets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt
import polars as pl

from analysis.measures.block_intervals import BLOCK
from analysis.measures.rounding import round_for_summation

Numbers = npt.NDArray[np.float64]
Halves = npt.NDArray[np.bool_]
TEXT = ["event", "outlet"]
SEED = 20
SPLITS = 20  # more splits would find larger differences: the number is part of what the largest one means
LEAST = 5  # pieces: a text of fewer has hardly any ways to be split, and the largest difference found is too small


def text_pieces(sentences: pl.DataFrame, *, block: int = BLOCK) -> pl.DataFrame:
    """Into which pieces is each outlet's text on an event cut, before it is split against itself?

    Blocks of `block` neighbouring sentences of an article; whole articles where the outlet has five or more, since
    articles then differ from each other as well.
    Read it: sentences of one piece stay together, so a scene is not torn in two.

    One row is one sentence: event, outlet, article_id, start, piece (number within the outlet's text on the event,
    from 0). Sorted by event, outlet, article_id, start. Raises ValueError for a block below 1.
    """
    if block < 1:
        raise ValueError(f"a block of {block} sentences was asked for; it needs at least 1")
    place = pl.int_range(pl.len()).over("article_id") // block
    whole = pl.col("article_id").n_unique().over(TEXT) >= LEAST
    cut = sentences.select(*TEXT, "article_id", "start").sort(*TEXT, "article_id", "start")
    return (
        cut.with_columns(place=pl.when(whole).then(0).otherwise(place))
        .with_columns(piece=(pl.struct("article_id", "place").rank("dense").over(TEXT) - 1).cast(pl.Int64))
        .drop("place")
    )


def random_halves(sizes: Numbers, *, splits: int, name: str) -> Halves:
    """Which pieces go to the first half, split by split?

    The pieces are shuffled and each goes to the half that is shorter so far. `name` keeps a text's splits the same
    whatever other texts there are. Splits down, pieces across.
    """
    rng = np.random.default_rng([SEED, crc32(name.encode())])
    order = rng.permuted(np.tile(np.arange(len(sizes)), (splits, 1)), axis=1)
    lengths, first = np.zeros((2, splits)), np.zeros((splits, len(sizes)), dtype=bool)
    rows = np.arange(splits)
    for at in order.T:
        to_first = lengths[0] <= lengths[1]
        first[rows, at] = to_first
        lengths[np.where(to_first, 0, 1), rows] += sizes[at]
    return first


def text_halves(pieces: pl.DataFrame, *, splits: int) -> dict[tuple[object, ...], Halves]:
    """Event and outlet to the `random_halves` of the text; texts of fewer than five `text_pieces` are left out."""
    counted = pieces.group_by(*TEXT, "piece").len().sort(*TEXT, "piece")
    return {
        key: random_halves(text["len"].to_numpy().astype(float), splits=splits, name="/".join(map(str, key)))
        for key, text in counted.group_by(TEXT, maintain_order=True)
        if text.height >= LEAST
    }


def null_effects(
    rows: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    by: str | None = None,
    value: str | None = None,
    weight: str | None = None,
    within: Sequence[str] = (),
    splits: int = SPLITS,
    block: int = BLOCK,
) -> pl.DataFrame:
    """How far do two halves of one outlet's text differ, when the same measure is taken of both?

    Each outlet's text on an event is cut into `text_pieces`, and these are dealt at random to two halves, `splits`
    times; a row belongs to the half its `start` lies in. The measure is the share of each category of `by` in the rows
    (or in their `weight`, such as words), or the mean of `value`; with `within`, apart for each group of rows.
    Rows in which one of these is null are left out.
    effect = value_a - value_b; errors = |effect| / (sd sqrt(1/size_a + 1/size_b)), sd over the outlet's own rows.
    Read it: both halves have one author, one desk and one day. What differs between them is no difference of outlets.
    Beware: `errors` is a yardstick of length, to carry an effect from halves to whole texts; it is no test.

    One row is one split, group and category: event, outlet, the columns of `within` and `by`, split, size_a, size_b
    (rows, or their weight), value_a, value_b, effect, errors (null where a half is empty or all rows are alike).
    Texts of fewer than five pieces have no rows. Sorted by event, outlet, group, category, split.
    Raises ValueError unless one of `by` and `value` is given, or when a column is missing.
    """
    pieces = text_pieces(sentences, block=block)
    sums = _piece_sums(rows, pieces, by, value, weight, within)
    halves = text_halves(pieces, splits=splits)
    return _effects_of_texts(sums, halves, list(within), [*within, *([by] if by else [])])


def null_band(
    rows: pl.DataFrame,
    sentences: pl.DataFrame,
    *,
    by: str | None = None,
    value: str | None = None,
    weight: str | None = None,
    within: Sequence[str] = (),
    text: str = "outlet",
    block: int = BLOCK,
) -> pl.DataFrame:
    """Does an outlet lie further from the event than halves of one text lie from each other?

    null_effect = the largest `errors` of `null_effects`, over the event's outlets, categories and splits.
    null_low, null_high = pooled ± null_effect sd sqrt(1/size - 1/size of the event): the same number of standard
    errors, for a whole text beside the event it is part of. pooled and sd are over all rows of the event.
    Options as in `null_effects`. With `text="article_id"` each article is a text of its own, and stands where the
    outlet stands otherwise.
    Read it: an outlet inside the band differs from the event no more than an article from itself. The band is wide
    for short texts and for few rows.
    Beware: outside the band is what these texts differ in, whoever wrote them: the day, the scene, the outlet.
    Inside is no proof of likeness: an outlet whose share is 25 points higher lies outside in one event of three with
    articles of 25 to 50 sentences. Where outlets do not differ, 1 to 3 marks in 100 lie outside, and 6 to 18 charts in
    100 have any (benchmarks/null_band.py).

    One row is one outlet, group and category, those an outlet lacks included: event, outlet, the columns of `within`
    and `by`, value, size (rows, or their weight), pooled, n_split (texts split), null_effect, null_low, null_high,
    outside. The last four are null where the event has one outlet or no text of five pieces. Sorted by event,
    outlet, group, category. Raises ValueError as `null_effects`, and for another `text`.
    """
    if text not in ("outlet", "article_id"):
        raise ValueError(f'no text {text!r} to split; choose "outlet" or "article_id"')
    rows, sentences = (table.with_columns(outlet=pl.col(text)) for table in (rows, sentences))
    cells = [*within, *([by] if by else [])]
    pieces = text_pieces(sentences, block=block)
    sums = _piece_sums(rows, pieces, by, value, weight, within)
    effects = _effects_of_texts(sums, text_halves(pieces, splits=SPLITS), list(within), cells)
    largest = effects.group_by("event").agg(null_effect=pl.col("errors").max(), n_split=pl.col("outlet").n_unique())
    whole = _whole_text_values(sums, list(within), cells)
    half = pl.col("null_effect") * pl.col("sd") * (1 / pl.col("size") - 1 / pl.col("size_event")).clip(0).sqrt()
    known = (pl.col("size") > 0) & (pl.col("size") < pl.col("size_event"))
    in_range = (0.0, 1.0) if by or rows.schema[str(value)] == pl.Boolean else (None, None)
    return (
        whole.join(largest, on="event", how="left", maintain_order="left")
        .with_columns(pl.col("n_split").fill_null(0).cast(pl.Int64), half=pl.when(known).then(half))
        .with_columns(null_low=pl.col("pooled") - pl.col("half"), null_high=pl.col("pooled") + pl.col("half"))
        .with_columns((pl.col("value") - pl.col("pooled")).abs().gt(pl.col("half") + 1e-12).alias("outside"))
        .with_columns(pl.col("null_low", "null_high").clip(*in_range))
        .select(*TEXT, *cells, "value", "size", "pooled", "n_split", "null_effect", "null_low", "null_high", "outside")
        .sort(*TEXT, *cells)
        .rename({"outlet": text})
    )


def _piece_sums(
    rows: pl.DataFrame,
    pieces: pl.DataFrame,
    by: str | None,
    value: str | None,
    weight: str | None,
    within: Sequence[str],
) -> pl.DataFrame:
    """Sums of each piece, group and category: size, total and squares of what is measured; zeros are left out."""
    if (by is None) == (value is None):
        raise ValueError("null effects need either `by`, a column of categories, or `value`, a column to average")
    if lacking := [name for name in (*within, by or value, weight) if name and name not in rows.columns]:
        raise ValueError(f"no column {', '.join(lacking)} in these rows; columns here: {', '.join(rows.columns)}")
    cut = pieces.select("article_id", "start", "piece").sort("article_id", "start")
    x = pl.lit(1.0) if by else pl.col(str(value)).cast(pl.Float64)
    told = (
        rows.drop_nulls([name for name in (*within, by or value, weight) if name])
        .with_columns(_x=x, _w=pl.col(weight).cast(pl.Float64) if weight else pl.lit(1.0))
        .sort("article_id", "start", maintain_order=True)
        .join_asof(cut, on="start", by="article_id", check_sortedness=False)
        .with_columns(pl.col("piece").fill_null(0))
    )
    keys = [*TEXT, *within, *([by] if by else [])]
    w, wx = pl.col("_w"), pl.col("_w") * pl.col("_x")
    sums = told.group_by(*keys, "piece").agg(total=wx.sum(), squares=(wx * pl.col("_x")).sum())
    sizes = told.group_by(*TEXT, *within, "piece").agg(size=w.sum())
    return sums.join(sizes, on=[*TEXT, *within, "piece"]).sort(*keys, "piece")


def _effects_of_texts(
    sums: pl.DataFrame, halves: dict[tuple[object, ...], Halves], within: list[str], cells: list[str]
) -> pl.DataFrame:
    """The table of `null_effects` from the sums of pieces."""
    reals = ("size_a", "size_b", "value_a", "value_b", "effect", "errors")
    schema = {name: sums.schema[name] for name in (*TEXT, *cells)} | {"split": pl.Int64()}
    empty = pl.DataFrame(schema={**schema, **dict.fromkeys(reals, pl.Float64())})
    texts = sums.group_by(TEXT, maintain_order=True)
    parts = [_effects_of_halves(text, halves[key], within, cells) for key, text in texts if key in halves]
    return pl.concat([empty, *parts]).sort(*TEXT, *cells, "split")


def _effects_of_halves(text: pl.DataFrame, first: Halves, within: list[str], cells: list[str]) -> pl.DataFrame:
    """One text's null effects. Sizes belong to a group, totals to a category of it."""
    names = [*TEXT, *cells]
    groups = text.select(*TEXT, *within).unique(maintain_order=True).with_row_index("_group")
    kinds = text.select(names).unique(maintain_order=True).with_row_index("_cell")
    found = text.join(kinds, on=names).join(groups, on=[*TEXT, *within])
    totals = np.zeros((first.shape[1], kinds.height, 2))
    totals[found["piece"], found["_cell"]] = round_for_summation(found.select("total", "squares").to_numpy())
    sizes = np.zeros((first.shape[1], groups.height))
    sizes[found["piece"], found["_group"]] = found["size"].to_numpy()
    group = found.unique("_cell", keep="first").sort("_cell")["_group"].to_numpy()
    size = [side @ sizes[:, group] for side in (first.astype(float), (~first).astype(float))]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = [side.astype(float) @ totals[..., 0] / n for side, n in zip((first, ~first), size, strict=True)]
        sd = _standard_deviation(sizes[:, group].sum(axis=0), *totals.sum(axis=0).T)
        errors = np.abs(value[0] - value[1]) / (sd * np.sqrt(1 / size[0] + 1 / size[1]))
    where = kinds.drop("_cell").join(pl.DataFrame({"split": range(len(first))}), how="cross")
    measured = {"size_a": size[0], "size_b": size[1], "value_a": value[0], "value_b": value[1]}
    measured |= {"effect": value[0] - value[1], "errors": errors}
    table = where.with_columns(pl.Series(name, column.T.ravel()) for name, column in measured.items())
    return table.with_columns(pl.when(pl.col(name).is_finite()).then(name) for name in measured)


def _whole_text_values(sums: pl.DataFrame, within: list[str], cells: list[str]) -> pl.DataFrame:
    """Every outlet beside every category of its event: value and size, and the event's pooled value, size and sd."""
    texts = sums.select(*TEXT).unique()
    sizes = sums.unique([*TEXT, *within, "piece"]).group_by(*TEXT, *within).agg(pl.col("size").sum())
    totals = sums.group_by(*TEXT, *cells).agg(pl.col("total", "squares").sum())
    found = (
        texts.join(sums.select("event", *cells).unique(), on="event")
        .join(totals, on=[*TEXT, *cells], how="left")
        .join(sizes, on=[*TEXT, *within], how="left")
        .with_columns(pl.col("total", "squares", "size").fill_null(0.0))
        .sort(*TEXT, *cells)
    )
    over = ["event", *cells]
    event = {f"{name}_event": pl.col(name).sum().over(over) for name in ("size", "total", "squares")}
    found = found.with_columns(**event)
    spread = _standard_deviation(*(found[f"{name}_event"].to_numpy() for name in ("size", "total", "squares")))
    return found.with_columns(
        value=pl.when(pl.col("size") > 0).then(pl.col("total") / pl.col("size")),
        pooled=pl.col("total_event") / pl.col("size_event"),
        sd=pl.Series(spread, dtype=pl.Float64),
    )


def _standard_deviation(size: Any, total: Any, squares: Any) -> Any:
    """Standard deviation from sums; 0 where rounding would leave less."""
    return np.sqrt(np.maximum(squares / size - (total / size) ** 2, 0))
