"""Train the heads of data/models on coded sentences: python -m benchmarks.train_frames --data DIR.

A head is ridge regression on ±1 for each frame, weighted so that rare frames count nearly as much as frequent ones.
What is written holds weights and short checksums of the texts, never a text.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus.text import digest
from analysis.measures.frame_heads import HEADS, MODELS, LinearHead, head_features

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

SETS = {"policy": "frac_frames", "gun": "gvfc"}
FIRST = {"policy": "gold", "gun": "frame1"}  # the field with the frame
SHRINK = {"policy": 3.0, "gun": 1.0}  # ridge penalty
BALANCE = 0.8  # 0 all texts count the same, 1 all frames do
FOLDS = 10


def main(arguments: list[str] | None = None) -> int:
    """Train all heads and write them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_frames", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with frac_frames.dev.jsonl and gvfc.dev.jsonl")
    parser.add_argument("--to", type=Path, default=MODELS, help="folder for the weights")
    asked = parser.parse_args(arguments)
    for name in HEADS:
        path = asked.data / f"{SETS[name]}.dev.jsonl"
        if not path.is_file():
            parser.error(f"there is no {path}; name the folder that holds it")
        items = coded([json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line], name)
        head = train(items, name)
        write_head(head, asked.to / f"frames-{name}.npz")
        sys.stdout.write(f"{name}: {len(items)} texts, {len(head.frames)} frames\n")
    return 0


def write_head(head: LinearHead, path: Path) -> None:
    """Keep a head: the same head gives the same bytes."""
    import numpy as np

    weights, offsets = head.weights.astype(np.float16), head.offsets.astype(np.float32)
    learnt = np.array(sorted(head.learnt))
    with path.open("wb") as file:
        np.savez_compressed(file, frames=np.array(head.frames), weights=weights, offsets=offsets, learnt=learnt)


def coded(items: Sequence[Mapping[str, Any]], name: str) -> list[Mapping[str, Any]]:
    """The items that have a frame."""
    return [item for item in items if item.get(FIRST[name])]


def train(items: Sequence[Mapping[str, Any]], name: str) -> LinearHead:
    """A head from coded items."""
    seen = head_features([item["text"] for item in items], scheme=name)
    frames = tuple(sorted({item[FIRST[name]] for item in items}))
    weights, offsets = _solved(seen, _targets(items, name, frames), _weights(items, name), SHRINK[name])
    return LinearHead(frames, weights, offsets, frozenset(digest(item["text"]) for item in items))


def unseen(items: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """What heads say that have not learnt from the item: each item is left out with a tenth of the others.

    Which tenth depends on the item's text only.
    """
    seen = head_features([item["text"] for item in items], scheme=name)
    folds = [int(digest(item["text"]), 16) % FOLDS for item in items]
    frames = tuple(sorted({item[FIRST[name]] for item in items}))
    said = [""] * len(items)
    for fold in sorted(set(folds)):
        others = [place for place, of in enumerate(folds) if of != fold]
        rest = [items[place] for place in others]
        weights, offsets = _solved(seen[others], _targets(rest, name, frames), _weights(rest, name), SHRINK[name])
        for place in (place for place, of in enumerate(folds) if of == fold):
            said[place] = frames[int((seen[place] @ weights + offsets).argmax())]
    return said


def _targets(items: Sequence[Mapping[str, Any]], name: str, frames: tuple[str, ...]) -> Matrix:
    """+1 for the frame, 0 for a second frame, -1 for the others."""
    import numpy as np

    targets = np.full((len(items), len(frames)), -1.0)
    for row, item in enumerate(items):
        if item.get("frame2") in frames:
            targets[row, frames.index(item["frame2"])] = 0
        targets[row, frames.index(item[FIRST[name]])] = 1
    return targets


def _weights(items: Sequence[Mapping[str, Any]], name: str) -> Matrix:
    import numpy as np

    given = [item[FIRST[name]] for item in items]
    counts = {frame: given.count(frame) for frame in set(given)}
    return np.array([(len(given) / len(counts) / counts[frame]) ** BALANCE for frame in given])


def _solved(seen: Matrix, targets: Matrix, weights: Matrix, shrink: float) -> tuple[Matrix, Matrix]:
    """Weighted ridge regression, solved over texts: there are fewer of them than features."""
    import numpy as np

    mean, level = np.average(seen, axis=0, weights=weights), np.average(targets, axis=0, weights=weights)
    root = np.sqrt(weights)[:, None]
    rows = (seen - mean) * root
    solved = np.linalg.solve(rows @ rows.T + shrink * np.eye(len(rows)), (targets - level) * root)
    coefficients = rows.T @ solved
    return coefficients, level - mean @ coefficients


if __name__ == "__main__":
    sys.exit(main())
