"""The alias table of a corpus as something that can be looked up word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from analysis.language.word_lists import word_list

WORD = re.compile(r"\w+")
# "al-Sadr" is found by the alias "Sadr": the particle belongs to the name.
# "Sadr City" is a place, not Sadr; "The Washington Post" is no government.
NEXT = re.compile(r"\s+([A-Z]\w+)")
PLACES, NEWSPAPERS = word_list("last words of places' names"), word_list("last words of newspapers' names")
PARTICLE = re.compile(r"(?:\b(?:al|el|ul|bin|ibn|abu)[ -])+$", re.IGNORECASE)


@dataclass(frozen=True)
class Alias:
    """One name of one actor. `how` is name (the actor's own), alias, or nominal: one in lower case is a noun."""

    text: str
    actor: str
    how: str

    @property
    def is_name(self) -> bool:
        """A proper name, not a noun?"""
        return self.how != "nominal"


@dataclass(frozen=True)
class AliasMatch:
    """One place where an alias stands in a text."""

    start: int
    end: int
    alias: Alias


@dataclass(frozen=True)
class AliasMatcher:
    """All aliases, by their first word; of those with the same first word the longest comes first."""

    by_word: dict[str, tuple[Alias, ...]]

    def find_matches(self, text: str) -> Iterator[AliasMatch]:
        """Where does an alias stand? The longest match counts, from left to right, and none overlaps another.

        An alias in lower case matches in any case, as does one of several words ("Tea Party", "tea party"); one word
        with a capital needs a capital; one in capitals only (US, ISCI) needs just these. Not inside a compound:
        "US-backed" and "pro-Sadr" name no one; "US-led" does.
        """
        behind = 0
        for word in WORD.finditer(text):
            if word.start() < behind:
                continue
            for alias in self.by_word.get(word.group().lower(), ()):
                end = _alias_end(text, word.start(), alias)
                if end and alias.is_name and _is_place_or_newspaper(text, end):
                    behind = end
                    break
                if end:
                    start = _start_with_particle(text, word.start(), behind, alias)
                    if not (start and text[start - 1] == "-" and text[start - 2 : start - 1].isalnum()):
                        yield AliasMatch(start, end, alias)
                    behind = end
                    break


def build_alias_matcher(actors: pl.DataFrame) -> AliasMatcher:
    """The alias table (`schema.ACTORS`) for looking up. Plural forms of lower-case aliases come with it."""
    by_word: dict[str, dict[str, Alias]] = {}
    for actor, name, text in actors.sort("actor", "alias").select("actor", "name", "alias").iter_rows():
        for form in _plural_forms(text):
            found = WORD.search(form)
            if found:
                how = "nominal" if form == form.lower() else "name" if form == name else "alias"
                alias = Alias(form, actor, how)
                by_word.setdefault(found.group().lower(), {}).setdefault(form, alias)
    return AliasMatcher(
        {word: tuple(sorted(them.values(), key=lambda a: (-len(a.text), a.text))) for word, them in by_word.items()}
    )


def _plural_forms(alias: str) -> tuple[str, ...]:
    text = " ".join(alias.split())
    if text != text.lower() or text.endswith("s") or text.startswith("the "):
        return (text,)
    return (text, f"{text}s")


def _alias_end(text: str, start: int, alias: Alias) -> int:
    """Behind the alias where it stands at `start`, else 0."""
    end = start + len(alias.text)
    here = text[start:end].replace("\n", " ").replace("\u00a0", " ")
    if here.lower() != alias.text.lower():
        return 0
    one = " " not in alias.text.removeprefix("The ")
    if (
        alias.is_name
        and here != alias.text
        and (alias.text.isupper() or (one and not _has_alias_capitals(here, alias.text)))
    ):
        return 0
    after = text[end : end + 2]
    led = text[end : end + 4] == "-led"
    inside = after[:1].isalnum() or after[:1] == "_" or (after[:1] == "-" and after[1:].isalnum() and not led)
    return 0 if inside else end


def _is_place_or_newspaper(text: str, end: int) -> bool:
    """Does a name go on as that of a place or a newspaper?"""
    after = NEXT.match(text, end)
    return after is not None and (after[1].lower() in PLACES or after[1].lower() in NEWSPAPERS)


def _has_alias_capitals(here: str, alias: str) -> bool:
    """Has every word that has a capital in the alias one here? The article's does not count."""
    if alias[:4] == "The ":
        here, alias = here[4:], alias[4:]
    return all(not a.isupper() or h.isupper() for h, a in zip(here, alias, strict=False))


def _start_with_particle(text: str, start: int, behind: int, alias: Alias) -> int:
    if not alias.is_name:
        return start
    particle = PARTICLE.search(text, max(behind, start - 12), start)
    return particle.start() if particle else start
