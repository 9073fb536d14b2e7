"""The command that makes the report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import NOT_IN_ORDER, WRONG_USE, app, progress, refuse, say


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
        done = build(root, progress=say, jobs=jobs, prepare=lambda: _parse_corpora(root), words=words)
    except (CorpusError, NotebookError, ReportError) as wrong:
        refuse(f"{wrong}\nThe last good report stays as it was.", NOT_IN_ORDER)
    except FileNotFoundError as wrong:
        refuse(str(wrong), WRONG_USE)
    typer.echo(f"Open {done.index} in a browser, or {done.pdf}.")


def _parse_corpora(root: Path) -> None:
    """Parse before the notebooks run at the same time, so that none of them does it twice."""
    from analysis.corpus import parse, read_corpus

    for folder in sorted((root / "data" / "corpora").iterdir()):
        parse(read_corpus(folder), progress=progress)
