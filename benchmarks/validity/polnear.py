"""PolNeAR: who says what (Newell et al. 2018).

content_f1: F1 over letters and digits inside the content of any attribution.
attribution_f1: F1 of attributions; one matches if their contents' letters overlap with Jaccard >= .5, the best first.
source_recall: share of the coded attributions with a source that are matched and whose source is the same
(see `sources.same_source`).

The set takes thoughts, wishes and evidence for attributions too, so the machine reads widely here (`wide`). Its rows
of one attribution are taken together; a report inside a report is dropped, as the set has none, and so are scare
quotes. A "that" before a report belongs to the content here. Stretches the annotators discarded do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.codings.matching import letter_positions, one_to_one_pairs
from analysis.codings.validity.scores import tally_row
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found
from benchmarks.validity.sources import same_source

JACCARD = 0.5
SAYS_THAT = "that "


@dataclass
class Attribution:
    """The machine's rows that PolNeAR counts as one attribution."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    content: set[int] = field(default_factory=set)

    @property
    def source(self) -> dict[str, Any]:
        """The first row that points at a source, else the first."""
        return next((row for row in self.rows if row.get("source_start") is not None), self.rows[0])


def score(items: Sequence[Item], read: Reader) -> Found:
    """Content, attributions and sources, article by article."""
    machine = read({item["id"]: item["text"] for item in items})
    quotations = machine.quotations_of(wide=True)
    tallies: list[Row] = []
    errors: list[Row] = []
    for item in items:
        text, doc = item["text"], machine.parsed.docs[item["id"]]
        coded = [one for one in item["attributions"] if letter_positions(text, map(tuple, one["content"]))]
        contents = [letter_positions(text, map(tuple, one["content"])) for one in coded]
        mine = attributions(text, quotations[item["id"]], letter_positions(text, map(tuple, item["discard"])), contents)
        pairs = _pairs(contents, mine)
        rows, wrong = _spans(item["id"], text, contents, mine, pairs)
        tallies += rows
        errors += wrong
        with_source = [place for place, one in enumerate(coded) if one["source"]]
        partner = dict(pairs)
        right = {
            place
            for place in with_source
            if place in partner and same_source(doc, tuple(coded[place]["source"][0]), mine[partner[place]].source)
        }
        tallies.append(tally_row("source_recall", item["id"], len(right), len(with_source), len(with_source)))
        errors += [
            error("source_recall", text, item["id"], span, (text[slice(*coded[place]["source"][0])], said))
            for place in with_source
            if place in partner and place not in right
            for span, said in [(tuple(coded[place]["content"][0]), str(mine[partner[place]].source["speaker"]))]
        ]
    return found(tallies, errors, machine)


def attributions(
    text: str, rows: list[dict[str, Any]], discarded: set[int], contents: list[set[int]]
) -> list[Attribution]:
    """The machine's rows as PolNeAR would count them."""
    ignored = discarded.difference(*contents)
    groups: dict[int, Attribution] = {}
    for row in rows:
        start = row["start"] - len(SAYS_THAT)
        says_that = row["type"] == "indirect" and text[max(start, 0) : row["start"]].lower() == SAYS_THAT
        content = letter_positions(text, [(start if says_that else row["start"], row["end"])]) - ignored
        if content and row["type"] != "scare":
            group = groups.setdefault(row["attribution"], Attribution())
            group.rows.append(row)
            group.content.update(content)
    kept: list[Attribution] = []
    covered: set[int] = set()
    for group in sorted(groups.values(), key=lambda one: -len(one.content)):
        if not group.content <= covered:
            kept.append(group)
            covered |= group.content
    return sorted(kept, key=lambda one: min(one.content))


def _pairs(contents: list[set[int]], mine: list[Attribution]) -> list[tuple[int, int]]:
    holders: dict[int, list[int]] = {}
    for place, content in enumerate(contents):
        for letter in content:
            holders.setdefault(letter, []).append(place)
    ranked: list[tuple[float, int, int]] = []
    for other, one in enumerate(mine):
        shared = Counter(place for letter in one.content for place in holders.get(letter, ()))
        for place, n in shared.items():
            jaccard = n / (len(contents[place]) + len(one.content) - n)
            if jaccard >= JACCARD:
                ranked.append((-jaccard, place, other))
    return one_to_one_pairs((place, other) for _, place, other in sorted(ranked))


def _spans(
    id: str, text: str, contents: list[set[int]], mine: list[Attribution], pairs: list[tuple[int, int]]
) -> tuple[list[Row], list[Row]]:
    coded, machine = set[int]().union(*contents), set[int]().union(*(one.content for one in mine))
    rows = [
        tally_row("content_f1", id, len(coded & machine), len(coded), len(machine), n=len(contents)),
        tally_row("attribution_f1", id, len(pairs), len(contents), len(mine)),
    ]
    missed = [(content, machine, ("content", "")) for content in contents]
    extra = [(one.content, coded, ("", "content")) for one in mine]
    errors = [
        error("content_f1", text, id, (min(content), max(content) + 1), answers, len(content - other))
        for content, other, answers in missed + extra
        if content - other
    ]
    of_coded, of_machine = {one for one, _ in pairs}, {other for _, other in pairs}
    unmatched = [(c, ("attribution", "")) for place, c in enumerate(contents) if place not in of_coded]
    unmatched += [(one.content, ("", "attribution")) for place, one in enumerate(mine) if place not in of_machine]
    errors += [error("attribution_f1", text, id, (min(c), max(c) + 1), answers) for c, answers in unmatched]
    return rows, errors
