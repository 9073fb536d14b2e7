"""How fine may a number be that comes out of an encoder or a classifier, if it is to be the same on every machine?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

TWENTIETH = 0.05  # for what is said of a single sentence


def round_to_step(values: ArrayLike, step: float) -> NDArray[Any]:
    """To which multiple of `step` does each number lie nearest? Halves go up.

    Read it: of two machines whose numbers differ by far less than a step, nearly all get the same.
    Beware: a number halfway between two steps may still fall either way; the coarser the steps and the fewer the
    numbers, the fewer stand there. Differences and means of the results are exact to the last digits of a double.
    """
    import numpy as np

    steps: NDArray[Any] = np.round(np.floor(np.asarray(values, dtype=np.float64) / step + 0.5) * step, 9) + 0.0
    return steps


def round_for_summation(values: ArrayLike) -> NDArray[Any]:
    """Numbers whose sums are the same in whatever order they are added: each to the nearest 2⁻³⁰, about 1e-9.

    Beware: up to sums of 2²³, about eight million; beyond, a double has no room for all the digits.
    """
    import numpy as np

    exact: NDArray[Any] = np.round(np.asarray(values, dtype=np.float64) * 2**30) / 2**30
    return exact
