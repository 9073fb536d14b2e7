"""From a file of articles to the log-odds of every word, with no more than a part of the file in memory."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from benchmarks.speed.works import TARGET, WORD, Work, paired, scored

Sides = tuple[Counter[str], Counter[str]]


def file_to_log_odds(system: str, file: Path) -> Work:
    """From a file on disk to the log-odds of every word of one outlet against the others."""
    if system == "counterframe":
        from analysis.corpus.tables import article_batches
        from analysis.language.chunks import chunk_tokens
        from analysis.measures.keyness import streamed_keyness

        chunk_tokens(pl.Series(["warm", "it's"]), "en")
        return lambda: streamed_keyness(article_batches(file), target=TARGET, min_count=1).height
    if system == "regex Counter":
        return lambda: scored(*paired(*_counted(file, 0, 1)))
    if system == "two regex Counters":

        def counted() -> int:
            with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
                halves = list(pool.map(_counted, [file] * 2, range(2), [2] * 2))
            sides = (sum((half[side] for half in halves), Counter()) for side in (0, 1))
            return scored(*paired(*sides))

        return counted
    raise ValueError(f"no system {system!r} for the log-odds of a file")


def _counted(file: Path, part: int, of: int) -> Sides:
    """The words of every `of`-th batch from the `part`-th on, of the target and of the others."""
    sides: Sides = (Counter(), Counter())
    for number, batch in enumerate(pl.scan_parquet(file).select("outlet", "text").collect_batches(chunk_size=1000)):
        if number % of == part:
            for outlet, text in batch.iter_rows():
                sides[outlet != TARGET].update(WORD.findall(text.lower()))
    return sides
