"""Counts that are no number before a noun: a total ("put the death toll at 45"), one man, a family named one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.tolls.counts import AMOUNTS, Count, noun_kind
from analysis.evidence.tolls.effects import HURT, Effect, Hits, effect_of_count, effect_terms
from analysis.evidence.tolls.numbers import Number
from analysis.language.actors.actor_index import ActorIndex
from analysis.language.actors.noun_kinds import KIND_OF, NO_PERSON, singular_noun
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

TOTALS = word_list("totals")
LINKS = word_list("links of a total")
COUNTING = word_list("counting")
FAR = 18
SOME = frozenset({"a", "an", "another"})
SINGLE = HURT | {"captured"}


def effect_of_total(
    index: ActorIndex, count: Count, before: Effect | None
) -> tuple[Effect, Token, Token | None] | None:
    """The effect that "the death toll", "the number of dead" or "desertions" gives to a number behind it.

    With the first word of its phrase, and the people whom it counts (None where it names none). A total that does
    not say of what, and a number that somebody counts, is of those counted `before`.
    """
    doc = index.doc
    if count.number.high == 0:
        return None
    if before and count.kind == "alone" and count.head.dep_ == "dobj" and count.head.head.lemma_ in COUNTING:
        return before, count.head, None
    start = max(doc[count.first].sent.start, count.first - FAR)
    if (count.kind == "people" and not count.number.percent) or doc[max(start, count.first - 1)].lower_ not in LINKS:
        return None
    nouns = [word for word in doc[start : count.first] if word.pos_ in {"NOUN", "PROPN"} and word.dep_ != "compound"]
    total = next((word for word in reversed(nouns) if index.lemmas[word.i] in TOTALS), None)
    if total is None:
        return None
    front = [child for child in total.lefts if child.dep_ in {"compound", "amod", "nmod"}]
    words = [total, *front, *doc[total.i + 1 : count.first]]
    effect = next((Effect(term.effect, total) for word in words for term in effect_terms(index, word)), None)
    if effect is None:
        effect = Effect("killed", total) if index.lemmas[total.i] in {"toll", "tally"} else before
    people = [word for word in words[1:] if noun_kind(index, word) == "people" and word.pos_ != "ADJ"]
    first = min([total, *front], key=lambda word: word.i)
    return (effect, first, people[0] if people else None) if effect else None


def count_named_persons(index: ActorIndex, hits: Hits) -> Iterator[tuple[Count, Effect]]:
    """People whom the text counts by naming them: "kill a man", "Alvarado was killed", "the father and a boy died"."""
    for at in (at for at in sorted(hits) if index.doc[at].dep_ != "poss"):
        for members in _conjunct_runs(index, index.doc[at]):
            word, last, n = members[0], members[-1], len(members)
            is_some = any(child.lower_ in SOME for child in (word, *word.lefts))
            number = Number(word.left_edge.idx, last.end, n, n, False, n if is_some and n == 1 else None)
            count = Count(number, word.left_edge.i, last.i, word, word, "people")
            effect = effect_of_count(index, count, hits)
            says = effect.word if effect else None
            inside = says is not None and (count.first <= says.i <= word.i or _is_agent(index, word, says))
            if effect and not inside and effect.effect in (SINGLE if n > 1 or is_some else HURT):
                yield count, effect


def _is_agent(index: ActorIndex, noun: Token, word: Token) -> bool:
    """As in "the killers of Romero", who are looked for: not told of his death."""
    return noun.dep_ == "pobj" and noun_kind(index, word) == "people"


def _conjunct_runs(index: ActorIndex, noun: Token) -> list[list[Token]]:
    """The persons joined to a noun, with it; in two runs where some that are counted stand between them."""
    runs: list[list[Token]] = [[]]
    word: Token | None = noun
    while word is not None:
        if _is_single_person(index, word) and not any(child.dep_ == "nummod" for child in word.lefts):
            runs[-1].append(word)
        else:
            runs.append([])
        word = next((other for child in word.rights for other in _next_conjuncts(child)), None)
    return [run for run in runs if run and _is_definite(run[0])]


def _is_definite(noun: Token) -> bool:
    return _is_personal_name(noun) or any(child.dep_ in {"det", "poss"} for child in (noun, *noun.lefts))


def _is_single_person(index: ActorIndex, noun: Token) -> bool:
    """One person: a name, or a singular noun."""
    if _is_personal_name(noun) or (noun.lower_ == "another" and noun.dep_ != "det"):
        return True
    return noun.tag_ == "NN" and index.lemmas[noun.i] not in AMOUNTS and noun_kind(index, noun) == "people"


def _is_personal_name(token: Token) -> bool:
    """Is this the last word of a person's name, as far as its own letters say?"""
    name = token.tag_ == "NNP" and token.text[:1].isupper() and not token.text.isupper() and len(token) > 1
    return name and token.lower_ not in NO_PERSON and singular_noun(token.text) not in KIND_OF


def _next_conjuncts(child: Token) -> list[Token]:
    """The next person joined to a noun by a word that hangs on it: "the father, mother and a boy"; over a gloss
    "Mendoza, an editor, and his wife"."""
    if child.dep_ == "conj":
        return [child]
    joined = [other for other in child.rights if other.dep_ == "conj"] if child.dep_ == "appos" else []
    return [child] if joined and child.head.tag_ == child.tag_ == "NN" else joined
