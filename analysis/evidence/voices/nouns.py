"""What kind of noun is it: a name, a body, one person, many?"""

from __future__ import annotations

import re

from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import BODIES, PARTICLES, TITLES, WHEN

ALONE = frozenset({"several", "many", "some", "others", "most", "both", "two", "three", "few", "all", "neither"})


def run_end(tree: Tree, at: int) -> int:
    """Where the run of names that begins here ends, the particles of "al-Maliki" and "de la Cruz" with it."""
    end = at + 1
    while end < len(tree) and tree.sentence[end] == tree.sentence[at]:
        if tree.pos[end] == "PROPN":
            end += 1
        elif _is_particle(tree, end) and end + 1 < len(tree) and tree.pos[end + 1] == "PROPN":
            end += 2
        else:
            break
    return end


def untitled(tree: Tree, start: int, end: int) -> str:
    """A name without the offices in front of it; empty where nothing else is left."""
    for at in range(end - 1, start - 1, -1):
        if tree.word[at] in TITLES and at != end - 1:
            start = at + 1
            break
    while start < end and (tree.word[start] in TITLES | WHEN or tree.word[start] in ("-", "the")):
        start += 1
    return words_of(tree, start, end) if start < end else ""


def words_of(tree: Tree, start: int, end: int) -> str:
    """The words as printed, spaces folded, without signs at the edges."""
    return re.sub(r"\s+", " ", tree.text[tree.start[start] : tree.end[end - 1]]).strip(' ,;:–—-"“”')


def bare(tree: Tree, start: int, end: int) -> str:
    """A body or a document without its article: "US military"."""
    while start < end - 1 and tree.pos[start] in ("DET", "CCONJ"):
        start += 1
    return words_of(tree, start, end)


def last_word(name: str) -> str:
    """Under what a name is found again: its last word, without "al-" and the genitive."""
    last = name.split()[-1].lower()
    return re.sub(r"^al-|['’]s$", "", last)


def stands_alone(tree: Tree, at: int) -> bool:
    """ "Several said": a number or an amount that stands for people named before."""
    return tree.word[at] in ALONE and not any(tree.dep[kid] in ("prep", "amod", "compound") for kid in tree.kids[at])


def is_body(tree: Tree, at: int) -> bool:
    """An army, a ministry, a newspaper: a body that speaks under its name."""
    return tree.word[at] in BODIES or tree.lemma[at] in BODIES


def is_plural(tree: Tree, at: int) -> bool:
    """Is the noun in the plural?"""
    return tree.tag[at] in ("NNS", "NNPS")


def singular(tree: Tree, at: int) -> str:
    """The dictionary form, "-men" as "-man"."""
    return re.sub(r"men$", "man", tree.lemma[at])


def is_reported(tree: Tree, at: int) -> bool:
    """Does the subject stand in a clause that is itself reported?"""
    return any(tree.dep[above] == "ccomp" and tree.head[above] < above for above in tree.above(at))


def _is_particle(tree: Tree, at: int) -> bool:
    """ "al" in "Muqtada al Sadr"; a hyphen only without a space, for a dateline has one with."""
    return tree.word[at] in PARTICLES and (tree.word[at] != "-" or tree.end[at - 1] == tree.start[at])
