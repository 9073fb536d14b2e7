"""A made-up study of the size a newsroom brings: 8 outlets, 20 events, 300 articles, long headlines.

Its tables are drawn by lot, from a fixed seed, as `schema` promises them; nothing is parsed. `study(outlets=…)` makes
others: one outlet, one event, no actors, no labels, quotations or numbers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache, cached_property

import numpy as np
import polars as pl

from analysis import schema
from analysis.corpus import Corpus
from analysis.corpus.manifest import Actor, Article, Event, Info, Manifest, Outlet
from analysis.evidence.study import Study

NAMES = (
    "The Gazette", "The Harbour Herald and Evening Post", "Morning Ledger", "Courier", "Channel Nine News", "Observer",
    "The People's Voice", "Tribune",
)  # fmt: skip
HEADLINE = "Harbour commission weighs a second tunnel as dockers, pilots and shopkeepers quarrel over who shall pay"
FAMILIES = ("the fighters", "the dead", "conduct", "the operation", "supporters", "officials", "victims", "protesters")
VOICES = ("author", "direct", "partial", "indirect", "scare")
CUES = {"said": "neutral", "insisted": "assertive", "claimed": "distancing", "noted": "factive", "urged": "directive"}
EFFECTS = ("killed", "wounded", "captured", "other")
CLINE = ("active", "instrument", "passive_by", "passive_agentless", "intransitive", "nominal")
LENGTH = 110  # characters of a sentence
WORDS = tuple(
    f"{a}{b}" for a in ("har", "mol", "ten", "qui", "sal", "dor", "vin") for b in ("bour", "ger", "der", "tly")
)


class Big(Study):
    """A study whose tables are given, not read."""

    def _given(self, name: str) -> pl.DataFrame:
        return self.__dict__["_tables"][name]

    def subset(self, ids):
        """These articles alone."""
        here = pl.col("article_id").is_in(ids)
        found = Big(replace(self.corpus, articles=self.corpus.articles.filter(here)))
        found.__dict__["_tables"] = {name: some.filter(here) for name, some in self.__dict__["_tables"].items()}
        return found

    sentences = cached_property(lambda self: self._given("sentences"))
    tokens = cached_property(lambda self: self._given("tokens"))
    clauses = cached_property(lambda self: self._given("clauses"))
    mentions = cached_property(lambda self: self._given("mentions"))
    quotations = cached_property(lambda self: self._given("quotations"))
    labels = cached_property(lambda self: self._given("labels"))
    acts = cached_property(lambda self: self._given("acts"))
    tolls = cached_property(lambda self: self._given("tolls"))


for _name in schema.TABLES:
    if isinstance(Big.__dict__.get(_name.name), cached_property):
        Big.__dict__[_name.name].__set_name__(Big, _name.name)


@cache
def study(outlets: int = 8, events: int = 20, articles: int = 300, actors: int = 14, rows: int = 6) -> Study:
    """A study of this size; `rows` labels, quotations, acts and numbers an article (0: none of them)."""
    rng = np.random.default_rng(7)
    corpus = _corpus(outlets, events, articles, actors)
    codes = [actor.id for actor in corpus.manifest.actor] or ["OTHER"]
    made = {
        name: [] for name in ("sentences", "tokens", "clauses", "mentions", "quotations", "labels", "acts", "tolls")
    }
    for place in corpus.articles.select("event", "outlet", "article_id").to_dicts():
        _article(place, rng, codes, rows, bool(actors), made)
    tables = {table.name: table for table in schema.TABLES}
    found = Big(corpus)
    found.__dict__["_tables"] = {name: tables[name].frame(some) for name, some in made.items()}
    return found


def _corpus(outlets: int, events: int, articles: int, actors: int) -> Corpus:
    first = date(2020, 1, 1)
    cells = [(event, outlet) for event in range(events) for outlet in range(outlets)]
    places = [cells[at % len(cells)] for at in range(articles)]
    found = tuple(
        Article(
            id=f"a{at}", event=f"e{e}", outlet=f"o{o}", file=f"a{at}", title=HEADLINE, date=first + timedelta(7 * e)
        )
        for at, (e, o) in enumerate(places)
    )
    manifest = Manifest(
        corpus=Info(id="big", title="A harbour and its newspapers"),
        event=tuple(
            Event(
                id=f"e{e}",
                title=f"Quarrel number {e + 1} over the harbour tunnel and its costs",
                start=first + timedelta(7 * e),
                end=first + timedelta(7 * e + 6),
            )
            for e in range(events)
        ),
        outlet=tuple(Outlet(id=f"o{o}", name=NAMES[o]) for o in range(outlets)),
        article=found,
        actor=tuple(Actor(id=f"ACTOR{a}", name=f"The association of dockers no. {a}") for a in range(actors)),
    )
    rows = [
        {
            "event": one.event,
            "outlet": NAMES[int(one.outlet[1:])],
            "article_id": one.id,
            "title": one.title,
            "date": one.date,
            "date_basis": one.date_basis,
            "text": "",
        }
        for one in found
    ]
    return Corpus(manifest, schema.ARTICLES.frame(rows), schema.PARAGRAPHS.frame([]), schema.AUDIT.frame([]))


def _article(place, rng, codes, rows, named, made):
    n = int(rng.integers(9, 16))
    for at in range(n):
        start = at * (LENGTH + 1)
        words = rng.choice(WORDS, size=12)
        text = " ".join(words)[: LENGTH - 1].strip() + "."
        where = {**place, "start": start, "end": start + len(text)}
        section = "headline" if at == 0 else "body"
        made["sentences"].append({**where, "section": section, "paragraph": at // 2 + 1, "text": text})
        _tokens(place, start, text, section, made["tokens"])
        if named and rng.random() < 0.6:
            named_as = {"text": text[:5], "actor": codes[int(rng.integers(len(codes)))], "how": "name"}
            made["mentions"].append({**place, "start": start, "end": start + 5, **named_as})
    for number in range(rows):
        start = int(rng.integers(n)) * (LENGTH + 1) + 6 * number
        where = {**place, "start": start, "end": start + 5}
        code, other = (codes[int(at)] for at in rng.integers(len(codes), size=2))
        voice = VOICES[int(rng.integers(5))]
        holder = "author" if voice in {"author", "scare"} else other
        cue = list(CUES)[int(rng.integers(5))]
        spoken = {"type": "indirect", "text": "the harbour is ours and stays ours", "speaker": f"Speaker {code}"}
        spoken |= {"actor": code, "cue": cue, "cue_class": CUES[cue], "distanced": False}
        made["quotations"].append({**where, **spoken})
        family = FAMILIES[int(rng.integers(len(FAMILIES)))]
        lemma = WORDS[int(rng.integers(len(WORDS)))]
        tone = ("positive", "neutral", "negative")[int(rng.integers(3))]
        whose = {"voice": voice, "holder": holder, "distanced": voice == "scare"}
        label = {"text": lemma, "lemma": lemma, "family": family, "actor": code, "tone": tone}
        made["labels"].append({**where, **label, **whose})
        step = CLINE[int(rng.integers(6))]
        act = {"text": "shot", "lemma": "shoot", "agent": code, "patient": other, "form": "active", "cline": step}
        made["acts"].append({**where, **act, "realis": bool(rng.random() < 0.8), **whose, "note": ""})
        people = int(rng.integers(1, 900))
        toll = {"text": f"{people} people", "low": people, "high": people, "approx": False, "stated": people}
        toll |= {"effect": EFFECTS[int(rng.integers(4))], "who": code, "speaker": "", "part": False, "running": False}
        made["tolls"].append({**where, **toll, **whose, "place": ("Norton", "Sutton", "Weston")[number % 3]})


def _tokens(place, start, text, section, made):
    at = 0
    for word in text[:-1].split(" "):
        begin = start + text.index(word, at)
        at = text.index(word, at) + len(word)
        row = {"start": begin, "end": begin + len(word), "token": word, "norm": word, "lemma": word}
        made.append({**place, **row, "pos": "NOUN", "is_word": True, "section": section, "sentence_start": start})
