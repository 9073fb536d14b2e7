"""Common nouns for people in the news, by kind, and which actor such a noun stands for."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

KINDS: dict[str, frozenset[str]] = {
    "armed": frozenset(
        [
            "militia",
            "militiaman",
            "gunman",
            "fighter",
            "militant",
            "insurgent",
            "rebel",
            "guerrilla",
            "paramilitary",
            "combatant",
            "sniper",
            "extremist",
            "terrorist",
            "jihadist",
            "gang",
            "gangster",
            "mercenary",
            "kidnapper",
            "attacker",
            "assailant",
            "bomber",
            "separatist",
            "partisan",
            "warlord",
            "renegade",
            "bandit",
            "outlaw",
            "faction",
            "cell",
            "squad",
            "resistance",
            "insurgency",
        ]
    ),
    "soldiers": frozenset(
        [
            "soldier",
            "troop",
            "troops",
            "force",
            "forces",
            "army",
            "military",
            "policeman",
            "policewoman",
            "police",
            "officer",
            "guardsman",
            "guard",
            "guards",
            "marine",
            "commando",
            "colonel",
            "lieutenant",
            "sergeant",
            "captain",
            "major",
            "corporal",
            "brigadier",
            "general",
            "commander",
            "battalion",
            "brigade",
            "division",
            "unit",
            "patrol",
            "reinforcement",
            "reinforcements",
            "garrison",
            "navy",
            "conscript",
            "recruit",
            "veteran",
            "cop",
            "constable",
            "trooper",
            "adviser",
            "advisor",
            "serviceman",
            "convoy",
            "warplane",
            "helicopter",
            "gunship",
            "aircraft",
            "personnel",
        ]
    ),
    "officials": frozenset(
        [
            "government",
            "official",
            "minister",
            "ministry",
            "president",
            "premier",
            "administration",
            "authority",
            "authorities",
            "parliament",
            "cabinet",
            "envoy",
            "ambassador",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "leadership",
            "regime",
            "state",
            "embassy",
            "mayor",
            "governor",
            "council",
            "chancellor",
            "secretary",
            "lawmaker",
            "adviser",
            "statesman",
        ]
    ),
    "followers": frozenset(
        [
            "follower",
            "supporter",
            "loyalist",
            "sympathiser",
            "sympathizer",
            "adherent",
            "aide",
            "disciple",
            "movement",
            "bloc",
            "party",
            "office",
            "trend",
            "partisan",
            "backer",
            "man",
            "representative",
            "deputy",
            "lieutenant",
            "spokesman",
            "spokeswoman",
        ]
    ),
    "people": frozenset(
        [
            "civilian",
            "resident",
            "family",
            "worker",
            "people",
            "crowd",
            "protester",
            "protestor",
            "demonstrator",
            "villager",
            "citizen",
            "local",
            "population",
            "inhabitant",
            "refugee",
            "delegate",
            "shopkeeper",
            "mourner",
            "pilgrim",
            "worshipper",
            "student",
            "bystander",
            "passer-by",
            "passerby",
            "householder",
            "marcher",
            "striker",
            "migrant",
            "neighbour",
            "neighbor",
            "townspeople",
            "populace",
        ]
    ),
    "press": frozenset(
        [
            "reporter",
            "journalist",
            "correspondent",
            "photographer",
            "newspaper",
            "cameraman",
            "broadcaster",
            "agency",
            "channel",
            "editor",
            "columnist",
            "media",
        ]
    ),
}
KIND_OF: dict[str, str] = {noun: kind for kind in reversed(KINDS) for noun in KINDS[kind]}


@dataclass(frozen=True)
class Sides:
    """What the alias table says about nouns: which actor is meant by a side's word before a noun of some kind."""

    group: dict[str, str]
    kinds: dict[str, frozenset[str]]
    marked: dict[tuple[str, str], str]
    bare: dict[str, str]
    usual: dict[str, str] = field(default_factory=dict)

    def of_kind(self, actor: str, kind: str | None) -> str:
        """`actor`, or the actor of its group that the noun's kind fits: Sadr's *militia*, the government's *troops*."""
        if kind is None or kind in self.kinds.get(actor, frozenset()):
            return actor
        group = self.group.get(actor)
        fits = [a for a, g in self.group.items() if g == group and a != actor and kind in self.kinds.get(a, ())]
        return fits[0] if fits else actor


def lemma_of(noun: str) -> str:
    """The singular of a noun in an alias: enough for words for people."""
    word = noun.lower()
    if word.endswith("men"):
        return word[:-2] + "an"
    if word in {"people", "forces", "troops", "police", "authorities", "guards", "families"}:
        return {"forces": "force", "troops": "troop", "authorities": "authority", "guards": "guard"}.get(
            word, "family" if word == "families" else word
        )
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def sides_of(actors: pl.DataFrame) -> Sides:
    """Which sides do the aliases tell apart? "Iraqi troops" says that Iraqi, before soldiers, is this actor."""
    group = {actor: name for actor, name in actors.select("actor", "group").unique().sort("actor").iter_rows()}
    kinds: dict[str, set[str]] = {}
    marked: dict[tuple[str, str], str] = {}
    bare: dict[str, str] = {}
    usual: dict[str, str] = {}
    for actor, alias in actors.select("actor", "alias").unique(maintain_order=True).iter_rows():
        words = alias.removeprefix("the ").removeprefix("his ").split()
        head = lemma_of(words[-1])
        kind = KIND_OF.get(head)
        if kind is None:
            continue
        kinds.setdefault(actor, set()).add(kind)
        if len(words) > 1 and words[0][:1].isupper():
            marked.setdefault((words[0], kind), actor)
        elif alias == alias.lower():
            usual.setdefault(kind, actor)
            if len(words) == 1:
                bare.setdefault(head, actor)
    return Sides(group, {a: frozenset(k) for a, k in kinds.items()}, marked, bare, usual)
