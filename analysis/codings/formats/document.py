"""A coded document of another tool, and how its spans become records of an article."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from analysis.codings.records import Row, name_list
from analysis.corpus import Problem
from analysis.corpus.search import folded
from analysis.language import sentence_spans

ENDINGS = {".txt", ".tsv", ".json", ".jsonl", ".xml", ".html", ".htm", ".md", ".xmi", ".conll", ".csv"}


@dataclass(frozen=True)
class CodedSpan:
    """One thing coded: kind, first character and the one behind the last in the document's own text, answers."""

    kind: str
    start: int
    end: int
    fields: Mapping[str, str | None]
    line: int | None = None
    coder: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class CodedDocument:
    """One document as a tool exported it.

    `names` may each name the article, the likeliest first. `text` is the document's own, null where the file has
    none; `length` is then its length, if known. With `utf16` a character beyond U+FFFF counts as two.
    """

    file: str
    names: Sequence[str]
    spans: Sequence[CodedSpan]
    text: str | None = None
    coder: str | None = None
    utf16: bool = True
    length: int | None = None
    line: int | None = None


@dataclass
class ArticleLookup:
    """The corpus's articles, to be known by id, by title or by text."""

    articles: pl.DataFrame | None
    _texts: dict[str, str] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)
    _folded: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.articles is None:
            return
        self._texts = dict(self.articles.select("article_id", "text").iter_rows())
        title = pl.col("title") if "title" in self.articles.columns else pl.lit(None, pl.String)
        for id, name in self.articles.select("article_id", title.alias("name")).iter_rows():
            if name:
                self._known.setdefault(name.strip().casefold(), id)
        self._known |= {id.casefold(): id for id in self._texts}

    @property
    def article_ids(self) -> Sequence[str]:
        """Ids of all articles; empty where no corpus was given."""
        return list(self._texts)

    def article_text(self, id: str) -> str | None:
        """An article's clean text."""
        return self._texts.get(id)

    def find_article(self, names: Sequence[str], text: str | None) -> tuple[str | None, str | None]:
        """The article a document is, and the name that said so (null where its text did)."""
        if self.articles is None:
            return (strip_suffix(names[0]), names[0]) if names else (None, None)
        for name in names:
            for said in (name, strip_suffix(name)):
                if (id := self._known.get(said.strip().casefold())) is not None:
                    return id, name
        return (self._article_by_text(text) if text else None), None

    def _article_by_text(self, text: str) -> str | None:
        if not self._folded:
            self._folded = {folded(whole)[0].strip(): id for id, whole in reversed(self._texts.items())}
        return self._folded.get(folded(text)[0].strip())


def strip_suffix(name: str) -> str:
    """A document's name without the ending of a file."""
    return Path(name).stem if Path(name).suffix.lower() in ENDINGS else name


def document_rows(document: CodedDocument, names: ArticleLookup, problems: list[Problem]) -> list[Row]:
    """The document's spans as records; what its article is, and who coded it, is settled here."""
    id, said = names.find_article(document.names, document.text)
    if id is None:
        called = " or ".join(repr(name) for name in dict.fromkeys(document.names)) or "by no name"
        here = f"; articles here: {name_list(names.article_ids)}" if names.article_ids else ""
        what = f"this document, called {called}, is no article of the corpus{here}; name it after its article"
        problems.append(Problem(document.file, document.line, what))
        return []
    text, own = document.text, names.article_text(id) or ""
    if text is None and document.length in {None, utf16_length(own) if document.utf16 else len(own)}:
        text = names.article_text(id)
    place = _utf16_to_characters(text if text is not None and document.utf16 else "")
    words = SentenceLocator(text) if document.text is not None and text is not None else None
    coder = document.coder or _coder_name(Path(document.file), said)
    rows: list[Row] = []
    for span in document.spans:
        start, end = (place(span.start), place(span.end)) if text is not None or not document.utf16 else (None, None)
        where: Row = {"file": document.file, "line": span.line or document.line, "coder": span.coder or coder}
        row: Row = {**where, "article_id": id, "kind": span.kind, "nth": 1, "text": span.words, "fields": span.fields}
        if span.start >= span.end:
            row["text"] = f"(nothing, before character {span.start})"
        elif start is not None and end is not None:
            row |= {"doc_start": start, "doc_end": end}
            if words:
                row |= words.span_location(start, end)
        elif span.words is None:
            row["text"] = f"(characters {span.start}–{span.end} of a text that is not at hand)"
        rows.append(row)
    return rows


def _coder_name(path: Path, said: str | None) -> str:
    """Of the file's name and its folder's, the one that does not name the article."""
    return path.resolve().parent.name if said in {path.stem, path.name} else path.stem


def utf16_length(text: str) -> int:
    """Length in UTF-16 units: a character beyond U+FFFF counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _utf16_to_characters(text: str) -> Callable[[int], int]:
    """From offsets in UTF-16 to characters: two units for each character beyond U+FFFF."""
    wide = [at for at, letter in enumerate(text) if ord(letter) > 0xFFFF]
    behind = [at + number + 2 for number, at in enumerate(wide)]
    return lambda offset: offset - bisect_right(behind, offset)


def line_sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where each sentence of a text begins and ends; none crosses a line."""
    spans: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        spans += [(start + one, start + other) for one, other in sentence_spans(line)]
        start += len(line) + 1
    return spans


class SentenceLocator:
    """A document's own text, which says in which sentence a span stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = line_sentence_spans(text)
        self._starts = [one for one, _ in self._spans]

    def span_location(self, start: int, end: int) -> Row:
        """sentence, text and nth, by which the span is found again in another version of the text."""
        words = self._text[start:end]
        at = bisect_right(self._starts, start) - 1
        if at < 0 or start >= self._spans[at][1]:
            return {"text": words}
        first, last = self._spans[at]
        nth, found = 1, self._text.find(words, first)
        while 0 <= found < start:
            nth, found = nth + 1, self._text.find(words, found + 1)
        return {"sentence": self._text[first:last], "text": words, "nth": nth}
