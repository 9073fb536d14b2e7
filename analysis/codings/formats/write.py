"""Codings to files of lines: JSON lines with the words, or a table of offsets without them; whole or not at all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis.codings.formats.document import SentenceLocator
from analysis.codings.records import CODED, KINDS, UNWRITTEN, CodingsError, Row, name_list, span_fingerprint
from analysis.corpus import Problem
from analysis.corpus.atomic_files import atomic_write

TABLE = ("article_id", "coder", "kind", "record", "start", "end", "check", "field", "value")
RECORD = ["article_id", "coder", "kind", "start", "end", "record"]
FLAGS, NUMBERS = ("realis", "distanced", "approx"), ("low", "high")


def write_table(codings: pl.DataFrame, articles: pl.DataFrame, path: str | Path) -> None:
    """Codings as a table of offsets and fields without a word of the articles (answers such as a cue excepted).

    Columns: article_id, coder, kind, record, start, end (characters of the clean text), check (eight digits of the
    SHA-256 of the words, by which a reader sees that they still stand there), field, value.
    Raises CodingsError, and writes nothing, when a span does not lie in its article.
    """
    texts = dict(articles.select("article_id", "text").iter_rows())
    refuse_spans_outside(codings, texts)
    rows = codings.sort(*RECORD, "field")
    checks = [span_fingerprint(texts[id][start:end]) for id, start, end in _record_spans(rows)]
    rows = rows.with_columns(pl.Series("check", checks, pl.String))
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    quoted = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)  # `sheet` leaves a lone \r bare
    sheet.writerow(TABLE)
    for row in rows.select(TABLE).iter_rows():
        (quoted if any("\r" in str(cell) for cell in row) else sheet).writerow(row)
    atomic_write(Path(path), out.getvalue().encode())


def write_jsonl(codings: pl.DataFrame, articles: pl.DataFrame, path: str | Path) -> None:
    """Codings as JSON lines: one record a line with its sentence, words and offsets, by article and place.

    A field of the codebook that a record of its kind does not answer is null.
    Raises CodingsError, and writes nothing, when a span does not lie in its article.
    """
    texts = dict(articles.select("article_id", "text").iter_rows())
    refuse_spans_outside(codings, texts)
    words = {id: SentenceLocator(texts[id]) for id in codings["article_id"].unique()}
    lines: list[str] = []
    for row, fields in records_with_fields(
        codings.sort("article_id", "coder", "start", "end", "kind", "record", "field")
    ):
        id, start, end = str(row["article_id"]), int(str(row["start"])), int(str(row["end"]))
        said: Row = {"doc": id, "coder": row["coder"], "kind": row["kind"]}
        said |= {"sentence": "", "nth": 1} | words[id].span_location(start, end) | {"start": start, "end": end}
        said |= dict.fromkeys(KINDS.get(str(row["kind"]), ()))
        clash = sorted(set(fields) & {"doc", "coder", "kind", "sentence", "text", "nth", "start", "end"})
        if clash:
            what = f"{id}: the field {clash[0]!r} is what JSON lines call something else; rename it"
            raise CodingsError([Problem(str(path), None, what)], UNWRITTEN)
        said |= {name: _typed_value(str(row["kind"]), name, value) for name, value in fields.items()}
        lines.append(json.dumps(said, ensure_ascii=False) + "\n")
    atomic_write(Path(path), "".join(lines).encode())


def records_with_fields(codings: pl.DataFrame) -> Iterator[tuple[Row, dict[str, str]]]:
    """One record after another, in the order of the rows, with its fields. `coded` alone says there are none."""
    for _, group in codings.group_by(RECORD, maintain_order=True):
        fields = dict(group.select("field", "value").iter_rows())
        yield group.row(0, named=True), {} if fields == {CODED: "true"} else fields


def refuse_spans_outside(codings: pl.DataFrame, texts: dict[str, str]) -> None:
    """Refuse spans that are not in their article."""
    wrong = [
        Problem(id, None, f"there is no text from character {start} to {end}: {why}")
        for id, start, end in sorted(set(_record_spans(codings)))
        if (why := _outside_message(texts, id, start, end))
    ]
    if wrong:
        raise CodingsError(wrong, UNWRITTEN)


def _record_spans(codings: pl.DataFrame) -> Iterator[tuple[str, int, int]]:
    return codings.select("article_id", "start", "end").iter_rows()


def _outside_message(texts: dict[str, str], id: str, start: int, end: int) -> str:
    if id not in texts:
        return f"the corpus has no such article; articles here: {name_list(texts)}"
    if not 0 <= start < end <= len(texts[id]):
        return f"the article has {len(texts[id]):,} characters; give the codings with the corpus they belong to"
    return ""


def _typed_value(kind: str, field: str, value: str) -> object:
    """Fields of the codebook as it types them, where nothing is lost by it; all else as text."""
    if kind not in KINDS:
        return value
    if field in FLAGS and value in {"true", "false"}:
        return value == "true"
    if field in NUMBERS and value.isascii() and value.isdecimal() and str(int(value)) == value:
        return int(value)
    if field == "frames":
        return value.split("; ") if value else []
    return value
