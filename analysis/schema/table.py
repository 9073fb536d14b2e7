"""What is a table? Columns with types and meanings, and a key that identifies a row."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

STR, INT, REAL, BOOL, DAY = pl.String(), pl.Int64(), pl.Float64(), pl.Boolean(), pl.Date()

WHERE: dict[str, tuple[pl.DataType, str]] = {
    "event": (STR, "id of the event the article reports"),
    "outlet": (STR, "name of the newsroom"),
    "article_id": (STR, "id of the article"),
}
SPAN: dict[str, tuple[pl.DataType, str]] = {
    "start": (INT, "first character in the article's clean text"),
    "end": (INT, "character behind the last"),
}


@dataclass(frozen=True)
class Table:
    """One table's promise: what a row is, what identifies it, its columns with type and meaning."""

    name: str
    row_is: str
    key: tuple[str, ...]
    columns: dict[str, tuple[pl.DataType, str]]

    def frame(self, rows: list[dict[str, object]]) -> pl.DataFrame:
        """Rows as a frame: the promised columns, typed, sorted by key; other keys of a row are left out."""
        schema = {name: dtype for name, (dtype, _) in self.columns.items()}
        return pl.DataFrame(rows, schema=schema).sort(self.key, maintain_order=True)

    def problems(self, frame: pl.DataFrame) -> list[str]:
        """What in `frame` breaks the promise? One sentence a problem; empty when it is kept."""
        found = [f"{self.name}: column {name!r} is missing" for name in self.columns if name not in frame.columns]
        found += [
            f"{self.name}: column {name!r} is {frame.schema[name]}, promised is {dtype}"
            for name, (dtype, _) in self.columns.items()
            if name in frame.columns and frame.schema[name] != dtype
        ]
        if not found:
            empty = [name for name in self.key if frame[name].null_count()]
            found += [f"{self.name}: column {name!r} belongs to the key and has nulls" for name in empty]
        if not found and frame.select(self.key).is_duplicated().any():
            found.append(f"{self.name}: two rows share the key {', '.join(self.key)}")
        return found
