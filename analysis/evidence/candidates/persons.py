"""Which names are one person? Joined over titles, initials and short names; a surname alone by who is near."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from analysis.evidence.candidates.named_entities import Candidate, NameMention, name_lists, normalized_name

SURE = 0.6  # the share of places that must speak for one person before a surname is theirs
MINOR = 3  # whoever is named in full less than a third as often as another is called by the surname gives way to them


def person_candidates(spots: Sequence[NameMention]) -> tuple[list[Candidate], set[str]]:
    """Who is named? And which names are hereby spoken for?

    "Dr. Blasey", "Christine Blasey Ford" and "Ford" are one where nobody else of that surname is. A surname alone is
    that of whoever is most often named in full in the article, the first named of two. An event in which it is
    mostly somebody else's is not theirs; where it is nobody's, it is left out.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for spot in spots:
        votes[spot.name][spot.kind] += 3 if spot.kind == "person" and spot.title else 1
    persons = {name for name, kinds in votes.items() if kinds["person"] * 2 >= kinds.total()}
    taken = {word for word, kinds in votes.items() if max(kinds["group"], kinds["place"]) * 2 > kinds.total()}
    taken |= {*name_lists()["same"], *name_lists()["title"]} - {spot.name for spot in spots if spot.title}
    whole = Counter(spot.name for spot in spots if spot.name in persons and _is_full_name(spot.name, taken))
    joined = _full_names_by_person(whole, alone={name for name in persons if " " not in name})
    of = {name: index for index, names in enumerate(joined) for name in names}
    found = [Candidate("person", Counter({name: whole[name] for name in names})) for names in joined]
    for spot in spots:
        if spot.name in of:
            found[of[spot.name]].events.add(spot.event)
    single = [spot for spot in spots if len(name_words(spot.name)) == 1 and name_words(spot.name)[0] not in taken]
    bearers = _single_name_bearers(single, spots, of)
    claimed = {word for word, _ in bearers}
    alone = [spot for spot in single if spot.name in persons and name_words(spot.name)[0] not in claimed]
    for name in sorted({spot.name for spot in alone}):
        of[name] = len(found)
        found.append(Candidate("person", Counter()))
        bearers |= {(name_words(name)[0], spot.event): of[name] for spot in alone if spot.name == name}
    _assign_single_names(found, single, bearers, Counter((of[s.name], s.event) for s in spots if s.name in of))
    return found, {*of, *(spot.name for spot in single if name_words(spot.name)[0] in claimed)}


def _assign_single_names(
    found: list[Candidate],
    single: list[NameMention],
    bearers: Mapping[tuple[str, str], int | None],
    full: Counter[tuple[int, str]],
) -> None:
    """Give everybody the names that stand alone for them, and take from them the events where these are others'."""
    bare = Counter((name_words(spot.name)[0], spot.event) for spot in single)
    strength: dict[str, Counter[int]] = defaultdict(Counter)
    for (word, event), index in bearers.items():
        if index is not None:
            strength[word][index] += bare[word, event]
    without: set[tuple[str, int]] = set()
    for (word, event), index in sorted((key, one) for key, one in bearers.items() if one is not None):
        for other in sorted(strength[word].keys() - {index}):
            if event in found[other].events and full[other, event] * MINOR < full[index, event] + bare[word, event]:
                found[other].events.discard(event)
            elif event in found[other].events:
                without.add((word, min((index, other), key=lambda one: (strength[word][one], one))))
    for spot in single:
        word = name_words(spot.name)[0]
        index = bearers.get((word, spot.event))
        if index is not None and (word, index) not in without:
            found[index].events.add(spot.event)
            found[index].names[spot.name] += 1
            if spot.title and any(name_words(name)[-1] == word for name in found[index].names):
                found[index].names[f"{spot.title} {spot.name}"] += 1


def name_words(name: str) -> list[str]:
    """The words of a name without Jr. and III."""
    suffixes = name_lists()["suffix"]
    return [word.strip(".,") for word in name.split() if word.strip(".,") not in suffixes] or [name]


def _is_full_name(name: str, taken: set[str]) -> bool:
    """Two words or more with capitals, the last no body's and none of the outer two `taken` by a people or a title?"""
    words = name_words(name)
    fits = len(words) >= 2 and not name.isupper() and words[-1] not in name_lists()["body"]
    fits = fits and words[-1] not in taken and (words[0] not in taken or len(words) == 2)
    return fits and all(word[:1].isupper() or len(word) <= 3 or "-" in word for word in words)


def _full_names_by_person(whole: Counter[str], alone: set[str]) -> list[list[str]]:
    """Full names by person, the most frequent first. A longer name with words of a headline behind it is left out."""
    joined: list[list[str]] = []
    surname: dict[str, list[list[str]]] = defaultdict(list)
    first: dict[str, list[list[str]]] = defaultdict(list)
    for name in sorted(whole, key=lambda name: (-whole[name], name)):
        words = name_words(name)
        same = next((names for names in surname[words[-1]] if _is_variant_of_name(name, names)), None)
        begins = [(names, name_words(names[0])) for names in first[words[0]]]
        longer = next((names for names, own in begins if words[: len(own)] == own and words != own), None)
        if same is None and longer is None:
            joined.append([name])
            surname[words[-1]].append(joined[-1])
            first[words[0]].append(joined[-1])
        elif same is not None:
            same.append(name)
        elif longer is not None and words[-1] in alone:
            longer.append(name)
            surname[words[-1]].append(longer)
    return joined


def _is_variant_of_name(name: str, names: list[str]) -> bool:
    """Is this full name one more of the person's, and at odds with none?"""
    middles = [normalized_name("".join(name_words(one)[1:-1]))[:1] for one in (name, *names)]
    return any(_is_same_person(name, other) for other in names) and len({middle for middle in middles if middle}) < 2


def _is_same_person(one: str, other: str) -> bool:
    """May two full names be one person's? The surname must be the same, first names and initials must agree."""
    if ("Jr" in one) != ("Jr" in other):
        return False
    short, long = sorted((name_words(one), name_words(other)), key=len)
    left = iter(long)
    if short[-1] != long[-1]:
        return False
    return all(word in left for word in short) or _first_names_agree(short[0], long[0])


def _first_names_agree(one: str, other: str) -> bool:
    """Are two first names one: the same, one short for the other, or its initial?"""
    shorts = name_lists()["given"]
    one, other = sorted((normalized_name(one), normalized_name(other)), key=len)
    return shorts.get(one, one) == shorts.get(other, other) or (len(one) == 1 and other.startswith(one))


def _single_name_bearers(
    single: list[NameMention], spots: Sequence[NameMention], of: dict[str, int]
) -> dict[tuple[str, str], int | None]:
    """Whose is a name that stands alone, in each event? None where two may be meant."""
    near: dict[str, Counter[int]] = defaultdict(Counter)  # full names by article, and in all of them ("")
    for spot in spots:
        if spot.name in of:
            for place in (f"id {spot.article_id}", ""):
                near[place][of[spot.name]] += 1
    last: dict[str, set[int]] = defaultdict(set)
    others: dict[str, set[int]] = defaultdict(set)
    for name, index in of.items():
        *before, surname = name_words(name)
        last[surname].add(index)
        for word in before:
            others[word].add(index)
    bearing = others | last
    votes: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)  # by word and event, and in all events ("")
    for spot in single:
        word = name_words(spot.name)[0]
        here = [pair for pair in near[f"id {spot.article_id}"].most_common() if pair[0] in bearing.get(word, ())]
        for event in (spot.event, "") if here else ():
            votes[word, event][here[0][0]] += 1
    found: dict[tuple[str, str], int | None] = {}
    for word, event in {(name_words(spot.name)[0], spot.event) for spot in single}:
        anywhere = Counter({index: near[""][index] for index in bearing.get(word, ())})
        if counts := votes[word, event] or votes[word, ""] or anywhere:
            index, n = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            found[word, event] = index if n >= SURE * counts.total() else None
    return found
