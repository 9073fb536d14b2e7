"""What stands around an attribution: "X, an official said", "X, he said, Y", "As Smith put it, X"."""

from __future__ import annotations

from analysis.evidence.voices.cues import Cue
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import ADDRESSED, BREAKS, HANGING, NAMING

Span = tuple[int, int]
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOUN_STARTS = frozenset({"PROPN", "DET", "NOUN", "ADJ", "PRON", "NUM"})


def is_inverted(tree: Tree, cue: Cue) -> bool:
    """ "…, said one officer": a break in front, a noun behind, and no subject in front."""
    at, behind = cue.at, cue.last + 1
    if at == 0 or behind >= len(tree) or tree.tag[at] not in ("VBD", "VBZ", "VBP", "VBN"):
        return False
    subject = tree.kid(at, "nsubj", "nsubjpass")
    if (subject is not None and subject < at) or cue.is_passive or tree.pos[behind] not in NOUN_STARTS:
        return False
    if cue.entry.kind == "demand" and tree.word[at - 1] == ",":
        return False
    if cue.name in NAMING or tree.word[at - 1] not in BREAKS or tree.word[behind] in ("that", "it"):
        return False
    return subject is not None or _has_main_clause(tree, tree.sentence_of(at)[0], at)


def _has_main_clause(tree: Tree, start: int, end: int) -> bool:
    """Is there a subject outside of relative clauses, or a quotation mark?"""
    return any(
        tree.word[at] in ('"', "''", "``", "'")
        or (tree.dep[at] in ("nsubj", "nsubjpass", "csubj", "expl") and tree.dep[tree.head[at]] not in ("relcl", "acl"))
        for at in range(start, end)
    )


def around(tree: Tree, cue: Cue, clause: int | None) -> list[Span]:
    """What stands before the attribution, and behind it where the sentence goes on."""
    if "that" not in cue.entry.frames and not (cue.entry.frames & {"quote"} and is_inverted(tree, cue)):
        return []
    first, behind = sentence_ends(tree, cue.at)
    start, end = attribution(tree, cue)
    if start > first and tree.word[start - 1] == "as":
        start -= 1
    if start <= first + 1 and tree.word[start] in ("as", "like") and end < behind - 2 and tree.word[end] == ",":
        return [(end + 1, behind)]
    comma = start - 1
    if comma <= first or tree.word[comma] not in BREAKS or not _may_follow(tree, cue, clause):
        return []
    found: list[Span] = []
    opens = _opening(tree, cue, clause, first, comma)
    resumes = end < behind - 2 and tree.word[end] == "," and _resumes(tree, cue, end + 1, behind)
    inside = resumes and tree.dep[tree.head[cue.at]] in ("relcl", "acl")
    if _has_clause(tree, opens, comma) or (resumes and comma - opens >= 1):
        found += [] if inside else [(opens, comma)]
    if resumes:
        found.append((end + 1, behind))
    return found


def sentence_ends(tree: Tree, at: int) -> Span:
    """The sentence of a token, without the spaces at its end."""
    first, behind = tree.sentence_of(at)
    while behind > first and not tree.word[behind - 1].strip():
        behind -= 1
    return first, behind


def attribution(tree: Tree, cue: Cue) -> Span:
    """The words of the attribution itself: who, the cue, whom they told and when."""
    subjects = [kid for kid in tree.kids[cue.at] if kid < cue.at and tree.dep[kid] in ("nsubj", "nsubjpass")]
    start = tree.left[subjects[-1]] if subjects else cue.at
    if is_inverted(tree, cue):
        start = cue.at
    while (
        start - 1 >= 0 and tree.head[start - 1] == cue.at and tree.dep[start - 1] in ("advmod", "aux", "auxpass", "neg")
    ):
        start -= 1
    end = cue.last + 1
    for kid in tree.kids[cue.at]:
        if (
            kid > cue.at
            and tree.left[kid] <= end
            and tree.dep[kid] not in ("ccomp", "advcl", "conj", "parataxis", "punct")
        ):
            end = max(end, tree.right[kid] + 1)
    return start, end


def _has_clause(tree: Tree, start: int, end: int) -> bool:
    """Is there a verb with a subject, or a quotation mark? "On Thursday" is nothing that anybody said."""
    return any(
        tree.dep[at] in ("nsubj", "nsubjpass", "csubj", "expl")
        or tree.tag[at] in FINITE
        or tree.word[at] in ('"', "''")
        for at in range(start, end)
    )


def _may_follow(tree: Tree, cue: Cue, clause: int | None) -> bool:
    """A subject that stands with the cue, and no report of another kind behind it."""
    if is_inverted(tree, cue):
        return True
    if tree.dep[cue.at] in ("xcomp", "acl", "relcl", "pcomp", "amod", "csubj"):
        return False
    if tree.tag[cue.at] == "VBG" and tree.dep[cue.at] in ("advcl", "conj"):
        return False
    if tree.kid(cue.at, "nsubj", "nsubjpass") is None:
        return False
    if cue.name not in ADDRESSED and tree.kid(cue.at, "dobj") is not None:
        return False
    mark = tree.kid(cue.at, "mark")
    return mark is None or clause is not None or tree.word[mark] == "as"


def _opening(tree: Tree, cue: Cue, clause: int | None, first: int, comma: int) -> int:
    """Where the report that comes before its cue begins: at the sentence's start, or where its own clause does."""
    opens = first
    if clause is not None:
        top = min(tree.left[clause], tree.left[cue.at])
        near = range(max(first + 1, top - 1), top + 1)
        if top > first and any(tree.dep[at] == "cc" and tree.word[at - 1] == "," for at in near):
            opens = top
    while opens < comma and (tree.pos[opens] in ("CCONJ", "SPACE") or tree.word[opens] in (",", ";", "meanwhile")):
        opens += 1
    return opens


def _resumes(tree: Tree, cue: Cue, start: int, end: int) -> bool:
    """Does what follows the attribution carry the report on, rather than hang on the cue?"""
    carried_on = [tree.word[at] for at in range(start, min(start + 2, end))] == ["but", "also"]
    if start >= end or (tree.word[start] in HANGING and not carried_on):
        return False
    return cue.at not in tree.above(start)
