"""Labels that the reader finds where no rule has found one: whose they are, and how sure they are."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from analysis.evidence.actors_cast import Cast
from analysis.evidence.labels_bearers import bearer_of
from analysis.evidence.labels_lexicon import Lexicon, Term
from analysis.evidence.labels_nouns import Label
from analysis.evidence.labels_subjects import Holders, resolve
from analysis.evidence.labels_tone import tone_of
from analysis.evidence.reader import Found, Reading, facts

STEPS = 20  # a chance is told in twentieths: the last digits of a network differ between machines
LEAST = 1e-4


def is_doubtful(p: float) -> bool:
    """Is a row of this chance shown apart? The limit is the highest that does nearly as well as the best
    on topics set aside (`benchmarks.reader.scores`)."""
    return bool(p < facts()["label"]["firm"])


def chance(of: str, raw: float) -> float:
    """How often are rows right that the reader gives this chance? `of`: "reader" or "rules", whoever found them."""
    return sure(facts()["label"][of], raw)


def sure(line: Sequence[float], raw: float) -> float:
    """A raw chance as the share that is right, by a line of logits: its shift and slope."""
    shift, slope = line
    raw = min(max(raw, LEAST), 1 - LEAST)
    share = 1 / (1 + math.exp(-shift - slope * math.log(raw / (1 - raw))))
    return math.floor(round(share * STEPS, 4) + 0.5) / STEPS


def read_labels(
    cast: Cast, reading: Reading, taken: set[int], terms: Lexicon, holders: Holders
) -> Iterator[tuple[Label, str, float]]:
    """The reader's labels that share no word with those that rules have found; each with its actor and chance."""
    places, taken = [token.idx for token in cast.doc], set(taken)
    for found in reading.labels:
        first, last = (bisect_right(places, at) - 1 for at in (found.start, found.end - 1))
        while first < last and cast.doc[first].is_space:
            first += 1
        if first < 0 or not taken.isdisjoint(range(first, last + 1)) or _is_name(cast, first, last):
            continue
        taken.update(range(first, last + 1))  # a token may hold two words: "junta/regime"
        label = _label(cast, found, first, last, places, terms)
        yield label, _actor(cast, label, found, terms, holders), chance("reader", found.chance)


def _is_name(cast: Cast, first: int, last: int) -> bool:
    """Nothing but an actor's name? Then it names somebody and says nothing of them: "Mr. Jealous"."""
    return all(cast.is_proper(cast.doc[at]) or not cast.doc[at].is_alpha for at in range(first, last + 1))


def _label(cast: Cast, found: Found, first: int, last: int, places: list[int], terms: Lexicon) -> Label:
    head = cast.doc[first : last + 1].root.i
    term = _term(cast, first, last, head, terms)
    lemma = " ".join(cast.lemmas[at] for at in range(first, last + 1))
    bearer = None if found.bearer is None else bisect_right(places, found.bearer[0]) - 1
    by_list = tone_of(cast.doc[first : last + 1].text)
    tone = found.tone if by_list == "neutral" else by_list
    return Label(first, last, head, lemma, term.family if term else "unlisted", tone, "any", bearer)


def _term(cast: Cast, first: int, last: int, head: int, terms: Lexicon) -> Term | None:
    """The lexicon's row for the words or their head, if it has one."""
    whole = terms.phrase_from(cast, first)
    if whole and whole[0] == last:
        return whole[1]
    return terms.word(cast, head, "NOUN", "ADJ", "VERB")


def _actor(cast: Cast, label: Label, found: Found, terms: Lexicon, holders: Holders) -> str:
    """Whom the words are put on: an actor, else the event where the reader says so, else OTHER."""
    if label.bearer is None:
        here = (cast.named.get(at) for at in range(label.last, label.first - 1, -1))
        actor = next(filter(None, here), None) or bearer_of(cast, label, terms, holders)
    else:
        actor = resolve(cast, cast.doc[label.bearer], terms, holders)
    return actor or ("EVENT" if found.of_event else "OTHER")
