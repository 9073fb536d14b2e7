"""Do a reader's own sentences fail a build when they stop being true? Is what is wrong in claims.toml told at once?"""

from __future__ import annotations

from pathlib import Path

import pytest
from small import write_corpus, write_notebook
from typer.testing import CliRunner, Result

from analysis.cli import app
from analysis.corpus import CorpusError, places
from analysis.corpus.claims import Cell, read_claims
from analysis.report.reader_claims import NAME, claims_table, judge

# How often the article says each word: mayor 1, Police 1, striker 1.
COUNT = """import os
from pathlib import Path
text = Path(corpus_folder, "raw/one.txt").read_text()
rows = [f"{who},{text.count(who)}," for who in ("mayor", "Police", "striker")]
rows = ["who,n,share", *rows, "mayor,1,0.5", "'-x,7,x"]
(Path(os.environ["COUNTERFRAME_FIGURES"]) / "04_words.csv").write_text("\\n".join(rows) + "\\n")"""
SHOW = "from analysis.report.reader_claims import claims_table\nclaims_table(corpus_folder)"
POLICE = '{ table = "04_words", where = { who = "Police" }, column = "n" }'
STRIKERS = '{ table = "04_words", where = { who = "striker" }, column = "n" }'


def claim(word: str, left: str, right: str = "", *, sentence: str = "So it is.", notebook: str = "04") -> str:
    last = f"right = {right}\n" if right else ""
    return f'[[claim]]\nnotebook = "{notebook}"\nsentence = "{sentence}"\nis = "{word}"\nleft = {left}\n{last}\n'


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    write_notebook(tmp_path / "notebooks", "04_words.ipynb", COUNT, "# Whose words?\n\nTheirs.")
    write_notebook(tmp_path / "notebooks", "10_robustness.ipynb", SHOW, "# The same?\n\nYes.")
    monkeypatch.setattr(places, "notebooks_folder", lambda: tmp_path / "notebooks")
    monkeypatch.setattr("analysis.report.prepare.STEPS", ())
    return write_corpus(tmp_path / "harbour")


def call(corpus: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["report", str(corpus), *arguments])


def write(corpus: Path, *claims: str) -> None:
    (corpus / "claims.toml").write_text("".join(claims), encoding="utf-8")


def test_a_sentence_that_is_no_longer_true_fails_the_build(corpus: Path) -> None:
    write(corpus, claim("at least", POLICE, STRIKERS, sentence="Police are named as often as *strikers*."))
    assert call(corpus).exit_code == 0  # one and one
    shown = (corpus / "report/10_robustness.html").read_text(encoding="utf-8")
    assert "Police are named as often as *strikers*." in shown
    assert "n of 04_words (Police)" in shown
    assert "not borne out" not in shown

    # a sentence of the article is deleted: the strikers stay, the police go
    (corpus / "raw/one.txt").write_text("A striker spoke. The mayor said it was murder.\n", encoding="utf-8")
    for again in range(2):  # and the next build, which has nothing to do, says it as well
        done = call(corpus)
        assert done.exit_code == 1
        assert done.output.endswith(
            "Not all of claims.toml is borne out:\nnotebook 04, “Police are named as often as *strikers*.” is not so: "
            "“at least” says: the first is not smaller than the second; the numbers are left: n of 04_words (Police) = "
            "0, right: n of 04_words (striker) = 1\n"
        )
        assert ("nothing has changed" in done.output) is bool(again)
    page = (corpus / "report/04_words.html").read_text(encoding="utf-8")
    assert "A sentence of claims.toml is not borne out." in page
    assert "Police are named as often as *strikers*." in page
    assert "not borne out" not in (corpus / "report/10_robustness.html").read_text(encoding="utf-8")
    # notebooks that were not asked for are no failure of a claim
    assert call(corpus, "--only", "10", "--out", str(corpus.parent / "part")).exit_code == 0
    assert "not asked" in (corpus.parent / "part/10_robustness.html").read_text(encoding="utf-8")


def test_a_sentence_of_the_suite_that_is_not_so_costs_its_page(corpus: Path) -> None:
    told = 'say("{most} acts are nouns.", most=claim("Most", nouns=4, acts=9))'
    told = f"from analysis.report.prose import claim, say\n{told}"
    write_notebook(corpus.parent / "notebooks", "06_agency.ipynb", told, "# Who acts?\n\nThey.")
    done = call(corpus)
    said = (
        "06_agency: cell 3 stopped: FalseClaim: “Most acts are nouns.” is not so: “Most” says: more than half of the "
        "second; the numbers are nouns 4, acts 9"
    )
    assert done.exit_code == 1
    assert done.output.endswith(f"Not all could be made:\n{said}\n")
    page = (corpus / "report/06_agency.html").read_text(encoding="utf-8")
    assert "This page could not be made: cell 3 stopped: FalseClaim: “Most acts are nouns.” is not so" in page
    assert "This page could not be made" not in (corpus / "report/04_words.html").read_text(encoding="utf-8")


def judged(tmp_path: Path, *claims: str) -> list[str]:
    (tmp_path / "04_words.csv").write_text(
        "who,n,share\nmayor,2,0.5\nmayor,1,\nPolice,2,x\n'-x,7,x\n", encoding="utf-8"
    )
    (tmp_path / "04_all.table.csv").write_text("who\n", encoding="utf-8")
    write(tmp_path, *claims)
    return [one.said for one in judge(read_claims(tmp_path), tmp_path, {"04"}, {"03"})]


def cell(who: str, column: str = "n", table: str = "04_words") -> str:
    return f'{{ table = "{table}", where = {{ who = "{who}" }}, column = "{column}" }}'


def test_numbers_counts_of_rows_and_all_others(tmp_path: Path) -> None:
    mayors = '{ table = "04_words", where = { who = "mayor" } }'
    everybody = '{ table = "04_words", column = "n" }'
    empty = '{ table = "04_all" }'
    some = '{ table = "04_words", where = { who = ["mayor", "Police"], n = 2 } }'
    assert (
        judged(
            tmp_path,
            claim("as many as", mayors, "2"),
            claim("all", some, mayors),
            claim("none", empty),
            claim("the most", cell("-x"), everybody),
            claim("twice as many", cell("-x"), cell("Police")),
            claim("most", cell("-x"), "12.5"),
            claim("more than", '{ table = "03_labels", column = "n" }', "2"),  # of a notebook that was not made
        )
        == [""] * 7
    )


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (cell("Police", table="04_word"), "there is no table '04_word'; tables here: 04_all, 04_words"),
        (cell("Police", table="../x"), "there is no table '../x'; tables here: 04_all, 04_words"),
        (cell("Police", "m"), "04_words has no column m; columns there: who, n, share"),
        (cell("police"), "no row of n of 04_words (police) has who 'police'; there: mayor, Police, -x"),
        (cell("mayor"), "2 rows fit n of 04_words (mayor), and one is wanted; name more in where, of: n, share"),
        (cell("Police", "share"), "share of 04_words (Police) is 'x', which is no number"),
        (
            '{ table = "04_words", where = { n = 1 }, column = "share" }',
            "share of 04_words (1) is empty: nothing was counted there",
        ),
    ],
)
def test_what_cannot_be_checked_says_why(tmp_path: Path, left: str, said: str) -> None:
    (told,) = judged(tmp_path, claim("more than", left, "1"))
    assert told == f"notebook 04, “So it is.” cannot be checked: {said}"


def test_both_sides_and_the_notebook_are_told_at_once(tmp_path: Path) -> None:
    (told,) = judged(tmp_path, claim("more than", cell("x"), cell("Police", "m"), notebook="44"))
    assert told.count(";") >= 4
    for part in ("there is no notebook 44; notebooks here: 04", "has who 'x'", "has no column m"):
        assert part in told


def test_a_claims_file_that_is_not_in_order_is_told_all_at_once(corpus: Path) -> None:
    write(
        corpus,
        claim("mostest", "true", "3", notebook="4"),
        '[[claim]]\nis = "none"\nleft = { column = "", wher = 1, where = 2 }\nright = 3\ntext = ""\n',
        claim("most", "3"),
    )
    with pytest.raises(CorpusError) as told:
        read_claims(corpus)
    for said in (
        "claims.toml, line 2: the notebook is '4'; write its number in quotation marks: \"04\"",
        "claims.toml, line 4: there is no word 'mostest'; words here: all, every",
        "claims.toml, line 5: left is True; write a number, or { table = …, where = { … }, column = … }",
        "claims.toml, line 8: 'notebook' of this [[claim]] is missing; add it",
        "claims.toml, line 8: 'sentence' of this [[claim]] is missing; add it",
        "claims.toml, line 10: left has 'wher', which is no key of a value; its keys are table, where, column",
        'claims.toml, line 10: left names no table; write table = "…"',
        'claims.toml, line 10: left names no column; write column = "…"',
        'claims.toml, line 10: left has where = 2; write a column and its value: { outlet = "CNN" }',
        "claims.toml, line 11: 'none' speaks of left alone; delete right",
        "claims.toml, line 12: 'text' is not a key of a claim; its keys are notebook, sentence, is, left, right",
        "claims.toml, line 13: 'most' speaks of two values; add right",
    ):
        assert said in str(told.value)
    assert len(told.value.problems) == 12
    for command in ("check", "report"):
        done = CliRunner().invoke(app, [command, str(corpus)])
        assert done.exit_code == 1
        assert "12 problems" in done.output
    assert not (corpus / "report").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claim = 3", "claims.toml, line 1: 'claim' is not a key of claims.toml; head each claim [[claim]]"),
        ("[claims]", "claims.toml, line 1: 'claims' is not a key of claims.toml; head each claim [[claim]]"),
        ("[[claim", "claims.toml: this is not TOML"),
    ],
)
def test_what_is_no_claims_file_is_refused(corpus: Path, text: str, said: str) -> None:
    (corpus / "claims.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=r"1 problem:") as told:
        read_claims(corpus)
    assert said in str(told.value)


def test_a_corpus_need_not_claim_anything(corpus: Path) -> None:
    assert read_claims(corpus) == []
    assert "has no `claims.toml`" in claims_table(corpus).text
    write(corpus, claim("more than", POLICE, "0.5"))
    (one,) = read_claims(corpus)
    assert one.left == Cell("04_words", {"who": ("Police",)}, "n")
    shown = claims_table(corpus)
    assert shown.name == NAME
    assert shown.rows.rows() == [("04", "So it is.", "in the report", "more than: n of 04_words (Police)")]
