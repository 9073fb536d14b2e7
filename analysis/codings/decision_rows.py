"""A decision on some words of an article, ready to be written."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl

from analysis.codings.formats.document import SentenceLocator
from analysis.corpus.decisions import FIELDS, OTHER, OWN, UNSAID, VALUES, Row, decision_problems, now
from analysis.evidence.study import Study

_words = lru_cache(maxsize=64)(SentenceLocator)


def decision_row(study: Study, kind: str, row: Row, *, reader: str, **said: Any) -> Row:
    """A decision on some words, with all that is needed to find them again: ready for `append_decisions`.

    `row` holds article_id, start and end; of a link other_id, other_start and other_end too. `said`: field (default:
    row), decision (confirmed), value, note, date (now). A row confirmed without a value vouches for those of its
    columns that can be decided. Raises ValueError where the decision says what cannot be.
    """
    sha256, text = _article_digest_and_text(study, row["article_id"])
    made: Row = UNSAID | {"kind": kind, "reader": reader, "field": "row", "decision": "confirmed", "date": now()} | said
    made |= {"sha256": sha256, **{name: row[name] for name in OWN[:3]}}
    made |= _words(text).span_location(row["start"], row["end"])
    if kind == "link":
        made |= {name: row[name] for name in OTHER[:3]}
        made["other_text"] = _article_digest_and_text(study, row["other_id"])[1][row["other_start"] : row["other_end"]]
    if made["field"] == "row" and made["decision"] == "confirmed" and "value" not in said:
        made["value"] = {name: row[name] for name in FIELDS[kind] if _has_value(name, row)} or None
    if wrong := decision_problems(made):
        raise ValueError("; ".join(wrong))
    return made


def _has_value(name: str, row: Row) -> bool:
    return name in row and (row[name] is not None or name not in VALUES)


def _article_digest_and_text(study: Study, id: str) -> tuple[str, str]:
    here = study.corpus.articles.filter(pl.col("article_id") == id)
    return here["sha256"].item(), here["text"].item()
