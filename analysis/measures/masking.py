"""What is left of a sentence when names, datelines and numbers are hidden?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from analysis.corpus import plain

# After these a capital may only open a sentence inside the sentence.
OPENING = ['"', "'", ":", "(", "[", "-", "--", "–", "—", "...", "…"]
# BAGHDAD, Iraq (CNN) --   and   Najaf (Reuters) -
DATELINE = (
    r"^((?:[A-Z][A-Z'. -]{2,}(?:,\s[\w. ]{2,30})?(?:\s\([^)]{1,20}\))?|[\w.', -]{0,40}\([A-Z][\w .]{1,20}\))"
    r"\s*(?:--|[–—-])\s)"
)
PARTICLES = ["al", "el", "bin", "ibn", "abu", "de", "von", "van"]
PARTICLE = rf"(?:\b(?:{'|'.join(PARTICLES)})\s(?:-\s)?)*"
NAMES = rf"{PARTICLE}\bNAME(?:\s(?:-\s)?{PARTICLE}NAME)*"
NUMBERS = r"\bNUMBER(?:\s(?:[-–,.:]\s)?NUMBER)*"
# Words in lower case, "u.s." and "don't" as one; NAME and NUMBER stay apart from them by their capitals.
WORD = r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['-][^\W_]+)*"
KEYS = ["event", "outlet", "article_id", "start"]
STRINGS = ("event", "outlet", "article_id", "section", "text", "read_as", "predicted", "term")
WHOLE = ("start", "end", "block")  # and all that begin with n_; other columns are reals


def masked_events(
    sentences: pl.DataFrame, tokens: pl.DataFrame | None, actors: pl.DataFrame | None, sections: Sequence[str]
) -> Iterator[tuple[bool, pl.DataFrame]]:
    """What does a reader of single sentences see of each event that has two outlets?

    Yields masked or not, and the event's sentences with read_as: as printed, in lower case; and, where `tokens` are
    given, once more as `masked_sentences`. Nothing where there are no sentences at all.
    Raises ValueError when there are, but no event has two outlets.
    """
    kept = sentences.filter(pl.col("section").is_in(list(sections))).sort(KEYS)
    told = kept.filter(pl.col("outlet").n_unique().over("event") > 1)
    if sentences.is_empty():
        return
    if told.is_empty():
        there = kept.group_by("event").agg(pl.col("outlet").n_unique()).sort("event").iter_rows()
        raise ValueError(
            f"an event with 2 or more outlets is needed in sections {', '.join(sections)}; outlets by event "
            f"here: {', '.join(f'{event} ({n})' for event, n in there) or 'none'}; add an article on the same event"
        )
    as_printed = pl.col("text").map_elements(lambda text: plain(text).lower(), return_dtype=pl.String)
    readings = [(False, told.with_columns(read_as=as_printed))]
    if tokens is not None:
        readings.append((True, masked_sentences(told, tokens, actors)))
    for masked, table in readings:
        for _, group in table.group_by("event", maintain_order=True):
            yield masked, group


def column_types(*columns: str) -> dict[str, pl.DataType]:
    """Columns of what a reader of single sentences makes, each with its type."""
    types = {"masked": pl.Boolean(), **dict.fromkeys(STRINGS, pl.String()), **dict.fromkeys(WHOLE, pl.Int64())}
    return {name: types.get(name, pl.Int64() if name.startswith("n_") else pl.Float64()) for name in columns}


def concat_events(parts: Sequence[pl.DataFrame], columns: Sequence[str]) -> pl.DataFrame:
    """The events one below the other, with these columns; without any event a table without rows."""
    return pl.concat([pl.DataFrame(schema=column_types(*columns)), *(part.select(columns) for part in parts)])


def count_vectorizer() -> Any:
    """Which words and pairs of words does the reader see, and how often? Not yet fitted."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(lowercase=False, token_pattern=WORD, ngram_range=(1, 2), dtype=float)


def masked_sentences(sentences: pl.DataFrame, tokens: pl.DataFrame, actors: pl.DataFrame | None = None) -> pl.DataFrame:
    """What is left of each sentence when names, datelines and numbers are hidden?

    NAME stands for one or more words in a row that are proper nouns, capitalised words in a name of `actors`,
    abbreviations in capitals, or written with a capital inside a sentence ("Shiite", "Thursday"); NUMBER for numbers
    in digits and words; a dateline is left out. All other words are in lower case.
    Read it: "al Maliki" and "Nuri al-Maliki" are both NAME.
    Beware: proper nouns are the tagger's guess. Common nouns by which actors are called ("militia", "the cleric",
    "forces" or "troops") stay: they are choices of words.

    One row is one sentence: the columns of `sentences`, in its order, and read_as.
    Raises ValueError when a sentence has no tokens.
    """
    kept = sentences.select("article_id", sentence_start="start", text="text")
    texts = kept.with_columns(pl.col("text").map_elements(plain, return_dtype=pl.String))
    dateline = pl.col("text").str.extract(DATELINE).str.len_chars().fill_null(0)
    opens = texts.select("article_id", "sentence_start", body_start=pl.col("sentence_start") + dateline)
    inside = tokens.join(opens, on=["article_id", "sentence_start"]).sort("article_id", "start")
    hidden = pl.when(_is_number_token()).then(pl.lit("NUMBER")).when("is_name").then(pl.lit("NAME")).otherwise("norm")
    read = (
        _mark_names(inside, _alias_spans(texts, actors))
        .with_columns(shown=pl.when(pl.col("start") >= pl.col("body_start")).then(hidden))
        .group_by("article_id", "sentence_start", maintain_order=True)
        .agg(read_as=pl.col("shown").drop_nulls().str.join(" "))
        .with_columns(pl.col("read_as").str.replace_all(NAMES, "NAME").str.replace_all(NUMBERS, "NUMBER"))
    )
    found = sentences.join(
        read,
        left_on=["article_id", "start"],
        right_on=["article_id", "sentence_start"],
        how="left",
        maintain_order="left",
    )
    if lacking := found["read_as"].null_count():
        raise ValueError(
            f"masking needs the tokens of every sentence; {lacking} of {found.height} sentences have none; give the "
            "tokens table of the same corpus"
        )
    return found


def _is_number_token() -> pl.Expr:
    return (pl.col("pos") == "NUM") | pl.col("norm").str.contains(r"^\W*\d")


def _mark_names(tokens: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Tokens with is_name. A word that opens a sentence is a name if it is one elsewhere, and never in lower case."""
    token, norm = pl.col("token"), pl.col("norm")
    previous = norm.shift(1).over("article_id", "sentence_start")
    opening = previous.is_null() | previous.is_in(OPENING)
    capital = token.str.contains(r"\p{Lu}") & (pl.col("pos") != "PRON")
    named = (
        tokens.join_asof(aliases, on="start", by="article_id", check_sortedness=False)
        .with_columns(
            is_name=(pl.col("pos") == "PROPN")
            | token.str.contains(r"\p{Lu}.*\p{Lu}")
            | ((pl.col("start") < pl.col("alias_end")).fill_null(False) & (capital | norm.is_in(PARTICLES)))
            | (capital & ~opening),
            opens=capital & opening,
        )
        .drop("alias_end")
    )
    lower = named.filter(token == norm)["norm"].unique().to_list()
    known = named.filter("is_name", ~norm.is_in(lower))["norm"].unique().to_list()
    return named.with_columns(is_name=pl.col("is_name") | (pl.col("opens") & norm.is_in(known)))


def _alias_spans(texts: pl.DataFrame, actors: pl.DataFrame | None) -> pl.DataFrame:
    """Where do names of actors stand? The longest name first; only names written with a capital."""
    schema = {"article_id": pl.String(), "start": pl.Int64(), "alias_end": pl.Int64()}
    names = [] if actors is None else [plain(name) for name in actors["alias"] if name != name.lower()]
    if not names:
        return pl.DataFrame(schema=schema)
    longest = sorted(set(names), key=lambda name: (-len(name), name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    rows = [
        (id, start + found.start(), start + found.end())
        for id, start, text in texts.select("article_id", "sentence_start", "text").iter_rows()
        for found in pattern.finditer(text)
    ]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("article_id", "start")
