"""A noun that names a source: where it ends, who issued it, whom it holds captive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.voices.cues import LIGHT
from analysis.evidence.voices.sources import BREAKS, RELATIVE
from analysis.evidence.voices.speaker_nouns import HUMAN, is_organization
from analysis.language.actors.actor_index import ActorIndex
from analysis.language.clauses import clause_of_verb
from analysis.language.syntactic_control import possessor, relative_antecedent, understood_subject
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

Run = tuple[int, int]
CAPTIVES, CAPTORS, FREED = word_list("captives"), word_list("captors"), word_list("words for those set free")
TAKING = word_list("verbs of taking captive")
PEOPLES = ("an", "ish", "ese", "aqi", "ani", "eli", "ench", "utch")  # how words for peoples end


def source_core(noun: Token, run: Run) -> Run:
    """The source without what is set off behind a comma, a dash or a bracket, and without relative clauses."""
    start, end = run
    for token in noun.doc[noun.i + 1 : end]:
        is_hyphen = token.lower_ == "-" and token.doc[token.i - 1].end == token.idx
        if (token.lower_ in BREAKS and not is_hyphen) or (token.lower_ in RELATIVE and token.pos_ != "DET"):
            end = token.i
            break
    for token in reversed(noun.doc[start : noun.i]):
        if token.lower_ in {",", ";", ":", '"'} and token.dep_ == "punct" and noun.pos_ == "PROPN":
            return token.i + 1, end
    return start, end


def statement_issuer(noun: Token) -> Token | None:
    """Who issued it: "a response from the military", "Sadr's message", "a military statement", "entitled … by X"."""
    if noun.dep_ == "dobj" and noun.head.lemma_ in LIGHT and (who := understood_subject(noun.head)) is not None:
        return who
    own = noun.child("poss")
    if own is not None:
        return own
    by = (one for one in noun.subtree if one.i > noun.i and one.lower_ == "by" and one.head is not noun)
    for link in (*noun.children, *by):
        if link.dep_ in {"prep", "agent"} and link.lower_ in {"from", "by", "of", "in"}:
            inner = link.child("pobj")
            if inner is not None and (
                inner.pos_ in {"PROPN", "PRON"} or is_organization(inner) or inner.lemma_ in HUMAN
            ):
                return inner
    for child in reversed(noun.lefts):
        if child.dep_ in {"compound", "nmod"} and (child.pos_ == "PROPN" or is_organization(child)):
            return child
    return None


def captive_noun(word: Token) -> Token | None:
    """Who is a captive, by this word: a hostage, "was kidnapped", "kidnappers of the envoy"; not a freed hostage."""
    if word.lemma_ in TAKING and word.pos_ == "VERB":
        held = clause_of_verb(word).patient
    else:
        held = word if word.lemma_ in CAPTIVES else possessor(word) if word.lemma_ in CAPTORS else None
    return (
        relative_antecedent(held) if held is not None and not any(one.lower_ in FREED for one in held.lefts) else None
    )


def has_foreign_modifier(noun: Token, index: ActorIndex) -> bool:
    """ "Costa Rican government": a people that no alias knows stands before a plain alias."""
    known = {word for word, _ in index.sides.marked}
    front = (child for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod"})
    return noun.pos_ == "NOUN" and any(
        word.text[:1].isupper() and word.text.endswith(PEOPLES) and word.text not in known and word.i not in index.named
        for word in front
    )
