"""Counting doers and undergoers: every expected value can be checked with a pencil."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.agency import CLINE, agency, agent_patient_matrix, cline_counts
from analysis.measures.block_intervals import student_t_quantile
from analysis.schema import ACTS

STEPS = st.sampled_from(CLINE)
ACTORS = st.sampled_from(["ARMY", "REBELS", "CROWD", "unstated"])
VOICES = st.sampled_from(["author", "indirect"])
ROWS = st.lists(st.tuples(st.sampled_from(["Gazette", "Herald"]), ACTORS, ACTORS, STEPS, st.booleans(), VOICES))


def acts(*rows: tuple[str, str, str, str] | tuple[str, str, str, str, bool, str]) -> pl.DataFrame:
    """Acts from (outlet, agent, patient, cline), carried out and in the author's voice unless said otherwise."""
    return ACTS.frame(
        [
            {
                "event": "e1",
                "outlet": row[0],
                "article_id": "a",
                "start": place,
                "end": place + 1,
                "agent": row[1],
                "patient": row[2],
                "cline": row[3],
                "realis": row[4] if len(row) > 4 else True,
                "voice": row[5] if len(row) > 4 else "author",
            }
            for place, row in enumerate(rows)
        ]
    )


GAZETTE = acts(
    ("Gazette", "ARMY", "CROWD", "active"),  # the army shot two demonstrators
    ("Gazette", "unstated", "CROWD", "passive_agentless"),  # two demonstrators were shot
    ("Gazette", "unstated", "CROWD", "nominal"),  # the shooting of demonstrators
    ("Gazette", "unstated", "CROWD", "instrument"),  # a bullet killed a demonstrator
    ("Gazette", "REBELS", "ARMY", "passive_by"),  # soldiers were attacked by rebels
    ("Gazette", "ARMY", "REBELS", "active", False, "author"),  # the army will crush the rebels
)


def test_agency_worked_by_hand() -> None:
    table = agency(GAZETTE)
    crowd = table.row(by_predicate=pl.col("patient") == "CROWD", named=True)
    # Four acts on the crowd: one names the army; the passive and the noun leave the doer out; the bullet is neither.
    assert (crowd["n"], crowd["n_expressed"], crowd["n_deleted"]) == (4, 1, 2)
    assert (crowd["rate_expressed"], crowd["rate_deleted"]) == (0.25, 0.5)
    army = table.row(by_predicate=pl.col("patient") == "ARMY", named=True)
    assert (army["n"], army["rate_expressed"], army["rate_deleted"]) == (1, 1.0, 0.0)
    # The army has not crushed the rebels yet.
    assert "REBELS" not in table["patient"]
    assert agency(GAZETTE, realis=False).filter(patient="REBELS")["n"].to_list() == [1]


def test_agency_of_the_outlet_as_a_whole() -> None:
    # Five acts carried out; two name a doer, two leave him out, one has a bullet in his place.
    assert agency(GAZETTE, per=None).select("n", "n_expressed", "n_deleted").rows() == [(5, 2, 2)]


def test_intervals_are_wilsons() -> None:
    crowd = agency(GAZETTE).row(by_predicate=pl.col("patient") == "CROWD", named=True)
    # two of four leave the doer out. They vary by 4 × 1/4 / 3 = 1/3 where independent draws would by 1/4: four count as
    # three. t for 4 - 1 degrees stands where Wilson has 1.96
    t, n = student_t_quantile(3), 3
    half = t * (1 / 4 / n + t**2 / 4 / n**2) ** 0.5 / (1 + t**2 / n)
    assert crowd["rate_deleted_low"] == pytest.approx(0.5 - half)
    assert crowd["rate_deleted_high"] == pytest.approx(0.5 + half)
    army = agency(GAZETTE).row(by_predicate=pl.col("patient") == "ARMY", named=True)
    assert (army["rate_expressed_low"], army["rate_expressed_high"]) == (None, None)


def test_voices_keep_only_what_was_asked() -> None:
    both = acts(
        ("Herald", "ARMY", "CROWD", "active", True, "author"),
        ("Herald", "ARMY", "CROWD", "active", True, "indirect"),
    )
    assert agency(both, voices=["author"])["n"].to_list() == [1]
    assert agency(both, per="voice").select("voice", "n").rows() == [("author", 1), ("indirect", 1)]


def test_cline_counts_have_every_step_in_order() -> None:
    table = cline_counts(GAZETTE)
    assert table["cline"].to_list() == list(CLINE)
    # Of five acts carried out one each is active, instrument, passive_by, passive_agentless and nominal.
    assert table["n"].to_list() == [1, 1, 1, 1, 0, 1]
    assert table["share"].to_list() == [0.2, 0.2, 0.2, 0.2, 0.0, 0.2]
    assert table["n_expressed"].to_list() == [1, 0, 1, 0, 0, 0]


def test_matrix_worked_by_hand() -> None:
    assert agent_patient_matrix(GAZETTE).select("agent", "patient", "n", "n_active", "share").rows() == [
        ("unstated", "CROWD", 3, 0, 0.6),
        ("ARMY", "CROWD", 1, 1, 0.2),
        ("REBELS", "ARMY", 1, 0, 0.2),
    ]


def test_no_acts_give_empty_tables() -> None:
    for measure in (agency, cline_counts, agent_patient_matrix):
        assert measure(GAZETTE.clear()).is_empty()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="no column realis in these acts; columns here: event"):
        agency(GAZETTE.drop("realis"))
    with pytest.raises(ValueError, match="no column side in these acts"):
        agency(GAZETTE, per="side")


@given(ROWS)
def test_counts_are_conserved(rows: list[tuple[str, str, str, str, bool, str]]) -> None:
    table = acts(*rows)
    before = table.clone()
    n = table.filter(pl.col("realis")).height
    assert agency(table)["n"].sum() == n
    assert cline_counts(table, per="patient")["n"].sum() == n
    assert agent_patient_matrix(table)["n"].sum() == n
    # Expressed and deleted never overlap.
    assert agency(table).filter(pl.col("n_expressed") + pl.col("n_deleted") > pl.col("n")).is_empty()
    assert table.equals(before)


@given(ROWS)
def test_the_order_of_rows_makes_no_difference(rows: list[tuple[str, str, str, str, bool, str]]) -> None:
    table = acts(*rows)
    for measure in (agency, cline_counts, agent_patient_matrix):
        assert measure(table).equals(measure(table.reverse()))
