"""WebAnno TSV 3 (INCEpTION, WebAnno): tokens in lines, layers in columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.codings.formats.document import CodedDocument, CodedSpan, utf16_length
from analysis.codings.records import layer_kind
from analysis.corpus import Problem

# backslash and t, n, r, b, f stand for a character that cannot be seen; before all else it says "as it is"
UNSEEN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
NUMBERED = re.compile(r"\[(\d+)\]$")
UNIT = re.compile(r"\d+-\d+(?:\.\d+)?$")
OFFSETS = re.compile(r"(\d{1,15})-(\d{1,15})$")


@dataclass(frozen=True)
class SpanLayer:
    """A span layer: its kind, and for each of its features the column. Slots, or no feature at all, have no name."""

    kind: str
    columns: Sequence[tuple[int, str | None]]


@dataclass
class OpenAnnotation:
    """An annotation as it grows from line to line."""

    kind: str
    start: int
    end: int
    line: int
    fields: dict[str, str | None] = field(default_factory=dict)


@dataclass
class DocumentText:
    """The document's text as it is put together from the sentences; offsets count UTF-16 units."""

    parts: list[str] = field(default_factory=list)
    units: int = 0
    waiting: list[str] = field(default_factory=list)

    def place_sentence(self, begin: int) -> bool:
        """The waiting sentence begins here; False if that is before the end of the last."""
        if not self.waiting:
            return True
        gap = begin - self.units
        self.parts += ["\n" * gap if gap > 1 else " " * gap, "\n".join(self.waiting)]
        self.units = begin + utf16_length(self.parts[-1])
        self.waiting = []
        return gap >= 0


def is_webanno_tsv(text: str) -> bool:
    """Does the file say it is WebAnno TSV 3?"""
    return text.startswith("#FORMAT=WebAnno TSV 3")


def read(path: Path, text: str, problems: list[Problem]) -> list[CodedDocument]:
    """Which spans were annotated, with which features? Each span layer is a kind, each feature a field.

    The layer's name counts without its package (webanno.custom.Label: label). Slots, chains and relations are
    passed over. The article is named by the folder (as INCEpTION exports it), else by the file; the other is the coder.
    """
    layers, width = _span_layers(text)
    body = DocumentText()
    spans: dict[tuple[object, ...], OpenAnnotation] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if line.startswith("#Text="):
            body.waiting.append(_unescape(line.removeprefix("#Text=")))
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        where = OFFSETS.match(cells[1]) if len(cells) > 1 and UNIT.match(cells[0]) else None
        if where is None:
            what = "this is no line of a token (1-1, tab, 0-5, tab, word); export the file again"
        elif len(cells) < 3 + width:
            what = f"this line has {len(cells) - 3} columns behind the word, the layers have {width}; export it again"
        elif not body.place_sentence(int(where[1])):
            what = f"this token begins at {where[1]}, within the sentence before; export the file again"
        else:
            _collect_annotations(layers, cells[3:], (int(where[1]), int(where[2])), number, spans)
            continue
        problems.append(Problem(str(path), number, what))
        body.waiting = []
    found = [CodedSpan(one.kind, one.start, one.end, one.fields, one.line) for one in spans.values()]
    names = (path.resolve().parent.name, path.stem)
    return [CodedDocument(str(path), names, found, text="".join(body.parts))]


def _span_layers(text: str) -> tuple[list[SpanLayer], int]:
    """The span layers, and how many columns all layers have."""
    layers: list[SpanLayer] = []
    at = 0
    for line in text.split("\n"):
        line = line.removesuffix("\r")
        if (line and not line.startswith("#")) or line.startswith("#Text="):
            break
        if not line.startswith(("#T_SP=", "#T_CH=", "#T_RL=")):
            continue
        name, *features = line[len("#T_SP=") :].split("|")
        features = [feature for feature in features if feature] or [""]
        if line.startswith("#T_SP="):
            roles = {place for place, feature in enumerate(features) if feature.startswith("ROLE_")}
            columns = [
                (at + place, None if place in roles else feature or None)
                for place, feature in enumerate(features)
                if place - 1 not in roles  # what a slot points to
            ]
            layers.append(SpanLayer(layer_kind(name), columns))
        at += len(features)
    return layers, at


def _collect_annotations(
    layers: Sequence[SpanLayer],
    cells: list[str],
    where: tuple[int, int],
    line: int,
    spans: dict[tuple[object, ...], OpenAnnotation],
) -> None:
    """Put what a token's columns say to the annotations found so far."""
    for number, layer in enumerate(layers):
        stacks = {name: _split_stacked_values(cells[at]) if cells[at] != "_" else [] for at, name in layer.columns}
        for place in range(max(map(len, stacks.values()), default=0)):
            said = {name: stack[place] for name, stack in stacks.items() if place < len(stack)}
            marks = [mark[1] for value in said.values() if (mark := NUMBERED.search(value))]
            key = (number, marks[0]) if marks else (number, line, place, "alone")
            one = spans.setdefault(key, OpenAnnotation(layer.kind, *where, line))
            one.start, one.end = min(one.start, where[0]), max(one.end, where[1])
            for name, value in said.items():
                value = NUMBERED.sub("", value)
                if name and value != "*":
                    one.fields.setdefault(name, _unescape(value))


def _split_stacked_values(cell: str) -> list[str]:
    """Stacked values, parted at each bar that has no backslash before it."""
    parts = [""]
    escaped = False
    for letter in cell:
        if letter == "|" and not escaped:
            parts.append("")
        else:
            parts[-1] += letter
        escaped = letter == "\\" and not escaped
    return parts


def _unescape(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: UNSEEN.get(found[1], found[1]), value, flags=re.DOTALL)
