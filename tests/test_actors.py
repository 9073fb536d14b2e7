"""Is each actor found, by its names, by common nouns and by pronouns, and is nobody found who is not there?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus import corpus_of
from analysis.evidence.voices import quotations
from analysis.language import ParsedCorpus, parse
from analysis.language.actors import index_articles, mentions
from analysis.language.actors.actor_index import ActorIndex, noun_actor
from analysis.language.actors.alias_matcher import build_alias_matcher
from analysis.language.actors.noun_kinds import build_actor_sides, singular_noun
from analysis.schema import ACTORS, MENTIONS

ALIASES = {
    ("ROSS", "Ellen Ross", "the Ross movement"): ["Ross", "the preacher"],
    ("GUARD", "Ross Guard", "the Ross movement"): ["militia", "gunmen"],
    ("GOV", "Norland government", "Norland"): ["Norland officials", "the government", "John Hale", "Hale"],
    ("ARMY", "Norland army", "Norland"): ["Norland soldiers", "security forces"],
    ("US", "United States", "US"): ["US", "American"],
    ("PEOPLE", "residents", "people"): ["residents", "families"],
}
ROWS = [
    {"actor": actor, "name": name, "group": group, "alias": alias}
    for (actor, name, group), aliases in ALIASES.items()
    for alias in dict.fromkeys([name, *aliases])
]
TABLE = ACTORS.frame(ROWS)


def read(text: str) -> ParsedCorpus:
    """One article with the actors above."""
    return replace(parse(corpus_of({"a": text})), actors=TABLE)


def found(text: str) -> list[tuple[str, str, str]]:
    return mentions(read(text)).select("text", "actor", "how").rows()


def names(text: str) -> list[tuple[str, str]]:
    return [(text[hit.start : hit.end], hit.alias.actor) for hit in build_alias_matcher(TABLE).find_matches(text)]


def test_the_longest_name_counts_and_none_overlaps() -> None:
    # "Ross Guard" is an alias, and so is "Ross": only the longer one stands
    assert names("The Ross Guard left Ross.") == [("Ross Guard", "GUARD"), ("Ross", "ROSS")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let us go", []),  # US in capitals only
        ("The US left", [("US", "US")]),
        ("Gunmen left", [("Gunmen", "GUARD")]),  # an alias in lower case matches any case
        ("the ross of it", []),  # a name needs its capital
        ("US-backed forces", []),  # inside a compound nobody is named
        ("pro-Ross crowds", []),
        ("Rossini sang", []),
        ("They met in Ross City", []),  # a place
        ("al-Ross spoke", [("al-Ross", "ROSS")]),  # the particle belongs to the name
        ("Ross's men, Ross’s house", [("Ross", "ROSS"), ("Ross", "ROSS")]),
        ("Ellen\nRoss spoke", [("Ellen\nRoss", "ROSS")]),  # over a line break
        ("two militias", [("militias", "GUARD")]),  # plural of an alias in lower case
    ],
)
def test_case_compounds_places_particles(text: str, expected: list[tuple[str, str]]) -> None:
    assert names(text) == expected


def test_each_mention_says_how_it_was_found() -> None:
    rows = found("Ellen Ross spoke. Later Ross left, and she met American soldiers.")
    assert ("Ellen Ross", "ROSS", "name") in rows
    assert ("Ross", "ROSS", "alias") in rows
    assert ("she", "ROSS", "pronoun") in rows
    assert ("American soldiers", "US", "nominal") in rows


def test_a_definite_noun_stands_for_its_actor_an_indefinite_one_does_not() -> None:
    assert ("preacher", "ROSS") in [(t.split()[-1], a) for t, a, _ in found("The angry preacher left the town.")]
    assert "ROSS" not in [actor for _, actor, _ in found("A preacher left the town.")]


def noun(text: str, word: str) -> str | None:
    _, actors = next(index_articles(read(text)))
    token = next(token for token in actors.doc if token.text == word)
    return noun_actor(actors, token)


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        ("Norland troops left the town.", "troops", "ARMY"),  # Norland before soldiers is the army
        ("Norland ministers left the town.", "ministers", "GOV"),  # and before officials the government
        ("American and Norland troops left the town.", "troops", "US"),  # of two the first named
        ("Supporters of Ross left the town.", "Supporters", "ROSS"),  # followers are the movement
        ("Fighters loyal to Ross left the town.", "Fighters", "GUARD"),  # arms make them its army
        ("The US left. Norland troops came. The soldiers slept.", "soldiers", "ARMY"),  # last of that kind
        ("US-backed Norland soldiers left the town.", "soldiers", "ARMY"),  # a backer is not the bearer
    ],
)
def test_whom_a_noun_stands_for(text: str, word: str, actor: str) -> None:
    assert noun(text, word) == actor


def test_a_rival_is_not_the_one_whose_rival_he_is() -> None:
    # "his rival, John Hale": the name beside the noun, not the possessor
    assert noun("Ross met her rival, John Hale, on Sunday.", "rival") == "GOV"
    assert noun("She left a puppet state of the US.", "state") is None


def test_an_amount_without_of_is_a_noun_like_others() -> None:
    _, index = next(index_articles(read("Most of the Norland soldiers left. The militia group came.")))
    words = {token.text: index.actor(token) for token in index.doc}
    assert (words["Most"], words["group"]) == ("ARMY", "GUARD")


def test_he_is_the_last_person_not_the_last_name() -> None:
    rows = found("John Hale met the US delegation. He left at noon.")
    assert ("He", "GOV", "pronoun") in rows


@pytest.mark.parametrize(
    ("text", "pronoun", "actor"),
    [
        (
            "Ellen Ross said that John Hale lied when she left.",
            "she",
            "ROSS",
        ),  # no man
        ("Ellen Ross said she would stay.", "she", "ROSS"),  # her own report
        ("Ellen Ross came. John Hale told her he would go.", "he", "GOV"),
        ("Ellen Ross met John Hale and his brother.", "his", "GOV"),  # whoever stands beside
        ("Ellen Ross came. John Hale said: “She is wrong.”", "She", "ROSS"),  # not the one who speaks
        ("The Ross Guard met John Hale. It said the talks went well.", "It", "GUARD"),  # a body that speaks
    ],
)
def test_whom_a_pronoun_stands_for(text: str, pronoun: str, actor: str) -> None:
    assert [who for word, who, how in found(text) if how == "pronoun" and word == pronoun] == [actor]


def test_a_title_stands_for_whoever_bore_it_last() -> None:
    text = "The mayor, Ellen Ross, met governor John Hale. A mayor slept. The mayor left. The governor stayed."
    ((_, actors),) = index_articles(read(text))
    assert [(actors.doc[at : at + 2].text, actor) for at, actor in actors.titles.items()] == [
        ("mayor left", "ROSS"),
        ("governor stayed", "GOV"),
    ]


def test_a_corpus_without_actors_has_no_mentions() -> None:
    table = mentions(parse(corpus_of({"a": "Soldiers met the preacher."})))
    assert table.is_empty()
    assert MENTIONS.problems(table) == []


def test_spans_point_at_their_words_and_do_not_overlap() -> None:
    text = "Norland soldiers and Ellen Ross met the US envoy. She said the preacher's militia left; gunmen stayed."
    table = mentions(read(text))
    assert MENTIONS.problems(table) == []
    assert [text[start:end] for start, end in table.select("start", "end").rows()] == table["text"].to_list()
    spans = table.select("start", "end").rows()
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def everything_is_the_us(actors: ActorIndex) -> list[tuple[int, int, str, str]]:
    """A model of coreference for the test below."""
    return [(0, 3, "US", "pronoun")]


def test_another_model_of_coreference_goes_before_ours() -> None:
    table = mentions(read("She met Ross."), coreference=f"{__name__}:everything_is_the_us")
    assert table.select("text", "actor").rows() == [("She", "US"), ("Ross", "ROSS")]
    with pytest.raises(ValueError, match="no coreference 'nowhere:none' can be loaded; name an installed function"):
        mentions(read("She met Ross."), coreference="nowhere:none")


def test_a_trade_does_not_stand_for_all_people() -> None:
    # "dock workers" are the union; residents and women are not, though all of them are people
    rows = [
        {"actor": "UNION", "name": "Dockers", "group": "workers", "alias": alias} for alias in ("dock workers", "Reed")
    ]
    assert build_actor_sides(ACTORS.frame(rows)).default_actor("people") is None
    assert build_actor_sides(TABLE).default_actor("people") == "PEOPLE"  # "residents" is one word


def test_actors_without_a_group_are_on_no_side_together() -> None:
    rows = [{"actor": a, "name": n, "group": "", "alias": n} for a, n in (("A", "Ann Ash"), ("B", "rebel soldiers"))]
    assert build_actor_sides(ACTORS.frame(rows)).actor_for_kind("A", "soldiers") == "A"


def test_sides_are_read_from_the_aliases() -> None:
    sides = build_actor_sides(TABLE)
    assert sides.marked["Norland", "soldiers"] == "ARMY"
    assert sides.definite["preacher"] == "ROSS"
    assert sides.actor_for_kind("ROSS", "armed") == "GUARD"  # the same group
    assert sides.actor_for_kind("US", "armed") == "US"  # nobody else in the group
    assert {"ellen ross", "ross"} <= sides.persons
    assert "norland army" not in sides.persons


@pytest.mark.parametrize(
    ("word", "form"), [("gunmen", "gunman"), ("families", "family"), ("clashes", "clash"), ("police", "police")]
)
def test_singular(word: str, form: str) -> None:
    assert singular_noun(word) == form


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="RosUS guardmilt-'.\n", max_size=60))
def test_names_found_in_any_text_stand_apart_inside_it(text: str) -> None:
    hits = list(build_alias_matcher(TABLE).find_matches(text))
    assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


def test_the_order_of_the_alias_table_does_not_matter() -> None:
    text = "Norland soldiers met gunmen loyal to Ross. They left."
    parsed = read(text)
    turned = replace(parsed, actors=pl.concat([TABLE.reverse()]))
    assert mentions(parsed).equals(mentions(turned))


def two_events(text: str) -> ParsedCorpus:
    """The same article twice, once in the event "hearing" and once in "oil"; "Ford" is somebody else in each."""
    one = corpus_of({"a": text})
    frames = (one.articles, one.paragraphs)
    both = [
        pl.concat([f.with_columns(event=pl.lit(e), article_id=pl.lit(e)) for e in ("hearing", "oil")]) for f in frames
    ]
    rows = [
        {"actor": actor, "name": actor.title(), "alias": "Ford", "events": events}
        for actor, events in (("CHRISTINE", ["hearing"]), ("GERALD", ["oil"]))
    ]
    rows += [{"actor": "SENATE", "name": "Senate", "alias": "Senate"}]
    return replace(parse(replace(one, articles=both[0], paragraphs=both[1])), actors=ACTORS.frame(rows))


def test_an_actor_bound_to_an_event_is_found_in_its_articles_only() -> None:
    table = mentions(two_events("Ford told the Senate the truth."))
    assert table.select("event", "text", "actor").rows() == [
        ("hearing", "Ford", "CHRISTINE"),
        ("hearing", "Senate", "SENATE"),
        ("oil", "Ford", "GERALD"),
        ("oil", "Senate", "SENATE"),
    ]


def test_a_speaker_bound_to_an_event_speaks_in_its_articles_only() -> None:
    parsed = two_events("“I was there,” Ford said.")
    said = quotations(parsed, mentions(parsed))
    assert said.select("event", "actor").rows() == [("hearing", "CHRISTINE"), ("oil", "GERALD")]


def test_a_name_of_several_words_is_found_in_any_case_and_one_word_needs_its_capital() -> None:
    rows = [{"actor": "TEA", "name": "Tea Party", "group": None, "alias": alias} for alias in ("Tea Party", "Bush")]
    text = "The tea party met. TEA PARTY signs. A bush grew; Bush left."
    parsed = replace(parse(corpus_of({"a": text})), actors=ACTORS.frame(rows))
    assert mentions(parsed)["text"].to_list() == ["tea party", "TEA PARTY", "Bush"]
