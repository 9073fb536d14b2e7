"""Are a corpus' tables the same from every engine, and is nothing made twice?"""

import multiprocessing
import os
import signal
from dataclasses import replace

import polars as pl
import pytest
from small import snapshot

from analysis.corpus import corpus_of, shards
from analysis.corpus.shards import finish_shards, has_shard, scan_table, shard_keys, shard_plan, write_shard
from analysis.evidence import engines
from analysis.evidence.engines import make_features
from analysis.evidence.study import Study
from analysis.language import tokens
from analysis.language.word_counts import text_word_counts
from analysis.measures.keyness import keyness
from analysis.measures.word_counts import ShardCounts

TEXTS = {
    f"a{at}": f"Police killed {at + 2} strikers in Norton. “It was murder,” the mayor said.\n\nThey were unarmed."
    for at in range(6)
}
TOO_LONG = "The army left. " * 70_000  # more characters than spaCy's parser takes


@pytest.fixture
def study(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(shards, "SIZE", 2)
    return Study(corpus_of(TEXTS))


@pytest.fixture
def local(study, tmp_path):
    make_features(study, tmp_path / "local")
    return snapshot(tmp_path / "local")


def fresh(tmp_path, monkeypatch):
    """Another cache, so that nothing is found again."""
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "other"))


def test_tables_hold_what_the_study_finds(study, tmp_path):
    done = make_features(study, tmp_path / "at rest")
    assert (done["n_articles"], done["n_errors"], done["n_made"]) == (6, 0, done["n_shards"])
    assert done["n_shards"] > 1
    for name, table in (("quotations", study.every_quotation), ("tolls", study.every_toll), ("acts", study.every_act)):
        found = scan_table(tmp_path / "at rest", name).collect().sort("article_id", "start", "end")
        assert found.equals(table.sort("article_id", "start", "end")), name
        assert found.height >= 6


def test_key_words_of_a_corpus_at_rest_are_those_of_its_text(study, tmp_path):
    outlets = pl.Series("outlet", ["A", "A", "B", "B", "B", "C"])
    corpus = replace(study.corpus, articles=study.corpus.articles.with_columns(outlets))
    make_features(Study(corpus), tmp_path / "at rest")
    found = keyness(ShardCounts(tmp_path / "at rest"), min_count=1)
    assert found.equals(keyness(text_word_counts(corpus.articles), min_count=1))
    assert found.equals(keyness(tokens(corpus), min_count=1))


def test_nothing_is_made_twice(study, tmp_path, monkeypatch):
    make_features(study, tmp_path / "at rest")
    before = snapshot(tmp_path / "at rest")
    monkeypatch.setattr(engines, "shard_files", lambda given: pytest.fail("an article was read again"))
    assert make_features(Study(corpus_of(TEXTS)), tmp_path / "at rest")["n_made"] == 0
    assert snapshot(tmp_path / "at rest") == before


def test_only_what_is_new_is_made(study, tmp_path):
    make_features(study, tmp_path / "at rest")
    done = make_features(Study(corpus_of({**TEXTS, "a0": "The mayor resigned."})), tmp_path / "at rest")
    assert done["n_made"] == 1
    assert "The mayor resigned." in scan_table(tmp_path / "at rest", "sentences").collect()["text"].to_list()


def test_a_run_that_was_cut_off_goes_on(study, tmp_path, monkeypatch, local):
    fresh(tmp_path, monkeypatch)

    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_features(study, tmp_path / "at rest", progress=stop)
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "at rest").iterdir()}
    done = make_features(study, tmp_path / "at rest")
    assert (len(kept), done["n_made"]) == (1, done["n_shards"] - 1)
    assert snapshot(tmp_path / "at rest") == local
    assert all((tmp_path / "at rest" / name).stat().st_mtime_ns == at for name, at in kept.items())


def test_several_processes_make_the_same_and_one_may_be_lost(study, tmp_path, monkeypatch, local):
    fresh(tmp_path, monkeypatch)
    killed = []

    def kill_one(done, of):
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    make_features(study, tmp_path / "processes", engine="processes", progress=kill_one)
    assert killed
    assert snapshot(tmp_path / "processes") == local


def test_two_dask_workers_make_the_same_and_one_may_be_lost(study, tmp_path, monkeypatch, local):
    distributed = pytest.importorskip("distributed")
    fresh(tmp_path, monkeypatch)
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        killed = []

        def kill_one(done, of):
            if not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        make_features(study, tmp_path / "dask", engine=cluster.scheduler_address, progress=kill_one)
        assert killed
    assert snapshot(tmp_path / "dask") == local


def test_an_article_that_cannot_be_read_stops_nothing(study, tmp_path):
    done = make_features(Study(corpus_of({**TEXTS, "a2": TOO_LONG})), tmp_path / "at rest")
    assert done["n_errors"] == 1
    errors = scan_table(tmp_path / "at rest", "errors").collect()
    assert errors["article_id"].to_list() == ["a2"]
    assert "1050000" in errors["reason"][0]
    assert set(scan_table(tmp_path / "at rest", "tolls").collect()["article_id"]) == set(TEXTS) - {"a2"}


def test_a_new_article_leaves_most_shards_as_they_are(monkeypatch):
    monkeypatch.setattr(shards, "SIZE", 4)
    ids = [f"x{at:03}" for at in range(60)]
    before, after = (
        shard_plan(pl.DataFrame({"event": "e1", "article_id": some}), dict.fromkeys(some, "d"))
        for some in (ids[:-1], ids)
    )
    assert len(set(before) - set(after)) == 1
    assert sorted(id for some in after.values() for id in some) == ids


def test_small_events_lie_together_and_stay_whole(monkeypatch):
    monkeypatch.setattr(shards, "SIZE", 4)
    events = [f"e{at // 2:02}" for at in range(40)]
    table = pl.DataFrame({"event": events, "article_id": [f"x{at:02}" for at in range(40)]})
    plan = shard_plan(table, dict.fromkeys(table["article_id"], "d"))
    places = {event: set() for event in events}
    for key, ids in plan.items():
        for event in table.filter(pl.col("article_id").is_in(ids))["event"]:
            places[event].add(key)
    assert len(plan) < 20
    assert all(len(keys) == 1 for keys in places.values())


def test_a_shard_without_its_manifest_is_not_there(tmp_path):
    table = {"errors": shards.as_parquet(pl.DataFrame({"a": [1]}))}
    write_shard(tmp_path, "k1", table)
    write_shard(tmp_path, "k2", table)
    assert has_shard(tmp_path, "k1")
    (tmp_path / "k1" / "manifest.json").unlink()
    assert not has_shard(tmp_path, "k1")
    finish_shards(tmp_path, ["k2"])
    assert shard_keys(tmp_path) == ["k2"]
    assert not (tmp_path / "k1").exists()


@pytest.mark.parametrize(
    ("engine", "told"),
    [("cloud", "no engine 'cloud'; choose local, processes"), ("tcp://127.0.0.1:9", "no Dask scheduler answers")],
)
def test_an_engine_that_is_not_there_is_told(study, tmp_path, engine, told):
    with pytest.raises(ValueError, match=told):
        make_features(study, tmp_path / "at rest", engine=engine)
    with pytest.raises(ValueError, match="holds no corpus at rest; make one with counterframe features"):
        shard_keys(tmp_path / "at rest")
