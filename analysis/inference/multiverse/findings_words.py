"""The claims about words, labels and voices, and how each is measured again."""

from __future__ import annotations

import polars as pl

from analysis.inference.multiverse.choices import Specification
from analysis.inference.multiverse.findings import (
    VALUES,
    Finding,
    FindingFamily,
    extreme_findings,
    group_shares,
    rank_items,
    value_table,
)
from analysis.inference.multiverse.variants import StudyVariants
from analysis.measures.keyness import keyness
from analysis.measures.labels import UNLABELLED, contested_word_uses, label_shares
from analysis.measures.voices import voice_shares

OPEN = ("NOUN", "VERB", "ADJ", "ADV")
LEAST = 3  # times a word stands on its event
ENOUGH = 8  # mentions of an actor that make a share worth a look
NOBODY = ("EVENT", "OTHER")
TAKEN_IN = ("splitter", "headline")


def _keyness_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """How much does each word lean to each outlet? zeta of every word, under its small-letter form."""
    tokens = variants.tokens({**spec, "quotations": spec.get("whose", "author")}).filter(pl.col("pos").is_in(OPEN))
    unit, prior = spec.get("form", "form").replace("form", "norm"), spec.get("prior", "500")
    parts = []
    for _, rows in tokens.group_by("event", maintain_order=True):
        if rows["outlet"].n_unique() < 2:
            continue
        size = float(rows["is_word"].sum()) if prior == "event" else 500.0
        each = 0.01 if prior == "0.01" else None
        parts.append(keyness(rows, unit=unit, min_count=1, prior=each, prior_size=size))
    if not parts:
        return pl.DataFrame(schema=VALUES)
    terms = _most_frequent_terms(variants, tokens, unit)
    rows = pl.concat(parts).join(terms, on=["event", "term"], suffix="_")
    return value_table(rows.select("event", "outlet", subject="word", value="zeta", n="n_target"))


def _most_frequent_terms(variants: StudyVariants, tokens: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Under which term does each small-letter word stand? Its most frequent one. event, word, term."""
    words = tokens.filter("is_word").with_columns(word=pl.col("token").str.to_lowercase(), term=pl.col(unit))
    counted = words.group_by("event", "word", "term").len().sort("len", "term", descending=[True, False])
    return counted.group_by("event", "word", maintain_order=True).agg(pl.col("term").first())


def _keyness_claims(variants: StudyVariants, values: pl.DataFrame) -> tuple[list[Finding], list[str]]:
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
            rows = values.filter(pl.col("event") == event, pl.col("subject") == word)
            items = tuple(item for item, *_ in rank_items(rows))
            said = f"“{word}” is more typical of {outlet} than of any other outlet ({events[event]})"
            name, words = f"typical-{event}-{outlet}", f"“{word}” is typical of {outlet}"
            found.append(Finding(name, "02", words, said, "typical", event, word, "most", outlet, items=items))
    alone = [title for event, title in events.items() if kept.filter(pl.col("event") == event).is_empty()]
    return found, [*missing, *(f"Notebook 02, {title}: one outlet alone has nobody to differ from." for title in alone)]


def _own_label_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's labels are its own words?"""
    return value_table(group_shares(variants.labels(spec), pl.col("voice") == "author", ["event", "outlet"]))


def _own_label_claims(variants: StudyVariants, values: pl.DataFrame) -> tuple[list[Finding], list[str]]:
    return extreme_findings(
        variants,
        values,
        ("own-labels", "03", "labels in own words"),
        lambda high, low, _: (
            f"Labels: more own words in {high} than in {low}",
            f"Of its labels, {high} has a larger share in its own words than {low}",
        ),
    )


def _contested_word_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of the uses of contested words is somebody else’s?"""
    uses = contested_word_uses(variants.labels(spec), variants.words).with_columns(all=pl.lit("all outlets"))
    return value_table(group_shares(uses, pl.col("voice") != "author", ["all"]), item="all", event=False)


def _contested_word_claims(variants: StudyVariants, values: pl.DataFrame) -> tuple[list[Finding], list[str]]:
    words = ", ".join(f"“{word}”" for word in variants.words)
    if values.is_empty() or values["value"][0] <= 0.5:
        where = "are not used" if values.is_empty() else "are mostly the outlets’ own words"
        return [], [f"Notebook 03: the words {words} {where} here, so nothing is claimed of others’ words."]
    sentence = f"Most uses of {words} are somebody else’s words"
    short = "Contested words are mostly somebody else’s"
    found = Finding("contested", "03", short, sentence, "contested", None, "", "above", level=0.5)
    return [found], []


def _unlabelled_mention_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's mentions of an actor carries no label?"""
    shares = label_shares(variants.labels(spec), variants.mentions(spec), by_voice=False)
    by = ["event", "outlet", "actor"]
    bare = pl.col("n").filter(pl.col("family") == UNLABELLED).sum()
    rows = shares.group_by(by).agg(value=bare / pl.col("n").sum(), n=pl.col("n").sum())
    return value_table(rows.filter(pl.col("n") > 0).rename({"actor": "subject"}))


def _unlabelled_mention_claims(variants: StudyVariants, values: pl.DataFrame) -> tuple[list[Finding], list[str]]:
    names = variants.study.actor_names

    def subject(rows: pl.DataFrame) -> str:
        """The actor whom most outlets mention often enough, and of these the one mentioned most."""
        known = rows.filter(pl.col("n") >= ENOUGH, ~pl.col("subject").is_in(NOBODY))
        most = known.group_by("subject").agg(outlets=pl.len(), n=pl.col("n").sum())
        order = most.filter(pl.col("outlets") > 1).sort("outlets", "n", "subject", descending=[True, True, False])
        return str(order["subject"][0]) if order.height else "nobody"

    return extreme_findings(
        variants,
        values,
        ("unlabelled", "03", "mentions without a label"),
        lambda high, low, actor: (
            f"{names.get(actor, actor)}: more often without a label in {high} than in {low}",
            f"{high} mentions {names.get(actor, actor)} without a label more often than {low}",
        ),
        subject=subject,
    )


def _reported_speech_values(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """What share of an outlet's reported speech is each actor's? Without source, or too vague a one, nothing counts."""
    base = variants.resplit_study(spec)
    said = variants.selected_rows(_quotations_by_reference(variants, spec), spec)
    if spec.get("speech") == "quoted":
        said = said.filter(pl.col("type").is_in(["direct", "partial"]))
    shares = voice_shares(said, base.sentences)
    unit = {"words": "n_words", "reports": "n"}[spec.get("counted", "words")]
    total = pl.col(unit).sum().over("event", "outlet")
    rows = shares.with_columns(value=pl.when(total > 0).then(pl.col(unit) / total), n=pl.col(unit))
    return value_table(
        rows.rename({"outlet": "subject"}).select("event", "subject", "actor", "value", "n"), item="actor"
    )


def _quotations_by_reference(variants: StudyVariants, spec: Specification) -> pl.DataFrame:
    """Reported speech whose source is a name, a noun or a pronoun, as the rule of reference allows."""
    base, rule = variants.resplit_study(spec), spec.get("referent", "all")
    if rule == "all":
        return base.quotations
    heads = base.tokens.select("article_id", "pos", source_start="start")
    said = base.quotations.join(heads, on=["article_id", "source_start"], how="left", maintain_order="left")
    said = said.filter(pl.col("pos").is_not_null(), pl.col("pos") != "PRON").drop("pos")
    return said.filter(~pl.col("speaker").str.starts_with("unnamed")) if rule == "names" else said


def _reported_speech_claims(variants: StudyVariants, values: pl.DataFrame) -> tuple[list[Finding], list[str]]:
    study, found, missing = variants.study, [], []
    names = study.actor_names
    for outlet in study.corpus.outlets:
        for event, title in study.corpus.events.items():
            order = rank_items(values.filter(pl.col("event") == event, pl.col("subject") == outlet))
            if len(order) < 2 or order[0][1] == order[1][1]:
                if order:
                    missing.append(f"Notebook 04, {title}: no one voice gets most words in {outlet}.")
                continue
            who = "speakers of no side listed" if order[0][0] in NOBODY else names.get(order[0][0], order[0][0])
            words = f"{outlet}: most reported words go to {who}"
            said = f"In {outlet}, more reported words go to {who} than to anybody else"
            items = tuple(item for item, *_ in order[:3])
            name, claim = f"heard-{event}-{outlet}", f"{said} ({title})"
            found.append(Finding(name, "04", words, claim, "heard", event, outlet, "most", order[0][0], items=items))
    return found, missing


WORDS = (
    FindingFamily(
        "typical",
        "02",
        "ζ",
        ("headline", "whose", "wire", "case", "form", "prior"),
        _keyness_values,
        _keyness_claims,
    ),
    FindingFamily(
        "own-labels", "03", "share", (*TAKEN_IN, "wire", "labels", "speech"), _own_label_values, _own_label_claims
    ),
    FindingFamily(
        "contested",
        "03",
        "share",
        (*TAKEN_IN, "wire", "labels", "speech"),
        _contested_word_values,
        _contested_word_claims,
    ),
    FindingFamily(
        "unlabelled",
        "03",
        "share",
        (*TAKEN_IN, "wire", "labels", "referent"),
        _unlabelled_mention_values,
        _unlabelled_mention_claims,
    ),
    FindingFamily(
        "heard",
        "04",
        "share",
        (*TAKEN_IN, "wire", "referent", "speech", "counted"),
        _reported_speech_values,
        _reported_speech_claims,
    ),
)
