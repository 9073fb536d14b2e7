"""What do two articles on one event both tell, and does one of them retell or deny it?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.language.word_lists import word_list
from analysis.measures import alignment_links
from analysis.measures.retellings import OWN, retellings

if TYPE_CHECKING:
    from analysis.evidence.study import Study

MOST = 300  # pairs of articles that get a page: those with most links
# How many words before an act may a word stand that denies it? What is left open is not denied.
DENIALS = ((word_list("words of negation before a word"), 3), (word_list("words of denial before a clause"), 8))
OPEN, OPENS = word_list("words that leave open"), 10
DENIES = "denied"  # as a reader says it of a link
DIFFER, DENIED, RETOLD, SHARED = "numbers differ", "denied in one", "retold", "shared"


@dataclass(frozen=True)
class Link:
    """Two sentences that tell the same, each with how it is told; `relation` of the second to the first."""

    number: int
    relation: str
    sides: tuple[dict[str, Any], dict[str, Any]]


def linked_pairs(study: Study) -> dict[tuple[str, str], list[Link]]:
    """The links between each two articles, by their ids; of many pairs those with most links."""
    if study.corpus.is_lexical_only:
        return {}
    pairs: dict[tuple[str, str], list[Link]] = {}
    pieces = alignment_links.study_units(study)
    acts: dict[tuple[str, int], dict[str, str]] = {}
    for id, start, unit, words in pieces.filter(kind="act").select("article_id", "start", "unit", "words").iter_rows():
        acts.setdefault((id, start), {})[unit] = words
    rows = _sides(study, pieces).to_dicts()
    for one, other in zip(rows[::2], rows[1::2], strict=True):
        links = pairs.setdefault((one["article_id"], other["article_id"]), [])
        here, there = (acts.get((side["article_id"], side["start"]), {}) for side in (one, other))
        told = [(words, there[unit]) for unit, words in here.items() if unit in there]
        links.append(Link(len(links) + 1, _relation(one, other, told, study.tolls), (one, other)))
    most = sorted(pairs, key=lambda pair: (-len(pairs[pair]), pair))[:MOST]
    return {pair: pairs[pair] for pair in sorted(most)}


def _sides(study: Study, pieces: pl.DataFrame) -> pl.DataFrame:
    """Both sides of every link that stands, as `retellings` gives them."""
    judged = alignment_links.study_links(study, pieces)
    links = judged.filter((pl.col("status") != "proposed") | (pl.col("probability") >= alignment_links.SURE))
    names = dict(sorted(study.actor_names.items(), key=lambda item: -len(item[0])))
    shown = pl.col("shared", "only_here").str.replace_many(names)
    return retellings(links, study.sentences, study.quotations, study.labels, pieces).with_columns(shown)


def _relation(one: dict[str, Any], other: dict[str, Any], acts: list[tuple[str, str]], tolls: pl.DataFrame) -> str:
    """What a reader has said of the two, else what is told from their words; `acts`: those of which both tell."""
    said = one.get("relation")
    if said == DENIES:
        return DENIED
    if _numbers_differ(one, other, tolls):
        return DIFFER
    if said is None and any(_denies(one["text"], here) != _denies(other["text"], there) for here, there in acts):
        return DENIED
    return RETOLD if (one["voice"] == OWN) != (other["voice"] == OWN) else SHARED


def _denies(text: str, act: str) -> bool:
    """Does a word of denial stand before what a sentence tells of?"""
    words = re.findall(r"n't|\w+?(?=n't)|\w+", text.lower().replace("’", "'"))
    for at in (at for at, word in enumerate(words) if word == act.lower().split()[0]):
        if not any(word in OPEN for word in words[max(0, at - OPENS) : at]):
            return any(word in denial for denial, near in DENIALS for word in words[max(0, at - near) : at])
    return False


def _numbers_differ(one: dict[str, Any], other: dict[str, Any], tolls: pl.DataFrame) -> bool:
    """Do both count the same people whom the same befell, and no two of their numbers agree?"""
    within = [pl.col("start").is_between(side["start"], side["end"], closed="left") for side in (one, other)]
    here, there = (
        tolls.filter(pl.col("article_id") == side["article_id"], inside, ~pl.col("part"), pl.col("effect") != "other")
        for side, inside in zip((one, other), within, strict=True)
    )
    both = here.join(there, on=["effect", "who"], suffix="_other")
    apart = (pl.col("low") > pl.col("high_other")) | (pl.col("low_other") > pl.col("high"))
    return both.height > 0 and bool(both.select(apart.fill_null(False).all()).item())
