"""Where not to trust which measure, in plain sentences made from the numbers."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.codings.validity.machine_validity import FRAMES, JOINT
from analysis.codings.validity.trust import ALONE, CARE, ENOUGH, FEW, FIRM
from analysis.report.plots.agreement import in_groups

BLIND_EVENTS = (
    "Six articles: a refugee camp in El Salvador 1989, attacks before Peru's elections 1989/90, deportation raids in "
    "the US 2016, the Munich attack 2016, the occupation of a refuge in Oregon 2016, protests against a visit to "
    "Britain 2018."
)
KINDS = {"quote": "reported speech", "label": "labels", "act": "uses of force", "toll": "numbers of people"}
CLASSES = {FIRM: "can be built on", CARE: "with care", ALONE: "only with its sentences", FEW: "too few to say"}


def in_classes(table: pl.DataFrame) -> pl.DataFrame:
    """What can be built on, of each kind of evidence? Takes what `codings.validity.trust.measure_trust` returns.

    One row is one kind of evidence: evidence, then a column for each class that occurs, with its measures and the
    score that judges them.
    """
    rows = in_groups(table)
    said = [_scored(words, judged) for words, judged in rows.select("words", "judged").iter_rows()]
    rows = rows.with_columns(said=pl.Series(said, dtype=pl.String))
    cells = rows.group_by("group", "trust", maintain_order=True).agg(pl.col("said").str.join(", "))
    wide = cells.pivot("trust", index="group", values="said", maintain_order=True)
    there = {name: words for name, words in CLASSES.items() if name in wide.columns}
    return wide.select(evidence="group", **{words: pl.col(name) for name, words in there.items()}).fill_null("")


def decided(scores: pl.DataFrame) -> pl.DataFrame:
    """Precision and recall of the machine in words, from `machine_scores`, where it knows any."""
    asked = pl.col("measure").is_in(["precision", "recall"])
    rows = scores.filter(asked, pl.col("value").is_not_null()).with_columns(pl.col("kind").replace(KINDS))
    return rows.with_columns(interval("low", "high"))


def doubts(table: pl.DataFrame, errors: pl.DataFrame, *, names: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Of the measures that cannot be trusted alone: how wrong are they, and what is commonly taken for what?

    `table` is what `trust` returns, `errors` every error on the articles that were read (see `validity`), `names` the
    actors' codes and names. One row is one measure: group, words, trust, judged, n (behind judged), said (on the
    articles that were read). Those that cannot be built on, the worst first.
    """
    rows = in_groups(table).filter(pl.col("trust").is_in([ALONE, CARE])).sort("judged", "metric", maintain_order=True)
    said = [_doubt(row, errors.filter(pl.col("metric") == row["metric"]), names or {}) for row in rows.to_dicts()]
    n = pl.when(pl.col("n_blind") >= ENOUGH).then("n_blind").otherwise("n").alias("n")
    return rows.select("group", "words", "trust", "judged", n).with_columns(said=pl.Series(said, dtype=pl.String))


def _doubt(row: Mapping[str, object], errors: pl.DataFrame, names: Mapping[str, str]) -> str:
    """The commonest error of one measure in words."""
    if not row["n"]:
        return "unknown: nothing of the kind is coded here"
    if errors.is_empty() and row["metric"] in {metric for metric, _ in JOINT.values()} and row["value"] != 1:
        return "not found, or wrong in a part: the parts have errors of their own"
    if errors.is_empty():
        return "no error in the articles coded here"
    counted = (
        errors.group_by("coded", "machine")
        .agg(n=pl.len())
        .sort("n", "coded", "machine", descending=[True, False, False])
    )
    coded, machine, n = counted.row(0)
    of = f"{n:,} of {len(errors):,} errors" if len(errors) > 1 else "the only error"
    if row["metric"] != FRAMES and str(row["metric"]).endswith("_f1"):
        missed = int((errors["machine"] == "").sum())
        return f"{missed:,} missed, {len(errors) - missed:,} too many"
    if row["metric"] == FRAMES:
        frame, missing = coded or machine, "not found" if coded else "found where nobody coded it"
        return f"{_name(frame, names)} {missing} ({of})"
    return f"{_name(coded, names)} taken for {_name(machine, names)} ({of})"


def _scored(words: str, judged: float | None) -> str:
    return words if judged is None else f"{words} ({judged:.2f})"


def _name(answer: str, names: Mapping[str, str]) -> str:
    return names.get(answer, answer.replace("_", " ") or "no answer")


def spans_table(spans: pl.DataFrame) -> pl.DataFrame:
    """The rows of `span_agreement` as a table to read: one row is one kind and pair of coders, one column a measure."""
    if spans.is_empty():
        return spans.select("kind", "coder", "other")
    named = spans.with_columns(pl.col("metric").str.strip_suffix("_f1"), pl.col("kind").replace({"figure": "toll"}))
    return named.pivot("metric", index=["kind", "coder", "other"], values="value", maintain_order=True)


def confused(mixed: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Which answers are taken for which, most often first? Takes `confusion`. One row is one pair: value, other, n."""
    apart = mixed.filter(pl.col("value") < pl.col("other")).sort("n", "value", "other", descending=[True, False, False])
    return apart.select(pl.col("value", "other").replace(dict(names)), pl.col("n").cast(pl.Int64))


def heaviest(wrong: pl.DataFrame, judged: pl.DataFrame, *, measures: int = 6, each: int = 2) -> pl.DataFrame:
    """Of the weakest measures, the errors with most letters at stake. `wrong` comes from `worst`, in its order."""
    weakest = judged.drop_nulls("judged").sort("judged", "metric").head(measures)["metric"].to_list()
    here = wrong.filter(pl.col("metric").is_in(weakest)).group_by("metric", maintain_order=True).head(each)
    return here.with_columns(pl.col("coded", "machine").replace("", "nothing"))


def two_digits(column: str) -> pl.Expr:
    """A score as it is printed, 0.90; null stays null."""
    return pl.col(column).map_elements(lambda value: f"{value:.2f}".replace("-", "−"), return_dtype=pl.String)


def interval(low: str = "low", high: str = "high") -> pl.Expr:
    """Two columns as one: "0.81 to 0.90"; null where there is no interval."""
    return pl.format("{} to {}", two_digits(low), two_digits(high)).alias("interval")
