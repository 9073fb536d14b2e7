"""Labels that the reader finds where no rule has found one: whose they are, and how sure they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from analysis.evidence.chances import is_faint, judged
from analysis.evidence.labels.bearers import BearerResolver
from analysis.evidence.labels.nouns import Label
from analysis.evidence.labels.tone import tone_of
from analysis.evidence.pointed import tokens_of, voted
from analysis.language.reader import TONES, Found, Reading


def read_labels(
    bearers: BearerResolver, reading: Reading, taken: set[int]
) -> Iterator[tuple[Label, str, dict[str, object]]]:
    """The reader's labels that share no word with those that rules have found; each with its actor and chance."""
    doc, taken = bearers.actors.doc, set(taken)
    places = [token.idx for token in doc]
    for found in reading.found["label"]:
        first, last = tokens_of(bearers.actors, places, found)
        if first < 0 or is_faint("label", found.chance) or not taken.isdisjoint(range(first, last + 1)):
            continue
        if all(bearers.actors.is_proper(word) or not word.is_alpha for word in doc[first : last + 1]):
            continue  # nothing but an actor's name says nothing of them: "Mr. Jealous"
        taken.update(range(first, last + 1))  # a token may hold two words: "junta/regime"
        label = _label(bearers, found, first, last, places)
        yield label, _actor(bearers, label, found, places), judged("label", "reader", found.chance)


def _label(bearers: BearerResolver, found: Found, first: int, last: int, places: list[int]) -> Label:
    """A label with the family that the lexicon has for its words or their head."""
    index, terms, span = bearers.actors, bearers.terms, bearers.actors.doc[first : last + 1]
    whole = terms.phrase_from(index, first)
    is_whole = whole is not None and whole[0] == last
    term = whole[1] if whole and is_whole else terms.word(index, span.root.i, "NOUN", "ADJ", "VERB")
    best, by_list, tones = found.pointed["bearer"].best, tone_of(span.text), found.answers["tone"]
    bearer = None if best is None else bisect_right(places, best[0]) - 1
    tone = TONES[tones.index(max(tones))] if by_list == "neutral" else by_list
    family = term.family if term else "unlisted"
    return Label(first, last, span.root.i, " ".join(index.lemmas[first : last + 1]), family, tone, "any", bearer)


def _actor(bearers: BearerResolver, label: Label, found: Found, places: list[int]) -> str:
    """Whom the words are put on: an actor, the event, else OTHER."""
    index = bearers.actors
    here = (index.named.get(at) for at in range(label.last, label.first - 1, -1))
    own = next(filter(None, here), None) or bearers.bearer(replace(label, bearer=None))
    event = found.answers["event"][0]
    return voted(index, places, found.pointed["bearer"], bearers.actor, own, event) or "OTHER"
