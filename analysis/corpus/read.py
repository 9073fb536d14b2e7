"""A corpus folder to tables: all of it, or none of it and the list of what is wrong."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.corpus.clean import Cleaned, Rules, clean
from analysis.corpus.language import foreign_language
from analysis.corpus.manifest import Article, Event, Info, Manifest, Outlet
from analysis.corpus.marks import with_marks
from analysis.corpus.problems import CorpusError, Lines, Problem
from analysis.corpus.validate import file_problems, line_of, meaning_problems, rows_of, structure_problems

UNBROKEN = 1_000  # characters of a word
LARGEST = 10_000_000  # bytes of a corpus.toml; ten thousand articles have a third of them


@dataclass(frozen=True)
class Corpus:
    """A corpus that is in order: what its file says, and its tables (see `schema`)."""

    manifest: Manifest
    articles: pl.DataFrame
    paragraphs: pl.DataFrame
    audit: pl.DataFrame

    @property
    def actors(self) -> pl.DataFrame:
        """One row is one name of an actor: actor, name, group, alias, events."""
        rows: list[dict[str, object]] = [
            {**actor.model_dump(include={"name", "group"}), "actor": actor.id, "alias": alias, "events": events}
            for actor in self.manifest.actor
            for events in [list(actor.events) or None]
            for alias in dict.fromkeys((actor.name, *actor.aliases))
        ]
        return schema.ACTORS.frame(rows)

    @property
    def is_lexical_only(self) -> bool:
        """Is it in a language in which only words are read, not voices, labels, acts and numbers of people?"""
        return self.manifest.corpus.language != "en"

    @property
    def outlets(self) -> list[str]:
        """Names of the outlets, in the order of the corpus file: the order of every figure."""
        return [outlet.name for outlet in self.manifest.outlet]

    @property
    def events(self) -> dict[str, str]:
        """Event id to title, in order of time."""
        return {event.id: event.title for event in sorted(self.manifest.event, key=lambda event: event.start)}


def read_corpus(folder: str | Path) -> Corpus:
    """What is in this corpus?

    Reads corpus.toml and the raw files it names, cleans them, and returns the tables articles, paragraphs and
    audit (the cleaning). Nothing is half read: a corpus that is not in order raises CorpusError, which lists
    *all* its problems with file, line and what to do.
    """
    folder = Path(folder)
    source, data = toml_of(folder)
    lines = Lines(source)
    unfit = list(structure_problems(data, lines))
    faults = [
        list(file_problems(row, lines.of("article", index, "file"), folder))
        for index, row in enumerate(rows_of(data, "article"))
    ]
    problems = [*unfit, *meaning_problems(data, lines), *(problem for listed in faults for problem in listed)]
    if unfit:
        raise CorpusError(folder, problems)
    manifest = Manifest.model_validate(data)
    problems += _language_problems(manifest.corpus, lines)
    raw: dict[str, bytes] = {}
    cleaned: dict[str, Cleaned] = {}
    for index, article in enumerate(manifest.article):
        if not faults[index]:
            raw[article.id] = (folder / article.file).read_bytes()
            cleaned[article.id] = clean(raw[article.id].decode("utf-8-sig"), _rules(article, manifest))
            problems += _cleaning_problems(article, cleaned[article.id], lines, index, manifest.corpus.language)
    if problems:
        raise CorpusError(folder, problems)
    return _tables(manifest, raw, cleaned)


def corpus_of(texts: Mapping[str, str], *, event: str = "event", outlet: str = "outlet") -> Corpus:
    """What can be asked of texts that lie in no folder? Each line of a text is taken as a paragraph as it is.

    Offsets stay those of the text given, so that codings of other people's data can be compared; only quotation marks
    in a web page's or a broken code (&quot;) become such marks, with spaces in the room that is left.
    """
    if not texts:
        raise ValueError("no texts were given, so there is no corpus; give at least one text under its id")
    day = date(1970, 1, 1)
    manifest = Manifest(
        corpus=Info(id="texts", title="Texts"),
        event=(Event(id=event, title=event, start=day, end=day),),
        outlet=(Outlet(id=outlet, name=outlet),),
        article=tuple(Article(id=id, event=event, outlet=outlet, file=id, date=day) for id in texts),
    )
    where = {id: {"event": event, "outlet": outlet, "article_id": id} for id in texts}
    digest = {id: hashlib.sha256(text.encode()).hexdigest() for id, text in texts.items()}
    texts = {id: with_marks(text) for id, text in texts.items()}
    articles = [{**where[id], "text": text, "date": day, "sha256": digest[id]} for id, text in texts.items()]
    paragraphs = [
        {**where[id], "start": found.start(), "end": found.end(), "section": "body"}
        for id, text in texts.items()
        for found in re.finditer(r"\S[^\n]*", text)
    ]
    return Corpus(
        manifest, schema.ARTICLES.frame(articles), schema.PARAGRAPHS.frame(paragraphs), schema.AUDIT.frame([])
    )


def toml_of(folder: Path) -> tuple[str, dict[str, object]]:
    """What does corpus.toml hold, as it is written and as tables? Raises CorpusError where it cannot be read."""
    path = folder / "corpus.toml"
    if not path.is_file():
        there = "there is no such folder" if not folder.is_dir() else "the folder has no corpus.toml"
        raise CorpusError(folder, [Problem("corpus.toml", None, f"{there}; name the folder that holds corpus.toml")])
    return read_toml(folder, "corpus.toml")


def read_toml(folder: Path, name: str) -> tuple[str, dict[str, object]]:
    """What does a file of the corpus folder hold, as `toml_of`?"""
    path, line = folder / name, None
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"it has {path.stat().st_size:,} bytes, more than {LARGEST:,}")
        source = path.read_text(encoding="utf-8-sig")
        return source, tomllib.loads(source)
    except UnicodeDecodeError as error:
        line, what = line_of(error.object, error.start), "this is not UTF-8; save the file as UTF-8"
    except OSError as error:
        what = f"this cannot be read ({error.strerror}); look at its permissions"
    except RecursionError:
        what = "this is not a corpus file: lists or tables lie too deep in one another; write plain tables"
    except ValueError as error:
        at = re.search(r"line (\d+)", str(error))
        line, what = int(at.group(1)) if at else None, f"this is not TOML: {_said(error)}; correct it"
    raise CorpusError(folder, [Problem(name, line, what)])


def _said(error: ValueError) -> str:
    return "a number of thousands of digits" if "integer string" in str(error) else str(error)[:200]


def _rules(article: Article, manifest: Manifest) -> Rules:
    common = manifest.corpus.furniture
    return Rules(article.title, article.furniture, article.cut, article.captions, article.headings, common)


def _cleaning_problems(
    article: Article, cleaned: Cleaned, lines: Lines, index: int, language: str
) -> Iterator[Problem]:
    if not cleaned.text:
        what = f"nothing of {article.file} is left after cleaning; check its furniture"
        yield Problem("corpus.toml", lines.of("article", index, "furniture"), what)
    elif other := foreign_language(cleaned.text, language):
        what = f"the article is in {other}, and this corpus in {language!r}; take it out, or make a corpus of its own"
        yield Problem(article.file, None, what)
    elif len(longest := max(cleaned.text.split(), key=len)) > UNBROKEN:
        what = f"{len(longest):,} characters without a space, {longest[:20]!r} …, are no word; take them out"
        yield Problem(article.file, None, what)


def _is_pipeline(name: str) -> bool:
    """Is this an installed package that holds a spaCy pipeline?"""
    found = find_spec(name) if name.isidentifier() else None
    return bool(found and found.origin and (Path(found.origin).parent / "meta.json").is_file())


def _language_problems(info: Info, lines: Lines) -> Iterator[Problem]:
    """Is there anything that reads this language?"""
    if info.model and not _is_pipeline(info.model):
        what = f"no spaCy pipeline {info.model!r} is installed; install it or name another"
        yield Problem("corpus.toml", lines.of("corpus", 0, "model"), what)
    elif info.language != "en" and not info.model:
        what = f"the language {info.language!r} is not read, only 'en'; name an installed spaCy pipeline for it"
        hint = '(model = "de_core_news_sm"), and pages on words are made, without those on voices, labels and acts'
        yield Problem("corpus.toml", lines.of("corpus", 0, "language"), f"{what} {hint}")


def _tables(manifest: Manifest, raw: dict[str, bytes], cleaned: dict[str, Cleaned]) -> Corpus:
    names = {outlet.id: outlet.name for outlet in manifest.outlet}
    articles, paragraphs, audit = [], [], []
    for article in manifest.article:
        where: dict[str, object] = {
            "event": article.event,
            "outlet": names[article.outlet],
            "article_id": article.id,
        }
        text = cleaned[article.id].text
        facts = article.model_dump(include={"title", "date", "date_basis", "author", "url", "rights"})
        sha256 = hashlib.sha256(raw[article.id]).hexdigest()
        articles.append({**where, **facts, "sha256": sha256, "text": text})
        start = 0
        for section, paragraph in cleaned[article.id].paragraphs:
            end = start + len(paragraph)
            paragraphs.append({**where, "start": start, "end": end, "section": section})
            start = end + 2
        audit += [{**where, **row} for row in cleaned[article.id].audit]
    return Corpus(
        manifest,
        schema.ARTICLES.frame(articles),
        schema.PARAGRAPHS.frame(paragraphs),
        schema.AUDIT.frame(audit),
    )
