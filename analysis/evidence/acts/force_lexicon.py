"""The words of force and coercion, ready to be looked up, each with the conditions under which it counts."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.language.word_lists import word_list

LEXICON = LEXICONS / "force.csv"
COLUMNS = ("lemma", "pos", "class", "context", "needs", "form", "source")
FIRST_EDITION = ("lemma", "pos", "class", "source", "note")  # in such files the note names the conditions
VOCABULARY = {
    "pos": {"VERB", "NOUN", "PHRASE"},
    "class": {"violence", "coercion", "death", "weapon", "support", "agent", "none"},
    "context": {"", "force only", "figurative too"},
    "needs": {
        *("", "object", "person", "bystanders", "weapon as subject", "with a weapon", "with an act"),
        *("weapon before", "military before", "with of", "plural"),
    },
    "form": {"", "intransitive", "passive in sense"},
}
SMALL = word_list("small words inside phrases of force")


@dataclass(frozen=True)
class ForceEntry:
    """One row of the lexicon: a word, its class, and the conditions under which it counts."""

    lemma: str
    kind: str
    context: str
    needs: str
    form: str

    @property
    def is_unconditional(self) -> bool:
        """Does the word tell of force wherever it stands?"""
        return not self.context and not self.needs and not self.form


@dataclass(frozen=True)
class ForceLexicon:
    """Verbs and nouns by lemma; phrases by their first word, the longest first."""

    verbs: dict[str, ForceEntry]
    nouns: dict[str, ForceEntry]
    phrases: dict[str, tuple[tuple[tuple[str, ...], ForceEntry], ...]]

    def is_act_noun(self, lemma: str) -> bool:
        """Is this noun an act, not a weapon or somebody who acts?"""
        entry = self.nouns.get(lemma)
        return entry is not None and entry.kind not in {"weapon", "agent"}

    def is_weapon_noun(self, lemma: str) -> bool:
        """Is this noun a weapon, or what it fires?"""
        entry = self.nouns.get(lemma)
        return entry is not None and (entry.kind == "weapon" or entry.needs == "weapon before")


@functools.cache
def force_lexicon(extra: Path | None = None) -> ForceLexicon:
    """Which words tell of force or coercion? The project's list, and the rows of a file of your own behind it.

    Of two rows with the same lemma and part of speech the later counts. Class "none" takes a word out.
    Raises ValueError, with file and line, for a row that cannot be read.
    """
    rows: dict[tuple[str, str], ForceEntry] = {}
    for path in [LEXICON, *([extra] if extra else [])]:
        for pos, entry in _lexicon_rows(path):
            rows.pop((entry.lemma, pos), None)
            if entry.kind != "none":
                rows[entry.lemma, pos] = entry
    phrases: dict[str, list[tuple[tuple[str, ...], ForceEntry]]] = {}
    for (lemma, pos), entry in rows.items():
        if pos == "PHRASE":
            first, *rest = lemma.split()
            words = tuple(word for word in rest if word not in SMALL or len(rest) == 1)
            phrases.setdefault(first, []).append((words, entry))
    return ForceLexicon(
        {lemma: entry for (lemma, pos), entry in rows.items() if pos == "VERB"},
        {lemma: entry for (lemma, pos), entry in rows.items() if pos == "NOUN"},
        {first: tuple(sorted(some, key=lambda one: (-len(one[0]), one[0]))) for first, some in phrases.items()},
    )


def _lexicon_rows(path: Path) -> Iterator[tuple[str, ForceEntry]]:
    rows = listed_rows(path)
    columns = FIRST_EDITION if rows and set(rows[0][1]) == set(FIRST_EDITION) else COLUMNS
    for number, row in listed_rows(path, *columns):
        if columns == FIRST_EDITION:
            row |= _conditions_from_note(row["note"]) | {"class": row["class"].replace("doer", "agent")}
        if not row["lemma"] or not row["class"] or row["pos"] not in VOCABULARY["pos"]:
            raise ValueError(f"{path}, line {number}: a row needs a lemma, a class, and as pos VERB, NOUN or PHRASE")
        for column, words in VOCABULARY.items():
            if row[column] not in words:
                choice = ", ".join(sorted(words - {""}))
                raise ValueError(f"{path}, line {number}: no {column} {row[column]!r}; choose of {choice}")
        yield row["pos"], ForceEntry(row["lemma"].lower(), row["class"], row["context"], row["needs"], row["form"])


def _conditions_from_note(note: str) -> dict[str, str]:
    """The columns of conditions from a note that names them, joined by semicolons."""
    named = {word.strip() for word in note.split(";")} - {""}
    columns = ("context", "needs", "form")
    return {column: next(iter(sorted(named & VOCABULARY[column])), "") for column in columns}
