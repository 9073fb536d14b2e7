"""Is the page taken away, the article kept, and every change told?"""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.corpus import Rules, clean, plain

WORDS = [
    "Owners",
    "call",
    "the",
    "strike.",
    "“illegal”",
    "*New",
    "Times*",
    "\\$5",
    "don’t",
    "Share",
    "said",
    "AP:",
    "1.",
]
SIGNS = ["•", "-", "*", "\t", "\u00a0", "\u200b", "\u2028", "\x0c", "👩\u200d🚒"]
LINES = st.lists(st.lists(st.sampled_from([*WORDS, *SIGNS]), max_size=8).map(" ".join), max_size=8)
ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r"])


def texts(raw, **rules):
    return [text for _, text in clean(raw, Rules(**rules)).paragraphs]


def sections(raw, **rules):
    return [section for section, _ in clean(raw, Rules(**rules)).paragraphs]


def told(raw, **rules):
    """The audit as (line, step, action, before, after)."""
    names = ("line", "step", "action", "before", "after")
    return [tuple(row[name] for name in names) for row in clean(raw, Rules(**rules)).audit]


def test_a_clean_text_is_left_as_it_is():
    cleaned = clean("The miners left.\n\nThe pit is “shut”.\n", Rules())
    assert cleaned.text == "The miners left.\n\nThe pit is “shut”."
    assert cleaned.audit == []


# --- furniture ---------------------------------------------------------------------------------------------------


def test_furniture_is_a_whole_line_or_its_beginning():
    raw = "Share this page\n\nWe share. Share this.\n\nShare"
    # the second line has the word, but does not begin with it
    assert texts(raw, furniture=("Share",)) == ["We share. Share this."]
    assert told(raw, furniture=("Share",)) == [
        (1, 1, "dropped", "Share this page", ""),
        (5, 1, "dropped", "Share", ""),
    ]


@pytest.mark.parametrize("phrase", ["Don't miss", "Don’t  miss", " Don't miss "])
@pytest.mark.parametrize("line", ["Don't miss it", "Don’t miss it", "  Don`t\u00a0miss\tit"])
def test_quotation_marks_and_spaces_do_not_keep_furniture(phrase, line):
    assert texts(f"{line}\n\nThe miners left.", furniture=(phrase,)) == ["The miners left."]


def test_a_phrase_may_be_copied_with_its_backslash():
    assert texts("Only \\$5 a month\n\nThe miners left.", furniture=("Only \\$5",)) == ["The miners left."]


def test_furniture_is_words_and_no_pattern():
    assert texts("The miners left.\n\n.* is odd.", furniture=(".*",)) == ["The miners left."]


@pytest.mark.parametrize("phrase", ["", " ", "\u200b", "\u00a0"])
def test_an_empty_phrase_takes_nothing_away(phrase):
    rules = dict.fromkeys(("furniture", "cut", "captions", "headings"), (phrase,))
    assert clean("The miners left.", Rules(title=phrase, **rules)).paragraphs == [("body", "The miners left.")]


def test_a_phrase_is_cut_out_of_its_line_wherever_it_stands():
    raw = "“We  won’t go,” he said. E-mail to a friend E-mail to a friend\nE-mail to a friend"
    assert texts(raw, cut=("E-mail to a friend",)) == ["“We won’t go,” he said."]
    # line 1: spaces first, then the phrase twice; line 2 has nothing else
    assert [(line, step, action) for line, step, action, *_ in told(raw, cut=("E-mail to a friend",))] == [
        (1, 1, "changed"),
        (1, 2, "cut"),
        (1, 3, "cut"),
        (2, 1, "cut"),
    ]


@pytest.mark.parametrize("phrase", ["'More'", "‘More’", "`More´"])
def test_a_cut_takes_as_many_characters_as_it_finds(phrase):
    # plain() keeps the length, so what stands behind the phrase stays whole whichever marks it has
    assert texts("“One” ‘More’ “two”", cut=(phrase,)) == ["“One” “two”"]


def test_phrases_that_did_nothing_are_named():
    rules = {"furniture": ("Share", "left"), "cut": ("Print",), "captions": ("A miner",), "headings": ("The pit",)}
    raw = "The miners left. Share.\n\nThe pit is shut."
    # "Share" and "left" are there, but open no line; "The pit" is no line of its own
    assert told(raw, **rules) == [
        (0, step, "unused", phrase, "")
        for step, phrase in enumerate(["Share", "left", "Print", "A miner", "The pit"], start=1)
    ]


def test_furniture_of_the_whole_corpus_need_not_be_in_each_article():
    assert told("The miners left.", common=("Share",)) == []
    assert texts("Share\n\nThe miners left.", common=("Share",)) == ["The miners left."]


# --- marks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "shown", "why"),
    [
        ("It cost \\$5 \\[sic\\].", "It cost $5 [sic].", "backslash"),
        ("The *New York Times* said so.", "The New York Times said so.", "emphasis"),
        ("The\u00a0pit \t is\u2009shut.", "The pit is shut.", "spaces"),
        ("The pit\x0c is\u2028shut.", "The pit is shut.", "spaces"),
        ("The\u200b p\u00adit is\ufeff shut\x00.", "The pit is shut.", "invisible"),
        ("The pit\u200d is shut.", "The pit is shut.", "invisible"),
        ("&ldquo;Shut,&#8221; Smith &amp;amp; Sons said.", "“Shut,” Smith & Sons said.", "entities"),
        ("The pitâ€™s cafÃ© is â€œshut.â€", "The pit’s café is “shut.”", "encoding"),
        ("The <b>pit</b> is<br/>shut<!-- 1 -->.", "The pit is shut.", "tags"),
        ("The [pit](https://example.org/pit_(mine)) is shut.", "The pit is shut.", "link"),
        ("![A pit](https://example.org/a.jpg) The pit is shut.", "The pit is shut.", "link"),
        ("The **pit** is ***shut***.", "The pit is shut.", "emphasis"),
        ("## The pit is shut.", "The pit is shut.", "heading"),
        ("The pit is oﬃcially shut.", "The pit is officially shut.", "letters"),
    ],
)
def test_marks_of_the_page_go_and_are_told(raw, shown, why):
    cleaned = clean(raw, Rules())
    assert cleaned.text == shown
    (row,) = cleaned.audit
    assert (row["line"], row["step"], row["action"], row["before"], row["after"]) == (1, 1, "changed", raw, shown)
    assert why in row["reason"]


@pytest.mark.parametrize(
    "raw",
    [
        "“We won’t,” he said – ‘no’ «oui» …",
        "2 * 3 * 4 is 24, and a*b*c is a name.",
        "A back\\slash in C:\\new.",
        "A fire-fighter 👩\u200d🚒 came.",
        "AT&T and R&D; 3 < 4 and 5 > 4 [sic] (or not); #1.",
        "AMANHÃ”, pâté, Ångström, à la “â”",
        "می\u200cخواهم",
    ],
)
def test_the_print_stays(raw):
    assert clean(raw, Rules()).text == raw
    assert clean(raw, Rules()).audit == []


def test_every_change_of_a_line_is_a_step_of_its_own():
    assert told("  • It\u200b  cost \\$5 *a lot* there.") == [
        (1, 1, "changed", "  • It\u200b  cost \\$5 *a lot* there.", "• It  cost \\$5 *a lot* there."),
        (1, 2, "changed", "• It  cost \\$5 *a lot* there.", "• It cost \\$5 *a lot* there."),
        (1, 3, "changed", "• It cost \\$5 *a lot* there.", "• It cost $5 *a lot* there."),
        (1, 4, "changed", "• It cost $5 *a lot* there.", "• It cost $5 a lot there."),
        (1, 5, "changed", "• It cost $5 a lot there.", "It cost $5 a lot there."),
    ]


def test_a_very_long_line():
    line = "The miners left. " * 20_000
    assert texts(line) == [line.strip()]


# --- lines and paragraphs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_line_is_what_an_editor_calls_a_line(end):
    raw = f"The miners left.{end}{end}Share{end}The\x0b pit\x85 is\x1c shut."
    assert texts(raw, furniture=("Share",)) == ["The miners left.", "The pit is shut."]
    assert [row[0] for row in told(raw, furniture=("Share",))] == [3, 4]


def test_a_paragraph_broken_in_mid_sentence_is_joined():
    raw = "The only\n\nneighbourhoods attacked were poor.\n\nThe pit is shut."
    assert texts(raw) == ["The only neighbourhoods attacked were poor.", "The pit is shut."]
    text = "neighbourhoods attacked were poor."
    assert told(raw) == [(3, 1, "joined", text, text)]


def test_a_line_broken_at_a_column_is_joined():
    # 50 characters and no full stop: the line was broken for width, and goes on with a name
    first = "The spokesman for the owners of the mine is called"
    assert len(first) == 50
    assert texts(f"{first}\nSmith.") == [f"{first} Smith."]
    assert texts(f"{first}\n\nSmith.") == [first, "Smith."]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("The govern-\nment fell.", "The government fell."),
        ("The govern-\n\nment fell.", "The government fell."),
        ("An anti-\nwar march: anti-war people.", "An anti-war march: anti-war people."),  # it stands there with one
        ("Pro-\nand anti-war people.", "Pro- and anti-war people."),
        ("A 20-\nyear-old left.", "A 20-year-old left."),
        ("He left -\nand came.", "He left - and came."),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_whole_again(raw, text):
    assert texts(raw) == [text]


@pytest.mark.parametrize("rule", ["* * *", "***", "---", "# # #", "_____", "———"])
def test_a_line_drawn_between_two_parts_goes(rule):
    assert texts(f"It is cold.\n\n{rule}\n\nThe pit is shut.") == ["It is cold.", "The pit is shut."]
    assert [row[2] for row in told(f"It is cold.\n\n{rule}\n\nThe pit is shut.")] == ["dropped"]


@pytest.mark.parametrize(
    "raw",
    [
        "The miners left.\n\nal-Maliki left.",  # the sentence before is closed
        "Owners speak\n\nThe miners left.",  # a capital opens a new one
        "“The miners left”\n\nsaid Ali.",  # a quotation mark closes
    ],
)
def test_what_is_not_joined(raw):
    assert texts(raw) == raw.split("\n\n")


def test_title_heading_and_caption_stand_alone():
    raw = "Miners walk out of the pit of the Gazette mine again\nthe miners left\nwhy they left\nthe pit today"
    rules = {"title": raw.split("\n")[0], "headings": ("why they left",), "captions": ("the pit",)}
    assert clean(raw, Rules(**rules)).paragraphs == [
        ("headline", "Miners walk out of the pit of the Gazette mine again"),
        ("body", "the miners left"),
        ("heading", "why they left"),
        ("caption", "the pit today"),
    ]


# --- sections ----------------------------------------------------------------------------------------------------


def test_sections():
    raw = (
        "Miners ‘walk out’\n\n• Owners angry\n• Police called\n\nThe miners left.\n\nA miner on Monday.\n\n"
        "Huge Losses\n\nThe pit is shut."
    )
    assert sections(raw, title="Miners 'walk out'", captions=("A miner",)) == [
        *("headline", "highlight", "highlight", "body", "caption", "heading", "body"),
    ]


def test_a_headline_may_be_printed_in_capitals():
    assert sections("MINERS WALK OUT\n\nThe pit is shut.", title="Miners walk out") == ["headline", "body"]


def test_a_title_deep_in_the_text_is_no_headline():
    raw = "One thing.\n\nTwo things.\n\nThree things.\n\nMiners walk out"
    assert sections(raw, title="Miners walk out") == ["body"] * 4


def test_a_list_behind_the_first_sentence_is_body():
    raw = "They want three things:\n\n• Money\n• Time\n• Rest\n\nThe pit is shut."
    assert sections(raw) == ["body"] * 5
    assert texts(raw)[1:4] == ["Money", "Time", "Rest"]


@pytest.mark.parametrize("sign", ["-", "*"])
def test_one_dash_is_text_and_two_are_a_list(sign):
    assert clean(f"{sign} No, he said.\n\nThe pit is shut.", Rules()).paragraphs == [
        ("body", f"{sign} No, he said."),
        ("body", "The pit is shut."),
    ]
    assert clean(f"{sign} Owners angry\n{sign} Police called\n\nThe pit is shut.", Rules()).paragraphs == [
        ("highlight", "Owners angry"),
        ("highlight", "Police called"),
        ("body", "The pit is shut."),
    ]


@pytest.mark.parametrize("line", ["-- the pit is shut.", "-5 degrees.", "— he said.", "--", "-"])
def test_a_dash_that_opens_a_line_is_no_bullet(line):
    assert texts(f"It is cold.\n\n{line}\n\n{line}") == ["It is cold.", line, line]


def test_a_bullet_with_nothing_behind_it_goes():
    assert texts("•\nThe pit is shut.") == ["The pit is shut."]
    assert told("•\nThe pit is shut.") == [(1, 1, "dropped", "•", "")]


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Huge Casualties", "heading"),
        ("Why the Miners Left", "heading"),  # 3 of 4 words in capitals
        ("Why the miners left", "body"),  # 1 of 4
        ("Huge Casualties.", "body"),
        ("Smith, Jones,", "body"),
        ("The Owners Of The Mine Met The Police Again", "body"),  # nine words
    ],
)
def test_what_looks_like_a_heading(line, section):
    assert sections(f"It is cold.\n\n{line}\n\nThe pit is shut.") == ["body", section, "body"]


def test_the_first_and_the_last_paragraph_are_no_headings():
    assert sections("Huge Casualties\n\nThe pit is shut.\n\nAgence France-Presse") == ["body"] * 3


# --- properties --------------------------------------------------------------------------------------------------


@given(LINES, ENDS)
def test_a_line_the_audit_does_not_name_stands_in_the_text(lines, end):
    raw = end.join(lines)
    cleaned = clean(raw, Rules(furniture=("Share",), cut=("AP:",)))
    named = {row["line"] for row in cleaned.audit}
    printed = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = [line.strip() for number, line in enumerate(printed, start=1) if number not in named and line.strip()]
    # in order, each found behind the one before it
    at = 0
    for line in kept:
        at = cleaned.text.index(line, at) + len(line)


@given(LINES, ENDS)
def test_the_steps_of_a_line_lead_from_the_raw_to_the_clean(lines, end):
    raw = end.join(lines)
    rows = [row for row in clean(raw, Rules(furniture=("Share",), cut=("AP:",))).audit if row["line"]]
    printed = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number in {row["line"] for row in rows}:
        steps = [row for row in rows if row["line"] == number]
        assert [row["step"] for row in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["before"].strip() == printed[number - 1].strip()
        assert all(row["after"] == later["before"] for row, later in pairwise(steps))


@given(LINES, ENDS)
@example(["• • - Owners"], "\n")
def test_cleaning_what_is_clean_changes_no_word(lines, end):
    once = clean(end.join(lines), Rules())
    twice = clean(once.text, Rules())
    words = plain(once.text).replace("*", " ").replace("-", " ").split()
    # a list that has lost its bullets may be read as one sentence, and a dash next to a dash as a list:
    # paragraphs may join then, but no word goes
    assert plain(twice.text).replace("*", " ").replace("-", " ").split() == words
    if not {"•", "-", "*"} & set("".join(lines)):
        assert twice.text == once.text
