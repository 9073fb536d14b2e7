"""Who issued a statement, a report, an article?"""

from __future__ import annotations

from analysis.evidence.voices.nouns import is_body
from analysis.evidence.voices.sources import subject
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import DOCUMENTS, HUMAN, LIGHT
from analysis.language.words import listed

# How far back, in tokens, "the article" may point.
FAR = 900

# In a name these are newspapers, not what somebody issued: "the Washington Post".
PAPERS = listed("papers")


def writing(tree: Tree, at: int) -> int | None:
    """The noun of a writing; "the article" stands for the one spoken of before. None for what is no writing."""
    if tree.lemma[at] not in DOCUMENTS or (tree.pos[at] == "PROPN" and tree.lemma[at] in PAPERS):
        return None
    if (
        tree.pos[at] != "NOUN"
        or issuer(tree, at) is not None
        or not any(tree.word[kid] == "the" for kid in tree.kids[at])
    ):
        return at
    for before in range(at - 1, max(-1, at - FAR), -1):
        if tree.lemma[before] == tree.lemma[at] and issuer(tree, before) is not None:
            return before
    return at


def issuer(tree: Tree, at: int) -> int | None:
    """Who issued it: "a response from the military", "Sadr's message", "a military statement", "entitled … by X"."""
    if tree.dep[at] == "dobj" and tree.lemma[tree.head[at]] in LIGHT:
        who = subject(tree, tree.head[at])
        if who is not None:
            return who
    owner = tree.kid(at, "poss")
    if owner is not None:
        return owner
    by = [kid for kid in range(at + 1, tree.right[at] + 1) if tree.word[kid] == "by" and tree.head[kid] != at]
    for kid in [*tree.kids[at], *by]:
        if tree.dep[kid] in ("prep", "agent") and tree.word[kid] in ("from", "by", "of", "in"):
            inner = tree.kid(kid, "pobj")
            if inner is not None and _can_issue(tree, inner):
                return inner
    for kid in reversed(tree.kids[at]):
        if kid < at and tree.dep[kid] in ("compound", "nmod") and (tree.pos[kid] == "PROPN" or is_body(tree, kid)):
            return kid
    return None


def _can_issue(tree: Tree, at: int) -> bool:
    return tree.pos[at] in ("PROPN", "PRON") or is_body(tree, at) or tree.lemma[at] in HUMAN
