"""What do several notebooks ask for? It is read from the articles once, before the first of them runs."""

from __future__ import annotations

import polars as pl

AT_ONCE = 50  # articles whose parse is held
STEPS = ("prepare_evidence", "prepare_links")
CODE = "__import__('analysis.report.prepare', fromlist=['prepare']).{}({!r}, {}, {})"


def preparations(folder: str, parts: int, jobs: int) -> list[list[str]]:
    """What kernels run before the notebooks: step by step, code for each kernel that takes part."""
    return [
        [CODE.format(step, folder, part, of) for part in range(of)]
        for step, of in zip(STEPS, (parts, jobs), strict=False)
    ]


def prepare_evidence(folder: str, part: int, of: int) -> None:
    """Parses every `of`-th article from the `part`-th on, some at a time, and keeps the evidence in it on disk."""
    from analysis.measures.frame_reader import frame_chances
    from analysis.measures.large_corpora import open_told

    study = open_told(folder)
    ids = study.corpus.articles["article_id"].gather_every(of, part).to_list()
    for first in range(0, len(ids), AT_ONCE):
        some = study.subset(ids[first : first + AT_ONCE])
        for table in ("tokens", "mentions", "quotations", "labels", "acts", "tolls"):
            getattr(some, table)
        if not study.corpus.is_lexical_only:  # the articles as the reader has read them are in memory still
            frame_chances(some.sentences, some.corpus.articles)


def prepare_links(folder: str, part: int, of: int) -> None:
    """Compares the sentences of every `of`-th event from the `part`-th on, and keeps the links on disk."""
    from analysis.measures.alignment_links import study_links, study_units
    from analysis.measures.large_corpora import open_told

    study = open_told(folder)
    if study.corpus.is_lexical_only:
        return
    articles = study.corpus.articles
    for event in articles["event"].unique(maintain_order=True).gather_every(of, part):
        some = study.subset(articles.filter(pl.col("event") == event)["article_id"].to_list())
        study_links(some, study_units(some))
