"""The weights of the signs by which statements are aligned: learnt from a list made by hand, and judged apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from analysis.measures import alignment_features as evidence
from analysis.measures.alignment import Weights, article_pairs, link_log_odds, logistic

FIRST = ("information", "rarest_act", "likeness", "other_speaker", "other_day")
SECOND = (*FIRST, "support")
FULL = {"same": 1.0, "near": np.nan, "different": 0.0}


@dataclass
class Pair:
    """Two articles: the signs of their pairs of sentences, and what a reader found (1 same, 0 not, nan near)."""

    one: evidence.ArticleUnits
    other: evidence.ArticleUnits
    signs: dict[str, Any]
    truth: Any


def read(sentences: pl.DataFrame, pieces: pl.DataFrame, judged: pl.DataFrame, encoder: str) -> list[Pair]:
    """All pairs of articles with their signs and the judgements of the list."""
    found = []
    for one, other, signs in article_pairs(sentences, pieces, encoder=encoder):
        truth = np.zeros(signs["worth"].shape)
        places = [{start: at for at, start in enumerate(side.sentences["start"])} for side in (one, other)]
        ids = [side.sentences["article_id"][0] for side in (one, other)]
        here = judged.filter(article_id=ids[0], other_id=ids[1])
        for start, to, judgement in here.select("start", "other_start", "judgement").iter_rows():
            truth[places[0][start], places[1][to]] = FULL[judgement]
        found.append(Pair(one, other, signs, truth))
    return found


def fit(pairs: list[Pair], names: tuple[str, ...]) -> Weights:
    """Logistic regression on the pairs of sentences worth a look; near pairs are left out."""
    rows, truth = [], []
    for pair in pairs:
        counted = pair.signs["worth"] & ~np.isnan(pair.truth)
        rows.append(np.stack([pair.signs[name][counted] for name in names], axis=1))
        truth.append(pair.truth[counted])
    table, answers = np.concatenate(rows), np.concatenate(truth)
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
        pair.signs["support"] = evidence.neighbour_support(pair.one, pair.other, sure)
    return first, fit(pairs, SECOND)


def held_out(pairs: list[Pair]) -> pl.DataFrame:
    """Every pair of sentences judged by weights learnt from the other pairs of articles.

    One row is one pair of sentences: event, article_id, start, other_id, other_start, probability.
    """
    rows: list[tuple[object, ...]] = []
    for place, pair in enumerate(pairs):
        rest = [other for at, other in enumerate(pairs) if at != place]
        _, weights = learn(rest, [pair])
        sure = logistic(link_log_odds(pair.signs, weights))
        one, other = (side.sentences.select("event", "article_id", "start").rows() for side in (pair.one, pair.other))
        rows += [(*one[at], *other[to][1:], float(sure[at, to])) for at, to in np.ndindex(*sure.shape)]
    names = ("event", "article_id", "start", "other_id", "other_start", "probability")
    return pl.DataFrame(rows, schema=names, orient="row")
