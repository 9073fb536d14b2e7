"""What does the desk lay before a reader, and what does it make of what the reader says?"""

import json

import pytest

from analysis.codings.review.queue import KINDS, MORE, NOTHING
from analysis.corpus.decisions import FIELDS
from analysis.report.review.desk import AT_ONCE, Desk
from tests.test_review import call, folder  # noqa: F401  (a fixture)

PLACE = ("kind", "article_id", "start", "end")


@pytest.fixture
def desk(folder):  # noqa: F811
    return Desk(folder, "Ann Lee")


def placed(row):
    return {name: row[name] for name in PLACE}


def lines(desk):
    return [json.loads(line) for line in desk.file.read_text(encoding="utf-8").splitlines()]


def test_rows_come_first_then_sentences_without_one_and_what_is_skipped_comes_last(desk):
    found = desk.rows()
    says = [row["says"] == NOTHING for row in found["rows"]]
    assert found["seen"] == 0
    assert found["n"] == says.count(False) > 3
    assert says == sorted(says)
    assert True in says
    first = found["rows"][0]
    assert desk.rows(skipped=[first["id"]])["rows"][-1]["id"] == first["id"]
    assert {row["kind"] for row in desk.rows(["act"])["rows"]} == {"act"}
    assert all(row["says"] != NOTHING for row in desk.rows(["label"], ["charged"])["rows"])
    assert len(found["rows"]) <= AT_ONCE


def test_what_is_decided_leaves_the_desk_and_comes_back_when_it_is_undone(desk):
    row, n = desk.rows(["act"])["rows"][0], desk.rows(["act"])["n"]
    now = desk.decide(placed(row))["row"]
    assert (now["status"], now["fields"]) == ("confirmed", row["fields"])
    assert lines(desk)[-1]["value"] == row["fields"]  # who confirms a row vouches for its columns
    assert (desk.rows(["act"])["seen"], desk.rows(["act"])["n"]) == (1, n)
    back = desk.undo()
    assert (back["row"]["status"], back["undone"]["start"]) == ("machine", row["start"])
    assert desk.rows(["act"])["seen"] == 0
    assert desk.undo() == {"row": None, "undone": None, "left": False}


def test_a_column_other_words_and_no_such_thing(desk):
    row = desk.rows(["act"])["rows"][0]
    now = desk.decide(placed(row) | {"field": "patient", "decision": "corrected", "value": "ARMY"})["row"]
    assert (now["fields"]["patient"], now["status"]) == ("ARMY", "corrected")
    longer = row["text"] + row["around"][2].split(".")[0][:4]
    now = desk.decide(placed(row) | {"field": "span", "decision": "corrected", "value": longer})["row"]
    assert (now["text"], now["start"]) == (longer, row["start"])
    assert desk.decide(placed(row) | {"decision": "rejected"})["row"]["status"] == "rejected"


def test_words_marked_on_the_page_become_a_row(desk):
    article = desk.article("one")
    starts = list(article["starts"].values())
    said = {"kind": "label", "article_id": "one", "decision": "added", "words": "guards", "from": starts[1]}
    now = desk.decide(said)["row"]
    assert (now["text"], now["status"]) == ("guards", "added")
    assert f'id="label-{now["start"]}-{now["end"]}"' in desk.article("one")["html"]
    with pytest.raises(ValueError, match="do not stand in the article"):
        desk.decide(said | {"words": "nowhere at all"})


def test_other_words_are_undone_and_the_desk_goes_on(desk, folder):  # noqa: F811
    row = desk.rows(["act"])["rows"][0]
    longer = row["text"] + row["around"][2][:4]
    desk.decide(placed(row) | {"field": "span", "decision": "corrected", "value": longer})
    desk.decide(placed(row))
    assert desk.undo()["left"] is True
    back = desk.undo()
    assert (back["row"]["text"], back["left"]) == (row["text"], False)
    assert Desk(folder, "Ann Lee").rows(["act"])["seen"] == 0
    assert call("review", folder, "--export", folder / "sheet.csv").exit_code == 0


def test_half_a_word_becomes_the_word_and_words_that_are_a_row_are_confirmed(desk):
    said = {"kind": "label", "article_id": "one", "decision": "added", "from": 0}
    assert desk.decide(said | {"words": "uard"})["row"]["text"] == "guards"
    row = desk.rows(["act"])["rows"][0]
    where = {"kind": "act", "article_id": "one", "decision": "added", "from": row["start"], "words": row["text"]}
    found = desk.decide(where)
    assert (found["row"]["status"], found["first"]) == ("confirmed", True)
    assert desk.decide(where)["first"] is False


def test_a_sentence_without_a_row_is_read(desk):
    silent = next(row for row in desk.rows(["toll"])["rows"] if row["says"] == NOTHING)
    desk.decide(placed(silent) | {"field": "sentence"})
    assert silent["id"] not in {row["id"] for row in desk.rows(["toll"])["rows"]}
    assert lines(desk)[-1]["field"] == "sentence"


@pytest.mark.parametrize(
    "said",
    [
        {"article_id": "elsewhere"},
        {"field": "tone", "decision": "corrected", "value": "bad"},
        {"field": "nothing", "decision": "corrected", "value": "x"},
        {"decision": "burnt"},
        {"kind": "poem"},
        {"start": 5, "end": 2},
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_written(desk, said):
    row = desk.rows(["label"])["rows"][0]
    with pytest.raises((ValueError, KeyError)):
        desk.decide(placed(row) | said)
    assert not desk.file.exists()


def test_every_column_can_be_chosen_by_a_key_of_its_own(desk):
    for kind, choices in desk.choices().items():
        keys = [choice["key"] for choice in choices.values()]
        assert list(choices) == list(FIELDS[kind])
        assert len(set(keys)) == len(keys)
        assert not set(keys) & set("xwasu")
        assert all(words for choice in choices.values() for _, words in choice["options"])
    assert set(desk.choices()) == {*KINDS, *MORE}


def test_another_readers_decisions_are_seen_at_once(desk, folder):  # noqa: F811
    row = desk.rows(["act"])["rows"][0]
    Desk(folder, "Bo Hall").decide(placed(row) | {"decision": "rejected"})
    assert desk.rows(["act"])["rows"][0]["status"] == "rejected"
    assert desk.rows(["act"])["seen"] == 0


def test_the_command_asks_for_a_name(folder):  # noqa: F811
    done = call("review", folder, "--no-browser")
    assert done.exit_code == 2
    assert "Name the reader" in done.output
