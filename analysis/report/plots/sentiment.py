"""How do two sentiment instruments score each sentence, and where do they part?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band, marks
from analysis.report.plots.canvas import (
    HIGHEST,
    Story,
    bare,
    chosen,
    folded,
    legend,
    name_lines,
    note,
    nothing,
    panels,
    shorten,
)
from analysis.report.prose import count, number
from analysis.report.style import GREY, RULE, colours, marker, style
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture
    from matplotlib.patches import Rectangle

    from analysis.corpus import Corpus

DOTS = 1500  # sentences that can still be told apart
ROWS = 16  # outlets on events
NONE, BOTH = "No sentence is scored.", "No sentence is scored by both instruments."


def plot_disagreement(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], outlets: list[str]) -> Axes:
    """Each sentence by its two scores; the shaded quarters are where one score is above zero and one below.

    Beyond `DOTS` sentences no marks can be told apart: then the darker a spot, the more sentences.
    """
    for x, y in ((-1.05, 0), (0, -1.05)):
        ax.add_patch(_shade(x, y))
    if many := rows.height > DOTS:
        spots: dict[str, Any] = {"gridsize": 28, "extent": (-1, 1, -1, 1), "mincnt": 1, "bins": "log", "cmap": "Greys"}
        ax.hexbin(rows["score_textblob"], rows["score_vader"], **spots, vmin=0.2, lw=0.1)
    for place, outlet in enumerate([] if many else outlets):
        part = rows.filter(pl.col("outlet") == outlet)
        ax.scatter(
            part["score_textblob"],
            part["score_vader"],
            s=26,
            marker=marker(place),
            color=colour[outlet],
            alpha=0.75,
            lw=0.4,
            edgecolors="white",
            label=shorten(outlet, 28),
        )
    ax.set_xlim(-1.05, 1.05)
    ax.set_ylim(-1.05, 1.05)
    ax.set_aspect("equal")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_ticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "+0.5", "+1"])
    ax.set_xlabel("TextBlob")
    ax.set_ylabel("VADER")
    for x, y, side in ((-1.02, 1.0, "left"), (1.02, -1.0, "right")):
        quarter = rows.filter((pl.col("score_textblob") * x > 0) & (pl.col("score_vader") * y > 0))
        note(ax, x, y, number(len(quarter), "sentence"), ha=side, va="top" if y > 0 else "bottom", weight="bold")
    return bare(ax, keep="xy")


def _shade(x: float, y: float) -> Rectangle:
    from matplotlib.patches import Rectangle

    return Rectangle((x, y), 1.05, 1.05, color="#f1efe9", lw=0, zorder=0)


def disagreement_figure(rows: pl.DataFrame, corpus: Corpus) -> Figure:
    """On how many sentences do TextBlob and VADER point in opposite directions?"""
    outlets = [outlet for outlet in corpus.outlets if outlet in set(rows["outlet"])]
    dense = " The darker a spot, the more sentences." if rows.height > DOTS else ""
    picture = _disagreement(rows, outlets, corpus, dense=bool(dense)) if outlets else nothing(BOTH)
    opposite = rows.filter(pl.col("opposite"))
    events = [pl.col("event").replace(corpus.events)] if len(corpus.events) > 1 else []
    return Figure(
        name="05_disagreement",
        picture=picture,
        caption=(
            f"The {len(rows):,} sentences that both instruments score. In the shaded quarters one finds the sentence "
            f"positive and the other negative.{dense}"
        )
        if outlets
        else BOTH,
        alt=f"TextBlob and VADER disagree on the sign of {len(opposite):,} of {len(rows):,} sentences."
        if outlets
        else BOTH,
        data=rows,
        source="sentiment table",
        evidence=opposite.select(
            *events, "outlet", "article_id", "start", sentence="text", TextBlob="score_textblob", VADER="score_vader"
        ),
    )


def _disagreement(rows: pl.DataFrame, outlets: list[str], corpus: Corpus, *, dense: bool) -> Picture:
    picture, axes = panels(height=5.4 + 0.2 * (0 if dense else min(len(outlets), 36) // 3))
    with style():
        plot_disagreement(rows, axes[0], colour=colours(corpus), outlets=outlets)
        below: Any = {"loc": "outside lower left", "ncols": 3, "labelcolor": "linecolor", "handletextpad": 0.1}
        if not dense:
            picture.legend(**below)
    return picture


def plot_voice_gap(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], stories: Sequence[Story]) -> Axes:
    """One instrument: an outlet's mean in the narrator's words (filled, above) and in quotation marks (open, below).

    Each mark stands before its band; the number beside it is how many sentence parts were scored.
    """
    ax.axvline(0, color=RULE, lw=1)
    spans = band.ends(rows, ["event", "outlet", "voice"])
    for place, (event, outlet, _) in enumerate(stories):
        y = len(stories) - place
        part = rows.filter(pl.col("event") == event, pl.col("outlet") == outlet, pl.col("mean").is_not_null())
        at = {"narrator": y + 0.19, "quotation": y - 0.19}
        ax.plot(part["mean"], [at[voice] for voice in part["voice"]], color=colour[outlet], lw=1.5, alpha=0.4)
        for row in part.iter_rows(named=True):
            if span := spans.get((event, outlet, row["voice"])):
                band.lay(ax, at[row["voice"]], *span, height=0.34)
            fill = colour[outlet] if row["voice"] == "narrator" else "white"
            ax.plot([row["mean"]], [at[row["voice"]]], "o", ms=7, mfc=fill, mec=colour[outlet], mew=1.6, clip_on=False)
            near: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 7.5, "color": GREY}
            ax.annotate(f"{row['n_scored']:,}", (row["mean"], at[row["voice"]]), (6, 0), **near)
    tints = [colour[outlet] for _, outlet, _ in stories]
    name_lines(ax, [folded(title, 22) for *_, title in stories], tints, room=0.5)
    low, high = ax.get_xlim()
    ax.set_xlim(max(low, -1.08), min(high, 1.08))  # a band of few sentences may pass what a score can reach
    ax.locator_params(axis="x", nbins=7, prune="both")
    return bare(ax, keep="xy", left=False)


def voice_gap_figure(means: pl.DataFrame, corpus: Corpus, *, null: pl.DataFrame | None = None) -> Figure:
    """Does the score come from the narrator or from those quoted? `null`: the `null_band` of outlets and voices."""
    keys = ["event", "outlet", "instrument", "voice"]
    data, scored = band.joined(means, null, keys), means.drop_nulls("mean")
    stories, left_out = chosen(scored, corpus, value="mean", by=keys[2:], most=ROWS)
    picture = _voice_gaps(data, corpus, stories) if stories else nothing(NONE)
    one = scored.filter(pl.col("event") != ALL_EVENTS)
    narrator, quoted = (one.filter(pl.col("voice") == voice) for voice in ("narrator", "quotation"))
    both = narrator.join(quoted, on=keys[:3], suffix="_quoted")
    lower = both.filter(pl.col("mean_quoted") < pl.col("mean"))
    return Figure(
        name="05_voice",
        picture=picture,
        caption=(
            "Mean score of the narrator's words (filled) and of words in quotation marks (open). The small number is "
            f"how many sentence parts were scored.{left_out}" + band.caption(null)
        )
        if stories
        else NONE,
        alt=_finding(len(lower), len(both)) + band.finding(null, "mean") if stories else NONE,
        data=data,
        source="sentiment table",
        marks=marks.voice_marks(data, stories, {"narrator": "narrator", "quotation": "in quotation marks"}),
    )


def _finding(lower: int, both: int) -> str:
    if not both:
        return "No outlet has scored words both of its own and in quotation marks."
    return (
        f"Words in quotation marks score lower than the narrator's in {count(lower)} of {number(both, 'comparison')}."
    )


def _voice_gaps(data: pl.DataFrame, corpus: Corpus, stories: Sequence[Story]) -> Picture:
    """A panel an instrument."""
    instruments = list(dict.fromkeys(data["instrument"].sort()))
    picture, axes = panels(
        1, len(instruments), height=0.9 + min(0.5 * len(stories), HIGHEST - 0.9), sharex=True, sharey=True
    )
    with style():
        for ax, instrument in zip(axes, instruments, strict=True):
            part = data.filter(pl.col("instrument") == instrument)
            plot_voice_gap(part, ax, colour=colours(corpus), stories=stories)
            ax.set_title(instrument)
        if entries := band.entry(data):
            legend(picture, entries, edge="none")
    return picture
