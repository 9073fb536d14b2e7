"""Which words in quotation marks does the author hold at a distance, and which are names, titles or terms?"""

from __future__ import annotations

from collections import Counter

from analysis.evidence.voices.quoted import Quoted
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import INTRODUCERS
from analysis.language.words import listed

# Behind the marks these explain the word: it is a term.
EXPLAINING = listed("explaining")
MARKS = frozenset({'"', "''", "``"})
DOUBTED = ("so-called", "disguised as", "masquerading as", "posing as", "in the name of", "under the guise of")


def scare_quotes(tree: Tree, stretches: list[Quoted]) -> set[int]:
    """Where do the scare quotes start?

    Words in marks that nobody is said to use: behind "so-called" or "disguised as", or one common word that stands
    on its own, a verb, an adverb, or a noun that no further noun follows. A word put in marks twice, introduced
    ("known as"), set beside another in marks, or explained is a term; one with a capital is a name or a title.
    """
    words = [_words(tree, one) for one in stretches]
    groups = Counter(word for group in words for word in set(group))
    often = {word for word, n in groups.items() if n > 1}
    found: set[int] = set()
    for one, group in zip(stretches, words, strict=True):
        if one.origin is None and not one.is_clause and _is_common(tree, one) and not _qualifies(tree, one):
            alone = len(group) == 1 and not often & set(group) and not _is_term(tree, one)
            if _is_doubted(tree, one) or alone:
                found.add(one.mark.start)
    return found


def _words(tree: Tree, one: Quoted) -> list[str]:
    return [tree.lemma[at] for at in one.tokens if tree.word[at][0].isalnum()]


def _is_common(tree: Tree, one: Quoted) -> bool:
    shown = tree.text[one.mark.start : one.mark.end]
    return shown == shown.lower() and any(sign.isalpha() for sign in shown)


def _is_doubted(tree: Tree, one: Quoted) -> bool:
    """ "so-called", "disguised as", "in the name of" right before the mark."""
    before = tree.text[max(0, one.mark.left - 24) : one.mark.left].lower().rstrip()
    return before.endswith(DOUBTED)


def _qualifies(tree: Tree, one: Quoted) -> bool:
    """Does the stretch only qualify the noun behind it? "the “closed” primaries"."""
    behind = tree.first(one.mark.right)
    if behind >= len(tree) or (one.mark.end - one.mark.start > 0 and tree.text[one.mark.end - 1] in ",.;"):
        return False
    if tree.start[behind] == one.mark.right and tree.word[behind] in ("-", "–", "—", "/"):
        return True
    return tree.pos[behind] in ("NOUN", "PROPN", "ADJ", "NUM") and tree.pos[one.tokens[-1]] != "VERB"


def _is_term(tree: Tree, one: Quoted) -> bool:
    """Introduced, set beside another word in marks, in apposition, or explained."""
    first, last = one.tokens[0], one.tokens[-1]
    before, behind = first - 2, tree.first(one.mark.right)
    if (before >= 0 and (tree.word[before] in INTRODUCERS or tree.word[before] in MARKS)) or tree.dep[last] == "appos":
        return True
    if behind + 1 >= len(tree):
        return False
    if tree.tag[behind] == "VBN" or (tree.word[behind] in ("or", "and", "to") and tree.word[behind + 1] in MARKS):
        return True
    comma = tree.text[one.mark.end - 1] == ","
    explained = comma or tree.word[behind] in (",", "--", "—", "–", "-", "(")
    return explained and tree.word[behind if comma else behind + 1] in EXPLAINING
