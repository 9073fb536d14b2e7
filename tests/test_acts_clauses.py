"""Voice, doer and undergoer of a verb, on single sentences; the list of words of force; the scorer on GUM's trees."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from analysis.corpus import corpus_of
from analysis.evidence.acts.force_lexicon import COLUMNS, LEXICON, VOCABULARY, force_lexicon
from analysis.language import parse, pipeline
from analysis.language.clauses import Clause, clauses
from analysis.language.document import build_document
from benchmarks.validity.gum_agency import score
from benchmarks.validity.machine import Machine


def verbs(text: str) -> dict[str, Clause]:
    return {clause.verb.text: clause for clause in clauses(build_document(pipeline()(text), text))}


@pytest.mark.parametrize(
    ("text", "verb", "full"),
    [
        ("The bridge was destroyed.", "destroyed", True),
        ("The bridge has been destroyed by rebels.", "destroyed", True),
        ("The bridge destroyed by rebels was old.", "destroyed", False),
        ("Built in 1900, the bridge fell.", "Built", False),
        ("He was born and raised there.", "raised", False),
    ],
)
def test_passives_full_and_reduced(text: str, verb: str, full: bool) -> None:
    clause = verbs(text)[verb]
    assert (clause.is_passive, clause.is_full) == (True, full)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Ten people have died.", "died"),
        ("A bus blew up.", "blew"),
        ("They had destroyed the bridge.", "destroyed"),
    ],
)
def test_what_is_no_passive(text: str, verb: str) -> None:
    assert not verbs(text)[verb].is_passive


@pytest.mark.parametrize(
    ("text", "verb", "agent"),
    [
        ("The bridge was destroyed by rebels.", "destroyed", "rebels"),
        ("The faith was banned from public worship by the ministry.", "banned", "ministry"),
        ("The bridge was destroyed by Friday.", "destroyed", None),
        ("The staff was cut by 20 percent.", "cut", None),
        ("The bridge was destroyed.", "destroyed", None),
    ],
)
def test_doer_of_a_passive(text: str, verb: str, agent: str | None) -> None:
    found = verbs(text)[verb].agent
    assert (found.text if found is not None else None) == agent


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("Police arrested and questioned the student.", ("Police", "arrested", "student")),
        ("They made him leave.", ("They", "made", "him")),
        ("The rebels burned the bridge.", ("rebels", "burned", "bridge")),
    ],
)
def test_active_triples(text: str, triple: tuple[str, str, str]) -> None:
    clause = verbs(text)[triple[1]]
    assert clause.agent is not None
    assert clause.patient is not None
    assert (clause.agent.text, clause.verb.text, clause.patient.text) == triple


def test_the_scorer_on_two_sentences(tmp_path: Path) -> None:
    def read(texts: dict[str, str]) -> Machine:
        return Machine(parse(corpus_of(texts), cache=tmp_path))

    def noun(text: str, word: str) -> dict[str, object]:
        at = text.index(word)
        return {"head": word, "head_start": at, "head_end": at + len(word), "text": word}

    one, other = "The bridge was destroyed by rebels.", "Rebels burned the bridge."
    passive = {"verb": "destroyed", "start": 15, "end": 24, "voice": "passive"}
    active = {"verb": "burned", "start": 7, "end": 13, "voice": "active"}
    items = [
        {
            "id": "a",
            "doc": "d",
            "text": one,
            "events": [{**passive, "agent": noun(one, "rebels"), "patient": noun(one, "bridge")}],
        },
        # The coder takes the wrong noun for the object, so the triple is missed on both sides: 2 * 0 / (1 + 1).
        {
            "id": "b",
            "doc": "d",
            "text": other,
            "events": [{**active, "agent": noun(other, "Rebels"), "patient": noun(other, "Rebels")}],
        },
    ]
    tallies, errors = score(items, read).frames()
    counts = {
        metric: group.select("hits", "n_coded", "n_machine").sum().row(0)
        for (metric,), group in tallies.group_by("metric")
    }
    assert counts["passives_f1"] == (1, 1, 1)
    assert counts["agent_recall"] == (1, 1, 1)
    assert counts["triples_f1"] == (0, 1, 1)
    assert counts["active_agent_recall"] == (1, 1, 1)
    assert errors["metric"].to_list() == ["triples_f1", "triples_f1"]


def rows() -> list[dict[str, str]]:
    with LEXICON.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_of_force_is_in_order() -> None:
    keys = [(row["lemma"], row["pos"]) for row in rows()]
    assert tuple(rows()[0]) == COLUMNS
    assert keys == sorted(set(keys))
    for row in rows():
        assert re.fullmatch(r"[a-z]+(?:[ -][a-z]+)*", row["lemma"]), row
        assert (row["pos"] == "PHRASE") == (" " in row["lemma"]), row
        for column, words in VOCABULARY.items():
            assert row[column] in words, row


def test_every_source_of_the_list_is_in_the_readme() -> None:
    readme = (LEXICON.parent / "README.md").read_text(encoding="utf-8").split("## References of force.csv")[1]
    listed = {line[2:].split(":")[0] for line in readme.split("\n## ")[0].splitlines() if line.startswith("- ")}
    cited = {row["source"] for row in rows()}
    assert {source.split(":")[0] for source in cited} == listed


def test_every_condition_of_the_list_is_told_in_the_readme_and_used() -> None:
    readme = (LEXICON.parent / "README.md").read_text(encoding="utf-8")
    for column in ("context", "needs", "form"):
        used = {row[column] for row in rows()}
        assert used == VOCABULARY[column], column
        assert [word for word in sorted(used - {""}) if f"`{word}`" not in readme] == []


def test_conditions_that_a_note_names_are_understood(tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "lemma,pos,class,source,note\nheckle,VERB,coercion,mine,person; force only\nheckler,NOUN,doer,mine,mind\n",
        encoding="utf-8",
    )
    heckle, heckler = force_lexicon(mine).verbs["heckle"], force_lexicon(mine).nouns["heckler"]
    assert (heckle.context, heckle.needs, heckle.form) == ("force only", "person", "")
    assert (heckler.kind, heckler.is_unconditional) == ("agent", True)


def test_a_condition_that_nobody_knows_is_told_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(f"{','.join(COLUMNS)}\nheckle,VERB,coercion,war only,,,mine\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: no context 'war only'; choose of figurative too, force only"):
        force_lexicon(bad)
