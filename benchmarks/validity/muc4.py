"""MUC-4: how many dead and injured does a report of conflict give (MUC-4 1992; Du et al. 2021)?

figure_f1: F1 over the pairs (effect, number) of an article, numbers from 2 on, each pair counted once, over the
articles in which coders found at least one. Killed is death and wounded is injury; a number counts as printed, so that
"more than 600" is 600. Running totals are left out, because the set codes incidents. The text is the one with restored
capitals, `text_cased`.

Beware: the set codes the attacks its templates ask for. Soldiers and guerrillas who fall in fighting, and numbers that
belong to other events of the article, are in the text and not in the codings; they lower precision here.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.codings.validity.scores import tally_row
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found

EFFECTS = {"killed": "death", "wounded": "injury"}
LEAST = 2
METRIC = "figure_f1"


def score(items: Sequence[Item], read: Reader) -> Found:
    """Pairs of effect and number, article by article."""
    coded = {item["id"]: {(effect, n) for effect, n, *_ in item["figures"] if n >= LEAST} for item in items}
    machine = read({item["id"]: item["text_cased"] for item in items if coded[item["id"]]})
    texts = {item["id"]: item["text_cased"] for item in items}
    tallies: list[Row] = []
    errors: list[Row] = []
    given: dict[str, dict[tuple[str, int], tuple[int, int]]] = {id: {} for id in machine.parsed.docs}
    for row in machine.tolls().filter(~pl.col("running")).iter_rows(named=True):
        effect = EFFECTS.get(row["effect"])
        if effect and row["stated"] is not None and row["stated"] >= LEAST:
            given[row["article_id"]].setdefault((effect, row["stated"]), (row["start"], row["end"]))
    for id, places in given.items():
        both = coded[id] & places.keys()
        tallies.append(tally_row(METRIC, id, len(both), len(coded[id]), len(places)))
        missed = [(pair, (0, 0), (_words(pair), "")) for pair in sorted(coded[id] - both)]
        extra = [(pair, place, ("", _words(pair))) for pair, place in places.items() if pair not in both]
        errors += [error(METRIC, texts[id], id, place, answers) for _, place, answers in (*missed, *extra)]
    return found(tallies, errors, machine)


def _words(pair: tuple[str, int]) -> str:
    return f"{pair[0]} {pair[1]}"
