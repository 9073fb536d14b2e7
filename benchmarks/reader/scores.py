"""How well does the suite read topics that nothing was learnt from, and how sure may the reader be?

python -m benchmarks.reader.scores --data DIR --json FILE scores quotations, labels, acts and numbers on the topics set
aside. Whoever speaks, acts or bears a label is a name there, and no code, so answers of actors are not scored.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from sklearn.linear_model import LogisticRegression

from analysis.corpus import corpus_of, parse
from analysis.evidence import reader
from analysis.evidence.actors import mentions
from analysis.evidence.labels import labels
from analysis.evidence.labels_read import LEAST, sure
from analysis.evidence.study import Study
from analysis.evidence.voices import quotations
from analysis.inference.codings import read_codings
from analysis.inference.machine_coder import machine_tables
from analysis.inference.matching import matched
from analysis.inference.shown import score_lines, score_rows, write_json
from analysis.inference.validity import validity
from benchmarks.reader.articles import OPEN, Coded, coded_articles, parted

INSIDE = (0.2, 0.3, 0.4, 0.5)  # chances of a piece from which it is tried as part of a label
FIRM = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)  # limits that are tried: chances of a row, in twentieths
NEARLY = 0.01  # of limits that do nearly as well as the best, the highest: a false row costs a reader more
WITHOUT_NAMES = (
    *("quote_content_f1", "quote_type", "quote_cue_class", "label_f1", "label_voice", "label_tone", "act_f1"),
    *("act_form", "act_realis", "act_voice", "toll_f1", "toll_effect"),
)
Span = tuple[int, int]


def main(arguments: list[str] | None = None) -> int:
    """Score the articles of the topics set aside."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader.scores", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the texts that were coded")
    parser.add_argument("--json", type=Path, required=True, help="file to write the scores to")
    asked = parser.parse_args(arguments)
    aside = parted(coded_articles(asked.data))[1]
    study = Study(corpus_of({one.article_id: one.text for one in aside}))
    records = read_codings([OPEN]).filter(pl.col("coder") != "again")
    records = records.filter(pl.col("article_id").is_in(list(study.keys)))
    tables = {kind: table for kind, table in machine_tables(study).items() if kind != "frames"}
    found = validity(records, study.corpus.articles, tables).scores
    found = found.filter(pl.col("metric").is_in(WITHOUT_NAMES))
    sys.stdout.write(score_lines(found) + "\n")
    write_json(score_rows(found, of="topics set aside", part="dev"), asked.json)
    return 0


def calibrated(network: Path, aside: Sequence[Coded]) -> dict[str, Any]:
    """Writes beside the network from which chance on it is heard, and how often it was right at which chance."""
    reader.MODEL = network
    reader.FACTS = network.with_suffix(".json")
    texts = {one.article_id: one.text for one in aside}
    gold = {one.article_id: [(r.start, r.end) for r in one.records if r.kind == "label"] for one in aside}
    parsed = parse(corpus_of(texts))
    who = mentions(parsed)
    ruled = labels(parsed, who, quotations(parsed, who), learnt=False)
    by_rules: dict[str, list[Span]] = {id: [] for id in texts}
    for id, start, end in ruled.select("article_id", "start", "end").iter_rows():
        by_rules[id].append((start, end))
    tried: list[tuple[float, float, dict[str, Any]]] = []
    for inside in INSIDE:
        facts = {"inside": inside, "reader": [0.0, 1.0], "rules": [0.0, 1.0], "firm": 0.5}
        _put(reader.FACTS, facts)
        read = dict(zip(texts, reader.readings(list(texts.values())), strict=True))
        own = {
            id: [(one.start, one.end, one.chance) for one in read[id].labels if not _touches(one, by_rules[id])]
            for id in texts
        }
        rules = {id: [(*span, read[id].chance(*span)) for span in by_rules[id]] for id in texts}
        facts |= {"reader": _fit(own, gold), "rules": _fit(rules, gold)}
        sides = (("reader", own), ("rules", rules))
        rows = {id: [(*row[:2], sure(facts[of], row[2])) for of, part in sides for row in part[id]] for id in texts}
        for firm in FIRM:
            value, precision, recall = _f1(rows, gold, firm)
            tried.append((value, firm, facts | {"firm": firm}))
            _tell(f"rules and reader, inside {inside}, firm {firm}", value, precision, recall)
        alone = {id: [(one.start, one.end, one.chance) for one in read[id].labels] for id in texts}
        _tell(f"the reader alone, inside {inside}", *_f1(alone, gold, inside))
    _tell("rules alone", *_f1({id: [(*span, 1.0) for span in by_rules[id]] for id in texts}, gold, 0.0))
    best = max(value for value, *_ in tried)
    chosen = max((firm, value, at) for at, (value, firm, _) in enumerate(tried) if value > best - NEARLY)
    _put(reader.FACTS, tried[chosen[2]][2])
    return tried[chosen[2]][2]


def _tell(what: str, value: float, precision: float, recall: float) -> None:
    sys.stdout.write(f"{what}: F1 {value:.3f} (precision {precision:.3f}, recall {recall:.3f})\n")


def _put(path: Path, facts: dict[str, Any]) -> None:
    path.write_text(json.dumps({"label": facts}, indent=1) + "\n", encoding="utf-8")
    reader.facts.cache_clear()
    reader._network.cache_clear()
    reader._kept.clear()


def _touches(found: reader.Found, spans: Iterable[Span]) -> bool:
    return any(start < found.end and found.start < end for start, end in spans)


def _hits(rows: Sequence[tuple[int, int, float]], gold: list[Span]) -> list[bool]:
    hit = {other for _, other in matched(gold, [(start, end) for start, end, _ in rows])}
    return [at in hit for at in range(len(rows))]


def _fit(rows: dict[str, list[tuple[int, int, float]]], gold: dict[str, list[Span]]) -> list[float]:
    """Shift and slope by which raw chances become shares that are right."""
    right = [hit for id in rows for hit in _hits(rows[id], gold[id])]
    raw = np.clip([row[2] for id in rows for row in rows[id]], LEAST, 1 - LEAST)
    line = LogisticRegression(C=10).fit(np.log(raw / (1 - raw))[:, None], right)
    return [round(float(line.intercept_[0]), 3), round(float(line.coef_[0][0]), 3)]


def _f1(rows: dict[str, list[tuple[int, int, float]]], gold: dict[str, list[Span]], firm: float) -> tuple[float, ...]:
    kept = {id: [row for row in rows[id] if row[2] >= firm] for id in rows}
    hits = sum(sum(_hits(kept[id], gold[id])) for id in kept)
    found, coded = sum(map(len, kept.values())), sum(map(len, gold.values()))
    return 2 * hits / max(found + coded, 1), hits / max(found, 1), hits / max(coded, 1)


if __name__ == "__main__":
    sys.exit(main())
