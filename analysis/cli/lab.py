"""The teaching lab: its notebooks in JupyterLab, and a folder for a class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import NOT_IN_ORDER, Folder, Json, answer, app, in_words, must_be_there, say

lab = typer.Typer(invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(lab, name="lab")


Corpus = Annotated[Path, typer.Option("--corpus", help="Folder of the corpus that was coded.", show_default=False)]


@lab.callback()
def open_lab(
    context: typer.Context,
    doctor: Annotated[bool, typer.Option("--doctor", help="Is this laptop ready? Looks, and opens nothing.")] = False,
) -> None:
    """The teaching lab: without more it opens its notebooks in JupyterLab.

    \b
    Examples:
      counterframe lab
      counterframe lab --doctor
      counterframe lab export my-corpus --out for-the-class
      counterframe lab gather handed-in --corpus my-corpus --out class.html
    """
    import subprocess
    import sys

    from analysis.corpus.places import notebooks_folder

    if doctor:
        from analysis.report.lab.doctor import diagnosis

        found = []
        for ok, sentence in diagnosis(Path.cwd()):
            typer.echo(f"{'yes' if ok else 'NO '}  {sentence}")
            found.append(ok)
        typer.echo(
            "This laptop is ready." if all(found) else "Not ready yet: see to the lines with NO, and look again."
        )
        raise typer.Exit(0 if all(found) else NOT_IN_ORDER)
    if context.invoked_subcommand is None:
        home = notebooks_folder() / "lab"
        asked = [sys.executable, "-m", "jupyterlab", str(home if home.is_dir() else home.parent)]
        raise typer.Exit(subprocess.run(asked, check=False).returncode)


@lab.command()
def export(
    corpus: Folder,
    out: Annotated[Path, typer.Option(help="Folder to write; it must be new or empty.", show_default=False)],
    codebook: Annotated[
        list[str] | None, typer.Option(help="A sheet of the desk, by name, or a CSV file; repeat it.")
    ] = None,
    exercises: Annotated[
        bool, typer.Option(help="The twelve exercises, run on the corpus first: a minute or two for one of your own.")
    ] = True,
) -> None:
    """Write a folder for a class: articles, coding desk, concordance, exercises. It needs no network.

    Copy it to a stick, or share it, and open index.html in any browser.

    \b
    Examples:
      counterframe lab export data/corpora/iraq-2004-2008 --out for-the-class
      counterframe lab export my-corpus --out for-the-class --codebook entman --codebook my-sheet.csv
    """
    from analysis.report.lab.export import write_lab
    from analysis.report.terminal import visible

    must_be_there(corpus)
    with in_words():
        front = write_lab(corpus, out, codebooks=codebook or [], exercises=exercises, progress=say)
    typer.echo(f"Written. Open {visible(str(front))}")


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
        tables | {"notes": found.notes}, to_json, class_lines(found) + (f"\n\nOpen {out} in a browser." if out else "")
    )


@app.command()
def code(
    article: Annotated[
        str, typer.Argument(help="The article's id; counterframe check lists them.", show_default=False)
    ],
    corpus: Corpus,
    codebook: Annotated[str, typer.Option(help="A sheet by name, or a CSV file.", show_default=False)],
    coder: Annotated[str, typer.Option(help="Your name; a pseudonym will do.", show_default=False)],
) -> None:
    """Code an article in the terminal, sentence by sentence. Each answer is saved at once; begin again where you left.

    Type the keys that are shown, and Enter. A line with < alone goes back one sentence, Ctrl+D ends.

    \b
    Examples:
      counterframe code cnn-2008-basra --corpus data/corpora/iraq-2004-2008 --codebook entman --coder Ann
      counterframe code cnn-2008-basra --corpus data/corpora/iraq-2004-2008 --codebook my-sheet.csv --coder B7
    """
    from analysis.report.lab.terminal_desk import code_article

    must_be_there(corpus)
    with in_words():
        path, left = code_article(corpus, article, codebook=codebook, coder=coder, ask=_asked, say=typer.echo)
    typer.echo(f"\nSaved in {path}. " + (f"{left} to go; call again to go on." if left else "All is coded."))


def _asked(question: str) -> str:
    """A line as it was typed; EOFError at the end of the input, as Ctrl+D gives it."""
    from analysis.report.lab.terminal_desk import BackError

    typer.echo(question)
    typed = input("> ").strip()
    if typed == "<":
        raise BackError
    return typed
