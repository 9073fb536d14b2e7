"""What are the actors and the event called, by whom, in whose voice?"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from analysis import schema
from analysis.evidence.calibration import UNASKED, certainty_columns
from analysis.evidence.labels.bearers import BearerResolver
from analysis.evidence.labels.label_lexicon import is_distanced, label_lexicon
from analysis.evidence.labels.noun_labels import Label, noun_labels
from analysis.evidence.labels.predicate_labels import Quoted, predicate_labels, quoted_labels
from analysis.evidence.labels.reader_labels import reader_labels
from analysis.evidence.labels.tone import phrase_tone
from analysis.evidence.voices import span_voices
from analysis.language import ParsedCorpus
from analysis.language.actors import index_articles
from analysis.language.actors.actor_index import FIRST_PERSON, ActorIndex
from analysis.language.neural_reader import ArticleReading, read_articles

__all__ = ["labels", "phrase_tone"]
Sure = dict[str, object]


def labels(
    parsed: ParsedCorpus, mentions: pl.DataFrame, quotations: pl.DataFrame, *, learnt: bool = True
) -> pl.DataFrame:
    """What are actors and event called, and whose word is it?

    A label is a word that another newsroom could have put otherwise: a term of data/lexicons/labels.csv, or what
    grammar shows to be one: a judging word before an actor's noun ("unpopular troops"), a judging predicate ("was
    poorly planned"), a name given ("called the operation a success"), a word or phrase in quotation marks.
    actor: whom it is put on: a code of the corpus file, EVENT for operations and the talks, OTHER where it stays open.
    voice, holder: those of the innermost quotation around it. distanced: so is that quotation, or the word stands in
    marks that nobody is said to use, or behind one of data/lexicons/distance.csv ("so-called"). tone: the word's own.
    family: the lexicon's; "unlisted" for judging words that the lexicon lacks, "quoted" for words in marks.
    With `learnt`, what a reader finds that has learnt from many topics is there as well (see `reader`), where no rule
    has found a label; lists cannot foresee what a newsroom will call somebody.
    p: the share of such rows on topics set aside where a coder had a label there; null without the reader.
    doubtful: p of a row of the reader is below the limit that did about best on those topics; of a row of the lists, 0.
    Such rows stay out of counts and are shown apart.
    Read it: the same actor, the same event, and the words beside each other, each with its voice.
    Beware: a reader of 23 MB is no person; allegiance that only the sense gives is missed.

    Pronouns stand for the actors that `mentions` gives them, another model's where one was asked for.
    Columns: `schema.LABELS`.
    """
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    said = _quoted_stretches(quotations)
    rows: list[dict[str, object]] = []
    read = dict(zip(texts, read_articles(list(texts.values())), strict=True)) if learnt else {}
    for id, index in index_articles(parsed, mentions):
        for label, actor, sure in _article_labels(index, said.get(id, []), read.get(id)):
            start, end = _character_span(index, label)
            rows.append(
                {
                    **where[id],
                    "start": start,
                    "end": end,
                    "text": texts[id][start:end],
                    "lemma": label.lemma,
                    "family": label.family,
                    "actor": actor,
                    "tone": label.tone,
                    **sure,
                }
            )
    found = pl.DataFrame(rows, schema={name: dtype for name, (dtype, _) in schema.LABELS.columns.items()})
    stands_apart = [is_distanced(texts[id], *span) for id, *span in found["article_id", "start", "end"].iter_rows()]
    voiced = span_voices(found.drop("voice", "holder", "distanced"), quotations).with_columns(
        distanced=pl.col("distanced") | (pl.col("voice") == "scare") | pl.Series(stands_apart, dtype=pl.Boolean)
    )
    return voiced.select(list(schema.LABELS.columns)).sort(schema.LABELS.key)


def _quoted_stretches(quotations: pl.DataFrame) -> dict[str, list[Quoted]]:
    """Per article the stretches inside quotation marks: where, of which type, by whom."""
    marked = quotations.filter(pl.col("type") != "indirect").select("article_id", "start", "end", "type", "actor")
    found: dict[str, list[Quoted]] = {}
    for id, *stretch in marked.iter_rows():
        found.setdefault(id, []).append((stretch[0], stretch[1], stretch[2], stretch[3]))
    return found


def _article_labels(
    index: ActorIndex, said: list[Quoted], reading: ArticleReading | None
) -> list[tuple[Label, str, Sure]]:
    bearers = BearerResolver(index, label_lexicon(), _first_person_speakers(index, said))
    found = [*noun_labels(index, bearers.terms), *predicate_labels(bearers), *quoted_labels(bearers, said)]
    put = [(label, bearers.label_bearer(label)) for label in _without_overlaps(found)]
    named = [
        (label, actor or bearers.default_bearer(label)) for label, actor in put if actor or not _is_grammar_only(label)
    ]
    kept = [(label, actor) for label, actor in named if not _is_nested_repeat(label, actor, named)]
    if reading is None:
        return [(label, actor, UNASKED) for label, actor in kept]
    taken = {at for label, _ in kept for at in range(label.first, label.last + 1)}
    chances = (reading.span_chance("label", *_character_span(index, label)) for label, _ in kept)
    rows = [(*pair, certainty_columns("label", "rules", chance)) for pair, chance in zip(kept, chances, strict=True)]
    return [*rows, *reader_labels(bearers, reading, taken)]


def _character_span(index: ActorIndex, label: Label) -> tuple[int, int]:
    return index.doc[label.first].idx, index.doc[label.last].end


def _is_nested_repeat(label: Label, actor: str, put: list[tuple[Label, str]]) -> bool:
    """Inside a longer label of the same actor: "threat" in "posed a threat"."""
    return any(
        other is not label and other.first <= label.first and label.last <= other.last and whose == actor
        for other, whose in put
    )


def _is_grammar_only(label: Label) -> bool:
    """Found by grammar alone: a label only where it is put on somebody."""
    return label.family == "unlisted" or (
        label.family == "quoted" and (label.tone == "neutral" or label.bearer is not None)
    )


def _first_person_speakers(index: ActorIndex, said: list[Quoted]) -> dict[int, str]:
    """Who speaks, by the words of the first person inside quotations."""
    return {
        token.i: actor
        for start, end, type, actor in said
        if type != "scare" and actor and (span := index.doc.contained_span(start, end)) is not None
        for token in span
        if token.lower_ in FIRST_PERSON
    }


def _without_overlaps(found: Iterable[Label]) -> list[Label]:
    """Of labels that share a word the longer stays, of two as long the first; one that only marks found goes last.

    The object of a verb may carry a label of its own: "violating the truce", "truce".
    """
    taken: set[int] = set()
    inside: set[int] = set()
    kept = []
    for label in sorted(found, key=lambda one: (one.family == "quoted", one.first - one.last, one.first)):
        span = range(label.first, label.last + 1)
        if taken.isdisjoint(span):
            taken.update(span)
            kept.append(label)
            if label.head == label.first and label.family == "contested-verbs":
                inside.update(range(label.first + 1, label.last + 1))
        elif inside.issuperset(span) and label.family != "quoted":
            inside.difference_update(span)
            kept.append(label)
    return sorted(kept, key=lambda one: one.first)
