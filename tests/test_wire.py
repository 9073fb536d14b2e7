import polars as pl
import pytest
from corpora import corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.wire import remaining_row_counts, shared_passages, tables_without_wire_copy, without_wire_copy

COPY = "two soldiers died when a bomb went off near the market on sunday morning officials said"  # 16 words


def passages(*lines, **options):
    return shared_passages(corpus(*lines), **options)


def test_a_passage_is_found_in_both_articles():
    lines = f"Gazette: Quiet here. {COPY} Rain fell.", f"Herald: {COPY} Nothing else happened."
    found = passages(*lines)
    # the same 16 words in both; in the Gazette they start behind "Quiet here. ", which is 12 characters
    assert found.select("article_id", "start", "end", "n_words", "n_same", "identity").rows() == [
        ("gazette-1", 12, 12 + len(COPY), 16, 16, 1.0),
        ("herald-1", 0, len(COPY), 16, 16, 1.0),
    ]
    assert found["other_id"].to_list() == ["herald-1", "gazette-1"]
    assert found["other_start"].to_list() == [0, 12]


def test_an_editors_cut_and_a_changed_word_stay_inside_the_passage():
    first, cut, last = (
        "two soldiers died when a bomb went off",
        " near the market ",
        "on sunday morning in the {} town by the river",
    )
    (one, other) = passages(f"Gazette: {first}{cut}{last.format('old')}", f"Herald: {first} {last.format('new')}").rows(
        named=True
    )
    # 8 words agree, 3 are left out, 5 agree, 1 differs, 4 agree: 8 - 3 + 5 - 1 + 4 = 13, more than any part of it.
    # 17 of the 21 words in the Gazette agree; the Herald has 18.
    assert (one["n_words"], one["n_same"], other["n_words"]) == (21, 17, 18)
    assert one["identity"] == other["identity"] == pytest.approx(17 / 21)


def test_case_and_marks_are_no_difference_but_few_words_are_no_passage():
    assert len(passages(f"Gazette: {COPY.upper()}", f"Herald: {COPY.replace(' when', ', when')}")) == 2
    short = " ".join(COPY.split()[:11])
    assert passages(f"Gazette: {short}", f"Herald: {short}").is_empty()
    assert len(passages(f"Gazette: {short}", f"Herald: {short}", words=11)) == 2


def test_two_articles_of_one_outlet_and_of_two_events_are_compared_too():
    assert len(passages(f"Gazette: {COPY}", f"Gazette: {COPY}")) == 2
    tokens = pl.concat([corpus(f"Gazette: {COPY}"), corpus(f"Herald: {COPY}", event="e2")])
    assert shared_passages(tokens)["event"].to_list() == ["e2", "e1"]


def test_a_quotation_that_both_bring_is_marked_and_kept():
    tokens = corpus(f"Gazette: {COPY}", f"Herald: {COPY}")
    spoken = pl.DataFrame({"article_id": ["gazette-1", "herald-1"], "start": [0, 0], "end": [len(COPY), len(COPY)]})
    found = shared_passages(tokens, quotations=spoken)
    assert found["quoted"].to_list() == [True, True]
    assert len(without_wire_copy(tokens, found)) == len(tokens)
    assert without_wire_copy(tokens, found, quoted=True).is_empty()
    one_side = shared_passages(tokens, quotations=spoken.head(1))
    assert one_side["quoted"].to_list() == [False, False]


def test_any_table_with_a_place_loses_what_lies_in_the_passages():
    tokens = corpus(f"Gazette: Quiet here. {COPY} Rain fell.", f"Herald: {COPY} Nothing.")
    before = tokens.clone()
    kept = without_wire_copy(tokens, shared_passages(tokens))
    assert kept.filter(article_id="gazette-1")["norm"].to_list() == ["quiet", "here", ".", "rain", "fell", "."]
    assert kept.filter(article_id="herald-1")["norm"].to_list() == ["nothing", "."]
    assert tokens.equals(before)
    labels = pl.DataFrame(
        {"article_id": ["gazette-1", "gazette-1"], "start": [10, 0], "end": [14, 12], "text": ["a", "b"]}
    )
    # the passage starts at 12: a span from 10 to 14 overlaps it, a span that ends at 12 does not
    assert without_wire_copy(labels, shared_passages(tokens))["text"].to_list() == ["b"]


def test_wire_copy_is_set_aside_in_all_tables_at_once():
    tokens = corpus(f"Gazette: Quiet here. {COPY} Rain fell.", f"Herald: {COPY} Nothing.")
    labels = pl.DataFrame({"article_id": ["gazette-1", "gazette-1"], "start": [10, 0], "end": [14, 12]})
    tables = {"tokens": tokens, "labels": labels, "acts": labels.clear()}
    found = shared_passages(tokens)
    without = tables_without_wire_copy(tables, found)
    assert without["tokens"].equals(without_wire_copy(tokens, found))
    # one of two labels lies in the passage; nothing is to be said of a table without rows
    assert remaining_row_counts(tables, without).filter(pl.col("table") != "tokens").rows() == [
        ("labels", 2, 1, 0.5),
        ("acts", 0, 0, None),
    ]
    with pytest.raises(ValueError, match="people: the table has no column end, start"):
        tables_without_wire_copy({"people": pl.DataFrame({"article_id": ["a"]})}, found)


def test_bad_options_are_refused():
    with pytest.raises(ValueError, match="3 words or more"):
        passages(f"Gazette: {COPY}", shingle=2)
    with pytest.raises(ValueError, match="words 5"):
        passages(f"Gazette: {COPY}", words=5)
    with pytest.raises(ValueError, match="no column end, start"):
        without_wire_copy(pl.DataFrame({"article_id": ["a"]}), passages(f"Gazette: {COPY}"))


def test_nothing_shared_gives_an_empty_table_with_the_same_columns():
    assert (
        passages("Gazette: one two three.", "Herald: four five six.").columns
        == passages(f"Gazette: {COPY}", f"Herald: {COPY}").columns
    )


words = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), min_size=1, max_size=40).map(" ".join)


@settings(deadline=None, max_examples=40)
@given(words, words)
def test_a_passage_looks_the_same_from_both_sides(one, other):
    found = passages(f"Gazette: {one}", f"Herald: {other}", shingle=3, words=4)
    turned = found.select(
        article_id="other_id",
        start="other_start",
        end="other_end",
        other_id="article_id",
        other_start="start",
        n_same="n_same",
    )
    keys = ["article_id", "start", "end", "other_id", "other_start", "n_same"]
    assert found.select(keys).sort(keys).equals(turned.select(keys).sort(keys))
    assert (found["n_same"] <= found["n_words"]).all()
