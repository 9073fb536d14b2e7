"""How do the tests of the report get a corpus and notebooks that take no time?"""

from __future__ import annotations

import json
from pathlib import Path

MANIFEST = """
[corpus]
id = "{id}"
title = "{title}"

[[event]]
id = "strike"
title = "The strike"
start = 2020-01-01
end = 2020-01-31

[[outlet]]
id = "gazette"
name = "Gazette"

[[article]]
id = "one"
event = "strike"
outlet = "gazette"
file = "raw/one.txt"
date = 2020-01-02
"""
DRAW = """import os
from pathlib import Path
from IPython.display import display
folder = Path(os.environ["COUNTERFRAME_FIGURES"])
svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9"/></svg>'
(folder / "NAME.svg").write_text(svg)
payload = {"name": "NAME", "caption": "Bars", "alt": "One bar.", "svg": "figures/NAME.svg"}
display({"application/vnd.counterframe.figure+json": payload, "text/plain": "a bar"}, raw=True)"""
PARAMETERS = 'corpus_folder = "../data/corpora/iraq-2004-2008"'


def write_corpus(folder: Path, *, title: str = "Harbour", id: str = "harbour") -> Path:
    """A corpus of one article of two sentences."""
    (folder / "raw").mkdir(parents=True)
    (folder / "corpus.toml").write_text(MANIFEST.format(id=id, title=title), encoding="utf-8")
    (folder / "raw" / "one.txt").write_text("Police killed two strikers. The mayor said it was murder.\n")
    return folder


def write_notebook(folder: Path, name: str, code: str, question: str = "# Which?\n\nThis one.") -> Path:
    """A notebook of a question, the parameters, and one cell of code."""
    empty = {"metadata": {}, "outputs": [], "execution_count": None}
    cells = [
        {"cell_type": "markdown", "id": "q", "metadata": {}, "source": question},
        {"cell_type": "code", "id": "p", **empty, "metadata": {"tags": ["parameters"]}, "source": PARAMETERS},
        {"cell_type": "code", "id": "c", **empty, "source": code},
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
