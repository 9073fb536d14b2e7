"""Who is meant where a clause itself names nobody: over "and", infinitives, participles, relative clauses, nouns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.language.clauses import active_object, active_subject, is_passive, passive_agent
from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

SUBJECT_CONTROL = word_list("verbs of subject control")  # "promised them to go": whoever promises goes
CHARGING = word_list("verbs that charge their object")  # "criticised the government for denying": it denied
ASKING = word_list("verbs that ask somebody with a preposition")
ASKED = word_list("prepositions of those asked")
DEEDS = word_list("nouns of plans and deeds")
REACTING = word_list("verbs about others' plans")
FIRST = word_list("words of order")  # "the first to go": that one goes
RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBAL = frozenset({"VERB", "AUX"})
STEPS = 8
KIND = word_groups("kind")


def relative_antecedent(word: Token) -> Token:
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
        own = active_subject(here) or here.child("nsubjpass") or _with_phrase_subject(here)
        if own is not None:
            return relative_antecedent(own)
        above = here.head
        if above is here or here.dep_ in {"csubj", "nsubj", "nsubjpass", "csubjpass", "parataxis"}:
            return None
        if above.pos_ in NOMINAL:
            return _adnominal_subject(here, above)
        if above.pos_ in {"ADP", "SCONJ", "PART"}:
            told = accused_noun(above)
            if told is not None:
                return told
            if above.head.pos_ in NOMINAL:
                return deverbal_noun_agent(above.head)
            here = above
            continue
        told = controller_of_infinitive(here, above)
        if told is not None:
            return told
        here = above.head if above.dep_ == "acomp" and above.head.pos_ in VERBAL else above
    return None


def _with_phrase_subject(verb: Token) -> Token | None:
    """ "ended with him begging": the noun between "with" and a participle."""
    noun = verb.doc[verb.i - 1] if verb.tag_ == "VBG" and verb.i else verb
    return noun if noun.dep_ == "pobj" and noun.head.lower_ == "with" and noun.head.i == noun.i - 1 else None


def agent_of_verb(verb: Token) -> Token | None:
    """Who does what a verb says? Of a passive whoever "by" names, else nobody."""
    return passive_agent(verb) if is_passive(verb) else understood_subject(verb)


def controller_of_infinitive(verb: Token, above: Token) -> Token | None:
    """Whom the verb above tells, asks or makes to do it: "ordered the men to fire", "called on them to stop"."""
    if above.lemma_ in SUBJECT_CONTROL or is_passive(above):
        return None
    told = above.child("dobj", "dative")
    if told is not None and verb.dep_ in {"xcomp", "ccomp"} and told.i < verb.i:
        return told
    if above.lemma_ in ASKING and verb.dep_ in {"xcomp", "ccomp", "advcl"}:
        return next((t for p in above.rights if p.lower_ in ASKED for t in p.rights if t.dep_ == "pobj"), None)
    return None


def accused_noun(prep: Token) -> Token | None:
    """Who is charged with what stands behind the preposition: "accused them of lying", "tried for murder"."""
    verb = prep.head
    if verb.lemma_ not in CHARGING or verb.pos_ not in VERBAL:
        return None
    if is_passive(verb):
        return passive_subject(verb)
    return verb.child("dobj")


def passive_subject(verb: Token) -> Token | None:
    """Whom a passive is said of: its subject, or the noun that it goes with."""
    own = verb.child("nsubjpass")
    if own is not None:
        return relative_antecedent(own)
    return verb.head if verb.dep_ in {"acl", "amod", "relcl"} else understood_subject(verb)


def _adnominal_subject(verb: Token, noun: Token) -> Token | None:
    """Of a verb that hangs on a noun: the noun, or for a plan or a deed whoever has it."""
    infinitive = verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)
    if not infinitive:
        apart = verb.tag_ == "VBG" and noun.dep_ == "dobj" and verb.doc[verb.left_edge.i - 1].text == ","
        return understood_subject(noun.head) if apart else noun  # "made a speech, denouncing the rebels"
    person = noun.lemma_ in KIND or noun.pos_ in {"PROPN", "PRON"} or noun.tag_ == "NNPS"
    if person or any(child.lower_ in FIRST for child in noun.lefts):
        return noun
    return (possessor(noun) if noun.lemma_ in DEEDS else None) or deverbal_noun_agent(
        noun
    )  # "efforts of the army to bribe them"


def possessor(noun: Token) -> Token | None:
    """Whose it is: "his arm", "the arm of a reporter"."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    of = next((child for child in noun.rights if child.lower_ == "of"), None)
    return of.child("pobj") if of is not None else None


def deverbal_noun_agent(noun: Token) -> Token | None:
    """Whose plan, deed or mood a noun names: its owner, else the agent of the verb it goes with."""
    for child in noun.lefts:
        if child.dep_ == "poss":
            return child
    if noun.dep_ == "appos":  # "his words, above all the pledge to fight": he
        return deverbal_noun_agent(noun.head)
    verb = governing_verb(noun)
    if verb is None or is_passive(verb) or verb.lemma_ in REACTING:
        return None
    return understood_subject(verb)


def governing_verb(noun: Token) -> Token | None:
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
    thing = active_object(verb)
    is_gap = thing is None and verb.dep_ == "relcl" and understood_subject(verb) is not verb.head
    return verb.head if is_gap else relative_antecedent(thing) if thing is not None else None


def prepositional_object(word: Token, *prepositions: str) -> Token | None:
    """The noun behind the first of these prepositions that goes with a word."""
    nouns = (prep.child("pobj") for prep in word.rights if prep.lower_ in prepositions)
    return next((noun for noun in nouns if noun is not None), None)


def is_imperative(verb: Token) -> bool:
    """Is this an order to somebody: "Don't shoot him", "Let them go"?"""
    if verb.tag_ != "VB" or verb.dep_ not in {"ROOT", "ccomp", "conj", "parataxis"} or active_subject(verb) is not None:
        return False
    if verb.dep_ == "conj":
        return is_imperative(verb.head)
    return all(child.lemma_ == "do" for child in verb.children if child.dep_ in {"aux", "auxpass"})
