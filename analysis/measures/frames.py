"""Which frames carry the story? Two lenses and a reader on every sentence, and where they differ."""

from __future__ import annotations

import polars as pl

from analysis.measures.block_intervals import BLOCK, FEWEST, group_intervals
from analysis.measures.frame_cues import frame_cues, frame_names, prototype_closeness
from analysis.measures.frame_reader import EMPTY, LEAST, frame_chances
from analysis.measures.rounding import round_to_step

SIX = ("conflict", "human_interest", "responsibility", "morality", "economic", "strategy")  # the codebook's order
LENSES = ("by_cues", "by_prototypes", "by_both", "by_all")
ENOUGH = 2.0  # points that make a frame; a strong cue has two, a weak one has one
MOST = 4  # points of cues that count in one sentence
NEAR = 0.05  # closeness from which the prototypes say that a frame is there
PER_CLOSENESS = 10.0  # points for a closeness of 1
NEIGHBOUR = 0.5  # points when the sentence before or behind has the frame by cues
KEYS = ["event", "outlet", "frame"]


def frames(sentences: pl.DataFrame, articles: pl.DataFrame | None = None, *, encoder: str = "auto") -> pl.DataFrame:
    """Which of the six frames does each sentence carry, and by which lens?

    by_cues: strong cues count 2 points and weak ones 1; two points make the frame.
    by_prototypes: the closeness to the frame's prototypes is at least .05.
    by_both: points of cues (at most 4) + 10 × closeness + .5 where a sentence next to it has the frame by cues are
    at least 2. A sentence may carry several frames, or none.
    by_all: the reader votes as well (`frame_reader`), where `articles` with their texts are given: points + log odds of
    its chance are at least 0, so that a chance of .12 leaves it to the points and one of .5 is enough, unless the
    sentence is far from the prototypes. Without articles the same as by_both.
    Read it: where the lenses differ, read the sentence; neither is the truth.
    Beware: a frame is partly what a story is about. Compare within an event.

    One row is one frame of one sentence: event, outlet, article_id, start, end, section, text, frame, n_strong, n_weak,
    cues (the words), closeness (difference of cosines, 2 digits), points, likely (null without articles), by_cues,
    by_prototypes, by_both, by_all. Sorted by article_id, start, frame (in the codebook's order). `encoder_name()` says
    which encoder was used; raises ValueError as `encode`.
    Semetko & Valkenburg (2000); Cappella & Jamieson (1997) on strategy.
    """
    where = sentences.select("event", "outlet", "article_id", "start", "end", "section", "text")
    near = round_to_step(prototype_closeness(sentences["text"].to_list(), encoder=encoder), 0.01)
    wide = where.hstack(pl.DataFrame(near, schema=dict.fromkeys(frame_names("six"), pl.Float64)))
    long = wide.unpivot(SIX, index=where.columns, variable_name="frame", value_name="closeness")
    counted = _cue_counts(frame_cues(sentences))
    likely = EMPTY if articles is None else frame_chances(sentences, articles)
    return (
        long.join(counted, on=["article_id", "start", "frame"], how="left")
        .with_columns(
            pl.col("n_strong", "n_weak").fill_null(0), pl.col("cues").fill_null(""), place=_sort_in_text_order()
        )
        .sort("article_id", "place", "start")
        .with_columns(by_cues=2 * pl.col("n_strong") + pl.col("n_weak") >= ENOUGH)
        .with_columns(points=_combined_points())
        .with_columns(by_prototypes=pl.col("closeness") >= NEAR, by_both=pl.col("points") >= ENOUGH)
        .join(likely, on=["article_id", "start", "frame"], how="left", maintain_order="left")
        .with_columns(by_all=_combined_with_reader())
        .sort("article_id", "start", "place")
        .select(*where.columns, "frame", "n_strong", "n_weak", "cues", "closeness", "points", "likely", *LENSES)
    )


def lens_agreement(found: pl.DataFrame) -> pl.DataFrame:
    """How far do the two lenses agree?

    kappa = Cohen's, over sentences: 0 as often as by chance, 1 always.
    Read it: n_cues_only are sentences with the words but not the sense, or with a sense the prototypes lack;
    n_prototypes_only the reverse.
    One row is one frame: frame, n (sentences), n_cues, n_prototypes, n_shared, n_cues_only, n_prototypes_only, kappa
    (null where a lens says the same of every sentence). In the codebook's order. Cohen (1960).
    """
    one, other = pl.col("by_cues"), pl.col("by_prototypes")
    chance = (one.mean() * other.mean()) + (1 - one.mean()) * (1 - other.mean())
    varied = one.any() & ~one.all() & other.any() & ~other.all()
    table = found.group_by("frame").agg(
        n=pl.len().cast(pl.Int64),
        n_cues=one.sum().cast(pl.Int64),
        n_prototypes=other.sum().cast(pl.Int64),
        n_shared=(one & other).sum().cast(pl.Int64),
        n_cues_only=(one & ~other).sum().cast(pl.Int64),
        n_prototypes_only=(other & ~one).sum().cast(pl.Int64),
        kappa=pl.when(varied).then(((one == other).mean() - chance) / (1 - chance)),
    )
    return table.sort(_sort_in_text_order())


def lens_disagreements(found: pl.DataFrame, *, most: int = 4) -> pl.DataFrame:
    """On which sentences do the lenses part most widely?

    Those with cues and the least closeness, then those without cues and the greatest; `most` of either.
    One row is one frame of one sentence, in the columns of `frames`.
    """
    parted = found.filter(pl.col("by_cues") != pl.col("by_prototypes"))
    place = ("article_id", "start", "frame")
    words = parted.filter("by_cues").sort("closeness", *place)
    sense = parted.filter("by_prototypes").sort(-pl.col("closeness"), *place)
    return pl.concat([words.head(most), sense.head(most)])


def frame_positions(found: pl.DataFrame) -> pl.DataFrame:
    """Where in the article does each frame stand?

    position = place of the sentence's first character in the article, 0 at the top, 1 at the end.
    Read it: what stands at the top of a news report is what the newsroom thought weighed most.
    One row is one sentence that carries a frame by all lenses: event, outlet, article_id, start, end, section, text,
    frame, position.
    Sorted by frame (codebook's order), article_id, start.
    """
    return (
        found.with_columns(position=pl.col("start") / pl.col("end").max().over("article_id"))
        .filter("by_all")
        .select("event", "outlet", "article_id", "start", "end", "section", "text", "frame", "position")
        .sort(_sort_in_text_order(), "article_id", "start")
    )


def frame_profile(found: pl.DataFrame, *, lens: str = "by_all", block: int = BLOCK) -> pl.DataFrame:
    """Which share of an outlet's sentences on an event carries each frame, and how firm is that share?

    share = sentences with the frame / sentences. low, high: its 95 % interval, Wilson's with as many sentences as
    blocks of `block` neighbours are worth (sentences next to each other are alike).
    Read it: intervals that lie apart are more than chance among these sentences.
    Beware: they say how firm the share is in these texts. One article says nothing about the outlet's habit.

    One row is one frame of one outlet on one event: event, outlet, frame, n (sentences with it), n_sentences, n_blocks,
    share, low, high (shares; null with fewer than 3 blocks). Sorted by event, outlet, frame (codebook's order).
    Raises ValueError for an unknown lens or a block below 1. How the interval is made:
    `block_intervals.block_interval`.
    """
    if lens not in LENSES:
        raise ValueError(f"no lens {lens!r}; lenses here: {', '.join(LENSES)}")
    ends = group_intervals(found.sort("article_id", "start"), KEYS, lens, kind="share", block=block)
    texts = found.group_by(*KEYS, "article_id").agg(n=pl.col(lens).sum(), n_sentences=pl.len())
    texts = texts.with_columns(n_blocks=(pl.col("n_sentences") / block).ceil())
    counts = texts.group_by(KEYS).agg(pl.col("n", "n_sentences", "n_blocks").sum().cast(pl.Int64))
    firm = pl.when(pl.col("n_blocks") >= FEWEST).then(pl.col("low", "high"))
    return (
        counts.join(ends, on=KEYS)
        .select(*counts.columns, (pl.col("n") / pl.col("n_sentences")).alias("share"), firm)
        .sort("event", "outlet", _sort_in_text_order())
    )


def frame_gaps(profile: pl.DataFrame) -> pl.DataFrame:
    """On which frames do the reports of one event differ most?

    gap = largest share - smallest share. apart: the two outlets' intervals do not overlap.
    Read it: gaps that are apart are more than chance among these sentences; of the others one cannot say.
    Beware: with many frames and outlets some gap will look large by chance alone.

    One row is one frame on one event that has two outlets or more: event, frame, highest, share_highest, n_highest,
    lowest, share_lowest, n_lowest, gap, apart (null without intervals). Sorted by gap (largest first), event, frame.
    """
    ranked = profile.sort("share", "outlet", descending=[True, False])
    ends = [
        pl.col(column).get(at).alias(f"{name}_{end}" if name != "outlet" else end)
        for at, end in ((0, "highest"), (-1, "lowest"))
        for name, column in (("outlet", "outlet"), ("share", "share"), ("n", "n"), ("low", "low"), ("high", "high"))
    ]
    return (
        ranked.group_by("event", "frame", maintain_order=True)
        .agg(pl.len().alias("outlets"), *ends)
        .filter(pl.col("outlets") > 1)
        .with_columns(
            gap=pl.col("share_highest") - pl.col("share_lowest"),
            apart=pl.col("low_highest") > pl.col("high_lowest"),
        )
        .sort("gap", "event", _sort_in_text_order(), descending=[True, False, False])
        .select(
            "event", "frame", *(f"{a}{b}" for b in ("highest", "lowest") for a in ("", "share_", "n_")), "gap", "apart"
        )
    )


def _cue_counts(hits: pl.DataFrame) -> pl.DataFrame:
    """Cues of each frame in each sentence: how many, and the words in the order of the text."""
    return (
        hits.sort("article_id", "start")
        .group_by("article_id", pl.col("sentence_start").alias("start"), "frame", maintain_order=True)
        .agg(
            n_strong=(pl.col("strength") == "strong").sum().cast(pl.Int64),
            n_weak=(pl.col("strength") == "weak").sum().cast(pl.Int64),
            cues=pl.col("text").str.join(", "),
        )
    )


def _combined_points() -> pl.Expr:
    """Points of both lenses together; rows in the order of the text within article and frame."""
    beside = [pl.col("by_cues").shift(by).over("article_id", "frame").fill_null(False) for by in (1, -1)]
    counted = pl.min_horizontal(2 * pl.col("n_strong") + pl.col("n_weak"), pl.lit(MOST))
    return counted + PER_CLOSENESS * pl.col("closeness") + NEIGHBOUR * (beside[0] | beside[1]).cast(pl.Float64)


def _combined_with_reader() -> pl.Expr:
    """Reader, cues and prototypes together: points and log odds that are not below 0."""
    likely = pl.col("likely").clip(LEAST, 1 - LEAST)
    sum = (likely / (1 - likely)).log() + pl.col("points")
    return pl.when(likely.is_not_null()).then(sum.round(4) >= 0).otherwise(pl.col("by_both"))


def _sort_in_text_order() -> pl.Expr:
    return pl.col("frame").replace_strict({frame: place for place, frame in enumerate(SIX)}, return_dtype=pl.Int64)
