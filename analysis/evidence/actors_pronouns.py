"""Whom do he, she, they and it stand for? A cautious guess, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.evidence.actors_cast import Cast, near
from analysis.evidence.actors_names import words
from analysis.evidence.actors_sides import KIND_OF

if TYPE_CHECKING:
    from spacy.tokens import Token

ONE = words("he him his himself she her hers herself")
MANY = words("they them their theirs themselves")
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# Nouns for one person that an article may go on to call he or she, whoever it is.
PERSONS = words(
    "cleric leader minister president premier spokesman spokeswoman analyst official officer commander general "
    "colonel soldier envoy ambassador governor mayor politician lawyer resident man woman officer brother father "
    "mother son policeman witness researcher professor activist student doctor chief"
)


def pronouns(cast: Cast) -> dict[int, str]:
    """Which actor does each pronoun of the third person stand for?

    He and she: the person who was last the subject of a verb in this sentence or the two before it, else the last
    person named in them. They: the last subject in the plural, or a group's name. A person or group that no alias
    fits takes the pronoun too, and leaves it without an actor.
    Beware: two people of one sentence are not told apart by sense.
    """
    found: dict[int, str] = {}
    one: list[tuple[int, int, bool, str | None]] = []
    many: list[tuple[int, int, bool, str | None]] = []
    for number, sentence in enumerate(cast.doc.sents):
        for token in sentence:
            word = token.lower_
            if word in ONE or word in MANY:
                actor = _latest(one if word in ONE else many, number)
                if actor:
                    found[token.i] = actor
            elif token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in {"compound", "nmod"}:
                actor = cast.named.get(token.i) or near(cast, token)
                entry = (number, token.i, token.dep_ in SUBJECTS, actor)
                if _is_person(cast, token):
                    one.append(entry)
                elif _is_group(cast, token):
                    many.append(entry)
    return found


def _latest(entries: list[tuple[int, int, bool, str | None]], number: int) -> str | None:
    """The actor of the last subject within reach, else of the last entry; this sentence goes before the last."""
    reach = [entry for entry in entries[-8:] if entry[0] >= number - 2]
    subjects = [entry for entry in reach if entry[2]]
    chosen = (subjects or reach)[-1:]
    return chosen[0][3] if chosen else None


def _is_person(cast: Cast, token: Token) -> bool:
    name = cast.inside.get(token.i)
    if name is not None and name.alias.is_name:
        return name.alias.text.lower() in cast.sides.persons
    if cast.lemmas[token.i] in PERSONS:
        return "Plur" not in token.morph.get("Number")
    if token.pos_ != "PROPN":
        return False
    called = any(child.lower_ in PERSONS for child in token.lefts if child.dep_ in {"compound", "nmod", "amod"})
    return called or (token.dep_ in SUBJECTS and token.head.lemma_ in {"say", "tell", "add"})


def _is_group(cast: Cast, token: Token) -> bool:
    if token.i in cast.named:
        return True
    return KIND_OF.get(cast.lemmas[token.i]) is not None and "Plur" in token.morph.get("Number")
