import json

import pytest

from analysis.codings.matching import letter_positions
from analysis.codings.validity.scores import scores
from analysis.corpus import corpus_of
from analysis.language import parse
from benchmarks.validity import __main__ as door
from benchmarks.validity import basil, newswcl50, polnear, scarequotes, voice
from benchmarks.validity.machine import Machine
from benchmarks.validity.sources import same_source


@pytest.fixture
def read(tmp_path):
    return lambda texts: Machine(parse(corpus_of(texts), cache=tmp_path))


def values(found):
    return {row["metric"]: row["value"] for row in scores(found.frames()[0]).iter_rows(named=True)}


def span(text, words):
    return [text.index(words), text.index(words) + len(words)]


TEXT = "Rain fell on the town. The mayor said that the march was a riot. “We will march again,” Ann Lee said."


def attribution(source, cue, content):
    return {name: [span(TEXT, words)] for name, words in (("source", source), ("cue", cue), ("content", content))}


def test_polnear_gives_full_marks_for_plain_reports(read):
    coded = [
        attribution("The mayor", "said", "that the march was a riot"),
        attribution("Ann Lee", "said", "“We will march again,”"),
    ]
    found = polnear.score([{"id": "a", "text": TEXT, "discard": [], "attributions": coded}], read)
    assert values(found) == {"content_f1": 1, "attribution_f1": 1, "source_recall": 1}


def row(start, end, attribution=1, type="indirect", **other):
    return {"start": start, "end": end, "type": type, "attribution": attribution, "speaker": "", **other}


def test_polnear_takes_stretches_together_and_drops_reports_inside_reports():
    #       0         1         2
    #       0123456789012345678901234567
    text = "one two three that four five"
    found = polnear.attributions(text, [row(0, 3), row(8, 13), row(8, 10, 2), row(19, 28, 3)], set(), [])
    # one + three belong together; th(ree) lies inside them; "that" before four five is taken along
    assert [one.content for one in found] == [
        letter_positions(text, [(0, 3), (8, 13)]),
        letter_positions(text, [(14, 28)]),
    ]
    assert polnear.attributions(text, [row(0, 3, type="scare")], set(), []) == []
    # what the annotators discarded does not count, unless they coded it after all
    kept = polnear.attributions(text, [row(0, 7)], letter_positions(text, [(0, 7)]), [letter_positions(text, [(4, 7)])])
    assert [one.content for one in kept] == [letter_positions(text, [(4, 7)])]


def test_a_source_is_the_same_when_each_phrase_holds_the_others_head(read):
    text = "A spokesman for Ann Lee said it rained."
    doc = read({"a": text}).parsed.docs["a"]

    def same(coded, mine):
        start, end = span(text, mine)
        return same_source(doc, tuple(span(text, coded)), {"source_start": start, "source_end": end})

    assert same("A spokesman for Ann Lee", "spokesman")
    assert not same("A spokesman for Ann Lee", "Ann Lee")
    assert not same("Ann Lee", "A spokesman for Ann Lee")
    assert same_source(doc, tuple(span(text, "Ann Lee")), {"source_start": None, "speaker": "Ann Lee"})
    assert not same_source(doc, tuple(span(text, "Ann Lee")), {"source_start": None, "speaker": ""})


def test_voice_tells_the_author_from_a_paraphrased_source(read):
    def item(label, gold, source=None):
        start, end = span(TEXT, label)
        where = {"doc": "a", "context": TEXT, "start": start, "end": end}
        return {**where, "gold": gold, "gold_source": source}

    items = [item("riot", "paraphrased_source", "The mayor"), item("town", "author"), item("march", "quoted_source")]
    assert values(voice.score(items, read)) == {"unquoted_macro_f1": 1, "right_source": 1}
    assert values(voice.score([item("town", "paraphrased_source", "The mayor")], read))["right_source"] == 0


def test_basil_puts_sentences_together_again():
    text, starts = basil.joined(["“It rained.", "It poured,” she said.", "He left.", "“A.", "“B.”"])
    # an open quotation goes on in its paragraph; one that is opened anew begins another
    assert text == "“It rained. It poured,” she said.\nHe left.\n“A.\n“B.”"
    assert [text[start] for start in starts] == list("“IH““")


def test_basil_scores_each_kind_of_span(read):
    def item(sent, sentence, *spans):
        coded = [
            {"start": sentence.index(words), "end": sentence.index(words) + len(words), "bias": bias, "voice": whose}
            for words, bias, whose in spans
        ]
        return {"id": f"a-{sent}", "doc": "a", "sent": sent, "text": sentence, "spans": coded}

    items = [
        item(1, "It poured shamefully,” she said.", ("shamefully", "lexical", "source")),
        item(0, "“It rained here for days.", ("“It rained here for days.", "informational", "source")),
        item(2, "He left in disgrace.", ("disgrace", "lexical", "author")),
    ]
    found = values(basil.score(items, read))
    assert found.pop("lexical_f1") == pytest.approx(2 / 3)  # of two loaded sentences one is found
    assert found == {"voice_lexical_macro_f1": 1, "voice_informational_macro_f1": 1}


def test_scarequotes_counts_every_item(read):
    context = "The mayor said it rained."
    items = [{"id": "a", "doc": "a", "context": context, "start": 4, "end": 9, "gold": "term", "gold_binary": 0}]
    found = scarequotes.score(items, read)
    # nothing coded and nothing found: no F1, but one item
    assert scores(found.frames()[0]).select("value", "n").rows() == [(None, 1)]


def test_newswcl50_counts_a_neutral_tone_both_ways(read, monkeypatch):
    monkeypatch.setattr(
        "analysis.evidence.labels.phrase_tone", {"good": "positive", "so": "neutral", "bad": "negative"}.get
    )
    text = "good so bad other"
    coded = {"good": "positive", "so": "positive", "bad": "negative", "other": "other"}
    properties = [
        {"start": start, "end": end, "text": words, "polarity": polarity}
        for words, polarity in coded.items()
        for start, end in [span(text, words)]
    ]
    items = [{"id": "a", "event": "1", "text": text, "properties": properties, "mentions": []}]
    found = values(newswcl50.score(items, read))
    # strict: positive has 1 hit of 2 coded, 1 found: F1 2/3; negative 1
    assert found == {"polarity_macro_f1": 1, "polarity_strict_macro_f1": pytest.approx((2 / 3 + 1) / 2)}


def test_b_cubed_worked_by_hand():
    # a b b against 1 1 2: precision (1/2 + 1/2 + 1) / 3 = 2/3, recall (1 + 1/2 + 1/2) / 3 = 2/3
    assert newswcl50.b_cubed("abb", "112") == pytest.approx(2 / 3)
    assert newswcl50.b_cubed("ab", "ab") == 1


def test_a_set_that_cannot_be_scored_costs_itself(tmp_path, monkeypatch, capsys):
    (tmp_path / "voice.dev.jsonl").write_text("{}\n", encoding="utf-8")
    monkeypatch.setattr("benchmarks.validity.voice.score", lambda items, read: 1 / 0)
    out = tmp_path / "scores.json"
    assert door.main(["--data", str(tmp_path), "--json", str(out)]) == 1
    assert "voice: could not be scored, ZeroDivisionError: division by zero" in capsys.readouterr().err
    assert json.loads(out.read_text(encoding="utf-8")) == []


def test_the_door_skips_what_is_not_there_and_writes_scores(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    coded = [attribution("The mayor", "said", "that the march was a riot")]
    item = {"id": "a", "text": TEXT, "discard": [], "attributions": coded}
    (tmp_path / "polnear.heldout.jsonl").write_text(json.dumps(item) + "\n", encoding="utf-8")
    out = tmp_path / "scores.json"
    assert door.main(["--data", str(tmp_path), "--part", "heldout", "--json", str(out)]) == 0
    rows = json.loads(out.read_text(encoding="utf-8"))
    assert [(row["set"], row["part"], row["metric"]) for row in rows] == [
        ("polnear", "heldout", "content_f1"),
        ("polnear", "heldout", "attribution_f1"),
        ("polnear", "heldout", "source_recall"),
    ]
    told = capsys.readouterr()
    assert "voice.heldout.jsonl is not there; skipped" in told.err
    assert "polnear, part heldout" in told.out


def test_the_door_tells_a_broken_set_and_wrong_use(tmp_path, capsys):
    assert door.main(["--data", str(tmp_path)]) == 1
    assert "no set to score" in capsys.readouterr().err
    (tmp_path / "voice.dev.jsonl").write_text("{}\n{\n", encoding="utf-8")
    assert door.main(["--data", str(tmp_path)]) == 1
    assert "voice.dev.jsonl, line 2: this is not JSON" in capsys.readouterr().err
    (tmp_path / "voice.dev.jsonl").write_text("{}\n", encoding="utf-8")
    assert door.main(["--data", str(tmp_path)]) == 1
    assert "voice.dev.jsonl has no 'gold'" in capsys.readouterr().err
    for wrong in (["--data", str(tmp_path / "none")], ["--data", str(tmp_path), "--part", "../x"], []):
        with pytest.raises(SystemExit) as caught:
            door.main(wrong)
        assert caught.value.code == 2
