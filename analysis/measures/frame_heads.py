"""Which generic frame does a sentence carry? Small linear heads on the sentence encoder, trained on coded sentences."""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.places import data_folder
from analysis.corpus.text import plain
from analysis.measures.encoder import encode, encoder_problem
from analysis.measures.frame_cues import cue_counts, frame_names, prototype_closeness
from analysis.measures.rounding import round_to_step

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

MODELS = data_folder() / "models"
HEADS = ("policy", "gun")
WORDS = 4096  # places that the words of a text are spread over
OF_CUES, OF_WORDS, OF_CLOSENESS = 0.4, 0.6, 1.0  # how much each kind of feature weighs beside the encoder's vector
WORD = re.compile(r"[a-z][a-z'’-]+")
PAIRED = r"^(capacity|crime|fairness|health|legality|policy|security)_(\w+)$"  # frames named by two nouns


@dataclass(frozen=True, eq=False)
class LinearHead:
    """Weights of a trained head: one row a feature, one column a frame; and which texts it has learnt from."""

    frames: tuple[str, ...]
    weights: Matrix
    offsets: Matrix
    learnt: frozenset[str]

    def decision_scores(self, features: Matrix) -> Matrix:
        """How strongly does each frame speak? One row a text, one column a frame; the highest is the answer."""
        strengths: Matrix = features @ self.weights + self.offsets
        return strengths


def policy_frames(sentences: pl.DataFrame, *, by: str = "head") -> pl.DataFrame:
    """Which of the generic policy frames speaks most strongly in each sentence?

    head: a linear model trained on coded sentences (data/models/card.md), ten frames. prototypes: nearness to made-up
    sentences, all fifteen frames.
    margin = strength of the first frame - strength of the second, in the lens' own units; of two equally strong
    ones the first in the alphabet.
    Read it: with a small margin two frames speak about equally; read the sentence.
    Beware: every sentence gets a frame, even one that has none. The coded sentences are from Canadian and US comment.

    One row is one sentence: event, outlet, article_id, start, end, section, text, frame, second, margin. Sorted by
    article_id, start. Raises ValueError for another lens, and for head where the sentence encoder is not in order.
    Boydstun et al. (2014), the frames; Guida et al. (2025), the coded sentences.
    """
    import numpy as np

    if by not in ("head", "prototypes"):
        raise ValueError(f"no lens {by!r} for policy frames; lenses here: head, prototypes")
    texts = sentences["text"].to_list()
    if by == "head":
        head = read_head("policy")
        known, strengths = head.frames, frame_scores(head, texts, scheme="policy")
    else:
        known, strengths = tuple(frame_names("policy")), prototype_closeness(texts, scheme="policy")
    strengths = round_to_step(strengths, 1e-6)
    ranked = np.argsort(-strengths, axis=1, kind="stable")
    sorted_strengths = np.take_along_axis(strengths, ranked, axis=1)
    margin = (sorted_strengths[:, 0] - sorted_strengths[:, 1]).tolist()
    return (
        sentences.select("event", "outlet", "article_id", "start", "end", "section", "text")
        .with_columns(
            frame=pl.Series([known[place] for place in ranked[:, 0]], dtype=pl.String),
            second=pl.Series([known[place] for place in ranked[:, 1]], dtype=pl.String),
            margin=pl.Series(margin, dtype=pl.Float64),
        )
        .sort("article_id", "start")
    )


def policy_counts(sentences: pl.DataFrame) -> pl.DataFrame:
    """How many sentences does each lens give each of the generic policy frames?

    Read it: null where a lens has no such frame, or where there is no encoder for the head.
    One row is one frame: policy_frame (in words), n_head, n_prototypes. Those named most by either come first, then in
    the alphabet.
    """
    near = policy_frames(sentences, by="prototypes").group_by("frame").agg(n_prototypes=pl.len())
    counted = near.with_columns(n_head=pl.lit(None, dtype=pl.UInt32))
    if encoder_problem() is None:
        head = policy_frames(sentences).group_by("frame").agg(n_head=pl.len())
        known = pl.col("frame").is_in(read_head("policy").frames)
        counted = head.join(near, on="frame", how="full", coalesce=True)
        counted = counted.with_columns(n_head=pl.when(known).then(pl.col("n_head").fill_null(0)))
    ranked = counted.sort(pl.max_horizontal("n_head", "n_prototypes"), "frame", descending=[True, False])
    two = pl.col("frame").str.replace(PAIRED, "${1} and ${2}")
    words = two.str.replace_all("_", " ").alias("policy_frame")
    return ranked.select(words, pl.col("n_head", "n_prototypes").cast(pl.Int64))


def head_features(texts: Sequence[str], *, scheme: str) -> Matrix:
    """What a head sees of each text: its vector, cues to each frame, its words, and closeness to prototypes."""
    import numpy as np

    if problem := encoder_problem():
        raise ValueError(f"a trained head was asked for, and {problem[0].lower()}{problem[1:]}; or ask by prototypes")
    counted = np.log1p(cue_counts(texts, scheme=scheme))
    near = prototype_closeness(texts, scheme=scheme, encoder="minilm")
    parts: list[Any] = [
        encode(texts, encoder="minilm"),
        OF_CUES * counted,
        OF_WORDS * _hashed_words(texts),
        OF_CLOSENESS * near,
    ]
    return np.hstack(parts).astype(np.float64)


def frame_scores(head: LinearHead, texts: Sequence[str], *, scheme: str) -> Matrix:
    """How strongly does each frame speak in each text? A thousand texts at a time: features are wide."""
    import numpy as np

    starts = range(0, max(len(texts), 1), 1000)
    return np.concatenate([head.decision_scores(head_features(texts[at : at + 1000], scheme=scheme)) for at in starts])


@functools.cache
def read_head(name: str) -> LinearHead:
    """A trained head from data/models. Weights only: no text, no code."""
    import numpy as np

    if name not in HEADS:
        raise ValueError(f"no trained head {name!r}; heads here: {', '.join(HEADS)}")
    with np.load(MODELS / f"frames-{name}.npz", allow_pickle=False) as kept:
        learnt = frozenset(kept["learnt"].tolist())
        weights, offsets = kept["weights"].astype(np.float64), kept["offsets"].astype(np.float64)
        return LinearHead(tuple(kept["frames"].tolist()), weights, offsets, learnt)


def _hashed_words(texts: Sequence[str]) -> Matrix:
    """The words of each text, spread over `WORDS` places by a checksum; two words may share a place."""
    import numpy as np
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    spread = np.zeros((len(texts), WORDS))
    for row, text in enumerate(texts):
        for word in WORD.findall(plain(text).lower()):
            if word not in ENGLISH_STOP_WORDS:
                mark = zlib.crc32(word.encode())
                spread[row, mark % WORDS] += 1 if mark >> 31 else -1
    spread = np.sign(spread) * np.log1p(np.abs(spread))
    lengths = np.linalg.norm(spread, axis=1, keepdims=True)
    scaled: Matrix = spread / np.maximum(lengths, 1)
    return scaled
