"""From the articles of one shard to its tables: what any worker, on any machine, makes the same."""

from __future__ import annotations

import io
import json
from collections.abc import Collection

import polars as pl

from analysis import schema
from analysis.corpus import Corpus
from analysis.corpus.cache import as_bytes
from analysis.corpus.manifest import Manifest
from analysis.corpus.shards import as_parquet
from analysis.evidence.study import Study, code_digest
from analysis.language.word_counts import text_word_counts, word_table

ERRORS = schema.Table(
    "errors",
    "one article that could not be read",
    ("article_id",),
    {**schema.WHERE, "reason": (schema.STR, "what went wrong, in the program's words")},
)
KINDS = {"mentions": "actor", "quotations": "quote", "labels": "label", "acts": "act", "tolls": "toll"}
TABLES = {table.name: table for table in schema.TABLES}
LONG = 300  # characters of a reason


def shard_input(study: Study, ids: list[str], alone: Collection[str]) -> bytes:
    """All that `shard_files` needs, as bytes that any machine can read.

    `alone`: articles that are an outlet's only ones on an event; their words are counted in ten parts.
    """
    corpus = study.subset(ids).corpus
    own = set(ids)
    manifest = corpus.manifest.model_copy(
        update={"article": tuple(article for article in corpus.manifest.article if article.id in own)}
    )
    tables = {name: as_bytes(getattr(corpus, name)).hex() for name in ("articles", "paragraphs")}
    said: dict[str, object] = {
        "manifest": manifest.model_dump_json(),
        "model": study.model,
        "code": code_digest(),
        **tables,
    }
    said["alone"] = [id for id in ids if id in alone]
    return json.dumps(said).encode()


def shard_files(given: bytes) -> dict[str, bytes]:
    """Which tables do the articles of a shard have? Name to Parquet; an article that cannot be read is in `errors`.

    articles, paragraphs, sentences; words (how often each stands in each part); mentions, quotations, labels, acts,
    tolls as the machine finds them, doubtful rows too; clauses. Raises ValueError where the code here is not that of
    whoever asks.
    """
    said = json.loads(given)
    if said["code"] != code_digest():
        raise ValueError("this worker has another version of the suite, or other word lists; give all the same")
    articles, paragraphs = (pl.read_ipc(io.BytesIO(bytes.fromhex(said[name]))) for name in ("articles", "paragraphs"))
    corpus = Corpus(Manifest.model_validate_json(said["manifest"]), articles, paragraphs, schema.AUDIT.frame([]))
    study = Study(corpus, said["model"])
    errors: list[dict[str, object]] = []
    try:
        tables = _tables(study)
    except Exception:  # whatever one article makes a reader raise, the others are read
        tables, errors = _one_by_one(study)
    counts = text_word_counts(articles, language=corpus.manifest.corpus.language, alone=said["alone"])
    tables |= {
        "articles": articles,
        "paragraphs": paragraphs,
        "words": word_table(counts),
        "errors": ERRORS.frame(errors),
    }
    return {name: as_parquet(table) for name, table in tables.items()}


def _tables(study: Study) -> dict[str, pl.DataFrame]:
    found = {name: study.machine_rows(kind) for name, kind in KINDS.items()}
    return {"sentences": study.sentences, "clauses": study.clauses, **found}


def _one_by_one(study: Study) -> tuple[dict[str, pl.DataFrame], list[dict[str, object]]]:
    """The tables of all articles that can be read, and the others with the reason."""
    read: list[dict[str, pl.DataFrame]] = []
    errors: list[dict[str, object]] = []
    for row in study.corpus.articles.select(list(schema.WHERE)).to_dicts():
        try:
            read.append(_tables(study.subset([row["article_id"]])))
        except Exception as wrong:  # as above
            errors.append({**row, "reason": f"{type(wrong).__name__}: {' '.join(str(wrong).split())}"[:LONG]})
    read = read or [{name: TABLES[name].frame([]) for name in ("sentences", "clauses", *KINDS)}]
    joined = {name: pl.concat([tables[name] for tables in read]) for name in read[0]}
    return {name: table.sort(TABLES[name].key, maintain_order=True) for name, table in joined.items()}, errors
