"""How far do coders agree, beyond what chance would give?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.codings.agreement.unitising import coded_units, placed_records

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Real = NDArray[np.float64]
    Whole = NDArray[np.int64]

LEVELS = ("nominal", "ordinal", "interval")
MEASURES = ("agreement", "alpha", "kappa", "ac1")
COUNTS = ("n_units", "n_coders", "n_pairable", "n_pairs", "n_categories")
RESULT = {
    "kind": pl.String(),
    "field": pl.String(),
    "level": pl.String(),
    **dict.fromkeys(COUNTS, pl.Int64()),
    "commonest": pl.String(),
    "share_commonest": pl.Float64(),
    "chance": pl.Float64(),
    **{f"{name}{end}": pl.Float64() for name in MEASURES for end in ("", "_low", "_high")},
}
CELLS = 4_000_000  # draws × units that are held at a time
MOST = 50_000_000  # units × different answers: beyond, the answers are free text
UNDEFINED = 0.05  # above this share of draws without a value, an interval would be one of the others only


def agreement(
    codings: pl.DataFrame,
    *,
    level: str,
    kind: str | None = None,
    field: str | None = None,
    categories: Sequence[str] | None = None,
    exact: bool = False,
    draws: int = 1000,
    seed: int = 20,
) -> pl.DataFrame:
    """How far do coders agree on each field, and how sure is that?

    Takes the long table of codings (see `CODINGS` in `codings.table`); any number of coders, answers may be missing.
    level: nominal (names), ordinal (ranks) or interval (numbers). It decides how much a difference weighs in alpha;
    the other three count every difference as a whole one. `categories` are the answers the coders could choose from,
    in their order; without them, those that were given, which for ordinal have to be numbers.
    agreement: share of pairs of answers to a unit that are the same, mean over units.
    alpha = 1 - observed / expected disagreement (Krippendorff), with all answers of pairable units pooled for chance.
    kappa = (agreement - chance) / (1 - chance) for two coders, chance from each coder's own habits (Cohen); for more
    coders, the mean of the pairs in which it is defined.
    ac1: the same with chance = sum of p (1 - p) / (categories - 1) (Gwet), which stays calm when one answer prevails.
    _low, _high: the middle 95 % over `draws` samples of as many units, drawn with replacement. Null where there
    are fewer than two pairable units, or where the measure is undefined in more than 5 % of the samples.
    Read it: alpha 1 all agree, 0 no better than chance. Where alpha and AC1 part, ask `explain`.
    Beware: units of one article are alike, so the interval is too narrow; coders of one kind share their blind spots.

    One row is one kind and field: kind, field, level, n_units (with an answer), n_coders, n_pairable (units with two
    answers or more), n_pairs (pairs of answers to the same unit), n_categories (given in pairable units), commonest
    (answer there) and share_commonest, chance (share of random pairs of answers that are the same), then agreement,
    alpha, kappa, ac1, each with _low and _high; null where undefined, and where the answers are free text (more than
    50 million units × different answers). Sorted by kind and field.
    Raises ValueError for a level, kind or field that is not there, and for answers that do not fit the level.
    Krippendorff (2011); Cohen (1960); Gwet (2008).
    """
    if level not in LEVELS:
        raise ValueError(f"there is no level {level!r}; name one of: {', '.join(LEVELS)}")
    rows = []
    fields = coded_fields(codings, kind=kind, field=field)
    placed = {one: placed_records(codings, kind=one, exact=exact) for one in {one for one, _ in fields}}
    for one, asked in fields:
        units = coded_units(codings, kind=one, field=asked, exact=exact, placed=placed[one])
        answers, names, points = _answers_on_scale(units, level, categories, asked)
        codes, coders = _answer_codes(answers, names)
        row = {"kind": one, "field": asked, "level": level, **_answer_summary(codes, coders, names)}
        if len(codes) * len(names) > MOST:
            rows.append(row)
            continue
        rows.append(row | _bootstrap_intervals(codes, len(names), points, level, draws, seed))
    return pl.DataFrame(rows, schema=RESULT)


def coded_fields(codings: pl.DataFrame, *, kind: str | None, field: str | None) -> list[tuple[str, str]]:
    """Which kinds and fields are there, of those asked for? ValueError, with those that are, if none."""
    asked = codings.filter(pl.col("value").is_not_null()).select("kind", "field").unique().sort("kind", "field").rows()
    kept = [(one, what) for one, what in asked if kind in (None, one) and field in (None, what)]
    kinds = {one for one, _ in asked}
    if kind is not None and kind not in kinds:
        raise ValueError(f"nobody coded {kind!r}; kinds here: {', '.join(sorted(kinds)) or 'none'}")
    if not kept and field is not None:
        here = dict.fromkeys(what for one, what in asked if kind in (None, one))
        where = f"{kind!r}" if kind else "any kind"
        raise ValueError(f"nobody coded {field!r} of {where}; fields there: {', '.join(sorted(here)) or 'none'}")
    return kept


def confusion_counts(codings: pl.DataFrame, *, kind: str, field: str) -> pl.DataFrame:
    """Which answers do coders take for one another?

    The table of coincidences: every pair of answers to one unit counts 1 / (answers to the unit - 1) in either order,
    so that a unit weighs as much as it has answers. With two coders, each unit counts once in each order.

    One row is one answer beside another: value, other, n, share (of all the answers beside which `value` stands).
    Sorted by value and other; pairs that never occur are left out.
    Krippendorff (2011).
    """
    answers = coded_units(codings, kind=kind, field=field)
    both = answers.join(answers.rename({"coder": "by", "value": "other"}), on="unit").filter(
        pl.col("coder") != pl.col("by")
    )
    weighed = both.with_columns(weight=1 / (pl.col("by").n_unique().over("unit") - 1))
    table = weighed.group_by("value", "other").agg(n=pl.col("weight").sum()).sort("value", "other")
    return table.with_columns(share=pl.col("n") / pl.col("n").sum().over("value"))


def _answers_on_scale(
    answers: pl.DataFrame, level: str, categories: Sequence[str] | None, field: str
) -> tuple[pl.DataFrame, list[str], list[float] | None]:
    """The answers, all that could be given in their order, and those as numbers where the level is interval."""
    given = sorted(set(answers["value"]))
    if categories is not None and (strange := [value for value in given if value not in categories]):
        raise ValueError(f"{field!r} has the answer {strange[0]!r}; categories are: {', '.join(categories)}")
    names = list(categories) if categories is not None else given
    if level == "nominal" or (level == "ordinal" and categories is not None):
        return answers, names, None
    numbers = dict(zip(names, pl.Series(names, dtype=pl.String).cast(pl.Float64, strict=False), strict=True))
    wrong = [name for name, number in numbers.items() if number is None or not -1e300 < number < 1e300]
    if wrong:
        need = "give its categories in their order" if level == "ordinal" else "choose nominal or ordinal"
        raise ValueError(f"{level} needs numbers, and {field!r} has the answer {wrong[0]!r}; {need}")
    same = {name: str(float(number)) for name, number in numbers.items()}  # "1" and "1.0" are one answer
    order = sorted({float(number) for number in numbers.values()})
    named = answers.with_columns(pl.col("value").replace(same))
    return named, [str(number) for number in order], order if level == "interval" else None


def _answer_summary(codes: Whole, coders: list[str], names: list[str]) -> dict[str, object]:
    """How much there is to compare, and which answer prevails."""
    import numpy as np

    each = (codes >= 0).sum(axis=1)
    pairable = codes[each > 1]
    totals = np.bincount(pairable[pairable >= 0], minlength=len(names))
    n = float(totals.sum())
    pairs = int((each * (each - 1) / 2).sum())
    seen = (len(codes), len(coders), int((each > 1).sum()), pairs, int((totals > 0).sum()))
    return dict(zip(COUNTS, seen, strict=True)) | {
        "commonest": names[int(totals.argmax())] if n else None,
        "share_commonest": float(totals.max() / n) if n else None,
        "chance": float((totals * (totals - 1)).sum() / (n * (n - 1))) if n else None,
    }


def _answer_codes(answers: pl.DataFrame, names: Sequence[str]) -> tuple[Whole, list[str]]:
    """Units × coders: the place of each answer in `names`, -1 where there is none."""
    import numpy as np

    coders = answers["coder"].unique().sort().to_list()
    place = {name: number for number, name in enumerate(names)}
    codes = np.full((answers["unit"].n_unique(), len(coders)), -1, dtype=np.int64)
    rows = answers["unit"].rank("dense").cast(pl.Int64).to_numpy() - 1
    columns = answers["coder"].replace_strict(coders, list(range(len(coders))), return_dtype=pl.Int64).to_numpy()
    codes[rows, columns] = [place[value] for value in answers["value"]]
    return codes, coders


def _bootstrap_intervals(
    codes: Whole, categories: int, points: Sequence[float] | None, level: str, draws: int, seed: int
) -> dict[str, float | None]:
    """The measures, each with the middle 95 % of its values in samples of units."""
    import numpy as np

    from analysis.codings.agreement.coefficients import agreement_measures

    n, counts = len(codes), np.zeros((len(codes), categories))  # units × categories: how many coders gave each answer
    rows, columns = np.nonzero(codes >= 0)
    np.add.at(counts, (rows, codes[rows, columns]), 1)
    here = agreement_measures(codes, counts, np.ones((1, n)), level, points)
    pairable = int(((codes >= 0).sum(axis=1) > 1).sum())
    random = np.random.default_rng(seed)
    drawn: dict[str, list[Real]] = {name: [] for name in MEASURES}
    block = max(1, CELLS // max(n, 1))
    for first in range(0, draws if pairable > 1 else 0, block):
        several = min(block, draws - first)
        taken = random.integers(n, size=(several, n)) + n * np.arange(several)[:, None]
        weights = np.bincount(taken.ravel(), minlength=several * n).reshape(several, n).astype(float)
        for name, values in agreement_measures(codes, counts, weights, level, points).items():
            drawn[name].append(values)
    row: dict[str, float | None] = {}
    for name in MEASURES:
        value = float(here[name][0])
        values = np.concatenate([*drawn[name], np.empty(0)])
        known = values[~np.isnan(values)]
        sure = not np.isnan(value) and len(known) > 0 and len(known) >= (1 - UNDEFINED) * len(values)
        low, high = np.percentile(known, [2.5, 97.5]) if sure else (None, None)
        row |= {name: None if np.isnan(value) else value, f"{name}_low": low, f"{name}_high": high}
    return row
