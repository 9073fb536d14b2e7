import json
import subprocess
import sys

import polars as pl
import pytest
from typer.testing import CliRunner

from analysis.cli import app

TOML = """
[corpus]
id = "tiny"
title = "Two papers"

[[event]]
id = "march"
title = "The march"
start = 2020-01-01
end = 2020-01-02

[[outlet]]
id = "gazette"
name = "Gazette"

[[article]]
id = "gazette-1"
event = "march"
outlet = "gazette"
file = "raw/gazette-1.txt"
date = 2020-01-01

[[actor]]
id = "POLICE"
name = "police"
group = "the state"
aliases = ["officers"]
"""
TEXT = "The police arrested forty marchers.\n\n“We will march again tomorrow,” Ann Lee said.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    corpus = tmp_path / "corpus"
    (corpus / "raw").mkdir(parents=True)
    (corpus / "corpus.toml").write_text(TOML, encoding="utf-8")
    (corpus / "raw" / "gazette-1.txt").write_text(TEXT, encoding="utf-8")
    return corpus


def call(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_check_says_what_is_in_order(folder, tmp_path):
    result = call("check", folder, "--json", tmp_path / "out" / "check.json")
    assert result.exit_code == 0
    assert result.output.startswith(
        "The corpus 'tiny' is in order: 1 event, 1 outlet, 1 article, 2 paragraphs, 1 actor."
    )
    answer = json.loads((tmp_path / "out" / "check.json").read_text(encoding="utf-8"))
    assert (answer["in_order"], answer["articles"], answer["problems"]) == (True, 1, [])


def test_check_lists_all_problems_at_once(folder):
    broken = TOML.replace('outlet = "gazette"\n', 'outlet = "herald"\n').replace("raw/gazette-1", "raw/gazette-2")
    (folder / "corpus.toml").write_text(broken, encoding="utf-8")
    result = call("check", folder)
    assert result.exit_code == 1
    assert "2 problems" in result.output
    assert "corpus.toml, line 19: no outlet 'herald' in this corpus; outlets here: gazette" in result.output
    assert "corpus.toml, line 20: file 'raw/gazette-2.txt' is not there" in result.output
    on_screen = json.loads(call("check", folder, "--json", "-").stdout)
    assert [problem["line"] for problem in on_screen["problems"]] == [19, 20]


def test_kwic_shows_a_word_in_its_place(folder):
    result = call("kwic", folder, "march*", "--width", 12, "--json", "-")
    assert result.exit_code == 0
    places = json.loads(result.stdout)
    assert [(place["match"], place["start"]) for place in places] == [("marchers", 26), ("march", 46)]
    assert places[0]["before"] == "ested forty "
    printed = call("kwic", folder, "march*", "--width", 12, "--most", 1).stdout
    assert "[marchers]" in printed
    assert "[march]" not in printed
    assert "'march*': 2 places in 1 of 1 articles" in printed


def test_kwic_asks_the_index_that_features_made_while_it_is_up_to_date(folder, monkeypatch):
    without = call("kwic", folder, "march*", "--json", "-").stdout
    assert call("features", folder).exit_code == 0
    made = folder / "features" / "index" / "of.txt"
    first = made.stat().st_mtime_ns
    assert call("features", folder).exit_code == 0
    assert made.stat().st_mtime_ns == first
    with monkeypatch.context() as patch:
        patch.setattr("analysis.measures.concordance.concordance", lambda *_, **__: None)  # checks the query only
        assert call("kwic", folder, "march*", "--json", "-").stdout == without
    (folder / "raw" / "gazette-1.txt").write_text("Nobody marched.\n", encoding="utf-8")
    assert [place["match"] for place in json.loads(call("kwic", folder, "march*", "--json", "-").stdout)] == ["marched"]


def test_words_compares_outlets_from_the_text_alone(folder):
    herald = '[[outlet]]\nid = "herald"\nname = "Herald"\n[[article]]\nid = "h"\nevent = "march"\noutlet = "herald"\n'
    (folder / "corpus.toml").write_text(f'{TOML}{herald}file = "raw/h.txt"\ndate = 2020-01-01\n', encoding="utf-8")
    (folder / "raw" / "h.txt").write_text("Marchers, marchers, marchers.\n", encoding="utf-8")
    result = call("words", folder, "--outlet", "Herald", "--json", "-")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    # 3 of the 3 words of the Herald, 1 of the others
    assert [(row["term"], row["n_target"], row["total_target"], row["n_reference"]) for row in found] == [
        ("marchers", 3, 3, 1)
    ]
    assert "marchers" in call("words", folder, "--min-count", 1).stdout


def test_words_reads_a_table_of_any_size(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.tables.AT_ONCE", 2)
    rows = [("Gazette", "Thugs marched."), ("Herald", "Marchers, marchers."), ("Herald", "marchers’ songs")]
    for name, event in (("a", None), ("b", "march")):
        table = pl.DataFrame(rows, schema=["Source", "text"], orient="row").with_columns(event=pl.lit(event))
        (table if event else table.drop("event")).write_csv(tmp_path / f"{name}.csv")
        result = call("words", tmp_path / f"{name}.csv", "--outlet", "Herald")
        assert result.exit_code == 0, result.output
        told = f"Herald{' on march' * bool(event)}: word, log ratio, uses here and elsewhere"
        assert result.stdout.splitlines()[0] == told
        assert result.stdout.splitlines()[1].split() == ["marchers", "1.58", "3", "0"]  # log2(3 / 4 : .5 / 2)


def test_words_finds_the_event_of_the_last_row_and_any_separator(tmp_path):
    lines = [*[{"outlet": "A", "text": "riot"}] * 150, {"outlet": " B ", "text": "riot", "event": "e"}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert "no event has two; events here:  (A), e (B)" in call("words", tmp_path / "a.jsonl").output
    (tmp_path / "b.csv").write_text("outlet;text\nA;riot riot riot\nB;calm\n", encoding="utf-8")
    assert call("words", tmp_path / "b.csv").stdout.splitlines()[1].split() == ["riot", "1.00", "3", "0"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "text\nMarch.\n", "a.csv has no column that is known to hold the outlet; call one outlet"),
        ("a.csv", "outlet\nCNN\n", "a.csv has no column that is known to hold the text; call one text"),
        ("a.csv", "outlet,text\n", "a.csv has no row that names an outlet; put articles in"),
        ("a.csv", "outlet,text\n,March.\n", "a.csv has no row that names an outlet; put articles in"),
        ("a.parquet", "text\n", "a.parquet cannot be read: "),
        ("a.docx", "text\n", "a.docx is no corpus folder, and no table (.csv, .tsv, .jsonl,"),
    ],
)
def test_words_says_what_a_table_lacks(tmp_path, name, content, told):
    (tmp_path / name).write_text(content, encoding="utf-8")
    result = call("words", tmp_path / name)
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("words", "{folder}"), "no event has two"),
        (("kwic", "{folder}", "..."), 'nothing to find in the query "..."'),
        (("kwic", "{folder}", "march", "--unit", "stem"), 'no unit "stem" to search by; choose one of: norm, lemma'),
        (("check", "{folder}/nowhere"), "nowhere; correct the path"),
        (("validate", "{folder}/no.jsonl", "--corpus", "{folder}"), "no.jsonl; correct the path"),
        (("validate", "{folder}"), "Missing option '--corpus'"),
        (("sing",), "No such command 'sing'"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(folder, arguments, told):
    result = call(*(one.format(folder=folder) for one in arguments))
    assert result.exit_code == 2
    assert told in result.output


def codings(folder, **other):
    record = {
        "doc": "gazette-1",
        "kind": "quote",
        "sentence": "“We will march again tomorrow,” Ann Lee said.",
        "text": "We will march again tomorrow,",
        "nth": 1,
        "type": "direct",
        "speaker": "Ann Lee",
        "speaker_actor": "OTHER",
        "cue": "said",
        "cue_class": "neutral",
    }
    path = folder / "ann.jsonl"
    path.write_text(json.dumps(record | other) + "\n", encoding="utf-8")
    return path


def test_validate_scores_codings(folder, tmp_path):
    out = tmp_path / "scores.json"
    result = call("validate", codings(folder), "--corpus", folder, "--json", out)
    assert result.exit_code == 0
    rows = {row["metric"]: row for row in json.loads(out.read_text(encoding="utf-8"))}
    assert set(rows["quote_content_f1"]) == {"set", "part", "metric", "value", "low", "high", "n"}
    # one article with nothing in it but one full quotation with its cue: every answer is right
    assert [rows[name]["value"] for name in ("quote_content_f1", "quote_type", "quote_cue_class")] == [1, 1, 1]
    assert rows["quote_content_f1"]["set"] == "codings"
    assert "quote_content_f1" in result.stdout


def test_validate_names_file_and_line_of_a_bad_record(folder):
    result = call("validate", codings(folder, type="loud"), "--corpus", folder)
    assert result.exit_code == 1
    assert "ann.jsonl, line 1: type is 'loud'; it is one of: direct, partial, indirect, scare" in result.output


def test_validate_lists_spans_that_are_nowhere(folder):
    result = call("validate", codings(folder, text="We shall overcome"), "--corpus", folder)
    assert result.exit_code == 0
    assert "1 coded span is nowhere in its article, and counts as missed:" in result.output
    assert "ann.jsonl, line 1: We shall overcome" in result.output


def test_agree_compares_coders_and_the_machine(folder, tmp_path):
    ann = codings(folder, coder="ann").rename(folder / "1.jsonl")
    ben = codings(folder, coder="ben", cue_class="assertive")
    asked = ("--corpus", folder, "--level", "nominal", "--kind", "quote", "--field", "cue_class")
    out = tmp_path / "agree.json"
    result = call("agree", ann, ben, *asked, "--json", out)
    assert result.exit_code == 0
    assert "quote     ann and ben: exact_f1 1.00 (1 shared, 1 and 1)" in result.output
    assert "cue_class of quote (nominal): The coders agree on 0 of 1 unit (0 %)." in result.output
    assert json.loads(out.read_text(encoding="utf-8"))["fields"][0]["agreement"] == 0.0
    with_machine = call("agree", ann, ben, *asked, "--machine")
    # the machine sides with Ann: 1 of 3 pairs
    assert "On 1 unit with two answers or more, 33 % of the pairs of answers are the same." in with_machine.output


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--level", "ratio"), "there is no level 'ratio'; name one of: nominal, ordinal, interval"),
        (("--level", "nominal", "--kind", "act"), "nobody coded 'act'; kinds here: quote"),
        (("--level", "interval", "--field", "cue"), "interval needs numbers, and 'cue' has the answer 'said'"),
        ((), "Missing option '--level'"),
    ],
)
def test_agree_says_what_cannot_be_asked(folder, options, told):
    result = call("agree", codings(folder), "--corpus", folder, *options)
    assert result.exit_code == 2
    assert told in result.output


def test_codings_are_written_in_another_format(folder, tmp_path):
    result = call("codings", codings(folder), "--corpus", folder, "--to", "csv", "--out", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert "1 record by 1 coder written to " in result.output
    again = call("agree", tmp_path / "out.csv", "--corpus", folder, "--level", "nominal", "--field", "cue")
    assert again.exit_code == 2
    assert "there is one coder only (corpus), and agreement takes two" in again.output
    lost = call(
        "codings", codings(folder, text="We shall"), "--corpus", folder, "--to", "csv", "--out", tmp_path / "b.csv"
    )
    assert "1 coded span is nowhere in its article, and is left out:" in lost.output
    wrong = call("codings", codings(folder), "--corpus", folder, "--to", "xls", "--out", tmp_path / "c")
    assert wrong.exit_code == 2
    assert "there is no format 'xls' to write; formats here: jsonl, csv, webanno" in wrong.output


@pytest.mark.parametrize("command", ["new", "add", "check", "kwic", "words", "validate", "agree", "codings"])
def test_help_shows_examples(command):
    result = call(command, "--help")
    assert result.exit_code == 0
    assert f"counterframe {command} " in result.output
    assert "Example" in result.output


def test_the_door_opens_quickly_without_the_heavy_packages():
    heavy = "spacy", "scipy", "sklearn", "polars", "matplotlib"
    program = f"import sys, analysis.cli; print([name for name in {heavy!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
