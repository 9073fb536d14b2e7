"""Labels that the reader finds where no rule has found one: whose they are, and how sure they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from analysis.evidence.calibration import certainty_columns, is_below_threshold
from analysis.evidence.labels.bearers import BearerResolver
from analysis.evidence.labels.noun_labels import Label
from analysis.evidence.labels.tone import phrase_tone
from analysis.evidence.pointer_votes import most_voted_actor, token_range
from analysis.language.neural_reader import TONES, ArticleReading, ReaderSpan


def reader_labels(
    bearers: BearerResolver, reading: ArticleReading, taken: set[int]
) -> Iterator[tuple[Label, str, dict[str, object]]]:
    """The reader's labels that share no word with those that rules have found; each with its actor and chance."""
    doc, taken = bearers.actors.doc, set(taken)
    places = [token.idx for token in doc]
    for found in reading.found["label"]:
        first, last = token_range(bearers.actors, places, found)
        if first < 0 or is_below_threshold("label", found.chance) or not taken.isdisjoint(range(first, last + 1)):
            continue
        if all(bearers.actors.is_proper_name(word) or not word.is_alpha for word in doc[first : last + 1]):
            continue  # nothing but an actor's name says nothing of them: "Mr. Jealous"
        taken.update(range(first, last + 1))  # a token may hold two words: "junta/regime"
        label = _reader_label(bearers, found, first, last, places)
        yield (
            label,
            _most_voted_bearer(bearers, label, found, places),
            certainty_columns("label", "reader", found.chance),
        )


def _reader_label(bearers: BearerResolver, found: ReaderSpan, first: int, last: int, places: list[int]) -> Label:
    """A label with the family that the lexicon has for its words or their head."""
    index, terms, span = bearers.actors, bearers.terms, bearers.actors.doc[first : last + 1]
    whole = terms.find_phrase_starting_at(index, first)
    is_whole = whole is not None and whole[0] == last
    term = whole[1] if whole and is_whole else terms.find_word(index, span.root.i, "NOUN", "ADJ", "VERB")
    best, by_list, tones = found.pointed["bearer"].best, phrase_tone(span.text), found.answers["tone"]
    bearer = None if best is None else bisect_right(places, best[0]) - 1
    tone = TONES[tones.index(max(tones))] if by_list == "neutral" else by_list
    family = term.family if term else "unlisted"
    return Label(first, last, span.root.i, " ".join(index.lemmas[first : last + 1]), family, tone, "any", bearer)


def _most_voted_bearer(bearers: BearerResolver, label: Label, found: ReaderSpan, places: list[int]) -> str:
    """Whom the words are put on: an actor, the event, else OTHER."""
    index = bearers.actors
    here = (index.named.get(at) for at in range(label.last, label.first - 1, -1))
    own = next(filter(None, here), None) or bearers.label_bearer(replace(label, bearer=None))
    event = found.answers["event"][0]
    return most_voted_actor(index, places, found.pointed["bearer"], bearers.noun_actor, own, event) or "OTHER"
