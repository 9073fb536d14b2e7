"""Where do the articles name somebody? Names as spaCy's entity recogniser finds them, without titles and marks."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from importlib.metadata import version

import polars as pl

from analysis.corpus import Corpus, plain
from analysis.corpus.cache import cache_folder, read_cache, write_cache
from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.language import pipeline
from analysis.language.parse import MODEL

Progress = Callable[[int, int], None] | None
ARTICLE = ["event", "article_id", "text"]
KINDS = {"PERSON": "person", "ORG": "body", "FAC": "body", "NORP": "group", "GPE": "place", "LOC": "place"}
NAME = re.compile(r"(?=.*(?:[^\W\d_]{2}|\.[A-Z]))[^\[\](){}<>\"/@#*:;]+")
EDGES = " \"'.,;:()[]{}-–—|/#@*&$"
ABBREVIATED = re.compile(r"\.[A-Z]$|\b(?:Jr|Sr|Inc|Corp|Co|Ltd)$")
CALENDAR = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August|September|October|"
    r"November|December)\b"
)


@dataclass(frozen=True)
class NameMention:
    """One place where a name stands, and the title before it."""

    event: str
    article_id: str
    name: str
    title: str
    kind: str


@dataclass
class Candidate:
    """Somebody who may be an actor: all names they go by with their numbers, and the events in which they are named."""

    kind: str
    names: Counter[str]
    events: set[str] = field(default_factory=set)
    name: str = ""


@functools.cache
def name_lists() -> dict[str, dict[str, str]]:
    """The terms of data/lexicons/names.csv by kind, each with what it stands for."""
    lists: dict[str, dict[str, str]] = {}
    for _, row in listed_rows(LEXICONS / "names.csv", "term", "kind", "of", "source"):
        lists.setdefault(row["kind"], {})[row["term"]] = row["of"]
    return lists


def normalized_name(name: str) -> str:
    """A name without full stops, and without the United States before a body of theirs: for comparing."""
    return re.sub(r"^US (?=.)", "", name.replace(".", ""))


def name_mentions(corpus: Corpus, progress: Progress = None) -> list[NameMention]:
    """Where is somebody named? Headlines are left out: with capitals throughout they are read wrongly."""
    titles = "|".join(sorted((re.escape(title) for title in name_lists()["title"]), key=lambda t: (-len(t), t)))
    before, inside = re.compile(rf"\b((?:{titles})\.?)\s+$"), re.compile(rf"((?:{titles})\.?)\s+(?=\S)")
    heads = corpus.paragraphs.filter(pl.col("section").is_in(["headline", "heading"]))
    skipped: dict[str, list[tuple[int, int]]] = {}
    for id, start, end in heads.select("article_id", "start", "end").iter_rows():
        skipped.setdefault(id, []).append((start, end))
    found: list[NameMention] = []
    for (event, id), (text, entities) in _cached_entities(corpus, progress).items():
        for start, end, label in entities:
            if label not in KINDS or any(a <= start < b for a, b in skipped.get(id, ())):
                continue
            name, title = _name_core(text[start : end + 1], end - start), before.search(text, max(0, start - 30), start)
            if label == "PERSON" and (own := inside.match(name)):
                name, title = name[own.end() :], own
            if NAME.fullmatch(name) and name != name.lower() and not CALENDAR.search(name):
                found.append(NameMention(event, id, name, title[1] if title else "", KINDS[label]))
    return found


def _name_core(text: str, size: int) -> str:
    """A name on one line without marks at its edges, article and possessive; the stop of "U.S." and "Jr." stays."""
    name = re.sub(r"'s?$", "", " ".join(text[:size].split("\n")[0].strip(EDGES).split()))
    name = re.sub(r"^(?:the|a|an) | (?:and|of|the)$", "", name, flags=re.IGNORECASE)
    return f"{name}." if ABBREVIATED.search(name) and f"{name}." in text else name


def _cached_entities(
    corpus: Corpus, progress: Progress
) -> dict[tuple[str, str], tuple[str, list[tuple[int, int, str]]]]:
    """Event and id of each article with its text and its entities (start, end, label), which are kept on disk."""
    place, model = cache_folder() / "names.sqlite", f"{MODEL} {version(MODEL)}"
    texts = {(event, id): plain(text) for event, id, text in corpus.articles.select(ARTICLE).iter_rows()}
    keys = {text: f"{model} {hashlib.sha256(text.encode()).hexdigest()}" for text in texts.values()}
    known = {key: json.loads(value) for key, value in read_cache(place, list(keys.values())).items()}
    missing = [text for text, key in keys.items() if key not in known]
    nlp = pipeline(ner=True) if missing else None
    with nlp.select_pipes(enable="ner") if nlp else nullcontext():
        for done, doc in enumerate(nlp.pipe(missing, batch_size=20) if nlp else (), start=1):
            found = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
            known[keys[missing[done - 1]]] = found
            if progress:
                progress(done, len(missing))
    write_cache(place, {keys[text]: json.dumps(known[keys[text]]).encode() for text in missing})
    return {article: (text, known[keys[text]]) for article, text in texts.items()}
