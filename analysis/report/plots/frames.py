"""Which frames carry the story, and where do the lenses differ?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.measures.pooling import event_gaps, pooled_rows
from analysis.report.figure import Figure
from analysis.report.plots import band, marks
from analysis.report.plots.canvas import (
    HIGHEST,
    bare,
    chosen_events,
    folded,
    legend,
    nothing,
    outlet_legend,
    panels,
    stacked_bar,
)
from analysis.report.prose import listed, number
from analysis.report.style import EDGE, FRAMES, RULE, outlet_looks, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

AGREEMENT = {
    "n_shared": ("#4d4d4d", "both lenses"),
    "n_cues_only": ("#E8B04B", "cue words only"),
    "n_prototypes_only": ("#7DA7D9", "prototypes only"),
}
HEAD = 0.9  # inches above all panels
NONE = "There are no sentences to draw frames from."


def plot_profile(profile: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], look: dict[str, tuple[str, str]]) -> Axes:
    """A line a frame: each outlet's share of sentences as a mark, with its interval, before its band.

    `look`: colour and marker of each outlet.
    """
    step = 0.76 / max(len(outlets), 1)
    spans = band.ends(profile, ["frame", "outlet"])
    for y, frame in enumerate(FRAMES):
        ax.axhline(y + 0.5, color=RULE, lw=0.6)
        for place, outlet in enumerate(outlets):
            at = y + (place - (len(outlets) - 1) / 2) * step
            tint, mark = look[outlet]
            if (frame, outlet) in spans:
                band.lay(ax, at, *spans[(frame, outlet)], height=0.92 * step)
            for row in profile.filter(pl.col("frame") == frame, pl.col("outlet") == outlet).iter_rows(named=True):
                if row["low"] is not None:
                    ax.plot([row["low"], row["high"]], [at, at], color=tint, lw=1.4, alpha=0.55)
                ax.plot([row["share"]], [at], marker=mark, color=tint, ms=5, lw=0, clip_on=False, zorder=4)
    ax.set_yticks(range(len(FRAMES)), list(FRAMES.values()))
    ax.set_ylim(len(FRAMES) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    return bare(ax, keep="xy")


def profile_figure(
    profile: pl.DataFrame, corpus: Corpus, *, name: str = "08_profile", null: pl.DataFrame | None = None
) -> Figure:
    """Share of each outlet's sentences that carry each frame, event by event. `null`: the `null_band` within frame."""
    rows = band.joined(profile, null, ["event", "outlet", "frame"])
    ranked = event_gaps(profile, value="share", by=["frame"])["event"].to_list()
    room = 2 * int((HIGHEST - HEAD) / _height(profile))
    events, left_out = chosen_events(profile, corpus, ranked, most=room)
    picture = _profile(rows, corpus, events) if events else nothing(NONE)
    first = (
        pooled_rows(profile.filter(pl.col("n") > 0))
        .sort("share", "outlet", "frame", descending=[True, False, False])
        .head(3)
    )
    said = [
        f"{FRAMES[row['frame']]} in {row['outlet']} ({row['n']:,} of {row['n_sentences']:,})"
        for row in first.to_dicts()
    ]
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "Share of the sentences that carry each frame, by list, examples and reader together. A sentence may carry "
            f"several. Lines: 95 % intervals from blocks of consecutive sentences.{left_out}" + band.caption(null)
        ),
        alt=_largest(said, first, profile) + band.finding(null, "share") if said else NONE,
        data=rows,
        source=number(_sentences(profile), "sentence"),
        marks=marks.profile_marks(rows, {e: corpus.events.get(e, "All events") for e in events}, corpus.outlets),
    )


def _largest(said: list[str], first: pl.DataFrame, profile: pl.DataFrame) -> str:
    others = pooled_rows(profile)["share"].drop_nulls().to_list()
    return holding(f"The largest shares: {listed(said)}.", largest={"share": first["share"][0], "others": others})


def _height(profile: pl.DataFrame) -> float:
    """Inches of a panel: those of the event of most outlets."""
    most = max(profile.select("event", "outlet").unique()["event"].value_counts()["count"].to_list(), default=0)
    a_frame = min(0.2 + 0.09 * max(most, 3), (HIGHEST - HEAD - 0.8) / len(FRAMES))
    return 0.8 + len(FRAMES) * a_frame


def _profile(profile: pl.DataFrame, corpus: Corpus, events: list[str]) -> Picture:
    """The profile on paper: two events side by side, the others in further rows below."""
    look = outlet_looks(corpus)
    across, down = min(len(events), 2), -(-len(events) // 2)
    picture, axes = panels(down, across, height=HEAD + down * _height(profile), sharey=True)
    here = set(profile.filter(pl.col("event").is_in(events))["outlet"])
    outlets = [outlet for outlet in corpus.outlets if outlet in here]
    with style():
        for ax in axes[len(events) :]:
            ax.set_visible(False)
        for ax, event in zip(axes, events, strict=False):
            rows = profile.filter(pl.col("event") == event)
            there = [outlet for outlet in outlets if outlet in set(rows["outlet"])]
            plot_profile(rows, ax, outlets=there, look=look)
            ax.set_title(folded(corpus.events.get(event, "All events"), 70 // across))
            ax.set_xlabel("sentences")
        outlet_legend(picture, outlets, look, band.entry(profile), edge=band.RIM)
    return picture


def plot_lenses(lenses: pl.DataFrame, ax: Axes) -> Axes:
    """A bar a frame: sentences on which both lenses agree that it is there, and those only one of them finds."""
    widest = max(lenses.select(pl.sum_horizontal(*AGREEMENT)).to_series().to_list(), default=0)
    for y, row in enumerate(lenses.iter_rows(named=True)):
        inks = {column: "w" if column == "n_shared" else "#222" for column in AGREEMENT}
        parts = [(row[name], tint, f"{row[name]:,}", inks[name]) for name, (tint, _) in AGREEMENT.items()]
        stacked_bar(ax, y, parts, least=0.02 * widest, height=0.66, ec=EDGE, lw=0.4)
    ax.set_yticks(range(len(lenses)), [FRAMES[frame] for frame in lenses["frame"]])
    ax.set_ylim(len(lenses) - 0.5, -0.5)
    ax.set_xlim(0, max(1.05 * widest, 1))
    ax.locator_params(axis="x", nbins=7, integer=True, prune="upper")
    ax.set_xlabel("sentences")
    return bare(ax, keep="xy")


def lenses_figure(lenses: pl.DataFrame, *, name: str = "08_lenses", evidence: pl.DataFrame | None = None) -> Figure:
    """On how many sentences do cue words and prototypes find the same frame?"""
    picture = nothing(NONE)
    if len(lenses):
        picture, (ax,) = panels(height=2.9)
        with style():
            plot_lenses(lenses, ax)
            legend(picture, list(AGREEMENT.values()))
    either = pl.sum_horizontal(*AGREEMENT)
    found = lenses.with_columns(either=either).filter(pl.col("either") > 0).select("frame", "n_shared", "either")
    said = [f"{FRAMES[frame]} {shared:,} of {n:,}" for frame, shared, n in found.iter_rows()]
    nothing_found = "Neither lens finds a frame." if len(lenses) else NONE
    return Figure(
        name=name,
        picture=picture,
        caption="Sentences in which each lens finds each frame: both of them, or only one.",
        alt=f"Found by both, of those found by either: {listed(said)}." if said else nothing_found,
        data=lenses,
        source=number(int(lenses["n"].max() or 0) if len(lenses) else 0, "sentence"),  # type: ignore[arg-type]
        evidence=evidence,
        marks=marks.lens_marks(lenses, AGREEMENT),
    )


def _sentences(profile: pl.DataFrame) -> int:
    return int(pooled_rows(profile).unique(["event", "outlet"])["n_sentences"].sum())
