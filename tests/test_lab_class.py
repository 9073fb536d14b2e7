"""Does a class learn how far it agrees, and where it parts?"""

import json

import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.codings.table import corpus_codings
from analysis.corpus import read_corpus
from analysis.report.lab.gather import gather_class, pseudonyms

TEXT = "The mayor left. Police cleared the square. Nobody was hurt. The mayor came back."
SENTENCES = [(0, 15), (16, 42), (43, 59), (60, 80)]
TOML = """
[corpus]
id = "town"
title = "A town <b>"
language = "en"
[[event]]
id = "e"
title = "A square"
start = 2020-01-01
end = 2020-01-09
[[outlet]]
id = "gazette"
name = "Gazette"
[[article]]
id = "a"
event = "e"
outlet = "gazette"
file = "raw/a.txt"
date = 2020-01-02
date_basis = "stated"
"""


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "town"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw/a.txt").write_text(TEXT)
    (folder / "corpus.toml").write_text(TOML)
    return folder


def handed_in(folder, **coders):
    """A file a coder: each sentence with its answer to one question."""
    folder.mkdir()
    for coder, answers in coders.items():
        lines = [
            {"doc": "a", "kind": "frame", "start": start, "end": end, "sentence": TEXT[start:end]}
            | {"text": TEXT[start:end], "coder": coder, "problem": answer}
            for (start, end), answer in zip(SENTENCES, answers.split(), strict=True)
        ]
        (folder / f"own--{coder}.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return folder


def test_what_splits_a_class_worked_by_hand(tmp_path, corpus):
    folder = handed_in(
        tmp_path / "in", ann="yes yes no no", ben="yes no no no", eve="yes no no no", tom="yes yes no no"
    )
    found = gather_class([folder], corpus, names=True)
    (row,) = found.split.to_dicts()
    # two say yes and two no: 1 - (1/4 + 1/4)
    assert (row["text"], row["n"], row["split"]) == ("Police cleared the square.", 4, 0.5)
    assert [(one["value"], one["coders"]) for one in row["answers"]] == [("no", "ben, eve"), ("yes", "ann, tom")]
    # of 4 × 6 pairs of answers, 2 + 6 + 6 + 6 are the same: 1 and 1 of ann-tom and ben-eve in the divided sentence
    assert found.fields.row(0, named=True)["agreement"] == pytest.approx(20 / 24)
    assert found.coders.rows() == [(one, 4, 1) for one in ("ann", "ben", "eve", "tom")]


def test_names_are_taken_out_and_what_a_pair_settled_is_no_coder(tmp_path, corpus):
    folder = handed_in(tmp_path / "in", ann="yes yes no no", ben="yes no no no", agreed="yes yes no no")
    found = gather_class([folder], corpus)
    assert found.coders["coder"].to_list() == ["coder 1", "coder 2"]
    assert "ann" not in str(found.split.to_dicts())
    assert pseudonyms(["ben", "ann", "agreed"]) == pseudonyms(["ann", "ben"])


def test_what_counts_for_nothing_is_told_and_two_people_are_not_made_one(tmp_path, corpus):
    folder = handed_in(tmp_path / "in", ann="yes yes no no", ben="yes no no no", agreed="yes yes no no")
    (folder / "own--eve.jsonl").write_text("")
    found = gather_class([folder], corpus)
    assert found.notes == [
        "Empty, and left out: own--eve.jsonl.",
        "Left out, since pairs settled them together: 1 of the files.",
    ]
    other = handed_in(tmp_path / "other", ann="no no no no")
    with pytest.raises(ValueError, match=r"code the same places, both by 'ann'; give one of the two another name"):
        gather_class([folder, other], corpus)


def test_a_second_codebook_is_set_beside_the_first(tmp_path, corpus):
    first = handed_in(tmp_path / "first", ann="yes no yes no", ben="no yes no yes")
    second = handed_in(tmp_path / "second", ann="yes no yes no", ben="yes no yes no")
    page = tmp_path / "class.html"
    arguments = ["lab", "gather", str(second), "--before", str(first), "--corpus", str(corpus), "--out", str(page)]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert "By the earlier codebook alpha was −0.75; now it is 1.00." in done.output
    text = page.read_text(encoding="utf-8")
    assert "A town &lt;b&gt;" in text
    assert "<script" not in text


def test_one_coder_alone_is_told_so(tmp_path, corpus):
    folder = handed_in(tmp_path / "in", ann="yes yes no no")
    done = CliRunner().invoke(app, ["lab", "gather", str(folder), "--corpus", str(corpus)])
    assert done.exit_code == 2
    assert "agreement takes two" in done.output


def test_coders_are_compared_with_settled_codings_where_the_kinds_meet(tmp_path, corpus):
    (corpus / "codings").mkdir()
    label = {
        "doc": "a",
        "kind": "label",
        "start": 16,
        "end": 22,
        "sentence": "Police cleared the square.",
        "text": "Police",
    }
    fields = {
        "actor": "police",
        "family": None,
        "voice": "author",
        "holder": "author",
        "distanced": False,
        "tone": "neutral",
    }
    fields = {name: str(value) if value is not None else None for name, value in fields.items()}
    for coder, voice in (("ann", "author"), ("ben", "indirect")):
        own = label | fields | {"coder": coder, "voice": voice}
        (tmp_path / f"{coder}.jsonl").write_text(json.dumps(own))
    (corpus / "codings/settled.jsonl").write_text(json.dumps(label | fields | {"coder": "adjudicated"}))
    found = gather_class([tmp_path / "ann.jsonl", tmp_path / "ben.jsonl"], corpus, names=True)
    same = {(row["coder"], row["field"]): row["same"] for row in found.against.to_dicts()}
    assert same["ann", "words"] == same["ben", "words"] == 1
    assert (same["ann", "voice"], same["ben", "voice"]) == (1, 0)


def test_a_scheme_of_ones_own_is_not_held_against_the_machine(corpus):
    handed_in(corpus / "codings", ann="yes yes no no")
    (corpus / "codings/.steps").mkdir()
    assert corpus_codings(corpus, read_corpus(corpus)).is_empty()
