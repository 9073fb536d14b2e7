"""Which words carry a frame? A cue lexicon, and every hit as a row that points back into the text."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.lists import LEXICONS
from analysis.corpus.text import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMES = ("six", "policy", "gun")


def frame_cues(sentences: pl.DataFrame, *, scheme: str = "six") -> pl.DataFrame:
    """Which words of which sentence are cues to which frame?

    A cue is a word or phrase of data/lexicons/frames.csv: strong ones carry the frame alone, of weak ones it takes two.
    Read it: a cue is a reason to read the sentence. It knows neither negation nor irony.
    Beware: one word may be a cue to several frames, and of two overlapping cues to one frame the longer counts.

    One row is one cue: event, outlet, article_id, start, end, sentence_start, text, frame, strength (strong, weak).
    Sorted by article_id, start, frame. Raises ValueError for a scheme that is not there.
    Semetko & Valkenburg (2000); Cappella & Jamieson (1997); Boydstun et al. (2014).
    """
    rows: list[dict[str, object]] = []
    where = ("event", "outlet", "article_id", "start", "text")
    for event, outlet, article, start, text in sentences.select(where).iter_rows():
        for frame, strength, begin, end in _cue_hits(plain(text), scheme):
            place = {"start": start + begin, "end": start + end, "sentence_start": start, "text": text[begin:end]}
            rows.append({"event": event, "outlet": outlet, "article_id": article, **place})
            rows[-1] |= {"frame": frame, "strength": strength}
    words, numbers = pl.String(), pl.Int64()
    schema = {"event": words, "outlet": words, "article_id": words, "start": numbers, "end": numbers}
    schema |= {"sentence_start": numbers, "text": words, "frame": words, "strength": words}
    return pl.DataFrame(rows, schema=schema).sort("article_id", "start", "frame", maintain_order=True)


def cue_counts(texts: Sequence[str], *, scheme: str = "six") -> NDArray[np.float64]:
    """How many cues to each frame does each text hold? One row a text, one column a frame, as in `frame_names`."""
    import numpy as np

    order = {frame: place for place, frame in enumerate(frame_names(scheme))}
    counts = np.zeros((len(texts), len(order)))
    for row, text in enumerate(texts):
        for frame, *_ in _cue_hits(plain(text), scheme):
            counts[row, order[frame]] += 1
    return counts


def frame_names(scheme: str = "six") -> list[str]:
    """Which frames does a scheme have? In the order of the alphabet."""
    return sorted(_cue_patterns(scheme))


@functools.lru_cache(maxsize=5_000)
def _cue_hits(text: str, scheme: str) -> list[tuple[str, str, int, int]]:
    """Frame, strength and place of every cue in a text; within one frame cues do not overlap."""
    return [
        (frame, "strong" if found.lastgroup == "strong" else "weak", found.start(), found.end())
        for frame, pattern in _cue_patterns(scheme).items()
        for found in pattern.finditer(text)
    ]


@functools.cache
def _cue_patterns(scheme: str) -> dict[str, re.Pattern[str]]:
    """One pattern a frame. A star stands for the rest of a word, a space also for a hyphen; longer terms go first."""
    if scheme not in SCHEMES:
        raise ValueError(f"no frames called {scheme!r}; schemes here: {', '.join(SCHEMES)}")
    terms = pl.read_csv(LEXICONS / "frames.csv", infer_schema=False).filter(pl.col("scheme") == scheme)
    found: dict[str, re.Pattern[str]] = {}
    for (frame,), group in terms.group_by("frame", maintain_order=True):
        parts = []
        for strength in ("strong", "weak"):
            listed = group.filter(pl.col("strength") == strength)["term"].to_list()
            if listed:
                parts.append(f"(?P<{strength}>{_alternation(listed)})")
        found[str(frame)] = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)
    return found


def _alternation(terms: Sequence[str]) -> str:
    longest = sorted(terms, key=lambda term: (-len(term), term))
    return "|".join(re.escape(term).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+") for term in longest)
