"""Counts that are no plain number before a noun: a toll, nobody, one man, a family named one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.tolls_effects import Effect, effect_of
from analysis.evidence.tolls_lexicon import term_at
from analysis.evidence.tolls_numbers import Number
from analysis.evidence.tolls_people import CALENDAR, CROWDS, PEOPLE, Count, kind_of, phrase
from analysis.language.actors.index import ActorIndex
from analysis.language.actors.kinds import KIND_OF, NO_PERSON, singular
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

TOLLS = listed("tolls")
# Between a toll and its number: "rose to 693", "put at more than 600", "stands at", "as 50".
LINKS = listed("links (tolls)")
FAR = 18
HARM = listed("harm")
SINGLE = listed("single")
HURT = listed("hurt")
SUBJECTS_OBJECTS = frozenset({"nsubj", "nsubjpass", "dobj"})
DEFINITE = listed("definite (tolls)")


def toll_of(cast: ActorIndex, count: Count) -> tuple[Effect, int, int | None] | None:
    """The effect that "the death toll", "the number of dead" or "desertions" gives to a number behind it.

    Returns it with the first token of the toll's phrase and the token of the people counted (None where nobody is).
    """
    doc = cast.doc
    if count.kind == "people" and not count.number.percent:
        return None
    start = max(doc[count.first].sent.start, count.first - FAR)
    if count.first == start or doc[count.first - 1].lower_ not in LINKS:
        return None
    for at in range(count.first - 2, start - 1, -1):
        token = doc[at]
        if cast.lemmas[at] in TOLLS and token.pos_ in {"NOUN", "PROPN"} and token.dep_ != "compound":
            return _toll(cast, token, count)
    return None


def _toll(cast: ActorIndex, toll: Token, count: Count) -> tuple[Effect, int, int | None] | None:
    before = [child for child in toll.lefts if child.dep_ in {"compound", "amod", "nmod"}]
    inside = [cast.doc[at] for at in range(toll.i + 1, count.first)]
    found = next((term for token in [*before, *inside] if (term := term_at(cast, token, "self", "of", "object"))), None)
    own = term_at(cast, toll, "self", "of")
    term = own or found
    if term is None and cast.lemmas[toll.i] not in {"toll", "tally"}:
        return None
    people = [token.i for token in [*inside, *before] if kind_of(cast, token) == "people" and token.pos_ != "ADJ"]
    first = min([toll.i, *(child.i for child in before)])
    return Effect(term.effect if term else "killed", toll.i), first, people[0] if people else None


def nobody(cast: ActorIndex) -> Iterator[tuple[Count, Effect]]:
    """ "no casualties", "nobody was hurt": none, with the effect."""
    for token in cast.doc:
        if token.lower_ not in {"no", "nobody", "none", "without"}:
            continue
        at, number = token.i, Number(token.idx, token.idx + len(token), 0, 0, False, 0)
        if token.lower_ in {"nobody", "none"} or (token.lower_ == "no" and _next(token) == "one"):
            last = at + (token.lower_ == "no")
            count = Count(number, at, last, None, last, "people", "none")
        else:
            last = at + (_next(token) in {"any", "further"})
            noun, end = phrase(cast, at, last)
            if noun is None or (kind_of(cast, cast.doc[noun]) == "things"):
                continue
            count = Count(number, at, last, noun, end, kind_of(cast, cast.doc[noun]), "none")
        found = effect_of(cast, count)
        if found and found.effect in HARM and found.at is not None and found.at >= at:
            yield count, found


def _next(token: Token) -> str:
    return token.doc[token.i + 1].lower_ if token.i + 1 < len(token.doc) else ""


def ones(cast: ActorIndex) -> Iterator[tuple[Count, Effect]]:
    """ "kill a man", "another soldier was wounded", "another was hurt": one."""
    for token in cast.doc:
        if token.lower_ not in {"a", "an", "another"} or token.pos_ not in {"DET", "PRON"}:
            continue
        at, noun, number = token.i, token.head, Number(token.idx, token.idx + len(token), 1, 1, False, 1)
        if token.dep_ == "det" and at < noun.i < at + 9 and _person(cast, noun):
            count = Count(number, at, at, noun.i, noun.i, "people", "one")
        elif token.lower_ == "another" and token.dep_ in {"nsubj", "nsubjpass", "conj"}:
            count = Count(number, at, at, None, at, "alone", "one")
        else:
            continue
        found = effect_of(cast, count)
        if found and found.effect in SINGLE and found.at is not None and not at < found.at <= (count.noun or at):
            yield count, found


def enumerated(cast: ActorIndex) -> Iterator[tuple[Count, Effect]]:
    """ "The father, mother and a young boy were killed": three, named one by one.

    "Alvarado was killed" and "the murder of his wife" are one.
    """
    for token in cast.doc:
        of = token.dep_ == "pobj" and token.head.lower_ == "of"
        if not (of or token.dep_ in SUBJECTS_OBJECTS) or not (
            _named(token) or (_person(cast, token) and _definite(token))
        ):
            continue
        members = _members(cast, token)
        if not members or (len(members) == 1 and token.dep_ == "nsubj"):
            continue
        first, last, n = token.left_edge.i, max(member.i for member in members), len(members)
        start, end = cast.doc[first].idx, cast.doc[last].idx + len(cast.doc[last])
        count = Count(Number(start, end, n, n, False, None), first, last, token.i, last, "people", "listed")
        found = effect_of(cast, count)
        if found and found.at is not None and _done_to(token, found, n):
            yield count, found


def _done_to(token: Token, found: Effect, n: int) -> bool:
    """Is the effect that of the verb, or of the noun before "of"? One person alone has to be killed or wounded."""
    if token.dep_ == "pobj":
        return found.effect in HURT and found.at == token.head.head.i
    if n > 1:
        return found.effect in SINGLE
    return found.effect in HURT and found.at == token.head.i and token.head.pos_ == "VERB"


def _definite(noun: Token) -> bool:
    return any(child.lower_ in DEFINITE for child in noun.lefts)


def _named(token: Token) -> bool:
    """Is this the last word of a person's name, as far as its own letters say?"""
    name = token.tag_ == "NNP" and token.text[:1].isupper() and not token.text.isupper() and len(token) > 1
    return name and token.lower_ not in NO_PERSON | CALENDAR and singular(token.text) not in KIND_OF


def _person(cast: ActorIndex, noun: Token) -> bool:
    lemma = cast.lemmas[noun.i]
    return noun.tag_ == "NN" and lemma not in CROWDS and (lemma in PEOPLE or kind_of(cast, noun) == "people")


def _members(cast: ActorIndex, noun: Token) -> list[Token]:
    """The people joined to this one, with it; none where one of them is no single person or carries a number."""
    members, node = [noun], noun
    while True:
        joined = [child for child in node.rights if child.dep_ == "conj" or (child.dep_ == "appos" and _goes_on(child))]
        if not joined:
            return members
        node = joined[0]
        if not (_person(cast, node) or _named(node)) or any(child.dep_ == "nummod" for child in node.children):
            return []
        members.append(node)


def _goes_on(gloss: Token) -> bool:
    """Is what follows a comma a further person, not a gloss? "the father, mother and a boy"; "Mendoza, an editor"."""
    return gloss.head.tag_ == "NN" and gloss.tag_ == "NN" and any(child.dep_ == "conj" for child in gloss.rights)
