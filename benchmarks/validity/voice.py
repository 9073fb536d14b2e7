"""Labels in PolNeAR's articles: is an unquoted label the author's word or a paraphrased source's?

unquoted_macro_f1: macro-F1 of author against paraphrased_source over the labels outside quotation marks; the machine
says source where its voice is neither author nor scare.
right_source: share of the labels of a paraphrased source for which the innermost quotation around the label has
the coded source (see `sources.same_source`; the source is looked for by its words in the context).
As in PolNeAR, thoughts, wishes and evidence count as reports, so the machine reads widely here (`wide`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from analysis.codings.validity.scores import tally_row
from benchmarks.validity.machine import Found, Item, Reader, Row, class_tally_rows, error, found
from benchmarks.validity.sources import same_source

UNQUOTED = ("author", "paraphrased_source")


def score(items: Sequence[Item], read: Reader) -> Found:
    """Voice and source of the unquoted labels, article by article."""
    items = [item for item in items if item["gold"] in UNQUOTED]
    contexts = {text: f"context-{place:04}" for place, text in enumerate(dict.fromkeys(i["context"] for i in items))}
    machine = read({id: text for text, id in contexts.items()})
    ids = [contexts[item["context"]] for item in items]
    spans: list[Row] = [
        {"article_id": id, "start": i["start"], "end": i["end"]} for id, i in zip(ids, items, strict=True)
    ]
    answers = [
        "author" if voice in ("author", "scare") else "paraphrased_source" for voice in machine.voices(spans, wide=True)
    ]
    errors: list[Row] = []
    pairs: dict[str, list[tuple[str, str]]] = {}
    for item, id, answer in zip(items, ids, answers, strict=True):
        pairs.setdefault(item["doc"], []).append((item["gold"], answer))
        if item["gold"] != answer:
            span = (item["start"], item["end"])
            errors.append(error("unquoted_macro_f1", item["context"], id, span, (item["gold"], answer)))
    tallies = [row for doc, answered in pairs.items() for row in class_tally_rows("unquoted_macro_f1", doc, answered)]
    quotations = machine.quotations_of(wide=True)
    for item, id in zip(items, ids, strict=True):
        if item["gold"] == "paraphrased_source" and item["gold_source"]:
            row = _innermost(quotations[id], item["start"], item["end"])
            doc = machine.parsed.docs[id]
            right = row is not None and any(same_source(doc, place, row) for place in _places(item))
            tallies.append(tally_row("right_source", item["doc"], int(right), 1, 1))
            if not right:
                said = str(row["speaker"]) if row else ""
                span = (item["start"], item["end"])
                errors.append(error("right_source", item["context"], id, span, (item["gold_source"], said)))
    return found(tallies, errors, machine)


def _innermost(rows: list[dict[str, Any]], start: int, end: int) -> dict[str, Any] | None:
    around = [row for row in rows if row["start"] <= start and end <= row["end"]]
    return min(around, key=lambda row: row["end"] - row["start"], default=None)


def _places(item: Item) -> Iterator[tuple[int, int]]:
    for place in re.finditer(rf"(?<!\w){re.escape(item['gold_source'])}(?!\w)", item["context"]):
        yield place.span()
