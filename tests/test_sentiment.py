import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.instruments import missing_labels, missing_words
from analysis.measures.sentiment import (
    heaviest_words,
    instrument_disagreement,
    quoted_and_unquoted_parts,
    sentiment,
    sentiment_by_article,
    sentiment_by_outlet,
    word_contributions,
)


def sentences(*texts, outlet="Gazette", paragraph=None):
    """One article of these sentences, a space between them; all in one paragraph when a number is given."""
    rows, start = [], 0
    for number, text in enumerate(texts, start=1):
        where = {"event": "e1", "outlet": outlet, "article_id": f"{outlet.lower()}-1", "section": "body"}
        rows.append({**where, "start": start, "end": start + len(text), "paragraph": paragraph or number, "text": text})
        start += len(text) + 1
    return pl.DataFrame(rows)


def quotations(*spans):
    """Rows of type, start and end."""
    schema = {"type": str, "start": int, "end": int}
    return pl.DataFrame(spans, schema=schema, orient="row").with_columns(article_id=pl.lit("gazette-1"))


def rows(frame, instrument):
    return frame.filter(pl.col("instrument") == instrument).to_dicts()


def test_textblob_is_a_mean_of_the_words_it_knows():
    # its list: more +0.5, top +0.5, other -0.125; "generals met" is not in it
    # (0.5 + 0.5 - 0.125) / 3 = 0.2917
    found = sentiment(sentences("More top generals met other generals."), instruments=["TextBlob"]).row(0, named=True)
    assert found["score"] == pytest.approx(0.875 / 3)
    assert found["n_words_scored"] == 3


def test_vader_is_a_squeezed_sum():
    # its list: killed -3.5, peace +2.5. S = -1; -1 / sqrt(1 + 15) = -0.25
    found = sentiment(sentences("They killed the peace."), instruments=["VADER"]).row(0, named=True)
    assert (found["score"], found["n_words_scored"]) == (-0.25, 2)


def test_both_agree_with_the_instruments_themselves():
    from textblob import TextBlob
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    texts = ("A very good deal, but NOT a happy one!", "Two men were killed?? Horrible!!", "No peace, no war :)")
    found = sentiment(sentences(*texts))
    own = SentimentIntensityAnalyzer()
    assert [row["score"] for row in rows(found, "TextBlob")] == [TextBlob(text).sentiment.polarity for text in texts]
    assert [row["score"] for row in rows(found, "VADER")] == [own.polarity_scores(text)["compound"] for text in texts]


def test_a_sentence_without_known_words_has_no_score():
    found = sentiment(sentences("The envoy went to Basra."))
    assert found["score"].to_list() == [None, None]
    assert found["n_words_scored"].to_list() == [0, 0]


def test_curly_and_straight_apostrophes_score_alike():
    found = sentiment(sentences("It isn't good.", "It isn’t good."), instruments=["VADER"])
    assert found["score"][0] == found["score"][1] < 0


def test_contributions_show_weight_and_place():
    text = "The top man was not happy."
    found = word_contributions(sentences("Calm.", text), instruments=["TextBlob"]).filter(pl.col("sentence_start") == 6)
    # top +0.5; happy 0.8, after "not" times -0.5 = -0.4; each is one of two words: +0.25 and -0.2
    assert found.select("word", "phrase", "weight", "adjusted", "contribution").rows() == [
        ("top", "top", 0.5, 0.5, 0.25),
        ("happy", "not happy", 0.8, -0.4, -0.2),
    ]
    # "Calm. " is 6 characters, "The " 4: top stands at 10
    assert found.select("start", "end").row(0) == (10, 13)
    assert [text[a - 6 : b - 6] for a, b in found.select("start", "end").rows()] == ["top", "happy"]


def test_a_word_inside_another_is_not_taken_for_its_place():
    found = word_contributions(sentences("A far-right man is right."), instruments=["TextBlob"])
    # "far-right" is one word to TextBlob, and unknown; "right" is the last word, at 19
    assert found.select("word", "start", "end").rows() == [("right", 19, 24)]


def test_vader_contributions_keep_boosters_and_emphasis():
    found = word_contributions(sentences("A very good deal!"), instruments=["VADER"])
    # good 1.9, "very" before it + 0.293 = 2.193; one "!" + 0.292: S = 2.485; sqrt(S² + 15) = 4.6016
    assert found["word"].to_list() == ["good", "!?"]
    assert found["adjusted"].to_list() == pytest.approx([2.193, 0.292])
    assert found["contribution"].to_list() == pytest.approx([2.193 / 4.6016, 0.292 / 4.6016], abs=1e-4)
    assert found.row(1, named=True)["weight"] is None


KNOWN = ["good", "bad", "killed", "peace", "war", "top", "more", "happy", "LOVED", "great!", "why??"]
VOCABULARY = [*KNOWN, "very", "not", "but", "isn’t", "the", "army", "don't", "no", "kind", "of"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=12))
def test_contributions_add_up_to_the_score(words):
    table = sentences(" ".join(words))
    scores, parts = sentiment(table), word_contributions(table)
    for row in scores.iter_rows(named=True):
        own = parts.filter(pl.col("instrument") == row["instrument"])
        # VADER rounds to four decimals
        assert own["contribution"].sum() == pytest.approx(row["score"] or 0.0, abs=6e-5)
        assert own["weight"].count() == row["n_words_scored"]
        for word, start, end in own.select("word", "start", "end").drop_nulls().rows():
            assert table["text"][0][start:end].lower() == word


def test_missing_words_names_what_the_lists_lack():
    found = missing_words(pl.DataFrame({"term": ["martyr", "security", "peace talks"]}))
    assert found.select("term", "instrument", "has_entry", "weight", "words_counted").rows() == [
        ("martyr", "TextBlob", False, None, ""),
        ("martyr", "VADER", False, None, ""),
        ("peace talks", "TextBlob", False, None, ""),
        ("peace talks", "VADER", True, 2.5, "peace"),
        ("security", "TextBlob", False, None, ""),
        ("security", "VADER", True, 1.4, "security"),
    ]


def test_an_article_is_the_mean_of_its_scored_sentences():
    table = sentences("A top man.", "The other man.", "A man.")
    found = sentiment_by_article(sentiment(table, instruments=["TextBlob"])).row(0, named=True)
    # scores +0.5, -0.125 and none: mean 0.1875; sd = 0.625 / sqrt(2) = 0.4419
    assert (found["n_sentences"], found["n_scored"], found["mean"]) == (3, 2, 0.1875)
    assert found["sd"] == pytest.approx(0.4419, abs=1e-4)
    assert (found["n_positive"], found["n_negative"], found["share_positive"]) == (1, 1, 0.5)


def test_an_article_of_unknown_words_has_no_mean():
    found = sentiment_by_article(sentiment(sentences("A man."), instruments=["VADER"])).row(0, named=True)
    assert (found["n_scored"], found["mean"], found["sd"], found["share_positive"]) == (0, None, None, None)


def test_voices_are_cut_at_quotation_marks_and_keep_their_place():
    table = sentences("He wants “peace,” the horrible man said.")
    parts = quoted_and_unquoted_parts(table, quotations(("direct", 10, 16)))
    assert parts["voice"].to_list() == ["narrator", "quotation"]
    assert parts["text"].str.strip_chars().to_list()[1] == "peace,"
    assert parts["text"].str.len_chars().unique().to_list() == [len(table["text"][0])]
    assert parts["text"][1].index("peace") == table["text"][0].index("peace")


def test_given_quotations_count_when_direct_or_partial():
    table = sentences('The "bad" men made "peace" now.')
    parts = quoted_and_unquoted_parts(table, quotations(("scare", 5, 8), ("partial", 20, 25)))
    found = sentiment_by_article(sentiment(parts, instruments=["VADER"]))
    # narrator: bad -2.5 -> -2.5 / sqrt(21.25) = -0.5423; quotation: peace 2.5 -> +0.5423
    assert found.select("voice", "mean").rows() == [("narrator", -0.5423), ("quotation", 0.5423)]


def test_articles_of_an_outlet_on_an_event_are_taken_together():
    table = sentences("A top man.", "The other man.", "A man.")
    two = table.with_columns(article_id=pl.Series(["a", "b", "b"]))
    found = sentiment_by_outlet(sentiment(two, instruments=["TextBlob"]))
    # as in the article above: (+0.5 - 0.125) / 2
    assert found.select("event", "outlet", "n_scored", "mean").rows() == [(*table.row(0)[:2], 2, 0.1875)]


def test_the_words_that_weigh_most():
    parts = word_contributions(sentences("A Top man.", "The top and other man."), instruments=["TextBlob"])
    # top 0.5, alone: 0.5; beside "other" -0.125: half of each. So 0.5 + 0.25 and -0.0625
    assert heaviest_words(parts).rows() == [
        ("TextBlob", "top", 2, 0.5, 0.75),
        ("TextBlob", "other", 1, -0.125, -0.0625),
    ]
    assert heaviest_words(parts, most=1)["word"].to_list() == ["top"]


def test_how_many_contested_terms_the_lists_lack():
    blob, vader = missing_labels().rows()
    assert (blob[0], vader[0]) == ("TextBlob", "VADER")
    assert 0 < vader[1] < blob[1] < blob[2] == vader[2]


def test_disagreement_puts_opposite_signs_first():
    table = sentences("A top man was killed.", "More war.", "A good deal.")
    found = instrument_disagreement(sentiment(table))
    # 1: (0.5 - 0.2) / 2 > 0 against killed -3.5; 2: more +0.5 against war -2.9; 3: both above 0
    assert found["opposite"].to_list() == [True, True, False]
    second = found.filter(text="More war.").row(0, named=True)
    # VADER: "more" lifts a word: -2.9 - 0.293 = -3.193; / sqrt(3.193² + 15) = -0.6361
    assert (second["score_textblob"], second["words_textblob"]) == (0.5, "more +0.50")
    assert (second["score_vader"], second["words_vader"]) == (-0.6361, "war −0.64")
    assert second["difference"] == pytest.approx(-1.1361)


def test_no_sentences_give_empty_tables_with_all_columns():
    none = sentences("A man.").clear()
    assert sentiment(none).is_empty()
    assert word_contributions(none).columns == word_contributions(sentences("Good.")).columns
    assert quoted_and_unquoted_parts(none, quotations()).is_empty()
    assert sentiment_by_outlet(sentiment(none)).is_empty()
    assert heaviest_words(word_contributions(none)).is_empty()


def test_refusals_say_what_is_there_and_what_to_do():
    with pytest.raises(ValueError, match="no instrument LIWC; choose from: TextBlob, VADER"):
        sentiment(sentences("A man."), instruments=["LIWC"])
    with pytest.raises(ValueError, match="needs a column term; columns here: word; rename one"):
        missing_words(pl.DataFrame({"word": ["martyr"]}))
    with pytest.raises(ValueError, match="no scores by VADER; instruments here: TextBlob; score with both"):
        instrument_disagreement(sentiment(sentences("Good."), instruments=["TextBlob"]))
