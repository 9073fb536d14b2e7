"""Does a reader get the right rows to look at, does a sheet come back, and what follows from it?"""

import csv
import io
import json

import polars as pl
import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.codings.agreement.intercoder import agreement
from analysis.codings.anchoring import anchor_records
from analysis.codings.decision_rows import decision_row
from analysis.codings.decisions import coded_decisions
from analysis.codings.records import CodingsError
from analysis.codings.review.progress import count_seen, deciding_readers, decision_codings, machine_scores
from analysis.codings.review.queue import SHEET, read_review_sheet, review_rows, review_sheet, sentences_without_rows
from analysis.codings.table import read_codings
from analysis.codings.validity.machine_validity import validity
from analysis.corpus import read_corpus
from analysis.corpus.decisions import append_decisions, read_decisions
from analysis.evidence.study import Study, open_study
from tests.test_decided import TOML

TEXT = """The Army killed five men

The Army shot three guards on Sunday. "Thugs burnt the mill," Lee said. It rained. Snow fell.
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/one.txt").write_text(TEXT)
    (tmp_path / "corpus.toml").write_text(TOML + 'title = "The Army killed five men"\n')
    return tmp_path


def call(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def filled(text, **marks):
    """A sheet whose lines are filled in by what their sentences show: {"[[killed": {"right": "x"}}."""
    rows = list(csv.DictReader(io.StringIO(text)))
    for row in rows:
        for part, said in marks.get("marks", {}).items():
            if part in row["id"] + " " + row["sentence"]:
                row |= said
    return rows


def written(path, rows, delimiter=","):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.DictWriter(file, SHEET, delimiter=delimiter)
        sheet.writeheader()
        sheet.writerows(rows)
    return path


# --- what to look at -----------------------------------------------------------------------------------------------


def test_rows_come_in_the_order_of_what_they_would_change(folder):
    rows = review_rows(open_study(folder))
    # the headline first; the number of the killed stands with what the first page rests on
    assert rows["headline"].to_list() == sorted(rows["headline"], reverse=True)
    assert "killed five men" in rows.filter("headline")["text"].to_list()
    assert rows.filter(pl.col("kind") == "act")["says"][0].startswith("agent: ARMY; patient: ")
    doubt = [abs((0.5 if p is None else p) - 0.5) for p in rows.filter(~pl.col("headline"))["p"]]
    assert doubt == sorted(doubt)
    assert review_rows(open_study(folder), kinds=["label"], only=["charged"])["tone"].to_list().count("neutral") == 0


def test_what_a_reader_has_decided_does_not_come_again(folder):
    study = open_study(folder)
    acts = review_rows(study, kinds=["act"])
    append_decisions(folder, [decision_row(study, "act", acts.row(0, named=True), reader="Ann")])
    assert review_rows(open_study(folder), kinds=["act"], reader="Ann").height == acts.height - 1
    assert review_rows(open_study(folder), kinds=["act"], reader="Ben").height == acts.height


def test_choices_that_are_not_there_are_refused(folder):
    with pytest.raises(ValueError, match="there is no kind 'frame'; name some of: label, quote, act, toll"):
        review_rows(open_study(folder), kinds=["frame"])
    with pytest.raises(ValueError, match="there is no choice 'sad'"):
        review_rows(open_study(folder), only=["sad"])


def test_sentences_without_a_row_are_the_same_ones_every_time(folder):
    study = open_study(folder)
    silent = sentences_without_rows(study, "toll", most=2)
    assert silent.equals(sentences_without_rows(study, "toll", most=2))
    assert not silent["text"].str.contains("five|three").any()


# --- a sheet -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_sheet_comes_back(folder, delimiter):
    text = review_sheet(open_study(folder), kinds=["act", "toll"])
    rows = filled(
        text,
        marks={
            "[[killed five men]]": {"right": "x"},
            "[[shot three guards]]": {"wrong": "agent; realis", "value": "others; false", "note": "who knows"},
            "[[burnt the mill]]": {"wrong": "row"},
            "It rained.": {"right": "ok"},
            "Snow fell.": {"right": "ok", "value": "Snow"},
        },
    )
    rows = [row | {"right": "", "wrong": "", "value": ""} if row["kind"] == "toll" else row for row in rows]
    path = written(folder / "sheet.csv", rows, delimiter)
    made = read_review_sheet(path, open_study(folder), reader="Ann")
    said = {(one["text"], one["field"], one["decision"], str(one["value"])) for one in made}
    assert ("shot three guards", "agent", "corrected", "OTHER") in said  # "others" is the name of OTHER
    assert ("shot three guards", "realis", "corrected", "False") in said
    assert {("It rained.", "sentence", "confirmed"), ("Snow", "row", "added")} <= {one[:3] for one in said}
    append_decisions(folder, made)
    status = dict(open_study(folder).acts.select("text", "status").iter_rows())
    assert status["killed five men"] == "confirmed"
    assert status["shot three guards"] == "corrected"
    assert status["Snow"] == "added"
    assert "burnt the mill" not in status


def test_all_that_is_wrong_in_a_sheet_is_listed_at_once(folder):
    rows = filled(review_sheet(open_study(folder), kinds=["act"]))
    rows = [row for row in rows if "[[" in row["sentence"]][:1] * 6
    faults = (
        {"right": "x", "wrong": "row"},
        {"wrong": "agent; form", "value": "OTHER"},
        {"wrong": "tone", "value": "sad"},
        {"wrong": "realis", "value": "perhaps"},
        {"right": "x", "says": "agent: NOBODY"},
        {"right": "x", "id": "act nine 0-4"},
    )
    path = written(folder / "sheet.csv", [row | fault for row, fault in zip(rows, faults, strict=True)])
    with pytest.raises(CodingsError) as caught:
        read_review_sheet(path, open_study(folder), reader="Ann")
    assert [problem.line for problem in caught.value.problems] == [2, 3, 4, 5, 6, 7]
    assert "an act has no 'tone'" in str(caught.value).replace("a act", "an act")
    path.write_text("id,kind\n")
    with pytest.raises(CodingsError, match="the columns are id, kind"):
        read_review_sheet(path, open_study(folder), reader="Ann")


def test_text_of_an_article_is_no_formula(folder):
    (folder / "raw/one.txt").write_text("The Army killed five men\n\n=HYPERLINK(1) shows the Army shot three guards.\n")
    rows = filled(review_sheet(open_study(folder), kinds=["act", "toll"]))
    assert not [row for row in rows if row["sentence"].startswith("=")]
    marked = [row | {"right": "x"} if row["kind"] == "act" else row for row in rows]
    assert read_review_sheet(written(folder / "sheet.csv", marked), open_study(folder), reader="Ann")


def test_the_command_writes_a_sheet_and_reads_it(folder, tmp_path):
    sheet = tmp_path / "sheet.csv"
    done = call("review", folder, "--export", sheet, "--kind", "act", "--only", "headline")
    assert done.exit_code == 0
    assert "written to" in done.output
    rows = filled(sheet.read_text(encoding="utf-8-sig"), marks={"[[killed five men]]": {"right": "x"}})
    written(sheet, rows)
    assert call("review", folder, "--import", sheet).exit_code == 2
    done = call("review", folder, "--import", sheet, "--reader", "Ann Lee")
    assert done.output == "1 decision by Ann Lee added\n"
    assert (folder / "decisions/ann-lee.jsonl").is_file()
    assert call("review", folder, "--undo", 1).exit_code == 2
    assert call("review", folder, "--undo", 5, "--reader", "Ann Lee").output == "1 decision by Ann Lee taken back\n"
    assert open_study(folder).placed_decisions.is_empty()
    assert call("review", folder, "--undo", 1, "--reader", "Ann Lee").output == "0 decisions by Ann Lee taken back\n"
    assert call("review", folder, "--export", sheet, "--kind", "frame").exit_code == 2
    assert call("review", folder / "none").exit_code == 2
    written(sheet, [row | {"wrong": "row"} for row in rows])
    assert call("review", folder, "--import", sheet, "--reader", "Ann Lee").exit_code == 1


def test_check_lists_decisions_that_are_not_in_order(folder):
    (folder / "decisions").mkdir()
    (folder / "decisions/ann.jsonl").write_text("{}\n")
    done = call("check", folder)
    assert done.exit_code == 1
    assert "decisions/ann.jsonl, line 1: article_id is None; write words" in done.output


# --- how much is seen, how good the machine is ----------------------------------------------------------------------


def test_what_was_seen_and_how_good_the_machine_is(folder):
    study = open_study(folder)
    acts = study.acts.filter(pl.col("form").is_not_null())
    first, second, *_ = acts.to_dicts()
    assert count_seen(study.acts) == (0, study.acts.height)
    made = [
        decision_row(study, "act", first, reader="Ann"),
        decision_row(study, "act", second, reader="Ann", field="agent", decision="corrected", value="OTHER"),
    ]
    append_decisions(folder, made)
    study = open_study(folder)
    assert count_seen(study.acts) == (2, study.acts.height)
    assert (deciding_readers(study, "act"), deciding_readers(study, "label")) == (["Ann"], [])
    scores = {row["measure"]: row for row in machine_scores(study, kinds=["act"]).to_dicts()}
    assert (scores["precision"]["value"], scores["precision"]["n"]) == (1.0, 2)
    # of the two agents that Ann has said one was right; of forms she vouched for one
    assert (scores["agent"]["value"], scores["agent"]["n"]) == (0.5, 2)
    assert (scores["form"]["value"], scores["form"]["n"]) == (1.0, 1)
    assert scores["recall"]["value"] is None
    # two of the sentences without an act are read, and in one of them something was missed
    silent = sentences_without_rows(study, "act", most=2).to_dicts()
    words = silent[0] | {"end": silent[0]["start"] + 2}
    append_decisions(folder, [decision_row(study, "act", one, reader="Ann", field="sentence") for one in silent])
    append_decisions(folder, [decision_row(study, "act", words, reader="Ann", decision="added")])
    study = open_study(folder)
    recall = machine_scores(study, kinds=["act"]).filter(pl.col("measure") == "recall").row(0, named=True)
    n, without = acts.height, study.sentences.height - acts["start"].len()
    assert recall["n"] == 2
    assert recall["value"] == pytest.approx(n / (n + 0.5 * max(without, 2)), abs=0.2)
    assert recall["low"] < recall["value"] < recall["high"]
    # read whole, nothing is reckoned: the rows that stand and were decided, and the one that was missed
    whole = decision_row(study, "act", study.sentences.row(0, named=True), reader="Ann", field="article")
    append_decisions(folder, [whole])
    recall = machine_scores(open_study(folder), kinds=["act"]).filter(pl.col("measure") == "recall").row(0, named=True)
    assert (recall["value"], recall["n"]) == (pytest.approx(2 / 3), 3)


def test_two_readers_are_two_coders(folder):
    study = open_study(folder)
    act = study.acts.row(0, named=True)
    for reader, agent in (("Ann", "ARMY"), ("Ben", "OTHER")):
        said = {"field": "agent", "decision": "corrected", "value": agent}
        append_decisions(folder, [decision_row(study, "act", act, reader=reader, **said)])
    found = agreement(decision_codings(open_study(folder)), level="nominal")
    # the row stands for both; on the agent they differ
    assert found.select("field", "n_pairs", "agreement").rows() == [("agent", 1, 0.0), ("row", 1, 1.0)]


# --- codings become decisions --------------------------------------------------------------------------------------


def test_coders_decide_about_the_machines_rows(folder, tmp_path):
    study = open_study(folder)
    at = TEXT.index("killed")
    common = {"doc": "one", "coder": "Cleo", "sentence": "The Army killed five men", "note": None}
    act = {"kind": "act", "agent": "ARMY", "patient": "OTHER", "form": "active", "realis": True, "voice": "author"}
    lines = [
        common | act | {"text": "killed five men", "holder": "author"},
        common | act | {"text": "fell", "sentence": "Snow fell.", "holder": "author"},
    ]
    path = tmp_path / "cleo.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    out = folder / "decisions/cleo.jsonl"
    asked = ("codings", path, "--corpus", folder, "--to", "decisions", "--out", out, "--date", "2026-11-29T12:00:00Z")
    done = call(*asked)
    assert done.exit_code == 0, done.output
    found = read_decisions(folder, read_corpus(folder).manifest)
    assert set(found["reader"]) == {"Cleo"}
    acts = open_study(folder).acts.filter(pl.col("form").is_not_null())
    # the one is there as coded, the one that was missed is added, all others are rejected: acts were coded here
    assert acts["text"].to_list() == ["killed five men", "fell"]
    assert acts["start"][0] == at
    assert acts["status"][1] == "added"
    assert open_study(folder).labels["status"].to_list() == study.labels["status"].to_list()
    first = out.read_bytes()
    call(*asked)
    assert out.read_bytes() == first


def test_of_several_coders_none_is_the_reader(folder, tmp_path):
    line = {"doc": "one", "kind": "frames", "sentence": "It rained.", "text": "It rained.", "frames": []}
    path = tmp_path / "both.jsonl"
    path.write_text("".join(json.dumps(line | {"coder": name}) + "\n" for name in ("Cleo", "Dan")))
    done = call("codings", path, "--corpus", folder, "--to", "decisions", "--out", tmp_path / "x", "--reader", "Both")
    assert done.exit_code == 2
    assert "Cleo, Dan are several coders, no one reader" in done.output


def test_with_the_codings_of_the_five_articles_decided_every_table_agrees_with_them(tmp_path):
    from analysis.corpus.places import data_folder

    study = Study(read_corpus(data_folder() / "corpora" / "iraq-2004-2008"))
    records = read_codings([data_folder() / "codings" / "iraq-2004-2008"]).filter(pl.col("kind") != "frames")
    placed = anchor_records(records, study.corpus.articles)
    append_decisions(tmp_path, coded_decisions(placed, study, reader="coders"))
    decisions = read_decisions(tmp_path, study.corpus.manifest)
    decided = Study(study.corpus, decisions=decisions)
    assert decided.unplaced_decisions.is_empty()
    acts = decided.acts.filter(pl.col("form").is_not_null())
    tables = {"quote": decided.quotations, "label": decided.labels, "act": acts, "figure": decided.tolls}
    assert validity(records, study.corpus.articles, tables).errors.is_empty()
    assert count_seen(decided.labels) == (463, 463)


def test_the_decisions_that_are_shipped_hold():
    from analysis.corpus.places import data_folder

    study = open_study(data_folder() / "corpora" / "iraq-2004-2008")
    assert study.unplaced_decisions.is_empty()
    assert "language models with a codebook" in study.decisions["reader"]
