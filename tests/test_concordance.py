import pytest
from corpora import text
from hypothesis import given
from hypothesis import strategies as st

from analysis.measures.concordance import concordance


def shown(found):
    return found.select("before", "match", "after").rows()


def test_concordance_shows_each_place_as_printed():
    articles, tokens = text("Gazette: The riot grew.\n\nPolice met the Riot, calm.", "Herald: No riot.")
    found = concordance(articles, tokens, "riot", width=10)
    # 10 characters either side; the empty line between the paragraphs is one space
    assert shown(found) == [
        ("The ", "riot", " grew. Pol"),
        ("e met the ", "Riot", ", calm."),
        ("No ", "riot", "."),
    ]
    assert found["article_id"].to_list() == ["gazette-1", "gazette-1", "herald-1"]
    assert found["start"].to_list() == [4, 31, 3]
    assert found["sentence_start"].to_list() == [0, 16, 0]
    assert found["section"].to_list() == ["body"] * 3


def test_a_phrase_may_cross_a_line_but_not_a_full_stop():
    articles, tokens = text("Gazette: The State of\nLaw list. A state. Of law.")
    found = concordance(articles, tokens, "state of law")
    assert found["match"].to_list() == ["State of\nLaw"]


def test_star_stands_for_the_rest_of_a_word():
    articles, tokens = text("Gazette: Prison, prisoners, prison. Imprisoned in prison")
    assert concordance(articles, tokens, "prison*")["match"].to_list() == [*["Prison", "prisoners", "prison", "prison"]]
    assert concordance(articles, tokens, "*prison*").height == 5


@pytest.mark.parametrize("query", ["a.c", "(a", "[a-c]", "a|c", "a+", "\\w", "^a", "a$"])
def test_no_other_sign_is_special(query):
    articles, tokens = text("Gazette: abc a c")
    assert concordance(articles, tokens, query).is_empty()


def test_signs_of_the_text_are_found_as_they_stand():
    articles, tokens = text("Gazette: It costs $5 (U.S.) now.")
    assert concordance(articles, tokens, "(U.S.)")["match"].to_list() == ["(U.S.)"]
    assert concordance(articles, tokens, "$5")["match"].to_list() == ["$5"]


@pytest.mark.parametrize("query", ["Sadr's", "sadr’s", "SADR'S"])
def test_apostrophes_and_case_make_no_difference(query):
    articles, tokens = text("Gazette: Sadr’s men and Sadr's house")
    assert concordance(articles, tokens, query)["match"].to_list() == ["Sadr’s", "Sadr's"]


def test_a_word_may_be_cut_into_tokens():
    articles, tokens = text("Gazette: in $5.50 bills")  # tokens: in, $, 5, ., 50, bills
    assert concordance(articles, tokens, "$5.50 bills")["match"].to_list() == ["$5.50 bills"]
    assert concordance(articles, tokens, "$5.* bills")["match"].to_list() == ["$5.50 bills"]
    assert concordance(articles, tokens, "5")["start"].to_list() == [4]


def test_lemmas_find_all_forms():
    forms = {"killed": "kill", "kills": "kill"}
    articles, tokens = text("Gazette: He kills. They killed. The kill.", lemmas=forms)
    assert concordance(articles, tokens, "Kill", unit="lemma")["match"].to_list() == ["kills", "killed", "kill"]


def test_align_pads_for_printing():
    articles, tokens = text("Gazette: A riot", "Gazette: The riot")
    assert concordance(articles, tokens, "riot", width=6, align=True)["before"].to_list() == ["    A ", "  The "]
    assert concordance(articles, tokens, "riot", width=0)["before"].to_list() == ["", ""]


def test_no_hit_is_an_empty_table_with_its_columns():
    articles, tokens = text("Gazette: calm")
    found = concordance(articles, tokens, "riot")
    assert found.is_empty()
    assert found.columns == [
        *["event", "outlet", "article_id", "start", "end"],
        *["before", "match", "after", "section", "sentence_start"],
    ]


def test_refusals_say_what_to_do():
    articles, tokens = text("Gazette: calm")
    for query in ("", "  ", "*", "…"):
        with pytest.raises(ValueError, match="give a word, a phrase or a pattern like prison"):
            concordance(articles, tokens, query)
    with pytest.raises(ValueError, match='no unit "stem"'):
        concordance(articles, tokens, "calm", unit="stem")
    with pytest.raises(ValueError, match="give zero or more"):
        concordance(articles, tokens, "calm", width=-1)


@given(st.text("ab'’.*\n É", max_size=40), st.sampled_from(["a", "b", "ab", "a*", "*b", "é", "a b", "a'b"]))
def test_offsets_are_true_and_words_number_as_many_as_counts(body, query):
    articles, tokens = text("Gazette: x " + body)
    printed = articles["text"][0]
    found = concordance(articles, tokens, query)
    for hit in found.iter_rows(named=True):
        assert printed[hit["start"] : hit["end"]] == hit["match"]
        assert hit["start"] in tokens["start"].to_list()
    if query.isalpha():
        assert found.height == tokens["norm"].to_list().count(query)
