"""To which report does each stretch in quotation marks belong, and is it a clause, a phrase or a scare quote?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.voices.attribution import SUBJECTS, attribution_span
from analysis.evidence.voices.quotation_marks import MarkedStretch
from analysis.evidence.voices.reports import Report, wordless_report
from analysis.evidence.voices.speaker_nouns import is_single_person
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Span

# A capitalised name in quotation marks behind one of these is a title.
WORKS = word_list("works with a title")
OPENERS = frozenset({",", "that", ":", "-", "–", "—", "…"})


@dataclass
class QuotedStretch:
    """A stretch in quotation marks: its tokens, its type, the report it belongs to, and whether it carries one on."""

    mark: MarkedStretch
    tokens: Span
    is_clause: bool
    opens_sentence: bool
    report: Report | None = None
    continues: QuotedStretch | None = None

    @property
    def origin_report(self) -> Report | None:
        """The report that names its speaker, be it that of an earlier stretch."""
        return self.report or (self.continues.origin_report if self.continues else None)


def quoted_stretches(doc: Document, marks: list[MarkedStretch], found: list[Report]) -> list[QuotedStretch]:
    """Every stretch in quotation marks with its report."""
    made = [one for mark in marks if mark.depth == 0 and (one := _build_stretch(doc, mark)) is not None]
    here: dict[Span, list[Report]] = {}
    for report in found:
        here.setdefault(report.cue.word.sent, []).append(report)
    before: QuotedStretch | None = None
    used: set[int] = set()
    of_mark = {report.mark: report for report in found}
    for one in made:
        one.report = of_mark.get(one.mark)
        if one.report is None:
            _attach_report(doc, one, before, here, used)
        if one.report is not None:
            used.add(one.report.cue.word.i)
        if one.is_clause or before is None or not before.is_clause:
            before = one
    return made


def _build_stretch(doc: Document, mark: MarkedStretch) -> QuotedStretch | None:
    tokens = doc.overlapping_span(mark.start, mark.end)
    start, end = tokens.start, tokens.end
    while start < end and doc[start].idx < mark.start:
        start += 1
    while start < end and doc[end - 1].idx >= mark.end:
        end -= 1
    if start == end:
        return None
    tokens = doc[start:end]
    opening = doc[tokens[0].sent.start : start]
    opens = doc[tokens[0].sent.start].idx >= mark.left - 1 or not any(one.text[0].isalnum() for one in opening)
    return QuotedStretch(mark, tokens, _contains_clause(tokens), opens)


def _contains_clause(tokens: Span) -> bool:
    """A verb with its subject, both inside the marks; or more than one sentence."""
    if tokens[0].sent is not tokens[-1].sent:
        return True
    for one in tokens:
        verb = one.head
        if one.dep_ in SUBJECTS and tokens.start <= verb.i < tokens.end and verb.pos_ in {"VERB", "AUX"}:
            helped = (child for child in verb.children if child.dep_ in {"aux", "auxpass"})
            if verb.tag_ in {"VBD", "VBZ", "VBP", "MD", "VB"} or any(
                tokens.start <= child.i < tokens.end for child in helped
            ):
                return True
    return False


def _attach_report(
    doc: Document, one: QuotedStretch, before: QuotedStretch | None, reports: dict[Span, list[Report]], used: set[int]
) -> None:
    """Find the report of a stretch: an introduction, an attribution behind it, a clause around it, an earlier one."""
    if _is_work_title(doc, one):
        return
    here = reports.get(one.tokens[0].sent, [])
    behind = None
    if one.is_clause or one.opens_sentence:
        closing = doc.overlapping_span(
            one.mark.right - 1, one.mark.right
        )  # may open the next sentence: « Who? » she asked
        behind = _following_report(doc, one, reports.get(closing[-1].sent, [])) if len(closing) else None
    around = _enclosing_report(one, here)
    choice = _introducing_report(doc, one, here) or behind or around or _governing_report(one, here)
    if choice is None and one.opens_sentence:
        choice = _colon_report(doc, one, reports)
    is_carried = (
        before is not None and choice is not None and choice.cue.word.i in used and before.origin_report is choice
    )
    if choice is not None and not (is_carried and (one.is_clause or one.opens_sentence) and choice is not around):
        one.report = choice
        one.is_clause = one.is_clause or (one.opens_sentence and choice is behind)
    elif is_carried or _is_continuation(doc, one, before):
        one.continues = before
        one.is_clause = one.is_clause or one.opens_sentence
    elif one.is_clause:
        one.report = _implicit_report(doc, one)


def _is_work_title(doc: Document, one: QuotedStretch) -> bool:
    """ "the television program “Inside Edition”": a capitalised name behind the word for a work."""
    before = one.tokens.start - 2
    long = [token for token in one.tokens if len(token.text) > 3]
    return before >= 0 and doc[before].lemma_ in WORKS and bool(long) and all(token.text[0].isupper() for token in long)


def _introducing_report(doc: Document, one: QuotedStretch, here: list[Report]) -> Report | None:
    """ "He said: …", "she said, …", "noted that …": the last cue before the mark, with only its own in between."""
    start = one.tokens.start
    for report in reversed(here):
        last = report.cue.last.i
        if last >= start:
            continue
        _, end = attribution_span(report.cue)
        rest = [token.lower_ for token in doc[max(end, last + 1) : start] if not token.is_space]
        between = [word for word in rest if word not in {'"', "'"}]
        has_colon = any(token.lower_ == ":" for token in doc[last + 1 : start])
        if not between and not has_colon and report.cue.entry.frames == {"quote"} and not one.is_clause:
            continue
        if has_colon or OPENERS.issuperset(between):
            return report
        is_near = report.cue.form != "noun" and len(between) <= 8 and between[-1] in {",", ":", "that"}
        return report if is_near and one.is_clause else None
    return None


def _following_report(doc: Document, one: QuotedStretch, there: list[Report]) -> Report | None:
    """ "…," he said: the first cue behind the mark with its own subject, before another mark opens."""
    last, end = one.tokens[-1], one.mark.end
    if doc.text[end - 1] == "." and last.sent.end <= doc.overlapping_span(one.mark.right, len(doc.text)).start:
        return None
    found: Report | None = None
    for report in there:
        if report.cue.word.i <= last.i or report.cue.form in {"noun", "adverb"}:
            continue
        start, _ = attribution_span(report.cue)
        gap = [t.lower_ for t in doc[last.i + 1 : start] if not t.is_space and t.lower_ not in "\",'.?!"]
        if not gap or (report.cue.form == "according" and len(gap) <= 1):
            return report
        if report.source is not None and report.source[0] - last.i <= 4 and report.cue.entry.frames & {"quote", "that"}:
            found = found or report
    return found


def _enclosing_report(one: QuotedStretch, here: list[Report]) -> Report | None:
    """The innermost report whose words hold the stretch."""
    holding = [
        (end - start, at, report)
        for at, report in enumerate(here)
        for start, end in report.spans
        if start <= one.tokens.start < end
    ]
    return min(holding, key=lambda pair: pair[:2])[2] if holding else None


def _governing_report(one: QuotedStretch, here: list[Report]) -> Report | None:
    """A cue above the stretch in the parse: "describing the dead as …", "entitled …", "His message was …"."""
    start = one.tokens.start
    for report in reversed(here):
        cue, named = report.cue, report.source
        before = cue.word.i < start and named is not None and not named[0] <= start < named[1]
        reports = before and (report.spans or cue.entry.cue != "put")
        if reports and any(cue.word.is_ancestor(token) for token in one.tokens):
            return report
    return None


def _colon_report(doc: Document, one: QuotedStretch, reports: dict[Span, list[Report]]) -> Report | None:
    """A cue in the sentence before that ends with a colon."""
    at = one.tokens[0].sent.start - 1
    while at >= 0 and (doc[at].is_space or doc[at].lower_ in {'"', "'"}):
        at -= 1
    if at < 0 or doc[at].lower_ != ":":
        return None
    before = reports.get(doc[at].sent, [])
    return before[-1] if before else None


def _is_continuation(doc: Document, one: QuotedStretch, before: QuotedStretch | None) -> bool:
    """Does this stretch carry on the one before: next to it, or in the next paragraph that reopens the marks?"""
    if before is None or before.origin_report is None or not one.opens_sentence:
        return False
    if before.mark.goes_on:
        return True
    gap = doc.text[before.mark.right : one.mark.left]
    apart = doc.sents.index(one.tokens[0].sent) - doc.sents.index(before.tokens[-1].sent)
    return before.is_clause and apart <= (1 if "\n" in gap else 2)


def _implicit_report(doc: Document, one: QuotedStretch) -> Report | None:
    """ "Mary Hill turned to the crowd. “The road is ours.”": whole sentences; whoever the one before is about."""
    first, last = one.tokens[0].sent, one.tokens[-1].sent
    rest = [*doc[first.start : one.tokens.start], *doc[one.tokens.end : last.end]]
    at = doc.sents.index(first) - 1
    root = doc.sents[at].root
    subject = root.child("nsubj")
    if at < 0 or any(token.text[0].isalnum() for token in rest) or subject is None:
        return None
    return (
        wordless_report(one.tokens[0], subject, (subject.left_edge.i, subject.right_edge.i + 1))
        if is_single_person(subject)
        else None
    )
