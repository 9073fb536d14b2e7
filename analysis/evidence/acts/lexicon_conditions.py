"""Do the conditions hold under which a listed word tells of an act, and not of a deal, a film or a game?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts.force_lexicon import ForceEntry
from analysis.evidence.acts.role_resolver import LIMBS, RoleResolver
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.clauses import clause_of_verb
from analysis.language.syntactic_control import possessor
from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

BEFORE = word_groups("words before an act")
FIGURES = word_list("words before a figure of speech")
PREFIXES = word_list("prefixes that unmake an act")
UNFOUGHT = word_list("what is fought without arms")
STANCES = word_list("acts that one goes on")
STOPPAGE = word_list("words of a stoppage of work")
ORDERED = word_list("what people are ordered to do")
IDIOMS = word_list("objects of a figure of speech")
PARTICLES = word_groups("particles of a figure of speech")
DISMISSING = word_list("verbs of dismissing people")
DISASTERS = word_list("disasters and illness")
PROMISES = word_list("verbs of promising an act")
PICTURED = word_list("verbs of taking pictures")
PICTURES = word_list("what takes pictures")
DURING = word_list("prepositions before a gerund")


def is_figurative_verb(roles: RoleResolver, verb: Token) -> bool:
    """Is this a phrase that only sounds like force: "struck a deal", "captured on video", "the virus struck"?"""
    clause = clause_of_verb(verb)
    agent, thing = (roles.singular_lemma(noun) if noun is not None else "" for noun in (clause.agent, clause.patient))
    below = [noun for prep in verb.rights if prep.lower_ in {"on", "by", "with", "in"} for noun in prep.children]
    if verb.lemma_ in PICTURED and {agent, thing, *(roles.singular_lemma(noun) for noun in below)} & PICTURES:
        return True
    figures = [PARTICLES[key] for child in verb.rights if (key := f"{verb.lemma_}-{child.lower_}") in PARTICLES]
    if figures:
        return figures[0] != "rise" or clause.patient is None  # "shot up the hall"
    if verb.lemma_ in DISMISSING and clause.patient is not None and not roles.is_weapon_or_act(clause.patient):
        return roles.is_animate(clause.patient) or clause.patient.child("poss") is not None
    return agent in DISASTERS or (thing in IDIOMS and clause.patient in verb.children)


def noun_lemma(roles: RoleResolver, token: Token) -> str:
    """Under which word is this noun listed? "Fighting" is listed as such, whatever its tag."""
    if token.lower_ in roles.lexicon.nouns:
        return token.lower_
    return roles.singular_lemma(token) if token.pos_ in {"NOUN", "PROPN"} else ""


def is_gerund_noun(roles: RoleResolver, token: Token) -> bool:
    """Is a verb form in -ing a noun here, as in "the fighting" and "shelling continued"?"""
    if token.tag_ != "VBG" or token.lower_ not in roles.lexicon.nouns or token.child("dobj", "aux", "auxpass", "nsubj"):
        return False
    if token.child("det", "amod", "poss", "compound") or token.dep_ in {"nsubj", "dobj", "pobj", "nsubjpass"}:
        return True
    is_joined = token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"}
    return is_joined or (token.dep_ == "pcomp" and token.head.lower_ in DURING)


def verb_meets_conditions(roles: RoleResolver, verb: Token, entry: ForceEntry) -> bool:
    """Do the conditions hold that the list sets for this verb?"""
    clause = clause_of_verb(verb)
    thing = clause.patient
    match entry.needs:
        case "":
            return True
        case "weapon as subject":
            return clause.agent is not None and roles.lexicon.is_weapon_noun(roles.singular_lemma(clause.agent))
        case _ if thing is None:
            return False
        case "bystanders":
            told = verb.child("dobj") or thing
            if told.lower_ in {"him", "her", "them"}:
                return any(child.dep_ in {"xcomp", "ccomp"} and child.lemma_ in ORDERED for child in verb.rights)
            return KIND_OF.get(roles.singular_lemma(told)) == "people" and verb.i < told.i
        case "person":
            return roles.is_animate(thing) or (roles.singular_lemma(thing) in LIMBS and possessor(thing) is not None)
    return True


def noun_meets_conditions(roles: RoleResolver, noun: Token, entry: ForceEntry, *, is_carried: bool = False) -> bool:
    """Do the conditions hold that the list sets for this noun? Carried by a light verb it needs fewer words."""
    if is_figurative_noun(roles, noun):
        return False
    before = _preceding_words(noun)
    match entry.needs:
        case "plural":
            return noun.is_plural
        case "with of":
            return any(child.lower_ == "of" for child in noun.rights)
        case "weapon before":
            return is_carried or any(BEFORE.get(word) == entry.needs for word in before)
        case "military before":
            is_named = any(word.i in roles.actors.named for child in noun.lefts for word in child.subtree)
            is_armed = any(KIND_OF.get(word) in {"soldiers", "armed", "officials"} for word in before)
            is_planned = noun.head.lemma_ in PROMISES
            return is_named or is_armed or is_planned or any(BEFORE.get(word) == entry.needs for word in before)
        case "person":
            on = (prep.child("pobj") for prep in noun.rights if prep.lower_ == "on")
            return is_carried or any(thing is not None and roles.is_animate(thing) for thing in on)
    return True


def is_figurative_noun(roles: RoleResolver, noun: Token) -> bool:
    """Is this no force: "cease-fire", "trade war", "war on drugs", "went on the offensive", "the Gulf War"?"""
    word, before = roles.singular_lemma(noun), _preceding_words(noun)
    if before & FIGURES or (noun.i > 1 and noun.nbor(-1).text == "-" and noun.nbor(-2).lower_ in PREFIXES):
        return True
    if word == "war" and noun.pos_ == "PROPN" and any(child.pos_ == "PROPN" for child in noun.lefts):
        return True
    if word == "strike" and STOPPAGE & set(roles.actors.lemmas):
        return not any(one in BEFORE for one in before)
    if word in STANCES and noun.head.lower_ == "on" and "the" in before:
        return True
    taker = clause_of_verb(noun.head).agent if noun.dep_ == "dobj" and noun.head.lemma_ == "take" else None
    if taker is not None and not roles.is_animate(taker):  # "shares took a beating"
        return True
    things = (thing for prep in noun.rights if prep.lower_ in {"on", "of", "for"} for thing in prep.children)
    return word in {"war", "search"} and any(thing.lemma_ in UNFOUGHT for thing in things)


def _preceding_words(noun: Token) -> set[str]:
    return {word.lower_ for child in noun.lefts for word in child.subtree}
