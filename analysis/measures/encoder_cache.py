"""Vectors kept on disk by the text they belong to. What cannot be kept costs time, not the result."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path

WAIT = 10  # seconds for another process that is writing


def kept(place: Path, texts: Iterable[str], size: int) -> dict[str, bytes]:
    """Which of the texts have been encoded before? Their vectors as `size` bytes; a damaged file is thrown away."""
    wanted = {_key(text): text for text in texts}
    if not place.is_file():
        return {}
    try:
        with closing(sqlite3.connect(place, timeout=WAIT)) as store:
            found = {}
            for key, text in wanted.items():
                row = store.execute("SELECT vector FROM vectors WHERE text = ?", (key,)).fetchone()
                if row and len(row[0]) == size:
                    found[text] = row[0]
            return found
    except sqlite3.OperationalError:  # locked, or no table yet
        return {}
    except sqlite3.DatabaseError:
        with suppress(OSError):
            place.unlink()
        return {}


def keep(place: Path, vectors: Mapping[str, bytes]) -> None:
    """Keep the vectors of these texts; several processes may do so at once."""
    with suppress(OSError, sqlite3.Error):
        place.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(place, timeout=WAIT)) as store, store:
            store.execute("CREATE TABLE IF NOT EXISTS vectors (text BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
            rows = [(_key(text), vector) for text, vector in vectors.items()]
            store.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
