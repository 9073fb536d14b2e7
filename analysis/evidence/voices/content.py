"""Which words does a cue report?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.voices.attribution import (
    SUBJECTS,
    is_inverted_attribution,
    sentence_end_index,
    spans_around_attribution,
)
from analysis.evidence.voices.content_edges import trim_content
from analysis.evidence.voices.cues import Cue, complement_clause_of_noun, is_rejected_report
from analysis.evidence.voices.object_content import infinitive_start, object_content
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

Run = tuple[int, int]
STOPS = frozenset({",", ";", ":", '"', "''"})
# What stands between a verb and its clause without being part of it: whom, when, where.
BETWEEN = frozenset({"npadvmod", "prep", "dobj", "dative", "advmod", "punct", "prt", "agent", "dep", "mark"})
QUESTIONS = word_list("words of questions")
# How far, in tokens, a clause may stand from a cue that the parse has not joined it to.
FAR, FAR_ORDER = 25, 14


def content_spans(cue: Cue, *, wide: bool) -> list[Run]:
    """The reported words of a cue: token ranges, first to behind the last, in order; empty where there are none."""
    if cue.form == "noun":
        found = _noun_content(cue, wide=wide)
    elif cue.form == "according":
        found = _according_to_content(cue)
    else:
        found = _verb_content(cue, wide=wide)
    doc = cue.word.doc
    return [(start, end) for start, end in (trim_content(doc, *run, wide=wide) for run in found) if start < end]


def _verb_content(cue: Cue, *, wide: bool) -> list[Run]:
    if "unstated" in cue.entry.senses:
        return _raising_verb_content(cue)
    if is_inverted_attribution(cue):
        return spans_around_attribution(cue)
    clause = _complement_clause(cue)
    if clause is not None and clause.i > cue.word.i:
        return [_complement_span(cue, clause)]
    found = (_addressee_infinitive(cue) if "to" in cue.entry.frames else None) or _misattached_that_clause(cue)
    if found is None and (cue.entry.object in {"named", "figure"} or cue.entry.frames & {"np", "as"}):
        found = object_content(cue, wide=wide)
    return [found] if found else spans_around_attribution(cue)


def _complement_clause(cue: Cue) -> Token | None:
    """The head of the reported clause behind the cue, if the cue can take it."""
    behind = sorted({*cue.word.rights, *cue.last.rights}, key=lambda one: one.i)
    return next((child for child in behind if child.i > cue.last.i and _takes_complement(cue, child)), None)


def _takes_complement(cue: Cue, clause: Token) -> bool:
    """Can the cue take this clause? Also "raised the possibility the talks might fail", which hangs on the noun."""
    is_of_noun = clause.dep_ == "acl" and clause.head is cue.last is not cue.word
    if clause.dep_ not in {"ccomp", "xcomp"} and not is_of_noun:
        return False
    frames = cue.entry.frames
    if infinitive_marker(clause) is not None:
        return bool(frames & {"to", "that"})
    return "that" in frames or ("wh" in frames and clause.left_edge.lower_ in QUESTIONS)


def infinitive_marker(verb: Token) -> Token | None:
    """The "to" of an infinitive."""
    return next((child for child in verb.lefts if child.dep_ == "aux" and child.lower_ == "to"), None)


def _complement_span(cue: Cue, clause: Token) -> Run:
    """From the clause's opening to its end; a person addressed is left out before "to"."""
    doc, end = cue.word.doc, clause.right_edge.i + 1
    to = infinitive_marker(clause)
    if to is None:
        start = _clause_start(cue, clause)
    elif cue.last.pos_ == "ADP" and not cue.entry.object:  # "called for people to leave"
        start = cue.last.i + 1
    else:
        own = clause.child("nsubj") if not cue.entry.object else None
        start = infinitive_start(to) if own is None else max(own.left_edge.i, cue.last.i + 1)
    for child in cue.word.rights:
        joint = doc[end : child.left_edge.i]
        if child.left_edge.i < end or not all(one.dep_ in {"punct", "cc"} for one in joint):
            continue
        is_joined = child.dep_ in {"advcl", "prep"} and child.left_edge.lower_ not in {"as", "while", "according"}
        if (is_joined and not len(joint)) or (child.dep_ == "conj" and _has_that_complementizer(child)):
            end = child.right_edge.i + 1
    behind = sentence_end_index(doc[end - 1])
    return start, behind if end < behind - 2 and doc[end].lower_ in {":", ";"} else end


def _has_that_complementizer(verb: Token) -> bool:
    return any(child.lower_ == "that" and child.dep_ == "mark" for child in verb.lefts)


def _clause_start(cue: Cue, clause: Token) -> int:
    """Where the clause begins, with a subject that the parse has torn from it, or words that it has lost."""
    start, last = max(clause.left_edge.i, cue.last.i + 1), cue.last.i
    if clause.child(*SUBJECTS) is None and not cue.entry.object:
        torn = next((child for child in cue.word.children if child.dep_ == "dobj" and last < child.i < start), None)
        if torn is not None:
            return torn.left_edge.i
    loose = set(range(last + 1, start))
    for child in cue.word.rights:
        if child.dep_ in BETWEEN:
            loose -= set(range(child.left_edge.i, child.right_edge.i + 1))
    return min(loose, default=start)


def _misattached_that_clause(cue: Cue) -> Run | None:
    """ "said in a history of the years that women …": a that-clause hung on a noun in between."""
    if "that" not in cue.entry.frames:
        return None
    for token in cue.word.doc[cue.last.i + 1 : min(cue.last.i + FAR, cue.word.sent.end)]:
        if token.lower_ in STOPS:
            return None
        if token.lower_ == "that" and cue.word.is_ancestor(token):
            own = token.head.child("nsubj", "nsubjpass", "expl")
            return (token.i + 1, token.head.right_edge.i + 1) if own is not None and own.i > token.i else None
    return None


def _addressee_infinitive(cue: Cue) -> Run | None:
    """ "pleaded with them to stop": a to-clause that hangs on the person addressed."""
    if cue.entry.kind != "demand":
        return None
    for token in cue.word.doc[cue.last.i + 1 : min(cue.last.i + FAR_ORDER, cue.word.sent.end)]:
        if token.lower_ in STOPS:
            return None
        if token.tag_ == "TO" and token.lower_ == "to" and cue.word.is_ancestor(token):
            start = infinitive_start(token) if cue.entry.object or cue.last is cue.word else cue.last.i + 1
            return start, token.head.right_edge.i + 1
    return None


def noun_complement_clause(noun: Token) -> Token | None:
    """The head of the that- or to-clause of a reporting noun, or of the verb that carries it."""
    own = complement_clause_of_noun(noun)
    if own is not None or noun.dep_ not in {"dobj", "nsubjpass", "pobj"}:
        return own
    verb = noun.head if noun.dep_ != "pobj" else noun.head.head
    for child in verb.children:
        if child.i > noun.i and child.dep_ in {"xcomp", "ccomp", "advcl"} and child.left_edge.lower_ in {"to", "that"}:
            between = noun.doc[noun.right_edge.i + 1 : child.left_edge.i]
            if all(one.dep_ in {"npadvmod", "advmod"} for one in between):
                return child
    return None


def _noun_content(cue: Cue, *, wide: bool) -> list[Run]:
    """ "the charge that", "his offer to"; a to-clause counts only where somebody owns or issues it."""
    clause, is_charge = noun_complement_clause(cue.word), is_rejected_report(cue) or "charge" in cue.entry.senses
    is_owned = cue.light is not None or cue.word.child("poss") is not None
    if clause is None:
        return _topic_content(cue, is_owned=is_owned or is_charge) if wide or is_charge else []
    if infinitive_marker(clause) is not None and not wide and not is_owned:
        return []
    return [(clause.left_edge.i, clause.right_edge.i + 1)]


def _topic_content(cue: Cue, *, is_owned: bool) -> list[Run]:
    """ "raised concerns about X", "his criticism of X": what the saying is about, where somebody says it."""
    words = {"about", "of", "for", "against", "on"} if is_owned else {"about"}
    topic = next((child for child in cue.word.rights if child.dep_ == "prep" and child.lower_ in words), None)
    return [(topic.i + 1, topic.right_edge.i + 1)] if topic is not None else []


def _raising_verb_content(cue: Cue) -> list[Run]:
    """ "The talks seem to have failed": to nobody in particular, the subject and what is said of it."""
    who = cue.word.child("nsubj")
    what = next((child for child in cue.word.rights if child.dep_ in {"xcomp", "oprd", "acomp", "ccomp"}), None)
    if what is None:
        return []
    said = (max(what.left_edge.i, cue.last.i + 1), what.right_edge.i + 1)
    is_bare = who is None or who.lower_ in {"it", "who", "which", "that"}
    return [said] if is_bare or who is None else [(who.left_edge.i, who.right_edge.i + 1), said]


def _according_to_content(cue: Cue) -> list[Run]:
    """ "According to X, Y" and "Y, according to X": the sentence around it, or the clause it hangs on."""
    word, doc = cue.word, cue.word.doc
    first, behind = word.sent.start, sentence_end_index(word)
    named = cue.last.child("pobj")
    end = (named or cue.last).right_edge.i + 1
    start = word.i - 1 if word.i > first and doc[word.i - 1].lower_ in {",", "-", "--", "–", "—"} else word.i
    if start - first >= 2:
        above, opens = word.head, first
        if above.dep_ == "advcl" and above.tag_ == "VBG" and doc[above.left_edge.i - 1].lower_ == ",":
            opens = above.left_edge.i
        while opens < start and doc[opens].pos_ in {"CCONJ", "SPACE"}:
            opens += 1
        if not all(one.dep_ in {"cc", "punct", "advmod"} for one in doc[opens:start]):
            return [(opens, start)]
    if named is not None and end < behind and doc[end].pos_ in {"VERB", "AUX"}:  # what follows the comma is no gloss
        end = next((one.i for one in doc[named.i + 1 : end] if one.lower_ == ","), end)
    return [(end + (doc[end].lower_ == ","), behind)] if end < behind else []
