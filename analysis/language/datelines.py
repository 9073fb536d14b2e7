"""Where does a dateline stand, and what does the sentence look like without it?"""

from __future__ import annotations

import re

PLACE = r"(?:[A-Z][\w.'’-]*)(?: (?:[A-Z][\w.'’-]*|d[aeiou]s?|l[ao]s?|of|the))*"
LOUD = r"(?:[A-Z][A-Z.'’-]{2,})(?: [A-Z][A-Z.'’-]+)*"
# "LONDON (Reuters) -", "PALM BEACH, Fla. —", "San Salvador, 26 Apr 89 (El Diario) --", "Paris (AP) -".
DATELINE = re.compile(
    rf"(?:{LOUD}(?:, {PLACE})?(?:, [\w. ]{{3,18}})?(?: ?\([^()\n]{{2,40}}\))?"
    rf"|{PLACE}(?:, {PLACE})?(?:, [A-Za-z. ]*\d[\w. ]{{1,16}})?(?: ?\([^()\n]{{2,40}}\))"
    rf"|{PLACE}, (?:\d{{1,2}} [A-Z][a-z]+\.?|[A-Z][a-z]+\.? \d{{1,2}})(?:,? \d{{2,4}})?)"
    r"(?: ?(?:--|—|–) ?| - )(?=\S)"
)


def dateline_end(text: str, start: int, end: int) -> int | None:
    """Where the text behind a dateline begins, if this paragraph opens with one."""
    found = DATELINE.match(text, start, end)
    return found.end() if found else None


def separate_datelines(
    places: list[int], text: str, paragraphs: list[tuple[int, int]], head: list[int], dep: list[str], flags: list[int]
) -> None:
    """Makes a sentence of its own of each dateline; what hung below its words takes their place in the clause.

    `places` are the beginnings of the tokens; `head`, `dep` and the sentence `flags` are changed where they are.
    """
    numbers = {place: at for at, place in enumerate(places)}
    for start, end in paragraphs:
        body = dateline_end(text, start, end)
        first, behind = numbers.get(start), numbers.get(body) if body is not None else None
        if first is None or behind is None:
            continue
        stop = next((at for at in range(behind, len(places)) if flags[at] == 1 or places[at] >= end), len(places))
        outer = next((at for at in range(first, behind) if head[at] >= behind), None)
        orphans = [at for at in range(behind, stop) if first <= head[at] < behind]
        above, relation = (head[outer], dep[outer]) if outer is not None else (-1, "ROOT")
        if above < 0 and orphans:
            root = next((at for at in orphans if dep[at] not in ("punct", "compound", "det")), orphans[-1])
            head[root], dep[root], above, relation = root, "ROOT", root, "dep"
            orphans.remove(root)
        for at in orphans:
            below = above != at and above not in _subtree_indices(head, at)
            head[at] = above if below else at
            dep[at] = (relation if dep[at] != "punct" else "punct") if below else "ROOT"
        for at in range(first, behind):
            head[at], dep[at] = first, "meta" if at > first else "ROOT"
        flags[behind] = 1


def _subtree_indices(head: list[int], top: int) -> set[int]:
    """All that hangs on a token, itself included; near it, for a sentence is short."""
    found = {top}
    for at in range(max(0, top - 120), min(len(head), top + 120)):
        path, seen = at, 0
        while head[path] != path and path not in found and seen < 60:
            path, seen = head[path], seen + 1
        if path in found:
            found.add(at)
    return found
