"""GVFC: the frame of a headline on gun violence (Liu et al. 2019), by the trained head.

accuracy, macro_f1: of the first frame (`frame1`), over headlines that have one. Headlines the head has learnt from are
judged by heads trained without them, a tenth at a time; all others by the head as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.validity.heads import score_head
from benchmarks.validity.machine import Found, Item, Reader


def score(items: Sequence[Item], read: Reader) -> Found:
    """Frames given and coded, headline by headline."""
    return score_head(items, read, "gun")
