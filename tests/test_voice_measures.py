"""Shares of voice, variety of sources, and cue verbs, worked by hand."""

import math

import polars as pl
import pytest

from analysis import schema
from analysis.measures.voices import cue_profile, source_diversity, voice_shares


def quotations(*rows: tuple[int, str, str, str, str, str, str]) -> pl.DataFrame:
    """Each row: start, type, speaker, actor, cue, cue class, text."""
    made = []
    for start, type_, speaker, actor, cue, cue_class, text in rows:
        where = {"event": "e1", "outlet": "Gazette", "article_id": "g", "start": start, "end": start + len(text)}
        said = {
            "type": type_,
            "text": text,
            "speaker": speaker,
            "actor": actor or None,
            "cue": cue,
            "cue_class": cue_class,
        }
        made.append({**where, **said, "distanced": False})
    return schema.QUOTATIONS.frame(made)


SENTENCES = schema.SENTENCES.frame(
    [
        {
            "event": "e1",
            "outlet": "Gazette",
            "article_id": "g",
            "start": start,
            "end": end,
            "section": section,
            "paragraph": 1,
            "text": "x",
        }
        for start, end, section in ((0, 100, "headline"), (100, 200, "body"))
    ]
)


def test_words_inside_a_retold_clause_are_counted_once():
    found = voice_shares(
        quotations(
            (10, "indirect", "Ann Lee", "MAYOR", "said", "neutral", "the mob was sad and angry"),
            (14, "partial", "Ann Lee", "MAYOR", "", "none", "mob"),
            (150, "direct", "unnamed: a guard", "", "said", "neutral", "No way out"),
        ),
        SENTENCES,
    )
    mayor, other = found.row(0, named=True), found.row(1, named=True)
    # six words retold, one of them also in marks: 6 of 9; the quoted word is 1 of the mayor's 6
    assert (mayor["actor"], mayor["n"], mayor["n_words"]) == ("MAYOR", 2, 6)
    assert mayor["share_words"] == pytest.approx(6 / 9)
    assert mayor["share_direct_words"] == pytest.approx(1 / 6)
    assert (mayor["n_headline"], mayor["first_position"]) == (2, pytest.approx(10 / 200))
    assert (other["actor"], other["n_named"], other["share_named"]) == ("OTHER", 0, 0.0)


def test_scare_quotes_have_no_speaker_and_no_share():
    assert voice_shares(quotations((10, "scare", "", "", "", "none", "victory")), SENTENCES).is_empty()


def test_effective_sources_by_hand():
    found = source_diversity(
        quotations(
            *((start, "direct", "Ann Lee", "MAYOR", "said", "neutral", "Yes") for start in (0, 10, 20)),
            (30, "direct", "unnamed: a guard", "", "said", "neutral", "No"),
        )
    ).row(0, named=True)
    # p = 3/4 and 1/4: exp(0.75 ln(4/3) + 0.25 ln 4)
    assert found["effective_sources"] == pytest.approx(math.exp(0.75 * math.log(4 / 3) + 0.25 * math.log(4)))
    assert (found["n"], found["n_speakers"], found["n_unnamed"], found["share_unnamed"]) == (4, 2, 1, 0.25)


def test_cue_profile_counts_cues_by_class():
    found = cue_profile(
        quotations(
            (0, "direct", "Ann Lee", "MAYOR", "said", "neutral", "Yes"),
            (10, "direct", "Ann Lee", "MAYOR", "Said", "neutral", "Yes"),
            (20, "indirect", "Ann Lee", "MAYOR", "claimed", "distancing", "it rained"),
            (40, "direct", "Ann Lee", "MAYOR", "", "none", "And so on"),
        )
    )
    assert found.select("cue_class", "n", "total", "share", "cues").rows() == [
        ("distancing", 1, 3, pytest.approx(1 / 3), "claimed"),
        ("neutral", 2, 3, pytest.approx(2 / 3), "said"),
    ]
