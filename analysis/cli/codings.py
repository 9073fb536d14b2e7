"""Commands on codings: the machine against them, coders against one another, one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from analysis.cli.app import Json, answer, app, in_words, must_be_there, progress

FORMATS = "Files of codings (JSON lines, CSV, INCEpTION, CATMA, doccano), or folders of them."
Codings = Annotated[list[Path], typer.Argument(help=FORMATS, show_default=False)]
Coded = Annotated[Path, typer.Option("--corpus", help="Folder of the corpus that was coded.", show_default=False)]


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
    from analysis.codings.validity.machine_coder import validate_machine as validated
    from analysis.codings.validity.score_output import error_lines, lost_lines, score_lines, score_rows
    from analysis.codings.validity.scores import worst_errors

    must_be_there(corpus, *codings)
    with in_words():
        found, sentences = validated(codings, corpus, progress=progress)
    lines = [score_lines(found.scores)]
    if errors:
        lines.append(error_lines(worst_errors(found.errors, sentences, most=errors)))
    if found.lost.height:
        lines.append(lost_lines(found.lost))
    answer(score_rows(found.scores, of="codings", part="all"), to_json, "\n".join(lines))


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
    from analysis.codings.agreement.files import agreement_of_files as agreed
    from analysis.codings.agreement.words import agreement_lines
    from analysis.codings.validity.score_output import lost_lines

    must_be_there(corpus, *codings)
    asked: Any = {"level": level, "kind": kind, "field": field, "categories": category or None, "machine": machine}
    with in_words():
        found = agreed(codings, corpus, **asked, progress=progress)
    lines = [agreement_lines(found.fields, found.spans)]
    if found.lost.height:
        lines.append(lost_lines(found.lost, left_out=True))
    result = {"fields": found.fields.to_dicts(), "spans": found.spans.to_dicts(), "lost": found.lost.height}
    answer(result, to_json, "\n".join(lines))


@app.command()
def codings(
    files: Codings,
    corpus: Coded,
    to: Annotated[str, typer.Option(help="jsonl, csv, webanno, or decisions: on the machine's rows.")],
    out: Annotated[Path, typer.Option(help="File or folder to write.", show_default=False)],
    reader: Annotated[str, typer.Option(help="Decisions: who decides; without it, the coder.")] = "",
    date: Annotated[str, typer.Option(help="Decisions: when, 2026-11-29T12:00:00Z; without it, now.")] = "",
    aligned: Annotated[Path | None, typer.Option(help="Decisions: a list of sentences that tell the same.")] = None,
) -> None:
    """Write codings in another format: for a program in which people code, or as decisions on the machine's rows.

    \b
    Examples:
      counterframe codings data/codings/orrenmouth --corpus data/corpora/orrenmouth --to webanno --out inception
      counterframe codings anna.jsonl --corpus my-corpus --to decisions --out my-corpus/decisions/anna.jsonl
    """
    from analysis.codings.conversion import convert_codings
    from analysis.codings.decisions import write_decisions
    from analysis.codings.validity.score_output import lost_lines
    from analysis.report.terminal import counted

    must_be_there(corpus, *files, *([aligned] if aligned else []))
    with in_words():
        if to == "decisions":
            done = write_decisions(files, corpus, out, reader=reader, date=date, aligned=aligned)
        else:
            done = convert_codings(files, corpus, to=to, out=out)
    typer.echo(f"{counted({'records': done.n_records})} by {counted({'coders': done.n_coders})} written to {out}")
    if done.lost.height:
        typer.echo(lost_lines(done.lost, left_out=True))
