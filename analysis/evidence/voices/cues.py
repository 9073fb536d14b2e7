"""Which words of an article report what somebody said?"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.evidence.voices.reporting_lexicon import ReportingEntry, ReportingLexicon
from analysis.language.modality import modality
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

VERB_TAGS = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG", "VB"})
NAMELESS = frozenset({"amod", "compound", "nmod", "npadvmod", "aux", "auxpass"})
SOURCE_PHRASES = frozenset({"according", "in", "as"})
# How many tokens may stand between the words of an expression: "was quoted by … as saying".
REACH, NEAR = 12, 7
LIGHT = word_list("verbs that carry a reporting noun")
DOUBTING = word_list("adverbs of doubt")
TIMES = word_list("adverbs of time before a verb")
TURNING_AWAY = word_list("verbs that turn a saying away")
POINTING = frozenset({"this", "these"})


@dataclass(frozen=True)
class Cue:
    """A reporting word in its place, the last word that belongs to it, its entry, and the verb that carries a noun."""

    word: Token
    last: Token
    entry: ReportingEntry
    form: str  # verb, noun, according, adverb, or a mark without a word
    is_passive: bool = False
    light: Token | None = None

    @property
    def subject_verb(self) -> Token:
        """The word that has the cue's subject, its negation and its modals."""
        return self.light or self.word


def find_cues(doc: Document, words: ReportingLexicon, quoted: Collection[int], *, wide: bool) -> list[Cue]:
    """Verbs, nouns and expressions that report, in order; `quoted` are the numbers of tokens in quotation marks."""
    found: list[Cue] = []
    for token in doc:
        if (
            token.i not in quoted
            and (cue := _cue_at_token(token, words)) is not None
            and (wide or not is_irrealis_cue(cue))
        ):
            found.append(cue)
    return list(_without_light_verbs(found))


def _cue_at_token(token: Token, words: ReportingLexicon) -> Cue | None:
    lemma = words.forms.get(token.lower_, token.lemma_)
    reads = token.pos_ == "NOUN" and token.child("nsubj") is not None  # "A sign read:"
    announces = reads and any(after.text == ":" for after in token.doc[token.i + 1 : token.i + 2])
    if token.pos_ == "VERB" or token.tag_ in VERB_TAGS or announces:
        return _verb_cue(token, "according" if lemma == "accord" else lemma, words)
    if token.pos_ == "NOUN" and ("NOUN", lemma) in words.words:
        return _noun_cue(token, words.words["NOUN", lemma])
    return _phrase_cue(token, lemma, words) if lemma in SOURCE_PHRASES and token.pos_ in {"ADP", "SCONJ"} else None


def _verb_cue(token: Token, lemma: str, words: ReportingLexicon) -> Cue | None:
    entry = words.words.get(("VERB", lemma))
    cue = _phrase_cue(token, lemma, words)
    if cue and entry and cue.last.pos_ == "ADP" and takes_that_clause(token):
        cue = None
    if cue and any(child.lower_ in POINTING for child in cue.last.lefts if child.dep_ == "det"):
        cue = None  # "as Hill was making this statement"
    particle = token.child("prt")
    if cue is None and entry is not None and token.dep_ not in NAMELESS and particle is None:  # not "noted down"
        cue = Cue(token, token, entry, "verb")
    if cue is None or cue.form == "according" or cue.entry.cue == "quote as saying":
        return cue
    return replace(cue, is_passive=_is_passive_saying(token))


def _is_passive_saying(verb: Token) -> bool:
    """Is it said by somebody else: "was told", "when asked"?"""
    if any(child.dep_ in {"auxpass", "nsubjpass", "agent"} for child in verb.children):
        return True
    bare = verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"} and verb.child("aux", "dobj") is None
    return bare or (verb.lower_ == "asked" and verb.doc[verb.i - 1].lower_ == "when")


def takes_that_clause(verb: Token) -> bool:
    """Does it take a clause that "that" opens?"""
    return any(child.dep_ == "ccomp" and any(one.lower_ == "that" for one in child.children) for child in verb.children)


def _phrase_cue(token: Token, first: str, words: ReportingLexicon) -> Cue | None:
    """An expression whose further words follow close by, under the first or next to it."""
    for rest, entry in words.phrases.get(first, ()):
        last: Token | None = token
        for word in rest:
            last = _next_phrase_word(token, last, word, is_last=len(rest) == 1) if last is not None else None
        if last is not None and not any(one.lower_ in {",", ";", ":"} for one in token.doc[token.i : last.i]):
            return Cue(token, last, entry, "according" if first in SOURCE_PHRASES else "verb")
    return None


def _next_phrase_word(first: Token, before: Token, word: str, *, is_last: bool) -> Token | None:
    for token in first.doc[before.i + 1 : min(before.i + (NEAR if is_last else REACH), first.sent.end)]:
        if word in {token.lower_, token.lemma_} and (
            token.i == before.i + 1 or token.head is first or (not is_last and first.is_ancestor(token))
        ):
            return token
    return None


def _noun_cue(token: Token, entry: ReportingEntry) -> Cue | None:
    """A noun that reports: "the charge that", "his offer to", "issued orders to"; not "this charge"."""
    if token.dep_ in NAMELESS or any(
        child.dep_ == "det" and child.lower_ in {"this", "that", "these", "those"} for child in token.lefts
    ):
        return None
    is_carried = token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_ in LIGHT
    return Cue(token, token, entry, "noun", light=token.head if is_carried else None)


def is_irrealis_cue(cue: Cue) -> bool:
    """Denied, supposed or only intended: "did not say", "if he says", "wants to announce"; "would say" is said."""
    verb = cue.subject_verb
    if is_rejected_report(cue):
        return False
    why = modality(verb) if cue.form != "according" else ""
    if why in {"planned", "demanded"} and any(child.tag_ == "MD" for child in verb.lefts):
        return any(child.dep_ == "neg" for child in verb.lefts)
    return why != ""


def is_rejected_report(cue: Cue) -> bool:
    """ "denied allegations of fraud", "brushed off criticism": what the noun reports is others' words."""
    return cue.form == "noun" and cue.word.dep_ in {"dobj", "nsubjpass"} and cue.word.head.lemma_ in TURNING_AWAY


def _without_light_verbs(found: list[Cue]) -> Iterator[Cue]:
    """A verb that only carries a reporting noun gives way to it: "issued orders", "reiterated his demand"."""
    carried = {
        cue.light.i for cue in found if cue.light is not None and complement_clause_of_noun(cue.word) is not None
    }
    writing = {cue.word.head.i for cue in found if cue.form == "verb" and cue.word.tag_ == "VBG"}
    covered = {at for cue in found if cue.form != "noun" for at in range(cue.word.i + 1, cue.last.i + 1)}
    for cue in found:
        is_issue = cue.entry.pos == "PHRASE" and cue.last.pos_ == "NOUN" and cue.last.i in writing
        if not is_issue and cue.word.i not in carried and cue.word.i not in covered:
            yield cue


def complement_clause_of_noun(noun: Token) -> Token | None:
    """The head of the that- or to-clause that hangs on a noun."""
    for child in noun.rights:
        if child.dep_ in {"acl", "ccomp", "relcl", "xcomp"}:
            marks = {one.lower_ for one in child.children if one.dep_ in {"mark", "aux"}}
            if marks & {"that", "to"}:
                return child
    return None


def cue_token_range(cue: Cue) -> tuple[int, int]:
    """First and last token of the cue as it stands: with its manner adverb, its passive and its preposition."""
    first, last = cue.word, cue.last
    if cue.light is not None:
        return min(first.i, cue.light.i), max(last.i, cue.light.i)
    at = first.i
    while cue.form == "verb" and at and (before := first.doc[at - 1]).head is first and _is_part_of_cue(before):
        at -= 1
    return at, last.i


def _is_part_of_cue(word: Token) -> bool:
    return word.dep_ == "auxpass" or (word.dep_ == "advmod" and word.lower_.endswith("ly") and word.lower_ not in TIMES)


def classify_cue(cue: Cue, opening: list[str]) -> str:
    """The cue's class: a doubting adverb makes it distancing, "indicate how" factive."""
    if any(child.lower_ in DOUBTING for child in cue.word.children):
        return "distancing"
    if cue.entry.cue == "indicate" and any(word.startswith(("wh", "how")) for word in opening):
        return "neutral" if opening[0] == "which" else "factive"
    return cue.entry.cue_class
