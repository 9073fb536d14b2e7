"""A figure as text: what a picture draws as bars, squares or lines, set as lists that flow on any screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from analysis.report.page import Address

Mark = Mapping[str, Any]  # see `markdown`
MOST, LEAST = 20, 3  # lines of a figure that are not folded, and of each of its parts
LINE = ("label", "words", "text", "at", "note", "low", "high")  # what marks of one line have in common


def marks_html(marks: Mapping[str, Any], goals: Mapping[int, Address]) -> str:
    """A figure's marks under their headings, with a key. `goals`: where the rows behind a row of the data are."""
    key = {str(look): str(said) for look, said in marks["key"]}
    shown = "".join(f"<li>{_square(look)}{escape(said)}</li>" for look, said in key.items())
    groups = [(heading, list(rows)) for heading, rows in groupby(marks["rows"], lambda mark: mark.get("heading"))]
    most = max(LEAST, MOST // (len(groups) or 1))  # the same for all, so that no outlet has more room than another
    sections = [
        (f'<p class="head">{escape(str(heading))}</p>\n' if heading else "")
        + _first(rows, most, marks["kind"], goals, key)
        for heading, rows in groups
    ]
    parts = "\n".join(f"<div>{section}</div>" for section in sections)
    return (f'<ul class="key">{shown}</ul>\n' if key else "") + f'<div class="marks">\n{parts}\n</div>'


def _first(rows: Sequence[Mark], most: int, kind: str, goals: Mapping[int, Address], key: Mapping[str, str]) -> str:
    """The first lines below a heading; those beyond `most` are folded."""
    lines = [list(some) for _, some in groupby(rows, _of_line)]
    here, rest = (lines, []) if len(lines) <= most + 2 else (lines[:most], lines[most:])
    shown = lines_html((mark for line in here for mark in line), kind, goals, key)
    folded = lines_html((mark for line in rest for mark in line), kind, goals, key)
    return shown + (f"<details><summary>{len(rest)} more lines</summary>\n{folded}</details>" if rest else "")


def lines_html(
    rows: Iterable[Mark],
    kind: str = "bars",
    goals: Mapping[int, Address] | None = None,
    key: Mapping[str, str] | None = None,
) -> str:
    """Marks line by line: a label, its numbers in words, and a bar that only the eye needs."""
    lines = [_line(list(some), goals or {}, key or {}) for _, some in groupby(rows, _of_line)]
    shown = "\n".join(lines)
    return f'<ul class="lines {escape(kind)}">{shown}</ul>\n' if lines else ""


def _of_line(mark: Mark) -> list[Any]:
    return [mark.get(name) for name in LINE]


def _line(marks: Sequence[Mark], goals: Mapping[int, Address], key: Mapping[str, str]) -> str:
    first = marks[0]
    numbers = [_number(mark, goals, key) for mark in marks if mark.get("n") is not None]
    words = [f"<span>{escape(str(first['words']))}</span>"] if first.get("words") else []
    said = f'<span class="numbers">{" ".join([*numbers, *words])}</span>' if numbers or words else ""
    square = _square(first["look"]) if first.get("look") and not numbers else ""
    label = f'<span class="label">{square}{escape(str(first.get("label") or ""))}</span>'
    return f"<li>{label} {said}{_track(marks)}{_text(first, goals)}</li>"


def _number(mark: Mark, goals: Mapping[int, Address], key: Mapping[str, str]) -> str:
    """A number with what it counts; where the key says that, it is left to those who cannot see the colour."""
    look, n, to = str(mark.get("look") or ""), escape(str(mark["n"])), goals.get(mark.get("row", -1))
    said = " ".join(escape(str(part)) for part in (key.get(look), mark.get("said")) if part)
    hidden = f' <span class="unseen">{said},</span>' if look in key else f" {said}" if said else ""
    shown = f'<a href="{to[0]}">{n}</a>' if to else n
    return f"<span>{_square(look) if look else ''}{shown}{hidden}</span>"


def _square(look: str) -> str:
    return f'<i class="square {escape(look)}" aria-hidden="true"></i>'


def _track(marks: Sequence[Mark]) -> str:
    """The bars of a line on the width they share, before the band."""
    bars = [mark for mark in marks if mark.get("size") is not None]
    low, high = (marks[0].get(end) for end in ("low", "high"))
    band = [_bar("band", low, high - low)] if low is not None and high is not None else []
    shown = "".join(
        [
            *band,
            *(_bar(mark.get("shape") or mark.get("look") or "", mark.get("start") or 0, mark["size"]) for mark in bars),
        ]
    )
    return f'<span class="track" aria-hidden="true">{shown}</span>' if shown else ""


def _bar(look: str, start: float, size: float) -> str:
    left, right = max(0.0, min(1.0, start)), max(0.0, min(1.0, start + size))
    at, kind = f"left:{100 * left:.4g}%", escape(look)
    if size == 0:  # a dot is within the line at both of its ends
        return f'<i class="{kind} dot" style="{at};transform:translateX(-{100 * left:.4g}%)"></i>'
    return f'<i class="{kind}" style="{at};width:{100 * (right - left):.4g}%"></i>'


def _text(mark: Mark, goals: Mapping[int, Address]) -> str:
    """A sentence with the word in question marked; below it a note, and where it stands."""
    text, at, word = str(mark.get("text") or ""), mark.get("at"), str(mark.get("word") or "")
    if not text:
        return ""
    shown = escape(text)
    if word and at is not None:
        shown = f"{escape(text[:at])}<mark>{escape(word)}</mark>{escape(text[at + len(word) :])}"
    note, to = escape(str(mark.get("note") or "")), goals.get(mark.get("row", -1))
    place = f' <a href="{to[0]}">{escape(to[1])}</a>' if to else ""
    return f'<span class="text">{shown}</span> <span class="below">{note}{place}</span>'
