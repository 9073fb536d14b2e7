"""Common nouns for people in the news, by kind, and what the alias table says about them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.language.word_lists import word_groups, word_list

# The kinds by which a side's word is read: "Iraqi" before soldiers is the army, before officials the government.
KIND_OF = word_groups("kind")
# A crowd or migrants whom the corpus file does not list are people.
WIDER = {"crowd": "people", "migrants": "people"}
# Of these kinds there are many who have nothing to do with one another: "dock workers" are not all people.
VARIED = word_list("kinds whose members differ")
# Last words of names that are no person's.
NO_PERSON = word_list("last words of bodies' names")
PERSONS = word_list("nouns for one person")
NO_PLACE = word_list("last words of places' names")
DEFINITE = word_list("words of definiteness")
IRREGULAR = {"people": "people", "police": "police", "families": "family", "media": "media", "personnel": "personnel"}


@dataclass(frozen=True)
class ActorSides:
    """What the alias table says: an actor's group and kinds, and whom a noun of some kind stands for.

    `marked`: a side's word before a noun of a kind; `bare`: a noun on its own; `definite`: a noun with "the";
    `usual`: any noun of a kind; `persons`: aliases, in lower case, that name one person.
    """

    group: dict[str, str]
    kinds: dict[str, frozenset[str]]
    marked: dict[tuple[str, str], str]
    bare: dict[str, str]
    definite: dict[str, str]
    usual: dict[str, str]
    persons: frozenset[str]

    def actor_for_kind(self, actor: str, kind: str | None) -> str:
        """`actor`, or the actor of its group that the noun's kind fits: Sadr's *militia*, the government's *troops*."""
        if kind is None or kind in self.kinds.get(actor, frozenset()):
            return actor
        group = self.group.get(actor)  # those without a group are on no side together
        fits = [a for a, g in self.group.items() if group == g != "" and a != actor and kind in self.kinds.get(a, ())]
        return fits[0] if fits else actor

    def default_actor(self, kind: str | None) -> str | None:
        """Whom a noun of this kind stands for where nothing else tells."""
        return self.usual.get(kind or "") or self.usual.get(WIDER.get(kind or "", ""))

    def armed_actor(self, actor: str) -> str | None:
        """The armed actor of this actor's side, if it has one."""
        side = self.actor_for_kind(actor, "armed")
        return side if "armed" in self.kinds.get(side, frozenset()) else None


def singular_noun(noun: str) -> str:
    """The dictionary form of a noun for people, in lower case: enough for aliases and headlines."""
    word = noun.lower()
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def build_actor_sides(actors: pl.DataFrame) -> ActorSides:
    """Which sides do the aliases tell apart? "Iraqi troops" says that Iraqi, before soldiers, is this actor."""
    group = dict(actors.select("actor", "group").unique().sort("actor").iter_rows())
    kinds: dict[str, set[str]] = {}
    marked: dict[tuple[str, str], str] = {}
    bare: dict[str, str] = {}
    definite: dict[str, str] = {}
    usual: dict[str, str] = {}
    for actor, alias in actors.select("actor", "alias").unique().sort("actor", "alias").iter_rows():
        parts = alias.removeprefix("the ").removeprefix("his ").split()
        head = singular_noun(parts[-1])
        kind = KIND_OF.get(head)
        plain = alias == alias.lower()
        definitely = alias.startswith("the ") and head == parts[-1].lower()  # "the rebels" are rebels without "the" too
        if plain and len(parts) == 1:
            (definite if definitely else bare).setdefault(head, actor)
        if kind is None:
            continue
        kinds.setdefault(actor, set()).add(kind)
        if len(parts) > 1 and parts[0][:1].isupper():
            marked.setdefault((parts[0], kind), actor)
        elif plain and not definitely and (len(parts) == 1 or kind not in VARIED):
            usual.setdefault(kind, actor)
    return ActorSides(
        group, {a: frozenset(k) for a, k in kinds.items()}, marked, bare, definite, usual, _person_names(actors)
    )


def _person_names(actors: pl.DataFrame) -> frozenset[str]:
    """Full names of two to four capitalised words, and the aliases they end with."""
    full = [
        alias
        for alias in sorted(set(actors["alias"]) | set(actors["name"]))
        if 2 <= len(parts := alias.split()) <= 4
        and parts[0][:1].isupper()
        and parts[-1][-1:].islower()
        and not parts[0].isupper()
        and parts[-1].lower() not in NO_PERSON
        and parts[-1].lower() not in NO_PLACE
        and singular_noun(parts[-1]) not in KIND_OF
        and singular_noun(parts[-1]) not in PERSONS
        and (parts[-1][:1].isupper() or "-" in parts[-1])
    ]
    names = {name.lower() for name in full}
    names |= {a.lower() for a in actors["alias"] if any(name.endswith((f" {a}", f"-{a}")) for name in full)}
    return frozenset(names)
