"""What every command shares: the app itself, how a command refuses, answers and shows progress."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    name="counterframe",
    help="How do different newsrooms tell the same event?",
    epilog="Exit codes: 0 done, 1 the corpus or the result is not in order, 2 wrong use.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
DONE, NOT_IN_ORDER, WRONG_USE = 0, 1, 2
Folder = Annotated[Path, typer.Argument(help="Corpus folder: the one that holds corpus.toml.", show_default=False)]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write the answer as JSON to FILE; - for the screen.")
]


@app.callback()
def door() -> None:
    """How do different newsrooms tell the same event?"""


def say(line: str) -> None:
    """A line of progress, on stderr."""
    typer.echo(line, err=True)


def must_be_there(*paths: Path) -> None:
    """A path that leads nowhere is wrong use, and is told before anything else is done."""
    from analysis.report.terminal import visible

    missing = [visible(str(path)) for path in paths if not os.path.exists(path)]  # a name may be too long for Path
    if missing:
        refuse(f"there is no {' and no '.join(missing)}; correct the path", WRONG_USE)


@contextmanager
def in_words() -> Iterator[None]:
    """What is not in order, wrong use, or a disk that does not take or give a file, is told in words and ends here."""
    from analysis.codings.table import CodingsError
    from analysis.corpus import CorpusError

    try:
        yield
    except (CorpusError, CodingsError) as wrong:
        refuse(str(wrong), NOT_IN_ORDER)
    except ValueError as wrong:
        refuse(str(wrong), WRONG_USE)
    except OSError as wrong:
        name = wrong.filename2 or wrong.filename or "a file"
        refuse(f"{name}: {wrong.strerror or wrong}; nothing was changed. See to it, and call again", NOT_IN_ORDER)


def refuse(message: str, code: int) -> NoReturn:
    """Say what is wrong, and end with this exit code."""
    _echo(message, err=True)
    raise typer.Exit(code)


def _echo(text: str, *, err: bool = False) -> None:
    from analysis.report.terminal import visible

    typer.echo("\n".join(map(visible, text.split("\n"))), err=err)


def answer(result: object, to_json: Path | None, text: str | None) -> None:
    """Text for people on the screen; JSON for programs in a file, or on the screen instead of the text."""
    from analysis.codings.validity.score_output import write_json

    if to_json == Path("-"):
        typer.echo(json.dumps(result, indent=1, ensure_ascii=False))
        return
    if text:
        _echo(text)
    if to_json:
        write_json(result, to_json)


def progress(done: int, of: int) -> None:
    """Progress on stderr, on one line."""
    typer.echo(f"\rparsed {done} of {of}", err=True, nl=done == of)


def shard_progress(done: int, of: int) -> None:
    """The same, of shards."""
    typer.echo(f"\rread {done} of {of} shards", err=True, nl=done == of)
