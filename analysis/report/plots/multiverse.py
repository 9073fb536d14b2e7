"""In how many specifications does each finding hold, and what does one finding come to in each of them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.inference.multiverse.choices import all_choices
from analysis.report.figure import Figure
from analysis.report.plots import marks
from analysis.report.plots.canvas import bare, folded, legend, note, nothing, panels, shorten, stacked_bar
from analysis.report.prose import inner, listed
from analysis.report.style import GREY, INK, RULE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Told apart by lightness as well as by hue.
OUTCOMES = {
    "same": ("#1F4E79", "claim holds, same order"),
    "order": ("#9CBFDD", "claim holds, another order"),
    "turned": ("#D9822B", "claim does not hold"),
    "undefined": ("#DDDDDD", "nothing to measure"),
}
ROW = 0.29  # inches for a finding
LINE = 0.165  # inches for an option below a curve
MOST = 24  # findings in one picture


def plot_overview(rows: Sequence[dict[str, Any]], ax: Axes) -> Axes:
    """One bar a finding, from the specifications that agree with the report to those that do not."""
    for place, row in enumerate(rows):
        y, total = len(rows) - place, row["n_specifications"]
        found = {outcome: n for outcome, n in _outcomes(row).items() if n}
        inks = {outcome: "white" if outcome == "same" else INK for outcome in found}
        parts = [(n / total, OUTCOMES[name][0], f"{n}", inks[name]) for name, n in found.items()]
        stacked_bar(ax, y, parts, least=0.045, height=0.68)
        mover = all_choices()[row["mover"]].words if row["mover"] else "–"
        note(ax, 1.02, y, mover, va="center", color=GREY, fontsize=8.2)
    note(ax, 1.02, len(rows) + 0.85, "moved most by", va="center", color=GREY, fontsize=8.5, style="italic")
    words = [folded(f"{row['notebook']}  {label}", 45) for row, label in zip(rows, _labels(rows), strict=True)]
    ax.set_yticks([len(rows) - place for place in range(len(rows))], words, linespacing=0.95)
    ax.tick_params(axis="y", labelsize=8)
    ax.set_xlim(0, 1.44)
    ax.set_ylim(0.5, len(rows) + 1.1)
    return bare(ax, keep="y", left=False)


def _labels(rows: Sequence[dict[str, Any]]) -> list[str]:
    """The findings in words, with what their sentence has in brackets, the event, where two have the same words."""
    words = [row["words"] for row in rows]
    events = [row["sentence"].rpartition(" (")[2].removesuffix(")") for row in rows]
    return [f"{one} ({event})" if words.count(one) > 1 else one for one, event in zip(words, events, strict=True)]


def _outcomes(row: dict[str, Any]) -> dict[str, int]:
    same, holds, undefined = row["n_as_reported"], row["n_same_sign"], row["n_undefined"]
    turned = row["n_specifications"] - holds - undefined
    return {"same": same, "order": holds - same, "turned": turned, "undefined": undefined}


def overview_figure(robust: pl.DataFrame, *, name: str = "10_overview") -> Figure:
    """How often does each finding hold? Takes `robustness`; of many findings the least robust are drawn."""
    weakest = robust.sort("share_same_sign", "finding", nulls_last=False).head(MOST)
    drawn = robust.join(weakest.select("finding"), on="finding", how="semi", maintain_order="left")
    rows = list(drawn.iter_rows(named=True))
    if rows:
        picture, axes = panels(height=ROW * (len(rows) + 1) + 0.6)
        seen = {outcome for row in rows for outcome, n in _outcomes(row).items() if n}
        with style():
            plot_overview(rows, axes[0])
            legend(picture, [entry for outcome, entry in OUTCOMES.items() if outcome in seen], edge="none")
    else:
        picture = nothing("Nothing is compared in this corpus, so there is nothing to try out.")
    firm = robust.filter(pl.col("share_same_sign") == 1).height
    weak = robust.filter(pl.col("share_same_sign") < 0.75).sort("share_same_sign", "finding")
    least = [
        f"“{inner(row['words'])}” ({row['n_same_sign']} of {row['n_specifications']})"
        for row in weak.head(3).to_dicts()
    ]
    shares = robust["share_same_sign"].drop_nulls().to_list()
    said = f" Least often: {listed(least)}." if least else ""
    if said:
        holding(said, least={"share": weak["share_same_sign"][0], "others": shares})
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "Findings of the report, and in how many specifications (combinations of choices) each holds; the numbers "
            "are counts. In front, the notebook; on the right, the choice that moves the finding most."
            + (f" The {len(rows)} of {len(robust)} that hold least often are drawn." if len(rows) < len(robust) else "")
        ),
        alt=f"{firm} of {robust.height} findings hold wherever they can be measured.{said}"
        if rows
        else "Nothing to compare.",
        data=robust,
        source="multiverse",
        marks=marks.outcome_marks(
            [
                (
                    f"{row['notebook']}  {words}",
                    _outcomes(row),
                    all_choices()[row["mover"]].words if row["mover"] else "",
                )
                for row, words in zip(rows, _labels(rows), strict=True)
            ],
            {outcome: words for outcome, (_, words) in OUTCOMES.items()},
        ),
    )


def plot_curve(rows: pl.DataFrame, ax: Axes, *, scale: float, unit: str) -> Axes:
    """The contrast in every specification, the smallest on the left; a ring marks the report's own."""
    for outcome, (colour, _) in OUTCOMES.items():
        here = rows.filter(pl.col("outcome") == outcome)
        ax.scatter(here["place"], here["contrast"] * scale, s=13, color=colour, lw=0, zorder=3)
    ax.axhline(0, color=INK, lw=0.8)
    own = rows.filter(pl.col("specification") == 0)
    if own.height:
        x, y = own["place"][0], own["contrast"][0] * scale
        ax.scatter([x], [y], s=60, facecolor="none", edgecolor=INK, lw=1.1, zorder=4)
        late = x > rows.height / 2
        ax.annotate(
            "the report",
            (x, y),
            (-7 if late else 7, 7),
            textcoords="offset points",
            ha="right" if late else "left",
            fontsize=8.5,
            color=INK,
        )
    ax.set_ylabel(unit, fontsize=8.5)
    ax.set_xlim(-1, rows.height)
    ax.margins(y=0.14)
    bare(ax, keep="y")
    ax.grid(axis="y", color=RULE, lw=0.6)
    return ax


def plot_choices(rows: pl.DataFrame, ax: Axes, *, choices: Sequence[str]) -> Axes:
    """Below each specification, a dash for the option taken of every choice."""
    y, ticks, words = 0.0, [], []
    for choice in choices:
        note(ax, -1, y, all_choices()[choice].question, color=INK, fontsize=8, va="center", weight="bold")
        for option in all_choices()[choice].options:
            here = rows.filter(pl.col(choice) == option.name)
            if here.height:
                y -= 1
                for outcome, (colour, _) in OUTCOMES.items():
                    taken = here.filter(pl.col("outcome") == outcome)["place"]
                    ax.vlines(taken, y - 0.34, y + 0.34, color=colour, lw=1.6)
                ticks.append(y)
                words.append(shorten(option.done, 44))
        y -= 1.25
    ax.set_yticks(ticks, words)
    ax.tick_params(axis="y", labelsize=8, labelcolor=GREY)
    ax.set_xlim(-1, rows.height)
    ax.set_ylim(y + 0.6, 0.7)
    return bare(ax, keep="y", left=False)


def curve_figure(specified: pl.DataFrame, robust: pl.DataFrame, *, finding: str | None, name: str) -> Figure:
    """What does one finding come to in every specification, and which choices make it so?

    Takes `contrasts` and `robustness`; None says that there is none to draw. Raises ValueError for a finding that is
    not there.
    """
    if finding is None:
        words = "No such finding in this corpus."
        return Figure(name, nothing(words), "A finding in every specification.", words, specified.clear(), "multiverse")
    if finding not in set(robust["finding"]):
        here = listed(robust["finding"].to_list()) or "none"
        raise ValueError(f"no finding {finding!r} in this multiverse; findings here: {here}; choose one of them")
    row = robust.row(by_predicate=pl.col("finding") == finding, named=True)
    rows = _ranked_specifications(specified.filter(pl.col("finding") == finding))
    choices = [choice for choice in all_choices() if choice in rows.columns and rows[choice].n_unique() > 1]
    scale, unit = (100.0, "percentage points") if row["unit"] == "share" else (1.0, row["unit"])
    if rows.height:
        lines = sum(rows[choice].n_unique() + 1.25 for choice in choices)
        heights = [1.9, LINE * lines + 0.2]
        picture, axes = panels(2, 1, height=sum(heights) + 0.7, height_ratios=heights)
        with style():
            plot_curve(rows, axes[0], scale=scale, unit=f"difference, {unit}")
            axes[0].set_title(folded(row["sentence"], 64), fontsize=10)
            plot_choices(rows, axes[1], choices=choices)
            seen = set(rows["outcome"])
            legend(picture, [entry for outcome, entry in OUTCOMES.items() if outcome in seen], edge="none")
    else:
        picture = nothing("This finding can be measured in no specification.")
    return Figure(
        name=name,
        picture=picture,
        caption=(
            f"Above: the difference behind “{inner(row['words'])}” in each of {row['n_specifications']} "
            "specifications; above the line the claim holds. Below: which option each specification takes."
        ),
        alt=_told(row, rows, specified),
        data=rows,
        source="multiverse",
    )


def _ranked_specifications(rows: pl.DataFrame) -> pl.DataFrame:
    """Specifications that can be measured, from the smallest contrast, each with its outcome."""
    kept = rows.filter(pl.col("contrast").is_not_null())
    kept = kept.select(column for column in kept.columns if kept[column].null_count() < kept.height)
    same = pl.col("same_ranking").fill_null(True) if "same_ranking" in kept.columns else pl.lit(True)
    outcome = pl.when(~pl.col("same_sign")).then(pl.lit("turned")).when(same).then(pl.lit("same"))
    return (
        kept.sort(pl.col("contrast").round(9), "specification")
        .with_row_index("place")
        .with_columns(pl.col("place").cast(pl.Int64), outcome=outcome.otherwise(pl.lit("order")))
    )


def _told(row: dict[str, Any], rows: pl.DataFrame, specified: pl.DataFrame) -> str:
    """The curve in words: how often the claim holds, and with which option it mostly fails."""
    n, holds = rows.height, row["n_same_sign"]
    said = f"“{inner(row['words'])}” holds in {holds} of {n} specifications."
    if not row["mover"] or row["mover"] not in rows.columns or holds == n:
        return said
    choice = all_choices()[row["mover"]]
    words = {option.name: option.done for option in choice.options}
    parts = rows.group_by(choice.name).agg(n=pl.len(), holds=pl.col("same_sign").sum()).sort(choice.name)
    each = [f"{holds} of {n} with “{words[option]}”" for option, n, holds in parts.iter_rows()]
    return f"{said} {choice.words.capitalize()}: {listed(each)}."
