"""The pages of the articles: each alone, two beside each other, and one that leads to them all."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.report.evidence_lists import evidence_lists
from analysis.report.html import SEARCH, TEXTS, document
from analysis.report.page import Page, Place, Report, Table
from analysis.report.reading.events import events_of, name_of
from analysis.report.reading.texts import Texts
from analysis.report.style import VOICES

if TYPE_CHECKING:
    from jinja2 import Environment

SEARCHED = 20_000  # sentences that a browser searches without waiting
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def text_pages(texts: Texts, report: Report, *, style: str, templates: Path) -> dict[str, str]:
    """What is in each file of the reading view? texts.html, pages of events, articles and pairs.

    `style` is that of the site; the folder `templates` holds those of these pages, their style and their script.
    """
    env = environment(texts, templates)
    env.globals |= {"uses": _uses(report, texts), "mates": _mates(texts), "name_of": name_of, "slugs": report.slugs}
    sheet = f"{style}\n{(templates / 'reading.css').read_text(encoding='utf-8')}"
    reading, search = ((templates / f"{name}.js").read_text(encoding="utf-8") for name in ("reading", "search"))

    def page(template: str, title: str, root: str = "../", script: str = reading, **values: Any) -> str:
        main = env.get_template(template).render(root=root, **values)
        here = SEARCH if script is search else TEXTS
        told: dict[str, str] = {
            "here": here,
            "title": str(_visible(title)),
            "main": main,
            "root": root,
            "script": script,
        }
        return document(report, sheet, **told, sheets=("style", "reading"))

    events = [] if texts.marked else events_of(texts)
    files = {f"{TEXTS}.html": page("texts.html", "Texts", root="", script="", events=events)}
    if has_search(texts):
        files[f"{SEARCH}.html"] = page("search.html", "Search", root="", script=search, index=_index(texts))
    for event in events:
        title = f"{texts.study.corpus.events[event.id]}: agreed, disputed, told by one"
        files[event.file] = page("event.html", title, event=event)
    files |= {text.file: page("article.html", text.title, text=text) for text in texts.articles.values()}
    for pair, links in texts.pairs.items():
        sides = [texts.articles[id] for id in pair]
        title = " and ".join(text.facts["outlet"] for text in sides)
        files[pair_file(pair)] = page("pair.html", title, pair=pair, sides=sides, links=links)
    return files


def has_search(texts: Texts) -> bool:
    """Is there a page on which the sentences can be searched? Not where it would be too heavy to open."""
    return 0 < texts.study.sentences.height <= SEARCHED and not texts.excerpts_only


def _index(texts: Texts) -> str:
    """All sentences with the name and the address of their places, as a script reads them."""
    rows = []
    for row in texts.study.sentences.iter_rows(named=True):
        if place := texts.where((row["article_id"], row["start"], row["end"])):
            rows.append((f"{row['outlet']}, {place[1]}", place[0], _visible(" ".join(row["text"].split()))))
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def environment(texts: Texts, templates: Path) -> Environment:
    """Templates that show texts: all that comes from an article is escaped, and steers nothing."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    options: dict[str, Any] = {"trim_blocks": True, "lstrip_blocks": True, "finalize": _visible}
    env = Environment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, **options)
    corpus = texts.study.corpus
    env.globals |= {"texts": texts, "corpus": corpus, "language": corpus.manifest.corpus.language, "voices": VOICES}
    env.globals |= {"names": texts.study.actor_names, "pair_file": pair_file, "uses": {}, "mates": {}}
    return env


def pair_file(pair: tuple[str, str]) -> str:
    """Where are two articles side by side?"""
    return f"articles/{pair[0]}--{pair[1]}.html"


def _visible(value: object) -> object:
    """Text whose signs cannot turn the reading direction or steer anything: they are written out."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return STEERING.sub(lambda sign: f"[U+{ord(sign[0]):04X}]", value)


def _mates(texts: Texts) -> dict[tuple[str, int], dict[tuple[str, str], str]]:
    """What tells the same as each paragraph (article, number)? How, and where in which outlet; where it is shown."""
    found: dict[tuple[str, int], dict[tuple[str, str], str]] = defaultdict(dict)
    for pair, link in ((pair, link) for pair, links in texts.pairs.items() for link in links):
        for own, other in (link.sides, link.sides[::-1]):
            paragraph = texts.paragraph((own["article_id"], own["start"], None))
            there = texts.where((other["article_id"], other["start"], None))
            if paragraph and there:
                mates = found[own["article_id"], paragraph.number]
                mates.setdefault(
                    (link.relation, f"{other['outlet']} {there[1]}"), f"{pair_file(pair)}#link-{link.number}"
                )
    return dict(found)


def _uses(report: Report, texts: Texts) -> dict[tuple[str, int], dict[str, str]]:
    """Which blocks of the report lead into each paragraph (article, number)? Their address, and how they are called."""
    uses: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for page in report.pages:
        for address, called, place in _places(page):
            if paragraph := texts.paragraph(place):
                uses[place[0], paragraph.number][address] = called
    return dict(uses)


def _places(page: Page) -> Iterator[tuple[str, str, Place]]:
    """Every place that a page leads to, with the figure or table it stands behind."""
    lists = [(anchor, grid) for anchor, _, grid in evidence_lists(page)]
    lists += [(f"table-{block.number}", block.grid) for block in page.body if isinstance(block, Table) and block.number]
    for anchor, grid in lists:
        kind, number = anchor.replace("cell", "table").split("-")[:2]
        for place in filter(None, grid.places):
            yield f"{page.slug}.html#{kind}-{number}", f"{page.label}, {kind.capitalize()} {number}", place
