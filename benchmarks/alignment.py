"""How well are statements aligned? Precision and recall against a list made by hand.

Each pair of articles is judged by weights learnt from the other pairs; then with the weights that are in use, which
have seen the whole list; then the weights that the whole list gives.

python -m benchmarks.alignment [--corpus FOLDER] [--list FILE] [--encoder auto] [--least 0.7 0.5] [--errors 10]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polars as pl

from analysis.codings.decisions import read_aligned_pairs
from analysis.corpus import read_corpus
from analysis.evidence.study import Study
from analysis.measures.alignment import align_sentences
from analysis.measures.alignment_units import sentence_units
from analysis.measures.block_intervals import wilson_interval
from analysis.measures.encoder import encoder_name
from benchmarks import alignment_fit as fit

COUNTED = ("links", "right", "near", "wrong", "listed")
HOME = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the scores at each `least`, and the wrong and missed pairs at the first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=HOME / "data" / "corpora" / "iraq-2004-2008")
    parser.add_argument("--list", type=Path, default=HOME / "data" / "codings" / "aligned.csv")
    parser.add_argument("--encoder", default="auto")
    parser.add_argument("--least", type=float, nargs="+", default=[0.7, 0.9, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1])
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    study = Study(read_corpus(asked.corpus))  # the machine's evidence, whatever readers have decided
    listed = read_aligned_pairs(asked.list, study.sentences)
    pieces = sentence_units(study.sentences, study.tokens, study.mentions, study.quotations, study.corpus.articles)
    write(encoder_name(asked.encoder))
    pairs = fit.read(study.sentences, pieces, listed, asked.encoder)
    if len(pairs) > 1:
        judged = fit.held_out(pairs)
        write("\njudged by weights from the other pairs of articles")
        for least in asked.least:
            scores(judged.filter(pl.col("probability") >= least), listed, least, events=least == asked.least[0])
    every = align_sentences(study.sentences, pieces, encoder=asked.encoder, least=min(asked.least))
    write("\njudged by the weights in use")
    for least in asked.least:
        scores(every.filter(pl.col("probability") >= least), listed, least)
    write("\nweights from the whole list, before and after a pair's company is looked at")
    for weights in fit.learn(pairs):
        write(", ".join(f'"{name}": {weight:.2f}' for name, weight in weights.items()))
    if asked.errors and len(pairs) > 1:
        errors(judged.filter(pl.col("probability") >= asked.least[0]), listed, study, asked.errors)


def scores(links: pl.DataFrame, listed: pl.DataFrame, least: float, *, events: bool = False) -> None:
    """One line for all events, or one for each of them too."""
    for row in link_scores(links, listed).iter_rows(named=True):
        if events or row["event"] is None:
            counts = "  ".join(f"{name} {row[f'n_{name}']:3d}" for name in COUNTED)
            shares = "  ".join(f"{name} {shown(row, name)}" for name in ("precision", "recall"))
            told = f"statements {row['n_found']} of {row['n_statements']}"
            write(f"{least:.2f}  {row['event'] or 'all':12s} {counts}  {shares}  {told}")


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


def write(line: str) -> None:
    """One line on the screen."""
    sys.stdout.write(f"{line}\n")


def shown(row: dict[str, float | None], name: str) -> str:
    """A score with its interval, or a dash."""
    if row[name] is None:
        return "–"
    return f"{row[name]:.2f} [{row[f'{name}_low']:.2f}, {row[f'{name}_high']:.2f}]"


def errors(links: pl.DataFrame, listed: pl.DataFrame, study: Study, most: int) -> None:
    """The surest wrong links, and the first pairs that were missed."""
    keys = ["article_id", "start", "other_id", "other_start"]
    texts = dict(zip(study.sentences.select("article_id", "start").iter_rows(), study.sentences["text"], strict=True))
    wrong = links.join(listed, on=keys, how="anti").sort("probability", descending=True).head(most)
    missed = listed.filter(pl.col("judgement") == "same").join(links, on=keys, how="anti").head(most)
    for name, table in (("wrong", wrong), ("missed", missed)):
        for one, start, other, to in table.select(keys).iter_rows():
            write(f"{name}\n  {texts[one, start]}\n  {texts[other, to]}")


if __name__ == "__main__":
    main()
