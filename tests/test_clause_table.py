"""The table of clauses, on tiny sentences: who is understood, what is not done, whose verb it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from analysis import schema
from analysis.corpus import corpus_of
from analysis.language import parse
from analysis.language.actors import mentions
from analysis.language.clause_table import clause_table

ALIASES = {
    "ARMY": ("Northland army", "the army"),
    "REBELS": ("River Front", "the rebels", "rebels"),
    "POLICE": ("Norton police", "police"),
    "CROWD": ("Norton protesters", "protesters"),
    "GOV": ("Northland government", "the government"),
    "REED": ("Tom Reed", "Reed"),
}
Row = dict[str, object]
Reader = Callable[[str], dict[str, Row]]


@pytest.fixture(scope="module")
def verbs(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The clauses of a text by their verbs."""
    cache = tmp_path_factory.mktemp("parses")
    rows = [
        {"actor": actor, "name": names[0], "group": actor, "alias": alias}
        for actor, names in ALIASES.items()
        for alias in names
    ]

    def read(text: str) -> dict[str, Row]:
        parsed = replace(parse(corpus_of({"a": text}), cache=cache), actors=schema.ACTORS.frame(rows))
        table = clause_table(parsed, mentions(parsed))
        assert schema.CLAUSES.problems(table) == []
        return {str(row["text"]): row for row in table.to_dicts()}

    return read


def test_whoever_is_charged_is_understood_to_have_done_it(verbs: Reader) -> None:
    row = verbs("Reed criticised the government for denying the report.")["denying"]
    assert (row["subject"], row["control"], row["agent_actor"]) == (None, "the government", "GOV")


def test_whoever_is_advised_is_understood_to_do_it(verbs: Reader) -> None:
    row = verbs("I advise everyone to end the sedition.")["end"]
    assert (row["subject"], row["control"], row["object"]) == (None, "everyone", "the sedition")


def test_whoever_is_ordered_not_to_does_not(verbs: Reader) -> None:
    row = verbs("Reed ordered the army not to shoot.")["shoot"]
    assert (row["control"], row["agent_actor"], row["negated"]) == ("the army", "ARMY", True)
    assert row["modality"] != ""


def test_each_of_two_clauses_has_its_own_subject(verbs: Reader) -> None:
    found = verbs("The army bombed Norton and the rebels shelled the port.")
    assert [(row["subject"], row["agent_actor"]) for row in found.values()] == [
        ("The army", "ARMY"),
        ("the rebels", "REBELS"),
    ]
    assert (found["bombed"]["object"], found["shelled"]["object"]) == ("Norton", "the port")


def test_by_belongs_to_its_own_passive(verbs: Reader) -> None:
    found = verbs("Reed was shot by police and protesters were beaten.")
    assert all(row["passive"] for row in found.values())
    assert (found["shot"]["agent_actor"], found["shot"]["patient_actor"]) == ("POLICE", "REED")
    assert (found["beaten"]["agent"], found["beaten"]["patient_actor"]) == (None, "CROWD")


def test_an_object_behind_which_its_clause_stands(verbs: Reader) -> None:
    row = verbs("Soldiers feared the rebels that the army was battling.")["battling"]
    assert (row["agent_actor"], row["patient_actor"]) == ("ARMY", "REBELS")


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Police denied shooting the man.", "shooting"),
        ("Police denied having shot the man.", "shot"),
        ("Police denied that the army shot the man.", "shot"),
    ],
)
def test_what_is_denied_is_not_told_as_done(verbs: Reader, text: str, verb: str) -> None:
    assert verbs(text)[verb]["modality"] == "negated"
    assert verbs("Police stopped shooting the man.")["shooting"]["modality"] == ""  # they had shot


def test_a_participle_with_having_is_no_passive(verbs: Reader) -> None:
    assert not verbs("After having released six men, the army left.")["released"]["passive"]
    assert verbs("After having been released, Reed left.")["released"]["passive"]
