"""Differences between outlets that come back from event to event, or the sentence that says why none may be claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.inference.design import claim_words
from analysis.inference.paired import paired_differences
from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, panels
from analysis.report.prose import Prose, count, number, say, verb
from analysis.report.style import GREY, INK, RULE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.evidence.study import Study

MOST = 12
LEVEL = 0.05


def plot_paired(rows: pl.DataFrame, ax: Axes, *, unit: float = 100.0) -> Axes:
    """One line a difference: the effect over events as a dot with its 95 % interval, filled where q is .05 or less."""
    for place, row in enumerate(rows.iter_rows(named=True)):
        y, firm = len(rows) - place, row["q"] <= LEVEL
        ax.plot([unit * row["low"], unit * row["high"]], [y, y], color=INK, lw=1.4)
        ax.plot([unit * row["effect"]], [y], "o", ms=6, mfc=INK if firm else "white", mec=INK, mew=1.4)
    ax.axvline(0, color=RULE, lw=1, zorder=0)
    ax.set_yticks([len(rows) - place for place in range(len(rows))], rows["words"].to_list(), fontsize=8.5)
    ax.set_ylim(0.4, len(rows) + 0.6)
    return bare(ax, keep="xy")


def show_paired(
    rows: pl.DataFrame,
    study: Study,
    name: str,
    what: str,
    *,
    names: dict[str, str] | None = None,
    unit: float = 100.0,
    unit_words: str = "percentage points",
    **options: Any,
) -> Figure | Prose:
    """What comes back from event to event? A saved figure where a claim about outlets may be made; else why not.

    `rows` and `options` are those of `paired_differences`; `what` says what is compared ("share of reported words").
    """
    found = paired_differences(rows, study.corpus.articles, **options)
    if found.is_empty():
        return say("No difference from event to event is tested here. {why}", why=claim_words(study.corpus.articles))
    named = study.actor_names if names is None else names
    category = pl.col("category").replace(named)
    lean = pl.format("{} over {}", "outlet", "other")
    told = found.with_columns(words=pl.when(category == "").then(lean).otherwise(pl.format("{}: {}", category, lean)))
    firm = told.filter(pl.col("q") <= LEVEL)
    figure = Figure(
        name=name,
        picture=_picture(told.head(MOST), unit, unit_words),
        caption=(
            f"{what[:1].upper()}{what[1:]}: the first outlet less the second, every event weighing the same, with the "
            f"95 % interval over events. Filled: q at most .05 (permutation of articles inside events; false "
            f"discoveries by Benjamini and Hochberg over all {number(found.height, 'comparison')})."
            + (f" The {MOST} of lowest q; the others stand in the data." if found.height > MOST else "")
        ),
        alt=_finding(found, firm, unit, unit_words),
        data=told.drop("words"),
        source=number(int(found["n_events"].max()), "event") + " at most",  # type: ignore[arg-type]
    )
    return figure.save()


def _picture(rows: pl.DataFrame, unit: float, unit_words: str) -> Any:
    picture, (ax,) = panels(height=0.9 + 0.3 * len(rows))
    with style():
        plot_paired(rows, ax, unit=unit)
        ax.set_xlabel(unit_words, color=GREY)
    return picture


def _finding(found: pl.DataFrame, firm: pl.DataFrame, unit: float, unit_words: str) -> str:
    """The finding in words, with the largest of the firm differences."""
    have = verb(firm.height, "has", "have")
    said = f"Of {number(found.height, 'comparison')} over events, {count(firm.height)} {have} q at most .05."
    if firm.is_empty():
        return said + " None of these differences can be told from chance."
    top = firm.sort(pl.col("effect").abs(), "words", descending=[True, False]).row(0, named=True)
    low, high = unit * top["low"], unit * top["high"]
    return f"{said} The largest: {top['words']}, {unit * top['effect']:+.0f} {unit_words} ({low:+.0f} to {high:+.0f})."
