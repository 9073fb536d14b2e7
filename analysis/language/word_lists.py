"""The short word lists that grammar needs: data/lexicons/lists, one row a list, with an example and its source."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping

from analysis.corpus.lists import LEXICONS, listed_rows

COLUMNS = ("list", "words", "example", "source")


class WordList(Collection[str]):
    """The words of one list, read from its file when they are first asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    @functools.cached_property
    def words(self) -> frozenset[str]:
        return _read_word_lists()[self.name]

    def __contains__(self, word: object) -> bool:
        return word in self.words

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.words))

    def __len__(self) -> int:
        return len(self.words)

    def __or__(self, other: Collection[str]) -> frozenset[str]:
        return self.words.union(other)

    def __sub__(self, other: Collection[str]) -> frozenset[str]:
        return self.words.difference(other)

    def __rand__(self, other: Collection[str]) -> frozenset[str]:
        return self.words.intersection(other)

    __and__ = __rand__
    __ror__ = __or__


class WordGroups(Mapping[str, str]):
    """Each word with its group, read when it is first asked for."""

    def __init__(self, name: str) -> None:
        self.name = name

    @functools.cached_property
    def groups(self) -> dict[str, str]:
        opening, found = f"{self.name}: ", dict[str, str]()
        for name, words in _read_word_lists().items():
            if name.startswith(opening):
                found = dict.fromkeys(sorted(words), name.removeprefix(opening)) | found
        return found

    def __getitem__(self, word: str) -> str:
        return self.groups[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self.groups)

    def __len__(self) -> int:
        return len(self.groups)


def word_groups(name: str) -> WordGroups:
    """In which list "name: group" does a word stand? The first of them counts."""
    return WordGroups(name)


def word_list(name: str) -> WordList:
    """Which words does this list hold?"""
    return WordList(name)


@functools.cache
def _read_word_lists() -> dict[str, frozenset[str]]:
    """Every list. Raises ValueError for a file that cannot be read, and for two lists of one name."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted((LEXICONS / "lists").glob("*.csv")):
        for line, row in listed_rows(path, *COLUMNS):
            if row["list"] in found:
                raise ValueError(
                    f"{path.name}, line {line}: there is a list {row['list']!r} already; give it another name"
                )
            found[row["list"]] = frozenset(row["words"].split())
    return found
