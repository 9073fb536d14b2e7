"""How many people, with what effect on them, and who says so?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.evidence.tolls_effects import Effect, effect_of
from analysis.evidence.tolls_forms import HURT, enumerated, nobody, ones, toll_of
from analysis.evidence.tolls_governor import INCLUDING
from analysis.evidence.tolls_numbers import numbers
from analysis.evidence.tolls_people import Count, counts_people, counts_things
from analysis.evidence.tolls_place import is_running, place_of
from analysis.evidence.tolls_taking import takes_part
from analysis.evidence.voices import voice_of
from analysis.language import Parsed
from analysis.language.actors import casts
from analysis.language.actors.index import ActorIndex, actor_of, near
from analysis.language.actors.kinds import KIND_OF
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Span

# Where people are who are no party to the fighting.
BYSTANDING = listed("bystanding")
FAMILY = listed("family")
TOGETHER = listed("together")
HELD = listed("held")


@dataclass(frozen=True)
class Toll:
    """A count with its effect, the tokens it spans, and the token of those counted."""

    count: Count
    effect: Effect
    first: int
    last: int
    people: int | None
    by_toll: bool = False


def tolls(parsed: Parsed, quotations: pl.DataFrame, *, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
    """How many people were killed, wounded, captured, deserted or took part, according to whom?

    Every number of people in words or digits: "more than 600" is 601 and more (high null), "dozens" 24 and more,
    "up to 50" at most 50 (low null), "about 50" 50 with approx, "no casualties" 0, "kill a man" and "Alvarado was
    killed" 1. Percentages have neither low nor high. Killed and wounded together, or left open, is `other`, as are
    people who march or flee.
    Read it: who gives a number is in holder (author, or an actor) and in speaker; who is counted is in who.
    Beware: the same people counted twice are two rows. `running` marks totals over days or incidents, `place` is the
    nearest place name of the sentence, or the first of the two before it: a guess that helps to find the incident.
    Who is counted follows `mentions` where it is given; else the names are looked up anew.

    Columns: `schema.TOLLS`.
    """
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    said = _sources(quotations)
    rows: list[dict[str, object]] = []
    for id, cast in casts(parsed, mentions):
        for row in _rows(cast, said.get(id, [])):
            rows.append({**where[id], **row, "text": texts[id][int(str(row["start"])) : int(str(row["end"]))]})
    frame = pl.DataFrame(rows, schema={name: dtype for name, (dtype, _) in schema.TOLLS.columns.items()})
    voiced = voice_of(frame, quotations, also=["speaker"]).with_columns(pl.col("speaker").fill_null(""))
    return voiced.select(list(schema.TOLLS.columns)).sort(schema.TOLLS.key)


def _rows(cast: ActorIndex, sources: list[tuple[int, int]]) -> Iterator[dict[str, object]]:
    """The rows of one article, without those columns that depend on who speaks."""
    doc, before = cast.doc, None
    sentences = list(doc.sents)
    numbered = {sentence.start: number for number, sentence in enumerate(sentences)}
    for toll in _found(cast, sources):
        sentence = doc[toll.count.first].sent
        number = numbered[sentence.start]
        who = _who(cast, toll, before[1] if before and before[0] == number else None)
        before = (number, who)
        amount = toll.count.number
        yield {
            "start": doc[toll.first].idx,
            "end": max(doc[toll.last].idx + len(doc[toll.last]), amount.end),
            "low": amount.low,
            "high": amount.high,
            "approx": amount.approx,
            "stated": amount.stated,
            "effect": toll.effect.effect,
            "who": who,
            "part": _is_part(cast, toll.count),
            "running": is_running(sentence, toll.count.first, toll.by_toll),
            "place": place_of(sentence, toll.count.first) or _place_before(sentences[max(0, number - 2) : number]),
        }


def _place_before(sentences: list[Span]) -> str | None:
    """The first place named in the sentence before, else in the one before that."""
    return next((name for one in reversed(sentences) if (name := place_of(one, one.start))), None)


def _found(cast: ActorIndex, sources: list[tuple[int, int]]) -> list[Toll]:
    """All counts of an article from top to bottom; of two that share a word the one found first stays."""
    found: list[Toll] = []
    things: int | None = None  # start of the sentence whose last number counted things
    for number in numbers(cast.doc.plain):
        count = counts_people(cast, number)
        toll = _toll(cast, count, found[-1] if found else None, sources) if count else None
        sentence = cast.doc.within(number.start, number.end)[0].sent.start
        if toll and not (toll.count.kind == "alone" and things == sentence and toll.effect.effect not in HURT):
            found.append(toll)
            things = None
        elif counts_things(cast, number):
            things = sentence
    for count, effect in (*enumerated(cast), *ones(cast), *nobody(cast)):
        found.append(_spanned(cast, count, effect))
    taken: set[int] = set()
    kept = []
    for toll in found:
        span = range(toll.count.first, toll.count.end + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(toll)
    return sorted(kept, key=lambda toll: (toll.count.first, toll.count.end))


def _toll(cast: ActorIndex, count: Count, before: Toll | None, sources: list[tuple[int, int]]) -> Toll | None:
    summed = toll_of(cast, count)
    if summed:
        effect, first, people = summed
        return Toll(count, effect, first, count.end, people, by_toll=True)
    if count.number.percent and count.kind == "alone":
        return None
    found = effect_of(cast, count)
    goes_on = before is not None and cast.doc[before.count.first].sent.start == cast.doc[count.first].sent.start
    if found is None and before and goes_on and _of_them(cast, count):
        found = Effect(before.effect.effect, None)
    if found:
        return _spanned(cast, count, found)
    if takes_part(cast, count, sources, goes_on=goes_on):
        return Toll(count, Effect("other", None), count.first, count.end, count.noun)
    return None


def _is_part(cast: ActorIndex, count: Count) -> bool:
    at = count.first - 1
    while at > 0 and cast.doc[at].pos_ in {"DET", "PRON", "ADV"}:
        at -= 1
    return _of_them(cast, count) or (at >= 0 and cast.doc[at].lower_ in INCLUDING)


def _of_them(cast: ActorIndex, count: Count) -> bool:
    """ "two of them children": some of those counted before."""
    after = cast.doc[count.last + 1 : count.last + 3]
    return len(after) == 2 and after[0].lower_ == "of" and after[1].lower_ in {"them", "whom", "those"}


def _spanned(cast: ActorIndex, count: Count, effect: Effect) -> Toll:
    """A count with the word of effect, where that stands beside it."""
    doc, first, last = cast.doc, count.first, count.end
    if effect.at is not None and effect.at < first:
        between = doc[effect.at + 1 : first]
        if all(token.pos_ in {"DET", "PRON", "ADP", "PART"} for token in between):
            first = effect.at
    elif effect.at is not None and effect.at > last:
        between = doc[last + 1 : effect.at]
        if all(token.pos_ in {"AUX", "ADV", "PART"} or token.tag_ in {"WP", "WDT", "VBN"} for token in between):
            last = effect.at
    return Toll(count, effect, first, last, count.noun)


def _who(cast: ActorIndex, toll: Toll, before: str | None) -> str:
    """Whom a number counts. One that stands alone counts more of those counted before it in the sentence."""
    people = cast.sides.usual.get("people", "OTHER")
    if toll.people is None:
        return before or "OTHER"
    noun = cast.doc[toll.people]
    lemma = cast.lemmas[noun.i]
    if lemma in {"other", "others"}:
        return before or "OTHER"
    if lemma in FAMILY:
        return people
    if KIND_OF.get(lemma) in {"people", None}:
        if lemma in TOGETHER or lemma in HELD:
            return near(cast, noun) or "OTHER"
        open_to_all = toll.effect.effect == "other" or _bystanding(cast, toll)
        usual = lemma != "people" and lemma in KIND_OF
        return near(cast, noun) or (people if usual or open_to_all else "OTHER")
    police = cast.sides.definite.get("police") or cast.sides.bare.get("police")
    if lemma.startswith("police") and police:
        return near(cast, noun) or police
    return actor_of(cast, noun) or "OTHER"


def _bystanding(cast: ActorIndex, toll: Toll) -> bool:
    """Does the sentence put them, behind the number, where people wait, buy, pray or live?"""
    sentence = cast.doc[toll.count.first].sent
    return any(
        cast.lemmas[token.i] in BYSTANDING
        for token in cast.doc[toll.last + 1 : sentence.end]
        if token.dep_ == "pobj" and token.head.lower_ in {"at", "in", "inside", "outside"}
    )


def _sources(quotations: pl.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """Per article the phrases that name speakers."""
    found: dict[str, list[tuple[int, int]]] = {}
    if "source_start" in quotations.columns:
        named = quotations.select("article_id", "source_start", "source_end").drop_nulls()
        for id, start, end in named.iter_rows():
            found.setdefault(id, []).append((start, end))
    return found
