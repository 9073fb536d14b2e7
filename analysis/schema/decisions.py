"""What readers have decided about rows of evidence, as a table."""

from __future__ import annotations

from analysis.schema.table import INT, STR, Table

DECISIONS = Table(
    "decisions",
    "one decision of one reader on one row of evidence, or on one field of it",
    ("file", "line"),
    {
        "file": (STR, "file in the corpus folder"),
        "line": (INT, "line of that file, from 1"),
        "article_id": (STR, "id of the article"),
        "sha256": (STR, "checksum of the raw file that was read"),
        "kind": (STR, "label, quote, act, toll, link, or actor: a mention of one"),
        "start": (INT, "first character in the clean text as it was then"),
        "end": (INT, "character behind the last"),
        "text": (STR, "the words there: the decision holds for them, wherever they stand now"),
        "sentence": (STR, "the sentence they begin in, as printed; empty where it is not known"),
        "nth": (INT, "2, 3 … where the same words stand earlier in the sentence"),
        "other_id": (STR, "of a link: id of the other article; null for all other kinds"),
        "other_start": (INT, "of a link: first character of the other words"),
        "other_end": (INT, "of a link: character behind their last"),
        "other_text": (STR, "of a link: the other words"),
        "field": (STR, "row; sentence or article: has no further row of the kind; span; else a column of the row"),
        "decision": (STR, "confirmed, corrected, rejected, added, undone; torn: a line that broke off"),
        "value": (STR, "what is right; of a row, its columns as JSON; null where a column has no value"),
        "reader": (STR, "who decided"),
        "date": (STR, "when, UTC: 2026-11-29T12:00:00Z"),
        "note": (STR, "free words, which change nothing"),
    },
)
