"""Do the programs that are timed beside one another do the same work?"""

import pytest

from benchmarks.speed.corpora import generated_articles
from benchmarks.speed.registry import OF_FILE, WORKS, missing


@pytest.fixture(scope="module")
def articles():
    return generated_articles(30)


def test_generated_articles_are_the_same_every_time(articles):
    assert articles.equals(generated_articles(30))
    assert articles["outlet"].n_unique() == 5


@pytest.mark.parametrize("work", WORKS)
def test_every_system_that_is_here_does_the_work(work, articles, tmp_path):
    make, systems = WORKS[work]
    articles.write_parquet(file := tmp_path / "articles.parquet")
    given = file if work in OF_FILE else articles
    found = {system: make(system, given)() for system in systems if system not in missing(work)}
    assert all(n > 0 for n in found.values())
    if work in {"concordance", "first page"}:
        assert found["counterframe"] == found["SQLite FTS5"]
