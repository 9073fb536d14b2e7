"""Where does a report end, and what at its edges is no part of it?"""

from __future__ import annotations

from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import DASHES

Span = tuple[int, int]


def narrowed(tree: Tree, span: Span, *, wide: bool = False) -> Span:
    """A report without "that" in front, without "according to …" and without a gloss at its end."""
    start, end = span
    while start < end and (
        tree.word[start] in (",", ":", "-", "--", "–", "—")
        or (tree.word[start] == "that" and tree.dep[start] == "mark")
        or not tree.word[start].strip()
    ):
        start += 1
    for at in range(start + 1, end):
        if tree.word[at] == "according" and at + 1 < end and tree.word[at + 1] == "to":
            end = at
            break
    while end > start and (
        tree.word[end - 1] in (",", "-", "--", "–", "—", ";", ":") or not tree.word[end - 1].strip()
    ):
        end -= 1
    return start, _without_gloss(tree, start, end if wide else _without_turn(tree, start, end))


def _without_turn(tree: Tree, start: int, end: int) -> int:
    """A report ends where the author turns from it: "— but raised …", ", and when asked …", "— a verdict …"."""
    words = tree.word
    for at in range(start + 2, end - 2):
        if words[at] in DASHES and _is_spaced(tree, at):
            if words[at + 1] in ("but", "yet") and tree.tag[at + 2] in ("VBD", "VBZ", "RB"):
                return at
            if _is_remark(tree, start, at, end):
                return at
        if words[at] in ("and", "but") and words[at + 1 : at + 3] == ["when", "asked"]:
            return at - 1 if words[at - 1] == "," else at
    return end


def _is_spaced(tree: Tree, at: int) -> bool:
    """A dash between clauses, not a hyphen inside a word."""
    return tree.word[at] != "-" or tree.start[at] > tree.end[at - 1]


def _is_remark(tree: Tree, start: int, at: int, end: int) -> bool:
    """Behind the last dash only a noun with what hangs on it: the author's gloss."""
    if tree.word[at + 1] not in ("a", "an", "the") or any(tree.word[one] in DASHES for one in range(at + 1, end)):
        return False
    if any(tree.word[one] in DASHES and _is_spaced(tree, one) for one in range(start, at)):
        return False
    named = tree.pos[at - 1] in ("PROPN", "NUM")
    if not named and not any(tree.dep[one] == "relcl" for one in range(at, end)):
        return False
    quoted = any(tree.word[one] in ('"', "''", "``") for one in range(at, end))
    verbs = [one for one in range(at, end) if tree.tag[one] in ("VBD", "VBZ", "VBP", "MD")]
    return not quoted and all(_is_below(tree, one) for one in verbs)


def _is_below(tree: Tree, at: int) -> bool:
    return tree.dep[at] == "relcl" or any(tree.dep[above] == "relcl" for above in tree.above(at))


def _without_gloss(tree: Tree, start: int, end: int) -> int:
    """ "near Samarra, a mainly Sunni area": what only explains the last name is the author's."""
    for at in range(end - 2, start + 2, -1):
        if tree.word[at] != "," or at + 1 >= end:
            continue
        opener = tree.word[at + 1]
        if any(tree.word[one] in DASHES and _is_spaced(tree, one) for one in range(at + 1, end)):
            return end
        heads = [kid for kid in range(at + 1, end) if tree.head[kid] < at and tree.head[kid] >= start]
        if len([kid for kid in heads if tree.dep[kid] != "punct"]) != 1:
            return end
        head = next(kid for kid in heads if tree.dep[kid] != "punct")
        relative = tree.dep[head] == "relcl" and opener in ("which", "who", "whom", "where", "whose")
        apposed = tree.dep[head] == "appos" and opener in ("a", "an", "the")
        return at if relative or apposed else end
    return end
