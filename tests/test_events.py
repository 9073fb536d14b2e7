"""What an event page puts together: one sentence and those linked to it, under the words they share."""

from analysis.report.reading.events import _around, name_of


def row(article, start, *nouns):
    return {
        "article_id": article,
        "outlet": article.upper(),
        "start": start,
        "nouns": [{"lemma": word.lower(), "token": word} for word in nouns],
    }


def test_sentences_that_only_touch_a_third_stand_apart():
    rows = tuple(row(article, 0) for article in "abcd")
    pairs = [("a", "b"), ("b", "c"), ("c", "d")]
    tied = {(one, 0): {(b, 0) for a, b in pairs if a == one} | {(a, 0) for a, b in pairs if b == one} for one in "abcd"}
    # b has two links, as c has; b comes first, and leaves d without a mate
    assert [[one["article_id"] for one in group] for group in _around(rows, tied)] == [["a", "b", "c"]]
    tied[("d", 0)].add(("e", 0))
    tied[("e", 0)] = {("d", 0)}
    found = _around((*rows, row("e", 0)), tied)
    assert [[one["article_id"] for one in group] for group in found] == [["a", "b", "c"], ["d", "e"]]


def test_a_matter_is_named_by_the_nouns_that_two_outlets_share():
    rows = (row("a", 0, "Truce", "Basra", "days"), row("b", 0, "basra", "Army"), row("c", 0, "truce", "basra"))
    assert name_of(rows) == "Basra, Truce"  # three sentences have the one, two the other
    assert name_of((row("a", 0, "truce"), row("a", 9, "truce"))) == ""
