"""Who does what to whom: uses of force and coercion, from the plain active to the noun that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.evidence.acts.act_finder import Act, find_acts
from analysis.evidence.acts.act_span import act_span
from analysis.evidence.acts.clause_roles import Roles, clause_roles
from analysis.evidence.acts.force_lexicon import force_lexicon
from analysis.evidence.acts.noun_roles import noun_roles
from analysis.evidence.acts.reader_acts import is_likely_act, reader_acts
from analysis.evidence.acts.role_resolver import UNSTATED, RoleResolver
from analysis.evidence.calibration import UNASKED, certainty_columns
from analysis.evidence.voices import span_voices
from analysis.language import ParsedCorpus
from analysis.language.actors import index_articles
from analysis.language.modality import modality
from analysis.language.neural_reader import ArticleReading, read_articles

CLINE = ("active", "instrument", "passive_by", "passive_agentless", "intransitive", "nominal")
Row = dict[str, object]


def acts(
    parsed: ParsedCorpus,
    mentions: pl.DataFrame,
    quotations: pl.DataFrame,
    *,
    lexicon: Path | None = None,
    learnt: bool = True,
) -> pl.DataFrame:
    """Who does what to whom, and where does the agent vanish?

    One row is one use of force or coercion. `form` is the codebook's: active, passive_by, passive_agentless or
    nominal. `cline` tells six steps from the agent in full view to none: active, instrument ("an air strike killed
    five"), passive_by, passive_agentless, intransitive ("died", "came under fire"), nominal ("the siege").
    Read it: agent `unstated` means that the clause names no agent, whoever it was.
    Beware: "died" has no form, null, since nobody need have done it; "have died" and "a bus blew up" are no
    passives. Words come from data/lexicons/force.csv; `lexicon` names a file of the same columns with rows of your
    own. `realis` is false for what is planned, denied, tried or feared; `note` says which.
    With `learnt`, what a reader finds that has learnt from many topics is there as well, where no listed word stands,
    and a listed word to which it gives no chance is no act.
    p: the share of such rows on topics set aside where a coder had an act there; null without the reader.
    doubtful: p of a row of the reader is below the limit that did about best on those topics; of a row of the lists, 0.
    Such rows stay out of counts and are shown apart.
    Who does it and to whom it is done follows `mentions`.

    Columns: `schema.ACTS`. Raises ValueError for a lexicon that cannot be read.
    """
    speakers = _speaker_spans(quotations)
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    read = dict(zip(texts, read_articles(list(texts.values())), strict=True)) if learnt else {}
    rows: list[Row] = []
    for id, actors in index_articles(parsed, mentions):
        roles = RoleResolver(actors, force_lexicon(lexicon), speakers.get(id, []))
        made = list(_lexicon_acts(roles, texts[id], read.get(id)))
        if id in read:
            made += reader_acts(roles, read[id], tuple(made), texts[id])
        rows += [{**where[id], **row} for row in made]
    empty = {name: dtype for name, (dtype, _) in schema.ACTS.columns.items() if name not in {"voice", "holder"}}
    spans = pl.DataFrame(rows, schema=empty).unique(schema.ACTS.key, keep="first", maintain_order=True)
    return span_voices(spans, quotations).select(*schema.ACTS.columns).sort(schema.ACTS.key, maintain_order=True)


def _lexicon_acts(roles: RoleResolver, text: str, reading: ArticleReading | None) -> Iterator[Row]:
    """The acts of the list's words as rows, with how sure they are."""
    for act in find_acts(roles):
        chance = reading.span_chance("act", *act_span(act)) if reading is not None else None
        if is_likely_act(act, chance):
            yield _act_row(act, roles, text) | (
                UNASKED if chance is None else certainty_columns("act", "rules", chance)
            )


def _act_row(act: Act, roles: RoleResolver, text: str) -> Row:
    start, end = act_span(act)
    who = noun_roles(act.core, roles) if act.clause is None else clause_roles(act, act.clause, roles)
    cline, unreal = _cline_step(act, who, roles), modality(act.core)
    form = {"instrument": "active", "intransitive": "nominal"}.get(cline, cline)
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "lemma": act.entry.lemma if act.noun is None else roles.singular_lemma(act.noun if act.clause else act.core),
        "agent": who.agent,
        "patient": who.patient,
        "form": form if act.entry.kind != "death" else None,
        "cline": cline,
        "realis": not unreal,
        "note": "; ".join(
            note for note in (_nonhuman_subject_note(act, who, roles), "mutual" * who.is_mutual, unreal) if note
        ),
    }


def _cline_step(act: Act, who: Roles, roles: RoleResolver) -> str:
    """Which step of the cline is this?"""
    if act.entry.form == "intransitive":
        return "intransitive"
    if act.clause is None:
        return "nominal"
    if act.entry.form == "passive in sense":
        return "passive_agentless"
    if act.clause.is_passive:
        by = act.clause.agent
        is_armed = (
            by is not None and roles.lexicon.is_weapon_noun(roles.singular_lemma(by)) and roles.noun_actor(by) is None
        )
        return "passive_by" if by is not None and not is_armed else "passive_agentless"
    return "instrument" if who.subject is not None and roles.agent_actor(who.subject) == UNSTATED else "active"


def _nonhuman_subject_note(act: Act, who: Roles, roles: RoleResolver) -> str:
    """The codebook's note where an active clause names no human agent."""
    if act.clause is None or act.clause.is_passive or who.subject is None or roles.agent_actor(who.subject) != UNSTATED:
        return ""
    if roles.lexicon.is_weapon_noun(roles.singular_lemma(who.subject)):
        return "weapon as subject"
    return "operation as subject" if roles.is_weapon_or_act(who.subject) else ""


def _speaker_spans(quotations: pl.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    """Each article's quotations with a known speaker, the shortest first."""
    speakers: dict[str, list[tuple[int, int, str]]] = {}
    ordered = quotations.filter(pl.col("actor").is_not_null()).sort(
        pl.col("end") - pl.col("start"), "start", "type", maintain_order=True
    )
    for id, start, end, actor in ordered.select("article_id", "start", "end", "actor").iter_rows():
        speakers.setdefault(id, []).append((start, end, actor))
    return speakers
