"""Which words and actors do the notebooks follow? Those of the [study] table, else those of the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from analysis.measures.axes import Poles, general_axes
from analysis.measures.pooling import pooled_rows

if TYPE_CHECKING:
    from analysis.evidence.study import Study

MOST = 5  # words to follow: as many as a figure bears


def contested_labels(labels: pl.DataFrame) -> pl.DataFrame:
    """Which words do some outlets have for an actor, and others not, though they label the actor too?

    worth = uses × share of the outlets labelling the actor on the event that lack the word; half of that where the
    word is neutral in tone. Summed over actors and events.
    Read it: a word of all outlets, or of one where no other labels the actor, is worth nothing.
    Beware: a label of one use stands near the end, with many equals; those are in the order of the alphabet.

    One row is one word (dictionary form): lemma, n (uses), n_outlets, worth. Sorted by worth, most first, then lemma.
    """
    on = ["event", "actor"]
    named = labels.filter(~pl.col("actor").is_in(["OTHER", "EVENT"]), ~pl.col("lemma").str.contains(" "))
    sides = named.group_by(on).agg(n_sides=pl.col("outlet").n_unique())
    tone = pl.when((pl.col("tone") != "neutral").any()).then(1.0).otherwise(0.5)
    uses = (
        named.group_by(*on, "lemma")
        .agg(n=pl.len().cast(pl.Int64), n_users=pl.col("outlet").n_unique(), tone=tone)
        .join(sides, on=on)
        .with_columns(worth=pl.col("n") * (1 - pl.col("n_users") / pl.col("n_sides")) * pl.col("tone"))
    )
    outlets = named.group_by("lemma").agg(n_outlets=pl.col("outlet").n_unique().cast(pl.Int64))
    summed = uses.group_by("lemma").agg(pl.col("n").sum(), pl.col("worth").sum().round(6)).join(outlets, on="lemma")
    ranked = summed.sort("worth", "lemma", descending=[True, False])
    return ranked.select("lemma", "n", "n_outlets", "worth")


def followed_words(study: Study, *, most: int = MOST) -> list[str]:
    """Which labels are followed from outlet to outlet? [study] words, else the most contested of the corpus."""
    if study.corpus.manifest.study.words is not None:
        return list(study.corpus.manifest.study.words)
    return contested_labels(study.labels).filter(pl.col("worth") > 0)["lemma"].head(most).to_list()


def contested_words(study: Study, *, most: int = 2 * MOST) -> list[str]:
    """Which words are looked up in the lists of sentiment? [study] contested, else the most contested labels."""
    if study.corpus.manifest.study.contested is not None:
        return list(study.corpus.manifest.study.contested)
    return contested_labels(study.labels).filter(pl.col("worth") > 0)["lemma"].head(most).to_list()


def dispersion_words(study: Study, keys: pl.DataFrame, *, most: int = MOST + 1) -> list[str]:
    """Of which words are the places drawn? [study] strip_words, else key words: of each outlet the first, and so on.

    Where there are no key words, the most frequent nouns.
    `keys` is the table of `keyness`; where it has rows of all events together, those are taken.
    """
    if study.corpus.manifest.study.strip_words is not None:
        return list(study.corpus.manifest.study.strip_words)
    ahead = pooled_rows(keys.filter(pl.col("zeta") > 0)).sort("zeta", "term", descending=[True, False])
    rank = pl.int_range(pl.len()).over("event", "outlet")
    ranked = ahead.with_columns(rank=rank).sort("rank", "zeta", "term", descending=[False, True, False])
    return ranked["term"].unique(maintain_order=True).head(most).to_list() or frequent_nouns(study, most=most)


def query_word(study: Study) -> str:
    """What is looked up in its company? [study] query, else the most contested label, with any ending."""
    given = study.corpus.manifest.study.query
    if given is not None:
        return given
    return next((f"{word}*" for word in followed_words(study)), frequent_nouns(study)[0])


def node_word(study: Study) -> str:
    """Around which word are collocates counted? [study] node, else the noun that most outlets use, and use most."""
    given = study.corpus.manifest.study.node
    return frequent_nouns(study)[0] if given is None else given


def frequent_nouns(study: Study, *, most: int = 1) -> list[str]:
    """The nouns in the texts of most outlets, and of those the most frequent; other words where there is no noun."""
    words = study.tokens.filter(pl.col("is_word"))
    nouns = words.filter(pl.col("pos") == "NOUN", pl.col("norm").str.len_chars() > 2)
    counted = (
        (words if nouns.is_empty() else nouns).group_by("norm").agg(n=pl.len(), outlets=pl.col("outlet").n_unique())
    )
    return counted.sort("outlets", "n", "norm", descending=[True, True, False])["norm"].head(most).to_list()


def ordinary_people(study: Study) -> list[str]:
    """Which actors count as ordinary people? [study] people; nobody where the corpus file does not say."""
    return list(study.corpus.manifest.study.people or ())


def axis_actors(study: Study, *, most: int = 4) -> list[str]:
    """Which actors are placed on the axes? [study] axis_actors, else those mentioned most."""
    if study.corpus.manifest.study.axis_actors is not None:
        return list(study.corpus.manifest.study.axis_actors)
    often = study.mentions.group_by("actor").len().sort("len", "actor", descending=[True, False])
    return often["actor"].head(most).to_list()


def study_axes(study: Study) -> Mapping[str, Poles]:
    """On which pairs of opposites are they placed? [study] axes, else those that fit news of any kind."""
    return study.corpus.manifest.study.axes or general_axes()
