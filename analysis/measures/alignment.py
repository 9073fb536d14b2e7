"""Which sentences of two outlets tell the same?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis import schema
from analysis.corpus.cache import cache_folder, files_digest, kept_table, table_digest
from analysis.language import onnx_network, sentence_splitter
from analysis.measures.alignment_candidates import (
    EventSentences,
    candidates,
    company,
    event_sentences,
    neighbour_support,
)
from analysis.measures.encoder import resolve_encoder
from analysis.schema import LINKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Grid = NDArray[Any]

# How much of what a shared piece tells is counted. An act says what happened; actors and words recur with the topic.
SHARE = {
    "act": 1.0,
    "name": 0.8,
    "day": 0.8,
    "number": 0.8,
    "actor": 0.6,
    "word": 0.6,
    "quoted": 0.6,
    "thing": 0.3,
    "quality": 0.2,
}
# Log-odds for one unit of each sign, fitted to a list made by hand (data/codings/README.md); by encoder, and before
# and after a pair's company is looked at.
Weights = dict[str, float]
WEIGHTS: dict[str, tuple[Weights, Weights]] = {
    "minilm": (
        {
            "constant": -8.98,
            "information": 0.94,
            "rarest_act": 0.66,
            "likeness": 0.44,
            "other_speaker": -3.63,
            "other_day": -1.00,
        },
        {
            "constant": -9.91,
            "information": 0.78,
            "rarest_act": 0.92,
            "likeness": 0.49,
            "other_speaker": -3.00,
            "other_day": -1.47,
            "support": 2.89,
        },
    ),
    "tfidf": (
        {
            "constant": -8.79,
            "information": 1.02,
            "rarest_act": 0.46,
            "likeness": 0.08,
            "other_speaker": -3.66,
            "other_day": -0.64,
        },
        {
            "constant": -9.54,
            "information": 0.87,
            "rarest_act": 0.63,
            "likeness": 0.11,
            "other_speaker": -2.99,
            "other_day": -1.01,
            "support": 2.83,
        },
    ),
}


def align_sentences(
    sentences: pl.DataFrame, units: pl.DataFrame, *, encoder: str = "auto", least: float = 0.7
) -> pl.DataFrame:
    """Which sentence of one article tells the same as a sentence of another outlet's article on the event?

    score = constant + sum over the signs of weight x sign; probability = 1 / (1 + exp(-score)). The signs:
    information    nats: sum over shared pieces of share x ln((N + 1) / n); n of the event's N sentences have the piece
    rarest_act     nats of the rarest act in both sentences
    likeness       nats of the words of one that stand in the other, word by word in context (`word_similarity`), to ½
    other_speaker  1 when both hold reported speech and no speaker is in both
    other_day      1 when both name days and no day is in both
    support        0 to 1: how sure the surest pair beside this one is, reckoned from the other signs, in twentieths
    A pair is proposed when its probability is `least` or more. Pairs that share no act, no word in quotation marks
    and less than 8 nats of pieces are never proposed.
    Read it: each link is a proposal with its reasons in `shared`. Raise `least` for fewer and surer ones.
    Beware: the probabilities were learnt from five articles of one war; data/codings/README.md says how many links
    were wrong and how many were missed there, each pair of articles judged by weights from the others. A link says
    that one clause is told in both, not that both hold it true: one sentence may deny what the other says.
    The encoder reads each candidate once; the rest grows with the pairs of sentences that share any piece.

    Takes `sentences` and the table of `alignment_units.sentence_units`. One row is one link, see schema.LINKS; status
    is "proposed". Sorted by event, article_id, start, other_id, other_start.
    Raises ValueError when `least` is not between 0 and 1, or for an unknown encoder.
    """
    if not 0 < least < 1:
        raise ValueError(f"least is {least}, and must lie between 0 and 1: the probability a link must have")
    weights = WEIGHTS[resolve_encoder(encoder)]
    found = [LINKS.frame([])]
    for event in ready_events(sentences, units, encoder=encoder):
        near, kin = company(event)
        for pairs in candidates(event):
            sure = logistic(link_log_odds(pairs, weights[0]))
            judged = pairs.with_columns(support=pl.Series(neighbour_support(pairs, sure, near, kin)))
            found.append(_sure_links(event.sentences, judged, link_log_odds(judged, weights[1]), least))
    links = pl.concat(found).sort("event", "article_id", "start", "other_id", "other_start")
    return _add_shared_words(links, weight_units(sentences, units))


def cached_links(
    sentences: pl.DataFrame, units: pl.DataFrame, *, encoder: str = "auto", least: float = 0.7
) -> pl.DataFrame:
    """The links of `align_sentences`, event by event; those of events that have not changed are kept on disk."""
    here, place = Path(__file__).parent, cache_folder() / "links.sqlite"
    own = [path for name in ("alignment*", "encoder*", "rounding") for path in sorted(here.glob(f"{name}.py"))]
    code = files_digest([*own, *(Path(str(one.__file__)) for one in (onnx_network, sentence_splitter, schema))])
    chosen = resolve_encoder(encoder)
    asked = f"{code} {chosen} {least}"
    told = {str(name[0]): part for name, part in sentences.group_by("event", maintain_order=True)}
    pieces = {str(name[0]): part for name, part in units.group_by("event", maintain_order=True)}
    found = [LINKS.frame([])]
    for name, part in told.items():
        own_pieces = pieces.get(name, units.clear())
        make = partial(align_sentences, part, own_pieces, encoder=chosen, least=least)
        found.append(kept_table(place, f"{asked} {table_digest(part, own_pieces)}", make))
    return pl.concat(found).sort("event", "article_id", "start", "other_id", "other_start")


def ready_events(sentences: pl.DataFrame, units: pl.DataFrame, *, encoder: str = "auto") -> Iterator[EventSentences]:
    """Event by event, its sentences made ready: see `alignment_candidates.event_sentences`."""
    weighed, chosen = weight_units(sentences, units), resolve_encoder(encoder)
    for (name,), event in sentences.sort("event").group_by("event", maintain_order=True):
        yield event_sentences(event, weighed.filter(pl.col("event") == name), encoder=chosen)


def link_log_odds(pairs: pl.DataFrame, weights: Weights) -> Grid:
    """How much more likely than not is each pair the same? Natural log of the odds."""
    terms = (pl.col(name) * weight for name, weight in weights.items() if name != "constant")
    return pairs.select(sum(terms, pl.lit(weights["constant"])).alias("odds"))["odds"].to_numpy()


def logistic(odds: Grid) -> Grid:
    """1 / (1 + exp(-log-odds)), without overflow."""
    from scipy.special import expit

    found: Grid = expit(odds)
    return found


def _sure_links(sentences: pl.DataFrame, pairs: pl.DataFrame, score: Grid, least: float) -> pl.DataFrame:
    """The pairs that are sure enough."""
    places = sentences.select("row", "event", "outlet", "article_id", "start", "end")
    names = {"row": "other_row", "article_id": "other_id"}
    names |= {name: f"other_{name}" for name in ("outlet", "start", "end")}
    found = (
        pairs.with_columns(score=pl.Series(score), probability=pl.Series(logistic(score)).round(6))
        .filter(pl.col("probability") >= least)
        .join(places, on="row", maintain_order="left")
        .join(places.drop("event").rename(names), on="other_row", maintain_order="left")
        .with_columns(pl.lit("proposed").alias("status"), pl.selectors.float().round(6))
    )
    return LINKS.frame(found.to_dicts())


def weight_units(sentences: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """How much does each piece tell within its event? ln((N + 1) / n) nats: rare pieces tell more.

    The rows are those of `units` with weight (nats) and counted (the part of it that a shared piece counts).
    """
    sizes = sentences.group_by("event").agg(size=pl.len().cast(pl.Int64))
    share = pl.col("kind").replace_strict(SHARE, default=0.0, return_dtype=pl.Float64)
    return (
        units.join(sizes, on="event", how="left", maintain_order="left")
        .with_columns(weight=((pl.col("size") + 1) / pl.len().over("event", "kind", "unit")).log())
        .with_columns(counted=pl.col("weight") * share)
        .drop("size")
    )


def _add_shared_words(links: pl.DataFrame, weighed: pl.DataFrame) -> pl.DataFrame:
    """What each link's sentences share, in their words: the rarest first; "cleanse / purge" where words differ."""
    ends = links.with_row_index("link").select("link", "article_id", "start", "other_id", "other_start")
    return links.with_columns(shared=shared_words(ends, weighed)["shared"])


def shared_words(ends: pl.DataFrame, weighed: pl.DataFrame) -> pl.DataFrame:
    """What do two sentences share, in their words? The rarest piece first; "cleanse / purge" where words differ.

    `ends`: link (a number), article_id, start, other_id, other_start. One row is one link: link, shared.
    """
    twice = pl.col("kind").is_in(["speaker", "quoted"])  # these stand among the actors and the words already
    here = weighed.filter(~twice).select("article_id", "start", "kind", "unit", "words", "counted")
    there = weighed.select("kind", "unit", other_id="article_id", other_start="start", other_words="words")
    same = pl.col("words").str.to_lowercase() == pl.col("other_words").str.to_lowercase()
    shown = pl.when(same).then("words").otherwise(pl.col("words") + " / " + pl.col("other_words"))
    told = (
        ends.join(here, on=["article_id", "start"])
        .join(there, on=["other_id", "other_start", "kind", "unit"])
        .sort("link", "counted", "kind", "unit", "words", descending=[False, True, False, False, False])
        .group_by("link", maintain_order=True)
        .agg(shared=shown.str.join("; "))
    )
    return (
        ends.select("link")
        .join(told, on="link", how="left", maintain_order="left")
        .with_columns(pl.col("shared").fill_null(""))
    )


align = align_sentences  # its name in edition 0.1.0, for scripts written for it
