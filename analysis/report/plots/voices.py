"""Who gets to speak, how much, and through which verbs?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.measures.pooling import pooled_rows
from analysis.report.figure import Figure
from analysis.report.plots import band, marks
from analysis.report.plots.canvas import bare, legend, name_lines, note, nothing, shorten, stacked_bar, texts
from analysis.report.plots.stories import LONGEST, most_reported, of_stories, story_lines, story_panels
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, RULE, VOICES, style
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.corpus import Corpus

KEYS = ["event", "outlet", "actor"]
SILENT = "No reported speech was found."
FEW = "No source has enough reporting words to be drawn."
TOLD = 8  # outlets in a sentence
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
    name_lines(ax, [shorten(names[actor], LONGEST) for actor in actors], fontsize=9)
    ax.spines["left"].set_color(RULE)
    return bare(ax, keep="y")


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
    """The share of voice: whose words each outlet reports.

    Where an outlet reports several events: all of them together first, then those in which the outlets differ most.
    `null`: the `null_band` of words by actor (`with_all_events`).
    """
    rows = _with_silent(shares, null)
    lines, left_out = story_lines(shares, corpus, "share_words", ["actor"])
    actors, few = most_reported(shares, names, len(lines), inches=0.26, head=0.55) if lines else ([], "")
    drawn = of_stories(rows, lines, actors)
    picture = nothing(SILENT)
    if lines:
        height = len(lines) * (0.26 * len(actors) + 0.55) + 0.25
        picture, found = story_panels(lines, corpus, [names[actor] for actor in actors], height, sharex=True)
        with style():
            for ax, event, outlet in found:
                plot_share(drawn.filter(event=event, outlet=outlet), ax, actors=actors, names=names)
            widest = max([0.0, *drawn["share_words"].drop_nulls(), *drawn["null_high"].drop_nulls()])
            found[0][0].set_xlim(0, 1.2 * widest or 1)
            entries = [(VOICES["partial"][0], "in quotation marks"), (VOICES["indirect"][0], "retold")]
            legend(picture, entries + band.entry(drawn), edge="none")
    seen = of_stories(null, lines, actors)
    return Figure(
        name="04_share_of_voice",
        picture=picture,
        caption=(
            "Whose words each outlet reports, as a share of all its reported words; the number is the count of words. "
            f"Light: inside quotation marks. Dark: retold without them.{left_out}{few}" + band.caption(seen)
        )
        if lines
        else "Whose words each outlet reports: nobody's.",
        alt=_largest(shares, corpus, names) + band.finding(seen, "share"),
        data=rows,
        source="quotations table",
        marks=marks.share_marks(rows, lines, actors, names),
    )


def _largest(shares: pl.DataFrame, corpus: Corpus, names: dict[str, str]) -> str:
    """Who has most reported words, over all events where outlets report several."""
    rows = pooled_rows(shares)
    top = rows.sort("n_words", "actor", descending=[True, False]).unique(KEYS[:2], keep="first", maintain_order=True)
    found = {(row["event"], row["outlet"]): row for row in top.iter_rows(named=True)}
    said = [
        f"{names[found[e, o]['actor']]} {100 * (found[e, o]['share_words'] or 0):.0f} % in {title}"
        for e, o, title in texts(rows, corpus)
    ]
    over = "Over all events, the" if ALL_EVENTS in rows["event"] else "The"
    told = f"{over} largest share of reported words goes to {listed(said[:TOLD])}."
    for (event, outlet), row in found.items():
        others = rows.filter(event=event, outlet=outlet)["n_words"].to_list()
        holding(told, largest={f"words of {row['actor']} in {outlet}": row["n_words"], "others": others})
    return told if said else SILENT


def plot_cues(rows: pl.DataFrame, ax: Axes, *, sources: Sequence[str], names: dict[str, str]) -> Axes:
    """One outlet: each source's reporting words by class, as a bar of full length, with their number.

    The band is that of the first class, the plain verbs: it is where the plain verbs might end.
    """
    found = {(row["actor"], row["cue_class"]): row for row in rows.iter_rows(named=True)}
    spans = band.ends(rows, ["actor"])
    for place, source in enumerate(sources):
        y = len(sources) - place
        if (source,) in spans:
            band.lay(ax, y, *spans[(source,)], height=0.86)
        here = {name: row for name in CUES if (row := found.get((source, name)))}
        stacked_bar(ax, y, [(row["share"], CUES[name][0], "", INK) for name, row in here.items()], least=1, height=0.56)
        total = max((row["total"] for row in here.values()), default=0)
        note(ax, 1.02, y, f"{total:,}" if total else "–", fontsize=8, color=GREY, va="center")
    name_lines(ax, [shorten(names[actor], LONGEST) for actor in sources], fontsize=9)
    ax.set_xlim(0, 1.1)
    return bare(ax, keep="y", left=False)


def cue_figure(
    profile: pl.DataFrame,
    corpus: Corpus,
    *,
    names: dict[str, str],
    least: int = 5,
    null: pl.DataFrame | None = None,
) -> Figure:
    """Through which kinds of verbs does each source speak? `profile` and `null` with all events, as `share_figure`.

    `null`: the `null_band` of plain verbs within actor.
    """
    counts = pooled_rows(profile).group_by("actor").agg(pl.col("n").sum())
    often = profile.join(counts.filter(pl.col("n") >= least), on="actor", how="semi", maintain_order="left")
    rows = band.joined(profile, null, KEYS)
    lines, left_out = story_lines(often, corpus, "share", ["actor", "cue_class"])
    sources, few = most_reported(often, names, len(lines), inches=0.29, head=0.5) if lines else ([], "")
    drawn = of_stories(rows, lines, sources)
    picture = nothing(FEW)
    if lines:
        height = len(lines) * (0.29 * len(sources) + 0.5) + 0.4
        picture, found = story_panels(lines, corpus, [names[source] for source in sources], height)
        with style():
            for ax, event, outlet in found:
                plot_cues(drawn.filter(event=event, outlet=outlet), ax, sources=sources, names=names)
            legend(picture, [*CUES.values(), *band.entry(drawn, "plain verbs in half a text")], edge="none")
    seen = of_stories(null, lines, sources)
    return Figure(
        name="04_cues",
        picture=picture,
        caption=(
            "The words that introduce each source's speech, by class, as shares; the number is their count. "
            f"Sources with at least {number(least, 'reporting word')} in all articles together.{left_out}{few}"
            + band.caption(seen, "where the plain verbs might end, ")
        )
        if lines
        else f"No source has {number(least, 'reporting word')} or more in all articles together.",
        alt=_far(pooled_rows(profile), names) + band.finding(seen, "share of plain verbs", "shares of plain verbs"),
        data=rows,
        source="quotations table",
        marks=marks.cue_marks(rows, lines, sources, names, {name: said for name, (_, said) in CUES.items()}),
    )


def _far(profile: pl.DataFrame, names: dict[str, str]) -> str:
    """With which sources are words of distance most frequent?"""
    distant = profile.filter(pl.col("cue_class") == "distancing")
    ranked = distant.sort("n", "outlet", "actor", descending=[True, False, False]).head(3).to_dicts()
    said = [f"{row['n']:,} of {row['total']:,} for {names[row['actor']]} in {row['outlet']}" for row in ranked]
    if not said:
        return holding("No distancing words were found.", no={"words": distant.height})
    most = {"words": ranked[0]["n"], "others": distant["n"].to_list()}
    return holding(f"Distancing words are most frequent with {listed(said)}.", most_frequent=most)
