"""What is said of an actor or the event: verbs, adjectives, names given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.actors_cast import Cast
from analysis.evidence.actors_names import words
from analysis.evidence.labels_bearers import Holders, resolve, subject_of
from analysis.evidence.labels_lexicon import Lexicon, Term
from analysis.evidence.labels_nouns import Label
from analysis.evidence.labels_tone import valence

if TYPE_CHECKING:
    from spacy.tokens import Token

PREDICATED = frozenset({"acomp", "oprd"})
NAMING = words("call brand label dub describe denounce condemn portray depict hail term deem consider regard identify")
CLAIMING = words("say claim insist declare argue allege assert maintain suggest announce boast deny add state promise")
SURE = 1.4


def predicate_labels(cast: Cast, terms: Lexicon, holders: Holders) -> Iterator[Label]:
    """Every predicate that judges an actor or the event."""
    for token in cast.doc:
        if token.pos_ == "VERB":
            yield from _of_verb(cast, token, terms)
        if token.pos_ in {"ADJ", "VERB", "ADV"}:
            yield from _of_adjective(cast, token, terms, holders)


def _of_verb(cast: Cast, verb: Token, terms: Lexicon) -> Iterator[Label]:
    phrase = terms.phrase_from(cast, verb.i)
    term = phrase[1] if phrase else terms.word(cast, verb.i, "VERB")
    last = phrase[0] if phrase else verb.i
    first = verb.i
    lemma = cast.lemmas[verb.i]
    to = next((child for child in verb.rights if child.dep_ == "xcomp" and child.i <= verb.i + 4), None)
    if lemma in {"fail", "refuse"}:
        if to is None and lemma == "refuse":
            return
        term = Term(lemma, "VERB", "the-outcome", "any", "negative" if lemma == "fail" else "neutral")
        last = to.i if to is not None else verb.i
    if term is None or term.plain or term.pos == "NOUN" or (term.pos == "ADJ" and not phrase):
        return
    if verb.dep_ in {"amod", "compound"}:
        return
    subject = _bearing(verb, term)
    if lemma in {"fail", "collapse"} and subject is not None and cast.lemmas[subject.i] in {"talk", "negotiation"}:
        return
    side = "event" if term.side == "event" or (subject is None and term.family == "contested-verbs") else "any"
    yield Label(
        first, last, verb.i, term.term, term.family, term.tone, side, subject.i if subject is not None else None
    )


def _bearing(verb: Token, term: Term) -> Token | None:
    """Who is judged by a verb: who does it; in the passive who is named as doing it, else whom it befell."""
    if any(child.dep_ == "auxpass" for child in verb.children):
        for child in verb.rights:
            if child.dep_ == "agent" and term.family == "contested-verbs" and term.term != "infiltrate":
                return next(iter(child.children), None)
    return subject_of(verb)


def _of_adjective(cast: Cast, word: Token, terms: Lexicon, holders: Holders) -> Iterator[Label]:
    if not _is_predicated(word):
        return
    term = terms.word(cast, word.i, "ADJ")
    score = valence(word.lower_) or valence(cast.lemmas[word.i])
    adverb = next((c for c in word.lefts if c.dep_ == "advmod" and abs(valence(c.lower_)) >= SURE), None)
    if adverb is not None and not term:
        score = valence(adverb.lower_)
    if term is None and abs(score) < SURE:
        return
    subject = subject_of(word)
    if subject is None or resolve(cast, subject, terms, holders) is None:
        return
    degree = [c for c in word.lefts if c.dep_ in {"advmod", "neg", "npadvmod"} and c.lower_ not in {"also", "now"}]
    first = min([word.i, *(c.left_edge.i for c in degree)])
    tone = term.tone if term else "positive" if score > 0 else "negative"
    family = term.family if term else "unlisted"
    yield Label(first, word.i, word.i, cast.lemmas[word.i], family, tone, "any", subject.i)


def _is_predicated(word: Token) -> bool:
    if word.dep_ in PREDICATED:
        return True
    if word.dep_ == "conj" and word.pos_ == "ADJ":
        return word.head.dep_ in PREDICATED
    if word.dep_ in {"advcl", "acl", "conj"} and word.tag_ == "VBN":
        return True
    return word.dep_ == "amod" and word.pos_ == "ADJ" and word.head.i < word.i
