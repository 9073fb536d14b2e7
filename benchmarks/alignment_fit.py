"""The weights of the signs by which statements are aligned: learnt from a list made by hand, and judged apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from analysis.measures.alignment import Weights, link_log_odds, logistic, ready_events
from analysis.measures.alignment_candidates import candidates, company, neighbour_support

FIRST = ("information", "rarest_act", "likeness", "other_speaker", "other_day")
SECOND = (*FIRST, "support")
FULL = {"same": 1.0, "near": np.nan, "different": 0.0}
KEY = ("article_id", "start", "other_id", "other_start")


@dataclass
class Pair:
    """Two articles: their candidates with the signs and what a reader found (1 same, 0 not, nan near)."""

    signs: pl.DataFrame
    near: pl.DataFrame
    kin: pl.DataFrame


def read(sentences: pl.DataFrame, pieces: pl.DataFrame, judged: pl.DataFrame, encoder: str) -> list[Pair]:
    """All pairs of articles with their signs and the judgements of the list."""
    truth = judged.select(*KEY, truth=pl.col("judgement").replace_strict(FULL, return_dtype=pl.Float64))
    found = []
    for event in ready_events(sentences, pieces, encoder=encoder):
        near, kin = company(event)
        places = event.sentences.select("row", "event", "article_id", "start")
        others = places.select(other_row="row", other_id="article_id", other_start="start")
        for signs in candidates(event):
            told = signs.join(places, on="row", maintain_order="left").join(others, on="other_row")
            told = told.join(truth, on=KEY, how="left").with_columns(pl.col("truth").fill_null(0.0))
            found += [Pair(part, near, kin) for part in told.sort("row", "other_row").partition_by("other_id")]
    return found


def fit(pairs: list[Pair], names: tuple[str, ...]) -> Weights:
    """Logistic regression on the pairs of sentences worth a look; near pairs are left out."""
    counted = pl.concat([pair.signs.filter(pl.col("truth").is_not_nan()) for pair in pairs])
    table, answers = counted.select(names).to_numpy(), counted["truth"].to_numpy()
    middle, width = table.mean(axis=0), table.std(axis=0)
    model = LogisticRegression(C=1.0, max_iter=5000).fit((table - middle) / width, answers)
    weights = model.coef_[0] / width
    constant = float(model.intercept_[0] - (weights * middle).sum())
    return {"constant": constant, **{name: float(weight) for name, weight in zip(names, weights, strict=True)}}


def learn(pairs: list[Pair], more: list[Pair] | None = None) -> tuple[Weights, Weights]:
    """Both sets of weights from `pairs`; leaves the sign `support` in these and in `more`."""
    first = fit(pairs, FIRST)
    for pair in [*pairs, *(more or [])]:
        sure = logistic(link_log_odds(pair.signs, first))
        support = neighbour_support(pair.signs, sure, pair.near, pair.kin)
        pair.signs = pair.signs.with_columns(support=pl.Series(support))
    return first, fit(pairs, SECOND)


def held_out(pairs: list[Pair]) -> pl.DataFrame:
    """Every candidate judged by weights learnt from the other pairs of articles.

    One row is one pair of sentences: event, article_id, start, other_id, other_start, probability.
    """
    judged = []
    for place, pair in enumerate(pairs):
        _, weights = learn([other for at, other in enumerate(pairs) if at != place], [pair])
        sure = pl.Series("probability", logistic(link_log_odds(pair.signs, weights)))
        judged.append(pair.signs.select("event", *KEY, sure))
    return pl.concat(judged)
