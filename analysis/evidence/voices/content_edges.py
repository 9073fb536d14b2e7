"""Where does a report end, and what at its edges is no part of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

Run = tuple[int, int]
DASHES = frozenset({"-", "--", "–", "—", "―"})
EDGES = frozenset({",", ":", ";", "-", "--", "–", "—"})
QUOTES = frozenset({'"', "''", "``"})


def trim_content(doc: Document, start: int, end: int, *, wide: bool = False) -> Run:
    """A report without "that" in front, without "according to …" and without a gloss at its end."""
    while start < end and (
        doc[start].is_space or doc[start].lower_ in EDGES or (doc[start].lower_ == "that" and doc[start].dep_ == "mark")
    ):
        start += 1
    for token in doc[start + 1 : end - 1]:
        if token.lower_ == "according" and token.nbor().lower_ == "to":
            end = token.i
            break
    while end > start and (doc[end - 1].is_space or doc[end - 1].lower_ in EDGES):
        end -= 1
    return start, _end_before_gloss(doc, start, end if wide else _end_before_author_turn(doc, start, end))


def _end_before_author_turn(doc: Document, start: int, end: int) -> int:
    """A report ends where the author turns from it: "— but raised …", ", and when asked …", "— a verdict …"."""
    for token in doc[start + 2 : max(start, end - 2)]:
        word, after = token.lower_, token.nbor()
        if word in DASHES and is_spaced_dash(token):
            is_turn = after.lower_ in {"but", "yet"} and after.nbor().tag_ in {"VBD", "VBZ", "RB"}
            if is_turn or _is_author_gloss(doc, start, token.i, end):
                return token.i
        if word in {"and", "but"} and after.lower_ == "when" and after.nbor().lower_ == "asked":
            return token.i - (doc[token.i - 1].lower_ == ",")
    return end


def is_spaced_dash(dash: Token) -> bool:
    """A dash between clauses, not a hyphen inside a word."""
    return dash.lower_ != "-" or dash.idx > dash.doc[dash.i - 1].end


def _is_author_gloss(doc: Document, start: int, at: int, end: int) -> bool:
    """Behind the last dash only a noun with what hangs on it: the author's gloss."""
    if doc[at].nbor().lower_ not in {"a", "an", "the"} or any(one.lower_ in DASHES for one in doc[at + 1 : end]):
        return False
    if any(one.lower_ in DASHES and is_spaced_dash(one) for one in doc[start:at]):
        return False
    is_named = doc[at - 1].pos_ in {"PROPN", "NUM"}
    if not is_named and not any(one.dep_ == "relcl" for one in doc[at:end]):
        return False
    if any(one.lower_ in QUOTES for one in doc[at:end]):
        return False
    verbs = [one for one in doc[at:end] if one.tag_ in {"VBD", "VBZ", "VBP", "MD"}]
    return all(any(above.dep_ == "relcl" for above in (one, *one.ancestors)) for one in verbs)


def _end_before_gloss(doc: Document, start: int, end: int) -> int:
    """ "near Samarra, a mainly Sunni area": what only explains the last name is the author's."""
    for at in range(end - 2, start + 2, -1):
        if doc[at].lower_ != "," or at + 1 >= end:
            continue
        gloss = doc[at + 1 : end]
        heads = [one for one in gloss if start <= one.head.i < at and one.dep_ != "punct"]
        if any(one.lower_ in DASHES and is_spaced_dash(one) for one in gloss) or len(heads) != 1:
            return end
        opener = gloss[0].lower_
        is_relative = heads[0].dep_ == "relcl" and opener in {"which", "who", "whom", "where", "whose"}
        is_apposed = heads[0].dep_ == "appos" and opener in {"a", "an", "the"}
        return at if is_relative or is_apposed else end
    return end
