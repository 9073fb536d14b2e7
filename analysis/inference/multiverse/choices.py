"""Which choices could another analyst have made otherwise, and why would each be sound?"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

import polars as pl

from analysis.corpus.places import data_folder

Specification = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One way to choose: its name, what is done, and why one may do so."""

    name: str
    done: str
    why: str


@dataclass(frozen=True)
class Choice:
    """One choice: its name, the same in words, the question it answers, and the options, the report's own first."""

    name: str
    words: str
    question: str
    options: tuple[Option, ...]


@cache
def all_choices() -> Mapping[str, Choice]:
    """Every choice of data/choices.toml by its name, in the order declared."""
    found = tomllib.loads((data_folder() / "choices.toml").read_text(encoding="utf-8"))
    declared = [row | {"options": tuple(Option(**option) for option in row["options"])} for row in found["choice"]]
    return {row["name"]: Choice(**row) for row in declared}


def specifications(names: Iterable[str]) -> list[dict[str, str]]:
    """Which combinations of these choices are there? All, the report's own first.

    A lemma has no capitals: with form = lemma, words are never counted with case = kept.
    Raises ValueError for a choice that is not declared.
    """
    wanted = list(names)
    refuse_unknown_choices(wanted)
    options = [[option.name for option in all_choices()[name].options] for name in wanted]
    every = (dict(zip(wanted, chosen, strict=True)) for chosen in product(*options))
    return [one for one in every if not (one.get("case") == "kept" and one.get("form") == "lemma")]


def refuse_unknown_choices(names: Iterable[str]) -> None:
    """Raises ValueError for a choice that is not declared."""
    if unknown := [name for name in names if name not in all_choices()]:
        raise ValueError(f"no choice {', '.join(unknown)}; choices here: {', '.join(all_choices())}; name one of these")


def choices_table() -> pl.DataFrame:
    """Which choices are crossed, and why is each way to choose sound?

    One row is one option: choice, words (for the choice), question, option, done, why, is_report (the report's own).
    In the order declared.
    """
    rows = [
        (choice.name, choice.words, choice.question, option.name, option.done, option.why, option is choice.options[0])
        for choice in all_choices().values()
        for option in choice.options
    ]
    names = ("choice", "words", "question", "option", "done", "why", "is_report")
    return pl.DataFrame(rows, schema=names, orient="row")
