"""Which words come back as an outlet's own from event to event, and whose words are they?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.evidence.voices import span_voices
from analysis.language.tokens import tokens as read_tokens
from analysis.measures.keyness import keyness, keyness_scores, target_reference_counts
from analysis.measures.pooling import rows_of_shared_events
from analysis.measures.word_counts import outlet_counts, word_counts
from analysis.schema import ALL_EVENTS, WHERE

if TYPE_CHECKING:
    from analysis.evidence.study import Study

AT_ONCE = 200  # articles whose tokens are held

# Whose words those of a voice are.
WHOSE = {"author": "own", "direct": "quoted", "partial": "quoted", "scare": "quoted", "indirect": "retold"}
SIDES = ["n_target", "n_reference", "n_articles_target", "n_articles_reference"]


def keyness_over_events(tokens: pl.DataFrame, *, unit: str = "norm", min_count: int = 3) -> pl.DataFrame:
    """Which words does each outlet use more, or less, than the others over all the events it shares with them?

    As `keyness`, on sums over the events which the outlet shares with another. The others' uses are brought to its own
    mixture of events before they are scored: rate_reference = sum over these events of (words of the outlet on the
    event / all its words) * (rate of the others on the event). Otherwise an outlet that wrote much on one event would
    lean to the words of that event.
    Read it: n_leaning of n_events. A word that leans to the outlet on most events is a habit; one that leans on one
    event only is that event's.
    Beware: outlets that share few events with others are measured on those few. n_reference is the plain count, so
    n_reference / total_reference is not rate_reference.

    One row is one word of one outlet that shares two events or more: the columns of `keyness`, event being
    `ALL_EVENTS`, and n_events (shared by the outlet), n_used (of these: events on which anybody uses the word),
    n_leaning (events on which the outlet uses it at a higher rate than the others). Words of `min_count` uses in all,
    on two events or more. Sorted as `keyness`. Raises ValueError as `keyness`.
    """
    used = outlet_counts([word_counts(tokens, unit=unit)])
    counts = target_reference_counts(used, min_count=1, min_articles=1)
    rate = pl.col("n_reference") / pl.col("total_reference")
    events = counts.unique(["event", "outlet"]).group_by("outlet")
    totals = events.agg(pl.col("total_target", "total_reference").sum(), n_events=pl.len().cast(pl.Int64))
    summed = (
        counts.sort("event")
        .group_by("outlet", "term", maintain_order=True)  # in order: no digit of a sum may depend on threads
        .agg(
            pl.col(SIDES).sum(),
            expected=(pl.col("total_target") * rate).sum(),
            n_used=pl.len().cast(pl.Int64),
            n_leaning=(pl.col("n_target") / pl.col("total_target") > rate).sum().cast(pl.Int64),
        )
        .join(totals, on="outlet")
        .filter(pl.col("n_used") > 1, pl.col("n_target") + pl.col("n_reference") >= min_count)
        .with_columns(pl.col("outlet", "term").cast(pl.String))
        .with_columns(event=pl.lit(ALL_EVENTS), n_vocabulary=pl.col("term").n_unique(), n_others="n_reference")
        .with_columns(n_reference=pl.col("expected") / pl.col("total_target") * pl.col("total_reference"))
    )
    together = rows_of_shared_events(tokens).with_columns(event=pl.lit(ALL_EVENTS))
    spread = outlet_counts([word_counts(together, unit=unit)]).select(
        pl.col("outlet", "term").cast(pl.String), "dispersion"
    )
    summed = summed.join(spread, on=["outlet", "term"], how="left", maintain_order="left")
    found = keyness_scores(summed, prior=None, prior_size=500)
    of_events = summed.select("outlet", "term", "n_others", "n_events", "n_used", "n_leaning")
    return (
        found.join(of_events, on=["outlet", "term"], maintain_order="left")
        .with_columns(n_reference="n_others")
        .drop("n_others")
    )


def positive_keywords(keys: pl.DataFrame) -> pl.DataFrame:
    """Which words lean to an outlet? Those above zero; over all events only those that come back.

    A word comes back that leans to the outlet on a quarter of the events the outlet shares, two at least, and on more
    than half of those on which anybody uses it.
    `keys` is the table of `keyness`, of `keyness_over_events`, or both, one below the other. Its rows, in its order.
    """
    ahead = keys.filter(pl.col("zeta") > 0)
    if "n_leaning" not in keys.columns:
        return ahead
    leaning = pl.col("n_leaning")
    comes_back = (leaning > 1) & (4 * leaning >= pl.col("n_events")) & (2 * leaning > pl.col("n_used"))
    return ahead.filter((pl.col("event") != ALL_EVENTS) | comes_back)


def add_voice(tokens: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    """Whose words are these: the outlet's own, quoted from others, or retold in its words?

    Read it: "occupier" in quotation marks is a word the outlet prints, not one it uses.
    Beware: whether a retold word is the speaker's or the reporter's is doubtful. Where nobody's speech is found, as in
    a language without a reader of voices, every word counts as the outlet's.

    The rows and columns of `tokens` (with article_id, start, end), and whose: own; quoted (in quotation marks, with a
    speaker or without); retold.
    """
    voices = span_voices(tokens.select("article_id", "start", "end"), quotations)["voice"]
    return tokens.with_columns(whose=voices.replace_strict(WHOSE, return_dtype=pl.String))


def own_content_words(study: Study) -> pl.DataFrame:
    """Which words of its own does each outlet use, read from the text without a parse?

    Left out: words of others, words of up to two letters, and the English function words of scikit-learn's list.
    One row is one word: event, outlet, article_id, start, end, sentence_start, norm, is_word. Read some articles at a
    time, so that no table of all tokens is held.
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    is_content = ~pl.col("norm").is_in(list(ENGLISH_STOP_WORDS)) & (pl.col("norm").str.len_chars() > 2)
    ids, found = study.corpus.articles["article_id"].to_list(), []
    for first in range(0, max(len(ids), 1), AT_ONCE):
        words = read_tokens(study.subset(ids[first : first + AT_ONCE]).corpus).filter("is_word", is_content)
        said = add_voice(words, study.quotations).filter(pl.col("whose") == "own")
        found.append(said.select(*WHERE, "start", "end", "sentence_start", "norm", "is_word"))
    return pl.concat(found)


def keyness_by_voice(tokens: pl.DataFrame, *, unit: str = "norm", min_count: int = 3) -> pl.DataFrame:
    """Which words does each outlet use more than the others in its own words, in quoted words, and in retold ones?

    `keyness_over_events` and, below it, `keyness`, each of the words of one voice alone: an outlet's own words are
    set against the others' own words. `tokens` are those of `add_voice`.
    Beware: quoted and retold words tell whom an outlet lets speak, and what of it it prints.

    One row is one word of one outlet in one voice, on one event or over all: whose, and the columns of both.
    """
    parts = [
        (whose, rows_of_shared_events(tokens.filter(pl.col("whose") == whose)))
        for whose in dict.fromkeys(WHOSE.values())
    ]
    tables = [
        measure(part, unit=unit, min_count=min_count).select(pl.lit(whose).alias("whose"), pl.all())
        for whose, part in parts
        for measure in (keyness_over_events, keyness)
    ]
    return pl.concat(tables, how="diagonal")
