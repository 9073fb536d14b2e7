"""Answers to: what does one report that the other leaves out, and how is the same statement retold?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.codings.review.progress import deciding_readers
from analysis.corpus.claim_words import holding
from analysis.measures import coverage as measures
from analysis.report.answers.parts import compared_events, rows_of
from analysis.report.prose import Prose, claim, count, counted, listed, number, quoted, say, share, verb

if TYPE_CHECKING:
    from analysis.evidence.study import Study


OFTEN = 3  # sentences with an actor, beside none


def coverage(study: Study, links: pl.DataFrame, shares: pl.DataFrame, pieces: pl.DataFrame) -> Prose:
    """How much of the articles has a counterpart in another outlet?

    Takes the links that are shown, the table of `counterpart_shares`, and that of `sentence_units`; sentences of events
    with one outlet have none to compare.
    """
    compared = shares.drop_nulls("share")
    if compared.is_empty():
        return say(
            "{nothing} can be compared: {no} event here is reported by two outlets. {needed}",
            nothing=claim("Nothing", articles=compared.height),
            no=claim("no", events=compared_events(study)),
            needed="Add an article of another outlet on the same event.",
        )
    linked, n = int(compared["n"].sum()), int(compared["n_sentences"].sum())
    every = rows_of(study, _both_sentences(study, links))
    judged = {name: links.filter(pl.col("status") == name) for name in ("confirmed", "rejected", "proposed")}
    said = {
        name: counted(count(some.height), rows_of(study, _both_sentences(study, some))) for name, some in judged.items()
    }
    return say(
        "{share} sentences {have} a link to a sentence of another outlet that tells the same; the rest stands in one "
        "outlet alone, as far as the machine sees. {silent}Of {links} of sentences {confirmed} {were} confirmed by "
        "{reader}, {rejected} rejected, and {proposed} {wait} to be judged. The machine misses many: a missing "
        "link is no proof of silence.",
        silent=_silent(study, pieces),
        share=share(linked / n, n, *_linked(study, links, compared)),
        have=verb(linked, "has", "have"),
        links=counted(number(links.height, "linked pair"), every),
        were=verb(judged["confirmed"].height, "was", "were"),
        wait=verb(judged["proposed"].height, "waits", "wait"),
        reader=quoted(deciding_readers(study, "link")) or "a reader",
        **said,
    )


def _silent(study: Study, pieces: pl.DataFrame) -> Prose:
    """Which actor does one outlet name often, and another on the same event not at all?"""
    found = measures.unit_coverage(pieces, study.sentences).with_columns(least=pl.col("n").min().over("event", "unit"))
    often = found.filter(pl.col("least") == 0, pl.col("n") >= OFTEN)
    rows = often.sort("n", "unit", "outlet", descending=[True, False, False])
    if rows.is_empty():
        return Prose("")
    top = rows.row(0, named=True)
    lacking = found.filter(pl.col("n") == 0, event=top["event"], unit=top["unit"])
    said = pieces.filter(kind="actor", event=top["event"], unit=top["unit"], outlet=top["outlet"])
    return say(
        "{outlet} has {n} with {actor}, and {none} such sentence stands in {lacking}. ",
        actor=study.actor_names.get(top["unit"], top["unit"]),
        n=counted(number(top["n"], "sentence"), rows_of(study, said.drop("unit", "words"))),
        outlet=top["outlet"],
        none=claim("no", sentences=int(lacking["n"].sum())),
        lacking=listed(lacking["outlet"].to_list()),
    )


def _both_sentences(study: Study, links: pl.DataFrame) -> pl.DataFrame:
    """Links with the words of both sentences."""
    words = study.sentences.select("article_id", "start", sentence="text")
    other = words.rename({"article_id": "other_id", "start": "other_start", "sentence": "other_sentence"})
    found = links.join(words, on=["article_id", "start"], how="left", maintain_order="left")
    return found.join(other, on=["other_id", "other_start"], how="left", maintain_order="left")


def _linked(study: Study, links: pl.DataFrame, compared: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sentences with a link that was not rejected, and all of the articles that can be compared."""
    sentences = study.sentences.drop("text").join(compared, on="article_id", how="semi")
    return rows_of(study, measures.sentences_with_counterpart(links, sentences)), rows_of(study, sentences)


def wire(passages: pl.DataFrame) -> str:
    """What stands below a table of shared passages that may be empty?"""
    if passages.height:
        return ""
    return holding("No rows: no two of these articles share such a passage.", no={"passages": passages.height})
