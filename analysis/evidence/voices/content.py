"""Which words does a cue report?"""

from __future__ import annotations

from analysis.evidence.voices.cues import Cue, clause_of
from analysis.evidence.voices.lexicon import ADDRESSED, NAMING, lexicon
from analysis.evidence.voices.tree import Tree

Span = tuple[int, int]
CONTRAST = frozenset({"although", "though", "while", "whereas", "but"})
EMPTY_OBJECTS = frozenset(
    {
        "it",
        "that",
        "this",
        "so",
        "what",
        "which",
        "something",
        "nothing",
        "anything",
        "who",
        "whom",
        "himself",
        "herself",
        "themselves",
    }
)
WHEN = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow", "tonight", "week", "month", "year", "night", "morning", "afternoon", "evening", "day", "time"]
)
# With a person or thing as object these carry content in what follows it: "held X responsible".
PREPOSITIONS = frozenset(
    {"as", "of", "for", "with", "at", "from", "against", "over", "to", "in", "on", "about", "by", "off", "into"}
)


def contents(tree: Tree, cue: Cue, *, wide: bool) -> list[Span]:
    """The reported words of a cue: token ranges, first to behind the last, in order; empty where there are none."""
    if cue.form == "noun":
        return _of_noun(tree, cue)
    if cue.form == "according":
        return _according(tree, cue)
    clause = _clause(tree, cue)
    if clause is not None and clause > cue.at:
        return [_right_clause(tree, cue, clause)]
    if cue.name in NAMING or "np" in cue.entry.frames or cue.entry.pos == "PHRASE":
        found = _object(tree, cue, wide=wide)
        if found:
            return [found]
    return _around(tree, cue, clause)


def _clause(tree: Tree, cue: Cue) -> int | None:
    """The head of the reported clause, if the parse knows one that the cue can take."""
    frames = cue.entry.frames
    right = [kid for kid in tree.kids[cue.at] if kid > cue.last and tree.dep[kid] in ("ccomp", "xcomp")]
    for kid in right:
        to = any(tree.dep[one] == "aux" and tree.word[one] == "to" for one in tree.kids[kid])
        if cue.name in NAMING and not _is_finite(tree, kid) and not to:
            continue
        if to and ("to" in frames or "that" in frames):
            return kid
        if (
            not to
            and ("that" in frames or "np" in frames or "quote" in frames)
            and (tree.dep[kid] == "ccomp" or tree.tag[kid] == "VBG")
        ):
            return kid
    left = [kid for kid in tree.kids[cue.at] if kid < cue.at and tree.dep[kid] in ("ccomp", "parataxis")]
    return left[0] if left and frames & {"that", "quote"} else None


def _is_finite(tree: Tree, at: int) -> bool:
    return tree.tag[at] in ("VBD", "VBZ", "VBP", "MD") or any(
        tree.dep[kid] in ("aux", "auxpass") for kid in tree.kids[at]
    )


def _right_clause(tree: Tree, cue: Cue, clause: int) -> Span:
    """From the clause's opening, without "that", to its end; a person addressed is left out before "to"."""
    start, end = tree.left[clause], tree.right[clause] + 1
    to = next((kid for kid in tree.kids[clause] if tree.dep[kid] == "aux" and tree.word[kid] == "to"), None)
    if to is not None:
        negated = [kid for kid in tree.kids[clause] if kid < to and tree.dep[kid] == "neg"]
        if cue.name.split()[0] in ADDRESSED and not _keeps_subject(tree, cue):
            start = negated[0] if negated and to - negated[0] == 1 else to
        elif _keeps_subject(tree, cue):
            start = min(start, cue.last + 1)
    for kid in tree.kids[cue.at]:
        joined = kid > clause and tree.left[kid] == end and tree.dep[kid] in ("advcl", "prep", "conj")
        if joined and (tree.dep[kid] != "conj" or tree.kid(kid, "nsubj", "nsubjpass") is None):
            end = tree.right[kid] + 1
    return start, _cut(tree, cue, start, end)


def _keeps_subject(tree: Tree, cue: Cue) -> bool:
    """ "called for his followers to stand down": the followers belong to what is called for."""
    return cue.entry.pos == "PHRASE" and cue.name.endswith(" for")


def _cut(tree: Tree, cue: Cue, start: int, end: int) -> int:
    """The end of the report, before a further clause of the author's own that reports as well."""
    verbs = lexicon().verbs
    for at in range(max(start + 2, cue.at + 1), end):
        if tree.word[at] not in CONTRAST and tree.word[at] != "and":
            continue
        if tree.word[at - 1] != "," or tree.head[at] == at:
            continue
        head = tree.head[at]
        if tree.dep[at] == "cc":
            head = next((kid for kid in tree.kids[head] if tree.dep[kid] == "conj" and kid > at), head)
        subject = tree.kid(head, "nsubj")
        entry = verbs.get(tree.lemma[head])
        reports = entry is not None and entry.kind != "thought" and "that" in entry.frames
        if subject is not None and at < subject < head and reports and tree.kid(head, "ccomp") is not None:
            return at
    return end


def _object(tree: Tree, cue: Cue, *, wide: bool) -> Span | None:
    """Object and complement of verbs of naming and judging, and of verb and preposition: "called for X"."""
    if cue.is_passive:
        return _passive(tree, cue)
    if cue.entry.pos == "PHRASE" and cue.last > cue.at:
        return _behind_particle(tree, cue)
    kids = [kid for kid in tree.kids[cue.at] if kid > cue.at]
    thing = next((kid for kid in kids if tree.dep[kid] in ("dobj", "dative", "oprd", "attr", "ccomp", "nsubj")), None)
    first = next(
        (
            kid
            for kid in kids
            if tree.dep[kid] == "prep" and tree.word[kid] in ("as", "at", "against", "about", "of", "out")
        ),
        None,
    )
    if thing is None:
        if first is not None and (cue.name in NAMING or wide) and tree.word[first] != "out":
            return first + 1, _reach(tree, cue, first, tree.right[first] + 1)
        return None
    if cue.entry.is_loose and not (wide or cue.name in NAMING):
        return None
    if tree.left[thing] - cue.last > 4 or (tree.word[thing] in EMPTY_OBJECTS and cue.name not in NAMING):
        return None
    end = _reach(tree, cue, thing, tree.right[thing] + 1)
    start = tree.left[thing]
    if cue.name in ADDRESSED and tree.dep[thing] in ("dobj", "dative"):
        start = _behind_addressee(tree, cue, thing, end)
    return (start, end) if start < end else None


def _reach(tree: Tree, cue: Cue, thing: int, end: int) -> int:
    """How far object and complement go: phrases that follow without a comma, times left out."""
    for kid in tree.kids[cue.at]:
        if kid <= thing or tree.left[kid] < end:
            continue
        if tree.left[kid] != end:
            break
        dep = tree.dep[kid]
        fits = dep in ("oprd", "acomp", "xcomp", "attr", "dobj", "ccomp") or (
            dep == "prep" and tree.word[kid] in PREPOSITIONS and not _is_time(tree, kid)
        )
        if not fits and not (dep == "advcl" and tree.word[tree.left[kid]] in ("to", "for", "if")):
            break
        end = tree.right[kid] + 1
    return end


def _is_time(tree: Tree, at: int) -> bool:
    below = tree.kid(at, "pobj")
    return below is not None and tree.lemma[below] in WHEN


def _behind_addressee(tree: Tree, cue: Cue, thing: int, end: int) -> int:
    """ "threatened them with arrest", "urged people to leave": what is said begins behind the person."""
    behind = tree.right[thing] + 1
    for at in range(thing + 1, end):
        under = tree.head[at] == cue.at or tree.head[at] == thing
        if tree.dep[at] == "prep" and under and tree.word[at] in ("with", "for", "of", "about", "against"):
            return at if tree.word[at] in ("with", "for") else at + 1
        if tree.word[at] == "to" and tree.dep[at] == "aux":
            return at - 1 if tree.dep[at - 1] == "neg" else at
    if cue.name in ("order", "demand", "promise", "press", "direct"):
        return tree.left[thing]
    return behind


def _passive(tree: Tree, cue: Cue) -> Span | None:
    """ "was hailed as X", "was described by Y as Z": the complement."""
    for kid in tree.kids[cue.at]:
        if kid > cue.at and tree.dep[kid] == "prep" and tree.word[kid] in ("as", "of") and tree.right[kid] > kid:
            return kid + 1, tree.right[kid] + 1
        if kid > cue.at and tree.dep[kid] in ("oprd", "attr", "xcomp"):
            return tree.left[kid], tree.right[kid] + 1
    return None


def _behind_particle(tree: Tree, cue: Cue) -> Span | None:
    """What follows the last word of "called for", "brushed off", "warned against" or stands between its parts."""
    between = [kid for kid in tree.kids[cue.at] if cue.at < kid < cue.last and tree.dep[kid] == "dobj"]
    if between:
        return cue.at + 1, max(tree.right[cue.last], cue.last) + 1
    start = end = cue.last + 1
    for kid in [*tree.kids[cue.last], *tree.kids[cue.at]]:
        if tree.right[kid] >= end and tree.left[kid] <= end and tree.right[kid] > cue.last and kid != cue.last:
            if tree.word[tree.left[kid]] == "," or tree.dep[kid] in ("punct", "npadvmod", "cc", "conj"):
                break
            end = tree.right[kid] + 1
    first = cue.name.split()[0]
    if first in ADDRESSED and cue.name.split()[-1] in ("on", "upon", "to", "with"):
        for at in range(start, end):
            if tree.word[at] == "to" and tree.dep[at] == "aux":
                start = at - 1 if tree.dep[at - 1] == "neg" else at
                break
            if at > start and tree.dep[at] == "prep" and tree.word[at] == "for":
                start = at
                break
    return (start, end) if start < end else None


def _around(tree: Tree, cue: Cue, clause: int | None) -> list[Span]:
    """ "X, an official said", "X, he said, Y": what stands before the attribution, and behind it."""
    if not cue.entry.frames & {"that", "quote"} or (cue.entry.pos == "PHRASE" and not cue.entry.frames & {"quote"}):
        return []
    first, behind = tree.sentence_of(cue.at)
    start, end = attribution(tree, cue)
    while behind > first and not tree.word[behind - 1].strip():
        behind -= 1
    comma = start - 1
    found: list[Span] = []
    if comma > first and tree.word[comma] in (",", "-", "--", "–", "—", '"', "'") and _may_follow(tree, cue, clause):
        opens = _opening(tree, cue, clause, first, comma)
        if comma - opens >= 2:
            found.append((opens, comma))
        if end < behind - 2 and tree.word[end] == "," and _resumes(tree, cue, end + 1, behind):
            found.append((end + 1, behind))
    return found


def attribution(tree: Tree, cue: Cue) -> Span:
    """The words of the attribution itself: who, the cue, whom they told and when."""
    subject = tree.kid(cue.at, "nsubj", "nsubjpass")
    start = min([cue.at, *([tree.left[subject]] if subject is not None and subject < cue.at else [])])
    while (
        start - 1 >= 0 and tree.head[start - 1] == cue.at and tree.dep[start - 1] in ("advmod", "aux", "auxpass", "neg")
    ):
        start -= 1
    end = cue.last + 1
    for kid in tree.kids[cue.at]:
        if (
            kid > cue.at
            and tree.left[kid] <= end
            and tree.dep[kid] not in ("ccomp", "advcl", "conj", "parataxis", "punct")
        ):
            end = max(end, tree.right[kid] + 1)
    return start, end


def _may_follow(tree: Tree, cue: Cue, clause: int | None) -> bool:
    """A subject that stands with the cue, and no report of another kind behind it."""
    if tree.dep[cue.at] in ("xcomp", "acl", "relcl", "pcomp", "amod", "csubj"):
        return False
    if tree.dep[cue.at] == "advcl" and tree.tag[cue.at] == "VBG":
        return False
    has_subject = tree.kid(cue.at, "nsubj", "nsubjpass") is not None
    inverted = cue.at + 1 < len(tree) and tree.pos[cue.at + 1] in ("PROPN", "DET", "NOUN", "ADJ", "PRON", "NUM")
    objects = [kid for kid in tree.kids[cue.at] if kid > cue.at and tree.dep[kid] == "dobj"]
    told = cue.name in ADDRESSED
    if has_subject and objects and not told:
        return False
    mark = tree.kid(cue.at, "mark")
    if mark is not None and clause is None:
        return False
    return has_subject or inverted


def _opening(tree: Tree, cue: Cue, clause: int | None, first: int, comma: int) -> int:
    """Where the report that comes before its cue begins: at the sentence's start, or where its own clause does."""
    opens = first
    if clause is not None:
        top = min(tree.left[clause], tree.left[cue.at])
        if top > first and any(
            tree.dep[at] in ("cc",) and tree.word[at - 1] == "," for at in range(max(first + 1, top - 1), top + 1)
        ):
            opens = top
    while opens < comma and (tree.pos[opens] in ("CCONJ", "SPACE") or tree.word[opens] in (",", ";")):
        opens += 1
    return opens


def _resumes(tree: Tree, cue: Cue, start: int, end: int) -> bool:
    """Does what follows the attribution carry the report on, rather than hang on the cue?"""
    for at in range(start, end):
        if tree.word[at] in (
            "adding",
            "citing",
            "noting",
            "referring",
            "saying",
            "who",
            "which",
            "and",
            "but",
            "as",
            "when",
            "while",
            "though",
            "although",
            "after",
            "before",
        ):
            return False
        if cue.at in tree.above(at):
            return tree.dep[cue.at] in ("parataxis", "ccomp") and tree.head[cue.at] >= start
        return True
    return False


def _of_noun(tree: Tree, cue: Cue) -> list[Span]:
    clause = clause_of(tree, cue.at)
    if clause is None:
        return []
    start, end = tree.left[clause], tree.right[clause] + 1
    return [(start, _cut(tree, cue, start, end))]


def _according(tree: Tree, cue: Cue) -> list[Span]:
    """ "According to X, Y" and "Y, according to X": the sentence around it, or the clause it hangs on."""
    first, behind = tree.sentence_of(cue.at)
    while behind > first and not tree.word[behind - 1].strip():
        behind -= 1
    source = tree.kid(cue.last, "pobj")
    end = (tree.right[source] if source is not None else tree.right[cue.last]) + 1
    start = cue.at - 1 if cue.at > first and tree.word[cue.at - 1] in (",", "-", "--", "–", "—") else cue.at
    found: list[Span] = []
    if start - first >= 2:
        opens = first
        above = tree.head[cue.at]
        if tree.dep[above] == "advcl" and tree.tag[above] == "VBG" and tree.word[tree.left[above] - 1] == ",":
            opens = tree.left[above]
        while opens < start and tree.pos[opens] in ("CCONJ", "PUNCT", "SPACE") and tree.word[opens] not in ('"', "'"):
            opens += 1
        found.append((opens, start))
    elif end < behind:
        found.append((end + (tree.word[end] == ","), behind))
    return [(one, two) for one, two in found if one < two]
