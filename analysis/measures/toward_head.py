"""A trained head that says how a sentence speaks of somebody; its weights, and how they are kept."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.corpus.places import data_folder
from analysis.corpus.text import digest
from analysis.measures.toward_features import Features, features
from analysis.measures.toward_sentence import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

WEIGHTS = data_folder() / "models" / "toward.npz"
CLASSES = ("negative", "neutral", "positive")
WORDS = 0.1  # how much the model of words adds


@dataclass(frozen=True, eq=False)
class Head:
    """Two linear models: one on means and listed words (each less its mean, over its spread), one on the words.

    Where the encoder was not asked, the words speak alone, with offsets of their own (`alone`).
    `sharpness` turns the sum into shares that fit how often it is right; `learnt` are marks of the texts learnt from.
    """

    middle: Matrix
    spread: Matrix
    dense: Matrix
    words: Matrix
    offsets: Matrix
    alone: Matrix
    sharpness: float
    learnt: frozenset[str]

    def knows(self, text: str) -> bool:
        """Has the head learnt from this text? Then its answer there proves nothing."""
        return digest(text) in self.learnt

    def strengths(self, seen: Features) -> Matrix:
        """How strongly does each class speak? One row a target, one column a class."""
        if not seen.dense.shape[1]:
            words: Matrix = (seen.words @ self.words / WORDS + self.alone) / self.sharpness
            return words
        dense: Matrix = (seen.dense - self.middle) / self.spread @ self.dense
        strengths: Matrix = dense + seen.words @ self.words + self.offsets
        return strengths

    def shares(self, seen: Features) -> Matrix:
        """How likely is each class, as far as the head can tell? Rows add up to 1."""
        import numpy as np

        raised = np.exp(self.sharpness * (found := self.strengths(seen)) - (self.sharpness * found).max(1)[:, None])
        shares: Matrix = raised / raised.sum(1)[:, None]
        return shares


def likelihoods(targets: Sequence[Target], *, encoder: bool = True) -> Matrix:
    """How likely does each sentence speak negatively, neutrally, positively of its target? Rows add up to 1.

    Raises ValueError where the sentence encoder is asked for and not in order.
    """
    import numpy as np

    return read_head().shares(features(targets, encoder=encoder)) if targets else np.zeros((0, len(CLASSES)))


@functools.cache
def read_head() -> Head:
    """The trained head from data/models. Weights only: no text, no code."""
    import numpy as np

    if not WEIGHTS.is_file():
        raise ValueError(f"sentiment toward somebody needs the file {WEIGHTS.name}, which is missing; install it again")
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        names = ("middle", "spread", "dense", "words", "offsets", "alone")
        middle, width, dense, words, offsets, alone = (kept[name].astype(np.float64) for name in names)
        learnt = frozenset(bytes(mark).hex() for mark in kept["learnt"])
        return Head(middle, width, dense, words, offsets, alone, float(kept["sharpness"]), learnt)


def write_head(head: Head, path: Path) -> None:
    """Keep a head: the same head gives the same bytes."""
    import numpy as np

    marks = np.array([list(bytes.fromhex(mark)) for mark in sorted(head.learnt)], dtype=np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            middle=head.middle.astype(np.float32),
            spread=head.spread.astype(np.float32),
            dense=head.dense.astype(np.float16),
            words=head.words.astype(np.float16),
            offsets=head.offsets.astype(np.float32),
            alone=head.alone.astype(np.float32),
            sharpness=np.float32(head.sharpness),
            learnt=marks,
        )
