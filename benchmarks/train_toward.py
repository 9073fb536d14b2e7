"""Train the head that says how a sentence speaks of somebody: python -m benchmarks.train_toward --data DIR.

Ridge regression on ±1 for each class over the encoder's means and the listed words, and logistic regression over the
words of the sentence; their sum decides. What is written holds weights and short checksums of texts, never a text.
"""

from __future__ import annotations

import argparse
import sys
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus.text import digest
from analysis.measures.toward_features import Features, features
from analysis.measures.toward_head import CLASSES, WEIGHTS, WORDS, Head, write_head
from analysis.measures.toward_sentence import Target, target_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.corpus import Parsed

    Matrix = NDArray[np.float64]

FOLDS = 5
SHRINK = 10_000.0  # ridge penalty
LISTED = 2.0  # how much more than the encoder's means the listed words weigh
LOOSE = 2.0  # inverse penalty of the model of words
BALANCE = 0.5  # 0 all items count the same, 1 all classes do
DIMENSIONS = 2304  # of the encoder's means, which come before the listed words


def main(arguments: list[str] | None = None) -> int:
    """Judge by folds, train on everything, write."""
    from benchmarks.validity.__main__ import items as read_items
    from benchmarks.validity.machine import read

    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_toward", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with newsmtsc.dev.jsonl")
    parser.add_argument("--to", type=Path, default=WEIGHTS, help="file for the weights")
    asked = parser.parse_args(arguments)
    path = asked.data / "newsmtsc.dev.jsonl"
    if not path.is_file():
        parser.error(f"there is no {path}; name the folder that holds it")
    items = read_items(path)
    seen = features(targets(items, read({item["id"]: item["text"] for item in items}).parsed))
    gold = [CLASSES.index(item["gold"]) for item in items]
    out = unseen(seen, gold, folds(items))
    head = train(seen, gold, sharpness=_sharpness(out, gold), learnt=[item["text"] for item in items])
    write_head(head, asked.to)
    sys.stdout.write(f"{len(items)} items; macro-F1 of heads that had not seen the document: {_f1(out, gold):.3f}\n")
    return 0


def targets(items: Sequence[Mapping[str, Any]], parsed: Parsed) -> list[Target]:
    """Each item's target in the sentence it stands in."""
    from analysis.corpus import sentences

    spans: dict[str, list[tuple[int, int]]] = {}
    for id, start, end in sentences(parsed).select("article_id", "start", "end").iter_rows():
        spans.setdefault(id, []).append((start, end))
    found = []
    for item in items:
        here = next((span for span in spans[item["id"]] if span[1] > item["start"]), spans[item["id"]][-1])
        text = item["text"][here[0] : here[1]]
        target = target_in(parsed.docs[item["id"]], text, here, (item["start"], item["end"]))
        if target is None:
            raise ValueError(f"item {item['id']} has no word in its sentence; leave it out")
        found.append(target)
    return found


def folds(items: Sequence[Mapping[str, Any]]) -> list[int]:
    """A fold for each item: the same for all of a document, and for documents that share a text."""
    joined: dict[str, str] = {}

    def find(name: str) -> str:
        while joined.setdefault(name, name) != name:
            name = joined[name]
        return name

    for item in items:
        one, other = find("document " + item["doc"]), find("text " + digest(item["text"]))
        joined[other] = one
    return [zlib.crc32(find("document " + item["doc"]).encode()) % FOLDS for item in items]


def unseen(seen: Features, gold: Sequence[int], fold: Sequence[int]) -> Matrix:
    """Strengths by heads that have learnt from the other folds only."""
    import numpy as np

    given, parts = np.array(gold), np.array(fold)
    out = np.zeros((len(given), len(CLASSES)))
    for part in sorted(set(fold)):
        rest, here = np.flatnonzero(parts != part), np.flatnonzero(parts == part)
        head = train(Features(seen.dense[rest], seen.words[rest]), given[rest].tolist())
        out[here] = head.strengths(Features(seen.dense[here], seen.words[here]))
    return out


def train(seen: Features, gold: Sequence[int], *, sharpness: float = 1.0, learnt: Sequence[str] = ()) -> Head:
    """A head from features and classes."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    given = np.array(gold)
    middle, width = seen.dense.mean(0), seen.dense.std(0) + 1e-6
    width[DIMENSIONS:] /= LISTED
    rows = (seen.dense - middle) / width
    sizes = np.bincount(given, minlength=len(CLASSES))
    weights = (len(given) / len(CLASSES) / sizes[given]) ** BALANCE
    wanted = np.eye(len(CLASSES))[given] * 2 - 1
    level = np.average(wanted, axis=0, weights=weights)
    weighted = rows * weights[:, None]
    solved = np.linalg.solve(weighted.T @ rows + SHRINK * np.eye(rows.shape[1]), weighted.T @ (wanted - level))
    words = LogisticRegression(C=LOOSE, class_weight="balanced", max_iter=300).fit(seen.words, given)
    offsets = level + WORDS * words.intercept_
    marks = frozenset(digest(text) for text in learnt)
    return Head(middle, width, solved, WORDS * words.coef_.T, offsets, words.intercept_, sharpness, marks)


def _sharpness(out: Matrix, gold: Sequence[int]) -> float:
    """What to multiply strengths with, so that shares fit how often they are right on unseen documents."""
    from scipy.optimize import minimize_scalar
    from scipy.special import logsumexp

    def loss(sharp: float) -> float:
        raised = sharp * out
        right = raised[range(len(gold)), list(gold)]
        return float((logsumexp(raised, axis=1) - right).mean())

    return round(float(minimize_scalar(loss, bounds=(0.1, 10), method="bounded").x), 3)


def _f1(out: Matrix, gold: Sequence[int]) -> float:
    from sklearn.metrics import f1_score

    return float(f1_score(list(gold), out.argmax(1), average="macro"))


if __name__ == "__main__":
    sys.exit(main())
