"""A corpus too large to be read sentence by sentence: which articles are read, and which are told in full?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import polars as pl

from analysis.evidence.engines import rows_at_rest
from analysis.evidence.study import Study, open_study
from analysis.measures.across_events import (
    counted_rows,
    event_heterogeneity,
    event_shares,
    events_by_heterogeneity,
)

WHOLE = 400_000  # words up to which a corpus is read and told as it is
READ = 1_200_000  # words that are read of a larger one: some ten minutes on two cores
TOLD, EVENTS = 250_000, 12  # words that a report of it tells in full, and of how many events


def n_words(articles: pl.DataFrame) -> pl.Series:
    """How long is each article, in stretches between spaces?"""
    return articles["text"].str.count_matches(r"\S+").cast(pl.Int64)


def is_large(study: Study) -> bool:
    """Is this corpus larger than what a report reads and tells as it is?"""
    return study.corpus.articles.height > 1 and int(n_words(study.corpus.articles).sum()) > WHOLE


def drawn_articles(articles: pl.DataFrame, *, most: int, events: list[str] | None = None) -> list[str]:
    """Which articles are read, where not all can be?

    From every outlet on every event one, then a second, and so on, until `most` words are reached. Which is whose
    first is drawn by check sums: neither by day nor by length, and the same on every machine. With `events` only those,
    and each has an equal part of the words.
    Read it: each outlet has its say on each event. Beware: an outlet that writes much is read less than it writes.

    Returns article ids, sorted.
    """
    drawn = articles.select("article_id", "event", "outlet", words=n_words(articles))
    drawn = drawn.with_columns(
        lot=pl.Series([_lot(id, text) for id, text in articles.select("article_id", "text").iter_rows()]),
        turn=pl.col("event").map_elements(lambda event: _lot(event, ""), pl.String),
    )
    round_of = pl.col("lot").rank("ordinal").over("event", "outlet")
    order = drawn.with_columns(round=round_of).sort("round", "turn", "outlet")
    if events is None:
        return sorted(order.filter(pl.col("words").cum_sum() <= most)["article_id"])
    here = order.filter(pl.col("event").is_in(events))
    fits = pl.col("words").cum_sum().over("event") <= most // max(1, len(events))
    return sorted(here.filter(fits)["article_id"])


def _lot(name: str, text: str) -> str:
    return sha256(f"{name} {text}".encode()).hexdigest()


@lru_cache(maxsize=1)
def _read(study: Study, engine: str, progress: Callable[[int, int], None] | None) -> Study:
    return rows_at_rest(
        study.subset(drawn_articles(study.corpus.articles, most=READ)), engine=engine, progress=progress
    )


def read_part(study: Study, *, engine: str = "local", progress: Callable[[int, int], None] | None = None) -> Study:
    """The articles that are read sentence by sentence: all of a corpus that is not large, else a drawn part.

    `engine` and `progress` are those of `make_features`.
    """
    return _read(study, engine, progress) if is_large(study) else study


@lru_cache(maxsize=1)
def _told(study: Study) -> Study:
    part = read_part(study).machine_alone()  # what readers decide moves no event
    order = events_by_heterogeneity(event_heterogeneity(event_shares(counted_rows(part))))["event"].to_list()
    largest = part.corpus.articles["event"].value_counts(sort=True).sort("count", "event", descending=[True, False])
    events = list(dict.fromkeys([*order, *largest["event"]]))[:EVENTS]
    return study.subset(drawn_articles(study.corpus.articles, most=TOLD, events=events))


def open_told(folder: str | Path) -> Study:
    """The articles of a corpus that its report tells in full: all, or of a large corpus a part.

    The part: articles on the twelve events on which the outlets differ most in what was read of them, drawn from each
    outlet in turn.
    Beware: such events say little about the others. What holds over all events is asked of `read_part`.
    Raises CorpusError as `open_study`.
    """
    study = open_study(folder)
    return _told(study) if is_large(study) else study


def is_part(study: Study) -> bool:
    """Is this study a part of its corpus?"""
    return study.corpus.articles.height < len(study.corpus.manifest.article)
