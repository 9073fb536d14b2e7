"""How well are statements aligned? Precision and recall against a list made by hand.

python -m benchmarks.alignment [--corpus FOLDER] [--list FILE] [--encoder auto] [--chance 0.1 0.5 1] [--errors 10]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import polars as pl

from analysis.evidence.study import Study, open_study
from analysis.inference.links import link_scores, read_aligned
from analysis.measures.alignment import align
from analysis.measures.alignment_units import units
from analysis.measures.encoder import encoder_name

COUNTED = ("links", "right", "near", "wrong", "listed")
HOME = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the scores at each `chance`, and the wrong and missed pairs at the first."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=HOME / "data" / "corpora" / "iraq-2004-2008")
    parser.add_argument("--list", type=Path, default=HOME / "data" / "codings" / "aligned.csv")
    parser.add_argument("--encoder", default="auto")
    parser.add_argument("--chance", type=float, nargs="+", default=[0.1, 0.05, 0.5, 1.0, 2.0])
    parser.add_argument("--errors", type=int, default=0)
    asked = parser.parse_args()
    study = open_study(asked.corpus)
    listed = read_aligned(asked.list, study.sentences)
    pieces = units(study.sentences, study.tokens, study.mentions, study.quotations, study.corpus.articles)
    write(encoder_name(asked.encoder))
    for place, chance in enumerate(asked.chance):
        links = align(study.sentences, pieces, encoder=asked.encoder, chance=chance)
        write(f"\nchance {chance}")
        for row in link_scores(links, listed).iter_rows(named=True):
            counts = "  ".join(
                f"{name} {row[f'n_{name}']:3d}" for name in ("links", "right", "near", "wrong", "listed")
            )
            scores = "  ".join(f"{name} {shown(row, name)}" for name in ("precision", "recall"))
            write(f"{row['event'] or 'all':12s} {counts}  {scores}")
        if place == 0 and asked.errors:
            errors(links, listed, study, asked.errors)


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
    wrong = links.join(listed, on=keys, how="anti").sort("score", descending=True).head(most)
    missed = listed.filter(pl.col("judgement") == "same").join(links, on=keys, how="anti").head(most)
    for name, table in (("wrong", wrong), ("missed", missed)):
        for one, start, other, to in table.select(keys).iter_rows():
            write(f"{name}\n  {texts[one, start]}\n  {texts[other, to]}")


if __name__ == "__main__":
    main()
