"""Which words keep company with a word?"""

from __future__ import annotations

import polars as pl

from analysis.measures.dispersion import counted_words, normalized_word


def collocates(
    tokens: pl.DataFrame,
    node: str,
    *,
    unit: str = "norm",
    span: int = 5,
    min_count: int = 2,
    within_sentence: bool = True,
) -> pl.DataFrame:
    """Which words stand near `node` in each outlet, more often than chance would put them there?

    Near is at most `span` words before or after an occurrence of the node, in the same sentence unless
    within_sentence=False, in any case in the same article. Words are counted, punctuation is not.
    n_together counts occurrences of the collocate near the node, each once, also when two nodes are near.
    expected = n_collocate * n_near / n_tokens: what n_together would be if the collocate were strewn evenly;
    n_near is the number of words that stand near the node. It grows with the span, and is smaller than
    2 * span * n_node where sentences end or neighbourhoods overlap.
    log_dice = 14 + log2(2 n_together / (n_node + n_collocate)); mi = log2(n_together / expected);
    t = (n_together - expected) / sqrt(n_together).
    Read it: log_dice does not depend on the corpus' size, 14 means always together, one less means half as
    often; mi prefers rare words, t frequent ones; above 0 is more than expected.
    Beware: with few occurrences of the node every neighbour looks typical: read n_together first, then the
    sentences. log_dice passes 14 where one node draws the same word several times.

    One row is one collocate in one outlet's articles on one event: event, outlet, node, collocate, span (words
    on each side), n_together, n_node, n_collocate, n_near, n_tokens (words), expected (words), log_dice,
    mi (bits), t. Sorted by event, outlet, log_dice (largest first), collocate. An outlet without the node has
    no rows.
    Raises ValueError when the node is not one word or the span is below 1.
    Rychlý (2008), "A lexicographer-friendly association score"; Church & Hanks (1990); Church et al. (1991).
    """
    if len(node.split()) != 1:
        raise ValueError(f'a node is one word, asked was "{node}"; for a phrase read its concordance')
    if span < 1:
        raise ValueError(f"span={span} leaves no neighbours; give a number of words from 1")
    node, by = normalized_word(node.strip()), ["event", "outlet"]
    counted = counted_words(tokens, unit=unit)
    found = counted.filter(pl.col("term") == node).select(*by, "article_id")
    here = counted.join(found.unique(by).select(by), on=by, how="semi")
    totals = here.group_by(by).agg(
        n_node=(pl.col("term") == node).sum().cast(pl.Int64), n_tokens=pl.len().cast(pl.Int64)
    )
    used = here.group_by(*by, collocate="term").agg(n_collocate=pl.len().cast(pl.Int64))
    inside = here.join(found.unique("article_id").select("article_id"), on="article_id", how="semi")
    near = _words_near_node(inside, node, span, within_sentence)
    nears = near.group_by(by).agg(n_near=pl.len().cast(pl.Int64))
    together = near.group_by(*by, collocate="term").agg(n_together=pl.len().cast(pl.Int64))
    counts = (
        together.filter(pl.col("n_together") >= min_count)
        .join(used, on=[*by, "collocate"])
        .join(totals, on=by)
        .join(nears, on=by)
    )
    return _association_scores(counts.with_columns(node=pl.lit(node), span=pl.lit(span, dtype=pl.Int64)))


def collocate_occurrences(tokens: pl.DataFrame, node: str, *, unit: str = "norm", span: int = 5) -> pl.DataFrame:
    """Which words stand near `node`, and where? Near as in `collocates`, in one sentence.

    One row is one word near the node: the columns of `tokens`, and collocate.
    """
    return (
        _words_near_node(counted_words(tokens, unit=unit), normalized_word(node.strip()), span, True)
        .rename({"term": "collocate"})
        .drop("place")
    )


def _words_near_node(counted: pl.DataFrame, node: str, span: int, within_sentence: bool) -> pl.DataFrame:
    """The words that have a node, other than themselves, at most `span` words away."""
    room = ["article_id", "sentence_start"] if within_sentence else ["article_id"]
    place = pl.int_range(pl.len()).over(room)
    placed = counted.sort("article_id", "start").with_columns(place=place)
    of_node = pl.when(pl.col("term") == node).then(pl.col("place"))
    last = of_node.shift(1).forward_fill().over(room)
    following = of_node.shift(-1).backward_fill().over(room)
    close = (pl.col("place") - last <= span).fill_null(False)
    return placed.filter(close | (following - pl.col("place") <= span).fill_null(False))


def _association_scores(counts: pl.DataFrame) -> pl.DataFrame:
    seen, expected = pl.col("n_together"), pl.col("expected")
    return (
        counts.with_columns(expected=pl.col("n_collocate") * pl.col("n_near") / pl.col("n_tokens"))
        .with_columns(
            log_dice=14 + (2 * seen / (pl.col("n_node") + pl.col("n_collocate"))).log(2),
            mi=(seen / expected).log(2),
            t=(seen - expected) / seen.sqrt(),
        )
        .select(
            *["event", "outlet", "node", "collocate", "span", "n_together", "n_node", "n_collocate"],
            *["n_near", "n_tokens", "expected", "log_dice", "mi", "t"],
        )
        .sort("event", "outlet", "log_dice", "collocate", descending=[False, False, True, False])
    )
