"""Is a word spread over a text, or does it stand in one place?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import polars as pl

from analysis.corpus.text import plain

UNITS = ("norm", "lemma")
Unit = Literal["norm", "lemma"]


def normalized_word(text: str) -> str:
    """How is a word written when words are counted? In lower case, with straight apostrophes."""
    return plain(text).lower()


def counted_words(tokens: pl.DataFrame, *, unit: str = "norm") -> pl.DataFrame:
    """Which rows of a tokens table are counted, and as what?

    One row is one word: event, outlet, article_id, start, end, sentence_start, term (its `unit`).
    Raises ValueError when `unit` is neither "norm" nor "lemma".
    """
    if unit not in UNITS:
        raise ValueError(f'no unit "{unit}" to count by; choose one of: {", ".join(UNITS)}')
    where = ["event", "outlet", "article_id", "start", "end", "sentence_start"]
    return tokens.filter("is_word").select(*where, pl.col(unit).alias("term"))


def dispersion(
    tokens: pl.DataFrame,
    terms: Iterable[str] | None = None,
    *,
    unit: str = "norm",
    parts: int | Literal["article"] = 10,
    min_count: int = 1,
) -> pl.DataFrame:
    """Is each word spread evenly, or does it stand in one place?

    With `parts=10` each article is cut into ten parts of equal length in words (an article of fewer words
    has as many parts as words). With `parts="article"` the parts are an outlet's articles on one event.

    dp = 1/2 * sum over parts of |v - s|; v is a part's share of the word's occurrences, s of all words.
    dp_norm = dp / (1 - smallest s), so that the largest possible value is 1.
    juilland_d = 1 - V / sqrt(parts - 1); V is the standard deviation (divisor: number of parts) of the
    word's rate in each part, over the mean of these rates.
    Read it: dp and dp_norm are 0 for a word spread evenly, near 1 for one that stands in one place only;
    juilland_d runs the other way, 1 even, 0 in one part only.
    Beware: a rare word cannot be even: one occurrence can stand in one part only. Read it beside n.

    One row is one word in one article, or in an outlet's articles on an event (article_id is null then):
    event, outlet, article_id, term, n (occurrences), n_words, n_parts, n_parts_with (parts that have it),
    dp, dp_norm, juilland_d (0 to 1; the last two are null where there is one part only).
    Sorted by event, outlet, article_id, term.
    Raises ValueError when `parts` is neither "article" nor a number from 2.
    Gries (2008), "Dispersions and adjusted frequencies in corpora"; Lijffijt & Gries (2012), its correction;
    Juilland, Brodin & Davidovitch (1970), "Frequency Dictionary of French Words".
    """
    if parts != "article" and (not isinstance(parts, int) or parts < 2):
        raise ValueError(f'cannot cut into parts={parts!r}; give "article" or a whole number from 2')
    counted = counted_words(tokens, unit=unit)
    if parts == "article":
        by = ["event", "outlet"]
        cut = counted.with_columns(pl.col("article_id").alias("part"))
    else:
        by = ["event", "outlet", "article_id"]
        length = pl.len().over("article_id")
        place = pl.col("start").rank("ordinal").over("article_id") - 1
        cut = counted.with_columns((place * pl.min_horizontal(length, parts) // length).alias("part"))
    sizes = cut.group_by(*by, "part").len("size").with_columns(pl.col("size").cast(pl.Int64))
    wholes = sizes.group_by(by).agg(
        n_words=pl.col("size").sum(), n_parts=pl.len().cast(pl.Int64), smallest=pl.col("size").min()
    )
    if terms is not None:
        cut = cut.filter(pl.col("term").is_in([normalized_word(term) for term in terms]))
    counts = cut.group_by(*by, "term", "part").agg(n_part=pl.len().cast(pl.Int64))
    counts = counts.with_columns(n=pl.col("n_part").sum().over(*by, "term")).filter(pl.col("n") >= min_count)
    return _dispersion_scores(counts.join(sizes, on=[*by, "part"]).join(wholes, on=by), by)


def _dispersion_scores(counts: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """DP, DPnorm and D from the parts that have the word; the parts without it follow from the totals."""
    n, size, whole = pl.col("n"), pl.col("size"), pl.col("n_words")
    rate = pl.col("n_part") / size
    # whole numbers are summed where possible, in order elsewhere: no digit may depend on threads
    summed = (
        counts.sort("part")
        .group_by(*by, "term", maintain_order=True)
        .agg(
            *[pl.col(name).first() for name in ("n", "n_words", "n_parts", "smallest")],
            n_parts_with=pl.len().cast(pl.Int64),
            apart=(pl.col("n_part") * whole - size * n).abs().sum(),
            covered=size.sum(),
            rates=rate.sum(),
            squares=(rate * rate).sum(),
        )
        .sort(*by, "term")
    )
    dp = (pl.col("apart") / n + whole - pl.col("covered")) / (2 * whole)
    mean = pl.col("rates") / pl.col("n_parts")
    variance = (pl.col("squares") / pl.col("n_parts") - mean * mean).clip(lower_bound=0)
    several = pl.col("n_parts") > 1
    article = pl.col("article_id") if "article_id" in by else pl.lit(None, dtype=pl.String)
    return summed.with_columns(article_id=article, dp=dp).select(
        *["event", "outlet", "article_id", "term", "n", "n_words", "n_parts", "n_parts_with", "dp"],
        dp_norm=pl.when(several).then(pl.col("dp") / (1 - pl.col("smallest") / whole)),
        juilland_d=pl.when(several).then(1 - variance.sqrt() / mean / (pl.col("n_parts") - 1).sqrt()),
    )


def word_positions(tokens: pl.DataFrame, terms: Iterable[str], *, unit: str = "norm") -> pl.DataFrame:
    """Where in its article does each occurrence of these words stand?

    position = words before it / words in the article.
    Read it: 0 is the article's first word, 0.5 its middle; the last word comes just short of 1.
    Beware: headline and captions are counted where they stand in the text.

    One row is one occurrence: event, outlet, article_id, start, end (characters), term, n_before and
    n_words (words), position (share, 0 to 1). Sorted by event, outlet, article_id, start.
    """
    wanted = [normalized_word(term) for term in terms]
    return (
        counted_words(tokens, unit=unit)
        .with_columns(
            n_before=(pl.col("start").rank("ordinal").over("article_id") - 1).cast(pl.Int64),
            n_words=pl.len().over("article_id").cast(pl.Int64),
        )
        .filter(pl.col("term").is_in(wanted))
        .with_columns(position=pl.col("n_before") / pl.col("n_words"))
        .select("event", "outlet", "article_id", "start", "end", "term", "n_before", "n_words", "position")
        .sort("event", "outlet", "article_id", "start")
    )
