"""Which words does a cue report?"""

from __future__ import annotations

from analysis.evidence.voices.around import FINITE, around, is_inverted, sentence_ends
from analysis.evidence.voices.cues import Cue, clause_of
from analysis.evidence.voices.edges import narrowed
from analysis.evidence.voices.objects import thing_named
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import ADDRESSED, ASKING, CHARGES, NAMING, QUESTIONS, RAISING

Span = tuple[int, int]
CLAUSES = ("ccomp", "xcomp")
# What stands between a verb and its clause without being part of it: whom, when, where.
MARKS_AND_LINKS = frozenset({",", ";", '"', "''", "and", "or", "but"})
BETWEEN = frozenset({"npadvmod", "prep", "dobj", "dative", "advmod", "punct", "prt", "agent", "dep", "mark"})


def contents(tree: Tree, cue: Cue, *, wide: bool) -> list[Span]:
    """The reported words of a cue: token ranges, first to behind the last, in order; empty where there are none."""
    if cue.form == "noun":
        found = _of_noun(tree, cue, wide=wide)
    elif cue.form == "according":
        found = _according(tree, cue)
    else:
        found = _of_verb(tree, cue, wide=wide)
    return [(start, end) for start, end in (narrowed(tree, one, wide=wide) for one in found) if start < end]


def _of_verb(tree: Tree, cue: Cue, *, wide: bool) -> list[Span]:
    if cue.name in RAISING:
        return _apparent(tree, cue)
    if is_inverted(tree, cue):
        return around(tree, cue, _clause(tree, cue, left=True))
    clause = _clause(tree, cue)
    if clause is not None and clause > cue.at:
        return [_right_clause(tree, cue, clause)]
    found = (_order(tree, cue) if "to" in cue.entry.frames else None) or _lost(tree, cue)
    if found is not None:
        return [found]
    if cue.name in NAMING or "np" in cue.entry.frames:
        found = thing_named(tree, cue, wide=wide)
        if found:
            return [found]
    return around(tree, cue, clause)


def _clause(tree: Tree, cue: Cue, *, left: bool = False) -> int | None:
    """The head of the reported clause, if the parse knows one that the cue can take."""
    frames = cue.entry.frames
    kids = sorted({*tree.kids[cue.at], *tree.kids[cue.last]})
    for kid in kids:
        if left or kid <= cue.last or tree.dep[kid] not in (*CLAUSES, "acl", "relcl"):
            continue
        to = any(tree.dep[one] == "aux" and tree.word[one] == "to" for one in tree.kids[kid])
        if tree.dep[kid] in ("acl", "relcl") and not (
            tree.head[kid] == cue.last != cue.at and (to or _marked(tree, kid) or _is_bare_clause(tree, kid))
        ):
            continue
        if cue.name in NAMING and not _is_finite(tree, kid) and not to:
            continue
        if to and frames & {"to", "that"}:
            return kid
        free = (
            "that" in frames
            or (cue.name in ASKING and tree.word[tree.left[kid]] in QUESTIONS)
            or cue.entry.kind == "thought"
            or (cue.entry.pos == "PHRASE" and _marked(tree, kid))
        )
        if not to and free and (tree.dep[kid] != "xcomp" or tree.tag[kid] == "VBG"):
            return kid
    before = [kid for kid in tree.kids[cue.at] if kid < cue.at and tree.dep[kid] in ("ccomp", "parataxis")]
    return before[0] if before and frames & {"that", "quote"} else None


def _is_bare_clause(tree: Tree, at: int) -> bool:
    """ "raised the possibility the talks might fail": a full clause without "that"."""
    return tree.dep[at] == "acl" and tree.kid(at, "nsubj", "nsubjpass") is not None


def _marked(tree: Tree, at: int) -> bool:
    return any(tree.word[kid] == "that" and tree.dep[kid] == "mark" for kid in tree.kids[at])


def _is_finite(tree: Tree, at: int) -> bool:
    return tree.tag[at] in FINITE or any(tree.dep[kid] in ("aux", "auxpass") for kid in tree.kids[at])


def _right_clause(tree: Tree, cue: Cue, clause: int) -> Span:
    """From the clause's opening to its end; a person addressed is left out before "to"."""
    start, end = max(tree.left[clause], cue.last + 1), tree.right[clause] + 1
    to = next((kid for kid in tree.kids[clause] if tree.dep[kid] == "aux" and tree.word[kid] == "to"), None)
    if to is not None:
        negated = [kid for kid in tree.kids[clause] if kid < to and tree.dep[kid] == "neg"]
        if cue.name.endswith(" for"):
            start = min(start, cue.last + 1)
        elif cue.name.split()[0] in ADDRESSED:
            start = negated[0] if negated and to - negated[0] == 1 else to
    else:
        start = _whole_subject(tree, cue, clause, start)
    for kid in tree.kids[cue.at]:
        joined = kid > clause and tree.left[kid] == end and tree.dep[kid] in ("advcl", "prep")
        if joined and tree.word[tree.left[kid]] not in ("as", "while", "according"):
            end = tree.right[kid] + 1
    return start, _carried_on(tree, _listed(tree, cue, end))


def _listed(tree: Tree, cue: Cue, end: int) -> int:
    """A further that-clause, and what a list goes on with behind a quoted part: "ready to “…,” secure the border"."""
    for kid in tree.kids[cue.at]:
        between = [tree.word[at] for at in range(end, tree.left[kid])] if tree.left[kid] >= end else ["x"]
        if kid < end or not all(word in MARKS_AND_LINKS for word in between):
            continue
        further = tree.dep[kid] == "conj" and _marked(tree, kid)
        quoted = any(word in ('"', "''") for word in between) and tree.dep[kid] in ("advcl", "conj", "dep")
        bare = tree.kid(kid, "nsubj", "nsubjpass", "mark") is None and tree.tag[kid] in ("VB", "VBP")
        if further or (quoted and bare):
            end = tree.right[kid] + 1
    return end


def _carried_on(tree: Tree, end: int) -> int:
    """What a colon or semicolon adds to the report belongs to it."""
    _, behind = sentence_ends(tree, end - 1)
    if end < behind - 2 and tree.word[end] in (":", ";") and tree.word[end + 1] not in ('"', "''", "``"):
        return behind
    return end


def _whole_subject(tree: Tree, cue: Cue, clause: int, start: int) -> int:
    """A long subject that the parse has torn from its clause is taken back in."""
    bare = tree.kid(clause, "nsubj", "nsubjpass", "expl", "csubj") is None and _is_finite(tree, clause)
    if bare and cue.name not in ADDRESSED:
        torn = [kid for kid in tree.kids[cue.at] if tree.dep[kid] in ("dobj", "prep") and cue.last < kid < start]
        if torn and not (tree.dep[torn[0]] == "prep" and tree.left[torn[0]] + 3 > start):
            return tree.left[torn[0]]
    loose = set(range(cue.last + 1, start))
    for kid in tree.kids[cue.at]:
        if kid > cue.at and tree.dep[kid] in BETWEEN:
            loose -= set(range(tree.left[kid], tree.right[kid] + 1))
    return min(loose, default=start)


def _lost(tree: Tree, cue: Cue) -> Span | None:
    """ "said in a history of the years that women …": a that-clause hung on a noun in between."""
    if "that" not in cue.entry.frames or tree.tag[cue.at] not in FINITE:
        return None
    _, behind = tree.sentence_of(cue.at)
    for at in range(cue.last + 1, min(cue.last + 25, behind)):
        if tree.word[at] in (",", ";", ":", '"', "''"):
            return None
        if tree.word[at] == "that" and cue.at in tree.above(at):
            verb = tree.head[at]
            own = tree.kid(verb, "nsubj", "nsubjpass", "expl")
            return (at + 1, tree.right[verb] + 1) if own is not None and own > at else None
    return None


def _order(tree: Tree, cue: Cue) -> Span | None:
    """ "pleaded with them to stop": a to-clause that hangs on the person addressed."""
    if cue.name.split()[0] not in ADDRESSED and cue.entry.kind != "demand":
        return None
    _, behind = tree.sentence_of(cue.at)
    for at in range(cue.last + 1, min(cue.last + 14, behind)):
        if tree.word[at] in (",", ";", ":", '"'):
            return None
        if tree.word[at] == "to" and tree.tag[at] == "TO" and cue.at in tree.above(at):
            start = at - 1 if tree.dep[at - 1] == "neg" else at
            if cue.name.endswith(" for"):
                start = cue.last + 1
            return start, tree.right[tree.head[at]] + 1
    return None


def _of_noun(tree: Tree, cue: Cue, *, wide: bool) -> list[Span]:
    """ "the charge that", "his offer to"; a to-clause counts only where somebody owns or issues it."""
    clause = clause_of(tree, cue.at)
    if clause is None:
        return _topic(tree, cue) if wide or tree.lemma[cue.at] in CHARGES else []
    to = any(tree.dep[kid] == "aux" and tree.word[kid] == "to" for kid in tree.kids[clause])
    if to and not wide and cue.light is None and tree.kid(cue.at, "poss") is None:
        return []
    return [(tree.left[clause], tree.right[clause] + 1)]


def _apparent(tree: Tree, cue: Cue) -> list[Span]:
    """ "The talks seem to have failed": to nobody in particular, the subject and what is said of it."""
    who = tree.kid(cue.at, "nsubj")
    what = next(
        (kid for kid in tree.kids[cue.at] if kid > cue.at and tree.dep[kid] in ("xcomp", "oprd", "acomp", "ccomp")),
        None,
    )
    if what is None:
        return []
    said = (max(tree.left[what], cue.last + 1), tree.right[what] + 1)
    return (
        [said]
        if who is None or tree.word[who] in ("it", "who", "which", "that")
        else [(tree.left[who], tree.right[who] + 1), said]
    )


def _topic(tree: Tree, cue: Cue) -> list[Span]:
    """ "raised concerns about X", "his criticism of X": what the saying is about, where somebody says it."""
    owned = cue.light is not None or tree.kid(cue.at, "poss") is not None or tree.lemma[cue.at] in CHARGES
    for kid in tree.kids[cue.at]:
        if not owned and tree.word[kid] != "about":
            continue
        if kid > cue.at and tree.dep[kid] == "prep" and tree.word[kid] in ("about", "of", "for", "against", "on"):
            return [(kid + 1, tree.right[kid] + 1)]
    return []


def _according(tree: Tree, cue: Cue) -> list[Span]:
    """ "According to X, Y" and "Y, according to X": the sentence around it, or the clause it hangs on."""
    first, behind = sentence_ends(tree, cue.at)
    source = tree.kid(cue.last, "pobj")
    end = (tree.right[source] if source is not None else tree.right[cue.last]) + 1
    start = cue.at - 1 if cue.at > first and tree.word[cue.at - 1] in (",", "-", "--", "–", "—") else cue.at
    if start - first >= 2:
        opens = first
        above = tree.head[cue.at]
        if tree.dep[above] == "advcl" and tree.tag[above] == "VBG" and tree.word[tree.left[above] - 1] == ",":
            opens = tree.left[above]
        while opens < start and tree.pos[opens] in ("CCONJ", "SPACE"):
            opens += 1
        if not all(tree.dep[at] in ("cc", "punct", "advmod") for at in range(opens, start)):
            return [(opens, start)]
    if source is not None and end < behind and tree.pos[end] in ("VERB", "AUX"):  # what follows the comma is no gloss
        end = next((at for at in range(source + 1, end) if tree.word[at] == ","), end)
    return [(end + (tree.word[end] == ","), behind)] if end < behind else []
