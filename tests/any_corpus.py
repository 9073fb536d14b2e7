"""Small corpora of awkward shapes, and what every notebook says of them, cell by cell, without a kernel."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
LINES = (
    "Mayor Ada Brook said the {thing} would cost nine million crowns. “We will build it,” she said.",
    "Police shot two marchers on Sunday, and at least five people were wounded, the hospital said.",
    "The so-called saboteurs denied everything. Three fishermen were killed by the thugs, according to the union.",
    "Harbour workers marched through Norton. Their leader, Carl Reed, called the {thing} a disgrace.",
    "The company rejected the claim. Brook insisted that the brave rescuers had done their duty.",
    "Rain fell on Monday. The {thing} stood in the square, and the council will meet again in May.",
)
DULL = ("Rain fell on the hills. The road runs north. A bridge stands there.", "The lake is deep. Snow came early.")
ACTORS = """[[actor]]
id = "MAYOR"
name = "Ada Brook"
aliases = ["Brook", "the mayor"]

[[actor]]
id = "POLICE"
name = "police"
"""
OUTLETS = ("Gazette", "Herald", "Ledger")


def corpus(folder: Path, *, outlets: int, events: int, each: int = 1, actors: bool = True, lines=LINES) -> Path:
    """A corpus folder of this shape; every article has the lines in another order."""
    (folder / "raw").mkdir(parents=True)
    parts = [f'[corpus]\nid = "{folder.name}"\ntitle = "A harbour in the north"\n']
    for event in range(events):
        day = f"2020-{event % 12 + 1:02d}"
        title = f"Quarrel {event + 1} at the harbour"
        parts.append(f'[[event]]\nid = "e{event}"\ntitle = "{title}"\nstart = {day}-01\nend = {day}-09\n')
    parts += [f'[[outlet]]\nid = "o{number}"\nname = "{OUTLETS[number]}"\n' for number in range(outlets)]
    for event in range(events):
        for outlet in range(outlets):
            for number in range(each):
                name = f"o{outlet}-e{event}-{number}"
                shift = (outlet + 2 * event + number) % len(lines)
                text = "\n\n".join((*lines[shift:], *lines[:shift])).replace(
                    "{thing}", ("tunnel", "pier", "wall")[outlet]
                )
                (folder / "raw" / f"{name}.txt").write_text(f"Quarrel at the harbour, part {shift}\n\n{text}\n")
                day = f"2020-{event % 12 + 1:02d}-0{2 + outlet}"
                parts.append(
                    f'[[article]]\nid = "{name}"\nevent = "e{event}"\noutlet = "o{outlet}"\nfile = "raw/{name}.txt"\n'
                    f'title = "Quarrel at the harbour, part {shift}"\ndate = {day}\n'
                )
    (folder / "corpus.toml").write_text("\n".join([*parts, ACTORS if actors else ""]))
    return folder


def told(path: Path, folder: Path) -> list[tuple[int, object, str]]:
    """What a notebook shows of a corpus: number of the cell, the object shown, and its words."""
    spaces: dict[str, object] = {"__name__": "notebook"}
    shown = []
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            shown.append((number, None, source))
            continue
        if "parameters" in cell["metadata"].get("tags", ()):
            source = re.sub(r"corpus_folder = .*", lambda _: f"corpus_folder = {str(folder)!r}", source)
        tree = ast.parse(source)
        last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"{path.name}, cell {number}", "exec"), spaces)
        if last is not None:
            value = eval(compile(last, f"{path.name}, cell {number}", "eval"), spaces)
            bundle = value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {"text/plain": repr(value)}
            words = [str(bundle["text/plain"]), str(getattr(value, "caption", "")), str(getattr(value, "note", ""))]
            shown.append((number, value, "\n".join(words).replace("\\", "")))
    return shown
