"""Is the machine's source of a report the coder's?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.language.document import Document, Token


def head(doc: Document, start: int, end: int) -> Token | None:
    """The word on which the others of a phrase depend."""
    span = doc.overlapping_span(start, end)
    return span.root if span is not None and len(span) else None


def same_source(doc: Document, coded: tuple[int, int], row: dict[str, Any]) -> bool:
    """Does the machine's row name the coded source?

    Yes if each phrase holds the head of the other ("Clinton" is not "the Clinton campaign"), or if the machine
    points at no phrase in the text but the last word of its speaker's name is the head of the coded phrase.
    """
    wanted = head(doc, *coded)
    if wanted is None:
        return False
    if row.get("source_start") is None:
        named = str(row.get("speaker") or "").lower().split()
        return bool(named) and named[-1] == wanted.lower_
    start, end = row["source_start"], row["source_end"]
    mine = head(doc, start, end)
    return mine is not None and start <= wanted.idx < end and coded[0] <= mine.idx < coded[1]
