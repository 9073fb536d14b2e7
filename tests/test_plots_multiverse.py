"""Do the figures of the multiverse draw what the tables say?"""

import polars as pl
import pytest
from matplotlib.colors import to_hex

from analysis.inference.multiverse.choices import specifications
from analysis.inference.multiverse.robustness import finding_robustness
from analysis.inference.multiverse.run import Multiverse, claim_contrasts
from analysis.report.plots.multiverse import OUTCOMES, curve_figure, overview_figure

BLUE, PALE, ORANGE, GREY = (colour for colour, _ in OUTCOMES.values())
# A, B, C by specification; the report's own first. A above B: yes, yes with C in front, no, nothing to measure.
VALUES = [(0.5, 0.1, 0.3), (0.4, 0.3, 0.6), (0.1, 0.2, 0.3), None]


@pytest.fixture
def tables():
    specs = specifications(["headline", "speech"])
    crossed = pl.DataFrame([{"finding": "f", "specification": n, **spec} for n, spec in enumerate(specs)])
    rows = [
        {"finding": "f", "specification": n, "item": item, "value": value, "n": 1}
        for n, found in enumerate(VALUES)
        for item, value in zip("ABC", found or (), strict=bool(found))
    ]
    claim = {"finding": "f", "notebook": "00", "words": "A above B", "sentence": "A is above B.", "kind": "apart"}
    claim |= {"item": "A", "other": "B", "level": 0.0, "items": ["A", "B", "C"], "unit": "share"}
    findings = pl.DataFrame([{**claim, "n_specifications": 4}])
    specified = claim_contrasts(Multiverse(findings, pl.DataFrame(rows), crossed, ()))
    return specified, finding_robustness(specified, findings)


def test_the_bars_of_the_overview_are_the_shares(tables):
    figure = overview_figure(tables[1])
    bars = {to_hex(bar.get_facecolor()).upper(): bar.get_width() for bar in figure.picture.axes[0].patches}
    assert bars == {BLUE: 0.25, PALE: 0.25, ORANGE: 0.25, GREY: 0.25}
    assert figure.alt == "0 of 1 findings hold wherever they can be measured. Least often: “A above B” (2 of 4)."


def test_findings_of_the_same_words_are_told_apart_by_their_event(tables):
    one = tables[1].with_columns(words=pl.lit("“riot” is typical of A"))
    two = [one.with_columns(finding=pl.lit(e), sentence=pl.lit(f"“riot” is typical of A ({e})")) for e in ("e1", "e2")]
    figure = overview_figure(pl.concat(two))
    labels = [label.get_text().replace("\n", " ") for label in figure.picture.axes[0].get_yticklabels()]
    assert labels == ["00 “riot” is typical of A (e1)", "00 “riot” is typical of A (e2)"]
    assert "“‘riot’ is typical of A” (2 of 4)" in figure.alt  # no marks of quotation inside the same marks


def test_the_curve_shows_every_specification_once_from_the_smallest(tables):
    figure = curve_figure(*tables, finding="f", name="10_curve")
    above, below = figure.picture.axes
    # contrasts: 0.4 (the report), 0.1 (another order), -0.1 (does not hold); in percentage points
    *marks, ring = (part for part in above.collections if len(part.get_offsets()))
    found = {to_hex(part.get_facecolor()[0]).upper(): part.get_offsets().tolist() for part in marks}
    assert found[ORANGE] == [pytest.approx([0, -10])]
    assert found[PALE] == [pytest.approx([1, 10])]
    assert found[BLUE] == [pytest.approx([2, 40])]
    assert ring.get_offsets().tolist() == [pytest.approx([2, 40])]  # round the report's own
    dashes = sum(len(lines.get_segments()) for lines in below.collections)
    assert dashes == 3 * 2  # three that can be measured, two choices
    assert figure.data["outcome"].to_list() == ["turned", "order", "same"]
    assert figure.alt.startswith("“A above B” holds in 2 of 3 specifications.")


def test_a_finding_that_is_not_there_is_refused(tables):
    with pytest.raises(ValueError, match="no finding 'g' in this multiverse; findings here: f"):
        curve_figure(*tables, finding="g", name="10_curve")


def test_with_nothing_to_compare_the_figure_says_so(tables):
    figure = overview_figure(tables[1].clear())
    assert figure.alt == "Nothing to compare."
    assert figure.png(dpi=50)
