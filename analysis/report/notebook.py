"""What is in a notebook's file: read, given other parameters, freed of what changes from run to run, written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VOLATILE = (
    (re.compile(r"\S*ipykernel_\d+/\d+\.py(:\d+)?"), "<cell>"),
    (re.compile(r"\bat 0x[0-9a-fA-F]+"), "at 0x…"),
)

UNREAD = (
    "This page needs to know who speaks, who is meant and who does what, and the suite reads that in English only. "
    "The articles are in another language (“{}” in corpus.toml), so the page is left out. The pages on the corpus and "
    "on its words are made."
)


class NotebookError(RuntimeError):
    """A notebook cannot be read, or has no parameters to set."""


def notebooks_in(folder: Path) -> list[Path]:
    """The notebooks of the report, in the order of their names; folders below (lab) are not part of it.

    Raises FileNotFoundError when there is none.
    """
    found = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith("."))
    if not found:
        raise FileNotFoundError(f"no notebook in {folder}; a report needs at least one .ipynb file there")
    return found


def read_notebook(path: Path) -> Any:
    """The notebook in a file, with an id for every cell and the source of each in one piece.

    Raises NotebookError when the file is not a notebook.
    """
    try:
        return notebook_of(path.read_text(encoding="utf-8"))
    except (KeyError, TypeError, ValueError) as error:
        raise NotebookError(f"{path.name} is no notebook; open it in Jupyter and save it again") from error


def notebook_of(text: str) -> Any:
    """The notebook in a text, as `read_notebook`. Raises KeyError, TypeError or ValueError when it is none."""
    data = json.loads(text)
    cells = [_cell(cell, position) for position, cell in enumerate(data["cells"], start=1)]
    return {"metadata": {}, **data, "cells": cells, "nbformat": 4, "nbformat_minor": 5}


def blank(notebook: Any) -> Any:
    """The notebook as it was before it ran. Alters `notebook` and returns it."""
    for cell in notebook["cells"]:
        cell |= {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return notebook


def _cell(cell: Any, position: int) -> Any:
    """A cell with everything that a cell has. Raises KeyError, TypeError or ValueError when it is none."""
    kind, source, metadata = cell["cell_type"], "".join(cell["source"]), dict(cell.get("metadata", {}))
    if kind not in {"code", "markdown", "raw"} or not all(isinstance(tag, str) for tag in metadata.get("tags", ())):
        raise ValueError(kind)
    more = {"outputs": list(cell.get("outputs", ())), "execution_count": cell.get("execution_count")}
    whole = {"id": f"cell-{position:02d}", **cell, "source": source, "metadata": metadata}
    return whole | (more if kind == "code" else {})


def notebook_text(notebook: Any) -> str:
    """A notebook as the text of its file: the same text every time."""
    import nbformat

    return str(nbformat.writes(nbformat.from_dict(notebook))) + "\n"


def with_parameters(notebook: Any, values: Mapping[str, str]) -> Any:
    """The notebook asked about something else: `values` instead of those in the cell tagged `parameters`.

    Of `values` only those that the cell names are set. Alters `notebook` and returns it.
    Raises NotebookError when no such cell names `corpus_folder` in a line of its own.
    """
    names = set()
    for cell in notebook["cells"]:
        if "parameters" in cell["metadata"].get("tags", []):
            for name, value in values.items():
                line = f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\\", r"\\")
                cell["source"], n = re.subn(rf"(?m)^{name} *=.*$", line, cell["source"])
                names |= {name} if n else set()
    if "corpus_folder" not in names:
        raise NotebookError("its cell of parameters does not name a corpus_folder")
    return notebook


def has_tag(notebook: Any, tag: str) -> bool:
    """Does a cell of this notebook bear this tag?"""
    return any(tag in cell["metadata"].get("tags", []) for cell in notebook["cells"])


def left_out(notebook: Any, language: str) -> Any:
    """The notebook's title, and why the rest is not asked of this language. Alters `notebook` and returns it."""
    why = UNREAD.format(language)
    said = {"id": "left-out", "cell_type": "markdown", "metadata": {"tags": ["answer"]}, "source": why}
    notebook["cells"] = [*notebook["cells"][:1], said]
    return notebook


def source_digest(notebook: Any) -> str:
    """A check sum of what a person wrote in a notebook: its cells and their tags, whatever they yielded."""
    cells = [[cell["cell_type"], cell["source"], cell["metadata"].get("tags", [])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _still(text: str | list[str]) -> str:
    """A cell that was not reached, for one before it failed, has its old output, which may lie in lines."""
    text = "".join(text)
    for pattern, constant in VOLATILE:
        text = pattern.sub(constant, text)
    return text


def _join_streams(outputs: list[Any]) -> list[Any]:
    """Printed text arrives in chunks that depend on the moment: join neighbours."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else {"output_type": None}
        same = last["output_type"] == output["output_type"] == "stream"
        if same and last["name"] == output["name"]:
            last["text"] += output["text"]
        else:
            joined.append(output)
    for output in joined:
        if output["output_type"] == "stream":
            output["text"] = _still(output["text"])
        elif "text/plain" in output.get("data", {}):
            output["data"]["text/plain"] = _still(output["data"]["text/plain"])
    return joined


def steady(notebook: Any) -> Any:
    """An executed notebook without what changes from run to run or from machine to machine.

    Cell ids, execution counts and tags stay. Alters `notebook` and returns it.
    """
    notebook["metadata"] = {
        **{key: value for key, value in notebook["metadata"].items() if key not in {"widgets", "papermill"}},
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook["cells"]:
        cell["metadata"].pop("execution", None)
        if cell["cell_type"] == "code":
            cell["outputs"] = _join_streams(cell["outputs"])
    return notebook
