"""Uses of force and coercion, each kind on a sentence or two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.corpus import corpus_of
from analysis.evidence.acts import CLINE, acts
from analysis.evidence.voices import quotations
from analysis.language import parse
from analysis.language.actors import mentions

ALIASES = {
    "ARMY": ("the state", "Northland army", "Northland soldiers", "Northland troops", "the army", "General Hill"),
    "REBELS": ("the rebels", "River Front", "rebels", "rebel fighters", "gunmen"),
    "PEOPLE": ("the people", "villagers", "residents", "civilians"),
    "GOV": ("the state", "Northland government", "the government", "President Reed", "Reed"),
}
Reader = Callable[..., pl.DataFrame]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The acts of a text. A first sentence makes clear that it is about force; its own act is left out."""
    cache = tmp_path_factory.mktemp("parses")
    rows = [
        {"actor": actor, "name": alias, "group": group, "alias": alias}
        for actor, (group, *aliases) in ALIASES.items()
        for alias in aliases
    ]

    def read(text: str, *, lead: str = "", lexicon: Path | None = None) -> pl.DataFrame:
        parsed = replace(parse(corpus_of({"a": lead + text}), cache=cache), actors=schema.ACTORS.frame(rows))
        named = mentions(parsed)
        found = acts(parsed, named, quotations(parsed, named), lexicon=lexicon, learnt=False)
        return found.filter(pl.col("start") >= len(lead))

    return read


def only(table: pl.DataFrame) -> dict[str, object]:
    rows = table.to_dicts()
    assert len(rows) == 1, [row["text"] for row in rows]
    return rows[0]


@pytest.mark.parametrize(
    ("text", "span", "cline", "form"),
    [
        ("Rebels killed five villagers.", "killed five villagers", "active", "active"),
        ("The bomb killed five villagers.", "killed five villagers", "instrument", "active"),
        ("Five villagers were killed by rebels.", "were killed by rebels", "passive_by", "passive_by"),
        ("Five villagers were killed.", "were killed", "passive_agentless", "passive_agentless"),
        ("The siege lasted ten days.", "siege", "nominal", "nominal"),
        ("The village came under fire.", "came under fire", "intransitive", "nominal"),
    ],
)
def test_the_steps_of_the_cline(done: Reader, text: str, span: str, cline: str, form: str) -> None:
    row = only(done(text, lead="Soldiers attacked the town. "))
    assert (row["text"], row["cline"], row["form"]) == (span, cline, form)


def test_dying_has_no_form_since_nobody_need_have_done_it(done: Reader) -> None:
    row = only(done("Two villagers died.", lead="Soldiers attacked the town. "))
    assert (row["cline"], row["form"], row["agent"]) == ("intransitive", None, "unstated")


@pytest.mark.parametrize(
    "text",
    [
        "Ten villagers have died in the fighting.",  # "have died" is no passive
        "A bus blew up after the attack.",  # nor is "blew up"
        "Rebels have attacked the town.",
        "The army had been shelling the hills.",
    ],
)
def test_well_known_mistakes_are_no_passives(done: Reader, text: str) -> None:
    assert not set(done(text)["cline"]) & {"passive_by", "passive_agentless"}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Residents buried the villagers killed in the raid.", "killed"),  # reduced: behind its noun
        ("Encircled by Northland troops, the rebels gave up.", "Encircled by Northland troops"),
        ("Two killed in raid", "killed"),  # a headline
        ("Five villagers were killed and 50 wounded in the raid.", "wounded"),  # left to be understood
    ],
)
def test_reduced_passives_count(done: Reader, text: str, span: str) -> None:
    row = only(done(text).filter(pl.col("text") == span))
    assert str(row["cline"]).startswith("passive")


def test_a_participle_before_its_noun_is_no_act(done: Reader) -> None:
    assert done("Doctors saw three wounded men.").is_empty()


@pytest.mark.parametrize(
    ("text", "agent", "patient"),
    [
        ("Northland soldiers arrested two gunmen.", "ARMY", "REBELS"),
        ("Two gunmen were arrested by Northland soldiers.", "ARMY", "REBELS"),
        ("Rebels opened fire on Northland soldiers.", "REBELS", "ARMY"),
        ("Northland troops launched an assault on the rebels.", "ARMY", "REBELS"),
        ("Northland troops refused to attack the rebels.", "ARMY", "REBELS"),
        ("The rebels, who kidnapped two residents, fled.", "REBELS", "PEOPLE"),
        ("Northland troops entered the town, killing two residents.", "ARMY", "PEOPLE"),
        ("Fighting between the Northland army and the River Front went on.", "ARMY", "REBELS"),
        ("The Northland army's siege went on.", "ARMY", "unstated"),
        ("Massacres committed by the Northland army shocked many.", "ARMY", "unstated"),
        ("Attacks on residents went on.", "unstated", "PEOPLE"),
        ("An air strike killed five.", "unstated", "unstated"),
        ("Strangers kidnapped a banker.", "OTHER", "OTHER"),
    ],
)
def test_doers_and_undergoers(done: Reader, text: str, agent: str, patient: str) -> None:
    row = done(text, lead="Soldiers attacked the town. ").to_dicts()[-1]
    assert (row["agent"], row["patient"]) == (agent, patient)


def test_them_is_not_who_does_it(done: Reader) -> None:
    table = done("Many residents fled after Northland soldiers evicted them.", lead="Soldiers attacked the town. ")
    assert only(table)["patient"] == "PEOPLE"


def test_we_is_whoever_speaks(done: Reader) -> None:
    row = only(done('"We will crush the rebels," President Reed said.', lead="Soldiers attacked the town. "))
    assert (row["agent"], row["patient"], row["holder"], row["voice"]) == ("GOV", "REBELS", "GOV", "direct")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("The army did not attack the rebels.", "negated"),
        ("The army refused to attack the rebels.", "negated"),
        ("The army will attack the rebels.", "planned"),
        ("The army tried to crush the rebels.", "attempt"),
        ("The army sent tanks to crush the rebels.", "purpose"),
        ("The army must crush the rebels.", "demanded"),
        ("The army cannot win without crushing the rebels.", "hypothetical"),
        ("President Reed promised a new offensive.", "planned"),
        ("There is a possibility of an attack.", "hypothetical"),
        ("He spoke of ending the siege.", ""),  # what is stopped has happened
        ("The army continued to attack the rebels.", ""),
        ("The army claimed that it attacked the rebels.", ""),
    ],
)
def test_realis_and_why_not(done: Reader, text: str, note: str) -> None:
    row = only(done(text, lead="Soldiers attacked the town. "))
    assert (row["realis"], row["note"]) == (not note, note)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Northland troops launched an assault on the town.", "launched an assault"),
        ("Rebels threatened them with arrest.", "threatened them with arrest"),
        ("Police rounded up two gunmen.", "rounded up two gunmen"),
        ("The army failed to dislodge the rebels.", "failed to dislodge the rebels"),
        ("Residents heard heavy mortar fire.", "heavy mortar fire"),
        ("The soldiers conducted a series of raids.", "conducted a series of raids"),
    ],
)
def test_spans(done: Reader, text: str, span: str) -> None:
    assert span in done(text, lead="Soldiers attacked the town. ")["text"].to_list()


@pytest.mark.parametrize(
    "text",
    [
        "Prices shot up on Monday.",
        "The party has shot up in the polls.",
        "The firm began operations in March and a campaign to hire staff.",
        "The two sides struck a deal.",
        "The cease-fire held.",
        "The minister fired his adviser.",
        "The fire brigade came.",
        "The firm shelled out two million.",
        "The senator attacked the bill, and in the debate that followed over the next three weeks he went on to say "
        "that the plan, which had been drawn up by the treasury over the winter and sent round to the members of the "
        "committee in spring, would cost more than anyone in the room had thought, that nobody had asked the towns "
        "what they made of it, and that the vote should wait until the autumn session had begun.",
    ],
)
def test_what_is_no_force(done: Reader, text: str) -> None:
    assert done(text).is_empty()


def test_operation_counts_in_an_article_on_force_only(done: Reader) -> None:
    assert done("The operation took two days.").is_empty()
    assert only(done("The operation took two days.", lead="Soldiers attacked the town. "))["lemma"] == "operation"


def test_a_list_of_ones_own_adds_words_and_takes_out(done: Reader, tmp_path: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text(
        "lemma,pos,class,source,note\nheckle,VERB,coercion,mine,\nattack,VERB,none,mine,\n", encoding="utf-8"
    )
    table = done("Rebels heckled residents and attacked the town.", lexicon=mine)
    assert table["lemma"].to_list() == ["heckle"]


def test_a_list_that_cannot_be_read_is_told_with_its_line(done: Reader, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("lemma,pos,class,source,note\nhit,ADVERB,violence,mine,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: a row needs a lemma, a class, and as pos VERB, NOUN or PHRASE"):
        done("Rebels attacked.", lexicon=bad)
    with pytest.raises(ValueError, match="no list at"):
        done("Rebels attacked.", lexicon=tmp_path / "none.csv")


def test_the_table_keeps_its_promise(done: Reader) -> None:
    table = done("Rebels killed five villagers and bombed the town. Two residents were wounded in the attack.")
    assert schema.ACTS.problems(table) == []
    assert set(table["cline"]) <= set(CLINE)
    assert table.columns == list(schema.ACTS.columns)


def test_no_acts_give_an_empty_table(done: Reader) -> None:
    table = done("The sun shone.")
    assert table.is_empty()
    assert schema.ACTS.problems(table) == []


TOKENS = "the army rebels killed were by attacked siege of and to not fire - ' \" . , five was launched died"
WORDS = st.lists(st.sampled_from(TOKENS.split()), max_size=14)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS)
def test_any_words_give_spans_of_the_text(done: Reader, words: list[str]) -> None:
    text = " ".join(words)
    table = done(text) if text.strip() else done("x")
    for row in table.to_dicts():
        assert text[row["start"] : row["end"]] == row["text"]
        assert (row["form"] is None) == (row["cline"] == "intransitive" and row["lemma"] in {"die", "perish"})
    assert schema.ACTS.problems(table) == []


def test_a_stoppage_of_work_is_no_strike_with_arms(done: Reader) -> None:
    lead = "Soldiers killed two strikers on the picket line. "
    assert done("The strike is in its third week.", lead=lead)["text"].to_list() == []
    assert done("The air strike lasted an hour.", lead=lead)["text"].to_list() == ["air strike"]
    assert done("The strike lasted an hour.", lead="Soldiers killed two. ")["text"].to_list() == ["strike"]


def test_who_shoots_through_a_door_or_up_a_hall_uses_force(done: Reader) -> None:
    for text in ("Police shot through the door.", "The gunman shot up the hall."):
        assert done(text).height == 1, text
