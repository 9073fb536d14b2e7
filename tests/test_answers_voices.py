"""The answers of notebooks 03 and 04: right for none, one, few and many, and the shares those of a hand count."""

import pytest
from big import Big, study

from analysis import schema
from analysis.evidence.study import add_sentences
from analysis.measures.labels import contested_word_uses
from analysis.measures.pooling import add_all_events
from analysis.measures.voices import voice_shares
from analysis.report.answers import voices as answers

NO_ACTORS = (
    "The corpus file names no actors, so nobody can be told from “others” here: `counterframe actors CORPUS --write` "
    "suggests a table of them."
)
MACHINE = "Speakers are found by machine, and some are wrong"


def plain(prose):
    """A paragraph as it is read."""
    return prose.text.replace("\\", "")


def told(here, words=()):
    uses = contested_word_uses(add_sentences(here.labels, here.sentences), words)
    return plain(answers.labels(here, uses, words))


def spoken(here):
    return plain(answers.voices(here, add_all_events(voice_shares, here.quotations, here.sentences)))


def small(outlets, events, *, quotations=(), labels=(), actors=2):
    """A made-up study of one article an outlet and event, with these rows: outlet, event (numbers), and the rest.

    A quotation: actor (number, None for nobody's), words. A label: actor, lemma, voice.
    """
    found = study(outlets, events, outlets * events, actors=actors, rows=0)
    place = {(row["outlet"], row["event"]): row for row in found.corpus.articles.to_dicts()}
    made = {"quotations": [], "labels": []}
    for at, (outlet, event, actor, n) in enumerate(quotations):
        where = place[found.corpus.outlets[outlet], f"e{event}"]
        said = " ".join(["word"] * n)
        row = {"start": 400 * at, "end": 400 * at + len(said), "type": "direct", "text": said, "speaker": "Ann Lee"}
        code = None if actor is None else f"ACTOR{actor}"
        made["quotations"].append({**where, **row, "actor": code, "cue": "said", "cue_class": "neutral"})
    for at, (outlet, event, actor, lemma, voice) in enumerate(labels):
        where = place[found.corpus.outlets[outlet], f"e{event}"]
        row = {"start": 5 * at, "end": 5 * at + 4, "text": lemma, "lemma": lemma, "family": "the-mob", "voice": voice}
        holder = "author" if voice == "author" else "ACTOR1"
        made["labels"].append({**where, **row, "actor": f"ACTOR{actor}", "holder": holder, "distanced": False})
    tables = dict(found.__dict__["_tables"])
    tables |= {"quotations": schema.QUOTATIONS.frame(made["quotations"]), "labels": schema.LABELS.frame(made["labels"])}
    here = Big(found.corpus)
    here.__dict__["_tables"] = tables
    return here


# --- voices


def test_a_share_is_of_all_reported_words_of_the_outlet_over_all_events():
    here = small(2, 2, quotations=[(0, 0, 0, 30), (0, 0, 1, 10), (0, 1, 1, 45), (0, 1, None, 15), (1, 1, 0, 20)])
    gazette, herald = here.corpus.outlets
    one, other = "The association of dockers no. 1", "The association of dockers no. 0"
    # Gazette, first event: no. 0 has 30 of 40 words. Second: no. 1 has 45 of 60. Both: no. 1 has 10 + 45 of 100.
    # Nobody of the corpus file: 15 of 120 words of both outlets
    assert spoken(here) == (
        f"Over both events, the actor with the most reported words is, outlet by outlet: {one} in {gazette} (55 % of "
        f"100 words) and {other} in {herald} (100 % of 20 words). Speakers who are no actor of the corpus file have "
        f"12 % of 120 reported words. That holds for these texts; another day brings other speakers. {MACHINE}."
    )


def test_the_widest_difference_names_its_event():
    here = small(2, 2, quotations=[(0, 0, 0, 60), (0, 0, 1, 40), (1, 0, 1, 200), (0, 1, 0, 9), (1, 1, 1, 9)])
    gazette, herald = here.corpus.outlets
    # on the first event no. 1 has 40 of 100 and 200 of 200 words, no. 0 60 of 100 and none of 200: .6 apart, both;
    # the second event is too short to be named
    said = "in the share of The association of dockers no. 0: 60 % of 100 words in {}, 0 % of 200 in {}."
    assert said.format(gazette, herald) in spoken(here)
    assert "differ most on “Quarrel number 1 over the harbour tunnel and its costs”" in spoken(here)


def test_one_outlet_on_one_event():
    here = small(1, 1, quotations=[(0, 0, 0, 8)])
    assert spoken(here) == (
        "The actor with the most reported words is The association of dockers no. 0 in The Gazette (100 % of 8 words). "
        f"That holds for this text; another day brings other speakers. {MACHINE}."
    )


def test_many_outlets_are_told_together():
    rows = [(outlet, 0, 0, 10 + outlet) for outlet in range(7)] + [(6, 0, 1, 84), (7, 0, 1, 9)]
    here = small(8, 1, quotations=rows)
    outlets = here.corpus.outlets
    # no. 0: 10 + 11 + … + 16 = 91 of 184 words; all of the first outlet's, none of the last one's. No. 1: 93 of 184
    assert spoken(here).startswith(
        "The actor with the most reported words in all outlets together is The association of dockers no. 1: 51 % of "
        f"184, from 0 % of 10 in {outlets[0]} to 100 % of 9 in {outlets[7]}."
    )


def test_nobody_speaks():
    assert spoken(small(2, 1)) == "No reported speech was found in these two articles."
    assert spoken(small(1, 1, actors=0)) == f"No reported speech was found in the one article. {NO_ACTORS}"


def test_without_actors_all_are_others():
    here = small(1, 1, quotations=[(0, 0, None, 8)], actors=0)
    assert spoken(here) == (
        "Speakers who are no actor of the corpus file have 100 % of 8 reported words. That holds for this text; "
        f"another day brings other speakers. {MACHINE}. {NO_ACTORS}"
    )


# --- labels


def test_words_that_are_followed_and_own_words():
    rows = [(0, 0, 0, "mob", "author"), (0, 0, 0, "mob", "direct"), (1, 0, 0, "crowd", "indirect")]
    assert told(small(2, 1, labels=rows), ["mob", "crowd"]).startswith(
        "The outlets use “mob” and “crowd” as labels three times in all; in two of these the word is somebody else's. "
        "Of all labels found, 33 % of 3 are the outlets' own words. A plain word count would credit the outlets"
    )


@pytest.mark.parametrize(
    ("voices", "said"),
    [
        (["author"], "The outlet uses “mob” as a label one time in all; in none of these the word is somebody else's."),
        (["direct"] * 2, "two times in all; in each of these the word is somebody else's."),
    ],
)
def test_one_outlet_and_one_word(voices, said):
    here = small(1, 1, labels=[(0, 0, 0, "mob", voice) for voice in voices])
    assert said in told(here, ["mob"])
    assert "the outlet's own words." in told(here, ["mob"])


def test_no_word_to_follow():
    rows = [(0, 0, 0, "mob", "author")]
    assert told(small(1, 1, labels=rows)).startswith(
        "No word is followed from outlet to outlet: there is one outlet only."
    )
    assert told(small(2, 1, labels=rows)).startswith("No word is followed: no two outlets label an actor")
    assert told(small(2, 1, labels=rows), ["riot", "rage"]).startswith("Nobody is called “riot” or “rage” here.")


def test_between_which_outlets_and_on_which_event():
    rows = [(0, event, 0, "mob", "author" if at < 6 else "direct") for event in (0, 1) for at in range(8)]
    rows += [(1, 0, 0, "mob", "author" if at < 2 else "direct") for at in range(8)]
    rows += [(1, 1, 0, "mob", "author" if at < 4 else "direct") for at in range(8)]
    here = small(2, 2, labels=rows)
    gazette, herald = here.corpus.outlets
    # the Gazette 6 of 8 twice, the Herald 2 and 4 of 8: 12 and 6 of 16; .5 apart on the first event, .25 on the second
    assert (
        f"Of all labels found, 56 % of 32 are the outlets' own words, from 38 % of 16 in {herald} to 75 % of 16 in "
        f"{gazette}. The outlets differ most in this on “Quarrel number 1 over the harbour tunnel and its costs”: "
        f"75 % of 8 in {gazette}, 25 % of 8 in {herald}."
    ) in told(here, ["mob"])


def test_no_labels():
    assert told(small(2, 1)) == "No label was found in these two articles."
    assert told(small(2, 1, actors=0)) == f"No label was found in these two articles. {NO_ACTORS}"


@pytest.mark.parametrize("here", [study(), study(outlets=3, events=12, articles=36), study(1, 1, 2), study(actors=0)])
def test_no_answer_has_an_empty_place(here):
    for said in (told(here, ["harder"]), told(here), spoken(here)):
        assert not {"None", "nan", "{", "}"} & set(said.replace("{", " { ").split())
        assert "– of" not in said
        assert " no " not in said.replace("no actor", "").replace("no two", "").replace("dockers no.", "")
