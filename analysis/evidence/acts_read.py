"""Uses of force that the reader finds where no list has one: who does them to whom, and how sure they are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from analysis.evidence.acts_actors import Who
from analysis.evidence.acts_wordlists import UNSTATED
from analysis.evidence.chances import is_faint, judged
from analysis.evidence.labels_read import tokens_of
from analysis.evidence.pointed import voted
from analysis.language.actors.index import ActorIndex
from analysis.language.reader import FORMS, Found, Reading

TELLING = frozenset({"VERB", "NOUN", "PROPN", "ADJ", "ADV"})  # "the" alone tells of no act
Row = dict[str, object]


def read_acts(cast: ActorIndex, who: Who, reading: Reading, listed: list[Row], text: str) -> Iterator[Row]:
    """The reader's acts that share no word with those that the list of force has found, as rows."""
    places = [token.idx for token in cast.doc]
    taken = {at for row in listed for at in range(int(str(row["start"])), int(str(row["end"])))}
    for found in reading.found["act"]:
        first, last = tokens_of(cast, places, found)
        if first < 0 or is_faint("act", found.chance) or not taken.isdisjoint(range(found.start, found.end)):
            continue
        words = cast.doc[first : last + 1]
        if words.root.pos_ not in TELLING:
            continue
        forms = found.answers["form"]
        form = FORMS[forms.index(max(forms))]
        yield {
            "start": found.start,
            "end": found.end,
            "text": text[found.start : found.end],
            "lemma": cast.lemmas[words.root.i],
            "agent": _actor(cast, who, found, places, "agent") if form != "passive_agentless" else UNSTATED,
            "patient": _actor(cast, who, found, places, "patient"),
            "form": form,
            "cline": form,
            "realis": found.answers["realis"][0] > 0.5,
            "note": "",
            **judged("act", "reader", found.chance),
        }


def _actor(cast: ActorIndex, who: Who, found: Found, places: list[int], part: str) -> str:
    """The actor with the most votes; OTHER for people whom the table of actors lacks; unstated where no words do it."""
    pointed = found.pointed[part]
    if pointed.own > 0.5:
        return UNSTATED
    actor = voted(cast, places, pointed, who.of)
    if actor or pointed.best is None:
        return actor or UNSTATED
    word = cast.doc[bisect_right(places, pointed.best[0]) - 1]
    return who.doer(word) if part == "agent" else who.undergoer(word)
