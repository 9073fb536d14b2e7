"""Does the text put it as having happened or happening, or is it planned, denied, feared, tried?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

MODALS = word_list("modals")
MUST = word_list("must")
# How a verb puts what depends on it.
ABOVE = word_groups("verb that unmakes")
# What stands behind these happened: "stop attacking", "denied attacking".
STOPPED = word_list("stopped")
WISHED = word_list("wished")
WILLING = word_list("willing")
# An infinitive under these says what happened.
REAL = word_list("real")
SHORT = word_list("words for nearly done")
NOUNS = word_groups("noun that unmakes")
# Nouns that say nothing of whether the act behind "of" happened: "the end of the war".
OPEN = word_list("open")
BEFORE = {"without": "hypothetical", "than": "negated", "instead": "negated", "against": "feared", "from": "negated"}
WARNED = word_list("warned")
KEPT = word_list("kept")
IF = word_list("if")
CALLED = word_list("called")
# An act that is the subject of a modal is not there yet under these verbs only.
COMING = word_list("coming")
WITHIN = word_list("within")
MAKING = word_list("making")
SOUGHT = word_list("sought")
STEPS = 6


def modality(word: Token) -> str:
    """Why has what a verb or noun tells of not taken place? "" where it has, or is put so.

    negated, attempt, planned, demanded, feared, hypothetical, purpose, or thought of: by its own auxiliaries, by the
    verbs and nouns above it, or by a noun's preposition.
    """
    return _verb_modality(word) if word.pos_ in {"VERB", "AUX"} or word.tag_ in {"VBN", "VBD"} else _noun_modality(word)


def _auxiliary_modality(verb: Token) -> str:
    """What the verb's own auxiliaries say."""
    if _is_question(verb):
        return "hypothetical"
    for child in verb.children:
        if child.dep_ == "neg" and child.i < verb.i and child.nbor().lower_ != "only":
            return "negated"
        if child.dep_ in {"aux", "auxpass"} and child.lower_ in MODALS and child.tag_ == "MD":
            return "demanded" if child.lower_ in MUST else "planned"
        if child.dep_ == "mark" and child.lower_ in IF:
            return "hypothetical"
        if child.dep_ in {"nsubj", "nsubjpass"} and _is_negated_noun(child):
            return "negated"
    return ""


def _is_question(verb: Token) -> bool:
    """Is this a question: "Did you shoot him?" Not so "Who shot him?", which says that somebody did."""
    if verb.dep_ not in {"ROOT", "ccomp"} or not any(word.text == "?" for word in verb.sent[-3:]):
        return False
    subjects = [child.i for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    first = next((child for child in verb.children if child.dep_ in {"aux", "auxpass"}), None)
    inverted = first is not None and bool(subjects) and first.i < subjects[0] < verb.i
    return inverted and not any(child.tag_ in {"WP", "WRB", "WDT"} for child in verb.lefts)


def _is_negated_noun(noun: Token) -> bool:
    """As in "nobody was hurt", "no shots were fired"."""
    return noun.lower_ in {"nobody", "none"} or any(word.lower_ == "no" for word in noun.children)


def _verb_modality(verb: Token) -> str:
    """What a verb and those above it say."""
    for _ in range(STEPS):
        found = _auxiliary_modality(verb)
        if found:
            return found
        found, up = _governor_modality(verb)
        if found or up is None:
            return found
        verb = up
    return ""


def _governor_modality(verb: Token) -> tuple[str, Token | None]:
    """What the word above says of a verb, and that word where it may say more."""
    above = verb.head
    if above.i == verb.i:
        return "", None
    if above.pos_ in {"ADP", "SCONJ", "ADV"} and verb.dep_ in {"pcomp", "prep"}:
        return _gerund_modality(above), None
    if verb.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
        return _conjunct_modality(verb, above)
    if verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts):
        return _infinitive_modality(verb, above)
    if above.pos_ in {"NOUN", "PROPN", "PRON"} and verb.dep_ == "acl":
        return _noun_modality(above), None
    if verb.dep_ == "csubj" and above.pos_ in {"VERB", "AUX"}:
        return ("hypothetical" if _auxiliary_modality(above) else ""), None
    has_done = any(child.lower_ == "having" for child in verb.lefts)  # "denied having fired"
    if (verb.tag_ == "VBG" or has_done) and verb.dep_ in {"xcomp", "pcomp", "dobj"}:
        return ("" if above.lemma_ in STOPPED else ABOVE.get(above.lemma_, "")), None
    if verb.dep_ == "ccomp" and above.lemma_ in WISHED:
        return ABOVE[above.lemma_], None
    return "", None


def _conjunct_modality(verb: Token, above: Token) -> tuple[str, Token | None]:
    """The second of two verbs shares what is said of the first, unless it has a subject or auxiliary of its own."""
    if any(child.lower_ == "than" for child in above.children if child.dep_ == "cc"):
        return "negated", None  # "quit rather than attack"
    own = verb.tag_ != above.tag_ or any(child.dep_ in {"nsubj", "nsubjpass", "aux"} for child in verb.children)
    return ("", None) if own else ("", above)


def _infinitive_modality(verb: Token, above: Token) -> tuple[str, Token | None]:
    """As in "Refused to fight", "ready to fight", "raids to flush out"; but "continued to fight" is fighting."""
    if above.pos_ == "ADJ" and above.lower_ in REAL:  # "was quick to say"
        return "", None
    if above.pos_ == "ADJ":
        return ("planned" if above.lower_ in WILLING else "hypothetical"), None
    if above.pos_ in {"NOUN", "PROPN", "PRON"} and verb.dep_ in {"acl", "relcl"}:
        return NOUNS.get(above.lemma_, "purpose"), None
    if above.lemma_ in ABOVE:
        return ABOVE[above.lemma_], None
    if above.lemma_ == "be" and _auxiliary_modality(above):
        return _auxiliary_modality(above), None
    if above.lemma_ in REAL:
        return "", None if verb.dep_ == "xcomp" and above.lemma_ == "be" else above
    return "purpose", None


def _gerund_modality(prep: Token) -> str:
    """As in "Without crushing", "against damaging", "the thought of battling"."""
    word, above = prep.lower_, prep.head
    if word == "of" and prep.i and prep.nbor(-1).lower_ == "instead":
        return "negated"
    if above.lower_ in SHORT:
        return "hypothetical"
    if word in BEFORE:
        real = (word == "against" and above.lemma_ not in WARNED) or (word == "from" and above.lemma_ not in KEPT)
        return "" if real else BEFORE[word]
    if above.pos_ in {"NOUN", "PROPN"} and above.lemma_ in NOUNS:
        return NOUNS[above.lemma_]
    return "hypothetical" if word == "between" or above.lemma_ in {"distinguish", "distinction"} else ""


def _noun_modality(noun: Token) -> str:
    """Why has an act named by a noun not been carried out?"""
    if any(child.lower_ == "no" for child in noun.lefts):
        return "negated"
    while noun.dep_ == "conj" and noun.head.i != noun.i:
        noun = noun.head
    head = noun.head
    if noun.dep_ == "pobj" and head.pos_ in {"ADP", "SCONJ"}:
        return _preposition_modality(head)
    if noun.dep_ == "dobj" and head.lemma_ in SOUGHT:
        return "planned"
    if noun.dep_ == "dobj":
        made = _verb_modality(head) if head.lemma_ in MAKING else ""
        return ABOVE.get(head.lemma_, "hypothetical") if head.lemma_ in WITHIN else made
    if noun.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in COMING:
        return _auxiliary_modality(head)
    return ""


def _preposition_modality(prep: Token) -> str:
    """As in "Without a fight", "warned of attacks", "the possibility of war"."""
    above = prep.head
    if prep.lower_ == "without":
        return "negated"
    if above.lemma_ in CALLED and prep.lower_ in {"against", "of", "for", "with", "about"}:
        return ABOVE[above.lemma_]
    if above.pos_ in {"NOUN", "PROPN"} and above.lemma_ in NOUNS and prep.lower_ in {"of", "for", "to"}:
        return "" if above.lemma_ in OPEN else NOUNS[above.lemma_]
    return ""
