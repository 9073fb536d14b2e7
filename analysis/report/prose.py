"""Numbers inside sentences: computed, never retyped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.report.markdown import escape
from analysis.report.page import show

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True)
class Prose:
    """A paragraph with its numbers filled in, shown as running text."""

    text: str

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {"text/plain": self.text, "text/markdown": self.text}


def say(template: str, /, **values: object) -> Prose:
    """A paragraph in Markdown whose {names} are filled with `values`.

    Numbers are set as in tables; words are taken as text, so that nothing in an article becomes markup.
    Raises KeyError for a name without a value.
    """
    shown = {name: escape(value) if isinstance(value, str) else show(value) for name, value in values.items()}
    return Prose(template.format(**shown))


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


def percent(share: float | None, n: int) -> str:
    """A share with its denominator: "38 % of 21"."""
    return f"– of {n:,}" if share is None else f"{100 * share:.0f} % of {n:,}"


def listed(words: list[str]) -> str:
    """Words as a list in a sentence: "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
