"""Codings to WebAnno TSV 3.3, which INCEpTION reads: one file for each article and coder; whole or not at all."""

from __future__ import annotations

import re
import shutil
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.codings.formats.document import line_sentence_spans
from analysis.codings.formats.write import records_with_fields, refuse_spans_outside
from analysis.codings.records import CODED, KINDS, UNWRITTEN, CodingsError
from analysis.corpus import Problem

NAME = re.compile(r"(?!ROLE_|BT_)[A-Za-z][A-Za-z0-9_]*\Z")
FILE = re.compile(r"(?!\.)[^/\\:*?\"<>|\x00-\x1f]+\Z")
WORD = re.compile(r"(?:\w|[\u0300-\u036f])+|\S")
RESERVED = re.compile(r"->|[\\\[\]|_;*\t\n\r]")
UNSEEN = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
Layers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Annotation:
    """One record: where it stands without white space at its ends, and what it answers."""

    number: int
    kind: str
    start: int
    end: int
    fields: Mapping[str, str]


def write_webanno(codings: pl.DataFrame, articles: pl.DataFrame, folder: str | Path) -> None:
    """Codings as folder/article/coder.tsv, to be imported into INCEpTION or compared there.

    Each kind is a layer (label: webanno.custom.Label), each field a feature; the project in INCEpTION must have
    layers of these names. Sentences end where the suite ends them, and never cross a line.
    Beware: the format holds no white space at the ends of a span; it is cut off.

    Raises CodingsError, and writes nothing, when a span is not in its article or is nothing but white space, when
    a kind or field is no name for a layer or feature (letters, digits, _), an article or coder none for a file, or
    when the folder is there already and not empty.
    """
    folder = Path(folder)
    texts = dict(articles.select("article_id", "text").iter_rows())
    refuse_spans_outside(codings, texts)
    _refuse_unwritable(codings, texts, folder)
    layers = _fields_by_layer(codings)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for (id, coder), group in codings.group_by("article_id", "coder", maintain_order=True):
            path = aside / str(id) / f"{coder}.tsv"
            path.parent.mkdir(exist_ok=True)
            path.write_text(_webanno_document(texts[str(id)], group, layers), encoding="utf-8", newline="")
        aside.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_unwritable(codings: pl.DataFrame, texts: Mapping[str, str], folder: Path) -> None:
    wrong: list[str] = []
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        wrong.append("this is there already; give the name of a new folder")
    for what, column in (("layer", "kind"), ("feature", "field")):
        bad = [name for name in codings[column].unique().sort() if not NAME.match(name)]
        wrong += [f"{column} {name!r} is no name for a {what} (letters, digits, _); rename it" for name in bad]
    for column in ("article_id", "coder"):
        bad = [name for name in codings[column].unique().sort() if not FILE.match(name)]
        wrong += [f"{column} {name!r} is no name for a file; rename it" for name in bad]
    spans = codings.select("article_id", "start", "end").unique().sort("article_id", "start", "end").iter_rows()
    empty = [(id, start, end) for id, start, end in spans if not texts[id][start:end].strip()]
    wrong += [f"{id}: from {start} to {end} is nothing but white space; leave it out" for id, start, end in empty]
    if wrong:
        raise CodingsError([Problem(str(folder), None, what) for what in wrong], UNWRITTEN)


def _fields_by_layer(codings: pl.DataFrame) -> dict[str, list[str]]:
    """Each kind with its fields, in alphabetical order. A kind that answers nothing has none."""
    said = codings.select("kind", "field").unique().sort("kind", "field").rows()
    return {kind: [field for one, field in said if one == kind and field != CODED] for kind, _ in said}


def _webanno_document(text: str, codings: pl.DataFrame, layers: Layers) -> str:
    """One article as one coder coded it."""
    wide = [at for at, letter in enumerate(text) if ord(letter) > 0xFFFF]
    lines = ["#FORMAT=WebAnno TSV 3.3"]
    lines += [f"#T_SP=webanno.custom.{_layer_name(kind)}|{'|'.join(fields)}" for kind, fields in layers.items()]
    lines += [""]
    sentences = line_sentence_spans(text)
    tokens = [[found.span() for found in WORD.finditer(text, *span)] for span in sentences]
    held = _annotations_by_token(_trimmed_annotations(text, codings), [span for row in tokens for span in row])
    for number, (span, row) in enumerate(zip(sentences, tokens, strict=True), start=1):
        lines += ["", f"#Text={_escape_text(text[slice(*span)])}"]
        for place, token in enumerate(row, start=1):
            units = {token: held.get((token, token), [])}
            units |= {part: ones for (whole, part), ones in held.items() if whole == token != part}
            for at, (part, ones) in enumerate(sorted(units.items(), key=lambda unit: (unit[0] != token, unit[0]))):
                mark = f"{number}-{place}.{at}" if at else f"{number}-{place}"
                start, end = (offset + bisect_left(wide, offset) for offset in part)
                cells = [mark, f"{start}-{end}", _escape_text(text[slice(*part)]), *_token_cells(ones, layers)]
                lines.append("\t".join(cells) + "\t")
    return "\n".join([*lines, ""])


def _trimmed_annotations(text: str, codings: pl.DataFrame) -> list[Annotation]:
    made: list[Annotation] = []
    ordered = codings.sort("start", "end", "kind", "record", "field")
    for number, (row, fields) in enumerate(records_with_fields(ordered), start=1):
        start, end = int(str(row["start"])), int(str(row["end"]))
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
        made.append(Annotation(number, str(row["kind"]), start, end, fields))
    return made


def _annotations_by_token(
    annotations: Sequence[Annotation], tokens: Sequence[tuple[int, int]]
) -> dict[tuple[tuple[int, int], tuple[int, int]], list[Annotation]]:
    """For each token, and each part of one at which a span begins or ends, the annotations that hold just that."""
    held: dict[tuple[tuple[int, int], tuple[int, int]], list[Annotation]] = {}
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    for one in annotations:
        for token in tokens[bisect_right(ends, one.start) : bisect_left(starts, one.end)]:
            part = (max(token[0], one.start), min(token[1], one.end))
            held.setdefault((token, part), []).append(one)
    return held


def _token_cells(ones: Sequence[Annotation], layers: Layers) -> list[str]:
    """The columns of a token: stacked annotations parted by bars, each with its number."""
    cells: list[str] = []
    for kind, fields in layers.items():
        here = [one for one in ones if one.kind == kind]
        for name in fields or [CODED]:
            said = [f"{_escape_value(one.fields.get(name))}[{one.number}]" for one in here]
            cells.append("|".join(said) or "_")
    return cells


def _layer_name(kind: str) -> str:
    return kind.capitalize() if kind in KINDS else kind


def _escape_value(value: str | None) -> str:
    return "*" if value is None else RESERVED.sub(lambda found: UNSEEN.get(found[0], "\\" + found[0]), value)


def _escape_text(words: str) -> str:
    return re.sub(r"[\\\t\n\r]", lambda found: UNSEEN.get(found[0], "\\" + found[0]), words)
