"""Who does what to whom: uses of force and coercion, from the plain active to the noun that names nobody."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis import schema
from analysis.evidence.acts_actors import Who
from analysis.evidence.acts_doers import Roles
from analysis.evidence.acts_found import Act, found
from analysis.evidence.acts_lexicon import Force, force
from analysis.evidence.acts_read import read_acts
from analysis.evidence.acts_roles import roles
from analysis.evidence.acts_spans import span
from analysis.evidence.chances import UNASKED, judged
from analysis.evidence.voices import voice_of
from analysis.language import Parsed
from analysis.language.actors import casts
from analysis.language.actors.index import ActorIndex
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
    """Who does what to whom, and where does the doer vanish?

    One row is one use of force or coercion. `form` is the codebook's: active, passive_by, passive_agentless or
    nominal. `cline` tells six steps from the doer in full view to none: active, instrument ("an air strike killed
    five"), passive_by, passive_agentless, intransitive ("died", "came under fire"), nominal ("the siege").
    Read it: agent `unstated` means that the clause names no doer, whoever it was.
    Beware: "died" has no form, null, since nobody need have done it; "have died" and "a bus blew up" are no
    passives. Words come from data/lexicons/force.csv; `lexicon` names a file of the same columns with rows of your
    own. `realis` is false for what is planned, denied, tried or feared; `note` says which.
    With `learnt`, what a reader finds that has learnt from many topics is there as well, where no listed word stands.
    p: the share of such rows on topics set aside where a coder had an act there; null without the reader.
    doubtful: p of a row of the reader is below the limit that did about best on those topics; of a row of the lists, 0.
    Such rows stay out of counts and are shown apart.
    Who does it and to whom it is done follows `mentions`.

    Columns: `schema.ACTS`. Raises ValueError for a lexicon that cannot be read.
    """
    words = force(lexicon)
    speakers = _speakers(quotations)
    where = {row["article_id"]: row for row in parsed.articles.select("event", "outlet", "article_id").to_dicts()}
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[Row] = []
    read = dict(zip(texts, readings(list(texts.values())), strict=True)) if learnt else {}
    for id, cast in casts(parsed, mentions):
        who = Who(cast, words, speakers.get(id, []))
        found = _rows(cast, who, words, texts[id])
        if id in read:
            found = [*(_judged(row, read[id]) for row in found), *read_acts(cast, who, read[id], found, texts[id])]
        rows += [{**where[id], **UNASKED, **row} for row in found]
    empty = {name: dtype for name, (dtype, _) in schema.ACTS.columns.items() if name not in {"voice", "holder"}}
    spans = pl.DataFrame(rows, schema=empty).unique(schema.ACTS.key, keep="first", maintain_order=True)
    return voice_of(spans, quotations).select(*schema.ACTS.columns).sort(schema.ACTS.key, maintain_order=True)


def _rows(cast: ActorIndex, who: Who, lexicon: Force, text: str) -> list[Row]:
    rows = []
    for act in found(cast, lexicon):
        first, last = span(act)
        start, end = cast.doc[first].idx, cast.doc[last].idx + len(cast.doc[last])
        part, why = roles(act, who), _unreal(act)
        steps = _steps(act, part, who)
        head = act.noun if act.noun is not None else act.core
        rows.append(
            {
                "start": start,
                "end": end,
                "text": text[start:end],
                "lemma": act.entry.lemma if act.noun is None else cast.lemmas[head.i],
                "agent": part.agent,
                "patient": part.patient,
                "form": _form(act, steps),
                "cline": steps,
                "realis": not why,
                "note": "; ".join(note for note in (_subject(act, part, who), "mutual" * part.mutual, why) if note),
            }
        )
    return rows


def _unreal(act: Act) -> str:
    return modality(act.clause.verb if act.clause is not None else act.core)


def _judged(row: Row, reading: Reading) -> Row:
    """A row of the list with how sure it is."""
    start, end = (int(str(row[side])) for side in ("start", "end"))
    return row | judged("act", "rules", reading.chance("act", start, end))


def _steps(act: Act, part: Roles, who: Who) -> str:
    """Which step of the cline is this?"""
    if "intransitive" in act.entry.notes:
        return "intransitive"
    if act.clause is None:
        return "nominal"
    if "passive in sense" in act.entry.notes:
        return "passive_agentless"
    if act.clause.passive:
        by = act.clause.agent
        return "passive_by" if by is not None and not who.is_arms(by) else "passive_agentless"
    if part.actor is not None and not who.is_somebody(part.actor):
        return "instrument"
    return "active"


def _form(act: Act, steps: str) -> str | None:
    if steps == "intransitive":
        return None if act.entry.kind == "death" else "nominal"
    return "active" if steps == "instrument" else steps


def _subject(act: Act, part: Roles, who: Who) -> str:
    """The codebook's note where no human doer is named by an active clause."""
    if act.clause is None or act.clause.passive or part.actor is None or who.is_somebody(part.actor):
        return ""
    if who.lexicon.is_weapon(who.cast.lemmas[part.actor.i]):
        return "weapon as subject"
    return "operation as subject" if who.is_force(part.actor) else ""


def _speakers(quotations: pl.DataFrame) -> dict[str, list[tuple[int, int, str]]]:
    """Each article's quotations with a known speaker, the shortest first."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    ordered = quotations.filter(pl.col("actor").is_not_null()).sort(
        pl.col("end") - pl.col("start"), "start", "type", maintain_order=True
    )
    for id, start, end, actor in ordered.select("article_id", "start", "end", "actor").iter_rows():
        found.setdefault(id, []).append((start, end, actor))
    return found
