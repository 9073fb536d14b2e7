"""The lexicon of effects, and which of its terms stands at a word."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.language.actors.index import ActorIndex
from analysis.language.actors.kinds import singular

if TYPE_CHECKING:
    from analysis.language.document import Token


@dataclass(frozen=True)
class Term:
    """One row of the lexicon: an effect, and where those counted stand ("object", "subject", "self" or "of")."""

    effect: str
    counted: str
    people: bool
    note: str


Hit = tuple["Token", Term]
Terms = dict[tuple[str, str, str], Term]


@functools.cache
def effects() -> tuple[Terms, dict[tuple[str, str], tuple[tuple[tuple[str, ...], Term], ...]]]:
    """Read the lexicon: terms of one word by word, part of speech and role; longer ones by their first word."""
    single: Terms = {}
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Term]]] = {}
    for _, row in listed_rows(LEXICONS / "effects.csv"):
        term = Term(row["effect"], row["counted"], row["people"] == "yes", row["note"])
        parts = tuple(row["term"].split())
        if len(parts) == 1:
            single[row["term"], row["pos"], row["counted"]] = term
        else:
            longer.setdefault((parts[0], row["counted"]), []).append((parts[1:], term))
    return single, {word: tuple(found) for word, found in longer.items()}


def term_at(cast: ActorIndex, token: Token, *roles: str) -> Term | None:
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
            stem = single.get((lower[:-2], "VERB", role)) or single.get((lower[:-1], "VERB", role))
            if stem:
                return stem
    return None


def pairs(cast: ActorIndex, tokens: Iterable[Token], *roles: str) -> Iterator[Hit]:
    """Which of these words are words of effect, in one of these roles? Each with its term."""
    for token in tokens:
        term = term_at(cast, token, *roles)
        if term:
            yield token, term
