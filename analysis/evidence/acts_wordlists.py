"""Words that tell whether a noun near an act is somebody, and who: people, bodies, things, pronouns."""

from __future__ import annotations

from analysis.language.words import listed

UNSTATED = "unstated"
OTHER = "OTHER"
FIRST = listed("first (acts)")
THIRD = listed("third")
RELATIVE = listed("relative (acts)")
GENERIC = listed("generic")
PERSONS = listed("persons (acts)")
# Somebody else than the one they belong to: "the wife of the editor".
KIN = listed("kin")
# People who are bystanders by what they are.
BYSTANDERS = listed("bystanders")
MACHINES = listed("machines")
# What may stand as the subject of a verb of force without being anybody.
THINGS = listed("things (acts)")
# Whose arm is seized is seized.
LIMBS = listed("limbs")
ENEMIES = listed("enemies")
BODIES = listed("bodies (acts)")
NATIONS = ("ian", "ish", "ese", "eli", "rean", "ican")
TITLES = listed("titles (acts)")
QUANTITIES = listed("quantities")
