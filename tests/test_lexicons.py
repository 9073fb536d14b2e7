"""Do the word lists keep what their README promises?"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

LEXICONS = Path(__file__).parents[1] / "data" / "lexicons"

LABEL_COLUMNS = ["term", "pos", "family", "side", "tone", "domain", "source", "note"]
CUE_COLUMNS = ["cue", "pos", "class", "frame", "kind", "object", "sense", "source", "note"]
ALLOWED = {
    "labels.csv": {
        "pos": {"NOUN", "VERB", "ADJ", "PHRASE"},
        "family": {
            "the-dead",
            "the-fighters",
            "the-crowd",
            "the-flow",
            "the-people",
            "the-other-side",
            "the-operation",
            "the-presence",
            "the-state",
            "the-leaders",
            "the-talks",
            "the-outcome",
            "the-mood",
            "evaluations",
            "contested-verbs",
        },
        "side": {
            "armed-group",
            "state",
            "outside-power",
            "crowd",
            "event",
            "civilians",
            "leader",
            "any",
        },
        "tone": {"positive", "neutral", "negative"},
        "domain": {"conflict", "protest", "migration", "policing", "general"},
    },
    "axes.csv": {"axis": {"praised–blamed", "strong–weak", "lawful–criminal", "suffering–threatening"}},
    "effects.csv": {
        "pos": {"NOUN", "VERB", "ADJ"},
        "effect": {"killed", "wounded", "captured", "deserted", "deployed", "buried", "dismissed", "other"},
        "counted": {"object", "subject", "of", "self"},
        "needs": {"", "people", "armed", "loss"},
    },
    "reporting.csv": {
        "pos": {"NOUN", "VERB", "PHRASE", "ADV"},
        "object": {"", "addressee", "either", "figure", "named"},
        "class": {"neutral", "assertive", "distancing", "factive", "directive"},
        "kind": {"speech", "writing", "thought", "evidence", "demand"},
    },
}
# A few of the words that would count a people, a faith or a topic; the rule holds for all of them.
NOT_LABELS = re.findall(
    r"[a-z]+",
    """
    american arab british chinese european french german iranian iraqi israeli italian kurd kurdish mexican
    palestinian russian syrian turkish ukrainian african asian western eastern latino hispanic roma black white
    islam islamic islamist muslim shiite shia sunni jihad jihadi jihadist mujahedeen christian crusader catholic
    protestant jew jewish zionist hindu buddhist sikh baathist infidel cleric imam priest rabbi mosque church
    oil election economy religion abortion climate immigration
    """,
)


def rows(name: str) -> list[dict[str, str]]:
    with (LEXICONS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words(term: str) -> list[str]:
    return re.split(r"[ -]", term)


def references() -> set[str]:
    """Short citations the README resolves: `- Bell 1991: …` and the codebook's rules."""
    listed = (LEXICONS / "README.md").read_text(encoding="utf-8").split("## References")[1]
    lines = [line[2:] for line in listed.splitlines() if line.startswith("- ")]
    return {line if line.startswith("codebook: ") else line.split(":")[0] for line in lines}


@pytest.mark.parametrize(("name", "columns"), [("labels.csv", LABEL_COLUMNS), ("reporting.csv", CUE_COLUMNS)])
def test_columns_are_the_promised_ones(name: str, columns: list[str]) -> None:
    with (LEXICONS / name).open(encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == columns
    assert {len(row) for row in table} == {len(columns)}


@pytest.mark.parametrize("name", ALLOWED)
def test_files_are_utf8_with_plain_line_ends(name: str) -> None:
    raw = (LEXICONS / name).read_bytes()
    raw.decode("utf-8")
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    assert not raw.endswith(b"\n\n")


@pytest.mark.parametrize("name", ALLOWED)
def test_every_value_is_an_allowed_one(name: str) -> None:
    for column, allowed in ALLOWED[name].items():
        assert {row[column] for row in rows(name)} == allowed, column


@pytest.mark.parametrize(("name", "least"), [("labels.csv", 420), ("reporting.csv", 330)])
def test_lists_are_large_enough(name: str, least: int) -> None:
    assert len(rows(name)) >= least


@pytest.mark.parametrize(("name", "key"), [("labels.csv", ("term", "pos")), ("reporting.csv", ("cue", "pos"))])
def test_no_word_stands_twice(name: str, key: tuple[str, str]) -> None:
    keys = [tuple(row[column] for column in key) for row in rows(name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("name", "order"), [("labels.csv", ("family", "term", "pos")), ("reporting.csv", ("cue", "pos"))]
)
def test_rows_are_in_order(name: str, order: tuple[str, ...]) -> None:
    keys = [tuple(row[column] for column in order) for row in rows(name)]
    assert keys == sorted(keys)


@pytest.mark.parametrize(("name", "head"), [("labels.csv", "term"), ("reporting.csv", "cue")])
def test_terms_are_lower_case_and_phrases_have_a_space(name: str, head: str) -> None:
    for row in rows(name):
        assert re.fullmatch(r"[a-z]+(?:[ -][a-z]+)*", row[head]), row
        assert (row["pos"] == "PHRASE") == (" " in row[head]), row
        assert all(value == value.strip() for value in row.values()), row


def test_frames_are_joined_in_one_order() -> None:
    frames = ["as", "that", "to", "np", "quote", "wh"]
    for row in rows("reporting.csv"):
        parts = row["frame"].split("|")
        assert parts == [frame for frame in frames if frame in parts], row


@pytest.mark.parametrize("name", ALLOWED)
def test_every_source_is_in_the_readme(name: str) -> None:
    cited = {source for row in rows(name) for source in row["source"].split("; ")}
    assert cited - references() == set()


def test_every_reference_is_cited() -> None:
    cited = {s for name in ALLOWED for row in rows(name) for s in row["source"].split("; ")}
    assert references() - cited == set()


def test_no_label_counts_a_people_a_faith_or_a_topic() -> None:
    found = {row["term"] for row in rows("labels.csv") for word in words(row["term"]) if word in NOT_LABELS}
    assert found == set()


def test_spelling_notes_point_to_a_row_that_agrees() -> None:
    for name, head, same in (("labels.csv", "term", "tone"), ("reporting.csv", "cue", "class")):
        value = {(row[head], row["pos"]): row[same] for row in rows(name)}
        for row in rows(name):
            if note := re.search(r"spelling of ([a-z -]+)", row["note"]):
                assert value[note[1], row["pos"]] == row[same], row


@pytest.mark.parametrize(
    ("term", "tone"),
    [
        ("militant", "neutral"),  # nouns of arms and crisis
        ("insurgent", "neutral"),
        ("gunman", "neutral"),
        ("rebellion", "neutral"),
        ("uprising", "neutral"),
        ("crisis", "neutral"),
        ("agent", "neutral"),
        ("bloodshed", "negative"),  # loss, guilt, damage
        ("violence", "negative"),
        ("siege", "negative"),
        ("instability", "negative"),
        ("desertion", "negative"),
        ("enraged", "neutral"),  # anger and unwillingness
        ("furious", "neutral"),
        ("exasperated", "neutral"),
        ("brother", "positive"),  # care, kinship, honour, release
        ("fallen comrade", "positive"),
        ("martyr", "positive"),
        ("liberate", "positive"),
        ("protection", "positive"),
        ("oppressed", "neutral"),  # suffering as such
    ],
)
def test_tone_follows_the_rules_word_by_word(term: str, tone: str) -> None:
    found = [row["tone"] for row in rows("labels.csv") if row["term"] == term and row["pos"] != "ADJ"]
    found = found or [row["tone"] for row in rows("labels.csv") if row["term"] == term]
    assert set(found) == {tone}


@pytest.mark.parametrize(
    ("kind", "cues"),
    [
        ("neutral", "say, add, tell, according to, describe, call, identify, announce, estimate, indicate, shout"),
        ("assertive", "insist, emphasise, declare, vow, criticise, criticism, denounce, accuse, complain, hail"),
        ("assertive", "hold responsible, brand"),
        ("distancing", "claim, allege, deny, purport, dismiss, brush off"),
        ("factive", "acknowledge, admit, note, reveal, confirm, show, make clear"),
        ("directive", "call for, call on, order, direct, press, urge, demand, warn, offer, pledge, promise, plead"),
        ("directive", "beg, ask, threaten, appeal"),
    ],
)
def test_cue_classes_follow_the_codebook(kind: str, cues: str) -> None:
    found = {row["cue"]: row["class"] for row in rows("reporting.csv") if row["pos"] != "NOUN"}
    found |= {row["cue"]: row["class"] for row in rows("reporting.csv") if row["cue"] == "criticism"}
    assert {cue: found[cue] for cue in cues.split(", ")} == dict.fromkeys(cues.split(", "), kind)


def test_every_short_list_has_an_example_and_a_source_and_is_asked_for() -> None:
    lists = [row for path in sorted((LEXICONS / "lists").glob("*.csv")) for row in rows(f"lists/{path.name}")]
    assert [row["list"] for row in lists if not row["example"] or not row["source"]] == []
    code = "\n".join(path.read_text(encoding="utf-8") for path in (LEXICONS.parents[1] / "analysis").rglob("*.py"))
    asked = set(re.findall(r'(?:word_list|word_groups)\("([^"]+)"\)', code))
    assert [row["list"] for row in lists if not {row["list"], row["list"].split(": ")[0]} & asked] == []
