"""Which sentences on an event share their words, whoever wrote them?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.measures.masking import KEYS, events_read, joined, word_weights

DIGITS = 4


def sentence_map(
    sentences: pl.DataFrame,
    *,
    tokens: pl.DataFrame | None = None,
    actors: pl.DataFrame | None = None,
    sections: Sequence[str] = ("body",),
    seed: int = 0,
) -> pl.DataFrame:
    """Which sentences on an event share their words, whoever wrote them?

    The TF-IDF table of `telltale_sentences`, each word's mean taken off, laid on its two widest directions
    (principal components by singular value decomposition). The word that weighs most in a direction points up it.
    Read it: near sentences share words; share_x and share_y say how much of all differences the picture holds.
    Beware: mostly very little, so distance on the map is a hint at best; the directions have no meaning of
    their own. The map knows nothing of outlets.

    One row is one sentence, masked or not: event, masked, outlet, article_id, start, end, section, text, x, y (no
    unit, four decimals), share_x, share_y (of variance, 0 to 1). Sorted by event, masked, outlet, article_id, start.
    Raises ValueError when an event has fewer than four different sentences.
    """
    from sklearn.decomposition import PCA

    parts = []
    for masked, group in events_read(sentences, tokens, actors, sections, outlets=1):
        if (n := group["read_as"].n_unique()) < 4:
            raise ValueError(
                f'a map of event "{group["event"][0]}" needs four different sentences in sections '
                f"{', '.join(sections)}, there are {n}; add articles or sections"
            )
        matrix = word_weights().fit_transform(group["read_as"].to_list())
        pca = PCA(n_components=2, svd_solver="arpack", random_state=seed).fit(matrix)
        signs = np.sign([axis[np.argmax(np.round(np.abs(axis), 6))] for axis in pca.components_])
        places = np.round(pca.transform(matrix) * signs, DIGITS) + 0.0
        shares = np.round(pca.explained_variance_ratio_, DIGITS)
        parts.append(
            group.with_columns(
                masked=pl.lit(masked),
                x=pl.Series(places[:, 0]),
                y=pl.Series(places[:, 1]),
                share_x=pl.lit(float(shares[0])),
                share_y=pl.lit(float(shares[1])),
            )
        )
    columns = ["event", "masked", "outlet", "article_id", "start", "end", "section", "text", "x", "y"]
    return joined(parts, [*columns, "share_x", "share_y"]).sort("event", "masked", *KEYS[1:])
