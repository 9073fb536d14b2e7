"""One corpus with all its evidence: each table made when it is first asked for, and kept by article."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.corpus import Corpus, read_corpus
from analysis.corpus.cache import as_bytes, cache_folder, files_digest, read_cache, write_cache
from analysis.corpus.decisions import CONFIRMED, read_decisions
from analysis.corpus.lists import LEXICONS
from analysis.corpus.placing import place_decisions
from analysis.evidence.acts import acts
from analysis.evidence.apply_decisions import TABLES, apply_decisions
from analysis.evidence.calibration import add_certainty, certain_rows
from analysis.evidence.labels import labels
from analysis.evidence.tolls import tolls
from analysis.evidence.voices import quotations
from analysis.language import ParsedCorpus, parse, sentences, tokens
from analysis.language.actors import mentions
from analysis.language.clause_table import clause_table
from analysis.language.neural_reader import model_files
from analysis.language.parse import MODEL

HOUSE = Path(__file__).parents[1]


@dataclass(frozen=True, eq=False)
class Study:
    """A corpus under study. Its tables are those of `schema`.

    A table is kept on disk by article: what an article says, who the actors are, the model, and the code and word
    lists that read it. Only articles whose rows are not there are parsed. What is kept is the machine's; `decisions` of
    readers (`schema.DECISIONS`) are laid over it, and with `confirmed_only` rows that no reader has seen are left out.
    """

    corpus: Corpus
    model: str = MODEL
    progress: Callable[[int, int], None] | None = None
    decisions: pl.DataFrame = field(default_factory=lambda: schema.DECISIONS.frame([]), repr=False)
    confirmed_only: bool = False
    found: dict[str, pl.DataFrame] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def parsed(self) -> ParsedCorpus:
        return parse(self.corpus, model=self.model, progress=self.progress)

    @cached_property
    def sentences(self) -> pl.DataFrame:
        return sentences(self.corpus)

    @cached_property
    def tokens(self) -> pl.DataFrame:
        return self.cached_by_article(schema.TOKENS, lambda part: tokens(part.parsed))

    def machine_rows(self, kind: str) -> pl.DataFrame:
        """What has the machine found, doubtful rows too, whatever readers have made of it? `kind` as in `decided`."""
        if kind not in self.found:
            self.found[kind] = self.cached_by_article(TABLES[kind], lambda part: _extract_rows(part, kind))
        return self.found[kind]

    @cached_property
    def mentions(self) -> pl.DataFrame:
        return self._standing_rows("actor").select(list(schema.MENTIONS.columns))

    @cached_property
    def clauses(self) -> pl.DataFrame:
        return self.cached_by_article(
            schema.CLAUSES, lambda part: clause_table(part.parsed, part.machine_rows("actor"))
        )

    @cached_property
    def every_quotation(self) -> pl.DataFrame:
        """Doubtful ones too, as in the other tables of evidence; readers' decisions laid over them."""
        return self._standing_rows("quote")

    @property
    def quotations(self) -> pl.DataFrame:
        return certain_rows(self.every_quotation)

    @cached_property
    def every_label(self) -> pl.DataFrame:
        return self._standing_rows("label")

    @property
    def labels(self) -> pl.DataFrame:
        return certain_rows(self.every_label)

    @cached_property
    def every_act(self) -> pl.DataFrame:
        return self._standing_rows("act")

    @property
    def acts(self) -> pl.DataFrame:
        return certain_rows(self.every_act)

    @cached_property
    def every_toll(self) -> pl.DataFrame:
        return self._standing_rows("toll")

    @property
    def tolls(self) -> pl.DataFrame:
        return certain_rows(self.every_toll)

    @cached_property
    def placed_decisions(self) -> pl.DataFrame:
        """Readers' decisions where they stand now, in the order in which they count: see `place_decisions`."""
        return place_decisions(self.decisions, self.corpus)

    @property
    def unplaced_decisions(self) -> pl.DataFrame:
        """Decisions that cannot be laid over the rows, each with the reason in why."""
        return self.placed_decisions.drop_nulls("why")

    def decided_rows(self, kind: str, table: pl.DataFrame) -> pl.DataFrame:
        """What the machine has found, with readers' decisions laid over it; rows rejected are there, with that status.

        `kind`: quote, label, act, toll, or actor for mentions.
        """
        if self.decisions.is_empty():
            return table
        both = (
            None
            if kind in {"quote", "actor"}
            else (certain_rows(self.machine_rows("quote")), certain_rows(self._standing_quotations))
        )
        given = (table, self.placed_decisions, self.corpus)
        return apply_decisions(kind, *given, tokens=lambda: self.tokens, quotations=both)

    @cached_property
    def _standing_quotations(self) -> pl.DataFrame:
        """The quotations that stand, whoever has seen them: voices follow them."""
        return self.decided_rows("quote", self.machine_rows("quote")).filter(pl.col("status") != "rejected")

    def _standing_rows(self, kind: str) -> pl.DataFrame:
        table = self._standing_quotations if kind == "quote" else self.decided_rows(kind, self.machine_rows(kind))
        status = pl.col("status") if "status" in table.columns else pl.lit(schema.MACHINE)
        seen_only = self.confirmed_only and kind != "actor"
        return table.filter(status.is_in(schema.SEEN) if seen_only else status.ne_missing("rejected"))

    @cached_property
    def actor_names(self) -> dict[str, str]:
        """Actor code to name, in the order of the corpus file; others last."""
        return {actor.id: actor.name for actor in self.corpus.manifest.actor} | {
            "EVENT": "the event",
            "OTHER": "others",
        }

    def with_decisions(self, decisions: pl.DataFrame, *, confirmed_only: bool | None = None) -> Study:
        """The same study with other decisions of readers. What it has made of the articles is not made again."""
        seen_only = self.confirmed_only if confirmed_only is None else confirmed_only
        other = replace(self, decisions=decisions, confirmed_only=seen_only)
        made = ("found", "parsed", "sentences", "tokens", "article_digests")
        vars(other).update({name: value for name, value in vars(self).items() if name in made})
        return other

    @property
    def parse_settings(self) -> str:
        """What, besides the corpus and the code, decides how its sentences are read."""
        return self.model

    @cached_property
    def article_digests(self) -> dict[str, str]:
        """Article id to what all its rows depend on, as a check sum."""
        corpus = self.corpus
        shared = f"{code_digest()} {self.parse_settings} {corpus.actors.write_ndjson()}"
        cut = corpus.paragraphs.group_by("article_id").agg(pl.struct("start", "end", "section")).sort("article_id")
        parts = dict(cut.iter_rows())
        return {
            id: hashlib.sha256(f"{shared} {event} {outlet} {id} {parts.get(id)} {text}".encode()).hexdigest()
            for id, event, outlet, text in corpus.articles.select("article_id", "event", "outlet", "text").iter_rows()
        }

    def cached_by_article(
        self, table: schema.Table, make: Callable[[Study], pl.DataFrame], *, code: str = ""
    ) -> pl.DataFrame:
        """The rows of all articles: those kept on disk, and those made now by `make` and kept.

        `code` is a check sum of what else the rows depend on, such as code that is no evidence.
        """
        if self.corpus.is_lexical_only and table.name not in {"tokens", "mentions"}:
            return table.frame([])
        place = cache_folder() / "evidence.sqlite"
        keys = {id: f"{table.name} {key}{code}" for id, key in self.article_digests.items()}
        rows = read_cache(place, list(keys.values()))
        frames = {id: pl.read_ipc(io.BytesIO(rows[key])) for id, key in keys.items() if key in rows}
        if missing := [id for id in keys if id not in frames]:
            made = make(self.subset(missing))
            parts = made.partition_by("article_id", as_dict=True)
            frames |= {id: parts.get((id,), made.clear()) for id in missing}
            write_cache(place, {keys[id]: as_bytes(frames[id]) for id in missing})
        return pl.concat(list(frames.values()) or [table.frame([])]).sort(table.key, maintain_order=True)

    def subset(self, ids: list[str]) -> Study:
        """The study of these articles alone."""
        if len(ids) == self.corpus.articles.height:
            return self
        here = pl.col("article_id").is_in(ids)
        articles, paragraphs = (table.filter(here) for table in (self.corpus.articles, self.corpus.paragraphs))
        part = replace(self, corpus=replace(self.corpus, articles=articles, paragraphs=paragraphs))
        return replace(part, decisions=part.own_decisions(self.decisions))

    def own_decisions(self, decisions: pl.DataFrame) -> pl.DataFrame:
        """Those of some decisions that are on articles of this study, or on the same texts under another name."""
        ids, texts = (self.corpus.articles[name].to_list() for name in ("article_id", "sha256"))
        return decisions.filter(pl.col("article_id").is_in(ids) | pl.col("sha256").is_in(texts))


def _extract_rows(study: Study, kind: str) -> pl.DataFrame:
    """The machine's rows of one kind."""
    if kind == "actor":
        return mentions(study.parsed)
    named = study.machine_rows("actor")
    if kind == "quote":
        return add_certainty("quote", quotations(study.parsed, named), study.corpus.articles)
    said = certain_rows(study.machine_rows("quote"))
    if kind == "toll":
        return add_certainty("figure", tolls(study.parsed, said, mentions=named), study.corpus.articles)
    return (labels if kind == "label" else acts)(study.parsed, named, said)


def open_study(folder: str | Path, *, model: str | None = None, confirmed_only: bool | None = None) -> Study:
    """Open a corpus folder for study, with readers' decisions; the same study again as long as nothing in it changes.

    `confirmed_only`: only rows that a reader has seen count; without it, as COUNTERFRAME_CONFIRMED in the environment
    has it. Raises CorpusError with all that is not in order.
    """
    seen = bool(os.environ.get(CONFIRMED)) if confirmed_only is None else confirmed_only
    return _cached_study(Path(folder).resolve(), _folder_digest(Path(folder)), model, seen)


@lru_cache(maxsize=1)
def _cached_study(folder: Path, digest: str, model: str | None, confirmed_only: bool) -> Study:
    corpus = read_corpus(folder)
    decisions = read_decisions(folder, corpus.manifest)
    model = model or corpus.manifest.corpus.model or MODEL
    return Study(corpus, model, decisions=decisions, confirmed_only=confirmed_only)


def _folder_digest(folder: Path) -> str:
    """A check sum of corpus.toml, of everything in raw/, and of readers' decisions."""
    raw, decided = sorted((folder / "raw").rglob("*")), sorted((folder / "decisions").glob("*.jsonl"))
    files = [folder / "corpus.toml", folder / "links.csv", *raw, *decided]
    return files_digest(path for path in files if path.is_file())


@cache
def code_digest() -> str:
    """A check sum of the code and the word lists that make evidence."""
    rooms = ("schema", "corpus", "language", "evidence")
    code = (path for room in rooms for path in sorted((HOUSE / room).rglob("*.py")))
    return files_digest([*code, *sorted(LEXICONS.rglob("*.csv")), *model_files()])


def add_sentences(spans: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
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
