"""The same articles cut into sentences by another rule, and read again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.corpus import plain
from analysis.corpus.cache import files_digest
from analysis.evidence.study import Study
from analysis.language import ParsedCorpus, pipeline
from analysis.language import tokens as words_of
from analysis.language.document import build_document

if TYPE_CHECKING:
    from spacy.tokens import Doc

SPLITTERS = ("ours", "parser", "marks")
STOP = re.compile(r"[.!?]+[\"')\]]*\s+")
Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class ResplitStudy(Study):
    """A study whose sentences end where another rule says. All its evidence is found anew in these sentences."""

    splitter: str = field(default="marks", kw_only=True)

    @property
    def parse_settings(self) -> str:
        return f"{self.model} {self.splitter}"

    @cached_property
    def parsed(self) -> ParsedCorpus:
        return _reparse(self)

    @cached_property
    def sentences(self) -> pl.DataFrame:
        if self.corpus.is_lexical_only:  # of such a corpus words alone are kept
            return _sentences_of_parse(self.parsed)
        return self._kept(schema.SENTENCES, lambda part: _sentences_of_parse(part.parsed))

    @cached_property
    def tokens(self) -> pl.DataFrame:
        return self._kept(schema.TOKENS, _tokens_in_sentences)

    def _kept(self, table: schema.Table, make: Callable[[Study], pl.DataFrame]) -> pl.DataFrame:
        return self.cached_by_article(table, make, code=files_digest([Path(__file__)]))


def resplit_study(study: Study, splitter: str) -> Study:
    """The study with sentences by this rule: ours, parser (spaCy's, inside a paragraph) or marks (every . ! ?).

    Raises ValueError for another rule.
    """
    if splitter not in SPLITTERS:
        raise ValueError(f"no splitter {splitter!r}; splitters here: {', '.join(SPLITTERS)}; choose one of them")
    if splitter == "ours":
        return study
    given = (study.corpus, study.model, study.progress, study.decisions, study.confirmed_only)
    other = ResplitStudy(*given, splitter=splitter)
    vars(other)["placed_decisions"] = study.placed_decisions  # on the same texts, wherever a sentence ends
    return other


def _reparse(study: ResplitStudy) -> ParsedCorpus:
    nlp, corpus = pipeline(study.model), study.corpus
    spans: dict[str, Spans] = {id: [] for id in corpus.articles["article_id"]}
    for id, start, end in corpus.paragraphs.select("article_id", "start", "end").iter_rows():
        spans[id].append((start, end))
    docs = {}
    for done, (id, text) in enumerate(corpus.articles.select("article_id", "text").iter_rows(), start=1):
        doc = nlp(_doc_with_breaks(nlp.make_doc(plain(text)), spans[id], study.splitter))
        docs[id] = build_document(doc, text, spans[id])
        if study.progress:
            study.progress(done, corpus.articles.height)
    return ParsedCorpus(corpus.articles, corpus.paragraphs, corpus.actors, docs, f"{study.model}, {study.splitter}")


def _doc_with_breaks(doc: Doc, paragraphs: Spans, splitter: str) -> Doc:
    """A tokenised text that breaks at each paragraph, and with the rule of marks at each mark and nowhere else."""
    starts = [start for start, _ in paragraphs]
    if splitter == "marks":
        starts += [
            s + found.end() for s, e in paragraphs for found in STOP.finditer(doc.text[s:e]) if s + found.end() < e
        ]
    opening = set(starts)
    for token in doc:
        opens = token.idx in opening
        token.is_sent_start = True if opens else (False if splitter == "marks" or token.is_space else None)
    return doc


def _sentences_of_parse(parsed: ParsedCorpus) -> pl.DataFrame:
    """Sentences as the parse has them, each in its paragraph. Columns: `schema.SENTENCES`."""
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[dict[str, object]] = []
    for (id,), group in parsed.paragraphs.sort("article_id", "start").group_by("article_id", maintain_order=True):
        paragraphs = list(enumerate(group.iter_rows(named=True), start=1))
        for sentence in parsed.docs[str(id)].sents:
            kept = [token for token in sentence if not token.is_space]
            here = [(number, row) for number, row in paragraphs if kept and row["start"] <= kept[0].idx < row["end"]]
            if here:
                number, row = here[0]
                start, end = kept[0].idx, min(kept[-1].idx + len(kept[-1]), row["end"])
                place = {"start": start, "end": end, "paragraph": number, "text": texts[str(id)][start:end]}
                rows.append({**row, **place})
    return schema.SENTENCES.frame(rows)


def _tokens_in_sentences(study: Study) -> pl.DataFrame:
    """Tokens of a parse in the sentences of `_sentences_of_parse`. Columns: `schema.TOKENS`."""
    inside = study.sentences.select("article_id", "section", sentence_start="start", start="start")
    return (
        words_of(study.parsed)
        .drop("section", "sentence_start")
        .sort("article_id", "start")
        .join_asof(inside, on="start", by="article_id", check_sortedness=False)
        .select(list(schema.TOKENS.columns))
    )
