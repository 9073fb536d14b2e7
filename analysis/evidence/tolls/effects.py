"""What happened to the people a number counts: killed, wounded, captured, deserted, deployed, buried, dismissed?"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.evidence.tolls.counts import Count, governing_words, noun_kind
from analysis.language.actors.actor_index import ActorIndex
from analysis.language.actors.noun_kinds import KIND_OF, singular_noun
from analysis.language.clauses import active_object, active_subject, clause_of_verb, is_passive
from analysis.language.modality import modality
from analysis.language.syntactic_control import passive_subject, relative_antecedent, understood_subject
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

HURT = frozenset({"killed", "wounded"})
HARM = HURT | {"captured"}  # no toll where it is planned, denied or only thought of
ARMED = frozenset({"soldiers", "armed"})
FATAL = word_list("fatal")
TAKING = word_list("taking")
MORE = frozenset({"more", "others", "also"})
UNDER = frozenset({"under", "beneath", "alive"})  # "buried under rubble", "buried alive"
PREDICATES = frozenset({"acomp", "oprd", "ccomp", "xcomp", "advcl", "attr"})


@dataclass(frozen=True)
class EffectTerm:
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


Hit = tuple["Token", EffectTerm]
Hits = dict[int, list[Hit]]  # by the token of those to whom it happened


@functools.cache
def _effect_lexicon() -> dict[tuple[str, str], list[tuple[frozenset[str], EffectTerm]]]:
    """By first word and part of speech: the other words of a term, and the term."""
    found = defaultdict(list)
    for _, row in listed_rows(LEXICONS / "effects.csv"):
        first, *others = row["term"].split()
        found[first, row["pos"]].append((frozenset(others), EffectTerm(row["effect"], row["counted"], row["needs"])))
    return dict(found)


def effect_terms(index: ActorIndex, word: Token) -> list[EffectTerm]:
    """The terms of effect that a word is, those of more words first."""
    lemma, lower = index.lemmas[word.i], word.lower_
    keys = [(lemma, "VERB"), (lower, "ADJ" if word.tag_ == "VBG" else "")]  # "are missing"
    if not _is_verb(word):
        keys = [(key, pos) for key in dict.fromkeys((lemma, lower, singular_noun(lower))) for pos in ("ADJ", "NOUN")]
        keys += [(lower[:-2], "VERB"), (lower[:-1], "VERB")] if lower.endswith("ed") else []  # "Wounded"
    rows = [row for key in keys for row in _effect_lexicon().get(key, ())]
    below = {index.lemmas[one.i] for one in word.subtree} | {one.lower_ for one in word.children} if rows else set()
    return [term for others, term in sorted(rows, key=lambda row: -len(row[0])) if others <= below]


def _is_verb(word: Token) -> bool:
    return word.pos_ in {"VERB", "AUX"} or word.tag_.startswith("VB")


def effect_hits(index: ActorIndex) -> Hits:
    """Every word of effect of an article, by those to whom it happens."""
    found: Hits = defaultdict(list)
    for word in index.doc:
        for term in effect_terms(index, word):
            for counted in _affected_nouns(word, term.counted):
                found[relative_antecedent(counted).i].append((word, term))
    return found


def _affected_nouns(word: Token, role: str) -> Iterator[Token]:
    """To whom does it happen, as the clause or the noun phrase says? Of a list all that the parser calls so."""
    if role == "of":
        yield from (child for prep in word.rights if prep.lower_ in {"of", "to"} for child in prep.rights)
        yield from (child for child in word.lefts if child.dep_ == "poss")
    elif not _is_verb(word):
        yield from [word, *_adjective_subjects(word)] if role == "self" else _adjective_subjects(word)
    elif counted := _verb_patient(word) if role == "object" else understood_subject(word):
        yield counted
        if counted.head is word:
            yield from (child for child in word.children if child.dep_ == counted.dep_ and child is not counted)


def _verb_patient(verb: Token) -> Token | None:
    """To whom a verb is done; of "23 hurt in raid" the number."""
    clause = clause_of_verb(verb)
    own = None if clause.is_passive or clause.patient is not None else active_subject(verb)
    return own if own is not None and own.like_num and verb.child("dobj", "prt") is None else clause.patient


def _adjective_subjects(word: Token) -> Iterator[Token]:
    """Of whom an adjective is said: "six wounded men", "were dead", "left six dead"."""
    verb = word.head
    if word.dep_ in {"amod", "acl", "compound"}:
        yield verb
    elif word.dep_ in PREDICATES and word.pos_ != "NOUN":
        said_of = passive_subject(verb) if is_passive(verb) else active_object(verb) or understood_subject(verb)
        yield from [said_of] if said_of is not None else []


def effect_of_count(index: ActorIndex, count: Count, hits: Hits) -> Effect | None:
    """What does the sentence say of those counted? None where it says nothing of them.

    The word right behind the number ("50 wounded"), else the nearest that has them, or those they are joined to or
    part of, as object, subject or "of"; a noun that says so itself comes last ("39 bodies").
    """
    places = [(head, _hits_of_word(index, head, hits)) for head, _ in governing_words(index, count)]
    for head, found in ((count.head, _postmodifier_hits(index, count)), *places):
        fitting = [(word, term) for word, term in found if _term_fits_count(index, count, word, term)]
        real = [(word, term) for word, term in fitting if _is_realis(index, count, word, term)]
        if fitting:
            return _nearest_effect(index, count, head, real) if real else Effect("")
    return None


def _postmodifier_hits(index: ActorIndex, count: Count) -> list[Hit]:
    """A participle or adjective of effect right behind those counted, which takes no object."""
    behind = [one for one in index.doc[count.last_token + 1 : count.last_token + 3] if one.lower_ not in MORE]
    if not behind or behind[0].tag_ not in {"VBN", "VBD", "JJ"} or behind[0].child("dobj") is not None:
        return []
    return [(behind[0], term) for term in effect_terms(index, behind[0]) if term.counted in {"object", "self"}]


def _hits_of_word(index: ActorIndex, word: Token, hits: Hits) -> list[Hit]:
    """What happens to those whom a word names; to those included what all the joined verbs say ("killing eight and
    injuring seven, including two civilians")."""
    if word.pos_ != "VERB":
        return hits.get(word.i, [])
    joined = [word.head] if word.dep_ == "conj" else [child for child in word.rights if child.dep_ == "conj"]
    verbs = [word, *([] if word.child("nsubj", "nsubjpass") is not None else joined)]
    return [(verb, term) for verb in verbs for term in effect_terms(index, verb)]


def _term_fits_count(index: ActorIndex, count: Count, word: Token, term: EffectTerm) -> bool:
    """Does the word say it of people of this kind?"""
    if term.needs == "loss":
        return word.head.lemma_ in TAKING
    if term.needs == "armed":
        return count.noun is not None and KIND_OF.get(index.lemmas[count.noun.i]) in ARMED
    return not term.needs or count.kind == "people" or count.is_confirmed_by_reader


def _is_realis(index: ActorIndex, count: Count, word: Token, term: EffectTerm) -> bool:
    """Did it happen? Of nobody it is denied; "may have died" is no more than unsure."""
    unreal = modality(word) if noun_kind(index, word) != "people" else ""  # not "the killers could be soldiers"
    if unreal == "negated":
        return count.number.high == 0
    helpers = {child.lower_ for child in word.lefts if child.dep_ in {"aux", "auxpass"}}
    is_open = "have" in helpers and helpers & {"may", "might", "must"}
    return not unreal or term.effect not in HARM or bool(is_open)


def _nearest_effect(index: ActorIndex, count: Count, head: Token, fitting: list[Hit]) -> Effect:
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
    joined = {one.effect for _, one in fitting} if head.pos_ == "VERB" else set(_conjunct_effects(index, word))
    return Effect("other" if joined | {effect} >= HURT else effect, word)


def _conjunct_effects(index: ActorIndex, word: Token) -> Iterator[str]:
    """The effect of a word that "and" or "or" joins to this one: "dead or wounded"."""
    for other in (word.head, *word.rights):
        if "conj" in {other.dep_, word.dep_} and abs(other.i - word.i) == 2:
            yield from (term.effect for term in effect_terms(index, other))
