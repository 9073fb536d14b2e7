"""NewsWCL50: is a labelling phrase favourable or unfavourable (Hamborg et al. 2019; Zhukova et al. 2022)?

polarity_macro_f1: macro-F1 of positive against negative over the coded phrases that are one or the other. The set
knows no neutral phrase, so a neutral tone counts as positive here, as a score of zero does for sentiment lexicons.
polarity_strict_macro_f1: the same, with a neutral tone counted as neither, and so as wrong.
b3_f1: B³ of the coded mentions within an event, the mean of events by their mentions. Mentions are one where the actors
that `suggest_actors` proposes for the event, not corrected by anybody, are the same; those that no actor has, by the
lemma of their head.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis import schema
from analysis.codings.validity.scores import tally_row
from analysis.corpus import corpus_of
from analysis.evidence.candidates import suggest_actors
from analysis.language import parse
from analysis.language.actors import mentions
from benchmarks.validity.machine import Found, Item, Reader, Row, class_tally_rows, error, found
from benchmarks.validity.sources import head

POLARITIES = ("positive", "negative")
MANY = 200  # actors that are proposed of an event


def score(items: Sequence[Item], read: Reader) -> Found:
    """Tone of the labelling phrases, article by article."""
    from analysis.evidence.labels import phrase_tone

    machine = read({item["id"]: item["text"] for item in items})
    tallies: list[Row] = []
    strict: list[Row] = []
    errors: list[Row] = []
    for item in items:
        answers = []
        for span in item["properties"]:
            if span["polarity"] in POLARITIES:
                tone = phrase_tone(span["text"])
                answers.append((span["polarity"], tone))
                if tone != span["polarity"]:
                    place = (span["start"], span["end"])
                    errors.append(error("polarity_macro_f1", item["text"], item["id"], place, (span["polarity"], tone)))
        forced = [(coded, "positive" if tone == "neutral" else tone) for coded, tone in answers]
        tallies += class_tally_rows("polarity_macro_f1", item["id"], forced)
        rows = class_tally_rows("polarity_strict_macro_f1", item["id"], answers)
        strict += [row for row in rows if row["class"] in POLARITIES]
    return found(tallies + strict + _chains(items), errors, machine)


def _chains(items: Sequence[Item]) -> list[Row]:
    """How far the machine's groups of mentions are the coders', event by event."""
    rows = []
    for event in sorted({item["event"] for item in items}):
        here = [item for item in items if item["event"] == event and item["mentions"]]
        if not here:
            continue
        coded = [(event, mention["concept"]) for item in here for mention in item["mentions"]]
        value = b_cubed(coded, _grouped(here))
        n = len(coded)
        rows.append(tally_row("b3_f1", event, round(value * n), n, n))
    return rows


def _grouped(items: Sequence[Item]) -> list[tuple[str, str]]:
    """A group for each coded mention: an actor, or the lemma of its head."""
    corpus = corpus_of({item["id"]: item["text"] for item in items})
    proposed = suggest_actors(corpus, limit=MANY)
    names = [
        {"actor": actor, "name": name, "group": None, "alias": alias, "events": None}
        for actor, name, aliases in proposed.select("actor", "name", "aliases").iter_rows()
        for alias in dict.fromkeys([name, *aliases])
    ]
    parsed = replace(parse(corpus), actors=schema.ACTORS.frame(names))
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for id, start, end, actor in mentions(parsed).select("article_id", "start", "end", "actor").iter_rows():
        spans.setdefault(id, []).append((start, end, actor))
    groups = []
    for item in items:
        doc = parsed.docs[item["id"]]
        for mention in item["mentions"]:
            word = head(doc, mention["start"], mention["end"])
            at = mention["start"] if word is None else word.idx
            actor = next((actor for start, end, actor in spans.get(item["id"], []) if start <= at < end), None)
            groups.append(("actor", actor) if actor else ("head", mention["text"] if word is None else word.lemma_))
    return groups


def b_cubed(coded: Sequence[object], machine: Sequence[object]) -> float:
    """F1 of B³: of the mentions grouped with each, the share that belongs there (Bagga & Baldwin 1998)."""
    both, ours, theirs = Counter(zip(coded, machine, strict=True)), Counter(coded), Counter(machine)
    right = [(n * n / theirs[group], n * n / ours[concept]) for (concept, group), n in both.items()]
    precision, recall = (sum(side) / len(coded) for side in zip(*right, strict=True))
    return 2 * precision * recall / (precision + recall)
