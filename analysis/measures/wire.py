"""Which passages do articles share word for word, as copy of one agency?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA = {
    **dict.fromkeys(("event", "outlet", "article_id"), pl.String),
    **dict.fromkeys(("start", "end"), pl.Int64),
    **dict.fromkeys(("other_outlet", "other_id"), pl.String),
    **dict.fromkeys(("other_start", "other_end", "n_words", "n_same"), pl.Int64),
    "identity": pl.Float64,
    "quoted": pl.Boolean,
}
FURNITURE = 50  # a shingle in more articles than this is furniture ("could not be reached for comment")
SAME, OTHER, GAP = 1, -1, -1  # local alignment: a word that agrees, one that differs, one left out
MARGIN = 30  # words read on both sides of the shared shingles


TABLES = ("sentences", "tokens", "mentions", "quotations", "labels", "acts", "tolls")


def shared_passages(
    tokens: pl.DataFrame, *, quotations: pl.DataFrame | None = None, shingle: int = 6, words: int = 12
) -> pl.DataFrame:
    """Which passages stand in two articles in the same words?

    Articles that share a run of `shingle` words (case and marks aside) are aligned locally around it: +1 for a word
    that agrees, -1 for one that differs or is left out; the best stretch is kept when `words` or more agree.
    identity = words that agree / words of the longer stretch.
    Read it: long passages of high identity are copy of one source, most often an agency. `quoted` is true when the
    passage lies in reported speech in both articles: two reporters at one news conference, not wire copy.
    Beware: boilerplate ("is due to hold talks on") needs a larger `words`. A shingle in more than 50 articles is
    left out. Copy that was rewritten is not found.

    One row is one passage seen from one of its two articles, so each passage has two rows: event, outlet, article_id,
    start, end, other_outlet, other_id, other_start, other_end, n_words (of this stretch), n_same, identity (0 to 1),
    quoted (false without `quotations`). Sorted by article_id, start, other_id, other_start.
    Raises ValueError for a shingle below 3 words or `words` below the shingle.
    Smith & Waterman (1981), "Identification of common molecular subsequences"; Broder (1997), "On the resemblance
    and containment of documents".
    """
    if shingle < 3 or words < shingle:
        raise ValueError(f"shingle {shingle}, words {words}: a shingle has 3 words or more, a passage as many or more")
    articles = _article_words(tokens)
    rows: list[dict[str, object]] = []
    for one, other, seeds in _shingle_seeds([norms for *_, norms in articles], shingle):
        for found in _aligned_passages(articles[one][3], articles[other][3], seeds, shingle, words):
            rows += _passage_rows(articles[one], articles[other], found)
    table = pl.DataFrame(rows, schema=SCHEMA).sort("article_id", "start", "other_id", "other_start")
    return table if quotations is None else table.with_columns(quoted=_is_in_quotation(table, quotations))


Article = tuple[dict[str, Any], list[int], list[int], list[str]]  # where, starts, ends, words
Passage = tuple[int, int, int, int, int]  # first and last word of one, of the other, and how many agree


def _article_words(tokens: pl.DataFrame) -> list[Article]:
    kept = tokens.filter(pl.col("is_word")).sort("article_id", "start")
    articles = []
    for _, group in kept.group_by("article_id", maintain_order=True):
        where = group.select("event", "outlet", "article_id").row(0, named=True)
        articles.append((where, group["start"].to_list(), group["end"].to_list(), group["norm"].to_list()))
    return articles


def _shingle_seeds(texts: Sequence[list[str]], size: int) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """Pairs of articles that share shingles, with the places of these in both."""
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, norms in enumerate(texts):
        for at in range(len(norms) - size + 1):
            places[tuple(norms[at : at + size])].append((number, at))
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for found in places.values():
        if 1 < len({number for number, _ in found}) <= FURNITURE:
            for place, (one, at) in enumerate(found):
                for other, to in found[place + 1 :]:
                    if one != other:
                        pairs[one, other].append((at, to))
    for (one, other), seeds in sorted(pairs.items()):
        yield one, other, sorted(seeds)


def _aligned_passages(
    one: list[str], other: list[str], seeds: list[tuple[int, int]], size: int, words: int
) -> list[Passage]:
    """Aligned stretches around the seeds; seeds inside a stretch that was found are done with."""
    found: list[Passage] = []
    for at, to in seeds:
        if any(a <= at <= b and c <= to <= d for a, b, c, d, _ in found):
            continue
        last_at, last_to = at, to
        for near, near_to in seeds:  # seeds further along that the same stretch may reach
            if last_at <= near <= last_at + MARGIN and last_to <= near_to <= last_to + MARGIN:
                last_at, last_to = near, near_to
        low, low_to = max(0, at - MARGIN), max(0, to - MARGIN)
        part = one[low : last_at + size + MARGIN]
        part_to = other[low_to : last_to + size + MARGIN]
        first, last, first_to, end_to, same = _local_alignment(part, part_to)
        if same >= words:
            found.append((low + first, low + last, low_to + first_to, low_to + end_to, same))
    return sorted(set(found))


def _local_alignment(one: list[str], other: list[str]) -> Passage:
    """The best local alignment of two lists of words, by places of its first and last words, and words that agree."""
    score = _alignment_scores(one, other)
    row, column = (int(place) for place in divmod(int(score.argmax()), score.shape[1]))
    last, last_to, same = row - 1, column - 1, 0
    while score[row, column] > 0:
        agree = one[row - 1] == other[column - 1]
        if score[row, column] == score[row - 1, column - 1] + (SAME if agree else OTHER):
            row, column, same = row - 1, column - 1, same + agree
        elif score[row, column] == score[row - 1, column] + GAP:
            row -= 1
        else:
            column -= 1
    return row, last, column, last_to, same


def _alignment_scores(one: list[str], other: list[str]) -> NDArray[np.int64]:
    """Smith and Waterman's matrix."""
    import numpy as np

    score = np.zeros((len(one) + 1, len(other) + 1), dtype=np.int64)
    for row, word in enumerate(one, start=1):
        above = score[row - 1].tolist()
        left, line = 0, [0]
        for column, against in enumerate(other, start=1):
            straight = above[column - 1] + (SAME if word == against else OTHER)
            left = max(0, straight, above[column] + GAP, left + GAP)
            line.append(left)
        score[row] = line
    return score


def _passage_rows(one: Article, other: Article, found: Passage) -> Iterator[dict[str, object]]:
    """The passage, seen from both articles."""
    first, last, first_to, last_to, same = found
    longer = max(last - first, last_to - first_to) + 1
    sides = ((one, first, last), (other, first_to, last_to))
    for (this, begin, stop), (that, begin_to, stop_to) in (sides, sides[::-1]):
        yield {
            **this[0],
            "start": this[1][begin],
            "end": this[2][stop],
            "other_outlet": that[0]["outlet"],
            "other_id": that[0]["article_id"],
            "other_start": that[1][begin_to],
            "other_end": that[2][stop_to],
            "n_words": stop - begin + 1,
            "n_same": same,
            "identity": same / longer,
            "quoted": False,
        }


def _is_in_quotation(passages: pl.DataFrame, quotations: pl.DataFrame) -> pl.Series:
    """Does the passage lie in one stretch of reported speech, in both articles?"""
    spoken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for article, start, end in quotations.select("article_id", "start", "end").iter_rows():
        spoken[article].append((start, end))
    ends = (("article_id", "start", "end"), ("other_id", "other_start", "other_end"))
    sides = [passages.select(names).rows() for names in ends]
    inside = [[any(a <= start and end <= b for a, b in spoken[id]) for id, start, end in side] for side in sides]
    return pl.Series("quoted", [one and other for one, other in zip(*inside, strict=True)], dtype=pl.Boolean)


def without_wire_copy(table: pl.DataFrame, passages: pl.DataFrame, *, quoted: bool = False) -> pl.DataFrame:
    """The same table, with what lies in shared passages set aside.

    A row is set aside when its span (start to end) overlaps a passage of its article. Quoted passages stay unless
    `quoted` is true: the same quotation in two articles is each reporter's own choice.
    Works on every table with article_id, start and end: tokens, sentences, mentions, labels, quotations. The other
    rows stay as they are, in their order.
    Raises ValueError when a column of the place is missing.
    """
    missing = {"article_id", "start", "end"} - set(table.columns)
    if missing:
        raise ValueError(f"the table has no column {', '.join(sorted(missing))}; give one with article_id, start, end")
    chosen = passages if quoted else passages.filter(~pl.col("quoted"))
    return rows_outside_spans(table, chosen, by=["article_id"])


def rows_outside_spans(table: pl.DataFrame, spans: pl.DataFrame, *, by: list[str]) -> pl.DataFrame:
    """The rows of a table that overlap (start to end) no span with the same values in `by`, in their order."""
    numbered, ends = table.with_row_index("_row"), spans.select(*by, _start="start", _end="end").unique()
    pairs = numbered.select("_row", *by, "start", "end").join(ends, on=by)
    touched = pairs.filter(pl.col("_start") < pl.col("end"), pl.col("start") < pl.col("_end"))
    return numbered.join(touched, on="_row", how="anti", maintain_order="left").drop("_row")


def tables_without_wire_copy(tables: Mapping[str, pl.DataFrame], passages: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """All tables of evidence without wire copy: what any measure takes, so that it can be set aside in every one.

    Each table goes through `without_wire_copy`; the names and the order stay. A sentence that only touches a passage
    goes as a whole, and with it its words, labels and acts inside the passage; those outside stay in their tables.
    Raises ValueError, with the table's name, when a table has no place in the text.
    """
    kept = {}
    for name, table in tables.items():
        try:
            kept[name] = without_wire_copy(table, passages)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return kept


def remaining_row_counts(tables: Mapping[str, pl.DataFrame], without: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """How many rows of each table stand when wire copy is set aside?

    One row is one table, in the order given: table, n (rows), n_left (of those, without wire copy), share_left
    (0 to 1; null for an empty table).
    """
    rows = [(name, len(table), len(without[name])) for name, table in tables.items()]
    counted = pl.DataFrame(rows, schema={"table": pl.String, "n": pl.Int64, "n_left": pl.Int64}, orient="row")
    return counted.with_columns(share_left=pl.when(pl.col("n") > 0).then(pl.col("n_left") / pl.col("n")))
