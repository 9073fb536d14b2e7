"""Are specifications counted as on paper, and do the summaries say what the contrasts say?"""

from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.corpus.read import read_corpus
from analysis.evidence.study import Study
from analysis.inference.multiverse.choices import all_choices, choices_table, specifications
from analysis.inference.multiverse.findings import (
    Finding,
    FindingFamily,
    level_claim,
    outlet_contrasts,
    value_table,
    wording,
)
from analysis.inference.multiverse.robustness import (
    breaking_options,
    choice_shifts,
    deciding_choices,
    finding_robustness,
    robustness_by_option,
)
from analysis.inference.multiverse.run import FAMILIES, Multiverse, claim_contrasts, multiverse
from analysis.inference.multiverse.sentence_rules import resplit_study
from analysis.inference.multiverse.variants import StudyVariants, rows_outside

ARTICLES = {
    "a": 'Police killed five people. "We had no choice," the police said. The mayor praised the police.',
    "b": 'Police were attacked. The mayor claimed that the U.S. Army helped. "Nobody helped," she said.',
}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Two outlets, one article each, on one event; the headline of each is a sentence of its own."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "raw").mkdir()
    lines = ['[corpus]\nid = "c"\ntitle = "C"\n[[event]]\nid = "e"\ntitle = "The event"']
    lines.append("start = 2020-01-01\nend = 2020-01-31")
    for name, text in ARTICLES.items():
        (folder / "raw" / f"{name}.txt").write_text(f"Riot in town\n\n{text}\n", encoding="utf-8")
        lines.append(f'[[outlet]]\nid = "{name}"\nname = "{name.upper()}"')
    for name in ARTICLES:
        lines.append(f'[[article]]\nid = "{name}"\nevent = "e"\noutlet = "{name}"\nfile = "raw/{name}.txt"')
        lines.append('title = "Riot in town"\ndate = 2020-01-02')
    lines.append('[[actor]]\nid = "POLICE"\nname = "the police"\naliases = ["police"]')
    (folder / "corpus.toml").write_text("\n".join(lines), encoding="utf-8")
    return Study(read_corpus(folder))


def toy(values, *, choices=("headline", "speech"), kind="apart", items=("A", "B", "C")):
    """A family whose values are given: one {outlet: value} a specification, in the order of `specifications`."""
    asked = [tuple(spec.values()) for spec in specifications(choices)]

    def measure(variants, spec):
        found = values[asked.index(tuple(spec.values()))]
        rows = [{"event": "e", "outlet": outlet, "value": value, "n": 1} for outlet, value in found.items()]
        return value_table(
            pl.DataFrame(rows, schema={"event": pl.String, "outlet": pl.String, "value": pl.Float64, "n": pl.Int64})
        )

    def claims(family, variants, own):
        found = Finding("toy", "00", "A above B", "A is above B.", "toy", "e", "", kind, "A", "B", 0.5, items)
        return [found], ["Nothing else is claimed."]

    return FindingFamily("toy", "00", "share", tuple(choices), measure, claims)


FOUR = [
    {"A": 5.0, "B": 1.0, "C": 3.0},  # headline in, all speech: the report
    {"A": 4.0, "B": 2.0, "C": 1.0},  # headline in, quoted only
    {"A": 3.0, "B": 1.0, "C": 2.0},  # headline out, all speech
    {"A": 1.0, "B": 2.0, "C": 3.0},  # headline out, quoted only
]


# --- the choices -------------------------------------------------------------------------------------------------


def test_every_choice_has_options_with_reasons_and_its_own_name():
    assert len(all_choices()) == len({choice.words for choice in all_choices().values()})
    told = choices_table()
    assert told.filter(pl.col("is_report")).height == len(all_choices())
    assert told.select(pl.all_horizontal((pl.col("question", "done", "why").str.len_chars() > 3).all())).item()
    assert told.select("choice", "option").is_unique().all()


def test_specifications_are_all_combinations_and_the_reports_own_is_first():
    # headline in or out, form or lemma, folded or kept: 2 x (2 x 2 - 1), for a lemma has no capitals
    found = specifications(["headline", "case", "form"])
    assert len(found) == 6
    assert found[0] == {"headline": "in", "case": "folded", "form": "form"}
    assert {"headline": "in", "case": "kept", "form": "lemma"} not in found


def test_an_unknown_choice_is_refused():
    with pytest.raises(ValueError, match="no choice font; choices here: splitter"):
        specifications(["font"])


def test_every_family_crosses_all_choices_only():
    assert {choice for family in FAMILIES for choice in family.choices} == set(all_choices())


def test_every_family_has_words_for_what_it_claims_and_for_what_it_cannot():
    for family in FAMILIES:
        told = wording(family.name)
        assert told["words"]
        assert told["sentence"]
        assert ("level" in told) == (family.claims is level_claim) == (told.keys() >= {"none", "below"})


# --- contrasts by hand -------------------------------------------------------------------------------------------


def test_contrasts_worked_by_hand(study):
    run = multiverse(study, families=[toy(FOUR)])
    found = claim_contrasts(run)
    # A minus B: 5 - 1, 4 - 2, 3 - 1, 1 - 2
    assert found["contrast"].to_list() == [4.0, 2.0, 2.0, -1.0]
    assert found["same_sign"].to_list() == [True, True, True, False]
    assert found["ranking"].to_list() == ["A > C > B", "A > B > C", "A > C > B", "C > B > A"]
    assert found["same_ranking"].to_list() == [True, False, True, False]
    assert run.findings["n_specifications"].to_list() == [4]
    assert "Nothing else is claimed." in run.not_claimed


def test_a_claim_of_most_is_set_against_the_next(study):
    found = claim_contrasts(multiverse(study, families=[toy(FOUR, kind="most")]))
    # A minus the higher of B and C: 5 - 3, 4 - 2, 3 - 2, 1 - 3
    assert found["contrast"].to_list() == [2.0, 2.0, 1.0, -2.0]


def test_a_claim_about_all_is_set_against_its_level(study):
    found = claim_contrasts(multiverse(study, families=[toy(FOUR, kind="above", items=())]))
    # the lowest of the three minus 0.5
    assert found["contrast"].to_list() == [0.5, 0.5, 0.5, 0.5]
    assert found["same_ranking"].null_count() == 4  # nothing is ranked


def test_a_tie_is_no_support_and_nothing_to_measure_is_null(study):
    values = [FOUR[0], {"A": 2.0, "B": 2.0, "C": None}, {"A": 1.0}, {}]
    found = claim_contrasts(multiverse(study, families=[toy(values)]))
    assert found["contrast"].to_list() == [4.0, 0.0, None, None]
    assert found["same_sign"].to_list() == [True, False, None, None]
    assert found["ranking"].to_list() == ["A > C > B", "A = B", "A", None]


def test_robustness_worked_by_hand(study):
    run = multiverse(study, families=[toy(FOUR)])
    row = finding_robustness(claim_contrasts(run), run.findings).row(0, named=True)
    assert (row["n_specifications"], row["n_same_sign"], row["n_same_ranking"], row["n_as_reported"]) == (4, 3, 2, 2)
    assert row["share_same_sign"] == pytest.approx(3 / 4)
    assert (row["report"], row["low"], row["median"], row["high"]) == (4.0, -1.0, 2.0, 4.0)
    # headline: pairs (4, 2) and (2, -1), mean change (2 + 3) / 2, one of the two turns the claim
    # speech: pairs (4, 2) and (2, -1) as well; of equal shifts the first by name is named
    assert row["mover"] == "headline"
    assert row["mover_shift"] == pytest.approx(2.5)
    assert row["mover_flips"] == pytest.approx(1 / 2)


def test_shifts_and_eta_squared_worked_by_hand(study):
    values = [{"A": value, "B": 0.0} for value in (4.0, 3.0, 1.0, 0.0)]
    found = choice_shifts(claim_contrasts(multiverse(study, families=[toy(values)])))
    headline, speech = (found.row(by_predicate=pl.col("choice") == name, named=True) for name in ("headline", "speech"))
    # headline: pairs (4, 1) and (3, 0); speech: pairs (4, 3) and (1, 0)
    assert (headline["shift"], speech["shift"]) == (3.0, 1.0)
    # mean 2; squares 4 + 1 + 1 + 4 = 10; headline means 3.5 and 0.5: 4 x 1.5² = 9
    # speech means 2.5 and 1.5: 4 x 0.5² = 1
    assert headline["eta2"] == pytest.approx(9 / 10)
    assert speech["eta2"] == pytest.approx(1 / 10)
    # 0 is no support: in the pairs (3, 0) and (1, 0) the claim is turned
    assert (headline["n_flips"], speech["n_flips"]) == (1, 1)
    assert found["choice"].to_list() == ["headline", "speech"]  # the larger shift first


def test_options_worked_by_hand(study):
    found = robustness_by_option(claim_contrasts(multiverse(study, families=[toy(FOUR)])))
    rows = found.select("choice", "option", "n", "n_same_sign", "median").rows()
    assert rows == [
        ("headline", "in", 2, 2, 3.0),
        ("headline", "out", 2, 1, 0.5),
        ("speech", "all", 2, 2, 3.0),
        ("speech", "quoted", 2, 1, 0.5),
    ]


def test_the_option_that_breaks_a_finding_and_the_choice_that_decides(study):
    found = claim_contrasts(multiverse(study, families=[toy(FOUR)]))
    # with headline out 1 of 2 hold, with speech quoted 1 of 2: of equal ones the choice declared first
    assert breaking_options(found).rows() == [("toy", "headline", "out", 2, 1, 2, 2)]
    # one of two pairs is turned by each of the two choices
    assert deciding_choices(found).rows() == [("headline", 1, 1, 2, 1, 0.5), ("speech", 1, 0, 2, 1, 0.5)]
    firm = claim_contrasts(multiverse(study, families=[toy([FOUR[0]] * 4)]))
    assert breaking_options(firm).is_empty()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-5, 5), min_size=4, max_size=4))
def test_summaries_agree_with_the_contrasts(differences):
    crossed = pl.DataFrame(
        [{"finding": "f", "specification": n, **spec} for n, spec in enumerate(specifications(["headline", "speech"]))]
    )
    values = pl.DataFrame(
        [
            {"finding": "f", "specification": n, "item": item, "value": float(value), "n": 1}
            for n, difference in enumerate(differences)
            for item, value in (("A", difference), ("B", 0))
        ]
    )
    findings = pl.DataFrame(
        [
            {
                "finding": "f",
                "notebook": "00",
                "words": "w",
                "sentence": "s",
                "kind": "apart",
                "item": "A",
                "other": "B",
                "level": 0.0,
                "items": ["A", "B"],
                "unit": "share",
                "n_specifications": 4,
            }
        ]
    )
    found = claim_contrasts(Multiverse(findings, values, crossed, ()))
    row = finding_robustness(found, findings).row(0, named=True)
    assert row["n_same_sign"] == sum(difference > 0 for difference in differences)
    assert row["low"] <= row["median"] <= row["high"]
    shares = choice_shifts(found)["eta2"].drop_nulls()
    assert all(0 <= share <= 1 + 1e-9 for share in shares)
    assert shares.sum() <= 1 + 1e-9  # main effects of a full crossing never explain more than there is


# --- a study under other choices ---------------------------------------------------------------------------------


def test_other_splitters_give_sound_tables_and_other_sentences(study):
    texts = {
        name: resplit_study(study, name).sentences.filter(pl.col("outlet") == "B")["text"].to_list()
        for name in ("ours", "marks")
    }
    assert "The mayor claimed that the U.S. Army helped." in texts["ours"]
    assert "Army helped." in texts["marks"]  # the plain rule stops at the second mark of "U.S."
    for name in ("parser", "marks"):
        other = resplit_study(study, name)
        assert other.tokens["sentence_start"].null_count() == 0
        assert other.tokens.height == study.tokens.height
        whole = dict(study.corpus.articles.select("article_id", "text").iter_rows())
        assert all(
            whole[id][start:end] == text
            for id, start, end, text in other.sentences.select("article_id", "start", "end", "text").iter_rows()
        )


def test_an_unknown_splitter_is_refused(study):
    with pytest.raises(ValueError, match="no splitter 'nltk'; splitters here: ours, parser, marks"):
        resplit_study(study, "nltk")


def test_headline_and_words_of_others_are_left_out_as_asked(study):
    variants = StudyVariants(study)
    words = {
        spec: set(variants.tokens(dict(zip(("headline", "quotations"), spec, strict=True)))["norm"])
        for spec in product(("in", "out"), ("all", "unquoted", "author"))
    }
    assert "riot" in words["in", "all"]
    assert "riot" not in words["out", "all"]
    assert "nobody" in words["in", "all"]
    assert "nobody" not in words["in", "unquoted"]
    assert "army" in words["in", "unquoted"]  # retold, not quoted
    assert "army" not in words["in", "author"]
    sentences = variants.sentences({"quotations": "unquoted"})
    assert not sentences["text"].str.contains("no choice").any()
    assert study.sentences["text"].str.contains("no choice").any()  # the study itself is as it was


def test_capitals_are_kept_on_request(study):
    assert "Police" in set(StudyVariants(study).tokens({"case": "kept"})["norm"])


def test_rows_outside_spans():
    rows = pl.DataFrame({"article_id": ["x", "x", "y"], "start": [0, 5, 5], "end": [3, 8, 8]})
    spans = pl.DataFrame({"article_id": ["x"], "start": [4], "end": [6]})
    assert rows_outside(rows, spans).rows() == [("x", 0, 3), ("y", 5, 8)]


def test_outlets_with_equal_values_are_not_compared(study):
    values = value_table(pl.DataFrame({"event": ["e", "e"], "outlet": ["A", "B"], "value": [0.5, 0.5], "n": [2, 2]}))
    (tone,) = (family for family in FAMILIES if family.name == "tone")
    found, missing = outlet_contrasts(tone, StudyVariants(study), values)
    assert found == []
    assert missing == ["Notebook 05, mean scores, The event: no contrast, because all outlets have the same value."]


def test_choices_that_change_nothing_are_not_crossed_and_said_so(study):
    words = [family for family in FAMILIES if family.name == "typical"]
    run = multiverse(study, families=words)
    assert "wire" not in run.crossed.columns
    assert any(note.startswith("Wire copy is not a choice here") for note in run.not_claimed)
    # headline 2 x quotations 3 x (case and form 3) x prior 3
    assert run.findings["n_specifications"].unique().to_list() == [54]
    alone = multiverse(study, families=words, leave_out=list(all_choices()))
    assert set(alone.findings["n_specifications"]) <= {1}  # the report's own; the others are not even listed
    fewer = multiverse(study, families=words, leave_out=["prior", "whose"])
    assert fewer.findings["n_specifications"].unique().to_list() == [6]
    assert "prior" not in fewer.crossed.columns


def test_the_reports_own_specification_supports_its_claims_and_nothing_is_left_to_chance(study):
    run = multiverse(study, leave_out=["splitter"])
    found = claim_contrasts(run)
    own = found.filter(pl.col("specification") == 0)
    assert own.height == run.findings.height > 0
    assert own["same_sign"].all()
    again = multiverse(study, leave_out=["splitter"])
    assert claim_contrasts(again).equals(found)
    assert not [column for column in found.columns if column in {"p", "p_value"}]
