"""From files of codings and a corpus folder to the agreement of their coders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.codings.agreement.intercoder import agreement, coded_fields
from analysis.codings.agreement.unitising import span_agreement, split_list_answers
from analysis.codings.table import anchor_records, codings, read_codings

LIST = "frames"  # the field of the codebook that holds several answers


@dataclass(frozen=True)
class FileAgreement:
    """Agreement field by field, agreement on spans, and the records whose words are nowhere in their article."""

    fields: pl.DataFrame
    spans: pl.DataFrame
    lost: pl.DataFrame


def agreement_of_files(
    paths: Iterable[str | Path],
    folder: str | Path,
    *,
    level: str,
    kind: str | None = None,
    field: str | None = None,
    categories: Sequence[str] | None = None,
    machine: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> FileAgreement:
    """How far do the coders of these files agree on a corpus folder's articles?

    `paths` are files in any format that `read_codings` knows, or folders of them. With `machine`, what the machine
    finds is one coder more, named "machine". level, kind, field, categories: see `agreement`. Frames are asked one by
    one (see `split_list_answers`), as fields "frames: conflict" and so on.
    Raises CodingsError or CorpusError, which list all that is not in order, and ValueError as `agreement` does, or
    where there is one coder only.
    """
    from analysis.corpus import read_corpus

    corpus = read_corpus(folder)
    placed = anchor_records(read_codings(paths, corpus.articles), corpus.articles)
    long = codings(placed)
    agreement(long.clear(), level=level)  # what is wrong with the question is told before the long work
    coded_fields(split_list_answers(long, field=LIST), kind=kind, field=field)
    if machine:
        from analysis.codings.validity.machine_coder import machine_codings, machine_tables
        from analysis.evidence.study import Study

        found = machine_codings(machine_tables(Study(corpus, progress=progress)))
        for name in ("article_id", "kind"):  # what nobody was asked to code is no disagreement
            found = found.filter(pl.col(name).is_in(long[name].unique().to_list()))
        long = pl.concat([long, found])
    long = split_list_answers(long, field=LIST)
    fields = agreement(long, level=level, kind=kind, field=field, categories=categories)
    coders = long["coder"].unique().sort().to_list()
    if len(coders) == 1:
        what = f"there is one coder only ({coders[0]}), and agreement takes two"
        raise ValueError(f"{what}; add another's codings, or count the machine as a coder (--machine)")
    spans = span_agreement(long, kind=kind, articles=corpus.articles)
    return FileAgreement(fields, spans, placed.filter(pl.col("start").is_null()))
