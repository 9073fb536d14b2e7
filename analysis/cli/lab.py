"""Commands for a class: what it reads and codes in, and what becomes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import Json, answer, app, in_words, must_be_there

lab = typer.Typer(no_args_is_help=False, rich_markup_mode=None)
app.add_typer(lab, name="lab", help="The teaching lab: a folder for a class, its codings gathered, a laptop looked at.")
Corpus = Annotated[Path, typer.Option("--corpus", help="Folder of the corpus that was coded.", show_default=False)]


@lab.command()
def gather(
    codings: Annotated[list[Path], typer.Argument(help="Files handed in, or folders of them.", show_default=False)],
    corpus: Corpus,
    before: Annotated[Path | None, typer.Option(help="Files coded by an earlier codebook: what has changed?")] = None,
    machine: Annotated[bool, typer.Option("--machine", help="Compare the machine with each coder.")] = False,
    names: Annotated[bool, typer.Option("--names", help="Keep the coders' names; else they are numbered.")] = False,
    out: Annotated[Path | None, typer.Option(help="A page for the wall, such as class.html.")] = None,
    to_json: Json = None,
) -> None:
    """How far does a class agree, and which sentences split it?

    \b
    Examples:
      counterframe lab gather handed-in --corpus data/corpora/iraq-2004-2008 --out class.html
      counterframe lab gather second --before first --corpus my-corpus --names
    """
    from analysis.corpus import read_corpus
    from analysis.corpus.atomic_files import atomic_write
    from analysis.report.lab.class_page import class_lines, class_page
    from analysis.report.lab.gather import gather_class

    must_be_there(corpus, *codings, *([before] if before else []))
    with in_words():
        found = gather_class(codings, corpus, before=before, machine=machine, names=names)
        if out:
            atomic_write(out, class_page(found, read_corpus(corpus)).encode())
    tables = {name: getattr(found, name).to_dicts() for name in ("coders", "fields", "split", "against", "before")}
    answer(
        tables | {"lost": found.lost}, to_json, class_lines(found) + (f"\n\nOpen {out} in a browser." if out else "")
    )
