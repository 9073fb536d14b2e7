"""Parts of sentences that several answers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.codings.review.progress import deciding_readers
from analysis.evidence.study import add_sentences
from analysis.inference.design import corpus_claim_words
from analysis.measures.large_corpora import has_chosen_events
from analysis.report.payload import PLACE
from analysis.report.prose import Prose, claim, counted, number, quoted, say, share
from analysis.report.tables import behind, in_corpus_order
from analysis.schema import SEEN

if TYPE_CHECKING:
    from analysis.corpus import Corpus
    from analysis.evidence.study import Study

REPORTS = 10  # from which the share with a plain verb is told
NOBODY = ("OTHER", "EVENT")  # codes that are no actor of the corpus file
SHOWN = (  # columns of rows that a number opens, of those that they have
    *("event", "outlet", "instrument", "term", "frame", "text", "sentence", "other_outlet", "other_sentence"),
    *("actor", "agent", "patient", "speaker", "cue", "type", "cline", "effect", "voice", "holder", "source", "who"),
    *("low", "high", "mean", "score_textblob", "score_vader", "cues", "probability", "status", *PLACE),
)


def rows_of(study: Study, table: pl.DataFrame) -> pl.DataFrame:
    """Rows of evidence as a reader sees them who opens a number: in their sentences, in words, with their places."""
    if "sentence" not in table.columns:
        table = add_sentences(table, study.sentences)
    return behind(table.select(name for name in SHOWN if name in table.columns), study)


def articles_behind(study: Study) -> pl.DataFrame:
    """The articles, with their length, as rows that a number opens."""
    words = study.tokens.group_by("article_id").agg(words=pl.col("is_word").sum())
    length = study.sentences.group_by("article_id").agg(sentences=pl.len()).join(words, on="article_id")
    articles = in_corpus_order(study.corpus.articles, study, "article_id").join(
        length, on="article_id", how="left", maintain_order="left"
    )
    return behind(articles.select("event", "outlet", "title", "date", "words", "sentences", "article_id"), study)


def claim_words(study: Study) -> str:
    """What a difference between these articles is one between; of chosen events not more than these texts."""
    if has_chosen_events(study):
        return "What differs here differs on these events."
    return corpus_claim_words(study.corpus.articles)


def articles_of(study: Study) -> Prose:
    """All articles of a study: "the one article", "these five articles"."""
    n = study.corpus.articles.height
    return counted("the one article" if n == 1 else f"these {number(n, 'article')}", articles_behind(study))


FOLLOWS = "nobody can be told from “others” here: `counterframe actors CORPUS --write` suggests a table of them"


def no_actors(corpus: Corpus, follows: str = FOLLOWS) -> Prose:
    """That a table of actors is what is missing, and what follows from that; nothing where there is one."""
    if n := len(corpus.manifest.actor):
        return Prose("")
    return say("The corpus file names {no} actors, so {follows}.", no=claim("no", actors=n), follows=Prose(follows))


def compared_events(study: Study) -> int:
    """How many events are reported by two outlets or more?"""
    outlets = study.corpus.articles.group_by("event").agg(n=pl.col("outlet").n_unique())["n"]
    return int((outlets > 1).sum())


def several_events(study: Study) -> str:
    """That a number is one over all events: "Over all 12 events, "; nothing where no outlet reports several."""
    stories = study.corpus.articles.select("event", "outlet").unique()
    if not stories["outlet"].is_duplicated().any():
        return ""
    events = stories["event"].n_unique()
    return "Over both events, " if events == 2 else f"Over all {number(events, 'event')}, "


def plain_verbs(study: Study) -> Prose:
    """How many reports come with a plain verb such as "said"? Nothing of few."""
    with_verb = study.quotations.filter(pl.col("cue_class").is_not_null(), pl.col("cue") != "")
    if with_verb.height < REPORTS:
        return Prose("")
    plain = with_verb.filter(pl.col("cue_class") == "neutral")
    of_all = share(plain.height / with_verb.height, with_verb.height, rows_of(study, plain), rows_of(study, with_verb))
    return say("{share} reports come with a plain verb such as “said”.", share=of_all)


def checked(study: Study, kind: str, table: pl.DataFrame, rows: str) -> Prose:
    """How many of the rows that are counted has a reader checked, and who? Nothing where nobody has."""
    read = table.filter(pl.col("status").is_in(SEEN))
    if read.is_empty():
        return Prose("")
    return say(
        "Checked, and put right where wrong: {n} of the {total} {rows} counted here, by {who}.",
        n=counted(read.height, rows_of(study, read)),
        total=counted(table.height, rows_of(study, table)),
        rows=rows,
        who=quoted(deciding_readers(study, kind)),
    )
