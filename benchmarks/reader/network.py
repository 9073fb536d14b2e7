"""The network that reads: a small encoder, a few linear heads, and pointers from piece to piece (torch)."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from analysis.language.neural_reader import FORMS, FRAMES, OUTPUTS, TAGS, TONES, WINDOW
from benchmarks.reader.examples import POINTERS, WHO

SIZE, HEADS, INNER, DEPTH, PIECES, PLACES = 384, 12, 1536, 6, 30522, 512
POINT = 96  # numbers by which a pointer compares two pieces
DROPPED = 0.1
# names in the encoder's file
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "after_mixed": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "after_narrow": "output.LayerNorm",
}


class Layer(nn.Module):
    """One layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(SIZE, SIZE) for _ in range(4))
        self.wide, self.narrow = nn.Linear(SIZE, INNER), nn.Linear(INNER, SIZE)
        self.after_mixed, self.after_narrow = (nn.LayerNorm(SIZE, eps=1e-12) for _ in range(2))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, x: Tensor, hidden: Tensor | None) -> Tensor:
        texts, n, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(texts, n, HEADS, SIZE // HEADS).transpose(1, 2)

        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(2, 3) / math.sqrt(SIZE // HEADS)
        if hidden is not None:
            scores = scores + hidden
        seen = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(texts, n, SIZE)
        x = self.after_mixed(x + self.drop(self.mixed(seen)))
        return self.after_narrow(x + self.drop(self.narrow(functional.gelu(self.wide(x)))))


class Pointer(nn.Module):
    """To which piece, or to none, does each piece lead?"""

    def __init__(self) -> None:
        super().__init__()
        self.both = nn.Linear(SIZE, 2 * POINT)
        self.none = nn.Parameter(torch.zeros(1))
        self.far = nn.Parameter(torch.zeros(2 * WINDOW + 1))

    def forward(self, x: Tensor, there: Tensor | None) -> Tensor:
        asks, is_asked = self.both(x).chunk(2, -1)
        at = torch.arange(x.shape[1])
        far = (at[None] - at[:, None]).clamp(-WINDOW, WINDOW) + WINDOW
        scores = asks @ is_asked.transpose(1, 2) * (3 / math.sqrt(POINT)) + self.far[far]
        if there is not None:
            scores = scores.masked_fill(~there[:, None, :], -1e9)
        return torch.cat([scores, self.none + torch.zeros_like(scores[..., :1])], -1)


class Network(nn.Module):
    """Logits of every head, for word pieces of shape texts × pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(PIECES, SIZE), nn.Embedding(PLACES, SIZE)
        self.kind = nn.Parameter(torch.zeros(SIZE))
        self.after_words = nn.LayerNorm(SIZE, eps=1e-12)
        self.drop = nn.Dropout(DROPPED)
        self.layers = nn.ModuleList(Layer() for _ in range(DEPTH))
        sizes = {"tags": 3 * len(TAGS), "quoted": 2, "event": 1, "realis": 1, "tone": len(TONES), "toward": len(TONES)}
        sizes |= {"form": len(FORMS), "frames": len(FRAMES)}
        self.heads = nn.ModuleDict({name: nn.Linear(SIZE, size) for name, size in sizes.items()})
        self.pointers = nn.ModuleDict({name: Pointer() for name in (*POINTERS, WHO)})

    def forward(self, ids: Tensor, there: Tensor | None = None) -> dict[str, Tensor]:
        x = self.drop(self.after_words(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind))
        hidden = None if there is None else torch.zeros(there.shape).masked_fill(~there, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, hidden)
        heads = {name: head(x) for name, head in self.heads.items()}
        flat = {name: logits[..., 0] if name in {"event", "realis"} else logits for name, logits in heads.items()}
        return flat | {name: pointer(x, there) for name, pointer in self.pointers.items()}


def pretrained(folder: Path) -> Network:
    """A network whose encoder is all-MiniLM-L6-v2, as it lies in `folder`."""
    from safetensors.torch import load_file

    raw = {name.removeprefix("bert."): one.float() for name, one in load_file(folder / "model.safetensors").items()}
    network, opening = Network(), "embeddings."
    given: dict[str, Any] = {
        "words.weight": raw[opening + "word_embeddings.weight"],
        "places.weight": raw[opening + "position_embeddings.weight"],
        "kind": raw[opening + "token_type_embeddings.weight"][0],
    }
    given |= {f"after_words.{side}": raw[f"{opening}LayerNorm.{side}"] for side in ("weight", "bias")}
    for number in range(DEPTH):
        for ours, theirs in PARTS.items():
            for side in ("weight", "bias"):
                given[f"layers.{number}.{ours}.{side}"] = raw[f"encoder.layer.{number}.{theirs}.{side}"]
    network.load_state_dict(given, strict=False)
    return network


class Answers(nn.Module):
    """What is asked of a finished network, as chances."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, ...]:
        said = self.network(ids)
        sure = {name: torch.sigmoid(said[name]) for name in ("tags", "quoted", "event", "realis", "frames")}
        sure |= {name: torch.softmax(said[name], -1) for name in ("tone", "form", "toward", *POINTERS, WHO)}
        return tuple(sure[name] for name in NAMES)


NAMES = tuple(OUTPUTS)
