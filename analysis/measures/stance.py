"""How sure, how involved does the author sound? Short cited lists, none of which may name the topic."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import polars as pl

from analysis.corpus.lists import LEXICONS
from analysis.evidence.voices import span_voices
from analysis.measures.block_intervals import group_intervals

KINDS = ("hedge", "booster", "factive", "implicative", "subjective", "report")
# Families of labels that name who takes part and what goes on: the topic of a story, however it is told.
TOPICAL = ("the-dead", "the-fighters", "the-crowd", "the-flow", "the-operation", "the-presence", "the-talks")


def stance(tokens: pl.DataFrame, quotations: pl.DataFrame, *, lists: pl.DataFrame | None = None) -> pl.DataFrame:
    """Which words show how sure or involved somebody is, and whose words are they?

    hedge: holds back ("perhaps"). booster: leaves no room ("clearly"). factive: takes what follows as true ("admit").
    implicative: says whether it came about ("manage", "fail"). subjective: judges ("absurd"). report: brings in others'
    words (the verbs of reporting.csv). A word counts in its dictionary form and part of speech; phrases as written.
    Read it: with voice author the word is the outlet's own; inside quotations it is somebody else's.
    Beware: a list knows no context. "May" of permission counts as a hedge, and "fail" of a bridge as implicative.

    One row is one hit: event, outlet, article_id, start, end, sentence_start, text, term, kind, voice, holder,
    distanced. Sorted by article_id, start, end, kind, term. `lists` (kind, term, pos): in place of the suite's own.
    Raises ValueError when a list names the topic (see `words_naming_topic`).
    Hyland (2005); Kiparsky & Kiparsky (1970); Karttunen (1971); Wiebe et al. (2004).
    """
    listed = read_stance_lists() if lists is None else _checked_lists(lists)
    singles = listed.filter(pl.col("pos") != "PHRASE").select("kind", "term", "pos").unique()
    pos = pl.col("pos").replace("AUX", "VERB")
    spans = tokens.with_columns(pos=pos, lemma=pl.col("lemma").str.to_lowercase())
    hits = spans.join(singles, left_on=["lemma", "pos"], right_on=["term", "pos"], how="inner").with_columns(
        term=pl.col("lemma"), text=pl.col("token")
    )
    where = ["event", "outlet", "article_id", "start", "end", "sentence_start", "text", "term", "kind"]
    phrases = _phrase_hits(spans, listed.filter(pl.col("pos") == "PHRASE"))
    found = pl.concat([hits.select(where), phrases.select(where)])
    return span_voices(found, quotations).sort("article_id", "start", "end", "kind", "term")


def stance_rates(hits: pl.DataFrame, tokens: pl.DataFrame, quotations: pl.DataFrame) -> pl.DataFrame:
    """How often does each outlet use each kind of word in its own voice?

    rate = author's hits × 1000 / author's words; low, high: its 95 % interval, from blocks of neighbouring sentences.
    Read it: 10 is one word in a hundred. Compare within an event.
    Beware: the interval holds for these texts; one article says nothing about the outlet's habit.

    One row is one kind of one outlet on one event: event, outlet, kind, n (author's hits), n_others (inside others'
    words), n_words (author's), rate, low, high (per 1,000 words; the interval null below 3 sentences), terms
    (most frequent first).
    Sorted by event, outlet, kind (in the order of `KINDS`). How the interval is made: `block_intervals.block_interval`.
    """
    keys = ["event", "outlet"]
    spoken = span_voices(tokens.filter(pl.col("is_word")), quotations)
    words = spoken.group_by(keys).agg(n_words=_is_own_voice())
    kinds = pl.DataFrame({"kind": KINDS, "place": range(len(KINDS))})
    own = hits.filter(pl.col("voice") == "author").group_by(*keys, "kind", "term").len()
    terms = own.sort("len", "term", descending=[True, False]).group_by(*keys, "kind", maintain_order=True)
    counts = hits.group_by(*keys, "kind").agg(n=_is_own_voice(), n_others=pl.len().cast(pl.Int64) - _is_own_voice())
    table = (
        words.join(kinds, how="cross")
        .join(counts, on=[*keys, "kind"], how="left")
        .join(terms.agg(terms=pl.col("term").head(5).str.join(", ")), on=[*keys, "kind"], how="left")
        .with_columns(pl.col("n", "n_others").fill_null(0), pl.col("terms").fill_null(""))
        .sort(*keys, "place")
    )
    per = pl.when(pl.col("n_words") > 0).then(1000 / pl.col("n_words"))
    return (
        table.join(_rate_intervals(hits, spoken), on=[*keys, "kind"], how="left")
        .with_columns(rate=pl.col("n") * per)
        .sort(*keys, "place")
        .select(*keys, "kind", "n", "n_others", "n_words", "rate", "low", "high", "terms")
    )


def highest_rates(rates: pl.DataFrame) -> pl.DataFrame:
    """Which kinds of stance are most frequent in whose own words? Rows of `stance_rates` with a hit, the highest rate
    first, then by outlet, event, kind; words that bring in others' words (report) are no stance and left out.
    """
    told = rates.filter(pl.col("n") > 0, pl.col("kind") != "report")
    return told.sort(pl.col("rate").round(6), "outlet", "event", "kind", descending=[True, False, False, False])


@functools.cache
def read_stance_lists() -> pl.DataFrame:
    """The suite's lists: kind, term, pos, source. Report verbs are those of reporting.csv
    that cannot be the topic of a story and have no common other sense.
    """
    own = pl.read_csv(LEXICONS / "stance.csv", infer_schema=False).select("kind", "term", "pos", "source")
    verbs = pl.read_csv(LEXICONS / "reporting.csv", infer_schema=False)
    plain = ~pl.col("note").fill_null("").str.contains("ambiguous")
    verbs = verbs.filter(pl.col("pos") == "VERB", pl.col("kind").is_in(["speech", "writing"]), plain)
    report = verbs.select(kind=pl.lit("report"), term="cue", pos="pos", source="source")
    report = report.unique("term", keep="first", maintain_order=True)
    topical = words_naming_topic(report).get("report", [])  # "attack": reports in one story, the topic in another
    return _checked_lists(pl.concat([own, report.filter(~pl.col("term").is_in(topical))]))


def words_naming_topic(lists: pl.DataFrame, *, names: Sequence[str] = ()) -> dict[str, list[str]]:
    """Which words of which list name the topic rather than a stance?

    Refused are nouns, `names` (of actors, say), words for uses of force (force.csv), and labels for those who take part
    or for the event (labels.csv). A list with "war" in it would find war reports involved, whoever writes.
    Returns the words kind by kind; empty when every list is clean.
    """
    force = set(pl.read_csv(LEXICONS / "force.csv", infer_schema=False)["lemma"].to_list())
    labels = pl.read_csv(LEXICONS / "labels.csv", infer_schema=False).filter(pl.col("family").is_in(TOPICAL))
    topical = set(labels["term"].to_list()) | {name.lower() for name in names}
    found: dict[str, list[str]] = {}
    for kind, term, pos in lists.select("kind", "term", "pos").iter_rows():
        if pos in ("NOUN", "PROPN") or term in topical | force:
            found.setdefault(kind, []).append(term)
    return found


def _rate_intervals(hits: pl.DataFrame, spoken: pl.DataFrame) -> pl.DataFrame:
    """The interval of each kind's rate, from the author's hits and words sentence by sentence."""
    at = ["article_id", "sentence_start"]
    sizes = spoken.group_by("event", "outlet", *at).agg(words=_is_own_voice()).sort(at)
    own = hits.filter(pl.col("voice") == "author").group_by(*at, "kind").agg(found=pl.len())
    counts = sizes.join(pl.DataFrame({"kind": KINDS}), how="cross").join(own, on=[*at, "kind"], how="left").sort(at)
    counts = counts.with_columns(pl.col("found").fill_null(0))
    ends = group_intervals(counts, ["event", "outlet", "kind"], "found", of="words", kind="rate")
    return ends.with_columns(pl.col("low", "high") * 1000)


def _checked_lists(lists: pl.DataFrame) -> pl.DataFrame:
    """The lists as given, when none names the topic."""
    if wrong := words_naming_topic(lists):
        said = "; ".join(f"{kind!r} holds {', '.join(terms[:5])}" for kind, terms in wrong.items())
        raise ValueError(f"a list of stance words names the topic: {said}; take these words out")
    return lists


def _phrase_hits(tokens: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Phrases as they are written, word by word; the first word may also stand in another form."""
    known: dict[str, list[tuple[list[str], str, str]]] = {}
    for term, kind in listed.select("term", "kind").iter_rows():
        first, *rest = term.split()
        known.setdefault(first, []).append((rest, term, kind))
    rows: list[dict[str, object]] = []
    words = tokens.filter(pl.col("is_word")).sort("article_id", "start")
    for _, group in words.group_by("article_id", "sentence_start", maintain_order=True):
        told, norms = group.to_dicts(), group["norm"].to_list()
        for place, first in enumerate(told):
            for opening in sorted({first["norm"], first["lemma"]} & known.keys()):
                for rest, term, kind in known[opening]:
                    stop = place + 1 + len(rest)
                    if norms[place + 1 : stop] == rest:
                        text = " ".join(token["token"] for token in told[place:stop])
                        rows.append({**first, "end": told[stop - 1]["end"], "text": text, "term": term, "kind": kind})
    schema = {**tokens.schema, **dict.fromkeys(("text", "term", "kind"), pl.String())}
    return pl.DataFrame(rows, schema=schema)


def _is_own_voice() -> pl.Expr:
    return (pl.col("voice") == "author").sum().cast(pl.Int64)
