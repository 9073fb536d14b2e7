"""Whom do "you", "it" and "their war" stand for, where the clause itself names nobody?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.acts_wordlists import MACHINES, NATIONS, THINGS
from analysis.language.actors.kinds import KIND_OF
from analysis.language.clauses import TIMES, subject
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.evidence.acts_actors import Who
    from analysis.language.document import Token

SECOND = listed("second")
INSTITUTION = listed("institution")
# How far back, in tokens, the one spoken to or the institution meant is looked for.
BACK = 80
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
REPORTS = listed("reports")
LINKS = listed("links (acts)")


def commanded(verb: Token) -> bool:
    """Is this an order to somebody: "Don't shoot him", "Let them go"?"""
    if verb.tag_ != "VB" or verb.dep_ not in {"ROOT", "ccomp", "conj", "parataxis"}:
        return False
    if verb.dep_ == "conj":
        return bool(verb.head.tag_ == "VB") and subject(verb) is None and commanded(verb.head)
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    return subject(verb) is None and all(child.lemma_ == "do" for child in helpers)


def addressee(who: Who, word: Token) -> str | None:
    """Who is spoken to? The actor last named before the words who does not speak them; None where nobody is."""
    for above in word.ancestors:
        told = next((child for child in above.rights if child.dep_ in {"dobj", "dative"}), None)
        if above.lemma_ in {"tell", "beg", "urge", "ask", "order"} and told is not None and above.i != word.i:
            return who.of(told)
    speaker = who.speaker(word)
    start = next((begin for begin, end, _ in who.speakers if begin <= word.idx < end), word.sent[0].idx)
    for place in range(word.i - 1, max(-1, word.i - BACK), -1):
        before = word.doc[place]
        actor = who.cast.named.get(place)
        if actor and before.idx < start and actor not in {speaker, "EVENT"}:
            return actor
    return None


def institution(who: Who, word: Token) -> str | None:
    """As in "the council said it would": the subject of the report, else the last subject that is no person."""
    for above in word.ancestors:
        said = subject(above) if above.lemma_ in REPORTS and above.i < word.i else None
        if said is not None and said.i != word.i and said.lower_ not in INSTITUTION:
            return who.of(said) if who.cast.named.get(said.i) or KIND_OF.get(who.cast.lemmas[said.i]) else None
    for place in range(word.i - 1, max(-1, word.i - BACK // 2), -1):
        before = word.doc[place]
        if before.dep_ in SUBJECTS and before.pos_ in {"NOUN", "PROPN"} and before.tag_ not in {"NNS", "NNPS"}:
            name = who.cast.inside.get(place)
            if name is not None and name.alias.text.lower() not in who.cast.sides.persons:
                return who.cast.named[place]
    return None


def pair(who: Who, noun: Token) -> tuple[str, str] | None:
    """The first two opponents that the sentence joins: "talks between A and B to end their war"."""
    group = who.cast.sides.group
    for word in noun.sent:
        if word.lower_ != "and" or word.i == noun.sent.start:
            continue
        one = _side(who, word.nbor(-1))
        other = next((side for side in (_side(who, t) for t in word.doc[word.i + 1 : word.i + 5]) if side), None)
        if one and other and one != other and group.get(one) != group.get(other):
            return one, other
    return None


def _side(who: Who, word: Token) -> str | None:
    if word.pos_ == "VERB" or word.head.i == word.i:
        return None
    if who.cast.named.get(word.i) not in {None, "EVENT"}:
        return who.cast.named[word.i]
    return who.of(word) if word.pos_ == "NOUN" and KIND_OF.get(who.cast.lemmas[word.i]) else None


def held_by(who: Who, place: Token) -> str | None:
    """As in "rebel-held Aleppo": whose place it is said to be."""
    for word in place.lefts:
        if word.lower_ in {"held", "controlled", "run", "occupied", "dominated"} and word.i > 1:
            side = word.nbor(-2) if word.nbor(-1).text == "-" else None
            if side is not None:
                return _marked(who, side)
        if word.text == "-" and word.i and who.cast.lemmas[word.nbor(1).i] in {"hold", "held", "controlled"}:
            return _marked(who, word.nbor(-1))
    return None


def _marked(who: Who, side: Token) -> str | None:
    marked = who.cast.sides.marked
    kinds = ("officials", "soldiers", "armed", "followers")
    named = who.cast.named.get(side.i) or next((marked[side.text, k] for k in kinds if (side.text, k) in marked), None)
    if named:
        return named
    return who.of(side) if KIND_OF.get(side.lemma_) else None


def earlier(who: Who, pronoun: Token, agent: str) -> str | None:
    """As in "threw a protester down and grabbed him": the person named before in the sentence."""
    for word in reversed(pronoun.doc[pronoun.sent.start : pronoun.i]):
        if word.dep_ in {"dobj", "pobj", "nsubjpass"} and who.cast.lemmas[word.i] in KIND_OF:
            found = who.of(word)
            return found if found != agent else None
    return None


def others(who: Who, pronoun: Token, agent: str) -> str | None:
    """As in "Police evicted them": them are not the police, but the people last spoken of."""
    for word in reversed(pronoun.doc[max(0, pronoun.i - 60) : pronoun.i]):
        people = who.cast.lemmas[word.i] in KIND_OF or word.i in who.cast.named
        if people and word.pos_ in {"NOUN", "PROPN"} and word.dep_ not in {"compound", "nmod", "poss"}:
            found = who.of(word)
            if found and found not in {agent, "EVENT"}:
                return found
    return None


def stranger(who: Who, noun: Token) -> bool:
    """Do the words in front name somebody without a code: "Turkey's offensive", "a guerrilla ambush"?"""
    for child in noun.lefts:
        lemma = who.cast.lemmas[child.i]
        if child.lower_ in TIMES or lemma in MACHINES:
            continue
        if child.dep_ == "poss" and child.pos_ in {"NOUN", "PROPN"}:
            return lemma not in THINGS or child.text[:1].isupper()
        if child.dep_ in {"compound", "nmod"} and KIND_OF.get(lemma) in {"soldiers", "armed"}:
            return True
        if child.dep_ == "amod" and child.text[:1].isupper() and child.lower_.endswith(NATIONS):
            return True
    return False
