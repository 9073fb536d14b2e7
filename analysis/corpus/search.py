"""Where in a clean text do words stand that were copied from another version of it?"""

from __future__ import annotations

import re

from analysis.corpus.text import plain

# A cleaner may turn these into nothing or into one space: they do not count when a span is looked for.
IGNORED = re.compile(r"[\\*\u00ad\u200b-\u200f\u2060\ufeff]+|\s+")


class Search:
    """One article, searched from top to bottom for sentences and the spans in them."""

    def __init__(self, text: str) -> None:
        self._folded, self._at = folded(text)
        self._last = -1

    def span(
        self, sentence: str, text: str, nth: int, *, opens: bool = False, near: int | None = None
    ) -> tuple[int, int] | None:
        """First character of the span and the one behind its last; None where it is nowhere.

        With `opens` the record begins a new sentence: one that has been found already is passed over.
        With `near` a sentence that stands more than once is taken where it is nearest to this character.
        """
        sentence, wanted = folded(sentence)[0].strip(), folded(text)[0].strip()
        if not wanted:
            return None
        first = self._sentence(sentence, opens, near)
        if first < 0:
            return self.alone(wanted)
        self._last = first
        at = first - 1
        for _ in range(nth):
            at = self._folded.find(wanted, at + 1)
            if at < 0 or at >= first + len(sentence):
                return None
        return self._at[at], self._at[at + len(wanted) - 1] + 1

    def _sentence(self, sentence: str, opens: bool, near: int | None) -> int:
        if not sentence:
            return -1
        if near is not None:
            found = [match.start() for match in re.finditer(re.escape(sentence), self._folded)]
            return min(found, key=lambda place: (abs(self._at[place] - near), place), default=-1)
        first = self._folded.find(sentence, self._last + 1 if opens else max(self._last, 0))
        return first if first >= 0 else self._folded.find(sentence)

    def alone(self, wanted: str) -> tuple[int, int] | None:
        """Without its sentence, a span is found only if its words stand once in the article."""
        wanted = folded(wanted)[0].strip()
        if not wanted or self._folded.count(wanted) != 1:
            return None
        at = self._folded.find(wanted)
        return self._at[at], self._at[at + len(wanted) - 1] + 1


def folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place in `text`."""
    kept: list[str] = []
    at: list[int] = []
    end = 0
    shown = plain(text)
    for found in IGNORED.finditer(shown):
        if found.start() > end:
            kept.append(shown[end : found.start()])
            at += range(end, found.start())
        if found.group().isspace() and kept[-1:] != [" "]:
            kept.append(" ")
            at.append(found.start())
        end = found.end()
    return "".join([*kept, shown[end:]]), [*at, *range(end, len(shown))]
