"""Short quotations that nobody is said to utter: scare quotes, or names, titles, terms? One annotator: a smoke test.

scare_f1: F1 of scare. The machine says scare where a quotation that overlaps the span is marked `scare`: in quotation
marks, attributed to nobody, and neither name nor title nor term.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.codings.validity.scores import tally_row
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found


def score(items: Sequence[Item], read: Reader) -> Found:
    """Hits on the scare quotes, article by article."""
    machine = read({item["id"]: item["context"] for item in items})
    quotations = machine.quotations_of()
    tallies: list[Row] = []
    errors: list[Row] = []
    for item in items:
        around = [row for row in quotations[item["id"]] if row["start"] < item["end"] and item["start"] < row["end"]]
        coded, mine = bool(item["gold_binary"]), any(row.get("scare", row["type"] == "scare") for row in around)
        tallies.append(tally_row("scare_f1", item["doc"], coded and mine, coded, mine, n=1))
        if coded != mine:
            answers = (item["gold"], "scare" if mine else ", ".join(row["type"] for row in around))
            errors.append(error("scare_f1", item["context"], item["id"], (item["start"], item["end"]), answers))
    return found(tallies, errors, machine)
