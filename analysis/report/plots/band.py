"""How far a text differs from itself, drawn behind what is compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.prose import number, spelled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PALE = "#E2ECF0"
RIM = "#A9C0C9"  # the end of a band where a bar or a panel hides its face
KEY = "as far as a text differs from itself"
ENDS = ["null_effect", "null_low", "null_high", "outside"]


def joined(data: pl.DataFrame, band: pl.DataFrame | None, on: Sequence[str]) -> pl.DataFrame:
    """The data of a figure with the band beside each row (null_effect, null_low, null_high, outside).

    Without a band the columns are null: the same columns always.
    """
    if band is None:
        real = [pl.lit(None, dtype=pl.Float64).alias(name) for name in ENDS[:-1]]
        return data.with_columns(*real, outside=pl.lit(None, dtype=pl.Boolean))
    return data.join(band.select(*on, *ENDS), on=list(on), how="left", maintain_order="left", nulls_equal=True)


def ends(rows: pl.DataFrame, keys: Sequence[str]) -> dict[tuple[object, ...], tuple[float, float]]:
    """Where does the band of each mark begin and end? Marks without a band are left out."""
    if "null_low" not in rows.columns:
        return {}
    known = rows.drop_nulls(["null_low", "null_high"]).unique(list(keys), maintain_order=True)
    return {tuple(row[:-2]): (row[-2], row[-1]) for row in known.select(*keys, "null_low", "null_high").iter_rows()}


def lay(ax: Axes, y: float, low: float, high: float, *, height: float) -> None:
    """One mark's band, behind everything else."""
    ax.barh(y, high - low, left=low, height=height, color=PALE, ec=RIM, lw=0.5, zorder=0.5)


def entry(rows: pl.DataFrame, words: str = KEY) -> list[tuple[str, str]]:
    """The band's entry in the key; none where there is no band."""
    return [(PALE, words)] if "null_low" in rows.columns and rows["null_low"].is_not_null().any() else []


def caption(band: pl.DataFrame | None, of: str = "") -> str:
    """What the band is, and `of` what, as a sentence that follows the caption; nothing when none was asked for."""
    if band is None:
        return ""
    if band["null_low"].is_not_null().any():
        return f" Blue band: {of}as far as halves of one text differ at most, brought to the length of whole texts."
    return " No band: nothing is compared here, or no text is long enough to be split against itself."


def finding(band: pl.DataFrame | None, what: str = "mark", plural: str | None = None) -> str:
    """How many marks lie outside their band? A sentence that follows the finding; nothing where there is no band."""
    if band is None or (judged := band.drop_nulls(["outside"])).is_empty():
        return ""
    n = int(judged["outside"].sum())
    out, stand = "none" if n == 0 else spelled(n), "lies" if n == 1 else "lie"
    return f" Of {number(judged.height, what, plural)}, {out} {stand} outside the band."
