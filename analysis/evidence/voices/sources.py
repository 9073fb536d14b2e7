"""Who says it? The words that name the source of a cue."""

from __future__ import annotations

from analysis.evidence.voices.cues import Cue
from analysis.evidence.voices.tree import NOUNS, Tree
from analysis.evidence.voices.wordlists import CHARGES, CONTROL, DOCUMENTS, NAMING, RAISING
from analysis.language.words import listed

# With these the subject does what the to-clause says, whatever the object: "promised them to go".
KEEPING = listed("keeping")
RELATIVE = listed("relative (sources)")


def source(tree: Tree, cue: Cue) -> int | None:
    """The head noun of the source; null where the sentence gives none."""
    if cue.form == "according":
        return tree.kid(cue.last, "pobj")
    if cue.form == "noun":
        return _of_noun(tree, cue)
    if cue.name in RAISING:
        return None
    found = subject(tree, cue.at, passive=cue.is_passive)
    return _just_before(tree, cue.at) if found is None and not cue.is_passive else found


def _just_before(tree: Tree, at: int) -> int | None:
    """ "Among voters, about two-thirds, 67 percent, say": the noun in front of a verb without a subject."""
    before = at - 1
    while before > 0 and (tree.word[before] == "," or tree.dep[before] in ("aux", "advmod")):
        before -= 1
    if tree.tag[at] not in ("VBD", "VBZ", "VBP") or before < tree.sentence_of(at)[0]:
        return None
    return before if tree.pos[before] in NOUNS else None


def _of_noun(tree: Tree, cue: Cue) -> int | None:
    owner = tree.kid(cue.at, "poss")
    if owner is not None:
        return _resolved(tree, owner)
    if cue.light is not None:
        return subject(tree, cue.light, passive=tree.dep[cue.at] == "nsubjpass")
    for kid in tree.kids[cue.at]:
        links = ("by", "from") if tree.lemma[cue.at] in CHARGES else ("by", "from", "of")
        if kid > cue.at and tree.dep[kid] == "prep" and tree.word[kid] in links:
            return tree.kid(kid, "pobj")
    if tree.word[cue.at] == "reports":
        return None
    return cue.at if tree.lemma[cue.at] in DOCUMENTS and cue.entry.kind != "demand" else None


def subject(tree: Tree, at: int, *, passive: bool = False) -> int | None:
    """Who does what the verb says: its subject, the one it shares, its agent, or the noun behind it."""
    seen: set[int] = set()
    while at not in seen:
        seen.add(at)
        if passive:
            return _agent(tree, at)
        if at > 1 and tree.tag[at] == "VBG" and tree.word[at - 2] == "with" and tree.head[at - 1] == at - 2:
            return at - 1
        own = tree.kid(at, "nsubj")
        if own is not None:
            return _resolved(tree, _nearer(tree, _named(tree, own, at), at))
        quoted = tree.kid(at, "nsubjpass")
        if quoted is not None:
            return _resolved(tree, quoted)
        above, dep = tree.head[at], tree.dep[at]
        behind = _inverted(tree, at)
        if dep in ("ROOT", "parataxis", "ccomp") or above == at:
            return behind
        if dep == "acl" and tree.dep[above] == "dobj" and _is_doing(tree, at):
            at = tree.head[above]
            continue
        if dep in ("acl", "relcl"):
            return above
        thing = tree.kid(above, "dobj")
        if (
            dep == "xcomp"
            and thing is not None
            and thing < at
            and tree.tag[at] == "VB"
            and tree.lemma[above] not in KEEPING
        ):
            return thing
        if dep == "pcomp":
            controlled = tree.head[above]
            if tree.lemma[controlled] in CONTROL:
                thing = tree.kid(controlled, "dobj")
                if thing is not None:
                    return thing
            at = controlled
            if tree.pos[at] in NOUNS:
                return at
        else:
            at = tree.head[above] if tree.dep[above] == "acomp" else above  # "was quick to point out"
        if tree.pos[at] not in ("VERB", "AUX"):
            return behind
        passive = False
        if tree.kid(at, "nsubj") is None and tree.kid(at, "nsubjpass") is not None:
            found = tree.kid(at, "nsubjpass")
            return _resolved(tree, found) if found is not None else None
    return None


def _named(tree: Tree, own: int, at: int) -> int:
    """Of two subjects the last: in one run of names, or behind a comma ("when a car hit them, police said")."""
    last = max((kid for kid in tree.kids[at] if tree.dep[kid] == "nsubj" and own < kid < at), default=own)
    run = tree.pos[own] == "PROPN" and all(tree.pos[between] == "PROPN" for between in range(own, last + 1))
    torn = tree.word[tree.left[last] - 1] == "," and any(tree.pos[between] == "VERB" for between in range(own, last))
    return last if run or torn else own


def _nearer(tree: Tree, own: int, at: int) -> int:
    """Where the parse takes an opening phrase for the subject, the noun right before the verb is."""
    before = at - 1
    while before > own and (tree.head[before] == at and tree.dep[before] in ("aux", "advmod", "neg")):
        before -= 1
    if before - own < 6 or tree.pos[before] not in ("NOUN", "PROPN", "PRON") or tree.right[own] < before:
        return own
    start = tree.left[before]
    if (
        tree.pos[own] == "PRON"
        or start - 1 <= own
        or tree.word[start - 1] != ","
        or tree.dep[before] in ("conj", "pobj")
    ):
        return own
    return before if tree.word[start] in ("the", "he", "she", "they", "it") or tree.pos[before] == "PRON" else own


def _is_doing(tree: Tree, at: int) -> bool:
    """ "had a strong moment, denouncing …", "adopted a line to exploit …": the subject's doing, not the object's."""
    if tree.tag[at] == "VBG":
        return tree.word[tree.left[at] - 1] == ","
    return any(tree.dep[kid] == "aux" and tree.word[kid] == "to" for kid in tree.kids[at])


def _agent(tree: Tree, at: int) -> int | None:
    by = tree.kid(at, "agent")
    return tree.kid(by, "pobj") if by is not None else None


def _resolved(tree: Tree, at: int) -> int:
    """ "who said": the noun that the relative clause hangs on."""
    if tree.word[at] in RELATIVE:
        for above in tree.above(at):
            if tree.dep[above] == "relcl":
                return tree.head[above]
            if tree.pos[above] not in ("VERB", "AUX"):
                break
    return at


def _inverted(tree: Tree, at: int) -> int | None:
    """ "shouted one officer": the noun right behind a verb that has no subject."""
    first = at + 1
    if first >= len(tree) or tree.sentence[first] != tree.sentence[at]:
        return None
    if tree.pos[first] not in ("PROPN", "DET", "NOUN", "ADJ", "NUM", "PRON") or tree.tag[at] not in (
        "VBD",
        "VBZ",
        "VBP",
        "VBN",
    ):
        return None
    head = first
    for above in tree.above(first):
        if tree.left[above] < first or tree.pos[above] not in NOUNS:
            break
        head = above
    return head if tree.pos[head] in NOUNS else None


def phrase(tree: Tree, at: int, cue: Cue) -> tuple[int, int]:
    """The words of the source: its noun with all that hangs on it, short of the cue; or the relative pronoun."""
    pronoun = tree.kid(cue.at, "nsubj") if cue.form == "verb" else None
    if pronoun is not None and at < pronoun < cue.at and tree.word[pronoun] in RELATIVE:
        return pronoun, pronoun + 1
    start, end = tree.left[at], tree.right[at] + 1
    if start <= cue.at < end:
        if cue.at > at:
            stop = min([cue.at, *(tree.left[kid] for kid in tree.kids[at] if kid > at and tree.right[kid] >= cue.at)])
            end = max(stop, at + 1)
        else:
            start = max(cue.last + 1, min(at, start))
    if cue.is_passive and cue.name in NAMING:
        end = next((token for token in range(at + 1, end) if tree.word[token] == "as"), end)
    while end - 1 > at and (
        not tree.word[end - 1].strip() or tree.word[end - 1] in (",", "-", "--", "–", "—", '"', "'s")
    ):
        end -= 1
    while start < at and tree.pos[start] in ("PUNCT", "SPACE", "CCONJ"):
        start += 1
    return start, end


def core(tree: Tree, at: int, span: tuple[int, int]) -> tuple[int, int]:
    """The source without what is set off behind a comma, a dash or a bracket, and without relative clauses."""
    start, end = span
    for token in range(at + 1, end):
        if tree.word[token] in (",", "-", "--", "–", "—", "(", ";", ":") and not (
            tree.word[token] == "-" and tree.end[token - 1] == tree.start[token]
        ):
            end = token
            break
        if tree.word[token] in ("who", "which", "that", "whose") and tree.pos[token] != "DET":
            end = token
            break
    for token in range(at - 1, start - 1, -1):
        if tree.word[token] in (",", ";", ":", '"') and tree.dep[token] == "punct" and tree.pos[at] == "PROPN":
            start = token + 1
            break
    return start, end
