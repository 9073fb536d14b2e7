"""What does one coded record say, and what has to be in order before it is used?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TypeGuard

import polars as pl

from analysis import schema
from analysis.corpus import Problem, plain

Row = dict[str, object]
Fields = dict[str, str | None]
# The codebook's kinds of records, and what each has to say besides doc, sentence, text and nth.
KINDS = {
    "quote": ("type", "speaker", "speaker_actor", "cue", "cue_class"),
    "label": ("actor", "voice", "holder", "tone"),
    "act": ("agent", "patient", "form", "realis", "voice", "holder"),
    "figure": ("low", "high", "effect", "who", "holder"),
    "frames": ("frames",),
}
VALUES = schema.VALUES
OPTIONAL = ("distanced", "approx", "note")
FIELDS = tuple(dict.fromkeys([field for fields in KINDS.values() for field in fields])) + OPTIONAL
# Other names under which tools and people file the codebook's kinds.
ALSO = {"quotation": "quote", "quotations": "quote", "quotes": "quote", "labels": "label", "acts": "act"}
ALSO |= {"toll": "figure", "tolls": "figure", "figures": "figure", "frame": "frames"}
# What a record has whatever its scheme asks.
RECORD = {
    "file": pl.String(),
    "line": pl.Int64(),
    "coder": pl.String(),
    "article_id": pl.String(),
    "kind": pl.String(),
    "sentence": pl.String(),
    "text": pl.String(),
    "nth": pl.Int64(),
    "doc_start": pl.Int64(),
    "doc_end": pl.Int64(),
    "check": pl.String(),
}
UNWRITTEN = "the codings cannot be written"
SETTLED = "adjudicated"  # a coder who settled what others had coded
TAKEN = {*RECORD, "event", "outlet", "start", "end", "record"}
CODED = "coded"


class CodingsError(ValueError):
    """Codings that cannot be used. `problems` lists everything that was found."""

    def __init__(self, problems: list[Problem], what: str = "the codings are not in order") -> None:
        self.problems = problems
        n = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
        listed = "\n".join(f"  {number}. {problem}" for number, problem in enumerate(problems, start=1))
        super().__init__(f"{what}, {n}:\n{listed}")


def record_kind(name: str) -> str:
    """Under which kind is a layer or tag of this name filed? Those the codebook does not know keep their name."""
    low = name.strip().lower()
    low = ALSO.get(low, low)
    return low if low in KINDS else name.strip()


def layer_kind(name: str) -> str:
    """Under which kind is a layer filed? webanno.custom.Label under label: its name without the package."""
    own = name.removeprefix("webanno.custom.")
    return record_kind(own if own != name else name.rpartition(".")[2])


def catma_tag_fields(tag: str, tagset: str, fields: Fields) -> tuple[str, Fields, str | None]:
    """Kind, answers and coder of a CATMA annotation from its tag's path and properties.

    A tag that is a kind of the codebook is that kind; any other is the answer to the field `tag`.
    """
    coder = fields.get("catma_markupauthor")
    own = {name: value for name, value in fields.items() if not name.startswith("catma_")}
    kind = record_kind(tag.rpartition("/")[2])
    return (kind, own, coder) if kind in KINDS else (tagset, {"tag": tag, **own}, coder)


def field_to_column(field: str) -> str:
    """The column of a field: its name, marked where a record has a column of that name already."""
    return f"{field} (field)" if field in TAKEN else field


def column_to_field(column: str) -> str:
    """The field a column holds; the inverse of `field_to_column`."""
    return column.removesuffix(" (field)") if column.removesuffix(" (field)") in TAKEN else column


def records_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows with a dict of `fields` each as one frame: `RECORD`, the codebook's fields, then all others.

    Fields are text, null where a record does not answer.
    """
    flat: list[Row] = []
    names = dict.fromkeys(FIELDS)
    for row in rows:
        fields = row["fields"]
        assert isinstance(fields, Mapping)
        named = {field_to_column(name): value for name, value in fields.items()}
        names |= dict.fromkeys(named)
        flat.append({name: _without_surrogates(value) for name, value in (row | named).items() if name != "fields"})
    return pl.DataFrame(flat, schema=RECORD | dict.fromkeys(names, pl.String()))


def _without_surrogates(value: object) -> object:
    """Text without halves of characters, which JSON can hold and nothing else can."""
    whole = not isinstance(value, str) or value.isascii()
    return value if whole else str(value).encode("utf-8", "replace").decode("utf-8")


def field_columns(frame: pl.DataFrame) -> list[str]:
    """Which columns of a frame of records are fields?"""
    return [name for name in frame.columns if name not in TAKEN]


def answer_text(value: object) -> str | None:
    """An answer as text: true and false in small letters, a list joined by "; "."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join("" if one is None else str(one) for one in value)
    return None if value is None else str(value)


def is_integer(value: object, least: int = 0) -> TypeGuard[int]:
    """Is this a number that counts or places something? True and false are none."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**62


def first_json_object(text: str) -> Row:
    """The object in the first line of JSON lines; an empty one where there is none."""
    try:
        found = json.loads(text.lstrip().split("\n", 1)[0])
    except (json.JSONDecodeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def span_fingerprint(words: str) -> str:
    """Eight digits by which a span's words are known again without being printed."""
    return hashlib.sha256(plain(words).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def name_list(names: Iterable[str], most: int = 10) -> str:
    """Names for an error: the first few in order, and how many more there are."""
    ordered = sorted(names)
    more = f" and {len(ordered) - most:,} more" if len(ordered) > most else ""
    return (", ".join(ordered[:most]) or "none") + more
