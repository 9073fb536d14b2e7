"""The coding desk without a browser: an article unit by unit, a line for each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl

from analysis.codings.records import KINDS
from analysis.corpus.text import plain, slug
from analysis.evidence.study import open_study
from analysis.report.lab.codebooks import OPEN, Codebook, read_codebook
from analysis.report.lab.widget import whole_rows, write_article_rows

Row = dict[str, Any]
Ask = Callable[[str], str]
EMPTY = {"yes": "no", "true": "false"}  # what a box says that is not ticked


class BackError(Exception):
    """The coder wants to go back one unit."""


def units_of(book: Codebook, sentences: list[Row], length: int) -> Iterator[tuple[str, int, int, str]]:
    """What is coded by this sheet: unit, start, end, text; the article first, where it is asked as a whole."""
    asked = {row["unit"] for row in book.rows}
    if "article" in asked:
        yield "article", 0, length, ""
    if asked - {"article"}:
        yield from (("sentence", row["start"], row["end"], row["text"]) for row in sentences)


def code_unit(book: Codebook, unit: tuple[str, int, int, str], ask: Ask, say: Callable[[str], None]) -> list[Row]:
    """The records that a coder gives of one unit. `ask` shows a question and brings the line, or raises BackError."""
    of, start, end, text = unit
    found: list[Row] = []
    for kind, group in groupby(sorted(book.rows, key=lambda row: row["kind"]), key=lambda row: row["kind"]):
        rows = list(group)
        if rows[0]["unit"] == of:
            place = {"kind": kind, "start": start, "end": end} | ({"sentence": text, "text": text} if text else {})
            found.append(place | _answers(rows, ask, silent="none"))
        elif rows[0]["unit"] == "span" and of == "sentence":
            while words := ask(f"{kind}: which words? (Enter: none, or no more)"):
                at = plain(text).find(plain(words))
                if at < 0:
                    say(f"“{words}” does not stand in this sentence; write it as it stands there.")
                    continue
                named = text[at : at + len(words)]
                place = {
                    "kind": kind,
                    "start": start + at,
                    "end": start + at + len(words),
                    "sentence": text,
                    "text": named,
                }
                found.append(place | dict.fromkeys(KINDS.get(kind, ())) | _answers(rows, ask, silent=None))
    return found


def _answers(rows: list[Row], ask: Ask, *, silent: str | None) -> Row:
    """One line for all boxes, one for each choice; what is not answered is `silent`, an empty box "no"."""
    fields = {name: list(group) for name, group in groupby(rows, key=lambda row: row["field"])}
    boxes = {name: some[0] for name, some in fields.items() if len(some) == 1 and some[0]["value"] in EMPTY}
    answers: Row = {}
    if boxes:
        shown = ", ".join(f"{row['key']} {name}" for name, row in boxes.items())
        typed = ask(f"{shown}: which? (Enter: none)")
        answers |= {name: row["value"] if row["key"] in typed else EMPTY[row["value"]] for name, row in boxes.items()}
    for name, some in fields.items():
        if name not in boxes:
            answers[name] = _choice(name, some, ask) or silent
    return answers


def _choice(name: str, options: list[Row], ask: Ask) -> str | None:
    """The answer whose key was typed; where the sheet lets one write, whatever was typed."""
    keys = {row["key"]: row["value"] for row in options if row["value"] != OPEN}
    free = any(row["value"] == OPEN for row in options)
    shown = ", ".join([*(f"{key} {value}" for key, value in keys.items()), *(["or words"] if free else [])])
    while typed := ask(f"{name}: {shown}? (Enter: none)"):
        if typed in keys or typed in keys.values():
            return str(keys.get(typed, typed))
        if free:
            return typed
    return None


def code_article(
    folder: Path, article_id: str, *, codebook: str, coder: str, ask: Ask, say: Callable[[str], None]
) -> tuple[Path, int]:
    """Code an article from where it was left; where are the codes, and how many units are to go?

    After each unit the coder's file is written anew, aside and then renamed. `ask` ends with EOFError.
    Raises ValueError for an article, a sheet or a coder that is not there, CorpusError and CodingsError for what is not
    in order.
    """
    book, study = read_codebook(codebook), open_study(folder)
    lengths = {id: len(text) for id, text in study.corpus.articles.select("article_id", "text").iter_rows()}
    if article_id not in lengths:
        raise ValueError(f"no article {article_id!r} in this corpus; articles here: {', '.join(lengths)}")
    if not coder.strip():
        raise ValueError("whose codes are these? Give a name with --coder, a pseudonym will do")
    file = folder / "codings" / f"{book.name}--{slug(coder)}.jsonl"
    sentences = study.sentences.filter(pl.col("article_id") == article_id).sort("start").to_dicts()
    units = list(units_of(book, sentences, lengths[article_id]))
    done = [row for row in whole_rows(file) if row["doc"] == article_id]
    coded = [n for n, unit in enumerate(units) if any(_is_of(row, unit) for row in done)]
    at = coded[-1] + 1 if coded else 0
    while at < len(units):
        say(f"\n{at + 1} of {len(units)}: {units[at][3] or 'the whole article'}")
        try:
            rows = code_unit(book, units[at], ask, say)
        except BackError:
            at = max(0, at - 1)
            continue
        except EOFError:
            break
        done = [row for row in done if not _is_of(row, units[at])]
        done += [{"doc": article_id, "coder": coder, **row} for row in rows]
        write_article_rows(file, article_id, done)
        at += 1
    return file, len(units) - at


def _is_of(row: Row, unit: tuple[str, int, int, str]) -> bool:
    """Was a record given of this unit? Of the whole article, or in this sentence."""
    whole = "sentence" not in row
    return whole if unit[0] == "article" else not whole and unit[1] <= row["start"] < unit[2]
