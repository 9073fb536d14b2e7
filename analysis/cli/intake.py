"""Commands that make a corpus: a new folder, and files into it."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from analysis.cli.app import NOT_IN_ORDER, WRONG_USE, Json, answer, app, in_words, must_be_there, refuse, say

Paths = Annotated[list[Path], typer.Argument(help="Files, folders, zips.", show_default=False)]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="NAME", help="Folder to make.", show_default=False)],
    title: Annotated[str, typer.Option(help="Title of the corpus; without it, its name.")] = "",
) -> None:
    """Make an empty corpus: a folder with a commented corpus.toml, and raw/ for the texts.

    \b
    Examples:
      counterframe new my-corpus
      counterframe new floods --title "Two floods, four newsrooms"
    """
    from analysis.corpus.write import new_corpus
    from analysis.report.terminal import visible

    try:
        new_corpus(folder, title)
    except FileExistsError as wrong:
        refuse(f"{wrong.filename} is there already, and stays as it is; choose another name", WRONG_USE)
    except OSError as wrong:
        refuse(f"{folder} cannot be made ({wrong.strerror}); choose another place", NOT_IN_ORDER)
    name = visible(str(folder))
    typer.echo(f"Made {name} with corpus.toml and raw/.\nNext: counterframe add PATH... --corpus {quote(name)}")


@app.command()
def add(
    paths: Paths,
    corpus: Annotated[Path, typer.Option(help="Corpus folder; without it, the folder you are in.")] = Path(),
    outlet: Annotated[str, typer.Option(help="Outlet of all these articles, by id or name.")] = "",
    event: Annotated[str, typer.Option(help="Event of all these articles, by id or title.")] = "",
    date: Annotated[str, typer.Option(help="Day of all these articles: 2018-04-18.")] = "",
    columns: Annotated[str, typer.Option("--map", help="Columns of a table: text=body,date=published.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")] = False,
    to_json: Json = None,
) -> None:
    """Take articles into a corpus, with title, author, date, outlet and address as far as the files say them.

    Reads .txt, .md, saved pages (.html, .mhtml), .docx, .odt, .pdf with a text layer, tables (.csv, .tsv, .jsonl,
    .xlsx, .parquet), feeds (RSS, Atom), web archives (WARC), folders and zips of all these. Outlet, event and date
    are taken from the options, else from page or table, else from the file's name (guardian-2017-10-02-panic.txt),
    else from folders (event/outlet/file). Articles without an event that are up to seven days apart make one.

    \b
    Examples:
      counterframe add page.html --outlet "The Guardian" --event "Las Vegas shooting"
      counterframe add sorted/ --corpus my-corpus --dry-run
      counterframe add articles.csv --corpus my-corpus --map text=body,date=published
    """
    from analysis.corpus.add import add as added
    from analysis.report.terminal import added_lines

    must_be_there(corpus, *paths)
    with in_words():
        facts = {key: said for key, said in (("outlet", outlet), ("event", event), ("date", date)) if said}
        try:
            done = added(corpus, paths, facts=facts, columns=columns_of(columns), dry_run=dry_run, progress=_progress)
        except OSError as wrong:
            name = wrong.filename2 or wrong.filename or corpus
            refuse(
                f"{name} cannot be written ({wrong.strerror}), so nothing was added; see to it, and add again",
                NOT_IN_ORDER,
            )
    tables = {
        f"{kind}s": [{key: str(value) for key, value in row.items()} for row in rows]
        for kind, rows in done.tables.items()
    }
    refused = [{"file": file, "why": why} for file, why in done.refused]
    answer(
        {"added": not dry_run, **tables, "refused": refused},
        to_json,
        added_lines(done, corpus, dry_run=dry_run),
    )
    if done.refused:
        raise typer.Exit(NOT_IN_ORDER)


def columns_of(text: str) -> dict[str, str]:
    """Field to column from text=body,date=published. Raises ValueError where it is not written so."""
    from analysis.corpus.tables import FIELDS

    pairs = [pair.partition("=") for pair in text.split(",") if text]
    if wrong := [field for field, _, column in pairs if field.strip() not in FIELDS or not column.strip()]:
        raise ValueError(
            f"--map has {wrong[0]!r}; write field=column, with commas between; fields: {', '.join(FIELDS)}"
        )
    return {field.strip(): column.strip() for field, _, column in pairs}


def _progress(read: int) -> None:
    if read % 50 == 0:
        say(f"read {read} files")
