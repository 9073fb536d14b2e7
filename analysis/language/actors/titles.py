"""Whom does "the mayor" stand for, once the article has said "the mayor, Sadiq Khan"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.language.actors.index import DEFINITE, ActorIndex
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Token

# Offices and callings that one person at a time holds in a story.
TITLES = listed("titles (language)")
BETWEEN = frozenset({"compound", "nmod", "amod"})


def titles(cast: ActorIndex) -> dict[int, str]:
    """Which actor does each definite title stand for that no name stands with?

    A title is learned where it stands with a name: "President Trump", "London's mayor, Sadiq Khan". "The president"
    then is whoever bore that title last. Words with it must fit: "the interior minister" is no defence minister.
    """
    learned: list[tuple[str, frozenset[str], str]] = []
    found: dict[int, str] = {}
    for token in cast.doc:
        title = token.lower_
        if title not in TITLES or token.i in cast.named:
            continue
        own, actor = _kind(token), _bearer(cast, token)
        if actor is not None:
            learned.append((title, own, actor))
        elif token.dep_ not in BETWEEN and any(child.lower_ in DEFINITE for child in token.lefts):
            fits = [whose for name, kind, whose in learned if name == title and (not own or not kind or own & kind)]
            found |= {token.i: fits[-1]} if fits else {}
    return found


def _kind(title: Token) -> frozenset[str]:
    """The words that tell one minister from another."""
    return frozenset(child.lower_ for child in title.lefts if child.dep_ in BETWEEN)


def _bearer(cast: ActorIndex, title: Token) -> str | None:
    """The actor whose name stands with the title."""
    near = [title.head] if title.dep_ in {*BETWEEN, "appos"} else []
    near += [child for child in title.children if child.dep_ == "appos"]
    return next((cast.named[word.i] for word in near if cast.is_proper(word)), None)
