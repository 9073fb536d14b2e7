"""One corpus with all its evidence: each table made when it is first asked for, and kept by article."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.corpus import Corpus, read_corpus
from analysis.corpus.cache import cache_folder, read_cache, write_cache
from analysis.corpus.lists import LEXICONS
from analysis.evidence.acts import acts
from analysis.evidence.chances import firm, rated
from analysis.evidence.labels import labels
from analysis.evidence.tolls import tolls
from analysis.evidence.voices import quotations
from analysis.language import Parsed, parse, sentences, tokens
from analysis.language.actors import mentions
from analysis.language.parse import MODEL
from analysis.language.reader import made_by

HOUSE = Path(__file__).parents[1]


@dataclass(frozen=True)
class Study:
    """A corpus under study. Its tables are those of `schema`.

    A table is kept on disk by article: what an article says, who the actors are, the model, and the code and word
    lists that read it. Only articles whose rows are not there are parsed.
    """

    corpus: Corpus
    model: str = MODEL
    progress: Callable[[int, int], None] | None = None

    @cached_property
    def parsed(self) -> Parsed:
        return parse(self.corpus, model=self.model, progress=self.progress)

    @cached_property
    def sentences(self) -> pl.DataFrame:
        return sentences(self.corpus)

    @cached_property
    def tokens(self) -> pl.DataFrame:
        return self.by_article(schema.TOKENS, lambda part: tokens(part.parsed))

    @cached_property
    def mentions(self) -> pl.DataFrame:
        return self.by_article(schema.MENTIONS, lambda part: mentions(part.parsed))

    @cached_property
    def every_quotation(self) -> pl.DataFrame:
        """Doubtful ones too, as in the other tables of evidence."""

        def made(part: Study) -> pl.DataFrame:
            return rated("quote", quotations(part.parsed, part.mentions), part.corpus.articles)

        return self.by_article(schema.QUOTATIONS, made)

    @property
    def quotations(self) -> pl.DataFrame:
        return firm(self.every_quotation)

    @cached_property
    def every_label(self) -> pl.DataFrame:
        return self.by_article(schema.LABELS, lambda part: labels(part.parsed, part.mentions, part.quotations))

    @property
    def labels(self) -> pl.DataFrame:
        return firm(self.every_label)

    @cached_property
    def every_act(self) -> pl.DataFrame:
        return self.by_article(schema.ACTS, lambda part: acts(part.parsed, part.mentions, part.quotations))

    @property
    def acts(self) -> pl.DataFrame:
        return firm(self.every_act)

    @cached_property
    def every_toll(self) -> pl.DataFrame:
        def made(part: Study) -> pl.DataFrame:
            found = tolls(part.parsed, part.quotations, mentions=part.mentions)
            return rated("figure", found, part.corpus.articles)

        return self.by_article(schema.TOLLS, made)

    @property
    def tolls(self) -> pl.DataFrame:
        return firm(self.every_toll)

    @cached_property
    def actor_names(self) -> dict[str, str]:
        """Actor code to name, in the order of the corpus file; others last."""
        return {actor.id: actor.name for actor in self.corpus.manifest.actor} | {
            "EVENT": "the event",
            "OTHER": "others",
        }

    @property
    def reading(self) -> str:
        """What, besides the corpus and the code, decides how its sentences are read."""
        return self.model

    @cached_property
    def keys(self) -> dict[str, str]:
        """Article id to what all its rows depend on, as a check sum."""
        corpus = self.corpus
        shared = f"{_code_digest()} {self.reading} {corpus.actors.write_ndjson()}"
        cut = corpus.paragraphs.group_by("article_id").agg(pl.struct("start", "end", "section")).sort("article_id")
        parts = dict(cut.iter_rows())
        return {
            id: hashlib.sha256(f"{shared} {event} {outlet} {id} {parts.get(id)} {text}".encode()).hexdigest()
            for id, event, outlet, text in corpus.articles.select("article_id", "event", "outlet", "text").iter_rows()
        }

    def by_article(self, table: schema.Table, make: Callable[[Study], pl.DataFrame], *, code: str = "") -> pl.DataFrame:
        """The rows of all articles: those kept on disk, and those made now by `make` and kept.

        `code` is a check sum of what else the rows depend on, such as code that is no evidence.
        """
        if self.corpus.is_lexical_only and table.name not in {"tokens", "mentions"}:
            return table.frame([])
        place = cache_folder() / "evidence.sqlite"
        keys = {id: f"{table.name} {key}{code}" for id, key in self.keys.items()}
        rows = read_cache(place, list(keys.values()))
        frames = {id: pl.read_ipc(io.BytesIO(rows[key])) for id, key in keys.items() if key in rows}
        if missing := [id for id in keys if id not in frames]:
            made = make(self.of(missing))
            parts = made.partition_by("article_id", as_dict=True)
            frames |= {id: parts.get((id,), made.clear()) for id in missing}
            write_cache(place, {keys[id]: as_bytes(frames[id]) for id in missing})
        return pl.concat(list(frames.values()) or [table.frame([])]).sort(table.key, maintain_order=True)

    def of(self, ids: list[str]) -> Study:
        """The study of these articles alone."""
        if len(ids) == self.corpus.articles.height:
            return self
        here = pl.col("article_id").is_in(ids)
        articles, paragraphs = (table.filter(here) for table in (self.corpus.articles, self.corpus.paragraphs))
        return replace(self, corpus=replace(self.corpus, articles=articles, paragraphs=paragraphs))


def open_study(folder: str | Path, *, model: str | None = None) -> Study:
    """Open a corpus folder for study; as long as nothing in it changes, the same study is given again.

    Raises CorpusError with all that is not in order.
    """
    return _opened(Path(folder).resolve(), _folder_digest(Path(folder)), model)


@lru_cache(maxsize=1)
def _opened(folder: Path, digest: str, model: str | None) -> Study:
    corpus = read_corpus(folder)
    return Study(corpus, model or corpus.manifest.corpus.model or MODEL)


def _folder_digest(folder: Path) -> str:
    """A check sum of corpus.toml and of everything in raw/."""
    files = [folder / "corpus.toml", *sorted((folder / "raw").rglob("*"))]
    return files_digest(path for path in files if path.is_file())


@cache
def _code_digest() -> str:
    """A check sum of the code and the word lists that make evidence."""
    code = (path for room in ("corpus", "language", "evidence") for path in sorted((HOUSE / room).rglob("*.py")))
    return files_digest([HOUSE / "schema.py", *code, *sorted(LEXICONS.rglob("*.csv")), *made_by()])


def files_digest(files: Iterable[Path]) -> str:
    """A check sum of files: of their names and of what is in them."""
    found = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def as_bytes(frame: pl.DataFrame) -> bytes:
    """A table as it is kept."""
    kept = io.BytesIO()
    frame.write_ipc(kept, compression="zstd")
    return kept.getvalue()


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


def table_digest(*tables: pl.DataFrame) -> str:
    """A check sum of everything in these tables."""
    return hashlib.sha256(b"".join(as_bytes(table.rechunk()) for table in tables)).hexdigest()
