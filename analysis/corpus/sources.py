"""Paths and their files, before anybody reads them: what lies there, how large, in which encoding."""

from __future__ import annotations

import os
import re
import signal
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

MEGABYTE = 1_000_000
ONE, MANY = 20, 500  # megabytes: of an article with all it brings along, of a table or an archive
LISTS = frozenset({"csv", "tsv", "jsonl", "ndjson", "xlsx", "parquet", "zip", "warc", "gz"})
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(?!utf-?16|utf-?32)([\w-]+)", re.I)


class RefusedError(ValueError):
    """A file that cannot be taken: what it is, and what to do."""


class TooLong(BaseException):
    """Time is up. No Exception, so that no reader takes it for one of its own."""


def files(paths: list[Path]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Which files lie at these paths? Each by its name below the path, with what gives its bytes, or refuses.

    What a system or a browser puts beside files is passed over: .DS_Store, ~$letter.docx, page_files/.
    """
    for path in paths:
        if not path.is_dir():
            yield path.name, partial(_file_bytes, path)
            continue
        is_empty = True
        for here, folders, names in os.walk(path):
            links = [name for name in folders if (Path(here) / name).is_symlink()]
            folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith("_files"))
            for file in (Path(here) / name for name in sorted([*names, *links]) if not is_hidden(name)):
                is_empty = False
                yield file.relative_to(path).as_posix(), partial(_file_bytes, file, follow=False)
        if is_empty:
            yield path.resolve().name, partial(_file_bytes, path)


def is_hidden(name: str) -> bool:
    """Is this a file that a system puts beside others?"""
    path = PurePosixPath(name)
    return path.name.startswith((".", "~$")) or "__MACOSX" in path.parts or path.name in ("Thumbs.db", "desktop.ini")


def ending(name: str) -> str:
    """What stands behind the last dot of a name, in small letters."""
    return PurePosixPath(name).suffix[1:].lower()


def _weigh(name: str, size: int) -> None:
    """Raise RefusedError where a file is larger than what it is called may be."""
    limit = MANY if ending(name) in LISTS else ONE
    if size > limit * MEGABYTE:
        what = f"has {size / MEGABYTE:,.0f} MB, more than {limit}; is it one article?"
        raise RefusedError(f"{what} Divide it, or save the articles as a table (.csv, .jsonl)")


def _file_bytes(path: Path, *, follow: bool = True) -> bytes:
    if path.is_symlink() and not follow:
        raise RefusedError("is a link, which may lead anywhere; put the file itself there")
    if not path.is_file():
        raise RefusedError("holds no files that could be read" if path.is_dir() else "is not a file; leave it out")
    _weigh(path.name, path.stat().st_size)
    return path.read_bytes()


def zip_of(raw: bytes) -> ZipFile:
    """A zip, judged before anything is unpacked: raises RefusedError where it would unpack to more than it may."""
    from zipfile import ZipFile

    box = ZipFile(BytesIO(raw))
    size = sum(member.file_size for member in box.infolist())
    if size > min(MANY * MEGABYTE, 200 * len(raw) + MEGABYTE):
        raise RefusedError(
            f"unpacks from {len(raw):,} bytes to {size:,}, as a zip bomb does; unpack it and name its files"
        )
    return box


def member_bytes(box: ZipFile, member: ZipInfo) -> bytes:
    """The bytes of a file in a zip. Raises RefusedError where it is a link, locked, large, or would lead out."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        raise RefusedError("leads out of the zip; make the zip again, from one folder")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise RefusedError("is a link, which may lead anywhere; put the file itself into the zip")
    if member.flag_bits & 1:
        raise RefusedError("is locked with a password; make the zip without one")
    _weigh(member.filename, member.file_size)
    return box.read(member)


def decoded(raw: bytes) -> tuple[str, str]:
    """The text of these bytes, and their encoding: by its mark, UTF-8, what a page says of itself, or a guess."""
    mark = next((name for mark, name in MARKS.items() if raw.startswith(mark)), "utf-8")
    if mark != "utf-16" and b"\0" in raw:
        raise RefusedError("holds NUL bytes, as a picture does, or UTF-16 without its mark; save its text as UTF-8")
    said = CHARSET.search(raw[:2048])
    for name in (mark, said[1].decode() if said else mark, ""):
        try:
            return raw.decode(name or _guess(raw[:100_000])), name or _guess(raw[:100_000])
        except (UnicodeDecodeError, LookupError):
            continue
    raise RefusedError("is no text in any known encoding; save its text as UTF-8")


def _guess(raw: bytes) -> str:
    """The likeliest encoding; that of western Europe where others are no likelier, and they would be for few words."""
    from charset_normalizer import from_bytes

    found = from_bytes(raw)
    likely = min(
        found, key=lambda one: (one.chaos, -one.coherence, "cp1252" not in one.could_be_from_charset), default=None
    )
    return "utf-8" if likely is None else "cp1252" if "cp1252" in likely.could_be_from_charset else likely.encoding


@contextmanager
def cpu_seconds(limit: float) -> Iterator[None]:
    """Raise RefusedError after so many seconds of the processor: a file can be made so that reading it takes for ever.

    Without signals, or outside the main thread, there is no limit.
    """

    def stop(*_: object) -> None:
        raise TooLong

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit, 1)  # again, should somebody have caught it
    try:
        yield
    except TooLong:
        raise RefusedError(f"takes more than {limit} seconds to read; open it and save its text as .txt") from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
