"""What is written is read again as it was."""

import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_formats import articles

from analysis.codings.formats.write import write_jsonl, write_table
from analysis.codings.formats.write_webanno import write_webanno
from analysis.codings.records import KINDS
from analysis.codings.table import CODINGS, CodingsError, anchor_records, codings, read_codings


def long(corpus, *rows):
    """Rows of (article, start, end, coder, kind, record, fields) as the codings table."""
    texts = dict(corpus.select("article_id", "text").iter_rows())
    made = [
        {
            "event": "e1",
            "outlet": "Gazette",
            "article_id": id,
            "start": start,
            "end": end,
            "coder": coder,
            "kind": kind,
            "record": record,
            "text": texts[id][start:end],
            "field": field,
            "value": value,
        }
        for id, start, end, coder, kind, record, fields in rows
        for field, value in (fields or {"coded": "true"}).items()
    ]
    return CODINGS.frame(made)


def again(path, corpus):
    return codings(anchor_records(read_codings([path], corpus), corpus))


WORDS = [" ", "\n", "\n\n", "\t", "\r", "\\", "a", "mob", "é", "e\u0301", "😀", "👩‍👩‍👧", "“", "”", "it's", "."]
WORDS += ["[1]", "|", "_", "*", "->", ";", "#Text=", "#", "\u00a0", "\u2028", "\x0b", "\u200b", "1-1", "A", "? ", "!"]
TEXT = st.lists(st.sampled_from(WORDS) | st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=25)
NAME = st.sampled_from(["label", "act", "Stance", "frames", "quote", "figure", "x_1"])
FIELD = st.sampled_from(["tone", "value", "note", "text", "field", "realis", "low", "frames", "start", "coded"])
VALUE = TEXT.map("".join) | st.sampled_from(["", "true", "false", "007", "7", "*", "_", "a; b", "; ", "\\*"])


@st.composite
def coded(draw, most=6):
    """Two articles of odd signs, with overlapping, stacked and nested spans by two coders."""
    text = draw(TEXT.map("".join).filter(str.strip))
    corpus = articles(one=text, two=f"{text} {text}")
    texts = dict(corpus.select("article_id", "text").iter_rows())
    rows, seen = [], {}
    for _ in range(draw(st.integers(1, most))):
        id = draw(st.sampled_from(["one", "two"]))
        start = draw(st.integers(0, len(texts[id]) - 1))
        end = draw(st.integers(start + 1, len(texts[id])))
        words = texts[id][start:end]
        if not words.strip():
            continue
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        key = (id, start, end, draw(st.sampled_from(["ann", "ben"])), draw(NAME))
        seen[key] = seen.get(key, 0) + 1
        fields = draw(st.dictionaries(FIELD, VALUE, max_size=3))
        fields = {name: value for name, value in fields.items() if name != "coded" or fields == {"coded": "true"}}
        rows.append((*key, seen[key], fields))
    return corpus, long(corpus, *rows)


@settings(max_examples=150, deadline=None)
@given(coded())
def test_a_table_is_read_as_it_was_written(tmp_path_factory, given_codings):
    corpus, table = given_codings
    if table.is_empty():
        return
    path = tmp_path_factory.mktemp("t") / "codings.csv"
    write_table(table, corpus, path)
    assert again(path, corpus).equals(table)


@settings(max_examples=150, deadline=None)
@given(coded())
def test_json_lines_are_read_as_they_were_written(tmp_path_factory, given_codings):
    corpus, table = given_codings
    own = ~pl.col("field").is_in(["text", "start"])  # JSON lines call their own things so
    known = {kind: KINDS.get(kind, ()) for kind in table["kind"].unique()}
    closed = ("type", "cue_class", "voice", "tone", "form")  # the codebook's lists of answers are closed
    free = pl.struct("kind", "field").map_elements(
        lambda one: not (one["field"] in closed and one["field"] in known[one["kind"]]), return_dtype=pl.Boolean
    )
    table = table.filter(own, free)
    if table.is_empty():
        return
    path = tmp_path_factory.mktemp("t") / "codings.jsonl"
    write_jsonl(table, corpus, path)
    assert (
        again(path, corpus)
        .select("start", "end", "kind", "field", "value")
        .equals(table.select("start", "end", "kind", "field", "value"))
    )


@settings(max_examples=150, deadline=None)
@given(coded())
def test_webanno_is_read_as_it_was_written(tmp_path_factory, given_codings):
    corpus, table = given_codings
    if table.is_empty():
        return
    folder = tmp_path_factory.mktemp("t") / "out"
    write_webanno(table, corpus, folder)
    found = again(folder, corpus)
    assert records(found) == records(table)


def records(table):
    """Each record with its fields; stacked ones in no order."""
    key = ["article_id", "coder", "kind", "start", "end", "record"]
    grouped = table.sort(*key, "field").group_by(key, maintain_order=True)
    return sorted((*where[:5], tuple(group.select("field", "value").iter_rows())) for where, group in grouped)


PARTY = "A mob came 😀 early.\nIt had guns."


def test_webanno_worked_by_hand(tmp_path):
    corpus = articles(party=PARTY)
    table = long(
        corpus,
        ("party", 0, 5, "ann", "label", 1, {"tone": "negative", "note": "a|b_c"}),
        ("party", 3, 5, "ann", "label", 1, {"tone": ""}),
        ("party", 11, 12, "ann", "Mark", 1, {}),
    )
    write_webanno(table, corpus, tmp_path / "out")
    lines = (tmp_path / "out" / "party" / "ann.tsv").read_text(encoding="utf-8").split("\n")
    # "ob" is a part of a token, so it has a line of its own; the face counts two, so "early" begins at 14
    assert lines[:12] == [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Mark|",
        "#T_SP=webanno.custom.Label|note|tone",
        "",
        "",
        "#Text=A mob came 😀 early.",
        "1-1\t0-1\tA\t_\ta\\|b\\_c[1]\tnegative[1]\t",
        "1-2\t2-5\tmob\t_\ta\\|b\\_c[1]\tnegative[1]\t",
        "1-2.1\t3-5\tob\t_\t*[2]\t[2]\t",
        "1-3\t6-10\tcame\t_\t_\t_\t",
        "1-4\t11-13\t😀\t*[3]\t_\t_\t",
        "1-5\t14-19\tearly\t_\t_\t_\t",
    ]
    assert "2-1\t21-23\tIt\t_\t_\t_\t" in lines


def test_a_table_holds_no_word_of_the_article(tmp_path):
    corpus = articles(party=PARTY)
    write_table(long(corpus, ("party", 0, 5, "ann", "label", 1, {"tone": "negative"})), corpus, tmp_path / "c.csv")
    # the check is the beginning of: printf 'A mob' | sha256sum
    assert (tmp_path / "c.csv").read_text() == (
        "article_id,coder,kind,record,start,end,check,field,value\nparty,ann,label,1,0,5,e778792d,tone,negative\n"
    )


def test_json_lines_have_the_codebooks_types(tmp_path):
    corpus = articles(party=PARTY)
    fields = {"low": "7", "effect": "killed", "approx": "true"}
    write_jsonl(long(corpus, ("party", 23, 26, "ann", "figure", 1, fields)), corpus, tmp_path / "c.jsonl")
    assert json.loads((tmp_path / "c.jsonl").read_text(encoding="utf-8")) == {
        "doc": "party",
        "coder": "ann",
        "kind": "figure",
        "sentence": "It had guns.",
        "text": "had",
        "nth": 1,
        "start": 23,
        "end": 26,
        "low": 7,
        "high": None,
        "effect": "killed",
        "who": None,
        "holder": None,
        "approx": True,
    }


def test_what_cannot_be_written_is_told_and_nothing_is_left(tmp_path):
    corpus = articles(party=PARTY)
    wrong = long(
        corpus,
        ("party", 1, 2, "a/b", "label", 1, {"tone": "x"}),
        ("party", 0, 1, "ann", "two words", 1, {"ROLE_x": "y"}),
    )
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(CodingsError, match=r"^the codings cannot be written, 5 problems:") as caught:
        write_webanno(wrong, corpus, tmp_path / "out")
    assert [one.what for one in caught.value.problems] == [
        "this is there already; give the name of a new folder",
        "kind 'two words' is no name for a layer (letters, digits, _); rename it",
        "field 'ROLE_x' is no name for a feature (letters, digits, _); rename it",
        "coder 'a/b' is no name for a file; rename it",
        "party: from 1 to 2 is nothing but white space; leave it out",
    ]
    beyond = wrong.with_columns(end=pl.lit(99, pl.Int64))
    for write, name in ((write_table, "c.csv"), (write_jsonl, "c.jsonl"), (write_webanno, "new")):
        with pytest.raises(CodingsError, match="the article has 32 characters"):
            write(beyond, corpus, tmp_path / name)
        with pytest.raises(CodingsError, match="the corpus has no such article; articles here: other"):
            write(wrong, articles(other="x"), tmp_path / name)
    with pytest.raises(CodingsError, match="the field 'doc' is what JSON lines call something else"):
        write_jsonl(long(corpus, ("party", 0, 1, "ann", "x", 1, {"doc": "y"})), corpus, tmp_path / "c.jsonl")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["mine.txt", "out"]
