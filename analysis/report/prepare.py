"""What do several notebooks ask for? It is read from the articles once, before the first of them runs."""

from __future__ import annotations

from dataclasses import replace

import polars as pl


def prepare_evidence(folder: str, part: int, of: int) -> None:
    """Parses every `of`-th article from the `part`-th on and keeps the evidence in it on disk.

    With `of` = 1 the study stays in memory as well, for the notebooks that run in the same process.
    """
    from analysis.evidence.study import open_study
    from analysis.measures.frame_reader import frame_chances

    study = open_study(folder)
    if of > 1:
        corpus = study.corpus
        here = pl.col("article_id").is_in(corpus.articles["article_id"].gather_every(of, part).implode())
        articles, paragraphs = corpus.articles.filter(here), corpus.paragraphs.filter(here)
        study = replace(study, corpus=replace(corpus, articles=articles, paragraphs=paragraphs))
    for table in ("tokens", "mentions", "quotations", "labels", "acts", "tolls"):
        getattr(study, table)
    if not study.corpus.is_lexical_only:
        frame_chances(study.sentences, study.corpus.articles)  # the articles as the reader has read them are in memory
