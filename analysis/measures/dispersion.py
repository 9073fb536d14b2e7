"""Is a word spread over a text, or does it stand in one place?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import polars as pl

from analysis.measures.blocks import Cells, Corpus, Counted, WordBlocks, cells, counted_words, normalized_word


def dispersion(
    tokens: Corpus,
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
    `tokens` is a table of tokens, or parts of a corpus (`Part`, `ShardParts`), of which one is in memory at a time.
    Raises ValueError when `parts` is neither "article" nor a number from 2.
    Gries (2008), "Dispersions and adjusted frequencies in corpora"; Lijffijt & Gries (2012), its correction;
    Juilland, Brodin & Davidovitch (1970), "Frequency Dictionary of French Words".
    """
    if parts != "article" and (not isinstance(parts, int) or parts < 2):
        raise ValueError(f'cannot cut into parts={parts!r}; give "article" or a whole number from 2')
    by = ["event", "outlet"] if parts == "article" else ["event", "outlet", "article_id"]
    cut = 1 if parts == "article" else parts
    blocks = Counted(
        WordBlocks(tokens, unit), cut, None if terms is None else [normalized_word(term) for term in terms]
    )
    return _dispersion_scores(cells(blocks, by), by).filter(pl.col("n") >= min_count).sort(*by, "term")


def _dispersion_scores(found: Cells, by: list[str]) -> pl.DataFrame:
    """DP, DPnorm and D from the parts that have the word; the parts without it follow from the totals."""
    sums = {name: pl.Series(getattr(found, name)) for name in ("n", "apart", "covered", "rates", "squares")}
    table = found.groups[found.group].select(*by, n_words="total", n_parts="n_parts", smallest="smallest")
    table = table.with_columns(term=found.vocabulary[found.term], n_parts_with=pl.Series(found.n_with), **sums)
    n, whole = pl.col("n"), pl.col("n_words")
    dp = (pl.col("apart") / n + whole - pl.col("covered")) / (2 * whole)
    mean = pl.col("rates") / pl.col("n_parts")
    variance = (pl.col("squares") / pl.col("n_parts") - mean * mean).clip(lower_bound=0)
    several = pl.col("n_parts") > 1
    article = pl.col("article_id") if "article_id" in by else pl.lit(None, dtype=pl.String)
    return table.with_columns(article_id=article, dp=dp).select(
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
