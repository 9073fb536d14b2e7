"""What stands around an attribution: "X, an official said", "X, he said, Y", "As Smith put it, X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.voices.cues import Cue

if TYPE_CHECKING:
    from analysis.language.document import Span, Token

Run = tuple[int, int]
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
MARKS = frozenset({'"', "''", "``", "'"})
DASHES = frozenset({"-", "--", "–", "—", "―"})
BREAKS = DASHES | MARKS | {"!", "?", "`"}


def is_inverted_attribution(cue: Cue) -> bool:
    """ "…” said one officer": a break in front, and no subject in front."""
    word = cue.word
    if word.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or word.doc[word.i - 1].lower_ not in BREAKS:
        return False
    subject = word.child("nsubj", "nsubjpass")
    if subject is not None:
        return subject.i > word.i
    return any(one.lower_ in MARKS or one.dep_ in SUBJECTS for one in word.doc[word.sent.start : word.i])


def spans_around_attribution(cue: Cue) -> list[Run]:
    """What stands before the attribution, and behind it where the sentence goes on."""
    frames, word, doc = cue.entry.frames, cue.word, cue.word.doc
    if "that" not in frames and not ("quote" in frames and is_inverted_attribution(cue)):
        return []
    first, behind = word.sent.start, sentence_end_index(word)
    start, end = attribution_span(cue)
    if start > first and doc[start - 1].lower_ == "as":
        start -= 1
    if start <= first + 1 and doc[start].lower_ in {"as", "like"}:
        return [(end + 1, behind)]
    comma = start - 1
    if doc[comma].lower_ not in BREAKS | {","} or not _allows_inversion(cue):
        return []
    resumes = end < behind and doc[end].lower_ == "," and not word.is_ancestor(doc[end].nbor())
    found = (
        [(first, comma)]
        if word.head.dep_ not in {"relcl", "acl"} and (resumes or _has_clause(doc[first:comma]))
        else []
    )
    return [*found, (end + 1, behind)] if resumes else found


def sentence_end_index(token: Token) -> int:
    """Behind the last token of the sentence that is no space."""
    end = token.sent.end
    while token.doc[end - 1].is_space and end > token.sent.start:
        end -= 1
    return end


def attribution_span(cue: Cue) -> Run:
    """The words of the attribution itself: who, the cue, whom they told and when."""
    word = cue.word
    subjects = [child for child in word.lefts if child.dep_ in {"nsubj", "nsubjpass"}]
    start = subjects[-1].left_edge.i if subjects and not is_inverted_attribution(cue) else word.i
    end = cue.last.i + 1
    for child in word.rights:
        if child.left_edge.i <= end and child.dep_ not in {"ccomp", "advcl", "conj", "parataxis", "punct"}:
            end = max(end, child.right_edge.i + 1)
    return start, end


def _has_clause(span: Span) -> bool:
    """Is there a verb with a subject, or a quotation mark? "On Thursday" is nothing that anybody said."""
    return any(one.dep_ in SUBJECTS or one.tag_ in FINITE or one.lower_ in MARKS for one in span)


def _allows_inversion(cue: Cue) -> bool:
    """A subject that stands with the cue, and no report of another kind behind it."""
    word = cue.word
    if word.dep_ in {"xcomp", "acl", "relcl", "pcomp", "amod", "csubj"}:
        return False
    if word.child("nsubj", "nsubjpass") is None and not is_inverted_attribution(cue):
        return False
    mark = word.child("mark")
    return mark is None or mark.lower_ == "as"
