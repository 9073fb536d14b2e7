import json
from datetime import date

import polars as pl
import pytest

from analysis import schema
from analysis.codings.agreement.examples import CASES, add_explanations, example_agreement
from analysis.codings.agreement.intercoder import agreement
from analysis.codings.table import CODINGS
from analysis.codings.validity.machine_coder import machine_codings
from analysis.codings.validity.stored_scores import (
    add_metric_meanings,
    read_metric_meanings,
    read_stored_scores,
)
from analysis.codings.validity.trust import measure_trust
from analysis.report.trust_words import doubts, in_classes, interval
from benchmarks.keep import main, store_scores

DAY = date(2026, 3, 1)


def scored(*rows):
    """Rows of metric, value, low, n."""
    made = [{"metric": m, "value": v, "low": low, "high": 1.0, "n": n} for m, v, low, n in rows]
    return pl.DataFrame(
        made, schema={"metric": pl.String, **dict.fromkeys(("value", "low", "high"), pl.Float64), "n": pl.Int64}
    )


def row(of="polnear", metric="content_f1", value=0.8, part="dev"):
    return {"set": of, "part": part, "metric": metric, "value": value, "low": 0.7, "high": None, "n": 12}


# --- trust


def test_blind_scores_judge_where_there_are_enough():
    here = scored(
        ("a", 0.95, 0.9, 50), ("b", 0.95, 0.9, 50), ("c", 0.9, 0.8, 50), ("d", 0.9, 0.8, 50), ("e", 1.0, 0.1, 3)
    )
    blind = scored(("a", 0.85, 0.7, 40), ("b", 0.85, 0.5, 40), ("c", 0.6, 0.5, 10), ("d", 0.2, 0.0, 9))
    found = measure_trust(here, blind)
    # b: the interval reaches down to .5; d: nine items do not judge, and without a blind score nothing is firm
    assert dict(found.select("metric", "trust").iter_rows()) == {
        "a": "firm",
        "b": "with care",
        "c": "not alone",
        "d": "with care",
        "e": "too few",
    }
    assert found["judged"].to_list() == [0.85, 0.85, 0.6, 0.9, 1.0]
    assert found["n_blind"].to_list() == [40, 40, 10, 9, None]


def test_nothing_coded_is_nothing_to_judge():
    assert measure_trust(scored(("a", None, None, 0)), scored())["trust"].to_list() == ["too few"]
    assert measure_trust(scored(), scored()).is_empty()


# --- kept scores


def test_kept_scores_come_back_with_date_and_version(tmp_path):
    path = tmp_path / "deep" / "scores.json"
    kept = store_scores([row(), row(metric="source_recall", value=None)], path, day=DAY, version="0.1.0")
    assert kept.equals(read_stored_scores(path))
    assert kept.row(1) == ("polnear", "dev", "source_recall", None, 0.7, None, 12, DAY, "0.1.0")


def test_new_scores_take_the_place_of_old_ones_of_the_same_set_and_part(tmp_path):
    path = tmp_path / "scores.json"
    store_scores([row(), row(metric="gone"), row("voice")], path, day=DAY, version="0.1.0")
    kept = store_scores([row(value=0.9), row(part="heldout")], path, day=DAY.replace(day=2), version="0.2.0")
    assert kept.select("set", "part", "metric", "value", "version").rows() == [
        ("voice", "dev", "content_f1", 0.8, "0.1.0"),
        ("polnear", "dev", "content_f1", 0.9, "0.2.0"),
        ("polnear", "heldout", "content_f1", 0.8, "0.2.0"),
    ]


@pytest.mark.parametrize("wrong", ["{", '{"set": 1}', '[{"set": "x"}]', '[{"date": "soon"}]'])
def test_a_file_that_is_no_list_of_scores_is_refused(tmp_path, wrong):
    path = tmp_path / "scores.json"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=r"scores\.json is no list of scores with set, part, metric"):
        read_stored_scores(path)


def test_scores_are_explained_and_held_against_their_goals(tmp_path):
    path = tmp_path / "metrics.csv"
    path.write_text("set,metric,asks,goal,beside\nvoice,x,Whose?,0.8,people .9\npolnear,content_f1,Which?,,\n", "utf-8")
    scores = [row(metric="unknown"), row(), row("voice", "x", 0.796)]
    found = add_metric_meanings(
        store_scores(scores, tmp_path / "s.json", day=DAY, version="1"), read_metric_meanings(path)
    )
    assert found.select("metric", "asks", "goal", "reached").rows() == [
        ("x", "Whose?", 0.8, True),  # .796 is printed as .80
        ("content_f1", "Which?", None, None),
        ("unknown", None, None, None),
    ]
    path.write_text("set,metric\n", encoding="utf-8")
    with pytest.raises(ValueError, match="has the columns set, metric; give it set, metric, asks, goal, beside"):
        read_metric_meanings(path)


def test_a_file_of_measured_scores_is_kept_under_another_name(tmp_path, capsys):
    (tmp_path / "measured.json").write_text(json.dumps([row("codings")]), encoding="utf-8")
    into = tmp_path / "kept.json"
    given = [str(tmp_path / "measured.json"), "--into", str(into), "--date", "2026-03-01", "--set", "mine"]
    assert main(given) == 0
    assert read_stored_scores(into).select("set", "date").rows() == [("mine", DAY)]
    assert "1 scores, 1 of them new" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stopped:
        main([str(tmp_path / "none.json")])
    assert stopped.value.code == 2


def test_the_scores_in_the_repository_are_in_order():
    from benchmarks.keep import INTO

    kept = read_stored_scores(INTO)
    assert not kept.select("set", "part", "metric").is_duplicated().any()
    assert kept.filter(~pl.col("value").is_between(0, 1)).is_empty()
    meanings = read_metric_meanings(INTO.with_name("metrics.csv"))
    assert not meanings.select("set", "metric").is_duplicated().any()


# --- the machine as a coder


def tables():
    at = {"event": "e1", "outlet": "Gazette", "article_id": "a"}
    quote = {**at, "start": 0, "end": 9, "type": "direct", "text": "x", "cue": "said", "cue_class": "neutral"}
    said = [
        {**quote, "speaker": "Ann", "actor": None},
        {**quote, "start": 20, "end": 29, "type": "scare", "speaker": "", "actor": None, "cue_class": "none"},
    ]
    label = {**at, "start": 3, "end": 6, "text": "mob", "voice": "direct", "holder": "OTHER", "tone": "negative"}
    framed = {**at, "start": 0, "end": 40, "text": "s"}
    frames = [
        {**framed, "frame": name, "by_all": found}
        for name, found in (("moral", True), ("conflict", True), ("x", False))
    ]
    none = [{**framed, "start": 50, "end": 60, "frame": "conflict", "by_all": False}]
    return {
        "quote": schema.QUOTATIONS.frame(said),
        "label": schema.LABELS.frame([{**label, "actor": "MOB"}, {**label, "actor": "TOWN"}]),
        "act": schema.ACTS.frame([]),
        "figure": schema.TOLLS.frame([]),
        "frames": pl.DataFrame(frames + none),
    }


def test_the_machine_answers_as_a_coder_would():
    found = machine_codings(tables())
    assert CODINGS.problems(found) == []
    assert set(found["coder"]) == {"machine"}
    quotes = found.filter(kind="quote").select("start", "field", "value").rows()
    # a named speaker whom no actor fits is OTHER; nobody speaks in scare quotes, so there is no answer
    assert quotes == [
        (0, "cue_class", "neutral"),
        (0, "speaker_actor", "OTHER"),
        (0, "type", "direct"),
        (20, "cue_class", "none"),
        (20, "type", "scare"),
    ]
    labels = found.filter(kind="label", field="actor")
    assert labels.select("record", "value").rows() == [(1, "MOB"), (2, "TOWN")]
    frames = found.filter(kind="frames").select("start", "end", "value").rows()
    assert frames == [(0, 40, "conflict; moral"), (50, 60, "")]


def test_machine_and_coder_are_compared_like_two_coders():
    machine = machine_codings(tables())
    person = machine.filter(kind="quote").with_columns(coder=pl.lit("ann"))
    both = pl.concat([machine, person])
    found = agreement(both, level="nominal", kind="quote", field="type").row(0, named=True)
    assert (found["n_pairable"], found["agreement"], found["alpha"]) == (2, 1.0, 1.0)


# --- in words


def test_classes_and_doubts_are_told():
    here = scored(
        ("label_tone", 0.9, 0.8, 40), ("label_actor", 0.7, 0.6, 40), ("label_f1", 0.6, 0.5, 50), ("toll_f1", 1, 0.9, 4)
    )
    judged = measure_trust(here, scored(("label_tone", 0.9, 0.7, 12), ("label_actor", 0.5, 0.2, 12)))
    classes = in_classes(judged)
    assert classes.columns == ["evidence", "can be built on", "only with its sentences", "too few to say"]
    assert classes.rows() == [
        ("labels", "tone of the label (0.90)", "labels found (0.60), who is labelled (0.50)", ""),
        ("tolls", "", "", "numbers found (1.00)"),
    ]
    found = [("label_actor", "MOB", "OTHER"), ("label_actor", "MOB", "OTHER"), ("label_actor", "TOWN", "")]
    found += [("label_f1", "label", ""), ("label_f1", "", "label"), ("label_f1", "label", "")]
    errors = pl.DataFrame([{"metric": m, "coded": one, "machine": other} for m, one, other in found])
    said = doubts(judged, errors, names={"MOB": "the crowd", "OTHER": "others"})
    assert said.select("words", "n", "said").rows() == [
        ("who is labelled", 12, "the crowd taken for others (2 of 3 errors)"),
        ("labels found", 50, "2 missed, 1 too many"),
    ]
    assert doubts(judged, errors.clear())["said"].to_list() == ["no error in the articles coded here"] * 2
    joint = measure_trust(scored(("label_joint_f1", 0.6, 0.5, 40)), scored())
    assert doubts(joint, errors)["said"].item().startswith("not found, or wrong in a part")
    uncoded = doubts(judged.with_columns(n=pl.lit(None, dtype=pl.Int64)), errors.clear())
    assert set(uncoded["said"]) == {"unknown: nothing of the kind is coded here"}


def test_frames_are_found_or_not():
    judged = measure_trust(scored(("frames_macro_f1", 0.7, 0.6, 40)), scored())
    errors = pl.DataFrame([{"metric": "frames_macro_f1", "coded": "", "machine": "human_interest"}])
    assert doubts(judged, errors)["said"][0] == "human interest found where nobody coded it (the only error)"


def test_scores_are_printed_with_two_digits():
    table = pl.DataFrame({"low": [0.9, -0.02, None], "high": [1.0, 0.5, None]})
    assert table.select(interval())["interval"].to_list() == ["0.90 to 1.00", "−0.02 to 0.50", None]


def test_the_examples_are_explained_in_their_order():
    found = add_explanations(agreement(example_agreement(), level="nominal"))
    assert found["field"].to_list() == list(CASES)
    assert CODINGS.problems(example_agreement()) == []
    same = found.filter(pl.col("field").is_in(["both answers are common", "one answer prevails"]))
    assert same["agreement"].to_list() == [0.95, 0.95]
    # 10 + 11 yes and 10 + 9 no of 40: 1 - 39 * 2 / (2 * 21 * 19); one yes in 40: 0
    assert same["alpha"].to_list() == pytest.approx([1 - 39 / (21 * 19), 0.0])
    assert "Only one coder answered" in found["said"][3]
