"""Which stretches of a text stand in quotation marks?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

TAG = re.compile(r"<[A-Za-z/!][^<>\n]*>")
SIGN = re.compile(r"''|``|[\"“”„‟″«»‹›＂'‘’‚‛`´]")
DOUBLE_OPEN, DOUBLE_CLOSE = frozenset("“„‟«‹"), frozenset("”»›")
ANGLED = frozenset("»›")  # closes behind a space too, as printed in French
DOUBLE = DOUBLE_OPEN | DOUBLE_CLOSE | {'"', "″", "＂", "''", "``"}
# Words that open with an apostrophe: it marks no quotation.
CLIPPED = re.compile(r"(?:em|tis|twas|til|till|cause|bout|round|n|cos|s|\d0s|\d\ds?)\b", re.IGNORECASE)
LONGEST_SINGLE = 600
CLOSING = frozenset(",.;:!?)")  # what may stand behind a mark that closes
OPENING = frozenset("“‘\"'([…—")  # what may stand behind a mark that opens


@dataclass(frozen=True)
class MarkedStretch:
    """What stands between two quotation marks: `start` to `end` without the marks, `left` to `right` with them."""

    left: int
    start: int
    end: int
    right: int
    depth: int = 0
    is_closed: bool = True
    goes_on: bool = False


@dataclass(frozen=True)
class QuotationMark:
    """One quotation mark, with what it may do where it stands."""

    at: int
    size: int
    text: str
    opens: bool
    closes: bool

    @property
    def end(self) -> int:
        return self.at + self.size


def marked_stretches(text: str, paragraphs: list[tuple[int, int]]) -> list[MarkedStretch]:
    """What is in quotation marks?

    Curly, straight, angled, doubled and single marks; apostrophes and marks inside <tags> are none. A quotation
    that its paragraph leaves open goes on in the next one if that opens with a mark (`goes_on`); else it ends with
    its paragraph and is flagged (`is_closed` false). A single mark without a partner is an apostrophe.
    """
    found: list[MarkedStretch] = []
    for start, end in paragraphs:
        here = _double_marked_stretches(text, start, end)
        here += _single_marked_stretches(text, start, end, here)
        found += here
    return _mark_continuations(text, sorted(found, key=lambda one: (one.left, -one.right)), paragraphs)


def _quotation_marks(text: str, start: int, end: int) -> list[QuotationMark]:
    tags = [found.span() for found in TAG.finditer(text, start, end)]
    signs = []
    for found in SIGN.finditer(text, start, end):
        at, behind = found.span()
        if any(left <= at < right for left, right in tags):
            continue
        before = text[at - 1] if at > start else " "
        after = text[behind] if behind < end else " "
        sign = found.group()
        opens = not after.isspace() and not before.isalnum() and after not in ".,;:!?)]"
        closes = not before.isspace() and not after.isalnum()
        if sign in DOUBLE_OPEN or sign in ("``", "‘", "‚", "‛"):
            opens, closes = not after.isspace() or before.isspace(), after.isspace() and not before.isspace()
        if sign in "«‹" and not before.isspace() and after in CLOSING:  # reversed, as printed in German
            opens, closes = False, True
        elif sign in ANGLED:
            opens = before.isspace() and (after.isalnum() or after in OPENING)
            closes = not opens
        elif sign in DOUBLE_CLOSE:
            opens, closes = before.isspace() and not after.isspace(), not before.isspace()
        signs.append(QuotationMark(at, behind - at, sign, opens, closes))
    return signs


def _double_marked_stretches(text: str, start: int, end: int) -> list[MarkedStretch]:
    """Double marks of one paragraph; a second mark that can only open ends the stretch before it."""
    found: list[MarkedStretch] = []
    waiting: list[QuotationMark] = []
    for sign in (sign for sign in _quotation_marks(text, start, end) if sign.text in DOUBLE):
        inner = bool(waiting) and waiting[-1].text == '"' and sign.text in DOUBLE_OPEN
        if waiting and sign.closes and _is_matching_pair(waiting[-1], sign):
            opener = waiting.pop()
            found.append(MarkedStretch(opener.at, opener.end, sign.at, sign.end, len(waiting)))
        elif sign.opens and (not waiting or inner):
            waiting.append(sign)
        elif sign.opens and not sign.closes:
            stop = sign.at - len(text[waiting[0].end : sign.at]) + len(text[waiting[0].end : sign.at].rstrip())
            found.append(MarkedStretch(waiting[0].at, waiting[0].end, stop, stop, 0, is_closed=False))
            waiting = [sign]
    if waiting:
        found.append(MarkedStretch(waiting[0].at, waiting[0].end, end, end, 0, is_closed=False))
    return [_trim_stretch(text, one) for one in found if text[one.start : one.end].strip()]


def _trim_stretch(text: str, one: MarkedStretch) -> MarkedStretch:
    """The words between marks that stand off them: « words »."""
    words = text[one.start : one.end]
    start, end = one.start + len(words) - len(words.lstrip()), one.end - len(words) + len(words.rstrip())
    return replace(one, start=start, end=end) if text[one.left] in "«‹»›" else one


def _is_matching_pair(opener: QuotationMark, closer: QuotationMark) -> bool:
    if opener.text == '"' and closer.text in DOUBLE_CLOSE:
        return True
    return not (opener.text in DOUBLE_OPEN and closer.text == '"' and closer.opens)


def _single_marked_stretches(text: str, start: int, end: int, doubles: list[MarkedStretch]) -> list[MarkedStretch]:
    """Single marks that have a partner within the same double marks, or outside of any."""
    signs = [
        sign
        for sign in _quotation_marks(text, start, end)
        if sign.text not in DOUBLE and _is_quotation_mark(text, sign)
    ]
    found: list[MarkedStretch] = []
    free = start
    for index, opener in enumerate(signs):
        if not opener.opens or opener.at < free or CLIPPED.match(text, opener.end):
            continue
        rest = [sign for sign in signs[index + 1 :] if sign.at - opener.at <= LONGEST_SINGLE]
        until = next((at for at, sign in enumerate(rest) if sign.opens and not sign.closes), len(rest))
        closers = [sign for sign in rest[:until] if sign.closes and _in_same_double_marks(opener, sign, doubles)]
        sure = [sign for sign in closers if not _may_be_genitive(text, sign)]
        closer = next(iter(sure or closers), None)
        if closer and text[opener.end : closer.at].strip():
            depth = sum(one.left <= opener.at < one.right for one in doubles)
            found.append(MarkedStretch(opener.at, opener.end, closer.at, closer.end, depth))
            free = closer.end
    return found


def _is_quotation_mark(text: str, sign: QuotationMark) -> bool:
    return (sign.opens or sign.closes) and not (
        text[sign.at - 1 : sign.at].isalnum() and text[sign.end : sign.end + 1].isalnum()
    )


def _in_same_double_marks(opener: QuotationMark, closer: QuotationMark, doubles: list[MarkedStretch]) -> bool:
    return all((one.left < opener.at < one.right) == (one.left < closer.at < one.right) for one in doubles)


def _may_be_genitive(text: str, sign: QuotationMark) -> bool:
    return text[sign.at - 1] in "sSzxn" and bool(re.match(r"\s+[a-z]", text[sign.end : sign.end + 3]))


def _mark_continuations(
    text: str, found: list[MarkedStretch], paragraphs: list[tuple[int, int]]
) -> list[MarkedStretch]:
    """Marks `goes_on` where the next paragraph reopens the quotation."""
    opening = {one.left for one in found}
    after = {end: start for (_, end), (start, _) in pairwise(paragraphs)}
    return [replace(one, goes_on=True) if not one.is_closed and after.get(one.end) in opening else one for one in found]
