"""What verbs of naming and judging report: their object with its complement."""

from __future__ import annotations

from analysis.evidence.voices.cues import Cue
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import ADDRESSED, EMPTY_OBJECTS, NAMING, PREPOSITIONS, WHEN, WHOLE

Span = tuple[int, int]


def thing_named(tree: Tree, cue: Cue, *, wide: bool) -> Span | None:
    """Object and complement: "called [X Y]", "accused [X of Y]", "called for [X]"."""
    if cue.is_passive and (cue.name != "ask" or not wide):
        return _passive(tree, cue)
    if cue.entry.pos == "PHRASE" and cue.last > cue.at:
        return _behind_particle(tree, cue) if tree.pos[cue.last] not in ("NOUN", "VERB") else None
    kids = [kid for kid in tree.kids[cue.at] if kid > cue.at]
    fits = ("dobj", "dative", "oprd", "attr", "ccomp", "nsubj") if cue.name in NAMING else ("dobj", "dative", "oprd")
    thing = next((kid for kid in kids if tree.dep[kid] in fits), None)
    if thing is None:
        return _behind_preposition(tree, cue, kids, wide=wide)
    if cue.name == "put":
        return _put_at(tree, cue, thing)
    if cue.entry.is_loose and not (wide or cue.name in NAMING):
        return None
    if tree.left[thing] - cue.last > 4 or (tree.word[thing] in EMPTY_OBJECTS and cue.name not in NAMING):
        return None
    end = reach(tree, cue, thing, tree.right[thing] + 1)
    start = tree.left[thing]
    if cue.name in ADDRESSED and cue.name not in NAMING and tree.dep[thing] in ("dobj", "dative"):
        start = behind_addressee(tree, cue, thing, end)
    return (start, end) if start < end else None


def _put_at(tree: Tree, cue: Cue, thing: int) -> Span | None:
    """ "put the number of dead at 600": up to the figure, whatever the parse hangs it on."""
    for at in range(tree.left[thing] + 1, min(tree.left[thing] + 16, tree.sentence_of(thing)[1])):
        if tree.word[at] in (",", ";", ":"):
            return None
        if tree.word[at] == "at" and tree.right[at] > at:
            return tree.left[thing], tree.right[at] + 1
    return None


def _behind_preposition(tree: Tree, cue: Cue, kids: list[int], *, wide: bool) -> Span | None:
    """ "complained of X", "spoke about X", "described as X"."""
    words = ("as",) if not wide else ("as", "about", "against", "of")
    first = next((kid for kid in kids if tree.dep[kid] == "prep" and tree.word[kid] in words), None)
    if first is None or not (cue.name in NAMING or wide) or cue.name in ("put", "call"):
        return None
    return first + 1, reach(tree, cue, first, tree.right[first] + 1)


def reach(tree: Tree, cue: Cue, thing: int, end: int) -> int:
    """How far object and complement go: phrases that follow without a comma, times at the end left out."""
    far = end
    for kid in tree.kids[cue.at]:
        if kid <= thing or tree.left[kid] < far:
            continue
        if tree.left[kid] != far:
            break
        dep = tree.dep[kid]
        if dep == "prep" and tree.word[kid] in PREPOSITIONS:
            far = tree.right[kid] + 1
            end = end if _is_time(tree, kid) else far
        elif dep in ("oprd", "acomp", "xcomp", "attr", "dobj", "ccomp") or (
            dep == "advcl" and tree.word[tree.left[kid]] in ("to", "for", "if")
        ):
            end = far = tree.right[kid] + 1
        else:
            break
    return end


def _is_time(tree: Tree, at: int) -> bool:
    below = tree.kid(at, "pobj")
    return below is not None and tree.lemma[below] in WHEN


def behind_addressee(tree: Tree, cue: Cue, thing: int, end: int) -> int:
    """ "threatened them with arrest", "urged people to leave": what is said begins behind the person."""
    for at in range(thing + 1, end):
        under = tree.head[at] in (cue.at, thing)
        if under and tree.word[at] == "of" and at == thing + 1 and tree.pos[thing] == "PROPN":
            whose = tree.kid(at, "pobj")
            if whose is not None and tree.pos[whose] == "PROPN":
                return end
        if tree.dep[at] == "prep" and under and tree.word[at] in ("with", "for", "of", "about", "against"):
            return at if tree.word[at] in ("with", "for") else at + 1
        if tree.word[at] == "to" and tree.dep[at] == "aux":
            return at - 1 if tree.dep[at - 1] == "neg" else at
    return tree.left[thing] if cue.name in WHOLE else tree.right[thing] + 1


def _passive(tree: Tree, cue: Cue) -> Span | None:
    """ "was hailed as X", "was described by Y as Z": the complement."""
    if cue.entry.kind == "thought":
        return None
    for kid in tree.kids[cue.at]:
        if kid > cue.at and tree.dep[kid] == "prep" and tree.word[kid] in ("as", "of") and tree.right[kid] > kid:
            return kid + 1, reach(tree, cue, kid, tree.right[kid] + 1)
        if kid > cue.at and tree.dep[kid] in ("oprd", "attr", "xcomp"):
            return tree.left[kid], tree.right[kid] + 1
    by = tree.kid(cue.at, "agent")
    taken = [at for at in range(by, tree.right[by]) if tree.word[at] == "as"] if by is not None else []
    return (taken[-1] + 1, tree.right[taken[-1]] + 1) if taken and cue.name in NAMING else None


def _behind_particle(tree: Tree, cue: Cue) -> Span | None:
    """What follows "called for", "brushed off", or stands between the parts of "hold … responsible"."""
    own = cue.name.split()
    between = [
        kid
        for kid in tree.kids[cue.at]
        if cue.at < kid < cue.last and tree.dep[kid] in ("dobj", "nsubj", "ccomp") and tree.lemma[kid] not in own
    ]
    if between:
        return tree.left[between[0]], max(tree.right[cue.last], cue.last) + 1
    start = end = cue.last + 1
    for kid in sorted([*tree.kids[cue.last], *tree.kids[cue.at]]):
        if tree.right[kid] >= end and tree.left[kid] <= end and tree.right[kid] > cue.last and kid != cue.last:
            if tree.word[tree.left[kid]] == "," or tree.dep[kid] in ("punct", "npadvmod", "cc", "conj"):
                break
            end = tree.right[kid] + 1
    if own[0] in ADDRESSED and own[-1] in ("on", "upon", "to", "with"):
        start = _order(tree, start, end)
    return (start, end) if start < end else None


def _order(tree: Tree, start: int, end: int) -> int:
    """ "called on it to act", "appealed to him for help": without the one who is called on."""
    for at in range(start, end):
        if tree.word[at] == "to" and tree.dep[at] == "aux":
            return at - 1 if tree.dep[at - 1] == "neg" else at
        if at > start and tree.dep[at] == "prep" and tree.word[at] == "for":
            return at
    return start
