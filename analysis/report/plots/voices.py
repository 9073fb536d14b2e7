"""Who gets to speak, how much, and through which verbs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, legend, note, panels, texts
from analysis.report.prose import listed
from analysis.report.style import GREY, RULE, VOICES, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

KEYS = ["event", "outlet", "actor"]
LARGEST = [False, False, True, False]  # event, outlet, the most words first, actor
CUES = {
    "neutral": ("#c9c5bb", "neutral: said"),
    "assertive": ("#7DA7D9", "assertive: insisted"),
    "factive": ("#1F4E79", "factive: noted"),
    "directive": ("#8C6D00", "directive: demanded"),
    "distancing": ("#B2182B", "distancing: claimed"),
}


def plot_share(rows: pl.DataFrame, ax: Axes, *, actors: Sequence[str], names: dict[str, str]) -> Axes:
    """One outlet: reported words by actor as a share of all, the part in quotation marks lighter, before its band."""
    found = {row["actor"]: row for row in rows.iter_rows(named=True)}
    spans = band.ends(rows, ["actor"])
    for place, actor in enumerate(actors):
        y, row = len(actors) - place, found.get(actor)
        if (actor,) in spans:
            band.lay(ax, y, *spans[(actor,)], height=0.86)
        share = (row["share_words"] or 0.0) if row else 0.0
        direct = share * (row["share_direct_words"] or 0.0) if row else 0.0
        ax.barh(y, share, height=0.56, color=VOICES["indirect"][0])
        ax.barh(y, direct, height=0.56, color=VOICES["partial"][0])
        words = f"{row['n_words']:,}" if row and row["n_words"] is not None else "–"
        ax.annotate(words, (share, y), (3, 0), textcoords="offset points", va="center", fontsize=8, color=GREY)
    ax.set_yticks([len(actors) - place for place in range(len(actors))], [names[actor] for actor in actors], fontsize=9)
    ax.set_ylim(0.4, len(actors) + 0.6)
    bare(ax, keep="y")
    ax.spines["left"].set_color(RULE)
    return ax


def _with_silent(shares: pl.DataFrame, null: pl.DataFrame | None) -> pl.DataFrame:
    """The shares and their band; an actor whom the outlet does not report has a row where the band has one."""
    rows = band.joined(shares, null, KEYS)
    if null is None:
        return rows
    silent = null.join(shares, on=KEYS, how="anti").select(*KEYS, *band.ENDS)
    return pl.concat([rows, silent], how="diagonal_relaxed").sort(*KEYS[:2], "n_words", "actor", descending=LARGEST)


def share_figure(
    shares: pl.DataFrame, corpus: Corpus, *, names: dict[str, str], null: pl.DataFrame | None = None
) -> Figure:
    """The share of voice: whose words each outlet reports. `null`: the `null_band` of words by actor."""
    stories = texts(shares, corpus)
    actors = [actor for actor in names if actor in set(shares["actor"])]
    rows = _with_silent(shares, null)
    columns = min(3, len(stories))
    lines = -(-len(stories) // columns)
    picture, axes = panels(lines, columns, height=lines * (0.26 * len(actors) + 0.55) + 0.25, sharey=True, sharex=True)
    with style():
        for ax, (event, outlet, title) in zip(axes, stories, strict=False):
            part = rows.filter(pl.col("event") == event, pl.col("outlet") == outlet)
            plot_share(part, ax, actors=actors, names=names)
            ax.set_title(folded(title, 28), color=colours(corpus)[outlet])
        for ax in axes[len(stories) :]:
            ax.set_axis_off()
        widest = max([0.0, *shares["share_words"].drop_nulls(), *rows["null_high"].drop_nulls()])
        axes[0].set_xlim(0, 1.2 * widest or 1)
        entries = [(VOICES["partial"][0], "in quotation marks"), (VOICES["indirect"][0], "retold")]
        legend(picture, entries + band.entry(rows), edge="none")
    top = shares.sort("n_words", "actor", descending=[True, False]).unique(KEYS[:2], keep="first", maintain_order=True)
    found = {(row["event"], row["outlet"]): row for row in top.iter_rows(named=True)}
    said = [
        f"{names[found[e, o]['actor']]} {100 * (found[e, o]['share_words'] or 0):.0f} % in {title}"
        for e, o, title in stories
    ]
    return Figure(
        name="04_share_of_voice",
        picture=picture,
        caption=(
            "Whose words each outlet reports, as a share of all its reported words; the number is the count of words. "
            "Light: inside quotation marks. Dark: retold without them." + band.caption(null)
        ),
        alt=f"The largest share of reported words goes to {listed(said)}." + band.finding(null, "share"),
        data=rows,
        source="quotations table",
    )


def plot_cues(rows: pl.DataFrame, ax: Axes, *, sources: Sequence[str], names: dict[str, str]) -> Axes:
    """One outlet: each source's reporting words by class, as a bar of full length, with their number.

    The band is that of the first class, the plain verbs: it is where the plain verbs might end.
    """
    found = {(row["actor"], row["cue_class"]): row for row in rows.iter_rows(named=True)}
    spans = band.ends(rows, ["actor"])
    for place, source in enumerate(sources):
        y, left, total = len(sources) - place, 0.0, 0
        if (source,) in spans:
            band.lay(ax, y, *spans[(source,)], height=0.86)
        for name, (colour, _) in CUES.items():
            row = found.get((source, name))
            if row:
                ax.barh(y, row["share"], left=left, height=0.56, color=colour)
                left, total = left + row["share"], row["total"]
        note(ax, 1.02, y, f"{total:,}" if total else "–", fontsize=8, color=GREY, va="center")
    ax.set_yticks([len(sources) - place for place in range(len(sources))], [names[s] for s in sources], fontsize=9)
    ax.set_ylim(0.4, len(sources) + 0.6)
    ax.set_xlim(0, 1.1)
    bare(ax, keep="y")
    ax.spines["left"].set_visible(False)
    return ax


def cue_figure(
    profile: pl.DataFrame,
    corpus: Corpus,
    *,
    names: dict[str, str],
    least: int = 5,
    null: pl.DataFrame | None = None,
) -> Figure:
    """Through which kinds of verbs does each source speak? `null`: the `null_band` of plain verbs within actor."""
    frequent = profile.group_by("actor").agg(pl.col("n").sum()).filter(pl.col("n") >= least)["actor"]
    sources = [actor for actor in names if actor in set(frequent)]
    stories = texts(profile, corpus)
    shown = None if null is None else null.filter(pl.col("actor").is_in(sources))
    rows = band.joined(profile, null, KEYS)
    columns = min(3, len(stories))
    lines = -(-len(stories) // columns)
    picture, axes = panels(lines, columns, height=lines * (0.29 * len(sources) + 0.5) + 0.4, sharey=True)
    with style():
        for ax, (event, outlet, title) in zip(axes, stories, strict=False):
            part = rows.filter(pl.col("event") == event, pl.col("outlet") == outlet)
            plot_cues(part, ax, sources=sources, names=names)
            ax.set_title(folded(title, 28), color=colours(corpus)[outlet])
        for ax in axes[len(stories) :]:
            ax.set_axis_off()
        legend(picture, [*CUES.values(), *band.entry(rows, "plain verbs in half articles")], edge="none")
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
            + band.caption(shown, "where the plain verbs might end, ")
        ),
        alt=(f"Distancing words are most frequent with {listed(said)}." if said else "No distancing words were found.")
        + band.finding(shown, "share of plain verbs", "shares of plain verbs"),
        data=rows,
        source="quotations table",
    )
