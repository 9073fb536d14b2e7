"""How far does a class agree? The files that its coders handed in, scored together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.codings.agreement.intercoder import agreement
from analysis.codings.agreement.unitising import coded_units, placed_records, span_agreement
from analysis.codings.agreement.words import explain_agreement
from analysis.codings.anchoring import anchor_records
from analysis.codings.records import KINDS, SETTLED, records_frame
from analysis.codings.table import codings, corpus_codings, read_codings
from analysis.corpus import Corpus, read_corpus

AGREED = "agreed"  # what a pair settled on is the result of its talk, not one more coder
LONG = 12  # different answers; beyond, a field holds free text
ANSWER = pl.Struct({"value": pl.String, "coders": pl.String, "n": pl.Int64})
COUNTED = {"n": pl.Int64(), "split": pl.Float64(), "answers": pl.List(ANSWER)}


@dataclass(frozen=True)
class ClassCodings:
    """What a class coded: who (coder, n records, n_articles), how far it agrees, and what splits it.

    fields: a row of `agreement` for each kind and field, with `said`; split: see `split_units`; against: see
    `compared_with`; before: the same fields by an earlier codebook, or empty; notes: what was left out, and why.
    """

    coders: pl.DataFrame
    fields: pl.DataFrame
    split: pl.DataFrame
    against: pl.DataFrame
    before: pl.DataFrame
    notes: list[str]


def gather_class(
    paths: Iterable[Path], folder: Path, *, before: Path | None = None, machine: bool = False, names: bool = False
) -> ClassCodings:
    """How far do the coders of these files agree on a corpus folder's articles, and where do they part?

    Names are replaced by numbers that say nothing of the alphabet, unless `names`. With `before`, the files coded by
    an earlier codebook are scored as well. With `machine`, its rows are compared with each coder where kinds meet.
    Raises CodingsError or CorpusError, which list all that is not in order, and ValueError where one coder is alone.
    """
    corpus = read_corpus(folder)
    records = [_class_records(files, corpus) for files in (paths, [before] if before else [])]
    known = {} if names else pseudonyms(one for placed in records for one in placed["coder"])
    tables = [codings(placed).with_columns(pl.col("coder").replace(known)) for placed in records]
    own, earlier = (table.filter(~pl.col("coder").str.starts_with(AGREED)) for table in tables)
    if own["coder"].n_unique() < 2:
        raise ValueError(
            f"there is {own['coder'].n_unique()} coder in these files, and agreement takes two; gather more"
        )
    fields = _choice_agreement(own)
    shared = set(own["kind"]) & set(KINDS)  # what others code as well: a sheet of one's own has no answers but these
    references = [_settled(folder, corpus)] if shared else []
    references += [_machine_rows(corpus)] if shared and machine else []
    against = pl.concat([compared_with(own, own.clear()), *(compared_with(own, one) for one in references)])
    counted = own.group_by("coder").agg(
        n=pl.struct("article_id", "kind", "start", "end", "record").n_unique().cast(pl.Int64),
        n_articles=pl.col("article_id").n_unique().cast(pl.Int64),
    )
    place = ["article_id", "kind", "start", "end"]
    sentences = records[0].select(*place, "sentence").unique(place, maintain_order=True)
    split = split_units(own).join(sentences, on=place, how="left", maintain_order="left")
    before_fields, notes = _choice_agreement(earlier), _left_out(paths, records[0])
    return ClassCodings(counted.sort("coder"), fields, split, against, before_fields, notes)


def pseudonyms(coders: Iterable[str]) -> Mapping[str, str]:
    """A number for each name, in an order that says nothing of the name; the same for the same class every time."""
    people = {one for one in coders if not one.startswith(AGREED)}
    mixed = sorted(people, key=lambda one: hashlib.sha256(one.encode()).digest())
    width = len(str(len(mixed)))
    return {name: f"coder {number:0{width}}" for number, name in enumerate(mixed, start=1)}


def split_units(long: pl.DataFrame) -> pl.DataFrame:
    """Which sentences split the class, with everyone's answer?

    split = 1 - sum of the squared shares of the answers: 0 where all agree, .5 where two answers have a half each.
    One row is one unit with two different answers or more: kind, field, article_id, start, end, text, n (answers),
    split, answers (each with its coders). The most divided first.
    """
    texts = long.group_by("article_id", "kind", "start", "end").agg(pl.col("text").first())
    tables = []
    fields = _choice_fields(long)
    placed = {kind: placed_records(long, kind=kind) for kind in {kind for kind, _ in fields}}
    for kind, field in fields:
        units = coded_units(long, kind=kind, field=field, placed=placed[kind])
        answers = units.group_by("unit", "article_id", "start", "end", "value").agg(
            coders=pl.col("coder").sort().str.join(", "), n=pl.len().cast(pl.Int64)
        )
        share = pl.col("n") / pl.col("n").sum()
        whole = answers.sort("n", "value", descending=[True, False]).group_by("article_id", "start", "end", "unit")
        found = whole.agg(
            split=(1 - (share**2).sum()).round(9), answers=pl.struct("value", "coders", "n"), n=pl.col("n").sum()
        ).filter(pl.col("split") > 0)
        named = found.with_columns(kind=pl.lit(kind), field=pl.lit(field))
        tables.append(named.join(texts, on=["article_id", "kind", "start", "end"], how="left"))
    order = ["kind", "field", "article_id", "start", "end", "text", "n", "split", "answers"]
    empty = (
        long.select(order[:6]).clear().with_columns(*(pl.lit(None, kind).alias(name) for name, kind in COUNTED.items()))
    )
    rows = pl.concat([empty, *(table.select(order) for table in tables)])
    return rows.sort("split", "n", "article_id", "start", "field", descending=[True, True, False, False, False])


def compared_with(long: pl.DataFrame, reference: pl.DataFrame) -> pl.DataFrame:
    """How far does each coder mark and answer as the reference does: settled codings, or the machine?

    Words: 2 shared / (spans of one + of the other), shared when they overlap. A field: the share of shared spans with
    the same answer. One row is one coder, kind and field ("words" for the spans themselves): reference, coder, kind,
    field, same (0 to 1; null without a shared span), n (spans of both; shared spans for a field).
    """
    schema = {**dict.fromkeys(("reference", "coder", "kind", "field"), pl.String), "same": pl.Float64, "n": pl.Int64}
    rows: list[tuple[object, ...]] = []
    kinds = sorted(set(long["kind"]) & set(reference["kind"]))
    for (name,), settled in reference.filter(pl.col("kind").is_in(kinds)).group_by("coder", maintain_order=True):
        for (coder,), own in long.filter(pl.col("kind").is_in(kinds)).group_by("coder"):
            read = own.group_by("article_id").agg(last=pl.col("end").max())  # nobody is held to what came later
            inside = settled.join(read, on="article_id").filter(pl.col("start") < pl.col("last")).drop("last")
            pair = pl.concat([own, inside])
            if pair["coder"].n_unique() < 2:
                continue
            for row in span_agreement(pair).filter(pl.col("metric") == "overlap_f1").iter_rows(named=True):
                rows.append((name, coder, row["kind"], "words", row["value"], row["n_coder"] + row["n_other"]))
            for row in _choice_agreement(pair).filter(pl.col("n_coders") == 2).iter_rows(named=True):
                rows.append((name, coder, row["kind"], row["field"], row["agreement"], row["n_pairable"]))
    return pl.DataFrame(rows, schema=schema, orient="row").sort("reference", "kind", "field", "coder")


def _class_records(paths: Iterable[Path], corpus: Corpus) -> pl.DataFrame:
    """The records of these files with their places; without files, none.

    Raises ValueError where two files by one name code the same place: two people would be counted as one.
    """
    files = list(paths)
    placed = anchor_records(read_codings(files, corpus.articles) if files else records_frame([]), corpus.articles)
    people = placed.filter(~pl.col("coder").str.starts_with(AGREED))
    place = ["coder", "article_id", "kind", "start", "end"]
    twice = people.group_by(place).agg(pl.col("file").unique().sort()).filter(pl.col("file").list.len() > 1).sort(place)
    if twice.height:
        coder, named = twice.item(0, "coder"), " and ".join(twice.item(0, "file"))
        raise ValueError(f"{named} code the same places, both by {coder!r}; give one of the two another name")
    return placed


def _left_out(paths: Iterable[Path], placed: pl.DataFrame) -> list[str]:
    """What of the files counts for nothing, a sentence each."""
    files = [one for path in paths for one in (sorted(path.rglob("*.jsonl")) if path.is_dir() else [path])]
    empty = [path.name for path in files if not path.read_bytes().strip()]
    settled = placed.filter(pl.col("coder").str.starts_with(AGREED))["file"].n_unique()
    lost = placed["start"].null_count()
    return [
        *([f"Empty, and left out: {', '.join(empty)}."] if empty else []),
        *([f"Left out, since pairs settled them together: {settled} of the files."] if settled else []),
        *([f"Left out, since their words are not in the article: {lost} of the records."] if lost else []),
    ]


def _settled(folder: Path, corpus: Corpus) -> pl.DataFrame:
    """The codings that come with a corpus, of one coder who settled what others had coded, if there is one."""
    records = corpus_codings(folder, corpus).filter(pl.col("coder") == SETTLED)
    return codings(anchor_records(records, corpus.articles)) if records.height else codings(records)


def _machine_rows(corpus: Corpus) -> pl.DataFrame:
    from analysis.codings.validity.machine_coder import machine_codings, machine_tables
    from analysis.evidence.study import Study

    return machine_codings(machine_tables(Study(corpus)))


def _choice_fields(long: pl.DataFrame) -> list[tuple[str, str]]:
    """Kinds and fields whose answers are few enough to be chosen from a list."""
    counted = long.group_by("kind", "field").agg(pl.col("value").n_unique().alias("n"))
    asked = counted.filter(pl.col("n") <= LONG, ~pl.col("field").is_in(["note", "coded"]))
    return asked.select("kind", "field").sort("kind", "field").rows()


def _choice_agreement(long: pl.DataFrame) -> pl.DataFrame:
    """`agreement` on every field that is chosen from a list, with `said`: what it means in words."""
    asked = pl.DataFrame(_choice_fields(long), schema={"kind": pl.String, "field": pl.String}, orient="row")
    table = agreement(long.join(asked, on=["kind", "field"], how="semi"), level="nominal")
    return table.with_columns(said=pl.Series([explain_agreement(row) for row in table.to_dicts()], dtype=pl.String))
