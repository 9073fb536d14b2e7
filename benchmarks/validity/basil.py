"""BASIL: does a biased word or statement stand in the author's voice or a source's (Fan et al. 2019)?

voice_lexical_macro_f1, voice_informational_macro_f1: macro-F1 of author against source over the spans of each kind of
bias. A source is whoever is quoted: reports without quotation marks are the author's words in this set. The machine
says source where direct or partial quotations hold more than half of the span's letters.

The set gives sentences. They are put together to articles again: a sentence whose quotation is still open goes on in
the same paragraph, any other begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.corpus import plain
from analysis.inference.matching import letters
from analysis.inference.scores import class_rows
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found


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
        doc: letters(texts[doc], [(row["start"], row["end"]) for row in rows if row["type"] in ("direct", "partial")])
        for doc, rows in machine.quotations_of().items()
    }
    errors: list[Row] = []
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for doc, sentences in articles.items():
        for start, span in ((starts[item["id"]], span) for item in sentences for span in item["spans"]):
            place = (start + span["start"], start + span["end"])
            inside = letters(texts[doc], [place])
            answers = (span["voice"], "source" if 2 * len(inside & quoted[doc]) > len(inside) else "author")
            metric = f"voice_{span['bias']}_macro_f1"
            pairs.setdefault((metric, doc), []).append(answers)
            if answers[0] != answers[1]:
                errors.append(error(metric, texts[doc], doc, place, answers))
    ordered = sorted(pairs.items(), key=lambda one: one[0][0] != "voice_lexical_macro_f1")
    tallies = [row for (metric, doc), answered in ordered for row in class_rows(metric, doc, answered)]
    return found(tallies, errors, machine)


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
