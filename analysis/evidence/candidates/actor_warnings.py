"""What is odd about the actors that corpus.toml lists?"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.corpus import Corpus, Problem, plain
from analysis.language.actors.alias_matcher import build_alias_matcher


def actor_warnings(corpus: Corpus) -> list[Problem]:
    """Which actors are named nowhere, which articles name none, which names are two actors'?

    Only names are looked up, no sentence is read: an actor may still be meant by a noun or a pronoun.
    """
    if corpus.actors.is_empty():
        what = "no actors: voices, labels and acts will be nobody's; counterframe actors FOLDER --write proposes some"
        return [Problem("corpus.toml", None, what)]
    return list(_unsorted_warnings(corpus))


def _unsorted_warnings(corpus: Corpus) -> Iterator[Problem]:
    files, named, double = {one.id: one.file for one in corpus.manifest.article}, set[str](), set[tuple[str, ...]]()
    for event in corpus.events:
        here = corpus.actors.filter(pl.col("events").is_null() | pl.col("events").list.contains(event))
        names = build_alias_matcher(here)
        shared = here.group_by("alias").agg(pl.col("actor").sort()).filter(pl.col("actor").list.len() > 1)
        double |= {(alias, *actors) for alias, actors in shared.iter_rows()}
        for id, text in corpus.articles.filter(event=event).select("article_id", "text").iter_rows():
            found = {one.alias.actor for one in names.find_matches(plain(text))}
            named |= found
            if not found:
                yield Problem(files[id], None, "names no actor; is one missing in corpus.toml?")
    for alias, *actors in sorted(double):
        what = (
            f"{alias!r} is a name of {' and of '.join(map(repr, actors))}; it counts for the first: take it from others"
        )
        yield Problem("corpus.toml", None, what)
    for actor in corpus.manifest.actor:
        if actor.id not in named:
            yield Problem(
                "corpus.toml", None, f"actor {actor.id!r} is named in no article; correct its names or delete it"
            )
