"""What is dear to make, kept on disk under a key. What cannot be kept costs time, never the result."""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

import polars as pl

WAIT = 10  # seconds for another process that is writing
MARK = 16  # bytes of the check sum in front of every value
AT_ONCE = 500  # keys in one question; SQLite takes no more than some thousand


def cache_folder() -> Path:
    """Where is kept what is dear to make? COUNTERFRAME_CACHE, else counterframe in the user's cache folder."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("COUNTERFRAME_CACHE") or home / "counterframe")


def read_cache(place: Path, keys: Sequence[str]) -> dict[str, bytes]:
    """Which of these keys have a value? A damaged value is passed over, a damaged file thrown away."""
    found: dict[str, bytes] = {}
    if not place.is_file():
        return found
    try:
        with closing(sqlite3.connect(place, timeout=WAIT)) as store:
            for start in range(0, len(keys), AT_ONCE):
                part = keys[start : start + AT_ONCE]
                asked = f"SELECT key, value FROM kept WHERE key IN ({','.join('?' * len(part))})"
                found |= {key: value[MARK:] for key, value in store.execute(asked, part) if _is_whole(key, value)}
    except sqlite3.OperationalError:  # locked, or no table yet
        return {}
    except sqlite3.DatabaseError:
        with suppress(OSError):
            place.unlink()
        return {}
    return found


def write_cache(place: Path, values: Mapping[str, bytes]) -> None:
    """Keep these values; several processes may do so at once."""
    with suppress(OSError, sqlite3.Error):
        place.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(place, timeout=WAIT)) as store, store:
            store.execute("CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID")
            rows = [(key, _mark(key, value) + value) for key, value in values.items()]
            store.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)


def _mark(key: str, value: bytes) -> bytes:
    return hashlib.blake2b(key.encode() + b"\0" + value, digest_size=MARK).digest()


def _is_whole(key: object, value: object) -> bool:
    return isinstance(key, str) and isinstance(value, bytes) and value[:MARK] == _mark(key, value[MARK:])


def files_digest(files: Iterable[Path]) -> str:
    """A check sum of files: of their names and of what is in them."""
    found = hashlib.sha256()
    for path in files:
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()


def as_bytes(frame: pl.DataFrame) -> bytes:
    """A table as it is kept."""
    kept = io.BytesIO()
    frame.write_ipc(kept, compression="zstd")
    return kept.getvalue()


def kept_table(place: Path, key: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """The table that is kept under this key, else the one made now, which is kept from then on."""
    if (found := read_cache(place, [key]).get(key)) is not None:
        return pl.read_ipc(io.BytesIO(found))
    made = make()
    write_cache(place, {key: as_bytes(made)})
    return made


def table_digest(*tables: pl.DataFrame) -> str:
    """A check sum of everything in these tables."""
    return hashlib.sha256(b"".join(as_bytes(table.rechunk()) for table in tables)).hexdigest()
