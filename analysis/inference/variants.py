"""The evidence of one study as other choices would have it, each table made once and shared."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import polars as pl

from analysis.evidence.chances import firm
from analysis.evidence.labels import labels
from analysis.evidence.study import Study
from analysis.evidence.voices import voice_of
from analysis.inference.choices import Specification
from analysis.inference.splitters import split_by
from analysis.measures import alignment, alignment_links, frames, sentiment, wire
from analysis.measures.alignment_units import units
from analysis.measures.coverage import alone
from analysis.schema import LABELS

TOP = ("headline", "highlight")
QUOTED = ("direct", "partial")
KEPT = ("headline", "wire")  # choices that leave rows out
LOOSEST = 0.5  # links are proposed once, at the loosest choice of `least`
Made = TypeVar("Made")


@dataclass(frozen=True)
class Variants:
    """A study, its tables under every specification, and what the findings need besides.

    words are those that the notebook on labels follows.
    """

    study: Study
    words: tuple[str, ...] = ()
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes, made the first time it is asked for."""
        if key not in self.made:
            self.made[key] = make()
        return cast(Made, self.made[key])

    def base(self, spec: Specification) -> Study:
        """The study with sentences by the specification's rule."""
        rule = spec.get("splitter", "ours")
        return self.once(("study", rule), lambda: split_by(self.study, rule))

    def passages(self, spec: Specification) -> pl.DataFrame:
        """Passages that two articles share word for word."""
        base = self.base(spec)
        key = ("wire", spec.get("splitter"))
        return self.once(key, lambda: wire.shared_passages(base.tokens, quotations=base.quotations))

    def kept(self, table: pl.DataFrame, spec: Specification) -> pl.DataFrame:
        """Rows of a table of spans that headline and wire copy leave in."""
        if spec.get("headline") == "out":
            table = outside(table, self.study.corpus.paragraphs.filter(pl.col("section").is_in(TOP)))
        return wire.without_wire(table, self.passages(spec)) if spec.get("wire") == "out" else table

    def _voiced(self, table: pl.DataFrame, spec: Specification) -> pl.DataFrame:
        """Spans with their voices; where only quotation marks count, retold words are the author's."""
        if spec.get("speech", "all") == "all":
            return table
        return voice_of(table, self.base(spec).quotations.filter(pl.col("type") != "indirect"))

    def mentions(self, spec: Specification) -> pl.DataFrame:
        """Mentions found in the ways that the rule of reference allows."""
        key = ("mentions", *(spec.get(name) for name in ("splitter", *KEPT, "referent")))
        return self.once(key, lambda: self.kept(self._mentions(spec), spec))

    def _mentions(self, spec: Specification) -> pl.DataFrame:
        allowed = {"nouns": ["name", "alias", "nominal"], "names": ["name", "alias"]}.get(spec.get("referent", "all"))
        found = self.base(spec).mentions
        return found if allowed is None else found.filter(pl.col("how").is_in(allowed))

    def labels(self, spec: Specification) -> pl.DataFrame:
        """Labels by the list, or by list, grammar and reader, on the actors that the rule of reference allows."""
        key = ("labels", *(spec.get(name) for name in ("splitter", *KEPT, "referent", "speech", "labels")))
        return self.once(key, lambda: self.kept(self._labels(spec), spec))

    def _labels(self, spec: Specification) -> pl.DataFrame:
        base, nouns, listed = self.base(spec), spec.get("referent", "all") != "all", spec.get("labels") == "list"
        found = base.labels
        if nouns or listed:  # of mentions only the pronouns bear on labels, so both narrower rules give the same
            key = ("labels as others find them", spec.get("splitter"), nouns, listed)
            found = self.once(key, lambda: _decided(base, _labels_of(base, nouns=nouns, learnt=not listed)))
        if listed:
            found = found.filter(~pl.col("family").is_in(["unlisted", "quoted"]))
        return self._voiced(found, spec)

    def acts(self, spec: Specification) -> pl.DataFrame:
        """Uses of force."""
        key = ("acts", *(spec.get(name) for name in ("splitter", *KEPT)))
        return self.once(key, lambda: self.kept(self.base(spec).acts, spec))

    def tolls(self, spec: Specification) -> pl.DataFrame:
        """Numbers of people, each with its holder."""
        key = ("tolls", *(spec.get(name) for name in ("splitter", *KEPT, "speech")))
        return self.once(key, lambda: self.kept(self._voiced(self.base(spec).tolls, spec), spec))

    def tokens(self, spec: Specification) -> pl.DataFrame:
        """Tokens, without those in the words of others where these are left out; `norm` with capitals where kept."""
        key = ("tokens", *(spec.get(name) for name in ("splitter", *KEPT, "quotations", "case")))
        return self.once(key, lambda: self._tokens(spec))

    def _tokens(self, spec: Specification) -> pl.DataFrame:
        base = self.base(spec)
        kept = outside(self.kept(base.tokens, spec), _others(base.quotations, spec))
        return kept.with_columns(norm=pl.col("token")) if spec.get("case") == "kept" else kept

    def sentences(self, spec: Specification) -> pl.DataFrame:
        """Sentences, the words of others blanked out where these are left out."""
        key = ("sentences", spec.get("splitter"), spec.get("quotations"))
        whole = self.once(key, lambda: self._sentences(spec))
        return self.once((*key, *(spec.get(name) for name in KEPT)), lambda: self.kept(whole, spec))

    def _sentences(self, spec: Specification) -> pl.DataFrame:
        base = self.base(spec)
        if spec.get("quotations", "all") == "all":
            return base.sentences
        marked = _others(base.quotations, spec).with_columns(type=pl.lit("direct"))
        parts = sentiment.voice_parts(base.sentences, marked).filter(pl.col("voice") == "narrator")
        return parts.drop("voice")

    def scores(self, spec: Specification) -> pl.DataFrame:
        """Scores of both sentiment instruments on the sentences; a text that several rules find is scored once."""
        key = ("scores", *(spec.get(name) for name in ("splitter", "quotations", *KEPT)))
        return self.once(key, lambda: self._scores(self.sentences(spec)))

    def _scores(self, sentences: pl.DataFrame) -> pl.DataFrame:
        known = self.once("scored", dict[str, list[dict[str, object]]])
        new = sentences.filter(~pl.col("text").is_in(list(known))).unique("text", keep="first", maintain_order=True)
        for row in sentiment.sentiment(new).select("text", "instrument", "score").iter_rows(named=True):
            known.setdefault(row["text"], []).append(row)
        rows = [row for text in sentences["text"].unique(maintain_order=True) for row in known.get(text, [])]
        scored = pl.DataFrame(rows, schema={"text": pl.String, "instrument": pl.String, "score": pl.Float64})
        return sentences.join(scored, on="text", maintain_order="left_right")

    def frames(self, spec: Specification) -> pl.DataFrame:
        """Frames of every sentence, by every lens; a sentence is judged beside its neighbours as printed."""
        key = ("frames", spec.get("splitter"), spec.get("quotations"))
        whole = {name: value for name, value in spec.items() if name not in KEPT}
        return self.kept(self.once(key, lambda: frames.frames(self.sentences(whole), self.study.corpus.articles)), spec)

    def links(self, spec: Specification) -> pl.DataFrame:
        """Links between sentences of two outlets, with or without a reader's decisions."""
        base, sentences = self.base(spec), self.sentences(spec)
        rule = spec.get("splitter")
        pieces = self.once(
            ("pieces", rule),
            lambda: units(base.sentences, base.tokens, base.mentions, base.quotations, base.corpus.articles),
        )
        loose = self.once(("links", rule), lambda: alignment.kept_links(base.sentences, pieces, least=LOOSEST))
        links = _between(loose.filter(pl.col("probability") >= float(spec["least"])), sentences)
        if spec.get("judged") == "no":
            return links
        judged = alignment_links.link_decisions(self.study.placed_decisions, sentences)
        return alignment_links.decided(links, judged, sentences, pieces)

    def linked(self, spec: Specification) -> pl.DataFrame:
        """How many sentences of each article have a link, see `coverage.alone`."""
        key = ("linked", *(spec.get(name) for name in ("splitter", *KEPT, "least", "judged")))
        return self.once(key, lambda: alone(self.links(spec), self.sentences(spec)))


def _between(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Links of which both ends are sentences here, in their order."""
    here = sentences.select("article_id", "start")
    there = here.rename({"article_id": "other_id", "start": "other_start"})
    for ends in (here, there):
        links = links.join(ends, on=ends.columns, how="semi", maintain_order="left")
    return links


def _labels_of(study: Study, *, nouns: bool, learnt: bool) -> pl.DataFrame:
    """Labels as the machine finds them with other rules: on nouns and names alone, by the list alone."""

    def make(part: Study) -> pl.DataFrame:
        named = part.machine("actor")
        named = named.filter(pl.col("how") != "pronoun") if nouns else named
        return labels(part.parsed, named, firm(part.machine("quote")), learnt=learnt)

    return study.by_article(LABELS, make, code=f" nouns {nouns} learnt {learnt}")


def _decided(study: Study, found: pl.DataFrame) -> pl.DataFrame:
    """Labels found in another way, with readers' decisions laid over them; those that count."""
    return firm(study.decided("label", found)).filter(pl.col("status") != "rejected")


def outside(table: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table of spans that begin in none of these spans, in their order."""
    inside = (
        table.with_row_index("_row")
        .select("_row", "article_id", at="start")
        .join(spans.select("article_id", "start", "end").unique(), on="article_id")
        .filter(pl.col("start") <= pl.col("at"), pl.col("at") < pl.col("end"))
    )
    return (
        table.with_row_index("_row")
        .join(inside.select("_row").unique(), on="_row", how="anti")
        .sort("_row")
        .drop("_row")
    )


def _others(quotations: pl.DataFrame, spec: Specification) -> pl.DataFrame:
    """Stretches that are left out as the words of others."""
    types = {"unquoted": QUOTED, "author": (*QUOTED, "indirect")}.get(spec.get("quotations", "all"), ())
    return quotations.filter(pl.col("type").is_in(types))
