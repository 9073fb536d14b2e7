"""How often does each finding hold, and which choice decides?"""

from __future__ import annotations

from itertools import combinations

import polars as pl

from analysis.inference.multiverse.choices import all_choices, choices_table

TEXT, WHOLE, REAL = pl.String(), pl.Int64(), pl.Float64()
SHIFT = {"finding": TEXT, "choice": TEXT, "n_pairs": WHOLE, "shift": REAL, "n_flips": WHOLE, "eta2": REAL}
OPTION = {
    **dict.fromkeys(("finding", "choice", "option"), TEXT),
    **dict.fromkeys(("n", "n_same_sign"), WHOLE),
    **dict.fromkeys(("share_same_sign", "median"), REAL),
}


def finding_robustness(specified: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """In how many specifications does each finding hold?

    share_same_sign = specifications in which the claimed contrast is above 0 / those in which it can be measured.
    share_same_ranking = the same for the order of all outlets (of the three most heard voices in the notebook on
    voices). mover: the choice whose change alone moves the contrast most (see `choice_shifts`).
    Read it: 1 means that no choice declared here turns the claim; .5 that the choices decide, not the texts.
    Beware: this is about the analyst's choices only. Specifications share their texts and are no sample, so no
    chance of error follows from any of these shares.

    Takes the tables `contrasts` and `Multiverse.findings`. One row is one finding: finding, notebook, words, sentence,
    unit, n_specifications, n_undefined, n_same_sign, share_same_sign, n_as_reported (the claim holds, and the ranking
    is the same where there is one), n_same_ranking, share_same_ranking (null where nothing is ranked), report (the
    report's contrast), low, median, high (of the contrast), mover, mover_shift (mean size of the change), mover_eta2,
    mover_flips (share of the changes that turn the claim). In the order of findings.
    """
    defined, ranked = pl.col("contrast").is_not_null().sum(), pl.col("same_ranking").is_not_null().sum()
    counted = specified.group_by("finding").agg(
        n_undefined=pl.col("contrast").null_count().cast(pl.Int64),
        n_same_sign=pl.col("same_sign").sum().cast(pl.Int64),
        share_same_sign=pl.when(defined > 0).then(pl.col("same_sign").sum() / defined),
        n_as_reported=(pl.col("same_sign") & pl.col("same_ranking").fill_null(True)).sum().cast(pl.Int64),
        n_same_ranking=pl.when(ranked > 0).then(pl.col("same_ranking").sum().cast(pl.Int64)),
        share_same_ranking=pl.when(ranked > 0).then(pl.col("same_ranking").sum() / ranked),
        report=pl.col("contrast").filter(pl.col("specification") == 0).first(),
        low=pl.col("contrast").min(),
        median=pl.col("contrast").median(),
        high=pl.col("contrast").max(),
    )
    first = choice_shifts(specified).filter(pl.col("shift") > 0).group_by("finding", maintain_order=True).first()
    movers = first.select(
        "finding",
        mover="choice",
        mover_shift="shift",
        mover_eta2="eta2",
        mover_flips=pl.col("n_flips") / pl.col("n_pairs"),
    )
    kept = findings.select("finding", "notebook", "words", "sentence", "unit", "n_specifications")
    rows = kept.join(counted, on="finding", how="left", maintain_order="left")
    return rows.join(movers, on="finding", how="left", maintain_order="left")


def choice_shifts(specified: pl.DataFrame) -> pl.DataFrame:
    """How far does a finding move when one choice changes and all others stay?

    shift = mean of |difference of the contrasts| over all pairs of specifications that differ in this choice only.
    eta2 = variance between the choice's options / variance of all contrasts: its share when the others are averaged.
    Read it: the choice with the largest shift matters most; n_flips counts the pairs in which the claim is turned.
    Beware: a choice may matter only together with another: then shift sees it and eta2 does not.

    One row is one choice of one finding: finding, choice, n_pairs, shift (unit of the finding; null without pairs),
    n_flips, eta2 (0 to 1; null where the contrast never changes). In the order of the findings, the largest shift
    first, then by choice.
    """
    rows: list[dict[str, object]] = []
    for (finding,), group in specified.group_by("finding", maintain_order=True):
        names = [name for name in all_choices() if name in group.columns and group[name].null_count() < group.height]
        known = group.filter(pl.col("contrast").is_not_null())
        found = [{"finding": finding, "choice": name, **_shift_of_finding(known, name, names)} for name in names]
        rows += sorted(found, key=lambda row: (-float(str(row["shift"] or 0.0)), str(row["choice"])))
    return pl.DataFrame(rows, schema=SHIFT)


def _shift_of_finding(group: pl.DataFrame, choice: str, names: list[str]) -> dict[str, object]:
    """Pairs that differ in this choice only, and the share of the variance that lies between its options."""
    others = [name for name in names if name != choice]
    cells: dict[tuple[str, ...], list[float]] = {}
    for *key, value in group.select(*others, "contrast").iter_rows():
        cells.setdefault(tuple(key), []).append(value)
    pairs = [pair for values in cells.values() for pair in combinations(values, 2)]
    sizes = [round(abs(one - other), 12) for one, other in pairs]
    whole, mean = pl.col("contrast"), pl.col("contrast").mean()
    squares = group.select(between=(whole.mean().over(choice) - mean) ** 2, total=(whole - mean) ** 2)
    between, total = squares.sum().row(0)
    return {
        "n_pairs": len(pairs),
        "shift": sum(sizes) / len(sizes) if sizes else None,
        "n_flips": sum((one > 1e-9) != (other > 1e-9) for one, other in pairs),
        "eta2": round(between / total, 12) if total > 1e-12 else None,
    }


def robustness_by_option(specified: pl.DataFrame) -> pl.DataFrame:
    """With which option of a choice does a finding hold?

    One row is one option of one choice of one finding: finding, choice, option, n (specifications that can be
    measured), n_same_sign, share_same_sign, median (of the contrast; null where n is 0). In the order of the findings,
    choices and options.
    """
    names = [name for name in all_choices() if name in specified.columns]
    if not names:
        return pl.DataFrame(schema=OPTION)
    findings = specified.select("finding").unique(maintain_order=True).with_row_index("finding_place")
    kept = specified.filter(pl.col("contrast").is_not_null())
    return (
        kept.unpivot(names, index=["finding", "contrast", "same_sign"], variable_name="choice", value_name="option")
        .group_by("finding", "choice", "option")
        .agg(
            n=pl.len().cast(pl.Int64),
            n_same_sign=pl.col("same_sign").sum().cast(pl.Int64),
            share_same_sign=pl.col("same_sign").mean(),
            median=pl.col("contrast").median(),
        )
        .join(choices_table().with_row_index("place"), on=["choice", "option"])
        .join(findings, on="finding")
        .sort("finding_place", "place")
        .select(list(OPTION))
    )


def breaking_options(specified: pl.DataFrame) -> pl.DataFrame:
    """Which option does most to turn each finding that does not always hold?

    Of all options of all choices, the one with which the finding holds least often.
    Read it: 0 of 12 says that whoever chooses so finds the opposite, or nothing, whatever else is chosen.

    One row is one finding that fails in a specification: finding, choice, option, n (specifications with the option
    that can be measured), n_same_sign, n_else, n_same_sign_else (with the other options). The least robust finding
    first, then by finding.
    """
    options = robustness_by_option(specified).with_columns(
        n_all=pl.col("n").sum().over("finding", "choice"), held=pl.col("n_same_sign").sum().over("finding", "choice")
    )
    worst = options.sort("finding", "share_same_sign", maintain_order=True).group_by("finding", maintain_order=True)
    return (
        worst.first()
        .filter(pl.col("held") < pl.col("n_all"))
        .with_columns(n_else=pl.col("n_all") - pl.col("n"), n_same_sign_else=pl.col("held") - pl.col("n_same_sign"))
        .sort(pl.col("held") / pl.col("n_all"), "finding")
        .select("finding", "choice", "option", "n", "n_same_sign", "n_else", "n_same_sign_else")
    )


def deciding_choices(specified: pl.DataFrame) -> pl.DataFrame:
    """Which choices turn findings most often?

    share_turned = pairs of specifications that differ in this choice only and disagree on the claim / such pairs.
    One row is one choice: choice, n_findings (that depend on it), n_moved_most (of which it moves the contrast more
    than any other choice), n_pairs, n_turned, share_turned. The largest share first, then by choice.
    """
    moved = choice_shifts(specified)
    first = moved.filter(pl.col("shift") > 0).group_by("finding", maintain_order=True).first()
    most = first.group_by("choice").agg(n_moved_most=pl.len().cast(pl.Int64))
    counted = moved.group_by("choice").agg(
        n_findings=pl.len().cast(pl.Int64), n_pairs=pl.col("n_pairs").sum(), n_turned=pl.col("n_flips").sum()
    )
    return (
        counted.join(most, on="choice", how="left")
        .with_columns(pl.col("n_moved_most").fill_null(0), share_turned=pl.col("n_turned") / pl.col("n_pairs"))
        .select("choice", "n_findings", "n_moved_most", "n_pairs", "n_turned", "share_turned")
        .sort("share_turned", "choice", descending=[True, False], nulls_last=True)
    )


def explain_breaking_options(broken: pl.DataFrame, robust: pl.DataFrame) -> pl.DataFrame:
    """The rows of `breaking_options` in words.

    Adds question (what is chosen), done (the option in words), choice_words; of the finding: words, sentence, notebook,
    n_specifications, held (where it holds); and holds_then, holds_else: "3 of 8".
    """
    named = choices_table().select("choice", "option", "question", "done", choice_words="words")
    facts = robust.select("finding", "notebook", "words", "sentence", "n_specifications", held="n_same_sign")
    joined = broken.join(named, on=["choice", "option"], how="left", maintain_order="left")
    return joined.join(facts, on="finding", how="left", maintain_order="left").with_columns(
        holds_then=pl.format("{} of {}", "n_same_sign", "n"),
        holds_else=pl.format("{} of {}", "n_same_sign_else", "n_else"),
    )


def replace_choice_names(table: pl.DataFrame) -> pl.DataFrame:
    """The table with choices (columns choice, mover) in words; a share that is no number is null."""
    words = dict(choices_table().select("choice", "words").iter_rows())
    named = [pl.col(name).replace(words) for name in ("choice", "mover") if name in table.columns]
    return table.with_columns(*named, pl.selectors.float().fill_nan(None))


def most_deciding_choice(deciding: pl.DataFrame) -> list[tuple[str, float, int]]:
    """The choice that turns most claims, in words, with its share and its number of pairs; nothing where none does."""
    return replace_choice_names(deciding).head(1).select("choice", "share_turned", "n_pairs").rows()
