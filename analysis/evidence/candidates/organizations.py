"""Which names are one body, country or group? Joined over abbreviations, short forms and names of peoples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from analysis.evidence.candidates.named_entities import Candidate, NameMention, name_lists, normalized_name

VOWEL = re.compile(r"(?:ey|[aeiouy])$")
SHARE = 4  # a longer name counts as the full form of a shorter one if it is at least a quarter as frequent


def organization_candidates(spots: Iterable[NameMention]) -> list[Candidate]:
    """Which bodies, countries and groups are named? "CDC" and "Centers for Disease Control and Prevention" are one."""
    same, found, kinds = name_lists()["same"], dict[str, Candidate](), dict[str, Counter[str]]()
    for spot in spots:
        plain = normalized_name(spot.name)
        key = same.get(plain, plain)
        one = found.setdefault(key, Candidate("", Counter(), name=key if key in same.values() else ""))
        one.names[spot.name] += 1
        one.events.add(spot.event)
        kinds.setdefault(key, Counter())[spot.kind] += 1
    for key, one in found.items():
        one.kind = min(kinds[key], key=lambda kind: (-kinds[key][kind], kind))
    for short, long in [*_short_form_pairs(found), *_abbreviation_pairs(found), *_demonym_pairs(found)]:
        if short in found and long in found:
            gone = found.pop(short)
            found[long].names += gone.names
            found[long].events |= gone.events
    return [one for one in found.values() if one.kind != "person"]


def _abbreviation_pairs(found: dict[str, Candidate]) -> list[tuple[str, str]]:
    """Capitals that are the first letters of a full name, or the first three and more of them."""
    pairs = []
    for key in sorted(found):
        letters = "".join(word[0] for word in re.split(r"[\s-]+", key) if word[:1].isupper())
        pairs += [(letters[:n], key) for n in range(len(letters), 2, -1) if letters[:n] in found and " " in key]
    return pairs


def _short_form_pairs(found: dict[str, Candidate]) -> list[tuple[str, str]]:
    """ "Judiciary Committee" of "Senate Judiciary Committee", where no other name ends so."""
    pairs = []
    for short in sorted(found, key=lambda key: (-len(key), key)):
        longer = [key for key in found if key.endswith(f" {short}") or key.startswith(f"{short} and ")]
        longer = longer if " " in short else []
        if len(longer) == 1 and found[longer[0]].names.total() * SHARE >= found[short].names.total():
            pairs.append((short, longer[0]))
    return pairs


def _demonym_pairs(found: dict[str, Candidate]) -> list[tuple[str, str]]:
    """The people and the adjective of a country ("Iranian", "Iranians"), and the singular of a group."""
    pairs = []
    groups = sorted(key for key, one in found.items() if one.kind == "group")
    for place in sorted(key for key, one in found.items() if one.kind == "place"):
        stem = VOWEL.sub("", place)
        pairs += [
            (key, place) for key in groups if len(stem) >= 4 and key.startswith(stem) and len(key) <= len(stem) + 5
        ]
    return pairs + [(key, f"{key}s") for key in groups]
