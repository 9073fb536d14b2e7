"""Who counts whom, and how far apart are the counts of one incident?"""

from __future__ import annotations

import polars as pl

from analysis.evidence.study import add_sentences

HARM = ("killed", "wounded")
# Two sentences of one article that lie further apart than this are not taken to tell of one incident.
NEAR = 3
ACCOUNT = ("event", "where", "effect")
NO_PLACE = "place not said"


def toll_counts(tolls: pl.DataFrame, *, by: str = "holder") -> pl.DataFrame:
    """Who gives an outlet's numbers of people, or whom do they count?

    share = numbers of the group / numbers of the outlet on the event and effect.
    Read it: by holder, a share of 0.8 with "author" says that four of five numbers stand without a source.
    Beware: the same people can be counted in several rows, so numbers of people are never added up here.

    One row is one group (`by`: "holder" or "who") and effect in one outlet's texts on one event: event, outlet,
    effect, `by`, n (numbers of people), total (of the outlet, event and effect), share, n_running, largest (the
    largest low, in people). Sorted by event, outlet, effect, n (most first), `by`.
    Raises ValueError when `by` is neither "holder" nor "who".
    """
    if by not in {"holder", "who"}:
        raise ValueError(f"tolls cannot be counted by {by!r}; choose holder (who counts) or who (the counted)")
    keys = ["event", "outlet", "effect"]
    return (
        tolls.group_by([*keys, by])
        .agg(
            n=pl.len().cast(pl.Int64),
            n_running=pl.col("running").sum().cast(pl.Int64),
            largest=pl.col("low").max(),
        )
        .with_columns(total=pl.col("n").sum().over(keys))
        .with_columns(share=pl.col("n") / pl.col("total"))
        .select(*keys, by, "n", "total", "share", "n_running", "largest")
        .sort(*keys, "n", by, descending=[False, False, False, True, False])
    )


def effect_table(tolls: pl.DataFrame) -> pl.DataFrame:
    """How many numbers does an outlet give, by what happened to the people? One column an effect, the commonest first.

    One row is one outlet on one event: event, outlet, and the number of numbers for each effect (null for none).
    """
    often = tolls.group_by("effect").len().sort("len", "effect", descending=[True, False])["effect"].to_list()
    counted = tolls.group_by("event", "outlet", "effect").agg(n=pl.len().cast(pl.Int64)).sort("event", "outlet")
    wide = counted.pivot("effect", index=["event", "outlet"], values="n", maintain_order=True)
    return wide.select("event", "outlet", *often)


def toll_accounts(tolls: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """What does each source say, sentence by sentence, that happened to how many people in a place?

    Numbers of one source, place and effect in one sentence are added up: forty fighters and three police are 43
    killed. Running totals and parts of another number ("including two civilians") are left out. low is null where a
    number has no least, high where one has no most; place is null where none is named.

    One row is one account: event, outlet, article_id, start, end (of the first number), place, effect, holder,
    source (the speaker's name; the outlet's where it speaks itself), low, high (people), approx, n (numbers added),
    text (the numbers' words), number (of the sentence in the article), sentence. Sorted by article_id, start, effect.
    """
    order = sentences.sort("article_id", "start").select(
        "article_id", sentence_start="start", number=pl.int_range(pl.len()).over("article_id")
    )
    used = tolls.filter(~pl.col("running") & ~pl.col("part"))
    placed = add_sentences(used, sentences).join(order, on=["article_id", "sentence_start"], how="left")
    source = pl.when(pl.col("holder") == "author").then(pl.col("outlet")).otherwise(pl.col("speaker"))
    keys = ["event", "outlet", "article_id", "place", "effect", "holder", "source", "number", "sentence"]
    return (
        placed.with_columns(source=pl.when(source == "").then(pl.col("holder")).otherwise(source))
        .sort("article_id", "start", "end")
        .group_by(keys, maintain_order=True)
        .agg(
            start=pl.col("start").first(),
            end=pl.col("end").first(),
            low=_sum_or_null("low"),
            high=_sum_or_null("high"),
            approx=pl.col("approx").any(),
            n=pl.len().cast(pl.Int64),
            text=pl.col("text").str.join("; "),
        )
        .select(
            *("event", "outlet", "article_id", "start", "end", "place", "effect", "holder", "source", "low", "high"),
            *("approx", "n", "text", "number", "sentence"),
        )
        .sort("article_id", "start", "effect")
    )


def _sum_or_null(column: str) -> pl.Expr:
    """The sum, null where one of the numbers has none."""
    return pl.when(pl.col(column).null_count() == 0).then(pl.col(column).sum())


def contested_incidents(accounts: pl.DataFrame, *, effects: tuple[str, ...] = HARM) -> pl.DataFrame:
    """Which incidents are counted by more than one source or outlet?

    Accounts with the same event, place and effect are taken to tell of one incident; inside one article only where
    they stand within three sentences of each other. Those without a place meet inside their own article only. Kept
    are incidents with at least two sources.
    Beware: two incidents in one place fall together, and names of the same place written differently fall apart.
    Read the sentences: the machine proposes what may be compared.

    Returns the rows of `accounts` with incident (a number from 1) in front, and n_sources, n_outlets, least, most,
    spread (see `incident_spreads`) behind. Sorted by incident, article_id, start.
    """
    where = pl.coalesce("place", pl.format("in {}", "article_id"))
    hurt = accounts.filter(pl.col("effect").is_in(list(effects))).with_columns(where=where)
    used = hurt.with_columns(pl.col("place").fill_null(NO_PLACE)).sort(*ACCOUNT, "article_id", "number", "start")
    gap = pl.col("number").diff().over([*ACCOUNT, "article_id"])
    # in each article the run of sentences that lie near each other; runs of the first kind meet across articles
    numbered = used.with_columns(run=(gap.fill_null(0) > NEAR).cast(pl.Int64).cum_sum().over([*ACCOUNT, "article_id"]))
    groups = [*ACCOUNT, "run"]
    found = numbered.with_columns(
        n_sources=pl.struct("outlet", "source").n_unique().over(groups).cast(pl.Int64),
        n_outlets=pl.col("outlet").n_unique().over(groups).cast(pl.Int64),
        least=pl.min_horizontal("low", "high").min().over(groups),
        most=pl.max_horizontal("low", "high").max().over(groups),
    ).filter(pl.col("n_sources") > 1)
    first = found.sort("article_id", "start").select(groups).unique(maintain_order=True)
    return (
        found.join(first.with_row_index("incident", offset=1), on=groups, how="left")
        .with_columns(pl.col("incident").cast(pl.Int64), spread=pl.col("most") - pl.col("least"))
        .select("incident", *accounts.columns, "n_sources", "n_outlets", "least", "most", "spread")
        .sort("incident", "article_id", "start")
    )


def sort_by_spread(contested: pl.DataFrame) -> pl.DataFrame:
    """The rows of `contested`, the incident whose counts lie furthest apart first."""
    order = ["spread", "incident", "article_id", "start"]
    return contested.sort(order, descending=[True, False, False, False], nulls_last=True)


def incident_spreads(contested: pl.DataFrame) -> pl.DataFrame:
    """How far apart are the counts of one incident?

    spread = most - least, over all bounds that the accounts give; ratio = most / least (null where least is 0).
    Read it: 40 and 3 against 10 is a spread of 33 people, and a ratio of 4.3.
    Beware: an account with an open end ("at least five") allows more than its number; n_open counts them.

    One row is one incident: incident, event, place, effect, n_accounts, n_sources, n_outlets, n_open, least, most,
    spread (people), ratio. Sorted by spread, widest first, then incident.
    """
    return (
        contested.group_by("incident", "event", "place", "effect")
        .agg(
            pl.len().cast(pl.Int64).alias("n_accounts"),
            pl.col("n_sources", "n_outlets").first(),
            (pl.col("low").is_null() | pl.col("high").is_null()).sum().cast(pl.Int64).alias("n_open"),
            pl.col("least", "most", "spread").first(),
        )
        .with_columns(ratio=pl.when(pl.col("least") > 0).then(pl.col("most") / pl.col("least")))
        .sort("spread", "incident", descending=[True, False], nulls_last=True)
    )
