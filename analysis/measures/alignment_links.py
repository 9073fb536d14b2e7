"""What have readers decided about the links? Every rerun respects it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.placing import said_values
from analysis.evidence.study import add_sentences
from analysis.measures.alignment import cached_links, shared_words, weight_units
from analysis.measures.alignment_units import sentence_units
from analysis.schema import LINKS

if TYPE_CHECKING:
    from analysis.evidence.study import Study

COLUMNS = ("article_id", "sentence", "other_id", "other_sentence", "decision", "note")
ENDS = ("article_id", "start", "other_id", "other_start")
DECIDED = {
    **dict.fromkeys(("article_id", "other_id", "decision", "relation", "reader", "note"), pl.String),
    **dict.fromkeys(("start", "other_start"), pl.Int64),
}

OFFERED, SURE = 0.5, 0.7  # of what probability a link is proposed at all, and stands until a reader has seen it


def study_units(study: Study) -> pl.DataFrame:
    """What the sentences of a study tell, piece by piece: see `alignment_units.sentence_units`."""
    return sentence_units(study.sentences, study.tokens, study.mentions, study.quotations, study.corpus.articles)


def study_links(study: Study, pieces: pl.DataFrame) -> pl.DataFrame:
    """All links that the machine proposes, with what readers decided about them; `pieces`: `study_units` the study."""
    proposed = cached_links(study.sentences, pieces, least=OFFERED)
    decisions = link_decisions(study.placed_decisions, study.sentences)
    return apply_link_decisions(proposed, decisions, study.sentences, weight_units(study.sentences, pieces))


def link_decisions(placed: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which pairs of sentences have readers confirmed or rejected, and which reports what the other denies?

    Takes the table of `placed_decisions`; words are carried over to the sentences at hand by the place where they
    begin. Of several decisions on one pair the last counts.
    One row is one pair: article_id, start, other_id, other_start (starts of the sentences), decision, relation (fact,
    statement, denied; null where nobody says), reader, note. Sorted by article_id, start, other_id, other_start; the
    lesser article_id stands first.
    """
    links = placed.filter(pl.col("kind") == "link", pl.col("why").is_null())
    for start, id in (("start", "article_id"), ("other_start", "other_id")):
        spot = links.select(article_id=id, start=start, end=pl.col(start) + 1)
        links = links.with_columns(add_sentences(spot, sentences)["sentence_start"].alias(start))
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    for row in links.drop_nulls(["start", "other_start"]).to_dicts():
        ends = sorted([(row["article_id"], row["start"]), (row["other_id"], row["other_start"])])
        key = (*ends[0], *ends[1])
        said = {"relation": None} | rows.get(key, {}) | said_values(row)
        stands = "rejected" if row["decision"] == "rejected" else "confirmed"
        who = {"decision": stands, "reader": row["reader"], "note": row["note"]}
        rows[key] = said | who | dict(zip(ENDS, key, strict=True))
    return pl.DataFrame(list(rows.values()), schema=DECIDED).sort(ENDS)


def apply_link_decisions(
    links: pl.DataFrame, decisions: pl.DataFrame, sentences: pl.DataFrame, units: pl.DataFrame
) -> pl.DataFrame:
    """What stands once a reader has decided?

    A link the reader has judged gets the reader's status; a pair the reader confirmed and the machine did not propose
    is added, with nulls for what a machine reckons. A pair rejected and never proposed adds nothing, nor does a pair
    of which a sentence is not in `sentences` (set aside with wire copy, say).
    The table is that of `align`, with the same columns and order. Links rejected stay in it, so that they are seen.
    """
    judged = links.drop("relation").join(
        decisions.select(*ENDS, "decision", "relation"), on=ENDS, how="left", maintain_order="left"
    )
    judged = judged.with_columns(status=pl.coalesce("decision", "status")).select(list(LINKS.columns))
    added = decisions.filter(pl.col("decision") == "confirmed").join(links, on=ENDS, how="anti")
    for id, start in (("article_id", "start"), ("other_id", "other_start")):
        added = added.join(sentences, left_on=[id, start], right_on=["article_id", "start"], how="semi")
    rows = list(_links_added_by_readers(added, sentences, units))
    order = ("event", "article_id", "start", "other_id", "other_start")
    return pl.concat([judged, LINKS.frame(rows)]).sort(order)


def _links_added_by_readers(
    added: pl.DataFrame, sentences: pl.DataFrame, units: pl.DataFrame
) -> Iterator[dict[str, object]]:
    found = {(row["article_id"], row["start"]): row for row in sentences.iter_rows(named=True)}
    weighed = units if "counted" in units.columns else units.with_columns(counted=pl.lit(0.0))
    ends = added.with_row_index("link").select("link", *ENDS, "relation")
    shared = shared_words(ends, weighed)["shared"]
    for link, one, start, other, other_start, relation in ends.iter_rows():
        left, right = found[one, start], found[other, other_start]
        yield {
            **{name: left[name] for name in ("event", "outlet", "article_id", "start", "end")},
            **{f"other_{name}": right[name] for name in ("outlet", "start", "end")},
            "other_id": other,
            "shared": shared[link],
            "status": "confirmed",
            "relation": relation,
        }


def undecided_links(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which links wait for a reader? Lines ready to be pasted into links.csv, the surest first.

    One row is one link nobody has judged: article_id, sentence, other_id, other_sentence, decision and note (both
    empty, for the reader), probability, shared.
    """
    texts = sentences.select("article_id", "start", sentence="text")
    others = texts.select(other_id="article_id", other_start="start", other_sentence="sentence")
    waiting = links.filter(pl.col("status") == "proposed")
    return (
        waiting.join(texts, on=["article_id", "start"], how="left")
        .join(others, on=["other_id", "other_start"], how="left")
        .with_columns(decision=pl.lit(""), note=pl.lit(""))
        .sort("score", "article_id", "start", "other_id", "other_start", descending=[True, *[False] * 4])
        .select(*COLUMNS, "probability", "shared")
    )
