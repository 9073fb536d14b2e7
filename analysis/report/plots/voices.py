"""Who gets to speak, how much, and through which verbs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots.canvas import bare, key, note, panels
from analysis.report.prose import listed
from analysis.report.style import GREY, RULE, VOICES, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

CUES = {
    "neutral": ("#c9c5bb", "neutral: said"),
    "assertive": ("#7DA7D9", "assertive: insisted"),
    "factive": ("#1F4E79", "factive: noted"),
    "directive": ("#8C6D00", "directive: demanded"),
    "distancing": ("#B2182B", "distancing: claimed"),
}


def plot_share(rows: pl.DataFrame, ax: Axes, *, actors: Sequence[str], names: dict[str, str]) -> Axes:
    """One outlet: reported words by actor as a share of all, the part in quotation marks darker."""
    found = {row["actor"]: row for row in rows.iter_rows(named=True)}
    for place, actor in enumerate(actors):
        y, row = len(actors) - place, found.get(actor)
        share = (row["share_words"] or 0.0) if row else 0.0
        direct = share * (row["share_direct_words"] or 0.0) if row else 0.0
        ax.barh(y, share, height=0.62, color=VOICES["indirect"][0])
        ax.barh(y, direct, height=0.62, color=VOICES["partial"][0])
        words = f"{row['n_words']}" if row else "–"
        ax.annotate(words, (share, y), (3, 0), textcoords="offset points", va="center", fontsize=8, color=GREY)
    ax.set_yticks([len(actors) - place for place in range(len(actors))], [names[actor] for actor in actors], fontsize=9)
    ax.set_ylim(0.4, len(actors) + 0.6)
    ax.set_xlim(0, 0.72)
    bare(ax, keep="y")
    ax.spines["left"].set_color(RULE)
    return ax


def share_figure(shares: pl.DataFrame, corpus: Corpus, *, names: dict[str, str]) -> Figure:
    """The share of voice: whose words each outlet reports."""
    outlets = [outlet for outlet in corpus.outlets if outlet in set(shares["outlet"])]
    actors = [actor for actor in names if actor in set(shares["actor"])]
    columns = min(3, len(outlets))
    lines = -(-len(outlets) // columns)
    picture, axes = panels(lines, columns, height=lines * (0.26 * len(actors) + 0.55), sharey=True, sharex=True)
    with style():
        for ax, outlet in zip(axes, outlets, strict=False):
            rows = shares.filter(pl.col("outlet") == outlet)
            plot_share(rows, ax, actors=actors, names=names)
            ax.set_title(outlet, color=colours(corpus)[outlet])
        for ax in axes[len(outlets) :]:
            ax.set_axis_off()
        spare = axes[len(outlets)] if len(outlets) < len(axes) else axes[0]
        entries = [(VOICES["partial"][0], "in quotation marks"), (VOICES["indirect"][0], "retold")]
        key(spare, entries, y=0.6 if spare is not axes[0] else 1.15)
    tops = shares.sort("outlet", "n_words", "actor", descending=[False, True, False])
    tops = tops.group_by("outlet", maintain_order=True).first()
    found = {row["outlet"]: row for row in tops.iter_rows(named=True)}
    said = [f"{names[found[o]['actor']]} {100 * (found[o]['share_words'] or 0):.0f} % in {o}" for o in outlets]
    return Figure(
        name="04_share_of_voice",
        picture=picture,
        caption=(
            "Whose words each outlet reports, as a share of all its reported words; the number is the count of words. "
            "Light: inside quotation marks. Dark: retold without them."
        ),
        alt=f"The largest share of reported words goes to {listed(said)}.",
        data=shares,
        source="quotations table",
    )


def plot_cues(rows: pl.DataFrame, ax: Axes, *, sources: Sequence[str], names: dict[str, str]) -> Axes:
    """One outlet: each source's reporting words by class, as a bar of full length, with their number."""
    found = {(row["actor"], row["cue_class"]): row for row in rows.iter_rows(named=True)}
    for place, source in enumerate(sources):
        y, left, total = len(sources) - place, 0.0, 0
        for name, (colour, _) in CUES.items():
            row = found.get((source, name))
            if row:
                ax.barh(y, row["share"], left=left, height=0.66, color=colour)
                left, total = left + row["share"], row["total"]
        note(ax, 1.02, y, str(total) if total else "–", fontsize=8, color=GREY, va="center")
    ax.set_yticks([len(sources) - place for place in range(len(sources))], [names[s] for s in sources], fontsize=9)
    ax.set_ylim(0.4, len(sources) + 0.6)
    ax.set_xlim(0, 1.1)
    bare(ax, keep="y")
    ax.spines["left"].set_visible(False)
    return ax


def cue_figure(profile: pl.DataFrame, corpus: Corpus, *, names: dict[str, str], least: int = 5) -> Figure:
    """Through which kinds of verbs does each source speak, outlet by outlet?"""
    frequent = profile.group_by("actor").agg(pl.col("n").sum()).filter(pl.col("n") >= least)["actor"]
    sources = [actor for actor in names if actor in set(frequent)]
    outlets = [outlet for outlet in corpus.outlets if outlet in set(profile["outlet"])]
    columns = min(3, len(outlets))
    lines = -(-len(outlets) // columns)
    picture, axes = panels(lines, columns, height=lines * (0.27 * len(sources) + 0.5), sharey=True)
    with style():
        for ax, outlet in zip(axes, outlets, strict=False):
            plot_cues(profile.filter(pl.col("outlet") == outlet), ax, sources=sources, names=names)
            ax.set_title(outlet, color=colours(corpus)[outlet])
        for ax in axes[len(outlets) :]:
            ax.set_axis_off()
        spare = axes[len(outlets)] if len(outlets) < len(axes) else axes[0]
        for place, entry in enumerate(CUES.values()):
            key(spare, [entry], y=0.8 - 0.14 * place if spare is not axes[0] else 1.2 + 0.14 * place)
    far = profile.filter(pl.col("cue_class") == "distancing").sort(
        "n", "outlet", "actor", descending=[True, False, False]
    )
    said = [
        f"{row['n']} of {row['total']} for {names[row['actor']]} in {row['outlet']}" for row in far.head(3).to_dicts()
    ]
    return Figure(
        name="04_cues",
        picture=picture,
        caption=(
            "The words that introduce each source's speech, by class, as shares; the number is their count. "
            f"Sources with at least {least} reporting words in all articles together."
        ),
        alt=f"Distancing words are most frequent with {listed(said)}." if said else "No distancing words were found.",
        data=profile,
        source="quotations table",
    )
