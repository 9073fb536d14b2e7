"""Where in a corpus does each chunk stand? Files that are opened at once and read only where they are needed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.corpus import Corpus
from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.cache import files_digest, table_digest
from analysis.corpus.lists import LEXICONS
from analysis.language.chunks import chunk_tokens, chunks, token_counts
from analysis.language.sentence_splitter import sentences as split_sentences
from analysis.language.words import ROOM
from analysis.schema import SENTENCES, WHERE

SEAM = "\x1f"  # stands before each token of a chunk
ARRAYS = ("ids", "starts", "bounds", "places", "of_kind", "of_token", "from_char", "to_char", "text_bounds", "opens")
KEY = "of.txt"  # what the index is an index of
WIDE = ".utf-32"
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class WordIndex:
    """An index that lies in a folder.

    articles: one row is one article, in order. kinds: a line for each distinct chunk, its tokens as they are counted.
    ids and starts: of each chunk of the corpus, in order, its kind and its first character; bounds: the first chunk of
    each article. places: the chunks again, kind by kind; of_kind: where those of each kind begin there.
    """

    folder: Path

    def array(self, name: str) -> Whole:
        """One array, where it lies."""
        return np.asarray(np.load(self.folder / f"{name}.npy", mmap_mode="r").view(np.ndarray))

    @cached_property
    def arrays(self) -> dict[str, Whole]:
        """All arrays (`ARRAYS`)."""
        return {name: self.array(name) for name in ARRAYS}

    @cached_property
    def articles(self) -> pl.DataFrame:
        """event, outlet, article_id."""
        return pl.read_ipc(self.folder / "articles.arrow")

    @cached_property
    def sections(self) -> pl.Series:
        """The section of each sentence; none where no sentences were given."""
        return pl.read_ipc(self.folder / "sections.arrow").to_series()

    @cached_property
    def kinds(self) -> bytes:
        """The chunks' tokens, a line each."""
        return (self.folder / "kinds.txt").read_bytes()

    @cached_property
    def seamless(self) -> tuple[bytes, Whole, Whole]:
        """The chunks as they are written, and where each ends in this, and in `kinds`."""
        plain = self.kinds.replace(SEAM.encode(), b"")
        ends = [np.flatnonzero(np.frombuffer(found, np.uint8) == ord("\n")) for found in (plain, self.kinds)]
        return plain, ends[0], ends[1]

    def kind(self, number: int) -> str:
        """The tokens of one kind of chunk, each behind a SEAM."""
        ends = self.seamless[2]
        return self.kinds[ends[number - 1] + 1 if number else 0 : ends[number]].decode()

    @cached_property
    def signs(self) -> NDArray[Any]:
        """The articles' characters, one behind the other: numbers of two bytes, or of four where two are too few."""
        file = next(self.folder.glob("texts.utf-*"))
        return np.memmap(file, dtype="<u4" if file.suffix == WIDE else "<u2", mode="r").view(np.ndarray)

    def windows(self, article: Whole, starts: Whole, ends: Whole) -> Iterator[str]:
        """Stretches of articles; what lies outside an article is left out."""
        signs = self.signs
        code = f"utf-{8 * signs.itemsize}-le"
        low, high = self.arrays["text_bounds"][article], self.arrays["text_bounds"][article + 1]
        opens, closes = (low + np.maximum(starts, 0)).tolist(), np.minimum(low + ends, high).tolist()
        return (signs[first:last].tobytes().decode(code) for first, last in zip(opens, closes, strict=True))


def current_index(folder: Path, corpus: Corpus) -> WordIndex | None:
    """The index that lies in a folder, if it is one of just these articles, made by this code."""
    key = folder / KEY
    return WordIndex(folder) if key.is_file() and key.read_text("utf-8") == _index_key(corpus) else None


def keep_index(folder: Path, corpus: Corpus) -> WordIndex:
    """The index of a corpus, made where none lies in the folder or it is not of just these articles."""
    if (found := current_index(folder, corpus)) is not None:
        return found
    language = corpus.manifest.corpus.language
    index = write_index(folder, corpus.articles, split_sentences(corpus), language=language)
    atomic_write(folder / KEY, _index_key(corpus).encode())  # last: without it, the index is no corpus'
    return index


def _index_key(corpus: Corpus) -> str:
    own = ("word_index", "chunks", "sentence_splitter", "word_lists")
    code = [Path(__file__).with_name(f"{name}.py") for name in own]
    code += [Path(__file__).parents[1] / "corpus" / "text.py", *sorted(LEXICONS.rglob("*.csv"))]
    said = table_digest(corpus.articles.select(*WHERE, "text"), corpus.paragraphs)
    return f"{said} {corpus.manifest.corpus.language} {version('spacy')} {files_digest(code)}"


def write_index(
    folder: Path, articles: pl.DataFrame, sentences: pl.DataFrame | None = None, *, language: str = "en"
) -> WordIndex:
    """Make the index of these articles (event, outlet, article_id, text) in a folder, whole or not at all."""
    articles = articles.sort(*WHERE)
    cut = chunks(articles["text"])
    read = chunk_tokens(cut.kinds, language)
    filled = (cut.kinds != "").to_numpy()[cut.ids]
    ids, starts = cut.ids[filled], cut.starts()[filled].astype(np.uint32)
    of_text = np.concatenate([[0], np.cumsum(cut.sizes)])
    counts = token_counts(cut.kinds, read)
    joined = read.group_by("chunk", maintain_order=True).agg(line=(SEAM + pl.col("norm")).str.join(""))
    kinds = pl.DataFrame({"chunk": np.arange(len(cut.kinds), dtype=np.uint32)})
    lines = kinds.join(joined, on="chunk", how="left", maintain_order="left")["line"].fill_null("")
    said = (sentences if sentences is not None else SENTENCES.frame([])).select("article_id", "start", "section")
    said = articles.select("article_id").with_row_index("row").join(said, on="article_id").sort("row", "start")
    arrays = {
        "ids": ids,
        "starts": starts,
        "bounds": np.concatenate([[0], np.cumsum(filled)])[of_text],
        "places": np.argsort(ids, kind="stable").astype(np.uint32),
        "of_kind": np.concatenate([[0], np.cumsum(np.bincount(ids, minlength=len(cut.kinds)))]),
        "of_token": np.concatenate([[0], np.cumsum(counts)]),
        "from_char": read["start"].to_numpy().astype(np.uint32),
        "to_char": read["end"].to_numpy().astype(np.uint32),
        "text_bounds": np.concatenate([[0], np.cumsum(articles["text"].str.len_chars().to_numpy().astype(np.int64))]),
        "opens": (said["row"].cast(pl.Int64) * ROOM + said["start"]).to_numpy(),
    }
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    aside.mkdir(parents=True)
    for name, array in arrays.items():
        np.save(aside / f"{name}.npy", array, allow_pickle=False)
    (aside / "kinds.txt").write_bytes("".join(f"{line}\n" for line in lines).encode())
    articles.select(*WHERE).write_ipc(aside / "articles.arrow")
    said.select("section").write_ipc(aside / "sections.arrow")
    # each sign takes the same room, so that a stretch is found without reading what stands before it
    suffix = WIDE if articles["text"].str.contains(r"[\x{10000}-\x{10FFFF}]").any() else ".utf-16"
    with (aside / f"texts{suffix}").open("wb") as file:
        file.writelines(text.encode(f"{suffix[1:]}-le") for text in articles["text"])
        file.write("\n".encode(f"{suffix[1:]}-le"))  # a file without a byte cannot be mapped
    shutil.rmtree(folder, ignore_errors=True)
    aside.rename(folder)
    return WordIndex(folder)
