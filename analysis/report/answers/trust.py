"""Answers to: how far do the measures agree with codings, and would another analyst have found the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.codings.agreement.examples import add_explanations
from analysis.report.plots.agreement import NAMES
from analysis.report.prose import Prose, all_of, claim, count, inner, joined, listed, number, say, spelled, verb
from analysis.report.style import FRAMES

if TYPE_CHECKING:
    from analysis.evidence.study import Study

HOW_TO_CODE = (
    "{nobody} has coded an article of this corpus yet, so this page shows what is known from other articles. To "
    "measure on your own: code two or three articles by the codebook (data/codings/README.md says how), lay the files "
    "into the folder codings of the corpus, and build the report again."
)
UNCODED = "No article of this corpus is coded yet."


def agreement(study: Study, records: pl.DataFrame, coders: pl.DataFrame, judged: pl.DataFrame) -> Prose:
    """How well does the machine do, by the codings of this corpus and by those of other articles?

    Takes `read_codings`, `coders` and `trust`.
    """
    known = judged.drop_nulls("judged").sort("judged", "metric")
    firm, alone = (judged.filter(pl.col("trust") == name).height for name in ("firm", "not alone"))
    least = _weakest(known)
    if records.is_empty():
        return say(
            "{nobody} has coded this corpus. On other articles, which nobody had read while the rules were made, "
            "[{firm} of {n} measures](#from-11-classes) can be built on and {alone} {need} the sentences beside the "
            "counts. {least}",
            nobody=claim("Nobody", codings=records.height),
            firm=spelled(firm).replace("no", "none"),
            n=number(judged.height, "measure").removesuffix(" measures").removesuffix(" measure"),
            alone=count(alone),
            need=verb(alone, "needs", "need"),
            least=least,
        )
    in_view = bool(coders["in_view"].any())
    models = coders["who"].fill_null("").str.contains("language model").all()
    view = "the rules were made with these articles in view, so the agreement here is too good." if in_view else ""
    return say(
        "Against [{records}](#from-11-trust) of {articles}{by}, [{firm} of {n} measures](#from-11-classes) can be "
        "built on; {alone} {need} the sentences beside the counts, and the rest ask for care. {view}{least}",
        by=", made by language models, not by people," if models else "",
        records=number(records.height, "coding"),
        articles=number(records["article_id"].n_unique(), "article"),
        firm=count(firm),
        n=spelled(judged.height),
        alone=count(alone),
        need=verb(alone, "needs", "need"),
        view=f"{view[:1].upper()}{view[1:]} " if view else "",
        least=least,
    )


def who_coded(coders: pl.DataFrame) -> Prose:
    """Who coded this corpus, and what does that mean?"""
    if coders.is_empty():
        return say(HOW_TO_CODE, nobody=claim("Nobody", coders=coders.height))
    said = [
        f"Coder “{row['coder']}” ({row['who'] or 'nothing more is known of this coder'}): {number(row['n'], 'record')} "
        f"in {number(row['n_articles'], 'article')}"
        for row in coders.iter_rows(named=True)
    ]
    models = coders["who"].fill_null("").str.contains("language model").any()
    warning = (
        "Language models read well, but coders of one kind share their blind spots. Such scores say how near the rules "
        "come to such a reader, not how near they come to the truth, or to people."
        if models
        else "A score says how near the rules come to these coders, no more."
    )
    return say("{said}. {warning}", said="; ".join(said), warning=warning)


def widest_apart(beyond: pl.DataFrame) -> Prose:
    """Where do plain agreement and alpha lie farthest apart? Takes the rows of `beyond_chance`."""
    known = beyond.drop_nulls(["alpha", "agreement"])
    if known.is_empty():
        return Prose(UNCODED)
    apart = (pl.col("agreement") - pl.col("alpha")).round(4)
    row = known.sort(apart, "measure", descending=[True, False]).row(0, named=True)
    gaps = known.select((pl.col("agreement") - pl.col("alpha")).round(4)).to_series()
    return say(
        "Plain agreement and alpha lie {farthest} apart for “{measure}”. {said}",
        farthest=claim("farthest", gap=round(row["agreement"] - row["alpha"], 4), others=gaps.to_list()),
        measure=row["measure"],
        said=row["said"],
    )


def beyond_chance(agreed: pl.DataFrame) -> pl.DataFrame:
    """The rows of `agreement` that compare anything, with `measure` and `said` in words."""
    named = pl.concat_str(pl.col("kind").replace({"figure": "toll"}), pl.lit("_"), "field").replace(NAMES)
    frames = {f"frames_frames: {code}": f"frame: {words}" for code, words in FRAMES.items()}
    worded = named.replace(frames).str.replace("frames_frames:", "frame:").str.replace_all("_", " ")
    return add_explanations(agreed).filter(pl.col("n_pairable") > 0).with_columns(measure=worded)


def public(scores: pl.DataFrame, meanings: pl.DataFrame) -> Prose:
    """When were the scores on other people's data measured, and which goals are reached? `scores`: `with_meanings`."""
    goals = scores.drop_nulls("reached")
    missing = meanings.join(scores, on=["set", "metric"], how="anti")
    names = [f"{name} {metric.replace('_', ' ')}" for name, metric in missing.select("set", "metric").iter_rows()]
    reached = int(goals["reached"].sum())
    return say(
        "Measured on {date} with version {version}. Of {n}, [{reached}](#from-11-public) {are} reached.{rest}",
        date=str(scores["date"].max()),
        version=", ".join(scores["version"].unique().sort()),
        n=number(goals.height, "goal"),
        reached=count(reached),
        are=verb(reached),
        rest=f" Not measured here: {listed(names)}." if names else "",
    )


def robustness(robust: pl.DataFrame, broken: pl.DataFrame, turns: list[tuple[Any, ...]], n_all: int) -> Prose:
    """Would another analyst have found the same?

    `robust` and `broken` as notebook 10 has them, `turns` the choice that turns most: (words, share, pairs).
    """
    if robust.is_empty():
        no = claim("no", comparisons=robust.height)
        return say("This corpus allows {no} comparison of outlets, so there is none to try out.", no=no)
    always, ordered = (robust.filter(pl.col(share) == 1).height for share in ("share_same_sign", "share_same_ranking"))
    weak = robust.height - always
    holds, measured = (broken[name] + broken[f"{name}_else"] for name in ("n_same_sign", "n"))
    shares = (holds / measured).to_list()  # as `breaking_options` ranks them
    named = broken.head(2).select("words", "held", "n_specifications", "n_same_sign", "n", "done")
    told = "“{words}” in [{held} of {n_specifications}](#from-10-breaking) (in {n_same_sign} of {n} with “{done}”)"
    said = [say(told, **row | {"words": inner(row["words"])}) for row in named.to_dicts()]
    most = "The choice that turns {most}: {choice} ([{share} % of {pairs}](#from-10-deciding) changes)."
    turned = [
        say(
            most,
            most=claim("the most", shown="most", share=share, others=[one for _, one, _ in turns]),
            choice=choice,
            share=f"{100 * share:.0f}",
            pairs=pairs,
        )
        for choice, share, pairs in turns[:1]
        if pairs and share
    ]
    return say(
        "{often} This report makes [{n}](#from-10-overview). Each was made again under all combinations of the choices "
        "that matter to it, which gives [{all}](#from-10-overview). [{always}](#from-10-overview) {hold} wherever {it} "
        "can be measured, {ordered} of them with all outlets or speakers in the same order; "
        "[{broken}](#from-10-breaking) {fail} in some. {least}{turns}",
        often=say("Often, but {not_always}.", not_always=claim("not always", hold=always, comparisons=robust.height))
        if weak
        else "Yes, by the choices tried here.",
        n=number(robust.height, "comparison"),
        all=number(n_all, "result"),
        always=count(always).capitalize(),
        hold=verb(always, "holds", "hold"),
        it=verb(always, "it", "they"),
        ordered=count(ordered),
        broken=count(weak),
        fail=verb(weak, "fails", "fail"),
        least=say(
            "{least} often {hold}: {said}. Such a finding tells of the choice as much as of the text. ",
            least=claim("Least", share=max(shares[:2]), others=shares[2:]),
            hold=verb(len(said), "holds", "hold"),
            said=all_of(said),
        )
        if said
        else "",
        turns=joined(*turned),
    )


def tried(study: Study, part: Study) -> Prose:
    """On how much of the corpus were the choices tried?"""
    n, of = part.corpus.articles.height, study.corpus.articles.height
    if n == of:
        every = claim("All", articles=n, of=of)
        return say("{all} {of} are counted in every specification.", all=every, of=number(of, "article"))
    return say(
        "The corpus is large, so the choices are tried on a part of it: {n} of {of}, all those on {events} that most "
        "outlets report. What holds there need not hold on the other events.",
        n=f"{n:,}",
        of=number(of, "article"),
        events=number(part.corpus.articles["event"].n_unique(), "event"),
    )


def _weakest(known: pl.DataFrame) -> Prose | str:
    if known.is_empty():
        return say("{no} measure has been judged.", no=claim("No", measures=known.height))
    row = known.row(0, named=True)
    name = NAMES.get(row["metric"], row["metric"].replace("_", " "))
    told = "The {weakest}, “{name}”, scores [{judged}](#from-11-doubts): such counts need their sentences beside them."
    weakest = claim("weakest", score=row["judged"], others=known["judged"].to_list())
    return say(told, weakest=weakest, name=name, judged=row["judged"])
