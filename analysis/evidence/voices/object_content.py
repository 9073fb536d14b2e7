"""What verbs of naming and judging report: their object with its complement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.voices.cues import Cue
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

Run = tuple[int, int]
EMPTY = word_list("objects without content")
WHEN = word_list("times (voices)")
LINKS = word_list("prepositions of a complement")
COMPLEMENTS = frozenset({"oprd", "acomp", "xcomp", "attr", "dobj", "ccomp"})


def object_content(cue: Cue, *, wide: bool) -> Run | None:
    """Object and complement: "called [X Y]", "accused [X of Y]", "called for [X]"."""
    if cue.is_passive and (cue.entry.cue != "ask" or not wide):
        return _passive_complement(cue)
    if "np" not in cue.entry.frames and not any(child.lower_ == "as" for child in cue.word.rights):
        return None
    if cue.last is not cue.word:
        return _particle_verb_content(cue) if cue.last.pos_ not in {"NOUN", "VERB"} else None
    is_named = cue.entry.object in {"named", "figure"}
    fits = {"dobj", "dative", "oprd"} | ({"attr", "ccomp", "nsubj"} if is_named else set())
    thing = next((child for child in cue.word.rights if child.dep_ in fits), None)
    if thing is None:
        return _preposition_content(cue, wide=wide)
    if cue.entry.object == "figure":
        return _figure_content(thing) if cue.entry.cue == "put" else _counted_object_content(thing)
    if "ambiguous" in cue.entry.senses and not (wide or is_named):
        return None
    if thing.left_edge.i - cue.last.i > 4 or (thing.lower_ in EMPTY and not is_named):
        return None
    start, end = thing.left_edge.i, _object_end(cue, thing)
    if cue.entry.object in {"addressee", "either"} and thing.dep_ in {"dobj", "dative"}:
        start = _start_after_addressee(cue, thing, end)
    return (start, end) if start < end else None


def _figure_content(thing: Token) -> Run | None:
    """ "put the number of dead at 600": up to the figure, whatever the parse hangs it on."""
    start = thing.left_edge.i
    for token in thing.doc[start + 1 : min(start + 16, thing.sent.end)]:
        if token.lower_ in {",", ";", ":"}:
            return None
        if token.lower_ == "at" and token.right_edge is not token:
            return start, token.right_edge.i + 1
    return None


def _counted_object_content(thing: Token) -> Run | None:
    """ "counted 50 dead": a number, with what it counts."""
    is_number = thing.like_num or any(child.dep_ == "nummod" for child in thing.lefts)
    return (thing.left_edge.i, thing.right_edge.i + 1) if is_number else None


def _preposition_content(cue: Cue, *, wide: bool) -> Run | None:
    """ "complained of X", "spoke about X", "described as X"."""
    words = {"as", "about", "against", "of"} if wide else {"as"}
    first = next((child for child in cue.word.rights if child.dep_ == "prep" and child.lower_ in words), None)
    is_named = cue.entry.object == "named" and cue.entry.cue != "call"
    return (first.i + 1, _object_end(cue, first)) if first is not None and (is_named or wide) else None


def _object_end(cue: Cue, thing: Token) -> int:
    """How far object and complement go: phrases that follow without a comma, times at the end left out."""
    end = far = thing.right_edge.i + 1
    for child in cue.word.rights:
        if child.i <= thing.i or child.left_edge.i < far:
            continue
        if child.left_edge.i != far:
            break
        if child.dep_ == "prep" and child.lower_ in LINKS:
            far = child.right_edge.i + 1
            below = child.child("pobj")
            end = end if below is not None and below.lemma_ in WHEN else far
        elif child.dep_ in COMPLEMENTS or (child.dep_ == "advcl" and child.left_edge.lower_ in {"to", "for", "if"}):
            end = far = child.right_edge.i + 1
        else:
            break
    return end


def _start_after_addressee(cue: Cue, thing: Token, end: int) -> int:
    """ "threatened them with arrest", "urged people to leave": what is said begins behind the person."""
    for token in thing.doc[thing.i + 1 : end]:
        is_under = token.head in {cue.word, thing}
        if token.lower_ == "of" and token.i == thing.i + 1 and is_under and thing.pos_ == "PROPN":
            whose = token.child("pobj")
            if whose is not None and whose.pos_ == "PROPN":
                return end
        if token.dep_ == "prep" and is_under and token.lower_ in {"with", "for", "of", "about", "against"}:
            return token.i if token.lower_ in {"with", "for"} else token.i + 1
        if token.lower_ == "to" and token.dep_ == "aux":
            return infinitive_start(token)
    return thing.left_edge.i if cue.entry.object == "either" else thing.right_edge.i + 1


def infinitive_start(to: Token) -> int:
    """Where an infinitive begins: at "to", or at the "not" before it."""
    return to.i - 1 if to.doc[to.i - 1].dep_ == "neg" else to.i


def _passive_complement(cue: Cue) -> Run | None:
    """ "was hailed as X", "was described by Y as Z": the complement."""
    if cue.entry.kind == "thought":
        return None
    for child in cue.word.rights:
        if child.dep_ == "prep" and child.lower_ in {"as", "of"} and child.right_edge is not child:
            return child.i + 1, _object_end(cue, child)
        if child.dep_ in {"oprd", "attr", "xcomp"}:
            is_name = child.pos_ == "PROPN" and cue.word.dep_ == "acl"  # "a group called Lashkar"
            return None if is_name else (child.left_edge.i, child.right_edge.i + 1)
    by = cue.word.child("agent")
    taken = [one for one in by.subtree if one.i >= by.i and one.lower_ == "as"] if by is not None else []
    return (taken[-1].i + 1, taken[-1].right_edge.i + 1) if taken and cue.entry.object == "named" else None


def _particle_verb_content(cue: Cue) -> Run | None:
    """What follows "called for", "brushed off", or stands between the parts of "hold … responsible"."""
    own = cue.entry.cue.split()
    for child in cue.word.rights:
        if child.i < cue.last.i and child.dep_ in {"dobj", "nsubj", "ccomp"} and child.lemma_ not in own:
            return child.left_edge.i, cue.last.right_edge.i + 1
    start = end = cue.last.i + 1
    for child in sorted({*cue.last.children, *cue.word.children} - {cue.last}, key=lambda one: one.i):
        if child.right_edge.i >= end and child.left_edge.i <= end:
            if child.left_edge.lower_ == "," or child.dep_ in {"punct", "npadvmod", "cc", "conj"}:
                break
            end = child.right_edge.i + 1
    if cue.entry.object == "addressee" and own[-1] in {"on", "upon", "to", "with"}:
        start = _start_after_addressed_preposition(cue, start, end)
    return (start, end) if start < end else None


def _start_after_addressed_preposition(cue: Cue, start: int, end: int) -> int:
    """ "called on it to act", "appealed to him for help": without the one who is called on."""
    for token in cue.word.doc[start:end]:
        if token.lower_ == "to" and token.dep_ == "aux":
            return infinitive_start(token)
        if token.i > start and token.dep_ == "prep" and token.lower_ == "for":
            return token.i
    return start
