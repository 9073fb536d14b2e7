"""How many people, with what effect on them, and who says so?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.evidence.tolls.counts import SUBJECTS, Count, count_of, heads
from analysis.evidence.tolls.effects import HURT, Effect, Hits, effect_of, hits_of
from analysis.evidence.tolls.numbers import numbers
from analysis.evidence.tolls.places import is_running, place_of
from analysis.evidence.tolls.totals import singles, total_of
from analysis.evidence.voices import voice_of
from analysis.language import Parsed
from analysis.language.actors import actor_indexes
from analysis.language.actors.index import ActorIndex, actor_of, near
from analysis.language.actors.kinds import KIND_OF
from analysis.language.reader import Reading, readings
from analysis.language.words import listed

if TYPE_CHECKING:
    from analysis.language.document import Span, Token

BYSTANDING = listed("places of bystanders")
FAMILY = listed("family")
TOGETHER = listed("words for those harmed")


@dataclass(frozen=True)
class Toll:
    """A count with its effect, the tokens it spans, those counted, and the number of which they are a part."""

    count: Count
    effect: Effect
    first: int
    last: int
    people: Token | None
    is_total: bool = False
    whole: Toll | None = None


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
    read = dict(zip(texts, readings(list(texts.values())), strict=True))
    rows: list[dict[str, object]] = []
    for id, index in actor_indexes(parsed, mentions):
        for row in _rows(index, read[id]):
            rows.append({**where[id], **row, "text": texts[id][int(str(row["start"])) : int(str(row["end"]))]})
    frame = pl.DataFrame(rows, schema={name: dtype for name, (dtype, _) in schema.TOLLS.columns.items()})
    voiced = voice_of(frame, quotations, also=["speaker"]).with_columns(pl.col("speaker").fill_null(""))
    return voiced.select(list(schema.TOLLS.columns)).sort(schema.TOLLS.key)


def _rows(index: ActorIndex, reading: Reading) -> Iterator[dict[str, object]]:
    """The rows of one article, without those columns that depend on who speaks."""
    doc, before = index.doc, None
    sentences = list(doc.sents)
    numbered = {sentence.start: number for number, sentence in enumerate(sentences)}
    for toll in _tolls(index, reading):
        count, amount = toll.count, toll.count.number
        sentence = doc[count.first].sent
        number = numbered[sentence.start]
        who = _who(index, toll, before[1] if before and before[0] == number else None)
        before = (number, who)
        yield {
            "start": doc[toll.first].idx,
            "end": max(doc[toll.last].end, amount.end),
            "low": amount.low,
            "high": amount.high,
            "approx": amount.approx,
            "stated": amount.stated,
            "effect": toll.effect.effect,
            "who": who,
            "part": toll.whole is not None,
            "part_of": doc[toll.whole.first].idx if toll.whole else None,
            "running": is_running(sentence, count.first, toll.is_total),
            "place": place_of(sentence, count.first) or _place_before(sentences[max(0, number - 2) : number]),
        }


def _place_before(sentences: list[Span]) -> str | None:
    """The first place named in the sentence before, else in the one before that."""
    return next((name for one in reversed(sentences) if (name := place_of(one, one.start))), None)


def _tolls(index: ActorIndex, reading: Reading) -> list[Toll]:
    """All counts of an article from top to bottom; of two that share a word the one found first stays."""
    hits = hits_of(index)
    found: list[Toll] = []
    for number in numbers(index.doc.plain):
        count = count_of(index, number, reading)
        toll = _toll(index, count, found, hits) if count else None
        if toll:
            found.append(toll)
    found += [_spanned(index, count, effect, None) for count, effect in singles(index, hits)]
    taken: set[int] = set()
    apart = []
    for toll in found:
        span = range(toll.count.first, toll.count.end + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            apart.append(toll)
    return sorted(apart, key=lambda toll: (toll.count.first, toll.count.end))


def _toll(index: ActorIndex, count: Count, before: list[Toll], hits: Hits) -> Toll | None:
    """What a number says; None where it is no toll. Numbers `before` it in the article may say what it counts."""
    last = before[-1] if before else None
    total = total_of(index, count, last.effect if last else None)
    if total:
        summed, first, people = total
        return Toll(count, summed, first.i, count.end, people, is_total=True)
    if count.number.percent and count.kind == "alone":
        return None
    effect, is_zero = effect_of(index, count, hits), count.number.high == 0
    if effect is None and last and count.is_of_them and not is_zero:
        effect = Effect(last.effect.effect)
    goes_on = last is not None and index.doc[last.count.first].sent is count.head.sent and not is_zero
    more = goes_on and count.kind == "alone" and count.head.dep_ in SUBJECTS
    likely = count.is_likely or more or count.is_of_them
    if effect is None and likely:
        effect = Effect("other")
    if effect is None or not effect.effect or (effect.effect not in HURT and count.kind == "alone" and not likely):
        return None
    return _spanned(index, count, effect, _whole(index, count, before))


def _whole(index: ActorIndex, count: Count, before: list[Toll]) -> Toll | None:
    """The number of which this one counts a part: "eight people, including two children"."""
    words = {word.i for word, is_part in heads(index, count) if is_part}
    near = [toll for toll in before if toll.count.head.sent is count.head.sent]
    own = [toll for toll in near if {toll.count.head.i, toll.count.end} & words]
    included = [toll for toll in near if any(index.doc[at].pos_ == "VERB" for at in words)]
    return next(iter((own or included or (before if count.is_of_them else []))[-1:]), None)


def _spanned(index: ActorIndex, count: Count, effect: Effect, whole: Toll | None) -> Toll:
    """A count with the word of effect, where that stands beside it."""
    doc, first, last = index.doc, count.first, count.end
    at = effect.word.i if effect.word is not None else first
    if at < first and all(token.pos_ in {"DET", "PRON", "ADP", "PART"} for token in doc[at + 1 : first]):
        first = at
    elif at > last and all(
        token.pos_ in {"AUX", "ADV", "PART"} or token.tag_ in {"WP", "WDT", "VBN"} for token in doc[last + 1 : at]
    ):
        last = at
    return Toll(count, effect, first, last, count.noun, whole=whole)


def _who(index: ActorIndex, toll: Toll, before: str | None) -> str:
    """Whom a number counts. One that stands alone counts more of those counted before it in the sentence."""
    people, noun = index.sides.usual.get("people", "OTHER"), toll.people
    if noun is None:
        return before or "OTHER"
    lemma = index.lemmas[noun.i]
    if lemma in {"other", "others"}:
        return before or "OTHER"
    if lemma in FAMILY:
        return people
    if KIND_OF.get(lemma) in {"people", None}:
        if lemma in TOGETHER:
            return near(index, noun) or "OTHER"
        open_to_all = toll.effect.effect == "other" or _is_bystanding(index, toll)
        usual = lemma != "people" and lemma in KIND_OF
        return near(index, noun) or (people if usual or open_to_all else "OTHER")
    police = index.sides.definite.get("police") or index.sides.bare.get("police")
    if lemma.startswith("police") and police:
        return near(index, noun) or police
    return actor_of(index, noun) or "OTHER"


def _is_bystanding(index: ActorIndex, toll: Toll) -> bool:
    """Does the sentence put them, behind the number, where people wait, buy, pray or live?"""
    sentence = index.doc[toll.count.first].sent
    return any(
        index.lemmas[token.i] in BYSTANDING
        for token in index.doc[toll.last + 1 : sentence.end]
        if token.dep_ == "pobj" and token.head.lower_ in {"at", "in", "inside", "outside"}
    )
