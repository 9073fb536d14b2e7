"""From any format of codings to one that another tool or another reader takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.codings.anchoring import anchor_records
from analysis.codings.formats.write import write_jsonl, write_table
from analysis.codings.formats.write_webanno import write_webanno
from analysis.codings.table import codings, read_codings

WRITERS = {"jsonl": write_jsonl, "csv": write_table, "webanno": write_webanno}


@dataclass(frozen=True)
class ConversionCounts:
    """How many records were written, and those whose span is nowhere in its article."""

    n_records: int
    n_coders: int
    lost: pl.DataFrame


def convert_codings(paths: Iterable[str | Path], folder: str | Path, *, to: str, out: str | Path) -> ConversionCounts:
    """Write codings of a corpus folder's articles in another format: what is the same, and what is lost?

    `to`: jsonl (the codebook's lines, with sentence, words and offsets), csv (a table of offsets and fields without
    words of the articles) or webanno (a folder of WebAnno TSV 3.3 for INCEpTION). Whole or not at all.
    Raises ValueError for another format, CodingsError or CorpusError, which list all that is not in order.
    """
    if to not in WRITERS:
        raise ValueError(f"there is no format {to!r} to write; formats here: {', '.join(WRITERS)}")
    from analysis.corpus import read_corpus

    articles = read_corpus(folder).articles
    placed = anchor_records(read_codings(paths, articles), articles)
    WRITERS[to](codings(placed), articles, out)
    found = placed.drop_nulls("start")
    return ConversionCounts(found.height, found["coder"].n_unique(), placed.filter(pl.col("start").is_null()))
