"""What happened to the people a number counts: killed, wounded, captured, deserted, deployed, buried, dismissed?"""

from __future__ import annotations

import csv
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.evidence.actors_cast import Cast
from analysis.evidence.actors_names import words
from analysis.evidence.actors_sides import KIND_OF, singular
from analysis.evidence.tolls_people import CROWDS, Count

if TYPE_CHECKING:
    from spacy.tokens import Token

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicons" / "effects.csv"
ARMED = frozenset({"soldiers", "armed"})
# "were reported killed", "was found dead", "are believed to have died"
REPORTED = words(
    "report confirm believe say fear presume find leave know think list declare pronounce be have get feel"
)
TAKING = words("claim cost lose take save")
SUFFER = words("suffer sustain receive")
INCLUDING = words("including include among amongst plus besides")
FATAL = words("fatally mortally")
OPENS_OBJECT = frozenset({"DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ"})


@dataclass(frozen=True)
class Term:
    """One row of the lexicon: an effect, and where those counted stand ("object", "subject", "self" or "of")."""

    effect: str
    counted: str
    people: bool
    note: str


@dataclass(frozen=True)
class Effect:
    """An effect found: which, and the token that says so (None where nothing says so)."""

    effect: str
    at: int | None


Terms = dict[tuple[str, str, str], Term]


@functools.cache
def effects(path: Path = LEXICON) -> tuple[Terms, dict[tuple[str, str], tuple[tuple[tuple[str, ...], Term], ...]]]:
    """Read the lexicon: terms of one word by word, part of speech and role; longer ones by their first word."""
    single: Terms = {}
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Term]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            term = Term(row["effect"], row["counted"], row["people"] == "yes", row["note"])
            parts = tuple(row["term"].split())
            if len(parts) == 1:
                single[row["term"], row["pos"], row["counted"]] = term
            else:
                longer.setdefault((parts[0], row["counted"]), []).append((parts[1:], term))
    return single, {word: tuple(found) for word, found in longer.items()}


def effect_of(cast: Cast, count: Count) -> Effect | None:
    """What does the sentence say of those counted? None where it says nothing of them.

    Looked for in this order: a word in the phrase ("two wounded men"), right behind it ("17 people were killed"),
    right in front of it ("killing eight", "deaths of two"), the verb or noun it depends on, the noun itself
    ("39 bodies"). "killed or wounded" and "including two civilians" after both are `other`.
    """
    for search in (_in_phrase, _behind, _before, _governor, _itself):
        for token, term in search(cast, count):
            if _fits(cast, count, term, token):
                return Effect(_kind(cast, token, term), token.i)
    return None


def _fits(cast: Cast, count: Count, term: Term, token: Token) -> bool:
    if _unreal(token):
        return False
    if term.people and count.kind == "unknown":
        return False
    if "soldiers and police" in term.note or term.effect == "deployed":
        return count.noun is not None and KIND_OF.get(cast.lemmas[count.noun]) in ARMED
    return not (term.people and count.kind == "alone" and term.effect not in {"captured"})


def _kind(cast: Cast, token: Token, term: Term) -> str:
    """The effect, unless a word beside it changes it."""
    if term.effect == "wounded" and any(child.lower_ in FATAL for child in token.children):
        return "killed"
    if term.effect == "buried" and any(child.lower_ in {"under", "beneath", "alive"} for child in token.children):
        return "other"
    other = _joined(cast, token)
    return "other" if other is not None and {other, term.effect} == {"killed", "wounded"} else term.effect


def _joined(cast: Cast, token: Token) -> str | None:
    """The effect of a word joined to this one with nothing but "and" or "or" between."""
    doc = cast.doc
    for step in (1, -1):
        link, other = token.i + step, token.i + 2 * step
        if 0 <= other < len(doc) and doc[link].lower_ in {"or", "and", "/"}:
            found = term_at(cast, doc[other], "object") or term_at(cast, doc[other], "self")
            if found and not (step > 0 and _has_number(doc[other])) and not (step < 0 and _has_number(doc[other])):
                return found.effect
    return None


def _has_number(verb: Token) -> bool:
    return any(
        child.pos_ == "NUM" or any(inner.pos_ == "NUM" for inner in child.children)
        for child in verb.children
        if child.dep_ in {"dobj", "nsubjpass", "nsubj"}
    )


def term_at(cast: Cast, token: Token, *roles: str) -> Term | None:
    """The lexicon's term at a token, in one of these roles."""
    single, longer = effects()
    lemma, lower = cast.lemmas[token.i], token.lower_
    is_verb = token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB")
    keys = dict.fromkeys((lemma, lower, singular(lower)))
    for role in roles:
        for key in keys:
            for rest, term in longer.get((key, role), ()) if is_verb else ():
                if set(rest) <= {cast.lemmas[word.i] for word in token.subtree} | {w.lower_ for w in token.children}:
                    return term
            for pos in ("VERB",) if is_verb else ("ADJ", "NOUN"):
                if (key, pos, role) in single:
                    return single[key, pos, role]
        if is_verb and role == "self" and (lower, "ADJ", role) in single:
            return single[lower, "ADJ", role]
        if not is_verb and role == "object" and token.pos_ in {"ADJ", "PROPN", "NOUN"} and lower.endswith("ed"):
            stem = single.get((_stem(lower), "VERB", role)) or single.get((lower[:-1], "VERB", role))
            if stem:
                return stem
    return None


def _stem(participle: str) -> str:
    return participle[:-2]


def _pairs(cast: Cast, tokens: Iterable[Token], *roles: str) -> Iterator[tuple[Token, Term]]:
    for token in tokens:
        term = term_at(cast, token, *roles)
        if term:
            yield token, term


def _in_phrase(cast: Cast, count: Count) -> Iterator[tuple[Token, Term]]:
    if count.noun is None:
        return
    between = [cast.doc[i] for i in range(count.last + 1, count.noun)]
    yield from _pairs(cast, [token for token in between if token.lower_ != "of"], "self", "object")


def _behind(cast: Cast, count: Count) -> Iterator[tuple[Token, Term]]:
    """ "17 people were killed", "50 wounded", "two who were reported dead"."""
    doc, at, be = cast.doc, count.end + 1, False
    stop = min(doc[count.first].sent.end, at + 9)
    while at < stop:
        token = doc[at]
        term = term_at(cast, token, "object", "subject", "self")
        if term and (term.counted != "object" or be or _is_participle(doc[at])):
            yield token, term
            return
        if term or not (
            token.pos_ in {"AUX", "ADV", "PART"}
            or token.tag_ in {"WP", "WDT"}
            or token.lower_ in {"that", "others", "more", "also"}
            or cast.lemmas[at] in REPORTED
        ):
            return
        be = be or cast.lemmas[at] in {"be", "get"} or (token.tag_ == "VBN" and cast.lemmas[at] in REPORTED)
        at += 1


def _is_participle(token: Token) -> bool:
    """Is it done to those before it? "10 killed in clashes", not "10 gunmen killed a man"."""
    if token.tag_ not in {"VBN", "VBD", "JJ", "NNP", "NN"}:
        return False
    if token.i + 1 >= len(token.doc):
        return True
    after = token.doc[token.i + 1]
    if any(child.dep_ == "dobj" for child in token.children):
        return False
    return (
        after.pos_ not in OPENS_OBJECT
        or after.dep_ == "npadvmod"
        or after.lower_.endswith("day")
        or token.tag_ == "VBN"
    )


def _before(cast: Cast, count: Count) -> Iterator[tuple[Token, Term]]:
    """ "killing eight", "the deaths of two", "injuries to 10", "dead: 15"."""
    doc, at = cast.doc, count.first - 1
    start = doc[count.first].sent.start
    while at >= start and (
        doc[at].pos_ in {"DET", "PRON"} or doc[at].lower_ in {"another", "other", "further", "also"}
    ):
        at -= 1
    if at < start:
        return
    token = doc[at]
    if token.lower_ in {"of", "to"} and at > start:
        yield from _pairs(cast, [doc[at - 1]], "of")
    elif token.pos_ in {"VERB", "AUX"}:
        yield from ((token, term) for token, term in _pairs(cast, [token], "object") if not _passive(token))


def _passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _governor(cast: Cast, count: Count) -> Iterator[tuple[Token, Term]]:
    """The verb or noun that the phrase depends on, over "and", "of", "including"."""
    node = cast.doc[count.noun if count.noun is not None else count.last]
    if count.noun is not None and node.i > count.last + 1 and cast.doc[count.last + 1].lower_ == "of":
        node = cast.doc[count.last]
    for _ in range(7):
        yield from _clauses(cast, node)
        head = node.head
        if head.i == node.i:
            return
        if node.dep_ in {"conj", "appos", "nummod", "quantmod", "compound"} and head.pos_ in {
            "NOUN",
            "PROPN",
            "NUM",
            "ADJ",
        }:
            node = head
        elif node.dep_ == "pobj" and head.lower_ == "of":
            yield from _pairs(cast, [head.head], "of")
            if cast.lemmas[head.head.i] not in CROWDS and head.head.pos_ != "NUM" and not _number_of(cast, head.head):
                return
            node = head.head
        elif node.dep_ == "pobj" and head.lower_ in INCLUDING:
            node = head.head if head.head.pos_ != "VERB" else node
            if head.head.pos_ == "VERB":
                yield from _included(cast, head.head)
                return
        else:
            yield from _verb(cast, node, head)
            return


def _included(cast: Cast, verb: Token) -> Iterator[tuple[Token, Term]]:
    """The effect on those of whom some are named: left open where two are joined ("killing eight and injuring 7")."""
    for token, term in _pairs(cast, [verb], "object", "subject"):
        others = [verb.head] if verb.dep_ == "conj" else [child for child in verb.children if child.dep_ == "conj"]
        joined = {found.effect for other in others if (found := term_at(cast, other, "object", "subject"))}
        yield token, term if joined <= {term.effect} else replace(term, effect="other")


def _number_of(cast: Cast, noun: Token) -> bool:
    return cast.lemmas[noun.i] in {"number", "dozen", "score", "hundred", "thousand", "million", "majority", "most"}


def _clauses(cast: Cast, node: Token) -> Iterator[tuple[Token, Term]]:
    """Relative clauses and participles behind the noun: "officers who had been fired", "men held in Basra"."""
    for child in node.rights:
        if child.dep_ in {"acl", "relcl"} and child.pos_ in {"VERB", "AUX"}:
            passive = child.tag_ == "VBN" and not any(inner.dep_ == "dobj" for inner in child.children)
            if passive:
                yield from _pairs(cast, [child], "object")
            subject = [inner for inner in child.children if inner.dep_ == "nsubj"]
            if child.dep_ == "acl" or any(inner.lower_ in {"who", "that", "which"} for inner in subject):
                yield from _pairs(cast, [child, *_complements(child)], "subject")


def _verb(cast: Cast, node: Token, head: Token) -> Iterator[tuple[Token, Term]]:
    """The verb whose subject or object the phrase is."""
    if head.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return
    if node.dep_ in {"nsubjpass", "dobj", "oprd", "dative"} or (node.dep_ in {"nsubj", "ccomp"} and head.tag_ == "VBN"):
        yield from _pairs(cast, [head], "object")
    if node.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        yield from _pairs(cast, [*_complements(head)], "object", "self", "subject")
    if node.dep_ == "nsubj":
        yield from _pairs(cast, [head], "subject")
    if node.dep_ == "dobj" and head.dep_ == "ccomp":
        yield from _pairs(cast, [head], "self")


def _complements(verb: Token) -> list[Token]:
    """What a verb leads to: "chose to quit", "left 10 dead", "were reported killed"."""
    return [
        word
        for child in verb.rights
        if child.dep_ in {"xcomp", "acomp", "oprd", "attr", "ccomp", "advcl"} and child.i - verb.i < 9
        for word in (child, *(inner for inner in child.rights if inner.dep_ == "xcomp"))
        if not any(
            inner.dep_ in {"dobj", "nsubj"} and inner.i > verb.i and inner.dep_ == "dobj" for inner in word.children
        )
    ]


def _itself(cast: Cast, count: Count) -> Iterator[tuple[Token, Term]]:
    """ "39 bodies", "no casualties", "20 arrests"."""
    if count.noun is None:
        return
    noun = cast.doc[count.noun]
    for token, term in _pairs(cast, [noun], "self"):
        if "lives are" not in term.note or cast.lemmas[noun.head.i] in TAKING:
            yield token, term


def _unreal(token: Token) -> bool:
    """Is the deed denied or only thought of? "did not kill", "could kill", "threatened to kill"."""
    if token.pos_ not in {"VERB", "AUX"}:
        return False
    helpers = [child for child in token.children if child.dep_ in {"aux", "neg", "auxpass"}]
    have = any(child.lower_ in {"have", "had"} for child in helpers)
    modal = any(child.lower_ in {"could", "would", "might", "will", "can", "should"} for child in helpers)
    denied = any(child.dep_ == "neg" for child in helpers)
    planned = token.dep_ == "xcomp" and token.head.lemma_ in {
        "threaten",
        "vow",
        "plan",
        "try",
        "want",
        "intend",
        "swear",
    }
    return denied or planned or (modal and not have)
