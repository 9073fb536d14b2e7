"""Adverbs that report: "reportedly", "allegedly"."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.evidence.voices.cues import Cue
from analysis.evidence.voices.edges import narrowed
from analysis.evidence.voices.lexicon import Entry
from analysis.evidence.voices.reports import Report
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import HEARSAY
from analysis.language.words import listed

RELATIVE = listed("relative (voices)")


def hearsay(tree: Tree, found: list[Report], inside: list[bool]) -> Iterator[Report]:
    """The clauses that an adverb gives as told by somebody who is not stated."""
    cues = {report.cue.at for report in found}
    for at, word in enumerate(tree.word):
        head = tree.head[at]
        if word not in HEARSAY or inside[at] or head in cues or head == at:
            continue
        entry = Entry(word, "ADV", HEARSAY[word], frozenset(), "speech", False, False)
        start, end = narrowed(tree, _clause(tree, at, head))
        if end - start > 1:
            yield Report(Cue(at, at, entry, "noun"), (at, at), None, None, HEARSAY[word], False, [(start, end)])


def _clause(tree: Tree, at: int, head: int) -> tuple[int, int]:
    """The whole clause; behind the adverb only where the clause has no subject of its own or a relative one."""
    subject = tree.kid(head, "nsubj", "nsubjpass", "expl")
    end = tree.right[head] + 1
    for kid in tree.kids[head]:
        if kid > head and tree.dep[kid] == "conj" and tree.kid(kid, "nsubj", "nsubjpass") is not None:
            end = min(end, tree.left[kid])
    if subject is None or subject > at or tree.word[subject] in RELATIVE or tree.dep[head] in ("relcl", "acl"):
        return at + 1, max(end, at + 2)
    return tree.left[subject], end
