"""Where does a report end, and what at its edges is no part of it?"""

from __future__ import annotations

from analysis.evidence.voices.tree import Tree

Span = tuple[int, int]


def narrowed(tree: Tree, span: Span) -> Span:
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
    return start, _without_gloss(tree, start, end)


def _without_gloss(tree: Tree, start: int, end: int) -> int:
    """ "near Samarra, a mainly Sunni area": what only explains the last name is the author's."""
    for at in range(end - 2, start + 2, -1):
        if tree.word[at] != "," or at + 1 >= end:
            continue
        opener = tree.word[at + 1]
        heads = [kid for kid in range(at + 1, end) if tree.head[kid] < at and tree.head[kid] >= start]
        if len([kid for kid in heads if tree.dep[kid] != "punct"]) != 1:
            return end
        head = next(kid for kid in heads if tree.dep[kid] != "punct")
        relative = tree.dep[head] == "relcl" and opener in ("which", "who", "whom", "where", "whose")
        apposed = tree.dep[head] == "appos" and opener in ("a", "an", "the")
        return at if relative or apposed else end
    return end
