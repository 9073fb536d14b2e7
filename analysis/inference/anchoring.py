"""Where in the articles' clean text does a coded span stand?"""

from __future__ import annotations

import re

import polars as pl

from analysis.corpus import Problem, plain
from analysis.inference.records import CodingsError, Row, fingerprint, listed

# A cleaner may turn these into nothing or into one space: they do not count when a span is looked for.
IGNORED = re.compile(r"[\\*\u00ad\u200b-\u200f\u2060\ufeff]+|\s+")
Span = tuple[int, int]


def anchored(records: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
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
    _refuse_strangers(records, texts)
    rows = records.to_dicts()
    places = _by_offsets(rows, texts)
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
        _words(row) if start is None else texts[row["article_id"]][start:end]
        for row, (start, end) in zip(rows, spans, strict=True)
    ]
    where = articles.select("event", "outlet", "article_id")
    columns = pl.DataFrame(spans, schema={"start": pl.Int64, "end": pl.Int64}, orient="row")
    return records.with_columns(columns, text=pl.Series(words, dtype=pl.String)).join(
        where, on="article_id", how="left", maintain_order="left"
    )


def _refuse_strangers(records: pl.DataFrame, texts: dict[str, str]) -> None:
    strange = records.filter(~pl.col("article_id").is_in(list(texts)))
    first = strange.unique("article_id", keep="first", maintain_order=True)
    if first.height:
        raise CodingsError(
            [
                Problem(file, line, f"no article {id!r} in this corpus; articles here: {listed(texts)}")
                for file, line, id in first.select("file", "line", "article_id").iter_rows()
            ]
        )


def _by_offsets(rows: list[Row], texts: dict[str, str]) -> dict[int, Span]:
    """Records whose own offsets hold. Without a checksum, one record of a file and article that fails spoils all."""
    fits: dict[int, Span] = {}
    spoilt: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows):
        if row["doc_start"] is None:
            continue
        start, end = int(str(row["doc_start"])), int(str(row["doc_end"]))
        if _holds(texts[str(row["article_id"])], start, end, row):
            fits[number] = (start, end)
        else:
            spoilt.add(_source(row))
    return {
        number: span for number, span in fits.items() if rows[number]["check"] or _source(rows[number]) not in spoilt
    }


def _source(row: Row) -> tuple[object, ...]:
    return row["file"], row["coder"], row["article_id"]


def _words(row: Row) -> str:
    """What a lost record says it is of: its words, or where they stood."""
    return f"(characters {row['doc_start']}–{row['doc_end']})" if row["text"] is None else str(row["text"])


def _holds(text: str, start: int, end: int, row: Row) -> bool:
    if not 0 <= start < end <= len(text):
        return False
    here = text[start:end]
    if row["check"]:
        return fingerprint(here) == row["check"]
    return row["text"] is None or row["text"] == here or folded(str(row["text"]))[0] == folded(here)[0]


class Search:
    """One article, searched from top to bottom for sentences and the spans in them."""

    def __init__(self, text: str) -> None:
        self._folded, self._at = folded(text)
        self._last = -1

    def span(
        self, sentence: str, text: str, nth: int, *, opens: bool = False, near: int | None = None
    ) -> tuple[int, int] | None:
        """First character of the span and the one behind its last; None where it is nowhere.

        With `opens` the record begins a new sentence: one that has been found already is passed over.
        With `near` a sentence that stands more than once is taken where it is nearest to this character.
        """
        sentence, wanted = folded(sentence)[0].strip(), folded(text)[0].strip()
        if not wanted:
            return None
        first = self._sentence(sentence, opens, near)
        if first < 0:
            return self._alone(wanted)
        self._last = first
        at = first - 1
        for _ in range(nth):
            at = self._folded.find(wanted, at + 1)
            if at < 0 or at >= first + len(sentence):
                return None
        return self._at[at], self._at[at + len(wanted) - 1] + 1

    def _sentence(self, sentence: str, opens: bool, near: int | None) -> int:
        if not sentence:
            return -1
        if near is not None:
            found = [match.start() for match in re.finditer(re.escape(sentence), self._folded)]
            return min(found, key=lambda place: (abs(self._at[place] - near), place), default=-1)
        first = self._folded.find(sentence, self._last + 1 if opens else max(self._last, 0))
        return first if first >= 0 else self._folded.find(sentence)

    def _alone(self, wanted: str) -> tuple[int, int] | None:
        """Without its sentence, a span is found only if its words stand once in the article."""
        if self._folded.count(wanted) != 1:
            return None
        at = self._folded.find(wanted)
        return self._at[at], self._at[at + len(wanted) - 1] + 1


def folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place in `text`."""
    kept: list[str] = []
    at: list[int] = []
    end = 0
    shown = plain(text)
    for found in IGNORED.finditer(shown):
        if found.start() > end:
            kept.append(shown[end : found.start()])
            at += range(end, found.start())
        if found.group().isspace() and kept[-1:] != [" "]:
            kept.append(" ")
            at.append(found.start())
        end = found.end()
    return "".join([*kept, shown[end:]]), [*at, *range(end, len(shown))]
