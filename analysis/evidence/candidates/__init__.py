"""Who may be an actor of a corpus?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import polars as pl

from analysis import schema
from analysis.corpus import Corpus, plain
from analysis.evidence.candidates.actor_entries import write_actors
from analysis.evidence.candidates.named_entities import Candidate, Progress, name_lists, name_mentions, normalized_name
from analysis.evidence.candidates.organizations import SHARE, organization_candidates
from analysis.evidence.candidates.persons import name_words, person_candidates
from analysis.language.actors.alias_matcher import WORD, build_alias_matcher

__all__ = ["suggest_actors", "write_actors"]

NUMBERS = ("n", "n_articles", "n_outlets")
MOST_NAMES = 12
TEXTS = pl.List(pl.String())
ABOUT = {
    "candidate": pl.Int64(),
    "name": pl.String(),
    "kind": pl.String(),
    "aliases": TEXTS,
    "events": TEXTS,
    "listed": pl.Boolean(),
}
# A place acts where something is said of it, and nothing happens in it: "Iran said", not "in Iran".
ACTS = re.compile(
    r"(?:'s\b|(?:'s)?\s+(?:has|have|had|is|was|were|will|would|could|can|may|did|does|says?|wants?|[a-z]+ed)\b)"
)
INSIDE = re.compile(r"(?:\b(?:in|at|from|near|to|of|outside|across|around|into|over|for)|,)\s+(?:the\s+)?$")


def suggest_actors(corpus: Corpus, *, limit: int = 12, progress: Progress = None) -> pl.DataFrame:
    """Who acts in these articles, and by which names?

    Names that spaCy's entity recogniser finds are joined to people, bodies, places and groups, common nouns for
    people ("protesters") to groups; then every place is counted where one of the names stands.
    score = articles x outlets x n: whoever all newsrooms name comes before those whom one of them names often.
    Read it: `limit` candidates an event, the best first. `listed`: corpus.toml has the actor already.
    Beware: these are proposals. The recogniser errs, and whether two names are one actor is for a reader to say.

    One row is one candidate in one event: event, actor (a code), name, kind (person, body, place, group), n,
    n_articles, n_outlets, aliases (the most frequent first), events (null: all), listed. Sorted by event in time,
    score, name.
    """
    found = name_mentions(corpus, progress)
    persons, spoken_for = person_candidates(found)
    others = organization_candidates(spot for spot in found if spot.name not in spoken_for)
    candidates = _actor_candidates([*persons, *others, *_group_candidates()], corpus)
    hits = _candidate_mentions(corpus, candidates)
    about = _candidate_table(corpus, candidates, hits)
    at = pl.DataFrame({"event": list(corpus.events)}).with_row_index("at")
    score = pl.col("n") * pl.col("n_articles") * pl.col("n_outlets")
    table = (
        hits.group_by("event", "candidate")
        .agg(n=pl.len(), n_articles=pl.col("article_id").n_unique(), n_outlets=pl.col("outlet").n_unique())
        .cast(dict.fromkeys(NUMBERS, pl.Int64))
        .filter((pl.col("n") >= 3) | (pl.col("n_articles") >= 2))
        .join(at, on="event")
        .join(about, on="candidate")
        .sort("at", score, "name", "candidate", descending=[False, True, False, False])
        .filter(pl.int_range(pl.len()).over("event") < limit)
    )
    codes = pl.col("candidate").replace_strict(_candidate_codes(table, corpus), return_dtype=pl.String)
    return table.select("event", codes.alias("actor"), "name", "kind", *NUMBERS, "aliases", "events", "listed")


def _group_candidates() -> Iterator[Candidate]:
    """Groups that have no name but a noun: police, protesters, voters."""
    nouns: dict[str, Counter[str]] = {}
    for noun, group in name_lists()["group"].items():
        nouns.setdefault(group, Counter([group]))[noun] += 1
    return (Candidate("group", names, name=group) for group, names in nouns.items())


def _actor_candidates(candidates: list[Candidate], corpus: Corpus) -> list[Candidate]:
    """The candidates with their fullest names; newsrooms, agencies and common words are no actors."""
    lists = name_lists()
    outlets = [name for one in corpus.manifest.outlet for name in (one.id, one.name.removeprefix("The "))]
    short = ["".join(word[0] for word in name.split()) for name in outlets if len(name.split()) > 2]
    never = {normalized_name(name).casefold() for name in (*outlets, *short, *lists["outlet"], *lists["none"])}
    small = Counter(WORD.findall(" ".join(corpus.articles["text"])))
    for one in candidates:
        for name, n in list(one.names.items()):
            if normalized_name(name).casefold() in never or (
                one.events and (small[name.lower()] > n or name in lists["title"])
            ):
                del one.names[name]
        one.name = one.name or _fullest_name(one)
    return [one for one in candidates if one.names and normalized_name(one.name).casefold() not in never]


def _fullest_name(one: Candidate) -> str:
    """The most frequent full name of a person, the longest of the frequent names of anybody else."""
    titles, most = tuple(f"{title} " for title in name_lists()["title"]), max(one.names.values(), default=0)
    full = [
        name for name in one.names if " " in name and name[0].isupper() and not normalized_name(name).startswith(titles)
    ]
    if one.kind == "person":
        return max(full or one.names, key=lambda name: (one.names[name], len(name), name), default="")
    return max(one.names, key=lambda name: (one.names[name] * SHARE >= most, len(name), name), default="")


def _candidate_mentions(corpus: Corpus, candidates: list[Candidate]) -> pl.DataFrame:
    """Every place where a candidate of the event is named: event, outlet, article_id, candidate, alias."""
    rows: list[tuple[str, str, str, int, str]] = []
    for event in corpus.events:
        here = [(at, one) for at, one in enumerate(candidates) if not one.events or event in one.events]
        forms: list[dict[str, object]] = [
            {"actor": f"{at:06}", "name": one.name, "alias": alias} for at, one in here for alias in one.names
        ]
        names = build_alias_matcher(schema.ACTORS.frame(forms))
        for outlet, id, text in corpus.articles.filter(event=event).select("outlet", "article_id", "text").iter_rows():
            text = plain(text)
            for found in names.find_matches(text):
                at = int(found.alias.actor)
                inside = INSIDE.search(text, max(0, found.start - 12), found.start)
                if candidates[at].kind != "place" or (ACTS.match(text, found.end) and not inside):
                    rows.append((event, outlet, id, at, found.alias.text))
    text = dict.fromkeys(("event", "outlet", "article_id", "candidate", "alias"), pl.String())
    return pl.DataFrame(rows, schema={**text, "candidate": pl.Int64()}, orient="row")


def _candidate_table(corpus: Corpus, candidates: list[Candidate], hits: pl.DataFrame) -> pl.DataFrame:
    """What a candidate is called, in which events, and whether corpus.toml has it: one row is one candidate."""
    listed = [
        (
            {normalized_name(name).casefold() for name in (actor.name, *actor.aliases)},
            set(actor.events or corpus.events),
        )
        for actor in corpus.manifest.actor
    ]
    rows: list[dict[str, object]] = []
    for (at,), places in hits.group_by("candidate", maintain_order=True):
        one = candidates[int(str(at))]
        singular = {f"{name}s": name for name in one.names}
        found = Counter(singular.get(name, name) for name in places["alias"])
        names = sorted(set(found) - {one.name}, key=lambda name: (-found[name], name))
        events = [event for event in corpus.events if event in set(places["event"])]
        known = {normalized_name(name).casefold() for name in (one.name, *names)}
        about = {"candidate": at, "name": one.name, "kind": one.kind, "aliases": names[:MOST_NAMES]}
        about["listed"] = any(known & theirs and set(events) & where for theirs, where in listed)
        rows.append({**about, "events": events if len(events) < len(corpus.events) else None})
    return pl.DataFrame(rows, schema=ABOUT)


def _candidate_codes(table: pl.DataFrame, corpus: Corpus) -> dict[int, str]:
    """A code for each candidate: the surname of a person, the name of anybody else, each once."""
    taken, codes = {actor.id for actor in corpus.manifest.actor}, dict[int, str]()
    for at, name, kind in table.select("candidate", "name", "kind").unique(maintain_order=True).iter_rows():
        last, whole = (
            re.sub(r"\W+", "_", normalized_name(part)).strip("_").upper() for part in (name_words(name)[-1], name)
        )
        last = last if kind == "person" else whole
        codes[at] = next(code for code in (last, whole, *(f"{whole}_{n}" for n in range(2, 999))) if code not in taken)
        taken.add(codes[at])
    return codes
