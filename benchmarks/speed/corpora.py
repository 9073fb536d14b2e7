"""Generated articles: words of the shipped corpora drawn anew, and rare words made up, so that new ones keep coming."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from analysis.corpus.places import data_folder

OUTLETS = 5
LENGTH, SPREAD, SHORTEST, LONGEST = 500, 150, 80, 1500  # words of an article
TAIL, SHARE = 300_000, 0.08  # made-up words, and which share of all words they are
LEAN = 1.5  # how much more often an outlet draws its own twentieth of the words
BLOCK = 2000  # articles drawn at once
MARKS = ("", "", "", "", "", "", "", "", ",", ".", "’s", ",”", "-led")  # behind a made-up word
SYLLABLES = np.array([a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "an", "er", "in", "us")])


def generated_articles(size: int) -> pl.DataFrame:
    """So many articles by five outlets on one event: event, outlet, article_id, text. The same ones every time."""
    rng = np.random.default_rng(7)
    words, chance = _vocabulary(rng)
    leaning = [np.where(np.arange(len(words)) % 20 == outlet, LEAN, 1) * chance for outlet in range(OUTLETS)]
    sums = [np.cumsum(share / share.sum()) for share in leaning]
    outlets: list[str] = []
    texts: list[str] = []
    for first in range(0, size, BLOCK):
        for outlet in rng.integers(OUTLETS, size=min(BLOCK, size - first)).tolist():
            length = int(np.clip(rng.normal(LENGTH, SPREAD), SHORTEST, LONGEST))
            drawn = words[np.searchsorted(sums[outlet], rng.random(length)).clip(max=len(words) - 1)].tolist()
            outlets.append(f"Outlet {outlet}")
            texts.append("\n\n".join(_paragraphs(drawn, rng)))
    ids = [f"a{number:06}" for number in range(size)]
    return pl.DataFrame({"event": "e1", "outlet": outlets, "article_id": ids, "text": texts}, schema_overrides=TYPES)


TYPES = dict.fromkeys(("event", "outlet", "article_id", "text"), pl.String())


def _vocabulary(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Words as printed, with the marks that touch them, and how often each is drawn."""
    raw = sorted((data_folder() / "corpora").glob("*/raw/*.txt"))
    chunks = re.findall(r"\S+", " ".join(path.read_text(encoding="utf-8") for path in raw))
    kinds, counts = np.unique(np.array(chunks, dtype=object), return_counts=True)
    parts = SYLLABLES[rng.integers(len(SYLLABLES), size=(TAIL, 4))]
    made = ["".join(row[: 2 + number % 3]) + MARKS[number % len(MARKS)] for number, row in enumerate(parts.tolist())]
    rare = 1 / (np.arange(TAIL) + 50) ** 1.05
    chance = np.concatenate([(1 - SHARE) * counts / counts.sum(), SHARE * rare / rare.sum()])
    return np.concatenate([kinds, np.array(made, dtype=object)]), chance


def _paragraphs(words: list[str], rng: np.random.Generator) -> Iterator[str]:
    """Sentences of 8 to 35 words, four to a paragraph; some speak of the prime minister."""
    at, sentences = 0, []
    while at < len(words):
        end = at + int(rng.integers(8, 36))
        sentence = " ".join(words[at:end]).rstrip(".,;:")
        sentences.append(f"{sentence[:1].upper()}{sentence[1:]}.")
        at = end
    if rng.random() < 0.3:
        sentences.insert(len(sentences) // 2, "The prime minister said so.")
    for at in range(0, len(sentences), 4):
        yield " ".join(sentences[at : at + 4])
