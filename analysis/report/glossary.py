"""What does this word mean? Terms of the field, explained where a page uses them first, and all on one page."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape

from analysis.corpus.places import data_folder
from analysis.report.pandoc import slug

SLUG = "glossary"
TAG = re.compile(r"(<[^>]*>)")
CLOSED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "summary", "button", "table", "title", "nav", "svg", "b"}
PLAIN = {"p", "li", "figcaption", "blockquote"}  # what terms are explained in


@dataclass(frozen=True)
class Term:
    """A row of data/report/glossary.csv; `forms` are the spellings it is known by."""

    name: str
    forms: tuple[str, ...]
    meaning: str
    source: str


@cache
def terms() -> Mapping[str, Term]:
    """Every term by each of its spellings."""
    with (data_folder() / "report" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = [Term(r["term"], tuple(r["forms"].split("|")), r["meaning"], r["source"]) for r in csv.DictReader(file)]
    return {form: term for term in rows for form in term.forms}


@cache
def _pattern() -> re.Pattern[str]:
    longest = sorted(map(re.escape, terms()), key=lambda form: (-len(form), form))
    return re.compile(rf"(?<![\w-])({'|'.join(longest)})(?![\w-])")


def explained(page: str, *, root: str = "") -> str:
    """A page's HTML with each term linked to its meaning where running text first has it.

    Headings, links, tables and code stay as they are, and so does what stands in quotation marks.
    """
    met: set[str] = set()
    open_tags: list[str] = []

    def linked(found: re.Match[str]) -> str:
        term = terms()[found[1]]
        if term.name in met or found.string[: found.start()].count("“") > found.string[: found.start()].count("”"):
            return found[0]
        met.add(term.name)
        told = f'<span role="tooltip">{escape(term.meaning)}</span>'
        return f'<a class="term" href="{root}{SLUG}.html#{slug(term.name)}">{found[0]}{told}</a>'

    parts = TAG.split(page)
    for at, part in enumerate(parts):
        if part.startswith("<"):
            name = re.sub(r"[^a-z0-9]", "", part.split()[0].lower())
            if part.startswith("</"):
                while open_tags and open_tags.pop() != name:
                    pass
            elif not part.endswith("/>") and name not in {"img", "br", "input", "hr", "meta", "link", "wbr"}:
                open_tags.append(name)
        elif PLAIN & set(open_tags) and not CLOSED & set(open_tags):
            parts[at] = _pattern().sub(linked, part)
    return "".join(parts)


def glossary() -> str:
    """The page of all terms, in the order of the alphabet."""
    rows = sorted(set(terms().values()), key=lambda term: term.name.lower())
    items = "".join(
        f'<dt id="{slug(term.name)}">{escape(term.name)}</dt><dd>{escape(term.meaning)}'
        + (f' <span class="source">{escape(term.source)}</span>' if term.source else "")
        + "</dd>"
        for term in rows
    )
    return f'<p class="kicker">Glossary</p>\n<h1>What does this word mean?</h1>\n<dl class="glossary">{items}</dl>'
