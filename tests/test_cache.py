"""Is what was kept found again whole, and made anew where it is damaged?"""

import sqlite3

import pytest

from analysis.corpus.cache import read_cache, write_cache


def test_a_value_is_found_under_its_key(tmp_path):
    write_cache(tmp_path / "c.sqlite", {"a": b"one", "b": b""})
    assert read_cache(tmp_path / "c.sqlite", ["a", "b", "c"]) == {"a": b"one", "b": b""}


def test_more_keys_than_one_question_takes(tmp_path):
    values = {str(n): str(n).encode() for n in range(1201)}
    write_cache(tmp_path / "c.sqlite", values)
    assert read_cache(tmp_path / "c.sqlite", list(values)) == values


@pytest.mark.parametrize("bit", [0, 7, 8 * 15, 8 * 16, 8 * 18 + 3])
def test_a_flipped_bit_is_seen(tmp_path, bit):
    place = tmp_path / "c.sqlite"
    write_cache(place, {"a": b"one", "b": b"two"})
    with sqlite3.connect(place) as store:
        value = bytearray(store.execute("SELECT value FROM kept WHERE key = 'a'").fetchone()[0])
        value[bit // 8] ^= 1 << bit % 8
        store.execute("UPDATE kept SET value = ? WHERE key = 'a'", (bytes(value),))
    store.close()
    assert read_cache(place, ["a", "b"]) == {"b": b"two"}


def test_a_file_that_is_no_store_is_thrown_away(tmp_path):
    place = tmp_path / "c.sqlite"
    place.write_bytes(b"no database " * 100)
    assert read_cache(place, ["a"]) == {}
    write_cache(place, {"a": b"one"})
    assert read_cache(place, ["a"]) == {"a": b"one"}


def test_a_place_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("in the way")
    write_cache(tmp_path / "file" / "c.sqlite", {"a": b"one"})
    assert read_cache(tmp_path / "file" / "c.sqlite", ["a"]) == {}
