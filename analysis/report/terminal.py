"""A corpus and its words as plain text, for the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from analysis.corpus import Corpus


def counts(corpus: Corpus) -> dict[str, int]:
    """How much of what is in a corpus: events, outlets, articles, paragraphs, actors."""
    kinds = {"event": corpus.manifest.event, "outlet": corpus.manifest.outlet, "article": corpus.manifest.article}
    counted = {f"{kind}s": len(rows) for kind, rows in kinds.items()}
    return {**counted, "paragraphs": corpus.paragraphs.height, "actors": len(corpus.manifest.actor)}


def counted(counts: dict[str, int]) -> str:
    """Counts in words: "1 event, 5 articles"."""
    return ", ".join(f"{n:,} {kind[:-1] if n == 1 else kind}" for kind, n in counts.items())


def check_lines(corpus: Corpus) -> str:
    """What is in a corpus that is in order: an article a line, then the phrases that are nowhere."""
    lines = [f"The corpus {corpus.manifest.corpus.id!r} is in order: {counted(counts(corpus))}."]
    rows = corpus.articles.select("event", "outlet", "article_id", "date", "text").sort("event", "outlet", "article_id")
    for event, outlet, id, date, text in rows.iter_rows():
        lines.append(f"  {event:<16} {outlet:<16} {id:<28} {date}  {len(text.split()):>7,} words, split at spaces")
    unused = corpus.audit.filter(action="unused").select("article_id", "before", "reason").iter_rows()
    return "\n".join([*lines, *(f"  Mind: {id}: {phrase!r} is nowhere ({why})" for id, phrase, why in unused)])


def kwic_lines(found: pl.DataFrame, shown: pl.DataFrame, query: str, *, width: int, of: int) -> str:
    """Places of a word under one another, and how many there are in how many of the corpus's `of` articles."""
    name = max((len(outlet) for outlet in shown["outlet"]), default=0)
    lines = [
        f"{row['outlet']:<{name}}  {row['before']:>{width}}[{row['match']}]{row['after']}"
        for row in shown.iter_rows(named=True)
    ]
    places = counted({"places": found.height})
    return "\n".join([*lines, f"{query!r}: {places} in {found['article_id'].n_unique()} of {of} articles"])
