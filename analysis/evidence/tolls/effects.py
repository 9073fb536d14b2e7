"""What happened to the people a number counts: killed, wounded, captured, deserted, deployed, buried, dismissed?"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.evidence.tolls.counts import Count, heads, kind_of
from analysis.language.actors.index import ActorIndex
from analysis.language.actors.kinds import KIND_OF, singular
from analysis.language.clauses import clause_of, is_passive, object_of, subject
from analysis.language.control import antecedent, passive_holder, understood_subject
from analysis.language.modality import modality
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

HURT = frozenset({"killed", "wounded"})
HARM = HURT | {"captured"}  # no toll where it is planned, denied or only thought of
ARMED = frozenset({"soldiers", "armed"})
FATAL = listed("fatal")
TAKING = listed("taking")
MORE = frozenset({"more", "others", "also"})
UNDER = frozenset({"under", "beneath", "alive"})  # "buried under rubble", "buried alive"
PREDICATES = frozenset({"acomp", "oprd", "ccomp", "xcomp", "advcl", "attr"})


@dataclass(frozen=True)
class Term:
    """One row of the lexicon: an effect, where those counted stand ("object", "subject", "self" or "of") and what it
    needs ("people", "armed", "loss" or "")."""

    effect: str
    counted: str
    needs: str


@dataclass(frozen=True)
class Effect:
    """What happened ("" for what did not), and the word that says so (None where nothing says so)."""

    effect: str
    word: Token | None = None


Hit = tuple["Token", Term]
Hits = dict[int, list[Hit]]  # by the token of those to whom it happened


@functools.cache
def _lexicon() -> dict[tuple[str, str], list[tuple[frozenset[str], Term]]]:
    """By first word and part of speech: the other words of a term, and the term."""
    found = defaultdict(list)
    for _, row in listed_rows(LEXICONS / "effects.csv"):
        first, *others = row["term"].split()
        found[first, row["pos"]].append((frozenset(others), Term(row["effect"], row["counted"], row["needs"])))
    return dict(found)


def terms_at(index: ActorIndex, word: Token) -> list[Term]:
    """The terms of effect that a word is, those of more words first."""
    lemma, lower = index.lemmas[word.i], word.lower_
    keys = [(lemma, "VERB"), (lower, "ADJ" if word.tag_ == "VBG" else "")]  # "are missing"
    if not _is_verb(word):
        keys = [(key, pos) for key in dict.fromkeys((lemma, lower, singular(lower))) for pos in ("ADJ", "NOUN")]
        keys += [(lower[:-2], "VERB"), (lower[:-1], "VERB")] if lower.endswith("ed") else []  # "Wounded"
    rows = [row for key in keys for row in _lexicon().get(key, ())]
    below = {index.lemmas[one.i] for one in word.subtree} | {one.lower_ for one in word.children} if rows else set()
    return [term for others, term in sorted(rows, key=lambda row: -len(row[0])) if others <= below]


def _is_verb(word: Token) -> bool:
    return word.pos_ in {"VERB", "AUX"} or word.tag_.startswith("VB")


def hits_of(index: ActorIndex) -> Hits:
    """Every word of effect of an article, by those to whom it happens."""
    found: Hits = defaultdict(list)
    for word in index.doc:
        for term in terms_at(index, word):
            for counted in _counted_by(word, term.counted):
                found[antecedent(counted).i].append((word, term))
    return found


def _counted_by(word: Token, role: str) -> Iterator[Token]:
    """To whom does it happen, as the clause or the noun phrase says? Of a list all that the parser calls so."""
    if role == "of":
        yield from (child for prep in word.rights if prep.lower_ in {"of", "to"} for child in prep.rights)
        yield from (child for child in word.lefts if child.dep_ == "poss")
    elif not _is_verb(word):
        yield from [word, *_described(word)] if role == "self" else _described(word)
    elif counted := _patient(word) if role == "object" else understood_subject(word):
        yield counted
        if counted.head is word:
            yield from (child for child in word.children if child.dep_ == counted.dep_ and child is not counted)


def _patient(verb: Token) -> Token | None:
    """To whom a verb is done; of "23 hurt in raid" the number."""
    clause = clause_of(verb)
    own = None if clause.is_passive or clause.patient is not None else subject(verb)
    return own if own is not None and own.like_num and verb.child("dobj", "prt") is None else clause.patient


def _described(word: Token) -> Iterator[Token]:
    """Of whom an adjective is said: "six wounded men", "were dead", "left six dead"."""
    verb = word.head
    if word.dep_ in {"amod", "acl", "compound"}:
        yield verb
    elif word.dep_ in PREDICATES and word.pos_ != "NOUN":
        said_of = passive_holder(verb) if is_passive(verb) else object_of(verb) or understood_subject(verb)
        yield from [said_of] if said_of is not None else []


def effect_of(index: ActorIndex, count: Count, hits: Hits) -> Effect | None:
    """What does the sentence say of those counted? None where it says nothing of them.

    The word right behind the number ("50 wounded"), else the nearest that has them, or those they are joined to or
    part of, as object, subject or "of"; a noun that says so itself comes last ("39 bodies").
    """
    places = [(head, _at(index, head, hits)) for head, _ in heads(index, count)]
    for head, found in ((count.head, _behind(index, count)), *places):
        fitting = [(word, term) for word, term in found if _fits(index, count, word, term)]
        real = [(word, term) for word, term in fitting if _is_real(index, count, word, term)]
        if fitting:
            return _best(index, count, head, real) if real else Effect("")
    return None


def _behind(index: ActorIndex, count: Count) -> list[Hit]:
    """A participle or adjective of effect right behind those counted, which takes no object."""
    behind = [one for one in index.doc[count.end + 1 : count.end + 3] if one.lower_ not in MORE]
    if not behind or behind[0].tag_ not in {"VBN", "VBD", "JJ"} or behind[0].child("dobj") is not None:
        return []
    return [(behind[0], term) for term in terms_at(index, behind[0]) if term.counted in {"object", "self"}]


def _at(index: ActorIndex, word: Token, hits: Hits) -> list[Hit]:
    """What happens to those whom a word names; to those included what all the joined verbs say ("killing eight and
    injuring seven, including two civilians")."""
    if word.pos_ != "VERB":
        return hits.get(word.i, [])
    joined = [word.head] if word.dep_ == "conj" else [child for child in word.rights if child.dep_ == "conj"]
    verbs = [word, *([] if word.child("nsubj", "nsubjpass") is not None else joined)]
    return [(verb, term) for verb in verbs for term in terms_at(index, verb)]


def _fits(index: ActorIndex, count: Count, word: Token, term: Term) -> bool:
    """Does the word say it of people of this kind?"""
    if term.needs == "loss":
        return word.head.lemma_ in TAKING
    if term.needs == "armed":
        return count.noun is not None and KIND_OF.get(index.lemmas[count.noun.i]) in ARMED
    return not term.needs or count.kind == "people" or count.is_likely


def _is_real(index: ActorIndex, count: Count, word: Token, term: Term) -> bool:
    """Did it happen? Of nobody it is denied; "may have died" is no more than unsure."""
    unreal = modality(word) if kind_of(index, word) != "people" else ""  # not "the killers could be soldiers"
    if unreal == "negated":
        return count.number.high == 0
    helpers = {child.lower_ for child in word.lefts if child.dep_ in {"aux", "auxpass"}}
    is_open = "have" in helpers and helpers & {"may", "might", "must"}
    return not unreal or term.effect not in HARM or bool(is_open)


def _best(index: ActorIndex, count: Count, head: Token, fitting: list[Hit]) -> Effect:
    """The nearest word of effect, a noun for those counted and what is no harm last; with what stands beside it."""

    def rank(hit: Hit) -> tuple[bool, bool, int]:
        word, term = hit
        return (term.counted == "self" and word is count.noun, term.effect == "other", abs(word.i - count.first))

    word, term = min(fitting, key=rank)
    children, effect = {child.lower_ for child in word.children}, term.effect
    if effect in {"wounded", "other"} and children & FATAL:
        effect = "killed"
    elif effect == "buried" and children & UNDER:
        effect = "other"
    joined = {one.effect for _, one in fitting} if head.pos_ == "VERB" else set(_joined(index, word))
    return Effect("other" if joined | {effect} >= HURT else effect, word)


def _joined(index: ActorIndex, word: Token) -> Iterator[str]:
    """The effect of a word that "and" or "or" joins to this one: "dead or wounded"."""
    for other in (word.head, *word.rights):
        if "conj" in {other.dep_, word.dep_} and abs(other.i - word.i) == 2:
            yield from (term.effect for term in terms_at(index, other))
