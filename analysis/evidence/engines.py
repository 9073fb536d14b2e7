"""Where is a corpus read: in this process, in several, or on machines that a Dask scheduler knows?"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from analysis.corpus.cache import cache_folder
from analysis.corpus.shards import finish_shards, has_shard, scan_table, shard_plan, write_shard
from analysis.evidence.shard_tables import KINDS, TABLES, shard_files, shard_input
from analysis.evidence.study import Study
from analysis.language import neural_reader, onnx_network
from analysis.language.word_counts import is_alone

ENGINES = "local, processes, or tcp://HOST:PORT of a Dask scheduler"
AHEAD = 2  # shards that wait for each worker: enough that none stands idle, few enough to stay in memory
TRIES = 3  # of a shard whose worker is lost
Files = dict[str, bytes]
Make = Callable[[str], bytes]


def make_features(
    study: Study,
    folder: Path,
    *,
    engine: str = "local",
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Which tables has every article of a corpus? Shards in `folder`, in which only what is not there is made.

    A shard is written when it is done: a run that is cut off goes on where it was. The bytes are the same from every
    engine. `workers`: processes of the engine of that name, without it one a core. Returns n_articles, n_shards, n_made
    (shards of this run), n_errors (articles that could not be read; the table errors has them with the reason). Raises
    ValueError for an engine that is not there.
    """
    articles = study.corpus.articles
    alone = set(articles.filter(is_alone(articles))["article_id"])
    plan = shard_plan(articles, {id: f"{key}{id in alone}" for id, key in study.article_digests.items()})
    long = dict(articles.select("article_id", pl.col("text").str.len_chars()).iter_rows())
    missing = [key for key in plan if not has_shard(folder, key)]
    # the longest first, so that none is left at the end
    missing.sort(key=lambda key: -sum(long[id] for id in plan[key]))
    run = _engine(engine, workers or os.cpu_count() or 1)
    for done, (key, files) in enumerate(run(missing, lambda key: shard_input(study, plan[key], alone)), start=1):
        write_shard(folder, key, files)
        if progress:
            progress(done, len(missing))
    finish_shards(folder, plan)
    n_errors = scan_table(folder, "errors").collect().height
    return {
        "n_articles": sum(map(len, plan.values())),
        "n_shards": len(plan),
        "n_made": len(missing),
        "n_errors": n_errors,
    }


def keep_rows(study: Study, *, workers: int = 1, progress: Callable[[int, int], None] | None = None) -> Path:
    """Reads the articles of a study by so many processes; where in the cache do the machine's rows lie as shards?"""
    digest = hashlib.sha256("".join(sorted(study.article_digests.values())).encode()).hexdigest()[:16]
    folder = cache_folder() / "features" / f"{study.corpus.manifest.corpus.id}-{digest}"
    engine = "processes" if workers > 1 else "local"
    make_features(study, folder, engine=engine, workers=workers, progress=progress)
    return folder


def rows_at_rest(study: Study) -> Study:
    """The study with the machine's rows from shards in the cache, without articles that cannot be read.

    No parse is held, however many articles there are.
    """
    folder = keep_rows(study)
    wrong = scan_table(folder, "errors").select("article_id").collect()["article_id"].to_list()
    read = study.corpus.articles.filter(~pl.col("article_id").is_in(wrong))["article_id"].to_list()
    found = study.subset(read)
    for name, kind in KINDS.items():
        found.found[kind] = scan_table(folder, name).collect().sort(TABLES[name].key, maintain_order=True)
    return found


def files_by_worker(given: bytes) -> Files:
    """`shard_files` by one of several workers on a machine: a core each, so that they do not wait for one another."""
    onnx_network.THREADS = 1
    try:
        return shard_files(given)
    finally:
        neural_reader.kept.clear()  # the next shard has other articles


def _engine(name: str, workers: int) -> Callable[[list[str], Make], Iterator[tuple[str, Files]]]:
    if name == "local":
        return lambda keys, make: ((key, shard_files(make(key))) for key in keys)
    if name == "processes":
        return lambda keys, make: _by_processes(keys, make, workers)
    if name.startswith("tcp://"):
        return lambda keys, make: _by_dask(name, keys, make)
    raise ValueError(f"no engine {name!r}; choose {ENGINES}")


def _by_processes(keys: list[str], make: Make, most: int) -> Iterator[tuple[str, Files]]:
    """So many processes, each with its own model. When one is lost, what was under way is begun anew."""
    left, tries = dict.fromkeys(keys, 0), TRIES
    while left:
        workers = min(most, len(left))
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            try:
                for key, files in _ahead(pool.submit, list(left), make, workers * AHEAD):
                    del left[key]
                    yield key, files
            except BrokenProcessPool:
                tries -= 1
                if not tries:
                    raise ValueError(
                        "workers were lost three times, most likely for want of memory; use --engine local"
                    ) from None


def _ahead(submit: Callable[..., Future[Files]], keys: list[str], make: Make, most: int) -> Iterator[tuple[str, Files]]:
    """Results as they come, never more than so many under way."""
    waiting, under_way = iter(keys), dict[Future[Files], str]()
    while True:
        for key in waiting:
            under_way[submit(files_by_worker, make(key))] = key
            if len(under_way) >= most:
                break
        if not under_way:
            return
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            yield under_way.pop(future), future.result()


def _by_dask(address: str, keys: list[str], make: Make) -> Iterator[tuple[str, Files]]:
    """On the workers of a scheduler, which begins anew elsewhere what a lost worker had under way."""
    try:
        from distributed import Client, as_completed
    except ImportError:
        what = "this engine needs Dask, which is not installed; pip install 'counterframe[cluster]'"
        raise ValueError(what) from None
    try:
        client = Client(address, timeout=10)
    except OSError:
        raise ValueError(f"no Dask scheduler answers at {address}; start one, or correct the address") from None
    with client:
        waiting, under_way = iter(keys), {}

        def submit() -> None:
            for key in waiting:
                future = client.submit(files_by_worker, make(key), retries=TRIES, pure=False)
                under_way[future.key] = key
                results.add(future)
                return

        results = as_completed()
        for _ in range(AHEAD * max(1, sum(client.nthreads().values()))):
            submit()
        for future in results:
            yield under_way.pop(future.key), future.result()
            submit()
