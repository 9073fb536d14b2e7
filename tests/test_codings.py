"""Codings of any scheme: known by content, put in their place, never dropped in silence."""

import hashlib
import json
from pathlib import Path

import polars as pl
import pytest
from test_formats import PARTY, TSV, articles, coded, put

from analysis.codings.conversion import convert_codings
from analysis.codings.records import FIELDS, record_kind, span_fingerprint
from analysis.codings.table import CODINGS, CodingsError, anchor_records, codings, read_codings
from analysis.codings.validity.machine_validity import validity
from analysis.codings.validity.score_output import lost_lines
from analysis.corpus import read_corpus
from analysis.corpus.search import folded

HOME = Path(__file__).parent.parent
CORPUS = HOME / "data" / "corpora" / "iraq-2004-2008"
CODED = HOME / "data" / "codings" / "iraq-2004-2008"


# --- the codings that come with the suite


def test_the_suites_own_codings_stand_in_their_articles():
    corpus = read_corpus(CORPUS).articles
    placed = anchor_records(read_codings([CODED], corpus), corpus)
    assert placed["start"].null_count() == 0
    assert dict(placed["kind"].value_counts().iter_rows()) == {
        "quote": 206,
        "label": 463,
        "act": 207,
        "figure": 47,
        "frames": 246,
    }
    long = codings(placed)
    assert CODINGS.problems(long) == []
    assert long["coder"].unique().to_list() == ["adjudicated"]
    assert set(long["field"]) <= set(FIELDS)


def test_they_hold_no_words_of_the_articles_but_names_cues_and_notes():
    table = pl.read_csv(CODED / "codings.csv", infer_schema=False)
    assert "text" not in table.columns
    said = table.filter(~pl.col("field").is_in(["speaker", "cue", "note"]))["value"]
    assert said.str.len_chars().max() < 60  # codes, numbers and lists of frames
    assert table["value"].str.len_chars().max() < 120


def test_a_folder_of_codings_passes_over_what_is_none(tmp_path):
    copied = tmp_path / "bob"
    for name in ("one.csv", ".ipynb_checkpoints/one-checkpoint.csv"):
        put(copied, name, "doc,kind,start,end\nparty,label,2,5")
    # aligned.csv and README.md lie in the same folder
    every = {str(path) for path in CODED.parent.glob("*/codings.csv")}
    assert str(CODED / "codings.csv") in every
    assert set(read_codings([CODED.parent])["file"]) == every
    assert read_codings([copied])["file"].to_list() == [str(copied / "one.csv")]  # the hidden copy is no second coder
    with pytest.raises(
        CodingsError, match=r"aligned\.csv: this table holds no codings: it needs the columns article_id"
    ):
        read_codings([CODED.parent / "aligned.csv"])


# --- tables


def test_a_table_of_records(tmp_path):
    rows = ["Article;Coder;kind;sentence;text;nth;tone;sure", "party;ann;labels;A mob came 😀 early.;mob;1;bad;"]
    rows += ['party;ben;Stance;"It had [guns], they said.";"had [guns]";;;"a;b"', ""]
    assert coded(put(tmp_path, "one.csv", "\ufeff" + "\r\n".join(rows)), articles(party=PARTY)) == [
        ("party", "ann", "label", "mob", {"tone": "bad"}),
        ("party", "ben", "Stance", "had [guns]", {"sure": "a;b"}),
    ]


def test_a_table_of_fields_and_stacked_records(tmp_path):
    rows = ["article_id,kind,record,start,end,field,value", "party,label,1,2,5,tone,bad", "party,label,2,2,5,tone,good"]
    rows += ["party,label,2,2,5,note,", "party,label,1,2,5,note,x", "party,Mark,1,0,1,coded,true"]
    path = put(tmp_path, "ann/one.csv", "\n".join(rows))
    assert coded(path, articles(party=PARTY)) == [
        ("party", "ann", "Mark", "A", {"coded": "true"}),
        ("party", "ann", "label", "mob", {"note": "x", "tone": "bad"}),
        ("party", "ann", "label", "mob", {"note": "", "tone": "good"}),
    ]


def test_what_is_wrong_in_a_table_is_told_with_its_line(tmp_path):
    rows = [
        "doc,kind,start,end,tone",
        "party,label,2,5,bad",
        "party,,2,5,bad",
        "party,label,two,5,bad",
        "party,label,2",
    ]
    rows += ["party,label,,,bad", "party,label,2,,bad", 'party,label,2,5,"bad']
    with pytest.raises(CodingsError) as caught:
        read_codings([put(tmp_path, "one.csv", "\n".join(rows))])
    assert [(one.line, one.what.split(";")[0]) for one in caught.value.problems] == [
        (3, "kind is empty"),
        (4, "start is 'two'"),
        (5, "this row has 3 cells, the first line 5"),
        (6, "nothing says where this stands"),
        (7, "of start and end there is only one"),
        (8, "this is not CSV: unexpected end of data"),
    ]


def test_known_words_hold_their_place_one_by_one(tmp_path):
    # the check of "mob" is right, that of "came" is not
    right, wrong = hashlib.sha256(b"mob").hexdigest()[:8], hashlib.sha256(b"gone").hexdigest()[:8]
    assert span_fingerprint("mob") == right
    rows = ["article_id,kind,start,end,check,field,value"]
    rows += [f"party,label,2,5,{right},tone,bad", f"party,label,6,10,{wrong},tone,bad", "party,label,90,95,,tone,bad"]
    placed = anchor_records(read_codings([put(tmp_path, "one.csv", "\n".join(rows))]), articles(party=PARTY))
    assert placed["start"].to_list() == [2, None, None]
    lost = placed.filter(pl.col("start").is_null())
    assert "2 coded spans are nowhere in their article" in lost_lines(lost)
    assert "(characters 6–10)" in lost_lines(lost)


# --- JSON lines of one's own scheme


def test_any_kind_and_field_may_be_coded(tmp_path):
    lines = [
        {"doc": "party", "kind": "Stance", "sentence": "A mob came 😀 early.", "text": "mob", "kind of": ["a", "b"]},
        {"doc": "party", "kind": "Stance", "start": 2, "end": 5, "coder": "ben", "record": 3, "event": True},
        {"doc": "party", "kind": "label", "sentence": "A mob came 😀 early.", "text": "mob"}
        | {"actor": None, "voice": "author", "holder": None, "tone": None},
    ]
    path = put(tmp_path, "ann/one.jsonl", "\n".join(map(json.dumps, lines)))
    assert coded(path, articles(party=PARTY)) == [
        ("party", "ann", "Stance", "mob", {"kind of": "a; b"}),
        ("party", "ann", "label", "mob", {"voice": "author"}),
        ("party", "ben", "Stance", "mob", {"event": "true", "record": "3"}),
    ]


def test_a_mark_that_cleaning_takes_away_leaves_one_space():
    assert folded("riots * and \u00ad\u200b *police*")[0] == "riots and police"


def test_offsets_that_do_not_hold_are_not_trusted(tmp_path):
    one = {"doc": "party", "kind": "x", "sentence": "A mob came.", "text": "mob"}
    lines = [one | {"start": 2, "end": 5}, one | {"start": 14, "end": 17}]
    path = put(tmp_path, "ann/one.jsonl", "\n".join(map(json.dumps, lines)))
    # Here a sentence has been put before: 2 to 5 is not "mob", and the second offset, shifted too, only seems to fit.
    corpus = articles(party="No one. A mob came. A mob came.")
    #                        0         1         2
    #                        0123456789012345678901234567890
    assert anchor_records(read_codings([path]), corpus)["start"].to_list() == [10, 10]
    assert anchor_records(read_codings([path]), articles(party="A mob came. A mob came."))["start"].to_list() == [2, 14]


def test_names_of_kinds():
    assert [record_kind(name) for name in ("Quote", "quotations", "Toll", " Stance ")] == [
        "quote",
        "quote",
        "figure",
        "Stance",
    ]


# --- files and documents


def test_what_is_no_file_of_codings_is_told(tmp_path):
    put(tmp_path, "some/notes.json", {"a": 1})
    files = [put(tmp_path, "a.json", {"a": 1}), put(tmp_path, "b.xml", "<a/>"), put(tmp_path, "c.zip", "PK")]
    bad = tmp_path / "d.jsonl"
    bad.write_bytes(b'{"doc": 1}\n\xff')
    with pytest.raises(CodingsError) as caught:
        read_codings([*files, bad, tmp_path / "some", tmp_path / "none"])
    assert [(one.line, one.what.split(";")[0].split(":")[0]) for one in caught.value.problems] == [
        (None, "this is none of the formats read here"),
        (None, "this is none of the formats read here"),
        (None, "this is an archive"),
        (2, "this is not UTF-8"),
        (None, "this folder has no file of codings (.jsonl, .ndjson, .json, .csv, .tsv, .xml)"),
        (None, "there is no such file or folder"),
    ]


def test_a_document_that_is_no_article_is_told_with_those_there_are(tmp_path):
    path = put(tmp_path, "x/anna.tsv", TSV)
    corpus = articles(**{f"a{number:02}": "Other." for number in range(12)})
    told = "called 'x' or 'anna', is no article of the corpus; articles here: a00, .*, a09 and 2 more; name it after"
    with pytest.raises(CodingsError, match=told):
        read_codings([path], corpus)


def test_several_coders_and_formats_at_once(tmp_path):
    put(tmp_path, "party/anna.tsv", TSV)
    put(tmp_path, "ben/one.jsonl", json.dumps({"doc": "party", "kind": "Mark", "start": 2, "end": 5}))
    found = coded(tmp_path, articles(party=PARTY))
    assert {(coder, kind) for _, coder, kind, _, _ in found} == {
        ("anna", "label"),
        ("anna", "Pred"),
        ("anna", "NamedEntity"),
        ("anna", "Mark"),
        ("ben", "Mark"),
    }


# --- towards the machine, and towards other tools


def test_a_question_nobody_answered_is_not_scored(tmp_path):
    corpus = articles(party=PARTY)
    path = put(tmp_path, "one.csv", "doc,kind,start,end,tone\nparty,label,2,5,negative")
    row = {"article_id": "party", "start": 2, "end": 5, "text": "mob", "tone": "negative", "actor": "X"}
    machine = pl.DataFrame([row | {"voice": "author", "holder": "author"}])
    scores = validity(read_codings([path], corpus), corpus, {"label": machine}).scores
    by_metric = {name: (value, n) for name, value, n in scores.select("metric", "value", "n").iter_rows()}
    assert by_metric == {
        "label_f1": (1.0, 1),
        "label_voice": (None, 0),
        "label_holder": (None, 0),
        "label_actor": (None, 0),
        "label_tone": (1.0, 1),
    }


def test_codings_the_machine_has_no_answer_to_are_refused(tmp_path):
    corpus = articles(party=PARTY)
    path = put(tmp_path, "one.csv", "doc,kind,start,end,tone\nparty,Stance,2,5,bad")
    with pytest.raises(CodingsError, match="kinds here: Stance; the machine answers to: label"):
        validity(read_codings([path], corpus), corpus, {"label": pl.DataFrame(schema={"article_id": pl.String()})})


def test_the_suites_codings_in_other_formats(tmp_path):
    corpus = read_corpus(CORPUS).articles
    first = codings(anchor_records(read_codings([CODED], corpus), corpus))
    for to, name in (("jsonl", "c.jsonl"), ("csv", "c.csv"), ("webanno", "c")):
        done = convert_codings([CODED], CORPUS, to=to, out=tmp_path / name)
        assert (done.n_records, done.n_coders, done.lost.height) == (1169, 1, 0)
        assert codings(anchor_records(read_codings([tmp_path / name], corpus), corpus)).equals(first)
    assert (tmp_path / "c.csv").read_bytes() == (CODED / "codings.csv").read_bytes()
    with pytest.raises(ValueError, match="there is no format 'xmi' to write; formats here: jsonl, csv, webanno"):
        convert_codings([CODED], CORPUS, to="xmi", out=tmp_path / "d")
