"""How do two sentiment instruments score each sentence, and where do they part?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Figure
from analysis.report.plots import band
from analysis.report.plots.canvas import bare, day, folded, legend, note, panels, shorten
from analysis.report.prose import listed, number
from analysis.report.style import GREY, INK, RULE, colours, marker, style

if TYPE_CHECKING:
    from datetime import date

    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

    from analysis.corpus import Corpus


def plot_along(
    scores: pl.DataFrame, ax: Axes, *, colour: str, mean: float | None, span: tuple[float, float] | None = None
) -> Axes:
    """One article, one instrument: a stroke a sentence in the order of the text, up or down from zero.

    `span`: between which ends the mean might lie as far as the article differs from itself.
    """
    y = scores["score"].fill_null(0.0).to_list()
    x = list(range(1, len(y) + 1))
    unknown = [place for place, score in zip(x, scores["score"], strict=True) if score is None]
    ax.axhline(0, color=RULE, lw=0.8)
    if span:
        ax.axhspan(*span, color=band.PALE, lw=0, zorder=0)
    ax.vlines(x, 0, y, color=colour, lw=1.8, alpha=0.85)
    ax.plot(unknown, [0] * len(unknown), "o", ms=2.2, mfc="white", mec=GREY, mew=0.6)
    if mean is not None:
        ax.axhline(mean, color=INK, lw=0.9, ls=(0, (4, 3)))
        note(ax, len(y) + 1.5, mean, f"{mean:+.2f}".replace("-", "−"), va="center", fontsize=9)
    ax.set_ylim(-1.05, 1.05)
    ax.set_xlim(0, len(y) + 1)
    ax.set_yticks([-1, 0, 1], ["−1", "0", "+1"], fontsize=8, color=GREY)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return ax


def _order(scores: pl.DataFrame, corpus: Corpus, most: int) -> tuple[list[tuple[str, str, date]], str]:
    """The scored articles, outlet by outlet in order of time, and a word to the caption when some are left out."""
    scored = corpus.articles.filter(pl.col("article_id").is_in(scores["article_id"].unique().to_list()))
    rows = scored.sort("date", "article_id").select("article_id", "outlet", "date").iter_rows()
    order = sorted(rows, key=lambda row: corpus.outlets.index(row[1]))
    if not order:
        raise ValueError("no sentence of this corpus is scored, so there is nothing to draw; score its sentences first")
    return order[:most], f" The first {most} of {len(order)} articles." if len(order) > most else ""


def along_figure(
    scores: pl.DataFrame, means: pl.DataFrame, corpus: Corpus, *, most: int = 30, null: pl.DataFrame | None = None
) -> Figure:
    """Sentence by sentence along each article, one column an instrument. `null`: the `null_band` of articles' means."""
    order, cut = _order(scores, corpus, most)
    keys = ["article_id", "instrument"]
    data = band.joined(scores, null, keys)
    spans = band.ends(data, keys)
    several = corpus.articles["outlet"].is_duplicated().any()
    instruments = list(dict.fromkeys(scores["instrument"].sort()))
    picture, axes = panels(len(order), len(instruments), height=1.05 * len(order) + 0.6, sharey=True)
    mean = {(row["article_id"], row["instrument"]): row["mean"] for row in means.iter_rows(named=True)}
    with style():
        for index, ax in enumerate(axes):
            article, outlet, when = order[index // len(instruments)]
            instrument = instruments[index % len(instruments)]
            rows = scores.filter(pl.col("article_id") == article, pl.col("instrument") == instrument).sort("start")
            at = (article, instrument)
            plot_along(rows, ax, colour=colours(corpus)[outlet], mean=mean.get(at), span=spans.get(at))
            named = [shorten(outlet, 26), *([f"{day(when, letters=3)} {when.year}"] if several else [])]
            named += [instrument] if index < len(instruments) else []
            ax.set_title(", ".join(named), color=colours(corpus)[outlet], fontsize=10)
        if entries := band.entry(data, f"the mean, {band.KEY}"):
            legend(picture, entries, edge="none")
    signs = [
        f"{instrument}: {sum(value > 0 for value in values)} of {len(values)} article means above zero"
        for instrument in instruments
        if (values := [value for article, *_ in order if (value := mean.get((article, instrument))) is not None])
    ]
    return Figure(
        name="05_along",
        picture=picture,
        caption=(
            f"Each sentence's score in the order of the text: {listed(instruments)}. One stroke is one sentence; an "
            f"open dot is a sentence of which the instrument knows no word; the broken line is the mean.{cut}"
            + band.caption(null)
        ),
        alt="; ".join(signs) + "." + band.finding(null, "mean"),
        data=data,
        source="sentiment table",
    )


def plot_disagreement(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], outlets: list[str]) -> Axes:
    """Each sentence by its two scores; the shaded quarters are where one score is above zero and one below."""
    for x, y in ((-1.05, 0), (0, -1.05)):
        ax.add_patch(_shade(x, y))
    for place, outlet in enumerate(outlets):
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
    picture, axes = panels(height=5.4 + 0.2 * (len(outlets) // 3))
    with style():
        plot_disagreement(rows, axes[0], colour=colours(corpus), outlets=outlets)
        below: Any = {"loc": "outside lower left", "ncols": 3, "labelcolor": "linecolor", "handletextpad": 0.1}
        if outlets:
            picture.legend(**below)
    opposite = rows.filter(pl.col("opposite"))
    return Figure(
        name="05_disagreement",
        picture=picture,
        caption=(
            f"The {len(rows)} sentences that both instruments score. In the shaded quarters one finds the sentence "
            "positive and the other negative."
        ),
        alt=f"TextBlob and VADER disagree on the sign of {len(opposite)} of {len(rows)} sentences.",
        data=rows,
        source="sentiment table",
        evidence=opposite.select("outlet", sentence="text", TextBlob="score_textblob", VADER="score_vader"),
    )


def plot_voice_gap(rows: pl.DataFrame, ax: Axes, *, colour: dict[str, str], outlets: list[str]) -> Axes:
    """One instrument: each article's mean in the narrator's words (filled, above) and in quotation marks (open, below).

    Each mark stands before its band; the number beside it is how many sentence parts were scored.
    """
    ax.axvline(0, color=RULE, lw=1)
    spans = band.ends(rows, ["article_id", "voice"])
    for place, outlet in enumerate(outlets):
        y, part = len(outlets) - place, rows.filter(pl.col("outlet") == outlet, pl.col("mean").is_not_null())
        at = {"narrator": y + 0.19, "quotation": y - 0.19}
        for pair in part.partition_by("article_id", maintain_order=True):
            ends = [at[voice] for voice in pair["voice"]]
            ax.plot(pair["mean"], ends, color=colour[outlet], lw=1.5, alpha=0.4)
        for row in part.iter_rows(named=True):
            if span := spans.get((row["article_id"], row["voice"])):
                band.lay(ax, at[row["voice"]], *span, height=0.34)
            fill = colour[outlet] if row["voice"] == "narrator" else "white"
            ax.plot([row["mean"]], [at[row["voice"]]], "o", ms=7, mfc=fill, mec=colour[outlet], mew=1.6)
            near: dict[str, Any] = {"textcoords": "offset points", "va": "center", "fontsize": 7.5, "color": GREY}
            ax.annotate(f"{row['n_scored']:,}", (row["mean"], at[row["voice"]]), (6, 0), **near)
    named = [folded(outlet, 22) for outlet in outlets]
    ax.set_yticks([len(outlets) - place for place in range(len(outlets))], named, parse_math=False)
    for label, outlet in zip(ax.get_yticklabels(), outlets, strict=False):
        label.set_color(colour[outlet])
    ax.set_ylim(0.5, len(outlets) + 0.5)
    return bare(ax, keep="xy")


def voice_gap_figure(means: pl.DataFrame, corpus: Corpus, *, null: pl.DataFrame | None = None) -> Figure:
    """Does the score come from the narrator or from those quoted? `null`: the `null_band` of articles and voices."""
    outlets = [outlet for outlet in corpus.outlets if outlet in set(means["outlet"])]
    instruments = list(dict.fromkeys(means["instrument"].sort()))
    if not outlets:
        raise ValueError("no mean of this corpus is in the table, so there is nothing to draw; score its voices first")
    data = band.joined(means, null, ["article_id", "instrument", "voice"])
    picture, axes = panels(1, len(instruments), height=0.9 + 0.5 * len(outlets), sharex=True, sharey=True)
    with style():
        for ax, instrument in zip(axes, instruments, strict=True):
            part = data.filter(pl.col("instrument") == instrument)
            plot_voice_gap(part, ax, colour=colours(corpus), outlets=outlets)
            ax.set_title(instrument)
            ax.spines["left"].set_visible(False)
        if entries := band.entry(data):
            legend(picture, entries, edge="none")
    scored = means.drop_nulls("mean")
    narrator, quoted = (scored.filter(pl.col("voice") == voice) for voice in ("narrator", "quotation"))
    both = narrator.join(quoted, on=["article_id", "instrument"], suffix="_quoted")
    lower = both.filter(pl.col("mean_quoted") < pl.col("mean"))
    return Figure(
        name="05_voice",
        picture=picture,
        caption=(
            "Mean score of the narrator's words (filled) and of words in quotation marks (open). The small number is "
            "how many sentence parts were scored." + band.caption(null)
        ),
        alt=f"Words in quotation marks score lower than the narrator's in {len(lower)} of {len(both)} comparisons."
        + band.finding(null, "mean"),
        data=data,
        source="sentiment table",
    )
