import json

import polars as pl
import pytest
from corpora import text
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.codings.matching import letter_positions, match_spans
from analysis.codings.table import CODINGS, CodingsError, anchor_records, codings, read_codings
from analysis.codings.validity.machine_validity import METRICS, validity
from analysis.codings.validity.score_output import error_lines, score_lines, score_rows
from analysis.codings.validity.scores import TALLY, scores, tally_row, worst_errors
from benchmarks.validity.machine import class_tally_rows


def quote(sentence, span, doc="gazette-1", **other):
    fields = {"type": "direct", "speaker": "Ann", "speaker_actor": "TOWN", "cue": "said", "cue_class": "neutral"}
    return {"doc": doc, "kind": "quote", "sentence": sentence, "text": span, "nth": 1, **fields, **other}


def label(sentence, span, doc="gazette-1", **other):
    fields = {"actor": "MOB", "voice": "author", "holder": "author", "tone": "negative"}
    return {"doc": doc, "kind": "label", "sentence": sentence, "text": span, "nth": 1, **fields, **other}


def written(folder, *records, name="one.jsonl"):
    path = folder / name
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def placed(folder, articles, *records):
    return anchor_records(read_codings([written(folder, *records)]), articles)


def machine(articles, quotations=(), labels=()):
    where = {row["article_id"]: row for row in articles.select(*schema.WHERE).to_dicts()}
    texts = dict(articles.select("article_id", "text").iter_rows())

    def rows(given):
        found = []
        for doc, words, fields in given:
            start = texts[doc].index(words)
            found.append({**where[doc], "start": start, "end": start + len(words), "text": words, **fields})
        return found

    return {"quote": schema.QUOTATIONS.frame(rows(quotations)), "label": schema.LABELS.frame(rows(labels))}


def value(result, metric):
    row = result.scores.row(by_predicate=pl.col("metric") == metric, named=True)
    return row["value"], row["n"]


# --- where a coded span stands


def test_a_span_is_found_by_its_words(tmp_path):
    articles, _ = text("Gazette: A mob came. The mob, a “mob”, left.")
    #                  0         1         2         3
    #                  0123456789012345678901234567890123456
    found = placed(
        tmp_path,
        articles,
        label("A mob came.", "mob"),
        label("The mob, a “mob”, left.", "mob"),
        label("The mob, a “mob”, left.", "mob", nth=2),
    )
    assert found["start"].to_list() == [2, 16, 24]
    assert found["end"].to_list() == [5, 19, 27]


def test_marks_backslashes_stars_and_line_breaks_make_no_difference(tmp_path):
    articles = schema.ARTICLES.frame(
        [{"event": "e1", "outlet": "Gazette", "article_id": "gazette-1", "text": "He paid $5\n\nto “the Times” men."}]
    )
    found = placed(tmp_path, articles, label('He paid \\$5 to "the *Times*" men.', '\\$5 to "the *Times*" men'))
    assert articles["text"][0][found["start"][0] : found["end"][0]] == "$5\n\nto “the Times” men"


def test_a_sentence_that_stands_twice_is_taken_in_order(tmp_path):
    articles, _ = text("Gazette: A mob. Rain fell. A mob.")
    frames = {"doc": "gazette-1", "kind": "frames", "frames": ["conflict"]}
    again = [{**frames, "sentence": "A mob.", "text": "A mob."}, label("A mob.", "mob")]
    found = placed(tmp_path, articles, *again, *again)
    assert found["start"].to_list() == [0, 2, 18, 20]


def test_a_span_that_is_nowhere_is_kept_with_no_place(tmp_path):
    articles, _ = text("Gazette: A mob came.")
    found = placed(tmp_path, articles, label("A mob came.", "crowd"), label("Nothing of the kind.", "mob"))
    # the second sentence is not there, but its words stand once in the article
    assert found["start"].to_list() == [None, 2]


def test_codings_are_long_and_keep_their_promise(tmp_path):
    articles, _ = text("Gazette: A mob came.")
    found = codings(placed(tmp_path, articles, label("A mob came.", "mob", coder="ann")))
    assert CODINGS.problems(found) == []
    assert found.select("coder", "start", "end").unique().rows() == [("ann", 2, 5)]
    assert dict(found.select("field", "value").iter_rows()) == {
        "actor": "MOB",
        "voice": "author",
        "holder": "author",
        "tone": "negative",
    }


def test_all_problems_are_named_with_file_and_line(tmp_path):
    bad = tmp_path / "bad.jsonl"
    short = {"doc": "gazette-1", "kind": "label", "sentence": "A mob.", "text": "mob"}
    wrong = label("A mob.", "mob", tone="grim", nth=0)
    lines = ["{", json.dumps(short), "", json.dumps(wrong), '{"kind": 7}', "[]"]
    bad.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(CodingsError) as caught:
        read_codings([bad, tmp_path / "none.jsonl"])
    told = [(problem.line, problem.what.split(";")[0]) for problem in caught.value.problems]
    assert (1, "this is not JSON (Expecting property name enclosed in double quotes at character 2)") in told
    assert (2, "'actor' is missing from this label") in told
    assert (4, "tone is 'grim'") in told
    assert (4, "nth is 0") in told
    assert (5, "kind is 7") in told
    assert (6, "this is not a JSON object") in told
    assert (None, "there is no such file or folder") in told
    assert "bad.jsonl, line 5: kind is 7; it is a word, such as: quote, label" in str(caught.value)


def test_an_article_that_is_not_in_the_corpus_is_told(tmp_path):
    articles, _ = text("Gazette: A mob came.")
    with pytest.raises(CodingsError, match="no article 'herald-1' in this corpus; articles here: gazette-1"):
        placed(tmp_path, articles, label("A mob came.", "mob", doc="herald-1"))


def test_a_folder_is_read_file_by_file_and_an_empty_one_is_told(tmp_path):
    written(tmp_path, label("A mob.", "mob"), name="b.jsonl")
    written(tmp_path, label("A mob.", "A mob"), name="a.jsonl")
    assert read_codings([tmp_path])["text"].to_list() == ["A mob", "mob"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(CodingsError, match=r"this folder has no file of codings"):
        read_codings([tmp_path / "empty"])


# --- matching


def test_the_longest_overlap_is_matched_first():
    # coded 0-10 overlaps 0-4 by 4 and 3-10 by 7: it takes the second, and 0-4 is left for 0-2
    assert match_spans([(0, 10), (0, 2)], [(0, 4), (3, 10)]) == [(0, 1), (1, 0)]


def test_of_equal_overlaps_the_closer_fit_is_matched():
    # 5-8 lies in both 0-20 and 5-9; the second has one character too many, the first seventeen
    assert match_spans([(5, 8)], [(0, 20), (5, 9)]) == [(0, 1)]


def test_spans_that_only_touch_do_not_match():
    assert match_spans([(0, 5)], [(5, 9)]) == []
    assert match_spans([(0, 0)], [(0, 9)]) == []


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda one: (one[0], sum(one))), max_size=8)


@given(SPANS, SPANS)
def test_matching_is_one_to_one_and_leaves_no_free_pair(coded, found):
    pairs = match_spans(coded, found)
    one, other = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    assert len(set(one)) == len(one)
    assert len(set(other)) == len(other)
    for place, (start, end) in enumerate(coded):
        for at, (begin, stop) in enumerate(found):
            overlaps = min(end, stop) > max(start, begin)
            assert not overlaps or place in one or at in other


def test_letters_leave_out_signs_and_spaces():
    assert letter_positions("“I — no.”", [(0, 9)]) == {1, 5, 6}


# --- scores


def test_f1_of_all_articles_together_worked_by_hand():
    tallies = pl.DataFrame([tally_row("f1", "a", 1, 2, 1), tally_row("f1", "b", 2, 2, 5)], schema=TALLY)
    # hits 3, coded 4, machine 6: precision 1/2, recall 3/4, F1 = 2 * 3 / (4 + 6)
    row = scores(tallies).row(0, named=True)
    assert row["value"] == pytest.approx(0.6)
    assert (row["n"], row["n_articles"]) == (4, 2)
    # a moves the value by (2 - .6 × 3) / 10 = .02, b by as much the other way: error² = 2 / 1 × 2 × .02² = .0016.
    # An F1 of four coded items varies by .4 × .6 × .4 / 4 = .024 at least: Wilson with n = 10, and t for one degree
    t = 12.7062
    half = t * (0.24 / 10 + t**2 / 400) ** 0.5 / (1 + t**2 / 10)
    middle = (0.6 + t**2 / 20) / (1 + t**2 / 10)
    assert (row["low"], row["high"]) == (pytest.approx(middle - half, abs=1e-4), pytest.approx(middle + half, abs=1e-4))


def test_macro_f1_agrees_with_scikit_learn():
    from sklearn.metrics import f1_score

    pairs = [("x", "x"), ("x", "y"), ("y", "y"), ("z", "y"), ("z", "z"), ("x", "x")]
    tallies = pl.DataFrame(class_tally_rows("m", "a", pairs[:3]) + class_tally_rows("m", "b", pairs[3:]), schema=TALLY)
    coded, found = zip(*pairs, strict=True)
    row = scores(tallies).row(0, named=True)
    assert row["value"] == pytest.approx(f1_score(coded, found, average="macro"))
    assert row["n"] == 6


def test_what_cannot_be_said_is_null():
    one = scores(pl.DataFrame([tally_row("f1", "a", 1, 2, 2)], schema=TALLY)).row(0, named=True)
    assert (one["value"], one["low"], one["high"]) == (0.5, None, None)
    none = scores(pl.DataFrame([tally_row("f1", "a", 0, 0, 0)], schema=TALLY)).row(0, named=True)
    assert (none["value"], none["n"]) == (None, 0)
    assert scores(pl.DataFrame([], schema=TALLY)).is_empty()


COUNTS = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(
    lambda row: (row[0], row[0] + row[1], row[0] + row[2])
)


@given(st.lists(COUNTS, min_size=2, max_size=8))
def test_interval_holds_bounds_and_the_order_of_articles_makes_no_difference(counts):
    rows = [tally_row("f1", f"a{place}", *row) for place, row in enumerate(counts)]
    found = scores(pl.DataFrame(rows, schema=TALLY))
    assert found.equals(scores(pl.DataFrame(rows[::-1], schema=TALLY)))
    row = found.row(0, named=True)
    if row["value"] is not None:
        assert -1e-9 <= row["low"] <= row["value"] + 1e-9
        assert row["value"] - 1e-9 <= row["high"] <= 1 + 1e-9


# --- codings against the machine

LINES = ("Gazette: “Go home,” Ann said. The mob of thugs stayed.", "Herald: Rain fell on a mob.")


def test_validity_worked_by_hand(tmp_path):
    articles, _ = text(*LINES)
    said, stayed = "“Go home,” Ann said.", "The mob of thugs stayed."
    records = read_codings(
        [
            written(
                tmp_path,
                quote(said, "Go home,"),
                label(stayed, "mob", tone="neutral"),
                label(stayed, "thugs"),
                label("Rain fell on a mob.", "mob", doc="herald-1"),
            )
        ]
    )
    direct = {"type": "direct", "speaker": "Ann", "actor": None, "cue": "said", "cue_class": "assertive"}
    plain = {"actor": "MOB", "voice": "author", "holder": "author", "tone": "negative"}
    found = machine(
        articles,
        [("gazette-1", "Go home", direct), ("herald-1", "Rain", direct)],
        [("gazette-1", "The mob of", plain), ("herald-1", "a mob", plain), ("herald-1", "Rain", plain)],
    )
    result = validity(records, articles, found)
    # Herald has no coded quotation and no frames: its quotations do not count. Go home: 6 letters of 6
    assert value(result, "quote_content_f1") == (1.0, 1)
    assert value(result, "quote_type") == (1.0, 1)
    # the machine names a speaker and finds no actor for her: OTHER, not TOWN
    assert value(result, "quote_speaker_actor") == (0.0, 1)
    assert value(result, "quote_cue_class") == (0.0, 1)
    # coded 3, machine 3, matched 2: F1 = 4/6
    assert value(result, "label_f1") == (pytest.approx(2 / 3), 3)
    assert value(result, "label_joint_f1") == (pytest.approx(2 / 3), 3)
    assert value(result, "label_tone") == (0.5, 2)
    assert value(result, "label_holder") == (1.0, 2)
    assert result.scores["metric"].to_list() == [name for name in METRICS if name.startswith(("quote", "label"))]
    wrong = result.errors.filter(metric="label_f1").select("article_id", "text", "coded", "machine").rows()
    assert wrong == [("gazette-1", "thugs", "label", ""), ("herald-1", "Rain", "", "label")]


def test_a_perfect_machine_scores_one_and_a_silent_one_zero(tmp_path):
    articles, _ = text(*LINES)
    coded = quote("“Go home,” Ann said.", "Go home,"), label("The mob of thugs stayed.", "mob")
    records = read_codings([written(tmp_path, *coded)])
    direct = {"type": "direct", "speaker": "Ann", "actor": "TOWN", "cue": "said", "cue_class": "neutral"}
    plain = {"actor": "MOB", "voice": "author", "holder": "author", "tone": "negative"}
    perfect = machine(articles, [("gazette-1", "Go home,", direct)], [("gazette-1", "mob", plain)])
    assert set(validity(records, articles, perfect).scores["value"]) == {1.0}
    silent = validity(records, articles, machine(articles))
    # nothing is found, so nothing can be asked of the matched: null beside n = 0
    assert value(silent, "label_f1") == (0.0, 1)
    other = machine(articles, labels=[("gazette-1", "mob", {**plain, "actor": "POLICE"})])
    assert value(validity(records, articles, other), "label_f1") == (1.0, 1)
    assert value(validity(records, articles, other), "label_joint_f1") == (0.0, 1)
    assert value(silent, "label_tone") == (None, 0)


def test_a_lost_span_counts_as_missed(tmp_path):
    articles, _ = text(*LINES)
    records = read_codings([written(tmp_path, label("The mob of thugs stayed.", "gangsters"))])
    result = validity(records, articles, machine(articles))
    assert result.lost.select("line", "text").rows() == [(1, "gangsters")]
    assert value(result, "label_f1") == (0.0, 1)


def test_each_coder_is_compared_with_the_whole_machine(tmp_path):
    articles, _ = text(*LINES)
    stayed = "The mob of thugs stayed."
    records = read_codings([written(tmp_path, label(stayed, "mob", coder="a"), label(stayed, "thugs", coder="b"))])
    plain = {"actor": "MOB", "voice": "author", "holder": "author", "tone": "negative"}
    result = validity(records, articles, machine(articles, labels=[("gazette-1", "mob", plain)]))
    # for a: 1 of 1 and 1; for b: 0 of 1 and 1. Together 2 * 1 / (2 + 2)
    assert value(result, "label_f1") == (0.5, 2)


def test_errors_are_shown_with_their_sentences(tmp_path):
    articles, _ = text(*LINES)
    sentences = schema.SENTENCES.frame(
        [
            {"article_id": "gazette-1", "start": start, "end": end, "text": articles["text"][0][start:end]}
            for start, end in ((0, 20), (21, 45))
        ]
    )
    records = read_codings([written(tmp_path, label("The mob of thugs stayed.", "thugs"))])
    result = validity(records, articles, machine(articles))
    shown = worst_errors(result.errors, sentences, most=1)
    assert shown.select("text", "sentence").rows() == [("thugs", "The mob of thugs stayed.")]
    assert "gazette-1, characters 32–37: coded label; machine nothing" in error_lines(shown)
    assert worst_errors(result.errors.clear(), sentences).is_empty()
    assert score_lines(result.scores).splitlines()[-1].split() == ["label_tone", "–", "–", "0", "1"]
    rows = score_rows(result.scores, of="codings", part="all")
    assert rows[0] == {"set": "codings", "part": "all", "metric": "label_f1"} | {
        "value": 0.0,
        "low": None,
        "high": None,
        "n": 1,
    }
