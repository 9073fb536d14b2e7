"""The findings of the front page: what a reader should know first, each in a sentence with its own words in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.codings.review.progress import deciding_readers
from analysis.measures import agency, keyness, keywords, tolls
from analysis.measures.alignment_links import study_links, study_units
from analysis.measures.pooling import add_all_events, outlet_gaps, pooled_rows
from analysis.measures.voices import voice_shares
from analysis.report.answers.called import speaker_name, whose_word
from analysis.report.answers.parts import rows_of, several_events
from analysis.report.answers.voices import most_heard
from analysis.report.prose import (
    Finding,
    Prose,
    all_of,
    claim,
    counted,
    in_turn,
    inner,
    number,
    say,
    share,
)
from analysis.report.tables import in_corpus_order
from analysis.schema import SPAN, WHERE

if TYPE_CHECKING:
    from analysis.evidence.study import Study

Bar = tuple[str, float, str, str]  # a label, a share, the number in words, a look: a voice or a step of the cline
SIDES = (("article_", ""), ("other_", "other_"))  # of a link
# The kind of rows a finding stands on, the notebook that shows more, by what its claims begin when they are tried in
# other ways of counting, and the measures (see `trust`) by which the machine is judged there.
JUDGED = {
    "called": ("label", "03", "contested", ["label_voice", "label_holder"]),
    "denied": ("link", "09", "", []),
    "heard": ("quote", "04", "heard", ["quote_speaker_actor"]),
    "counts": ("toll", "07", "incidents", ["toll_f1", "toll_holder"]),
    "acted": ("act", "06", "doers", ["act_agent", "act_form"]),
    "own_words": ("quote", "02", "", ["quote_content_f1"]),
}
# Where the data say whether any outlet lies outside what two halves of one article differ by.
CONTROLS = {"heard": "04_share_of_voice.csv", "acted": "06_cline.csv"}
OUTLETS = 5  # outlets that are named one by one
ACTS = 10  # uses of force from which a share is told
OFTEN = 5  # uses of a key word
LONG = 330  # characters of a sentence that is quoted


def findings(study: Study) -> list[Finding]:
    """What do these newsrooms do differently? One sentence a question, those of a person reading first."""
    made: list[Callable[[Study], Finding | None]] = [called, denied, heard, counts, acted, own_words]
    return [found for make in made if not study.corpus.is_lexical_only and (found := make(study))]


def _finding(study: Study, name: str, said: Prose, bars: Sequence[Bar] = (), event: str = "") -> Finding:
    kind, page, claim, measures = JUDGED[name]
    claims = [f"{claim}-{event}" if event else claim] if claim else []
    facts = {"page": page, "measures": measures, "claims": claims, "readers": deciding_readers(study, kind)}
    facts |= {"control": CONTROLS.get(name, "")}
    return Finding(said.marked, said.lists, facts=facts | {"bars": [list(bar) for bar in bars]})


def called(study: Study) -> Finding | None:
    """Whose word is it? See `whose_word`."""
    said = whose_word(study)
    return _finding(study, "called", said) if said else None


def denied(study: Study) -> Finding | None:
    """What does one outlet report that another denies? The pair a reader has judged so, or else none."""
    links = study_links(study, study_units(study)).filter(relation="denied", status="confirmed")
    if links.is_empty():
        return None
    words = study.sentences.select("article_id", "start", "outlet", "text", "section")
    other = words.rename({name: f"other_{name}" for name in ("start", "text", "section")} | {"article_id": "other_id"})
    both = links.drop("outlet", "other_outlet").join(words, on=["article_id", "start"])
    both = both.join(other.rename({"outlet": "other_outlet"}), on=["other_id", "other_start"])
    order = (-pl.col("score").fill_null(0), "article_id", "start", "other_id", "other_start")
    top = both.sort(*order).row(0, named=True)
    ends = [{"article_id": top[f"{side}id"], "start": top[f"{start}start"]} for side, start in SIDES]
    rows = [rows_of(study, study.sentences.filter(**end).drop("text")) for end in ends]
    said = say(
        "What one reports, somebody denies in the other. {one}: {first} {other}: {second}",
        one=top["outlet"],
        other=top["other_outlet"],
        first=counted(_cut(top["text"]), rows[0]),
        second=counted(_cut(top["other_text"]), rows[1]),
    )
    return _finding(study, "denied", said)


def _cut(text: str) -> str:
    """A sentence as it is quoted, its end left out where it is long."""
    text = " ".join(text.split())
    return f"“{inner(text if len(text) <= LONG else text[: text.rfind(' ', 0, LONG)] + ' …')}”"


def heard(study: Study) -> Finding | None:
    """To whom go the most reported words in each outlet?"""
    shares = pooled_rows(add_all_events(voice_shares, study.quotations, study.sentences))
    told = most_heard(study, shares.with_columns(all=pl.col("n_words").sum().over("outlet")))[:OUTLETS]
    if not told:
        return None
    bars = [(f"{outlet}: {name}", of_all, f"{100 * of_all:.0f} %", "direct") for outlet, name, of_all, _ in told]
    said = say("The voice that is reported most is {parts}.", parts=all_of([part for *_, part in told]))
    return _finding(study, "heard", said, bars)


def counts(study: Study) -> Finding | None:
    """How far apart are the counts of one incident, and whose are they?"""
    told = tolls.toll_accounts(study.tolls, study.sentences)
    apart = tolls.contested_incidents(told, effects=("killed", "wounded"))
    apart = apart.with_columns(count=pl.coalesce("high", "low")).filter(pl.col("count").is_not_null())
    wide = apart.filter(pl.col("spread") > 0).with_columns(times=pl.col("most") / pl.max_horizontal("least", 1))
    wide = wide.sort("times", "incident", descending=True)
    if wide.is_empty():
        return None
    case = apart.filter(incident=wide["incident"][0]).sort("count", maintain_order=True)
    ends = [case.row(0, named=True), case.row(-1, named=True)]
    parts = [
        say(
            "{n} according to {whose}",
            n=counted(f"{_about(row)} {row['effect']}", rows_of(study, case.filter(pl.col("number") == row["number"]))),
            whose=_source(row),
        )
        for row in ends
    ]
    n, times = int(wide["incident"].n_unique()), wide["times"]
    where = ends[0]["place"]
    said = say(
        "{many} apart; {widest}{where}: {parts}. Two counts at one place may be two incidents, or a part and the "
        "whole.",
        many="Counts of one incident lie" if n == 1 else f"Counts of {number(n, 'incident')} lie",
        widest=claim("widest", times=float(times[0]), others=times[1:].to_list()),
        where="" if where == "place not said" else f", {where}",
        parts=in_turn(parts, ", "),
    )
    most = max(row["count"] for row in ends) or 1
    bars = [(_source(row), row["count"] / most, _about(row), "author") for row in ends]
    return _finding(study, "counts", said, bars)


def _about(row: dict[str, Any]) -> str:
    """A number as it is given: "at least 5", "about 50"."""
    bound = "at least " if row["high"] is None else "at most " if row["low"] is None else ""
    return f"{bound or ('about ' if row['approx'] else '')}{row['count']:,}"


def _source(row: dict[str, Any]) -> str:
    """Whose a count is."""
    return (
        f"{row['outlet']} itself" if row["holder"] == "author" else f"{speaker_name(row['source'])} in {row['outlet']}"
    )


def acted(study: Study) -> Finding | None:
    """How often is somebody told to have used force? On the event on which two outlets differ most, or over all."""
    real = study.acts.filter("realis").with_columns(shown=pl.col("cline").is_in(agency.SHOWN))
    over = several_events(study)
    real = real.with_columns(event=pl.lit("")) if over else real
    whole = real.group_by("event", "outlet").agg(n=pl.len(), shown=pl.col("shown").sum())
    whole = whole.filter(pl.col("n") >= ACTS).with_columns(share=pl.col("shown") / pl.col("n"))
    gaps = outlet_gaps(whole, value="share")
    if gaps.is_empty() or gaps["gap"][0] <= 0:
        return None
    event, high, low = gaps.select("event", "highest", "lowest").row(0)
    here = {row["outlet"]: row for row in in_corpus_order(whole.filter(event=event), study).to_dicts()}
    parts = []
    for outlet in (high, low):
        acts, row = real.filter(event=event, outlet=outlet), here[outlet]
        n = share(row["share"], row["n"], rows_of(study, acts.filter("shown")), rows_of(study, acts))
        what = " such acts" if outlet == high else ""
        parts.append(say("{n}{what} in {outlet}", n=n, what=what, outlet=outlet))
    few = real.filter(event=event, outlet=low)
    nouns = few.filter(cline="nominal")
    common = nouns.group_by("lemma").len().sort("len", "lemma", descending=[True, False])["lemma"].to_list()
    example = counted(f"“{common[0]}”", rows_of(study, nouns)) if common else Prose("")
    most = claim("most", shown=", where most are nouns such as", nouns=nouns.height, acts=few.height)
    said = say(
        "{where}the one who uses force or coercion is the subject, or stands behind “by”, in {high}; in {low}{nouns}.",
        where=over or f"{study.corpus.events[event]}: ",
        high=parts[0],
        low=parts[1],
        nouns=in_turn([most, example], " ") if 2 * nouns.height > few.height else "",
    )
    bars = [(name, row["share"], f"{100 * row['share']:.0f} % of {row['n']}", "active") for name, row in here.items()]
    return _finding(study, "acted", said, bars[:OUTLETS], event)


def own_words(study: Study) -> Finding | None:
    """Which words are typical of each outlet where it speaks itself? Reported and marked words stand aside."""
    tokens = study.tokens.filter(pl.col("pos").is_in(["NOUN", "ADJ"]))
    tokens = keywords.add_voice(tokens, study.quotations).filter(pl.col("whose") == "own")
    shared = tokens.group_by("event").agg(pl.col("outlet").n_unique()).filter(pl.col("outlet") > 1)
    if shared.is_empty():
        return None
    keys = keywords.keyness_over_events(tokens) if several_events(study) else keyness.keyness(tokens)
    keys = keys.filter(pl.col("zeta") > 0, pl.col("n_target") >= OFTEN)
    ranked = in_corpus_order(keys, study, "zeta", "term", descending=[True, False])
    top = ranked.unique("outlet", keep="first", maintain_order=True).head(OUTLETS)
    if top.height < 2:
        return None
    parts, bars, most = [], [], max(top["n_target"].to_list())
    for row in top.to_dicts():
        uses = tokens.filter(outlet=row["outlet"], norm=row["term"]).select(*WHERE, *SPAN, text="token")
        word = uses.group_by("text").len().sort("len", "text", descending=True)["text"][0]
        word = f"“{inner(word)}”"
        part = say("{word} in {outlet}", word=counted(word, rows_of(study, uses)), outlet=row["outlet"])
        others = keys.filter(event=row["event"], outlet=row["outlet"])["zeta"].to_list()
        parts.append(claim("the most", shown=part, zeta=row["zeta"], others=others))
        bars.append((f"{row['outlet']}: {word}", row["n_target"] / most, f"{row['n_target']} times", "author"))
    said = say(
        "Where the outlets speak themselves, the most typical noun or adjective of those used at least {often} is "
        "{parts}.",
        often=number(OFTEN, "time"),
        parts=all_of(parts),
    )
    return _finding(study, "own_words", said, bars)


def tell(study: Study) -> None:
    """Shows the findings below a cell, one after the other."""
    from IPython.display import display

    for finding in findings(study):
        display(finding)  # type: ignore[no-untyped-call]
