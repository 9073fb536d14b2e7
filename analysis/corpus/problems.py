"""What is not in order: each thing with its file, its line, and what to do; a long list shortened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_-]+)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"^\s*([A-Za-z0-9_-]+)\s*=")
LONG = re.compile(r'("""|\'\'\').*?\1', re.DOTALL)


@dataclass(frozen=True)
class Problem:
    """One thing that is not in order: where, what, and what to do."""

    file: str
    line: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


def shortened(items: Sequence[str], most: int = 12) -> list[str]:
    """The first of a long list, and how many more there are."""
    return [*items[:most], f"… and {len(items) - most:,} more"] if len(items) > most else list(items)


def numbered(problems: Sequence[Problem], few: int = 5) -> list[str]:
    """Problems under one another; of those that differ in names and numbers only the first few."""
    like: dict[str, list[int]] = {}
    for number, problem in enumerate(problems, start=1):
        like.setdefault(re.sub(r"'[^']*'|\d+", "", problem.what), []).append(number)
    shown = sorted(number for numbers in like.values() for number in numbers[:few])
    more = [f"  … and {len(numbers) - few:,} more like {numbers[0]}" for numbers in like.values() if numbers[few:]]
    return [*(f"  {number}. {problems[number - 1]}" for number in shown), *more]


class CorpusError(ValueError):
    """A corpus that is not in order. `problems` lists everything that was found, the message the first of each kind."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.problems = problems = sorted(problems, key=lambda problem: (problem.file, problem.line or 0, problem.what))
        n = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        super().__init__(
            "\n".join([f"the corpus {folder.resolve().name!r} is not in order, {n}:", *numbered(problems)])
        )


class Lines:
    """Where in corpus.toml does a table, or a key of it, stand? tomllib does not tell."""

    def __init__(self, source: str) -> None:
        self._at: dict[tuple[str, int, str], int] = {}
        kind = ""
        count: dict[str, int] = {}
        for number, line in enumerate(outside_strings(source), start=1):
            if header := HEADER.match(line):
                kind = header.group(1)
                count[kind] = count.get(kind, -1) + 1
                self._at[kind, count[kind], ""] = number
            elif key := KEY.match(line):
                at = (kind, count[kind], key.group(1)) if kind else (key.group(1), 0, "")
                self._at.setdefault(at, number)

    def of(self, kind: str, index: int = 0, key: str = "") -> int | None:
        """Line of a key, or of its table's header when the key is not there."""
        return self._at.get((kind, index, key), self._at.get((kind, index, "")))


def outside_strings(source: str) -> list[str]:
    """The lines of corpus.toml, without what stands in texts of several lines: that looks like tables, and is none."""
    return LONG.sub(lambda found: "\n" * found.group().count("\n"), source).split("\n")
