"""Uses of force that the reader finds where no list has one: who does them to whom, and how sure they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from analysis.evidence.acts.act_finder import Act
from analysis.evidence.acts.lexicon_conditions import is_figurative_noun, is_figurative_verb
from analysis.evidence.acts.role_resolver import UNSTATED, RoleResolver
from analysis.evidence.calibration import certainty_columns, is_below_threshold
from analysis.evidence.pointer_votes import most_voted_actor
from analysis.language.document import Span
from analysis.language.neural_reader import FORMS, ArticleReading, ReaderSpan

TELLING = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "ADV"})  # "the" alone tells of no act
NO_ACT = 0.015  # no listed word with twice this chance was an act in the articles that the reader learnt from
EVEN = 0.5  # from this chance on a word that is used of other things as well is an act three times in four
Row = dict[str, object]


def is_likely_act(act: Act, chance: float | None) -> bool:
    """Does the reader leave a listed word its chance? Without a reader (None) only what is doubtful falls out."""
    if chance is None:
        return not act.is_doubtful
    return chance >= (EVEN if act.is_doubtful else NO_ACT)


def reader_acts(roles: RoleResolver, reading: ArticleReading, rows: Sequence[Row], text: str) -> Iterator[Row]:
    """The reader's acts that share no character with those that the lists have found, as rows."""
    doc = roles.actors.doc
    taken = {at for row in rows for at in range(int(str(row["start"])), int(str(row["end"])))}
    for found in reading.found["act"]:
        words = doc.overlapping_span(found.start, found.end)
        if is_below_threshold("act", found.chance) or not words or not taken.isdisjoint(range(found.start, found.end)):
            continue
        if words.root.pos_ not in TELLING or _is_figurative(roles, words):
            continue
        forms = found.answers["form"]
        form = FORMS[forms.index(max(forms))]
        yield {
            "start": found.start,
            "end": found.end,
            "text": text[found.start : found.end],
            "lemma": roles.singular_lemma(words.root),
            "agent": _most_voted_role_actor(roles, found, "agent") if form != "passive_agentless" else UNSTATED,
            "patient": _most_voted_role_actor(roles, found, "patient"),
            "form": form,
            "cline": form,
            "realis": found.answers["realis"][0] > 0.5,
            "note": "",
            **certainty_columns("act", "reader", found.chance),
        }


def _is_figurative(roles: RoleResolver, words: Span) -> bool:
    """Do the words only sound like force, as a listed word does there: "fired his adviser", "took a beating"?"""
    verbs = [word for word in words if word.pos_ == "VERB"]
    if not verbs:
        return is_figurative_noun(roles, words.root)
    return all(is_figurative_verb(roles, verb) for verb in verbs)


def _most_voted_role_actor(roles: RoleResolver, found: ReaderSpan, part: str) -> str:
    """The actor with the most votes; OTHER for people whom the table of actors lacks; unstated where no words do it."""
    pointed = found.pointed[part]
    if pointed.own > 0.5:
        return UNSTATED
    places = [token.idx for token in roles.actors.doc]
    actor = most_voted_actor(roles.actors, places, pointed, roles.noun_actor)
    if actor or pointed.best is None:
        return actor or UNSTATED
    word = roles.actors.doc[bisect_right(places, pointed.best[0]) - 1]
    return roles.agent_actor(word) if part == "agent" else roles.patient_actor(word)
