"""Which words of a sentence can numbers make false, and when do they hold?"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from analysis.corpus.lists import listed_rows
from analysis.corpus.places import data_folder

Value = float | Sequence[float] | None  # what is compared; of "the most" all others together
FEW = 0.1  # a share that is called few
NEAR = 1e-9  # numbers nearer than this are the same
ONE, OTHERS = ("none",), ("largest", "smallest")  # relations of a number alone, and of one with any number of others
RELATIONS: Mapping[str, Callable[[float, Sequence[float]], bool]] = {
    "whole": lambda part, of: part > 0 and abs(part - of[0]) < NEAR,
    "majority": lambda part, of: 2 * part > of[0] + NEAR,
    "few": lambda part, of: part < FEW * of[0],
    "none": lambda n, _: n == 0,
    "more": lambda n, other: n > other[0] + NEAR,
    "fewer": lambda n, other: n < other[0] - NEAR,
    "twice": lambda n, other: n >= 2 * other[0] - NEAR and other[0] > 0,
    "half": lambda n, other: 2 * n <= other[0] + NEAR and other[0] > 0,
    "not less": lambda n, other: n >= other[0] - NEAR,
    "not more": lambda n, other: n <= other[0] + NEAR,
    "same": lambda n, other: abs(n - other[0]) < NEAR,
    "largest": lambda n, others: all(n >= other - NEAR for other in others),
    "smallest": lambda n, others: all(n <= other + NEAR for other in others),
}


class FalseClaim(ValueError):  # noqa: N818
    """A sentence says what its numbers do not bear out."""


@functools.cache
def claim_words() -> Mapping[str, tuple[str, str]]:
    """Which words are there? word → its relation and that in words, from data/claims/words.csv."""
    path = data_folder() / "claims" / "words.csv"
    rows = (row for _, row in listed_rows(path, "word", "relation", "says", "example"))
    return {row["word"]: (row["relation"], row["says"]) for row in rows}


@dataclass(frozen=True)
class Claim:
    """A word of a sentence, and the numbers it speaks of, each with what it is: most, nouns 4, acts 9.

    Raises ValueError for a word that is not in the list, and for more or fewer numbers than it speaks of.
    """

    word: str
    values: Mapping[str, Value]

    def __post_init__(self) -> None:
        if self.word.lower() not in claim_words():
            raise ValueError(f"no claim {self.word!r}; claims here: {', '.join(claim_words())}")
        wanted = 1 if self.relation in ONE else 2
        if len(self.values) != wanted:
            raise ValueError(f"“{self.word}” speaks of {wanted} numbers, not of {len(self.values)}")

    @property
    def relation(self) -> str:
        """The relation that the word says."""
        return claim_words()[self.word.lower()][0]

    def holds(self) -> bool:
        """Do the numbers bear the word out? They do not where one is missing."""
        first, *rest = self.values.values()
        others = rest[0] if rest and isinstance(rest[0], Sequence) else rest
        if not isinstance(first, int | float) or not all(isinstance(one, int | float) for one in others):
            return False
        return RELATIONS[self.relation](first, others)  # type: ignore[arg-type]

    def told(self) -> str:
        """The word, what it says, and the numbers with what they are."""
        numbers = ", ".join(f"{name} {_printed(value)}" for name, value in self.values.items())
        return f"“{self.word}” says: {claim_words()[self.word.lower()][1]}; the numbers are {numbers}"

    def check(self, sentence: str) -> None:
        """Raises FalseClaim, with the sentence, the word and the numbers, where the numbers do not bear it out."""
        if not self.holds():
            plain = re.sub(r"\\(?=[^\w\s])", "", " ".join(sentence.split()))
            raise FalseClaim(f"“{plain}” is not so: {self.told()}")


def holding(sentence: str, **claims: Mapping[str, Value]) -> str:
    """A sentence whose claims hold, each given under its word (blanks as _): `holding(text, most={"nouns": 4, …})`.

    Raises FalseClaim where one does not hold, ValueError where the sentence does not say the word.
    """
    for name, values in claims.items():
        claim = Claim(name.replace("_", " "), values)
        if not re.search(rf"\b{claim.word}\b", sentence, re.IGNORECASE):
            raise ValueError(f"“{claim.word}” does not stand in “{sentence}”")
        claim.check(sentence)
    return sentence


def _printed(value: Value) -> str:
    if isinstance(value, Sequence):
        shown = [_printed(one) for one in value[:6]]
        return ", ".join([*shown, f"and {len(value) - 6} more"] if len(value) > 6 else shown) or "none"
    return "missing" if value is None else f"{value:,}" if isinstance(value, int) else f"{value:.6g}"
