"""The evidence of one study as other choices would have it, each table made once and shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import TypeVar, cast

import polars as pl

from analysis.evidence.calibration import certain_rows
from analysis.evidence.labels import labels
from analysis.evidence.study import Study
from analysis.evidence.voices import span_voices
from analysis.inference.multiverse.choices import Specification, all_choices
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
Making = Callable[["StudyVariants", Specification], Made]


def made_once(*choices: str) -> Callable[[Making[Made]], Making[Made]]:
    """A table that these choices alone decide is made the first time it is asked for."""

    def shared(make: Making[Made]) -> Making[Made]:
        @wraps(make)
        def made(variants: StudyVariants, spec: Specification) -> Made:
            key = (make.__name__, *(spec.get(name, all_choices()[name].options[0].name) for name in choices))
            if key not in variants.made:
                variants.made[key] = make(variants, spec)
            return cast(Made, variants.made[key])

        return made

    return shared


@dataclass(frozen=True)
class StudyVariants:
    """A study, its tables under every specification, and what the findings need besides.

    words are those that the notebook on labels follows.
    """

    study: Study
    words: tuple[str, ...] = ()
    made: dict[tuple[str, ...], object] = field(default_factory=dict, repr=False, compare=False)

    @made_once("splitter")
    def resplit_study(self, spec: Specification) -> Study:
        """The study with sentences by the specification's rule."""
        return resplit_study(self.study, spec.get("splitter", "ours"))

    @made_once("splitter")
    def shared_passages(self, spec: Specification) -> pl.DataFrame:
        """Passages that two articles share word for word."""
        base = self.resplit_study(spec)
        return wire.shared_passages(base.tokens, quotations=base.quotations)

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

    @made_once("splitter", *KEPT, "referent")
    def mentions(self, spec: Specification) -> pl.DataFrame:
        """Mentions found in the ways that the rule of reference allows."""
        allowed = {"nouns": ["name", "alias", "nominal"], "names": ["name", "alias"]}.get(spec.get("referent", "all"))
        found = self.resplit_study(spec).mentions
        return self.selected_rows(found if allowed is None else found.filter(pl.col("how").is_in(allowed)), spec)

    @made_once("splitter", *KEPT, "referent", "speech", "labels")
    def labels(self, spec: Specification) -> pl.DataFrame:
        """Labels by the list, or by list, grammar and reader, on the actors that the rule of reference allows."""
        # of mentions only the pronouns bear on labels, so both narrower rules give the same
        narrower = {**spec, "referent": "nouns"} if spec.get("referent") == "names" else spec
        return self.selected_rows(self._add_voices(self._labels_by_rules(narrower), spec), spec)

    @made_once("splitter", "referent", "labels")
    def _labels_by_rules(self, spec: Specification) -> pl.DataFrame:
        """Labels that count, as found on nouns and names alone, or by the list alone; readers' decisions over them."""
        base = self.resplit_study(spec)
        nouns, listed = spec.get("referent", "all") != "all", spec.get("labels") == "list"
        if not nouns and not listed:
            return base.labels

        def make(part: Study) -> pl.DataFrame:
            named = part.machine_rows("actor")
            named = named.filter(pl.col("how") != "pronoun") if nouns else named
            return labels(part.parsed, named, certain_rows(part.machine_rows("quote")), learnt=not listed)

        found = base.cached_by_article(LABELS, make, code=f" nouns {nouns} learnt {not listed}")
        decided = certain_rows(base.decided_rows("label", found)).filter(pl.col("status") != "rejected")
        return decided.filter(~pl.col("family").is_in(["unlisted", "quoted"])) if listed else decided

    @made_once("splitter", *KEPT)
    def acts(self, spec: Specification) -> pl.DataFrame:
        """Uses of force."""
        return self.selected_rows(self.resplit_study(spec).acts, spec)

    @made_once("splitter", *KEPT, "speech")
    def tolls(self, spec: Specification) -> pl.DataFrame:
        """Numbers of people, each with its holder."""
        return self.selected_rows(self._add_voices(self.resplit_study(spec).tolls, spec), spec)

    @made_once("splitter", *KEPT, "quotations", "case")
    def tokens(self, spec: Specification) -> pl.DataFrame:
        """Tokens, without those in the words of others where these are left out; `norm` with capitals where kept."""
        base = self.resplit_study(spec)
        kept = rows_outside(self.selected_rows(base.tokens, spec), _words_of_others(base.quotations, spec))
        return kept.with_columns(norm=pl.col("token")) if spec.get("case") == "kept" else kept

    @made_once("splitter", *KEPT, "quotations")
    def sentences(self, spec: Specification) -> pl.DataFrame:
        """Sentences, the words of others blanked out where these are left out."""
        return self.selected_rows(self._whole_sentences(spec), spec)

    @made_once("splitter", "quotations")
    def _whole_sentences(self, spec: Specification) -> pl.DataFrame:
        base = self.resplit_study(spec)
        if spec.get("quotations", "all") == "all":
            return base.sentences
        marked = _words_of_others(base.quotations, spec).with_columns(type=pl.lit("direct"))
        parts = sentiment.quoted_and_unquoted_parts(base.sentences, marked).filter(pl.col("voice") == "narrator")
        return parts.drop("voice")

    @made_once("splitter", *KEPT, "quotations")
    def scores(self, spec: Specification) -> pl.DataFrame:
        """Scores of both sentiment instruments on the sentences."""
        return self.sentences(spec).join(self._scores_of_texts(spec), on="text", maintain_order="left_right")

    @made_once("splitter")
    def _scores_of_texts(self, spec: Specification) -> pl.DataFrame:
        """Text, instrument and score, whichever words of others are left out; what they leave alone is scored once."""
        options = all_choices()["quotations"].options
        parts = [self._whole_sentences({**spec, "quotations": option.name}) for option in options]
        told = pl.concat(parts).unique("text", keep="first", maintain_order=True)
        return sentiment.sentiment(told).select("text", "instrument", "score")

    @made_once("splitter", *KEPT, "quotations")
    def frames(self, spec: Specification) -> pl.DataFrame:
        """Frames of every sentence, by every lens; a sentence is judged beside its neighbours as printed."""
        return self.selected_rows(self._whole_frames(spec), spec)

    @made_once("splitter", "quotations")
    def _whole_frames(self, spec: Specification) -> pl.DataFrame:
        return frames.frames(self._whole_sentences(spec), self.study.corpus.articles)

    @made_once("splitter")
    def _sentence_units(self, spec: Specification) -> pl.DataFrame:
        base = self.resplit_study(spec)
        return sentence_units(base.sentences, base.tokens, base.mentions, base.quotations, base.corpus.articles)

    @made_once("splitter")
    def _loosest_links(self, spec: Specification) -> pl.DataFrame:
        return alignment.cached_links(self.resplit_study(spec).sentences, self._sentence_units(spec), least=LOOSEST)

    def links(self, spec: Specification) -> pl.DataFrame:
        """Links between sentences of two outlets, with or without a reader's decisions."""
        sentences = self.sentences(spec)
        likely = pl.col("probability") >= float(spec["least"])
        links = _links_between(self._loosest_links(spec).filter(likely), sentences)
        if spec.get("judged") == "no":
            return links
        return alignment_links.apply_link_decisions(
            links, self._link_decisions(spec), sentences, self._sentence_units(spec)
        )

    @made_once("splitter", *KEPT)
    def _link_decisions(self, spec: Specification) -> pl.DataFrame:
        return alignment_links.link_decisions(self.study.placed_decisions, self.sentences(spec))

    @made_once("splitter", *KEPT, "least", "judged")
    def counterpart_shares(self, spec: Specification) -> pl.DataFrame:
        """How many sentences of each article have a link, see `coverage.counterpart_shares`."""
        return counterpart_shares(self.links(spec), self.sentences(spec))


def _links_between(links: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """Links of which both ends are sentences here, in their order."""
    here = sentences.select("article_id", "start")
    there = here.rename({"article_id": "other_id", "start": "other_start"})
    for ends in (here, there):
        links = links.join(ends, on=ends.columns, how="semi", maintain_order="left")
    return links


def rows_outside(table: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table of spans that begin in none of these spans, in their order."""
    numbered = table.with_row_index("_row")
    starts = numbered.select("_row", "article_id", at="start")
    inside = starts.join(spans.select("article_id", "start", "end"), on="article_id").filter(
        pl.col("start") <= pl.col("at"), pl.col("at") < pl.col("end")
    )
    return numbered.join(inside, on="_row", how="anti", maintain_order="left").drop("_row")


def _words_of_others(quotations: pl.DataFrame, spec: Specification) -> pl.DataFrame:
    """Stretches that are left out as the words of others."""
    types = {"unquoted": QUOTED, "author": (*QUOTED, "indirect")}.get(spec.get("quotations", "all"), ())
    return quotations.filter(pl.col("type").is_in(types))
