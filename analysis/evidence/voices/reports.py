"""Cue, source and content of each report in one article."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.evidence.voices.content import contents
from analysis.evidence.voices.cues import Cue, class_of, cues, printed
from analysis.evidence.voices.lexicon import Lexicon
from analysis.evidence.voices.nouns import can_speak
from analysis.evidence.voices.sources import phrase, source
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import (
    ATTEMPTS,
    BODIES,
    DOCUMENTS,
    DOUBTING,
    EVIDENTIAL,
    HUMAN,
    RAISING,
    SCORNFUL,
)

Span = tuple[int, int]


@dataclass
class Report:
    """One cue with the head and the words of its source, its class, and the token ranges it reports."""

    cue: Cue
    words: Span
    head: int | None
    source: Span | None
    cue_class: str
    distanced: bool
    spans: list[Span] = field(default_factory=list)
    is_turn: bool = False

    @property
    def is_told(self) -> bool:
        """Somebody tells it, or the construction leaves the teller out ("the charge that", "was hailed as")."""
        return self.source is not None or self.cue.form == "noun" or self.cue.is_passive or self.cue.name in RAISING


def reports(tree: Tree, words: Lexicon, inside: list[bool], *, wide: bool) -> list[Report]:
    """Every report of an article whose cue stands outside of quotation marks, in order."""
    found = [report for cue in cues(tree, words, inside, wide=wide) if (report := _report(tree, cue, wide=wide))]
    for outer in found:
        _share(tree, outer, found)
    return [report for report in found if not (wide and _is_inside(tree, report, found))]


def _is_inside(tree: Tree, report: Report, found: list[Report]) -> bool:
    """Corpora of attribution nest no reports: what stands in somebody's report is part of what that person says."""
    return any(
        start <= report.cue.at < end
        for outer in found
        if outer is not report and outer.is_told
        for start, end in outer.spans
    )


def _share(tree: Tree, outer: Report, found: list[Report]) -> None:
    """Ends a report before a further one: "said X, and officials said Y", "said there was X and stressed that Y"."""
    for at, (start, end) in enumerate(outer.spans):
        for inner in found:
            if (
                not start < inner.cue.at < end
                or inner.cue.form != "verb"
                or inner.cue.at == outer.cue.at
                or not inner.spans
            ):
                continue
            stop = _joint(tree, inner, start) or _semicolon(tree, inner, start)
            if stop is None:
                continue
            own = tree.kid(inner.cue.at, "nsubj", "nsubjpass")
            if own is None:
                if not _is_same_speaker(tree, inner.cue.at):
                    continue
                inner.head, inner.source = outer.head, outer.source
            outer.spans[at] = (start, stop)
            end = stop


def _joint(tree: Tree, inner: Report, start: int) -> int | None:
    """Where a coordinated or contrasting report begins."""
    verb = inner.cue.at
    if "that" not in inner.cue.entry.frames:
        return None
    mark = tree.kid(verb, "mark")
    if tree.dep[verb] == "advcl" and mark is not None and tree.word[mark] in ("although", "though", "while", "whereas"):
        return mark if mark > start + 1 and tree.word[mark - 1] == "," else None
    if tree.dep[verb] != "conj" or inner.spans[0][0] < verb:
        return None
    above = tree.head[verb]
    joints = [kid for kid in tree.kids[above] if above < kid < verb and tree.dep[kid] == "cc"]
    own = tree.kid(verb, "nsubj", "nsubjpass")
    if not joints or (own is not None and tree.word[joints[-1] - 1] != ","):
        return None
    return joints[-1] if joints[-1] > start + 1 else None


def _semicolon(tree: Tree, inner: Report, start: int) -> int | None:
    """ "Aides said X; the Herald reported that Y": the semicolon in front of a report with a subject of its own."""
    own = tree.kid(inner.cue.at, "nsubj")
    if own is None or inner.source is None or inner.spans[0][0] < inner.cue.at:
        return None
    opens = min(tree.left[own], inner.source[0])
    at = next((place for place in range(own - 1, max(start, own - 14), -1) if tree.word[place] == ";"), None)
    return (
        at
        if at is not None and (opens <= at + 1 or all(_is_name_part(tree, one) for one in range(at + 1, own)))
        else None
    )


def _is_name_part(tree: Tree, at: int) -> bool:
    return tree.pos[at] in ("PROPN", "DET", "ADJ", "CCONJ", "NOUN")


def _is_same_speaker(tree: Tree, at: int) -> bool:
    """ "said there was … and stressed that …": the clause before has no subject that could have stressed it."""
    subject = tree.kid(tree.head[at], "nsubj", "nsubjpass", "expl")
    marked = any(
        tree.dep[kid] == "ccomp" and any(tree.word[one] == "that" for one in tree.kids[kid]) for kid in tree.kids[at]
    )
    if subject is None or not marked:
        return marked
    return tree.pos[subject] == "PRON" or (tree.pos[subject] == "NOUN" and tree.lemma[subject] not in HUMAN)


def _report(tree: Tree, cue: Cue, *, wide: bool) -> Report | None:
    head = source(tree, cue)
    if head is not None and not _speaks(tree, cue, head, wide=wide):
        return None
    if not wide and _is_aside(tree, cue):
        return None
    spans = contents(tree, cue, wide=wide)
    span = phrase(tree, head, cue) if head is not None else None
    if cue.form == "noun" and not spans:
        return None
    if cue.entry.kind == "evidence" and not wide and not _is_shown(tree, head, spans):
        return None
    opening = spans[0][0] if spans else None
    kind = class_of(tree, cue, opening)
    return Report(cue, printed(tree, cue), head, span, kind, _is_distanced(tree, cue, kind), spans)


def _is_aside(tree: Tree, cue: Cue) -> bool:
    """ "According to the Herald, which first reported the raid, …": how the source came by it."""
    above = tree.head[cue.at]
    if tree.dep[cue.at] != "relcl" or tree.dep[above] != "pobj" or tree.kid(cue.at, "ccomp") is not None:
        return False
    return tree.word[tree.head[above]] == "to" and tree.word[tree.head[above] - 1] == "according"


def _speaks(tree: Tree, cue: Cue, head: int, *, wide: bool) -> bool:
    """Can this noun be the source? What is only evidence needs a writing, a name or a person behind it."""
    if tree.word[head] in ("it", "this", "that", "what", "which", "there", "these", "those"):
        return cue.entry.kind == "speech" and tree.word[head] == "it" and tree.tag[head] == "PRP" and not cue.is_passive
    if not wide and cue.form == "verb" and tree.dep[cue.at] != "conj" and not can_speak(tree, head):
        return False
    if wide or (cue.entry.kind != "evidence" and cue.name not in EVIDENTIAL):
        return True
    known = tree.lemma[head] in DOCUMENTS or tree.lemma[head] in HUMAN or tree.lemma[head] in BODIES
    return known or tree.pos[head] in ("PROPN", "PRON")


def _is_shown(tree: Tree, head: int | None, spans: list[Span]) -> bool:
    """People show support and find weapons; that something is so they say. A writing may show a thing."""
    is_writing = head is not None and tree.lemma[head] in DOCUMENTS
    return is_writing or any(tree.dep[at] in ("nsubj", "nsubjpass", "expl") for span in spans for at in range(*span))


def _is_distanced(tree: Tree, cue: Cue, kind: str) -> bool:
    """Does the author mark distance in the same sentence: by an evaluation of the saying or a counter-statement?"""
    at = cue.light if cue.light is not None else cue.at
    if any(tree.word[kid] in DOUBTING for kid in tree.kids[at]):
        return True
    first, behind = tree.sentence_of(at)
    for token in range(first, behind):
        if (
            tree.lemma[token] in ATTEMPTS
            and any(tree.word[kid] in SCORNFUL for kid in tree.kids[token])
            and abs(token - at) < 25
        ):
            return True
    mark = next(
        (tree.word[kid] for kid in tree.kids[at] if tree.dep[kid] in ("mark", "advmod", "prep") and kid < at), ""
    )
    if tree.dep[at] == "pcomp":
        mark = tree.word[tree.head[at]]
    if mark in ("although", "though", "while", "despite"):
        main = tree.head[at]
        if tree.dep[at] == "advcl" and main < at:
            return False
        return kind == "distancing" or (mark != "while" and not _reporting(tree, main))
    if kind == "distancing" and tree.dep[at] in ("ROOT", "ccomp", "conj"):
        return any(
            tree.dep[kid] == "conj"
            and kid > at
            and any(tree.word[one] in ("but", "yet") for one in range(at, kid))
            and tree.kid(kid, "nsubj", "nsubjpass") is not None
            and not _reporting(tree, kid)
            for kid in tree.kids[at]
        )
    return False


def _reporting(tree: Tree, at: int) -> bool:
    return tree.kid(at, "ccomp") is not None
