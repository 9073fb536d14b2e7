"""Does a text about the articles quote and count as they do? An essay, a summary by a machine, a news story."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis.corpus.search import folded
from analysis.evidence.study import Study, add_sentences
from analysis.evidence.tolls.numbers import numbers
from analysis.evidence.voices import span_voices

QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«\s*([^«»]+?)\s*»|„([^„“”]+)[“”]")
# What stands in a quotation for words that it leaves out, or puts in.
LEFT_OUT = re.compile(r"\s*(?:\[?(?:\.\s*){3}\]?|\[?…\]?)\s*|\s*\[[^\]]*\]\s*")
GAP = 300  # characters of an article that "…" may stand for
EDGES = " ,.;:!?'’‘\"”“"
YEARS = range(1500, 2100)
HEARD = 3  # stretches of reported speech from which a voice that a text leaves out is named
DONE = 3  # uses of force, likewise
FOUND = {
    **dict.fromkeys(("kind", "text", "sentence", "result", "article_id"), pl.String),
    **dict.fromkeys(("start", "end"), pl.Int64),
    **dict.fromkeys(("outlet", "voice", "speaker", "holder", "said"), pl.String),
}
Row = dict[str, Any]


def verify_text(text: str, study: Study) -> pl.DataFrame:
    """Does each quotation and each number of a text stand in the corpus, and in whose voice? What is left out?

    A quotation is found when its words stand in one article in their order, whatever the marks, blanks and letters'
    size; "…" and words in [ ] may stand for others. A number is found when a number of people there has its bounds;
    it is "without its doubt" where all of those are rounded or open and the text has it bare.
    Read it: result is found, not found or without its doubt; for a voice or an agent: left out.
    Beware: a number of anything else than people is looked for in the words of the articles, where 5 is 5 of whatever.

    One row is one place of the text where a quotation or number was found (in each article), or one where it was not:
    kind (quotation, number, voice, agent), text, sentence (of the text), result, article_id, start, end, outlet, voice,
    speaker, holder, said (sentence of the article). In the order of the text; then voices and agents, most often first.
    """
    rows = [*_quotation_checks(text, study), *_number_checks(text, study), *_omitted_actors(text, study)]
    return pl.DataFrame(rows, schema=FOUND)


def _quotation_checks(text: str, study: Study) -> Iterator[Row]:
    articles = {id: folded(words) for id, words in study.corpus.articles.select("article_id", "text").iter_rows()}
    for match in QUOTED.finditer(text):
        words = next(group for group in match.groups() if group).strip(EDGES)
        if not re.search(r"\w", words):
            continue
        parts = [part.strip(EDGES) for part in LEFT_OUT.split(words)]
        pieces = [re.compile(rf"(?<!\w){re.escape(folded(part)[0])}(?!\w)", re.I) for part in parts if part]
        here = {"kind": "quotation", "text": words, "sentence": _sentence_at(text, match.start())}
        found = [(id, _span_of_pieces(shown, pieces), at) for id, (shown, at) in articles.items()]
        spans = [(id, at[hit[0]], at[hit[1] - 1] + 1) for id, hit, at in found if hit]
        yield from _span_rows(spans, here, study)


def _span_of_pieces(text: str, pieces: list[re.Pattern[str]]) -> tuple[int, int] | None:
    """Where the pieces of a quotation first stand one after the other, with no more than a gap between two."""
    for first in pieces[0].finditer(text) if pieces else ():
        end = first.end()
        for piece in pieces[1:]:
            hit = piece.search(text, end, end + GAP + len(piece.pattern))
            if hit is None:
                break
            end = hit.end()
        else:
            return first.start(), end
    return None


def _number_checks(text: str, study: Study) -> Iterator[Row]:
    bare = QUOTED.sub(lambda match: " " * len(match[0]), text)
    for number in numbers(bare):
        is_year = number.low == number.high and number.low in YEARS and bare[number.start : number.end].isdigit()
        if is_year or number.percent or not (number.low or number.high):
            continue
        here = {"kind": "number", "text": text[number.start : number.end], "sentence": _sentence_at(text, number.start)}
        bounds = {"low": number.low, "high": number.high}
        same = study.tolls.filter(pl.any_horizontal(pl.col(end) == at for end, at in bounds.items() if at is not None))
        spans = same.select("article_id", "start", "end").rows()
        doubt = (same["approx"] | same["low"].is_null() | same["high"].is_null()).all() if same.height else False
        is_bare = number.low == number.high and not number.approx
        here["result"] = "without its doubt" if doubt and is_bare else "found"
        yield from _span_rows(spans or _number_spans(number.low or number.high, study), here, study)


def _number_spans(value: int | None, study: Study) -> list[tuple[str, int, int]]:
    """Where in the articles does a number stand, of whatever it is?"""
    articles = study.corpus.articles.select("article_id", "text").iter_rows()
    return [
        (id, one.start, one.end) for id, words in articles for one in numbers(words) if value in {one.low, one.high}
    ][:1]


def _span_rows(spans: list[tuple[str, int, int]], here: Row, study: Study) -> Iterator[Row]:
    if not spans:
        yield here | {"result": "not found"}
        return
    table = pl.DataFrame(spans, schema=["article_id", "start", "end"], orient="row")
    voiced = span_voices(add_sentences(table, study.sentences), study.quotations, also=["speaker"])
    outlets = dict(study.corpus.articles.select("article_id", "outlet").iter_rows())
    for row in voiced.to_dicts():
        holder = "" if row["holder"] == "author" else study.actor_names.get(row["holder"], row["holder"])
        told = {name: row[name] for name in ("article_id", "start", "end", "voice")}
        told |= {"outlet": outlets[row["article_id"]], "speaker": row["speaker"] or "", "holder": holder}
        yield {"result": "found"} | here | told | {"said": row["sentence"] or ""}


def _omitted_actors(text: str, study: Study) -> Iterator[Row]:
    """Actors who speak or act often in the articles, and of whom the text has no name."""
    said, low = study.quotations.drop_nulls("actor"), folded(text)[0].lower()
    done = study.acts.filter("realis").select(actor="agent")
    names: dict[str, list[str]] = {}
    for actor, alias in study.corpus.actors.select("actor", "alias").iter_rows():
        names.setdefault(actor, []).append(alias.lower())
    for kind, table, least in (("voice", said, HEARD), ("agent", done, DONE)):
        often = table.group_by("actor").len().filter(pl.col("len") >= least)
        for actor, n in often.sort("len", "actor", descending=[True, False]).iter_rows():
            if actor in names and not any(re.search(rf"\b{re.escape(name)}\b", low) for name in names[actor]):
                told = f"{n} times in the articles"
                yield {"kind": kind, "text": study.actor_names[actor], "result": "left out", "said": told}


def _sentence_at(text: str, at: int) -> str:
    """The sentence of a text in which a character stands, as far as stops and lines tell."""
    start = max((match.end() for match in re.finditer(r"[.!?][”\"')]*\s+|\n+", text[:at])), default=0)
    end = re.search(r"[.!?][”\"')]*(?=\s|$)|\n", text[at:])
    return " ".join(text[start : at + end.end() if end else len(text)].split())
