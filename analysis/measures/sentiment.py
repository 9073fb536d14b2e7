"""What do two ready-made instruments, TextBlob and VADER, say about each sentence, and because of which words?

Neither was made for news: TextBlob's list rates the words of product reviews, VADER's those of short posts. A score
tells how many words of such a list a sentence has, not whom they are put on nor whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl

from analysis.corpus import plain
from analysis.corpus.cache import cache_folder, files_digest, kept_table, table_digest
from analysis.corpus.lists import LEXICONS
from analysis.language.words import Part
from analysis.measures.instruments import BOTH, instrument_functions

MANY = 100  # sentences whose scores are kept on disk
WHERE = ("event", "outlet", "article_id")
ROW: dict[str, pl.DataType] = {
    **dict.fromkeys(WHERE, pl.String()),
    **dict.fromkeys(("start", "end"), pl.Int64()),
    **dict.fromkeys(("section", "text", "instrument"), pl.String()),
    "score": pl.Float64(),
    "n_words_scored": pl.Int64(),
}
SHARES = [
    pl.when(pl.col("n_scored") > 0).then(pl.col(f"n_{sign}") / pl.col("n_scored")).alias(f"share_{sign}")
    for sign in ("positive", "negative")
]
WORD = {
    **dict.fromkeys(WHERE, pl.String()),
    **dict.fromkeys(("sentence_start", "start", "end"), pl.Int64()),
    **dict.fromkeys(("instrument", "word", "phrase"), pl.String()),
    **dict.fromkeys(("weight", "adjusted", "contribution"), pl.Float64()),
}


def sentiment(sentences: pl.DataFrame, *, instruments: Sequence[str] = BOTH) -> pl.DataFrame:
    """How positive or negative does each instrument find each sentence?

    TextBlob: mean polarity of the words it knows. VADER: S / sqrt(S² + 15), S the sum of the valences of the words
    it knows, raised by "!" and "??", rounded to four decimals. Curly quotation marks are read as straight ones.
    Read it: from -1 to 1. Null beside n_words_scored = 0 means that the instrument knows none of the words; both
    instruments themselves print 0.0 there, as they do for words that cancel out.
    Beware: a score is neither a stance nor a fault: a report of deaths scores low whoever writes it. Score
    sentences, not whole articles, where VADER's formula runs into -1 or 1 (see `sentiment_by_article`). TextBlob counts
    "more", "top", "own" and "special" as praise, "military" and "other" as blame, and does not see the "not" in
    "isn't"; VADER counts "security", "United" (States) and "Supreme" (Council) as praise, lacks "martyr", "militant"
    and "massacre", and does not see that "nobody" denies (see `word_contributions`, `missing_words`).

    One row is one sentence and instrument: event, outlet, article_id, start, end, section, text, instrument, score
    (-1 to 1), n_words_scored (words with an entry); and voice where `sentences` has it. Sorted by event, outlet,
    article_id, start, voice, instrument.
    Raises ValueError for an instrument that is not here.
    De Smedt & Daelemans (2012), "Pattern for Python" (TextBlob's list); Hutto & Gilbert (2014), "VADER".
    """
    instrument_functions(instruments)  # one that is not here is told before anything is read
    texts = sentences.select("text")
    scores = _scores(texts, instruments) if sentences.height < MANY else _kept_scores(texts, instruments)
    every = sentences[np.repeat(np.arange(sentences.height), len(instruments))].with_columns(scores)
    voice = _voice_column(sentences)
    return every.select(*ROW, *voice).sort(*WHERE, "start", *voice, "instrument", maintain_order=True)


def _kept_scores(texts: pl.DataFrame, instruments: Sequence[str]) -> pl.DataFrame:
    versions = [version(package) for package in ("textblob", "vaderSentiment")]
    floor = Path(__file__).parents[1] / "corpus"
    code = [Path(__file__), Path(__file__).with_name("instruments.py"), floor / "text.py", floor / "lists.py"]
    own = [*code, *sorted(LEXICONS.rglob("*.csv"))]
    key = f"{table_digest(texts)} {list(instruments)} {versions} {files_digest(own)}"
    return kept_table(cache_folder() / "sentiment.sqlite", key, lambda: _scores(texts, instruments))


def _scores(texts: pl.DataFrame, instruments: Sequence[str]) -> pl.DataFrame:
    """One row is one text and instrument, in order: instrument, score, n_words_scored."""
    rows = []
    for text in map(plain, texts["text"]):
        for name, read in instrument_functions(instruments).items():
            score, counted = read(text)
            n = sum(word.weight is not None for word in counted)
            rows.append((name, score if n else None, n))
    names = ("instrument", "score", "n_words_scored")
    return pl.DataFrame(rows, schema={name: ROW[name] for name in names}, orient="row")


def word_contributions(sentences: pl.DataFrame, *, instruments: Sequence[str] = BOTH) -> pl.DataFrame:
    """Which words make a sentence's score, and how much of it does each make?

    TextBlob: adjusted = weight after "very" and "not"; contribution = adjusted / number of words it counted.
    VADER: adjusted = valence after boosters, "not", capitals and "but", as it is summed; contribution =
    adjusted / sqrt(S² + 15). The exclamation and question marks that VADER counts stand as the word "!?".
    Read it: the contributions of a sentence add up to its score.
    Beware: a word of weight 0 still counts for TextBlob: it pulls the mean towards 0.

    One row is one word counted: event, outlet, article_id, sentence_start, start, end (characters in the article;
    null where the place cannot be told), instrument, word, phrase (TextBlob: with the "very" and "not" before it),
    weight (as in the list: TextBlob -1 to 1, VADER -4 to 4; null for "!?"), adjusted (same unit), contribution
    (part of the score); and voice where `sentences` has it. Sorted by event, outlet, article_id, sentence_start,
    voice, instrument, then in the order of the text.
    Raises ValueError for an instrument that is not here.
    """
    rows: list[dict[str, object]] = []
    chosen = instrument_functions(instruments)
    for row, (instrument, read) in product(sentences.iter_rows(named=True), chosen.items()):
        at = int(row["start"])
        for word in read(plain(row["text"]))[1]:
            start, end = (None if place is None else at + place for place in (word.start, word.end))
            place = {"sentence_start": at, "start": start, "end": end}
            rows.append({**row, **vars(word), **place, "instrument": instrument})
    schema = {**WORD, **dict.fromkeys(_voice_column(sentences), pl.String())}
    keys = [*WHERE, "sentence_start", *_voice_column(sentences), "instrument"]
    return pl.DataFrame(rows, schema=schema).sort(keys, maintain_order=True)


def heaviest_words(parts: pl.DataFrame, *, most: int = 10) -> pl.DataFrame:
    """Which words move an instrument's scores most, over all texts together?

    sum = all contributions of the word, in any spelling of capitals. `parts` are `word_contributions`.
    Read it: as an editor would. A word that names an office or a topic is no praise and no blame.

    One row is one word of an instrument: instrument, word, uses, weight (as in the list), sum. The `most` words of
    largest sum, up or down, of each instrument; ties in the order of the alphabet.
    """
    summed = parts.group_by("instrument", pl.col("word").str.to_lowercase()).agg(
        uses=pl.len(), weight=pl.col("weight").first(), sum=pl.col("contribution").sum().round(6)
    )
    ranked = summed.sort("instrument", pl.col("sum").abs(), "word", descending=[False, True, False])
    return ranked.group_by("instrument", maintain_order=True).head(most)


def sentiment_by_article(scores: pl.DataFrame | Iterable[Part], *, margin: float = 0.0) -> pl.DataFrame:
    """What do the scores of an article's sentences come to on average?

    mean = sum of the scores / n_scored. A sentence of which the instrument knows no word is not scored.
    Read it: beside sd and n_scored; a mean near 0 may hide strong sentences of both signs.
    Beware: this is the mean over sentences, not the score of the text in one piece, where VADER saturates. For the
    mean with unscored sentences taken as 0, multiply by n_scored / n_sentences.

    One row is one article and instrument (and voice, where `scores` has it): event, outlet, article_id, instrument,
    n_sentences, n_scored, mean, sd (divisor n - 1; null below two), n_positive, n_negative (scores beyond `margin`;
    VADER's authors use 0.05), share_positive, share_negative (of n_scored). Null where nothing is scored.
    Sorted by event, outlet, article_id, voice, instrument. `scores` may be parts of a corpus that know their sentences
    (`Part`, `ShardParts`), of which one is in memory at a time: scored by both instruments.
    """
    if not isinstance(scores, pl.DataFrame):
        parts = (sentiment(part.sentences) for part in scores if part.sentences is not None)
        articles = [sentiment_by_article(part, margin=margin) for part in parts]
        return pl.concat(articles or [sentiment_by_article(pl.DataFrame(schema=ROW))]).sort(*WHERE, "instrument")
    by = [*WHERE, *_voice_column(scores), "instrument"]
    score = pl.col("score")
    return (
        scores.sort(*by, "start")
        .group_by(by, maintain_order=True)
        .agg(
            n_sentences=pl.len().cast(pl.Int64),
            n_scored=score.count().cast(pl.Int64),
            mean=score.mean(),
            sd=score.std(),
            n_positive=(score > margin).sum().cast(pl.Int64),
            n_negative=(score < -margin).sum().cast(pl.Int64),
        )
        .with_columns(SHARES)
    )


def sentiment_by_outlet(scores: pl.DataFrame | Iterable[Part]) -> pl.DataFrame:
    """What do the scores of an outlet's sentences on an event come to on average?

    As `sentiment_by_article`, all articles of the outlet on the event taken together; without article_id, sorted by
    event, outlet, voice, instrument. Of parts, from their articles: mean and sd to the twelfth digit.
    """
    if not isinstance(scores, pl.DataFrame):
        return _pooled(sentiment_by_article(scores))
    return sentiment_by_article(scores.with_columns(article_id=pl.lit(""))).drop("article_id")


def _pooled(articles: pl.DataFrame) -> pl.DataFrame:
    """Articles' means and deviations as those of their outlets."""
    n, mean = pl.col("n_scored"), pl.col("mean")
    counts = ("n_sentences", "n_scored", "n_positive", "n_negative")
    whole = (mean * n).sum() / n.sum()
    squares = (pl.col("sd").fill_null(0) ** 2 * (n - 1) + n * (mean - whole) ** 2).sum()
    pooled = articles.group_by("event", "outlet", "instrument", maintain_order=True).agg(
        pl.col(counts).sum(),
        mean=pl.when(n.sum() > 0).then(whole),
        sd=pl.when(n.sum() > 1).then((squares / (n.sum() - 1)).sqrt()),
    )
    return pooled.with_columns(SHARES).select(articles.drop("article_id").columns).sort("event", "outlet", "instrument")


def quoted_and_unquoted_parts(sentences: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    """What does each sentence say inside quotation marks, and what outside?

    Inside are the `direct` and `partial` spans of `quotations` (article_id, start, end, type); a scare quote is the
    narrator's.
    Read it: the other voice is blanked out with spaces, so that every word keeps its place.
    Beware: reported speech without quotation marks counts as the narrator's. Pieces of one voice read as one text,
    though the other voice stood between them.

    One row is one sentence and voice that has a word in it: the columns of `sentences`, and voice (narrator or
    quotation). Sorted by event, outlet, article_id, start, voice.
    """
    spans: dict[str, list[tuple[int, int]]] = {}
    quoted = quotations.filter(pl.col("type").is_in(["direct", "partial"])).select("article_id", "start", "end")
    for id, start, end in quoted.iter_rows():
        spans.setdefault(id, []).append((start, end))
    rows: list[dict[str, object]] = []
    for row in sentences.iter_rows(named=True):
        start, inside = row["start"], [" "] * len(row["text"])
        outside = list(row["text"])
        for first, last in spans.get(row["article_id"], []):
            for i in range(max(first, start) - start, min(last, row["end"]) - start):
                inside[i], outside[i] = row["text"][i], " "
        parts = (("narrator", "".join(outside)), ("quotation", "".join(inside)))
        rows += [{**row, "text": text, "voice": voice} for voice, text in parts if re.search(r"\w", text)]
    schema = {**sentences.schema, "voice": pl.String()}
    return pl.DataFrame(rows, schema=schema).sort(*WHERE, "start", "voice")


def instrument_disagreement(scores: pl.DataFrame) -> pl.DataFrame:
    """On which sentences do the two instruments part, and because of which words?

    difference = second score - first score, over the sentences that both score.
    Read it: sentences with scores of opposite sign come first, then the largest differences.
    Beware: the two scales differ; read the signs and the words rather than the size.

    One row is one sentence: event, outlet, article_id, start, end, section, text, (voice,) score_textblob,
    words_textblob (each word counted, with its contribution), score_vader, words_vader, difference, opposite (one
    score above 0, one below). Sorted by opposite, size of difference (largest first), article_id, start, voice.
    Raises ValueError when `scores` lacks one of the two instruments.
    """
    there = scores["instrument"].unique().sort().to_list()
    if lacking := [name for name in BOTH if name not in there]:
        raise ValueError(f"no scores by {', '.join(lacking)}; instruments here: {', '.join(there)}; score with both")
    keys = ["article_id", "start", *_voice_column(scores)]
    first, second = (_scores_of_instrument(scores, name, keys) for name in BOTH)
    apart, other = pl.col("score_textblob"), pl.col("score_vader")
    size = (other - apart).abs().round(4)
    return (
        first.join(second.select(*keys, "^.*_vader$"), on=keys)
        .with_columns(difference=other - apart, opposite=apart * other < 0)
        .sort(pl.col("opposite"), size, *keys, descending=[True, True, *[False] * len(keys)])
    )


def _scores_of_instrument(scores: pl.DataFrame, name: str, keys: list[str]) -> pl.DataFrame:
    """One instrument's scored sentences, with the words it counted written out."""
    one = scores.filter(pl.col("instrument") == name, pl.col("score").is_not_null())
    amount = pl.col("contribution").map_elements(lambda part: f"{part:+.2f}".replace("-", "−"), return_dtype=pl.String)
    words = (
        word_contributions(one, instruments=[name])
        .drop("start")
        .rename({"sentence_start": "start"})
        .group_by(keys, maintain_order=True)
        .agg(pl.concat_str("phrase", amount, separator=" ").str.join(", ").alias(f"words_{name.lower()}"))
    )
    one = one.drop("instrument", "n_words_scored").rename({"score": f"score_{name.lower()}"})
    *rest, score = [column for column in one.columns if column != "voice"]
    return one.select(*rest, *_voice_column(one), score).join(words, on=keys, how="left", maintain_order="left")


def _voice_column(frame: pl.DataFrame) -> list[str]:
    return [name for name in ("voice",) if name in frame.columns]


contributions = word_contributions  # its name in edition 0.1.0, for scripts written for it
