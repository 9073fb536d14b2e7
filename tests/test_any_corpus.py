"""Does every notebook give a whole page, true in its grammar, of corpora of awkward shapes?

The notebooks run cell by cell in this process; figures are laid out, not saved.
"""

import re

import pytest
from any_corpus import DULL, NOTEBOOKS, corpus, told
from drawn import pixels_high

from analysis.report.figure import Figure

SHAPES = {
    "one outlet": {"outlets": 1, "events": 1, "each": 2},
    "one outlet, two events": {"outlets": 1, "events": 2},
    "no actors": {"outlets": 2, "events": 1, "actors": False},
    "no labels, quotations, numbers": {"outlets": 2, "events": 1, "lines": DULL},
    "twelve events": {"outlets": 3, "events": 12},
}
# Signs of a sentence that was not made for this number, or of a value that is none.
WRONG = re.compile(
    r"(?<!\. )(?<!^)\bNone\b|\bnan\b|\bNaN\b|\bof no \w+s of\b|\b(\w+) to \1 outlets\b|\bnone of 0\b|  +\S"
    r"|\b1 \w+s (?:are|were)\b|,\s*[.;]|\(\)|“”|Najaf|Basra|\bfive articles\b|\{\w+\}|<\w+\.\w+ object"
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    home = tmp_path_factory.mktemp("corpora")
    return {name: corpus(home / name.replace(" ", "-").replace(",", ""), **shape) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in NOTEBOOKS])
@pytest.mark.parametrize("shape", SHAPES)
def test_every_page_is_whole_and_every_sentence_right(folders, shape, path, tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_FIGURES", str(tmp_path))
    monkeypatch.setattr(Figure, "save", lambda self, folder=None: self)
    monkeypatch.setattr(Figure, "png", lambda self, *, dpi: b"")
    for number, value, words in told(path, folders[shape]):
        if value is None:
            assert not re.search(r"Najaf|Basra|\bfive articles\b", words), f"cell {number}: {words}"
            continue
        found = WRONG.search(words if not hasattr(value, "rows") else value.caption + " " + value.note)
        assert not found, f"cell {number}: …{words[max(0, found.start() - 60) : found.end() + 60]}…"
        if isinstance(value, Figure):
            assert pixels_high(value) <= 1600, f"{value.name} is {pixels_high(value)} pixels high"
            assert value.alt
            assert value.caption
