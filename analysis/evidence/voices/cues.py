"""Which words of an article report what somebody said?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.evidence.voices.lexicon import Entry, Lexicon
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import DOUBTING, GOING_ON, LIGHT, NAMING, NEGATIONS
from analysis.language.words import listed

VERB_TAGS = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG", "VB"})
# How many tokens may stand between the words of an expression: "was quoted by … as saying".
REACH = 12
CONDITIONS = listed("conditions")
ADVERBS_OUT = listed("adverbs out")


@dataclass(frozen=True)
class Cue:
    """A reporting word in its place: token `at`, the last word that belongs to it, and its entry."""

    at: int
    last: int
    entry: Entry
    form: str
    is_passive: bool = False
    light: int | None = None

    @property
    def name(self) -> str:
        return self.entry.cue


def cues(tree: Tree, words: Lexicon, inside: list[bool], *, wide: bool) -> list[Cue]:
    """Verbs, nouns and expressions that report, in order. `inside` says which tokens stand in quotation marks."""
    found: list[Cue] = []
    for at, lemma in enumerate(tree.lemma):
        pos, lemma = tree.pos[at], words.forms.get(tree.word[at], lemma)
        if inside[at] or (pos not in ("VERB", "NOUN", "ADP", "SCONJ") and tree.tag[at] not in VERB_TAGS):
            continue
        cue: Cue | None = None
        if pos == "VERB" or tree.tag[at] in VERB_TAGS:
            cue = _verb(tree, at, lemma, words)
        elif pos == "NOUN" and lemma in words.nouns:
            cue = _noun(tree, at, words.nouns[lemma])
        elif lemma in ("accord", "according", "in", "as") and lemma in words.phrases:
            cue = _phrase(tree, at, lemma, words)
        if cue and (wide or not _is_weak(tree, cue)) and not _is_name(tree, cue):
            found.append(cue)
    return _settled(tree, found)


def _verb(tree: Tree, at: int, lemma: str, words: Lexicon) -> Cue | None:
    if lemma == "accord":
        return _phrase(tree, at, "according", words)
    entry = words.verbs.get(lemma)
    cue = _phrase(tree, at, lemma, words)
    if cue and entry and tree.pos[cue.last] == "ADP" and _has_that(tree, at):
        cue = None
    if cue and any(tree.dep[kid] == "det" and tree.word[kid] in ("this", "these") for kid in tree.kids[cue.last]):
        cue = None
    if cue is None and (entry is None or tree.dep[at] in ("amod", "compound", "aux", "auxpass")):
        return None
    passive = any(tree.dep[kid] in ("auxpass", "nsubjpass", "agent") for kid in tree.kids[at]) or (
        tree.tag[at] == "VBN" and tree.dep[at] in ("advcl", "acl") and tree.kid(at, "aux", "dobj") is None
    )
    passive = passive or (tree.word[at - 1] == "when" and tree.tag[at] in ("VBN", "VBD") and tree.word[at] == "asked")
    if cue is None and entry is not None:
        cue = Cue(at, at, entry, "verb")
    if cue is not None and passive and cue.name != "quote as saying":
        cue = replace(cue, is_passive=True)
    return cue


def _has_that(tree: Tree, at: int) -> bool:
    return any(
        tree.dep[kid] == "ccomp" and any(tree.word[one] == "that" for one in tree.kids[kid]) for kid in tree.kids[at]
    )


def _phrase(tree: Tree, at: int, first: str, words: Lexicon) -> Cue | None:
    """An expression whose further words follow within six tokens, under the first or next to it."""
    for rest, entry in words.phrases.get(first, ()):
        place = at
        for word in rest:
            stop = min(place + (REACH if len(rest) > 1 else 7), len(tree))
            place = next(
                (
                    next_at
                    for next_at in range(place + 1, stop)
                    if word in (tree.word[next_at], tree.lemma[next_at])
                    and tree.sentence[next_at] == tree.sentence[at]
                    and (next_at == place + 1 or _is_under(tree, next_at, at, near=len(rest) == 1))
                ),
                -1,
            )
            if place < 0:
                break
        if place > at and not any(tree.word[between] in ",;:" for between in range(at, place)):
            return Cue(at, place, entry, "according" if first in ("according", "in", "as") else "verb")
    return None


def _is_under(tree: Tree, at: int, verb: int, *, near: bool) -> bool:
    return tree.head[at] == verb or (not near and verb in tree.above(at))


def _noun(tree: Tree, at: int, entry: Entry) -> Cue | None:
    """A noun that reports: "the charge that", "his offer to", "issued orders to"."""
    if tree.dep[at] in ("compound", "amod", "nmod", "npadvmod"):
        return None
    if any(tree.word[kid] in ("this", "that", "these", "those") and tree.dep[kid] == "det" for kid in tree.kids[at]):
        return None
    verb = tree.head[at]
    is_light = tree.dep[at] in ("dobj", "nsubjpass") and tree.lemma[verb] in LIGHT
    return Cue(at, at, entry, "noun", light=verb if is_light else None)


def _is_name(tree: Tree, cue: Cue) -> bool:
    """ "a group called Lashkar": that is its name, and nobody reports it."""
    given = tree.kid(cue.at, "oprd")
    nameless = cue.is_passive and tree.dep[cue.at] == "acl" and tree.kid(cue.at, "agent") is None
    if given is None or tree.pos[given] != "PROPN" or not nameless or cue.name not in NAMING:
        return False
    end = tree.right[given] + 1
    marked = any(tree.word[at] in ('"', "''", "'") for at in range(cue.last + 1, end))
    return not marked and (end == len(tree) or tree.pos[end] not in ("DET", "ADJ"))


def _is_weak(tree: Tree, cue: Cue) -> bool:
    """A thought, a wish, an act, or a saying that did not take place: no report in the narrow sense."""
    return cue.entry.kind == "thought" or cue.entry.is_act or _is_unsaid(tree, cue)


def _is_unsaid(tree: Tree, cue: Cue) -> bool:
    """Denied, supposed or only intended: "did not say", "if he says", "wants to announce"."""
    at = cue.light if cue.light is not None else cue.at
    if cue.form == "according":
        return False
    before = [kid for kid in tree.kids[at] if kid < at and tree.dep[kid] != "nsubj" and tree.pos[kid] != "INTJ"]
    if any(tree.word[kid] in NEGATIONS for kid in before):
        return True
    if any(tree.dep[kid] == "mark" and tree.word[kid] in CONDITIONS for kid in tree.kids[at]):
        return True
    subject = tree.kid(at, "nsubj", "nsubjpass")
    if subject is not None and any(tree.word[kid] in ("no", "neither") for kid in (subject, *tree.kids[subject])):
        return True
    infinitive = any(tree.dep[kid] == "aux" and tree.word[kid] == "to" for kid in tree.kids[at])
    return cue.form == "verb" and infinitive and tree.lemma[tree.head[at]] not in GOING_ON


def _settled(tree: Tree, found: list[Cue]) -> list[Cue]:
    """A verb that only carries a reporting noun gives way to it: "issued orders", "reiterated his demand"."""
    carried = {cue.light for cue in found if cue.light is not None and _clause_of(tree, cue.at) is not None}
    writing = {tree.head[cue.at] for cue in found if cue.form == "verb" and tree.tag[cue.at] == "VBG"}
    found = [
        cue for cue in found if cue.entry.pos != "PHRASE" or cue.last not in writing or tree.pos[cue.last] != "NOUN"
    ]
    covered = {at for cue in found if cue.form != "noun" for at in range(cue.at + 1, cue.last + 1)}
    return [cue for cue in found if cue.at not in carried and cue.at not in covered]


def _clause_of(tree: Tree, at: int) -> int | None:
    """The that- or to-clause that hangs on a noun."""
    for kid in tree.kids[at]:
        if kid > at and tree.dep[kid] in ("acl", "ccomp", "relcl", "xcomp"):
            marks = [tree.word[one] for one in tree.kids[kid] if tree.dep[one] in ("mark", "aux")]
            if "that" in marks or "to" in marks:
                return kid
    return None


def clause_of(tree: Tree, at: int) -> int | None:
    """The head of the that- or to-clause of a reporting noun, or of the verb that carries it."""
    own = _clause_of(tree, at)
    if own is not None or tree.dep[at] not in ("dobj", "nsubjpass", "pobj"):
        return own
    verb = tree.head[at] if tree.dep[at] != "pobj" else tree.head[tree.head[at]]
    for kid in tree.kids[verb]:
        if kid > at and tree.dep[kid] in ("xcomp", "ccomp", "advcl") and tree.word[tree.left[kid]] in ("to", "that"):
            between = range(tree.right[at] + 1, tree.left[kid])
            if all(tree.dep[token] in ("npadvmod", "advmod") for token in between):
                return kid
    return None


def printed(tree: Tree, cue: Cue) -> tuple[int, int]:
    """First and last token of the cue as it stands: with its manner adverb, its passive and its preposition."""
    first, last = cue.at, cue.last
    if cue.light is not None:
        first, last = min(first, cue.light), max(last, cue.light)
    if cue.form == "verb":
        while first - 1 >= 0 and tree.head[first - 1] == cue.at and _belongs(tree, first - 1):
            first -= 1
    return first, last


def _belongs(tree: Tree, at: int) -> bool:
    if tree.dep[at] == "auxpass":
        return True
    return tree.dep[at] == "advmod" and tree.word[at].endswith("ly") and tree.word[at] not in ADVERBS_OUT


def class_of(tree: Tree, cue: Cue, content: int | None) -> str:
    """The cue's class: a doubting adverb makes it distancing, "indicate how" factive."""
    if any(tree.word[kid] in DOUBTING for kid in tree.kids[cue.at]):
        return "distancing"
    if cue.name == "indicate" and content is not None:
        opening = tree.word[content : content + 2]
        if any(word.startswith("wh") or word == "how" for word in opening) and opening[0] != "which":
            return "factive"
    return cue.entry.cue_class
