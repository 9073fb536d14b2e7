"""The evidence of one study as other choices would have it, each table made once and shared."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import polars as pl

from analysis.evidence.calibration import certain_rows
from analysis.evidence.labels import labels
from analysis.evidence.study import Study
from analysis.evidence.voices import span_voices
from analysis.inference.multiverse.choices import Specification
from analysis.inference.multiverse.sentence_rules import resplit_study
from analysis.measures import alignment, alignment_links, frames, sentiment, wire
from analysis.measures.alignment_units import sentence_units
from analysis.measures.coverage import counterpart_shares
from analysis.schema import LABELS

TOP = ("headline", "highlight")
QUOTED = ("direct", "partial")
KEPT = ("headline", "wire")  # choices that leave rows out
LOOSEST = 0.5  # links are proposed once, at the loosest choice of `least`
Made = TypeVar("Made")


@dataclass(frozen=True)
class StudyVariants:
    """A study, its tables under every specification, and what the findings need besides.

    words are those that the notebook on labels follows.
    """

    study: Study
    words: tuple[str, ...] = ()
    made: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    def cached(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` makes, made the first time it is asked for."""
        if key not in self.made:
            self.made[key] = make()
        return cast(Made, self.made[key])

    def resplit_study(self, spec: Specification) -> Study:
        """The study with sentences by the specification's rule."""
        rule = spec.get("splitter", "ours")
        return self.cached(("study", rule), lambda: resplit_study(self.study, rule))

    def shared_passages(self, spec: Specification) -> pl.DataFrame:
        """Passages that two articles share word for word."""
        base = self.resplit_study(spec)
        key = ("wire", spec.get("splitter"))
        return self.cached(key, lambda: wire.shared_passages(base.tokens, quotations=base.quotations))

    def selected_rows(self, table: pl.DataFrame, spec: Specification) -> pl.DataFrame:
        """Rows of a table of spans that headline and wire copy leave in."""
        if spec.get("headline") == "out":
            table = rows_outside(table, self.study.corpus.paragraphs.filter(pl.col("section").is_in(TOP)))
        return wire.without_wire_copy(table, self.shared_passages(spec)) if spec.get("wire") == "out" else table

    def _add_voices(self, table: pl.DataFrame, spec: Specification) -> pl.DataFrame:
        """Spans with their voices; where only quotation marks count, retold words are the author's."""
        if spec.get("speech", "all") == "all":
            return table
        return span_voices(table, self.resplit_study(spec).quotations.filter(pl.col("type") != "indirect"))

    def mentions(self, spec: Specification) -> pl.DataFrame:
        """Mentions found in the ways that the rule of reference allows."""
        key = ("mentions", *(spec.get(name) for name in ("splitter", *KEPT, "referent")))
        return self.cached(key, lambda: self.selected_rows(self._mentions(spec), spec))

    def _mentions(self, spec: Specification) -> pl.DataFrame:
        allowed = {"nouns": ["name", "alias", "nominal"], "names": ["name", "alias"]}.get(spec.get("referent", "all"))
        found = self.resplit_study(spec).mentions
        return found if allowed is None else found.filter(pl.col("how").is_in(allowed))

    def labels(self, spec: Specification) -> pl.DataFrame:
        """Labels by the list, or by list, grammar and reader, on the actors that the rule of reference allows."""
        key = ("labels", *(spec.get(name) for name in ("splitter", *KEPT, "referent", "speech", "labels")))
        return self.cached(key, lambda: self.selected_rows(self._labels(spec), spec))

    def _labels(self, spec: Specification) -> pl.DataFrame:
        base, nouns, listed = (
            self.resplit_study(spec),
            spec.get("referent", "all") != "all",
            spec.get("labels") == "list",
        )
        found = base.labels
        if nouns or listed:  # of mentions only the pronouns bear on labels, so both narrower rules give the same
            key = ("labels as others find them", spec.get("splitter"), nouns, listed)
            found = self.cached(
                key, lambda: _decided_labels(base, _labels_by_rules(base, nouns=nouns, learnt=not listed))
            )
        if listed:
            found = found.filter(~pl.col("family").is_in(["unlisted", "quoted"]))
        return self._add_voices(found, spec)

    def acts(self, spec: Specification) -> pl.DataFrame:
        """Uses of force."""
        key = ("acts", *(spec.get(name) for name in ("splitter", *KEPT)))
        return self.cached(key, lambda: self.selected_rows(self.resplit_study(spec).acts, spec))

    def tolls(self, spec: Specification) -> pl.DataFrame:
        """Numbers of people, each with its holder."""
        key = ("tolls", *(spec.get(name) for name in ("splitter", *KEPT, "speech")))
        return self.cached(
            key, lambda: self.selected_rows(self._add_voices(self.resplit_study(spec).tolls, spec), spec)
        )

    def tokens(self, spec: Specification) -> pl.DataFrame:
        """Tokens, without those in the words of others where these are left out; `norm` with capitals where kept."""
        key = ("tokens", *(spec.get(name) for name in ("splitter", *KEPT, "quotations", "case")))
        return self.cached(key, lambda: self._tokens(spec))

    def _tokens(self, spec: Specification) -> pl.DataFrame:
        base = self.resplit_study(spec)
        kept = rows_outside(self.selected_rows(base.tokens, spec), _words_of_others(base.quotations, spec))
        return kept.with_columns(norm=pl.col("token")) if spec.get("case") == "kept" else kept

    def sentences(self, spec: Specification) -> pl.DataFrame:
        """Sentences, the words of others blanked out where these are left out."""
        key = ("sentences", spec.get("splitter"), spec.get("quotations"))
        whole = self.cached(key, lambda: self._sentences(spec))
        return self.cached((*key, *(spec.get(name) for name in KEPT)), lambda: self.selected_rows(whole, spec))

    def _sentences(self, spec: Specification) -> pl.DataFrame:
        base = self.resplit_study(spec)
        if spec.get("quotations", "all") == "all":
            return base.sentences
        marked = _words_of_others(base.quotations, spec).with_columns(type=pl.lit("direct"))
        parts = sentiment.quoted_and_unquoted_parts(base.sentences, marked).filter(pl.col("voice") == "narrator")
        return parts.drop("voice")

    def scores(self, spec: Specification) -> pl.DataFrame:
        """Scores of both sentiment instruments on the sentences; a text that several rules find is scored once."""
        key = ("scores", *(spec.get(name) for name in ("splitter", "quotations", *KEPT)))
        return self.cached(key, lambda: self._scores(self.sentences(spec)))

    def _scores(self, sentences: pl.DataFrame) -> pl.DataFrame:
        known = self.cached("scored", dict[str, list[dict[str, object]]])
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
        return self.selected_rows(
            self.cached(key, lambda: frames.frames(self.sentences(whole), self.study.corpus.articles)), spec
        )

    def links(self, spec: Specification) -> pl.DataFrame:
        """Links between sentences of two outlets, with or without a reader's decisions."""
        base, sentences = self.resplit_study(spec), self.sentences(spec)
        rule = spec.get("splitter")
        pieces = self.cached(
            ("pieces", rule),
            lambda: sentence_units(base.sentences, base.tokens, base.mentions, base.quotations, base.corpus.articles),
        )
        loose = self.cached(("links", rule), lambda: alignment.cached_links(base.sentences, pieces, least=LOOSEST))
        links = _links_between(loose.filter(pl.col("probability") >= float(spec["least"])), sentences)
        if spec.get("judged") == "no":
            return links
        judged = alignment_links.link_decisions(self.study.placed_decisions, sentences)
        return alignment_links.apply_link_decisions(links, judged, sentences, pieces)

    def counterpart_shares(self, spec: Specification) -> pl.DataFrame:
        """How many sentences of each article have a link, see `coverage.counterpart_shares`."""
        key = ("linked", *(spec.get(name) for name in ("splitter", *KEPT, "least", "judged")))
        return self.cached(key, lambda: counterpart_shares(self.links(spec), self.sentences(spec)))


def _links_between(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Links of which both ends are sentences here, in their order."""
    here = sentences.select("article_id", "start")
    there = here.rename({"article_id": "other_id", "start": "other_start"})
    for ends in (here, there):
        links = links.join(ends, on=ends.columns, how="semi", maintain_order="left")
    return links


def _labels_by_rules(study: Study, *, nouns: bool, learnt: bool) -> pl.DataFrame:
    """Labels as the machine finds them with other rules: on nouns and names alone, by the list alone."""

    def make(part: Study) -> pl.DataFrame:
        named = part.machine_rows("actor")
        named = named.filter(pl.col("how") != "pronoun") if nouns else named
        return labels(part.parsed, named, certain_rows(part.machine_rows("quote")), learnt=learnt)

    return study.cached_by_article(LABELS, make, code=f" nouns {nouns} learnt {learnt}")


def _decided_labels(study: Study, found: pl.DataFrame) -> pl.DataFrame:
    """Labels found in another way, with readers' decisions laid over them; those that count."""
    return certain_rows(study.decided_rows("label", found)).filter(pl.col("status") != "rejected")


def rows_outside(table: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
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


def _words_of_others(quotations: pl.DataFrame, spec: Specification) -> pl.DataFrame:
    """Stretches that are left out as the words of others."""
    types = {"unquoted": QUOTED, "author": (*QUOTED, "indirect")}.get(spec.get("quotations", "all"), ())
    return quotations.filter(pl.col("type").is_in(types))
