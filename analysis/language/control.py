"""Who is meant where a clause itself names nobody: over "and", infinitives, participles, relative clauses, nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.language.clauses import by_agent, is_passive, object_of, subject
from analysis.language.words import grouped, listed

if TYPE_CHECKING:
    from analysis.language.document import Token

SUBJECT_CONTROL = listed("verbs of subject control")  # "promised them to go": whoever promises goes
CHARGING = listed("verbs that charge their object")  # "criticised the government for denying": it denied
ASKING = listed("verbs that ask somebody with a preposition")
ASKED = listed("prepositions of those asked")
DEEDS = listed("nouns of plans and deeds")
REACTING = listed("verbs about others' plans")
FIRST = listed("words of order")  # "the first to go": that one goes
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBAL = frozenset({"VERB", "AUX"})
STEPS = 8
KIND = grouped("kind")


def antecedent(word: Token) -> Token:
    """The noun that a relative pronoun takes up; any other word itself."""
    if word.lower_ in RELATIVE and word.tag_ in {"WDT", "WP", "WP$", "IN"}:
        for above in word.ancestors:
            if above.dep_ == "relcl":
                return above.head
            if above.pos_ not in VERBAL and above.pos_ != "ADP" and above is not word.head:
                break  # "whose raids" hangs on a noun
    return word


def understood_subject(verb: Token) -> Token | None:
    """Who does, suffers or is what a verb or predicate says, wherever the sentence says it?

    Its own subject, passive or not; else that of the verb it is joined to, or the person that a verb further up
    urges, charges or tells to do it; else the noun it goes with; of a plan whoever has it.
    """
    here = verb
    for _ in range(STEPS):
        own = subject(here) or here.child("nsubjpass") or _accompanying(here)
        if own is not None:
            return antecedent(own)
        above = here.head
        if above is here or here.dep_ in {"csubj", "nsubj", "nsubjpass", "csubjpass", "parataxis"}:
            return None
        if above.pos_ in NOMINAL:
            return _of_noun(here, above)
        if above.pos_ in {"ADP", "SCONJ", "PART"}:
            told = charged(above)
            if told is not None:
                return told
            if above.head.pos_ in NOMINAL:
                return holder(above.head)
            here = above
            continue
        told = controlled(here, above)
        if told is not None:
            return told
        here = above.head if above.dep_ == "acomp" and above.head.pos_ in VERBAL else above
    return None


def _accompanying(verb: Token) -> Token | None:
    """ "ended with him begging": the noun between "with" and a participle."""
    noun = verb.doc[verb.i - 1] if verb.tag_ == "VBG" and verb.i else verb
    return noun if noun.dep_ == "pobj" and noun.head.lower_ == "with" and noun.head.i == noun.i - 1 else None


def agent_of(verb: Token) -> Token | None:
    """Who does what a verb says? Of a passive whoever "by" names, else nobody."""
    return by_agent(verb) if is_passive(verb) else understood_subject(verb)


def controlled(verb: Token, above: Token) -> Token | None:
    """Whom the verb above tells, asks or makes to do it: "ordered the men to fire", "called on them to stop"."""
    if above.lemma_ in SUBJECT_CONTROL or is_passive(above):
        return None
    told = above.child("dobj", "dative")
    if told is not None and verb.dep_ in {"xcomp", "ccomp"} and told.i < verb.i:
        return told
    if above.lemma_ in ASKING and verb.dep_ in {"xcomp", "ccomp", "advcl"}:
        return next((t for p in above.rights if p.lower_ in ASKED for t in p.rights if t.dep_ == "pobj"), None)
    return None


def charged(prep: Token) -> Token | None:
    """Who is charged with what stands behind the preposition: "accused them of lying", "tried for murder"."""
    verb = prep.head
    if verb.lemma_ not in CHARGING or verb.pos_ not in VERBAL:
        return None
    if is_passive(verb):
        return passive_holder(verb)
    return verb.child("dobj")


def passive_holder(verb: Token) -> Token | None:
    """Whom a passive is said of: its subject, or the noun that it goes with."""
    own = verb.child("nsubjpass")
    if own is not None:
        return antecedent(own)
    return verb.head if verb.dep_ in {"acl", "amod", "relcl"} else understood_subject(verb)


def _of_noun(verb: Token, noun: Token) -> Token | None:
    """Of a verb that hangs on a noun: the noun, or for a plan or a deed whoever has it."""
    infinitive = verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)
    if not infinitive:
        apart = verb.tag_ == "VBG" and noun.dep_ == "dobj" and verb.doc[verb.left_edge.i - 1].text == ","
        return understood_subject(noun.head) if apart else noun  # "made a speech, denouncing the rebels"
    person = noun.lemma_ in KIND or noun.pos_ in {"PROPN", "PRON"} or noun.tag_ == "NNPS"
    if person or any(child.lower_ in FIRST for child in noun.lefts):
        return noun
    return (owner(noun) if noun.lemma_ in DEEDS else None) or holder(noun)  # "efforts of the army to bribe them"


def owner(noun: Token) -> Token | None:
    """Whose it is: "his arm", "the arm of a reporter"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    of = next((child for child in noun.rights if child.lower_ == "of"), None)
    return of.child("pobj") if of is not None else None


def holder(noun: Token) -> Token | None:
    """Whose plan, deed or mood a noun names: its owner, else the agent of the verb it goes with."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    if noun.dep_ == "appos":  # "his words, above all the pledge to fight": he
        return holder(noun.head)
    verb = governor(noun)
    if verb is None or is_passive(verb) or verb.lemma_ in REACTING:
        return None
    return understood_subject(verb)


def governor(noun: Token) -> Token | None:
    """The verb that a noun hangs on, over "and", prepositions and other nouns."""
    here = noun
    while here.head is not here and here.dep_ in {"dobj", "pobj", "prep", "conj", "pcomp", "attr"}:
        here = here.head
        if here.pos_ in VERBAL:
            return here
    return None


def predication_target(noun: Token) -> Token | None:
    """Of whom a noun is said: "they are gangs", "Sadr, a firebrand", "called them traitors", also over "and"."""
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    head = noun.head
    if noun.dep_ == "attr":
        return understood_subject(head)
    if noun.dep_ == "appos":
        return head
    if noun.dep_ == "oprd" and head.pos_ == "VERB":
        return head.child("dobj", "nsubjpass") or head.child("nsubj")
    if noun.dep_ == "pobj" and head.lower_ == "as" and head.head.pos_ == "VERB":
        verb = head.head
        return verb.child("dobj", "nsubjpass") or (verb.head if verb.dep_ == "acl" else None)
    return None


def understood_object(verb: Token) -> Token | None:
    """What an active verb is done to, as its clause names it, or the noun behind which its clause stands.

    As in "the militias the army was battling": the relative clause has lost its object to the noun.
    """
    thing = object_of(verb)
    is_gap = thing is None and verb.dep_ == "relcl" and understood_subject(verb) is not verb.head
    return verb.head if is_gap else antecedent(thing) if thing is not None else None


def behind(word: Token, *prepositions: str) -> Token | None:
    """The noun behind the first of these prepositions that goes with a word."""
    nouns = (prep.child("pobj") for prep in word.rights if prep.lower_ in prepositions)
    return next((noun for noun in nouns if noun is not None), None)


def is_imperative(verb: Token) -> bool:
    """Is this an order to somebody: "Don't shoot him", "Let them go"?"""
    if verb.tag_ != "VB" or verb.dep_ not in {"ROOT", "ccomp", "conj", "parataxis"} or subject(verb) is not None:
        return False
    if verb.dep_ == "conj":
        return is_imperative(verb.head)
    return all(child.lemma_ == "do" for child in verb.children if child.dep_ in {"aux", "auxpass"})
