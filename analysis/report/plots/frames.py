"""Which frames carry the story, where do they stand, and where do the lenses differ?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, legend, note, nothing, panels
from analysis.report.prose import listed, number
from analysis.report.style import EDGE, GREY, RULE, colours, marker, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

NAMES = {
    "conflict": "conflict",
    "human_interest": "human interest",
    "responsibility": "responsibility",
    "morality": "morality",
    "economic": "money and jobs",
    "strategy": "winning and losing",
}
AGREEMENT = {
    "n_shared": ("#4d4d4d", "both lenses"),
    "n_cues_only": ("#E8B04B", "cue words only"),
    "n_prototypes_only": ("#7DA7D9", "prototypes only"),
}
ABREAST = 5  # outlets side by side
NONE = "There are no sentences to draw frames from."


def plot_profile(profile: pl.DataFrame, ax: Axes, *, outlets: Sequence[str], look: dict[str, tuple[str, str]]) -> Axes:
    """A line a frame: each outlet's share of sentences as a mark, with its interval, before its band.

    `look`: colour and marker of each outlet.
    """
    step = 0.76 / max(len(outlets), 1)
    spans = band.ends(profile, ["frame", "outlet"])
    for y, frame in enumerate(NAMES):
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
    ax.set_yticks(range(len(NAMES)), list(NAMES.values()))
    ax.set_ylim(len(NAMES) - 0.5, -0.5)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    return bare(ax, keep="xy")


def profile_figure(
    profile: pl.DataFrame, corpus: Corpus, *, name: str = "08_profile", null: pl.DataFrame | None = None
) -> Figure:
    """Share of each outlet's sentences that carry each frame, event by event. `null`: the `null_band` within frame."""
    outlets = [outlet for outlet in corpus.outlets if outlet in set(profile["outlet"])]
    rows = band.joined(profile, null, ["event", "outlet", "frame"])
    picture = _profile(rows, corpus, outlets) if outlets else nothing(NONE)
    first = profile.filter(pl.col("n") > 0).sort("share", "outlet", "frame", descending=[True, False, False]).head(3)
    said = [
        f"{NAMES[row['frame']]} in {row['outlet']} ({row['n']} of {row['n_sentences']})" for row in first.to_dicts()
    ]
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "Share of the sentences that carry each frame, by both lenses together. A sentence may carry several. "
            "Lines: 95 % intervals from blocks of consecutive sentences." + band.caption(null)
        ),
        alt=f"The largest shares: {listed(said)}." + band.finding(null, "share") if said else NONE,
        data=rows,
        source=number(_sentences(profile), "sentence"),
    )


def _profile(profile: pl.DataFrame, corpus: Corpus, outlets: list[str]) -> Picture:
    """The profile on paper: two events side by side, the others in further rows below."""
    tint = colours(corpus)
    look = {outlet: (tint[outlet], marker(place)) for place, outlet in enumerate(corpus.outlets)}
    events = [event for event in corpus.events if event in set(profile["event"])]
    most = max(len(set(group["outlet"])) for _, group in profile.group_by("event"))
    across, down = min(len(events), 2), -(-len(events) // 2)
    a_panel = 0.7 + len(NAMES) * (0.2 + 0.13 * most)
    picture, axes = panels(down, across, height=0.6 + down * a_panel, sharey=True)
    with style():
        for ax in axes[len(events) :]:
            ax.set_visible(False)
        for ax, event in zip(axes, events, strict=False):
            rows = profile.filter(pl.col("event") == event)
            there = [outlet for outlet in outlets if outlet in set(rows["outlet"])]
            plot_profile(rows, ax, outlets=there, look=look)
            ax.set_title(folded(corpus.events[event], 70 // across))
            ax.set_xlabel("sentences")
        _outlets(picture, outlets, look, band.entry(profile))
    return picture


def plot_places(places: pl.DataFrame, ax: Axes, *, colour: str) -> Axes:
    """A line a frame, from the top of the article on the left to its end; a stroke is a sentence with the frame."""
    for y, frame in enumerate(NAMES):
        ax.plot([0, 1], [y, y], color=RULE, lw=0.7)
        at = places.filter(pl.col("frame") == frame)["position"].to_list()
        ax.vlines(at, y - 0.32, y + 0.32, color=colour, lw=1.1)
        note(ax, 1.03, y, str(len(at)), fontsize=8, color=GREY, va="center")
    ax.set_xlim(-0.02, 1.16)
    ax.set_ylim(len(NAMES) - 0.4, -0.6)
    ax.set_yticks(range(len(NAMES)), list(NAMES.values()))
    ax.set_xticks([0, 1], ["top", "end"])
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def places_figure(places: pl.DataFrame, corpus: Corpus, *, name: str = "08_places") -> Figure:
    """Where in its articles each outlet sets each frame."""
    tint = colours(corpus)
    outlets = [outlet for outlet in corpus.outlets if outlet in set(places["outlet"])]
    picture = _places(places, outlets, tint) if outlets else nothing(NONE)
    first = places.sort("position", "article_id", "frame").unique(
        ["outlet", "frame"], keep="first", maintain_order=True
    )
    late = first.filter(pl.col("position") > 0.5).sort("outlet", "frame")
    said = [f"{NAMES[row['frame']]} in {row['outlet']}" for row in late.to_dicts()]
    return Figure(
        name=name,
        picture=picture,
        caption=(
            "Where in the article each frame stands, by both lenses together. One stroke is one sentence; the number "
            "is their count."
        ),
        alt=f"First met only in the second half of the article: {listed(said)}." if said else _early(outlets),
        data=places.select("outlet", "article_id", "frame", "start", "section", "position"),
        source=number(len(places), "sentence with a frame", "sentences with a frame"),
        evidence=places.select("outlet", "frame", "position", "text"),
    )


def _early(outlets: list[str]) -> str:
    return "Every frame that is used is met in the first half of the article." if outlets else NONE


def _places(places: pl.DataFrame, outlets: list[str], tint: dict[str, str]) -> Picture:
    blocks = -(-len(outlets) // ABREAST)
    picture, axes = panels(blocks, min(len(outlets), ABREAST), height=2.2 * blocks, sharey=True)
    with style():
        for ax, outlet in zip(axes, outlets, strict=False):
            plot_places(places.filter(pl.col("outlet") == outlet), ax, colour=tint[outlet])
            ax.set_title(folded(outlet, 80 // min(len(outlets), ABREAST)), color=tint[outlet], fontsize=9.5)
        for ax in axes[len(outlets) :]:
            ax.set_visible(False)
    return picture


def plot_lenses(lenses: pl.DataFrame, ax: Axes) -> Axes:
    """A bar a frame: sentences on which both lenses agree that it is there, and those only one of them finds."""
    for y, row in enumerate(lenses.iter_rows(named=True)):
        left = 0
        for column, (tint, _) in AGREEMENT.items():
            ax.barh(y, row[column], left=left, height=0.66, color=tint, ec=EDGE, lw=0.4)
            if row[column]:
                pale = column != "n_shared"
                middle = left + row[column] / 2
                note(
                    ax, middle, y, str(row[column]), fontsize=8, ha="center", va="center", color="#222" if pale else "w"
                )
            left += row[column]
    ax.set_yticks(range(len(lenses)), [NAMES[frame] for frame in lenses["frame"]])
    ax.set_ylim(len(lenses) - 0.5, -0.5)
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
    said = [
        f"{NAMES[row['frame']]} {row['n_shared']} of {row['n_shared'] + row['n_cues_only'] + row['n_prototypes_only']}"
        for row in lenses.to_dicts()
    ]
    return Figure(
        name=name,
        picture=picture,
        caption="Sentences in which each lens finds each frame: both of them, or only one.",
        alt=f"Found by both, of those found by either: {listed(said)}." if said else NONE,
        data=lenses,
        source=number(int(lenses["n"].max() or 0) if len(lenses) else 0, "sentence"),  # type: ignore[arg-type]
        evidence=evidence,
    )


def _sentences(profile: pl.DataFrame) -> int:
    return int(profile.unique(["event", "outlet"])["n_sentences"].sum())


def _outlets(
    picture: Picture, outlets: list[str], look: dict[str, tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    """Which mark is whose, above all panels; `more` are coloured squares behind them."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    marks: list[Any] = [
        Line2D([], [], color=look[name][0], marker=look[name][1], lw=0, ms=5, label=name) for name in outlets
    ]
    squares = [Patch(facecolor=colour, edgecolor=band.RIM, linewidth=0.5, label=words) for colour, words in more]
    across: dict[str, Any] = {"loc": "outside upper left", "ncols": 5 if len(outlets) < 5 else 3}
    picture.legend(handles=marks + squares, labelcolor=GREY, fontsize=8.5, columnspacing=1.4, **across)
