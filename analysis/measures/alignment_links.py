"""What has a reader decided about the links? A file of decisions that every rerun respects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis.corpus.lists import listed_rows
from analysis.corpus.problems import shortened
from analysis.measures.alignment import shared_words
from analysis.schema import LINKS

COLUMNS = ("article_id", "sentence", "other_id", "other_sentence", "decision", "note")
DECISIONS = ("confirmed", "rejected")
DECIDED = {
    "article_id": pl.String,
    "start": pl.Int64,
    "other_id": pl.String,
    "other_start": pl.Int64,
    "decision": pl.String,
    "note": pl.String,
}


def read_decisions(path: str | Path, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which pairs of sentences has a reader confirmed or rejected?

    The file is CSV with the columns article_id, sentence, other_id, other_sentence, decision, note. A sentence is
    named by words of its own that stand in one sentence of the article only. A file that is not there holds nothing.

    One row is one decision: article_id, start, other_id, other_start (starts of the sentences), decision, note.
    Sorted by article_id, start, other_id, other_start; the lesser article_id stands first.
    Raises ValueError that lists all problems of the file, with their lines.
    """
    path = Path(path)
    if not path.is_file():
        return pl.DataFrame(schema=DECIDED)
    texts = {key[0]: group.rows(named=True) for key, group in sentences.group_by("article_id")}
    problems: list[str] = []
    rows: dict[tuple[object, ...], dict[str, object]] = {}
    for number, line in listed_rows(path, *COLUMNS):
        row, found = _decision(line, texts)
        problems += [f"line {number}: {problem}" for problem in found]
        key = tuple(row.get(name) for name in ("article_id", "start", "other_id", "other_start"))
        if not found and key in rows:
            problems.append(f"line {number}: this pair is decided twice; keep one of the lines")
        rows[key] = row
    if problems:
        raise ValueError("\n".join([f"{path} is not in order:", *shortened(problems, 20)]))
    return pl.DataFrame(list(rows.values()), schema=DECIDED).sort("article_id", "start", "other_id", "other_start")


def _decision(line: dict[str, str], texts: dict[str, list[dict[str, object]]]) -> tuple[dict[str, object], list[str]]:
    """One line as a row, and what is wrong with it."""
    ends, problems = [], []
    if line["decision"] not in DECISIONS:
        problems.append(f"the decision is {line['decision']!r}; write {' or '.join(DECISIONS)}")
    for id, words in ((line["article_id"], line["sentence"]), (line["other_id"], line["other_sentence"])):
        if id not in texts:
            here = ", ".join(shortened(sorted(texts)))
            problems.append(f"no article {id!r} in this corpus; articles here: {here}")
            continue
        hits = [row for row in texts[id] if words and words in str(row["text"])]
        if len(hits) != 1:
            problems.append(f"{words!r} stands in {len(hits)} sentences of {id}; name one by words only it has")
        else:
            ends.append((id, hits[0]["start"], hits[0]["event"]))
    if len(ends) == 2 and (ends[0][0] == ends[1][0] or ends[0][2] != ends[1][2]):
        problems.append("the two sentences are not from two articles on one event; give such a pair")
    if problems:
        return {}, problems
    (one, start, _), (other, other_start, _) = sorted(ends)
    row = {"article_id": one, "start": start, "other_id": other, "other_start": other_start}
    return {**row, "decision": line["decision"], "note": line["note"]}, []


def decided(links: pl.DataFrame, decisions: pl.DataFrame, sentences: pl.DataFrame, units: pl.DataFrame) -> pl.DataFrame:
    """What stands once a reader has decided?

    A link the reader has judged gets the reader's status; a pair the reader confirmed and the machine did not propose
    is added, with nulls for what a machine reckons. A pair rejected and never proposed adds nothing, nor does a pair
    of which a sentence is not in `sentences` (set aside with wire copy, say).
    The table is that of `align`, with the same columns and order. Links rejected stay in it, so that they are seen.
    """
    keys = ["article_id", "start", "other_id", "other_start"]
    judged = links.join(decisions.select(*keys, "decision"), on=keys, how="left", maintain_order="left")
    judged = judged.with_columns(status=pl.coalesce("decision", "status")).select(list(LINKS.columns))
    added = decisions.filter(pl.col("decision") == "confirmed").join(links, on=keys, how="anti")
    for id, start in (("article_id", "start"), ("other_id", "other_start")):
        added = added.join(sentences, left_on=[id, start], right_on=["article_id", "start"], how="semi")
    rows = list(_added(added, sentences, units))
    order = ("event", "article_id", "start", "other_id", "other_start")
    return pl.concat([judged, LINKS.frame(rows)]).sort(order)


def _added(added: pl.DataFrame, sentences: pl.DataFrame, units: pl.DataFrame) -> Iterator[dict[str, object]]:
    found = {(row["article_id"], row["start"]): row for row in sentences.iter_rows(named=True)}
    weighed = units if "counted" in units.columns else units.with_columns(counted=pl.lit(0.0))
    ends = added.with_row_index("link").select("link", "article_id", "start", "other_id", "other_start")
    shared = shared_words(ends, weighed)["shared"]
    for link, one, start, other, other_start in ends.iter_rows():
        left, right = found[one, start], found[other, other_start]
        yield {
            **{name: left[name] for name in ("event", "outlet", "article_id", "start", "end")},
            **{f"other_{name}": right[name] for name in ("outlet", "start", "end")},
            "other_id": other,
            "shared": shared[link],
            "status": "confirmed",
        }


def to_judge(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
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
