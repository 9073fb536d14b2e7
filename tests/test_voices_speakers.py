"""Who speaks, and under which name: one case for each kind of sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.corpus import corpus_of
from analysis.evidence.voices import quotations
from analysis.language import parse
from analysis.language.actors import mentions
from analysis.schema import ACTORS

NAMES = {
    "GOV": ("Mary Hill", "Hill", "government"),
    "UNION": ("Tom Reed", "Reed", "union"),
    "PRESS": ("The Herald",),
}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    cache = tmp_path_factory.mktemp("parses")
    rows = [
        {"actor": actor, "name": names[0], "group": actor, "alias": alias}
        for actor, names in NAMES.items()
        for alias in names
    ]

    def read(text, *columns):
        parsed = replace(parse(corpus_of({"a": text}), cache=cache), actors=ACTORS.frame(rows))
        return list(quotations(parsed).select(columns or ("text", "speaker")).iter_rows())

    return read


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Datelines
        ("BAGHDAD, Iraq (CNN) -- Union leader Tom Reed offered Thursday to help the police.", "Tom Reed"),
        ("Porto Alto, 26 Apr 89 (El Diario) -- President-elect Ana Diaz yesterday announced changes.", "Ana Diaz"),
        ("PALM BEACH, Fla. — Mary Hill began the meeting by saying she supports the talks.", "Mary Hill"),
        ("LONDON (Reuters) - Police said ten people were hurt.", "Police"),
        # Names without offices, cut neither short nor long
        ("US ambassador to Iraq Ryan Crocker told the media that he was glad.", "Ryan Crocker"),
        ("Cameraman Mazin al-Tayar said the road was closed.", "Mazin al-Tayar"),
        ("President-elect Ana Diaz said the road was closed.", "Ana Diaz"),
        # Descriptions without article
        ("An official close to the talks said the road was closed.", "unnamed: official close to the talks"),
        ("One resident on condition of anonymity said it rained.", "unnamed: one resident"),
        ("The group said the road was closed.", "unnamed: group"),
        ("He said the road was closed.", "unnamed: not stated"),
        ("It said the road was closed.", "unnamed: not stated"),
        # Two subjects, because the parse takes "ploughed" for a participle: the one at the cue says it
        (
            "Two men were killed when a lorry ploughed into the line at dawn, the port authority said.",
            "unnamed: port authority",
        ),
    ],
)
def test_the_form_of_the_name(said, text, speaker):
    assert [one for _, one in said(text)] == [speaker]


def test_a_body_with_an_alias_speaks_under_it(said):
    # "the union" is Reed's, by the alias table; without it "the company" would be whichever body spoke before
    text = "The Herald said it rained. The union threatened to close the port."
    assert said(text, "speaker", "actor")[-1] == ("union", "UNION")


def test_an_army_keeps_the_fullest_name_it_had(said):
    rows = said("The Danish army moved in. On Monday the army said the road was closed.")
    assert rows == [("the road was closed", "Danish army")]


def test_the_author_of_a_comment_is_nearer_than_an_earlier_speaker(said):
    rows = said(
        "Spokeswoman Mary Hill said it rained.\nA comment entitled, “The Long War” by the analyst Ana Diaz in the "
        "Journal yesterday struck a new note. After accusing Denmark of being behind the war, she concluded: “The "
        "war must end.”"
    )
    assert rows[-1] == ("The war must end.", "Ana Diaz")


def test_with_him_begging_is_his_speech(said):
    text = "Tom Reed said he was well.\nThe recording ended with him begging: “Please make a decision.”"
    assert said(text)[-1] == ("Please make a decision.", "Tom Reed")


def test_a_definite_description_is_one_person_throughout(said):
    text = (
        "A military analyst inside the government said it rained. The analyst said the road was closed. “It is "
        "over,” the analyst added."
    )
    assert len(set(said(text, "speaker", "actor"))) == 1


@pytest.mark.parametrize("text", ["Operations continue “to liberate” areas.", "The war demands “sacrifice” now."])
def test_what_cannot_speak_is_no_speaker(said, text):
    assert said(text, "type") == [("scare",)]


def test_a_phrase_in_a_retold_clause_has_the_outer_cue(said):
    rows = said("Hill vowed that operations would continue “to liberate” areas.", "type", "speaker", "cue")
    assert rows == [("indirect", "Hill", "vowed"), ("partial", "Hill", "vowed")]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("On Monday the Herald said the road was closed.", "PRESS"),
        ("On Monday the government said the road was closed.", "GOV"),
        ("On Monday the Costa Rican government said the road was closed.", "OTHER"),
    ],
)
def test_articles_have_no_case_and_a_foreign_people_is_no_alias(said, text, actor):
    assert said(text, "actor") == [(actor,)]


def test_she_is_no_husband(said):
    text = "Ana Diaz arrived. Her husband left the car. She said it rained."
    assert said(text) == [("it rained", "Ana Diaz")]


def test_two_ministries_stay_apart(said):
    text = "The interior ministry said it rained. On Monday the health ministry said the road was closed."
    assert [name for _, name in said(text)] == ["interior ministry", "health ministry"]


def test_a_conjunction_with_a_capital_is_no_part_of_a_name():
    parsed = parse(corpus_of({"a": "Though Weiner said he was hacked, he apologised."}))
    assert set(quotations(parsed, mentions(parsed))["speaker"]) == {"Weiner"}
