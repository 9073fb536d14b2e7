"""The claims about words, labels and voices, and how each is measured again."""

from __future__ import annotations

import polars as pl

from analysis.inference.multiverse.choices import Specification
from analysis.inference.multiverse.findings import (
    VALUES,
    Claims,
    FindingFamily,
    group_shares,
    level_claim,
    outlet_contrasts,
    rank_items,
    value_table,
)
from analysis.inference.multiverse.variants import KEPT, QUOTED, StudyVariants, made_once
from analysis.measures.keyness import keyness_scores, target_reference_counts
from analysis.measures.labels import UNLABELLED, contested_word_uses, label_shares
from analysis.measures.voices import voice_shares
from analysis.measures.word_counts import outlet_counts, word_counts

OPEN = ("NOUN", "VERB", "ADJ", "ADV")
LEAST = 3  # times a word stands on its event
ENOUGH = 8  # mentions of an actor that make a share worth a look
NOBODY = ("EVENT", "OTHER")
TAKEN_IN = ("splitter", "headline", "wire")


def _keyness_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """How much does each word lean to each outlet? zeta of every word, under its small-letter form."""
    prior = spec.get("prior", "500")
    each = 0.01 if prior == "0.01" else None
    parts = [
        keyness_scores(counts, prior=each, prior_size=size if prior == "event" else 500.0).join(terms, on="term")
        for counts, terms, size in _event_word_counts(variants, spec)
    ]
    found = [part.select("event", "outlet", subject="word", value="zeta", n="n_target") for part in parts]
    return pl.concat([pl.DataFrame(schema=VALUES), *map(value_table, found)])


@made_once(*KEPT, "whose", "case", "form")
def _event_word_counts(variants: StudyVariants, spec: Specification) -> list[tuple[pl.DataFrame, pl.DataFrame, float]]:
    """Of each event with two outlets: counts as in `keyness`, small-letter words by term, and how many words."""
    tokens = variants.tokens({**spec, "quotations": spec.get("whose", "author")}).filter(pl.col("pos").is_in(OPEN))
    unit = spec.get("form", "form").replace("form", "norm")
    found = []
    for _, rows in tokens.group_by("event", maintain_order=True):
        if rows["outlet"].n_unique() > 1:
            counts = target_reference_counts(outlet_counts([word_counts(rows, unit=unit)]), min_count=1, min_articles=1)
            found.append((counts, _most_frequent_terms(rows, unit), float(rows["is_word"].sum())))
    return found


def _most_frequent_terms(tokens: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Under which term does each small-letter word stand? Its most frequent one. word, term."""
    words = tokens.filter("is_word").with_columns(word=pl.col("token").str.to_lowercase(), term=pl.col(unit))
    counted = words.group_by("word", "term").len().sort("len", "term", descending=[True, False])
    return counted.group_by("word", maintain_order=True).agg(pl.col("term").first())


def _keyness_claims(family: FindingFamily, variants: StudyVariants, values: pl.DataFrame) -> Claims:
    events, found, missing = variants.study.corpus.events, [], []
    often = pl.col("n").sum().over("event", "subject") >= LEAST
    first = pl.col("value") == pl.col("value").max().over("event", "subject")
    kept = values.filter(often, first).sort("value", "subject", descending=[True, False])
    for outlet in variants.study.corpus.outlets:
        for event in kept.filter(pl.col("item") == outlet)["event"].unique().sort():
            mine = kept.filter(pl.col("item") == outlet, pl.col("event") == event, pl.col("value") > 0)
            if mine.is_empty():
                missing.append(f"Notebook 02: no word that stands {LEAST} times leans to {outlet}.")
                continue
            word = mine["subject"][0]
            ranked = rank_items(values.filter(pl.col("event") == event, pl.col("subject") == word))
            about = {"event": event, "title": events[event], "subject": word, "item": outlet}
            told, items = {"high": outlet, "subject": word}, tuple(item for item, *_ in ranked)
            found.append(family.finding(f"typical-{event}-{outlet}", "most", told, **about, items=items))
    alone = [title for event, title in events.items() if kept.filter(pl.col("event") == event).is_empty()]
    return found, [*missing, *(f"Notebook 02, {title}: one outlet alone has nobody to differ from." for title in alone)]


def _own_label_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's labels are its own words?"""
    return value_table(group_shares(variants.labels(spec), pl.col("voice") == "author", ["event", "outlet"]))


def _contested_word_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of the uses of contested words is somebody else’s?"""
    uses = contested_word_uses(variants.labels(spec), variants.words).with_columns(all=pl.lit("all outlets"))
    return value_table(group_shares(uses, pl.col("voice") != "author", ["all"]), item="all", event=False)


def _unlabelled_mention_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's mentions of an actor carries no label?"""
    shares = label_shares(variants.labels(spec), variants.mentions(spec), by_voice=False)
    bare, n = pl.col("n").filter(pl.col("family") == UNLABELLED).sum(), pl.col("n").sum()
    rows = shares.group_by("event", "outlet", subject="actor").agg(value=bare / n, n=n)
    return value_table(rows.filter(pl.col("n") > 0))


def _unlabelled_mention_claims(family: FindingFamily, variants: StudyVariants, values: pl.DataFrame) -> Claims:
    def subject(rows: pl.DataFrame) -> str:
        """The actor whom most outlets mention often enough, and of these the one mentioned most."""
        known = rows.filter(pl.col("n") >= ENOUGH, ~pl.col("subject").is_in(NOBODY))
        most = known.group_by("subject").agg(outlets=pl.len(), n=pl.col("n").sum())
        order = most.filter(pl.col("outlets") > 1).sort("outlets", "n", "subject", descending=[True, True, False])
        return str(order["subject"][0]) if order.height else "nobody"

    return outlet_contrasts(family, variants, values, subject=subject, names=variants.study.actor_names)


def _reported_speech_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's reported speech is each actor's? Without source, or too vague a one, nothing counts."""
    n = pl.col({"words": "n_words", "reports": "n"}[spec.get("counted", "words")])
    total = n.sum().over("event", "outlet")
    shares = _shares_of_voices(variants, spec)
    rows = shares.select("event", "actor", subject="outlet", value=pl.when(total > 0).then(n / total), n=n)
    return value_table(rows, item="actor")


@made_once("splitter", *KEPT, "referent", "speech")
def _shares_of_voices(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    said = variants.selected_rows(_quotations_by_reference(variants, spec), spec)
    if spec.get("speech") == "quoted":
        said = said.filter(pl.col("type").is_in(QUOTED))
    return voice_shares(said, variants.resplit_study(spec).sentences)


def _quotations_by_reference(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """Reported speech whose source is a name, a noun or a pronoun, as the rule of reference allows."""
    base, rule = variants.resplit_study(spec), spec.get("referent", "all")
    if rule == "all":
        return base.quotations
    heads = base.tokens.select("article_id", "pos", source_start="start")
    said = base.quotations.join(heads, on=["article_id", "source_start"], how="left", maintain_order="left")
    said = said.filter(pl.col("pos").is_not_null(), pl.col("pos") != "PRON").drop("pos")
    return said.filter(~pl.col("speaker").str.starts_with("unnamed")) if rule == "names" else said


def _reported_speech_claims(family: FindingFamily, variants: StudyVariants, values: pl.DataFrame) -> Claims:
    study, found, missing = variants.study, [], []
    names = study.actor_names | dict.fromkeys(NOBODY, "speakers of no side listed")
    for outlet in study.corpus.outlets:
        for event, title in study.corpus.events.items():
            order = rank_items(values.filter(pl.col("event") == event, pl.col("subject") == outlet))
            if len(order) < 2 or order[0][1] == order[1][1]:
                if order:
                    missing.append(f"Notebook 04, {title}: no one voice gets most words in {outlet}.")
                continue
            first, items = order[0][0], tuple(item for item, *_ in order[:3])
            about = {"event": event, "title": title, "subject": outlet, "item": first}
            told = {"high": names.get(first, first), "subject": outlet}
            found.append(family.finding(f"heard-{event}-{outlet}", "most", told, **about, items=items))
    return found, missing


LABELS = (*TAKEN_IN, "labels")
WORDS = (
    FindingFamily(
        "typical", "02", "ζ", ("headline", "whose", "wire", "case", "form", "prior"), _keyness_values, _keyness_claims
    ),
    FindingFamily("own-labels", "03", "share", (*LABELS, "speech"), _own_label_values, outlet_contrasts),
    FindingFamily("contested", "03", "share", (*LABELS, "speech"), _contested_word_values, level_claim),
    FindingFamily(
        "unlabelled", "03", "share", (*LABELS, "referent"), _unlabelled_mention_values, _unlabelled_mention_claims
    ),
    FindingFamily(
        "heard",
        "04",
        "share",
        (*TAKEN_IN, "referent", "speech", "counted"),
        _reported_speech_values,
        _reported_speech_claims,
    ),
)
