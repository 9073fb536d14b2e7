"""Would another analyst, with other sound choices, have found the same?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import polars as pl

from analysis.evidence.study import Study
from analysis.inference.multiverse.choices import all_choices, refuse_unknown_choices, specifications
from analysis.inference.multiverse.findings import Finding, FindingFamily, borne_out
from analysis.inference.multiverse.findings_scores import SCORES
from analysis.inference.multiverse.findings_words import WORDS as WORD_FINDINGS
from analysis.inference.multiverse.variants import StudyVariants
from analysis.measures.study_parameters import followed_words

FAMILIES = (*WORD_FINDINGS, *SCORES)
ZERO = 1e-9  # contrasts nearer to zero than this are rounding
SPECIFIED = {"finding": pl.String(), "specification": pl.Int64()}
VALUE = {**SPECIFIED, "item": pl.String(), "value": pl.Float64(), "n": pl.Int64()}
WORDED = ("finding", "notebook", "words", "sentence", "measure", "event", "subject", "kind", "item", "other")
CROSSED = {"unit": pl.String(), "choices": pl.List(pl.String), "n_specifications": pl.Int64()}
FINDINGS = dict.fromkeys(WORDED, pl.String()) | {"level": pl.Float64(), "items": pl.List(pl.String)} | CROSSED
LARGE = 60  # articles


@dataclass(frozen=True)
class Multiverse:
    """All findings under all specifications.

    findings     one row is one finding: see `Finding`; and unit, choices (those crossed), n_specifications
    values       one row is one item of a finding in one specification: finding, specification, item, value, n
    crossed      one row is one specification of a finding: finding, specification (0 is the report's own), choices
    not_claimed  sentences: what the report does not claim of this corpus, or which choice changes nothing, and why
    """

    findings: pl.DataFrame
    values: pl.DataFrame
    crossed: pl.DataFrame
    not_claimed: tuple[str, ...]

    @property
    def missing_comparisons(self) -> str:
        """Which comparisons does this corpus not allow? One text."""
        unmade = [note for note in self.not_claimed if "not a choice" not in note]
        return " ".join(unmade) or "This corpus allows every kind of comparison that the suite makes."

    def untried_choices(self, kept: Sequence[str]) -> str:
        """Which choices change nothing here, and which were not tried because that takes too long?"""
        idle = [note for note in self.not_claimed if "not a choice" in note]
        slow = [
            f"{all_choices()[name].words.capitalize()} was not tried: it would take too long here." for name in kept
        ]
        return " ".join([*idle, *slow])


def multiverse(
    study: Study,
    *,
    words: Sequence[str] | None = None,
    leave_out: Sequence[str] = (),
    families: Sequence[FindingFamily] = FAMILIES,
) -> Multiverse:
    """What does every finding of the report come to under every sound combination of choices?

    A finding is a comparison that the report makes of this corpus; the report's own choices say which. Every finding
    is measured again under all combinations of the choices that matter to it (`choices_table`). Choices that cannot
    change anything here are not crossed: wire copy where no articles share any, a reader's decisions on links where
    there are none. `leave_out` names choices to be kept as the report has them ("splitter" saves reading a large corpus
    three times over). `words` are those that the notebook on labels follows (default: `followed_words`).
    Read it: `claim_contrasts` says where a claim holds, `robustness` how often, `shifts` which choice decides.
    Beware: specifications are no sample. They share their texts, so their number is no measure of certainty, and a
    claim that holds in all of them may still be chance: nothing here varies but the analyst.

    Raises ValueError for an unknown choice.
    Steegen et al. (2016), "Increasing transparency through a multiverse analysis"; Simonsohn et al. (2020),
    "Specification curve analysis".
    """
    refuse_unknown_choices(leave_out)
    variants = StudyVariants(study, tuple(followed_words(study) if words is None else words))
    idle = _choices_without_effect(variants)
    parts, rows, crossed = [pl.DataFrame(schema=VALUE)], [], []
    notes = list(idle.values())
    for family in families:
        specs = specifications(one for one in family.choices if one not in idle and one not in leave_out)
        own = family.measure(variants, specs[0])
        claims, missing = family.claims(family, variants, own)
        notes += missing
        for claim in claims:
            borne_out(claim, own)
            facts = {"unit": family.unit, "choices": list(specs[0]), "n_specifications": len(specs)}
            rows.append({"finding": claim.name, **vars(claim), **facts})
            crossed += [{"finding": claim.name, "specification": place, **spec} for place, spec in enumerate(specs)]
        if claims:
            others = (family.measure(variants, spec) for spec in specs[1:])
            parts.append(_claim_values(chain([own], others), claims))
    used = [name for name in all_choices() if any(name in row["choices"] for row in rows)]
    return Multiverse(
        pl.DataFrame(rows, schema=FINDINGS),
        pl.concat(parts),
        pl.DataFrame(crossed, schema={**SPECIFIED, **dict.fromkeys(used, pl.String())}),
        tuple(dict.fromkeys(notes)),
    )


def skipped_choices(study: Study) -> list[str]:
    """Which choices are kept as the report has them, because trying them takes too long? None in a small corpus.

    With more than `LARGE` articles every sentence rule would have the corpus parsed once more.
    """
    return ["splitter"] if study.corpus.articles.height > LARGE else []


def multiverse_study(study: Study, *, most: int = LARGE) -> Study:
    """On which articles are the choices tried? All of a small corpus; of a large one some whole events.

    Those with most outlets come first, then those with most articles, as long as they have `most` articles together.
    """
    articles = study.corpus.articles
    if articles.height <= most:
        return study
    events = articles.group_by("event").agg(outlets=pl.col("outlet").n_unique(), n=pl.len())
    ranked = events.sort("outlets", "n", "event", descending=[True, True, False])
    fits = ranked.with_columns(total=pl.col("n").cum_sum()).filter(pl.col("total") <= most)["event"].to_list()
    chosen = fits or ranked["event"].head(1).to_list()
    return study.subset(articles.filter(pl.col("event").is_in(chosen))["article_id"].to_list())


def _choices_without_effect(variants: StudyVariants) -> dict[str, str]:
    """Choices that change nothing in this corpus, each with a sentence that says why."""
    found = {}
    if variants.shared_passages({}).is_empty():
        found["wire"] = "Wire copy is not a choice here: no two of these articles share a passage word for word."
    if variants.study.placed_decisions.filter(pl.col("kind") == "link").is_empty():
        found["judged"] = "A reader's decisions on links are not a choice here: nobody has decided on any."
    return found


def _claim_values(measured: Iterable[pl.DataFrame], claims: Sequence[Finding]) -> pl.DataFrame:
    """The values that the findings of a family ask for, specification by specification; no other is held."""
    rows = [{"finding": claim.name, "event": claim.event, "subject": claim.subject} for claim in claims]
    asked = pl.DataFrame(rows, schema=dict.fromkeys(("finding", "event", "subject"), pl.String))
    kept = pl.concat(
        table.join(asked, on=["event", "subject"], nulls_equal=True)
        .with_columns(specification=pl.lit(place, pl.Int64))
        .select(list(VALUE))
        for place, table in enumerate(measured)
    )
    order = ["specification", "finding", pl.col("value").round(9), "item"]
    return kept.sort(order, descending=[False, False, True, False], nulls_last=True)


def claim_contrasts(run: Multiverse) -> pl.DataFrame:
    """Does each claim hold in each specification, and are the outlets in the same order?

    contrast, in the unit of the finding: for "apart" the value of the claimed outlet minus that of the other; for
    "most" minus the highest of all others; for "above" the lowest value minus the level. Above 0 the claim holds.
    ranking: items from the highest value, "=" between equal ones. In findings of the kind "most" an item that is not
    there in a specification counts as 0 (nobody quotes that actor).
    Beware: a contrast of 0 is no support; where nothing is left to compare, contrast and ranking are null.

    One row is one specification of one finding: finding, specification (0: the report's own), a column for every
    choice (null where the finding does not depend on it), n (what the values rest on), contrast, same_sign, ranking,
    same_ranking (null for findings that rank nothing). In the order of the findings.
    """
    claims = run.findings.select("finding", "kind", "other", "level", "items", claimed="item")
    value, kind, level = pl.col("value"), pl.col("kind").first(), pl.col("level").first()
    own, other = (value.filter(pl.col("item") == pl.col(name)).last() for name in ("claimed", "other"))
    next_best = value.filter(pl.col("item") != pl.col("claimed")).max()
    contrast = (
        pl.when(kind == "above")
        .then(value.min() - level)
        .when(kind == "apart")
        .then(own - other)
        .when(value.count() > 0)
        .then(own.fill_null(0.0) - next_best.fill_null(0.0))
    )
    grouped = run.values.join(claims, on="finding").group_by(list(SPECIFIED))
    measured = grouped.agg(pl.col("n").sum(), contrast=contrast, measurable=value.count() > 0)
    found = run.crossed.join(measured, on=list(SPECIFIED), how="left", maintain_order="left")
    ranked = found.join(_rankings(found, claims, run.values), on=list(SPECIFIED), how="left", maintain_order="left")
    reported = ranked.filter(pl.col("specification") == 0).select("finding", reported="ranking")
    return (
        ranked.join(reported, on="finding", how="left", maintain_order="left")
        .with_columns(
            pl.col("n").fill_null(0),
            same_sign=pl.col("contrast") > ZERO,
            same_ranking=pl.col("ranking") == pl.col("reported"),
        )
        .select(*run.crossed.columns, "n", "contrast", "same_sign", "ranking", "same_ranking")
    )


def _rankings(found: pl.DataFrame, claims: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """The ranked items of each finding in each specification, as words: finding, specification, ranking."""
    items = claims.select("finding", "kind", item="items").explode("item").drop_nulls("item")
    cells = (
        found.select(*SPECIFIED, "measurable")
        .join(items, on="finding")
        .join(values, on=[*SPECIFIED, "item"], how="left")
    )
    silent = pl.col("measurable") & (pl.col("kind") == "most")
    value = pl.when(silent).then(pl.col("value").fill_null(0.0)).otherwise("value").round(9)
    ranked = cells.with_columns(value=value).drop_nulls("value").sort("value", "item", descending=[True, False])
    sign = pl.when(pl.col("value") == pl.col("value").shift()).then(pl.lit(" = ")).otherwise(pl.lit(" > "))
    return ranked.group_by(list(SPECIFIED), maintain_order=True).agg(
        ranking=pl.concat_str(sign, "item").str.join("").str.slice(len(" > "))
    )
