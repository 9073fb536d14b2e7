"""Every clause of a corpus as one row: who does what to whom, as the sentence is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.language.actors import index_articles
from analysis.language.clauses import Clause, clauses
from analysis.language.modality import modality
from analysis.language.parse import ParsedCorpus
from analysis.language.syntactic_control import (
    agent_of_verb,
    passive_subject,
    relative_antecedent,
    understood_object,
    understood_subject,
)

if TYPE_CHECKING:
    from analysis.language.actors.actor_index import ActorIndex
    from analysis.language.document import Token


def clause_table(parsed: ParsedCorpus, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Who does what to whom in each clause, and who is meant where the clause itself names nobody?

    One row is one verb. `subject` and `object` stand in the clause itself; `control` is whoever is understood where it
    has no subject of its own: "criticised the government for *denying*", "ordered the men not to *fire*".
    Read it: `agent` does it, over "by" in the passive; null where the sentence names nobody.
    Beware: the parser is wrong about one verb in ten; I and we are nobody's here, since no voice is known.
    Actors follow `mentions`, or the corpus file where none are given. Columns: `schema.CLAUSES`.
    """
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    rows = [
        {**where[id], **_clause_row(clause, actors)}
        for id, actors in index_articles(parsed, mentions)
        for clause in clauses(actors.doc)
    ]
    return schema.CLAUSES.frame(rows)


def _clause_row(clause: Clause, actors: ActorIndex) -> dict[str, object]:
    verb = clause.verb
    own = verb.child("nsubj", "nsubjpass", "csubj") or (clause.patient if clause.is_passive else clause.agent)
    meant = passive_subject(verb) if clause.is_passive else understood_subject(verb)
    agent = agent_of_verb(verb)
    patient = clause.patient if clause.is_passive else understood_object(verb)
    unreal = modality(verb)
    return {
        "start": verb.idx,
        "end": verb.end,
        "text": verb.text,
        "lemma": verb.lemma_,
        "subject": _noun_phrase_text(own),
        "object": _noun_phrase_text(clause.patient) if not clause.is_passive else None,
        "agent": _noun_phrase_text(agent),
        "passive": clause.is_passive,
        "control": _noun_phrase_text(meant) if own is None else None,
        "negated": unreal == "negated" or verb.child("neg") is not None,
        "modality": unreal,
        "agent_actor": _noun_actor_code(agent, actors),
        "patient_actor": _noun_actor_code(patient, actors),
    }


def _noun_phrase_text(noun: Token | None) -> str | None:
    """A noun with the words in front that belong to it."""
    return noun.doc.text[noun.left_edge.idx : noun.end] if noun is not None else None


def _noun_actor_code(noun: Token | None, actors: ActorIndex) -> str | None:
    return actors.actor(relative_antecedent(noun)) if noun is not None else None
