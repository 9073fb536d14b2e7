"""Where in an article does a word of force or coercion tell of an act?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.evidence.actors_names import words
from analysis.evidence.actors_sides import KIND_OF
from analysis.evidence.acts_clauses import Clause, clause_of
from analysis.evidence.acts_lexicon import Entry, Force

if TYPE_CHECKING:
    from spacy.tokens import Token

    from analysis.evidence.actors_cast import Cast

# An article tells of force if at least one word in so many is one of force beyond doubt.
DENSITY = 150
# "a series of raids": the act is what stands behind "of".
PACKS = words("show series wave string burst volley spate round campaign rash number act")
WEAPON_BEFORE = words(
    "gun machine machine-gun mortar rocket artillery tank missile sniper small-arms arms rifle gunship shell heavy "
    "antiaircraft anti-aircraft friendly cannon rocket-propelled automatic hostile enemy incoming covering grenade"
)
MILITARY = words(
    "military armed army police security combat ground air joint offensive widespread massive punitive covert major "
    "counterinsurgency terror bombing government guerrilla sweeping decisive risky violent troop naval aerial assault"
)
PEOPLE = KIND_OF.keys() - {n for n, k in KIND_OF.items() if k in {"soldiers", "armed", "officials"}}
PRONOUNS = words("them him her us me someone everyone anyone people those you they he she i we who whom")


@dataclass(frozen=True)
class Act:
    """One act: the word that tells of it, its clause where that is a verb, the noun that a light verb carries."""

    core: Token
    entry: Entry
    clause: Clause | None = None
    noun: Token | None = None
    words: tuple[int, ...] = ()


def found(cast: Cast, lexicon: Force) -> Iterator[Act]:
    """The acts of one article, from top to bottom."""
    at_war = _tells_of_force(cast, lexicon)
    taken: set[int] = set()
    acts: list[Act] = []
    for token in cast.doc:
        lemma = cast.lemmas[token.i]
        if lemma in lexicon.verbs or lemma in lexicon.phrases:
            act = _verb(cast, token, lexicon, at_war)
            if act:
                acts.append(act)
                taken.update(act.words, {token.i}, {act.noun.i} if act.noun is not None else ())
    for token in cast.doc:
        if token.i not in taken:
            act = _noun(cast, token, lexicon, at_war)
            if act:
                acts.append(act)
                taken.update(act.words)
    yield from sorted(acts, key=lambda act: act.core.i)


def _tells_of_force(cast: Cast, lexicon: Force) -> bool:
    """Is the article about force at all? Else "operation" or "campaign" is about something else."""
    n = 0
    for lemma in cast.lemmas:
        entry = lexicon.nouns.get(lemma) or lexicon.verbs.get(lemma)
        n += entry is not None and entry.kind in {"violence", "coercion"} and not entry.notes
    return n * DENSITY >= len(cast.doc) and n > 0


def _verb(cast: Cast, token: Token, lexicon: Force, at_war: bool) -> Act | None:
    if token.pos_ not in {"VERB", "AUX"} and not (token.tag_ in {"VBN", "VBD"} and token.dep_ != "amod"):
        return None
    if token.dep_ in {"amod", "compound"} or token.pos_ == "NOUN":
        return None
    lemma = cast.lemmas[token.i]
    for rest, entry in lexicon.phrases.get(lemma, ()):
        places = _along(cast, token, rest)
        if places and entry.kind == "support":
            act = _carried(cast, token, entry, lexicon, at_war)
            if act:
                return act
        elif places and _fits(cast, token, entry, at_war):
            return Act(token, entry, clause_of(token), None, tuple(places))
    entry = lexicon.verbs.get(lemma)
    if entry is None:
        return None
    if entry.kind == "support":
        return _carried(cast, token, entry, lexicon, at_war)
    if "weapon as subject" in entry.notes:
        clause = clause_of(token)
        weapon = clause.agent is not None and lexicon.is_weapon(cast.lemmas[clause.agent.i])
        return Act(token, entry, clause) if weapon else None
    if _gerund_noun(token, lexicon) or not _fits(cast, token, entry, at_war):
        return None
    clause = clause_of(token)
    own = clause.patient if not clause.passive else None
    carried = own if own is not None and lemma in {"fight", "wage"} and lexicon.is_act(cast.lemmas[own.i]) else None
    return Act(token, entry, clause, carried)


def _gerund_noun(token: Token, lexicon: Force) -> bool:
    """ "The fighting", "shelling continued": a noun, whatever its tag."""
    if token.tag_ != "VBG" or token.lower_ not in lexicon.nouns:
        return False
    children = {child.dep_ for child in token.children}
    if "dobj" in children or children & {"aux", "auxpass", "nsubj"}:
        return False
    return bool(children & {"det", "amod", "poss", "compound"}) or token.dep_ in {"nsubj", "dobj", "pobj", "nsubjpass"}


def _carried(cast: Cast, verb: Token, entry: Entry, lexicon: Force, at_war: bool) -> Act | None:
    """A light verb with its act: "launched an assault", "dropped bombs", "engaged in a war"."""
    clause = clause_of(verb)
    thing = clause.patient if not clause.passive or verb.dep_ not in {"acl", "relcl"} else None
    if entry.lemma.split()[-1] in {"in", "with", "to"}:
        preps = [child for child in verb.children if child.dep_ == "prep" and child.lower_ == entry.lemma.split()[-1]]
        thing = next((noun for prep in preps for noun in prep.children if noun.dep_ == "pobj"), thing)
    if thing is None or (thing.i < verb.i and not clause.passive) or _quoted(thing):
        return None
    thing = _unpacked(cast, thing, lexicon)
    lemma = _noun_lemma(cast, thing, lexicon)
    of_weapons = "with a weapon" in entry.notes
    if of_weapons and (lexicon.is_weapon(lemma) or lemma == "round"):
        return Act(verb, entry, clause, thing)
    held = lexicon.nouns.get(lemma)
    if held is None or of_weapons or held.kind in {"weapon", "doer"} or not _noun_fits(cast, thing, held, True):
        return None
    return Act(verb, held, clause, thing) if at_war or "force only" not in held.notes else None


def _quoted(noun: Token) -> bool:
    return noun.i > 0 and noun.nbor(-1).text in {'"', "'"}


def _unpacked(cast: Cast, noun: Token, lexicon: Force) -> Token:
    if cast.lemmas[noun.i] in PACKS:
        for prep in noun.rights:
            if prep.lower_ == "of":
                return next((t for t in prep.children if lexicon.is_act(_noun_lemma(cast, t, lexicon))), noun)
    return noun


def _along(cast: Cast, verb: Token, rest: tuple[str, ...]) -> list[int]:
    """Places of a phrase's other words to the right of its verb, in the verb's own clause."""
    places = []
    at = verb.i
    for word in rest:
        for right in cast.doc[at + 1 : at + 9]:
            if cast.lemmas[right.i] == word or right.lower_ == word:
                if right.head.i == verb.i or verb.is_ancestor(right):
                    if right.pos_ in {"ADP", "ADV", "PART"} and right.dep_ not in {"prt", "advmod"} and len(rest) == 1:
                        return []
                    places.append(right.i)
                    at = right.i
                    break
        else:
            return []
    return places


def _fits(cast: Cast, verb: Token, entry: Entry, at_war: bool) -> bool:
    """Do the conditions hold that the lexicon sets for this verb?"""
    notes = entry.notes
    if not notes:
        return True
    if "force only" in notes and not at_war:
        return False
    if notes <= {"force only", "intransitive", "passive in sense"}:
        return True
    clause = clause_of(verb)
    thing = clause.patient
    if thing is None:
        return False
    if "bystanders" in notes:
        told = next((child for child in verb.children if child.dep_ == "dobj"), thing)
        return KIND_OF.get(cast.lemmas[told.i]) == "people" and verb.i < told.i
    if "person" in notes:
        return thing.i in cast.named or cast.lemmas[thing.i] in KIND_OF or thing.lower_ in PRONOUNS
    if "thing" in notes:
        return cast.lemmas[thing.i] not in {"country", "nation", "talk", "effort", "process", "plan", "deal", "peace"}
    return True


def _noun_lemma(cast: Cast, token: Token, lexicon: Force) -> str:
    lemma = cast.lemmas[token.i]
    if token.lower_ in lexicon.nouns:
        return token.lower_
    return lemma if token.pos_ in {"NOUN", "PROPN"} else ""


def _noun(cast: Cast, token: Token, lexicon: Force, at_war: bool) -> Act | None:
    lemma = _noun_lemma(cast, token, lexicon)
    entry = lexicon.nouns.get(lemma)
    if entry is None or entry.kind == "weapon":
        return None
    if token.pos_ not in {"NOUN", "PROPN"} and not _gerund_noun(token, lexicon):
        return None
    if token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ in {"NOUN", "PROPN"}:
        return None
    if "force only" in entry.notes and not at_war:
        return None
    if not _noun_fits(cast, token, entry, False):
        return None
    return Act(token, entry, None, token)


def _noun_fits(cast: Cast, noun: Token, entry: Entry, carried: bool) -> bool:
    """Do the conditions hold that the lexicon sets for this noun?"""
    before = {word.lower_ for child in noun.lefts for word in child.subtree}
    notes = entry.notes
    if _after_hyphen(noun):
        return False
    if "weapon before" in notes:
        return carried or bool(before & WEAPON_BEFORE)
    if "military before" in notes:
        actor = any(word.i in cast.named for child in noun.lefts for word in child.subtree)
        kinds = any(KIND_OF.get(word) in {"soldiers", "armed", "officials"} for word in before)
        of = any(
            c.lower_ == "of" and any(k.lower_ in {"raids", "attacks", "bombings"} for k in c.children)
            for c in noun.rights
        )
        plan = noun.head.lemma_ in {"plan", "threaten", "promise", "vow", "pledge"}
        return bool(before & MILITARY) or actor or kinds or of or plan
    if "of fire" in notes:
        return any(c.lower_ == "of" and any(k.lower_ in {"fire", "gunfire"} for k in c.children) for c in noun.rights)
    if "singular" in notes:
        return noun.tag_ == "NN" and not before and noun.dep_ != "compound"
    if "plural" in notes:
        return noun.tag_ in {"NNS", "NNPS"}
    if "death before" in notes:
        return bool(before & {"death", "bomb", "terror", "terrorist"})
    if "with of" in notes:
        return any(child.lower_ == "of" for child in noun.rights)
    return True


def _after_hyphen(noun: Token) -> bool:
    """ "cease-fire", "anti-war": no act of force."""
    return (
        noun.i > 0
        and noun.nbor(-1).text == "-"
        and noun.nbor(-1).i > 0
        and noun.nbor(-2).lower_ in {"cease", "anti", "pre", "post", "non", "counter"}
    )
