"""What kind of noun is it, and how is a speaker's name or description printed?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

Run = tuple[int, int]
DOCUMENTS = word_list("documents")
BODIES = word_list("bodies (voices)")
HUMAN = word_list("nouns for one person")
TITLES = word_list("titles (voices)")
PARTICLES = word_list("particles")
# Events, doings and states say nothing themselves; some words with the endings of doings are bodies or people.
SILENT = word_list("nouns that cannot speak")
SPEAKING = word_list("nouns that can speak")
DOINGS = ("tion", "sion", "ment", "ness", "ity", "ism", "ing")
OPENERS = word_list("openers")
WHEN = word_list("times (voices)")
# How words for peoples and creeds end: they keep their capital.
DEMONYM = ("i", "is", "an", "ans", "ish", "ese", "ite", "ites", "ist", "ists", "nch", "utch", "im", "ims", "nni", "ew")


def is_organization(noun: Token) -> bool:
    """An army, a ministry, a newspaper: a body that speaks under its name."""
    return noun.lower_ in BODIES or noun.lemma_ in BODIES


def can_speak(noun: Token) -> bool:
    """People, bodies and writings do; "operations", "the situation" or "the war" do not."""
    lemma = noun.lemma_
    if noun.pos_ != "NOUN" or is_organization(noun) or lemma in DOCUMENTS | HUMAN | SPEAKING:
        return True
    return lemma not in SILENT and not lemma.endswith(DOINGS)


def is_single_person(noun: Token) -> bool:
    """Can "he" or "she" stand for it?"""
    if noun.is_plural or noun.child("conj") is not None:
        return False
    if noun.pos_ == "PROPN":
        return not is_organization(noun) and noun.tag_ == "NNP" and noun.text[0].isupper() and len(noun.text) > 2
    return noun.lemma_ in HUMAN


def name_end(first: Token) -> int:
    """Where the run of names that begins here ends, the particles of "al-Maliki" and "de la Cruz" with it."""
    doc, end = first.doc, first.i + 1
    while end < first.sent.end:
        if (doc[end - 1].dep_ == "pobj" and not _name_goes_on(doc, end)) or doc[end].lower_ in WHEN:
            break
        if doc[end].pos_ == "PROPN":
            end += 1
        elif _is_name_particle(doc[end]) and end + 1 < len(doc) and doc[end + 1].pos_ == "PROPN":
            end += 2
        else:
            break
    return end


def name_range(noun: Token, start: int) -> Run:
    """The run of names that ends, or begins to, at a token: not past "ambassador to Iraq", but with "-Tayar"."""
    doc, first, end = noun.doc, noun.i, noun.i + 1
    while first > start and (doc[first - 1].pos_ == "PROPN" or doc[first - 1].lower_ in PARTICLES):
        if doc[first - 1].dep_ == "pobj" and not _name_goes_on(doc, first):
            break
        first -= 1
    while end < len(doc) and doc[end].pos_ == "PROPN" and _name_goes_on(doc, end):
        end += 1
    return first, end


def _name_goes_on(doc: Document, at: int) -> bool:
    """Does a name go on here: behind a particle, or glued to a hyphen?"""
    before = doc[at - 1]
    return before.lower_ in PARTICLES or (before.end == doc[at].idx and "-" in {doc[at].text, before.text})


def _is_name_particle(word: Token) -> bool:
    """ "al" in "Muqtada al Sadr"; a hyphen only without a space, for a dateline has one with."""
    return word.lower_ in PARTICLES and (word.text != "-" or word.doc[word.i - 1].end == word.idx)


def name_without_title(doc: Document, start: int, end: int) -> str:
    """A name without the offices in front of it; empty where nothing else is left."""
    start = next((at + 1 for at in range(end - 2, start - 1, -1) if doc[at].lower_ in TITLES), start)
    while start < end and (doc[start].lower_ in TITLES | WHEN | {"the"} or not doc[start].text[0].isalnum()):
        start += 1
    return printed_text(doc, start, end) if start < end else ""


def description_text(doc: Document, start: int, end: int) -> str:
    """A description of somebody unnamed: without article, possessor or "on condition of anonymity"."""
    words = [token.lower_ for token in doc[start:end]]
    end = next((start + at for at in range(1, len(words) - 1) if words[at : at + 2] == ["on", "condition"]), end)
    while start < end - 1 and (doc[start].lower_ in OPENERS or doc[start].pos_ == "CCONJ"):
        start += 1
    shown, first = printed_text(doc, start, end), doc[start]
    if start == end - 1 and first.tag_ == "NN" and first.lemma_ not in BODIES | DOCUMENTS | HUMAN:
        return shown
    is_common = first.pos_ in {"NOUN", "NUM", "ADV", "ADJ"} and not first.lower_.endswith(DEMONYM)
    opens = not any(one.pos_ == "PROPN" for one in doc[first.sent.start : start])
    return shown[:1].lower() + shown[1:] if is_common and opens and not shown[:2].isupper() else shown


def strip_determiner(doc: Document, start: int, end: int) -> str:
    """A body or a document without its article, "his" or "yesterday's": "US military"."""
    while start < end - 1:
        is_time = doc[start].lower_ in WHEN and doc[start].nbor().lower_ == "'s"
        if not is_time and doc[start].pos_ not in {"DET", "CCONJ"} and doc[start].lower_ not in OPENERS:
            break
        start += 2 if doc[start].lower_ in WHEN else 1
    return printed_text(doc, start, end)


def printed_text(doc: Document, start: int, end: int) -> str:
    """The words as printed, spaces folded, without signs at the edges."""
    return " ".join(doc.text[doc[start].idx : doc[end - 1].end].split()).strip(' ,;:–—-"“”').lstrip(". ")


def last_name(name: str) -> str:
    """Under what a name is found again: its last word, without "al-" and the genitive."""
    return re.sub(r"^al-|['’]s$", "", name.split()[-1].lower())
