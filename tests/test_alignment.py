import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.codings.decisions import read_aligned_pairs
from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.measures import alignment, alignment_candidates
from analysis.measures.alignment import align_sentences, ready_events, weight_units
from analysis.measures.alignment_candidates import candidates, company, neighbour_support, word_similarity
from analysis.measures.alignment_lexicon import retelling_lexicon
from analysis.measures.alignment_links import apply_link_decisions, link_decisions, undecided_links
from analysis.measures.alignment_units import sentence_units, word_stem
from analysis.measures.encoder import split_words
from analysis.schema import LINKS, MENTIONS, QUOTATIONS, SENTENCES, TOKENS
from benchmarks.alignment import link_scores

ID = {"Gazette": "a", "Herald": "b", "Courier": "c"}
DAY = date(2008, 4, 3)  # a Thursday


def sentences(*lines, event="e1"):
    """Sentences of "Outlet: text" lines; the lines of one outlet are one article, one sentence a paragraph."""
    rows, ends = [], {}
    for line in lines:
        outlet, text = line.split(": ", 1)
        start = ends.get(outlet, 0)
        ends[outlet] = start + len(text) + 2
        where = {"event": event, "outlet": outlet, "article_id": ID[outlet], "section": "body", "paragraph": 1}
        rows.append({**where, "start": start, "end": start + len(text), "text": text})
    return SENTENCES.frame(rows)


def tokens(table):
    """Tokens of the sentences: "word/POS/lemma"; the part of speech is NOUN and the lemma the word if not given."""
    rows = []
    for row in table.iter_rows(named=True):
        at = row["start"]
        for written in row["text"].split(" "):
            word, pos, lemma = [*written.split("/"), "", ""][:3]
            where = {name: row[name] for name in ("event", "outlet", "article_id", "section")}
            rows.append(
                {
                    **where,
                    "start": at,
                    "end": at + len(written),
                    "token": word,
                    "norm": word.lower(),
                    "lemma": lemma or word.lower(),
                    "pos": pos or "NOUN",
                    "is_word": word[:1].isalnum(),
                    "sentence_start": row["start"],
                }
            )
            at += len(written) + 1
    return TOKENS.frame(rows)


def mentions(*spans):
    keys = ("article_id", "start", "end", "actor", "how")
    return MENTIONS.frame(
        [dict(zip(keys, span, strict=True)) | {"event": "e1", "outlet": "x", "text": ""} for span in spans]
    )


def pieces(table, spoken=(), named=()):
    quoted = QUOTATIONS.frame(
        [
            {"article_id": id, "start": start, "end": end, "actor": actor, "type": "direct"}
            for id, start, end, actor in spoken
        ]
    )
    dates = table.select("article_id").unique().with_columns(date=pl.lit(DAY))
    return sentence_units(table, tokens(table), mentions(*named), quoted, dates)


def found(*lines, **more):
    return {(row["kind"], row["unit"]) for row in pieces(sentences(*lines), **more).iter_rows(named=True)}


# --- pieces --------------------------------------------------------------------------------------------------------


def test_words_of_one_concept_are_one_piece():
    # "deserted" and "quit" are both of the concept "desert" in the list
    assert ("act", "desert") in found("Gazette: soldiers deserted/VERB/desert")
    assert ("act", "desert") in found("Gazette: men quit/VERB")
    assert ("act", "truce") in found("Gazette: they stand/VERB down/ADP")


def test_part_of_speech_decides_where_a_word_has_two_senses():
    assert ("act", "demonstrate") in found("Gazette: they march/VERB")
    assert ("act", "demonstrate") not in found("Gazette: they March/PROPN")
    assert ("act", "begin") in found("Gazette: talks start/VERB")
    assert ("act", "begin") not in found("Gazette: the start/NOUN")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Sunday", "2008-03-30"),  # the Sunday before Thursday, April 3
        ("on Thursday", "2008-04-03"),  # the day of publication itself
        ("yesterday", "2008-04-02"),
        ("they will march Wednesday", "2008-04-09"),  # ahead: the Wednesday after
        ("on April 9", "2008-04-09"),
    ],
)
def test_days_are_reckoned_from_the_articles_date(text, day):
    assert ("day", day) in found(f"Gazette: {text}")


def test_names_numbers_and_plain_words():
    got = found(
        "Gazette: Sadr/PROPN City/PROPN saw/VERB/see 39/NUM dark/ADJ bodies/NOUN/corpse and/CCONJ envoys/NOUN/envoy"
    )
    assert {("name", "sadr city"), ("number", "39 corpse"), ("quality", "dark"), ("act", "talks")} <= got
    assert not [unit for kind, unit in got if unit == "and"]


def test_an_actor_is_a_piece_and_its_name_is_none():
    got = found("Gazette: Maliki/PROPN resigned", named=[("a", 0, 12, "GOV", "name")])
    assert ("actor", "GOV") in got
    assert not [unit for kind, unit in got if kind == "name"]
    assert ("actor", "GOV") in found("Gazette: he resigned", named=[("a", 0, 2, "GOV", "pronoun")])
    assert ("actor", "SADR") in found("Gazette: stop it", spoken=[("a", 0, 8, "SADR")])
    assert ("actor", "OTHER") not in found("Gazette: he left", named=[("a", 0, 2, "OTHER", "pronoun")])


def test_whose_words_stand_in_a_sentence():
    table = sentences("Gazette: stop it", "Gazette: now")
    spoken = pieces(table, spoken=[("a", 0, 12, "SADR")]).filter(kind="speaker")
    assert spoken.select("start", "unit").rows() == [(0, "SADR"), (9, "SADR")]


def test_words_in_quotation_marks_are_pieces_of_their_own():
    line = "Gazette: attacks were/AUX pure/ADJ rubbish"
    # the quotation begins at "pure"
    got = found(line, spoken=[("a", 17, 33, "SADR")])
    assert {unit for kind, unit in got if kind == "quoted"} == {"pure", "rubbish"}
    assert {("quality", "pure"), ("word", "rubbish")} <= got
    assert not [unit for kind, unit in found(line) if kind == "quoted"]


def test_common_verbs_are_no_acts():
    got = found("Gazette: men carry/VERB on and/CCONJ use/VERB guns while/SCONJ others sing/VERB")
    assert {unit for kind, unit in got if kind == "act"} == {"sing"}


def test_in_a_headline_a_word_taken_for_a_name_is_read_as_the_word_it_is():
    table = sentences("Gazette: Talks/PROPN Fail/PROPN/Fail").with_columns(section=pl.lit("headline"))
    acts = set(pieces(table).filter(kind="act")["unit"])
    assert {"talks", "fail"} <= acts


def test_the_place_a_report_comes_from_is_no_piece():
    got = found("Gazette: BAGHDAD - Rain/NOUN fell/VERB/fall")
    assert ("word", "rain") in got
    assert ("word", "baghdad") not in got


def test_stems_bring_families_of_words_together():
    assert word_stem("negotiation") == word_stem("negotiate") == "negoti"
    assert word_stem("class") == "class"
    assert word_stem("bed") == "bed"


def test_the_list_of_concepts_is_in_order():
    rows = listed_rows(LEXICONS / "retelling.csv", "concept", "term", "pos", "kind", "source")
    assert all(all(row.values()) for _, row in rows)
    assert {row["pos"] for _, row in rows} == {"ANY", "NOUN", "VERB", "PHRASE"}
    assert all((" " in row["term"]) == (row["pos"] == "PHRASE") for _, row in rows)


def test_no_concept_of_the_list_is_a_name_or_a_people():
    names = {"iraq", "iraqi", "basra", "najaf", "sadr", "maliki", "shiite", "sunni", "american", "iranian"}
    assert not names & set(retelling_lexicon().words)
    assert set(retelling_lexicon().kind.values()) == {"act", "thing"}


# --- the score -----------------------------------------------------------------------------------------------------

FIVE = (
    "Gazette: soldiers deserted/VERB/desert",
    "Gazette: rain fell/VERB/pour",
    "Herald: men quit/VERB",
    "Herald: music played/VERB/play",
    "Herald: apples rot/VERB",
)


PLAIN = {"constant": -1.0, "information": 2.0}


@pytest.fixture(autouse=True)
def plain_weights(monkeypatch):
    """Weights for a pencil, and no sentence encoder: log-odds = 2 x information - 1."""
    monkeypatch.setattr(alignment, "WEIGHTS", {"tfidf": (PLAIN, PLAIN), "minilm": (PLAIN, PLAIN)})
    plain = lambda texts, encoder: [(split_words(text), None) for text in texts]  # noqa: E731
    monkeypatch.setattr(alignment_candidates, "encode_words_of_each", plain)


def test_score_worked_by_hand():
    table = sentences(*FIVE)
    (link,) = align_sentences(table, pieces(table)).rows(named=True)
    # "desert" is in 2 of 5 sentences: ln(6 / 2) = ln 3. "men" and "soldiers" differ.
    # log-odds 2 ln 3 - 1; odds 9 / e, probability 9 / (9 + e) = .768
    assert link["information"] == link["rarest_act"] == pytest.approx(math.log(3), abs=1e-5)
    assert link["score"] == pytest.approx(2 * math.log(3) - 1, abs=1e-5)
    assert link["probability"] == pytest.approx(9 / (9 + math.e), abs=1e-5)
    assert (link["shared"], link["status"], link["support"]) == ("deserted / quit", "proposed", 0)
    assert align_sentences(table, pieces(table), least=0.77).is_empty()


def test_weights_worked_by_hand():
    table = sentences(*FIVE)
    weighed = weight_units(table, pieces(table))
    rain = weighed.row(by_predicate=pl.col("unit") == "rain", named=True)
    # in 1 of 5 sentences: ln 6; a plain word counts .6 of it
    assert rain["weight"] == pytest.approx(math.log(6))
    assert rain["counted"] == pytest.approx(0.6 * math.log(6))


def signs(*lines, spoken=()):
    """The signs of the candidates of one event: a row a pair of sentences."""
    table = sentences(*lines)
    (event,) = ready_events(table, pieces(table, spoken=spoken), encoder="tfidf")
    return pl.concat(candidates(event))


def pair_table(*pairs):
    return pl.DataFrame(pairs, schema={"row": pl.UInt32, "other_row": pl.UInt32}, orient="row")


def test_other_days_and_other_speakers_are_signs_against():
    lines = ("Gazette: men quit/VERB Sunday", "Herald: men quit/VERB Sunday", "Herald: men quit/VERB Tuesday")
    assert signs(*lines)["other_day"].to_list() == [0, 1]
    # a sentence without a speaker contradicts nobody
    said = signs(*lines, spoken=[("a", 0, 8, "SADR"), ("b", 0, 8, "GOV")])
    assert said["other_speaker"].to_list() == [1, 0]
    same = signs(*lines, spoken=[("a", 0, 8, "SADR"), ("b", 0, 8, "SADR"), ("b", 4, 8, "GOV")])
    assert same["other_speaker"].to_list() == [0, 0]


def test_words_stand_in_the_other_sentence():
    # "men" and "quit" are in both of 2 sentences: ln(3 / 2) each; "today" and "gladly" in one
    table = sentences("Gazette: men quit today", "Herald: men gladly quit")
    (event,) = ready_events(table, pieces(table), encoder="tfidf")
    (pairs,) = candidates(event)
    assert word_similarity(event, pairs).tolist() == pytest.approx([2 * math.log(3 / 2)])
    assert word_similarity(event, pairs.clear()).tolist() == []


def test_words_are_compared_by_their_vectors_in_context(monkeypatch):
    vectors = {"men": [1, 0, 0], "quit": [0, 1, 0], "folk": [0.6, 0.8, 0], "left": [0, 0.875, 0.4841229]}
    read = {text: np.array([vectors[word] for word in text.split()]) for text in ("men quit", "folk left")}
    given = lambda texts, encoder: [(text.split(), read[text]) for text in texts]  # noqa: E731
    monkeypatch.setattr(alignment_candidates, "encode_words_of_each", given)
    table = sentences("Gazette: men quit", "Herald: folk left")
    (event,) = ready_events(table, pieces(table), encoder="minilm")
    pair = pair_table((0, 1))
    alignment_candidates.read_words(event, [pair])
    # nearness = (cosine - .75) / .25, at least 0. quit-left .875: 1/2; quit-folk .8: 1/5; men-folk .6: 0
    # nearest: quit 1/2, men 0, left 1/2, folk 1/5; each word in 1 of 2 sentences: ln 3. Half of 1.2 ln 3
    assert word_similarity(event, pair).tolist() == pytest.approx([0.6 * math.log(3)], abs=1e-3)


def support(table, *pairs):
    """Each of these pairs of rows with how sure it is, and the support that it gets."""
    (event,) = ready_events(table, pieces(table), encoder="tfidf")
    rows = pair_table(*(pair[:2] for pair in pairs))
    return neighbour_support(rows, np.array([pair[2] for pair in pairs]), *company(event)).tolist()


def test_support_comes_from_beside():
    lines = [f"{outlet}: {word}/VERB" for outlet in ("Gazette", "Herald") for word in ("jump", "sing", "dance")]
    rows, other_rows = (0, 1, 2), (3, 4, 5)
    sure = {(0, 3): 0.9, (1, 4): 0.2}
    pairs = [(row, other, sure.get((row, other), 0.0)) for row in rows for other in other_rows]
    # no two sentences of one article share a piece: only neighbours count. The pair (1, 4) stands beside (0, 3)
    assert support(sentences(*lines), *pairs) == [0.2, 0.9, 0.2, 0.9, 0.9, 0.2, 0.2, 0.2, 0.2]


def test_an_articles_last_sentence_does_not_stand_beside_the_first_of_another():
    lines = [f"{outlet}: {word}/VERB" for outlet in ("Gazette", "Herald", "Courier") for word in ("jump", "sing")]
    # rows 2 and 3 are the Herald's, 4 and 5 the Courier's
    assert support(sentences(*lines), (0, 3, 0.9), (1, 4, 0.0), (1, 2, 0.0)) == [0.0, 0.0, 0.9]


def test_a_sentence_told_twice_in_an_article_supports():
    head = ("Gazette: men quit/VERB", "Gazette: x", "Gazette: y", "Gazette: men quit/VERB", "Herald: z", "Herald: q")
    # both hold "men" (.6) and "desert" (1), each in 2 of 6 sentences: shared 1.6 ln(7 / 2) = s, kin s / (s + 3) = .40
    shared = 1.6 * math.log(7 / 2)
    found = support(sentences(*head), (0, 4, 1.0), (3, 4, 0.0))
    assert found == [0.0, pytest.approx(shared / (shared + 3), abs=0.025)]


def test_no_link_without_an_act_inside_an_outlet_or_between_events():
    no_act = sentences("Gazette: soldiers", "Herald: soldiers")
    assert align_sentences(no_act, pieces(no_act), least=1e-9).is_empty()
    one_outlet = sentences("Gazette: men quit/VERB", "Gazette: men quit/VERB")
    assert align_sentences(one_outlet, pieces(one_outlet), least=1e-9).is_empty()
    events = pl.concat([sentences("Gazette: men quit/VERB"), sentences("Herald: men quit/VERB", event="e2")])
    assert align_sentences(events, pieces(events), least=1e-9).is_empty()


def test_many_shared_words_are_enough_without_an_act():
    five = "rain sleet snow frost wind"
    others = [f"Gazette: w{n}" for n in range(20)]
    table = sentences(f"Gazette: {five}", *others, f"Herald: {five}")
    # each of five words in 2 of 22 sentences: 5 x .6 ln(23 / 2) = 7.3 nats; with one more word 8.8
    assert not align_sentences(table, pieces(table)).height
    table = sentences(f"Gazette: {five} heat", *others, f"Herald: {five} heat")
    assert align_sentences(table, pieces(table))["information"].to_list() == pytest.approx(
        [6 * 0.6 * math.log(11.5)], abs=1e-5
    )


def test_the_table_keeps_its_promise_and_the_input_its_rows():
    table = sentences(*FIVE)
    parts = pieces(table)
    before = table.clone(), parts.clone()
    assert LINKS.problems(align_sentences(table, parts)) == []
    assert table.equals(before[0])
    assert parts.equals(before[1])
    for least in (0, 1):
        with pytest.raises(ValueError, match="between 0 and 1"):
            align_sentences(table, parts, least=least)
    assert LINKS.problems(align_sentences(table.clear(), parts.clear())) == []


def test_the_weights_name_signs_that_there_are(monkeypatch):
    monkeypatch.undo()
    for first, second in alignment.WEIGHTS.values():
        assert set(second) - set(first) == {"support"}
        assert set(second) - {"constant"} <= set(LINKS.columns)
    table = sentences(*FIVE)
    assert LINKS.problems(align_sentences(table, pieces(table), encoder="tfidf", least=1e-6)) == []


def test_candidates_are_all_pairs_that_share_enough_and_no_others():
    words = [*("kill/VERB", "rain", "snow", "quit/VERB", "Basra/PROPN", "39/NUM"), *(f"w{n}" for n in range(12))]
    rng = np.random.default_rng(0)
    drawn = [" ".join(rng.choice(words, size=6, replace=False)) for _ in range(60)]
    table = sentences(*(f"{outlet}: {line}" for outlet, line in zip([*ID] * 20, drawn, strict=True)))
    made = pieces(table, spoken=[("a", 0, 30, "SADR"), ("c", 0, 60, "GOV")])
    (event,) = ready_events(table, made, encoder="tfidf")
    weighed = weight_units(table, made)
    told = dict(weighed.group_by("article_id", "start"))
    rows = list(event.sentences.select("outlet", "article_id", "start").iter_rows())
    expected = set()
    for row, (outlet, *key) in enumerate(rows):
        for other_row, (other, *other_key) in enumerate(rows[row:], start=row):
            if outlet == other or tuple(key) not in told or tuple(other_key) not in told:
                continue
            both = told[tuple(key)].join(told[tuple(other_key)], on=["kind", "unit"])
            if both.filter(pl.col("kind").is_in(["act", "quoted"])).height or both["counted"].sum() >= 8:
                expected.add((row, other_row))
    found = pl.concat(candidates(event)).select("row", "other_row").rows()
    assert set(found) == expected
    assert len(found) == len(expected) < 60 * 40 / 2


word = st.sampled_from(["quit/VERB", "march/VERB", "kill/VERB", "rain", "Sunday", "soldiers"])
text = st.lists(word, min_size=1, max_size=4).map(" ".join)


@settings(deadline=None, max_examples=30)
@given(st.lists(text, min_size=1, max_size=4), st.lists(text, min_size=1, max_size=4))
def test_the_order_of_articles_and_rows_changes_no_score(one, other):
    straight = sentences(*(f"Gazette: {line}" for line in one), *(f"Herald: {line}" for line in other))
    turned = sentences(*(f"Herald: {line}" for line in one), *(f"Gazette: {line}" for line in other))
    there, back = (align_sentences(table.reverse(), pieces(table), least=1e-9) for table in (straight, turned))
    assert there["score"].sort().to_list() == pytest.approx(back["score"].sort().to_list(), abs=1e-5)


# --- a reader decides ----------------------------------------------------------------------------------------------


def decisions(table, *rows):
    """(article, place of its words, other article, place, decision, value) as `placed_decisions` has them."""
    names = ("article_id", "start", "other_id", "other_start", "decision", "value")
    common = {"kind": "link", "field": "row", "reader": "Ann", "note": "", "why": None}
    shape = {**dict.fromkeys(("article_id", "other_id", "decision", "value"), pl.String), "start": pl.Int64}
    shape |= {"other_start": pl.Int64, **dict.fromkeys(common, pl.String)}
    placed = pl.DataFrame([common | dict(zip(names, row, strict=True)) for row in rows], schema=shape)
    return link_decisions(placed, table)


def test_decisions_stand_in_the_table_whatever_is_computed():
    table = sentences(*FIVE)
    parts = pieces(table)
    links = align_sentences(table, parts)
    said = ("b", 16, "a", 33, "confirmed", '{"relation": "denied"}')
    judged = apply_link_decisions(
        links, decisions(table, ("a", 3, "b", 5, "rejected", None), said), table, weight_units(table, parts)
    )
    # the link is rejected and stays; the pair the machine did not see is added, without a score; the places are those
    # of words inside the sentences, and the lesser article stands first
    assert judged.select("start", "other_start", "status").rows() == [(0, 0, "rejected"), (31, 15, "confirmed")]
    assert judged["score"].null_count() == 1
    assert judged["relation"].to_list() == [None, "denied"]
    assert LINKS.problems(judged) == []
    assert undecided_links(judged, table).is_empty()
    # without the sentence that stood at 31 the pair cannot be added
    fewer = table.filter(pl.col("start") != 15)
    assert (
        len(
            apply_link_decisions(
                links, decisions(fewer, ("a", 3, "b", 5, "rejected", None), said), fewer, weight_units(table, parts)
            )
        )
        == 1
    )
    waiting = undecided_links(links, table)
    assert waiting.select("sentence", "other_sentence", "decision").row(0) == (
        "soldiers deserted/VERB/desert",
        "men quit/VERB",
        "",
    )


def test_of_several_decisions_on_a_pair_the_last_counts():
    table = sentences(*FIVE)
    both = decisions(table, ("a", 0, "b", 0, "confirmed", None), ("b", 2, "a", 4, "rejected", None))
    assert both.select("article_id", "start", "other_id", "decision").rows() == [("a", 0, "b", "rejected")]
    assert decisions(table).is_empty()


# --- against a list made by hand -----------------------------------------------------------------------------------

HEAD = "event,article_id,sentence,other_id,other_sentence,judgement,kind,told,statement,what,first\n"


def test_precision_and_recall_by_hand(tmp_path):
    table = sentences("Gazette: one", "Gazette: two", "Herald: three", "Herald: four")
    path = tmp_path / "aligned.csv"
    path.write_text(
        HEAD
        + "e1,a,one,b,three,same,fact,clause,s,x,\ne1,a,two,b,four,same,fact,clause,s,x,\ne1,a,one,b,four,near,,,,x,\n"
    )
    listed = read_aligned_pairs(path, table)
    starts = [(0, 0), (0, 7), (5, 0)]  # one–three right, one–four near, two–three wrong
    rows = [
        {"event": "e1", "article_id": "a", "start": start, "other_id": "b", "other_start": other}
        for start, other in starts
    ]
    for row in link_scores(LINKS.frame(rows), listed).iter_rows(named=True):
        # 1 right, 1 wrong, near set aside: precision 1 / 2; 1 of 2 listed: recall 1 / 2
        assert (row["n_right"], row["n_near"], row["n_wrong"], row["n_listed"]) == (1, 1, 1, 2)
        assert (row["precision"], row["recall"]) == (0.5, 0.5)
        # both pairs tell the statement "s", and one of them is found
        assert (row["n_statements"], row["n_found"], row["recall_statements"]) == (1, 1, 1.0)
        # Wilson's interval of 1 in 2 is .0945 to .9055 (scipy.stats.binomtest gives the same)
        assert (row["recall_low"], row["recall_high"]) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    empty = link_scores(LINKS.frame([]), listed).row(-1, named=True)
    assert (empty["precision"], empty["recall"]) == (None, 0.0)


def test_wilson_agrees_with_scipy():
    from scipy.stats import binomtest

    from analysis.measures.block_intervals import wilson_interval

    for k, n in ((0, 3), (17, 20), (17, 44), (5, 5)):
        outside = binomtest(k, n).proportion_ci(method="wilson")
        assert wilson_interval(k, n) == pytest.approx((outside.low, outside.high))


def test_a_list_that_does_not_fit_is_refused(tmp_path):
    table = sentences("Gazette: one", "Gazette: one", "Herald: three")
    path = tmp_path / "aligned.csv"
    path.write_text(HEAD + "e1,a,one,b,three,same,fact,clause,s,x,\n")
    with pytest.raises(ValueError, match="lines 2: a sentence is not in its article exactly once"):
        read_aligned_pairs(path, table)
    path.write_text(HEAD + "e1,a,one,b,three,alike,fact,clause,s,x,\n")
    with pytest.raises(ValueError, match="judgements alike"):
        read_aligned_pairs(path, table)
    path.write_text("a,b\n")
    with pytest.raises(ValueError, match="columns"):
        read_aligned_pairs(path, table)
