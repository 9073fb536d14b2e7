"""What would the machine's findings be as the codings of one more coder?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.codings.table import CODINGS, read_codings
from analysis.codings.validity.machine_validity import FIELDS, Validity, validity
from analysis.corpus import read_corpus
from analysis.evidence.calibration import certain_rows
from analysis.evidence.study import Study
from analysis.measures.frames import frames

MACHINE = "machine"


def machine_tables(study: Study) -> dict[str, pl.DataFrame]:
    """What did the machine find of each kind that the codebook knows, whatever readers have decided since?

    Kind to table, as `validity` takes them.
    """
    return {
        "quote": certain_rows(study.machine_rows("quote")),
        "label": certain_rows(study.machine_rows("label")),
        "act": certain_rows(study.machine_rows("act")).filter(pl.col("form").is_not_null()),  # dying is no coded act
        "figure": certain_rows(study.machine_rows("toll")),
        "frames": frames(study.sentences, study.corpus.articles),
    }


def validate_machine(
    codings: Iterable[str | Path], folder: str | Path, *, progress: Callable[[int, int], None] | None = None
) -> tuple[Validity, pl.DataFrame]:
    """How far does the machine agree with the codings of a corpus folder's articles?

    `codings` are files in any format that `read_codings` knows, or folders of them. Actor codes are those of the
    corpus at hand.
    Returns the scores (see `validity`) and the articles' sentences, in which errors can be shown.
    Raises CodingsError or CorpusError, which list all that is not in order.
    """
    study = Study(read_corpus(folder), progress=progress)
    articles = study.corpus.articles
    records = read_codings(codings, articles)
    return validity(records, articles, machine_tables(study)), study.sentences


def coded_study(study: Study, records: pl.DataFrame) -> Study:
    """The study of those articles alone that somebody coded: `records` is what `read_codings` returns."""
    coded = set(records["article_id"])
    return study.subset([id for id in study.corpus.articles["article_id"] if id in coded])


def machine_codings(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The machine as one coder more: its findings as the long table of codings (columns: `codings.CODINGS`).

    `tables` are those of `machine_tables`. People, rules and language models are all coders: put this table under
    theirs with `pl.concat`, and `agreement` compares them all. A speaker no actor fits is OTHER. A sentence without
    a frame has an empty list of frames, "".
    """
    rows = [pl.DataFrame(schema={name: dtype for name, (dtype, _) in CODINGS.columns.items()})]
    for kind, fields in FIELDS.items():
        for asked, column in fields.values():
            answer = pl.col(column).cast(pl.String)
            if column == "actor" and "speaker" in tables[kind].columns:
                answer = pl.when(answer.is_null() & (pl.col("speaker") != "")).then(pl.lit("OTHER")).otherwise(answer)
            given = _long_codings(tables[kind].with_columns(value=answer), kind, asked)
            rows.append(given.filter(pl.col("value") != ""))
    rows.append(_long_codings(_frames_by_sentence(tables["frames"]), "frames", "frames"))
    return pl.concat(rows).sort(CODINGS.key)


def _frames_by_sentence(frames: pl.DataFrame) -> pl.DataFrame:
    """One row a sentence: its frames, joined by "; "."""
    key = [*schema.WHERE, *schema.SPAN, "text"]
    named = pl.col("frame").filter(pl.col("by_all")).sort().str.join("; ")
    return frames.group_by(key, maintain_order=True).agg(value=named)


def _long_codings(table: pl.DataFrame, kind: str, field: str) -> pl.DataFrame:
    span = ["article_id", "start", "end"]
    said = table.sort(span, maintain_order=True).with_columns(record=pl.int_range(1, pl.len() + 1).over(span))
    named = {"coder": pl.lit(MACHINE), "kind": pl.lit(kind), "field": pl.lit(field)}
    return said.with_columns(**named).select(list(CODINGS.columns)).cast({"record": pl.Int64()})
