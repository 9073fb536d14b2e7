"""Codings by people, rules or models: read from any of the formats, found again in the articles, made long."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.codings.anchoring import anchor_records
from analysis.codings.formats import read_coded_rows
from analysis.codings.records import (
    CODED,
    FIELDS,
    KINDS,
    SETTLED,
    VALUES,
    CodingsError,
    column_to_field,
    field_columns,
    records_frame,
)
from analysis.corpus import Corpus, Problem
from analysis.corpus.places import data_folder
from analysis.corpus.search import Search

__all__ = [
    "CODINGS",
    "FIELDS",
    "KINDS",
    "SETTLED",
    "VALUES",
    "CodingsError",
    "Search",
    "anchor_records",
    "coders",
    "codings",
    "corpus_codings",
    "read_codings",
]

CODINGS = schema.Table(
    "codings",
    "one coded field of one span",
    ("article_id", "coder", "kind", "start", "end", "record", "field"),
    {
        **schema.WHERE,
        **schema.SPAN,
        "coder": (schema.STR, "who coded: the record's own word, else the folder or file it lies in"),
        "kind": (schema.STR, "quote, label, act, figure, frames, or the name of the scheme's own layer"),
        "record": (schema.INT, "1; 2, 3, … for a further record of the same coder and kind on the same span"),
        "text": (schema.STR, "the words coded"),
        "field": (schema.STR, "what was asked of the span"),
        "value": (schema.STR, "the answer"),
    },
)


def read_codings(paths: Iterable[str | Path], articles: pl.DataFrame | None = None) -> pl.DataFrame:
    """What was coded? Reads files of codings, and all such files below folders.

    JSON lines of the codebook, CSV, INCEpTION (WebAnno TSV 3, UIMA CAS JSON), CATMA (TEI, JSON) and doccano (JSON
    lines); each is known by its content. `articles` lets a format that names its documents in its own way, or not
    at all, be matched with the corpus; without it such a document is known by the name of its folder.

    One row is one record: file, line, coder, article_id, kind, sentence, text, nth, doc_start and doc_end (in the
    text that was coded, null where unknown), check (known words by their checksum), and every field as text
    (null where the record has none; a list joined by "; ").
    Raises CodingsError, which lists *all* problems with file and line. Sorted by file and line.
    """
    problems: list[Problem] = []
    rows = read_coded_rows(paths, articles, problems)
    if not rows and not problems:
        problems.append(Problem("codings", None, "there is no record in them; give files that hold some"))
    if problems:
        raise CodingsError(problems)
    return records_frame(rows)


def corpus_codings(folder: str | Path, corpus: Corpus) -> pl.DataFrame:
    """Which codings are there of a corpus, by the codebook? Those in its folder `codings`, and those of the suite.

    Where one coder settled what others had coded (SETTLED), that coding stands for all. Records of other schemes are
    left out: the machine has no answer to them. The frame of `read_codings`; without a row where nobody has coded.
    Raises CodingsError as that does.
    """
    places = (Path(folder) / "codings", data_folder() / "codings" / corpus.manifest.corpus.id)
    there = [place for place in places if place.is_dir() and any(one.name[0] != "." for one in place.iterdir())]
    if not there:
        return records_frame([])
    records = read_codings(there, corpus.articles).filter(pl.col("kind").is_in(list(KINDS)))
    settled = records.filter(pl.col("coder") == SETTLED)
    return settled if settled.height else records


def coders(records: pl.DataFrame, corpus: Corpus) -> pl.DataFrame:
    """Who coded, and with the machine's rules in view?

    From data/codings/coders.csv for codings that come with the suite; of others only the name is known.
    One row is one coder: coder, who (in words; null where nobody says), in_view (the articles were read while the rules
    were made), n (records), n_articles. Sorted by coder.
    """
    said = pl.read_csv(data_folder() / "codings" / "coders.csv").filter(pl.col("corpus") == corpus.manifest.corpus.id)
    counted = records.group_by("coder").agg(
        n=pl.len().cast(pl.Int64), n_articles=pl.col("article_id").n_unique().cast(pl.Int64)
    )
    named = counted.join(said, on="coder", how="left").with_columns(pl.col("in_view").fill_null(False))
    return named.select("coder", "who", "in_view", "n", "n_articles").sort("coder")


def codings(placed: pl.DataFrame) -> pl.DataFrame:
    """What did each coder answer, span by span? Columns: `CODINGS`.

    Takes the frame that `anchor_records` returns; records whose span was not found are left out (count them there).
    A record that answers nothing has the one field `coded`, "true".
    """
    one = ["article_id", "coder", "kind", "start", "end"]
    found = placed.drop_nulls("start").with_columns(record=pl.int_range(1, pl.len() + 1).over(one))
    fields = field_columns(found)
    silent = pl.all_horizontal(pl.col(name).is_null() for name in fields)
    answered = pl.col(CODED) if CODED in fields else pl.lit(None, pl.String)
    found = found.with_columns(pl.when(silent).then(pl.lit("true")).otherwise(answered).alias(CODED))
    names = list(dict.fromkeys([*fields, CODED]))
    where = [*schema.WHERE, *schema.SPAN, "coder", "kind", "record", "text"]
    long = found.unpivot(names, index=where, variable_name="its field", value_name="its value").drop_nulls("its value")
    fresh = {name: column_to_field(name) for name in names}
    named = pl.col("its field").replace_strict(fresh, return_dtype=pl.String)
    return long.with_columns(field=named, value=pl.col("its value")).select(list(CODINGS.columns)).sort(CODINGS.key)
