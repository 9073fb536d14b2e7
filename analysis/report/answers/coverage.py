"""Answers to: what does one report that the other leaves out, and how is the same statement retold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.inference.seen import readers
from analysis.report.prose import Prose, count, listed, number, percent, say, verb

if TYPE_CHECKING:
    from analysis.evidence.study import Study


def coverage(study: Study, links: pl.DataFrame, shares: pl.DataFrame, *, encoder: str) -> Prose:
    """How much of the articles has a counterpart in another outlet?

    Takes the links that are shown, and the table of `alone`; sentences of events with one outlet have none to compare.
    """
    compared = shares.drop_nulls("share")
    if compared.is_empty():
        return say(
            "Nothing can be compared: no event here is reported by two outlets. {needed}",
            needed="Add an article of another outlet on the same event.",
        )
    linked, n = int(compared["n"].sum()), int(compared["n_sentences"].sum())
    confirmed, rejected = (links.filter(pl.col("status") == status).height for status in ("confirmed", "rejected"))
    proposed = links.height - confirmed - rejected
    most = "Most of what an article says has no counterpart in the others: " if 2 * linked < n else ""
    return say(
        "{most}{share} sentences {have} a link to a sentence of another outlet. There {are} {links}: {confirmed} "
        "confirmed by {reader}, {rejected} rejected, {proposed} proposed by machine and not yet judged. The machine "
        "misses many: a missing link is no proof of silence. Compared with: {encoder}.",
        most=most,
        share=percent(linked / n, n),
        have=verb(linked, "has", "have"),
        are=verb(links.height),
        links=number(links.height, "link"),
        confirmed=count(confirmed),
        reader=listed(readers(study, "link")) or "a reader",
        rejected=count(rejected),
        proposed=count(proposed),
        encoder=encoder,
    )


def wire(passages: pl.DataFrame) -> str:
    """What stands below a table of shared passages that may be empty?"""
    return "No rows: no two of these articles share such a passage." if passages.is_empty() else ""
