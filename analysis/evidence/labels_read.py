"""Labels that the reader finds where no rule has found one: whose they are, and how sure they are."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from analysis.evidence.chances import is_faint, judged
from analysis.evidence.labels_bearers import bearer_of
from analysis.evidence.labels_lexicon import Lexicon, Term
from analysis.evidence.labels_nouns import Label
from analysis.evidence.labels_subjects import Holders, resolve
from analysis.evidence.labels_tone import tone_of
from analysis.evidence.pointed import tokens_of, voted
from analysis.language.actors.index import ActorIndex
from analysis.language.reader import TONES, Found, Reading


def read_labels(
    cast: ActorIndex, reading: Reading, taken: set[int], terms: Lexicon, holders: Holders
) -> Iterator[tuple[Label, str, dict[str, object]]]:
    """The reader's labels that share no word with those that rules have found; each with its actor and chance."""
    places, taken = [token.idx for token in cast.doc], set(taken)
    for found in reading.found["label"]:
        first, last = tokens_of(cast, places, found)
        if first < 0 or is_faint("label", found.chance) or not taken.isdisjoint(range(first, last + 1)):
            continue
        if _is_name(cast, first, last):
            continue
        taken.update(range(first, last + 1))  # a token may hold two words: "junta/regime"
        label = _label(cast, found, first, last, places, terms)
        yield label, _actor(cast, label, found, places, terms, holders), judged("label", "reader", found.chance)


def _is_name(cast: ActorIndex, first: int, last: int) -> bool:
    """Nothing but an actor's name? Then it names somebody and says nothing of them: "Mr. Jealous"."""
    return all(cast.is_proper(cast.doc[at]) or not cast.doc[at].is_alpha for at in range(first, last + 1))


def _label(cast: ActorIndex, found: Found, first: int, last: int, places: list[int], terms: Lexicon) -> Label:
    head = cast.doc[first : last + 1].root.i
    term = _term(cast, first, last, head, terms)
    lemma = " ".join(cast.lemmas[at] for at in range(first, last + 1))
    best = found.pointed["bearer"].best
    bearer = None if best is None else bisect_right(places, best[0]) - 1
    by_list = tone_of(cast.doc[first : last + 1].text)
    tones = found.answers["tone"]
    tone = TONES[tones.index(max(tones))] if by_list == "neutral" else by_list
    return Label(first, last, head, lemma, term.family if term else "unlisted", tone, "any", bearer)


def _term(cast: ActorIndex, first: int, last: int, head: int, terms: Lexicon) -> Term | None:
    """The lexicon's row for the words or their head, if it has one."""
    whole = terms.phrase_from(cast, first)
    if whole and whole[0] == last:
        return whole[1]
    return terms.word(cast, head, "NOUN", "ADJ", "VERB")


def _actor(cast: ActorIndex, label: Label, found: Found, places: list[int], terms: Lexicon, holders: Holders) -> str:
    """Whom the words are put on: an actor, the event, else OTHER."""
    here = (cast.named.get(at) for at in range(label.last, label.first - 1, -1))
    own = next(filter(None, here), None) or bearer_of(cast, replace(label, bearer=None), terms, holders)
    event = found.answers["event"][0]
    of = functools.partial(resolve, cast, terms=terms, holders=holders)
    return voted(cast, places, found.pointed["bearer"], of, own, event) or "OTHER"
