"""Who does what to whom: uses of force and coercion, from the plain active to the noun that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.evidence.acts.actors import UNSTATED, RoleResolver
from analysis.evidence.acts.find import Act, find_acts
from analysis.evidence.acts.learnt import is_likely, learnt_acts
from analysis.evidence.acts.lexicon import force
from analysis.evidence.acts.nouns import noun_roles
from analysis.evidence.acts.roles import Roles, clause_roles
from analysis.evidence.acts.spans import act_span
from analysis.evidence.chances import UNASKED, judged
from analysis.evidence.voices import voice_of
from analysis.language import Parsed
from analysis.language.actors import actor_indexes
from analysis.language.modality import modality
from analysis.language.reader import Reading, readings

CLINE = ("active", "instrument", "passive_by", "passive_agentless", "intransitive", "nominal")
Row = dict[str, object]


def acts(
    parsed: Parsed,
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
    speakers = _speakers(quotations)
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    read = dict(zip(texts, readings(list(texts.values())), strict=True)) if learnt else {}
    rows: list[Row] = []
    for id, actors in actor_indexes(parsed, mentions):
        roles = RoleResolver(actors, force(lexicon), speakers.get(id, []))
        made = list(_listed_acts(roles, texts[id], read.get(id)))
        if id in read:
            made += learnt_acts(roles, read[id], tuple(made), texts[id])
        rows += [{**where[id], **row} for row in made]
    empty = {name: dtype for name, (dtype, _) in schema.ACTS.columns.items() if name not in {"voice", "holder"}}
    spans = pl.DataFrame(rows, schema=empty).unique(schema.ACTS.key, keep="first", maintain_order=True)
    return voice_of(spans, quotations).select(*schema.ACTS.columns).sort(schema.ACTS.key, maintain_order=True)


def _listed_acts(roles: RoleResolver, text: str, reading: Reading | None) -> Iterator[Row]:
    """The acts of the list's words as rows, with how sure they are."""
    for act in find_acts(roles):
        chance = reading.chance("act", *act_span(act)) if reading is not None else None
        if is_likely(act, chance):
            yield _row(act, roles, text) | (UNASKED if chance is None else judged("act", "rules", chance))


def _row(act: Act, roles: RoleResolver, text: str) -> Row:
    start, end = act_span(act)
    who = noun_roles(act.core, roles) if act.clause is None else clause_roles(act, act.clause, roles)
    cline, unreal = _cline(act, who, roles), modality(act.core)
    form = {"instrument": "active", "intransitive": "nominal"}.get(cline, cline)
    return {
        "start": start,
        "end": end,
        "text": text[start:end],
        "lemma": act.entry.lemma if act.noun is None else roles.lemma(act.noun if act.clause else act.core),
        "agent": who.agent,
        "patient": who.patient,
        "form": form if act.entry.kind != "death" else None,
        "cline": cline,
        "realis": not unreal,
        "note": "; ".join(note for note in (_subject(act, who, roles), "mutual" * who.is_mutual, unreal) if note),
    }


def _cline(act: Act, who: Roles, roles: RoleResolver) -> str:
    """Which step of the cline is this?"""
    if act.entry.form == "intransitive":
        return "intransitive"
    if act.clause is None:
        return "nominal"
    if act.entry.form == "passive in sense":
        return "passive_agentless"
    if act.clause.is_passive:
        by = act.clause.agent
        is_armed = by is not None and roles.lexicon.is_weapon(roles.lemma(by)) and roles.actor(by) is None
        return "passive_by" if by is not None and not is_armed else "passive_agentless"
    return "instrument" if who.subject is not None and roles.agent(who.subject) == UNSTATED else "active"


def _subject(act: Act, who: Roles, roles: RoleResolver) -> str:
    """The codebook's note where an active clause names no human agent."""
    if act.clause is None or act.clause.is_passive or who.subject is None or roles.agent(who.subject) != UNSTATED:
        return ""
    if roles.lexicon.is_weapon(roles.lemma(who.subject)):
        return "weapon as subject"
    return "operation as subject" if roles.is_force(who.subject) else ""


def _speakers(quotations: pl.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    """Each article's quotations with a known speaker, the shortest first."""
    speakers: dict[str, list[tuple[int, int, str]]] = {}
    ordered = quotations.filter(pl.col("actor").is_not_null()).sort(
        pl.col("end") - pl.col("start"), "start", "type", maintain_order=True
    )
    for id, start, end, actor in ordered.select("article_id", "start", "end", "actor").iter_rows():
        speakers.setdefault(id, []).append((start, end, actor))
    return speakers
