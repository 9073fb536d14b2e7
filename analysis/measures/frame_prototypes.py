"""How near is a text to sentences that plainly carry a frame?"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.lists import LEXICONS
from analysis.measures.encoder import encode
from analysis.measures.frame_cues import SCHEMES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAREST = 3  # prototypes of a frame that count for a text


def prototype_closeness(texts: Sequence[str], *, scheme: str = "six", encoder: str = "auto") -> NDArray[np.float64]:
    """How much nearer is each text to each frame's prototypes than to those of the other frames?

    closeness = mean cosine to the three nearest prototypes of the frame - the mean of that over all frames.
    Read it: +.05 is a leaning one can mostly see, 0 none; what is far from every frame has small figures throughout.
    Beware: prototypes are short made-up sentences. What a text is about and how it is told are not kept apart.
    Without the sentence encoder (tfidf) only shared words count, and next to nothing is found.

    One row a text, one column a frame in the order of `frame_cues.frame_names`. Raises ValueError as `encode` does.
    Reimers & Gurevych (2019) on the encoder; prototypes are this project's own.
    """
    import numpy as np

    if not len(texts):
        return np.zeros((0, len(set(_read_prototypes(scheme)[0]))))
    frames, sentences = _read_prototypes(scheme)
    vectors = encode([*texts, *sentences], encoder=encoder).astype(np.float64)
    cosines = vectors[: len(texts)] @ vectors[len(texts) :].T
    owner = np.array(frames)
    near = [np.sort(cosines[:, owner == frame], axis=1)[:, -NEAREST:].mean(axis=1) for frame in sorted(set(frames))]
    stacked = np.stack(near, axis=1)
    centred: NDArray[np.float64] = stacked - stacked.mean(axis=1, keepdims=True)
    return centred


@functools.cache
def _read_prototypes(scheme: str) -> tuple[list[str], list[str]]:
    """Frames and sentences of a scheme's prototypes."""
    if scheme not in SCHEMES:
        raise ValueError(f"no frames called {scheme!r}; schemes here: {', '.join(SCHEMES)}")
    table = pl.read_csv(LEXICONS / "frame_prototypes.csv", infer_schema=False).filter(pl.col("scheme") == scheme)
    return table["frame"].to_list(), table["sentence"].to_list()
