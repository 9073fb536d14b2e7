"""BASIL: which sentences carry a loaded word, and is a biased one the author's or a source's (Fan et al. 2019)?

lexical_f1: F1 of the sentences with a span of lexical bias. The machine names those in which the author uses a label
that is not neutral: a set without tables of actors, so that only labels on somebody unnamed, too, are there.

voice_lexical_macro_f1, voice_informational_macro_f1: macro-F1 of author against source over the spans of each kind of
bias. A source is whoever is quoted: reports without quotation marks are the author's words in this set. The machine
says source where direct or partial quotations hold more than half of the span's letters.

The set gives sentences. They are put together to articles again: a sentence whose quotation is still open goes on in
the same paragraph, any other begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.codings.matching import letter_positions
from analysis.codings.validity.scores import tally_row
from analysis.corpus import plain
from benchmarks.validity.machine import Found, Item, Machine, Reader, Row, class_tally_rows, error, found


def score(items: Sequence[Item], read: Reader) -> Found:
    """Voice of the spans of lexical and of informational bias, article by article."""
    articles: dict[str, list[Item]] = {}
    for item in items:
        articles.setdefault(item["doc"], []).append(item)
    texts: dict[str, str] = {}
    starts: dict[str, int] = {}
    for doc, sentences in articles.items():
        sentences.sort(key=lambda item: item["sent"])
        texts[doc], places = joined([item["text"] for item in sentences])
        starts |= {item["id"]: start for item, start in zip(sentences, places, strict=True)}
    machine = read(texts)
    quoted = {
        doc: letter_positions(
            texts[doc], [(row["start"], row["end"]) for row in rows if row["type"] in ("direct", "partial")]
        )
        for doc, rows in machine.quotations_of().items()
    }
    errors: list[Row] = []
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for doc, sentences in articles.items():
        for start, span in ((starts[item["id"]], span) for item in sentences for span in item["spans"]):
            place = (start + span["start"], start + span["end"])
            inside = letter_positions(texts[doc], [place])
            answers = (span["voice"], "source" if 2 * len(inside & quoted[doc]) > len(inside) else "author")
            metric = f"voice_{span['bias']}_macro_f1"
            pairs.setdefault((metric, doc), []).append(answers)
            if answers[0] != answers[1]:
                errors.append(error(metric, texts[doc], doc, place, answers))
    tallies, missed = _loaded(articles, starts, machine)
    ordered = sorted(pairs.items(), key=lambda one: one[0][0] != "voice_lexical_macro_f1")
    tallies += [row for (metric, doc), answered in ordered for row in class_tally_rows(metric, doc, answered)]
    return found(tallies, missed + errors, machine)


def _loaded(articles: dict[str, list[Item]], starts: dict[str, int], machine: Machine) -> tuple[list[Row], list[Row]]:
    """Sentences with a loaded word: coded, found, and both."""
    own = machine.labels().filter((pl.col("voice") == "author") & (pl.col("tone") != "neutral"))
    words: dict[str, list[int]] = {}
    for doc, start in own.select("article_id", "start").iter_rows():
        words.setdefault(doc, []).append(start)
    tallies: list[Row] = []
    errors: list[Row] = []
    for doc, sentences in articles.items():
        hits = coded = named = 0
        for item in sentences:
            start, end = starts[item["id"]], starts[item["id"]] + len(item["text"])
            gold = any(span["bias"] == "lexical" for span in item["spans"])
            mine = any(start <= at < end for at in words.get(doc, []))
            hits, coded, named = hits + (gold and mine), coded + gold, named + mine
            if gold != mine:
                answers = ("loaded", "") if gold else ("", "loaded")
                errors.append(error("lexical_f1", item["text"], doc, (0, len(item["text"])), answers))
        tallies.append(tally_row("lexical_f1", doc, hits, coded, named))
    return tallies, errors


def joined(sentences: list[str]) -> tuple[str, list[int]]:
    """Sentences as one text, and where each of them begins."""
    text, starts, is_open = "", [], False
    for sentence in sentences:
        shape = plain(sentence)
        is_open = is_open and not shape.startswith('"')
        text += "" if not text else " " if is_open else "\n"
        starts.append(len(text))
        text += sentence
        is_open = is_open ^ (shape.count('"') % 2 == 1)
    return text, starts
