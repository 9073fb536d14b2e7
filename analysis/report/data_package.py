"""All tables of a report for other programs: a Frictionless data package, described as an RO-Crate as well."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis import __version__, schema
from analysis.measures.alignment_links import study_links, study_units
from analysis.report.figure import csv

if TYPE_CHECKING:
    from analysis.evidence.study import Study

TYPES = {schema.STR: "string", schema.INT: "integer", schema.REAL: "number", schema.BOOL: "boolean", schema.DAY: "date"}
ABOUT = "https://w3id.org/ro/crate/1.1"
TABLES = (
    (schema.ARTICLES, lambda study: study.corpus.articles),
    (schema.ACTORS, lambda study: study.corpus.actors),
    (schema.MENTIONS, lambda study: study.mentions),
    (schema.QUOTATIONS, lambda study: study.quotations),
    (schema.LABELS, lambda study: study.labels),
    (schema.ACTS, lambda study: study.acts),
    (schema.TOLLS, lambda study: study.tolls),
    (schema.LINKS, lambda study: study_links(study, study_units(study))),
    (schema.DECISIONS, lambda study: study.decisions),
)


def data_package(study: Study) -> dict[str, bytes]:
    """What is in each file of the package? A CSV a table, datapackage.json and ro-crate-metadata.json.

    The articles come without their text, which belongs to their publishers; the words of a row of evidence stand in it.
    Read it: datapackage.json says of each table what a row is, what identifies it, and what each column means.
    The same study gives the same bytes.
    """
    files: dict[str, bytes] = {}
    resources = []
    for table, frame_of in TABLES:
        if study.corpus.is_lexical_only and table in schema.EVIDENCE:
            continue
        columns = [name for name in table.columns if (table, name) != (schema.ARTICLES, "text")]
        name = f"{table.name}.csv"
        files[name] = csv(_sayable(frame_of(study).select(columns)))
        resources.append(_resource(table, name, columns, files[name]))
    info = study.corpus.manifest.corpus
    package = {
        "profile": "tabular-data-package",
        "name": info.id,
        "title": info.title,
        "description": "How do different newsrooms tell the same event? Rows of evidence, each with its place.",
        "created_by": f"counterframe {__version__}",
        "resources": resources,
    }
    files["datapackage.json"] = _json(package)
    files["ro-crate-metadata.json"] = _json({"@context": f"{ABOUT}/context", "@graph": list(_graph(info.title, files))})
    return files


def _sayable(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists, which a cell cannot hold, as words."""
    lists = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.List)]
    return frame.with_columns(pl.col(name).cast(pl.List(pl.String)).list.join("; ") for name in lists)


def _resource(table: schema.Table, name: str, columns: list[str], content: bytes) -> dict[str, Any]:
    fields = [
        {"name": column, "type": TYPES.get(table.columns[column][0], "string"), "description": table.columns[column][1]}
        for column in columns
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": name,
        "description": f"One row is {table.row_is}.",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]},
    }


def _graph(title: str, files: dict[str, bytes]) -> Iterator[dict[str, Any]]:
    yield {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": ABOUT},
        "about": {"@id": "./"},
    }
    yield {"@id": "./", "@type": "Dataset", "name": title, "hasPart": [{"@id": name} for name in files]}
    for name, content in files.items():
        kind = "text/csv" if name.endswith(".csv") else "application/json"
        checked = {"sha256": hashlib.sha256(content).hexdigest(), "contentSize": str(len(content))}
        yield {"@id": name, "@type": "File", "name": name, "encodingFormat": kind, **checked}


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, ensure_ascii=False).encode() + b"\n"
