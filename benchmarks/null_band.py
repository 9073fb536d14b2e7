"""Where outlets do not differ, how often does one lie outside the band? And where they do?

python -m benchmarks.null_band [--events 300]

Made-up events: each outlet has one article of 25 to 100 sentences; each sentence has one of six categories (30, 25, 20,
10, 10 and 5 %), and with chance `alike` that of the sentence before. "differs by": the first outlet has the first
category so much more often. Words: 10 a sentence from 1,500 of unequal frequency, and with chance `again` one of the 50
words before. Printed are the marks that lie outside (in %), and the charts that have any.

Measured with the defaults: of sentences 0.3 to 2.6 marks in 100 lie outside and 6 to 18 charts in 100 have any. An
outlet that differs by 25 points lies outside in 24 to 42 of 100 events of two outlets, in 35 to 55 of three, and in 72
to 94 with five articles of 100 sentences. Of words 0.1 in 100 lie outside, 0.4 to 0.7 where writers come back to words
they have just used.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np
import polars as pl

from analysis.inference.null.effects import null_band
from analysis.inference.null.keyness import null_keyness
from analysis.measures.keyness import keyness

SHARES = np.array([0.30, 0.25, 0.20, 0.10, 0.10, 0.05])
LENGTHS = ((25, 25), (50, 50), (28, 51), (39, 50, 78), (100,) * 5)
MORE = 0.25


def article(rng: np.random.Generator, n: int, shares: Any, alike: float) -> list[str]:
    """The categories of an article's sentences."""
    drawn, before = rng.choice(len(shares), size=n, p=shares), rng.random(n) < alike
    for place in range(1, n):
        drawn[place] = drawn[place - 1] if before[place] else drawn[place]
    return [f"c{kind}" for kind in drawn]


def events(rng: np.random.Generator, many: int, lengths: tuple[int, ...], alike: float, more: float) -> pl.DataFrame:
    """Sentences of `many` events; the first outlet has the first category more often."""
    tilted = SHARES * (1 - SHARES[0] - more) / (1 - SHARES[0])
    tilted[0] = SHARES[0] + more
    parts = [
        {"event": f"e{event}", "outlet": f"o{x}", "article_id": f"e{event}-{x}", "kind": kinds, "start": range(n)}
        for event in range(many)
        for x, n in enumerate(lengths)
        for kinds in [article(rng, n, tilted if more and not x else SHARES, alike)]
    ]
    return pl.DataFrame(parts).explode("kind", "start")


def words(rng: np.random.Generator, many: int, lengths: tuple[int, ...], again: float) -> tuple[Any, Any]:
    """Tokens and sentences of `many` events."""
    chance = 1 / (np.arange(1500) + 8)
    tokens = []
    for event in range(many):
        for x, n in enumerate(lengths):
            drawn = rng.choice(1500, size=10 * n, p=chance / chance.sum())
            back = np.where(rng.random(10 * n) < again, rng.integers(1, 51, 10 * n), 0)
            for place in range(10 * n):
                drawn[place] = drawn[max(0, place - back[place])]
            where = {"event": f"e{event}", "outlet": f"o{x}", "article_id": f"e{event}-{x}"}
            tokens.append({**where, "norm": [f"w{word}" for word in drawn], "start": range(10 * n)})
    table = pl.DataFrame(tokens).explode("norm", "start").with_columns(is_word=pl.lit(True), end=pl.col("start") + 1)
    table = table.with_columns(sentence_start=pl.col("start") // 10 * 10)
    sentences = table.select("event", "outlet", "article_id", start="sentence_start").unique(maintain_order=True)
    return table, sentences


def line(name: str, judged: pl.DataFrame) -> str:
    """Marks outside and charts with any, in %."""
    charts = judged.group_by("event").agg(pl.col("outside").any())["outside"]
    return f"{name:58} {100 * judged['outside'].mean():6.1f} {100 * charts.mean():6.1f}\n"  # type: ignore[operator]


def main() -> None:
    """Print every share."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=300)
    many = parser.parse_args().events
    sys.stdout.write(f"{'':58} marks charts\n")
    for lengths in LENGTHS:
        for alike in (0.0, 0.3):
            for more in (0.0, MORE):
                rows = events(np.random.default_rng(20), many, lengths, alike, more)
                band = null_band(rows, rows, by="kind")
                if more:
                    band = band.filter(pl.col("outlet") == "o0", pl.col("kind") == "c0")
                name = f"sentences {lengths}, alike {alike}" + (f", differs by {more} (that mark)" if more else "")
                sys.stdout.write(line(name, band))
    for lengths in LENGTHS[2:4]:
        for again in (0.0, 0.3):
            tokens, sentences = words(np.random.default_rng(20), many // 3, lengths, again)
            found = null_keyness(keyness(tokens), tokens, sentences)
            sys.stdout.write(line(f"words of sentences {lengths}, again {again}", found))


if __name__ == "__main__":
    main()
