"""Noun phrases that say what an actor or the event is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.labels.label_lexicon import LabelLexicon, LabelTerm
from analysis.evidence.labels.tone import word_tone
from analysis.language.actors.actor_index import ActorIndex
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

NOMINAL = frozenset({"pcomp", "nsubj", "nsubjpass", "pobj", "dobj", "conj", "attr", "appos", "dative", "ROOT", "poss"})
HOLLOW = word_list("hollow")  # a label only through the word before them: militia members, corrupt elements
CALLINGS = word_list("callings")  # a calling beside a name ("cleric Muqtada al-Sadr") is a label; an office is not
OFFICES = word_list("offices")  # "rebel leader" is a label, "air force chief" an office
DEEDS = word_list("deeds")  # what a side or the event does; a label only with a word that judges
TIMES = word_list("times (labels)")
DEGREES = word_list("degrees")
SIZES = word_list("sizes")  # come in degrees without judging
BACKING = word_list("backing")
EVENTS = word_list("events")
PEOPLE = word_list("people (labels)")
REALMS = frozenset({"majority", "minority", "party", "its"})


@dataclass(frozen=True)
class Label:
    """A label as found: its first and last token, the word that carries it, its tone and family, and whose it is.

    `side` is "event" where it names the event, else the lexicon's hint; `bearer` is the token of whoever bears it,
    None where that has to be found from `head`.
    """

    first: int
    last: int
    head: int
    lemma: str
    family: str
    tone: str
    side: str
    bearer: int | None = None


@dataclass(frozen=True)
class NounModifier:
    """One modifier of a noun with what hangs on it: "US-backed", "deeply hostile"."""

    first: int
    last: int
    stays: bool
    judges: bool
    tone: str
    term: LabelTerm | None = None


def noun_labels(actors: ActorIndex, terms: LabelLexicon) -> Iterator[Label]:
    """Every noun phrase whose head, or a word before it, is a label."""
    for token in actors.doc:
        label = (
            _noun_label(actors, token, terms)
            if _is_phrase_head(actors, token, terms)
            else _name_epithet(actors, token, terms)
        )
        if label:
            yield label


def _name_epithet(actors: ActorIndex, name: Token, terms: LabelLexicon) -> Label | None:
    """ "the extremist National Party", "embattled Merkel": what stands before an actor's name and judges."""
    if name.pos_ != "PROPN" or name.dep_ == "compound" or not actors.is_proper_name(name) or name.sent.text.istitle():
        return None
    units = [unit for unit in _noun_modifiers(actors, name, terms) if unit.judges]
    if not units or not actors.doc[units[0].last].text.islower() or units[0].last in actors.named:
        return None
    term = units[0].term or LabelTerm(actors.lemmas[units[0].last], "ADJ", "unlisted", "any", units[0].tone)
    return Label(units[0].first, units[-1].last, units[-1].last, term.term, term.family, units[0].tone, "any", name.i)


def _is_phrase_head(actors: ActorIndex, token: Token, terms: LabelLexicon) -> bool:
    if actors.is_proper_name(token) or token.is_space:
        return False
    pos = token.pos_
    if not token.whitespace_ and token.i + 2 < len(token.doc) and token.nbor().text == "-":
        return False
    if pos == "NOUN":
        return not (token.dep_ in {"compound", "nmod"} and token.head.i > token.i and token.head.pos_ == "NOUN")
    if pos == "PROPN" and token.tag_ == "NNPS" and token.dep_ != "compound":
        return True
    if pos == "PROPN":
        is_apart = token.dep_ not in {"compound", "nmod"} and _noun_phrase_term(actors, token, terms) is not None
        return is_apart and _is_uninformative_capital(token)
    if (
        token.tag_ in {"VBG", "VBN"}
        and (token.lower_, "NOUN") not in terms.single
        and not terms.find_phrase_ending_at(actors, token.i)
    ):
        return False
    if token.tag_ in {"VBG", "VBN", "JJ"} and token.dep_ in NOMINAL:
        open_class = token.tag_ != "VBG" or not any(child.dep_ in {"dobj", "aux"} for child in token.children)
        return open_class and terms.find_word(actors, token.i, "NOUN") is not None and token.dep_ != "ROOT"
    return False


def _is_uninformative_capital(token: Token) -> bool:
    """A capital that says nothing: at the head of a sentence, or in a headline with capitals throughout."""
    if token.i == token.sent.start:
        return token.nbor().pos_ != "PROPN"
    long = [word for word in token.sent if word.is_alpha and len(word) > 3]
    return len(long) > 1 and all(word.text[0].isupper() for word in long)


def _noun_phrase_term(actors: ActorIndex, noun: Token, terms: LabelLexicon) -> tuple[int, LabelTerm] | None:
    found = terms.find_phrase_ending_at(actors, noun.i)
    if found and found[1].pos != "VERB" and not actors.is_proper_name(actors.doc[found[0]]):
        return found
    single = terms.find_word(actors, noun.i, "NOUN")
    if single is None or (single.plural and noun.tag_ not in {"NNS", "NNPS"}):
        return None
    return noun.i, single


def _noun_label(actors: ActorIndex, noun: Token, terms: LabelLexicon) -> Label | None:
    """A listed noun; a hollow noun with a listed word; a noun for actors or deeds with a judging word; a calling."""
    found = _noun_phrase_term(actors, noun, terms)
    units = _noun_modifiers(actors, noun, terms)
    lemma = actors.lemmas[noun.i]
    judging = [unit for unit in units if unit.judges and (found is None or unit.first < found[0])]
    if found and not found[1].plain and not _is_office(actors, noun, found[1]):
        return _build_label(actors, noun, units, *found)
    hollow = lemma in HOLLOW or (found is not None and found[1].family in EVENTS)
    carrying = next((unit for unit in reversed(units) if unit.term is not None), None)
    if hollow and not judging and carrying is not None and carrying.term is not None:
        office = lemma in OFFICES and carrying.term.side == "state"
        return None if office else _build_label(actors, noun, units, carrying.first, carrying.term)
    somebody = lemma in HOLLOW or lemma in KIND_OF or noun.tag_ == "NNPS"
    if judging and (found or somebody or lemma in DEEDS):
        return _build_label(
            actors, noun, units, judging[-1].first, _modified_noun_term(actors, lemma, judging[-1], found)
        )
    if (
        lemma in CALLINGS
        and _has_apposed_name(actors, noun)
        and not (lemma == "leader" and _is_territorial_office(actors, noun))
    ):
        return _build_label(actors, noun, units, noun.i, LabelTerm(lemma, "NOUN", "the-leaders", "leader", "neutral"))
    if KIND_OF.get(lemma) == "armed":
        return _build_label(actors, noun, units, noun.i, LabelTerm(lemma, "NOUN", "unlisted", "armed-group", "neutral"))
    return None


def _modified_noun_term(
    actors: ActorIndex, lemma: str, unit: NounModifier, found: tuple[int, LabelTerm] | None
) -> LabelTerm:
    """The term for a noun that only the word before it makes a label."""
    word = unit.term.term if unit.term else actors.lemmas[unit.last]
    family = found[1].family if found else unit.term.family if unit.term else "unlisted"
    if found is None and family in PEOPLE and lemma in DEEDS:  # a desperate attempt is no desperate man
        return LabelTerm(f"{word} {lemma}", "PHRASE", "evaluations", "deed", word_tone(word))
    side = found[1].side if found else "deed" if lemma in DEEDS else "any"
    return LabelTerm(f"{word} {lemma}", "PHRASE", family, side, unit.tone)


def _build_label(actors: ActorIndex, noun: Token, units: list[NounModifier], first: int, term: LabelTerm) -> Label:
    """Span and tone: the words that judge come in, with what stands between; names and sides at the edge do not."""
    start = first
    for unit in reversed([unit for unit in units if unit.first < first]):
        if unit.judges or (unit.stays and unit.last + 1 >= start):
            start = unit.first
    while start > 1 and actors.doc[start - 1].text == "-" and not actors.doc[start - 1].whitespace_:
        start -= 2
    inside = [unit for unit in units if unit.judges and start <= unit.first <= max(first - 1, start)]
    tones = [unit.tone for unit in inside if unit.tone != "neutral"]
    tone = tones[-1] if tones and term.tone != "negative" else term.tone
    return Label(start, noun.i, noun.i, term.term, term.family, tone, term.side)


def _is_office(actors: ActorIndex, noun: Token, term: LabelTerm) -> bool:
    """ "Secret Service agents", "F.B.I. agents": an office, not a secret agent."""
    return term.term == "agent" and any(
        child.dep_ == "compound" and (child.text[:1].isupper() or child.lower_ in {"nerve", "police", "border"})
        for child in noun.lefts
    )


def _is_territorial_office(actors: ActorIndex, noun: Token) -> bool:
    """ "North Korean leader", "majority leader": an office."""
    fronting = (child for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod", "poss"})
    return any(word.i in actors.named or word.pos_ == "PROPN" or word.lower_ in REALMS for word in fronting)


def _has_apposed_name(actors: ActorIndex, noun: Token) -> bool:
    if noun.i in actors.named and not actors.is_proper_name(noun):
        return True
    around = [noun.head] if noun.dep_ in {"compound", "nmod", "appos"} else []
    around += [child for child in noun.children if child.dep_ == "appos"]
    return (
        any(token.pos_ == "PROPN" for token in around) or actors.sides.definite.get(actors.lemmas[noun.i]) is not None
    )


def _noun_modifiers(actors: ActorIndex, noun: Token, terms: LabelLexicon) -> list[NounModifier]:
    """The words in front of a noun, in order, each with what it does to a label."""
    found = []
    for child in noun.lefts:
        if child.dep_ in {"amod", "compound", "nmod", "nummod", "advmod", "npadvmod"} and not child.is_punct:
            last = child.right_edge.i if child.right_edge.i < noun.i else child.i
            unit = _noun_modifier(actors, child, child.left_edge.i, last, terms)
            joined = next((c for c in child.rights if c.dep_ == "conj" and c.pos_ == "ADJ" and c.i < noun.i), None)
            if joined is not None and not unit.judges:
                unit = _noun_modifier(actors, joined, joined.left_edge.i, last, terms)
            found.append(unit)
    return found


def is_gradable(word: Token) -> bool:
    """ "very strong", "equally fervent": what comes in degrees, and is no size, judges."""
    degree = any(child.dep_ == "advmod" and child.lower_ in DEGREES for child in word.lefts)
    return degree and word.pos_ == "ADJ" and word.lemma_.lower() not in SIZES


def _noun_modifier(actors: ActorIndex, word: Token, first: int, last: int, terms: LabelLexicon) -> NounModifier:
    lemma, lower = actors.lemmas[word.i], word.lower_
    text = actors.doc[first : last + 1].text.lower()
    term = terms.find_word(actors, word.i, "ADJ", "NOUN")
    if "-" in text:
        whole = terms.find_phrase_ending_at(actors, last)
        if whole and whole[0] == first:
            term = whole[1]
        elif text.rpartition("-")[2] in BACKING or text.startswith(("anti-", "pro-")):
            return NounModifier(first, last, True, True, "neutral")
        elif text.startswith(("self-", "ill-", "so-")):
            return NounModifier(first, last, True, True, "negative")
    if lower in TIMES or lemma in TIMES or word.pos_ in {"NUM", "DET"} or word.like_num:
        return NounModifier(first, last, False, False, "neutral")
    if term is not None and (term.pos == "ADJ" or not term.plain):
        judges = term.pos == "ADJ" or (term.tone != "neutral" and term.family not in EVENTS)
        return NounModifier(first, last, lemma not in KIND_OF or judges, judges, term.tone, term)
    if word.pos_ == "PROPN" or actors.is_proper_name(word) or (word.text[:1].isupper() and "-" not in text):
        return NounModifier(first, last, False, False, "neutral")
    if word.pos_ in {"ADJ", "VERB"}:
        tone = word_tone(lower) if word_tone(lower) != "neutral" else word_tone(lemma)
        judges = tone != "neutral" or is_gradable(word)
        return NounModifier(first if judges else word.i, last, judges or word.pos_ == "ADJ", judges, tone)
    return NounModifier(first, last, lemma not in KIND_OF and word.pos_ == "NOUN", False, "neutral")
