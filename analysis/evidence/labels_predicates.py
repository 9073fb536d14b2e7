"""What is said of an actor or the event: verbs, adjectives, adverbs, names given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.labels_lexicon import Lexicon, Term
from analysis.evidence.labels_nouns import Label, by_degree
from analysis.evidence.labels_subjects import Holders, resolve
from analysis.evidence.labels_tone import valence
from analysis.evidence.labels_words import AFFLICTING, DEEDS, HEARSAY
from analysis.language.actors.index import ActorIndex
from analysis.language.actors.kinds import KIND_OF
from analysis.language.control import understood_subject
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

PREDICATED = frozenset({"acomp", "oprd"})
NAMING = listed("naming (labels)")
CLAIMING = listed("claiming")
HUMAN = listed("human (labels)")
NO_DEGREE = listed("no degree")
# Verbs that judge only with what they lead to: fail to, refuse to.
UNDONE = {"fail": "negative", "refuse": "neutral"}
# From here on VADER's score alone makes a predicate a judgement.
SURE = 1.4


def predicate_labels(cast: ActorIndex, terms: Lexicon, holders: Holders) -> Iterator[Label]:
    """Every predicate that judges an actor or the event."""
    for token in cast.doc:
        pos = token.pos_
        if pos == "VERB":
            yield from _verb(cast, token, terms)
            yield from _named(cast, token, terms, holders)
        if pos == "ADV":
            yield from _adverb(cast, token, terms, holders)
        elif pos in {"ADJ", "VERB"} and _is_predicated(token):
            yield from _adjective(cast, token, terms, holders)


def _verb(cast: ActorIndex, verb: Token, terms: Lexicon) -> Iterator[Label]:
    phrase = terms.phrase_from(cast, verb.i)
    term = phrase[1] if phrase else terms.word(cast, verb.i, "VERB")
    last = phrase[0] if phrase else verb.i
    lemma = cast.lemmas[verb.i]
    apart = None if phrase else _verb_and_object(cast, verb, terms)
    if apart is not None:
        last, term = apart
    subject = _judged(cast, verb, term)
    if lemma in UNDONE:
        to = next((child for child in verb.rights if child.dep_ == "xcomp" and child.i <= verb.i + 4), None)
        if subject is None or cast.lemmas[subject.i] in DEEDS:
            return
        if to is None and (lemma == "refuse" or not _may_fail(cast, subject, terms)):
            return
        term = Term(lemma, "VERB", "the-outcome", "any", UNDONE[lemma])
        last = to.i if to is not None else verb.i
    if lemma == "defend" and _is_of_words(cast, verb, terms):
        return
    if term is None or term.plain or term.pos not in {"VERB", "PHRASE"} or verb.dep_ in {"amod", "compound"}:
        return
    side = "event" if term.side == "event" or (subject is None and term.family == "contested-verbs") else "any"
    bearer = subject.i if subject is not None else None
    yield Label(verb.i, last, verb.i, term.term, term.family, term.tone, side, bearer)


def _verb_and_object(cast: ActorIndex, verb: Token, terms: Lexicon) -> tuple[int, Term] | None:
    """A listed verb and object with words between them: "losing political support", "posed a deadly threat"."""
    things = {cast.lemmas[child.i]: child.i for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}}
    for parts, term in terms.opening.get(cast.lemmas[verb.i], ()):
        if len(parts) == 2 and parts[1] in things:
            return max(verb.i, things[parts[1]]), term
    return None


def _is_of_words(cast: ActorIndex, verb: Token, terms: Lexicon) -> bool:
    """ "defended the assault", "defended her tactics": with words, not with arms."""
    thing = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    if thing is None:
        return False
    term = terms.word(cast, thing.i, "NOUN")
    return cast.lemmas[thing.i] in DEEDS or (term is not None and term.side == "event")


def _judged(cast: ActorIndex, verb: Token, term: Term | None) -> Token | None:
    """Who is judged by a verb: who does it, in the passive who is named as doing it; of a state who is in it.

    A setback mars whom it befalls; an actor who undermines another is judged for it.
    """
    if verb.lemma_.lower() in AFFLICTING:
        subject = understood_subject(verb)
        if subject is not None and (subject.i in cast.named or subject.i in cast.pronouns):
            return subject
        return next((child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}), subject)
    if term is not None and term.family == "contested-verbs" and term.term != "infiltrate":
        agent = next((child for child in verb.rights if child.dep_ == "agent"), None)
        if agent is not None:
            return next(iter(agent.children), None)
        if any(child.dep_ == "nsubjpass" for child in verb.children):
            return None
    return understood_subject(verb)


def _may_fail(cast: ActorIndex, subject: Token, terms: Lexicon) -> bool:
    """An operation or a side fails; that talks or efforts do is no label."""
    term = terms.word(cast, subject.i, "NOUN")
    operation = term is not None and term.family == "the-operation"
    return operation or subject.i in cast.named or subject.i in cast.pronouns


def _adjective(cast: ActorIndex, word: Token, terms: Lexicon, holders: Holders) -> Iterator[Label]:
    phrase = terms.phrase_to(cast, word.i)
    term = phrase[1] if phrase else terms.word(cast, word.i, "ADJ")
    score = valence(word.lower_) or valence(cast.lemmas[word.i])
    graded = by_degree(word)
    if term is None and abs(score) < SURE and not graded:
        return
    subject = understood_subject(word)
    if subject is None or not _is_bearer(cast, subject, terms, holders, listed=term is not None):
        return
    degree = [c for c in word.lefts if c.dep_ in {"advmod", "neg", "npadvmod"} and c.lower_ not in NO_DEGREE]
    first = min([phrase[0] if phrase else word.i, *(c.left_edge.i for c in degree)])
    tone = term.tone if term else "positive" if score >= 1 else "negative" if score <= -1 else "neutral"
    if any(child.dep_ == "neg" for child in (*word.children, *word.head.children)):
        tone = {"positive": "negative", "negative": "positive"}.get(tone, tone)
    family = term.family if term else "unlisted"
    yield Label(first, word.i, word.i, term.term if term else cast.lemmas[word.i], family, tone, "any", subject.i)


def _is_predicated(word: Token) -> bool:
    if word.dep_ in PREDICATED or (word.dep_ == "conj" and word.pos_ == "ADJ" and word.head.dep_ in PREDICATED):
        return True
    if word.dep_ in {"advcl", "acl", "conj"} and word.tag_ == "VBN":
        return True
    return bool(word.dep_ == "amod" and word.pos_ == "ADJ" and word.head.i < word.i)


def _is_bearer(cast: ActorIndex, subject: Token, terms: Lexicon, holders: Holders, *, listed: bool) -> bool:
    """Is this an actor, the event, or, for a listed word, at least somebody?"""
    if resolve(cast, subject, terms, holders) is not None:
        return True
    somebody = subject.lower_ in HUMAN or subject.tag_ == "NNPS" or KIND_OF.get(cast.lemmas[subject.i]) is not None
    return listed and somebody


def _adverb(cast: ActorIndex, word: Token, terms: Lexicon, holders: Holders) -> Iterator[Label]:
    """ "absurdly claimed", "poorly planned", "brutally suppressed": an adverb that judges what somebody does."""
    if word.dep_ != "advmod" or word.head.pos_ != "VERB" or not word.lower_.endswith("ly"):
        return
    if word.lower_ in HEARSAY:
        return
    verb = word.head
    stem = word.lower_[:-2]
    term = terms.single.get((stem, "ADJ")) or terms.single.get((stem + "e", "ADJ"))
    score = valence(word.lower_)
    claimed = cast.lemmas[verb.i] in CLAIMING
    if abs(word.i - verb.i) > 2 or (term is None and abs(score) < SURE):
        return
    if not claimed and any(child.dep_ == "auxpass" for child in verb.children) and word.i > verb.i:
        return
    subject = understood_subject(verb)
    if subject is None or not _is_bearer(cast, subject, terms, holders, listed=term is not None):
        return
    tone = term.tone if term else "positive" if score > 0 else "negative"
    family = term.family if term else "unlisted"
    first, last = sorted((word.i, verb.i))
    if any(token.is_quote for token in cast.doc[first:last]):
        first = last = word.i
    yield Label(first, last, verb.i, f"{word.lower_} {cast.lemmas[verb.i]}", family, tone, "any", subject.i)


def _named(cast: ActorIndex, verb: Token, terms: Lexicon, holders: Holders) -> Iterator[Label]:
    """ "called the operation a success", "denounced them as traitors": the name given, whatever it is."""
    if cast.lemmas[verb.i] not in NAMING:
        return
    things = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass", "nsubj"} and child.i != verb.i]
    given = [child for child in verb.rights if child.dep_ in {"oprd", "attr"}]
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ == "as":
            given += [name for name in child.children if name.dep_ in {"pobj", "amod"}]
        if child.dep_ == "ccomp" and child.pos_ in {"NOUN", "ADJ"}:
            given.append(child)
            things += [inner for inner in child.lefts if inner.dep_ == "nsubj"]
    for name in given:
        thing = next((t for t in reversed(things) if t.dep_ != "nsubj" or t.head == name), None)
        if thing is None or name.pos_ not in {"NOUN", "ADJ"} or cast.is_proper(name):
            continue
        if resolve(cast, thing, terms, holders) is None or cast.lemmas[name.i] in DEEDS:
            continue
        front = [w.left_edge.i for w in name.lefts if w.dep_ in {"amod", "compound", "advmod"}]
        tone = "positive" if valence(name.lower_) >= 1 else "negative" if valence(name.lower_) <= -1 else "neutral"
        yield Label(min([name.i, *front]), name.i, name.i, cast.lemmas[name.i], "unlisted", tone, "any", thing.i)
