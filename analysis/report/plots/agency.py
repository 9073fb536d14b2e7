"""Who does what to whom, and where does the doer vanish?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, folded, legend, note, nothing, panels, shorten, texts
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, RULE, colours, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

# From the doer in full view to no doer in the clause: dark to light, the nouns in a colour of their own.
CLINE = {
    "active": ("#1F4E79", "somebody does it"),
    "passive_by": ("#5B8DB8", "done by somebody"),
    "instrument": ("#B8860B", "a weapon or operation does it"),
    "passive_agentless": ("#E3B23C", "done, by whom unsaid"),
    "intransitive": ("#F2DFAE", "it happens: died, came under fire"),
    "nominal": ("#A9A39A", "a noun: the siege, clashes"),
}

SHOWN = ("active", "passive_by")  # somebody is told to do it
UNSTATED = "unstated"
ABREAST, MOST_LINES = 3, 6  # outlets side by side; lines of outlets in one figure
NONE = "No use of force was found."


def plot_cline(
    rows: pl.DataFrame, ax: Axes, *, stories: Sequence[tuple[str, str, str]], colour: dict[str, str]
) -> Axes:
    """Each outlet's acts from those with a doer to those without, as a bar of full length with counts.

    The band is where the acts with a doer might end: the first two steps. `stories`: event, outlet and title.
    """
    found = {(row["event"], row["outlet"], row["cline"]): row for row in rows.iter_rows(named=True)}
    spans = band.ends(rows, ["event", "outlet"])
    for place, (event, outlet, _) in enumerate(stories):
        y, left, total = len(stories) - place, 0.0, 0
        if (event, outlet) in spans:
            band.lay(ax, y, *spans[(event, outlet)], height=0.9)
        for step, (tint, _) in CLINE.items():
            row = found.get((event, outlet, step))
            if row and row["n"]:
                ax.barh(y, row["share"], left=left, height=0.6, color=tint)
                ink = "white" if step in SHOWN else INK
                if row["share"] > 0.025:
                    near: dict[str, Any] = {"ha": "center", "va": "center", "color": ink, "fontsize": 8.5}
                    note(ax, left + row["share"] / 2, y, f"{row['n']:,}", **near)
                left, total = left + row["share"], row["total"]
        note(ax, 1.015, y, f"of {total:,}", va="center", color=GREY, fontsize=8.5)
    named = [folded(title, 24) for *_, title in stories]
    ax.set_yticks([len(stories) - place for place in range(len(stories))], named, parse_math=False)
    for label, (_, outlet, _) in zip(ax.get_yticklabels(), stories, strict=True):
        label.set_color(colour[outlet])
    ax.set_xlim(0, 1.09)
    ax.set_ylim(0.5, len(stories) + 0.5)
    bare(ax, keep="y")
    ax.spines["left"].set_visible(False)
    return ax


def cline_figure(
    cline: pl.DataFrame,
    corpus: Corpus,
    *,
    evidence: pl.DataFrame | None = None,
    null: pl.DataFrame | None = None,
) -> Figure:
    """From "soldiers killed five" to "five died": how visible is the doer in each outlet?

    Takes `cline_counts`. `null`: the `null_band` of acts on the first two steps, those somebody is told to have done.
    """
    cline = cline.with_columns(total=pl.col("n").sum().over("event", "outlet")).filter(pl.col("n") > 0)
    rows = band.joined(cline, null, ["event", "outlet"])
    stories = texts(cline, corpus)
    steps = [step for step in CLINE if step in set(cline["cline"])]
    if stories:
        picture, axes = panels(height=0.42 * len(stories) + 0.9)
        with style():
            plot_cline(rows, axes[0], stories=stories, colour=colours(corpus))
            legend(picture, [*(CLINE[step] for step in steps), *band.entry(rows, "somebody, in half articles")])
    else:
        picture = nothing(NONE)
    shown = cline.filter(pl.col("cline").is_in(SHOWN))
    n = {(e, o): n for e, o, n in shown.group_by("event", "outlet").agg(pl.col("n").sum()).iter_rows()}
    of = {(e, o): total for e, o, total in cline.select("event", "outlet", "total").unique().iter_rows()}
    said = [f"{title} {n.get((e, o), 0)} of {of[e, o]}" for e, o, title in stories]
    return Figure(
        name="06_cline",
        picture=picture,
        caption=(
            "Uses of force by how visible the doer is, as shares of each outlet's acts; the numbers are counts. From "
            "the left: a doer in the clause; a weapon or operation in its place; no doer."
            + band.caption(null, "where the acts that somebody does might end, ")
        ),
        alt=f"Acts told with somebody who does them: {listed(said)}." + band.finding(null, "share") if said else NONE,
        data=rows,
        source="acts table",
        evidence=evidence,
    )


def plot_who_to_whom(rows: pl.DataFrame, ax: Axes, *, agents: Sequence[str], patients: Sequence[str]) -> Axes:
    """One outlet: doers down, those it is done to across; the number on a mark is the count."""
    for row in rows.iter_rows(named=True):
        x, y = patients.index(row["patient"]), len(agents) - agents.index(row["agent"])
        share = row["n_own"] / row["n"]
        size = 70 + 300 * (1 - 1 / row["n"])
        ax.scatter([x], [y], s=size, color="#B5651D", lw=0, clip_on=False)
        ax.scatter([x], [y], s=size * share, color=INK, lw=0, clip_on=False)
        note(ax, x, y, str(row["n"]), ha="center", va="center", color="white", fontsize=8, weight="bold")
    ax.set_xlim(-0.6, len(patients) - 0.4)
    ax.set_ylim(0.4, len(agents) + 0.6)
    ax.set_xticks(range(len(patients)))
    ax.set_yticks(range(1, len(agents) + 1))
    ax.grid(color=RULE, lw=0.6)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


def who_to_whom_figure(pairs: pl.DataFrame, corpus: Corpus, *, names: dict[str, str]) -> Figure:
    """Who does what to whom in each outlet, event by event? Takes `agent_patient_matrix`."""
    words = {**names, UNSTATED: "not said"}
    lines = _lines(pairs, corpus)
    picture = _who_to_whom(pairs, lines[:MOST_LINES], corpus, words) if lines else nothing(NONE)
    named = pairs.filter(pl.col("agent") != UNSTATED)
    top = named.sort("n", "outlet", "agent", "patient", descending=[True, False, False, False]).head(3).to_dicts()
    said = [f"{words[row['agent']]} to {words[row['patient']]} in {row['outlet']} ({row['n']})" for row in top]
    left = sum(len(outlets) for _, outlets in lines[MOST_LINES:])
    return Figure(
        name="06_who_to_whom",
        picture=picture,
        caption=(
            "Who uses force (down) on whom (across). The number counts acts; black: told in the outlet's own words. "
            "The table below leads to the sentences."
            + (f" {number(left, 'more outlet').capitalize()} in the table." if left else "")
        ),
        alt=f"With a doer named, most frequent are {listed(said)}." if said else "No doer is named.",
        data=pairs,
        source="acts table",
    )


def _lines(pairs: pl.DataFrame, corpus: Corpus) -> list[tuple[str, list[str]]]:
    """The outlets of each event, as many as stand side by side: the lines of the figure, in the corpus's order."""
    there = set(pairs.select("event", "outlet").iter_rows())
    lines = []
    for event in corpus.events:
        outlets = [outlet for outlet in corpus.outlets if (event, outlet) in there]
        lines += [(event, outlets[at : at + ABREAST]) for at in range(0, len(outlets), ABREAST)]
    return lines


def _who_to_whom(
    pairs: pl.DataFrame, lines: list[tuple[str, list[str]]], corpus: Corpus, words: dict[str, str]
) -> Picture:
    tint, several = colours(corpus), len({event for event, _ in lines}) > 1
    rows = [pairs.filter(pl.col("event") == event, pl.col("outlet").is_in(outlets)) for event, outlets in lines]
    agents = [[code for code in words if code in set(some["agent"])] for some in rows]
    patients = [[code for code in words if code in set(some["patient"])] for some in rows]
    heights = [0.34 * len(some) + 1.5 for some in agents]
    across = max(len(outlets) for _, outlets in lines)
    picture, axes = panels(len(lines), across, height=sum(heights) + 0.2, height_ratios=heights)
    with style():
        for y, (event, outlets) in enumerate(lines):
            first = axes[y * across]
            for x in range(across):
                ax = axes[y * across + x]
                ax.set_visible(x < len(outlets))
                if x < len(outlets):
                    some = rows[y].filter(pl.col("outlet") == outlets[x])
                    plot_who_to_whom(some, ax, agents=agents[y], patients=patients[y])
                    ax.set_title(shorten(outlets[x], 28), color=tint[outlets[x]], parse_math=False)
                    across_words = [shorten(words[code], 24) for code in patients[y]]
                    ax.set_xticklabels(across_words, rotation=60, ha="right", fontsize=8.5, parse_math=False)
                    ax.set_yticklabels([])
            down_words = [shorten(words[code], 28) for code in reversed(agents[y])]
            first.set_yticklabels(down_words, parse_math=False)
            if several:
                above: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "weight": "bold"}
                first.annotate(corpus.events[event], (0, 1), (0, 22), parse_math=False, color=INK, **above)
        legend(picture, [(INK, "told in the outlet's own words"), ("#B5651D", "told in somebody else's")])
    return picture


def who_to_whom_rows(pairs: pl.DataFrame, corpus: Corpus, *, names: dict[str, str]) -> pl.DataFrame:
    """The cells of the matrix as lines to read: one row is one outlet, doer and actor it is done to.

    Takes `agent_patient_matrix`. Columns: outlet (with the event where the outlet reports several), doer, done to,
    acts, own (those told in the outlet's own words). Sorted as the figure is read: outlet by outlet, down, across.
    """
    words = {**names, UNSTATED: "not said"}
    titles = pl.DataFrame(
        texts(pairs, corpus), schema=dict.fromkeys(["event", "outlet", "title"], pl.String), orient="row"
    ).with_row_index("place")
    rank = dict(zip(words, range(len(words)), strict=True))
    ranks = [
        pl.col(name).replace_strict(rank, default=len(rank)).alias(f"{name}_rank") for name in ("agent", "patient")
    ]
    return (
        pairs.join(titles, on=["event", "outlet"])
        .with_columns(ranks)
        .sort("place", "agent_rank", "agent", "patient_rank", "patient")
        .select(
            pl.col("title").alias("outlet"),
            pl.col("agent").replace(words).alias("doer"),
            pl.col("patient").replace(words).alias("done to"),
            pl.col("n").alias("acts"),
            pl.col("n_own").alias("own"),
        )
    )
