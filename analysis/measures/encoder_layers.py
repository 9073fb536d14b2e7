"""What does the sentence encoder hold at each word of a sentence? Its inner layers, for measures that ask of a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.corpus.text import plain
from analysis.measures.encoder import encoder_problem, model, outputs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LAYERS = {4: "layer_norm_8", 5: "layer_norm_10", 6: "last_hidden_state"}  # number of a layer and its name in the model


@dataclass(frozen=True, eq=False)
class Pieces:
    """A text's word pieces: which characters each covers (none for the two marks at the ends), and each layer's
    vectors, one row a piece."""

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    layers: dict[int, NDArray[np.float32]]


def pieces(texts: Sequence[str]) -> Iterator[Pieces]:
    """How does the encoder see each word piece of each text, at layers 4, 5 and 6?

    Read it: the last layer is made to be averaged over a sentence; the ones before it keep more of the single word.
    Beware: at most 256 pieces of a text are read. A text's company makes no difference, as in `encode`.

    One `Pieces` a text, in their order. Raises ValueError where the encoder is not in order.
    """
    import numpy as np

    if problem := encoder_problem():
        raise ValueError(f"the encoder's layers were asked for, and {problem[0].lower()}{problem[1:]}")
    session, tokenizer = model(_outputs(list(LAYERS.values())[:-1]))
    for start in range(0, len(texts), 500):  # results wait in memory, so not all at once
        read = tokenizer.encode_batch([plain(text) for text in texts[start : start + 500]])
        for one, layers in zip(read, outputs(session, [one.ids for one in read], list(LAYERS.values())), strict=True):
            places = np.array(one.offsets, dtype=np.int64).reshape(-1, 2)
            yield Pieces(places[:, 0], places[:, 1], dict(zip(LAYERS, layers, strict=True)))


def _outputs(names: Sequence[str]) -> bytes:
    """Further outputs of the model's graph.

    Protocol buffers merge what is appended: field 7 of a model is its graph, field 12 of a graph an output, field 1 of
    an output its name.
    """
    named = [b"\x0a" + bytes([len(name)]) + name.encode() for name in names]
    graph = b"".join(b"\x62" + bytes([len(name)]) + name for name in named)
    return b"\x3a" + bytes([len(graph)]) + graph
