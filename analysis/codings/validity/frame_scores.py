"""Do machine and coder find the same frames in a sentence?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.codings.matching import match_spans
from analysis.codings.validity.scores import tally_row

FRAMES = "frames_macro_f1"
Row = dict[str, object]
Rows = Sequence[Mapping[str, Any]]


def frame_tallies(article: str, coded: Rows, machine: Rows) -> tuple[list[Row], list[Row]]:
    """Counts of each frame over an article's sentences, and each sentence and frame on which the sides differ.

    `coded` are records with a sentence's frames, joined by "; ". `machine` are rows of `measures.frames.frames`, of
    which by_all counts. A coded sentence is answered by the machine's that overlaps it most.
    """
    mine: dict[tuple[int, int], set[str]] = {}
    for row in machine:
        mine.setdefault((row["start"], row["end"]), set()).update([row["frame"]] if row["by_all"] else [])
    spans = [(row["start"], row["end"]) if row["start"] is not None else (0, 0) for row in coded]
    answers = {one: list(mine.values())[other] for one, other in match_spans(spans, list(mine))}
    pairs = [
        (row, {frame for frame in (row["frames"] or "").split("; ") if frame}, answers.get(place, set()))
        for place, row in enumerate(coded)
    ]
    tallies: list[Row] = []
    for frame in sorted({frame for _, given, found in pairs for frame in given | found}):
        said = [(frame in given, frame in found) for _, given, found in pairs]
        hits, ours = sum(one and other for one, other in said), sum(other for _, other in said)
        tallies.append({**tally_row(FRAMES, article, hits, sum(one for one, _ in said), ours), "class": frame})
    errors = [
        _frame_error(article, row, frame, frame in given)
        for row, given, found in pairs
        for frame in sorted(given ^ found)
    ]
    return tallies, errors


def _frame_error(article: str, row: Mapping[str, Any], frame: str, coded: bool) -> Row:
    said = {"coded": frame if coded else "", "machine": "" if coded else frame}
    span = {"start": row["start"], "end": row["end"], "size": len(row["text"]), "text": row["text"]}
    return {"metric": FRAMES, "article_id": article, **said, **span}
