"""The teaching lab: its notebooks in JupyterLab, and a folder for a class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import Folder, app, in_words, must_be_there

lab = typer.Typer(invoke_without_command=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.add_typer(lab, name="lab")


@lab.callback()
def open_lab(context: typer.Context) -> None:
    """The teaching lab: without more it opens its notebooks in JupyterLab.

    \b
    Examples:
      counterframe lab
      counterframe lab export my-corpus --out for-the-class
    """
    import subprocess
    import sys

    from analysis.corpus.places import notebooks_folder

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
) -> None:
    """Write a folder for a class: articles, coding desk, concordance, two texts to paste. It needs no network.

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
        front = write_lab(corpus, out, codebooks=codebook or [])
    typer.echo(f"Written. Open {visible(str(front))}")
