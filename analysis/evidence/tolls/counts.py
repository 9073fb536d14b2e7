"""Whom or what does a number count: people, somebody left unnamed, or things?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.calibration import calibrated_chance
from analysis.evidence.tolls.numbers import Number
from analysis.language.actors.actor_index import ActorIndex
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.neural_reader import ArticleReading
from analysis.language.syntactic_control import passive_subject, understood_subject
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

PEOPLE = word_list("people who are counted")
THINGS = word_list("things (tolls)")
AMOUNTS = word_list("amounts")
INCLUDING = word_list("including")
POINTING = word_list("pointing back")
FRONT = frozenset({"nummod", "quantmod", "amod", "compound", "det", "nmod", "poss", "advmod"})
NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "PRON"})
JOINED = frozenset({"conj", "appos", "nummod", "quantmod", "compound", "nmod"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
THEM = frozenset({"them", "whom", "those"})
BRACKETS = frozenset({"(", "[", "–", "—", "--"})
STEPS = 7
# Share of rows like it that were right, from which the learnt reader is heard: who hangs on a noun has to be surer.
LIKELY = {"people": 0.6, "unknown": 0.95, "alone": 0.95}
SURE = 0.95


@dataclass(frozen=True)
class Count:
    """A number in one article: its first and last token, the noun it counts (None where it stands alone), and the
    word by which it hangs in its sentence. `kind`: people, alone (nobody named), or unknown (a noun that may be
    people). `share`: of rows like it that were right."""

    number: Number
    first: int
    last: int
    noun: Token | None
    head: Token
    kind: str
    share: float = 0.0

    @property
    def last_token(self) -> int:
        """Its last token, with the noun."""
        return max(self.last, self.noun.i if self.noun is not None else -1)

    @property
    def is_subset(self) -> bool:
        """As in "two of them children", "among them two children": some of those counted before?"""
        doc = self.head.doc
        pairs = (doc[self.last + 1 : self.last + 3], doc[max(0, self.first - 2) : self.first])
        return any(len(pair) == 2 and pair[0].lower_ in {"of", "among"} and pair[1].lower_ in THEM for pair in pairs)

    @property
    def is_confirmed_by_reader(self) -> bool:
        """Does the learnt reader take it for a number of people, too? A number alone has to be somebody or something
        in its clause; "the two men" are known already."""
        head, doc = self.head, self.head.doc
        if self.number.high == 0 or (self.first > 0 and doc[self.first - 1].lower_ in POINTING):
            return False
        if self.kind == "alone" and head.dep_ not in SUBJECTS | {"dobj"}:
            return False
        hangs = head.dep_ == "pobj" and head.head.head.pos_ == "NOUN"
        return self.share >= (SURE if hangs else LIKELY[self.kind])


def count_of_number(index: ActorIndex, number: Number, reading: ArticleReading) -> Count | None:
    """What does this number count? None for things, for somebody's age, and in a name ("Flight 17")."""
    doc, span = index.doc, index.doc.overlapping_span(number.start, number.end)
    if not len(span):
        return None
    first, last, root = span.start, span.end - 1, span.root
    noun = _counted_noun(root, last)
    kind = "alone" if noun is None else noun_kind(index, noun)
    if kind == "things" or (noun is None and (_is_part_of_name(root) or _is_age(root, last))):
        return None
    share = calibrated_chance(
        "figure", "rules", reading.span_chance("figure", number.start, max(number.end, noun.end if noun else 0))
    )
    head = root if noun is None or doc[last + 1].lower_ == "of" else noun
    return Count(number, first, last, noun, head, kind, share)


def _counted_noun(root: Token, last: int) -> Token | None:
    """The noun a number counts: over "of" ("dozens of members of the militia"), else the one it stands before."""
    doc, noun = root.doc, root.head
    behind = doc[last + 1] if last + 1 < len(doc) else None
    if behind is not None and behind.lower_ == "of" and behind.head.i <= last:
        counted = behind.child("pobj")
        return _apposed_noun(counted) if counted is not None and counted.pos_ == "PRON" else counted
    if root.dep_ not in FRONT or noun.i <= last or noun.pos_ not in NOMINAL:
        return behind if behind is not None and behind.pos_ == "NOUN" and behind.sent is root.sent else None
    return _noun_phrase_head(noun)


def _apposed_noun(word: Token) -> Token | None:
    """As in "two of them police officers": whom the noun phrase behind it names."""
    noun = _noun_phrase_head(word.nbor(1)) if word.i + 1 < word.sent.end else word
    return noun if noun.pos_ in {"NOUN", "PROPN"} else None


def _noun_phrase_head(noun: Token) -> Token:
    """The head of the noun phrase to which a word in front of it belongs."""
    while noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    return noun


def _is_part_of_name(number: Token) -> bool:
    """As in "Flight 17", "Gate Three"."""
    if number.i == number.sent.start:
        return False
    before, is_behind = number.nbor(-1), number.dep_ == "nummod" and number.head.i < number.i
    return before.tag_ in {"NN", "NNP"} and before.text.istitle() and (is_behind or number.text.istitle())


def _is_age(number: Token, last: int) -> bool:
    """As in "Rodriguez, 65, was killed"."""
    doc, at = number.doc, number.i - 1
    closed = last + 1 >= len(doc) or doc[last + 1].text in {",", ".", ")", ";"}
    return closed and at > 0 and doc[at].text in {",", "("} and doc[at - 1].pos_ in {"PROPN", "NOUN"}


def noun_kind(index: ActorIndex, noun: Token) -> str:
    """Does a noun name people, things, or is it unknown?"""
    lemma, lower = index.lemmas[noun.i], noun.lower_
    if lemma in THINGS or lower in THINGS:
        return "things"
    if lemma in PEOPLE or lower in PEOPLE or lemma in KIND_OF or lemma.endswith(("men", "man", "woman", "women")):
        return "people"
    plural = noun.text[:1].isupper() and noun.pos_ in {"PROPN", "ADJ"} and lower.endswith("s")  # "Spaniards"
    return "people" if plural or noun.tag_ == "NNPS" else "unknown"


def governing_words(index: ActorIndex, count: Count) -> Iterator[tuple[Token, bool]]:
    """The words that say what a number says, nearest first: the word by which it hangs, then those that it is joined
    to or is part of; of "nine of the wounded" the wounded last. Each with whether those counted are some of them."""
    word, is_part = count.head, False
    for _ in range(STEPS):
        yield word, is_part
        above, is_included = _containing_word(index, count, word)
        if above is word:
            break
        word, is_part = above, is_part or is_included
    yield from ((one, False) for one in (count.noun, index.doc[count.first : count.last + 1].root) if one is not None)


def _containing_word(index: ActorIndex, count: Count, word: Token) -> tuple[Token, bool]:
    """What a word is joined to or part of (itself where it is not), and whether it names some of those."""
    above, doc = word.head, index.doc
    if count.first <= above.i <= count.last or (word.dep_ in JOINED and above.pos_ in NOMINAL):
        return above, word.dep_ == "appos" and doc[max(0, word.left_edge.i - 1)].text in BRACKETS
    if word.dep_ == "dobj" and above.lemma_ in INCLUDING:
        return understood_subject(above) or word, True
    if word.dep_ != "pobj":
        return word, False
    if above.lower_ in INCLUDING:
        return above.head, True
    if above.lower_ == "of" and (above.head.like_num or index.lemmas[above.head.i] in AMOUNTS | {"total"}):
        return above.head, False
    if above.lower_ == "with" and above.head.lower_ in {"along", "together"}:
        verb = above.head.head
        return (verb if verb.pos_ in NOMINAL else passive_subject(verb) or word), False
    return word, False
