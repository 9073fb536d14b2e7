"""Which words keep company with a word?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from analysis.language.words import Words
from analysis.measures.blocks import Corpus, WordBlocks, counted_words, normalized_word, summed
from analysis.measures.keyness import log_likelihood

COUNTS = ["n_collocate", "n_together"]


def collocates(
    tokens: Corpus,
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
    `tokens` is a table of tokens, or parts of a corpus (`Part`, `ShardParts`), of which one is in memory at a time.
    Where a part has no sentences, an article of it is taken as one.
    Raises ValueError when the node is not one word or the span is below 1.
    Rychlý (2008), "A lexicographer-friendly association score"; Church & Hanks (1990); Church et al. (1991).
    """
    if len(node.split()) != 1:
        raise ValueError(f'a node is one word, asked was "{node}"; for a phrase read its concordance')
    if span < 1:
        raise ValueError(f"span={span} leaves no neighbours; give a number of words from 1")
    node, by = normalized_word(node.strip()), ["event", "outlet"]
    tables = (
        table for words in WordBlocks(tokens, unit) for table in _block_collocates(words, node, span, within_sentence)
    )
    none = pl.DataFrame(schema={**dict.fromkeys((*by, "collocate"), pl.String), **dict.fromkeys(COUNTS, pl.Int64)})
    used = summed(tables, [*by, "collocate"], COUNTS, none)
    whole = {
        "n_node": pl.col("n_collocate").filter(pl.col("collocate") == node).sum().over(by),
        "n_tokens": pl.col("n_collocate").sum().over(by),
        "n_near": pl.col("n_together").sum().over(by),
    }
    counts = used.with_columns(**whole, node=pl.lit(node), span=pl.lit(span, dtype=pl.Int64))
    return _association_scores(counts.filter(pl.col("n_together") >= max(min_count, 1)))


def _block_collocates(words: Words, node: str, span: int, within_sentence: bool) -> Iterator[pl.DataFrame]:
    """How often does each outlet use each word, in all; and how often near the node?"""
    article, number = np.repeat(np.arange(len(words.sizes)), words.sizes), words.number(node)
    with_node = np.flatnonzero(np.isin(article, article[words.term == number]))
    columns: dict[str, np.ndarray] = {"article_id": article, "sentence_start": words.sentence, "term": words.term}
    table = pl.DataFrame({"start": with_node, **{name: values[with_node] for name, values in columns.items()}})
    near = _words_near_node(table, number, span, within_sentence)["start"].to_numpy()
    every, close = (words.outlet_counts({"collocate": words.term[at]}, at) for at in (np.arange(len(article)), near))
    yield every.rename({"n": "n_collocate"}).with_columns(n_together=pl.lit(0, dtype=pl.Int64))
    yield close.rename({"n": "n_together"}).with_columns(n_collocate=pl.lit(0, dtype=pl.Int64))


def collocations(tokens: Corpus, *, unit: str = "norm", min_count: int = 10) -> pl.DataFrame:
    """Which words follow one another in each outlet more often than chance would have it?

    Pairs of words side by side, in one sentence; words are counted, punctuation is not.
    g2 = 2 sum of n ln(n / expected) over the four cells: both words, the first without the second behind it, the
    second without the first before it, neither. log_dice and mi as in `collocates`.
    Read it: g2 ranks by how sure it is that the pair is no accident, log_dice by how firm it is.
    Beware: the strongest pairs are grammar ("of the") and names; g2 has no sign, mi has. Words of one article are not
    independent draws, so no p-value is given.

    One row is one pair in one outlet's articles on one event: event, outlet, first, second, n_together, n_first,
    n_second, n_tokens (words), expected (pairs), g2, log_dice, mi (bits). Pairs of `min_count` uses. Sorted by event,
    outlet, g2 (largest first), first, second.
    `tokens` is a table of tokens, or parts of a corpus (`Part`, `ShardParts`), of which one is in memory at a time.
    Dunning (1993), "Accurate methods for the statistics of surprise and coincidence"; Rychlý (2008).
    """
    blocks, by = WordBlocks(tokens, unit), ["event", "outlet"]
    none = pl.DataFrame(schema={**dict.fromkeys((*by, "term"), pl.String), "n": pl.Int64})
    used = summed((words.outlet_counts({"term": words.term}) for words in blocks), [*by, "term"], ["n"], none)
    used = used.with_columns(n_tokens=pl.col("n").sum().over(by)).filter(pl.col("n") >= min_count)
    often = used["term"].unique()
    none = none.rename({"term": "first"}).with_columns(second=pl.lit(""))
    pairs = summed((_block_pairs(words, often) for words in blocks), [*by, "first", "second"], ["n"], none)
    counts = (
        pairs.rename({"n": "n_together"})
        .filter(pl.col("n_together") >= min_count)
        .join(used.rename({"term": "first", "n": "n_first"}), on=[*by, "first"])
        .join(used.select(*by, second="term", n_second="n"), on=[*by, "second"])
    )
    both, first, second, whole = (
        counts[name].cast(pl.Float64).to_numpy() for name in ("n_together", "n_first", "n_second", "n_tokens")
    )
    expected, seen = pl.col("n_first") * pl.col("n_second") / pl.col("n_tokens"), pl.col("n_together")
    return (
        counts.with_columns(g2=log_likelihood(both, second - both, first, whole - first, cells=4), expected=expected)
        .with_columns(
            log_dice=14 + (2 * seen / (pl.col("n_first") + pl.col("n_second"))).log(2),
            mi=(seen / pl.col("expected")).log(2),
        )
        .select(
            *by, "first", "second", "n_together", "n_first", "n_second", "n_tokens", "expected", "g2", "log_dice", "mi"
        )
        .sort(*by, "g2", "first", "second", descending=[False, False, True, False, False])
    )


def _block_pairs(words: Words, often: pl.Series) -> pl.DataFrame:
    """How often does each outlet put one of these words behind another of them?"""
    kept, term = words.vocabulary.is_in(often.implode()).to_numpy(), words.term
    article = np.repeat(np.arange(len(words.sizes)), words.sizes)
    side = (article[1:] == article[:-1]) & (words.sentence[1:] == words.sentence[:-1])
    at = np.flatnonzero(side & kept[term[:-1]] & kept[term[1:]])
    return words.outlet_counts({"first": term[at], "second": term[at + 1]}, at)


def collocate_occurrences(tokens: pl.DataFrame, node: str, *, unit: str = "norm", span: int = 5) -> pl.DataFrame:
    """Which words stand near `node`, and where? Near as in `collocates`, in one sentence.

    One row is one word near the node: the columns of `tokens`, and collocate.
    """
    return (
        _words_near_node(counted_words(tokens, unit=unit), normalized_word(node.strip()), span, True)
        .rename({"term": "collocate"})
        .drop("place")
    )


def _words_near_node(counted: pl.DataFrame, node: str | int, span: int, within_sentence: bool) -> pl.DataFrame:
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
