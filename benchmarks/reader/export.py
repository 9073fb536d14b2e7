"""A finished network as one file of ONNX, its large tables in eight bits.

Only weights are kept in eight bits; what is reckoned with them are singles. Eight-bit sums differ between processors in
more than the last digit, and save too little on those that have no instruction for them.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from benchmarks.reader.network import NAMES, PIECES, Answers, Network

LARGE = 20_000  # numbers from which a table is kept in eight bits
VERSION = 17  # of ONNX's operators


def write(network: Network, path: Path) -> None:
    """The network's answers for `ids` (texts × pieces), as `path`."""
    aside = path.with_name(f".{path.name}.whole")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Answers(network),
            (torch.randint(100, 20_000, (2, 37)),),
            str(aside),
            input_names=["ids"],
            output_names=list(NAMES),
            dynamic_axes={"ids": {0: "texts", 1: "pieces"}},
            opset_version=VERSION,
            dynamo=False,
        )
    model = onnx.load(str(aside))
    aside.unlink()
    _shrink(model.graph)
    for node in model.graph.node:
        node.doc_string = ""
    model.producer_name, model.producer_version, model.doc_string = "counterframe", "", ""
    onnx.save(model, str(path))


def _shrink(graph: onnx.GraphProto) -> None:
    """Large tables as whole numbers from -127 to 127 and one factor for each row or column."""
    restore = []
    for table in list(graph.initializer):
        values = numpy_helper.to_array(table)
        if values.ndim != 2 or values.size < LARGE or values.dtype != np.float32:
            continue
        side = 0 if len(values) in {PIECES, 512} else 1
        factor = np.maximum(np.abs(values).max(axis=1 - side, keepdims=True) / 127, 1e-12)
        whole = np.clip(np.round(values / factor), -127, 127).astype(np.int8)
        names = [f"{table.name}_{part}" for part in ("whole", "factor", "zero")]
        parts = (whole, factor.reshape(-1).astype(np.float32), np.zeros(factor.size, np.int8))
        graph.initializer.extend(numpy_helper.from_array(part, name) for part, name in zip(parts, names, strict=True))
        restore.append(helper.make_node("DequantizeLinear", names, [table.name], axis=side))
        graph.initializer.remove(table)
    nodes = [*restore, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
