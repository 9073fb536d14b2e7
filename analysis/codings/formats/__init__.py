"""Files of codings, each known by its content: one small reader a format."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import polars as pl

from analysis.codings.formats import cas_json, catma_json, catma_tei, doccano, jsonl, tables, webanno
from analysis.codings.formats.document import ArticleLookup, CodedDocument, document_rows
from analysis.codings.records import Row
from analysis.corpus import Problem

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".xml")
Reader = Callable[[Path, str, list[Problem]], Iterable[Row | CodedDocument]]


def read_coded_rows(paths: Iterable[str | Path], articles: pl.DataFrame | None, problems: list[Problem]) -> list[Row]:
    """Every record of the files, and of the files below folders, as a row; what is wrong goes to `problems`."""
    names = ArticleLookup(articles)
    rows: list[Row] = []
    for path, text, read in _coding_files(paths, problems):
        for found in read(path, text, problems):
            rows += document_rows(found, names, problems) if isinstance(found, CodedDocument) else [found]
    return rows


def _coding_files(paths: Iterable[str | Path], problems: list[Problem]) -> Iterator[tuple[Path, str, Reader]]:
    """Each file of codings with its text and who reads it. What else lies in a folder is passed over."""
    for path in map(Path, paths):
        if not path.exists():
            problems.append(Problem(str(path), None, "there is no such file or folder; correct the name"))
            continue
        before, any_found = len(problems), False
        for one in _files_in_folder(path) if path.is_dir() else [path]:
            text = _file_text(one, problems)
            if text is not None and (read := _reader_of_format(one, text)) is not None:
                any_found = True
                yield one, text, read
        if any_found or len(problems) > before:
            continue
        what = f"this folder has no file of codings ({', '.join(ENDINGS)}); give one that has"
        problems.append(Problem(str(path), None, what if path.is_dir() else _unknown_format_message(path)))


def _files_in_folder(folder: Path) -> list[Path]:
    """Files that may hold codings; hidden ones, and what a tool keeps in hidden folders, are passed over."""
    found = [one for one in sorted(folder.rglob("*")) if one.suffix.lower() in ENDINGS and one.is_file()]
    return [one for one in found if not any(part.startswith(".") for part in one.relative_to(folder).parts)]


def _file_text(path: Path, problems: list[Problem]) -> str | None:
    """A file's text with its line ends as they are: a carriage return may be part of an answer."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = error.object.count(b"\n", 0, error.start) + 1
        problems.append(Problem(str(path), at, "this is not UTF-8; save the file as UTF-8"))
    return None


def _reader_of_format(path: Path, text: str) -> Reader | None:
    """The reader of the format, as its content says; None where none knows it."""
    ending = path.suffix.lower()
    if webanno.is_webanno_tsv(text):
        return webanno.read
    if ending in {".csv", ".tsv"}:
        return tables.read if tables.is_codings_csv(text) else None
    if ending == ".xml" or text.lstrip().startswith("<"):
        return catma_tei.read if catma_tei.is_tei(text) else None
    if ending == ".json":
        try:
            data = json.loads(text)
        except (json.JSONDecodeError, RecursionError):
            data = None
        if cas_json.is_cas_json(data):
            return cas_json.read
        if catma_json.is_catma_json(data):
            return catma_json.read
    if ending in {".jsonl", ".ndjson", ".json"}:
        if doccano.is_doccano(text):
            return doccano.read
        return jsonl.read if ending != ".json" or jsonl.is_codings_jsonl(text) else None
    return None


def _unknown_format_message(path: Path) -> str:
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
