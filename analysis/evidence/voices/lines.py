"""Attribution without a verb: "NAME: …", "“…” — Name", and a paragraph that a colon announces."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from analysis.evidence.voices.cues import Cue
from analysis.evidence.voices.lexicon import Entry
from analysis.evidence.voices.marks import Marked
from analysis.evidence.voices.reports import Report
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import BODIES, DASHES, HUMAN, NO_SPEAKERS, TITLES
from analysis.language.words import listed

Span = tuple[int, int]
NO_WORD = Entry("", "MARK", "none", frozenset({"that", "quote"}), "speech", False, False)
LONGEST_NAME = 5
LOUD = re.compile(r"([A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}):")
NAMED = re.compile(r"([A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}):\s")
BRACKET = re.compile(r"\[[^\[\]\n]{2,60}\]")
TURN = re.compile(r"\[((?:[A-Za-z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,3})\]\s")
# Parts in a broadcast.
PARTS = listed("parts")


def line_reports(tree: Tree, paragraphs: list[Span], marks: list[Marked]) -> list[Report]:
    """Reports that a colon or a dash makes, in order."""
    last = len(tree) - 1
    names = {tree.word[at] for at, pos in enumerate(tree.pos) if pos == "PROPN" and tree.word[min(at + 1, last)] != ":"}
    loud = Counter(turn.group(1) for start, end in paragraphs if (turn := LOUD.match(tree.text, start, end)))
    turns = {name.lower() for name, often in loud.items() if often > 1 or len(loud) > 1}
    opened = [turn.group(1) for start, end in paragraphs if (turn := NAMED.match(tree.text, start, end))]
    if len(opened) > 1:  # a transcript: "Mary Hill: We counted every vote." and "Tom Reed: Nobody believes that."
        names |= {name.lower().split()[-1] for name in opened}
    found = [report for start, end in paragraphs if (report := _colon(tree, start, end, names, turns))]
    after = [*_dashes(tree, paragraphs, marks), *_headed(tree, paragraphs[:1], marks)]
    return [*found, *_bracketed(tree, paragraphs, names), *after]


def _colon(tree: Tree, start: int, end: int, names: set[str], turns: set[str]) -> Report | None:
    """ "Rubio: I still believe …", "CLINTON: Honestly, …": a name that opens a paragraph, and a colon."""
    first, last = tree.first(start), tree.last(end)
    colon = next((at for at in range(first + 1, min(first + LONGEST_NAME + 1, last)) if tree.word[at] == ":"), None)
    if colon is None or last - colon < 3:
        return None
    words = [tree.text[tree.start[at] : tree.end[at]] for at in range(first, colon)]
    if not all(word[0].isupper() or not word[0].isalnum() for word in words) or not words[-1][0].isalpha():
        return None
    lower = {word.lower() for word in words}
    loud = words[-1].isupper() and len(words[-1]) > 2
    if lower & NO_SPEAKERS or not (loud or words[-1].lower() in names or _may_speak(words[-1].lower())):
        return None
    turn = " ".join(words).lower() in turns
    if loud and not (turn or len(words) > 1 or lower & names or _may_speak(words[-1].lower())):
        return None
    stop = last + 1 if loud else tree.sentence_of(colon)[1]
    report = _report(tree, colon, colon - 1, (first, colon), [(colon + 1, min(stop, last + 1))])
    report.is_turn = turn
    return report


def _may_speak(word: str) -> bool:
    """A body or people: "POLICE: two men held", but not "BOMBING: ten dead"."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    return bool(forms & (BODIES | HUMAN | TITLES))


def _bracketed(tree: Tree, paragraphs: list[Span], names: set[str]) -> Iterator[Report]:
    """ "[Diaz] We must go on. [Reporter] Will you stay?": the turns of a transcript."""
    often = Counter(turn.group(1) for turn in TURN.finditer(tree.text))
    names = names | {name.lower().split()[-1] for name, times in often.items() if times > 1}
    for start, end in paragraphs:
        turns = [turn for turn in TURN.finditer(tree.text, start, end) if _is_turn(tree.text, turn, start, names)]
        for turn in turns:
            stop = next((other.start() for other in BRACKET.finditer(tree.text, turn.end(), end)), end)
            first, last = tree.first(turn.start(1)), tree.last(turn.end(1))
            spoken = (tree.first(turn.end()), tree.last(stop) + 1)
            if first <= last and spoken[0] < spoken[1]:
                report = _report(tree, last + 1, last, (first, last + 1), [spoken])
                report.is_turn = True
                yield report


def _is_turn(text: str, turn: re.Match[str], start: int, names: set[str]) -> bool:
    """Does it open the paragraph or a sentence, and is it somebody's name or part?"""
    before = text[start : turn.start()].rstrip()
    words = turn.group(1).lower().split()
    named = words[-1] in names and turn.group(1)[0].isupper() and not set(words) & NO_SPEAKERS
    return (not before or before[-1] in ".?!]\"'") and (named or _may_speak(words[-1]) or words[-1] in PARTS)


def _dashes(tree: Tree, paragraphs: list[Span], marks: list[Marked]) -> Iterator[Report]:
    """ "“…” — Christina Lastra": a quotation that opens its paragraph, a dash, and a name that ends it."""
    ends = dict(paragraphs)
    for mark in marks:
        if mark.left not in ends or not mark.is_closed:
            continue
        dash, last = tree.first(mark.right), tree.last(ends[mark.left])
        if not (dash < last and tree.word[dash] in DASHES and tree.pos[dash + 1] == "PROPN"):
            continue
        stop = dash + 1
        while stop <= last and (tree.pos[stop] == "PROPN" or tree.word[stop] in (".", "-")):
            stop += 1
        if stop > last or tree.word[stop] == ",":
            yield _report(tree, dash, stop - 1, (dash + 1, stop), [])


def _headed(tree: Tree, headline: list[Span], marks: list[Marked]) -> Iterator[Report]:
    """ "‘We were lied to’: union leader Tom Reed on the strike", "Port ‘unsafe’ – union", in a headline."""
    for start, end in headline:
        for mark in marks:
            if not (start <= mark.left and mark.right <= end and mark.is_closed) or tree.text[end - 1] in ".!?":
                continue
            sign, last = tree.first(mark.right), tree.last(end)
            if not (sign < last and (tree.word[sign] in DASHES or tree.word[sign] == ":")):
                continue
            stop = sign + 1
            while stop <= last and tree.pos[stop] in {"PROPN", "NOUN", "ADJ", "DET"}:
                stop += 1
            head = stop - 1
            if head > sign and (tree.pos[head] == "PROPN" or _may_speak(tree.word[head])):
                yield _report(tree, sign, head, (sign + 1, stop), [])


def _report(tree: Tree, sign: int, head: int, source: Span, spans: list[Span]) -> Report:
    while tree.pos[head] == "PUNCT" and head > source[0]:
        head -= 1
    return Report(Cue(sign, sign, NO_WORD, "mark"), (sign, sign), head, source, "none", False, spans)


def announced(tree: Tree, found: list[Report], paragraphs: list[Span], marks: list[Marked]) -> None:
    """ "She added:" at a paragraph's end, and no mark in the next: that paragraph is what she added."""
    opened = {mark.left for mark in marks}
    following = {end: nxt for (_, end), nxt in pairwise(paragraphs)}
    ends = {tree.last(end): nxt for end, nxt in following.items() if tree.text[end - 1] == ":"}
    for colon, (start, end) in ends.items():
        if start in opened or any(mark.left <= start < mark.right for mark in marks):
            continue
        here = [
            report
            for report in found
            if tree.sentence[report.cue.at] == tree.sentence[colon]
            and report.cue.form == "verb"
            and not report.spans
            and report.cue.entry.frames & {"that", "quote"}
        ]
        if here:
            here[-1].spans = [(tree.first(start), tree.last(end) + 1)]
