"""Every construction of reported speech, each on a text of a sentence or two."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.corpus import corpus_of
from analysis.evidence.voices import quotations, span_voices
from analysis.evidence.voices.quotation_marks import marked_stretches
from analysis.language import parse
from analysis.schema import ACTORS, QUOTATIONS

NAMES = {"GOV": ("Mary Hill", "Hill", "the ministry", "the government"), "UNION": ("Tom Reed", "Reed", "the union")}


@pytest.fixture(scope="session")
def said(tmp_path_factory):
    """Rows of a text as (type, words, speaker, cue), in the order of the text."""
    cache = tmp_path_factory.mktemp("parses")
    rows = [
        {"actor": actor, "name": names[0], "group": actor, "alias": alias}
        for actor, names in NAMES.items()
        for alias in names
    ]

    def read(text: str, *, wide: bool = False) -> pl.DataFrame:
        parsed = replace(parse(corpus_of({"a": text}), cache=cache), actors=ACTORS.frame(rows))
        return quotations(parsed, wide=wide)

    return read


def spans(frame: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return list(frame.select(columns or ("type", "text", "speaker", "cue")).iter_rows())


def only(frame: pl.DataFrame, *columns: str) -> tuple[object, ...]:
    found = spans(frame, *columns)
    assert len(found) == 1, found
    return found[0]


# Quotation marks


def inside(text: str) -> list[str]:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return [
        text[one.start : one.end] for one in marked_stretches(text, [span for span in paragraphs if span[0] < span[1]])
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“We won,” she said.", ["We won,"]),
        ('"We won," she said.', ["We won,"]),
        ("``We won,'' she said.", ["We won,"]),
        ("''We won,'' she said.", ["We won,"]),
        ("«We won», she said.", ["We won"]),
        ("« We won », she said.", ["We won"]),
        ("»We won«, she said.", ["We won"]),
        ("‹We won›, she said.", ["We won"]),
        ("＂We won,＂ she said.", ["We won,"]),
        ("‘We won,’ she said.", ["We won,"]),
        ("'We won,' she said.", ["We won,"]),
        ("The workers' pay wasn't raised in the '90s.", []),
        ("He's 6'2\" tall, they said.", []),
        ('<tweet author="Tom" id="7">We won</tweet>', []),
        ("“They cried ‘never’ twice,” she said.", ["They cried ‘never’ twice,", "never"]),
        ("An “expedited review“ of pipes", ["expedited review"]),
        ("“We won, she said.\nThe next day it rained.", ["We won, she said."]),
        ("“We won.\n“We danced,” she said.", ["We won.", "We danced,"]),
        ('"One," he said. Two" are left.', ["One,"]),
    ],
)
def test_marks(text, found):
    assert inside(text) == found


def test_an_open_mark_is_flagged_and_ends_with_its_paragraph():
    text = "“We won, she said.\nThe next day it rained."
    (one,) = marked_stretches(text, [(0, 18), (19, 42)])
    assert (one.is_closed, one.goes_on, one.right) == (False, False, 18)


def test_a_quotation_over_two_paragraphs_goes_on():
    first, second = marked_stretches("“We won.\n“We danced.”", [(0, 8), (9, 21)])
    assert (first.goes_on, second.is_closed) == (True, True)


# Types and places of the attribution


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("“We will not sit quietly,” said Mary Hill.", ("direct", "We will not sit quietly,", "Mary Hill", "said")),
        ("Mary Hill said: “We will not sit quietly.”", ("direct", "We will not sit quietly.", "Mary Hill", "said")),
        (
            "“The house is burning!” shouted one officer.",
            ("direct", "The house is burning!", "unnamed: one officer", "shouted"),
        ),
        ("“No way,” added another officer.", ("direct", "No way,", "unnamed: another officer", "added")),
        ("State television described the dead as “martyrs.”", ("partial", "martyrs.", "State television", "described")),
        ("The troops of the “Freedom Operation” left town.", ("scare", "Freedom Operation", "", "")),
        ("Mary Hill said that five people were killed.", ("indirect", "five people were killed", "Mary Hill", "said")),
        (
            "Five people were killed, an official said.",
            ("indirect", "Five people were killed", "unnamed: official", "said"),
        ),
        (
            "Five people were killed, according to the ministry.",
            ("indirect", "Five people were killed", "ministry", "according to"),
        ),
        (
            "According to the ministry, five people were killed.",
            ("indirect", "five people were killed", "ministry", "According to"),
        ),
        (
            "Reed accused the government of breaking the truce.",
            ("indirect", "the government of breaking the truce", "Reed", "accused"),
        ),
        ("Hill called the operation a success.", ("indirect", "the operation a success", "Hill", "called")),
        ("Hill urged people to leave the city.", ("indirect", "to leave the city", "Hill", "urged")),
        (
            "Reed told his supporters not to hand over their arms.",
            ("indirect", "not to hand over their arms", "Reed", "told"),
        ),
        (
            "Reed called for his followers to stand down.",
            ("indirect", "his followers to stand down", "Reed", "called for"),
        ),
        ("Police threatened them with arrest.", ("indirect", "with arrest", "Police", "threatened")),
        ("Reed offers to help the police", ("indirect", "to help the police", "Reed", "offers")),
        (
            "Nobody believes the charge that Allawi is a puppet.",
            ("indirect", "Allawi is a puppet", "unnamed: not stated", "charge"),
        ),
        (
            "The raid was described by experts as an act of war.",
            ("indirect", "an act of war", "unnamed: experts", "was described"),
        ),
        ("Hill: The strike must end now", ("indirect", "The strike must end now", "Hill", "")),
    ],
)
def test_constructions(said, text, row):
    # A colon makes a speaker only of a name that the article knows.
    text = text if not text.startswith("Hill:") else f"{text}\nHill spoke again on Monday."
    assert row in spans(said(text))


def test_an_attribution_in_the_middle_makes_two_stretches_of_one_attribution(said):
    first, second = said("“We won,” Hill said. “We danced.”").iter_rows(named=True)
    assert (first["type"], first["cue"], second["type"], second["cue"]) == ("direct", "said", "direct", "")
    assert second["cue_class"] == "none"
    assert (second["speaker"], second["actor"]) == (first["speaker"], "GOV")
    assert first["attribution"] == second["attribution"]


def test_words_of_a_partial_quotation_lie_in_a_longer_report(said):
    frame = said("Hill said he was “not consulted” by the lawmakers.")
    assert spans(frame, "type", "text") == [
        ("indirect", "he was “not consulted” by the lawmakers"),
        ("partial", "not consulted"),
    ]


def test_a_report_inside_a_report_has_a_row_of_its_own(said):
    frame = said("Hill said that Reed had called for peaceful demonstrations.")
    assert spans(frame, "text", "actor") == [
        ("Reed had called for peaceful demonstrations", "GOV"),
        ("peaceful demonstrations", "UNION"),
    ]
    assert len(said("Hill said that Reed had called for peaceful demonstrations.", wide=True)) == 1


def test_two_reports_joined_by_and_share_their_speaker(said):
    frame = said("Hill said there were no talks and stressed that she sent no envoy.")
    assert spans(frame, "text", "cue", "actor") == [
        ("there were no talks", "said", "GOV"),
        ("she sent no envoy", "stressed", "GOV"),
    ]


def test_a_quotation_over_paragraphs_keeps_its_speaker(said):
    frame = said("“We won,” said Tom Reed.\n“We danced all night. We sang.”")
    assert spans(frame, "speaker") == [("Tom Reed",), ("Tom Reed",)]


def test_an_odd_mark_does_not_swallow_the_article(said):
    frame = said("“We won, said Tom Reed.\nThe mayor left. Mary Hill said it rained.")
    assert ("it rained", "Mary Hill") in spans(frame, "text", "speaker")


# Speakers


@pytest.mark.parametrize(
    ("text", "speaker", "actor"),
    [
        ("Prime Minister Mary Hill spoke on Monday. She said the strike was over.", "Mary Hill", "GOV"),
        ("The official Tom Reed arrived. “It is over,” the official said.", "Tom Reed", "UNION"),
        ("Mary Hill arrived late. The roads were full. Hill said it rained.", "Mary Hill", "GOV"),
        ("A statement by the union said the strike was over.", "union", "UNION"),
        ("An emailed response from the ministry said the strike was over.", "ministry", "GOV"),
        ("Tom Reed, who leads the strike, said the strike was over.", "Tom Reed", "UNION"),
        ("Tom Reed issued a statement saying the strike was over.", "Tom Reed", "UNION"),
        ("A senior official said the strike was over.", "unnamed: senior official", "OTHER"),
    ],
)
def test_who_speaks(said, text, speaker, actor):
    assert only(said(text), "speaker", "actor") == (speaker, actor)


# Classes and distance


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hill said it rained.", "neutral"),
        ("Hill insisted that it rained.", "assertive"),
        ("Hill claimed that it rained.", "distancing"),
        ("“It rained,” Hill absurdly claimed.", "distancing"),
        ("“It rained,” Hill falsely said.", "distancing"),
        ("Hill acknowledged that it rained.", "factive"),
        ("A report by the ministry indicated how heavily it rained.", "factive"),
        ("A report by the ministry indicated that it rained.", "neutral"),
        ("Hill ordered them to leave.", "directive"),
    ],
)
def test_the_class_of_the_cue(said, text, kind):
    assert only(said(text), "cue_class") == (kind,)


@pytest.mark.parametrize(
    ("text", "distanced"),
    [
        ("“It rained,” Hill absurdly claimed.", True),
        ("In a crude attempt to win votes, Hill promised that taxes would fall.", True),
        ("While Hill claimed to help the poor, only the rich were spared.", True),
        ("Hill claimed that it rained.", False),
        ("Hill said it rained, and she left.", False),
    ],
)
def test_distance_needs_a_mark_of_the_authors_own(said, text, distanced):
    assert said(text)["distanced"].to_list() == [distanced]


def test_what_is_not_said_is_no_report(said):
    assert said("Hill did not say that it rained.").is_empty()
    assert said("If Hill says that it rained, they will leave.").is_empty()
    assert said("Hill believes that it rained.").is_empty()
    assert only(said("Hill believes that it rained.", wide=True), "text") == ("it rained",)


def test_scare_quotes_are_told_from_names(said):
    frame = said("He sent an “apology” to her. They watched “Morning Show” together.")
    assert spans(frame, "text", "type", "scare") == [("apology", "scare", True), ("Morning Show", "scare", False)]


def test_the_turns_of_a_transcript_and_the_sources_of_a_headline(said):
    turns = said("Mary Hill: We counted every vote.\nTom Reed: Nobody believes that.")
    assert spans(turns, "text", "speaker") == [
        ("We counted every vote", "Mary Hill"),
        ("Nobody believes that", "Tom Reed"),
    ]
    head = said("‘We were lied to’: union leader Tom Reed on the strike\nThe strike goes on.")
    assert only(head, "text", "speaker") == ("We were lied to", "Tom Reed")
    title = said("Minister: Port to reopen on Monday\nThe port is closed.")
    assert only(title, "text", "speaker") == ("Port to reopen on Monday", "unnamed: Minister")
    box = said("Monday: rain\nTuesday: sun\nWednesday: snow")
    assert box.is_empty()


# Voices of spans


def test_voice_of_takes_the_innermost_quotation():
    where = {"event": "e", "outlet": "o", "article_id": "a"}
    rest = {"text": "", "speaker": "", "cue": "", "cue_class": "none", "distanced": False}
    frame = QUOTATIONS.frame(
        [
            {**where, **rest, "start": 10, "end": 40, "type": "indirect", "actor": "GOV"},
            {**where, **rest, "start": 20, "end": 30, "type": "partial", "actor": "UNION", "distanced": True},
            {**where, **rest, "start": 50, "end": 60, "type": "scare", "actor": None},
        ]
    )
    # Inside both; inside the longer only; across an edge; outside; in scare quotes; in another article.
    starts, ends, ids = [22, 12, 28, 0, 51, 22], [25, 15, 33, 5, 55, 25], ["a", "a", "a", "a", "a", "b"]
    found = span_voices(pl.DataFrame({"article_id": ids, "start": starts, "end": ends}), frame)
    assert spans(found, "voice", "holder", "distanced") == [
        ("partial", "UNION", True),
        ("indirect", "GOV", False),
        ("indirect", "GOV", False),
        ("author", "author", False),
        ("scare", "OTHER", False),
        ("author", "author", False),
    ]


def test_voice_of_says_which_column_is_missing():
    with pytest.raises(ValueError, match="spans with the columns article_id, start, end; end not there"):
        span_voices(pl.DataFrame({"article_id": ["a"], "start": [0]}), pl.DataFrame())


# Robustness

PIECES = ["Hill said", "it rained", "“", "”", '"', "'", "‘", "’", "''", "``", "«", ",", ".", "?", ":", " ", " ", "\n",
          "according to Reed", "who", "that", "and", "-", "—", "<a b=\"c\">", "the charge that", "six"]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25), st.booleans())
def test_any_text_gives_rows_that_point_into_it(said, pieces, wide):
    text = "".join(pieces)
    if not text.strip():
        return
    frame = said(text, wide=wide)
    assert QUOTATIONS.problems(frame) == []
    for row in frame.iter_rows(named=True):
        assert 0 <= row["start"] < row["end"] <= len(text)
        assert text[row["start"] : row["end"]] == row["text"]
        assert row["cue_class"] != "none" or row["cue"] == ""


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab \"'“”‘’.\n", max_size=60))
def test_marks_never_cross_a_paragraph(text):
    start, paragraphs = 0, []
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    for one in marked_stretches(text, paragraphs):
        assert one.left < one.start < one.end <= one.right
        assert any(left <= one.left and one.right <= right for left, right in paragraphs)
