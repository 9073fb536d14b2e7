"""The command that makes a report."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.cli.app import NOT_IN_ORDER, WRONG_USE, app, must_be_there, refuse, say

if TYPE_CHECKING:
    from analysis.report.plan import Plan

SHIPPED = "iraq-2004-2008"
STANDS = "The last report stays as it was."


@app.command()
def report(
    corpus: Annotated[
        Path | None, typer.Argument(help="Corpus folder. Without it: the shipped corpus, in a checkout.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report; default: report/ in the corpus folder.")
    ] = None,
    only: Annotated[str, typer.Option(help="Run these notebooks only, by number: 03,04")] = "",
    jobs: Annotated[int, typer.Option(min=1, help="Notebooks that run at the same time.")] = 2,
    excerpts_only: Annotated[
        bool, typer.Option("--excerpts-only", help="Of each article only the sentences with something found in them.")
    ] = False,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="Count only what a reader has seen.")] = False,
    show: Annotated[bool, typer.Option("--open", help="Open the report in the browser.")] = False,
) -> None:
    """Run the notebooks on a corpus and write its report: website, PDF, slides, Word file, notebooks, figures.

    Without a corpus, in a checkout: the report of the shipped corpus in report/; notebooks/ and figures/ are
    written anew.

    \b
    Examples:
      counterframe report my-corpus --open
      counterframe report my-corpus --out reports/mine --only 03,04
      counterframe report my-corpus --excerpts-only
      counterframe report
    """
    from analysis.corpus import CorpusError
    from analysis.corpus.decisions import CONFIRMED
    from analysis.report.build import build
    from analysis.report.page import ReportError

    plan = replace(plan_of(corpus, out), excerpts_only=excerpts_only)
    if confirmed:
        os.environ[CONFIRMED] = "1"  # the notebooks run in processes of their own
    try:
        done = build(plan, only=[one.strip() for one in only.split(",") if one.strip()], jobs=jobs, progress=say)
    except (CorpusError, ReportError) as wrong:
        refuse(f"{wrong}\n{STANDS}", NOT_IN_ORDER)
    except (ValueError, FileNotFoundError) as wrong:
        refuse(str(wrong), WRONG_USE)
    except OSError as wrong:
        what = f"{wrong.strerror}: {wrong.filename or plan.out}"
        refuse(
            f"The report cannot be written ({what}); make room there, or name another folder with --out. {STANDS}", 1
        )
    typer.echo(f"Open {done.index} in a browser" + (f", or {done.pdf}." if done.pdf else "."))
    if show:
        typer.launch(done.index.as_uri())
    failed = [f"{name}: {sentence}" for name, sentence in done.failed.items()]
    lines = ["Not all could be made:", *failed] if failed else []
    lines += ["Not all of claims.toml is borne out:", *done.untrue] if done.untrue else []
    if lines:
        refuse("\n".join(lines), NOT_IN_ORDER)


def plan_of(corpus: Path | None, out: Path | None) -> Plan:
    """The report that is asked for; wrong use when there is no corpus to ask."""
    from analysis.corpus.places import PACKAGE, notebooks_folder
    from analysis.report.plan import Plan

    notebooks, home = notebooks_folder(), PACKAGE.parent
    if corpus:
        must_be_there(corpus)
        if not corpus.is_dir():
            refuse(f"{corpus} is no folder; name the folder that holds corpus.toml", WRONG_USE)
        corpus = corpus.resolve()
        return Plan(corpus, (out or corpus / "report").resolve(), notebooks)
    if notebooks.parent != home or out:
        refuse("Name the folder of a corpus: counterframe report CORPUS", WRONG_USE)
    return Plan(home / "data" / "corpora" / SHIPPED, home / "report", notebooks, home)
