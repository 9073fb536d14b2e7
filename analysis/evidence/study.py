"""One corpus with all its evidence, each table made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from analysis.corpus import Corpus, Parsed, parse, read_corpus, sentences, tokens
from analysis.corpus.parse import MODEL
from analysis.evidence.actors import mentions
from analysis.evidence.acts import acts
from analysis.evidence.labels import labels
from analysis.evidence.tolls import tolls
from analysis.evidence.voices import quotations


@dataclass(frozen=True)
class Study:
    """A corpus under study. Its tables are those of `schema`, computed once."""

    corpus: Corpus
    model: str = MODEL
    progress: Callable[[int, int], None] | None = None

    @cached_property
    def parsed(self) -> Parsed:
        return parse(self.corpus, model=self.model, progress=self.progress)

    @cached_property
    def sentences(self) -> pl.DataFrame:
        return sentences(self.parsed)

    @cached_property
    def tokens(self) -> pl.DataFrame:
        return tokens(self.parsed)

    @cached_property
    def mentions(self) -> pl.DataFrame:
        return mentions(self.parsed)

    @cached_property
    def quotations(self) -> pl.DataFrame:
        return quotations(self.parsed, self.mentions)

    @cached_property
    def labels(self) -> pl.DataFrame:
        return labels(self.parsed, self.mentions, self.quotations)

    @cached_property
    def acts(self) -> pl.DataFrame:
        return acts(self.parsed, self.mentions, self.quotations)

    @cached_property
    def tolls(self) -> pl.DataFrame:
        return tolls(self.parsed, self.quotations)

    @cached_property
    def actor_names(self) -> dict[str, str]:
        """Actor code to name, in the order of the corpus file; others last."""
        return {actor.id: actor.name for actor in self.corpus.manifest.actor} | {
            "EVENT": "the event",
            "OTHER": "others",
        }


def open_study(folder: str | Path, *, model: str = MODEL) -> Study:
    """Open a corpus folder for study. Raises CorpusError with all that is not in order."""
    return Study(read_corpus(folder), model)


def in_sentences(spans: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """In which sentence does each span begin?

    Adds sentence (its text), sentence_start and at (place of the span in the sentence, in characters). A span that
    begins in no sentence gets nulls. The order of the rows is kept.
    """
    found = sentences.select("article_id", sentence_start="start", sentence="text", start="start", _stop="end")
    inside = pl.col("start") < pl.col("_stop")
    return (
        spans.with_row_index("_row")
        .sort("article_id", "start")
        .join_asof(found.sort("article_id", "start"), on="start", by="article_id", check_sortedness=False)
        .with_columns(pl.when(inside).then("sentence_start"), pl.when(inside).then("sentence"))
        .with_columns(at=pl.col("start") - pl.col("sentence_start"))
        .sort("_row")
        .drop("_row", "_stop")
    )
