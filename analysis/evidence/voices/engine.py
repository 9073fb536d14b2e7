"""Articles to quotations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.evidence.voices.hearsay import hearsay
from analysis.evidence.voices.lexicon import Lexicon, lexicon
from analysis.evidence.voices.lines import announced, line_reports
from analysis.evidence.voices.marks import TAG, marked
from analysis.evidence.voices.names import Speakers
from analysis.evidence.voices.quoted import quoted
from analysis.evidence.voices.reports import reports
from analysis.evidence.voices.rows import rows
from analysis.evidence.voices.tree import Tree, tree_of
from analysis.evidence.voices.whose import AtToken, InText, actors_at, aliases, peoples

if TYPE_CHECKING:
    from analysis.language.parse import Parsed

EXTRA = {
    **dict.fromkeys(("source_start", "source_end", "cue_start", "cue_end", "attribution"), pl.Int64()),
    "scare": pl.Boolean(),
}


def quotations(parsed: Parsed, mentions: pl.DataFrame | None = None, *, wide: bool = False) -> pl.DataFrame:
    """Who says what, in whose words?

    Read it: one row is one stretch of reported speech. `direct` a clause in quotation marks, `partial` a word or
    phrase in them, `indirect` retold without them, `scare` in them and attributed to nobody.
    Beware: `wide` also takes thoughts, wishes and what evidence shows, as corpora of attribution do.

    Columns: `schema.QUOTATIONS`, then source_start, source_end, cue_start, cue_end (characters; null where there
    is none), attribution (the same number for all stretches of one attribution) and scare (true where the marks
    hold a word at a distance; false for names, titles and terms, and for all that is not of the type scare).
    """
    words = lexicon()
    spans: dict[str, list[tuple[int, int]]] = {}
    for id, start, end in parsed.paragraphs.select("article_id", "start", "end").iter_rows():
        spans.setdefault(id, []).append((start, end))
    found: list[dict[str, object]] = []
    for part in parsed.by_event():
        names, actors = (aliases(part), peoples(part)), dict(actors_at(part, mentions))
        for article in part.articles.select("event", "outlet", "article_id").iter_rows(named=True):
            id = article["article_id"]
            tree = tree_of(part.docs[id])
            of_article = _article(tree, spans.get(id, []), words, actors[id](tree), names, wide)
            found += [{**article, **row} for row in of_article]
    return _frame(found)


def _article(
    tree: Tree,
    paragraphs: list[tuple[int, int]],
    words: Lexicon,
    at: AtToken,
    names: tuple[InText, Callable[[str], bool]],
    wide: bool,
) -> list[dict[str, object]]:
    """The rows of one article."""
    marks = marked(tree.text, paragraphs)
    inside = [False] * len(tree)
    for mark in marks:
        for token in tree.within(mark.start, mark.end):
            inside[token] = True
    for tag in TAG.finditer(tree.text):
        for token in tree.within(*tag.span()):
            inside[token] = True
    found = reports(tree, words, inside, wide=wide)
    announced(tree, found, paragraphs, marks)
    found += [] if wide else list(hearsay(tree, found, inside))
    found = sorted([*found, *line_reports(tree, paragraphs, marks)], key=lambda report: report.cue.at)
    heads = [report.head for report in found if report.head is not None]
    return list(rows(tree, found, quoted(tree, marks, found), Speakers(tree, inside, at, *names, heads), wide=wide))


def _frame(found: list[dict[str, object]]) -> pl.DataFrame:
    table = {name: dtype for name, (dtype, _) in schema.QUOTATIONS.columns.items()}
    return (
        pl.DataFrame(found, schema={**table, **EXTRA})
        .unique(schema.QUOTATIONS.key, keep="first", maintain_order=True)
        .sort(schema.QUOTATIONS.key, maintain_order=True)
    )
