"""Which answers of different coders are about the same thing, and do coders mark the same words?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import polars as pl

from analysis.codings.matching import Span, letter_positions, match_spans
from analysis.codings.validity.scores import TALLY, scores, tally_row

PLACED = {
    **dict.fromkeys(("article_id", "coder"), pl.String()),
    **dict.fromkeys(("start", "end", "record", "unit_start", "unit_end", "place"), pl.Int64()),
}
SPANS = {"kind": pl.String(), "coder": pl.String(), "other": pl.String(), "metric": pl.String()}
REAL = dict.fromkeys(("value", "low", "high"), pl.Float64())
WHOLE = dict.fromkeys(("n_coder", "n_other", "n_shared", "n_articles"), pl.Int64())
Row = dict[str, object]


def placed_records(codings: pl.DataFrame, *, kind: str, exact: bool = False) -> pl.DataFrame:
    """To which unit does each record of a kind belong? For `coded_units`, once for all fields of the kind.

    One row is one record: article_id, coder, start, end, record; unit_start, unit_end (the span that made the unit),
    place (the number of the unit in its article).
    """
    here = codings.filter(pl.col("kind") == kind)
    key = ["article_id", "coder", "start", "end", "record"]
    return pl.DataFrame(_unit_records(here.select(key).unique().sort(key), exact), schema=PLACED, orient="row")


def coded_units(
    codings: pl.DataFrame, *, kind: str, field: str, exact: bool = False, placed: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Which answers to `field` are about the same span?

    Takes the long table of codings (`CODINGS`). Spans of two coders are one unit when they overlap, one
    to one, the longest overlap first; with `exact`, only when they begin and end together. Coders are taken in the
    order of their names, and a span that meets no unit yet makes a new one.
    Beware: with three coders and more, spans that overlap in a chain may be taken apart at either end.

    One row is one answer: unit (number from 1, in the order of the text), article_id, start, end (of the span that
    made the unit), coder, value. Sorted by unit and coder. Answers that are null are left out.
    A coder may have several records on one span (column record); they are taken in their order. `placed`: what
    `placed_records` says of this kind, where several fields are asked.
    Raises ValueError when a coder answers twice in one record.
    """
    here = codings.filter(pl.col("kind") == kind)
    key = ["article_id", "coder", "start", "end", "record"]
    answers = here.filter(pl.col("field") == field).drop_nulls("value").select(*key, "value")
    twice = answers.filter(answers.select(key).is_duplicated()).sort(key)
    if len(twice):
        article, coder, start, end, *_ = twice.row(0)
        raise ValueError(f"coder {coder!r} answers {field!r} twice at {start}–{end} of {article!r}; keep one answer")
    placed = placed_records(codings, kind=kind, exact=exact) if placed is None else placed
    order = ["article_id", "unit_start", "unit_end", "place"]
    found = answers.join(placed, on=key, how="inner").sort(*order, "coder")
    named = found.select("article_id", start="unit_start", end="unit_end", coder="coder", value="value")
    return named.select(found.select(pl.struct(order).rle_id().cast(pl.Int64) + 1).to_series().alias("unit"), pl.all())


def _unit_records(spans: pl.DataFrame, exact: bool) -> Iterator[tuple[object, ...]]:
    """Each coder's records, with the span and the number of the unit they belong to."""
    for (article,), group in spans.group_by("article_id", maintain_order=True):
        made: list[Span] = []
        for (coder,), own in group.group_by("coder", maintain_order=True):
            marked: list[Span] = list(own.select("start", "end").iter_rows())
            pairs = _identical_spans(made, marked) if exact else match_spans(made, marked)
            answered = {other: one for one, other in pairs}
            for place, (span, record) in enumerate(zip(marked, own["record"], strict=True)):
                unit = answered.get(place, len(made))
                if unit == len(made):
                    made.append(span)
                yield article, coder, *span, record, *made[unit], unit


def _identical_spans(ours: Sequence[Span], theirs: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs of places in the two lists with the very same span, one to one."""
    waiting: dict[Span, list[int]] = {}
    for place, span in enumerate(ours):
        waiting.setdefault(span, []).append(place)
    return [(waiting[span].pop(0), place) for place, span in enumerate(theirs) if waiting.get(span)]


def split_list_answers(codings: pl.DataFrame, *, field: str) -> pl.DataFrame:
    """Which questions does a list of answers stand for, one by one?

    A coder who may name several frames answers as many yes-no questions as there are frames. Each name that anybody
    gives becomes a field of its own, "frames: conflict", with "yes" or "no" for every span whose list was coded.
    The other fields stay as they are. Same columns as `codings`, sorted by them.
    """
    lists = codings.filter(pl.col("field") == field, pl.col("value").is_not_null())
    given = pl.col("value").str.split("; ")
    names = sorted(set(lists.select(given)["value"].explode(empty_as_null=True).drop_nulls()) - {""})
    asked = [
        lists.with_columns(
            field=pl.lit(f"{field}: {name}"),
            value=given.list.contains(name).replace_strict([True, False], ["yes", "no"], return_dtype=pl.String),
        )
        for name in names
    ]
    rest = codings.filter(pl.col("field") != field)
    return pl.concat([rest, *asked]).sort("article_id", "kind", "start", "end", "field", "coder")


def span_agreement(
    codings: pl.DataFrame, *, kind: str | None = None, articles: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Do two coders mark the same words?

    F1 = 2 shared / (spans of one + spans of the other), for each pair of coders and each kind.
    overlap_f1: spans are shared when they overlap, one to one, the longest overlap first. exact_f1: when they begin
    and end together. letters_f1: over letters and digits inside the spans, whichever span they belong to; only when
    `articles` (with article_id and text) are given.
    low, high: 95 % interval with articles as draws (see `scores.scores`); null for one article.
    Read it: overlap far above exact means that the coders see the same things and cut them differently.
    Beware: an article counts when both coders coded something in it, of whatever kind.

    One row is one pair of coders, one kind and one way of comparing: kind, coder, other, metric, value, low, high
    (0 to 1; null where neither marks anything), n_coder, n_other, n_shared (spans; letters for letters_f1),
    n_articles. Sorted by kind, coder, other, and metrics from loose to strict.
    Raises ValueError for a kind that nobody coded.
    """
    kinds = sorted(set(codings["kind"]))
    if kind is not None and kind not in kinds:
        raise ValueError(f"nobody coded {kind!r}; kinds here: {', '.join(kinds) or 'none'}")
    texts = dict(articles.select("article_id", "text").iter_rows()) if articles is not None else None
    rows: list[Row] = []
    for one, other in combinations(sorted(set(codings["coder"])), 2):
        for name in [kind] if kind is not None else kinds:
            rows += _agreement_of_pair(codings, name, one, other, texts)
    return pl.DataFrame(rows, schema={**SPANS, **REAL, **WHOLE}).sort("kind", "coder", "other", maintain_order=True)


def _agreement_of_pair(
    codings: pl.DataFrame, kind: str, one: str, other: str, texts: dict[str, str] | None
) -> list[Row]:
    """One pair of coders and one kind: a row for each way of comparing."""
    marked = [_marked_spans(codings.filter(pl.col("coder") == coder), kind) for coder in (one, other)]
    tallies: list[Row] = []
    for article in sorted(set(marked[0]) & set(marked[1])):
        ours, theirs = (spans[article] for spans in marked)
        pairs = match_spans(ours, theirs)
        exact = len(_identical_spans(ours, theirs))
        tallies.append(tally_row("overlap_f1", article, len(pairs), len(ours), len(theirs)))
        tallies.append(tally_row("exact_f1", article, exact, len(ours), len(theirs)))
        if texts is not None:
            inside = [letter_positions(texts.get(article, ""), spans) for spans in (ours, theirs)]
            counts = (len(inside[0] & inside[1]), len(inside[0]), len(inside[1]))
            tallies.append(tally_row("letters_f1", article, *counts))
    frame = pl.DataFrame(tallies, schema=TALLY)
    counted = {"n_coded": "n_coder", "n_machine": "n_other", "hits": "n_shared"}
    sums = frame.group_by("metric").agg(pl.col(*counted).sum()).rename(counted)
    who = {"kind": kind, "coder": one, "other": other}
    joined = scores(frame).join(sums, on="metric", how="left", maintain_order="left")
    return [{**who, **row} for row in joined.drop("n").iter_rows(named=True)]


def _marked_spans(codings: pl.DataFrame, kind: str) -> dict[str, list[Span]]:
    """Spans of one kind in every article in which anything was coded; as many as there are records."""
    spans: dict[str, list[Span]] = {article: [] for article in codings["article_id"].unique().sort()}
    key = ["article_id", "start", "end", "record"]
    here = codings.filter(pl.col("kind") == kind).select(key).unique().sort(key)
    for article, start, end in here.select("article_id", "start", "end").iter_rows():
        spans[article].append((start, end))
    return spans
