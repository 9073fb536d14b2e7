"""How many people, with what effect on them, and who says so?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.evidence.tolls.counts import SUBJECTS, Count, count_of_number, governing_words
from analysis.evidence.tolls.effects import HURT, Effect, Hits, effect_hits, effect_of_count
from analysis.evidence.tolls.implicit_counts import count_named_persons, effect_of_total
from analysis.evidence.tolls.numbers import numbers
from analysis.evidence.tolls.places import is_running_total, nearest_place
from analysis.evidence.voices import span_voices
from analysis.language import ParsedCorpus
from analysis.language.actors import index_articles
from analysis.language.actors.actor_index import ActorIndex, noun_actor, noun_phrase_actor
from analysis.language.actors.noun_kinds import KIND_OF
from analysis.language.neural_reader import ArticleReading, read_articles
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Span, Token

BYSTANDING = word_list("places of bystanders")
FAMILY = word_list("family")
TOGETHER = word_list("words for those harmed")


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


def tolls(parsed: ParsedCorpus, quotations: pl.DataFrame, *, mentions: pl.DataFrame | None = None) -> pl.DataFrame:
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
    read = dict(zip(texts, read_articles(list(texts.values())), strict=True))
    rows: list[dict[str, object]] = []
    for id, index in index_articles(parsed, mentions):
        for row in _article_rows(index, read[id]):
            rows.append({**where[id], **row, "text": texts[id][int(str(row["start"])) : int(str(row["end"]))]})
    frame = pl.DataFrame(rows, schema={name: dtype for name, (dtype, _) in schema.TOLLS.columns.items()})
    voiced = span_voices(frame, quotations, also=["speaker"]).with_columns(pl.col("speaker").fill_null(""))
    return voiced.select(list(schema.TOLLS.columns)).sort(schema.TOLLS.key)


def _article_rows(index: ActorIndex, reading: ArticleReading) -> Iterator[dict[str, object]]:
    """The rows of one article, without those columns that depend on who speaks."""
    doc, before = index.doc, None
    sentences = list(doc.sents)
    numbered = {sentence.start: number for number, sentence in enumerate(sentences)}
    for toll in _article_tolls(index, reading):
        count, amount = toll.count, toll.count.number
        sentence = doc[count.first].sent
        number = numbered[sentence.start]
        who = _counted_actor(index, toll, before[1] if before and before[0] == number else None)
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
            "running": is_running_total(sentence, count.first, toll.is_total),
            "place": nearest_place(sentence, count.first) or _preceding_place(sentences[max(0, number - 2) : number]),
        }


def _preceding_place(sentences: list[Span]) -> str | None:
    """The first place named in the sentence before, else in the one before that."""
    return next((name for one in reversed(sentences) if (name := nearest_place(one, one.start))), None)


def _article_tolls(index: ActorIndex, reading: ArticleReading) -> list[Toll]:
    """All counts of an article from top to bottom; of two that share a word the one found first stays."""
    hits = effect_hits(index)
    found: list[Toll] = []
    for number in numbers(index.doc.plain):
        count = count_of_number(index, number, reading)
        toll = _toll_of_count(index, count, found, hits) if count else None
        if toll:
            found.append(toll)
    found += [_toll_with_effect_span(index, count, effect, None) for count, effect in count_named_persons(index, hits)]
    taken: set[int] = set()
    apart = []
    for toll in found:
        span = range(toll.count.first, toll.count.last_token + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            apart.append(toll)
    return sorted(apart, key=lambda toll: (toll.count.first, toll.count.last_token))


def _toll_of_count(index: ActorIndex, count: Count, before: list[Toll], hits: Hits) -> Toll | None:
    """What a number says; None where it is no toll. Numbers `before` it in the article may say what it counts."""
    last = before[-1] if before else None
    total = effect_of_total(index, count, last.effect if last else None)
    if total:
        summed, first, people = total
        return Toll(count, summed, first.i, count.last_token, people, is_total=True)
    if count.number.percent and count.kind == "alone":
        return None
    effect, is_zero = effect_of_count(index, count, hits), count.number.high == 0
    if effect is None and last and count.is_subset and not is_zero:
        effect = Effect(last.effect.effect)
    goes_on = last is not None and index.doc[last.count.first].sent is count.head.sent and not is_zero
    more = goes_on and count.kind == "alone" and count.head.dep_ in SUBJECTS
    likely = count.is_confirmed_by_reader or more or count.is_subset
    if effect is None and likely:
        effect = Effect("other")
    if effect is None or not effect.effect or (effect.effect not in HURT and count.kind == "alone" and not likely):
        return None
    return _toll_with_effect_span(index, count, effect, _containing_toll(index, count, before))


def _containing_toll(index: ActorIndex, count: Count, before: list[Toll]) -> Toll | None:
    """The number of which this one counts a part: "eight people, including two children"."""
    words = {word.i for word, is_part in governing_words(index, count) if is_part}
    near = [toll for toll in before if toll.count.head.sent is count.head.sent]
    own = [toll for toll in near if {toll.count.head.i, toll.count.last_token} & words]
    included = [toll for toll in near if any(index.doc[at].pos_ == "VERB" for at in words)]
    return next(iter((own or included or (before if count.is_subset else []))[-1:]), None)


def _toll_with_effect_span(index: ActorIndex, count: Count, effect: Effect, whole: Toll | None) -> Toll:
    """A count with the word of effect, where that stands beside it."""
    doc, first, last = index.doc, count.first, count.last_token
    at = effect.word.i if effect.word is not None else first
    if at < first and all(token.pos_ in {"DET", "PRON", "ADP", "PART"} for token in doc[at + 1 : first]):
        first = at
    elif at > last and all(
        token.pos_ in {"AUX", "ADV", "PART"} or token.tag_ in {"WP", "WDT", "VBN"} for token in doc[last + 1 : at]
    ):
        last = at
    return Toll(count, effect, first, last, count.noun, whole=whole)


def _counted_actor(index: ActorIndex, toll: Toll, before: str | None) -> str:
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
            return noun_phrase_actor(index, noun) or "OTHER"
        open_to_all = toll.effect.effect == "other" or _are_bystanders(index, toll)
        usual = lemma != "people" and lemma in KIND_OF
        return noun_phrase_actor(index, noun) or (people if usual or open_to_all else "OTHER")
    police = index.sides.definite.get("police") or index.sides.bare.get("police")
    if lemma.startswith("police") and police:
        return noun_phrase_actor(index, noun) or police
    return noun_actor(index, noun) or "OTHER"


def _are_bystanders(index: ActorIndex, toll: Toll) -> bool:
    """Does the sentence put them, behind the number, where people wait, buy, pray or live?"""
    sentence = index.doc[toll.count.first].sent
    return any(
        index.lemmas[token.i] in BYSTANDING
        for token in index.doc[toll.last + 1 : sentence.end]
        if token.dep_ == "pobj" and token.head.lower_ in {"at", "in", "inside", "outside"}
    )
