"""Every clause of a corpus as one row: who does what to whom, as the sentence is built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.language.actors import actor_indexes
from analysis.language.clauses import Clause, clauses
from analysis.language.control import agent_of, antecedent, passive_holder, understood_object, understood_subject
from analysis.language.modality import modality
from analysis.language.parse import Parsed

if TYPE_CHECKING:
    from analysis.language.actors.index import ActorIndex
    from analysis.language.document import Token


def clause_table(parsed: Parsed, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Who does what to whom in each clause, and who is meant where the clause itself names nobody?

    One row is one verb. `subject` and `object` stand in the clause itself; `control` is whoever is understood where it
    has no subject of its own: "criticised the government for *denying*", "ordered the men not to *fire*".
    Read it: `agent` does it, over "by" in the passive; null where the sentence names nobody.
    Beware: the parser is wrong about one verb in ten; I and we are nobody's here, since no voice is known.
    Actors follow `mentions`, or the corpus file where none are given. Columns: `schema.CLAUSES`.
    """
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    rows = [
        {**where[id], **_row(clause, actors)}
        for id, actors in actor_indexes(parsed, mentions)
        for clause in clauses(actors.doc)
    ]
    return schema.CLAUSES.frame(rows)


def _row(clause: Clause, actors: ActorIndex) -> dict[str, object]:
    verb = clause.verb
    own = verb.child("nsubj", "nsubjpass", "csubj") or (clause.patient if clause.is_passive else clause.agent)
    meant = passive_holder(verb) if clause.is_passive else understood_subject(verb)
    agent = agent_of(verb)
    patient = clause.patient if clause.is_passive else understood_object(verb)
    unreal = modality(verb)
    return {
        "start": verb.idx,
        "end": verb.end,
        "text": verb.text,
        "lemma": verb.lemma_,
        "subject": _phrase(own),
        "object": _phrase(clause.patient) if not clause.is_passive else None,
        "agent": _phrase(agent),
        "passive": clause.is_passive,
        "control": _phrase(meant) if own is None else None,
        "negated": unreal == "negated" or verb.child("neg") is not None,
        "modality": unreal,
        "agent_actor": _actor(agent, actors),
        "patient_actor": _actor(patient, actors),
    }


def _phrase(noun: Token | None) -> str | None:
    """A noun with the words in front that belong to it."""
    return noun.doc.text[noun.left_edge.idx : noun.end] if noun is not None else None


def _actor(noun: Token | None, actors: ActorIndex) -> str | None:
    return actors.actor(antecedent(noun)) if noun is not None else None
