"""Where in an article does a listed word of force or coercion tell of an act?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.evidence.acts.force_lexicon import ForceEntry
from analysis.evidence.acts.lexicon_conditions import (
    is_figurative_verb,
    is_gerund_noun,
    noun_lemma,
    noun_meets_conditions,
    verb_meets_conditions,
)
from analysis.evidence.acts.role_resolver import RoleResolver
from analysis.language.clauses import Clause, clause_of_verb
from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

DENSITY = 150  # an article tells of force if at least one word in so many is one of force beyond doubt
MISREAD = word_groups("lemmas misread")  # by the parser: "fined" is no fin
PACKS = word_list("packs of acts")
MANNER = word_list("manners of an act")
HANDED = word_list("weapons held in the hand")
LETTING_GO = word_list("verbs of letting go")


@dataclass(frozen=True)
class Act:
    """One act: the word that tells of it, its clause where that is a verb, the noun that a light verb carries.

    `is_doubtful`: the word is used of other things as well, and the article does not tell of force.
    """

    core: Token
    entry: ForceEntry
    clause: Clause | None = None
    noun: Token | None = None
    words: tuple[Token, ...] = ()
    is_doubtful: bool = False


def find_acts(roles: RoleResolver) -> Iterator[Act]:
    """The acts of one article, from top to bottom."""
    tells_of_force = _is_article_about_force(roles)
    acts: list[Act] = []
    for find in (_verb_act, _noun_act):
        taken = {token for act in acts for token in (act.core, act.noun, *act.words)}
        acts += [act for token in roles.actors.doc if token not in taken and (act := find(roles, token))]
    for act in sorted(acts, key=lambda act: act.core.i):
        yield replace(act, is_doubtful=bool(act.entry.context) and not tells_of_force)


def _is_article_about_force(roles: RoleResolver) -> bool:
    """Is the article about force at all? Else "operation" or "campaign" is about something else."""
    n = 0.0
    for lemma in roles.actors.lemmas:
        entry = roles.lexicon.nouns.get(lemma) or roles.lexicon.verbs.get(lemma)
        if entry is not None and entry.kind in {"violence", "coercion"}:
            n += 0.5 if entry.context == "figurative too" else entry.is_unconditional
    return n > 0 and n * DENSITY >= len(roles.actors.doc)


def _verb_act(roles: RoleResolver, verb: Token) -> Act | None:
    """The act that a verb tells of, if it tells of one."""
    if (verb.pos_ not in {"VERB", "AUX"} and verb.tag_ not in {"VBN", "VBD"}) or verb.pos_ == "NOUN":
        return None
    lemma = MISREAD.get(roles.singular_lemma(verb), roles.singular_lemma(verb))
    rows = [(entry, _phrase_words(roles, verb, rest)) for rest, entry in roles.lexicon.phrases.get(lemma, ())]
    rows = [(entry, words) for entry, words in rows if words]
    if lemma in roles.lexicon.verbs:
        rows.append((roles.lexicon.verbs[lemma], _threat_complements(verb)))
    if not rows or verb.dep_ in {"amod", "compound"} or is_gerund_noun(roles, verb):
        return None
    is_figure = is_figurative_verb(roles, verb)
    for entry, words in rows:
        act = _light_verb_act(roles, verb, entry) if entry.kind == "support" else None
        if entry.kind != "support" and not is_figure and verb_meets_conditions(roles, verb, entry):
            act = _force_verb_act(roles, verb, entry, words)
        if act is not None:
            return act
    return None


def _force_verb_act(roles: RoleResolver, verb: Token, entry: ForceEntry, words: tuple[Token, ...]) -> Act:
    """The act of a verb of force itself; of "fought clashes" that of the noun."""
    clause = clause_of_verb(verb)
    thing = clause.patient if entry.lemma == "fight" and not clause.is_passive else None
    return Act(verb, entry, clause, thing if thing is not None and roles.is_act_noun(thing) else None, words)


def _threat_complements(verb: Token) -> tuple[Token, ...]:
    """As in "threatened them with arrest": the phrase that completes the verb."""
    things = (prep.child("pobj") for prep in verb.rights if prep.lower_ == "with" and verb.lemma_ == "threaten")
    return tuple(thing for thing in things if thing is not None)


def _light_verb_act(roles: RoleResolver, verb: Token, entry: ForceEntry) -> Act | None:
    """A light verb with its act: "launched an assault", "dropped bombs", "engaged in a war"."""
    if (verb.i and verb.nbor(-1).text == "-") or any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.rights):
        return None
    clause = clause_of_verb(verb)
    noun = _light_verb_noun(verb, clause, entry)
    if noun is None or (noun.i < verb.i and not clause.is_passive) or (noun.i and noun.nbor(-1).is_quote):
        return None
    if roles.singular_lemma(noun) in PACKS:  # "a series of raids"
        noun = next(iter(_of_complement_words(roles, noun)), noun)
    lemma = noun_lemma(roles, noun)
    if entry.needs == "with a weapon":
        is_armed = roles.lexicon.is_weapon_noun(lemma) and not (lemma in HANDED and entry.lemma in LETTING_GO)
        return Act(verb, entry, clause, noun) if is_armed else None
    if not roles.lexicon.is_act_noun(lemma) or not noun_meets_conditions(
        roles, noun, roles.lexicon.nouns[lemma], is_carried=True
    ):
        return None
    if entry.lemma == "engage in" and clause.is_passive:  # "were engaged in a battle" is no passive
        clause = Clause(verb, False, False, clause.patient, None)
    return Act(verb, roles.lexicon.nouns[lemma], clause, noun)


def _light_verb_noun(verb: Token, clause: Clause, entry: ForceEntry) -> Token | None:
    """The noun that a light verb carries: its object, or what stands behind the preposition it takes."""
    last = entry.lemma.split()[-1]
    if last in {"in", "with"}:
        prep = next((prep for prep in verb.rights if prep.lower_ == last), None)
        return (prep.child("pobj") if prep is not None else None) or clause.patient
    is_behind = clause.is_passive and verb.dep_ in {"acl", "relcl"} and entry.needs != "with a weapon"
    return None if is_behind else clause.patient


def _of_complement_words(roles: RoleResolver, noun: Token) -> tuple[Token, ...]:
    words = (word for prep in noun.rights if prep.lower_ == "of" for word in prep.children)
    return tuple(word for word in words if roles.is_act_noun(word))


def _phrase_words(roles: RoleResolver, verb: Token, rest: tuple[str, ...]) -> tuple[Token, ...]:
    """A phrase's other words to the right of its verb, in the verb's own clause; none where one is missing."""
    words = [verb]
    for word in rest:
        following = verb.doc[words[-1].i + 1 : words[-1].i + 9]
        found = next(
            (t for t in following if word in {roles.singular_lemma(t), t.lower_} and verb.is_ancestor(t)), None
        )
        is_loose = len(rest) == 1 and word not in {"in", "with"}
        if found is None or (is_loose and found.dep_ in {"prep", "agent", "mark"} and word != "out"):
            return ()
        words.append(found)
    return tuple(words[1:])


def _noun_act(roles: RoleResolver, noun: Token) -> Act | None:
    """The act that a noun tells of, if it tells of one."""
    entry = roles.lexicon.nouns.get(noun_lemma(roles, noun))
    if entry is None or entry.kind == "weapon":
        return None
    if noun.pos_ not in {"NOUN", "PROPN"} and not is_gerund_noun(roles, noun):
        return None
    is_modifier = noun.dep_ == "compound" and noun.head.i == noun.i + 1 and noun.head.pos_ in {"NOUN", "PROPN"}
    if (is_modifier and roles.singular_lemma(noun.head) not in MANNER) or not noun_meets_conditions(roles, noun, entry):
        return None
    return Act(noun, entry, None, noun, _of_complement_words(roles, noun))
