"""People's codings: read from JSON lines, found again in the articles by their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.corpus import Problem, plain

# What each kind of record has to say besides doc, sentence, text and nth.
KINDS = {
    "quote": ("type", "speaker", "speaker_actor", "cue", "cue_class"),
    "label": ("actor", "voice", "holder", "tone"),
    "act": ("agent", "patient", "form", "realis", "voice", "holder"),
    "figure": ("low", "high", "effect", "who", "holder"),
    "frames": ("frames",),
}
OPTIONAL = ("distanced", "approx", "note")
FIELDS = tuple(dict.fromkeys([field for fields in KINDS.values() for field in fields])) + OPTIONAL
VALUES = {
    "type": ("direct", "partial", "indirect", "scare"),
    "cue_class": ("neutral", "assertive", "distancing", "factive", "directive", "none"),
    "voice": ("author", "direct", "partial", "indirect", "scare"),
    "tone": ("positive", "neutral", "negative"),
    "form": ("active", "passive_by", "passive_agentless", "nominal"),
}
RECORD = {
    "file": pl.String(),
    "line": pl.Int64(),
    "coder": pl.String(),
    "article_id": pl.String(),
    "kind": pl.String(),
    "sentence": pl.String(),
    "text": pl.String(),
    "nth": pl.Int64(),
    **dict.fromkeys(FIELDS, pl.String()),
}
CODINGS = schema.Table(
    "codings",
    "one coded field of one span",
    ("article_id", "coder", "kind", "start", "end", "field"),
    {
        **schema.WHERE,
        **schema.SPAN,
        "coder": (schema.STR, "who coded: the record's own word, else the folder its file lies in"),
        "kind": (schema.STR, "quote, label, act, figure or frames"),
        "text": (schema.STR, "the words coded"),
        "field": (schema.STR, "what was asked of the span"),
        "value": (schema.STR, "the answer"),
    },
)
# A cleaner may turn these into nothing or into one space: they do not count when a span is looked for.
IGNORED = re.compile(r"[\\*\u00ad\u200b-\u200f\u2060\ufeff]+|\s+")


class CodingsError(ValueError):
    """Codings that cannot be used. `problems` lists everything that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        n = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        listed = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(problems, start=1))
        super().__init__(f"the codings are not in order, {n}:\n{listed}")


def read_codings(paths: Iterable[str | Path]) -> pl.DataFrame:
    """What did people code? Reads JSON lines files, and the .jsonl files of folders.

    One row is one record: file, line, coder, article_id, kind, sentence, text, nth, and every field of the
    codebook as text (null where the record has none; a list of frames joined by "; ").
    Raises CodingsError, which lists *all* problems with file and line. Sorted by file and line.
    """
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    for path in _files(paths, problems):
        try:
            lines = path.read_text(encoding="utf-8-sig").split("\n")
        except UnicodeDecodeError as error:
            at = path.read_bytes().count(b"\n", 0, error.start) + 1
            problems.append(Problem(str(path), at, "this is not UTF-8; save the file as UTF-8"))
            continue
        for number, line in enumerate(lines, start=1):
            if line.strip():
                row, wrong = _record(line)
                problems += [Problem(str(path), number, what) for what in wrong]
                rows.append({"file": str(path), "line": number, "coder": path.resolve().parent.name} | row)
    if not rows and not problems:
        problems.append(Problem("codings", None, "there is no record in them; give files with one JSON object a line"))
    if problems:
        raise CodingsError(problems)
    return pl.DataFrame(rows, schema=RECORD)


def _files(paths: Iterable[str | Path], problems: list[Problem]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(path.glob("*.jsonl"))
            if not inside:
                problems.append(Problem(str(path), None, "this folder has no .jsonl file; give one that has"))
            yield from inside
        elif path.is_file():
            yield path
        else:
            problems.append(Problem(str(path), None, "there is no such file or folder; correct the name"))


def _record(line: str) -> tuple[dict[str, object], list[str]]:
    """A line as a row, and what is wrong with it."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return {}, [f"this is not JSON ({error.msg} at character {error.pos + 1}); write one object a line"]
    if not isinstance(found, dict):
        return {}, ["this is not a JSON object; write one object a line"]
    kind = found.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        return {}, [f"kind is {kind!r}; it is one of: {', '.join(KINDS)}"]
    needed = ("doc", "sentence", "text", *KINDS[kind])
    wrong = [f"{name!r} is missing from this {kind}; add it" for name in needed if name not in found]
    wrong += [
        f"{name!r} is {found[name]!r}, not text; write it in quotation marks"
        for name in ("doc", "sentence", "text", *VALUES)
        if name in found and not isinstance(found[name], str)
    ]
    wrong += [
        f"{name} is {found[name]!r}; it is one of: {', '.join(allowed)}"
        for name, allowed in VALUES.items()
        if name in KINDS[kind] and isinstance(found.get(name), str) and found[name] not in allowed
    ]
    nth = found.get("nth", 1)
    if not isinstance(nth, int) or isinstance(nth, bool) or nth < 1:
        wrong.append(f"nth is {nth!r}; it is a whole number from 1")
    if wrong:
        return {}, wrong
    row = {"article_id": found["doc"], "kind": kind, "sentence": found["sentence"], "text": found["text"], "nth": nth}
    coder = {"coder": str(found["coder"])} if found.get("coder") else {}
    return row | coder | {name: _text(found[name]) for name in FIELDS if name in found}, []


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return None if value is None else str(value)


def anchored(records: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Where in the articles' clean text do the coded spans stand?

    A span is found by its words: the sentence as copied, and in it the `nth` place with the words of `text`.
    Kinds of quotation marks, backslashes, asterisks and runs of spaces or line breaks do not count. A sentence
    that stands twice is taken in the order of the records.

    One row is one record: the columns of `records`, then event, outlet, start, end (characters; null where
    the span was not found).
    Raises CodingsError when a record is of an article that is not in the corpus.
    """
    texts = dict(articles.select("article_id", "text").iter_rows())
    here = ", ".join(sorted(texts)) or "none"
    lines = records.filter(~pl.col("article_id").is_in(list(texts))).unique(
        "article_id", keep="first", maintain_order=True
    )
    if lines.height:
        raise CodingsError(
            [
                Problem(file, line, f"no article {id!r} in this corpus; articles here: {here}")
                for file, line, id in lines.select("file", "line", "article_id").iter_rows()
            ]
        )
    searches: dict[tuple[str, str], Search] = {}
    starts: list[int | None] = []
    ends: list[int | None] = []
    for row in records.iter_rows(named=True):
        key = (row["coder"], row["article_id"])
        if key not in searches:
            searches[key] = Search(texts[row["article_id"]])
        found = searches[key].span(row["sentence"], row["text"], row["nth"], opens=row["kind"] == "frames")
        starts.append(found[0] if found else None)
        ends.append(found[1] if found else None)
    spans = [pl.Series("start", starts, pl.Int64), pl.Series("end", ends, pl.Int64)]
    where = articles.select("event", "outlet", "article_id")
    return records.with_columns(spans).join(where, on="article_id", how="left", maintain_order="left")


class Search:
    """One article, searched from top to bottom for sentences and the spans in them."""

    def __init__(self, text: str) -> None:
        self._folded, self._at = _folded(text)
        self._last = -1

    def span(self, sentence: str, text: str, nth: int, *, opens: bool = False) -> tuple[int, int] | None:
        """First character of the span and the one behind its last; None where it is nowhere.

        With `opens` the record begins a new sentence: one that has been found already is passed over.
        """
        sentence, wanted = _folded(sentence)[0].strip(), _folded(text)[0].strip()
        if not sentence or not wanted:
            return None
        first = self._folded.find(sentence, self._last + 1 if opens else max(self._last, 0))
        first = first if first >= 0 else self._folded.find(sentence)
        if first < 0:
            return self._alone(wanted)
        self._last = first
        at = first - 1
        for _ in range(nth):
            at = self._folded.find(wanted, at + 1)
            if at < 0 or at >= first + len(sentence):
                return None
        return self._at[at], self._at[at + len(wanted) - 1] + 1

    def _alone(self, wanted: str) -> tuple[int, int] | None:
        """Without its sentence, a span is found only if its words stand once in the article."""
        if self._folded.count(wanted) != 1:
            return None
        at = self._folded.find(wanted)
        return self._at[at], self._at[at + len(wanted) - 1] + 1


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place in `text`."""
    kept: list[str] = []
    at: list[int] = []
    end = 0
    shown = plain(text)
    for found in IGNORED.finditer(shown):
        kept.append(shown[end : found.start()])
        at += range(end, found.start())
        if found.group().isspace() and (not kept or not "".join(kept[-2:]).endswith(" ")):
            kept.append(" ")
            at.append(found.start())
        end = found.end()
    return "".join([*kept, shown[end:]]), [*at, *range(end, len(shown))]


def codings(records: pl.DataFrame) -> pl.DataFrame:
    """What did each coder answer, span by span? Columns: `CODINGS`.

    Takes the frame that `anchored` returns; records whose span was not found are left out (count them there).
    """
    where = [*schema.WHERE, *schema.SPAN, "coder", "kind", "text"]
    long = records.drop_nulls("start").unpivot(list(FIELDS), index=where, variable_name="field", value_name="value")
    key = list(CODINGS.key)
    return (
        long.drop_nulls("value").unique(key, keep="first", maintain_order=True).select(list(CODINGS.columns)).sort(key)
    )
