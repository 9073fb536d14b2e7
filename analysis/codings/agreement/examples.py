"""Small made-up codings whose agreement looks odd until it is explained: for teaching."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.codings.agreement.words import explain_agreement
from analysis.codings.table import CODINGS

YES, NO = "yes", "no"
# case: the answers of each coder, unit by unit; None where there is none
CASES: dict[str, tuple[Sequence[str | None], ...]] = {
    "both answers are common": ([YES] * 10 + [NO] * 10, [YES] * 10 + [NO] * 9 + [YES]),
    "one answer prevails": ([NO] * 19 + [YES], [NO] * 20),
    "one answer only": ([NO] * 20, [NO] * 20),
    "one coder only": ([NO] * 15 + [YES] * 5,),
    "no unit shared": ([NO] * 10 + [None] * 10, [None] * 10 + [NO] * 10),
}


def example_agreement() -> pl.DataFrame:
    """What do agreement measures make of odd cases? Twenty units each, two coders at most.

    The long table of codings (columns: `codings.CODINGS`); each case is a field. In three of them the coders give the
    same answer to 19 units or all, and yet the measures say very different things.
    """
    rows: list[dict[str, object]] = [
        {"event": "example", "outlet": "example", "article_id": "example", "start": 10 * unit, "end": 10 * unit + 9}
        | {"coder": f"coder {number}", "kind": "example", "record": 1, "text": f"unit {unit + 1}"}
        | {"field": case, "value": value}
        for case, coders in CASES.items()
        for number, values in enumerate(coders, start=1)
        for unit, value in enumerate(values)
        if value is not None
    ]
    return CODINGS.frame(rows)


def add_explanations(table: pl.DataFrame) -> pl.DataFrame:
    """The rows of `agreement`, each with `said`: what it means in words. In their order."""
    said = table.with_columns(
        said=pl.Series([explain_agreement(row) for row in table.iter_rows(named=True)], dtype=pl.String)
    )
    order = {case: place for place, case in enumerate(CASES)}
    place = pl.col("field").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return said.sort(place, maintain_order=True)
