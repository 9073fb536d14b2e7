"""Who gets to speak, how much, how directly, and through which verbs?"""

from __future__ import annotations

import polars as pl

QUOTED = pl.col("type").is_in(["direct", "partial"])  # in quotation marks


def voice_shares(quotations: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Whose words does each outlet report, and how many of them?

    A word is counted once, in the outermost reported stretch that holds it; a stretch inside another (a quoted phrase
    inside a retold clause, a report inside a report) is counted as a stretch of its own speaker, not in words.
    share_words = words of the actor / reported words of the outlet on the event.
    share_direct = stretches in quotation marks (direct, partial) / stretches; share_direct_words: the same in words.
    first_position = place of the first stretch in the article, from 0 to 1 (the mean over articles).
    Read it: a large share_words with a small share_direct is a source that is retold rather than heard.
    Beware: scare quotes have no speaker and are left out. A speaker the machine could not place has actor OTHER, and
    so has one who speaks as a captive: such words are neither those of the captors nor those of the own side.

    One row is one actor of one outlet on one event: event, outlet, actor, n (stretches), n_words, share_words,
    n_direct, share_direct, share_direct_words, n_named, share_named (speaker named, not "unnamed: …"), n_headline
    (stretches in headline or highlights), first_position. Sorted by event, outlet, n_words (largest first), actor.
    """
    keys = ["event", "outlet", "actor"]
    spoken = _stretch_positions(_attributed_stretches(quotations), sentences)
    total = pl.col("n_words").sum().over("event", "outlet")
    first = spoken.group_by([*keys, "article_id"]).agg(first=pl.col("position").min())
    first = first.group_by(keys).agg(first_position=pl.col("first").mean())
    return (
        spoken.group_by(keys)
        .agg(
            n=pl.len().cast(pl.Int64),
            n_words=pl.col("words").filter(pl.col("outermost")).sum().cast(pl.Int64),
            n_direct=QUOTED.sum().cast(pl.Int64),
            direct_words=pl.col("words").filter(QUOTED, ~pl.col("in_marks")).sum(),
            n_named=(~pl.col("speaker").str.starts_with("unnamed")).sum().cast(pl.Int64),
            n_headline=pl.col("section").is_in(["headline", "highlight"]).sum().cast(pl.Int64),
        )
        .join(first, on=keys)
        .with_columns(
            share_words=pl.when(total > 0).then(pl.col("n_words") / total),
            share_direct=pl.col("n_direct") / pl.col("n"),
            share_direct_words=pl.when(pl.col("n_words") > 0).then(pl.col("direct_words") / pl.col("n_words")),
            share_named=pl.col("n_named") / pl.col("n"),
        )
        .select(
            *(*keys, "n", "n_words", "share_words", "n_direct", "share_direct", "share_direct_words", "n_named"),
            *("share_named", "n_headline", "first_position"),
        )
        .sort("event", "outlet", "n_words", "actor", descending=[False, False, True, False])
    )


def source_diversity(quotations: pl.DataFrame) -> pl.DataFrame:
    """From how many sources does an outlet in effect report?

    effective_sources = exp(H), H = - sum of p ln p over speakers, p the speaker's share of reported stretches: the
    number of equally frequent speakers that would give the same variety.
    Read it: 10 speakers of whom one has nearly all the stretches are in effect little more than one.
    Beware: unnamed speakers with different descriptions count as different people.

    One row is one outlet on one event: event, outlet, n (stretches), n_speakers, n_unnamed (stretches without a named
    speaker), share_unnamed, effective_sources, effective_actors (the same over actors). Sorted by event, outlet.
    Jost (2006), "Entropy and diversity".
    """
    spoken = _attributed_stretches(quotations)
    keys = ["event", "outlet"]
    effective = [
        spoken.group_by([*keys, unit])
        .len()
        .with_columns(p=pl.col("len") / pl.col("len").sum().over(keys))
        .sort(keys[0], keys[1], unit)
        .group_by(keys, maintain_order=True)
        .agg((-(pl.col("p") * pl.col("p").log()).sum()).exp().alias(name))
        for unit, name in (("speaker", "effective_sources"), ("actor", "effective_actors"))
    ]
    counts = spoken.group_by(keys).agg(
        n=pl.len().cast(pl.Int64),
        n_speakers=pl.col("speaker").n_unique().cast(pl.Int64),
        n_unnamed=pl.col("speaker").str.starts_with("unnamed").sum().cast(pl.Int64),
    )
    joined = counts.join(effective[0], on=keys).join(effective[1], on=keys)
    share = pl.col("n_unnamed") / pl.col("n")
    columns = [*keys, "n", "n_speakers", "n_unnamed", "share_unnamed", "effective_sources", "effective_actors"]
    return joined.with_columns(share_unnamed=share).select(columns).sort(keys)


def cue_profile(quotations: pl.DataFrame) -> pl.DataFrame:
    """Through which kinds of verbs does each source speak?

    share = reported stretches of the cue class / stretches of the source in the outlet on the event that have a cue.
    Read it: a source that mostly "claims" (distancing) is kept at arm's length; one that "notes" (factive) is believed.
    Beware: the classes come from a list; "said" (neutral) is most of journalism. See the sentences.

    One row is one source, cue class and outlet on one event: event, outlet, actor, cue_class, n, total, share, cues
    (the words, most frequent first). Sorted by event, outlet, actor, cue_class.
    Thompson & Ye (1991); Caldas-Coulthard (1994).
    """
    keys = ["event", "outlet", "actor"]
    cued = _attributed_stretches(quotations).filter(pl.col("cue") != "")
    words = pl.col("cue").str.to_lowercase()
    ranked = cued.group_by([*keys, "cue_class", words.alias("word")]).agg(n=pl.len().cast(pl.Int64))
    ranked = ranked.sort("n", "word", descending=[True, False])
    total = pl.col("n").sum().over(keys)
    return (
        ranked.group_by([*keys, "cue_class"], maintain_order=True)
        .agg(pl.col("n").sum(), cues=pl.col("word").head(5).str.join(", "))
        .with_columns(total=total, share=pl.col("n") / total)
        .select(*keys, "cue_class", "n", "total", "share", "cues")
        .sort(*keys, "cue_class")
    )


def reported_words(quotations: pl.DataFrame) -> pl.DataFrame:
    """Which stretches of reported speech count for `voice_shares`, and with how many words?

    Read it: the words of an actor, summed, are n_words of `voice_shares`.
    Beware: a stretch inside another has 0 words here: they are counted in the outer one.

    One row is one stretch that has a speaker: the columns of `quotations` and words. Sorted by article_id, start, end.
    """
    counted = pl.when("outermost").then(pl.col("words")).otherwise(0).cast(pl.Int64)
    rows = _add_outermost(_attributed_stretches(quotations)).with_columns(words=counted)
    return rows.select(*quotations.columns, "words").sort("article_id", "start", "end")


def _attributed_stretches(quotations: pl.DataFrame) -> pl.DataFrame:
    """Reported stretches that have a speaker; one whom no actor fits, or who speaks as a captive, is OTHER."""
    free = pl.when(~pl.col("constrained").fill_null(False)).then("actor")
    spoken = quotations.filter(pl.col("type") != "scare", pl.col("speaker") != "")
    return spoken.with_columns(free.fill_null("OTHER").alias("actor"))


def _stretch_positions(spoken: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Adds words, outermost, in_marks, section, position (0 to 1)."""
    ends = sentences.group_by("article_id").agg(last=pl.col("end").max())
    parts = sentences.select("article_id", "section", start="start").sort("article_id", "start")
    return (
        _add_outermost(spoken)
        .join_asof(parts, on="start", by="article_id", check_sortedness=False)
        .join(ends, on="article_id")
        .with_columns(position=pl.col("start") / pl.col("last"))
    )


def _add_outermost(spoken: pl.DataFrame) -> pl.DataFrame:
    """Adds words, outermost (in no stretch before it), in_marks (in another quotation)."""
    before = pl.col("end").cum_max().shift(1).over("article_id")
    quoted = pl.when(QUOTED).then(pl.col("end"))
    marks = quoted.cum_max().forward_fill().shift(1).over("article_id")
    return spoken.sort("article_id", "start", "end", descending=[False, False, True]).with_columns(
        outermost=(before.is_null() | (pl.col("end") > before)),
        in_marks=(marks >= pl.col("end")).fill_null(False),
        words=pl.col("text").str.count_matches(r"[\p{L}\p{N}][\p{L}\p{N}'’.-]*"),
    )
