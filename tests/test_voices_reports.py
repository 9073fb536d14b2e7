"""Where a report begins and ends, and what reports at all: one case for each kind of sentence."""

from __future__ import annotations

import pytest

from analysis.corpus import corpus_of
from analysis.evidence.voices import quotations
from analysis.language import parse


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    cache = tmp_path_factory.mktemp("parses")

    def read(text, *columns):
        found = quotations(parse(corpus_of({"a": text}), cache=cache))
        return list(found.select(columns or ("type", "text", "speaker")).iter_rows())

    return read


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # A new subject with its own cue behind a semicolon
        (
            "Aides said Hill had not met them; the Herald reported that Reed made a visit.",
            ["Hill had not met them", "Reed made a visit"],
        ),
        # The author turns from the report
        (
            "Reed repeated that he plans to meet them — perhaps in June — but raised a new question.",
            ["he plans to meet them — perhaps in June"],
        ),
        ("Mary Hill said the talks had failed - a verdict that few shared.", ["the talks had failed"]),
        # A gloss on a name or a date is the author's
        (
            "Reed called for a march in the city on April 9—the fifth anniversary of the war.",
            ["a march in the city on April 9"],
        ),
        ("According to the Herald, which first reported the raid, ten men were arrested.", ["ten men were arrested"]),
        ("Mary Hill raised the possibility the talks might be called off.", ["the talks might be called off"]),
        ("“Did I like it? No, not at all,” Hill said.", ["Did I like it? No, not at all,"]),
        ("Police shouted at him to drop his gun.", ["to drop his gun"]),
        ("As Hill was making this statement, she heard about the killing.", []),
        (
            "According to Rep. T. Reed, Congressional probing of the affair was partly responsible for the exposure.",
            ["Congressional probing of the affair was partly responsible for the exposure"],
        ),
        (
            "A wall would stop the flow of drugs, Hill said, but also the flow of goods.",
            ["A wall would stop the flow of drugs", "also the flow of goods"],
        ),
        ("Reed was quick to point out that the army had left.", ["the army had left"]),
        # Questions
        ("Mary Hill questioned whether the police had acted.", ["whether the police had acted"]),
        ("Mary Hill wondered how the war would end.", ["how the war would end"]),
        # A number that somebody counts; nothing else that is counted
        ("Doctors counted 50 dead.", ["50 dead"]),
        ("Officials counted their money.", []),
        # No report in the narrow sense
        ("Officials learned that the army had left.", []),
        ("The paper first published the video on Friday.", []),
        ("A poster depicting his head on a wall was torn.", []),
        ("He belongs to a group called Jaish-e-Muhammad in Pakistan.", []),
    ],
)
def test_where_a_report_ends(said, text, words):
    assert [text for (text,) in said(text, "text")] == words


def test_what_somebody_brushes_off_is_what_others_say(said):
    of_critics = ("the raid", "unnamed: not stated")
    assert said("Officials brushed off criticism of the raid.", "text", "speaker")[-1] == of_critics
    assert said("Officials denied allegations of fraud.", "text", "speaker")[-1] == ("fraud", "unnamed: not stated")


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("The talks began after reports that the army had left.", "the army had left", "neutral"),
        ("An officer who allegedly shot him was arrested.", "shot him", "distancing"),
        ("The army has reportedly left the town.", "The army has reportedly left the town", "neutral"),
        ("Ministers met amid allegations of fraud.", "fraud", "distancing"),
    ],
)
def test_hearsay_has_no_speaker(said, text, words, kind):
    assert said(text, "text", "speaker", "cue_class") == [(words, "unnamed: not stated", kind)]


def test_a_name_behind_the_word_for_a_work_is_a_title(said):
    rows = said("Tom Reed told the television program “Inside Edition” that he was glad.")
    assert ("scare", "Inside Edition", "") in rows
    assert ("indirect", "he was glad", "Tom Reed") in rows


def test_turns_of_a_transcript_are_direct_speech(said):
    assert said("[Diaz] We must go on. We will win.\n[Reporter] Will you stay?\n[Diaz] I will.") == [
        ("direct", "We must go on. We will win.", "Diaz"),
        ("direct", "Will you stay?", "unnamed: reporter"),
        ("direct", "I will.", "Diaz"),
    ]
    loud = said("DIAZ: We must go on. We will win.\nREPORTER: Will you stay?")
    assert [kind for kind, _, _ in loud] == ["direct", "direct"]


def test_only_what_can_speak_speaks_before_a_colon(said):
    assert said("BOMBING: Ten dead in market") == []
    assert said("POLICE: Two men held after raid", "text") == [("Two men held after raid",)]


def test_the_second_half_of_a_split_quotation_has_no_cue(said):
    rows = said("“It is over,” Hill told Tom Reed of the Herald, “and we can go home.”", "text", "cue_class")
    assert rows == [("It is over,", "neutral"), ("and we can go home.", "none")]


def test_a_newspaper_is_no_document(said):
    assert said("The Washington Post reported that it rained.", "speaker") == [("Washington Post",)]
