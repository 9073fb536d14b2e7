"""How does a handout become one sheet of A4?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from analysis.corpus.places import data_folder
from analysis.report import pandoc
from analysis.report.typeset import compiled, string


def handout_pdf(text: str) -> bytes:
    """A handout in Markdown as PDF, the same bytes every time; its first heading is the title.

    Raises ReportError when typst cannot set it.
    """
    title, _, body = text.removeprefix("# ").partition("\n")
    [[words]] = pandoc.render([[body]], "typst")
    words = words.replace("align(center)[#table(", "align(left)[#table(")
    source = f'#import "handout.typ": *\n#show: handout.with(title: {string(title)})\n\n{words}\n'
    with tempfile.TemporaryDirectory() as folder:
        return compiled(source, [data_folder() / "lab" / "handout.typ"], Path(folder))
