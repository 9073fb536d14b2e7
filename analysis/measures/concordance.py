"""Where does a word stand, and what stands around it?"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis.measures.blocks import UNITS, normalized_word
from analysis.schema import INT, SPAN, STR, WHERE

COLUMNS: dict[str, pl.DataType] = {
    **{name: dtype for name, (dtype, _) in (WHERE | SPAN).items()},
    "before": STR,
    "match": STR,
    "after": STR,
    "section": STR,
    "sentence_start": INT,
}
# Tokens are joined into one string: TOUCH before a token that follows the last without a space, APART otherwise.
TOUCH, APART = "\x1f", "\x1e"


def concordance(
    articles: pl.DataFrame,
    tokens: pl.DataFrame,
    query: str,
    *,
    unit: str = "norm",
    width: int = 60,
    align: bool = False,
) -> pl.DataFrame:
    """Where does `query` stand, and what stands around it?

    `query` is a word, a phrase ("state of law") or a pattern in which * stands for any rest of a word
    ("prison*"); no other sign has a special meaning. Case and the shape of apostrophes make no difference.
    With unit="lemma" each word of the query is a dictionary form: "kill" finds kills, killed and, where it is a verb,
    killing; the noun ("killing is bad") is counted as a word of its own, and so is found as "killing".
    A hit begins where a token begins and ends where one ends, so that hits number as many as counts do.
    Read it: one line is one place; `before` and `after` are the `width` characters around it, as printed, but
    with each run of spaces or line breaks as one space. `align=True` pads `before` on its left for printing.
    Beware: a pattern finds more than was meant ("mart*" finds martyrs and marts): read the lines.

    One row is one hit: event, outlet, article_id, start, end (characters: text[start:end] is match), before,
    match, after, section, sentence_start. Hits do not overlap. Sorted by event, outlet, article_id, start;
    no hit gives an empty table.
    Raises ValueError when the query holds no letter or digit, `width` is below zero, or `unit` is unknown.
    """
    if unit not in UNITS:
        raise ValueError(f'no unit "{unit}" to search by; choose one of: {", ".join(UNITS)}')
    if width < 0:
        raise ValueError(f"width={width} characters of context cannot be shown; give zero or more")
    pattern = _query_pattern(query)
    texts = dict(articles.select("article_id", "text").iter_rows())
    joined = _joined_tokens(tokens.filter(pl.col("article_id").is_in(list(texts))), unit)
    rows = []
    for hit in _query_hits(joined, pattern):
        before, match, after = hit_context(texts[hit["article_id"]], hit["start"], hit["end"], width)
        rows.append({**hit, "before": before.rjust(width) if align else before, "match": match, "after": after})
    return pl.DataFrame(rows, schema=COLUMNS)


def _query_pattern(query: str) -> re.Pattern[str]:
    """The query as an expression over joined tokens; every sign but * is taken as itself."""
    phrase = APART.join(map(word_pattern, query_words(query)))
    return re.compile(f"(?<=[{TOUCH}{APART}]){phrase}(?=[{TOUCH}{APART}]|$)")


def query_words(query: str) -> list[str]:
    """The words of a query as they are counted. Raises ValueError when it holds no letter or digit."""
    if not any(sign.isalnum() for sign in query):
        raise ValueError(f'nothing to find in the query "{query}"; give a word, a phrase or a pattern like prison*')
    return normalized_word(query).split()


def word_pattern(word: str) -> str:
    """One word of the query, which the tokens may cut anywhere ("al-Sadr": "al", "-", "Sadr")."""
    made = ""
    for place, sign in enumerate(word):
        last = word[place - 1] if place else ""
        # a * behind or before a letter stays in the letter's token: prison* must not take the full stop along
        seam = last and not (sign == "*" and last.isalnum()) and not (last == "*" and sign.isalnum())
        made += (f"{TOUCH}?" if seam else "") + (f"[^{TOUCH}{APART}]*" if sign == "*" else re.escape(sign))
    return made


def _joined_tokens(tokens: pl.DataFrame, unit: str) -> pl.DataFrame:
    """One row is one article: its tokens as one string with seams, and as lists."""
    touching = pl.col("start") == pl.col("end").shift(1).over("article_id")
    seam = pl.when(touching).then(pl.lit(TOUCH)).otherwise(pl.lit(APART))
    sign = (
        pl.col(unit)
        .str.to_lowercase()
        .str.replace_all("[’‘]", "'")
        .str.replace_all("[“”]", '"')
        .str.replace_all(f"[{TOUCH}{APART}]", " ")
    )
    return (
        tokens.filter(pl.col("token").str.strip_chars() != "")
        .sort("event", "outlet", "article_id", "start")
        .with_columns(joined=seam + sign)
        .group_by("event", "outlet", "article_id", maintain_order=True)
        .agg(pl.col("joined").str.join(""), "start", "end", "section", "sentence_start")
    )


def _query_hits(joined: pl.DataFrame, pattern: re.Pattern[str]) -> Iterator[dict[str, Any]]:
    """Each hit with its place; counting the seams before a match leads back to its tokens."""
    found = [pattern.search(text) is not None for text in joined["joined"]]
    for article in joined.filter(pl.Series(found, dtype=pl.Boolean)).iter_rows(named=True):
        seams = [place for place, sign in enumerate(article["joined"]) if sign in (TOUCH, APART)]
        for match in pattern.finditer(article["joined"]):
            first = bisect_left(seams, match.start()) - 1
            last = bisect_left(seams, match.end()) - 1
            yield {
                **{name: article[name] for name in WHERE},
                **{name: article[name][first] for name in ("start", "section", "sentence_start")},
                "end": article["end"][last],
            }


def hit_context(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """What is printed before a hit, the hit, and what is printed behind it; a run of spaces shrinks to one."""
    return one_spaced(text, start, width, -1), text[start:end], one_spaced(text, end, width, 1)


def one_spaced(text: str, place: int, width: int, way: int) -> str:
    """So many characters before or behind a place; four times as many are read where a run of spaces shrinks."""
    near = text[max(0, place - width) : place] if way < 0 else text[place : place + width]
    if near.isprintable() and "  " not in near:  # no other blank is printable
        return near
    wide = text[max(0, place - 4 * width) : place] if way < 0 else text[place : place + 4 * width]
    wide = wide.replace("\n", " ")
    if not wide.isprintable():
        wide = re.sub(r"\s+", " ", wide)
    while "  " in wide:
        wide = wide.replace("  ", " ")
    return wide[-width or len(wide) :] if way < 0 else wide[:width]
