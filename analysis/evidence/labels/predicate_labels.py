"""What is said of an actor or the event: verbs, adjectives, adverbs, names given, words in marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.labels.bearers import BearerResolver
from analysis.evidence.labels.label_lexicon import LabelTerm
from analysis.evidence.labels.noun_labels import DEEDS, Label, is_gradable
from analysis.evidence.labels.tone import phrase_tone, word_valence
from analysis.language.actors.actor_index import ActorIndex
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.clauses import passive_agent
from analysis.language.syntactic_control import understood_subject
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

Quoted = tuple[int, int, str, str | None]  # start, end, type, actor
PREDICATED = frozenset({"acomp", "oprd"})
NAMING = word_list("naming (labels)")
CLAIMING = word_list("claiming")
HUMAN = word_list("human (labels)")
NO_DEGREE = word_list("no degree")
AFFLICTING = word_list("afflicting")
HEARSAY = word_list("hearsay")  # adverbs that doubt the report, not the deed
# Verbs that judge only with what they lead to: fail to, refuse to.
UNDONE = {"fail": "negative", "refuse": "neutral"}
# From here on VADER's score alone makes a predicate a judgement.
SURE = 1.4
LONGEST = 4  # words in marks that are a label
FUNCTION_WORDS = frozenset({"DET", "PRON", "ADP", "AUX", "CCONJ", "SCONJ", "PART"})


def predicate_labels(bearers: BearerResolver) -> Iterator[Label]:
    """Every predicate that judges an actor or the event."""
    for token in bearers.actors.doc:
        if token.pos_ == "VERB":
            yield from _verb_labels(bearers, token)
            yield from _object_complement_labels(bearers, token)
        if token.pos_ == "ADV":
            yield from _adverb_labels(bearers, token)
        elif token.pos_ in {"ADJ", "VERB"} and _is_predicative(token):
            yield from _adjective_labels(bearers, token)


def quoted_labels(bearers: BearerResolver, said: list[Quoted]) -> Iterator[Label]:
    """A word or short phrase that somebody, or nobody, is quoted with inside the author's sentence.

    Marks round one to four words single them out as a wording: that makes them a label where no listed word does.
    Left out are numbers and what is written with capitals, a title or a name.
    """
    for start, end, type, _ in said:
        span = bearers.actors.doc.contained_span(start, end) if type != "direct" else None
        words = [token for token in span or () if token.is_alpha or "-" in token.text]
        is_named = any(token.text[:1].isupper() or token.like_num for token in words)
        if span is None or not 1 <= len(words) <= LONGEST or is_named:
            continue
        root, lemma = span.root, bearers.actors.lemmas[words[-1].i]
        is_empty = all(token.pos_ in FUNCTION_WORDS for token in words) or (root.pos_ == "ADV" and len(words) == 1)
        if is_empty or root.pos_ not in {"NOUN", "ADJ", "VERB", "ADV"}:
            continue
        bearer = understood_subject(root) if root.pos_ != "NOUN" else None
        term = " ".join((*(token.lower_ for token in words[:-1]), lemma))
        side, at = "event" if root.pos_ == "VERB" and bearer is None else "any", bearer.i if bearer else None
        yield Label(words[0].i, words[-1].i, root.i, term, "quoted", phrase_tone(span.text), side, at)


def _verb_labels(bearers: BearerResolver, verb: Token) -> Iterator[Label]:
    terms, index = bearers.terms, bearers.actors
    found = _verb_object_term(bearers, verb) or terms.find_phrase_starting_at(index, verb.i)
    last, term = found or (verb.i, terms.find_word(index, verb.i, "VERB"))
    subject, lemma = _judged_argument(index, verb, term), index.lemmas[verb.i]
    if lemma in UNDONE:
        to = next((child for child in verb.rights if child.dep_ == "xcomp" and child.i <= verb.i + 4), None)
        is_side = subject is not None and (subject.i in index.named or subject.i in index.pronouns)
        if subject is None or index.lemmas[subject.i] in DEEDS or (to is None and (lemma == "refuse" or not is_side)):
            return
        term, last = LabelTerm(lemma, "VERB", "the-outcome", "any", UNDONE[lemma]), to.i if to is not None else verb.i
    if lemma == "defend" and _is_verbal_act(bearers, verb.child("dobj")):
        return
    if term is None or term.plain or term.pos not in {"VERB", "PHRASE"} or verb.dep_ in {"amod", "compound"}:
        return
    side = "event" if term.side == "event" or (subject is None and term.family == "contested-verbs") else "any"
    bearer = subject.i if subject is not None else None
    yield Label(verb.i, last, verb.i, term.term, term.family, term.tone, side, bearer)


def _is_verbal_act(bearers: BearerResolver, thing: Token | None) -> bool:
    """ "defended the assault", "defended her tactics": with words, not with arms."""
    return thing is not None and (bearers.actors.lemmas[thing.i] in DEEDS or bearers.is_event_noun(thing))


def _verb_object_term(bearers: BearerResolver, verb: Token) -> tuple[int, LabelTerm] | None:
    """A listed verb and object with words between them: "losing political support", "posed a deadly threat"."""
    lemmas = bearers.actors.lemmas
    things = {lemmas[child.i]: child.i for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}}
    for parts, term in bearers.terms.opening.get(lemmas[verb.i], ()):
        if len(parts) == 2 and parts[1] in things:
            return max(verb.i, things[parts[1]]), term
    return None


def _judged_argument(index: ActorIndex, verb: Token, term: LabelTerm | None) -> Token | None:
    """Who is judged by a verb: whoever does it, of a state who is in it; a setback mars whom it befalls."""
    subject = understood_subject(verb)
    is_actor = subject is not None and (subject.i in index.named or subject.i in index.pronouns)
    if verb.lemma_ in AFFLICTING:
        return subject if is_actor else verb.child("dobj", "nsubjpass") or subject
    is_deed = term is not None and term.family == "contested-verbs" and term.term != "infiltrate"
    return passive_agent(verb) if is_deed and verb.child("agent", "nsubjpass") is not None else subject


def _adjective_labels(bearers: BearerResolver, word: Token) -> Iterator[Label]:
    terms, index, lemma = bearers.terms, bearers.actors, bearers.actors.lemmas[word.i]
    phrase = terms.find_phrase_ending_at(index, word.i)
    term = phrase[1] if phrase else terms.find_word(index, word.i, "ADJ")
    score = word_valence(word.lower_) or word_valence(lemma)
    if term is None and abs(score) < SURE and not is_gradable(word):
        return
    subject = understood_subject(word)
    if subject is None or not _can_bear_label(bearers, subject, listed=term is not None):
        return
    degree = [c for c in word.lefts if c.dep_ in {"advmod", "neg", "npadvmod"} and c.lower_ not in NO_DEGREE]
    first = min([phrase[0] if phrase else word.i, *(c.left_edge.i for c in degree)])
    term = term or LabelTerm(lemma, "ADJ", "unlisted", "any", _tone_of_score(score))
    tone = term.tone
    if any(child.dep_ == "neg" for child in (*word.children, *word.head.children)):
        tone = {"positive": "negative", "negative": "positive"}.get(tone, tone)
    yield Label(first, word.i, word.i, term.term, term.family, tone, "any", subject.i)


def _tone_of_score(score: float) -> str:
    return "positive" if score >= 1 else "negative" if score <= -1 else "neutral"


def _is_predicative(word: Token) -> bool:
    if word.dep_ in PREDICATED or (word.dep_ == "conj" and word.pos_ == "ADJ" and word.head.dep_ in PREDICATED):
        return True
    is_behind = word.dep_ == "amod" and word.pos_ == "ADJ" and word.head.i < word.i
    return is_behind or (word.dep_ in {"advcl", "acl", "conj"} and word.tag_ == "VBN")


def _can_bear_label(bearers: BearerResolver, subject: Token, *, listed: bool) -> bool:
    """Is this an actor, the event, or, for a listed word, at least somebody?"""
    lemma = bearers.actors.lemmas[subject.i]
    is_somebody = subject.lower_ in HUMAN or subject.tag_ == "NNPS" or KIND_OF.get(lemma) is not None
    return (listed and is_somebody) or bearers.noun_actor(subject) is not None


def _adverb_labels(bearers: BearerResolver, word: Token) -> Iterator[Label]:
    """ "absurdly claimed", "poorly planned", "brutally suppressed": an adverb that judges what somebody does."""
    verb, stem = word.head, word.lower_[:-2]
    if word.dep_ != "advmod" or verb.pos_ != "VERB" or not word.lower_.endswith("ly") or word.lower_ in HEARSAY:
        return
    term = bearers.terms.single.get((stem, "ADJ")) or bearers.terms.single.get((stem + "e", "ADJ"))
    score, lemma = word_valence(word.lower_), bearers.actors.lemmas[verb.i]
    if abs(word.i - verb.i) > 2 or (term is None and abs(score) < SURE):
        return
    if lemma not in CLAIMING and verb.child("auxpass") is not None and word.i > verb.i:
        return
    subject = understood_subject(verb)
    if subject is None or not _can_bear_label(bearers, subject, listed=term is not None):
        return
    term = term or LabelTerm(stem, "ADJ", "unlisted", "any", _tone_of_score(score))
    first, last = sorted((word.i, verb.i))
    if any(token.is_quote for token in word.doc[first:last]):
        first = last = word.i
    yield Label(first, last, verb.i, f"{word.lower_} {lemma}", term.family, term.tone, "any", subject.i)


def _object_complement_labels(bearers: BearerResolver, verb: Token) -> Iterator[Label]:
    """ "called the operation a success", "denounced them as traitors": the name given, whatever it is."""
    lemmas = bearers.actors.lemmas
    if lemmas[verb.i] not in NAMING:
        return
    things = [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass", "nsubj"}]
    given = [child for child in verb.rights if child.dep_ in {"oprd", "attr"}]
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ == "as":
            given += [name for name in child.children if name.dep_ in {"pobj", "amod"}]
        if child.dep_ == "ccomp" and child.pos_ in {"NOUN", "ADJ"}:
            given.append(child)
            things += [inner for inner in child.lefts if inner.dep_ == "nsubj"]
    for name in given:
        thing = next((t for t in reversed(things) if t.dep_ != "nsubj" or t.head is name), None)
        if thing is None or name.pos_ not in {"NOUN", "ADJ"} or bearers.actors.is_proper_name(name):
            continue
        if lemmas[name.i] not in DEEDS and bearers.noun_actor(thing) is not None:
            first = min([name.i, *(w.left_edge.i for w in name.lefts if w.dep_ in {"amod", "compound", "advmod"})])
            tone = _tone_of_score(word_valence(name.lower_))
            yield Label(first, name.i, name.i, lemmas[name.i], "unlisted", tone, "any", thing.i)
