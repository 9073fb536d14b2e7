"""What does one article report that another on the same event leaves out, and how is the same statement retold?"""

from __future__ import annotations

import re

import polars as pl

from analysis.measures.alignment_units import UNIT_KINDS

Sentence = tuple[str, int]  # article and start


def linked_sentence_groups(links: pl.DataFrame) -> pl.DataFrame:
    """Which sentences, of however many outlets, belong together?

    The surest links come first (confirmed ones before all). Two groups are joined when at least half of the pairs
    of their sentences from different articles are linked: so one loose link does not chain two matters together.
    Rejected links count for nothing, and a sentence whose links were all too loose is in no group.

    One row is one sentence in a group: event, group (numbered by the place of its first sentence), outlet,
    article_id, start, end. Sorted by event, group, outlet, article_id, start.
    """
    standing = sort_by_certainty(links.filter(pl.col("status") != "rejected"))
    ends = ("outlet", "article_id", "start", "end")
    one = standing.select("event", *ends)
    two = standing.select("event", outlet="other_outlet", article_id="other_id", start="other_start", end="other_end")
    where = pl.concat([one, two]).unique().sort("event", "article_id", "start")
    pairs = standing.select("article_id", "start", "other_id", "other_start").iter_rows()
    group = _groups_of_sentences([((one, start), (other, other_start)) for one, start, other, other_start in pairs])
    sets = [id(group[sentence]) for sentence in where.select("article_id", "start").iter_rows()]
    first = pl.col("row").min().over("set")  # a group is known by its first sentence
    return (
        where.with_row_index("row")
        .with_columns(set=pl.Series(sets, dtype=pl.UInt64))
        .filter(pl.col("article_id").n_unique().over("set") > 1)
        .select("event", first.rank("dense").cast(pl.Int64).alias("group"), *ends)
        .sort("event", "group", "outlet", "article_id", "start")
    )


def sort_by_certainty(links: pl.DataFrame) -> pl.DataFrame:
    """In which order are links to be read? Confirmed ones first, then by score, then by place."""
    confirmed, score = pl.col("status") != "confirmed", -pl.col("score").fill_null(0.0)
    return links.sort(confirmed, score, "article_id", "start", "other_id", "other_start")


def _groups_of_sentences(pairs: list[tuple[Sentence, Sentence]]) -> dict[Sentence, set[Sentence]]:
    """The group of each sentence; sentences of one group share one set."""
    groups = {sentence: {sentence} for pair in pairs for sentence in pair}
    known = {frozenset(pair) for pair in pairs}
    for left, right in pairs:
        one, other = groups[left], groups[right]
        if one is not other and _are_half_linked(one, other, known):
            one |= other
            groups |= dict.fromkeys(other, one)
    return groups


def _are_half_linked(one: set[Sentence], other: set[Sentence], known: set[frozenset[Sentence]]) -> bool:
    """Is at least half of the pairs across two groups linked?"""
    across = [frozenset((left, right)) for left in one for right in other if left[0] != right[0]]
    return sum(pair in known for pair in across) * 2 >= len(across)


def coverage_matrix(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which matters do several outlets tell, and which tells each of them?

    A matter is a group of linked sentences (`linked_sentence_groups`). Matters only one outlet tells are not listed:
    see `counterpart_shares`. Read it: 0 sentences says that no link leads there. Beware: a link that was missed looks
    like a silence.

    One row is one matter and one outlet with an article on the event: event, group, outlet, n (sentences of the
    outlet on the matter), start and article_id of its first (null where n is 0), n_outlets (that tell the matter),
    said (a sentence that stands for the matter: the shortest of at least six words). Sorted by event, group, outlet.
    """
    groups = linked_sentence_groups(links).join(
        sentences.select("article_id", "start", "text"), on=["article_id", "start"]
    )
    ranked = groups.with_columns(words=pl.col("text").str.split(" ").list.len()).sort(
        pl.col("words") < 6, "words", "article_id", "start"
    )
    said = ranked.group_by("event", "group").agg(
        said=pl.col("text").first(), n_outlets=pl.col("outlet").n_unique().cast(pl.Int64)
    )
    told = (
        groups.sort("article_id", "start")
        .group_by("event", "group", "outlet")
        .agg(n=pl.len().cast(pl.Int64), article_id=pl.col("article_id").first(), start=pl.col("start").first())
    )
    grid = said.join(sentences.select("event", "outlet").unique(), on="event")
    return (
        grid.join(told, on=["event", "group", "outlet"], how="left")
        .with_columns(pl.col("n").fill_null(0))
        .select("event", "group", "outlet", "n", "article_id", "start", "n_outlets", "said")
        .sort("event", "group", "outlet")
    )


def counterpart_shares(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """How much of an article has a counterpart in another outlet?

    share = sentences with a link that was not rejected / all sentences.
    Beware: with few and careful links the share is low for everybody; compare outlets, not numbers across corpora.

    One row is one article: event, outlet, article_id, n (with a counterpart), n_sentences, share (0 to 1; null when
    the event has no other outlet, for then there is nothing to be a counterpart). Sorted by event, outlet, article_id.
    """
    found = sentences_with_counterpart(links, sentences).group_by("article_id").agg(n=pl.len().cast(pl.Int64))
    several = pl.col("outlet").n_unique().over("event") > 1
    return (
        sentences.group_by("event", "outlet", "article_id")
        .agg(n_sentences=pl.len().cast(pl.Int64))
        .join(found, on="article_id", how="left")
        .with_columns(pl.col("n").fill_null(0))
        .with_columns(share=pl.when(several).then(pl.col("n") / pl.col("n_sentences")))
        .select("event", "outlet", "article_id", "n", "n_sentences", "share")
        .sort("event", "outlet", "article_id")
    )


def sentences_with_counterpart(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Which sentences have a link that was not rejected? The rows of `sentences`, in their order."""
    standing = links.filter(pl.col("status") != "rejected")
    ends = standing.select("article_id", "start"), standing.select(article_id="other_id", start="other_start")
    return sentences.join(pl.concat(ends), on=["article_id", "start"], how="semi", maintain_order="left")


def unit_coverage(units: pl.DataFrame, sentences: pl.DataFrame, *, kind: str = "actor") -> pl.DataFrame:
    """Which actors, names, numbers or acts does one outlet report and another on the same event leave out?

    share = sentences of the outlet that have the piece / all sentences of the outlet on the event.
    Read it: n of 0 is a silence of this text. `n_outlets` of 1: nobody else on the event has it.
    Beware: an outlet may know and leave out, or write before it happened: look at the dates.

    Takes the table of `alignment_units.sentence_units`. One row is one piece and one outlet with an article on the
    event: event, unit, words (as first printed), outlet, n (sentences), n_sentences, share (0 to 1), n_outlets (that
    have it). Sorted by event, n_outlets downwards, sentences in all downwards, unit, outlet.
    Raises ValueError for a kind that there is not.
    """
    if kind not in UNIT_KINDS:
        raise ValueError(f"no kind of piece is called {kind!r}; kinds: {', '.join(UNIT_KINDS)}; choose one of them")
    sizes = sentences.group_by("event", "outlet").agg(n_sentences=pl.len().cast(pl.Int64))
    pieces = units.filter(pl.col("kind") == kind)
    counts = pieces.group_by("event", "unit", "outlet").agg(n=pl.len().cast(pl.Int64))
    words = pieces.group_by("event", "unit", maintain_order=True).agg(pl.col("words").first())
    grid = words.join(sizes, on="event").join(counts, on=["event", "unit", "outlet"], how="left")
    over = ("event", "unit")
    return (
        grid.with_columns(pl.col("n").fill_null(0))
        .with_columns(share=pl.col("n") / pl.col("n_sentences"), n_outlets=(pl.col("n") > 0).sum().over(over))
        .with_columns(pl.col("n_outlets").cast(pl.Int64), total=pl.col("n").sum().over(over))
        .sort("event", "n_outlets", "total", "unit", "outlet", descending=[False, True, True, False, False])
        .select("event", "unit", "words", "outlet", "n", "n_sentences", "share", "n_outlets")
    )


def names_in_one_outlet(units: pl.DataFrame, sentences: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """Which names stand in one outlet only, in whatever form the others write them?

    A name is dropped when another outlet on the event has one of its words in a like form: case, dots, endings and
    vowels aside ("Shoala" and "Shula", "US" and "U.S.", "Iraqis" and "Iraqi"); or when all its words stand in small
    letters too somewhere in the corpus ("Casualties", "Major General").
    Beware: two different names may look alike and be dropped; what is left stands alone all the more surely.

    The rows of `unit_coverage` with n_outlets of 1 and n of 1 or more.
    """
    only = unit_coverage(units, sentences, kind="name").filter(pl.col("n_outlets") == 1, pl.col("n") > 0)
    words = tokens.filter("is_word").select("event", "outlet", "token")
    capital = pl.col("token").str.contains(r"^\p{Lu}")
    small = set(words.filter(~capital)["token"].str.to_lowercase())
    forms: dict[tuple[str, str], set[str]] = {}
    for event, outlet, token in words.filter(capital).unique().iter_rows():
        forms.setdefault((event, outlet), set()).add(_spelling_key(token))
    stands_alone = []
    for event, outlet, name in only.select("event", "outlet", "words").iter_rows():
        parts = [part for part in name.split() if part[:1].isupper()]
        others = set().union(*(found for (on, by), found in forms.items() if on == event and by != outlet))
        is_plain = all(part.lower() in small for part in parts)
        like = others & {form for part in parts if len(form := _spelling_key(part)) > 1}
        stands_alone.append(bool(parts) and not is_plain and not like)
    return only.filter(pl.Series(stands_alone, dtype=pl.Boolean))


def _spelling_key(word: str) -> str:
    """A word without case, dots, endings and vowels: "Shoala" and "Shula" are shl."""
    plain = word.lower().replace(".", "").replace("’", "'").removesuffix("'s")
    bare = re.sub(r"[aeiouy'-]", "", plain[:1] + plain[1:].removesuffix("s")) if len(plain) > 3 else plain
    return re.sub(r"(.)\1", r"\1", bare)
