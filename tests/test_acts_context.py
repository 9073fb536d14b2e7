"""Uses of force off the battlefield: who is spoken to, charged, joined, ordered about; what only sounds like force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from analysis import schema
from analysis.corpus import corpus_of
from analysis.evidence.acts import acts
from analysis.evidence.voices import quotations
from analysis.language import parse
from analysis.language.actors import mentions

ALIASES = {
    "POLICE": ("the state", "the police", "police", "officers"),
    "CROWD": ("the crowd", "protesters", "demonstrators"),
    "REBELS": ("the rebels", "rebels", "rebel fighters"),
    "NORTH": ("Northland", "Northland", "Northland army"),
    "SOUTH": ("Southland", "Southland", "Southland army"),
    "GOV": ("the state", "the government", "President Reed", "Reed"),
}
LEAD = "Soldiers attacked the town. "
Reader = Callable[[str], list[dict[str, object]]]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The acts of a text behind a first sentence that makes clear that it is about force."""
    cache = tmp_path_factory.mktemp("parses")
    rows = [
        {"actor": actor, "name": alias, "group": group, "alias": alias}
        for actor, (group, *aliases) in ALIASES.items()
        for alias in aliases
    ]

    def read(text: str) -> list[dict[str, object]]:
        parsed = replace(parse(corpus_of({"a": LEAD + text}), cache=cache), actors=schema.ACTORS.frame(rows))
        named = mentions(parsed)
        return (
            acts(parsed, named, quotations(parsed, named), learnt=False).filter(pl.col("start") >= len(LEAD)).to_dicts()
        )

    return read


@pytest.mark.parametrize(
    ("text", "span", "agent", "patient"),
    [
        # an order is carried out by whoever is told
        ('"Don\'t shoot him," a woman told officers.', "Don't shoot him", "POLICE", "OTHER"),
        # whoever is charged or blamed is said to have done it
        ("Reed was accused of silencing critics.", "silencing critics", "GOV", "OTHER"),
        ("Police blamed the rebels for the bombing.", "bombing", "REBELS", "unstated"),
        ("The police attributed the ambush to the rebels.", "ambush", "REBELS", "unstated"),
        # two sides that the sentence joins
        ("Talks between Northland and Southland to end their war began.", "war", "NORTH", "SOUTH"),
        ("Police and protesters clashed.", "clashed", "POLICE", "CROWD"),
        # the place's holder, the limb's owner
        ("Troops bombed rebel-held Ashford.", "bombed rebel-held Ashford", "POLICE", "REBELS"),
        ("Police grabbed the arm of a protester.", "grabbed the arm", "POLICE", "CROWD"),
        # the head, not the deepest name
        ("The murder of the wife of the editor of Northland shocked many.", "murder", "unstated", "OTHER"),
        # somebody without a code is somebody
        ("A man was killed.", "was killed", "unstated", "OTHER"),
        ("Turkey's air strikes on the rebels went on.", "air strikes", "OTHER", "REBELS"),
        ("Reporters received threats and harassment from the rebels.", "threats", "REBELS", "OTHER"),
        # somebody else's plan
        ("Reed criticised the plan to bomb the city.", "bomb the city", "unstated", "unstated"),
    ],
)
def test_doers_and_undergoers_from_around(done: Reader, text: str, span: str, agent: str, patient: str) -> None:
    row = next(row for row in done(text) if row["text"] == span)
    assert (row["agent"], row["patient"]) == (agent, patient)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Police threw a protester to the ground.", "threw a protester to the ground"),
        ("Spies hacked the servers.", "hacked the servers"),
        ("The police doled out fines to protesters.", "doled out fines"),
        ("Prosecutors fined the company.", "fined the company"),
        ("There were assaults and robberies near the station.", "robberies"),
        ("An officer aimed a gun at a protester.", "aimed a gun"),
        ("Police ordered them to leave.", "ordered them"),
    ],
)
def test_force_off_the_battlefield(done: Reader, text: str, span: str) -> None:
    assert span in [row["text"] for row in done(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The scene was captured by a camera.",
        "He refused to drop the weapon.",
        "The diplomatic offensive went on.",
        "Reed went on the offensive.",
        "He spoke of the war on drugs.",
        "Teachers began a nationwide strike.",
    ],
)
def test_what_only_sounds_like_force(done: Reader, text: str) -> None:
    assert done(text) == []


def test_a_question_says_not_that_it_happened(done: Reader) -> None:
    assert [row["realis"] for row in done("Did the police shoot at protesters?")] == [False]
    assert [row["realis"] for row in done("Who shot the protesters?")] == [True]


def test_a_bomb_is_no_doer_of_a_passive(done: Reader) -> None:
    (row,) = done("Two officers were killed by a bomb.")
    assert (row["form"], row["agent"], row["patient"]) == ("passive_agentless", "unstated", "POLICE")
