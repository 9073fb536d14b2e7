"""Is every sentence, table and figure's data the same when the encoder and all matrix products are a little off?

Another processor adds up in another order; an encoder's numbers then differ in the sixth digit. Here they differ in the
fourth, at random, and nothing that a reader sees may change.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from disturbed import exact

from analysis.measures.rounding import round_for_summation, round_to_step

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("seeds", "notebooks"), [(2, ("05_sentiment", "08_frames", "09_coverage")), (1, ("02_words",))], ids=str
)
def test_what_a_notebook_says_does_not_hang_on_the_last_digits(seeds, notebooks):
    command = [sys.executable, HERE / "disturbed.py", str(seeds), *(f"{name}.ipynb" for name in notebooks)]
    surroundings = {**os.environ, "PYTHONPATH": str(HERE.parent), "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=HERE.parent / "notebooks", env=surroundings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ""


def test_nearest_step_worked_by_hand():
    # .13 is 2.6 twentieths: three; .125 is two and a half: up; -.125 is minus two and a half: up to minus two
    assert round_to_step([0.13, 0.125, -0.125, -0.01], 0.05).tolist() == [0.15, 0.15, -0.1, 0.0]


def test_summable_numbers_add_up_alike_in_every_order():
    numbers = round_for_summation(np.random.default_rng(0).uniform(-1, 1, 1000))
    forth = np.add.accumulate(numbers)[-1]
    assert forth == np.add.accumulate(numbers[::-1])[-1] == np.add.accumulate(np.sort(numbers))[-1]
    assert exact(numbers, 2**30)
    assert not exact(np.array([0.1, 0.2]), 2**30)
