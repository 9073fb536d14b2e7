"""Which words in quotation marks does the author hold at a distance, and which are names, titles or terms?"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.evidence.voices.quoted_stretches import QuotedStretch
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document

# Before a word in marks these say that it is a term, a name or a mention; behind it that it is explained.
INTRODUCERS = word_list("words that introduce a term")
EXPLAINING = word_list("words that explain a term")
MARKS = frozenset({'"', "''", "``"})
DOUBTED = ("so-called", "disguised as", "masquerading as", "posing as", "in the name of", "under the guise of")


def scare_quotes(doc: Document, stretches: list[QuotedStretch]) -> set[int]:
    """Where do the scare quotes start?

    Words in marks that nobody is said to use: behind "so-called" or "disguised as", or one common word that stands
    on its own, a verb, an adverb, or a noun that no further noun follows. A word put in marks twice, introduced
    ("known as"), set beside another in marks, or explained is a term; one with a capital is a name or a title.
    """
    words = [[token.lemma_ for token in one.tokens if token.text[0].isalnum()] for one in stretches]
    groups = Counter(word for group in words for word in set(group))
    found: set[int] = set()
    for one, group in zip(stretches, words, strict=True):
        if (
            one.origin_report is None
            and not one.is_clause
            and _is_lower_case(doc, one)
            and not _modifies_next_noun(doc, one)
        ):
            is_alone = len(group) == 1 and groups[group[0]] == 1 and not _is_introduced_term(doc, one)
            if is_alone or _has_distancing_words(doc, one):
                found.add(one.mark.start)
    return found


def _is_lower_case(doc: Document, one: QuotedStretch) -> bool:
    shown = doc.text[one.mark.start : one.mark.end]
    return shown == shown.lower() and any(sign.isalpha() for sign in shown)


def _has_distancing_words(doc: Document, one: QuotedStretch) -> bool:
    """ "so-called", "disguised as", "in the name of" right before the mark."""
    return doc.text[max(0, one.mark.left - 24) : one.mark.left].lower().rstrip().endswith(DOUBTED)


def _modifies_next_noun(doc: Document, one: QuotedStretch) -> bool:
    """Does the stretch only qualify the noun behind it? "the “closed” primaries"."""
    behind = next(iter(doc.overlapping_span(one.mark.right, len(doc.text))), None)
    if behind is None or doc.text[one.mark.end - 1] in ",.;":
        return False
    if behind.idx == one.mark.right and behind.text in {"-", "–", "—", "/"}:
        return True
    return behind.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} and one.tokens[-1].pos_ != "VERB"


def _is_introduced_term(doc: Document, one: QuotedStretch) -> bool:
    """Introduced, set beside another word in marks, in apposition, or explained."""
    before, last = one.tokens.start - 2, one.tokens[-1]
    if (before >= 0 and (doc[before].lower_ in INTRODUCERS or doc[before].text in MARKS)) or last.dep_ == "appos":
        return True
    rest = [token.lower_ for token in doc.overlapping_span(one.mark.right, len(doc.text))[:2]]
    if len(rest) < 2:
        return False
    first = doc.overlapping_span(one.mark.right, len(doc.text))[0]
    if first.tag_ == "VBN" or (rest[0] in {"or", "and", "to"} and rest[1] in MARKS):
        return True
    if doc.text[one.mark.end - 1] == ",":
        return rest[0] in EXPLAINING
    return rest[0] in {",", "--", "—", "–", "-", "("} and rest[1] in EXPLAINING
