"""Attribution without a verb: "NAME: …", "“…” — Name", questions and answers, signed posts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.evidence.voices.content_edges import DASHES
from analysis.evidence.voices.quotation_marks import MarkedStretch
from analysis.evidence.voices.reports import Report, wordless_report
from analysis.evidence.voices.speaker_nouns import BODIES, HUMAN, TITLES
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Span, Token

Run = tuple[int, int]
NAME = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}"
LABEL = re.compile(rf"({NAME})(?: \([^()\n]{{1,40}}\))?:")
ANSWER = re.compile(r"(?:A|Answer)[.:]\s")
QUESTION = re.compile(r"(?:Q|Question)[.:]\s")
BRACKET = re.compile(r"\[[^\[\]\n]{2,60}\]")
TURN = re.compile(r"\[((?:[A-Za-z][\w.'’-]*)(?: [A-Z][\w.'’-]*){0,3})\]\s")
SIGNED = re.compile(rf"[—–-]+\s*({NAME}) \(@\w+\)")
PARTS = word_list("parts in a broadcast")
NO_SPEAKERS = word_list("headings that are nobody's name")


def verbless_reports(doc: Document, paragraphs: list[Run], marks: list[MarkedStretch], *, wide: bool) -> list[Report]:
    """Reports that a label, a dash or a signature makes."""
    last = len(doc) - 1
    names = {token.lower_ for token in doc if token.pos_ == "PROPN" and doc[min(token.i + 1, last)].text not in ":("}
    labels = [found.group(1) for start, end in paragraphs if (found := LABEL.match(doc.text, start, end))]
    loud = Counter(label for label in labels if _is_upper_case_label(label))
    turns = {label for label, often in loud.items() if often > 1 or len(loud) > 1}
    full = [label.split()[-1].lower() for label in labels if " " in label and label not in loud]
    if len(full) > 1:  # a transcript: "Mary Hill: We counted every vote." and "Tom Reed: Nobody believes that."
        names |= set(full)
    labelled = [report for start, end in paragraphs if (report := _name_label_report(doc, start, end, names, turns))]
    reports = [
        *labelled,
        *_bracketed_turn_reports(doc, paragraphs, names),
        *([] if wide else _answer_reports(doc, paragraphs)),
    ]
    return [*reports, *_signed_post_reports(doc, paragraphs, marks), *_dash_reports(doc, paragraphs, marks)]


def _is_upper_case_label(label: str) -> bool:
    return label.split()[-1].isupper() and len(label.split()[-1]) > 2


def _name_label_report(doc: Document, start: int, end: int, names: set[str], turns: set[str]) -> Report | None:
    """ "Rubio: I still believe …", "CLINTON (voice-over): Honestly, …": a name that opens a paragraph, and a colon."""
    label = LABEL.match(doc.text, start, end)
    if label is None or len(rest := doc.overlapping_span(label.end(), end)) < 3:
        return None
    lower = label.group(1).lower().split()
    is_turn, is_loud, may_speak = (
        label.group(1) in turns,
        _is_upper_case_label(label.group(1)),
        _can_be_speaker(lower[-1]),
    )
    is_known = lower[-1] in names or may_speak or (is_loud and (is_turn or len(lower) > 1 or names.issuperset(lower)))
    if not is_known or not NO_SPEAKERS.words.isdisjoint(lower):
        return None
    named = doc.overlapping_span(*label.span(1))
    stop = rest.end if is_loud else min(rest[0].sent.end, rest.end)
    return _report_at_sign(doc[rest.start - 1], named, [(rest.start, stop)], is_turn=is_turn)


def _can_be_speaker(word: str) -> bool:
    """A body or people: "POLICE: two men held", but not "BOMBING: ten dead"."""
    forms = {word, word.removesuffix("s"), word.removesuffix("es")}
    return bool(forms & (BODIES | HUMAN | TITLES))


def _bracketed_turn_reports(doc: Document, paragraphs: list[Run], names: set[str]) -> Iterator[Report]:
    """ "[Diaz] We must go on. [Reporter] Will you stay?": the turns of a transcript."""
    often = Counter(turn.group(1) for turn in TURN.finditer(doc.text))
    names = names | {name.lower().split()[-1] for name, times in often.items() if times > 1}
    for start, end in paragraphs:
        for turn in TURN.finditer(doc.text, start, end):
            if not _is_speaker_turn(doc.text, turn, start, names):
                continue
            stop = next((other.start() for other in BRACKET.finditer(doc.text, turn.end(), end)), end)
            named, spoken = doc.overlapping_span(*turn.span(1)), doc.overlapping_span(turn.end(), stop)
            if len(named) and len(spoken):
                yield _report_at_sign(doc[named.end], named, [(spoken.start, spoken.end)], is_turn=True)


def _is_speaker_turn(text: str, turn: re.Match[str], start: int, names: set[str]) -> bool:
    """Does it open the paragraph or a sentence, and is it somebody's name or part?"""
    before = text[start : turn.start()].rstrip()
    words = turn.group(1).lower().split()
    is_named = words[-1] in names and turn.group(1)[0].isupper() and NO_SPEAKERS.words.isdisjoint(words)
    return (not before or before[-1] in ".?!]\"'") and (is_named or _can_be_speaker(words[-1]) or words[-1] in PARTS)


def _answer_reports(doc: Document, paragraphs: list[Run]) -> Iterator[Report]:
    """ "Q: Why did the port close? A: We had no staff.": each answer, with all paragraphs up to the next question."""
    questions = [start for start, end in paragraphs if QUESTION.match(doc.text, start, end)]
    for start, end in paragraphs:
        answer = ANSWER.match(doc.text, start, end)
        if answer and questions:
            later = [one for one in questions if one > start]
            stop = max([end, *(behind for _, behind in paragraphs if later and behind < later[0])])
            said = doc.overlapping_span(answer.end(), stop)
            yield _report_at_sign(said[0], said[:0], [(said.start, said.end)], is_turn=True)


def _signed_post_reports(doc: Document, paragraphs: list[Run], marks: list[MarkedStretch]) -> Iterator[Report]:
    """ "The port is open again. / — Mary Hill (@maryhill)": a post without marks above its signature."""
    for (start, end), (below, behind) in pairwise(paragraphs):
        name = SIGNED.match(doc.text, below, behind)
        if name and not any(mark.left < end and start < mark.right for mark in marks):
            said, named = doc.overlapping_span(start, end), doc.overlapping_span(*name.span(1))
            yield _report_at_sign(named[0], named, [(said.start, said.end)], is_turn=True)


def _dash_reports(doc: Document, paragraphs: list[Run], marks: list[MarkedStretch]) -> Iterator[Report]:
    """Who stands behind a quotation.

    "“…” — Christina Lastra" and "“…” (Tom Reed, union leader)" in a paragraph that the quotation opens; in a headline
    also "‘We were lied to’: union leader Tom Reed on the strike" and "Port ‘unsafe’ – union".
    """
    ends = dict(paragraphs)
    head, stop = paragraphs[0] if paragraphs else (0, 0)
    for mark in marks:
        in_headline = head <= mark.left and mark.right <= stop and doc.text[stop - 1] not in ".!?"
        if not mark.is_closed or (mark.left not in ends and not in_headline):
            continue
        rest = doc.overlapping_span(mark.right, stop if in_headline else ends[mark.left])
        if len(rest) < 2 or rest[0].text not in DASHES | ({":", "("} if in_headline else {"("}):
            continue
        fits = {"PROPN", "NOUN", "ADJ", "DET"} if in_headline else {"PROPN"}
        behind = next((one for one in rest[1:] if one.pos_ not in fits and one.text not in {".", "-"}), None)
        named = doc[rest.start + 1 : rest.end if behind is None else behind.i]
        is_name = len(named) and (
            named[-1].pos_ == "PROPN" or named[0].pos_ == "PROPN" or _can_be_speaker(named[-1].lower_)
        )
        if is_name and (in_headline or behind is None or behind.text in {",", ")"}):
            yield _report_at_sign(rest[0], named, [], mark=mark)


def _report_at_sign(
    sign: Token, named: Span, spans: list[Run], *, is_turn: bool = False, mark: MarkedStretch | None = None
) -> Report:
    head = next((token for token in reversed(list(named)) if token.pos_ != "PUNCT"), None)
    report = wordless_report(sign, head, (named.start, named.end) if head is not None else None)
    report.spans, report.is_turn, report.mark = spans, is_turn, mark
    return report


def append_announced_paragraphs(
    doc: Document, found: list[Report], paragraphs: list[Run], marks: list[MarkedStretch]
) -> None:
    """ "She added:" at a paragraph's end, and no mark in the next: that paragraph is what she added."""
    for (_, end), (start, behind) in pairwise(paragraphs):
        if doc.text[end - 1] != ":" or any(mark.left <= start < mark.right for mark in marks):
            continue
        sentence = doc.overlapping_span(end - 1, end)[0].sent
        for report in reversed(found):
            is_open = report.cue.form == "verb" and not report.spans and report.cue.entry.frames & {"that", "quote"}
            if is_open and report.cue.word.sent is sentence:
                said = doc.overlapping_span(start, behind)
                report.spans = [(said.start, said.end)]
                break
