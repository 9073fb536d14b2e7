"""The command that holds against the articles what was made of them: a text that speaks of them, or their report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import DONE, NOT_IN_ORDER, WRONG_USE, Json, answer, app, in_words, must_be_there, refuse, say
from analysis.cli.report import plan_of

if TYPE_CHECKING:
    from analysis.report.plan import Plan


@app.command()
def verify(
    folder: Annotated[
        Path,
        typer.Argument(metavar="REPORT|CORPUS", help="A report, or a corpus folder (its report, or what --text says)."),
    ],
    text: Annotated[
        Path | None, typer.Option(help="Check this text instead: .docx, .odt, .pdf, .md, .txt or a saved page.")
    ] = None,
    corpus: Annotated[Path | None, typer.Option(help="Corpus of the report, where it lies elsewhere.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that run at the same time.")] = 2,
    to_json: Json = None,
) -> None:
    """Does a report still say what the articles say? With --text: does a text quote and count as they do?

    REPORT: makes the report again beside it, from the corpus and the suite as they are, and says what differs: pages,
    figures, and of each table the first value; and which articles, decisions, packages have changed since. Nothing is
    written into the report. Exit code 0 when all is the same, 1 when something differs, 2 when it cannot be asked.

    CORPUS --text: looks for each quotation and each number of an essay, or of a summary that a machine wrote: where it
    stands, in whose voice, and who gives it; or that it stands nowhere. A number that the articles give as "about" or
    "at least" and the text gives bare is without its doubt. At the end stand voices and agents of the articles that
    the text does not name.

    \b
    Examples:
      counterframe verify report
      counterframe verify my-corpus
      counterframe verify reports/mine --corpus my-corpus --json -
      counterframe verify my-corpus --text essay.docx
      counterframe verify my-corpus --text summary.txt --json -
    """
    must_be_there(folder, *(path for path in (text, corpus) if path))
    if text:
        _verify_text(folder, text, to_json)
    else:
        _verify_report(folder.resolve(), corpus, jobs, to_json)


def _verify_text(folder: Path, text: Path, to_json: Path | None) -> None:
    """Each quotation and number of a text."""
    from analysis.corpus.formats import drafts
    from analysis.evidence.study import open_study
    from analysis.report.terminal import verify_lines
    from analysis.report.text_verification import verify_text

    with in_words():
        found = drafts(text.name, text.read_bytes, {})
        if len(found) != 1 or found[0].fault:
            why = found[0].fault if found else "there is no text in it"
            refuse(f"{text.name}: {why if len(found) < 2 else 'there are several texts in it; name one'}", WRONG_USE)
        table = verify_text(found[0].text, open_study(folder))
    answer(table.to_dicts(), to_json, verify_lines(table))


def _verify_report(folder: Path, corpus: Path | None, jobs: int, to_json: Path | None) -> None:
    """What differs between a report and the one that would be made now."""
    from analysis.corpus import CorpusError
    from analysis.report.page import ReportError
    from analysis.report.verify import FILES, difference_lines, differences

    plan = _plan_of(folder, corpus)
    try:
        found = differences(plan, jobs=jobs, progress=say)
    except (CorpusError, ReportError, ValueError, FileNotFoundError) as wrong:
        refuse(str(wrong), WRONG_USE)
    except OSError as wrong:
        where = wrong.filename or plan.out.parent
        refuse(f"The report cannot be made again ({wrong.strerror}: {where}); see to it, and call again", WRONG_USE)
    answer([asdict(one) for one in found], to_json, difference_lines(plan.out, found))
    raise typer.Exit(NOT_IN_ORDER if any(one.kind in FILES for one in found) else DONE)


def _plan_of(folder: Path, corpus: Path | None) -> Plan:
    """The report that is asked about: the shipped one, that of a corpus, or one that lies elsewhere."""
    from analysis.corpus.places import PACKAGE
    from analysis.report.verify import corpus_of

    if (folder / "corpus.toml").is_file():
        return plan_of(folder, None)
    if folder == PACKAGE.parent / "report" and not corpus:
        return plan_of(None, None)
    if not (known := corpus or corpus_of(folder)):
        refuse(f"{folder} does not say of which corpus it is the report; name the folder with --corpus", WRONG_USE)
    return plan_of(known, folder)
