"""How well does the suite read topics that nothing was learnt from, and how sure may the reader be?

python -m benchmarks.reader.scores --data DIR --json FILE scores quotations, labels, acts, numbers and frames on the
topics set aside. Whoever speaks, acts or bears a label is a name there, and no code, so actors are not scored.
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

from analysis.codings.matching import match_spans
from analysis.codings.table import read_codings
from analysis.codings.validity.machine_coder import machine_tables
from analysis.codings.validity.machine_validity import validity
from analysis.codings.validity.score_output import score_lines, score_rows, write_json
from analysis.corpus import corpus_of
from analysis.evidence.acts import acts
from analysis.evidence.calibration import LEAST, NO_CHANCE, apply_calibration_line
from analysis.evidence.labels import labels
from analysis.evidence.study import Study
from analysis.evidence.tolls import tolls
from analysis.evidence.voices import quotations
from analysis.language import neural_reader, parse
from analysis.language.actors import mentions
from analysis.measures.frames import frames
from benchmarks.reader.articles import OPEN, Coded, coded_articles, parted

INSIDE = (0.2, 0.3, 0.4, 0.5)  # chances of a piece from which it is tried as part of a label
FIRM = (
    0.0,
    0.1,
    0.2,
    0.25,
    0.3,
    0.35,
    0.4,
    0.45,
    0.5,
    0.55,
    0.6,
)  # limits that are tried: chances of a row, in twentieths
NEARLY = 0.005  # of limits that do nearly as well as the best, the highest: a false row costs a reader more
WITHOUT_NAMES = (
    *("quote_content_f1", "quote_type", "quote_cue_class", "label_f1", "label_voice", "label_tone", "act_f1"),
    *("act_form", "act_realis", "act_voice", "toll_f1", "toll_effect", "frames_macro_f1"),
)
ALIKE = {"reader": [0.0, 1.0], "rules": [0.0, 1.0], "firm": 0.5}  # chances as they are
Span = tuple[int, int]
Facts = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Score the articles of the topics set aside."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader.scores", description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with the texts that were coded")
    parser.add_argument("--json", type=Path, required=True, help="file to write the scores to")
    asked = parser.parse_args(arguments)
    aside = parted(coded_articles(asked.data))[1]
    records = read_codings([OPEN]).filter(pl.col("coder") != "again")
    parts = []
    for kinds in (("label", "act"), ("quote", "figure"), ("frames",)):
        coded = {one.article_id: one.text for one in aside if one.kinds.intersection(kinds)}
        study = Study(corpus_of(coded))
        tables = {kind: table for kind, table in machine_tables(study).items() if kind in kinds}
        here = records.filter(pl.col("article_id").is_in(list(coded)) & pl.col("kind").is_in(kinds))
        parts.append(validity(here, study.corpus.articles, tables).scores)
    found = pl.concat(parts).filter(pl.col("metric").is_in(WITHOUT_NAMES))
    sys.stdout.write(score_lines(found) + "\n")
    write_json(score_rows(found, of="topics set aside", part="dev"), asked.json)
    return 0


def calibrated(network: Path, aside: Sequence[Coded]) -> dict[str, Any]:
    """Writes beside the network from which chance on it is heard, and how often it was right at which chance."""
    neural_reader.MODEL = network
    neural_reader.FACTS = network.with_suffix(".json")
    texts = {one.article_id: one.text for one in aside}
    parsed = parse(corpus_of(texts))
    who = mentions(parsed)
    said = quotations(parsed, who)
    tables = {"label": labels(parsed, who, said, learnt=False), "act": acts(parsed, who, said, learnt=False)}
    tables["act"] = tables["act"].filter(pl.col("form").is_not_null())
    tables |= {"quote": said, "figure": tolls(parsed, said, mentions=who)}
    tried: dict[str, list[tuple[float, float, Facts]]] = {kind: [] for kind in tables}
    for inside in INSIDE:
        _put({kind: {"inside": inside, **ALIKE} for kind in tables})
        read = dict(zip(texts, neural_reader.read_articles(list(texts.values())), strict=True))
        for kind, table in tables.items():
            coded = [one for one in aside if kind in neural_reader.POINTERS or {"quote", "figure"} & one.kinds]
            gold = {one.article_id: [(r.start, r.end) for r in one.records if r.kind == kind] for one in coded}
            here = table.filter(pl.col("article_id").is_in(list(gold)))
            tried[kind] += _tried(kind, inside, read, here, gold)
    chosen = {kind: _chosen(found) for kind, found in tried.items()}
    chosen = {kind: facts if kind in neural_reader.POINTERS else _of_rules(facts) for kind, facts in chosen.items()}
    _put(chosen)
    _framed(aside)
    return chosen


def _framed(aside: Sequence[Coded]) -> None:
    """Says how often frames are right with and without the reader."""
    rows = [
        {"event": "", "outlet": "", "section": "body", "article_id": one.article_id}
        | {"start": r.start, "end": r.end, "text": one.text[r.start : r.end], "coded": r.fields["frames"].split("; ")}
        for one in aside
        for r in one.records
        if r.kind == "frames"
    ]
    coded = pl.DataFrame(rows).sort("article_id", "start")
    texts = pl.DataFrame([{"article_id": one.article_id, "text": one.text} for one in aside])
    answers = coded.select("article_id", "start", "coded")
    found = frames(coded.drop("coded"), texts).join(answers, on=["article_id", "start"])
    for lens in ("by_both", "by_all"):
        counted = found.group_by("frame").agg(
            hits=(pl.col("coded").list.contains(pl.col("frame")) & pl.col(lens)).sum(),
            sum=pl.col("coded").list.contains(pl.col("frame")).sum() + pl.col(lens).sum(),
        )
        each = counted.sort("frame").select("frame", f1=2 * pl.col("hits") / pl.col("sum"))
        told = ", ".join(f"{frame} {value:.2f}" for frame, value in each.iter_rows())
        sys.stdout.write(f"frames {lens}: macro-F1 {each['f1'].mean():.3f} ({told})\n")


def _tried(
    kind: str,
    inside: float,
    read: dict[str, neural_reader.ArticleReading],
    table: pl.DataFrame,
    gold: dict[str, list[Span]],
) -> list[tuple[float, float, Facts]]:
    """F1 of rules and reader together at each limit, with the lines that turn chances into shares that are right."""
    by_rules: dict[str, list[Span]] = {id: [] for id in gold}
    for id, start, end in table.select("article_id", "start", "end").iter_rows():
        by_rules[id].append((start, end))
    alone = {id: [(one.start, one.end, one.chance) for one in read[id].found.get(kind, ())] for id in gold}
    own = {id: [row for row in alone[id] if not _touches(row, by_rules[id])] for id in gold}
    rules = {id: [(*span, read[id].span_chance(kind, *span)) for span in by_rules[id]] for id in gold}
    facts: Facts = {"inside": inside, "reader": _fit(own, gold), "rules": _fit(rules, gold)}
    sides = (("reader", own), ("rules", rules))
    rows = {
        of: {id: [(*row[:2], apply_calibration_line(facts[of], row[2])) for row in part[id]] for id in gold}
        for of, part in sides
    }
    found = []
    for firm in FIRM:
        counted = {
            id: [
                *(row for row in rows["reader"][id] if row[2] >= firm),
                *(row for row in rows["rules"][id] if row[2] >= NO_CHANCE),
            ]
            for id in gold
        }
        value, precision, recall = _f1(counted, gold, 0.0)
        found.append((value, firm, facts | {"firm": firm}))
        _tell(f"{kind}s, rules and reader, inside {inside}, firm {firm}", value, precision, recall)
    _tell(f"{kind}s, the reader alone, inside {inside}", *_f1(alone, gold, inside))
    _tell(f"{kind}s, rules alone", *_f1({id: [(*span, 1.0) for span in by_rules[id]] for id in gold}, gold, 0.0))
    return found


def _chosen(tried: list[tuple[float, float, Facts]]) -> Facts:
    best = max(value for value, *_ in tried)
    at = max((firm, value, at) for at, (value, firm, _) in enumerate(tried) if value > best - NEARLY)[2]
    return tried[at][2]


def _of_rules(facts: Facts) -> Facts:
    """What is needed of a kind that rules alone find."""
    return {"rules": facts["rules"]}


def _tell(what: str, value: float, precision: float, recall: float) -> None:
    sys.stdout.write(f"{what}: F1 {value:.3f} (precision {precision:.3f}, recall {recall:.3f})\n")


def _put(facts: dict[str, Facts]) -> None:
    neural_reader.FACTS.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    neural_reader.reader_calibration.cache_clear()
    neural_reader._load_network.cache_clear()
    neural_reader._kept.clear()


def _touches(row: tuple[int, int, float], spans: Iterable[Span]) -> bool:
    return any(start < row[1] and row[0] < end for start, end in spans)


def _hits(rows: Sequence[tuple[int, int, float]], gold: list[Span]) -> list[bool]:
    hit = {other for _, other in match_spans(gold, [(start, end) for start, end, _ in rows])}
    return [at in hit for at in range(len(rows))]


def _fit(rows: dict[str, list[tuple[int, int, float]]], gold: dict[str, list[Span]]) -> list[float]:
    """Shift and slope by which raw chances become shares that are right."""
    right = [hit for id in rows for hit in _hits(rows[id], gold[id])]
    if not right:
        return [0.0, 1.0]
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
