"""Whom do he, she, they and it stand for? A cautious guess, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.language.actors.index import ActorIndex, near
from analysis.language.actors.kinds import KIND_OF
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

ONE = listed("one")
MANY = listed("many")
BODY = listed("body")
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
NOBODY = ""  # somebody whom no actor fits
SAYING = listed("saying")
OPENING, CLOSING = frozenset("“«‹"), frozenset("”»›")
# Nouns for one person that an article may go on to call he or she, whoever it is.
PERSONS = listed("persons (language)")


@dataclass(frozen=True)
class Person:
    """A person or group that a pronoun further on may stand for. `rank`: 2 told of, 1 subject inside, 0 neither."""

    sentence: int
    at: int
    rank: int
    actor: str | None


def pronouns(cast: ActorIndex) -> dict[int, str]:
    """Which actor does each pronoun of the third person stand for?

    First the subject of a clause that the pronoun's own clause hangs on ("Khan said he would": Khan), then the person
    of whom the last sentences told: the subject of the main clause before that of another, a subject before anybody
    else. He, she: a person; they, and it where it says something: a group or a noun in the plural. Within quotation
    marks never the speaker. A person or group that no alias fits takes the pronoun too, and leaves it without actor.
    Beware: two people of one sentence are not told apart by sense.
    """
    found: dict[int, str] = {}
    one: list[Person] = []
    many: list[Person] = []
    quoted = _quoted(cast)
    for number, sentence in enumerate(cast.doc.sents):
        for token in sentence:
            word = token.lower_
            if word in ONE or word in MANY or (word in BODY and _talks(token)):
                fits, told = (_is_person, one) if word in ONE else (_is_group, many)
                over = _over(cast, token, fits, found, quoted)
                actor = _latest(told, number, token, quoted) if over is None else over or None
                if actor:
                    found[token.i] = actor
                told.append(Person(number, token.i, _rank(token), actor))
            elif token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "nmod"}:
                entry = Person(number, token.i, _rank(token), _actor(cast, token))
                if _is_person(cast, token):
                    one.append(entry)
                elif _is_group(cast, token):
                    many.append(entry)
    return found


def _talks(token: Token) -> bool:
    return token.dep_ in SUBJECTS and token.head.lemma_ in SAYING


def _actor(cast: ActorIndex, token: Token) -> str | None:
    return cast.named.get(token.i) or near(cast, token) or cast.titles.get(token.i)


def _rank(token: Token) -> int:
    if token.dep_ not in SUBJECTS:
        return 0
    verb = token.head
    while verb.dep_ == "conj":
        verb = verb.head
    return 2 if verb.dep_ == "ROOT" else 1


def _quoted(cast: ActorIndex) -> list[bool]:
    """Which tokens stand inside double quotation marks? A paragraph begins outside."""
    inside, found = False, []
    for token in cast.doc:
        if token.text in OPENING or token.text in CLOSING or token.text == '"':
            inside = token.text in OPENING or (token.text == '"' and not inside)
        elif "\n" in token.text:
            inside = False
        found.append(inside)
    return found


def _over(
    cast: ActorIndex, token: Token, fits: Callable[[ActorIndex, Token], bool], found: dict[int, str], quoted: list[bool]
) -> str | None:
    """The actor of the subject whose clause holds the pronoun's; "Khan and his wife": of Khan."""
    if token.dep_ == "poss" and token.head.dep_ == "conj" and fits(cast, token.head.head):
        return _actor(cast, token.head.head)
    verb = token.head
    own = token.dep_ != "poss"
    for _ in range(8):
        if verb.pos_ in {"VERB", "AUX"}:
            subject = next((child for child in verb.lefts if child.dep_ in SUBJECTS), None)
            if subject is not None and not own and subject.i < token.i and quoted[subject.i] == quoted[token.i]:
                if subject.i in found and (subject.lower_ in ONE) == (token.lower_ in ONE):
                    return found[subject.i]
                if fits(cast, subject) or (fits is _is_group and subject.tag_ in {"NNS", "NNPS"}):
                    return _actor(cast, subject) or NOBODY
            own = own and subject is None
        if verb.head is verb or verb.dep_ == "relcl":
            return None
        own = own and verb.dep_ in {"aux", "auxpass", "prep", "pobj"}
        verb = verb.head
    return None


def _latest(told: list[Person], number: int, token: Token, quoted: list[bool]) -> str | None:
    """The actor of whom the last three sentences told, this one before the last."""
    reach = [one for one in told[-8:] if one.sentence >= number - 2 and not _speaks(one, token, quoted)]
    if not reach:
        return None
    subjects = [one for one in reach if one.rank] or reach
    last = [one for one in subjects if one.sentence == subjects[-1].sentence]
    return max(last, key=lambda one: (one.rank, one.at)).actor


def _speaks(one: Person, token: Token, quoted: list[bool]) -> bool:
    """Whoever says what stands in the marks is not spoken of there."""
    noun = token.doc[one.at]
    return quoted[token.i] and not quoted[one.at] and one.rank > 0 and noun.head.lemma_ in SAYING


def _is_person(cast: ActorIndex, token: Token) -> bool:
    name = cast.inside.get(token.i)
    if name is not None and name.alias.is_name:
        return name.alias.text.lower() in cast.sides.persons
    if cast.lemmas[token.i] in PERSONS:
        return not token.is_plural
    if token.pos_ != "PROPN":
        return False
    called = any(child.lower_ in PERSONS for child in token.lefts if child.dep_ in {"compound", "nmod", "amod"})
    return called or (token.dep_ in SUBJECTS and token.head.lemma_ in {"say", "tell", "add"})


def _is_group(cast: ActorIndex, token: Token) -> bool:
    if token.i in cast.named:
        return not _is_person(cast, token)
    return KIND_OF.get(cast.lemmas[token.i]) is not None and token.is_plural
