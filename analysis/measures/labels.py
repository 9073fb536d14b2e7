"""Who is called what, in whose voice, and do the outlets differ?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import polars as pl

from analysis.language.words import Words, text_words
from analysis.measures.blocks import Corpus, WordBlocks, summed
from analysis.measures.wire import rows_outside_spans

UNLABELLED = "unlabelled"
SHORT = 4  # letters of a word that is followed in no other form


def label_shares(labels: pl.DataFrame, mentions: pl.DataFrame, *, by_voice: bool = True) -> pl.DataFrame:
    """When an outlet speaks of an actor, how often does it put which label on them?

    share = labels of the family / (labels on the actor + mentions of the actor without a label), within one outlet
    and event. A mention counts as unlabelled when no label on the same actor touches it.
    Read it: the shares of one actor in one outlet add up to 1, "unlabelled" included.
    Beware: `total` is often small; a share of 0.5 of two says little. Labels are found by machine.

    One row is one actor, family and (with `by_voice`) voice in one outlet on one event: event, outlet, actor, family,
    voice (null for unlabelled mentions), n, total, share (0 to 1). Sorted by event, outlet, actor, family, voice.
    """
    keys = ["event", "outlet", "actor"]
    split = [*keys, "family", *(["voice"] if by_voice else [])]
    labelled = labels.group_by(split).agg(n=pl.len().cast(pl.Int64))
    bare = unlabelled_mentions(mentions, labels).group_by(keys).agg(n=pl.len().cast(pl.Int64))
    rest = bare.with_columns(family=pl.lit(UNLABELLED), voice=pl.lit(None, dtype=pl.String)).select([*split, "n"])
    counts = pl.concat([labelled, rest])
    total = pl.col("n").sum().over(keys)
    return counts.with_columns(total=total, share=pl.col("n") / total).sort(split, nulls_last=True)


def unlabelled_mentions(mentions: pl.DataFrame, labels: pl.DataFrame) -> pl.DataFrame:
    """Which mentions of actors carry no label?

    A mention is labelled when a label on the same actor overlaps it. The rows are those of `mentions`, in their order.
    """
    return rows_outside_spans(mentions, labels, by=["article_id", "actor"])


def label_divergence(shares: pl.DataFrame) -> pl.DataFrame:
    """How differently do two outlets label the same actor on the same event?

    Jensen–Shannon divergence of their shares of label families, base 2:
    JSD = H((p + q) / 2) - (H(p) + H(q)) / 2, H the entropy in bits.
    Read it: 0 the same mixture of labels, 1 no family in common.
    Beware: few labels make any two mixtures differ; see n_one and n_other.

    Takes the table of `label_shares`. One row is one actor and pair of outlets on one event: event, actor, outlet,
    other, n_one, n_other (labels and unlabelled mentions), divergence (bits, 0 to 1). Sorted by event, actor, outlet,
    other. Lin (1991), "Divergence measures based on the Shannon entropy".
    """
    from scipy.spatial.distance import jensenshannon

    counts = shares.group_by("event", "actor", "outlet", "family").agg(pl.col("n").sum())
    rows = []
    for key, group in counts.group_by("event", "actor"):
        wide = group.pivot("family", index="outlet", values="n").fill_null(0).sort("outlet")
        for (one, *p), (other, *q) in combinations(wide.iter_rows(), 2):
            divergence = round(float(jensenshannon(p, q, base=2)) ** 2, 12)
            rows.append((*key, one, other, sum(p), sum(q), divergence))
    names = dict.fromkeys(("event", "actor", "outlet", "other"), pl.String)
    schema = {**names, **dict.fromkeys(("n_one", "n_other"), pl.Int64), "divergence": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort(*names)


def contested_word_uses(labels: pl.DataFrame, words: Sequence[str]) -> pl.DataFrame:
    """Who uses a contested word, and whose word is it there?

    A label belongs to a word when a word of its lemma or its text begins like it: "puppet" finds "puppet state",
    "criminal" finds "criminals" and "criminal invasion", "liberate" finds "liberation".
    The rows are those of `labels` with `word` in front, in the order of `words`; within a word in that of `labels`.
    """
    own_words = (pl.col("lemma") + " " + pl.col("text")).str.to_lowercase().str.split(" ")
    parts = []
    for word in dict.fromkeys(words):
        stem = word.lower().removesuffix("e") if len(word) > SHORT else word.lower()
        like = pl.element().str.starts_with(stem) if len(word) > SHORT else pl.element() == stem
        parts.append(labels.filter(own_words.list.eval(like).list.any()).with_columns(word=pl.lit(word)))
    found = pl.concat(parts) if parts else labels.clear().with_columns(word=pl.lit(""))
    return found.select("word", pl.exclude("word"))


def word_count_by_voice(journey: pl.DataFrame) -> pl.DataFrame:
    """What would a word count have said, and what does voice show?

    One row is one word and outlet: word, event, outlet, n (the word count), n_own (the outlet's own words), n_others
    (somebody else's, in any form), n_distanced (the outlet marks its distance), holders (whose word it is, with
    counts). In the order of `journey`.
    """
    own = pl.col("holder") == "author"
    holders = pl.col("holder").filter(~own).value_counts(sort=True, name="n")
    counted = journey.group_by("word", "event", "outlet", maintain_order=True).agg(
        n=pl.len().cast(pl.Int64),
        n_own=own.sum().cast(pl.Int64),
        n_others=(~own).sum().cast(pl.Int64),
        n_distanced=pl.col("distanced").sum().cast(pl.Int64),
        holders=holders,
    )
    entry = pl.element().struct.field("holder") + " " + pl.element().struct.field("n").cast(pl.String)
    return counted.with_columns(holders=pl.col("holders").list.eval(entry).list.sort().list.join(", "))


def label_tones(labels: pl.DataFrame) -> pl.DataFrame:
    """How many labels are kind, plain or unkind words, and whose are they?

    One row is one outlet and tone on one event: event, outlet, tone, n, n_own (the outlet's own words), n_others,
    share (of the outlet's labels on the event, 0 to 1). Sorted by event, outlet, tone.
    """
    own = pl.col("voice") == "author"
    counted = labels.group_by("event", "outlet", "tone").agg(
        n=pl.len().cast(pl.Int64), n_own=own.sum().cast(pl.Int64), n_others=(~own).sum().cast(pl.Int64)
    )
    share = pl.col("n") / pl.col("n").sum().over("event", "outlet")
    return counted.with_columns(share=share).sort("event", "outlet", "tone")


def own_word_shares(labels: pl.DataFrame) -> pl.DataFrame:
    """How many of an outlet's labels are its own words?

    One row is one outlet on one event: event, outlet, n, n_own, share_own (0 to 1). Sorted by event, outlet.
    """
    own = pl.col("voice") == "author"
    counted = labels.group_by("event", "outlet").agg(n=pl.len().cast(pl.Int64), n_own=own.sum().cast(pl.Int64))
    return counted.with_columns(share_own=pl.col("n_own") / pl.col("n")).sort("event", "outlet")


def label_families(labels: pl.DataFrame) -> dict[str, str]:
    """Which families of labels are there, the largest first, and what are they called?"""
    sizes = labels.group_by("family").len().sort("len", "family", descending=[True, False])["family"]
    return {family: family.replace("-", " ") for family in sizes}


def label_traits(labels: pl.DataFrame, *, most: int = 6) -> pl.DataFrame:
    """What may be true of a label: is it the outlet's own word, is it unkind, of which of the commonest families?

    Adds a column of true and false for each, named as people read it: own words, negative, positive, and the families.
    """
    names = list(label_families(labels).items())[:most]
    families = [(pl.col("family") == family).alias(f"family: {name}") for family, name in names]
    tone = [(pl.col("tone") == tone).alias(f"{tone} words") for tone in ("negative", "positive")]
    return labels.select(
        "event", "outlet", "article_id", (pl.col("voice") == "author").alias("own words"), *tone, *families
    )


def listed_label_counts(tokens: Corpus, labels: Sequence[str], *, language: str = "en") -> pl.DataFrame:
    """How often does each outlet use each word or phrase of a list?

    rate = 1,000 * n / n_words. A phrase is its words one behind the other in one sentence: case, the shape of
    apostrophes and what stands between words ("air strikes", "air-strikes") make no difference.
    Read it: a zero stands there too, so that outlets can be compared.
    Beware: a list knows neither who is meant nor whose word it is: see `label_shares`, which needs a parse. Labels that
    lie in one another ("prime minister", "the prime minister") count each.

    One row is one label of one outlet on one event: event, outlet, label, n (uses), n_articles (that have it), n_words
    (of the outlet on the event), rate. Sorted by event, outlet, then in the order of `labels`.
    `tokens` is a table of tokens, or parts of a corpus (`Part`, `ShardParts`), of which one is in memory at a time.
    Raises ValueError for a label without a word.
    """
    labels, by = list(dict.fromkeys(labels)), ["event", "outlet", "label"]
    said = pl.DataFrame(
        {"event": "", "outlet": "", "article_id": [f"{at:09}" for at in range(len(labels))], "text": labels}
    )
    phrases = [phrase for block in text_words(said, language=language) for phrase in block.phrases()]
    if wordless := [label for label, phrase in zip(labels, phrases, strict=True) if not phrase]:
        raise ValueError(f"no word to look for in the label {wordless[0]!r}; give words with letters or digits")
    counts = ["n", "n_articles", "n_words"]
    none = pl.DataFrame(
        schema={"event": pl.String, "outlet": pl.String, "label": pl.Int64, **dict.fromkeys(counts, pl.Int64)}
    )
    blocks = (_block_label_counts(words, phrases) for words in WordBlocks(tokens) if phrases)
    found = summed(blocks, by, counts, none).sort(by)
    return found.with_columns(
        label=pl.Series(labels, dtype=pl.String)[found["label"]], rate=1000 * pl.col("n") / pl.col("n_words")
    )


def _block_label_counts(words: Words, phrases: Sequence[Sequence[str]]) -> pl.DataFrame:
    """The counts of one block, with zeros; label is a number."""
    n_articles, last = len(words.sizes), np.cumsum(words.sizes)
    tables = []
    for label, phrase in enumerate(phrases):
        article = np.searchsorted(last, words.places(phrase), side="right")
        n = pl.Series("n", np.bincount(article, minlength=n_articles), dtype=pl.Int64)
        tables.append(n.to_frame().with_columns(label=pl.lit(label, dtype=pl.Int64)))
    table = pl.concat(tables).with_columns(n_articles=(pl.col("n") > 0).cast(pl.Int64))
    every = np.tile(np.arange(n_articles), len(phrases))
    sized = words.articles.select("event", "outlet").with_columns(n_words=pl.Series(words.sizes))[every].hstack(table)
    return sized.group_by("event", "outlet", "label").agg(pl.col("n", "n_articles", "n_words").sum())
