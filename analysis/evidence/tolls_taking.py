"""Who takes part: people who are counted and do something other than speak, though no word of effect says what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.tolls_effects import unreal
from analysis.evidence.tolls_lexicon import term_at
from analysis.evidence.tolls_people import CROWDS, Count
from analysis.language.actors.index import ActorIndex
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

TAKING_PART = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "conj"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# Before a number these point back at people the reader knows: "the two men".
POINTING = listed("pointing (tolls)")
MANY = 20


def takes_part(cast: ActorIndex, count: Count, sources: list[tuple[int, int]], *, goes_on: bool) -> bool:
    """Do those counted do something, other than speak? "More than 100 delegates walked out".

    `sources`: phrases that name speakers. `goes_on`: another count stands before this one in the sentence, so that
    a number alone counts more of the same ("two were evacuated and one is still there").
    """
    doc, number, node = cast.doc, count.number, head_of(cast, count)
    if (
        number.percent
        or _denied(cast, node.head)
        or any(start < number.end and number.start < end for start, end in sources)
    ):
        return False
    if count.kind == "alone":
        if _crowd(cast, node):
            return True
        return node.dep_ in SUBJECTS and (goes_on or (number.high is None and (number.low or 0) >= MANY))
    pointing = count.first > 0 and doc[count.first - 1].lower_ in POINTING
    if count.kind != "people" or number.high == 1 or pointing:
        return False
    if node.dep_ == "pobj":
        return node.head.head.pos_ in {"VERB", "AUX"} and node.head.lower_ in {"of", "by", "with", "for"}
    return node.dep_ in TAKING_PART


def head_of(cast: ActorIndex, count: Count) -> Token:
    """The word by which a count hangs in its sentence: of several that are joined, the first."""
    partitive = count.noun is not None and count.noun > count.last + 1 and cast.doc[count.last + 1].lower_ == "of"
    alone = partitive or count.noun is None
    node = cast.doc[count.first : count.last + 1].root if alone else cast.doc[count.noun or count.last]
    while node.dep_ == "conj" and node.head.pos_ in {"NOUN", "PROPN", "NUM", "PRON"}:
        node = node.head
    return node


def _crowd(cast: ActorIndex, node: Token) -> bool:
    """ "a crowd of 3,000"."""
    return node.dep_ == "pobj" and node.head.lower_ == "of" and cast.lemmas[node.head.head.i] in CROWDS


def _denied(cast: ActorIndex, verb: Token) -> bool:
    """Is what the verb says not done? "did not march", "threatened to kill ten men"."""
    negated = any(child.dep_ == "neg" for child in verb.children)
    return negated or (unreal(verb) and term_at(cast, verb, "object", "subject") is not None)
