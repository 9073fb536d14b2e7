"""FrAC: the generic policy frame of a sentence (Guida et al. 2025), by the trained head.

accuracy, macro_f1: of the frame the head gives. Sentences the head has learnt from are judged by heads trained without
them, a tenth at a time; all others by the head as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.validity.heads import score_head
from benchmarks.validity.machine import Found, Item, Reader


def score(items: Sequence[Item], read: Reader) -> Found:
    """Frames given and coded, sentence by sentence."""
    return score_head(items, read, "policy")
