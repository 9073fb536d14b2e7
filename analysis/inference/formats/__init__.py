"""Files of codings, each known by its content: one small reader a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from analysis.corpus import Problem
from analysis.inference.formats import cas_json, catma_json, catma_tei, doccano, jsonl, tables, webanno
from analysis.inference.formats.document import Document, Names, rows_of
from analysis.inference.records import Row

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xml")


def coded_rows(paths: Iterable[str | Path], articles: pl.DataFrame | None, problems: list[Problem]) -> list[Row]:
    """Every record of the files, and of the files below folders, as a row; what is wrong goes to `problems`."""
    names = Names(articles)
    rows: list[Row] = []
    for path, by_name in _files(paths, problems):
        try:
            text = _text(path)
        except UnicodeDecodeError as error:
            at = error.object.count(b"\n", 0, error.start) + 1
            problems.append(Problem(str(path), at, "this is not UTF-8; save the file as UTF-8"))
            continue
        for found in _read(path, text, by_name, problems):
            rows += rows_of(found, names, problems) if isinstance(found, Document) else [found]
    return rows


def _files(paths: Iterable[str | Path], problems: list[Problem]) -> Iterator[tuple[Path, bool]]:
    """The files, and whether each was given by its name; of a folder only those that may hold codings."""
    for path in map(Path, paths):
        if path.is_dir():
            inside = [one for one in sorted(path.rglob("*")) if one.suffix.lower() in ENDINGS and one.is_file()]
            inside = [one for one in inside if not one.name.startswith(".") and _may_be_codings(one)]
            if not inside:
                what = f"this folder has no file of codings ({', '.join(ENDINGS)}); give one that has"
                problems.append(Problem(str(path), None, what))
            yield from ((one, False) for one in inside)
        elif path.is_file():
            yield path, True
        else:
            problems.append(Problem(str(path), None, "there is no such file or folder; correct the name"))


def _may_be_codings(path: Path) -> bool:
    """Tables, JSON and XML in a folder may be something else altogether: those are passed over."""
    try:
        text = _text(path)
    except UnicodeDecodeError:
        return True
    return path.suffix.lower() in {".jsonl", ".ndjson"} or _reader(path, text) is not None


def _text(path: Path) -> str:
    """A file's text with its line ends as they are: a carriage return may be part of an answer."""
    return path.read_bytes().decode("utf-8-sig")


def _reader(path: Path, text: str) -> str | None:
    """The name of the format, as its content says; None where no reader knows it."""
    ending = path.suffix.lower()
    if webanno.knows(text):
        return "webanno"
    if ending in {".csv", ".tsv"}:
        return "table" if tables.knows(text) else None
    if ending == ".xml" or text.lstrip().startswith("<"):
        return "catma_tei" if catma_tei.knows(text) else None
    if ending == ".json":
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            data = None
        if cas_json.knows(data):
            return "cas_json"
        if catma_json.knows(data):
            return "catma_json"
    if ending in {".jsonl", ".ndjson", ".json"}:
        if doccano.knows(text):
            return "doccano"
        return "jsonl" if ending != ".json" or jsonl.knows(text) else None
    return None


def _read(path: Path, text: str, by_name: bool, problems: list[Problem]) -> Iterable[Row | Document]:
    name = _reader(path, text)
    if name is None:
        if by_name:
            problems.append(Problem(str(path), None, _unknown(path)))
        return []
    readers: dict[str, Callable[[Path, str, list[Problem]], Iterable[Row | Document]]] = {
        "webanno": webanno.read,
        "table": tables.read,
        "catma_tei": catma_tei.read,
        "cas_json": cas_json.read,
        "catma_json": catma_json.read,
        "doccano": doccano.read,
        "jsonl": jsonl.read,
    }
    return readers[name](path, text, problems)


def _unknown(path: Path) -> str:
    if path.suffix.lower() in {".csv", ".tsv"}:
        return (
            "this table holds no codings: it needs the columns article_id (or doc) and kind, and either field, value, "
            "start and end, or text with sentence"
        )
    if path.suffix.lower() in {".zip", ".gz"}:
        return "this is an archive; unpack it and give the folder"
    return (
        "this is none of the formats read here: JSON lines, CSV, WebAnno TSV 3, UIMA CAS JSON, CATMA TEI or JSON, "
        "doccano; export it as one of them"
    )
