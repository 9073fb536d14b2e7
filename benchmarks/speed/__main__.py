"""Time the suite's word measures beside those of other programs, on the same generated articles.

python -m benchmarks.speed [--sizes 1000,10000,100000] [--works "key words,concordance"] [--rounds 3] [--json FILE]

Each measurement is a process of its own; rounds are interleaved, so that ratios hold on a machine whose speed drifts.
Told are medians. Processor seconds count all threads; what is loaded before (packages, articles, an index that is
asked again) is not timed, but its memory counts; of a work on a file, reading the file is timed. A system that takes
longer than --slow seconds is timed once. Above a hundred thousand articles, the same ones come again and again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.speed.corpora import generated_articles
from benchmarks.speed.registry import OF_FILE, WORKS, missing

MOST, BATCH = 100_000, 5_000  # articles that are generated; and that lie together in the file
PACKAGES = (
    *("counterframe", "polars", "numpy", "scikit-learn", "nltk", "spacy", "gensim", "scattertext", "tantivy"),
    *("pycorpdiff", "pyahocorasick", "flashtext", "textblob", "vaderSentiment"),
)


def main(arguments: list[str] | None = None) -> int:
    """0 done, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", default="1000,10000,100000", help="articles, with commas between")
    parser.add_argument("--works", default=",".join(WORKS), help="with commas between")
    parser.add_argument("--systems", help="these only, with commas between; without it, all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--slow", type=float, default=40, help="seconds after which a system is timed once only")
    parser.add_argument("--limit", type=float, default=900, help="seconds after which a system is given up")
    parser.add_argument("--json", type=Path, help="write all rows to this file")
    parser.add_argument("--keep", type=Path, help="write rows, machine and versions to this file")
    parser.add_argument("--one", nargs=3, metavar=("WORK", "SYSTEM", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    if asked.one:
        sys.stdout.write(json.dumps(_timed(*asked.one)))
        return 0
    works = asked.works.split(",")
    if unknown := [work for work in works if work not in WORKS]:
        parser.error(f"no work {unknown[0]!r}; works: {', '.join(WORKS)}")
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in map(int, asked.sizes.split(",")):
            file = Path(folder) / f"{size}.arrow"
            drawn = generated_articles(min(size, MOST))
            whole = pl.concat([drawn] * max(1, size // MOST))
            whole.write_parquet(file.with_suffix(".parquet"), row_group_size=BATCH)  # for works that begin with a file
            whole.write_ipc(file)
            del drawn, whole
            for work in works:
                rows += _rounds(work, size, file, asked)
                _write(rows, asked)
    return 0


def _rounds(work: str, size: int, file: Path, asked: argparse.Namespace) -> list[dict[str, Any]]:
    """The medians of each system at one size."""
    gone = missing(work)
    if gone:
        sys.stdout.write(f"{work}: {', '.join(gone)} not installed here, skipped\n")
    chosen = asked.systems.split(",") if asked.systems else list(WORKS[work][1])
    found: dict[str, list[dict[str, float]]] = {
        system: [] for system in WORKS[work][1] if system in chosen and system not in gone
    }
    done: set[str] = set()
    for _ in range(asked.rounds):
        for system in [each for each in found if each not in done]:
            one = _child(work, system, file, asked.limit)
            if one is None:
                done.add(system)
                sys.stdout.write(
                    f"{work}, {size:,} articles, {system}: did not end in {asked.limit:.0f} s, or failed\n"
                )
                continue
            found[system].append(one)
            if one["wall_s"] > asked.slow:
                done.add(system)
    rows = []
    first = next((ones for ones in found.values() if ones), [])  # ours, where it is among them
    ours = statistics.median(one["cpu_s"] for one in first) if first else 1
    for system, ones in found.items():
        if ones:
            median = {name: round(statistics.median(one[name] for one in ones), 5) for name in ones[0]}
            rows.append({"work": work, "size": size, "system": system, **median, "rounds": len(ones)})
            told = f"{median['cpu_s']:9.3f} s of processor {median['wall_s']:9.3f} s {median['rss_mb']:7.0f} MB"
            sys.stdout.write(f"{work:12} {size:8,} {system:20} {told}  ×{median['cpu_s'] / ours:.2f}\n")
            sys.stdout.flush()
    return rows


def _child(work: str, system: str, file: Path, limit: float) -> dict[str, float] | None:
    command = [sys.executable, "-m", "benchmarks.speed", "--one", work, system, str(file)]
    try:
        with tempfile.TemporaryDirectory() as cache:  # nothing is kept from an earlier run
            own = {**os.environ, "COUNTERFRAME_CACHE": cache}
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=True, env=own)
    except subprocess.SubprocessError:
        return None
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _timed(work: str, system: str, file: str) -> dict[str, float]:
    run = WORKS[work][0](system, Path(file).with_suffix(".parquet") if work in OF_FILE else pl.read_ipc(file))
    cpu, wall = _processor_seconds(), time.perf_counter()
    result = run()
    cpu, wall = _processor_seconds() - cpu, time.perf_counter() - wall
    return {"cpu_s": cpu, "wall_s": wall, "rss_mb": _peak(), "n": result}


def _processor_seconds() -> float:
    """Of this process with all its threads, and of processes that it began and that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak() -> float:
    """The most memory this process had, in MB; where the system does not tell, with that of whoever started it."""
    told = Path("/proc/self/status")
    lines = told.read_text().splitlines() if told.is_file() else []
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), None)
    return (own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def _write(rows: list[dict[str, Any]], asked: argparse.Namespace) -> None:
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    if asked.keep:
        versions = {}
        for name in PACKAGES:
            try:
                versions[name] = version(name)
            except PackageNotFoundError:
                continue
        machine = {"cores": os.cpu_count(), "processor": _processor(), "python": platform.python_version()}
        facts = {"machine": machine, "versions": versions, "rows": rows}
        asked.keep.write_text(json.dumps(facts, indent=1), encoding="utf-8")


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.is_file() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    sys.exit(main())
