"""What does the scorer see of somebody in a sentence? The encoder's vectors around the mention, listed words, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.measures.encoder_layers import Pieces, pieces
from analysis.measures.toward_cues import cues, spread
from analysis.measures.toward_sentence import FAR, Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

AROUND = 450  # characters read on each side of a mention
# Which means of which layer: `tree` falls off along the dependencies, `before` and `behind` along the text.
MEANS = (("tree", 4), ("tree", 6), ("behind", 4), ("all", 5), ("own", 4), ("before", 4))


@dataclass(frozen=True, eq=False)
class Features:
    """One row a target: the encoder's means and the listed words side by side, and the words spread over places."""

    dense: Matrix
    words: Any  # a sparse matrix of scipy


def features(targets: Sequence[Target], *, encoder: bool = True) -> Features:
    """What a head sees of each target; without `encoder` its words only.

    Raises ValueError where the sentence encoder is asked for and not in order.
    """
    import numpy as np

    if not encoder:
        return Features(np.zeros((len(targets), 0)), spread(list(targets)))
    if not targets:
        return Features(np.zeros((0, 0)), spread([]))
    cut = [_cut(target) for target in targets]
    order = {text: place for place, text in enumerate(dict.fromkeys(text for text, _ in cut))}
    by_text: dict[int, list[int]] = {}
    for row, (text, _) in enumerate(cut):
        by_text.setdefault(order[text], []).append(row)
    means: list[Any] = [None] * len(targets)
    for place, read in enumerate(pieces(list(order))):
        for row in by_text[place]:
            means[row] = _means(targets[row], read, cut[row][1])
    listed = np.array([cues(target) for target in targets])
    return Features(np.hstack([np.stack(means), listed]), spread(list(targets)))


def _cut(target: Target) -> tuple[str, int]:
    """As much of the sentence around the mention as the encoder reads, and where it begins."""
    start = max(target.start - AROUND, 0)
    return target.text[start : target.end + AROUND], start


def _means(target: Target, read: Pieces, shift: int) -> NDArray[np.float32]:
    """Weighted means of the pieces' vectors, layer by layer as in MEANS; zeros where no piece has a weight."""
    import numpy as np

    starts, ends = read.starts + shift, read.ends + shift
    inside = read.ends > read.starts
    own = np.flatnonzero(inside & (starts < target.end) & (ends > target.start))
    if not len(own):
        return np.zeros(sum(read.layers[layer].shape[1] for _, layer in MEANS), dtype=np.float32)
    place = np.arange(len(starts))
    first, last = own[0], own[-1]
    word = np.searchsorted([word.start for word in target.words], starts, side="right") - 1
    steps = np.where(inside, np.array(target.steps)[np.maximum(word, 0)], FAR)
    near = np.exp(-np.maximum(np.maximum(first - place, place - last), 0) / 6)
    weights = {
        "tree": np.exp(-steps / 1.5),
        "behind": near * (place > last),
        "before": near * (place < first),
        "all": np.ones(len(place)),
        "own": (place >= first) & (place <= last),
    }
    return np.concatenate([_mean(weights[name] * inside, read.layers[layer]) for name, layer in MEANS])


def _mean(weights: Matrix, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    total = weights.sum()
    return np.asarray(weights @ vectors / total if total > 0 else vectors[0] * 0, dtype=np.float32)
