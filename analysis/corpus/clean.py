"""Raw text to clean text, and an account of every line that was touched."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from analysis.corpus.text import plain

BULLET = re.compile(r"^[•·▪*‣-]\s+")
ESCAPE = re.compile(r"\\([$*_#~`<>\[\]()])")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
ENDS = re.compile(r"[.!?…:;][\"'”’)\]]*$|[\"”]$")

CHANGES = (
    (INVISIBLE, "", "invisible characters removed"),
    (SPACES, " ", "runs of spaces and unusual spaces made one space"),
    (ESCAPE, r"\1", "backslash before a sign removed"),
    (EMPHASIS, r"\1", "asterisks that mark emphasis removed"),
)


@dataclass(frozen=True)
class Rules:
    """What the corpus file says of one raw file: literal words only, never patterns."""

    title: str | None = None
    furniture: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


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
    Beware: a short line in capitals without a full stop is taken for a sub-heading; name others in `headings`.
    """
    audit: list[dict[str, object]] = []
    lines: list[tuple[int, str, bool, bool]] = []
    gap = True
    for number, line in enumerate(raw.splitlines(), start=1):
        text, is_bullet = _clean_line(line, number, rules, audit)
        if text:
            lines.append((number, text, is_bullet, gap))
        gap = not text
    paragraphs = _sectioned(_joined(lines, rules, audit), rules)
    return Cleaned(paragraphs, audit + _unused(raw, rules))


def _clean_line(line: str, number: int, rules: Rules, audit: list[dict[str, object]]) -> tuple[str, bool]:
    """One line without furniture and marks, and whether it was a bullet."""
    before = line

    def note(action: str, after: str, reason: str) -> None:
        step = 1 + sum(1 for row in audit if row["line"] == number)
        audit.append(
            {
                "line": number,
                "step": step,
                "action": action,
                "before": before,
                "after": after,
                "reason": reason,
            }
        )

    for pattern, replacement, reason in CHANGES:
        changed = pattern.sub(replacement, line).strip()
        if changed != line.strip():
            note("changed", changed, reason)
            before = changed
        line = changed
    matched = next((phrase for phrase in rules.furniture if plain(line).startswith(plain(phrase))), None)
    if line and matched:
        note("dropped", "", f"page furniture: {matched}")
        return "", False
    for phrase in rules.cut:
        at = plain(line).find(plain(phrase))
        if at >= 0:
            after = SPACES.sub(" ", line[:at] + line[at + len(phrase) :]).strip()
            note("cut", after, f"page furniture inside the line: {phrase}")
            before = line = after
    bullet = BULLET.match(line)
    if bullet:
        note("changed", line[bullet.end() :], "bullet removed; the line is a highlight")
        return line[bullet.end() :], True
    return line, False


def _unused(raw: str, rules: Rules) -> list[dict[str, object]]:
    """Phrases that the corpus file names for this article and that the raw text does not have."""
    shape = plain(raw)
    phrases = [*rules.furniture, *rules.cut, *rules.captions, *rules.headings]
    missing = [phrase for phrase in phrases if plain(phrase) not in shape]
    reason = "named in corpus.toml, but the raw file does not have it"
    empty: dict[str, object] = {"line": 0, "action": "unused", "after": "", "reason": reason}
    return [{**empty, "step": step, "before": phrase} for step, phrase in enumerate(missing, start=1)]


def _joined(
    lines: list[tuple[int, str, bool, bool]], rules: Rules, audit: list[dict[str, object]]
) -> list[tuple[str, bool]]:
    """Lines to paragraphs: a line that goes on in mid-sentence joins the one before it."""
    paragraphs: list[tuple[str, bool]] = []
    special = {plain(phrase) for phrase in (rules.title or "", *rules.headings)}
    for number, text, is_bullet, gap in lines:
        last = paragraphs[-1] if paragraphs else None
        if last and not is_bullet and not last[1] and _goes_on(last[0], text, gap, special):
            step = 1 + sum(1 for row in audit if row["line"] == number)
            reason = "paragraph broken in mid-sentence" if gap else "line broken inside a paragraph"
            row = {"line": number, "step": step, "action": "joined", "before": text, "after": text}
            audit.append({**row, "reason": f"{reason}, joined to the line before"})
            paragraphs[-1] = (f"{last[0]} {text}", False)
        else:
            paragraphs.append((text, is_bullet))
    return paragraphs


def _goes_on(before: str, text: str, gap: bool, special: set[str]) -> bool:
    """Does `text` carry on the sentence that `before` leaves open?"""
    if ENDS.search(before) or plain(before) in special or plain(text) in special:
        return False
    return text[0].islower() or (not gap and len(before) >= 50)


def _sectioned(paragraphs: list[tuple[str, bool]], rules: Rules) -> list[tuple[str, str]]:
    title = plain(rules.title) if rules.title else None
    captions = tuple(plain(phrase) for phrase in rules.captions)
    headings = {plain(phrase) for phrase in rules.headings}
    found: list[tuple[str, str]] = []
    for index, (text, is_bullet) in enumerate(paragraphs):
        shape = plain(text)
        if title and shape == title and index < 3:
            section = "headline"
        elif is_bullet:
            section = "highlight"
        elif captions and shape.startswith(captions):
            section = "caption"
        elif shape in headings or (0 < index < len(paragraphs) - 1 and _looks_like_heading(text)):
            section = "heading"
        else:
            section = "body"
        found.append((section, text))
    return found


def _looks_like_heading(text: str) -> bool:
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return len(words) <= 8 and not ENDS.search(text) and text[-1] != "," and capitals >= 0.6 * len(words)
