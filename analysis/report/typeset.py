"""How is typst asked to set something, so that text stays text and the same pages give the same bytes?

Every text from an article stands in a typst string, where nothing is markup. Fonts come with typst and matplotlib,
never from the machine; no date is written.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from analysis.report.findings import Finding
from analysis.report.page import ReportError

SETTINGS = 8  # until figures stand still, or nearly all of them


def string(text: str) -> str:
    """Text as a typst string: letters only, whatever they look like."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r\n", "\n").replace("\r", "\n")
    return '"' + plain.replace("\n", "\\n").replace("\t", "\\t") + '"'


def array(items: Sequence[str]) -> str:
    """A typst array of expressions."""
    return f"({''.join(f'{item}, ' for item in items)})"


def bars(finding: Finding) -> str:
    """The bars of a finding: label, share of the width, words, look."""
    return array(
        [
            array([string(label), f"{share:.4f}", string(said), string(look)])
            for label, share, said, look in finding.bars
        ]
    )


def colophon(facts: Mapping[str, str]) -> str:
    """What a report was built from, line by line."""
    return array([array([string(key), string(value)]) for key, value in facts.items()])


def compiled(source: str, templates: Sequence[Path], folder: Path) -> bytes:
    """The PDF of a typst source; `folder` is a scratch folder, where the pictures lie that it names.

    It is set again and again: the size of a figure depends on the room where it is told of, and that on the figures
    before it. A size that has not come to rest costs some white at the foot of a page.
    Raises ReportError when typst cannot set it.
    """
    import typst

    for template in templates:
        shutil.copyfile(template, folder / template.name)
    main = folder / "main.typ"
    main.write_text(source, encoding="utf-8")
    sizes: dict[str, float | None] = {}
    _ask(folder, sizes, is_asked=True)
    compiler = typst.Compiler(str(main), root=str(folder), font_paths=_fonts(), ignore_system_fonts=True)
    setting: Any = compiler.compile  # a PDF is bytes
    try:
        for _ in range(SETTINGS):
            before, sizes = sizes, {}
            for name, left, heights in json.loads(compiler.query("<size>", field="value")):
                sizes[name] = next((size for size, height in heights if height <= left), None)
            _ask(folder, sizes, is_asked=True)
            if sizes == before:
                break
        _ask(folder, sizes, is_asked=False)
        try:
            return bytes(setting(pdf_standards="ua-1", timestamp=0))
        except typst.TypstError:  # what cannot be set for everybody is set all the same
            return bytes(setting(timestamp=0))
    except RuntimeError as error:
        raise ReportError(f"typst cannot set it: {str(error).splitlines()[0]}; see {templates[-1].name}") from error


def _ask(folder: Path, sizes: dict[str, float | None], *, is_asked: bool) -> None:
    """What the templates read: the sizes so far, and whether they shall say how much room there is."""
    (folder / "sizes.json").write_text(json.dumps(sizes), encoding="utf-8")
    (folder / "asked.json").write_text(json.dumps(is_asked), encoding="utf-8")


def _fonts() -> list[str]:
    """The folder of the fonts that matplotlib brings along, for text inside figures."""
    found = find_spec("matplotlib")
    folders = [
        Path(place) / "mpl-data" / "fonts" / "ttf" for place in (found and found.submodule_search_locations) or ()
    ]
    return [str(folder) for folder in folders if folder.is_dir()]
