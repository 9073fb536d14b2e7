"""How sure is a row of evidence? As often as rows like it were right in coded articles on other topics."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from analysis.language.neural_reader import read_articles, reader_calibration
from analysis.schema import MACHINE, SURE

STEPS = 20  # a chance is told in twentieths: the last digits of a network differ between machines
LEAST, NO_CHANCE = 1e-4, 0.05
FAINT = 0.25  # share below which what the reader finds is not even doubtful
UNASKED: dict[str, object] = {"p": None, "doubtful": False, "status": MACHINE}


def calibrated_chance(kind: str, of: str, raw: float) -> float:
    """How often are rows right that the reader gives this chance? `of`: "reader" or "rules", whoever found them."""
    return apply_calibration_line(reader_calibration()[kind][of], raw)


def is_doubtful(kind: str, of: str, p: float) -> bool:
    """Is a row of this chance shown apart?

    The limit of the reader's own rows is the highest that does as well as the best on topics set aside, within .005
    (`benchmarks.reader.scores`). A row of the lists, which anybody can read and mend, counts unless the reader gives it
    no chance at all.
    """
    return bool(p < (reader_calibration()[kind]["firm"] if of == "reader" else NO_CHANCE))


def is_below_threshold(kind: str, raw: float) -> bool:
    """Is what the reader has found too unlikely to be a row?"""
    return calibrated_chance(kind, "reader", raw) < FAINT


def certainty_columns(kind: str, of: str, raw: float) -> dict[str, object]:
    """A row's columns of how sure it is; nobody has seen it yet."""
    p = calibrated_chance(kind, of, raw)
    return {"p": p, "doubtful": is_doubtful(kind, of, p), "status": MACHINE}


def apply_calibration_line(line: Sequence[float], raw: float) -> float:
    """A raw chance as the share that is right, by a line of logits: its shift and slope."""
    shift, slope = line
    raw = min(max(raw, LEAST), 1 - LEAST)
    share = 1 / (1 + math.exp(-shift - slope * math.log(raw / (1 - raw))))
    return math.floor(round(share * STEPS, 4) + 0.5) / STEPS


def add_certainty(kind: str, table: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The rows that rules have found, with p and doubtful as the reader has them."""
    texts = dict(articles.select("article_id", "text").iter_rows())
    read = dict(zip(texts, read_articles(list(texts.values())), strict=True))
    rows = table.select("article_id", "start", "end").iter_rows()
    told = [certainty_columns(kind, "rules", read[id].span_chance(kind, start, end)) for id, start, end in rows]
    return table.with_columns(pl.DataFrame(told, schema={name: dtype for name, (dtype, _) in SURE.items()}))


def certainty_expr() -> pl.Expr:
    """How far is a row from being as likely right as wrong?"""
    return (pl.col("p").fill_null(0.5) - 0.5).abs()


def certain_rows(table: pl.DataFrame) -> pl.DataFrame:
    """Which rows are counted? Those that are not doubtful."""
    return table.filter(~pl.col("doubtful").fill_null(False))
