"""What carries a frame? Words of a list, each hit a row; and nearness to sentences that plainly carry one."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.lists import LEXICONS
from analysis.corpus.text import plain
from analysis.measures.encoder import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMES = ("six", "policy", "gun")
NEAREST = 3  # prototypes of a frame that count for a text


def frame_cues(sentences: pl.DataFrame, *, scheme: str = "six") -> pl.DataFrame:
    """Which words of which sentence are cues to which frame?

    A cue is a word or phrase of data/lexicons/frames.csv: strong ones carry the frame alone, of weak ones it takes two.
    Read it: a cue is a reason to read the sentence. It knows neither negation nor irony.
    Beware: one word may be a cue to several frames, and of two overlapping cues to one frame the longer counts.

    One row is one cue: event, outlet, article_id, start, end, sentence_start, text, frame, strength (strong, weak).
    Sorted by article_id, start, frame. Raises ValueError for a scheme that is not there.
    Semetko & Valkenburg (2000); Cappella & Jamieson (1997); Boydstun et al. (2014).
    """
    rows = [
        (*where, start + begin, start + end, start, text[begin:end], frame, strength)
        for *where, start, text in sentences.select("event", "outlet", "article_id", "start", "text").iter_rows()
        for frame, strength, begin, end in _cue_hits(plain(text), scheme)
    ]
    columns = ("event", "outlet", "article_id", "start", "end", "sentence_start", "text", "frame", "strength")
    schema = {name: pl.Int64() if name in columns[3:6] else pl.String() for name in columns}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("article_id", "start", "frame", maintain_order=True)


def cue_counts(texts: Sequence[str], *, scheme: str = "six") -> NDArray[np.float64]:
    """How many cues to each frame does each text hold? One row a text, one column a frame, as in `frame_names`."""
    import numpy as np

    order = {frame: place for place, frame in enumerate(frame_names(scheme))}
    counts = np.zeros((len(texts), len(order)))
    for row, text in enumerate(texts):
        for frame, *_ in _cue_hits(plain(text), scheme):
            counts[row, order[frame]] += 1
    return counts


def frame_names(scheme: str = "six") -> list[str]:
    """Which frames does a scheme have? In the order of the alphabet."""
    return sorted(_cue_patterns(scheme))


def prototype_closeness(texts: Sequence[str], *, scheme: str = "six", encoder: str = "auto") -> NDArray[np.float64]:
    """How much nearer is each text to each frame's prototypes than to those of the other frames?

    closeness = mean cosine to the three nearest prototypes of the frame - the mean of that over all frames.
    Read it: +.05 is a leaning one can mostly see, 0 none; what is far from every frame has small figures throughout.
    Beware: prototypes are short made-up sentences. What a text is about and how it is told are not kept apart.
    Without the sentence encoder (tfidf) only shared words count, and next to nothing is found.

    One row a text, one column a frame in the order of `frame_names`. Raises ValueError as `encode` does.
    Reimers & Gurevych (2019) on the encoder; prototypes are this project's own.
    """
    import numpy as np

    listed = _listed("frame_prototypes.csv", scheme)
    frames, owner = sorted(set(listed["frame"])), listed["frame"].to_numpy()
    if not len(texts):
        return np.zeros((0, len(frames)))
    vectors = encode([*texts, *listed["sentence"]], encoder=encoder).astype(np.float64)
    cosines = vectors[: len(texts)] @ vectors[len(texts) :].T
    near = [np.sort(cosines[:, owner == frame], axis=1)[:, -NEAREST:].mean(axis=1) for frame in frames]
    stacked = np.stack(near, axis=1)
    centred: NDArray[np.float64] = stacked - stacked.mean(axis=1, keepdims=True)
    return centred


@functools.lru_cache(maxsize=5_000)
def _cue_hits(text: str, scheme: str) -> list[tuple[str, str, int, int]]:
    """Frame, strength and place of every cue in a text; within one frame cues do not overlap."""
    return [
        (frame, "strong" if found.lastgroup == "strong" else "weak", found.start(), found.end())
        for frame, pattern in _cue_patterns(scheme).items()
        for found in pattern.finditer(text)
    ]


@functools.cache
def _cue_patterns(scheme: str) -> dict[str, re.Pattern[str]]:
    """One pattern a frame. A star stands for the rest of a word, a space also for a hyphen; longer terms go first."""
    found: dict[str, re.Pattern[str]] = {}
    for (frame,), group in _listed("frames.csv", scheme).group_by("frame", maintain_order=True):
        parts = []
        for strength in ("strong", "weak"):
            listed = group.filter(pl.col("strength") == strength)["term"].to_list()
            if listed:
                parts.append(f"(?P<{strength}>{_alternation(listed)})")
        found[str(frame)] = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
    return found


@functools.cache
def _listed(file: str, scheme: str) -> pl.DataFrame:
    """The rows of a list that belong to a scheme."""
    if scheme not in SCHEMES:
        raise ValueError(f"no frames called {scheme!r}; schemes here: {', '.join(SCHEMES)}")
    return pl.read_csv(LEXICONS / file, infer_schema=False).filter(pl.col("scheme") == scheme)


def _alternation(terms: Sequence[str]) -> str:
    longest = sorted(terms, key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+") for term in longest)
