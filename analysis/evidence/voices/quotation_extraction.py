"""Articles to quotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema
from analysis.evidence.voices.attribution import SUBJECTS
from analysis.evidence.voices.content_edges import DASHES, EDGES
from analysis.evidence.voices.quotation_marks import TAG, marked_stretches
from analysis.evidence.voices.quoted_stretches import QuotedStretch, quoted_stretches
from analysis.evidence.voices.reporting_lexicon import reporting_lexicon
from analysis.evidence.voices.reports import Report, find_reports
from analysis.evidence.voices.scare_quotes import scare_quotes
from analysis.evidence.voices.speakers import NOT_STATED, SpeakerResolver
from analysis.evidence.voices.verbless_reports import append_announced_paragraphs, verbless_reports
from analysis.language.actors import index_articles

if TYPE_CHECKING:
    from analysis.language.actors.actor_index import ActorIndex
    from analysis.language.document import Document
    from analysis.language.parse import ParsedCorpus

Run = tuple[int, int]
Row = dict[str, object]
PLACES = ("source_start", "source_end", "cue_start", "cue_end")
EXTRA = {**dict.fromkeys((*PLACES, "attribution"), pl.Int64()), "scare": pl.Boolean()}
LINKS = frozenset({"that", "and", "but", "while", "as", "or", ",", "for", "to", "of", "the", "a", "an"})
LEADING = EDGES | DASHES | frozenset({"that", "while", "and", "but", "meanwhile", "however", '"', "'"})
# So many words of its own a report needs whose end is a quoted clause: else it is but the way into it.
TAIL = 6
SIGNS = " \t\n,;:–—"


def quotations(parsed: ParsedCorpus, mentions: pl.DataFrame | None = None, *, wide: bool = False) -> pl.DataFrame:
    """Who says what, in whose words?

    Read it: one row is one stretch of reported speech. `direct` a clause in quotation marks, `partial` a word or
    phrase in them, `indirect` retold without them, `scare` in them and attributed to nobody.
    Beware: `wide` also takes thoughts, wishes and what evidence shows, as corpora of attribution do.

    Columns: `schema.QUOTATIONS`, then source_start, source_end, cue_start, cue_end (characters; null where there
    is none), attribution (the same number for all stretches of one attribution) and scare (true where the marks
    hold a word at a distance; false for names, titles and terms, and for all that is not of the type scare).
    """
    paragraphs: dict[str, list[Run]] = {}
    for id, start, end in parsed.paragraphs.select("article_id", "start", "end").iter_rows():
        paragraphs.setdefault(id, []).append((start, end))
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    found = [
        {**where[id], **row}
        for id, index in index_articles(parsed, mentions)
        for row in _article_rows(index, paragraphs.get(id, []), wide=wide)
    ]
    table = {name: dtype for name, (dtype, _) in schema.QUOTATIONS.columns.items()}
    return (
        pl.DataFrame(found, schema={**table, **EXTRA})
        .unique(schema.QUOTATIONS.key, keep="first", maintain_order=True)
        .sort(schema.QUOTATIONS.key, maintain_order=True)
    )


def _article_rows(index: ActorIndex, paragraphs: list[Run], *, wide: bool) -> Iterator[Row]:
    """The rows of one article."""
    doc = index.doc
    marks = marked_stretches(doc.text, paragraphs)
    hidden = [(mark.start, mark.end) for mark in marks] + [tag.span() for tag in TAG.finditer(doc.text)]
    quoted = {token.i for span in hidden for token in doc.overlapping_span(*span)}
    found = find_reports(doc, reporting_lexicon(wide=wide), quoted, wide=wide)
    append_announced_paragraphs(doc, found, paragraphs, marks)
    found = sorted([*found, *verbless_reports(doc, paragraphs, marks, wide=wide)], key=lambda report: report.cue.word.i)
    heads = [report.head for report in found if report.head is not None]
    speakers = SpeakerResolver(index, quoted, heads)
    made = quoted_stretches(doc, marks, found)
    for report in found:
        if report.head is not None and report.source is not None:
            speakers.speaker_and_actor(report.head, report.source)
    distanced = scare_quotes(doc, made)
    for one in made:
        row = _direct_row(doc, one, speakers)
        yield row | {"scare": one.mark.start in distanced and row["type"] == "scare"}
    for mark in marks:
        if mark.depth and doc.text[: mark.left].rstrip().endswith((",", ":")):  # somebody's words in somebody's words
            yield _quotation_row(doc, mark.start, mark.end, "direct", None, speakers) | {
                "speaker": NOT_STATED,
                "actor": "OTHER",
            }
    for report in found:
        yield from _indirect_rows(doc, report, made, speakers, tail=1 if wide else TAIL)


def _direct_row(doc: Document, one: QuotedStretch, speakers: SpeakerResolver) -> Row:
    origin = one.origin_report
    kind = "direct" if one.is_clause else "partial" if origin else "scare"
    row = _quotation_row(doc, one.mark.start, one.mark.end, kind, origin, speakers)
    if one.report is None:
        row |= {"cue": "", "cue_class": "none", "cue_start": None, "cue_end": None, "distanced": False}
    return row


def _indirect_rows(
    doc: Document, report: Report, made: list[QuotedStretch], speakers: SpeakerResolver, *, tail: int
) -> Iterator[Row]:
    """What a report retells outside of the quoted clauses in it; not where that only leads in to one of them."""
    for start, end in report.spans if report.is_attributed else ():
        inner = [one for one in made if one.tokens.start < end and one.tokens.end > start]
        has_clause = any(one.is_clause for one in inner)
        first, behind = _without_quoted_clauses(doc, start, end, inner)
        covered = {token.i for one in inner for token in one.tokens}
        words = [token for token in doc[first:behind] if token.text[0].isalnum()]
        own = [token for token in words if token.i not in covered and token.lower_ not in LINKS]
        is_cut = behind < end and has_clause
        leads_in = is_cut and tail > 1 and not any(token.dep_ in SUBJECTS for token in doc[first:behind])
        if len(own) < (tail if is_cut else 2 if inner else 1) or leads_in:
            continue
        left, right = doc[first].idx, doc[behind - 1].end
        if not report.is_turn:
            left, right = _trim_span(doc.text, left, right)
        if left < right:
            yield _quotation_row(doc, left, right, "direct" if report.is_turn else "indirect", report, speakers)


def _without_quoted_clauses(doc: Document, start: int, end: int, inner: list[QuotedStretch]) -> Run:
    """The retold part of a report that begins or ends with a quoted clause."""
    for one in inner:
        if one.is_clause and one.tokens.start - start <= 2:
            start = max(start, min(one.tokens.end, end))
        elif one.is_clause and end - one.tokens.end <= 2:
            end = min(end, one.tokens.start)
    while start < end and (doc[start].lower_ in LEADING or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].lower_ in LEADING - {'"', "'"} or doc[end - 1].is_space):
        end -= 1
    return start, end


def _trim_span(text: str, start: int, end: int) -> Run:
    """A span without the spaces and the punctuation at its edges; a full stop inside its quotation marks stays."""
    while start < end and text[start] in SIGNS:
        start += 1
    while end > start and (
        text[end - 1] in SIGNS or (text[end - 1] in ".!?" and text[end - 2 : end - 1] not in "”\"’'")
    ):
        end -= 1
    return start, end


def _quotation_row(
    doc: Document, start: int, end: int, kind: str, report: Report | None, speakers: SpeakerResolver
) -> Row:
    row: Row = {"start": start, "end": end, "type": kind, "text": doc.text[start:end], "speaker": "", "actor": None}
    row |= {
        "cue": "",
        "cue_class": "none",
        "distanced": False,
        "constrained": False,
        "attribution": start,
        "scare": False,
    }
    row |= dict.fromkeys(PLACES)
    if report is None:
        return row
    row |= {"speaker": NOT_STATED, "actor": "OTHER"}
    if report.head is not None and report.source is not None:
        row["speaker"], row["actor"] = speakers.consistent_speaker(report.head, report.source)
        row["constrained"] = row["speaker"] in speakers.captive_names
        first, behind = report.source
        row |= {"source_start": doc[first].idx, "source_end": doc[behind - 1].end}
    left, right = doc[report.words[0]].idx, doc[report.words[1]].end
    cue = " ".join(doc.text[left:right].split()) if report.cue.entry.cue else ""
    row |= {"cue": cue, "cue_class": report.cue_class, "cue_start": left, "cue_end": right}
    return row | {"distanced": report.distanced, "attribution": doc[report.cue.word.i].idx}
