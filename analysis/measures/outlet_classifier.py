"""Can one tell the newsroom from a single sentence, and by which words?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analysis.corpus.cache import cache_folder, files_digest, kept_table, table_digest
from analysis.measures.block_intervals import block_interval, mean_interval
from analysis.measures.masking import KEYS, column_types, concat_events, count_vectorizer, masked_events
from analysis.measures.rounding import round_to_step

DIGITS = 4
EVENTS, SENTENCES = 3, 1200  # read at most: a reader is trained 25 times for each event, masked or not
SCORES = (
    *("event", "masked", "n_outlets", "n_articles", "n_sentences", "n_blocks", "n_deals", "accuracy", "accuracy_low"),
    *("accuracy_high", "chance_accuracy", "balanced_accuracy", "balanced_low", "balanced_high", "chance_balanced"),
)


def classifiable_events(
    sentences: pl.DataFrame, *, sections: Sequence[str] = ("body",), block: int = 5, most: int = SENTENCES
) -> pl.DataFrame:
    """On which events are there sentences enough to tell newsrooms by, and which of these are read?

    An outlet needs two blocks of `block` sentences in the sections on the event, the event two such outlets. Of many
    events those with the most sentences: three at most, and `most` sentences in all. An event that has more than that
    alone is read in part: of each outlet as many sentences as of the others, the first ones.

    One row is one sentence of those sections, outlets and events: the columns of `sentences`, in its order; none where
    no event is left.
    """
    kept = sentences.filter(pl.col("section").is_in(list(sections)))
    blocks = (pl.len() + block - 1) // block
    texts = kept.group_by("event", "outlet", "article_id").agg(n=pl.len(), blocks=blocks)
    outlets = texts.group_by("event", "outlet").agg(pl.col("n", "blocks").sum()).filter(pl.col("blocks") > 1)
    events = outlets.group_by("event").agg(pl.col("n").sum(), outlets=pl.len()).filter(pl.col("outlets") > 1)
    ranked = events.sort("n", "event", descending=[True, False]).head(EVENTS)
    read = ranked.filter((pl.col("n").cum_sum() <= most) | (pl.int_range(pl.len()) == 0))
    wanted = outlets.join(read.select("event", share=most // pl.col("outlets")), on="event")
    found = kept.join(wanted.drop("n", "blocks"), on=["event", "outlet"], maintain_order="left")
    place, long = pl.int_range(pl.len()).over("event", "outlet"), pl.len().over("event") > most
    return found.filter(~long | (place < pl.col("share"))).drop("share")


def outlet_accuracy(sentences: pl.DataFrame, **options: Any) -> pl.DataFrame:
    """How often does a reader of single sentences, who knows the other sentences, name the right newsroom?

    The reader is a logistic regression on words and pairs of words (`outlet_predictions` says how it is trained);
    it never sees the sentence it judges, nor the sentences in the same block. Each sentence is judged `deals` times.
    accuracy = right judgements / judgements; chance_accuracy = share of the largest outlet: always naming it.
    balanced_accuracy = mean over outlets of (right / judgements on the outlet); chance_balanced = 1 / outlets.
    The 95 % intervals come from blocks of neighbouring sentences, outlet by outlet (see `blocks`).
    Read it: balanced_accuracy against chance_balanced. With `tokens`, a second row per event has names, datelines
    and numbers masked: what is left to tell by are words and phrases, no longer spellings of names.
    Beware: with one article an outlet (see n_articles) this tells articles apart, not newsrooms: each has its own
    day and its own scenes. "defence" or "per cent" tell a newsroom as well as any frame. The intervals hold the
    trained readers fixed, so they are somewhat too narrow.

    One row is one event, masked or not: event, masked, n_outlets, n_articles, n_sentences, n_blocks, n_deals, accuracy,
    accuracy_low, accuracy_high, chance_accuracy, balanced_accuracy, balanced_low, balanced_high, chance_balanced
    (shares, 0 to 1). An event with one outlet has no row. Sorted by event, masked.
    `options` are those of `outlet_predictions`: tokens, actors, sections, folds, block, deals, seed.
    Raises ValueError when there are sentences, but no event has two outlets, or when an outlet has too few sentences.
    """
    return accuracy_of_predictions(outlet_predictions(sentences, **options))


def accuracy_of_predictions(judged: pl.DataFrame) -> pl.DataFrame:
    """As `outlet_accuracy`, from the table of `outlet_predictions`: where both are wanted, it is trained once."""
    groups = judged.group_by("event", "masked", maintain_order=True)
    return pl.DataFrame([_accuracy_scores(group) for _, group in groups], schema=column_types(*SCORES)).sort(
        "event", "masked"
    )


def outlet_predictions(
    sentences: pl.DataFrame,
    *,
    tokens: pl.DataFrame | None = None,
    actors: pl.DataFrame | None = None,
    sections: Sequence[str] = ("body",),
    folds: int = 5,
    block: int = 5,
    deals: int = 5,
    seed: int = 0,
) -> pl.DataFrame:
    """Which sentences give their newsroom away, and which are taken for another's?

    Each article is cut into blocks of `block` neighbouring sentences. The blocks of each outlet are shuffled (by
    `seed`) and dealt to the folds in turn; each fold is judged by a reader trained on the others: TF-IDF of words and
    pairs of words (1 + ln of the count), logistic regression with C = 1 and classes weighted to equal size. All this
    `deals` times, since one deal may be lucky.
    Read it: a high probability_true is a sentence only this newsroom would write, as far as these texts go.
    Beware: probabilities from so small a training set rank sentences; they are not rates.

    One row is one sentence, masked or not: event, masked, outlet, article_id, start, end, section, text (as printed),
    read_as (the words as the reader sees them), block (number in the article, from 0), predicted (the outlet most
    probable on average), probability (of the predicted outlet), probability_true (of the outlet itself; both means
    over the deals, 0 to 1, four decimals), n_right, n_deals (judgements). Sorted by event, masked, outlet,
    article_id, start.
    Raises ValueError as `outlet_accuracy`.
    """
    if folds < 2 or block < 1 or deals < 1:
        asked = f"folds={folds}, block={block}, deals={deals}"
        raise ValueError(f"cannot judge with {asked}; give folds from 2, block and deals from 1")
    parts = []
    code = files_digest(Path(__file__).with_name(f"{name}.py") for name in ("outlet_classifier", "masking", "rounding"))
    for masked, group in masked_events(sentences, tokens, actors, sections):
        key = f"{code} {folds} {block} {deals} {seed} {table_digest(group)}"
        judged = kept_table(
            cache_folder() / "telltale.sqlite", key, partial(_event_predictions, group, folds, block, deals, seed)
        )
        parts.append(judged.with_columns(masked=pl.lit(masked)))
    where = ["event", "masked", "outlet", "article_id", "start", "end", "section", "text", "read_as", "block"]
    columns = [*where, "predicted", "probability", "probability_true", "n_right", "n_deals"]
    return concat_events(parts, columns).sort("event", "masked", *KEYS[1:])


def _event_predictions(group: pl.DataFrame, folds: int, block: int, deals: int, seed: int) -> pl.DataFrame:
    """The sentences of one event, cut into blocks, with what the readers make of each."""
    cut, rng = _add_blocks(group, block), np.random.default_rng(seed)
    return cut.hstack(_cross_validated_predictions(cut, [_assign_folds(cut, folds, rng) for _ in range(deals)]))


def outlet_marker_words(
    sentences: pl.DataFrame,
    *,
    tokens: pl.DataFrame | None = None,
    actors: pl.DataFrame | None = None,
    sections: Sequence[str] = ("body",),
    top: int = 20,
) -> pl.DataFrame:
    """By which words is each newsroom told from the others on the same event?

    coefficient: weight of the word for this outlet in the regression of `outlet_predictions`, here trained on all
    sentences of the event.
    Read it: above zero the word speaks for the outlet; sentences with it are counted beside, here and elsewhere.
    Beware: words that go together share their weight; a word of one sentence may still rank high.

    One row is one word or pair of words: event, masked, outlet, term, coefficient (log-odds per unit of TF-IDF, two
    decimals), n_outlet, n_elsewhere (sentences that have it). The `top` highest above zero for each outlet. Sorted
    by event, masked, outlet, coefficient (largest first), term.
    Raises ValueError when no event has two outlets.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    parts = []
    for masked, group in masked_events(sentences, tokens, actors, sections):
        names = group["outlet"].to_numpy()
        vectorizer = count_vectorizer()
        counts = vectorizer.fit_transform(group["read_as"].to_list())
        matrix = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
        model = _classifier().fit(matrix, names)
        weights = np.vstack([-model.coef_, model.coef_]) if len(model.classes_) == 2 else model.coef_
        has = (counts > 0).astype(np.int64)
        for weight, name in zip(weights, model.classes_, strict=True):
            inside = np.asarray(has[names == name].sum(axis=0)).ravel()
            found = pl.DataFrame(
                {
                    "term": vectorizer.get_feature_names_out().tolist(),
                    "coefficient": round_to_step(weight, 0.01),
                    "n_outlet": inside,
                    "n_elsewhere": np.asarray(has.sum(axis=0)).ravel() - inside,
                }
            ).sort("coefficient", "term", descending=[True, False])
            where = [pl.lit(group["event"][0]).alias("event"), pl.lit(masked).alias("masked")]
            kept = found.filter(pl.col("coefficient") > 0).head(top)
            parts.append(kept.select(*where, pl.lit(str(name)).alias("outlet"), pl.all()))
    columns = ["event", "masked", "outlet", "term", "coefficient", "n_outlet", "n_elsewhere"]
    return concat_events(parts, columns).sort("event", "masked", "outlet", maintain_order=True)


def _add_blocks(group: pl.DataFrame, block: int) -> pl.DataFrame:
    """Sentences with the number of their block."""
    place = (pl.col("start").rank("ordinal").over("article_id") - 1).cast(pl.Int64)
    cut = group.with_columns(block=place // block)
    counts = cut.group_by("outlet", maintain_order=True).agg(
        pl.len(), blocks=pl.struct("article_id", "block").n_unique()
    )
    if few := [f"{name} ({n})" for name, n, blocks in counts.iter_rows() if blocks < 2]:
        raise ValueError(
            f'event "{group["event"][0]}" needs two blocks of {block} sentences from each outlet, too few are from '
            f"{', '.join(few)}; add articles, leave the outlet out, or ask for shorter blocks"
        )
    return cut


def _assign_folds(cut: pl.DataFrame, folds: int, rng: np.random.Generator) -> Any:
    """The fold of each sentence: blocks of each outlet shuffled, then dealt in turn."""
    keys = ["outlet", "article_id", "block"]
    blocks = cut.select(keys).unique().sort(keys)
    counts = blocks.group_by("outlet", maintain_order=True).len()["len"]
    fold = pl.Series([int(at) % folds for n in counts for at in rng.permutation(n)], dtype=pl.Int64)
    return cut.join(blocks.with_columns(fold=fold), on=keys, how="left", maintain_order="left")["fold"].to_numpy()


def _classifier() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=1.0, class_weight="balanced", max_iter=1000)


def _cross_validated_predictions(cut: pl.DataFrame, deals: list[Any]) -> pl.DataFrame:
    """Each fold of each deal as judged by a reader trained on its others; a tie goes to the first in the alphabet."""
    from sklearn.feature_extraction.text import TfidfTransformer

    counts, names = count_vectorizer().fit_transform(cut["read_as"].to_list()), cut["outlet"].to_numpy()
    outlets = np.unique(names)
    chances = np.zeros((len(deals), len(names), len(outlets)))
    for deal, fold in enumerate(deals):
        for one in np.unique(fold):
            seen, unseen = fold != one, fold == one
            known = counts[seen].getnnz(axis=0) > 0  # words of the sentences read; the others are not known yet
            words = TfidfTransformer(sublinear_tf=True).fit(counts[seen][:, known])
            model = _classifier().fit(words.transform(counts[seen][:, known]), names[seen])
            guesses = model.predict_proba(words.transform(counts[unseen][:, known]))
            chances[deal, unseen] = np.round(guesses, DIGITS)
    mean = np.round(chances.mean(axis=0), DIGITS)
    return pl.DataFrame(
        {
            "predicted": outlets[mean.argmax(axis=1)].tolist(),
            "probability": mean.max(axis=1),
            "probability_true": mean[np.arange(len(names)), np.searchsorted(outlets, names)],
            "n_right": (outlets[chances.argmax(axis=2)] == names).sum(axis=0).astype(np.int64),
            "n_deals": np.full(len(names), len(deals), dtype=np.int64),
        }
    )


def _accuracy_scores(judged: pl.DataFrame) -> dict[str, object]:
    ordered = judged.sort("outlet", "article_id", "start").with_columns(right=pl.col("n_right") / pl.col("n_deals"))
    groups = [group for _, group in ordered.group_by("outlet", maintain_order=True)]
    each = [float(group["right"].mean()) for group in groups]  # type: ignore[arg-type]
    low, high = block_interval(ordered["right"], kind="share", article=ordered["article_id"])
    of_each = [block_interval(group["right"], kind="share", article=group["article_id"]) for group in groups]
    balanced_low, balanced_high = mean_interval(each, of_each)
    return {
        "event": judged["event"][0],
        "masked": judged["masked"][0],
        "n_outlets": len(groups),
        "n_articles": judged["article_id"].n_unique(),
        "n_sentences": judged.height,
        "n_blocks": judged.select("outlet", "article_id", "block").n_unique(),
        "n_deals": judged["n_deals"][0],
        "accuracy": ordered["right"].mean(),
        "accuracy_low": low,
        "accuracy_high": high,
        "chance_accuracy": max(group.height for group in groups) / judged.height,
        "balanced_accuracy": sum(each) / len(each),
        "balanced_low": balanced_low,
        "balanced_high": balanced_high,
        "chance_balanced": 1 / len(groups),
    }
