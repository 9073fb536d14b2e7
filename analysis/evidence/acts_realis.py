"""Is an act put as having happened or happening, or is it planned, denied, feared, tried?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.actors_names import words
from analysis.evidence.acts_found import Act

if TYPE_CHECKING:
    from spacy.tokens import Token

MODALS = words("will would shall should must may might could can ca wo 'll 'd ought need")
# How the verb above puts what depends on it.
ABOVE: dict[str, str] = {
    verb: reason
    for reason, verbs in {
        "attempt": "try attempt seek fail struggle strive aim",
        "negated": "refuse decline deny quit avoid refrain stop prevent abstain hesitate desist forget",
        "planned": "plan vow promise pledge intend prepare decide agree threaten choose undertake announce",
        "demanded": "order urge demand ask call want tell instruct direct command need require encourage press",
        "feared": "fear warn worry dread caution",
        "hypothetical": "hope expect consider wish like propose suggest discuss allow permit authorise authorize enable "
        "justify contemplate advocate favour favor oppose wait",
    }.items()
    for verb in verbs.split()
}
WILLING = words("ready willing able prepared likely unlikely reluctant eager unable determined set poised due")
# An infinitive under these says what happened.
REAL = words("continue begin start come manage use help happen proceed go get appear seem be have keep")
NOUNS: dict[str, str] = {
    noun: reason
    for reason, nouns in {
        "hypothetical": "possibility prospect likelihood chance pretext threat option talk idea alternative readiness risk "
        "danger potential justification scenario excuse case",
        "planned": "plan preparation intention promise pledge vow order decision readiness",
        "thought of": "thought idea notion",
        "feared": "fear warning worry",
        "demanded": "call demand request need appeal",
        "attempt": "attempt effort bid failure",
        "purpose": "determination campaign desire purpose aim goal mission right drive plot",
        "negated": "refusal end unwillingness",
    }.items()
    for noun in nouns.split()
}
BEFORE = {"without": "hypothetical", "than": "negated", "instead": "negated", "against": "feared", "from": "negated"}
IF = words("if unless lest whether")
# A noun with a modal in its clause is not there yet only under these verbs.
COMING = words(
    "resume continue begin start occur happen follow take erupt break spread come be go start result coincide "
    "proceed launch plan carry expect need"
)
WITHIN = words(
    "plan promise pledge vow threaten consider prepare fear avoid prevent avert rule propose urge demand "
    "order warn need expect oppose contemplate perpetrate authorise authorize want seek forbid"
)


def realis(act: Act) -> str:
    """Why has the act not been carried out? "" where it has, or is put so."""
    return _verb(act.clause.verb) if act.clause is not None else _noun(act.core)


def _own(verb: Token) -> str:
    """What the verb's own auxiliaries say."""
    for child in verb.children:
        if child.dep_ == "neg" and child.i < verb.i:
            return "negated"
        if child.dep_ in {"aux", "auxpass"} and child.lower_ in MODALS and child.tag_ == "MD":
            return "demanded" if child.lower_ in {"must", "should", "ought"} else "planned"
        if child.dep_ == "mark" and child.lower_ in IF:
            return "hypothetical"
        if child.dep_ in {"nsubj", "nsubjpass"} and any(c.lower_ == "no" for c in child.children):
            return "negated"
    return ""


def _verb(verb: Token) -> str:
    for _ in range(6):
        found = _own(verb)
        if found:
            return found
        found, up = _linked(verb)
        if found or up is None:
            return found
        verb = up
    return ""


def _linked(verb: Token) -> tuple[str, Token | None]:
    """What the word above says of a verb, and that word where it may say more."""
    above = verb.head
    if above.i == verb.i:
        return "", None
    infinitive = verb.tag_ == "VB" and any(child.tag_ == "TO" for child in verb.lefts)
    if above.pos_ in {"ADP", "SCONJ", "ADV"} and verb.dep_ in {"pcomp", "prep"}:
        return _under_preposition(above)
    if verb.dep_ == "xcomp" and above.lemma_ in {"be"}:
        return "", None
    if above.pos_ == "ADJ" and infinitive:
        return ("planned", None) if above.lower_ in WILLING else ("hypothetical", None)
    if above.pos_ in {"NOUN", "PROPN", "PRON"} and verb.dep_ in {"acl", "relcl"}:
        if infinitive:
            return NOUNS.get(above.lemma_, "purpose"), None
        return (_noun(above), None) if verb.dep_ == "acl" else ("", None)
    if verb.dep_ == "conj" and above.pos_ in {"VERB", "AUX"}:
        if any(child.lower_ == "than" for child in above.children if child.dep_ == "cc"):
            return "negated", None
        shares = not any(child.dep_ in {"nsubj", "nsubjpass", "aux"} for child in verb.children)
        return ("", above) if shares else ("", None)
    if infinitive and verb.dep_ in {"xcomp", "ccomp", "advcl", "relcl", "conj", "acl", "dep", "ROOT"}:
        if above.lemma_ in ABOVE:
            return ABOVE[above.lemma_], None
        if above.lemma_ in REAL:
            return "", above
        return "purpose", None
    if verb.dep_ in {"csubj"} and above.pos_ in {"VERB", "AUX"}:
        return ("hypothetical" if _own(above) else ""), None
    if verb.tag_ == "VBG" and verb.dep_ in {"xcomp", "pcomp", "dobj"} and above.lemma_ in ABOVE:
        return ("" if above.lemma_ in {"stop", "quit", "deny"} else ABOVE[above.lemma_]), None
    if (
        verb.dep_ == "advcl"
        and verb.tag_ == "VBG"
        and above.pos_ in {"VERB", "AUX"}
        and not any(child.dep_ == "mark" for child in verb.children)
    ):
        return "", None
    if verb.dep_ == "ccomp" and above.lemma_ in {"want", "demand", "fear", "urge", "hope", "order", "suggest"}:
        return ABOVE[above.lemma_], None
    return "", None


def _under_preposition(prep: Token) -> tuple[str, Token | None]:
    word = prep.lower_
    above = prep.head
    if word in BEFORE:
        if word == "against" and above.lemma_ not in {"warn", "caution", "precaution", "decide"}:
            return "", None
        if word == "from" and above.lemma_ not in {"prevent", "keep", "stop", "refrain", "ban", "bar", "prohibit"}:
            return "", None
        return BEFORE[word], None
    if word == "of" and prep.i and prep.nbor(-1).lower_ == "instead":
        return "negated", None
    if above.pos_ in {"NOUN", "PROPN"} and above.lemma_ in NOUNS:
        return NOUNS[above.lemma_], None
    if above.lemma_ in {"distinguish", "distinction"} or word in {"between"}:
        return "hypothetical", None
    return "", None


def _noun(noun: Token) -> str:
    """Why has an act named by a noun not been carried out?"""
    if any(child.lower_ == "no" for child in noun.lefts):
        return "negated"
    word = noun
    for _ in range(5):
        head = word.head
        if head.i == word.i:
            return ""
        if word.dep_ == "pobj" and head.pos_ in {"ADP", "SCONJ"}:
            if head.lower_ == "without":
                return "negated"
            if head.head.lemma_ in {"warn", "caution", "prepare", "call", "threaten"} and head.lower_ in {
                "against",
                "of",
                "for",
                "with",
                "about",
            }:
                return ABOVE[head.head.lemma_]
            if head.head.pos_ in {"NOUN", "PROPN"} and head.head.lemma_ in NOUNS and head.lower_ in {"of", "for", "to"}:
                reason = NOUNS[head.head.lemma_]
                return "" if head.head.lemma_ in {"end", "case", "campaign", "order", "decision"} else reason
            if head.head.pos_ in {"NOUN", "PROPN"}:
                return ""
            return ""
        if word.dep_ == "conj":
            word = head
            continue
        if word.dep_ == "dobj":
            if head.lemma_ in WITHIN:
                return ABOVE.get(head.lemma_, "hypothetical")
            return _made(head)
        if word.dep_ in {"nsubj", "nsubjpass"}:
            own = _own(head)
            if own and head.lemma_ in COMING:
                return own
            return ""
        return ""
    return ""


def _made(verb: Token) -> str:
    """A noun that is the object of a verb which makes it: "to launch an attack"."""
    made = {
        "launch",
        "wage",
        "mount",
        "conduct",
        "stage",
        "commit",
        "carry",
        "resume",
        "begin",
        "start",
        "make",
        "impose",
    }
    return _verb(verb) if verb.lemma_ in made else ""
