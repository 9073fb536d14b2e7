"""What kind of noun is it: a name, a body, one person, many?"""

from __future__ import annotations

import re

from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import (
    BODIES,
    DOCUMENTS,
    FEMALE,
    HUMAN,
    MALE,
    PARTICLES,
    SILENT,
    SPEAKING,
    TITLES,
    WHEN,
)
from analysis.language.words import listed

# What opens a description and is no part of it.
OPENERS = listed("openers")
# How words for peoples and creeds end: they keep their capital.
DEMONYM = ("i", "is", "an", "ans", "ish", "ese", "ite", "ites", "ist", "ists", "nch", "utch", "im", "ims", "nni", "ew")
ALONE = listed("alone")


def run_end(tree: Tree, at: int) -> int:
    """Where the run of names that begins here ends, the particles of "al-Maliki" and "de la Cruz" with it."""
    end = at + 1
    while end < len(tree) and tree.sentence[end] == tree.sentence[at]:
        if (tree.dep[end - 1] == "pobj" and not _is_joined(tree, end)) or tree.word[end] in WHEN:
            break
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
    while start < end and (
        tree.word[start] in TITLES | WHEN or tree.word[start] == "the" or not tree.word[start][0].isalnum()
    ):
        start += 1
    return words_of(tree, start, end) if start < end else ""


def name_span(tree: Tree, at: int, start: int) -> tuple[int, int]:
    """The run of names that ends, or begins to, at a token: not past "ambassador to Iraq", but with "-Tayar"."""
    first, end = at, at + 1
    while first > start and (tree.pos[first - 1] == "PROPN" or tree.word[first - 1] in PARTICLES):
        if tree.dep[first - 1] == "pobj" and not _is_joined(tree, first):
            break
        first -= 1
    while end < len(tree) and tree.pos[end] == "PROPN" and _is_joined(tree, end):
        end += 1
    return first, end


def _is_joined(tree: Tree, at: int) -> bool:
    """Does a name go on here: behind a particle, or glued to a hyphen?"""
    glued = tree.end[at - 1] == tree.start[at] and "-" in (tree.word[at], tree.word[at - 1])
    return glued or tree.word[at - 1] in PARTICLES


def described(tree: Tree, start: int, end: int) -> str:
    """A description of somebody unnamed: without article, possessor or "on condition of anonymity"."""
    stop = next((at for at in range(start + 1, end - 1) if tree.word[at : at + 2] == ["on", "condition"]), end)
    end = stop
    while start < end - 1 and (tree.word[start] in OPENERS or tree.pos[start] == "CCONJ"):
        start += 1
    shown = words_of(tree, start, end)
    first = tree.sentence_of(start)[0]
    if start == end - 1 and tree.tag[start] == "NN" and tree.lemma[start] not in BODIES | DOCUMENTS | HUMAN:
        return shown
    common = tree.pos[start] in ("NOUN", "NUM", "ADV", "ADJ") and not tree.word[start].endswith(DEMONYM)
    opens = all(at == start or tree.pos[at] != "PROPN" for at in range(first, start + 1))
    return shown[:1].lower() + shown[1:] if common and opens and not shown[:2].isupper() else shown


def words_of(tree: Tree, start: int, end: int) -> str:
    """The words as printed, spaces folded, without signs at the edges."""
    return re.sub(r"\s+", " ", tree.text[tree.start[start] : tree.end[end - 1]]).strip(' ,;:–—-"“”').lstrip(". ")


def bare(tree: Tree, start: int, end: int) -> str:
    """A body or a document without its article, "his" or "yesterday's": "US military"."""
    while start < end - 1 and (
        tree.pos[start] in ("DET", "CCONJ")
        or tree.word[start] in OPENERS
        or (tree.word[start] in WHEN and tree.word[start + 1] in ("'s", "’s"))
    ):
        start += 2 if tree.word[start] in WHEN else 1
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


def can_speak(tree: Tree, at: int) -> bool:
    """People, bodies and writings do; "operations", "the situation" or "the war" do not."""
    lemma = tree.lemma[at]
    if tree.pos[at] != "NOUN" or is_body(tree, at) or lemma in DOCUMENTS | HUMAN | SPEAKING:
        return True
    return lemma not in SILENT and not lemma.endswith(("tion", "sion", "ment", "ness", "ity", "ism", "ing"))


def gender(tree: Tree, at: int) -> str:
    """ "she" or "he" where the noun, or one in front of the name, is a woman's or a man's; else empty."""
    words = {tree.lemma[at], tree.word[at], *(tree.word[kid] for kid in tree.kids[at] if kid < at)}
    words |= {tree.lemma[kid] for kid in tree.kids[at] if tree.dep[kid] == "appos"}
    if tree.dep[at] == "appos":
        words.add(tree.lemma[tree.head[at]])
    female, male = words & FEMALE, words & MALE
    return "" if bool(female) == bool(male) else "she" if female else "he"


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
