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
class Marked:
    """What stands between two quotation marks: `start` to `end` without the marks, `left` to `right` with them."""

    left: int
    start: int
    end: int
    right: int
    depth: int = 0
    is_closed: bool = True
    goes_on: bool = False


@dataclass(frozen=True)
class Sign:
    """One quotation mark, with what it may do where it stands."""

    at: int
    size: int
    text: str
    opens: bool
    closes: bool

    @property
    def end(self) -> int:
        return self.at + self.size


def marked(text: str, paragraphs: list[tuple[int, int]]) -> list[Marked]:
    """What is in quotation marks?

    Curly, straight, angled, doubled and single marks; apostrophes and marks inside <tags> are none. A quotation
    that its paragraph leaves open goes on in the next one if that opens with a mark (`goes_on`); else it ends with
    its paragraph and is flagged (`is_closed` false). A single mark without a partner is an apostrophe.
    """
    found: list[Marked] = []
    for start, end in paragraphs:
        here = _doubles(text, start, end)
        here += _singles(text, start, end, here)
        found += here
    return _continued(text, sorted(found, key=lambda one: (one.left, -one.right)), paragraphs)


def _signs(text: str, start: int, end: int) -> list[Sign]:
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
        signs.append(Sign(at, behind - at, sign, opens, closes))
    return signs


def _doubles(text: str, start: int, end: int) -> list[Marked]:
    """Double marks of one paragraph; a second mark that can only open ends the stretch before it."""
    found: list[Marked] = []
    waiting: list[Sign] = []
    for sign in (sign for sign in _signs(text, start, end) if sign.text in DOUBLE):
        inner = bool(waiting) and waiting[-1].text == '"' and sign.text in DOUBLE_OPEN
        if waiting and sign.closes and _pairs(waiting[-1], sign):
            opener = waiting.pop()
            found.append(Marked(opener.at, opener.end, sign.at, sign.end, len(waiting)))
        elif sign.opens and (not waiting or inner):
            waiting.append(sign)
        elif sign.opens and not sign.closes:
            stop = sign.at - len(text[waiting[0].end : sign.at]) + len(text[waiting[0].end : sign.at].rstrip())
            found.append(Marked(waiting[0].at, waiting[0].end, stop, stop, 0, is_closed=False))
            waiting = [sign]
    if waiting:
        found.append(Marked(waiting[0].at, waiting[0].end, end, end, 0, is_closed=False))
    return [_without_spaces(text, one) for one in found if text[one.start : one.end].strip()]


def _without_spaces(text: str, one: Marked) -> Marked:
    """The words between marks that stand off them: « words »."""
    words = text[one.start : one.end]
    start, end = one.start + len(words) - len(words.lstrip()), one.end - len(words) + len(words.rstrip())
    return replace(one, start=start, end=end) if text[one.left] in "«‹»›" else one


def _pairs(opener: Sign, closer: Sign) -> bool:
    if opener.text == '"' and closer.text in DOUBLE_CLOSE:
        return True
    return not (opener.text in DOUBLE_OPEN and closer.text == '"' and closer.opens)


def _singles(text: str, start: int, end: int, doubles: list[Marked]) -> list[Marked]:
    """Single marks that have a partner within the same double marks, or outside of any."""
    signs = [sign for sign in _signs(text, start, end) if sign.text not in DOUBLE and _is_mark(text, sign)]
    found: list[Marked] = []
    free = start
    for index, opener in enumerate(signs):
        if not opener.opens or opener.at < free or CLIPPED.match(text, opener.end):
            continue
        rest = [sign for sign in signs[index + 1 :] if sign.at - opener.at <= LONGEST_SINGLE]
        until = next((at for at, sign in enumerate(rest) if sign.opens and not sign.closes), len(rest))
        closers = [sign for sign in rest[:until] if sign.closes and _same_room(opener, sign, doubles)]
        sure = [sign for sign in closers if not _may_be_genitive(text, sign)]
        closer = next(iter(sure or closers), None)
        if closer and text[opener.end : closer.at].strip():
            depth = sum(one.left <= opener.at < one.right for one in doubles)
            found.append(Marked(opener.at, opener.end, closer.at, closer.end, depth))
            free = closer.end
    return found


def _is_mark(text: str, sign: Sign) -> bool:
    return (sign.opens or sign.closes) and not (
        text[sign.at - 1 : sign.at].isalnum() and text[sign.end : sign.end + 1].isalnum()
    )


def _same_room(opener: Sign, closer: Sign, doubles: list[Marked]) -> bool:
    return all((one.left < opener.at < one.right) == (one.left < closer.at < one.right) for one in doubles)


def _may_be_genitive(text: str, sign: Sign) -> bool:
    return text[sign.at - 1] in "sSzxn" and bool(re.match(r"\s+[a-z]", text[sign.end : sign.end + 3]))


def _continued(text: str, found: list[Marked], paragraphs: list[tuple[int, int]]) -> list[Marked]:
    """Marks `goes_on` where the next paragraph reopens the quotation."""
    opening = {one.left for one in found}
    after = {end: start for (_, end), (start, _) in pairwise(paragraphs)}
    return [replace(one, goes_on=True) if not one.is_closed and after.get(one.end) in opening else one for one in found]
