"""Where in an article does a word of force or coercion tell of an act?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.acts_fits import gerund_noun, idiom, noun_fits, noun_lemma, quoted, verb_fits
from analysis.evidence.acts_lexicon import MISREAD, Entry, Force
from analysis.language.clauses import Clause, clause_of, is_passive
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.actors.index import ActorIndex
    from analysis.language.document import Token

# An article tells of force if at least one word in so many is one of force beyond doubt.
DENSITY = 150
# "a series of raids": the act is what stands behind "of".
PACKS = listed("packs")
# "Warfare tactics" is warfare.
MANNER = listed("manner")
# A gun that is dropped or laid down hurts nobody.
HAND = listed("hand")
LET_GO = listed("let go")
# Verbs that no one uses without an object: with none in sight, "50 wounded" is a passive.
ALWAYS = listed("always")


@dataclass(frozen=True)
class Act:
    """One act: the word that tells of it, its clause where that is a verb, the noun that a light verb carries."""

    core: Token
    entry: Entry
    clause: Clause | None = None
    noun: Token | None = None
    words: tuple[int, ...] = ()


def found(cast: ActorIndex, lexicon: Force) -> Iterator[Act]:
    """The acts of one article, from top to bottom."""
    at_war = _tells_of_force(cast, lexicon)
    taken: set[int] = set()
    acts: list[Act] = []
    places = [cast.doc[place] for place, lemma in enumerate(cast.lemmas) if lemma in lexicon.lemmas]
    for token in places:
        act = _verb(cast, token, lexicon, at_war)
        if act:
            acts.append(act)
            taken.update(act.words, {token.i}, {act.noun.i} if act.noun is not None else ())
    for token in places:
        act = _noun(cast, token, lexicon, at_war) if token.i not in taken else None
        if act:
            acts.append(act)
            taken.update(act.words)
    yield from sorted(acts, key=lambda act: act.core.i)


def _tells_of_force(cast: ActorIndex, lexicon: Force) -> bool:
    """Is the article about force at all? Else "operation" or "campaign" is about something else."""
    n = 0.0
    for lemma in cast.lemmas:
        entry = lexicon.nouns.get(lemma) or lexicon.verbs.get(lemma)
        if entry is not None and entry.kind in {"violence", "coercion"}:
            n += 0.5 if entry.figurative else not entry.notes
    return n > 0 and n * DENSITY >= len(cast.doc)


def _verb(cast: ActorIndex, token: Token, lexicon: Force, at_war: bool) -> Act | None:
    """The act that a verb tells of, if it tells of one."""
    if token.pos_ not in {"VERB", "AUX"} and token.tag_ not in {"VBN", "VBD"}:
        return None
    if token.dep_ in {"amod", "compound"} or token.pos_ == "NOUN":
        return None
    lemma = MISREAD.get(cast.lemmas[token.i], cast.lemmas[token.i])
    for rest, entry in lexicon.phrases.get(lemma, ()):
        places = _along(cast, token, rest)
        if places and entry.kind == "support":
            act = _carried(cast, token, entry, lexicon, at_war)
            if act:
                return act
        elif places and not idiom(cast, token) and verb_fits(cast, token, entry, at_war):
            return Act(token, entry, clause_of(token), None, tuple(places))
    found = lexicon.verbs.get(lemma)
    if found is None or found.kind != "support":
        return _plain_verb(cast, token, found, lexicon, at_war) if found else None
    return _carried(cast, token, found, lexicon, at_war)


def _plain_verb(cast: ActorIndex, token: Token, entry: Entry, lexicon: Force, at_war: bool) -> Act | None:
    if "weapon as subject" in entry.notes:
        clause = clause_of(token)
        weapon = clause.agent is not None and lexicon.is_weapon(cast.lemmas[clause.agent.i])
        return Act(token, entry, clause) if weapon else None
    if gerund_noun(token, lexicon) or idiom(cast, token) or not verb_fits(cast, token, entry, at_war):
        return None
    clause = _voiced(token)
    own = clause.patient if not clause.passive else None
    carried = own is not None and entry.lemma == "fight" and lexicon.is_act(cast.lemmas[own.i])
    return Act(token, entry, clause, own if carried else None, _completed(token))


def _voiced(verb: Token) -> Clause:
    """The clause of a verb of force; "used to attack" and "two killed" are passives too."""
    clause = clause_of(verb)
    if clause.passive:
        return clause
    above = verb.head
    if verb.dep_ == "xcomp" and above.lemma_ == "use" and is_passive(above):
        return Clause(verb, True, True, None, clause.patient)
    lone = clause.patient is None and verb.tag_ in {"VBD", "VBN"} and verb.dep_ != "relcl"
    if lone and verb.lemma_ in ALWAYS and not any(child.dep_ in {"aux", "dobj", "ccomp"} for child in verb.children):
        return Clause(verb, True, False, None, clause.agent)
    return clause


def _completed(verb: Token) -> tuple[int, ...]:
    """As in "Threatened them with arrest": the phrase that completes the verb."""
    if verb.lemma_ != "threaten":
        return ()
    withs = [prep for prep in verb.rights if prep.lower_ == "with"]
    return tuple(thing.i for prep in withs for thing in prep.children if thing.dep_ == "pobj")


def _carried(cast: ActorIndex, verb: Token, entry: Entry, lexicon: Force, at_war: bool) -> Act | None:
    """A light verb with its act: "launched an assault", "dropped bombs", "engaged in a war"."""
    if (verb.i and verb.nbor(-1).text == "-") or any(c.dep_ == "prt" and c.lower_ == "down" for c in verb.rights):
        return None
    clause = clause_of(verb)
    thing = _load(verb, clause, entry)
    if thing is None or (thing.i < verb.i and not clause.passive) or quoted(thing):
        return None
    thing = _unpacked(cast, thing, lexicon)
    lemma = noun_lemma(cast, thing, lexicon)
    if "with a weapon" in entry.notes:
        arms = (lexicon.is_weapon(lemma) or lemma == "round") and not (lemma in HAND and entry.lemma in LET_GO)
        return Act(verb, entry, clause, thing) if arms else None
    held = lexicon.nouns.get(lemma)
    if held is None or held.kind in {"weapon", "doer"} or not noun_fits(cast, thing, held, carried=True):
        return None
    if entry.lemma == "engage in" and clause.passive:  # "were engaged in a battle" is no passive
        clause = Clause(verb, False, False, clause.patient, None)
    return Act(verb, held, clause, thing) if at_war or not held.needs_force else None


def _load(verb: Token, clause: Clause, entry: Entry) -> Token | None:
    """The noun that a light verb carries: its object, or what stands behind the preposition it takes."""
    last = entry.lemma.split()[-1]
    if last in {"in", "with"}:
        for prep in verb.children:
            if prep.dep_ == "prep" and prep.lower_ == last:
                return next((noun for noun in prep.children if noun.dep_ == "pobj"), clause.patient)
    behind = clause.passive and verb.dep_ in {"acl", "relcl"} and "with a weapon" not in entry.notes
    return None if behind else clause.patient


def _unpacked(cast: ActorIndex, noun: Token, lexicon: Force) -> Token:
    if cast.lemmas[noun.i] in PACKS:
        for prep in noun.rights:
            if prep.lower_ == "of":
                return next((t for t in prep.children if lexicon.is_act(noun_lemma(cast, t, lexicon))), noun)
    return noun


def _along(cast: ActorIndex, verb: Token, rest: tuple[str, ...]) -> list[int]:
    """Places of a phrase's other words to the right of its verb, in the verb's own clause."""
    places = [verb.i]
    for word in rest:
        following = cast.doc[places[-1] + 1 : places[-1] + 9]
        same = (t for t in following if word in {cast.lemmas[t.i], t.lower_} and verb.is_ancestor(t))
        found = next(same, None)
        loose = len(rest) == 1 and word not in {"in", "with"}
        if found is None or (loose and found.dep_ in {"prep", "agent", "mark"} and word != "out"):
            return []
        places.append(found.i)
    return places[1:]


def _noun(cast: ActorIndex, token: Token, lexicon: Force, at_war: bool) -> Act | None:
    lemma = noun_lemma(cast, token, lexicon)
    entry = lexicon.nouns.get(lemma)
    if entry is None or entry.kind == "weapon":
        return None
    if token.pos_ not in {"NOUN", "PROPN"} and not gerund_noun(token, lexicon):
        return None
    before = token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ in {"NOUN", "PROPN"}
    if before and cast.lemmas[token.head.i] not in MANNER:
        return None
    if entry.needs_force and not at_war:
        return None
    if not noun_fits(cast, token, entry):
        return None
    below = (word for prep in token.rights if prep.lower_ == "of" for word in prep.children)
    inner = tuple(word.i for word in below if lexicon.is_act(noun_lemma(cast, word, lexicon)))
    return Act(token, entry, None, token, inner)
