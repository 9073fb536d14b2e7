"""The command by which a reader puts rows right: on a page, or in a sheet."""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import WRONG_USE, Folder, app, in_words, must_be_there, refuse


@app.command()
def review(
    folder: Folder,
    reader: Annotated[str, typer.Option(help="Your name: decisions are kept under it.")] = "",
    kind: Annotated[str, typer.Option(help="These kinds only: label,quote,act,toll,link,actor")] = "",
    only: Annotated[str, typer.Option(help="Only rows that are any of these: charged,doubtful,headline")] = "",
    export: Annotated[Path | None, typer.Option("--export", help="Write a sheet (CSV) instead.")] = None,
    sheet: Annotated[Path | None, typer.Option("--import", help="Read a sheet that was filled in.")] = None,
    undo: Annotated[int, typer.Option(min=0, help="Take back so many of your decisions, the last first.")] = 0,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0: a free one.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Put the machine's rows right: right, wrong column, no such thing, add one. Every number follows.

    Opens a page on this machine that shows row after row in its article, one key each. What weighs most comes first:
    what is in headlines and followed labels, then what is doubtful. Each step is saved at once, and can be undone.
    Decisions lie in decisions/ of the corpus folder, a file a reader.

    On paper: in a sheet put any mark under right; or under wrong the column that is wrong ("row": no such thing) and
    what is right under value. Sentences in which the machine found nothing stand at its end: put a mark under right
    once they are read, and words it missed under value.

    \b
    Examples:
      counterframe review my-corpus --reader "Ann Lee"
      counterframe review my-corpus --reader "Ann Lee" --kind label --only charged
      counterframe review my-corpus --export sheet.csv --kind label --only charged,headline
      counterframe review my-corpus --import sheet.csv --reader "Ann Lee"
      counterframe review my-corpus --undo 3 --reader "Ann Lee"
    """
    from analysis.codings.review import queue as reviews
    from analysis.corpus.decisions import append_decisions, undo_decisions
    from analysis.evidence.study import open_study
    from analysis.measures.large_corpora import open_told
    from analysis.report.terminal import counted

    must_be_there(folder, *([sheet] if sheet else []))
    kinds, choices = ([one for one in said.split(",") if one] for said in (kind, only))
    reader = reader.strip()
    if not reader and not export and sys.stdin.isatty():
        reader = str(typer.prompt("Your name, as it stands beside your decisions")).strip()
    if not reader and not export:
        refuse("Whose decisions are these? Name the reader: --reader NAME", WRONG_USE)
    with in_words():
        if sheet:
            made = reviews.read_review_sheet(sheet, open_told(folder), reader=reader)
            append_decisions(folder, made)
            typer.echo(f"{counted({'decisions': len(made)})} by {reader} added")
        elif undo:
            last = reviews.last_decisions(open_study(folder), reader=reader, most=undo)
            undo_decisions(folder, last)
            typer.echo(f"{counted({'decisions': len(last)})} by {reader} taken back")
        elif export:
            text = reviews.review_sheet(open_told(folder), kinds=kinds or reviews.KINDS, only=choices, reader=reader)
            export.write_text(text, encoding="utf-8-sig", newline="")
            typer.echo(f"{counted({'rows': text.count(chr(10)) - 1})} written to {export}")
        else:
            from analysis.report.review import Desk, serve

            desk = Desk(folder, reader)
            desk.rows(kinds, choices)
            try:
                serve(desk, lambda address: _told(address, browser=browser), kinds=kinds, only=choices, port=port)
            except OSError as wrong:
                if wrong.errno not in {errno.EADDRINUSE, errno.EACCES}:
                    raise
                refuse(f"port {port} cannot be had ({wrong.strerror}); name another with --port, or none", WRONG_USE)


def _told(address: str, *, browser: bool) -> None:
    typer.echo(f"Open {address}\nCtrl+C ends it; every decision is saved when it is made.")
    if browser:
        import webbrowser

        webbrowser.open(address)
