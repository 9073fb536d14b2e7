"""Are readers' decisions kept whatever happens, and found again in a text that has changed?"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.codings.decision_rows import decision_row
from analysis.corpus import CorpusError, corpus_of
from analysis.corpus.decisions import (
    OTHER,
    append_decisions,
    decision_problems,
    decisions_file,
    read_decisions,
    undo_decisions,
)
from analysis.corpus.manifest import DecisionOptions
from analysis.corpus.placing import place_decisions
from analysis.evidence.study import Study

TEXT = "The rebels fled. The army shot two rebels.\nThe rebels wept."
SECOND = "2026-11-29T12:00:{:02}Z"


def study_of(text=TEXT, id="one"):
    return Study(corpus_of({id: text}))


def decide(words, *, text=TEXT, nth=1, kind="label", reader="Ann", second=0, **said):
    """A decision on the nth place of some words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    row = {"article_id": "one", "start": start, "end": start + len(words)}
    return decision_row(study_of(text), kind, row, reader=reader, date=SECOND.format(second), **said)


def read(folder, **options):
    manifest = corpus_of({"one": TEXT}).manifest
    return read_decisions(folder, manifest.model_copy(update={"decisions": DecisionOptions(**options)}))


def placed(tmp_path, *decisions, corpus=None):
    append_decisions(tmp_path, decisions)
    return place_decisions(read(tmp_path), corpus or corpus_of({"one": TEXT}))


# --- written and read ----------------------------------------------------------------------------------------------


def test_what_is_written_is_read_again(tmp_path):
    made = [
        decide("rebels", decision="corrected", field="actor", value="OTHER", note="“sic”"),
        decide("army", decision="confirmed", value={"voice": "author", "distanced": False}),
        decide("two rebels", kind="toll", decision="corrected", field="high", value=None, reader="Bé Ott"),
    ]
    append_decisions(tmp_path, made)
    found = read(tmp_path)
    assert schema.DECISIONS.problems(found) == []
    assert found["file"].to_list() == ["decisions/ann.jsonl", "decisions/ann.jsonl", "decisions/be-ott.jsonl"]
    assert found["line"].to_list() == [1, 2, 1]
    assert found["value"].to_list() == ["OTHER", '{"voice": "author", "distanced": false}', None]
    assert found.row(0, named=True)["sentence"] == "The rebels fled."
    # every column stands in the file, but for those of links
    line = json.loads(decisions_file(tmp_path, "Ann").read_text().split("\n")[0])
    assert [*line] == [name for name in [*schema.DECISIONS.columns][2:] if name not in OTHER]


def test_a_folder_without_decisions_has_none(tmp_path):
    assert read(tmp_path).is_empty()


def test_what_cannot_be_decided_is_not_written(tmp_path):
    good = decide("rebels")
    for change, what in (
        ({"kind": "frame"}, "kind is 'frame'; write label|quote"),
        ({"date": "yesterday"}, "date is 'yesterday'"),
        ({"reader": ""}, "reader is ''; write words"),
        ({"end": 4}, "it ends at 4, and begins at 4"),
        ({"field": "agent", "value": "OTHER"}, "a label has no 'agent' to decide; it has: actor"),
        ({"field": "tone", "value": "sad"}, "tone is 'sad'; write positive, neutral, negative"),
        ({"field": "distanced", "value": "no"}, "distanced is 'no'; write true or false"),
        ({"field": "actor", "decision": "rejected"}, "only a row is rejected"),
        ({"value": "OTHER"}, "the value of a row is a table of columns"),
        ({"other_id": "two"}, "only a link has other_id"),
        ({"mood": "glad"}, "a decision has no 'mood'"),
    ):
        assert what in "; ".join(decision_problems(good | change)), change
        with pytest.raises(ValueError, match=re.escape(what)):
            append_decisions(tmp_path, [good, good | change])
    assert not (tmp_path / "decisions").exists()


def test_all_that_is_not_in_order_is_listed_at_once(tmp_path):
    append_decisions(tmp_path, [decide("rebels"), decide("army", reader="Ben")])
    for name, line in (("ann", "no decision"), ("ann", '{"kind": "label"}'), ("ben", "[1]")):
        with (tmp_path / f"decisions/{name}.jsonl").open("a") as file:
            file.write(line + "\n")
    (tmp_path / "links.csv").write_text(
        "article_id,sentence,other_id,other_sentence,decision,note\none,army,two,rain,perhaps,\n"
    )
    with pytest.raises(CorpusError) as caught:
        read(tmp_path, final="Cleo")
    places = [(problem.file, problem.line) for problem in caught.value.problems]
    assert {("decisions/ann.jsonl", 2), ("decisions/ann.jsonl", 3), ("decisions/ben.jsonl", 2)} < set(places)
    assert ("links.csv", 2) in places
    assert "nobody named 'Cleo' has decided anything; readers here:" in str(caught.value)


def test_a_line_that_broke_off_is_listed_and_mended(tmp_path):
    append_decisions(tmp_path, [decide("rebels")])
    path = decisions_file(tmp_path, "Ann")
    whole = path.read_bytes()
    for cut in (len(whole) // 2, len(whole) - 2):
        path.write_bytes(whole + whole[:cut])
        assert read(tmp_path)["decision"].to_list() == ["confirmed", "torn"]
        append_decisions(tmp_path, [decide("army")])
        found = read(tmp_path)
        assert found["decision"].to_list() == ["confirmed", "torn", "confirmed"]
        assert found["note"][1] == whole[:cut].decode()
        assert path.read_bytes().startswith(whole + whole[:cut])
        why = place_decisions(found, corpus_of({"one": TEXT})).drop_nulls("why")["why"].to_list()
        assert why == ["the line broke off while it was written"]
    # only the end of the line is missing: nothing broke off
    path.write_bytes(whole[:-1])
    append_decisions(tmp_path, [decide("army")])
    assert read(tmp_path)["text"].to_list() == ["rebels", "army"]


WRITER = """
import sys
from analysis.corpus.decisions import OTHER, append_decisions
from tests.test_decisions import decide
for number in range(int(sys.argv[3])):
    append_decisions(sys.argv[1], [decide("army", reader=sys.argv[2], note=str(number))])
    print(number, flush=True)
"""


def writer(folder, reader, n=10_000):
    command = [sys.executable, "-c", WRITER, str(folder), reader, str(n)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])


def test_what_a_killed_process_has_said_is_saved_is_there(tmp_path):
    for kill in range(3):
        process = writer(tmp_path, f"reader {kill}")
        process.stdout.readline()
        time.sleep(0.013 * kill)
        os.kill(process.pid, signal.SIGKILL)
        saved = 1 + len(process.stdout.read().split())
        notes = read(tmp_path).filter(pl.col("reader") == f"reader {kill}")["note"].to_list()
        assert notes[:saved] == [str(number) for number in range(saved)]
    append_decisions(tmp_path, [decide("rebels", reader="reader 0")])
    assert read(tmp_path).filter(pl.col("text") == "rebels").height == 1


def test_two_processes_write_one_file(tmp_path):
    both = [writer(tmp_path, "Ann", 40) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    for process in both:
        process.stdout.close()
    found = read(tmp_path)
    # a line that comes twice on end counts once, so that a request sent twice is no second decision
    assert set(found["note"]) == {str(number) for number in range(40)}
    assert len(decisions_file(tmp_path, "Ann").read_text().splitlines()) == 80


def test_links_of_an_earlier_edition_are_decisions(tmp_path):
    (tmp_path / "links.csv").write_text(
        "article_id,sentence,other_id,other_sentence,decision,note\none,army shot,two,soldiers,confirmed,the same\n"
        "one,rebels,two,soldiers,rejected,\n"
    )
    corpus = corpus_of({"one": TEXT, "two": "Now soldiers shoot."})
    found = place_decisions(read(tmp_path), corpus)
    assert found["reader"].unique().to_list() == ["links.csv"]
    first, second = found.sort("line").to_dicts()
    assert (first["start"], first["other_start"], first["why"]) == (TEXT.index("army"), 4, None)
    assert second["why"] == "article 'one': 'rebels' is not in it, or not once"


# --- found again ---------------------------------------------------------------------------------------------------


def test_words_keep_their_place_and_what_is_undone_is_gone(tmp_path):
    first = decide("rebels", nth=2, decision="rejected")
    found = placed(tmp_path, decide("rebels"), first, decide("rebels", nth=2, second=1))
    assert found["start"].to_list() == [4, 35, 35]
    undo_decisions(tmp_path, [first])  # the reader's last one there
    corpus = corpus_of({"one": TEXT})
    assert place_decisions(read(tmp_path), corpus)["decision"].to_list() == ["confirmed", "rejected"]
    undo_decisions(tmp_path, [first | {"note": "and the one before"}])
    assert place_decisions(read(tmp_path), corpus)["decision"].to_list() == ["confirmed"]


def test_of_two_readers_the_later_stands_last_or_the_final_one(tmp_path):
    append_decisions(tmp_path, [decide("army", second=5), decide("army", reader="Ben", second=3)])
    corpus = corpus_of({"one": TEXT})
    assert place_decisions(read(tmp_path), corpus)["reader"].to_list() == ["Ben", "Ann"]
    manifest = corpus.manifest.model_copy(update={"decisions": DecisionOptions(final="Ben")})
    final = type(corpus)(manifest, corpus.articles, corpus.paragraphs, corpus.audit)
    assert place_decisions(read(tmp_path), final)["reader"].to_list() == ["Ann", "Ben"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("By Lee.\n" + TEXT, 29),  # a cleaner leaves more in
        ("The  rebels fled. The “army”  shot two rebels. The rebels wept.", 23),  # other marks and spaces
        ("The army slept. " + TEXT.replace("fled", "won"), 36),  # the words twice: their sentence decides
    ],
)
def test_words_are_found_again_in_a_text_that_has_changed(tmp_path, text, start):
    found = placed(tmp_path, decide("army"), corpus=corpus_of({"one": text}))
    assert found.select("start", "why").row(0) == (start, None)


@given(before=st.text("abc .", max_size=30), nth=st.integers(1, 3))
def test_words_move_with_their_sentence(tmp_path_factory, before, nth):
    folder = tmp_path_factory.mktemp("folder")
    text = f"{before}\n{TEXT}"
    found = placed(folder, decide("rebels", nth=nth), corpus=corpus_of({"one": text}))
    assert found["start"].to_list() == [decide("rebels", nth=nth)["start"] + len(before) + 1]


def test_what_fits_nowhere_is_listed_with_the_reason(tmp_path):
    corpus = corpus_of({"one": TEXT.replace("army", "navy")})
    gone = decide("army")
    actor, span = (
        decide("navy", text=corpus.articles["text"][0], decision="corrected", field=field, value="NAVY")
        for field in ("actor", "span")
    )
    other = gone | {"article_id": "nine"}
    found = placed(tmp_path, gone, actor, span, other, corpus=corpus)
    assert sorted(found["why"]) == [
        "article 'nine': it is not here",
        "article 'one': 'NAVY' is not in it",
        "article 'one': 'army' is not in it, or not once",
        "no actor 'NAVY' in this corpus",
    ]


def test_an_article_is_known_by_its_file_when_its_id_changes(tmp_path):
    found = placed(tmp_path, decide("army"), corpus=corpus_of({"renamed": TEXT}))
    assert found.select("article_id", "why").row(0) == ("renamed", None)
