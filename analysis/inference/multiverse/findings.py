"""What does the report claim, and by which measure can each claim be put to the test again?"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from analysis.corpus.claim_words import Claim
from analysis.corpus.places import data_folder
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
Claims = tuple[list["Finding"], list[str]]
Claiming = Callable[["FindingFamily", StudyVariants, pl.DataFrame], Claims]


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
    claims: Claiming

    def finding(
        self,
        name: str,
        kind: str,
        told: Mapping[str, str],
        *,
        event: str | None = None,
        title: str = "",
        subject: str = "",
        **ranked: Any,
    ) -> Finding:
        """A finding of this family in its `wording`, with the outlets and the subject that are `told`."""
        words, sentence = (wording(self.name)[name].format(**told) for name in ("words", "sentence"))
        full = f"{sentence} ({title})" if title else sentence
        return Finding(name, self.notebook, words, full, self.name, event, subject, kind, **ranked)


@cache
def wording(family: str) -> Mapping[str, Any]:
    """In which words are the claims of a family made, or not made? Its part of data/findings.toml."""
    found: Mapping[str, Any] = tomllib.loads((data_folder() / "findings.toml").read_text(encoding="utf-8"))[family]
    return found


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


def outlet_contrasts(
    family: FindingFamily,
    variants: StudyVariants,
    values: pl.DataFrame,
    *,
    subject: Callable[[pl.DataFrame], str] = lambda rows: "",
    names: Mapping[str, str] | None = None,
) -> Claims:
    """For each event: the outlet with the highest value has more than the one with the lowest.

    `subject` picks from the event's values what is compared, `names` says it in other words.
    """
    found, missing = [], []
    for event, title in variants.study.corpus.events.items():
        rows = values.filter(pl.col("event") == event)
        chosen = subject(rows) if rows.height else ""
        order = rank_items(rows.filter(pl.col("subject") == chosen))
        if len(order) < 2 or round(order[0][1] - order[-1][1], 9) == 0:
            why = "fewer than two outlets have a value" if len(order) < 2 else "all outlets have the same value"
            about = wording(family.name)["about"]
            missing.append(f"Notebook {family.notebook}, {about}, {title}: no contrast, because {why}.")
            continue
        high, low = order[0][0], order[-1][0]
        label = f"{family.name}-{event}" + (f"-{chosen}" if chosen else "")
        told = {"high": high, "low": low, "subject": (names or {}).get(chosen, chosen)}
        items = tuple(item for item, *_ in order)
        about_event = {"event": event, "title": title, "subject": chosen}
        found.append(family.finding(label, "apart", told, **about_event, item=high, other=low, items=items))
    return found, missing


def level_claim(family: FindingFamily, variants: StudyVariants, values: pl.DataFrame) -> Claims:
    """Every value is above the level of the family's `wording`. Its subject are the words that are followed."""
    told = wording(family.name)
    words = {"subject": ", ".join(f"“{word}”" for word in variants.words)}
    order = rank_items(values)
    if not order or order[-1][1] <= told["level"]:
        why = told["below" if order else "none"].format(**words)
        return [], [f"Notebook {family.notebook}: {why} here, so nothing is claimed of {told['about']}."]
    return [family.finding(family.name, "above", words, level=told["level"])], []


def group_shares(rows: pl.DataFrame, hit: pl.Expr, by: list[str]) -> pl.DataFrame:
    """Of how many rows does `hit` hold, group by group? by, value (0 to 1), n (rows)."""
    return rows.group_by(by).agg(value=hit.mean().cast(pl.Float64), n=pl.len().cast(pl.Int64))


def value_table(rows: pl.DataFrame, *, item: str = "outlet", event: bool = True) -> pl.DataFrame:
    """Rows in the form of VALUES: `item` names the column of items; without `event` all events are one."""
    return rows.select(
        pl.col("event") if event else pl.lit(None, pl.String).alias("event"),
        pl.col("subject") if "subject" in rows.columns else pl.lit("").alias("subject"),
        pl.col(item).alias("item"),
        pl.col("value").cast(pl.Float64).fill_nan(None),
        pl.col("n").cast(pl.Int64),
    )
