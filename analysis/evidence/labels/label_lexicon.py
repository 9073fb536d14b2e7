"""The lexicon of labels, ready to be looked up from a word of a parsed text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.corpus.text import plain
from analysis.language.actors.noun_kinds import singular_noun

if TYPE_CHECKING:
    from analysis.language.actors.actor_index import ActorIndex

PLAIN = "plain alone"
FAR = 25  # characters before a label in which a word of distance ends


@dataclass(frozen=True)
class LabelTerm:
    """One row of the lexicon. `plain`: no label on its own, only with a word that judges;
    `plural`: a label in the plural only.
    """

    term: str
    pos: str
    family: str
    side: str
    tone: str
    plain: bool = False
    plural: bool = False


@dataclass(frozen=True)
class LabelLexicon:
    """Terms of one word by word and part of speech; longer ones by their first and by their last word."""

    single: dict[tuple[str, str], LabelTerm]
    opening: dict[str, tuple[tuple[tuple[str, ...], LabelTerm], ...]]
    closing: dict[str, tuple[tuple[tuple[str, ...], LabelTerm], ...]]

    def find_word(self, actors: ActorIndex, at: int, *parts: str) -> LabelTerm | None:
        """The term of one word at a token, as one of these parts of speech."""
        lemma, lower = actors.lemmas[at], actors.doc[at].lower_
        for pos in parts:
            term = self.single.get((lemma, pos)) or self.single.get((lower, pos))
            if term:
                return term
        return None

    def find_phrase_starting_at(self, actors: ActorIndex, at: int) -> tuple[int, LabelTerm] | None:
        """The longest term of several words that opens at a token, with the place of its last token."""
        for key in sorted({actors.lemmas[at], actors.doc[at].lower_}):
            for words, term in self.opening.get(key, ()):
                last = _last_matched_token(actors, at, words, 1)
                if last is not None:
                    return last, term
        return None

    def find_phrase_ending_at(self, actors: ActorIndex, at: int) -> tuple[int, LabelTerm] | None:
        """The longest term of several words that closes at a token, with the place of its first token."""
        for key in sorted({actors.lemmas[at], actors.doc[at].lower_}):
            for words, term in self.closing.get(key, ()):
                first = _last_matched_token(actors, at, words[::-1], -1)
                if first is not None:
                    return first, term
        return None


@functools.cache
def label_lexicon() -> LabelLexicon:
    """Read the lexicon of labels. A hyphen in a term counts as a space: "cease-fire" is two words."""
    rows = [
        LabelTerm(r["term"], r["pos"], r["family"], r["side"], r["tone"], PLAIN in r["note"], "plural" in r["note"])
        for _, r in listed_rows(LEXICONS / "labels.csv")
    ]
    single = {(row.term, row.pos): row for row in rows if " " not in row.term}
    split = [(tuple(re.split("[ -]", row.term)), row) for row in rows]
    longer = sorted(((words, row) for words, row in split if len(words) > 1), key=lambda p: (-len(p[0]), p[0]))
    opening: dict[str, list[tuple[tuple[str, ...], LabelTerm]]] = {}
    closing: dict[str, list[tuple[tuple[str, ...], LabelTerm]]] = {}
    for words, row in longer:
        opening.setdefault(words[0], []).append((words, row))
        closing.setdefault(words[-1], []).append((words, row))
    return LabelLexicon(single, {w: tuple(t) for w, t in opening.items()}, {w: tuple(t) for w, t in closing.items()})


def _last_matched_token(actors: ActorIndex, at: int, words: tuple[str, ...], step: int) -> int | None:
    """Follow a term's words from token to token, over hyphens; the place of the last one reached."""
    here = at
    for word in words:
        while 0 <= here < len(actors.doc) and actors.doc[here].text == "-" and here != at:
            here += step
        if not 0 <= here < len(actors.doc) or not _matches_word(actors, here, word):
            return None
        last, here = here, here + step
    return last


def _matches_word(actors: ActorIndex, at: int, word: str) -> bool:
    lower = actors.doc[at].lower_
    return word in (actors.lemmas[at], lower) or (lower != word and singular_noun(lower) == word)


def is_distanced(text: str, start: int, end: int) -> bool:
    """Does the author stand apart from a word: "so-called martyrs", the self-styled “liberators”?

    A term of data/lexicons/distance.csv opens the label or stands right before it, marks between them or not.
    """
    opens, ends = _distancing_patterns()
    before = plain(text[max(0, start - FAR) : start]).rstrip(" \"'")
    return opens.match(plain(text[start:end])) is not None or ends.search(before) is not None


@functools.cache
def _distancing_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = (row for _, row in listed_rows(LEXICONS / "distance.csv", "term", "source", "note"))
    terms = "|".join(re.escape(row["term"]) for row in rows)
    return re.compile(rf"[\"' ]*(?:{terms})\b", re.IGNORECASE), re.compile(rf"\b(?:{terms})$", re.IGNORECASE)
