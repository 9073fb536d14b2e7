"""What a class sees of its own codings: a page for the wall of the seminar room, and lines for the terminal."""

from __future__ import annotations

from statistics import median
from typing import Any

import polars as pl

from analysis.codings.agreement.words import number_text
from analysis.codings.records import SETTLED
from analysis.corpus import Corpus
from analysis.corpus.places import data_folder
from analysis.report.html import POLICY, plain_style
from analysis.report.lab.gather import ClassCodings
from analysis.report.terminal import counted, visible

MOST = 30  # sentences that are shown
NAMES = {SETTLED: "Beside settled codings", "machine": "Beside the machine"}
Row = dict[str, Any]


def class_page(found: ClassCodings, corpus: Corpus) -> str:
    """One page without a script: agreement by question, what splits the class, each coder beside others' codings."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = data_folder() / "lab"
    env = Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, finalize=_shown)
    outlets = dict(corpus.articles.select("article_id", "outlet").iter_rows())
    split = [row | {"outlet": outlets[row["article_id"]]} for row in found.split.head(MOST).to_dicts()]
    for row in split:
        row["answers"] = [one | {"wide": round(100 * one["n"] / row["n"], 1)} for one in row["answers"]]
    style = plain_style((data_folder() / "report" / "style.css").read_text(encoding="utf-8"))
    return env.get_template("class.html").render(
        policy=POLICY,
        style=style,
        own=(folder / "class.css").read_text(encoding="utf-8"),
        title=corpus.manifest.corpus.title,
        language=corpus.manifest.corpus.language,
        opening=_opening(found),
        fields=[_on_a_scale(row) | {"change": change_words(row, found.before)} for row in found.fields.to_dicts()],
        split=split,
        against={NAMES.get(name, name): _spread(table) for (name,), table in _by_reference(found)},
        who="; ".join(f"{coder}: {counted({'records': n, 'articles': m})}" for coder, n, m in found.coders.iter_rows()),
    )


def class_lines(found: ClassCodings) -> str:
    """The same in plain text, with the five most divided sentences."""
    lines = [_opening(found), "", "How far do you agree?"]
    for row in found.fields.to_dicts():
        lines += [f"  {row['field']} ({row['kind']}): {row['said']} {change_words(row, found.before)}".rstrip()]
    lines += ["", "What splits the class:"] if found.split.height else []
    for row in found.split.head(5).to_dicts():
        answers = "; ".join(f"{one['value']} ({one['n']}): {one['coders']}" for one in row["answers"])
        words = "" if row["sentence"] in (None, row["text"]) else f" “{_shown(row['text'])}” in:"
        lines += [f"  {row['field']}:{words} {_shown(row['sentence'] or row['text'])}", f"    {answers}"]
    for (name,), table in _by_reference(found):
        lines += ["", f"{NAMES.get(name, name)}, the middle coder (lowest to highest):"]
        lines += [
            f"  {row['what']}: {row['middle']} (lowest {row['low']}, highest {row['high']})" for row in _spread(table)
        ]
    return "\n".join(lines)


def change_words(row: Row, before: pl.DataFrame) -> str:
    """What became of alpha since the earlier codebook, and may chance alone have done it?"""
    earlier = before.filter(pl.col("kind") == row["kind"], pl.col("field") == row["field"]).to_dicts()
    if not earlier or earlier[0]["alpha"] is None or row["alpha"] is None:
        return ""
    was, now = earlier[0], row
    said = f"By the earlier codebook alpha was {number_text(was['alpha'])}; now it is {number_text(now['alpha'])}."
    if None in (was["alpha_low"], now["alpha_low"]):
        return said
    apart = was["alpha_high"] < now["alpha_low"] or now["alpha_high"] < was["alpha_low"]
    sure = "The intervals do not meet" if apart else "The intervals overlap, so chance may have done it"
    return f"{said} {sure}."


def _opening(found: ClassCodings) -> str:
    counts = counted({"coders": found.coders.height, "records": int(found.coders["n"].sum())})
    return " ".join([f"{counts}.", *found.notes])


def _on_a_scale(row: Row) -> Row:
    """Where alpha and its interval lie between 0 and 1, in per cent; below 0 is drawn at 0."""
    if row["alpha"] is None:
        return row
    low, at, high = (100 * min(max(row[name] or 0, 0), 1) for name in ("alpha_low", "alpha", "alpha_high"))
    low, high = (at, at) if row["alpha_low"] is None else (low, high)
    return row | {"from": round(low, 1), "at": round(at, 1), "wide": round(high - low, 1)}


def _by_reference(found: ClassCodings) -> Any:
    return found.against.group_by("reference", maintain_order=True)


def _spread(table: pl.DataFrame) -> list[Row]:
    """A line a field: the median of the class, the lowest and the highest. No coder is ranked on a wall."""
    found = []
    for (kind, field), rows in table.drop_nulls("same").group_by("kind", "field", maintain_order=True):
        same = rows["same"].sort().to_list()
        ends = {"middle": median(same), "low": same[0], "high": same[-1]}
        found.append({"what": f"{field} of {kind}"} | {name: f"{value:.2f}" for name, value in ends.items()})
    return found


def _shown(value: object) -> object:
    """Text of an article or a coder on one line; what would steer the page is written out."""
    return visible(" ".join(value.split())) if isinstance(value, str) and not hasattr(value, "__html__") else value
