"""Is a word such as "most" said only where the numbers bear it out, and is none said unchecked?"""

import ast
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.corpus.claim_words import RELATIONS, Claim, FalseClaim, claim_words, holding
from analysis.corpus.lists import listed_rows
from analysis.corpus.places import PACKAGE, data_folder
from analysis.report.prose import all_of, claim, counted, say

ANSWERS = sorted((PACKAGE / "report" / "answers").glob("*.py"))
WORD = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(claim_words(), key=len, reverse=True))})(?!\w)", re.IGNORECASE)
CHECKED = ("claim", "holding")  # whose words are compared with numbers


def templates(source):
    """The pieces of text of a module that are sentences, with their lines: no docstrings, nothing that is checked."""
    left, tree = set(), ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            left.add(id(node.body[0].value))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in CHECKED:
            words = [*node.args, *(one.value for one in node.keywords if one.arg == "shown")]
            left |= {id(one) for word in words for one in ast.walk(word)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            known = id(node) in left
            left |= {id(part) for part in node.values}
            pieces = [part.value if isinstance(part, ast.Constant) else "…" for part in node.values]
            yield node.lineno, "" if known else "".join(pieces)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in left:
            yield node.lineno, re.sub(r"\{[^}]*\}", "…", node.value)


def bare(source):
    """Words that say something of numbers in a sentence, and are neither checked nor let pass: line, word, text."""
    passed = [row for _, row in listed_rows(data_folder() / "claims" / "unchecked.csv", "word", "text", "why")]
    for line, text in sorted(templates(source)):
        for word in WORD.findall(text) if " " in text.strip() or text[:1].isupper() else ():
            if not any(row["word"] == word.lower() and row["text"] in text for row in passed):
                yield line, word, text


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_no_answer_says_such_a_word_unchecked(path):
    assert list(bare(path.read_text(encoding="utf-8"))) == []


def test_a_bare_word_is_found_wherever_it_stands():
    source = (
        '"""Most of all."""\nsay("Most acts are {most}.", most=claim("most", acts=3, of=4))\nX = f"{n} of {m}, no more"'
    )
    assert [(line, word) for line, word, _ in bare(source)] == [(2, "Most"), (3, "no"), (3, "more")]


def test_what_is_let_pass_is_there_and_says_why():
    said = "\n".join(text for path in ANSWERS for _, text in templates(path.read_text(encoding="utf-8")))
    for line, row in listed_rows(data_folder() / "claims" / "unchecked.csv"):
        assert row["text"] in said, f"line {line}: no answer says {row['text']!r}"
        assert row["why"]


def test_every_word_has_a_relation_and_an_example():
    for line, row in listed_rows(data_folder() / "claims" / "words.csv"):
        assert row["relation"] in RELATIONS, f"line {line}"
        assert re.search(rf"\b{row['word']}\b", row["example"], re.IGNORECASE), f"line {line}"


@pytest.mark.parametrize(
    ("word", "values", "holds"),
    [
        ("most", (5, 9), True),
        ("most", (4, 8), False),  # half is not most
        ("all", (9, 9), True),
        ("all", (0, 0), False),  # of nothing, nothing is said
        ("only", (3, 3), True),
        ("none", (0,), True),
        ("nobody", (1,), False),
        ("few", (1, 11), True),
        ("few", (1, 10), False),
        ("more than", (0.3, 0.1 + 0.2), False),  # the same but for the last bit of a sum
        ("fewer than", (2, 3), True),
        ("twice as many", (4, 2), True),
        ("twice as many", (0, 0), False),
        ("half as many", (2, 4), True),
        ("at least", (2, 2), True),
        ("as many as", (2, 2), True),
        ("the most", (3, [1, 3]), True),  # nobody has more
        ("the most", (3, [1, 4]), False),
        ("first", (1, [2, 3]), True),
        ("weakest", (1, [0.5]), False),
        ("more than", (None, 1), False),  # what is not known bears nothing out
        ("not always", (3, 4), True),
    ],
)
def test_what_the_words_say(word, values, holds):
    assert Claim(word, dict(zip("ab", values, strict=False))).holds() is holds


@given(st.integers(0, 99), st.integers(0, 99))
def test_of_two_numbers_one_word_holds(one, other):
    held = [Claim(word, {"a": one, "b": other}).holds() for word in ("more than", "fewer than", "as many as")]
    assert sum(held) == 1
    assert Claim("at least", {"a": one, "b": other}).holds() is not held[1]


def test_a_false_claim_names_the_sentence_the_word_and_the_numbers():
    acts = counted("[nouns]", pl.DataFrame({"sentence": ["x"]}))
    with pytest.raises(FalseClaim) as told:
        say("{most} acts are {acts}.", most=claim("Most", nouns=4, acts_told=9), acts=acts)
    assert str(told.value) == (
        "“Most acts are [nouns].” is not so: “Most” says: more than half of the second; the numbers are nouns 4, "
        "acts told 9"
    )
    assert say("{most} acts are nouns.", most=claim("Most", nouns=5, acts=9)).text == "Most acts are nouns."


def test_pieces_are_checked_with_the_sentence_they_end_up_in():
    parts = [claim("the most", shown=name, words=n, others=[3, 2]) for name, n in (("Sadr", 3), ("Maliki", 1))]
    with pytest.raises(FalseClaim, match=r"“Most is said by Sadr and Maliki\.” is not so: .* words 1, others 3, 2"):
        say("Most is said by {parts}.", parts=all_of(parts))
    assert say("{who} speaks.", who=parts[0]).claims == ()


def test_plain_sentences_are_checked_as_well():
    assert holding("Few of them, at least two.", few={"n": 2, "of": 90}, at_least={"n": 2, "two": 2})
    with pytest.raises(FalseClaim, match="“No rows” is not so"):
        holding("No rows", no={"rows": 1})
    with pytest.raises(ValueError, match="“most” does not stand in “No rows”"):
        holding("No rows", most={"n": 2, "of": 3})


@pytest.mark.parametrize(
    ("word", "values", "said"),
    [("a great many", {"n": 1}, "no claim 'a great many'; claims here: all, every"), ("most", {"n": 1}, "2 numbers")],
)
def test_what_is_no_claim_is_refused(word, values, said):
    with pytest.raises(ValueError, match=said):
        claim(word, **values)
