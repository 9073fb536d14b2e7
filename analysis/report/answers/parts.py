"""Parts of sentences that several answers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.inference.seen import readers, seen
from analysis.report.prose import Prose, listed, number, say

if TYPE_CHECKING:
    from analysis.evidence.study import Study

NOBODY = ("OTHER", "EVENT")  # codes that are no actor of the corpus file


def articles_of(study: Study) -> str:
    """All articles of a study: "the one article", "these five articles"."""
    n = study.corpus.articles.height
    return "the one article" if n == 1 else f"these {number(n, 'article')}"


def no_actors(study: Study) -> Prose:
    """That a table of actors is what is missing; nothing where there is one."""
    if study.corpus.manifest.actor:
        return Prose("")
    return Prose(
        "The corpus file names no actors, so nobody can be told from “others” here: "
        "`counterframe actors CORPUS --write` suggests a table of them."
    )


def several_events(study: Study) -> str:
    """That a number is one over all events: "Over all 12 events, "; nothing where no outlet reports several."""
    stories = study.corpus.articles.select("event", "outlet").unique()
    if not stories["outlet"].is_duplicated().any():
        return ""
    events = stories["event"].n_unique()
    return "Over both events, " if events == 2 else f"Over all {number(events, 'event')}, "


def checked(study: Study, kind: str, table: pl.DataFrame, rows: str) -> Prose:
    """How many of the rows that are counted has a reader checked, and who? Nothing where nobody has."""
    n, total = seen(table)
    if not n:
        return Prose("")
    return say(
        "Checked, and put right where wrong: {n} of the {total} {rows} counted here, by {who}.",
        n=n,
        total=total,
        rows=rows,
        who=listed(readers(study, kind)),
    )


def joined(*parts: Prose) -> Prose:
    """Sentences as one paragraph; empty ones are left out."""
    return Prose(" ".join(part.text for part in parts if part.text))
