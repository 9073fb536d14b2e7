"""Nouns that a pronoun may take up although they are no subjects, and peoples that a plain alias does not mean."""

from __future__ import annotations

from collections.abc import Callable

from analysis.evidence.voices.nouns import is_body, is_plural
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import DOCUMENTS, HUMAN

PEOPLES = ("an", "ish", "ese", "aqi", "ani", "eli", "ench", "utch")


def beneath(tree: Tree, subjects: list[int]) -> list[int]:
    """ "Kidnappers of the spokesman …, in which he pleaded": one person under a subject that is many."""
    found = [
        tree.kid(of, "pobj")
        for at in subjects
        for of in tree.kids[at]
        if is_plural(tree, at) and of > at and tree.word[of] == "of"
    ]
    return [at for at in found if at is not None and tree.lemma[at] in HUMAN and not is_plural(tree, at)]


def authors(tree: Tree, hidden: list[bool]) -> list[int]:
    """ "A comment … by the analyst Ana Diaz": who wrote what the sentence speaks of."""
    found = [at for by, word in enumerate(tree.word) if word == "by" and (at := tree.kid(by, "pobj")) is not None]
    named = [tree.kid(at, "appos") if tree.lemma[at] in HUMAN else at for at in found]
    return [
        at
        for at in named
        if at is not None
        and tree.pos[at] == "PROPN"
        and not hidden[at]
        and any(tree.lemma[one] in DOCUMENTS for one in range(tree.sentence_of(at)[0], at))
    ]


def foreign(tree: Tree, at: int, start: int, is_known: Callable[[str], bool]) -> bool:
    """ "Costa Rican government": a people that the alias table does not know stands before a plain alias."""
    if tree.pos[at] != "NOUN" or not is_body(tree, at):
        return False
    front = [kid for kid in tree.kids[at] if start <= kid < at and tree.dep[kid] in ("amod", "compound", "nmod")]
    shown = {kid: tree.text[tree.start[kid] : tree.end[kid]] for kid in front}
    peoples = [word for word in shown.values() if word[:1].isupper() and word.endswith(PEOPLES)]
    return bool(peoples) and not any(is_known(word) for word in peoples)
