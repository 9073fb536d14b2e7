"""Differences between outlets that come back from event to event, or the sentence that says why none may be claimed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.inference.design import CLAIMS, corpus_claim_words, outlet_pair_claims
from analysis.inference.paired_differences import paired_differences
from analysis.measures.large_corpora import has_chosen_events
from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, name_lines, panels, shorten
from analysis.report.prose import Prose, count, number, say, verb
from analysis.report.style import GREY, INK, RULE, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.evidence.study import Study

MOST = 12
LEVEL = 0.05
PART = (
    "These events were chosen because the outlets differ on them, so nothing is tested here: what comes back from "
    "event to event is tested over all events, in notebook 13."
)
LONGEST = (44, 24)  # letters of a category and of an outlet's name


def plot_paired(rows: pl.DataFrame, ax: Axes, *, unit: float = 100.0) -> Axes:
    """One line a difference: the effect over events as a dot with its 95 % interval, filled where q is .05 or less."""
    for place, row in enumerate(rows.iter_rows(named=True)):
        y, firm = len(rows) - place, row["q"] <= LEVEL
        ax.plot([unit * row["low"], unit * row["high"]], [y, y], color=INK, lw=1.4)
        ax.plot([unit * row["effect"]], [y], "o", ms=6, mfc=INK if firm else "white", mec=INK, mew=1.4)
    ax.axvline(0, color=RULE, lw=1, zorder=0)
    name_lines(ax, rows["words"].to_list(), fontsize=8.5)
    low, high = ax.get_xlim()
    ax.set_xticks([at for at in ax.get_xticks() if low <= at <= high])
    return bare(ax, keep="xy")


def show_paired(
    rows: pl.DataFrame,
    study: Study,
    name: str,
    what: str,
    *,
    found: pl.DataFrame | None = None,
    names: dict[str, str] | None = None,
    unit: float = 100.0,
    unit_words: str = "percentage points",
    **options: Any,
) -> Figure | Prose:
    """What comes back from event to event? A saved figure where a claim about outlets may be made; else why not.

    `rows` and `options` are those of `paired_differences`; `found` is its table where it is made already. `what` says
    what is compared ("share of reported words"), `names` what a category is called. In the figure and its data the
    outlet that has more stands first. On a part that was chosen for its differences nothing is tested.
    """
    if found is None and has_chosen_events(study) and rows.height:
        return Prose(PART)
    found = paired_differences(rows, study.corpus.articles, **options) if found is None else found
    if found.is_empty():
        said = say("No difference in the {what} is tested from event to event. ", what=what)
        return Prose(said.text + _why_not(study, rows))
    told = _more_first(found).with_columns(words=_words(study.actor_names if names is None else names))
    firm = told.filter(pl.col("q") <= LEVEL)
    figure = Figure(
        name=name,
        picture=_picture(told.head(MOST), unit, unit_words),
        caption=_caption(found, what),
        alt=_finding(found, firm, unit, unit_words),
        data=told.drop("words"),
        source=number(int(found["n_events"].max()), "event") + " at most",  # type: ignore[arg-type]
    )
    return figure.save()


def _more_first(found: pl.DataFrame) -> pl.DataFrame:
    """Each difference told from the outlet that has more, so that no effect is below 0."""
    names = ("", "share_", "n_", "of_")
    mirrored = {f"{name}outlet": f"{name}other" for name in names}
    mirrored |= {other: one for one, other in mirrored.items()}
    less = pl.col("effect") < 0
    swapped = [
        pl.when(less).then(pl.col(there)).otherwise(pl.col(here)).alias(here) for here, there in mirrored.items()
    ]
    ends = [pl.when(less).then(-pl.col(b)).otherwise(pl.col(a)).alias(a) for a, b in (("low", "high"), ("high", "low"))]
    return found.with_columns(*swapped, *ends, pl.col("effect").abs())


def _words(names: dict[str, str]) -> pl.Expr:
    """What a line compares, on two lines: the category, and which outlet has more than which."""
    longest, of_outlet = LONGEST
    outlets = [
        pl.col(name).map_elements(lambda text: shorten(text, of_outlet), pl.String) for name in ("outlet", "other")
    ]
    category = pl.col("category").replace(names).map_elements(lambda text: shorten(text, longest), pl.String)
    lean = pl.format("more in {} than in {}", *outlets)
    return pl.when(pl.col("category") == "").then(lean).otherwise(pl.format("{}:\n{}", category, lean))


def _picture(rows: pl.DataFrame, unit: float, unit_words: str) -> Any:
    picture, (ax,) = panels(height=0.9 + 0.4 * len(rows))
    picture.get_layout_engine().set(w_pad=0.1)  # type: ignore[union-attr,call-arg]  # words reach to the very edge
    with style():
        plot_paired(rows, ax, unit=unit)
        ax.set_xlabel(unit_words, color=GREY)
    return picture


def _caption(found: pl.DataFrame, what: str) -> str:
    """What is compared, what the marks mean, and how small a p the design allows."""
    least = f"{float(found['least_p'].to_numpy().min()):.3f}".removeprefix("0")
    cut = f" The {MOST} of lowest q are drawn; the others stand in the data." if found.height > MOST else ""
    return (
        f"{what[:1].upper()}{what[1:]}: how much more one outlet has than another, every event weighing the same. The "
        "line is the 95 % interval over events, each for itself; where it reaches 0, the outlets may be alike or the "
        "other may have more. Filled: q at most .05 (permutation of articles inside events; false discoveries by "
        f"Benjamini and Hochberg over all {number(found.height, 'comparison')}; smallest p possible {least}).{cut}"
    )


def _finding(found: pl.DataFrame, firm: pl.DataFrame, unit: float, unit_words: str) -> str:
    """The finding in words, with the largest of the firm differences."""
    have = verb(firm.height, "has", "have")
    said = f"Of {number(found.height, 'comparison')} over events, {count(firm.height)} {have} q at most .05."
    if firm.is_empty():
        return said + holding(" No difference here can be told from chance.", no={"differences": firm.height})
    top = firm.sort(pl.col("effect").abs(), "words", descending=[True, False]).row(0, named=True)
    low, high = unit * top["low"], unit * top["high"]
    words = top["words"].replace("\n", " ")
    told = f"{said} The largest: {words}, {unit * top['effect']:+.0f} {unit_words} ({low:+.0f} to {high:+.0f})."
    return holding(told, largest={"effect": abs(top["effect"]), "others": firm["effect"].abs().to_list()})


def _why_not(study: Study, rows: pl.DataFrame) -> str:
    """Why nothing is tested: one outlet, nothing to count, too few rows, or too few events."""
    articles = study.corpus.articles
    if articles["outlet"].n_unique() < 2:
        return "There is one outlet only, so there is nothing to compare."
    if rows.is_empty():
        return "There is nothing of the kind in these articles."
    if CLAIMS[2] in outlet_pair_claims(articles)["claim"]:
        return "No two outlets have six events in common on which both have any."
    return corpus_claim_words(articles)
