"""How is a small neural network asked, so that it says the same in any company and on any number of processors?"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus.places import data_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VOCABULARY = data_folder() / "models" / "bert-base-uncased-vocab.txt"
TOGETHER, PIECES = 32, 1024  # texts of one length in one run, and word pieces: more take memory and save no time
THREADS = min(os.cpu_count() or 1, 8)  # runs at once in this process; one where each core has a process of its own


def open_network(content: bytes) -> Any:
    """A network in ONNX, ready to be asked. One thread each: the order of additions is then always the same."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Weights lie in bytes and are reckoned with as singles. Else the engine rounds to bytes on its way, each kind of
    # processor in its own manner, and probabilities differ by .05.
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def word_piece_tokenizer(vocabulary: Path) -> Any:
    """The tokenizer of BERT, lower case."""
    from tokenizers import BertWordPieceTokenizer

    return BertWordPieceTokenizer(str(vocabulary), lowercase=True)


def run_network(
    session: Any,
    texts: Sequence[list[int]],
    *,
    inputs: Callable[[NDArray[np.int64]], dict[str, NDArray[np.int64]]],
    names: list[str] | None = None,
) -> list[list[NDArray[Any]]]:
    """What a network makes of each text's word pieces: one array an output, its first side the pieces.

    Texts of one length are read together, a third faster. A row of the network's products does not depend on the other
    rows, so the bytes are those of each text by itself. `inputs` names what the network asks for.
    """
    import numpy as np

    lengths: dict[int, list[int]] = {}
    for place, ids in enumerate(texts):
        lengths.setdefault(len(ids), []).append(place)
    batches = []
    for length, group in lengths.items():
        size = max(1, min(TOGETHER, PIECES // max(1, length)))
        batches += [group[at : at + size] for at in range(0, len(group), size)]
    found: list[list[NDArray[Any]]] = [[] for _ in texts]

    def ask(batch: list[int]) -> list[NDArray[Any]]:
        layers: list[NDArray[Any]] = session.run(names, inputs(np.array([texts[at] for at in batch], dtype=np.int64)))
        return layers

    with ThreadPoolExecutor(THREADS) as pool:
        for batch, layers in zip(batches, pool.map(ask, batches), strict=True):
            for row, place in enumerate(batch):
                found[place] = [layer[row] for layer in layers]
    return found
