"""Whom do words that the reader points at stand for? Every actor they may lead to has a vote."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from analysis.language.actors.actor_index import ActorIndex
from analysis.language.neural_reader import PointedWords, ReaderSpan

if TYPE_CHECKING:
    from analysis.language.document import Token

NAMES = 0.5  # how much the names weigh that words lead to, beside the words themselves
EVENT = 0.7  # how much the chance weighs that a label is the event's
ENOUGH = 0.15  # votes from which an actor is taken


def most_voted_actor(
    actors: ActorIndex,
    places: list[int],
    pointed: PointedWords,
    of: Callable[[Token], str | None],
    own: str | None = None,
    event: float = 0.0,
) -> str | None:
    """The actor with the most votes, if they are enough.

    `places`: where the article's words begin. `of`: whom a word stands for by grammar and by the table of actors.
    `own`: whom the label itself stands for, where it leads to no other words. `event`: the chance that it is the
    event's.
    """
    votes: dict[str, float] = defaultdict(float, {"EVENT": EVENT * event})
    if own:
        votes[own] += pointed.own
    for chances, weight in ((pointed.words, 1 - NAMES), (pointed.names, NAMES)):
        for at, chance in chances:
            if actor := of(actors.doc[bisect_right(places, at) - 1]):
                votes[actor] += weight * chance
    best = max(votes, key=lambda actor: (round(votes[actor], 4), actor))
    return best if round(votes[best], 4) >= ENOUGH else None


def token_range(actors: ActorIndex, places: list[int], found: ReaderSpan) -> tuple[int, int]:
    """First and last token of what the reader has found."""
    first, last = (bisect_right(places, at) - 1 for at in (found.start, found.end - 1))
    while first < last and actors.doc[first].is_space:
        first += 1
    return first, last
