"""Which rows of evidence does a change of the code add, drop or alter? Frozen before, compared after.

python -m benchmarks.rows freeze --data DIR --to FOLDER   # quotations, labels, acts and numbers as they are found now
python -m benchmarks.rows diff --data DIR --to FOLDER     # every row that is another now, by kind

DIR holds bench/ with the development parts of public sets; the corpora of the suite are read as well. FOLDER gets one
Parquet file a set and kind, and sums.json with a check sum an article. --limit reads so many articles of each set.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.corpus import corpus_of, read_corpus
from analysis.corpus.places import data_folder
from analysis.evidence.study import Study
from benchmarks.reader.articles import texts_of

SETS = ("PolNeAR", "MUC-4", "BASIL", "NewsWCL50")
KINDS = {"quotation": schema.QUOTATIONS, "label": schema.LABELS, "act": schema.ACTS, "toll": schema.TOLLS}


def main(arguments: list[str] | None = None) -> int:
    """0: frozen, or nothing is another now; 1: rows differ."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rows", description=__doc__.split("\n")[0])
    parser.add_argument("do", choices=("freeze", "diff"))
    parser.add_argument("--data", type=Path, required=True, help="folder that holds bench/")
    parser.add_argument("--to", type=Path, required=True, help="folder of the frozen rows")
    parser.add_argument("--limit", type=int, help="articles of each set, for a quick look")
    parser.add_argument("--most", type=int, default=20, help="rows shown of each set and kind (default: 20)")
    asked = parser.parse_args(arguments)
    found = 0
    sums: dict[str, dict[str, str]] = {}
    asked.to.mkdir(parents=True, exist_ok=True)
    for name, study in studies(asked.data, asked.limit):
        for kind in KINDS:
            table, path = getattr(study, f"every_{kind}"), asked.to / f"{name.lower()}-{kind}.parquet"
            if asked.do == "freeze":
                table.write_parquet(path)
                sums[f"{name} {kind}"] = _sums(table)
            else:
                found += _tell(f"{name}, {kind}s", difference(pl.read_parquet(path), table, kind), asked.most)
    if asked.do == "freeze":
        (asked.to / "sums.json").write_text(json.dumps(sums, indent=1) + "\n", encoding="utf-8")
    return int(found > 0)


def studies(data: Path, limit: int | None) -> Iterator[tuple[str, Study]]:
    """The corpora of the suite, and the public sets as corpora without actors."""
    for folder in sorted((data_folder() / "corpora").iterdir()):
        yield folder.name, Study(read_corpus(folder))
    for name in SETS:
        texts = dict(sorted(texts_of(data, name).items())[:limit])
        yield name, Study(corpus_of(texts))


def difference(before: pl.DataFrame, after: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Rows that are there on one side only, or differ in a column that is no part of the key.

    One row is one such row: how (added, dropped, altered), its key, text, and what (the columns that differ, each with
    both values). Sorted by how and key.
    """
    key = list(KINDS[kind].key)
    rows = [_row("dropped", key, row) for row in before.join(after, on=key, how="anti").to_dicts()]
    rows += [_row("added", key, row) for row in after.join(before, on=key, how="anti").to_dicts()]
    old = {tuple(row[name] for name in key): row for row in before.to_dicts()}
    for row in after.to_dicts():
        was = old.get(tuple(row[name] for name in key), row)
        other = [f"{name}: {was.get(name)} → {value}" for name, value in row.items() if was.get(name) != value]
        rows += [_row("altered", key, row) | {"what": "; ".join(other)}] if other else []
    columns = {"how": pl.String, "where": pl.String, "text": pl.String, "what": pl.String}
    return pl.DataFrame(rows, schema=columns).sort("how", "where", maintain_order=True)


def _row(how: str, key: list[str], row: dict[str, object]) -> dict[str, str]:
    return {"how": how, "where": " ".join(str(row[name]) for name in key), "text": str(row["text"]), "what": ""}


def _sums(table: pl.DataFrame) -> dict[str, str]:
    parts = table.partition_by("article_id", as_dict=True)
    return {str(id): hashlib.sha256(part.write_ndjson().encode()).hexdigest() for (id,), part in sorted(parts.items())}


def _tell(what: str, found: pl.DataFrame, most: int) -> int:
    if found.height:
        counted = ", ".join(f"{n} {how}" for how, n in found.group_by("how").len().sort("how").iter_rows())
        sys.stdout.write(f"{what}: {counted}\n")
    for how, where, text, why in found.head(most).iter_rows():
        sys.stdout.write(f"  {how} {where}: {' '.join(text.split())[:80]} {why}".rstrip() + "\n")
    return found.height


if __name__ == "__main__":
    sys.exit(main())
