"""The reporting words of data/lexicons/reporting.csv, with their conditions."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from analysis.corpus.lists import LEXICONS, listed_rows

FILE = LEXICONS / "reporting.csv"
ARTICLES = frozenset({"a", "an", "the", "it"})
ALLOWED = {
    "pos": {"VERB", "NOUN", "PHRASE", "ADV"},
    "class": {"neutral", "assertive", "distancing", "factive", "directive"},
    "frame": {"that", "to", "np", "as", "quote", "wh"},
    "kind": {"speech", "writing", "thought", "evidence", "demand"},
    "object": {"", "named", "addressee", "either", "figure"},
    "sense": {"", "ambiguous", "act", "thing", "unstated", "charge"},
}


@dataclass(frozen=True)
class ReportingEntry:
    """One reporting word: its class, the complements it takes, and whether it tells of speech or of thought.

    `object`: what a noun behind it is: named ("called the plan a scam"), the addressee ("urged people to leave"), the
    addressee and yet part of what is said ("ordered the army off the streets"), a figure ("put the toll at 600").
    `senses`: ambiguous (an object alone is nothing said: "added salt"), act (more than a saying: "banned"), thing
    (things do it too: "suggests"), unstated (nobody says it: "seems"), charge (reports even where nobody is named).
    """

    cue: str
    pos: str
    cue_class: str
    frames: frozenset[str]
    kind: str
    object: str
    senses: frozenset[str]


@dataclass(frozen=True)
class ReportingLexicon:
    """Reporting words by part of speech and lemma; expressions of several words by their first."""

    words: dict[tuple[str, str], ReportingEntry]
    phrases: dict[str, list[tuple[tuple[str, ...], ReportingEntry]]]
    forms: dict[str, str]


@functools.cache
def reporting_lexicon(*, wide: bool) -> ReportingLexicon:
    """Which words report? With `wide` thoughts and mere acts too. Raises ValueError for an unknown condition."""
    words: dict[tuple[str, str], ReportingEntry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], ReportingEntry]]] = {}
    for line, row in listed_rows(FILE):
        for column, allowed in ALLOWED.items():
            unknown = set(row[column].split("|")) - allowed
            if unknown:
                here = ", ".join(sorted(allowed - {""}))
                raise ValueError(f"{FILE.name}, line {line}: {column} {min(unknown)!r} is none of {here}")
        frames, senses = (frozenset(row[column].split("|")) for column in ("frame", "sense"))
        entry = ReportingEntry(row["cue"], row["pos"], row["class"], frames, row["kind"], row["object"], senses)
        if not wide and (entry.kind == "thought" or "act" in senses):
            continue
        if entry.pos == "PHRASE":
            first, *rest = (word for word in entry.cue.split() if word not in ARTICLES)
            phrases.setdefault(first, []).append((tuple(rest), entry))
        else:
            words[entry.pos, entry.cue] = entry
    for found in phrases.values():
        found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    verbs = sorted(cue for pos, cue in words if pos == "VERB")
    return ReportingLexicon(words, phrases, {form: verb for verb in verbs for form in _ambiguous_verb_forms(verb)})


def _ambiguous_verb_forms(verb: str) -> list[str]:
    """Regular forms that a lemmatiser may take for another verb's: "hoped" for "hop", "texted" for "texte"."""
    if verb.endswith(("ee", "ye", "oe")):
        return []
    stems = [verb[:-1]] if verb.endswith("e") else [verb, verb + verb[-1]]
    return [stem + ending for stem in stems for ending in ("ed", "ing")]
