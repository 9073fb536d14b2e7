"""The words of force and coercion, ready to be looked up."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.language.words import listed

LEXICON = LEXICONS / "force.csv"
COLUMNS = ("lemma", "pos", "class", "source", "note")
# Lemmas that the parser gets wrong: "fined" is no fin.
MISREAD = {"fin": "fine", "rap": "rape", "stag": "stage", "wag": "wage", "cordone": "cordon"}
SMALL = listed("small (acts)")


@dataclass(frozen=True)
class Entry:
    """One row of the lexicon: a word, its class, and the conditions its note names."""

    lemma: str
    kind: str
    notes: frozenset[str]

    @property
    def figurative(self) -> bool:
        """Is the word used of quarrels as well ("attacked the bill")?"""
        return "figurative too" in self.notes

    @property
    def needs_force(self) -> bool:
        """Does the word count in articles on force only?"""
        return self.figurative or "force only" in self.notes


@dataclass(frozen=True)
class Force:
    """Verbs and nouns by lemma; phrases by their first word, the longest first."""

    verbs: dict[str, Entry]
    nouns: dict[str, Entry]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]

    @functools.cached_property
    def lemmas(self) -> frozenset[str]:
        """All lemmas at which an act may be found; "fighting" has the verb's."""
        return frozenset((*self.verbs, *self.nouns, *self.phrases, *MISREAD))

    def is_act(self, lemma: str) -> bool:
        """Is this noun an act, not a weapon or a doer?"""
        entry = self.nouns.get(lemma)
        return entry is not None and entry.kind not in {"weapon", "doer"}

    def is_weapon(self, lemma: str) -> bool:
        """Is this noun a weapon?"""
        entry = self.nouns.get(lemma)
        return entry is not None and entry.kind == "weapon"


@functools.cache
def force(extra: Path | None = None) -> Force:
    """Which words tell of force or coercion? The project's list, and the rows of a file of your own behind it.

    Of two rows with the same lemma and part of speech the later counts. Class "none" takes a word out.
    Raises ValueError, with file and line, for a row that cannot be read.
    """
    rows: dict[tuple[str, str], Entry] = {}
    for path in [LEXICON, *([extra] if extra else [])]:
        for lemma, pos, entry in _rows(path):
            rows.pop((lemma, pos), None)
            if entry.kind != "none":
                rows[lemma, pos] = entry
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for (lemma, pos), entry in rows.items():
        if pos == "PHRASE":
            first, *rest = lemma.split()
            phrases.setdefault(first, []).append(
                (tuple(word for word in rest if word not in SMALL or len(rest) == 1), entry)
            )
    return Force(
        {lemma: entry for (lemma, pos), entry in rows.items() if pos == "VERB"},
        {lemma: entry for (lemma, pos), entry in rows.items() if pos == "NOUN"},
        {first: tuple(sorted(found, key=lambda one: (-len(one[0]), one[0]))) for first, found in phrases.items()},
    )


def _rows(path: Path) -> Iterator[tuple[str, str, Entry]]:
    for number, row in listed_rows(path, *COLUMNS):
        if row["pos"] not in {"VERB", "NOUN", "PHRASE"} or not row["lemma"] or not row["class"]:
            raise ValueError(f"{path}, line {number}: a row needs a lemma, a class, and as pos VERB, NOUN or PHRASE")
        notes = frozenset(note.strip() for note in row["note"].split(";") if note.strip())
        yield row["lemma"].lower(), row["pos"], Entry(row["lemma"].lower(), row["class"], notes)
