"""What does a figure look like on paper: how high is it, and do its words overlap?"""

from __future__ import annotations

import math
from itertools import combinations

HIGHEST = 1600  # pixels of a saved picture, at 200 to the inch
SLACK = 1.0  # points by which the boxes of two words may touch: a box is a little larger than its letters


def pixels_high(figure):
    """How many pixels high is the picture as it is saved?"""
    return round(figure.picture.get_size_inches()[1] * 200)


def seen(figure):
    """Words on the picture that are drawn: neither hidden nor empty, nor those of ticks beyond the ends of an axis."""
    from matplotlib.text import Text

    beyond = set()
    for axis in [axis for ax in figure.picture.axes for axis in (ax.xaxis, ax.yaxis)]:
        low, high = sorted(axis.get_view_interval())
        ticks = [*axis.get_major_ticks(), *axis.get_minor_ticks()]
        beyond |= {label for tick in ticks if not low <= tick.get_loc() <= high for label in (tick.label1, tick.label2)}
    hidden = {text for ax in figure.picture.axes if not ax.get_visible() for text in ax.findobj(Text)}
    words = [text for text in figure.picture.findobj(Text) if text.get_visible() and text.get_text().strip()]
    return [text for text in words if text not in beyond and text not in hidden]


def overlapping(figure):
    """Pairs of words on the picture that overlap, as drawn.

    The canvas is laid out as for saving; words that are empty, hidden or outside the picture do not count.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from analysis.report.style import lay_out, style

    with style():
        lay_out(figure.picture)
        canvas = FigureCanvasAgg(figure.picture)
        canvas.draw()
        renderer = canvas.get_renderer()
        boxes = [(text, text.get_window_extent(renderer)) for text in seen(figure)]
    slack = SLACK * figure.picture.dpi / 72
    page = figure.picture.bbox
    inside = [
        (text, box.padded(-slack)) for text, box in boxes if box.overlaps(page) and min(box.width, box.height) > slack
    ]
    return [
        (one.get_text(), other.get_text())
        for (one, a), (other, b) in combinations(inside, 2)
        if a.overlaps(b) and not _slanting_side_by_side(one, a, other, b)
    ]


def _slanting_side_by_side(one, a, other, b):
    """Two slanting words whose boxes overlap and whose letters do not: their lines lie a letter's height apart."""
    angle = one.get_rotation()
    if angle % 90 == 0 or angle != other.get_rotation():
        return False
    across = (a.x1 - b.x1) * math.sin(math.radians(angle)) - (a.y1 - b.y1) * math.cos(math.radians(angle))
    return abs(across) >= 0.8 * one.get_fontsize() * one.get_figure().dpi / 72


def cut_off(figure):
    """Words that are partly outside the picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from analysis.report.style import lay_out, style

    with style():
        lay_out(figure.picture)
        canvas = FigureCanvasAgg(figure.picture)
        canvas.draw()
        renderer = canvas.get_renderer()
        page = figure.picture.bbox.padded(2)
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in seen(figure)]
    return [
        text
        for text, box in boxes
        if box.overlaps(page) and (box.x0 < page.x0 or box.x1 > page.x1 or box.y0 < page.y0 or box.y1 > page.y1)
    ]


def assert_fits(figure):
    """The picture is no higher than a screen, no words overlap, none are cut off."""
    assert pixels_high(figure) <= HIGHEST, f"{figure.name} is {pixels_high(figure)} pixels high"
    assert not overlapping(figure), f"{figure.name}: {overlapping(figure)[:5]}"
    assert not cut_off(figure), f"{figure.name}: {cut_off(figure)[:5]}"
