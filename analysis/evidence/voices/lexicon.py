"""The reporting words of data/lexicons/reporting.csv, and the short closed lists that grammar needs beside them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.language.words import listed

SMALL = listed("small (voices)")


@dataclass(frozen=True)
class Entry:
    """One reporting word: its class, the complements it takes, and whether it tells of speech or of thought."""

    cue: str
    pos: str
    cue_class: str
    frames: frozenset[str]
    kind: str
    is_loose: bool
    is_act: bool


@dataclass(frozen=True)
class Lexicon:
    """Reporting words by lemma; expressions of several words by their first."""

    verbs: dict[str, Entry]
    nouns: dict[str, Entry]
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]]
    forms: dict[str, str]


@functools.cache
def lexicon() -> Lexicon:
    """Which words report? Read once from data/lexicons/reporting.csv; a note "ambiguous" or "an act" narrows a word."""
    verbs: dict[str, Entry] = {}
    nouns: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for _, row in listed_rows(LEXICONS / "reporting.csv"):
        frames = frozenset(row["frame"].split("|"))
        loose, act = "ambiguous" in row["note"], "an act" in row["note"]
        entry = Entry(row["cue"], row["pos"], row["class"], frames, row["kind"], loose, act)
        if row["pos"] == "PHRASE":
            words = tuple(word for word in row["cue"].split() if word not in SMALL)
            phrases.setdefault(words[0], []).append((words[1:], entry))
        else:
            (verbs if row["pos"] == "VERB" else nouns)[row["cue"]] = entry
    for found in phrases.values():
        found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return Lexicon(verbs, nouns, phrases, {form: verb for verb in sorted(verbs) for form in _forms(verb)})


def _forms(verb: str) -> list[str]:
    """Regular forms that a lemmatiser may take for another verb's: "hoped" for "hop"."""
    if not verb.endswith("e") or verb.endswith(("ee", "ye", "oe")):
        return []
    return [verb + "d", verb[:-1] + "ing"]
