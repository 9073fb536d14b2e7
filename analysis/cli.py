"""The door: `counterframe` and its commands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

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
FORMATS = "Files of codings (JSON lines, CSV, INCEpTION, CATMA, doccano), or folders of them."
Codings = Annotated[list[Path], typer.Argument(help=FORMATS, show_default=False)]
Coded = Annotated[Path, typer.Option("--corpus", help="Folder of the corpus that was coded.", show_default=False)]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write the answer as JSON to FILE; - for the screen.")
]


@app.callback()
def door() -> None:
    """How do different newsrooms tell the same event?"""


@app.command()
def check(folder: Folder, to_json: Json = None) -> None:
    """Is a corpus folder in order? Lists everything that is not, or says what is there.

    \b
    Examples:
      counterframe check data/corpora/iraq-2004-2008
      counterframe check my-corpus --json -
    """
    from analysis.corpus import CorpusError, read_corpus
    from analysis.report.terminal import check_lines, counts

    _must_be_there(folder)
    try:
        corpus = read_corpus(folder)
    except CorpusError as wrong:
        problems = [{"file": one.file, "line": one.line, "what": one.what} for one in wrong.problems]
        _answer({"in_order": False, "problems": problems}, to_json, None)
        _refuse(str(wrong), NOT_IN_ORDER)
    _answer({"in_order": True, **counts(corpus), "problems": []}, to_json, check_lines(corpus))


@app.command()
def kwic(
    folder: Folder,
    query: Annotated[str, typer.Argument(help='A word, a "phrase" or a pattern such as "prison*".')],
    unit: Annotated[str, typer.Option(help="norm: words as written; lemma: dictionary forms.")] = "norm",
    width: Annotated[int, typer.Option(min=0, help="Characters of context on either side.")] = 50,
    most: Annotated[int | None, typer.Option(min=1, help="Show this many places only.")] = None,
    to_json: Json = None,
) -> None:
    """Where does a word stand, and what stands around it?

    \b
    Examples:
      counterframe kwic data/corpora/iraq-2004-2008 "state of law"
      counterframe kwic data/corpora/iraq-2004-2008 kill --unit lemma --width 30
      counterframe kwic my-corpus "prison*" --json places.json
    """
    from analysis import schema
    from analysis.corpus import parse, read_corpus, tokens
    from analysis.measures.concordance import concordance
    from analysis.report.terminal import kwic_lines

    _must_be_there(folder)
    with _told():
        corpus = read_corpus(folder)
        concordance(corpus.articles, schema.TOKENS.frame([]), query, unit=unit, width=width)  # before the long work
        words = tokens(parse(corpus, progress=_progress))
        found = concordance(corpus.articles, words, query, unit=unit, width=width)
    shown = found.head(most) if most else found
    text = kwic_lines(found, shown, query, width=width, of=corpus.articles.height)
    _answer(shown.to_dicts(), to_json, text)


@app.command()
def validate(
    codings: Codings,
    corpus: Coded,
    errors: Annotated[int, typer.Option(min=0, help="How many errors to show for each metric.")] = 10,
    to_json: Json = None,
) -> None:
    """How far does the machine agree with the codings of a corpus?

    \b
    Examples:
      counterframe validate codings --corpus data/corpora/iraq-2004-2008
      counterframe validate anna.jsonl ben.jsonl --corpus my-corpus --errors 0 --json scores.json
    """
    from analysis.inference.scores import worst
    from analysis.inference.shown import error_lines, lost_lines, score_lines, score_rows
    from analysis.inference.validity import validate as validated

    _must_be_there(corpus, *codings)
    with _told():
        found, sentences = validated(codings, corpus, progress=_progress)
    lines = [score_lines(found.scores)]
    if errors:
        lines.append(error_lines(worst(found.errors, sentences, most=errors)))
    if found.lost.height:
        lines.append(lost_lines(found.lost))
    _answer(score_rows(found.scores, of="codings", part="all"), to_json, "\n".join(lines))


@app.command()
def agree(
    codings: Codings,
    corpus: Coded,
    level: Annotated[str, typer.Option(help="nominal (names), ordinal (ranks) or interval (numbers).")],
    kind: Annotated[str | None, typer.Option(help="This kind only: label, quote, …")] = None,
    field: Annotated[str | None, typer.Option(help="This field only: voice, tone, …")] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="An answer that could be given; repeat it, for ordinal in order.")
    ] = None,
    machine: Annotated[bool, typer.Option("--machine", help="Count the machine as one coder more.")] = False,
    to_json: Json = None,
) -> None:
    """How far do coders agree with one another?

    \b
    Examples:
      counterframe agree anna.jsonl ben.jsonl --corpus my-corpus --level nominal
      counterframe agree codings --corpus my-corpus --level nominal --kind label --field voice --machine
    """
    from analysis.inference.agreement_files import agree as agreed
    from analysis.inference.agreement_words import agreement_lines
    from analysis.inference.shown import lost_lines

    _must_be_there(corpus, *codings)
    asked: Any = {"level": level, "kind": kind, "field": field, "categories": category or None, "machine": machine}
    with _told():
        found = agreed(codings, corpus, **asked, progress=_progress)
    lines = [agreement_lines(found.fields, found.spans)]
    if found.lost.height:
        lines.append(lost_lines(found.lost, left_out=True))
    answer = {"fields": found.fields.to_dicts(), "spans": found.spans.to_dicts(), "lost": found.lost.height}
    _answer(answer, to_json, "\n".join(lines))


@app.command()
def codings(
    files: Codings,
    corpus: Coded,
    to: Annotated[str, typer.Option(help="jsonl, csv or webanno.")],
    out: Annotated[Path, typer.Option(help="File or folder to write.", show_default=False)],
) -> None:
    """Write codings in another format, for a program in which people code.

    \b
    Example:
      counterframe codings data/codings --corpus data/corpora/iraq-2004-2008 --to webanno --out inception
    """
    from analysis.inference.convert import convert
    from analysis.inference.shown import lost_lines
    from analysis.report.terminal import counted

    _must_be_there(corpus, *files)
    with _told():
        done = convert(files, corpus, to=to, out=out)
    typer.echo(f"{counted({'records': done.n_records})} by {counted({'coders': done.n_coders})} written to {out}")
    if done.lost.height:
        typer.echo(lost_lines(done.lost, left_out=True))


@app.command()
def report(
    root: Annotated[Path, typer.Argument(help="The project: the folder that holds notebooks/ and data/.")] = Path(),
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that run at the same time.")] = 2,
) -> None:
    """Run the notebooks that need it and write the report: report/index.html and report/report.pdf.

    \b
    Examples:
      counterframe report
      counterframe report path/to/counterframe --jobs 4
    """
    from analysis.corpus import CorpusError
    from analysis.corpus.parse import MODEL
    from analysis.report.build import Words, build
    from analysis.report.page import ReportError
    from analysis.report.run import NotebookError

    words = Words(
        subtitle="How do different newsrooms tell the same event?",
        colophon=(("Language model", MODEL), ("Corpus", "data/corpora/iraq-2004-2008")),
    )
    try:
        done = build(root, progress=_say, jobs=jobs, prepare=lambda: _parse_corpora(root), words=words)
    except (CorpusError, NotebookError, ReportError) as wrong:
        _refuse(f"{wrong}\nThe last good report stays as it was.", NOT_IN_ORDER)
    except FileNotFoundError as wrong:
        _refuse(str(wrong), WRONG_USE)
    typer.echo(f"Open {done.index} in a browser, or {done.pdf}.")


def _parse_corpora(root: Path) -> None:
    """Parse before the notebooks run at the same time, so that none of them does it twice."""
    from analysis.corpus import parse, read_corpus

    for folder in sorted((root / "data" / "corpora").iterdir()):
        parse(read_corpus(folder), progress=_progress)


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _must_be_there(*paths: Path) -> None:
    """A path that leads nowhere is wrong use, and is told before anything else is done."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        _refuse(f"there is no {' and no '.join(missing)}; correct the path", WRONG_USE)


@contextmanager
def _told() -> Iterator[None]:
    """What is not in order, or wrong use, is told in words and ends the command."""
    from analysis.corpus import CorpusError
    from analysis.inference.codings import CodingsError

    try:
        yield
    except (CorpusError, CodingsError) as wrong:
        _refuse(str(wrong), NOT_IN_ORDER)
    except ValueError as wrong:
        _refuse(str(wrong), WRONG_USE)


def _refuse(message: str, code: int) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _answer(answer: object, to_json: Path | None, text: str | None) -> None:
    """Text for people on the screen; JSON for programs in a file, or on the screen instead of the text."""
    from analysis.inference.shown import write_json

    if to_json == Path("-"):
        typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))
        return
    if text:
        typer.echo(text)
    if to_json:
        write_json(answer, to_json)


def _progress(done: int, of: int) -> None:
    """Progress on stderr, on one line."""
    typer.echo(f"\rparsed {done} of {of}", err=True, nl=done == of)
