"""Paragraphs to sentences to tokens: is every offset the place of its words?"""

from datetime import date

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.corpus import corpus_of, plain
from analysis.language import parse, sentence_spans, sentences, tokens

# Words and signs of news text beside anything Unicode has, but for halves of surrogate pairs.
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
WORDS = ["He", "said", "U.S.", "Gen.", "5", "p.m.", "No.", "Why?", "…", "...", "“Yes”,", "‘no.’", '"Go!"', "«Oui»"]
SIGNS = [
    "don’t",
    "can´t",
    "İstanbul",
    "ﬁre",
    "𝔄",
    "ß",
    "[The]",
    "left.",
    "\u00a0",
    "\t",
    "\n",
    "\r",
    "\u2028",
    "e\u0301",
    "👩\u200d🚒",
]
NEWS = st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=20).map(" ".join)
ODD = [
    "",
    " \u00a0 ",
    "👩‍👩‍👧 e\u0301te\u0301 𝔄𝔅 ﬁre İSTANBUL ẞ",
    "“‘Why?’ she’d asked,” he said. „Nein!‟ «Non.» ‹No›",
    "\x00 \x0b \x0c \x1c \x85 \u2028 \u2029",
    "\n\n  He left. \r\n She stayed.  \n",
]


def cut(paragraph):
    return [paragraph[start:end] for start, end in sentence_spans(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "first"),
    [
        ("The fighting began on Aug. 5. The army left.", "The fighting began on Aug. 5."),
        ("She finished No. 1. The crowd cheered.", "She finished No. 1."),
        ("1. The army left. 2. The police stayed.", "1. The army left."),  # the number belongs to what it opens
    ],
)
def test_a_number_ends_a_sentence_behind_an_abbreviation(paragraph, first):
    assert cut(paragraph)[0] == first


@pytest.mark.parametrize(
    "marked",
    [  # a bar stands where one sentence ends and the next begins
        # the codebook's own cases
        "That?|That's just music, he said.",
        "It is helping them …|“We salute our brothers.",
        "The U.S. Army met Maj. Tom Holloway and 1st Sgt. Vernon Sparkmon.",
        "In all governorates...This was so.",
        # titles, ranks, initials
        "He met Gen. Petraeus and Lt. Col. Smith on Monday.",
        "Sens. McCain and Kerry and Sgt. 1st Class Ali spoke.",
        "J. F. Kennedy, John F. Kennedy, J. A. Smith and A. I. Ali spoke.",
        "St. Louis and Mt. Ararat are far.",
        # abbreviations that may end a sentence do so before a word that needs a reason for its capital
        "He left the U.S.|The army stayed.",
        "It is in Washington, D.C.|It is big.",
        "The talks are at 5 p.m. Friday in Basra.",
        "They met at 5 p.m.|The talks failed.",
        "Apple Inc. said it would.",
        "He runs Halliburton Co.|The firm is big.",
        "It was Plan B.|The army left.",
        "It began on Aug. 5 in Najaf.",
        "It began in Aug.|The army left.",
        "He came, e.g. The Hague asked him to.",
        # a time of day ends one, but not before a day or a zone, nor where it stands before the subject
        "It was 9 p.m.|Officers left.",
        "They came at 9 p.m. Friday and at 3 P.M. Eastern time.",
        "At 9 a.m. Mrs. Reed left.|She came at 9 P.M.|Mrs. Reed stayed.",
        "He said that by 9 a.m. Officer Reed was there.",
        "It was 3 a.m.|“Run,” he said.",
        "He lives in Norton, N.Y.|Mr. Reed does not.",
        # a letter that is no initial
        "My brother and I.|Were you there?",
        "He is older than I.|Reed is not.",
        "It was Plan B.|Is it over?",
        # lists
        "(a) The army left.|(b) The police stayed.",
        "3.) The army left.|4.) The police stayed.",
        "a. The army left.",
        "See Sec. 5.|It is long.",
        # datelines
        "RENO, Nev. (AP) — The army left.",
        # numbers
        "It is N°. 27 of 30.",
        "He is No. 5 on the list, the U.S. No. 2 envoy said.",
        "“No.|We will not go.",
        "See Art. 5 and pp. 5-6.|He studied Art.|Then he left.",
        "It rose 3.5 percent.|It fell 2.5 percent.",
        "It ended in May.|50 people died.",
        "They shot at us.|50 people died.",
        "It cost a lot.|$5 million was paid.",
        "1. The army left.|2. The police stayed.",
        # questions and shouts inside the sentence that reports them
        "“Why?” Smith asked.",
        "'Why?' Smith asked.",
        '"Why?" Özil asked.',
        '"Why?" the old man asked.',
        "“Why?”|“Because,” he said.",
        "Forget it!|The army left.",
        "“What?!|No way!” he said.",
        # quotations
        "“He said ‘no.’|Then he left,” Ali said.",
        "“We won.”|Maliki said the operation was over.",
        "He said “no”.|“Yes,” she said.",
        "(He left.)|The army stayed.",
        "« It is over! »|He left.",
        "‹ Is it over? › Reed asked.",
        "Sie ging.|»Nein!«|Er blieb.",
        "He fell.|[The government] denied it.",
        # ellipses, colons, other alphabets
        "He waited...|Then he left.",
        "He waited... then he left.",
        "He wants three things: Money, guns and oil.",
        "It ended.|Élan was lost.",
        "انتهى.|بدأ.",
    ],
)
def test_where_a_sentence_ends(marked):
    assert cut(marked.replace("|", " ")) == marked.split("|")


def test_white_space_alone_has_no_sentence():
    assert sentence_spans("") == sentence_spans(" \t\u00a0 ") == []


def test_white_space_at_the_edges_belongs_to_no_sentence():
    # two blanks, "He left." at 2 to 10, one blank, "She stayed." at 11 to 22
    assert sentence_spans("  He left. She stayed. ") == [(2, 10), (11, 22)]


def test_a_very_long_paragraph_is_split_all_the_same():
    assert len(sentence_spans("He left. " * 20_000)) == 20_000


@given(ANY | NEWS)
@example("İstanbul ﬁre e\u0301 👩‍🚒 ‘’“”«»‹›＂＇ʻ´`")
def test_plain_keeps_every_character_in_its_place(text):
    shape = plain(text)
    assert len(shape) == len(text)
    # whatever is not a quotation mark, an apostrophe or a hard space is left as it is
    assert all(new in {old, "'", '"', " "} for old, new in zip(text, shape, strict=True))
    assert plain(shape) == shape


@given(ANY | NEWS)
def test_sentences_cover_a_paragraph_in_order(text):
    spans = sentence_spans(text)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    assert all(start < end for start, end in spans)
    # what lies outside the sentences is white space
    assert not "".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)).strip()
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def check_offsets(texts, cache):
    parsed = parse(corpus_of(texts), cache=cache)
    found, parts = tokens(parsed), sentences(parsed)
    assert schema.TOKENS.problems(found) == schema.SENTENCES.problems(parts) == []
    unread = tokens(corpus_of(texts))  # from the text alone: the same tokens, without what only a parse knows
    assert unread.drop("lemma", "pos").equals(found.drop("lemma", "pos"))
    assert unread["lemma"].is_null().all()
    assert all(
        row["token"] == texts[row["article_id"]][row["start"] : row["end"]] for row in found.iter_rows(named=True)
    )
    assert all(
        row["text"] == texts[row["article_id"]][row["start"] : row["end"]] for row in parts.iter_rows(named=True)
    )
    for id, text in texts.items():
        here = found.filter(pl.col("article_id") == id)
        # together the tokens are the text without its white space, and each lies in a sentence of ours
        assert "".join(here["token"]) == "".join(text.split())
        opens = parts.filter(pl.col("article_id") == id)["start"].to_list()
        assert set(here["sentence_start"]) == set(opens)
        # and spaCy's sentences begin where ours do
        words = [[token.idx for token in sentence if not token.is_space] for sentence in parsed.docs[id].sents]
        assert [first[0] for first in words if first] == opens
    return found


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ANY | NEWS, min_size=1, max_size=4))
@example(ODD)
def test_a_token_is_what_stands_at_its_offsets(tmp_path, texts):
    numbered = {f"a{number}": text for number, text in enumerate(texts)}
    fresh = check_offsets(numbered, tmp_path)
    assert check_offsets(numbered, tmp_path).equals(fresh)  # and from the cache


def test_tokens_keep_the_print_and_count_the_plain(tmp_path):
    found = tokens(parse(corpus_of({"a": "It isn’t “HERE”."}), cache=tmp_path))
    assert found["token"].to_list() == ["It", "is", "n’t", "“", "HERE", "”", "."]
    assert found["norm"].to_list() == ["it", "is", "n't", '"', "here", '"', "."]
    here = found.row(by_predicate=pl.col("token") == "HERE", named=True)
    assert (here["norm"], here["is_word"], here["section"], here["sentence_start"]) == ("here", True, "body", 0)
    assert found.filter(pl.col("token") == "“")["norm"].item() == '"'
    assert not found.filter(pl.col("token") == "“")["is_word"].item()


def test_tokens_are_sorted_and_carry_event_and_outlet(tmp_path):
    found = tokens(parse(corpus_of({"b": "Two words.", "a": "One."}, event="e", outlet="Gazette"), cache=tmp_path))
    # b comes first in the corpus, a in the table: the key sorts
    assert found["article_id"].to_list() == ["a", "a", "b", "b", "b"]
    assert found["event"].unique().to_list() == ["e"]
    assert found["outlet"].unique().to_list() == ["Gazette"]


def test_sentences_number_the_paragraphs(tmp_path):
    texts = {"a": "One. Two.\nThree.\n\nFour."}
    found = sentences(parse(corpus_of(texts), cache=tmp_path))
    # four sentences in three lines; offsets counted by hand
    assert found["paragraph"].to_list() == [1, 1, 2, 3]
    assert found["start"].to_list() == [0, 5, 10, 18]


def test_texts_in_no_folder_keep_their_offsets():
    corpus = corpus_of({"a": "One.\r\n\r\n Two. \n"})
    assert corpus.articles["text"].item() == "One.\r\n\r\n Two. \n"
    assert corpus.articles["date"].item() == date(1970, 1, 1)
    # "One.\r" from 0 to 5, "Two. " from 9 to 14: a paragraph begins at a sign, and ends before the line feed
    assert corpus.paragraphs.select("start", "end").rows() == [(0, 5), (9, 14)]
    assert schema.ARTICLES.problems(corpus.articles) == schema.PARAGRAPHS.problems(corpus.paragraphs) == []


@pytest.mark.parametrize(
    ("given", "marked"),
    [
        ("&quot;No,&quot; he said.", '     "No,"      he said.'),
        ("“No,â€ he said. â€œYes.â€\x9d", "“No,”  he said.   “Yes.”  "),
        ("It&rsquo;s AT&amp;T, caf&eacute;s.", "It&rsquo;s AT&amp;T, caf&eacute;s."),  # a word would fall apart
    ],
)
def test_quotation_marks_in_code_are_marks_in_their_place(given, marked):
    assert len(given) == len(marked)
    assert corpus_of({"a": given}).articles["text"].item() == marked


def test_no_texts_are_refused():
    with pytest.raises(ValueError, match="no texts"):
        corpus_of({})
