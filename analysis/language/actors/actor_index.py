"""Who is in one article, and whom does a noun in it stand for?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from analysis.language.actors.alias_matcher import AliasMatch, AliasMatcher
from analysis.language.actors.noun_kinds import DEFINITE as DEFINITE
from analysis.language.actors.noun_kinds import KIND_OF, ActorSides, singular_noun
from analysis.language.syntactic_control import prepositional_object, relative_antecedent
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Document, Token

BEFORE = frozenset({"amod", "compound", "poss", "nmod", "nummod", "nsubj", "npadvmod"})
# Nouns whose possessor is the other side: "his opponents", "the enemy of the people".
RELATIONAL = word_list("nouns whose owner is the other side")
# How far back, in tokens, a noun without a side's word may lean on one that has it; "militants" without "the" less.
FIRST_PERSON = word_list("first person")
AMOUNTS = word_list("amounts")
REACH = 250
SHORT_REACH = 60


@dataclass(frozen=True)
class ActorIndex:
    """Who is in one article, by the numbers of its tokens.

    `named`: actor of each token of a name or an alias, `inside`: that alias; `antecedents`: the noun or name that a
    pronoun or a title takes up, whoever it is; `pronouns`, `titles`: their actors, where the corpus file knows them;
    `nominals`: actors of nouns as another model of coreference has them, which go before ours.
    """

    doc: Document
    sides: ActorSides
    names: tuple[AliasMatch, ...]
    named: dict[int, str]
    inside: dict[int, AliasMatch]
    lemmas: tuple[str, ...]
    antecedents: dict[int, int] = field(default_factory=dict)
    pronouns: dict[int, str] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    nominals: dict[int, str] = field(default_factory=dict)

    def is_proper_name(self, token: Token) -> bool:
        """Is this token a capitalised part of an actor's name?"""
        found = self.inside.get(token.i)
        return found is not None and found.alias.is_name and token.text[:1].isupper()

    def actor(self, word: Token, *, speaker: str | None = None) -> str | None:
        """Whom does a word stand for: an actor's code, EVENT, or nobody the corpus file knows (None)?

        A relative pronoun stands for its noun, he and they for whom they take up, I and we for the `speaker`, "most
        of the men" for the men, a name or a noun for what `noun_phrase_actor` and `noun_actor` say.
        """
        word = relative_antecedent(word)
        if word.i in self.pronouns:
            return self.pronouns[word.i]
        if word.pos_ == "PRON" and word.lower_ in FIRST_PERSON:
            return speaker
        if word.i in self.named:
            return noun_phrase_actor(self, word)
        if word.lemma_ in AMOUNTS or word.lower_ in AMOUNTS:
            inner = prepositional_object(word, "of")
            if inner is not None:
                return self.actor(inner, speaker=speaker)
        return noun_actor(self, word) if word.pos_ in {"NOUN", "PROPN"} else None


def build_actor_index(doc: Document, names: AliasMatcher, sides: ActorSides) -> ActorIndex:
    """Look up all names in an article, once."""
    blank = ActorIndex(doc, sides, (), {}, {}, tuple(_singular_lemma(token) for token in doc))
    return add_alias_matches(blank, names.find_matches(doc.plain))


def add_alias_matches(index: ActorIndex, names: Iterable[AliasMatch]) -> ActorIndex:
    """The same article with these names, which come in the order of the text."""
    spans = tuple(names)
    named: dict[int, str] = {}
    inside: dict[int, AliasMatch] = {}
    tokens = iter(index.doc)
    token = next(tokens, None)
    for name in spans:
        while token is not None and token.idx + len(token) <= name.start:
            token = next(tokens, None)
        while token is not None and token.idx < name.end:
            named[token.i] = name.alias.actor
            inside[token.i] = name
            token = next(tokens, None)
    return replace(index, names=spans, named=named, inside=inside)


def _singular_lemma(token: Token) -> str:
    """In lower case; a capitalised noun, as in headlines, in the singular."""
    return singular_noun(token.text) if token.pos_ == "PROPN" else token.lemma_.lower()


def noun_actor(index: ActorIndex, noun: Token) -> str | None:
    """Whom does this noun stand for? None where the article does not say.

    First what stands with it (`noun_phrase_actor`); then a name beside it, an alias that is the noun itself, the side
    last named with a noun of that kind, and the actor whom the alias table gives for that kind.
    """
    kind = KIND_OF.get(index.lemmas[noun.i])
    found = apposition_actor(index, noun) or noun_phrase_actor(index, noun) or alias_actor(index, noun)
    if found or kind is None:
        return found
    if kind in {"people", "crowd", "migrants", "press"}:
        return None if index.lemmas[noun.i] == "people" else index.sides.default_actor(kind)
    return last_actor_of_kind(index, noun, kind)


def noun_phrase_actor(index: ActorIndex, noun: Token) -> str | None:
    """Whom do the words with a noun name? Of two that are joined the first named.

    In front a name or a side's word ("Mahdi Army militia", "US troops"), the nearest first; behind it "of",
    "from", "loyal to". Whom a rival, an enemy or a puppet state belongs to is somebody else.
    """
    if noun.i in index.nominals:
        return index.nominals[noun.i]
    kind = KIND_OF.get(index.lemmas[noun.i])
    fronting = prenominal_modifiers(noun)
    other = index.lemmas[noun.i] in RELATIONAL or any(index.lemmas[word.i] in RELATIONAL for word in fronting)
    for word in fronting:
        if word.dep_ == "poss" and other:
            continue
        found = _modifier_actor(index, word, kind)
        if found:
            return found
    if noun.i in index.named:
        return index.named[noun.i]
    found = None if other else _postmodifier_actor(index, noun, kind)
    shared = noun.dep_ == "conj" and noun.head.pos_ == "NOUN"
    if found is None and shared and not any(child.dep_ in {"det", "poss"} for child in noun.lefts):
        sides = (_modifier_actor(index, word, kind) for word in prenominal_modifiers(noun.head))
        found = next((side for side in sides if side), None)
    return found


def _modifier_actor(index: ActorIndex, word: Token, kind: str | None) -> str | None:
    """The actor whom a word in front of a noun of this kind names."""
    if word.i > 1 and word.nbor(-1).lower_ in {"and", ","} and word.dep_ != "poss":
        first = word.nbor(-2)
        if first.pos_ != "NOUN" and (first.i in index.named or (first.text, kind or "") in index.sides.marked):
            word = first
    marked = index.sides.marked.get((word.text, kind or ""))
    if marked:
        return marked
    plain = index.sides.definite.get(word.lower_) or index.sides.bare.get(index.lemmas[word.i])
    actor = index.named.get(word.i) or (index.pronouns.get(word.i) if word.dep_ == "poss" else None) or plain
    if actor == "EVENT" and kind is not None:  # "the protest movement": people, not the event
        return None
    return index.sides.actor_for_kind(actor, kind) if actor else None


def alias_actor(index: ActorIndex, noun: Token) -> str | None:
    """Whom does the alias table give for a noun on its own? One listed with "the" must be definite here.

    A title stands for whoever bore it last ("the mayor").
    """
    lemma = index.lemmas[noun.i]
    if lemma in index.sides.definite:
        words = {child.lower_ for child in noun.lefts if child.dep_ in {"det", "poss"}}
        if words & DEFINITE or (not words and noun.tag_ in {"NN", "NNP"}):
            return index.sides.definite[lemma]
    return index.sides.bare.get(lemma) or index.titles.get(noun.i)


def prenominal_modifiers(noun: Token) -> list[Token]:
    """The words in front of a noun that say whose it is, the nearest first; not those inside "US-backed"."""
    found: list[Token] = []
    for child in reversed(list(noun.lefts)):
        if child.dep_ in BEFORE:
            found += [word for word in child.subtree if word.i < noun.i and not _is_compound_part(word)]
    return found


def _is_compound_part(word: Token) -> bool:
    """Part of a compound that names somebody else: "US-backed", but not "US-led"."""
    doc = word.doc
    if word.whitespace_ == "" and word.i + 2 < len(doc) and doc[word.i + 1].text == "-":
        return bool(doc[word.i + 2].lower_ != "led")
    return word.i > 0 and doc[word.i - 1].text == "-" and not doc[word.i - 1].whitespace_


def _postmodifier_actor(index: ActorIndex, noun: Token, kind: str | None) -> str | None:
    for child in noun.rights:
        loyal = child.lower_ in {"loyal", "led", "commanded", "belonging"}
        if not loyal and not (child.dep_ == "prep" and child.lower_ in {"of", "from", "within"}):
            continue
        things = [thing for thing in child.subtree if thing.i > child.i] if loyal else list(child.children)
        for thing in things:
            if thing.i in index.named:
                return index.sides.actor_for_kind(index.named[thing.i], kind)
            if child.lower_ == "of" and thing.dep_ == "pobj" and thing.pos_ in {"NOUN", "PROPN"}:
                found = noun_phrase_actor(index, thing)
                if found:
                    return index.sides.actor_for_kind(found, kind)
    return None


def apposition_actor(index: ActorIndex, noun: Token) -> str | None:
    """A name beside the noun: "the cleric, Muqtada al-Sadr" or "cleric Muqtada al-Sadr"."""
    around = [noun.head] if noun.dep_ in {"appos", "compound", "nmod"} else []
    around += [child for child in noun.children if child.dep_ == "appos"]
    for token in around:
        if token.i in index.named:
            return index.named[token.i]
        if token.dep_ == "appos" or noun.dep_ == "appos":
            found = noun_phrase_actor(index, token)
            if found:
                return found
    return None


def last_actor_of_kind(index: ActorIndex, noun: Token, kind: str) -> str | None:
    """The actor last named with a noun of this kind; for armed men, the armed side last named at all."""
    known = kind != "armed" or any(child.lower_ in DEFINITE for child in noun.lefts)
    for at in range(noun.i - 1, max(-1, noun.i - (REACH if known else SHORT_REACH)), -1):
        if kind == "armed" and at in index.named:
            side = index.sides.armed_actor(index.named[at])
            if side:
                return side
        if KIND_OF.get(index.lemmas[at]) == kind:
            found = noun_phrase_actor(index, index.doc[at])
            if found:
                return found
    return index.sides.default_actor(kind)
