"""Who does what to whom, and where does the doer vanish?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.claim_words import holding
from analysis.measures.agency import SHOWN, UNSTATED
from analysis.measures.pooling import event_gaps
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
    stacked_bar,
    texts,
)
from analysis.report.prose import listed, number
from analysis.report.style import CLINE, GREY, INK, RULE, colours, style
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

ABREAST = 3  # outlets side by side
ROWS = 16  # bars of outlets on events
OFTEN = 9  # agents, and patients, of a matrix: the most frequent
NONE = "No use of force was found."


def plot_cline(rows: pl.DataFrame, ax: Axes, *, stories: Sequence[Story], colour: dict[str, str]) -> Axes:
    """Each outlet's acts from those with a doer to those without, as a bar of full length with counts.

    The band is where the acts with a doer might end: the first two steps. `stories`: event, outlet and title.
    """
    found = {(row["event"], row["outlet"], row["cline"]): row for row in rows.iter_rows(named=True)}
    spans = band.ends(rows, ["event", "outlet"])
    for place, (event, outlet, _) in enumerate(stories):
        y = len(stories) - place
        if (event, outlet) in spans:
            band.lay(ax, y, *spans[(event, outlet)], height=0.9)
        here = {step: row for step in CLINE if (row := found.get((event, outlet, step))) and row["n"]}
        inks = {step: "white" if step in SHOWN else INK for step in here}
        parts = [(row["share"], CLINE[step][0], f"{row['n']:,}", inks[step]) for step, row in here.items()]
        stacked_bar(ax, y, parts, least=0.025, size=8.5, height=0.6)
        total = max((row["total"] for row in here.values()), default=0)
        note(ax, 1.015, y, f"of {total:,}", va="center", color=GREY, fontsize=8.5)
    tints = [colour[outlet] for _, outlet, _ in stories]
    name_lines(ax, [folded(title, 24) for *_, title in stories], tints, room=0.5)
    ax.set_xlim(0, 1.09)
    return bare(ax, keep="y", left=False)


def cline_figure(cline: pl.DataFrame, corpus: Corpus, *, null: pl.DataFrame | None = None) -> Figure:
    """From "soldiers killed five" to "five died": how visible is the doer in each outlet?

    Takes `cline_counts`. `null`: the `null_band` of acts on the first two steps, those somebody is told to have done.
    """
    cline = cline.with_columns(total=pl.col("n").sum().over("event", "outlet")).filter(pl.col("n") > 0)
    rows = band.joined(cline, null, ["event", "outlet"])
    stories, left_out = chosen(cline, corpus, value="share", by=["cline"], most=ROWS)
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
            + left_out
        ),
        alt=f"Acts told with somebody who does them: {listed(said)}." + band.finding(null, "share") if said else NONE,
        data=rows,
        source="acts table",
        marks=marks.cline_marks(rows, stories),
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
    """Who does what to whom in each outlet? Takes `agent_patient_matrix`; all events first, where it has them."""
    words = {**names, UNSTATED: "not said"}
    lines = _lines(pairs, corpus, words)
    picture = _who_to_whom(lines, corpus) if lines else nothing(NONE)
    single = pairs.filter(pl.col("event") != ALL_EVENTS, pl.col("agent") != UNSTATED)
    top = single.sort("n", "outlet", "agent", "patient", descending=[True, False, False, False]).head(3).to_dicts()
    said = [f"{words[row['agent']]} to {words[row['patient']]} in {row['outlet']} ({row['n']})" for row in top]
    there = pairs.select("event", "outlet").n_unique() - sum(len(line.outlets) for line in lines)
    more = (
        f" {number(there, 'panel').capitalize()} of other outlets or events had no room: see the table."
        if there
        else ""
    )
    cut = f" Drawn are the {OFTEN} most frequent on either side." if any(line.cut for line in lines) else ""
    named = f"With a doer named, most frequent are {listed(said)}." if said else "No doer is named."
    if said:
        holding(named, most_frequent={"acts": top[0]["n"], "others": single["n"].to_list()})
    else:
        holding(named, no={"doers": single.height})
    return Figure(
        name="06_who_to_whom",
        picture=picture,
        caption=(
            "Who uses force (down) on whom (across). The number counts acts; black: told in the outlet's own words. "
            "The table below leads to the sentences." + cut + more
        ),
        alt=named if lines else NONE,
        data=pairs,
        source="acts table",
        marks=marks.pair_marks(pairs, texts(pairs, corpus), [line.rows for line in lines], words),
    )


@dataclass(frozen=True)
class Line:
    """Outlets of one event side by side, and the actors down and across."""

    event: str
    outlets: list[str]
    rows: pl.DataFrame
    agents: dict[str, str]
    patients: dict[str, str]
    cut: bool  # some actors are left out

    @property
    def height(self) -> float:
        return 0.34 * len(self.agents) + 1.5


def _lines(pairs: pl.DataFrame, corpus: Corpus, words: dict[str, str]) -> list[Line]:
    """The lines of the figure, as many as a screen takes: all events, then those in which the outlets differ most."""
    events = {ALL_EVENTS: ALL_EVENTS, **corpus.events}
    there = set(pairs.select("event", "outlet").iter_rows())
    ranked = event_gaps(pairs, value="share", by=["agent", "patient"])["event"].to_list()
    order = dict.fromkeys([ALL_EVENTS, *(ranked if len(corpus.events) > 2 else []), *events])
    lines: list[Line] = []
    for event in order:
        outlets = [outlet for outlet in corpus.outlets if (event, outlet) in there]
        blocks = [outlets[at : at + ABREAST] for at in range(0, len(outlets), ABREAST)]
        for line in (_line(pairs, event, block, words) for block in blocks):
            if sum(one.height for one in (*lines, line)) + 0.2 <= HIGHEST:
                lines.append(line)
    return lines


def _line(pairs: pl.DataFrame, event: str, outlets: list[str], words: dict[str, str]) -> Line:
    rows = pairs.filter(pl.col("event") == event, pl.col("outlet").is_in(outlets))
    sides, cut = [], False
    for side in ("agent", "patient"):
        often = rows.group_by(side).agg(pl.col("n").sum()).sort("n", side, descending=[True, False])[side]
        cut |= len(often) > OFTEN
        most = set(often.head(OFTEN))
        sides.append({code: name for code, name in words.items() if code in most})
    rows = rows.filter(pl.col("agent").is_in(list(sides[0])), pl.col("patient").is_in(list(sides[1])))
    return Line(event, outlets, rows, sides[0], sides[1], cut)


def _who_to_whom(lines: list[Line], corpus: Corpus) -> Picture:
    events, tint, several = (
        {ALL_EVENTS: ALL_EVENTS, **corpus.events},
        colours(corpus),
        len({x.event for x in lines}) > 1,
    )
    heights = [line.height for line in lines]
    across = max(len(line.outlets) for line in lines)
    picture, axes = panels(len(lines), across, height=sum(heights) + 0.2, height_ratios=heights)
    with style():
        for y, line in enumerate(lines):
            first = axes[y * across]
            for x in range(across):
                ax = axes[y * across + x]
                ax.set_visible(x < len(line.outlets))
                if x < len(line.outlets):
                    outlet = line.outlets[x]
                    some = line.rows.filter(pl.col("outlet") == outlet)
                    plot_who_to_whom(some, ax, agents=list(line.agents), patients=list(line.patients))
                    ax.set_title(shorten(outlet, 28), color=tint[outlet], parse_math=False)
                    below = [shorten(name, 24) for name in line.patients.values()]
                    ax.set_xticklabels(below, rotation=60, ha="right", fontsize=8.5, parse_math=False)
                    ax.set_yticklabels([])
            beside = [shorten(name, 28) for name in reversed(line.agents.values())]
            first.set_yticklabels(beside, parse_math=False)
            if several and (not y or lines[y - 1].event != line.event):
                above: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "weight": "bold"}
                first.annotate(shorten(events[line.event], 90), (0, 1), (0, 22), parse_math=False, color=INK, **above)
        legend(picture, [(INK, "told in the outlet's own words"), ("#B5651D", "told in somebody else's words")])
    return picture
