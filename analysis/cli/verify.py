"""The command that holds a text against the articles it speaks of."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import WRONG_USE, Folder, Json, answer, app, in_words, must_be_there, refuse


@app.command()
def verify(
    folder: Folder,
    text: Annotated[Path, typer.Option(help="The text: .docx, .odt, .pdf, .md, .txt or a saved page.")],
    to_json: Json = None,
) -> None:
    """Does a text quote and count as the articles do? An essay, or a summary that a machine wrote.

    Each quotation and each number is looked for in the corpus: where it stands, in whose voice, and who gives it; or
    that it stands nowhere. A number that the articles give as "about" or "at least" and the text gives bare is without
    its doubt. At the end stand voices and agents of the articles that the text does not name.

    \b
    Examples:
      counterframe verify my-corpus --text essay.docx
      counterframe verify my-corpus --text summary.txt --json -
    """
    from analysis.corpus.formats import drafts
    from analysis.evidence.study import open_study
    from analysis.inference.essay import verify_text
    from analysis.report.terminal import verify_lines

    must_be_there(folder, text)
    with in_words():
        found = drafts(text.name, text.read_bytes, {})
        if len(found) != 1 or found[0].fault:
            why = found[0].fault if found else "there is no text in it"
            refuse(f"{text.name}: {why if len(found) < 2 else 'there are several texts in it; name one'}", WRONG_USE)
        table = verify_text(found[0].text, open_study(folder))
    answer(table.to_dicts(), to_json, verify_lines(table))
