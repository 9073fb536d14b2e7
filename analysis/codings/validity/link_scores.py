"""How far do proposed links agree with a list made by hand?"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.corpus.lists import listed_rows
from analysis.measures.block_intervals import wilson_interval

COLUMNS = (
    *("event", "article_id", "sentence", "other_id", "other_sentence"),
    *("judgement", "kind", "told", "statement", "what", "first"),
)
JUDGEMENTS = ("same", "near")


def read_aligned_pairs(path: str | Path, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which pairs of sentences did a reader find to tell the same (see data/codings/README.md)?

    One row is one pair: the columns of the file with start and other_start behind them.
    Raises ValueError for other columns or judgements, and when a sentence does not stand in its article once.
    """
    rows = [{name: row[name] or None for name in COLUMNS} for _, row in listed_rows(Path(path), *COLUMNS)]
    listed = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))
    strange = sorted(map(str, set(listed["judgement"]) - set(JUDGEMENTS)))
    if strange:
        raise ValueError(f"{path} has the judgements {', '.join(strange)}; write {' or '.join(JUDGEMENTS)}")
    once = sentences.select("article_id", "start", sentence="text").unique(["article_id", "sentence"], keep="none")
    other = once.select(other_id="article_id", other_start="start", other_sentence="sentence")
    found = listed.join(once, on=["article_id", "sentence"], how="left", maintain_order="left").join(
        other, on=["other_id", "other_sentence"], how="left", maintain_order="left"
    )
    lost = found.with_row_index("line", 2).filter(pl.col("start").is_null() | pl.col("other_start").is_null())
    if len(lost):
        lines = ", ".join(str(line) for line in lost["line"])
        raise ValueError(f"{path}, lines {lines}: a sentence is not in its article exactly once; copy it as printed")
    return found


def link_scores(links: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """How many of the links are right, and how many of the listed pairs were found?

    precision = found / (found + wrong); recall = found / listed, over pairs judged "same". Pairs judged "near" count
    neither for nor against (n_near). Intervals: Wilson's, 95 %.
    A statement is found when one of its pairs in two articles is: recall_statements = n_found / n_statements.
    Beware: pairs share sentences, so they are not independent, and the true intervals are wider.

    One row per event, and one for all of them (event null): event, n_links, n_right, n_near, n_wrong, n_listed,
    n_statements (in two articles), n_found, recall_statements, precision, precision_low, precision_high, recall,
    recall_low, recall_high (0 to 1, null where nothing is counted).
    Takes links of `align` and the table of `read_aligned_pairs`. Wilson (1927), "Probable inference".
    """
    keys = ["article_id", "start", "other_id", "other_start"]
    judged = links.join(listed.select(*keys, "judgement"), on=keys, how="left").with_columns(
        pl.col("judgement").fill_null("different")
    )
    events: list[str | None] = [*sorted(set(listed["event"]) | set(links["event"])), None]
    return pl.DataFrame([_score_row(event, judged, listed) for event in events])


def _score_row(event: str | None, judged: pl.DataFrame, listed: pl.DataFrame) -> dict[str, object]:
    here = judged if event is None else judged.filter(pl.col("event") == event)
    hand = listed if event is None else listed.filter(pl.col("event") == event)
    n = {name: int((here["judgement"] == name).sum()) for name in ("same", "near", "different")}
    n_listed = int((hand["judgement"] == "same").sum())
    row: dict[str, object] = {"event": event, "n_links": len(here), "n_right": n["same"], "n_near": n["near"]}
    row |= {"n_wrong": n["different"], "n_listed": n_listed}
    told = hand.filter(judgement="same").select("article_id", "start", "other_id", "other_start", "statement")
    retold = told.select("article_id", "other_id", "statement").n_unique()
    keys = ("article_id", "start", "other_id", "other_start")
    found = told.join(here, on=keys, how="semi").select("article_id", "other_id", "statement").n_unique()
    row |= {"n_statements": retold, "n_found": found, "recall_statements": found / retold if retold else None}
    for name, total in (("precision", n["same"] + n["different"]), ("recall", n_listed)):
        low, high = wilson_interval(n["same"], total)
        row |= {name: n["same"] / total if total else None, f"{name}_low": low, f"{name}_high": high}
    return row
