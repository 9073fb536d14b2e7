"""Cue, source and content of each report in one article."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.evidence.voices.attribution import SUBJECTS
from analysis.evidence.voices.content import content_spans
from analysis.evidence.voices.content_edges import trim_content
from analysis.evidence.voices.cues import DOUBTING, Cue, classify_cue, cue_token_range, find_cues, takes_that_clause
from analysis.evidence.voices.quotation_marks import MarkedStretch
from analysis.evidence.voices.reporting_lexicon import ReportingEntry, ReportingLexicon
from analysis.evidence.voices.sources import DOCUMENTS, RELATIVE, source_noun, source_range
from analysis.evidence.voices.speaker_nouns import BODIES, HUMAN, can_speak
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

Run = tuple[int, int]
# "In a crude attempt to win votes, she promised": the author stands apart.
ATTEMPTS = word_list("attempts that a sentence may scorn")
SCORNFUL = word_list("words of scorn")
CONTRASTS = frozenset({"although", "though", "while", "whereas"})
THINGS = frozenset({"it", "this", "that", "what", "which", "there"})
NEARBY = 25
NO_WORD = ReportingEntry("", "MARK", "none", frozenset({"that", "quote"}), "speech", "", frozenset())


@dataclass
class Report:
    """One cue with the head and the words of its source, its class, and the token ranges it reports."""

    cue: Cue
    words: Run
    head: Token | None
    source: Run | None
    cue_class: str
    distanced: bool
    spans: list[Run] = field(default_factory=list)
    is_turn: bool = False
    mark: MarkedStretch | None = None

    @property
    def is_attributed(self) -> bool:
        """Somebody tells it, or the construction leaves the speaker out ("the charge that", "was hailed as")."""
        is_open = self.cue.form in {"noun", "adverb"} or self.cue.is_passive or "unstated" in self.cue.entry.senses
        return is_open or self.is_turn or self.source is not None


def wordless_report(sign: Token, head: Token | None, source: Run | None) -> Report:
    """A report without a reporting word: its place is that of a sign or of the first word reported."""
    return Report(Cue(sign, sign, NO_WORD, "mark"), (sign.i, sign.i), head, source, "none", False)


def find_reports(doc: Document, words: ReportingLexicon, quoted: Collection[int], *, wide: bool) -> list[Report]:
    """Every report of an article whose cue stands outside of quotation marks, in order."""
    found = [report for cue in find_cues(doc, words, quoted, wide=wide) if (report := _report_of_cue(cue, wide=wide))]
    for outer in found:
        _end_before_next_report(outer, found)
    if wide:
        return [report for report in found if not _is_nested(report, found)]
    return [*found, *_hearsay_adverb_reports(doc, words, found, quoted)]


def _report_of_cue(cue: Cue, *, wide: bool) -> Report | None:
    head = source_noun(cue)
    if head is not None and not _can_be_source(cue, head, wide=wide):
        return None
    if not wide and _is_sourcing_remark(cue):
        return None
    spans = content_spans(cue, wide=wide)
    if cue.form == "noun" and not spans:
        return None
    if cue.entry.kind == "evidence" and not wide and not _is_nonverbal_showing(cue, head, spans):
        return None
    opening = cue.word.doc[spans[0][0] : min(spans[0][0] + 2, spans[0][1])] if spans else ()
    cue_class = classify_cue(cue, [token.lower_ for token in opening])
    named = source_range(head, cue) if head is not None else None
    return Report(cue, cue_token_range(cue), head, named, cue_class, _is_distanced(cue, cue_class), spans)


def _can_be_source(cue: Cue, head: Token, *, wide: bool) -> bool:
    """Can this noun be the source? What is only evidence needs a writing, a name or a person behind it."""
    if head.lower_ in THINGS:
        return cue.entry.kind == "speech" and head.lower_ == "it" and head.tag_ == "PRP" and not cue.is_passive
    if wide:
        return True
    if cue.form == "verb" and cue.word.dep_ != "conj" and not can_speak(head):
        return False
    if cue.entry.kind != "evidence" and "thing" not in cue.entry.senses:
        return True
    return head.pos_ in {"PROPN", "PRON"} or head.lemma_ in DOCUMENTS | HUMAN | BODIES


def _is_sourcing_remark(cue: Cue) -> bool:
    """ "According to the Herald, which first reported the raid, …": how the source came by it."""
    noun = cue.word.head
    is_source = noun.dep_ == "pobj" and noun.doc[noun.head.i - 1].lower_ == "according"
    return is_source and cue.word.dep_ == "relcl" and cue.word.child("ccomp") is None


def _is_nonverbal_showing(cue: Cue, head: Token | None, spans: list[Run]) -> bool:
    """People show support and find weapons; that something is so they say. A writing may show a thing."""
    is_writing = head is not None and head.lemma_ in DOCUMENTS
    return is_writing or any(
        one.dep_ in SUBJECTS - {"csubj"} for start, end in spans for one in cue.word.doc[start:end]
    )


def _is_distanced(cue: Cue, cue_class: str) -> bool:
    """Does the author mark distance in the same sentence: by an evaluation of the saying or a counter-statement?"""
    verb = cue.subject_verb
    if any(child.lower_ in DOUBTING for child in verb.children):
        return True
    for token in verb.sent:
        near = token.lemma_ in ATTEMPTS and abs(token.i - verb.i) < NEARBY
        if near and any(child.lower_ in SCORNFUL for child in token.children):
            return True
    marks = (child.lower_ for child in verb.lefts if child.dep_ in {"mark", "advmod", "prep"})
    mark = verb.head.lower_ if verb.dep_ == "pcomp" else next(marks, "")
    if mark in {"although", "though", "while", "despite"}:
        if verb.dep_ == "advcl" and verb.head.i < verb.i:
            return False
        return cue_class == "distancing" or (mark != "while" and verb.head.child("ccomp") is None)
    if cue_class == "distancing" and verb.dep_ in {"ROOT", "ccomp", "conj"}:
        return any(_is_counterstatement(child, verb) for child in verb.rights if child.dep_ == "conj")
    return False


def _is_counterstatement(verb: Token, said: Token) -> bool:
    """ "They claim to win, but the town is lost": a clause of the author's own behind "but"."""
    is_but = any(one.lower_ in {"but", "yet"} for one in said.doc[said.i : verb.i])
    return is_but and verb.child("nsubj", "nsubjpass") is not None and verb.child("ccomp") is None


def _is_nested(report: Report, found: list[Report]) -> bool:
    """Corpora of attribution nest no reports: what stands in somebody's report is part of what that person says."""
    return any(
        start <= report.cue.word.i < end
        for outer in found
        if outer is not report and outer.is_attributed
        for start, end in outer.spans
    )


def _end_before_next_report(outer: Report, found: list[Report]) -> None:
    """Ends a report before a further one: "said X, and officials said Y", "said there was X and stressed that Y"."""
    for at, (start, end) in enumerate(outer.spans):
        for inner in found:
            if inner is outer or inner.cue.form != "verb" or not inner.spans or not start < inner.cue.word.i < end:
                continue
            stop = _conjunct_report_start(inner, start) or _semicolon_before_report(inner, start)
            if stop is None:
                continue
            if inner.cue.word.child("nsubj", "nsubjpass") is None:
                if not _is_same_speaker(inner.cue.word):
                    continue
                inner.head, inner.source = outer.head, outer.source
            outer.spans[at] = (start, stop)
            end = stop


def _conjunct_report_start(inner: Report, start: int) -> int | None:
    """Where a coordinated or contrasting report begins."""
    verb, doc = inner.cue.word, inner.cue.word.doc
    if "that" not in inner.cue.entry.frames:
        return None
    mark = verb.child("mark")
    if verb.dep_ == "advcl" and mark is not None and mark.lower_ in CONTRASTS:
        return mark.i if mark.i > start + 1 and doc[mark.i - 1].lower_ == "," else None
    joints = [child for child in verb.head.rights if child.i < verb.i and child.dep_ == "cc"]
    if verb.dep_ != "conj" or inner.spans[0][0] < verb.i or not joints:
        return None
    own = verb.child("nsubj", "nsubjpass")
    if own is not None and doc[joints[-1].i - 1].lower_ != ",":
        return None
    return joints[-1].i if joints[-1].i > start + 1 else None


def _semicolon_before_report(inner: Report, start: int) -> int | None:
    """ "Aides said X; the Herald reported that Y": the semicolon in front of a report with a subject of its own."""
    own = inner.cue.word.child("nsubj")
    at = own.left_edge.i - 1 if own is not None else -1
    return at if at > start and inner.cue.word.doc[at].lower_ == ";" else None


def _is_same_speaker(verb: Token) -> bool:
    """ "said there was … and stressed that …": the clause before has no subject that could have stressed it."""
    subject = verb.head.child("nsubj", "nsubjpass", "expl")
    if subject is None or not takes_that_clause(verb):
        return takes_that_clause(verb)
    return subject.pos_ == "PRON" or (subject.pos_ == "NOUN" and subject.lemma_ not in HUMAN)


def _hearsay_adverb_reports(
    doc: Document, words: ReportingLexicon, found: list[Report], quoted: Collection[int]
) -> Iterator[Report]:
    """The clauses that an adverb gives as told by somebody who is not stated: "reportedly", "allegedly"."""
    told = {report.cue.word for report in found}
    for token in doc:
        entry = words.words.get(("ADV", token.lower_))
        if entry is None or token.i in quoted or token.head in told or token.head is token:
            continue
        start, end = trim_content(doc, *_adverb_clause(token))
        if end - start > 1:
            cue = Cue(token, token, entry, "adverb")
            yield Report(cue, (token.i, token.i), None, None, entry.cue_class, False, [(start, end)])


def _adverb_clause(adverb: Token) -> Run:
    """The clause of an adverb; behind it only where the clause has no subject of its own or a relative one."""
    verb = adverb.head
    subject = verb.child("nsubj", "nsubjpass", "expl")
    joined = (one for one in verb.rights if one.dep_ == "conj" and one.child("nsubj", "nsubjpass") is not None)
    end = min([verb.right_edge.i + 1, *(one.left_edge.i for one in joined)])
    is_own = subject is not None and subject.i < adverb.i and subject.lower_ not in RELATIVE
    if subject is None or not is_own or verb.dep_ in {"relcl", "acl"}:
        return adverb.i + 1, max(end, adverb.i + 2)
    return subject.left_edge.i, end
