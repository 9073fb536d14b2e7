"""What does the report claim, and by which measure can each claim be put to the test again?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from analysis.corpus.claim_words import Claim
from analysis.inference.multiverse.choices import Specification
from analysis.inference.multiverse.variants import StudyVariants

# What every measure of a finding returns. One row is one value: subject tells terms, actors or frames apart, item is
# what is compared: outlets, or the actors within one outlet.
VALUES = {
    **dict.fromkeys(("event", "subject", "item"), pl.String()),
    "value": pl.Float64(),
    "n": pl.Int64(),
}
Measure = Callable[[StudyVariants, Specification], pl.DataFrame]


@dataclass(frozen=True)
class Finding:
    """One claim of the report.

    name       unique in the report
    notebook   where it is made
    words      the claim in a few words, for a figure
    sentence   the claim in full
    measure    name of the `FindingFamily` that measures it
    event      the event it speaks of; None for all
    subject    the term, actor or frame it speaks of; "" where there is none
    kind       "most": `item` has more than any other; "apart": `item` more than `other`; "above": all above `level`
    items      what is ranked, as the report has it, the highest first
    """

    name: str
    notebook: str
    words: str
    sentence: str
    measure: str
    event: str | None
    subject: str
    kind: str
    item: str = ""
    other: str = ""
    level: float = 0.0
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class FindingFamily:
    """Findings that one measure settles: the measure, the choices that matter to it, and the claims made with it.

    claims reads the report's own values and returns findings, and a sentence for each claim that cannot be made here.
    """

    name: str
    notebook: str
    unit: str
    choices: tuple[str, ...]
    measure: Measure
    claims: Callable[[StudyVariants, pl.DataFrame], tuple[list[Finding], list[str]]]


def borne_out(finding: Finding, values: pl.DataFrame) -> None:
    """Do the report's own values bear a finding out? Raises FalseClaim, with its sentence and the values, if not."""
    mine = values.filter(pl.col("subject") == finding.subject).drop_nulls("value")
    mine = mine if finding.event is None else mine.filter(event=finding.event)
    of = dict(mine.select("item", "value").iter_rows())
    match finding.kind:
        case "most":
            compared = Claim("the most", {finding.item: of.get(finding.item), "others": list(of.values())})
        case "apart":
            compared = Claim("more than", {one: of.get(one) for one in (finding.item, finding.other)})
        case _:
            compared = Claim("more than", {"the smallest": min(of.values(), default=None), "a level of": finding.level})
    compared.check(finding.sentence)


def rank_items(values: pl.DataFrame) -> list[tuple[str, float, int]]:
    """Items with a value, the highest first; of equal ones the first by name."""
    known = values.filter(pl.col("value").is_not_null()).sort("value", "item", descending=[True, False])
    return list(known.select("item", "value", "n").iter_rows())


def extreme_findings(
    variants: StudyVariants,
    values: pl.DataFrame,
    family: tuple[str, str, str],
    claim: Callable[[str, str, str], tuple[str, str]],
    *,
    subject: Callable[[pl.DataFrame], str] = lambda rows: "",
) -> tuple[list[Finding], list[str]]:
    """For each event: the outlet with the highest value has more than the one with the lowest.

    `family` is its name, notebook and what it is about; `claim` takes the two outlets and the subject and gives the
    words and the sentence; `subject` picks the subject.
    """
    name, notebook, about = family
    found, missing = [], []
    for event, title in variants.study.corpus.events.items():
        rows = values.filter(pl.col("event") == event)
        chosen = subject(rows) if rows.height else ""
        order = rank_items(rows.filter(pl.col("subject") == chosen))
        if len(order) < 2 or round(order[0][1] - order[-1][1], 9) == 0:
            why = "fewer than two outlets have a value" if len(order) < 2 else "all outlets have the same value"
            missing.append(f"Notebook {notebook}, {about}, {title}: no contrast, because {why}.")
            continue
        high, low = order[0][0], order[-1][0]
        words, sentence = claim(high, low, chosen)
        items = tuple(item for item, *_ in order)
        label, place = f"{name}-{event}" + (f"-{chosen}" if chosen else ""), f"{sentence} ({title})"
        found.append(Finding(label, notebook, words, place, name, event, chosen, "apart", high, low, items=items))
    return found, missing


def group_shares(rows: pl.DataFrame, hit: pl.Expr, by: list[str]) -> pl.DataFrame:
    """Of how many rows does `hit` hold, group by group? by, value (0 to 1), n (rows)."""
    return rows.group_by(by).agg(value=hit.mean().cast(pl.Float64), n=pl.len().cast(pl.Int64))


def value_table(rows: pl.DataFrame, *, subject: str = "", item: str = "outlet", event: bool = True) -> pl.DataFrame:
    """Rows in the form of VALUES: `item` names the column of items; without `event` all events are one."""
    have = rows.columns
    return rows.select(
        pl.col("event") if event else pl.lit(None, pl.String).alias("event"),
        pl.col("subject") if "subject" in have else pl.lit(subject).alias("subject"),
        pl.col(item).alias("item"),
        pl.col("value").cast(pl.Float64).fill_nan(None),
        pl.col("n").cast(pl.Int64),
    )
