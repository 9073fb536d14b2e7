"""Is each thing called what it is called, by whom it is called so, and put on the right actor?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import corpus_of
from analysis.evidence.labels import labels, phrase_tone
from analysis.evidence.labels.label_lexicon import label_lexicon
from analysis.evidence.voices import quotations
from analysis.language import parse
from analysis.language.actors import mentions
from analysis.schema import ACTORS, LABELS

ALIASES = {
    ("ROSS", "Ellen Ross", "the Ross movement"): ["Ross", "the preacher"],
    ("GUARD", "Ross Guard", "the Ross movement"): ["militia", "gunmen"],
    ("GOV", "Norland government", "Norland"): ["Norland officials", "the government", "John Hale", "Hale"],
    ("ARMY", "Norland army", "Norland"): ["Norland soldiers", "security forces", "the army"],
    ("US", "United States", "US"): ["US", "American", "occupier"],
    ("PEOPLE", "residents", "people"): ["residents", "families"],
}
ROWS = [
    {"actor": actor, "name": name, "group": group, "alias": alias}
    for (actor, name, group), aliases in ALIASES.items()
    for alias in dict.fromkeys([name, *aliases])
]
Row = dict[str, object]


def read(text: str) -> list[Row]:
    """The labels of one article with the actors above."""
    parsed = replace(parse(corpus_of({"a": text})), actors=ACTORS.frame(ROWS))
    who = mentions(parsed)
    table = labels(parsed, who, quotations(parsed, who), learnt=False)
    assert LABELS.problems(table) == []
    return table.to_dicts()


def said(text: str, *columns: str) -> list[tuple[object, ...]]:
    return [tuple(row[column] for column in columns) for row in read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Residents met the prime minister at the palace.",  # offices and plain words
        "An air strike hit a house.",  # weapons' work
        "The talks failed.",  # that talks failed
        "The police arrested two men.",  # plain acts
        "Rebel-held towns are large.",  # on a thing
        "",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert read(text or "Hale slept.") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The unpopular US troops left Norland.", "unpopular US troops"),  # a judging word, and what stands between
        ("US-backed Norland soldiers left.", "US-backed Norland soldiers"),  # backing stays
        ("Norland soldiers left.", "soldiers"),  # nationality is dropped
        ("The latest siege began on Monday.", "siege"),  # time is dropped
        ("Militia members left.", "Militia members"),  # a noun that says nothing alone
        ("Peace talks began on Friday.", "Peace talks"),
        ("Hale met hired guns.", "hired guns"),  # several words
        ("A show of force began.", "show of force"),
        ("The cease-fire began.", "cease-fire"),  # a hyphen counts as a space
        ("The shooting of a man began it.", "shooting"),  # violence named
        ("Hale was on a very strong path.", "very strong path"),  # in degrees
        ("Its smaller but equally fervent movement grew.", "equally fervent movement"),
        ("Residents fear the government and its disastrous record.", "disastrous record"),  # what an actor has
        ("Two F.B.I. agents met foreign agents.", "foreign agents"),  # not an office
    ],
)
def test_span_of_a_noun_phrase(text: str, words: str) -> None:
    assert said(text, "text") == [(words,)]


@pytest.mark.parametrize(
    ("text", "label", "actor"),
    [
        ("Norland troops left.", "troops", "ARMY"),  # the side's word in front
        ("The Mayor met American and Norland soldiers.", "soldiers", "US"),  # of two the first named
        ("Followers of Ross met.", "Followers", "ROSS"),  # followers are the movement
        ("Ross fighters met.", "fighters", "GUARD"),  # arms make them its army
        ("The firebrand preacher Ellen Ross spoke.", "firebrand preacher", "ROSS"),  # beside a name
        ("John Hale said Ross is a firebrand.", "firebrand", "ROSS"),  # told of the subject
        ("Hale denounced the militia as traitors.", "traitors", "GUARD"),  # told of the object
        ("The offensive began.", "offensive", "EVENT"),  # an operation
        ("Infiltrators left the town.", "Infiltrators", "OTHER"),  # nobody is named
        ("Ross accused the government of violating the law.", "violating the law", "GOV"),  # who is charged
        ("Residents fear the occupier.", "occupier", "US"),  # an alias that is the noun
        ("Hale was charged with assault.", "assault", "GOV"),  # an offence is the charged one's
        ("The assault began.", "assault", "EVENT"),
        ("Former gunmen met.", "gunmen", "OTHER"),  # no longer on that side
        ("Hale called Ross “a liar”.", "liar", "ROSS"),  # the object of a name given
        ("Some of the residents were “bad dudes”.", "bad dudes", "PEOPLE"),  # "some of" stands for them
        ("Hale met residents and the government's henchmen.", "henchmen", "GOV"),  # "and" joins two, not a side
        ("The government's efforts to destabilise Norland go on.", "destabilise", "GOV"),  # whose effort
        ("The army resorted to the use of force to isolate Ross.", "isolate", "ARMY"),  # over a means
        ("Hale stemmed the anger.", "anger", "PEOPLE"),  # a mood stirred or calmed is other people's
        ("The fury of many Norlanders grew.", "fury", "OTHER"),  # whose it is stands behind "of"
    ],
)
def test_whom_it_is_put_on(text: str, label: str, actor: str) -> None:
    assert (label, actor) in said(text, "text", "actor")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland soldiers failed to hold the town.", ("failed to hold", "ARMY", "negative")),
        ("Norland troops refused to fight.", ("refused to fight", "ARMY", "neutral")),
        ("The offensive was poorly planned.", ("poorly planned", "EVENT", "negative")),
        ("Hale absurdly claimed that Norland was free.", ("absurdly claimed", "GOV", "negative")),
        ("Hale called the operation a success.", ("success", "EVENT", "positive")),
        ("The army liberated the town.", ("liberated", "EVENT", "positive")),
        ("Residents were furious.", ("furious", "PEOPLE", "neutral")),
    ],
)
def test_predicates(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text, "text", "actor", "tone")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hale is losing political support.", ("losing political support", "GOV", "negative")),  # words between
        ("Residents posed a deadly threat.", ("posed a deadly threat", "PEOPLE", "negative")),
        ("The army was very serious.", ("very serious", "ARMY", "neutral")),  # in degrees
    ],
)
def test_verbs_with_their_objects_and_predicates_of_degree(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text, "text", "actor", "tone")


def test_a_label_inside_a_label_is_kept_where_it_is_another_ones() -> None:
    # Spreading fear is the government's; a threat posed is told once.
    assert [row["text"] for row in read("Residents posed a deadly threat.")] == ["posed a deadly threat"]


def test_the_same_word_in_four_voices() -> None:
    columns = ("text", "voice", "holder")
    assert said("The criminals left.", *columns) == [("criminals", "author", "author")]
    assert ("criminals", "indirect", "GOV") in said("Hale said that the criminals left.", *columns)
    assert ("criminals", "direct", "GOV") in said('"The criminals left," Hale said.', *columns)
    assert ("criminals", "partial", "GOV") in said('Hale said that "criminals" hold the town.', *columns)


@pytest.mark.parametrize(
    ("text", "label", "actor"),
    [
        ("The government sued Ellen Ross for collusion.", "collusion", "ROSS"),
        ("Residents filed a lawsuit against Ellen Ross for collusion.", "collusion", "ROSS"),
        ("Residents spoke of allegations of collusion.", "collusion", "OTHER"),  # nobody is named
        ("John Hale condemned the attack.", "attack", "EVENT"),  # not Hale's
        ("John Hale undermined the army.", "undermined", "GOV"),  # whoever does it
        ("Ellen Ross met extremist John Hale.", "extremist", "GOV"),  # before a name
    ],
)
def test_charges_and_reactions_are_put_on_whom_they_concern(text: str, label: str, actor: str) -> None:
    assert (label, actor) in said(text, "text", "actor")


def test_words_in_marks_are_labels_whatever_they_are() -> None:
    # no list holds "stage-managed"; the marks and the bearer make it one
    row = next(row for row in read('Ross said that the army was "stage-managed" on Monday.') if row["actor"] == "ARMY")
    assert (row["text"], row["family"], row["voice"], row["holder"]) == ("stage-managed", "quoted", "partial", "ROSS")


def test_what_grammar_finds_needs_somebody_to_bear_it() -> None:
    assert said("The meeting was dubious.", "text") == []
    assert said("The army was dubious.", "text") == [("dubious",)]


@pytest.mark.parametrize(
    ("wording", "tone"),
    [
        ("militants", "neutral"),
        ("martyrs", "positive"),
        ("bloodshed", "negative"),
        ("a peaceful solution", "positive"),
        ("not peaceful", "negative"),  # a negation turns what follows
        ("phony", "negative"),  # in no lexicon of labels
        ("the table", "neutral"),
        ("", "neutral"),
    ],
)
def test_tone_of_a_wording(wording: str, tone: str) -> None:
    assert phrase_tone(wording) == tone


def test_every_term_of_the_lexicon_can_be_found_alone_or_with_a_judging_word() -> None:
    terms = label_lexicon()
    assert terms.single["militia", "NOUN"].family == "the-fighters"
    assert terms.single["agreement", "NOUN"].plain
    assert terms.single["force", "NOUN"].plural
    assert read("The agreement began.") == []
    assert said("The indiscriminate attack began.", "text", "tone") == [("indiscriminate attack", "negative")]


PIECES = [
    "militia",
    "US troops",
    "brutal",
    "siege",
    "Ross",
    "said",
    "they",
    "“",
    "”",
    '"',
    "failed to",
    ",",
    "and",
    ".",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_labels_of_any_text_point_at_their_words_and_stand_apart(pieces: list[str]) -> None:
    text = " ".join(pieces)
    rows = read(text)
    assert all(text[row["start"] : row["end"]] == row["text"] for row in rows)  # type: ignore[misc]
    assert all(one["end"] <= other["start"] for one, other in pairwise(rows))  # type: ignore[operator]
    assert all((row["voice"] == "author") == (row["holder"] == "author") for row in rows)


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("The so-called martyrs of the Ross movement were buried.", [True]),
        ("The gunmen, the self-styled “liberators” of Norland, left.", [True]),
        ("The “terrorists” were shopkeepers.", [True]),  # marks that nobody is said to use
        ("The martyrs of the Ross movement were buried.", [False]),
    ],
)
def test_words_from_which_the_author_stands_apart(text: str, apart: list[bool]) -> None:
    judging = ("martyrs", "liberators", "terrorists")
    found = [row["distanced"] for row in read(text) if str(row["text"]).endswith(judging)]
    assert found == apart
