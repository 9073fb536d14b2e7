"""Where in the articles' clean text does a coded span stand?"""

from __future__ import annotations

import polars as pl

from analysis.codings.records import CodingsError, Row, name_list, span_fingerprint
from analysis.corpus import Problem
from analysis.corpus.search import Search, folded

Span = tuple[int, int]


def anchor_records(records: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Where in the articles' clean text do the coded spans stand?

    A record that has offsets keeps them if its words stand there, as do those of all records that came with it.
    Otherwise a span is found by its words: the sentence as copied, and in it the `nth` place with the words of
    `text`. Kinds of quotation marks, backslashes, asterisks and runs of spaces or line breaks do not count. A
    sentence that stands twice is taken in the order of the records, or near the offsets if there are any.

    One row is one record: the columns of `records`, `text` as the article has it, then event, outlet, start, end
    (characters; null where the span was not found).
    Raises CodingsError when a record is of an article that is not in the corpus.
    """
    texts = dict(articles.select("article_id", "text").iter_rows())
    _refuse_unknown_articles(records, texts)
    rows = records.to_dicts()
    places = _spans_by_offset(rows, texts)
    searches: dict[tuple[str, str], Search] = {}
    for number, row in enumerate(rows):
        if number in places:
            continue
        key = (row["coder"], row["article_id"])
        if key not in searches:
            searches[key] = Search(texts[row["article_id"]])
        found = searches[key].span(
            row["sentence"] or "",
            row["text"] or "",
            row["nth"] or 1,
            opens=row["kind"] == "frames" and row["doc_start"] is None,
            near=row["doc_start"],
        )
        if found:
            places[number] = found
    spans = [places.get(number, (None, None)) for number in range(len(rows))]
    words = [
        _lost_record_words(row) if start is None else texts[row["article_id"]][start:end]
        for row, (start, end) in zip(rows, spans, strict=True)
    ]
    where = articles.select("event", "outlet", "article_id")
    columns = pl.DataFrame(spans, schema={"start": pl.Int64, "end": pl.Int64}, orient="row")
    return records.with_columns(columns, text=pl.Series(words, dtype=pl.String)).join(
        where, on="article_id", how="left", maintain_order="left"
    )


def _refuse_unknown_articles(records: pl.DataFrame, texts: dict[str, str]) -> None:
    strange = records.filter(~pl.col("article_id").is_in(list(texts)))
    first = strange.unique("article_id", keep="first", maintain_order=True)
    if first.height:
        raise CodingsError(
            [
                Problem(file, line, f"no article {id!r} in this corpus; articles here: {name_list(texts)}")
                for file, line, id in first.select("file", "line", "article_id").iter_rows()
            ]
        )


def _spans_by_offset(rows: list[Row], texts: dict[str, str]) -> dict[int, Span]:
    """Records whose own offsets hold. Without a checksum, one record of a file and article that fails spoils all."""
    fits: dict[int, Span] = {}
    spoilt: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows):
        if row["doc_start"] is None:
            continue
        start, end = int(str(row["doc_start"])), int(str(row["doc_end"]))
        if _is_offset_valid(texts[str(row["article_id"])], start, end, row):
            fits[number] = (start, end)
        else:
            spoilt.add(_file_and_article(row))
    return {
        number: span
        for number, span in fits.items()
        if rows[number]["check"] or _file_and_article(rows[number]) not in spoilt
    }


def _file_and_article(row: Row) -> tuple[object, ...]:
    return row["file"], row["coder"], row["article_id"]


def _lost_record_words(row: Row) -> str:
    """What a lost record says it is of: its words, or where they stood."""
    return f"(characters {row['doc_start']}–{row['doc_end']})" if row["text"] is None else str(row["text"])


def _is_offset_valid(text: str, start: int, end: int, row: Row) -> bool:
    if not 0 <= start < end <= len(text):
        return False
    here = text[start:end]
    if row["check"]:
        return span_fingerprint(here) == row["check"]
    return row["text"] is None or row["text"] == here or folded(str(row["text"]))[0] == folded(here)[0]
