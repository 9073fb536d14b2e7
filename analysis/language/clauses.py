"""Who does what to whom in a clause: voice, agent and patient of a verb, from the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

PARTICIPLES = frozenset({"VBN", "VBD"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SUBJECTS = frozenset({"nsubj", "csubj"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
REDUCED = frozenset({"acl", "advcl", "amod"})
# Participles that are no passives: their verb takes no object, or they are prepositions by now.
NEVER = word_list("never")
# "help girls enter": what stands between the verb and a bare infinitive is the verb's object.
SMALL = word_list("small (language)")
# Whom one tells is the addressee, not what the telling is done to.
ADDRESSED = word_list("addressed (language)")
FREE = word_list("free")
# What "by" may bring in that is no agent.
TIMES = word_list("times (language)")
WAYS = word_list("ways")
TRANSITIVE = word_list("verbs never without an object")  # with none in sight, "50 wounded" is a passive


@dataclass(frozen=True)
class Clause:
    """One verb with its voice (active or passive), agent and patient; None where the clause names none."""

    verb: Token
    is_passive: bool
    is_full: bool
    agent: Token | None
    patient: Token | None


def clauses(doc: Document) -> Iterator[Clause]:
    """The verbs of a text, each with its voice, agent and patient. `is_full` passives have an auxiliary."""
    for token in doc:
        if token.pos_ in {"VERB", "ADJ"} or token.tag_ in PARTICIPLES:
            passive = is_passive(token)
            if passive or token.pos_ == "VERB":
                yield clause_of_verb(token, passive=passive)


def clause_of_verb(verb: Token, *, passive: bool | None = None) -> Clause:
    """Voice, agent and patient of one verb."""
    if passive if passive is not None else is_passive(verb):
        return Clause(verb, True, has_auxiliary(verb), passive_agent(verb), passive_patient(verb))
    return Clause(verb, False, False, active_subject(verb), active_object(verb))


def has_auxiliary(verb: Token) -> bool:
    """Is this participle a passive with its own "be" or "get"?"""
    return any(child.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for child in verb.children) or verb.dep_ == "acomp"


def is_passive(verb: Token) -> bool:
    """Is this verb in the passive, full ("was killed") or reduced ("the man killed in the raid")?

    Beware: "have died" and "a bus blew up" are active: a participle with "have", or a verb without an object,
    is no passive.
    """
    deps = {child.dep_ for child in verb.children}
    if verb.lemma_ in NEVER:
        return False
    if verb.tag_ == "VBN" and deps & {"auxpass", "nsubjpass"}:
        return True
    if _has_perfect_auxiliary(verb):  # "after having released"
        return False
    if verb.dep_ in {"acomp", "oprd", "pcomp"} and (verb.tag_ == "VBN" or _has_participle_ending(verb)):
        return _has_by_phrase(verb) or verb.tag_ == "VBN"
    if verb.tag_ not in PARTICIPLES or "aux" in deps:
        return False
    return _is_reduced_passive(verb, deps)


def _is_reduced_passive(verb: Token, deps: set[str]) -> bool:
    if "agent" in deps and not deps & {"dobj", "mark"} and passive_agent(verb) is not None:
        return True
    is_own = "nsubj" in deps if verb.dep_ == "conj" else verb.dep_ != "relcl"
    if is_own and verb.lemma_ in TRANSITIVE and not deps & {"dobj", "ccomp"} and _conjunct_object(verb) is None:
        return True  # "dozens wounded in raid", "left ten dead and scores injured"
    if verb.dep_ == "conj":
        counted = any(child.dep_ == "nsubj" and child.pos_ == "NUM" for child in verb.lefts)
        bare = not deps & SUBJECTS or counted  # "five were killed and 50 wounded"
        return bare and "dobj" not in deps and verb.head.tag_ in PARTICIPLES and is_passive(verb.head)
    if verb.dep_ in REDUCED:
        bare = not deps & (SUBJECTS | {"mark", "dobj"}) or "agent" in deps
        return (verb.tag_ == "VBN" and not ({"dobj", "nsubj"} <= deps)) or (bare and verb.dep_ != "advcl")
    if verb.tag_ != "VBN" or deps & {"dobj", "mark"}:
        return False
    return verb.dep_ in {"ROOT", "ccomp", "parataxis", "prep", "nsubj", "xcomp", "dep"}


def _has_participle_ending(word: Token) -> bool:
    return word.tag_ == "JJ" and word.lower_.endswith(("ed", "en", "nt", "ught", "wn")) and _has_by_phrase(word)


def _has_by_phrase(verb: Token) -> bool:
    return any(child.lower_ == "by" and any(c.dep_ == "pobj" for c in child.children) for child in verb.rights)


def _has_perfect_auxiliary(verb: Token) -> bool:
    return any(child.dep_ == "aux" and (child.lemma_ == "have" or child.lower_ == "having") for child in verb.children)


def passive_agent(verb: Token) -> Token | None:
    """The agent that a passive names with "by"; the phrase may hang too low ("banned from worship by the ministry")."""
    chain = [verb, *(child for child in verb.rights if child.dep_ == "conj" and child.tag_ in PARTICIPLES)]
    for place, link in enumerate(chain):
        if place and any(child.i < link.i for child in link.children if child.dep_ in {"auxpass", "nsubjpass"}):
            break
        for child in link.rights:
            found = _by_phrase_noun(child)
            if found is not None:
                return found
        if any(child.dep_ not in {"conj", "cc", "punct"} for child in link.rights):
            break
    return _nested_by_agent(verb)


def _nested_by_agent(verb: Token) -> Token | None:
    """A "by" further down on the right, unless another verb form stands closer to it."""
    for word in verb.subtree:
        if word.i <= verb.i or word.lower_ != "by":
            continue
        between = [above for above in word.ancestors if above.i > verb.i and verb.is_ancestor(above)]
        if any(above.tag_ in {"VBN", "VBD", "VBZ", "VBP", "VB"} or above.dep_ == "relcl" for above in between):
            continue
        if word.dep_ == "agent" or any(above.dep_ == "pcomp" for above in between) or word.head.pos_ != "VERB":
            found = _by_phrase_noun(word)
            if found is not None:
                return found
    return None


def _by_phrase_noun(word: Token) -> Token | None:
    """The noun behind "by", if it can be an agent and is no time, measure or way."""
    if word.lower_ != "by":
        return None
    for child in word.children:
        if child.pos_ == "NUM":  # "by the Vikings 866"
            child = next((name for name in child.lefts if name.dep_ == "compound" and name.pos_ == "PROPN"), child)
        if child.dep_ in {"pobj", "compound"} and _can_be_agent(child):
            return child
        if child.dep_ == "pcomp" and child.tag_ == "WP":
            return child
        if child.dep_ == "pcomp":
            return next((wh for wh in child.children if wh.tag_ == "WP" and wh.i == word.i + 1), None)
    return None


def _can_be_agent(noun: Token) -> bool:
    return noun.pos_ != "NUM" and noun.lower_ not in TIMES and noun.lower_ not in WAYS


def active_subject(verb: Token) -> Token | None:
    """The agent of an active verb, as its clause names it."""
    for child in reversed(verb.lefts):  # of two the nearer: "Tuesday voters said"
        if child.dep_ == "nsubj":
            return child
    found = verb.child("nsubj") or misattached_subject(verb)
    if found is not None:
        return found
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.dep_ not in {"conj", "acl"}:
        for child in verb.lefts:  # a name that the parser could not place
            if child.dep_ in {"advmod", "npadvmod", "dep", "compound"} and child.pos_ in {"PROPN", "NOUN", "ADV"}:
                return child if child.pos_ == "PROPN" or child.tag_ in {"NNP", "NNPS"} else None
    return None


def misattached_subject(verb: Token) -> Token | None:
    """As in "bombed Norton and the rebels shelled the port": a subject that the parser joins to the object before."""
    first = verb.left_edge
    is_finite = verb.tag_ in FINITE or any(child.tag_ in FINITE | {"MD"} for child in verb.lefts)
    if not is_finite or verb.dep_ not in {"conj", "advcl", "ccomp"} or not first.i or verb.child("mark", "nsubjpass"):
        return None
    noun = verb.doc[first.i - 1]
    is_joined = noun.dep_ == "conj" and noun.pos_ in NOMINAL and noun.right_edge is noun
    return noun if is_joined and verb.head.is_ancestor(noun) and verb.head.i < noun.i else None


def active_object(verb: Token) -> Token | None:
    """What an active verb is done to, as its clause names it."""
    children = list(verb.children)
    for child in children:
        if child.dep_ == "dobj" and not _is_free_relative(child) and not _is_addressee(child):
            return child
    if any(child.dep_ == "dobj" and not _is_addressee(child) for child in children):
        return None
    for child in verb.rights:
        if child.dep_ == "ccomp" and verb.lemma_ in SMALL and not any(c.dep_ in {"aux", "mark"} for c in child.lefts):
            for inner in child.lefts:
                if inner.dep_ in {"nsubj", "nsubjpass"} and inner.i > verb.i:
                    return inner
        if child.dep_ in {"ccomp", "xcomp"}:
            first = next((word for word in child.subtree if word.i > verb.i), None)
            if first is not None and first.lower_ in FREE and first.i - verb.i <= 4:
                return first
    return _conjunct_object(verb)


def _conjunct_object(verb: Token) -> Token | None:
    """As in "Arrested and questioned the student": the object of the second verb is that of the first."""
    rights = list(verb.rights)
    if [child.dep_ for child in rights][:2] == ["cc", "conj"] and rights[1].pos_ == "VERB":
        second = rights[1]
        if second.tag_ == verb.tag_ and not any(child.dep_ in {"nsubj", "aux"} for child in second.children):
            return next((child for child in second.children if child.dep_ == "dobj"), None)
    return None


def _is_free_relative(word: Token) -> bool:
    """As in "What you see": the object is the clause itself."""
    return bool(word.lower_ == "what" and word.i < word.head.i)


def _is_addressee(word: Token) -> bool:
    verb: Token = word.head
    told = word.lower_ in {"story", "truth", "question"}
    return bool(verb.lemma_ in ADDRESSED and word.i > verb.i and not told)


def passive_patient(verb: Token) -> Token | None:
    """What a passive is done to: its subject, or the noun that a reduced passive goes with."""
    own = verb.child("nsubjpass", "nsubj") or misattached_subject(verb)
    if own is not None:
        return own
    if verb.dep_ in {"acl", "amod", "relcl"}:
        return verb.head
    if verb.dep_ == "conj":
        return passive_patient(verb.head) if is_passive(verb.head) else active_subject(verb.head)
    if verb.dep_ in {"acomp", "oprd", "advcl", "xcomp"}:
        return passive_patient(verb.head) if is_passive(verb.head) else active_subject(verb.head)
    return None
