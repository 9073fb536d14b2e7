"""Where does a label or an act begin and end, by the chances of its word pieces?"""

from __future__ import annotations

OPENS, CLOSES = 0.5, 0.3  # chances from which one ends although the next piece is inside one as well
HYPHENS = "-\u2010\u2011"
Span = tuple[int, int]


def tagged_runs(tags: list[list[float]], least: float) -> list[range]:
    """Neighbouring pieces inside a label or an act; cut where one ends and the next begins."""
    runs, first = [], None
    for at, row in enumerate(tags):
        inside = row[0] >= least
        cut = first is not None and (not inside or (row[1] > OPENS and tags[at - 1][2] > CLOSES))
        if cut and first is not None:
            runs.append(range(first, at))
            first = None
        if inside and first is None:
            first = at
    return runs if first is None else [*runs, range(first, len(tags))]


def snap_to_words(text: str, start: int, end: int) -> Span:
    """No label begins or ends inside a word, nor at the hyphen of a compound ("-brained")."""
    while start > 0 and text[start - 1].isalnum() and (text[start].isalnum() or text[start] in HYPHENS):
        start -= 1
    while end < len(text) and text[end].isalnum() and (text[end - 1].isalnum() or text[end - 1] in HYPHENS):
        end += 1
    return start, end
