"""Raw text to clean text, and an account of every line that was touched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.corpus.marks import SPACES, tidied, tidy
from analysis.corpus.text import plain

# As in an editor: a form feed or a Unicode line separator inside a line does not begin a new one.
LINE_END = re.compile(r"\r\n|\r|\n")
BULLET = re.compile(r"^(?:[•·▪‣●■◦*-]\s+)+")
EMPTY = re.compile(r"^[*\s-]*[•·▪‣●■◦][•·▪‣●■◦*\s-]*$")
DASH = re.compile(r"^[*-]\s")
# Lines drawn between two parts: * * *, ---, # # #. Two dashes may be what somebody said.
RULE = re.compile(r"(?:[*#_=~•·—–-]\s*){3,}|⁂")
ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*$|[\"”]$")
HYPHENATED = re.compile(r"[^\W_]+-$")
FIRST_WORD = re.compile(r"[^\W\d_]+")
SUSPENDED = ("and", "or", "to")  # pro- and anti-war


@dataclass(frozen=True)
class Rules:
    """What the corpus file says of one raw file: literal words only, never patterns."""

    title: str | None = None
    furniture: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    common: tuple[str, ...] = ()  # furniture of the whole corpus: not every article has it


@dataclass(frozen=True)
class Cleaned:
    """Clean paragraphs with their sections, and one audit row for every change to a line."""

    paragraphs: list[tuple[str, str]]
    audit: list[dict[str, object]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The clean text: paragraphs separated by an empty line."""
        return "\n\n".join(text for _, text in self.paragraphs)


def clean(raw: str, rules: Rules) -> Cleaned:
    """What did the newsroom write, once the page around it is taken away?

    A pure function of the raw text and the rules. A line that equals or begins with a `furniture` phrase is
    dropped; a `cut` phrase is taken out of its line; backslash escapes, emphasis marks and odd spaces go;
    paragraphs broken in mid-sentence are joined. Quotation marks stay as printed.
    Read it: `audit` has a row for every line that is not as it was (line, step, action, before, after, reason).
    White space at a line's edges and empty lines go without a row.
    Beware: a short line in capitals without a full stop is taken for a sub-heading; name others in `headings`.
    A lone line that begins with a dash or an asterisk is text; two in a row are a list.
    """
    shapes = _shaped(rules)
    audit: list[dict[str, object]] = []
    lines: list[tuple[int, str, bool, bool]] = []
    printed = LINE_END.split(raw)
    listed = _listed(printed)
    gap = True
    for number, line in enumerate(printed, start=1):
        text, is_bullet = _clean_line(line, number, listed, shapes, audit)
        if text:
            lines.append((number, text, is_bullet, gap))
        gap = not text
    paragraphs = _joined(lines, shapes, audit)
    return Cleaned(_sectioned(paragraphs, shapes), audit + _unused(printed, paragraphs, rules))


def _shapes(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(shape for phrase in phrases if (shape := plain(tidy(phrase))))


def _shaped(rules: Rules) -> Rules:
    """The same rules in the shape in which lines are compared, all furniture together."""
    furniture = _shapes((*rules.common, *rules.furniture))
    title = plain(tidy(rules.title or "")).casefold() or None
    return Rules(title, furniture, _shapes(rules.cut), _shapes(rules.captions), _shapes(rules.headings))


def _listed(printed: list[str]) -> set[int]:
    """Numbers of the lines that begin with a dash or an asterisk next to another such line."""
    dashed = [number for number, line in enumerate(printed, start=1) if line.strip()]
    dashes = [bool(DASH.match(tidy(printed[number - 1]))) for number in dashed]
    near = zip(dashed, dashes, [False, *dashes], [*dashes[1:], False], strict=False)
    return {number for number, dash, before, after in near if dash and (before or after)}


def _clean_line(
    printed: str, number: int, listed: set[int], rules: Rules, audit: list[dict[str, object]]
) -> tuple[str, bool]:
    """One line without furniture and marks, and whether it was a bullet."""
    line, step = printed, 0

    def note(action: str, after: str, reason: str) -> str:
        nonlocal step
        step += 1
        before = printed if step == 1 else line
        row = {"line": number, "step": step, "action": action, "before": before, "after": after}
        audit.append({**row, "reason": reason})
        return after

    for reason, changed in tidied(printed):
        line = note("changed", changed, reason)
    line = line.strip()
    matched = next((shape for shape in rules.furniture if plain(line).startswith(shape)), None)
    if matched:
        return note("dropped", "", f"page furniture: {matched}"), False
    for shape in rules.cut:
        while (at := plain(line).find(shape)) >= 0:
            after = SPACES.sub(" ", line[:at] + line[at + len(shape) :]).strip()
            line = note("cut", after, f"page furniture inside the line: {shape}")
    if EMPTY.match(line):
        return note("dropped", "", "a bullet with nothing behind it"), False
    if RULE.fullmatch(line):
        return note("dropped", "", "a line drawn between two parts"), False
    bullet = BULLET.match(line)
    if bullet and (number in listed or bullet.group().strip("*- ")):
        return note("changed", line[bullet.end() :], "bullet removed"), True
    return line, False


def _unused(printed: list[str], paragraphs: list[tuple[str, bool]], rules: Rules) -> list[dict[str, object]]:
    """Phrases that the corpus file names for this article and that did nothing."""
    lines = [plain(tidy(line)) for line in printed if line.strip()] if rules.furniture or rules.cut else []
    whole = [plain(text) for text, _ in paragraphs]
    wanted: list[tuple[tuple[str, ...], list[str], Callable[[str, str], bool]]] = [
        (rules.furniture, lines, str.startswith),
        (rules.cut, lines, str.__contains__),
        (rules.captions, whole, str.startswith),
        (rules.headings, whole, str.__eq__),
    ]
    vain = [
        phrase
        for phrases, among, like in wanted
        for phrase in phrases
        if not any(like(text, shape) for shape in _shapes((phrase,)) for text in among)
    ]
    reason = "named in corpus.toml, but no line of the raw file is like it"
    empty: dict[str, object] = {"line": 0, "action": "unused", "after": "", "reason": reason}
    return [{**empty, "step": step, "before": phrase} for step, phrase in enumerate(vain, start=1)]


def _joined(
    lines: list[tuple[int, str, bool, bool]], rules: Rules, audit: list[dict[str, object]]
) -> list[tuple[str, bool]]:
    """Lines to paragraphs: a line that goes on in mid-sentence joins the one before it."""
    paragraphs: list[tuple[str, bool]] = []
    steps = Counter(row["line"] for row in audit)
    words = "\n".join(text for _, text, *_ in lines).lower()
    for number, text, is_bullet, gap in lines:
        last = paragraphs[-1] if paragraphs else None
        if last and not is_bullet and not last[1] and _goes_on(last[0], text, gap, rules):
            joined = _one_line(last[0], text, words)
            reason = "paragraph broken in mid-sentence" if gap else "line broken inside a paragraph"
            reason += " in mid-word" if len(joined) < len(last[0]) + len(text) else ""
            row = {"line": number, "step": steps[number] + 1, "action": "joined", "before": text, "after": text}
            audit.append({**row, "reason": f"{reason}, joined to the line before"})
            paragraphs[-1] = (joined, False)
        else:
            paragraphs.append((text, is_bullet))
    return paragraphs


def _one_line(before: str, text: str, words: str) -> str:
    """Two lines as one: a word parted at the line's end is whole again, a compound keeps its hyphen.

    A compound has a figure or a capital beside its hyphen, or stands elsewhere in `words`, the article in lower case.
    """
    first, second = HYPHENATED.search(before[-40:]), FIRST_WORD.match(text)
    if not first or not second or second.group() in SUSPENDED:
        return f"{before} {text}"
    compound = f"{first.group()}{second.group()}".lower()
    if before[-2].isdecimal() or text[0].isupper() or compound in words:
        return before + text
    return before[:-1] + text


def _goes_on(before: str, text: str, gap: bool, rules: Rules) -> bool:
    """Does `text` carry on the sentence that `before` leaves open?"""
    shape = plain(text)
    if ENDS.search(before[-20:]) or shape.startswith(rules.captions):
        return False
    if any(one in rules.headings or one.casefold() == rules.title for one in (shape, plain(before[:500]))):
        return False
    return text[0].islower() or (not gap and len(before) >= 50)


def _sectioned(paragraphs: list[tuple[str, bool]], rules: Rules) -> list[tuple[str, str]]:
    """Each paragraph's section. Bullets above the body's first full sentence are highlights, later ones body."""
    found: list[tuple[str, str]] = []
    began = False
    for index, (text, is_bullet) in enumerate(paragraphs):
        shape = plain(text)
        alone = 0 < index < len(paragraphs) - 1 and not is_bullet
        if shape.casefold() == rules.title and index < 3:
            section = "headline"
        elif is_bullet and not began:
            section = "highlight"
        elif shape.startswith(rules.captions):
            section = "caption"
        elif shape in rules.headings or (alone and _looks_like_heading(text)):
            section = "heading"
        else:
            section = "body"
            began = began or bool(ENDS.search(text))
        found.append((section, text))
    return found


def _looks_like_heading(text: str) -> bool:
    words = text.split()
    if len(words) > 8 or text[-1] == "," or ENDS.search(text):
        return False
    return sum(word[0].isupper() for word in words) >= 0.6 * len(words)
