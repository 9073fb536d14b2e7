"""A corpus at rest: tables of some dozen articles each, in folders named by what went into them."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from analysis.corpus.atomic_files import atomic_write

SIZE = 25  # articles of a shard, about
MANIFEST = "manifest.json"  # written last: a folder without it is not whole
INDEX = "index"  # where among the shards an index of words lies


def shard_plan(articles: pl.DataFrame, digests: Mapping[str, str]) -> dict[str, list[str]]:
    """Which articles lie together? Key of each shard to ids of its articles.

    Articles of one event lie together; large events are parted, small ones joined, by what they are called, so that a
    new article leaves most shards as they are. A key is a check sum of all that its rows depend on.
    """
    found: dict[str, list[str]] = {}
    large = {event for event, n in articles["event"].value_counts().iter_rows() if n > SIZE}
    small = articles.filter(~pl.col("event").is_in(list(large))).height
    sizes = dict(articles.filter(pl.col("event").is_in(list(large)))["event"].value_counts().iter_rows())
    for event, id in articles.select("event", "article_id").sort("article_id").iter_rows():
        own = (event, _bucket(id, sizes[event])) if event in large else ("", _bucket(event, small))
        found.setdefault(repr(own), []).append(id)
    return {_digest(repr([(id, digests[id]) for id in ids]).encode()): ids for _, ids in sorted(found.items())}


def _bucket(name: str, n: int) -> int:
    """A number below the least power of two with which shards are not too large on average."""
    return int(_digest(name.encode()), 16) % (1 << max(0, (n - 1) // SIZE).bit_length())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def as_parquet(table: pl.DataFrame) -> bytes:
    """A table as it is kept: the same rows, the same bytes."""
    kept = io.BytesIO()
    table.rechunk().write_parquet(kept, compression="zstd")
    return kept.getvalue()


def write_shard(folder: Path, key: str, files: Mapping[str, bytes]) -> None:
    """Keep a shard's tables (name to Parquet), whole or not at all."""
    aside = folder / f".{key}.{os.getpid()}.tmp"
    aside.mkdir(parents=True, exist_ok=True)
    facts = {}
    for name, content in sorted(files.items()):
        (aside / f"{name}.parquet").write_bytes(content)
        facts[name] = {"rows": pl.read_parquet(content).height, "sha256": hashlib.sha256(content).hexdigest()}
    (aside / MANIFEST).write_text(json.dumps({"key": key, "tables": facts}, indent=1), encoding="utf-8")
    shutil.rmtree(folder / key, ignore_errors=True)
    aside.rename(folder / key)


def has_shard(folder: Path, key: str) -> bool:
    """Is this shard there, and whole?"""
    facts = _facts(folder / key)
    return facts is not None and all((folder / key / f"{name}.parquet").is_file() for name in facts["tables"])


def _facts(folder: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def finish_shards(folder: Path, keys: Iterable[str]) -> None:
    """Say in one manifest which shards make up the corpus, with rows and check sums; others are thrown away."""
    keys = sorted(keys)
    for other in folder.iterdir():
        if other.is_dir() and other.name not in {*keys, INDEX}:
            shutil.rmtree(other)
    shards = [_facts(folder / key) for key in keys]
    atomic_write(folder / MANIFEST, json.dumps({"shards": shards}, indent=1).encode())


def shard_keys(folder: Path) -> list[str]:
    """Which shards make up the corpus that lies here? Raises ValueError where none does."""
    if (found := _facts(folder)) is None:
        raise ValueError(f"{folder} holds no corpus at rest; make one with counterframe features CORPUS --out {folder}")
    return [str(shard["key"]) for shard in found["shards"]]


def scan_table(folder: Path, name: str) -> pl.LazyFrame:
    """One table of all shards, read when it is asked for."""
    return pl.scan_parquet([folder / key / f"{name}.parquet" for key in shard_keys(folder)])
