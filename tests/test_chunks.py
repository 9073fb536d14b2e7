"""Are texts cut into the tokens that spaCy's rules make of each stretch without a blank?"""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus import read_corpus
from analysis.corpus.places import data_folder
from analysis.corpus.text import plain
from analysis.language.chunks import chunk_tokens, chunks, tokenizer

MARKS = ['"', "'", "“", "”", "‘", "’", "(", ")", "[", "]", ",", ".", ";", ":", "?", "!", "-", "–", "—", "…", "/", "*"]
CLITICS = ["'s", "’s", "’S", "n't", "’t", "'re", "’ll", "''", "...", "--"]
CORES = [
    "word",
    "Word",
    "USA",
    "J",
    "McD",
    "60",
    "1,200",
    "3.5",
    "90",
    "co-op",
    "s",
    "S",
    "o",
    "D",
    "x",
    "8",
    "km",
    "$5",
]
AROUND = st.lists(st.sampled_from(MARKS + CLITICS), max_size=4).map("".join)
CORE = st.one_of(st.sampled_from(CORES), st.sampled_from(sorted(tokenizer("en").rules)), st.text("aZ9é.-'", max_size=4))


def by_rules(text, language="en"):
    """Each stretch without a blank, read alone: (start, end, token, norm)."""
    found = []
    for stretch in re.finditer(r"\S+", text):
        for token in tokenizer(language)(plain(stretch.group())):
            start = stretch.start() + token.idx
            word = text[start : start + len(token)]
            found.append((start, start + len(token), word, plain(word).lower()))
    return found


def rows(kinds, language="en"):
    read = chunk_tokens(pl.Series(kinds, dtype=pl.String), language)
    return [read.filter(pl.col("chunk") == at).drop("chunk").rows() for at in range(len(kinds))]


@given(st.lists(st.tuples(AROUND, CORE, st.sampled_from(["", "-", "–"]), CORE, AROUND).map("".join), max_size=20))
def test_every_chunk_has_the_tokens_of_the_rules(kinds):
    assert rows(kinds) == [by_rules(kind) for kind in kinds]


@pytest.mark.parametrize("corpus", ["iraq-2004-2008", "orrenmouth"])
def test_so_have_those_of_the_shipped_articles(corpus):
    kinds = chunks(read_corpus(data_folder() / "corpora" / corpus).articles["text"]).kinds.to_list()
    assert rows(kinds) == [by_rules(kind) for kind in kinds]


def test_another_language_has_its_own_rules():
    kinds = ["l'homme", "word,", "z.B.", "„So“"]
    assert rows(kinds, "fr") == [by_rules(kind, "fr") for kind in kinds]
    assert rows(kinds, "de") == [by_rules(kind, "de") for kind in kinds]


@given(st.lists(st.text("ab \n\t\x1d\x85\u00a0\u2009\u3000.’", max_size=12), max_size=6))
def test_chunks_give_back_the_texts(texts):
    cut = chunks(pl.Series(texts, dtype=pl.String))
    starts, at = cut.starts(), 0
    assert len(cut.sizes) == len(texts)
    for text, size in zip(texts, cut.sizes.tolist(), strict=True):
        for place in range(at, at + size):
            kind = cut.kinds[int(cut.ids[place])]
            assert text[starts[place] : starts[place] + len(kind)] == kind
            assert len(kind.split()) <= 1
        at += size
    assert at == len(cut.ids)
