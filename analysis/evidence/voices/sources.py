"""Who says it? The words that name the source of a cue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.voices.attribution import is_inverted_attribution
from analysis.evidence.voices.cues import Cue, is_rejected_report
from analysis.language.clauses import active_subject, passive_agent
from analysis.language.syntactic_control import possessor, understood_subject
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

Run = tuple[int, int]
DOCUMENTS = word_list("documents")
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
BREAKS = frozenset({",", "-", "--", "–", "—", "(", ";", ":"})


def source_noun(cue: Cue) -> Token | None:
    """The head noun of the source; None where the sentence gives none."""
    if cue.form == "according":
        return cue.last.child("pobj")
    if cue.form == "noun":
        return _reporting_noun_source(cue)
    if "unstated" in cue.entry.senses:
        return None
    if cue.is_passive:
        return passive_agent(cue.word)
    if is_inverted_attribution(cue):
        return active_subject(cue.word) or inverted_subject(cue)
    return understood_subject(cue.word)


def inverted_subject(cue: Cue) -> Token | None:
    """ "shouted one officer": the noun right behind a verb that has no subject."""
    first = cue.last.nbor()
    head = first
    for above in first.ancestors:
        if above.left_edge.i < first.i or above.pos_ not in NOMINAL:
            break
        head = above
    return head if head.pos_ in NOMINAL else None


def _reporting_noun_source(cue: Cue) -> Token | None:
    """ "Reed's charge", "issued an order", "a call from the union", "the report that …": who makes it, or itself."""
    noun = cue.word
    if noun.child("poss") is not None:
        return possessor(noun)
    if cue.light is not None:
        return passive_agent(cue.light) if noun.dep_ == "nsubjpass" else understood_subject(cue.light)
    is_others = "charge" in cue.entry.senses or is_rejected_report(cue)
    links = {"by", "from"} if is_others else {"by", "from", "of"}
    link = next((child for child in noun.rights if child.dep_ == "prep" and child.lower_ in links), None)
    if link is not None:
        return link.child("pobj")
    is_writing = noun.lemma_ in DOCUMENTS and noun.lower_ != "reports" and cue.entry.kind != "demand"
    return noun if is_writing else None


def source_range(noun: Token, cue: Cue) -> Run:
    """The words of the source: its noun with all that hangs on it, short of the cue; or the relative pronoun."""
    doc, word = noun.doc, cue.word
    pronoun = word.child("nsubj") if cue.form == "verb" else None
    if pronoun is not None and noun.i < pronoun.i < word.i and pronoun.lower_ in RELATIVE:
        return pronoun.i, pronoun.i + 1
    start, end = noun.left_edge.i, noun.right_edge.i + 1
    if start <= word.i < end:
        if word.i > noun.i:
            above = (child.left_edge.i for child in noun.rights if child.right_edge.i >= word.i)
            end = max(min([word.i, *above]), noun.i + 1)
        else:
            start = max(cue.last.i + 1, min(noun.i, start))
    if cue.is_passive and cue.entry.object == "named":
        end = next((at for at in range(noun.i + 1, end) if doc[at].lower_ == "as"), end)
    while end - 1 > noun.i and (doc[end - 1].is_space or doc[end - 1].lower_ in BREAKS | {'"', "'s"}):
        end -= 1
    while start < noun.i and doc[start].pos_ in {"PUNCT", "SPACE", "CCONJ"}:
        start += 1
    return start, end
