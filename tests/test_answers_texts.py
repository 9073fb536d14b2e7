"""Are the answers of notebooks 00 to 02 right for none, one, few and many?"""

import polars as pl
import pytest
from big import study
from test_figure import newsroom

from analysis.measures.keywords import add_voice, keyness_by_voice
from analysis.measures.pooling import rows_of_shared_events
from analysis.report.answers import texts, words
from analysis.report.prose import say
from analysis.schema import ALL_EVENTS


def plain(prose):
    return prose.text.replace("\\", "")


def keys(*rows):
    """Rows of "event outlet term zeta bic here whose outside"; over ALL events leaning on 3 of 4, 3 that use it."""
    found = []
    for row in rows:
        event, outlet, term, zeta, bic, here, whose, outside = row.split()
        over = event == "ALL"
        counts = (4, 3, 3) if over else (None, None, None)
        measured = {"zeta": float(zeta), "bic": float(bic), "n_target": int(here), "whose": whose}
        measured |= dict(zip(("n_events", "n_used", "n_leaning"), counts, strict=True))
        where = {"event": ALL_EVENTS if over else event, "outlet": outlet, "term": term}
        found.append({**where, **measured, "outside": None if over else outside == "yes"})
    return pl.DataFrame(found, infer_schema_length=None)


def test_start_says_what_is_here_and_how_far_it_reaches():
    said = plain(texts.start_here(study()))
    assert said.startswith("300 articles by The Gazette, The Harbour Herald and Evening Post, Morning Ledger, ")
    assert " tell of 20 events: " in said
    assert "A difference that comes back from event to event may be one between the outlets." in said
    assert "names no actors" not in said
    one = plain(texts.start_here(study(outlets=1, events=1, articles=1, actors=0, rows=0)))
    assert one.startswith("One article by The Gazette tells of one event: ")
    assert "asks one question of it." in one
    assert "The corpus file names no actors" in one


def test_start_says_of_another_language_which_pages_are_made(monkeypatch):
    monkeypatch.setattr("analysis.corpus.read.Corpus.is_lexical_only", True)
    said = plain(texts.start_here(study(outlets=1, events=1, articles=1, actors=0, rows=0)))
    assert "This corpus is not in English, so only the pages on the corpus and its words are made" in said
    assert "names no actors" not in said


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (
            (1, 1, 1),
            "One article on Quarrel number 1 over the harbour tunnel and its costs, by one outlet. No event is",
        ),
        ((1, 2, 2), "its costs, by one outlet. No event is reported by two outlets, so no outlet can be compared"),
        ((3, 1, 3), "its costs, by three outlets. Outlets are compared within an event. All three dates are stated."),
        ((3, 2, 5), "), two to three outlets each. Outlets are compared within an event."),
        ((2, 2, 3), "one to two outlets each. Outlets are compared within an event; one event has one outlet only."),
        ((3, 12, 36), "36 articles on twelve events of 2020, three outlets each."),
    ],
)
def test_the_corpus_in_a_sentence(size, said):
    outlets, events, articles = size
    assert said in plain(texts.corpus(study(outlets=outlets, events=events, articles=articles)))


@pytest.mark.parametrize(
    ("bases", "said"),
    [
        ("s", "Its date is stated."),
        ("i", "Its date is inferred, not stated."),
        ("ss", "Both dates are stated."),
        ("sss", "All three dates are stated."),
        ("iss", "One of the three dates is inferred, not stated."),
        ("iis", "Two of the three dates are inferred, not stated."),
        ("iii", "All three dates are inferred, not stated."),
    ],
)
def test_how_the_days_are_known(bases, said):
    basis = ["stated" if letter == "s" else "inferred: a Sunday" for letter in bases]
    assert plain(say("{said}", said=texts._dates(pl.DataFrame({"date_basis": basis})))) == said


@pytest.mark.parametrize(
    ("actions", "said"),
    [
        ([], "Cleaning changed nothing."),
        (["cut"], "Cleaning made one change. No whole line was dropped."),
        (["dropped"], "Cleaning made one change. It drops a whole line."),
        (["dropped", "dropped"], "Cleaning made two changes. Each of them drops a whole line."),
        (["dropped", "cut"], "Cleaning made two changes. One of them drops a whole line."),
        (["dropped", "dropped", "cut"], "Cleaning made three changes. Two of them drop a whole line."),
        (["cut", "cut"], "Cleaning made two changes. No whole line was dropped."),
    ],
)
def test_what_cleaning_did(actions, said):
    assert plain(texts.cleaning(pl.DataFrame({"action": actions}, schema={"action": str}))) == said


def test_without_a_second_outlet_there_are_no_key_words():
    alone = study(outlets=1, events=2, articles=2)
    nothing = keyness_by_voice(add_voice(alone.tokens, alone.quotations))
    assert plain(words.words(alone, nothing, alone.tokens, min_count=3)).startswith(
        "No event here is reported by two outlets"
    )
    pair = study(outlets=2, events=1, articles=2)
    rare = keyness_by_voice(add_voice(pair.tokens, pair.quotations), min_count=10_000)
    assert plain(words.words(pair, rare, pair.tokens, min_count=10_000)).startswith(
        "No word stands at least 10,000 times"
    )


def test_key_words_of_single_events():
    here = study(outlets=2, events=1, articles=2)
    table = keys(
        "e0 Ledger riot 3 9 6 own yes",
        "e0 Ledger calm 1 0 4 own no",
        "e0 Courier snow 2 1 5 own no",
        "e0 Ledger mob 2 1 5 quoted no",
        "e0 Courier thaw 2 1 2 retold no",
        "e0 Courier once 9 1 1 retold no",
    )
    assert plain(words.words(here, table, here.tokens, min_count=3)) == (
        "Where the outlets speak themselves, the words most typical of each outlet on its event are Ledger: “riot” "
        "and “calm”; Courier: “snow”. Words of others lean as well: in quotation marks “mob” in Ledger; retold "
        "without marks “thaw” in Courier. Of three words on an event one differs further between outlets than "
        "any word does between two halves of one text. A "
        "word repeated in one article says nothing about an outlet."
    )


def test_where_all_use_words_alike_that_is_said():
    table = keys("e0 Ledger riot 0 0 6 own no")
    assert plain(words.words(study(outlets=2, events=1, articles=2), table, study().tokens, min_count=3)).startswith(
        "No outlet leans"
    )


def test_words_that_come_back_are_named_with_their_events():
    table = keys("ALL Courier riot 3 9 6 own no", "e0 Courier snow 9 9 6 own yes", "e0 Courier calm -1 0 6 own no")
    said = plain(words.words(study(), table, study().tokens, min_count=3))
    assert "over all events, and on most of those that use them, are Courier: “riot” (on 3 of 4). " in said
    assert "Of two words on an event one differs further" in said
    assert "snow" not in said


def test_of_many_outlets_five_are_named():
    table = keys(*[f"e0 O{place} w{place} {place + 1} 0 3 own no" for place in range(9)])
    said = plain(words.words(study(), table, study().tokens, min_count=3))
    # zeta is 1 to 9: the last five lean furthest
    assert "the words that lean furthest to an outlet are O8: “w8”; O7: “w7”; O6: “w6”; O5: “w5”; O4: “w4”." in said


def test_a_table_of_many_events_reads_well():
    big = study()
    content = rows_of_shared_events(big.tokens)
    table = keyness_by_voice(add_voice(content, big.quotations))
    table = table.with_columns(outside=pl.lit(None, dtype=pl.Boolean))
    said = plain(words.words(big, table, big.tokens, min_count=3))
    assert "None" not in said
    assert " nan" not in said


def told(*rows):
    names = ["event", "masked", "balanced_accuracy", "chance_balanced", "n_articles", "n_outlets"]
    types = [pl.String, pl.Boolean, pl.Float64, pl.Float64, pl.Int64, pl.Int64]
    return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")


def test_what_the_reader_of_sentences_found():
    here = newsroom("A", "B", events=("e1", "e2"))
    assert plain(texts.reader(told(), here)).startswith("No event has two outlets with enough sentences")
    rows = [("e2", True, 0.7, 0.5, 2, 2), ("e1", True, 0.49, 0.5, 2, 2), ("e1", False, 0.9, 0.5, 2, 2)]
    assert plain(texts.reader(told(*rows), here)) == (
        "With names, datelines and numbers masked, the classifier names the right outlet for 49 % of the sentences on "
        "Event e1 (50 % by chance) and 70 % of the sentences on Event e2 (50 % by chance), each outlet weighing the "
        "same. It learns from one article per outlet: it tells articles apart, and their scenes."
    )
    several = plain(texts.reader(told(("e1", True, 0.7, 0.5, 6, 2)), here))
    assert "It learns from these articles of each outlet" in several
