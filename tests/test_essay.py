"""Is every quotation and number of a text about the articles held against them, and what it leaves out named?"""

import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.places import data_folder
from analysis.evidence.study import open_study
from analysis.report.text_verification import FOUND, verify_text
from tests.test_review import call

FOLDER = data_folder() / "corpora" / "iraq-2004-2008"


@pytest.fixture(scope="module")
def study():
    return open_study(FOLDER)


def result(table, text):
    return table.filter(text=text)["result"].unique().to_list()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("martyrs", True),
        ("MARTYRS,", True),
        ("equivalent of Al Qaida", True),
        ("equivalent … Qaida", True),
        ("equivalent [...] Al Qaida", True),
        ("artyr", False),
        ("Al Qaida … equivalent of", False),
        ("heroes of the nation", False),
    ],
)
def test_a_quotation_is_found_whatever_its_marks_and_left_out_words(study, words, found):
    table = verify_text(f"They said: “{words}”. So it was.", study).filter(kind="quotation")
    assert set(table["result"]) == {"found" if found else "not found"}
    assert table["sentence"][0] == f"They said: “{words}”."


def test_a_quotation_comes_with_whose_words_it_is(study):
    row = verify_text('The dead are "martyrs".', study).row(0, named=True)
    assert (row["outlet"], row["voice"], row["speaker"]) == ("McClatchy", "partial", "Iraqi state television")
    assert 'the dead as "martyrs."' in row["said"]
    own = verify_text("“a triumph for Sadr”", study)
    assert own["result"][0] == "not found" or own["voice"][0] is not None


def test_a_number_is_found_with_who_gives_it_and_its_doubt(study):
    table = verify_text("In Samarra 50 fighters died, or at least five; 7,777 fled. It was 2004.", study)
    numbers = table.filter(kind="number")
    assert result(numbers, "7,777") == ["not found"]
    assert result(numbers, "at least five") == ["found"]
    assert "2004" not in numbers["text"]
    assert "US forces" in numbers.filter(text="50")["speaker"]
    low = study.tolls.filter(pl.col("high").is_null(), pl.col("low") > 20)
    assert low.is_empty() or result(verify_text(f"{low['low'][0]} people.", study), str(low["low"][0])) != ["not found"]


def test_a_number_told_bare_that_all_articles_tell_with_a_doubt(study):
    doubtful = study.tolls.filter("approx").select("low").drop_nulls()["low"].to_list()
    bare = [n for n in doubtful if study.tolls.filter((pl.col("low") == n) | (pl.col("high") == n))["approx"].all()]
    for n in bare[:3]:
        if not 1500 <= n < 2100:
            assert "without its doubt" in result(verify_text(f"There were {n} dead.", study), str(n))
            assert result(verify_text(f"There were about {n} dead.", study), f"about {n}") == ["found"]


def test_voices_that_the_text_does_not_name_are_left_out(study):
    left = verify_text("Sadr spoke, and so did the Mahdi Army.", study).filter(kind="voice")["text"].to_list()
    assert "Sadr and his movement" not in left
    assert "Iraqi government" in left


def test_a_quotation_full_of_gaps_is_looked_for_in_no_time(study):
    words = "“" + " … ".join(["the"] * 40) + " … nowhere”"
    assert set(verify_text(words, study).filter(kind="quotation")["result"]) == {"not found"}


@given(st.text(alphabet='ab "“”.…[]()*5 \n', max_size=60))
def test_any_text_is_read(text):
    table = verify_text(text, open_study(FOLDER))
    assert dict(table.schema) == FOUND


def test_the_command_reads_a_file_and_says_what_is_wrong_with_one(tmp_path):
    essay = tmp_path / "essay.txt"
    essay.write_text("Maliki’s men are “criminals”, he says. 9,999 died.")
    done = call("verify", FOLDER, "--text", essay)
    assert done.exit_code == 0
    assert "quotation “criminals”: found" in done.output
    assert "number “9,999”: not found" in done.output
    rows = json.loads(call("verify", FOLDER, "--text", essay, "--json", "-").output)
    assert {row["kind"] for row in rows} >= {"quotation", "number"}
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    assert call("verify", FOLDER, "--text", tmp_path / "broken.docx").exit_code == 2
    assert call("verify", FOLDER, "--text", tmp_path / "none.txt").exit_code == 2
