"""Reports and quoted stretches to rows of the table."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.evidence.voices.names import Speakers
from analysis.evidence.voices.quoted import SUBJECTS, Quoted
from analysis.evidence.voices.reports import Report
from analysis.evidence.voices.scare import scare_quotes
from analysis.evidence.voices.tree import Tree

Row = dict[str, object]
NOT_STATED = "unnamed: not stated"
LINKS = frozenset({"that", "and", "but", "while", "as", "or", ",", "for", "to", "of", "the", "a", "an"})
LEADING = frozenset({"that", ",", ":", ";", "while", "and", "but", "-", "--", "–", "—", "meanwhile", "however"})
# So many words of its own a report needs whose end is a quoted clause: else it is but the way into it.
TAIL = 6
EDGE = " \t\n,;:–—"


def rows(tree: Tree, found: list[Report], stretches: list[Quoted], speakers: Speakers, *, wide: bool) -> Iterator[Row]:
    """One row for each stretch of speech, in marks or not."""
    for report in found:
        if report.head is not None and report.source is not None:
            speakers.speaker(report.head, report.source)
    distanced = scare_quotes(tree, stretches)
    for one in stretches:
        row = _quoted(tree, one, speakers)
        yield row | {"scare": one.mark.start in distanced and row["type"] == "scare"}
    for report in found:
        yield from _indirect(tree, report, stretches, speakers, tail=1 if wide else TAIL)


def _quoted(tree: Tree, one: Quoted, speakers: Speakers) -> Row:
    origin = one.origin
    kind = "direct" if one.is_clause else "partial" if origin else "scare"
    row = _row(tree, one.mark.start, one.mark.end, kind, origin, speakers)
    if one.report is None:
        row |= {"cue": "", "cue_class": "none", "cue_start": None, "cue_end": None}
        row["distanced"] = False
    return row


def _indirect(tree: Tree, report: Report, stretches: list[Quoted], speakers: Speakers, *, tail: int) -> Iterator[Row]:
    if not report.is_told:
        return
    for start, end in report.spans:
        inner = [one for one in stretches if one.tokens[0] < end and one.tokens[-1] >= start]
        first, behind = _without_clauses(tree, start, end, inner)
        covered = {at for one in inner for at in one.tokens}
        words = [at for at in range(first, behind) if tree.word[at][0].isalnum()]
        own = [at for at in words if at not in covered and tree.word[at] not in LINKS]
        cut = tail if behind < end and any(one.is_clause for one in inner) else 2 if inner else 1
        led_in = behind < end and cut == TAIL and not any(tree.dep[at] in SUBJECTS for at in range(first, behind))
        if len(own) < cut or led_in:
            continue
        left, right = tree.start[first], tree.end[behind - 1]
        if not report.is_turn:
            left, right = trimmed(tree.text, left, right)
        if left < right:
            yield _row(tree, left, right, "direct" if report.is_turn else "indirect", report, speakers)


def _without_clauses(tree: Tree, start: int, end: int, inner: list[Quoted]) -> tuple[int, int]:
    """The retold part of a report that begins or ends with a quoted clause."""
    for one in inner:
        if not one.is_clause:
            continue
        if one.tokens[0] - start <= 2:
            start = max(start, min(one.tokens[-1] + 1, end))
        elif end - one.tokens[-1] <= 3 or one.tokens[-1] >= end:
            end = min(end, one.tokens[0])
    while start < end and (tree.word[start] in LEADING or tree.word[start] in "\"'" or not tree.word[start].strip()):
        start += 1
    while end > start and (not tree.word[end - 1].strip() or tree.word[end - 1] in LEADING):
        end -= 1
    return start, end


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the spaces and the punctuation at its edges; a full stop inside its quotation marks stays."""
    while start < end and text[start] in EDGE:
        start += 1
    while end > start and (
        text[end - 1] in EDGE or (text[end - 1] in ".!?" and text[end - 2 : end - 1] not in "”\"’'")
    ):
        end -= 1
    return start, end


def _row(tree: Tree, start: int, end: int, kind: str, report: Report | None, speakers: Speakers) -> Row:
    speaker, actor = "", None
    if report is not None:
        speaker, actor = NOT_STATED, "OTHER"
        if report.head is not None and report.source is not None:
            speaker, actor = speakers.settled(report.head, report.source)
    row: Row = {
        "start": start,
        "end": end,
        "type": kind,
        "text": tree.text[start:end],
        "speaker": speaker,
        "actor": actor,
    }
    row |= {"cue": "", "cue_class": "none", "distanced": False, "attribution": start, "scare": False}
    row |= dict.fromkeys(("source_start", "source_end", "cue_start", "cue_end"))
    if report is None:
        return row
    first, last = report.words
    left, right = tree.start[first], tree.end[last]
    row |= {
        "cue": " ".join(tree.text[left:right].split()) if report.cue.name else "",
        "cue_class": report.cue_class,
        "cue_start": left,
        "cue_end": right,
    }
    row |= {"distanced": report.distanced, "attribution": tree.start[report.cue.at]}
    if report.source is not None:
        row |= {"source_start": tree.start[report.source[0]], "source_end": tree.end[report.source[1] - 1]}
    return row
