"""Whom do he, she, they and it take up? The likeliest noun or name before them, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.language.actors.referents import SUBJECTS, Referent, antecedent_candidates
from analysis.language.syntactic_control import understood_subject
from analysis.language.word_lists import word_groups, word_list

if TYPE_CHECKING:
    from analysis.language.actors.actor_index import ActorIndex
    from analysis.language.document import Document, Token

PRONOUNS = word_groups("pronoun")
REFLEXIVE = frozenset({"himself", "herself", "themselves", "itself"})
SAYING = word_list("verbs of saying")
ALONE = word_list("amounts that stand alone")
MIND = word_list("verbs of people")  # "they want": people or a body
OPENING, CLOSING = frozenset("“«‹"), frozenset("”»›")
GENDERED = frozenset({"he", "she"})
SORTS = {"they": {"people", "body", "things"}, "it": {"body", "thing", "name"}}
REACH, MOST = 12, 100  # sentences and places
OFTEN = 8
# How much each sign speaks for a place: a conditional logit over places, fitted to the pronouns of data/codings/open.
WEIGHTS = {
    "back 0": 2.5, "back 1": 0.7, "back 2": -1.1, "back 3": -1.3, "back 6": -2.2,
    "subject": 0.5, "subject 1": 1.0, "subject below": 0.2, "both say": 0.9, "above": 0.7, "relative": 0.8,
    "dobj": 0.3, "pobj": -0.3, "ROOT": -0.5, "other": -0.4, "proper": 0.7, "pronoun": 0.9, "gender": 0.7,
    "person": 0.8, "body": -0.3, "thing": -0.5, "things": -1.0, "name": -0.8,
    "body with mind": 1.2, "thing with mind": -1.1, "frequent": 0.8,
    "reported": 0.8, "unquoted": -1.0, "quoted by it": -2.0, "another quotation": -0.2,
}  # fmt: skip


@dataclass(frozen=True)
class ReferringWord:
    """A noun, a name or a pronoun (`word`: he, she, they, it, else "") in its sentence and quotation (0: in none)."""

    token: Token
    sentence: int
    quotation: int
    word: str


@dataclass(frozen=True)
class ReferentMention:
    """Where an article speaks of a referent, itself or by a pronoun."""

    spot: ReferringWord
    referent: Referent
    is_frequent: bool

    @property
    def token(self) -> Token:
        """The noun or pronoun."""
        return self.spot.token


Choice = Callable[[ReferringWord, Sequence[ReferentMention]], ReferentMention | None]


def likeliest_antecedent(pronoun: ReferringWord, places: Sequence[ReferentMention]) -> ReferentMention | None:
    """The place for which most speaks, of two the last."""

    def score(place: ReferentMention) -> tuple[float, int]:
        return sum(WEIGHTS.get(sign, 0.0) for sign in antecedent_features(pronoun, place)), place.token.i

    return max(places, key=score, default=None)


def resolve_pronouns(index: ActorIndex, choose: Choice = likeliest_antecedent) -> dict[int, Referent]:
    """What does each pronoun of the third person take up? By the number of its token.

    Of all places before it that fit in gender and number the one for which most speaks: how far back it stands, as
    what, in whose mouth, and how much the article is about whoever is named there. Nobody is taken up by what they
    say themselves. Whoever is taken up needs no actor.
    Beware: two people who both fit are told apart by such signs only, not by sense.
    """
    nouns = antecedent_candidates(index)
    places: list[ReferentMention] = []
    spoken_of: Counter[str] = Counter()
    genders: dict[int, str] = {}
    found: dict[int, Referent] = {}
    for spot in _referring_words(index.doc, nouns):
        if spot.word:
            speakers = _speaker_names(spot, places, nouns)
            fits = [one for one in _agreeing_mentions(spot, places, genders) if one.referent.key not in speakers]
            chosen = choose(spot, fits)
            if chosen is None:
                continue
            referent = found[spot.token.i] = chosen.referent
            if spot.word in GENDERED:
                genders[referent.token.i] = spot.word
        else:
            referent = nouns[spot.token.i]
        spoken_of[referent.key] += 1
        places.append(ReferentMention(spot, referent, spoken_of[referent.key] >= OFTEN))
    return found


def _referring_words(doc: Document, nouns: dict[int, Referent]) -> Iterator[ReferringWord]:
    """The nouns and pronouns in order. A paragraph begins outside of quotations."""
    inside, quotation = False, 0
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            if token.text in OPENING or token.text in CLOSING or token.text == '"':
                inside = token.text in OPENING or (token.text == '"' and not inside)
                quotation += inside
            elif "\n" in token.text:
                inside = False
            word = PRONOUNS.get(token.lower_, "") if token.pos_ in {"PRON", "DET"} else ""
            word = word or ("they" if is_elliptical_amount(token) else "")
            if word or token.i in nouns:
                yield ReferringWord(token, number, quotation if inside else 0, word)


def is_elliptical_amount(word: Token) -> bool:
    """ "Several said": an amount that stands for people named before."""
    return word.lower_ in ALONE and word.dep_ in SUBJECTS and word.child("prep", "amod", "compound") is None


def _speaker_names(pronoun: ReferringWord, places: list[ReferentMention], nouns: dict[int, Referent]) -> set[str]:
    """Who says the words around a pronoun: whoever speaks outside of the marks in its sentence, and last before it."""
    if not pronoun.quotation:
        return set()
    found = {nouns[word.i].key for word in pronoun.token.sent if word.i in nouns and _is_subject_of_saying(word)}
    before = next(
        (one for one in reversed(places) if _is_subject_of_saying(one.token) and not one.spot.quotation), None
    )
    if before is not None and "\n" not in pronoun.token.doc.plain[before.token.idx : pronoun.token.idx]:
        found.add(before.referent.key)
    return found


def _agreeing_mentions(
    pronoun: ReferringWord, places: list[ReferentMention], genders: dict[int, str]
) -> Iterator[ReferentMention]:
    """The places before a pronoun that fit in gender and number, the last first."""
    for place in reversed(places[-MOST:]):
        if pronoun.sentence - place.spot.sentence > REACH:
            return
        known = genders.get(place.referent.token.i, pronoun.word)
        if (
            known == pronoun.word
            and _agrees_with_pronoun(pronoun.word, place)
            and not _is_ruled_out_by_binding(pronoun.token, place.token)
        ):
            yield place


def _agrees_with_pronoun(word: str, place: ReferentMention) -> bool:
    if place.spot.word:
        return place.spot.word == word
    if word in GENDERED:
        return place.referent.sort in {"person", "name"} and place.referent.gender in {"", word}
    several = word == "they" and any(child.dep_ == "conj" for child in place.token.rights)
    return several or place.referent.sort in SORTS[word]


def _is_ruled_out_by_binding(pronoun: Token, place: Token) -> bool:
    """Would the two be one only as "himself" is, or is the place part of what the pronoun belongs to?

    Also "after accusing Denmark, she concluded": she accuses, so that she is not Denmark.
    """
    if place is pronoun.head or place.dep_ in {"attr", "npadvmod"}:
        return True
    if pronoun.lower_ in REFLEXIVE:
        return place.dep_ not in SUBJECTS or not place.head.is_ancestor(pronoun)
    verb, other = _governing_verb(pronoun), _governing_verb(place)
    if pronoun.dep_ in SUBJECTS and place.sent is pronoun.sent and other.tag_ == "VBG":
        return understood_subject(other) is pronoun or other is verb
    return pronoun.dep_ != "poss" and (place is verb or other is verb)


def _governing_verb(token: Token) -> Token:
    """The word on which a subject or object hangs, also over a preposition."""
    while token.dep_ == "conj":
        token = token.head
    return token.head.head if token.dep_ == "pobj" else token.head


def has_human_predicate(word: Token) -> bool:
    """Is the word the subject of what only people and bodies do: say, want, hope?"""
    return word.dep_ in SUBJECTS and (word.head.lemma_ in SAYING or word.head.lemma_ in MIND)


def _is_subject_of_saying(word: Token) -> bool:
    return word.dep_ in SUBJECTS and word.head.lemma_ in SAYING


def antecedent_features(pronoun: ReferringWord, place: ReferentMention) -> list[str]:
    """What can speak for a place or against it."""
    token, role, sort = place.token, _grammatical_role(place.token), place.referent.sort
    back, quotation = pronoun.sentence - place.spot.sentence, place.spot.quotation
    facts = {
        f"back {back if back < 3 else 3 if back < 6 else 6}": True,
        role: True,
        f"{role} 1": back == 1,
        sort: True,
        f"{sort} with mind": pronoun.word == "it" and has_human_predicate(pronoun.token),
        "pronoun": bool(place.spot.word),
        "proper": token.pos_ == "PROPN" and pronoun.word in GENDERED,
        "above": token.dep_ in SUBJECTS and token.head.is_ancestor(pronoun.token),
        "relative": any(above.dep_ == "relcl" and above.head is token for above in pronoun.token.ancestors),
        "gender": place.referent.gender == pronoun.word,
        "frequent": place.is_frequent,
        "both say": back == 1 and _is_subject_of_saying(pronoun.token) and _is_subject_of_saying(token),
        "reported": 0 < back < 3 and _is_in_complement_clause(token) and not _is_in_complement_clause(pronoun.token),
        "unquoted": quotation > 0 and pronoun.quotation == 0,
        "quoted by it": quotation > 0 and pronoun.quotation == 0 and _is_subject_of_saying(pronoun.token),
        "another quotation": 0 < quotation != pronoun.quotation > 0,
    }
    return [sign for sign, holds in facts.items() if holds]


def _grammatical_role(token: Token) -> str:
    while token.dep_ in {"conj", "appos"} and token.head is not token:
        token = token.head
    if token.dep_ not in SUBJECTS:
        return token.dep_ if token.dep_ in {"dobj", "pobj", "poss", "ROOT"} else "other"
    verb = token.head
    while verb.dep_ == "conj":
        verb = verb.head
    return "subject" if verb.dep_ == "ROOT" else "subject below"


def _is_in_complement_clause(token: Token) -> bool:
    return any(above.dep_ == "ccomp" and above.head.i < above.i for above in token.ancestors)
