"""Numbers inside sentences: computed, never retyped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.corpus.claim_words import Claim, Value
from analysis.report import payload
from analysis.report.markdown import PROSE, escape
from analysis.report.page import show

if TYPE_CHECKING:
    import polars as pl

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
OPENER = r"\[((?:\\.|[^\\\]])*)\]\(#(?:rows|from)-[\w-]+\)"  # a number that is a link to its rows, or its table


@dataclass(frozen=True)
class Prose:
    """A paragraph with its numbers filled in, shown as running text.

    `marked` is Markdown, in which a number that opens its rows is a link to one of the `lists`. `claims` are
    what words such as "most" say of numbers; they are checked when they are said.
    """

    marked: str
    lists: Mapping[str, payload.Rows] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph as it is read, where nothing can be opened: in a notebook, on paper."""
        return re.sub(OPENER, r"\1", self.marked)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        plain: dict[str, object] = {"text/plain": self.text, "text/markdown": self.text}
        return plain | ({PROSE: {"text": self.marked, **payload.lists(self.lists)}} if self.marked != self.text else {})


@dataclass(frozen=True)
class Finding(Prose):
    """A sentence for the front page. `facts` go with it, see `markdown`: page, measures, claims, bars."""

    facts: Mapping[str, object] = field(default_factory=dict)

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        told = {"text": self.marked, **payload.lists(self.lists), "finding": dict(self.facts)}
        return {"text/plain": self.text, "text/markdown": self.text, PROSE: told}


def say(template: str, /, **values: object) -> Prose:
    """A paragraph in Markdown whose {names} are filled with `values`; `[{n}](#from-04-sources)` leads to that table.

    Numbers are set as in tables; words are taken as text, so that nothing in an article becomes markup. Prose goes in
    as it is, with the rows that its numbers open; of a `claim` the numbers must bear it out.
    Raises KeyError for a name without a value, FalseClaim for a word that is not so.
    """
    said = _filled(template, values)
    for one in said.claims:
        one.check(said.text)
    return replace(said, claims=())


def _filled(template: str, values: Mapping[str, object]) -> Prose:
    shown = {name: value if isinstance(value, Prose) else Prose(_set(value)) for name, value in values.items()}
    lists = {name: rows for value in shown.values() for name, rows in value.lists.items()}
    claims = tuple(one for value in shown.values() for one in value.claims)
    return Prose(template.format(**{name: value.marked for name, value in shown.items()}), lists, claims)


def claim(word: str, /, *, shown: str | Prose = "", **values: Value) -> Prose:
    """A word that says something of numbers, each under what it is: `claim("most", nouns=19, acts=23)`.

    The words are those of data/claims/words.csv; `shown` stands in the sentence instead. Whether the numbers bear it
    out is checked where it is said (`say`).
    """
    prose = shown if isinstance(shown, Prose) else Prose(_set(shown or word))
    return replace(
        prose, claims=(*prose.claims, Claim(word, {name.replace("_", " "): value for name, value in values.items()}))
    )


def counted(value: object, rows: pl.DataFrame) -> Prose:
    """A number, or the words for one, that opens the rows it counts. Where there is none, there is nothing to open."""
    if rows.is_empty():
        return Prose(_set(value))
    found = payload.placed(rows)
    name = f"rows-{payload.digest([_set(value), found])}"
    return Prose(f"[{_set(value)}](#{name})", {name: found})


def _set(value: object) -> str:
    return escape(value) if isinstance(value, str) else show(value)


def joined(*parts: Prose) -> Prose:
    """Sentences as one paragraph; empty ones are left out."""
    return in_turn([part for part in parts if part.marked], " ")


def all_of(parts: Sequence[Prose]) -> Prose:
    """Pieces of prose as a list in a sentence: "a, b and c"; what they claim is checked with the sentence."""
    return _pieces(listed([f"{{p{at}}}" for at in range(len(parts))]), parts)


def in_turn(parts: Sequence[Prose], between: str = "; ") -> Prose:
    """Pieces of prose one after the other; what they claim is checked with the sentence."""
    return _pieces(between.join(f"{{p{at}}}" for at in range(len(parts))), parts)


def _pieces(template: str, parts: Sequence[Prose]) -> Prose:
    return _filled(template, {f"p{at}": part for at, part in enumerate(parts)})


def number(n: int, noun: str, plural: str | None = None) -> str:
    """`n` with its noun, small numbers in words: "one sentence", "no sentences", "1,169 codings"."""
    return f"{spelled(n)} {noun if n == 1 else plural or noun + 's'}"


def spelled(n: int) -> str:
    """A whole number in words up to twelve, in figures beyond; none is "no"."""
    return NUMBERS[n] if 0 <= n < len(NUMBERS) else f"{n:,}"


def count(n: int) -> str:
    """A whole number that stands alone in a sentence: "none", "one", "twelve", "13"."""
    return "none" if n == 0 else spelled(n)


def verb(n: int, one: str = "is", many: str = "are") -> str:
    """The form of a verb that fits `n`: "one is", "none are", "three are"."""
    return one if n == 1 else many


def quoted(words: Iterable[str]) -> str:
    """Words as a list in a sentence, each in quotation marks."""
    return listed([f"“{word}”" for word in words])


def inner(text: str) -> str:
    """Words that are to stand in quotation marks: those inside become single."""
    return text.replace("“", "‘").replace("”", "’")


def share(of_all: float, n: int, part: pl.DataFrame, whole: pl.DataFrame) -> Prose:
    """A share with its denominator, each opening its rows: "38 % of 21"."""
    return say("{share} of {n}", share=counted(f"{100 * of_all:.0f} %", part), n=counted(n, whole))


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
