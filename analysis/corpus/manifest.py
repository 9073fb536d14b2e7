"""What corpus.toml may hold."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(pattern=r"\S")]
Phrases = Annotated[tuple[Words, ...], Field(max_length=2000)]
Sentences = Annotated[tuple[Words, ...], Field(min_length=1)]
Day = Annotated[date, Field(strict=True)]  # a date in quotation marks would pass, and never be compared


class Strict(BaseModel):
    """A table of corpus.toml: unknown keys are refused, so that a typing error cannot pass for a setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Info(Strict):
    """The corpus as a whole. `furniture` holds for all its articles; `model` is a spaCy pipeline for its language."""

    id: Words
    title: Words
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}$")
    model: str | None = Field(default=None, pattern=r"^[A-Za-z]\w*$")
    note: str = ""
    furniture: Phrases = ()


class Event(Strict):
    """What happened, from when to when the corpus follows it."""

    id: Words
    title: Words
    start: Day
    end: Day
    note: str = ""


class Outlet(Strict):
    """A newsroom. Its colour is the same in every figure."""

    id: Words
    name: Words
    kind: str = ""
    country: str = ""
    note: str = ""
    colour: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")


class Article(Strict):
    """One raw file, where it comes from, and the furniture on its page."""

    id: Words
    event: str
    outlet: str
    file: str
    title: str | None = None
    date: Day
    date_basis: str = "stated"
    author: str | None = None
    url: str | None = None
    rights: str | None = None
    note: str = ""
    furniture: Phrases = ()
    cut: Phrases = ()
    captions: Phrases = ()
    headings: Phrases = ()


class Actor(Strict):
    """Somebody the articles speak of, and the names they go by; in `events` only, where some are named."""

    id: Words
    name: Words
    group: str = ""
    note: str = ""
    aliases: Phrases = ()
    events: tuple[str, ...] = ()


class StudyOptions(Strict):
    """What notebooks follow in this corpus. Whatever is left out (None) is derived from the corpus itself.

    `words`: labels to follow (03, 10). `contested`: words that are charged themselves, left out of sentiment (05).
    `strip_words`: words whose places are drawn, `query`: a word or pattern for the concordance, `node`: a word for
    collocation (02). `people`: actors who count as ordinary people, `axis_actors`: actors who are placed on the axes,
    `axes`: name = [sentences of one pole, sentences of the other] (08).
    """

    words: tuple[Words, ...] | None = None
    contested: tuple[Words, ...] | None = None
    strip_words: tuple[Words, ...] | None = None
    query: Words | None = None
    node: Words | None = None
    people: tuple[Words, ...] | None = None
    axis_actors: tuple[Words, ...] | None = None
    axes: dict[Words, tuple[Sentences, Sentences]] | None = None


class DecisionOptions(Strict):
    """How readers' decisions are taken: of several on one row the latest counts, or that of `final`, a reader."""

    final: Words | None = None


class Manifest(Strict):
    """The whole of corpus.toml."""

    corpus: Info
    event: tuple[Event, ...] = Field(min_length=1)
    outlet: tuple[Outlet, ...] = Field(min_length=1)
    article: tuple[Article, ...] = Field(min_length=1)
    actor: tuple[Actor, ...] = ()
    study: StudyOptions = StudyOptions()
    decisions: DecisionOptions = DecisionOptions()
