"""Do the conditions hold under which a word of the list tells of an act?"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from analysis.evidence.acts_actors import owner
from analysis.evidence.acts_lexicon import Entry, Force
from analysis.evidence.acts_wordlists import BODIES, BYSTANDERS, LIMBS, PERSONS
from analysis.language.actors.kinds import KIND_OF
from analysis.language.clauses import clause_of
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.actors.index import ActorIndex
    from analysis.language.document import Token

WEAPON_BEFORE = listed("weapon before")
MILITARY = listed("military")
FIRE = listed("fire")
# "Trade war", "heart attack": no act of force.
FIGURES = listed("figures")
# Where one of these is met, a strike without a weapon is a stoppage of work.
STOPPAGE = listed("stoppage")
ARMS = listed("arms")
DEADLY = listed("deadly")
RAIDS = listed("raids")
JOINED = listed("joined")
ILLS = listed("ills")
# What people are ordered to do by whoever has power over them.
BODILY = listed("bodily")
PLANS = listed("plans")
PRONOUNS = listed("pronouns")
ABSTRACT = listed("abstract")
# "Strike a deal", "fire a worker": nothing to do with force.
IDIOMS = listed("idioms")
# "Shelled out", "shot back": paying and answering.
PARTICLES = {"shell": "out", "shoot": "back", "fire": "off"}
RISING = listed("rising")
FILMED = listed("filmed")
PICTURES = listed("pictures")
SUBJECT_OR_OBJECT = frozenset({"nsubj", "dobj", "pobj", "nsubjpass"})
DURING = listed("during")


def idiom(cast: ActorIndex, verb: Token) -> bool:
    """Is this a phrase that only sounds like force?"""
    if verb.lemma_ in FILMED and _filmed(cast, verb):
        return True
    if any(child.lower_ == PARTICLES.get(verb.lemma_) for child in verb.rights):
        return True
    struck = any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children)
    if verb.lemma_ == "shoot" and not struck and any(child.lower_ in RISING for child in verb.rights):
        return True
    return any(child.dep_ == "dobj" and cast.lemmas[child.i] in IDIOMS for child in verb.children)


def _filmed(cast: ActorIndex, verb: Token) -> bool:
    """As in "captured on video", "shot by a camera": a picture is taken, nobody is."""
    below = (thing for prep in verb.rights if prep.lower_ in {"on", "by", "with", "in"} for thing in prep.children)
    things = [*below, *(child for child in verb.children if child.dep_ in {"nsubj", "dobj", "nsubjpass"})]
    return any(cast.lemmas[thing.i] in PICTURES for thing in things)


def quoted(noun: Token) -> bool:
    """Does a quotation mark stand right before the word?"""
    return noun.i > 0 and noun.nbor(-1).text in {'"', "'"}


def noun_lemma(cast: ActorIndex, token: Token, lexicon: Force) -> str:
    """Under which word is this noun listed? "Fighting" is listed as such, whatever its tag."""
    if token.lower_ in lexicon.nouns:
        return str(token.lower_)
    return cast.lemmas[token.i] if token.pos_ in {"NOUN", "PROPN"} else ""


def gerund_noun(token: Token, lexicon: Force) -> bool:
    """Is a verb form in -ing a noun here, as in "the fighting" and "shelling continued"?"""
    if token.tag_ != "VBG" or token.lower_ not in lexicon.nouns:
        return False
    children = {child.dep_ for child in token.children}
    if children & {"dobj", "aux", "auxpass", "nsubj"}:
        return False
    if children & {"det", "amod", "poss", "compound"} or token.dep_ in SUBJECT_OR_OBJECT:
        return True
    if token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"}:
        return True
    return bool(token.dep_ == "pcomp" and token.head.lower_ in DURING)


def verb_fits(cast: ActorIndex, verb: Token, entry: Entry, at_war: bool) -> bool:
    """Do the conditions hold that the list sets for this verb?"""
    notes = entry.notes
    if entry.needs_force and not at_war:
        return False
    if notes <= {"force only", "figurative too", "intransitive", "passive in sense"}:
        return True
    thing = clause_of(verb).patient
    if thing is None:
        return False
    lemma = cast.lemmas[thing.i]
    if "bystanders" in notes:
        told = next((child for child in verb.children if child.dep_ == "dobj"), thing)
        if told.lower_ in {"him", "her", "them"}:
            return any(child.dep_ in {"xcomp", "ccomp"} and child.lemma_ in BODILY for child in verb.rights)
        return KIND_OF.get(cast.lemmas[told.i]) == "people" and verb.i < told.i
    if "person" in notes:
        if lemma in LIMBS and owner(thing) is not None:
            return True
        return _somebody(cast, thing)
    return "thing" not in notes or lemma not in ABSTRACT


def noun_fits(cast: ActorIndex, noun: Token, entry: Entry, *, carried: bool = False) -> bool:
    """Do the conditions hold that the list sets for this noun? `carried` by a light verb it needs fewer words."""
    if _hyphenated(noun) or noun.head.lower_ == "as" or noun.head.head.lemma_ == "amount":
        return False
    if noun.lower_ in {"war", "wars"} and noun.pos_ == "PROPN" and any(c.pos_ == "PROPN" for c in noun.lefts):
        return False  # the name of another war
    before = {word.lower_ for child in noun.lefts for word in child.subtree}
    if noun.lower_ in {"strike", "strikes"} and not before & ARMS and STOPPAGE & set(cast.lemmas):
        return False
    if before & FIGURES or (noun.lower_ == "search" and any(child.lower_ == "for" for child in noun.rights)):
        return False
    notes = entry.notes
    if noun.lower_ == "offensive" and noun.head.lower_ == "on" and "the" in before:
        return False  # "went on the offensive"
    if noun.lower_ == "war" and _of(noun, frozenset({"words", "nerves", "wills"})):
        return False
    if noun.lower_ == "war" and any(p.lower_ == "on" and _figure(p) for p in noun.rights):
        return False
    if "weapon before" in notes and not carried and not before & WEAPON_BEFORE:
        return False
    if "military before" in notes and not _military(cast, noun, before):
        return False
    if "of fire" in notes and not _of(noun, FIRE):
        return False
    if "singular" in notes and not _bare(noun, before):
        return False
    if "plural" in notes and noun.tag_ not in {"NNS", "NNPS"}:
        return False
    if "death before" in notes and not carried and not before & DEADLY and not _among_acts(cast, noun):
        return False
    if "person" in notes and not carried and not _on_people(cast, noun):
        return False
    return "with of" not in notes or any(child.lower_ == "of" for child in noun.rights)


def _among_acts(cast: ActorIndex, noun: Token) -> bool:
    """As in "threats and harassment": joined with a noun of force, or received."""
    joined = [noun.head, *noun.rights] if noun.dep_ == "conj" else list(noun.rights)
    acts = any(cast.lemmas[word.i] in JOINED for word in joined if word.pos_ in {"NOUN", "PROPN"})
    return acts or (noun.tag_ == "NNS" and noun.head.lemma_ in {"receive", "get"} and noun.dep_ == "dobj")


def _figure(prep: Token) -> bool:
    """As in "the war on drugs": nobody is fought."""
    return any(thing.lemma_ in ILLS for thing in prep.children)


def _military(cast: ActorIndex, noun: Token, before: set[str]) -> bool:
    actor = any(word.i in cast.named for child in noun.lefts for word in child.subtree)
    kinds = any(KIND_OF.get(word) in {"soldiers", "armed", "officials"} for word in before)
    return bool(before & MILITARY) or actor or kinds or _of(noun, RAIDS) or noun.head.lemma_ in PLANS


def _on_people(cast: ActorIndex, noun: Token) -> bool:
    """As in "a ban on the party", "their ban from the square"; not "a ban on smoking"."""
    things = [thing for prep in noun.rights if prep.lower_ == "on" for thing in prep.children if thing.dep_ == "pobj"]
    return any(_somebody(cast, thing) for thing in things)


def _somebody(cast: ActorIndex, thing: Token) -> bool:
    lemma = cast.lemmas[thing.i]
    known = thing.i in cast.named or lemma in KIND_OF or thing.lower_ in PRONOUNS or thing.tag_ == "NNPS"
    return known or lemma in BODIES or lemma in PERSONS or lemma in BYSTANDERS


def _of(noun: Token, wanted: Collection[str]) -> bool:
    return any(prep.lower_ == "of" and any(c.lower_ in wanted for c in prep.children) for prep in noun.rights)


def _bare(noun: Token, before: set[str]) -> bool:
    """As in "Force was the last resort"; not "in force", not "the police force"."""
    plain = noun.tag_ == "NN" and not before and noun.dep_ != "compound"
    return plain and noun.head.lower_ not in {"in", "into", "by"}


def _hyphenated(noun: Token) -> bool:
    """As in "Cease-fire", "anti-war": no act of force."""
    if noun.i < 2 or noun.nbor(-1).text != "-":
        return False
    return noun.nbor(-2).lower_ in {"cease", "anti", "pre", "post", "non", "counter"}
