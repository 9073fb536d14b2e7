"""A corpus too large to be read sentence by sentence: which articles are read, and which are told in full?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.evidence.engines import keep_rows, rows_at_rest
from analysis.evidence.study import Study, open_study
from analysis.measures.across_events import (
    counted_rows,
    event_heterogeneity,
    event_shares,
    events_by_heterogeneity,
)

WHOLE = 400_000  # words up to which a corpus is read and told as it is
READ = 1_200_000  # words that are read of a larger one: a quarter of an hour on two cores
TOLD, EVENTS = 250_000, 12  # words that a report of it tells in full, and of how many events


def n_words(articles: pl.DataFrame) -> pl.Series:
    """How long is each article, in stretches between spaces?"""
    return articles["text"].str.count_matches(r"\S+").cast(pl.Int64)


def is_large(study: Study) -> bool:
    """Is this corpus larger than what a report reads and tells as it is?"""
    return study.corpus.articles.height > 1 and int(n_words(study.corpus.articles).sum()) > WHOLE


def drawn_articles(articles: pl.DataFrame, *, most: int, events: list[str] | None = None) -> list[str]:
    """Which articles are read, where not all can be?

    From every outlet on every event one, then a second, and so on, as far as there is room for `most` words; what is
    too long for the room that is left is passed over, but the first is taken however long it is. Which is whose first,
    and who comes first, is drawn by check sums, the same on every machine. With `events` only those, and each has an
    equal part of the words.
    Read it: where there is room for one of each, each outlet has its say on each event. Beware: an outlet that writes
    much is read less than it writes.

    Returns article ids, sorted.
    """
    drawn = articles.select("article_id", "event", "outlet", words=n_words(articles))
    drawn = drawn.with_columns(
        lot=pl.Series([_lot(id, text) for id, text in articles.select("article_id", "text").iter_rows()]),
        turn=pl.col("event").map_elements(lambda event: _lot(event, ""), pl.String),
    )
    round_of = pl.col("lot").rank("ordinal").over("event", "outlet")
    order = drawn.with_columns(round=round_of).sort("round", "turn", "lot")
    room: dict[str, int] = {}
    kept = []
    for id, event, words in order.select("article_id", "event", "words").iter_rows():
        part = "" if events is None else event
        if events is not None and event not in events:
            continue
        if part not in room or words <= room[part]:
            room[part] = room.get(part, most // len(events or [""])) - words
            kept.append(id)
    return sorted(kept)


def _lot(name: str, text: str) -> str:
    return sha256(f"{name} {text}".encode()).hexdigest()


def _drawn(study: Study) -> Study:
    return study.subset(drawn_articles(study.corpus.articles, most=READ))


def read_ahead(study: Study, *, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> None:
    """Reads of a large corpus what `read_part` asks for, and keeps it; nothing where it is there already."""
    if is_large(study):
        keep_rows(_drawn(study), workers=workers, progress=progress)


@lru_cache(maxsize=1)
def _read(study: Study) -> Study:
    return rows_at_rest(_drawn(study))


def read_part(study: Study) -> Study:
    """The articles that are read sentence by sentence: all of a corpus that is not large, else a drawn part."""
    return _read(study) if is_large(study) else study


@lru_cache(maxsize=1)
def _told(study: Study) -> Study:
    nobody = schema.DECISIONS.frame([])  # what readers decide moves no event
    part = read_part(study).with_decisions(nobody, confirmed_only=False)
    order = events_by_heterogeneity(event_heterogeneity(event_shares(counted_rows(part))))["event"].to_list()
    largest = part.corpus.articles["event"].value_counts().sort("count", "event", descending=[True, False])
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


def has_chosen_events(study: Study) -> bool:
    """Is it a part that leaves events out?"""
    every = {article.event for article in study.corpus.manifest.article}
    return is_part(study) and study.corpus.articles["event"].n_unique() < len(every)
