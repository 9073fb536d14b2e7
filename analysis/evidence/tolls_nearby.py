"""Words of effect beside a number: in its phrase, right behind it, right in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.tolls_lexicon import Hit, pairs, term_at
from analysis.evidence.tolls_people import Count
from analysis.language.actors.index import ActorIndex
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

# "were reported killed", "was found dead", "are believed to have died"
REPORTED = listed("reported")
OPENS_OBJECT = frozenset({"DET", "NUM", "NOUN", "PROPN", "PRON", "ADJ"})


def in_phrase(cast: ActorIndex, count: Count) -> Iterator[Hit]:
    """ "two wounded men"."""
    if count.noun is None:
        return
    between = [cast.doc[i] for i in range(count.last + 1, count.noun)]
    yield from pairs(cast, [token for token in between if token.lower_ != "of"], "self", "object")


def behind(cast: ActorIndex, count: Count) -> Iterator[Hit]:
    """ "17 people were killed", "50 wounded", "two who were reported dead"."""
    yield from _along(cast, count, count.end + 1)


def who_were(cast: ActorIndex, count: Count) -> Iterator[Hit]:
    """ "six priests who were killed"."""
    at = count.end + 1
    if at < len(cast.doc) and (cast.doc[at].tag_ in {"WP", "WDT"} or cast.doc[at].text == ","):
        yield from _along(cast, count, at + 1)


def _along(cast: ActorIndex, count: Count, at: int) -> Iterator[Hit]:
    """The first word of effect to the right, over auxiliaries, adverbs and "reported"."""
    doc, be = cast.doc, False
    stop = min(doc[count.first].sent.end, at + 9)
    while at < stop:
        token = doc[at]
        term = term_at(cast, token, "object", "subject", "self")
        if term and (term.counted != "object" or be or _is_participle(doc[at])):
            yield token, term
            return
        if term or not (
            token.pos_ in {"AUX", "ADV", "PART"}
            or token.lower_ in {"others", "more", "also"}
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


def before(cast: ActorIndex, count: Count) -> Iterator[Hit]:
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
        yield from pairs(cast, [doc[at - 1]], "of")
    elif token.pos_ in {"VERB", "AUX"}:
        yield from ((token, term) for token, term in pairs(cast, [token], "object") if not passive(token))


def passive(verb: Token) -> bool:
    """Is this verb in the passive voice?"""
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def itself(cast: ActorIndex, count: Count) -> Iterator[Hit]:
    """ "39 bodies", "no casualties", "20 arrests"."""
    if count.noun is None:
        return
    yield from pairs(cast, [cast.doc[count.noun]], "self")
