"""Which span of one coder answers which span of the other?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def match_spans(coded: Sequence[Span], machine: Sequence[Span]) -> list[tuple[int, int]]:
    """Which of the machine's spans answers which coded span of the same article?

    Two spans may be paired when they overlap. Each is paired once, the longest overlap first; of equal
    overlaps the pair with fewest characters outside it, then the first in the text.
    Returns pairs of places in the two lists, in the order of `coded`.
    """
    order = sorted(range(len(machine)), key=lambda place: machine[place][0])
    begins = [machine[place][0] for place in order]
    longest = max((stop - begin for begin, stop in machine), default=0)  # one that begins earlier ends too soon
    candidates: list[tuple[int, int, int, int, int, int]] = []
    for one, (start, end) in enumerate(coded):
        for other in order[bisect_right(begins, start - longest) :]:
            begin, stop = machine[other]
            if begin >= end:
                break
            if (overlap := min(end, stop) - max(start, begin)) > 0:
                outside = (end - start) + (stop - begin) - 2 * overlap
                candidates.append((-overlap, outside, start, begin, one, other))
    return one_to_one_pairs((row[4], row[5]) for row in sorted(candidates))


def one_to_one_pairs(ranked: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Which pairs are kept when each side may be paired once, and the first in rank goes first?"""
    used: set[int] = set()
    taken: set[int] = set()
    kept: list[tuple[int, int]] = []
    for one, other in ranked:
        if one not in used and other not in taken:
            used.add(one)
            taken.add(other)
            kept.append((one, other))
    return sorted(kept)


def letter_positions(text: str, spans: Iterable[Span]) -> set[int]:
    """Places of the letters and digits inside any of the spans: what is compared when edges do not matter."""
    return {place for start, end in spans for place in range(start, min(end, len(text))) if text[place].isalnum()}
