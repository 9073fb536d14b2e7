"""Whom does "the mayor" stand for, once the article has said "the mayor, Sadiq Khan"?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.language.actors.noun_kinds import DEFINITE
from analysis.language.actors.referents import BEFORE, OFFICES

if TYPE_CHECKING:
    from analysis.language.actors.actor_index import ActorIndex
    from analysis.language.document import Token


def title_bearers(index: ActorIndex) -> dict[int, int]:
    """The name that each definite title without one stands for; both as numbers of tokens.

    A title is learned where it stands with a name: "President Trump", "London's mayor, Sadiq Khan". "The president"
    then is whoever bore that title last. Words with it must fit: "the interior minister" is no defence minister.
    """
    learned: list[tuple[str, frozenset[str], int]] = []
    found: dict[int, int] = {}
    for token in index.doc:
        title = token.lower_
        if title not in OFFICES or token.i in index.named:
            continue
        own, name = frozenset(child.lower_ for child in token.lefts if child.dep_ in BEFORE), apposed_name(token)
        if name is not None:
            learned.append((title, own, name.i))
        elif (
            token.dep_ not in BEFORE
            and any(child.lower_ in DEFINITE for child in token.lefts)
            and not _has_identifying_complement(token)
        ):
            fits = [who for word, kind, who in learned if word == title and (not own or not kind or own & kind)]
            found |= {token.i: fits[-1]} if fits else {}
    return found


def _has_identifying_complement(title: Token) -> bool:
    """ "The spokesman for the plan": who that is, the words behind it say."""
    return any(child.dep_ == "prep" and child.lower_ in {"for", "from"} for child in title.rights)


def apposed_name(title: Token) -> Token | None:
    """The name that stands with a noun: "London's mayor, Sadiq Khan"."""
    near = [title.head] if title.dep_ in {*BEFORE, "appos"} else []
    near += [child for child in title.children if child.dep_ == "appos"]
    return next((word for word in near if word.pos_ == "PROPN"), None)
