"""GUM: are passives found, and who does what to whom (Zeldes 2017; gold trees)?

passives_f1: F1 over full and reduced passives, found by their verb.
agent_recall: share of the doers that a passive names with "by" whose head the machine finds.
triples_f1: F1 over active verbs with doer and object; verb, doer's head and object's head must all be right.
active_agent_recall: share of the doers of active verbs whose head the machine finds.
Beware: the trees take the first word of a person's name or title as its head, the parser the last. A name with what
stands joined before it counts as one word here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.codings.validity.scores import tally_row
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found

if TYPE_CHECKING:
    from spacy.tokens import Token

    from analysis.language.clauses import Clause


def score(items: Sequence[Item], read: Reader) -> Found:
    """Passives, their doers and active triples, document by document."""
    from analysis.language.clauses import clauses

    machine = read({item["id"]: item["text"] for item in items})
    tallies: list[Row] = []
    errors: list[Row] = []
    for item in items:
        verbs = list(clauses(machine.parsed.docs[item["id"]]))
        for part in (_passives, _triples):
            rows, wrong = part(item, verbs)
            tallies += rows
            errors += wrong
    return found(tallies, errors, machine)


def _passives(item: Item, verbs: list[Clause]) -> tuple[list[Row], list[Row]]:
    coded = [event for event in item["events"] if event["voice"] == "passive"]
    machine = [clause for clause in verbs if clause.is_passive]
    pairs = _pairs(coded, machine)
    named = [event for event in coded if event["agent"]]
    right = {id(event) for event, clause in pairs if event["agent"] and _is(clause.agent, event["agent"])}
    errors = [_wrong("passives_f1", item, event, ("passive", "")) for event in _rest(coded, pairs, 0)]
    errors += [_wrong("passives_f1", item, clause, ("", "passive")) for clause in _rest(machine, pairs, 1)]
    for event in named:
        if id(event) not in right:
            answer = next((str(clause.agent or "") for one, clause in pairs if one is event), "")
            errors.append(_wrong("agent_recall", item, event, (event["agent"]["text"], answer)))
    tallies = [
        tally_row("passives_f1", item["doc"], len(pairs), len(coded), len(machine)),
        tally_row("agent_recall", item["doc"], len(right), len(named), len(named)),
    ]
    return tallies, errors


def _triples(item: Item, verbs: list[Clause]) -> tuple[list[Row], list[Row]]:
    coded = [event for event in item["events"] if event["voice"] == "active"]
    active = [clause for clause in verbs if not clause.is_passive]
    machine = [clause for clause in active if clause.agent is not None and clause.patient is not None]
    right = [(e, c) for e, c in _pairs(coded, machine) if _is(c.agent, e["agent"]) and _is(c.patient, e["patient"])]
    doers = sum(_is(clause.agent, event["agent"]) for event, clause in _pairs(coded, active))
    errors = [_wrong("triples_f1", item, e, (_shown(e), "")) for e in _rest(coded, right, 0)]
    errors += [_wrong("triples_f1", item, c, ("", f"{c.agent} > {c.patient}")) for c in _rest(machine, right, 1)]
    tallies = [
        tally_row("triples_f1", item["doc"], len(right), len(coded), len(machine)),
        tally_row("active_agent_recall", item["doc"], doers, len(coded), len(coded)),
    ]
    return tallies, errors


def _shown(event: dict[str, Any]) -> str:
    return f"{event['agent']['head']} > {event['patient']['head']}"


def _pairs(coded: list[dict[str, Any]], machine: list[Clause]) -> list[tuple[dict[str, Any], Clause]]:
    """Coded verb and machine verb that stand in the same place; a hyphenated verb is one word ("co-owned")."""
    left = list(machine)
    pairs = []
    for event in coded:
        clause = next((c for c in reversed(left) if event["start"] <= c.verb.idx < event["end"]), None)
        if clause is not None:
            pairs.append((event, clause))
            left = [c for c in left if c is not clause]
    return pairs


def _rest(rows: list[Any], pairs: list[tuple[Any, ...]], side: int) -> list[Any]:
    taken = {id(pair[side]) for pair in pairs}
    return [row for row in rows if id(row) not in taken]


def _is(mine: Token | None, coded: dict[str, Any]) -> bool:
    """Is the machine's head the coded one, or a word of the same name?"""
    if mine is None:
        return False
    name = [mine, *(c for c in mine.lefts if c.dep_ in {"compound", "nmod"} and "PROPN" in {c.pos_, mine.pos_})]
    return coded["head_start"] in {word.idx for word in name}


def _wrong(metric: str, item: Item, row: Any, answers: tuple[str, str]) -> Row:
    span = (row["start"], row["end"]) if isinstance(row, dict) else (row.verb.idx, row.verb.idx + len(row.verb))
    return error(metric, item["text"], item["id"], span, answers)
