"""Can an article be coded in a terminal, and is nothing lost?"""

import json

import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.codings.table import read_codings
from tests.small import write_corpus

BOOK = "kind,unit,field,value,key,definition,example,source\n"
BOXES = BOOK + "frame,sentence,problem,yes,p,A problem.,x,own\nframe,sentence,remedy,yes,r,A remedy.,x,own\n"
SPANS = BOOK + "word,span,tone,good,g,Praise.,x,own\nword,span,tone,bad,b,Blame.,x,own\nword,span,who,*,w,Who.,x,own\n"


@pytest.fixture
def corpus(tmp_path):
    return write_corpus(tmp_path / "harbour")


def coded(corpus, book, typed, *, sheet="own", coder="Ann Lee", article=None):
    path = corpus / f"{sheet}.csv"
    path.write_text(book)
    name = article or sorted(path.stem for path in (corpus / "raw").iterdir())[0]
    arguments = ["code", name, "--corpus", str(corpus), "--codebook", str(path), "--coder", coder]
    return CliRunner().invoke(app, arguments, input=typed)


def rows(corpus, sheet="own"):
    path = corpus / "codings" / f"{sheet}--ann-lee.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_boxes_are_ticked_by_their_keys_and_coding_goes_on_where_it_was_left(corpus):
    done = coded(corpus, BOXES, "pr\n")
    assert done.exit_code == 0, done.output
    assert "1 to go" in done.output
    again = coded(corpus, BOXES, "\n")
    assert again.output.startswith("\n2 of 2")
    assert [(row["problem"], row["remedy"]) for row in rows(corpus)] == [("yes", "yes"), ("no", "no")]
    assert read_codings([corpus / "codings"]).height == 2
    assert "All is coded" in again.output


def test_a_sentence_back_is_coded_anew(corpus):
    coded(corpus, BOXES, "p\n<\nr\n")
    assert [(row["problem"], row["remedy"]) for row in rows(corpus)] == [("no", "yes")]


def test_words_are_found_in_their_sentence_and_strange_ones_asked_again(corpus):
    first = coded(corpus, BOXES, "\n", sheet="trial")
    word = rows(corpus, "trial")[0]["text"].split()[1]
    done = coded(corpus, SPANS, f"nowhere at all\n{word}\nb\nthe mayor\n\n")
    assert "does not stand in this sentence" in done.output
    (row,) = rows(corpus)
    assert (row["text"], row["tone"], row["who"]) == (word, "bad", "the mayor")
    assert row["sentence"][row["start"] - rows(corpus, "trial")[0]["start"] :].startswith(word)
    assert first.exit_code == 0


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"article": "nothing"}, "no article 'nothing'"), ({"coder": " "}, "whose codes are these?")],
)
def test_what_is_not_there_is_told_in_a_sentence(corpus, changes, says):
    done = coded(corpus, BOXES, "", **changes)
    assert done.exit_code == 2
    assert says in done.output
