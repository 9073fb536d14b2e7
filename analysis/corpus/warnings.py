"""What is odd in the texts of a corpus that is in order? Nothing here stops anybody; a reader decides."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

import polars as pl

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.corpus.marks import BROKEN, ENTITY, LEFT_BY_A_PAGE, TAG
from analysis.corpus.problems import Problem
from analysis.corpus.read import Corpus

RUN, BOILERPLATE = 8, 20  # words in a row; articles in which the same eight stand before they say nothing
COPY, TWICE = 0.2, 0.5  # shares of the shorter article, between outlets and within one
RECURS, LONG_LINE, MOST = 3, 300, 12  # articles of an outlet in which a line stands, its characters; lines printed
GAP = 14  # days
LEFT_OVER = {"markup": TAG, "entities": ENTITY, "broken letters": re.compile(f"\ufffd|{BROKEN.pattern}")}


def text_warnings(corpus: Corpus) -> list[Problem]:
    """What is odd in the texts?

    Articles nearly the same, lines that recur over an outlet's articles, markup, entities and broken letters left in
    a text, opinion among news, days far apart within an event.
    Read it: a sentence each, with what may be done. A warning is no error: copy of an agency is a finding, too.
    """
    return [*_copies(corpus), *_recurring(corpus), *_left_over(corpus), *_opinion(corpus), *_gaps(corpus)]


def _copies(corpus: Corpus) -> Iterator[Problem]:
    """Which articles have runs of eight words in common? share = runs in common / runs of the shorter article."""
    text = pl.col("text").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+")
    words = corpus.articles.select("article_id", word=text).explode("word").drop_nulls()
    ahead = [pl.col("word").shift(-n).over("article_id").alias(str(n)) for n in range(RUN)]
    runs = words.select("article_id", *ahead).drop_nulls()
    runs = runs.select("article_id", run=pl.struct(pl.exclude("article_id")).hash()).unique()
    sizes, about = dict(runs.group_by("article_id").len().iter_rows()), {one.id: one for one in corpus.manifest.article}
    few = runs.filter(pl.len().over("run").is_between(2, BOILERPLATE))
    pairs = few.join(few, on="run", suffix="_2").filter(pl.col("article_id") < pl.col("article_id_2"))
    shared = pairs.group_by("article_id", "article_id_2").len().sort("len", "article_id", "article_id_2")
    for one, other, n in shared.reverse().iter_rows():
        share, same = n / min(sizes[one], sizes[other]), about[one].outlet == about[other].outlet
        if share >= (TWICE if same else COPY):
            why = "one article twice? Take one out" if same else "copy of one source, such as an agency? Mind it"
            what = f"shares {share:.0%} of the shorter one's words, eight and more in a row, with {about[other].file!r}"
            what += " (the same text)" if n == sizes[one] == sizes[other] else ""
            yield Problem(about[one].file, None, f"{what}: {why}")


def _recurring(corpus: Corpus) -> Iterator[Problem]:
    """Which lines stand in several articles of an outlet, as furniture of its pages does?

    Not those with which another line begins: furniture would take that away, too.
    """
    texts, places = dict(corpus.articles.select("article_id", "text").iter_rows()), dict[tuple[str, str], set[str]]()
    for outlet, id, start, end in corpus.paragraphs.select("outlet", "article_id", "start", "end").iter_rows():
        places.setdefault((outlet, texts[id][start : min(end, start + LONG_LINE)]), set()).add(id)
    ordered = sorted({line for _, line in places})
    begin = {line for line, after in pairwise(ordered) if after.startswith(line)}
    for outlet in corpus.outlets:
        lines = {line: len(ids) for (at, line), ids in places.items() if at == outlet and len(ids) >= RECURS}
        often = sorted(lines.keys() - begin, key=lambda line: (-lines[line], line))
        if often:
            listed = [f"        {json.dumps(line, ensure_ascii=False)}," for line in often[:MOST]]
            listed += [f"        # and {len(often) - MOST:,} more"] if often[MOST:] else []
            what = (
                f"lines recur in {RECURS} or more articles of {outlet!r}; where they are its page's, add to [corpus]:"
            )
            yield Problem("corpus.toml", None, "\n".join([what, "      furniture = [", *listed, "      ]"]))


def _left_over(corpus: Corpus) -> Iterator[Problem]:
    """In which texts are pieces of a page or of a wrong encoding left, mended by cleaning or not?"""
    files = {one.id: one.file for one in corpus.manifest.article}
    mended: dict[tuple[str, str], list[str]] = {}
    for id, reason, before in corpus.audit.select("article_id", "reason", "before").iter_rows():
        mended.setdefault((id, reason), []).append(before)
    for id, text in corpus.articles.select("article_id", "text").iter_rows():
        for kind, pattern in LEFT_OVER.items():
            lines = mended.get((id, LEFT_BY_A_PAGE[kind]), [])
            if found := [one.group() for line in (*lines, text) for one in pattern.finditer(line)]:
                what = f"{kind} left in the text, {len(found):,} times, such as {found[0][:40]!r}"
                said = "" if pattern.search(text) else "cleaning has mended what it could; to be sure, "
                yield Problem(files[id], None, f"{what}; {said}save the article's text again, as UTF-8")


def _opinion(corpus: Corpus) -> Iterator[Problem]:
    """Which titles or first lines say that this is opinion?"""
    terms = "|".join(re.escape(row["term"]) for _, row in listed_rows(LEXICONS / "opinion.csv", "term", "source"))
    sign = re.compile(rf"(?:{terms})\s*[:|–—]|.{{0,200}}[|–—]\s*(?:{terms})\s*$|(?:{terms})\s*$", re.IGNORECASE)
    files = {one.id: one.file for one in corpus.manifest.article}
    for id, title, text in corpus.articles.select("article_id", "title", "text").iter_rows():
        if said := sign.match(title or "") or sign.match(text.split("\n", 1)[0][:300]):
            what = f"{said.group()[-60:]!r} in its headline: opinion among news?"
            yield Problem(files[id], None, f"{what} Compare opinion with opinion only")


def _gaps(corpus: Corpus) -> Iterator[Problem]:
    """In which events do two weeks pass without an article?"""
    for (event,), rows in corpus.articles.sort("date").group_by("event", maintain_order=True):
        for one, other in pairwise(rows["date"]):
            if (other - one).days > GAP:
                what = f"event {event!r} has no article between {one} and {other}: are these two events?"
                yield Problem("corpus.toml", None, what)
