"""Are the sentences on agreement and robustness right with codings and without, for none, one and many?"""

import json
from pathlib import Path

import polars as pl
import pytest
from big import study

from analysis.codings.agreement.intercoder import agreement
from analysis.codings.records import records_frame
from analysis.codings.table import CODINGS, coders, corpus_codings
from analysis.codings.validity.machine_coder import coded_study, machine_tables
from analysis.codings.validity.machine_validity import validity
from analysis.codings.validity.trust import measure_trust
from analysis.inference.multiverse.run import multiverse_study
from analysis.report.answers import trust as answers
from analysis.report.trust_words import confused, heaviest, spans_table

BIG = study(events=1, articles=8)
NOBODY = pl.DataFrame(
    schema={
        **dict.fromkeys(("coder", "who"), pl.String),
        "in_view": pl.Boolean,
        **dict.fromkeys(("n", "n_articles"), pl.Int64),
    }
)


def text_of(prose):
    return prose.text.replace("\\", "")


def score(metric, value, n, low=0.0):
    return {"metric": metric, "value": value, "low": low, "high": 1.0, "n": n}


def frame(*rows):
    schema = {"metric": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "n": pl.Int64}
    return pl.DataFrame(list(rows), schema=schema)


def test_what_nobody_coded_here_is_judged_by_other_articles():
    judged = measure_trust(frame(), frame(score("label_f1", 0.9, 40, 0.8), score("toll_who", 0.5, 12)))
    assert judged.select("metric", "judged", "trust").rows() == [
        ("label_f1", 0.9, "firm"),
        ("toll_who", 0.5, "not alone"),
    ]
    assert text_of(answers.agreement(BIG, records_frame([]), NOBODY, judged)) == (
        "Nobody has coded this corpus. On other articles, which nobody had read while the rules were made, one of two "
        "measures can be built on and one needs the sentences beside the counts. The weakest, “who is counted”, scores "
        "0.50: such counts need their sentences beside them."
    )


def test_codings_not_in_view_decide_themselves_from_ten_items():
    mine, blind = frame(score("label_f1", 0.7, 10), score("act_f1", 0.9, 9)), frame(score("label_f1", 0.9, 40, 0.8))
    assert measure_trust(mine, blind, in_view=True)["judged"].to_list() == [0.9, 0.9]
    fresh = measure_trust(mine, blind, in_view=False)
    # ten labels of this corpus decide; nine acts are too few, and nothing else is known of acts
    assert fresh.select("judged", "trust").rows() == [(0.7, "with care"), (0.9, "too few")]


def test_a_corpus_that_nobody_coded(tmp_path):
    none = corpus_codings(tmp_path, BIG.corpus)
    assert none.is_empty()
    part = coded_study(BIG, none)
    found = validity(none, part.corpus.articles, machine_tables(part))
    assert found.scores.drop_nulls("value").is_empty()
    assert coders(none, BIG.corpus).is_empty()
    assert answers.who_coded(coders(none, BIG.corpus)).text.startswith("Nobody has coded an article of this corpus yet")
    assert spans_table(pl.DataFrame(schema=dict.fromkeys(["kind", "coder", "other"], pl.String))).is_empty()
    agreed = agreement(CODINGS.frame([]), level="nominal")
    assert answers.widest_apart(answers.beyond_chance(agreed)).text == answers.UNCODED


def test_codings_in_the_corpus_folder_come_first(tmp_path):
    (tmp_path / "codings").mkdir()
    record = {"doc": "a0", "coder": "anna", "kind": "label", "text": "thug", "sentence": "A thug.", "actor": "ACTOR1"}
    record |= {"voice": "author", "holder": "author", "tone": "negative"}
    (tmp_path / "codings" / "anna.jsonl").write_text(json.dumps(record) + "\n")
    found = corpus_codings(tmp_path, BIG.corpus)
    who = coders(found, BIG.corpus)
    assert who.rows() == [("anna", None, False, 1, 1)]
    assert text_of(answers.who_coded(who)) == (
        "Coder “anna” (nothing more is known of this coder): one record in one article. A score says how near the "
        "rules come to these coders, no more."
    )


def test_who_coded_the_shipped_corpora():
    said = pl.read_csv(Path(__file__).parent.parent / "data" / "codings" / "coders.csv")
    assert said["corpus"].to_list() == sorted(said["corpus"])
    assert said["who"].str.contains("language model").all()  # no person has coded, and the page says so


def test_confused_pairs_are_told_once():
    mixed = pl.DataFrame({"value": ["A", "B", "A"], "other": ["B", "A", "A"], "n": [3.0, 3.0, 9.0]})
    assert confused(mixed, {"A": "army"}).rows() == [("army", "B", 3)]


def test_the_heaviest_errors_of_the_weakest_measures():
    judged = pl.DataFrame({"metric": ["m", "k"], "judged": [0.2, 0.9]})
    wrong = pl.DataFrame({"metric": ["m", "m", "m", "k"], "coded": ["", "x", "y", "z"], "machine": ["a", "", "b", "c"]})
    assert heaviest(wrong, judged, measures=1).select("coded", "machine").rows() == [("nothing", "a"), ("x", "nothing")]


@pytest.mark.parametrize(
    ("reached", "said"),
    [([True], "Of one goal, one is reached."), ([False, None], "Of one goal, none are reached.")],
)
def test_goals(reached, said):
    rows = pl.DataFrame(
        {"set": ["s"] * len(reached), "metric": [f"m{n}" for n in range(len(reached))], "reached": reached}
    ).with_columns(date=pl.lit("2026-11-29"), version=pl.lit("0.2.0"))
    meanings = rows.select("set", "metric")
    assert text_of(answers.public(rows, meanings)) == f"Measured on 2026-11-29 with version 0.2.0. {said}"


def test_robustness_of_nothing():
    none = pl.DataFrame(schema={"share_same_sign": pl.Float64, "share_same_ranking": pl.Float64})
    assert "allows no comparison" in answers.robustness(none, none, [], 0).text


def test_robustness_of_one():
    robust = pl.DataFrame({"share_same_sign": [1.0], "share_same_ranking": [0.5]})
    whole = ("held", "n_specifications", "n_same_sign", "n", "n_same_sign_else", "n_else")
    broken = pl.DataFrame(schema={"words": pl.String, **dict.fromkeys(whole, pl.Int64), "done": pl.String})
    assert text_of(answers.robustness(robust, broken, [("the headline", 0.0, 4)], 8)) == (
        "Yes, by the choices tried here. This report makes one comparison. Each was made again under all combinations "
        "of the choices that matter to it, which gives eight results. One holds wherever it can be measured, none of "
        "them with all outlets or speakers in the same order; none fail in some. "
    )


def test_a_large_corpus_is_tried_on_whole_events():
    big = study()
    part = multiverse_study(big, most=60)
    # the largest events have 8 outlets with two articles each: three are 48 articles, four would be 64
    assert part.corpus.articles.height == 48
    assert part.corpus.articles["event"].n_unique() == 3
    assert text_of(answers.tried(big, part)) == (
        "The corpus is large, so the choices are tried on a part of it: 48 of 300 articles, all those on three events "
        "that most outlets report. What holds there need not hold on the other events."
    )
    assert text_of(answers.tried(BIG, BIG)) == "All eight articles are counted in every specification."
