"""What a page, a program or a wrong encoding leaves in a line of text, and the line without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from html.entities import html5

ENTITY = re.compile(r"&(?:amp;)*(#\d{2,6}|#x[\da-f]{2,5}|[a-z]\w{1,8});", re.IGNORECASE)
# UTF-8 that was read as Windows-1252: â€™ for ’, Ã© for é. "AMANHÃ”" is Portuguese.
LATER = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
BROKEN = re.compile(rf"â[€\x80‚\x82„\x84](?:[{LATER}]|(?!\w))|(?<![A-ZÀ-Ý])[ÂÃÄÅ][{LATER}]|ð[{LATER}]{{3}}")
IN_ITS_ROOM = frozenset("\"'“”„‘’‚«»‹›&\xa0")
TAG = re.compile(
    r"</?(?:p|br|hr|div|span|a|b|i|u|em|strong|su[bp]|small|img|figure|figcaption|h[1-6]|li|[ou]l|blockquote|table|t[rdh])"
    r"\b[^<>]{0,500}>|<!--.{0,500}?-->",
    re.IGNORECASE,
)
INLINE = re.compile(r"</?(?:span|a|b|i|u|em|strong|su[bp]|small)\b|<!--", re.IGNORECASE)
# Joiners are kept between signs that are not ASCII: they hold emoji and other scripts together.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    "|[\u200c\u200d](?=[\x00-\x7f]|$)"
)
SPACES = re.compile(r"\s+")
ESCAPE = re.compile(r"\\([$*_#~`<>\[\]()])")
# Rows of dots and rules drawn with dashes; a tokeniser takes minutes for a long one.
ROW = re.compile(r"((?:[^\w\s]|_){3})(?:[^\w\s]|_){37,}")
ADDRESS = r"\((?:https?:|mailto:|www\.|[/#])[^\s()]{0,2000}(?:\([^\s()]{0,200}\)[^\s()]*)?(?: \"[^\"]{0,200}\")?\)"
LINK = re.compile(rf"!\[[^\[\]]{{0,500}}\]{ADDRESS} ?|\[([^\[\]]{{0,500}})\]{ADDRESS}")
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]+?)(?<=\S)\1(?![\w*])")
HEADED = re.compile(r"^#{1,6}\s+(?=[^\s#])")
LIGATURE = re.compile("[\ufb00-\ufb06]")

# A line without any of these has nothing to change.
MARKED = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufb00-\ufb06\ufeff&<#\\\\*\\[âÂÃÄÅð]"
)
LONG_ROW = re.compile(r"[\W_]{40}")


def decoded_entity(found: re.Match[str]) -> str:
    """What an HTML entity stands for; whatever is none stays."""
    name = found.group(1)
    return unescape(f"&{name};") if name[0] == "#" else html5.get(f"{name};", found.group())


def mended_letters(found: re.Match[str]) -> str:
    """The sign of which these letters are the bytes; letters that are none stay."""
    letters = found.group()
    try:
        return bytes(ord(one) if ord(one) < 256 else one.encode("cp1252")[0] for one in letters).decode()
    except UnicodeError:
        return "”" if letters == "â€" else letters  # its last byte is often lost


def with_marks(text: str) -> str:
    """The text, of the same length, with its quotation marks where it has them as entities or in a broken encoding.

    Spaces fill the room: in front of a mark that opens, behind any other. Other codes stay, and marks inside a word.
    """
    if "&" in text or "â" in text:
        text = BROKEN.sub(_in_its_room, ENTITY.sub(_in_its_room, text))
    return text


def _in_its_room(found: re.Match[str]) -> str:
    code = found.group()
    sign = decoded_entity(found) if code[0] == "&" else mended_letters(found)
    is_opening = found.string[found.end() : found.end() + 1].isalnum()
    if sign not in IN_ITS_ROOM or (is_opening and found.string[max(0, found.start() - 1) : found.start()].isalnum()):
        return code
    return sign.rjust(len(code)) if is_opening else sign.ljust(len(code))


LEFT_BY_A_PAGE = {
    "entities": "HTML entities read as the signs they stand for",
    "broken letters": "letters of a broken encoding mended",
    "markup": "HTML tags taken out",
}
CHANGES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str], ...] = (
    (ENTITY, decoded_entity, LEFT_BY_A_PAGE["entities"]),
    (BROKEN, mended_letters, LEFT_BY_A_PAGE["broken letters"]),
    (BROKEN, mended_letters, LEFT_BY_A_PAGE["broken letters"]),  # some have gone wrong twice
    (TAG, lambda found: "" if INLINE.match(found.group()) else " ", LEFT_BY_A_PAGE["markup"]),
    (INVISIBLE, "", "invisible characters removed"),
    (SPACES, " ", "runs of spaces and unusual spaces made one space"),
    (ESCAPE, r"\1", "backslash before a sign removed"),
    (ROW, r"\1", "a row of forty signs or more cut to three"),
    (LINK, r"\1", "the address of a link removed"),
    (EMPHASIS, r"\2", "asterisks that mark emphasis removed"),
    (HEADED, "", "the mark of a heading removed"),
    (LIGATURE, lambda found: unicodedata.normalize("NFKC", found.group()), "letters cast in one parted"),
)


def tidy(text: str) -> str:
    """A line or a phrase without marks of the page: how phrases of corpus.toml and lines are compared."""
    steps = tidied(text)
    return steps[-1][1] if steps else text.strip()


def tidied(line: str) -> list[tuple[str, str]]:
    """Why a line was changed and what it was then, change by change; none where nothing was, but for its edges."""
    if not ("  " in line or MARKED.search(line) or (len(line) >= 40 and LONG_ROW.search(line))):
        return []
    steps = []
    for pattern, replacement, reason in CHANGES:
        changed = pattern.sub(replacement, line).strip()
        if changed != line.strip():
            steps.append((reason, changed))
        line = changed
    return steps
