"""Texts as numbers: a text is cut at its blanks, and what stands between them is read once however often it stands."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analysis.corpus.text import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokenizer import Tokenizer

    Numbers = NDArray[np.int64]

FIRST, AT_ONCE = 20, 1_000  # texts cut at once, at first and later on
COMMON = 2**18  # kinds of chunks that are known by their hash
IN_ROW = 5_000  # chunks that spaCy's rules read at once
BLANK = r"[^\S ]|[\x1c-\x1f]"  # what Python, too, takes for a blank
# A word of letters, with hyphens or a genitive, or a number; marks before and behind it, of which each is a token.
REGULAR = (
    r"""^["“‘(\[]*([A-Za-z]+|\d+(?:,\d{3})*(?:\.\d+)?)(?:\b(?:-[A-Za-z]+)*?-([A-Za-z]+))?(?:['’][sS])?"""
    r"""[,?!"”'’)\]]*(?:\.[,?!"”'’)\]]*)?(?:\b[:;])?$"""
)
IRREGULAR = r"(?:^|[^A-Z])[A-Z]\.|['’‘]{2}"  # J. is one token, USA. two; so is ''
WORD = r"^[\p{L}\p{N}]"  # a token that is counted
TOKEN = r"['’][sS]\b|[A-Za-z]+|\d+(?:,\d{3})*(?:\.\d+)?|."


@dataclass(frozen=True)
class Chunks:
    """Texts cut at each blank: `kinds`, each once, one may be empty; `ids`, the kind of each; `sizes`, how
    many there are of each text. A chunk takes its length and one character more: so they give the places of all."""

    kinds: pl.Series
    ids: NDArray[np.uint32]
    sizes: Numbers

    def starts(self) -> Numbers:
        """Where does each chunk begin in its text?"""
        lengths = self.kinds.str.len_chars().to_numpy().astype(np.int64)[self.ids] + 1
        ends = np.cumsum(lengths)
        last = np.cumsum(self.sizes)
        opening = np.concatenate([[0], ends])[np.concatenate([[0], last[:-1]])] if len(last) else last
        return np.asarray(ends - lengths - np.repeat(opening, self.sizes))


def chunks(texts: pl.Series) -> Chunks:
    """Which chunks does each text have, in order?"""
    reader = ChunkReader()
    ids, sizes = reader.read(texts)
    return Chunks(reader.kinds(), ids, sizes)


class ChunkReader:
    """Cuts texts at their blanks and numbers what stands between them, however many texts are given one after another.

    The commonest kinds are known again by their hash, all others by what they are.
    """

    def __init__(self) -> None:
        # kinds are known as long as a column has them
        self.held = pl.Series([], dtype=pl.Categorical(pl.Categories.random()))
        self.known, self.number = np.zeros(COMMON, np.uint64), np.zeros(COMMON, np.uint32)
        self.many, self.n_kinds = FIRST, 0

    def read(self, texts: pl.Series) -> tuple[NDArray[np.uint32], Numbers]:
        """The kind of each chunk of these texts, in order, and how many chunks each text has."""
        all_ids, sizes, at = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)], 0
        known, number = self.known, self.number
        while at < len(texts):
            cut = texts[at : at + self.many].str.replace_all(BLANK, " ").str.split(" ")
            sizes.append(cut.list.len().to_numpy().astype(np.int64))
            at, self.many, cut = at + self.many, min(4 * self.many, AT_ONCE), cut.explode()
            hashed = cut.hash().to_numpy()
            slot = (hashed & np.uint64(COMMON - 1)).view(np.int64)
            ids, rare = number[slot], np.flatnonzero(known[slot] != hashed)
            self.held = cut[rare].cast(self.held.dtype)
            ids[rare] = self.held.to_physical().to_numpy()
            free = rare[known[slot[rare]] == 0]
            known[slot[free]], number[slot[free]] = hashed[free], ids[free]
            all_ids.append(ids)
            self.n_kinds = max(self.n_kinds, int(ids.max(initial=0)) + 1)
        return np.concatenate(all_ids), np.concatenate(sizes)

    def kinds(self) -> pl.Series:
        """All kinds of chunks so far, by their numbers."""
        every = pl.Series("chunk", np.arange(self.n_kinds, dtype=np.uint32))
        return every.cat.to(self.held.dtype).cast(pl.String)


def chunk_tokens(kinds: pl.Series, language: str) -> pl.DataFrame:
    """Which tokens does each chunk have, by spaCy's rules?

    One row is one token: chunk (its place in `kinds`), start, end (characters of the chunk), token, norm. In order.
    English words and numbers with nothing but usual marks around them (`REGULAR`) are cut here, fifty times as fast.
    """
    text = pl.col("text")
    table = kinds.to_frame("text").with_row_index("chunk").filter(text != "")
    known = _special_cores(language).implode()
    core, last = (pl.col("cut").struct.field(name) for name in "12")
    special = core.is_in(known) | last.is_in(known).fill_null(False)
    regular = core.is_not_null() & ~special & ~text.str.contains(IRREGULAR) & (language == "en")
    table = table.with_columns(cut=text.str.extract_groups(REGULAR)).with_columns(regular=regular)
    quick = table.filter("regular").select("chunk", token=text.str.extract_all(TOKEN)).explode("token")
    length = pl.col("token").str.len_chars().cast(pl.Int64)
    placed = quick.with_columns(length=length, end=length.cum_sum())
    placed = placed.with_columns(pl.col("end") - (pl.col("end") - pl.col("length")).first().over("chunk"))
    placed = placed.with_columns(start=pl.col("end") - pl.col("length"))
    slow = _by_rules(table.filter(~pl.col("regular")), language)
    found = placed.select(slow.columns).merge_sorted(slow, key="chunk")
    odd = found.select(pl.col("token").filter(pl.col("token").str.contains(r"[^\x00-\x7f]|`")).unique())
    shape = pl.Series([plain(word).lower() for word in odd["token"]], dtype=pl.String)
    joined = found.join(odd.with_columns(norm=shape), on="token", how="left", maintain_order="left")
    return joined.with_columns(pl.col("norm").fill_null(pl.col("token").str.to_lowercase()))


@functools.cache
def _special_cores(language: str) -> pl.Series:
    """What stands between the marks of what spaCy's rules list one by one (Mr., 'em, can't): read by the rules."""
    bare = {re.sub(r"['’][sS]$", "", key) for key in tokenizer(language).rules} | set(tokenizer(language).rules)
    return pl.Series(sorted({key.strip("\"'“”‘’()[],.;:?!") for key in bare}), dtype=pl.String)


def _by_rules(table: pl.DataFrame, language: str) -> pl.DataFrame:
    """Tokens of chunks in rows of chunks: a line end between two keeps them apart."""
    from spacy.attrs import IDX, IS_SPACE, LENGTH

    read = tokenizer(language)
    parts = table.select("chunk", "text").rows()
    tables = []
    for at in range(0, len(parts), IN_ROW):
        row = parts[at : at + IN_ROW]
        begins = np.cumsum([0, *(len(text) + 1 for _, text in row)])
        places, lengths, spaces = read(plain("\n".join(text for _, text in row))).to_array([IDX, LENGTH, IS_SPACE]).T
        places, lengths = (found[spaces == 0].astype(np.int64) for found in (places, lengths))
        of = np.searchsorted(begins, places, side="right") - 1
        inner = places - begins[of]
        spans = zip(of.tolist(), inner.tolist(), (inner + lengths).tolist(), strict=True)
        words = [row[part][1][start:end] for part, start, end in spans]
        chunk = np.array([number for number, _ in row], dtype=np.uint32)[of]
        tables.append({"chunk": chunk, "start": inner, "end": inner + lengths, "token": words})
    types = {"chunk": pl.UInt32, "start": pl.Int64, "end": pl.Int64, "token": pl.String}
    return pl.concat([pl.DataFrame(schema=types), *(pl.DataFrame(found, schema=types) for found in tables)])


def token_counts(kinds: pl.Series, read: pl.DataFrame) -> Numbers:
    """How many rows of `chunk_tokens` has each chunk?"""
    return np.bincount(read["chunk"].to_numpy(), minlength=len(kinds))


def expanded(ids: NDArray[np.uint32], counts: Numbers) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Chunks to their rows in a table that has `counts` rows of each kind, kind by kind: which rows, and how many."""
    many = counts.astype(np.int32)[ids]
    first = (np.cumsum(counts) - counts).astype(np.int32)[ids]
    rows = np.repeat(first - (np.cumsum(many, dtype=np.int32) - many), many)
    rows += np.arange(len(rows), dtype=np.int32)  # counts up from 0 within each chunk
    return rows, many


@functools.cache
def tokenizer(language: str) -> Tokenizer:
    """spaCy's rules for a language; for one it does not know, those that hold for all."""
    import spacy

    try:
        return spacy.blank(language).tokenizer
    except ImportError:
        return spacy.blank("xx").tokenizer
