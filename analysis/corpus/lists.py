"""Lists that people keep as CSV: the words of data/lexicons, a list of one's own, decisions on links."""

from __future__ import annotations

import csv
from pathlib import Path

from analysis.corpus.places import data_folder

LEXICONS = data_folder() / "lexicons"


def listed_rows(path: Path, *columns: str) -> list[tuple[int, dict[str, str]]]:
    """Which rows has a list, and on which line does each end? An empty cell is "".

    Raises ValueError where there is no such file, where it is no CSV, or where its columns are not `columns` (any,
    where none are named).
    """
    wanted = f" with the columns {', '.join(columns)}" if columns else ""
    if not path.is_file():
        raise ValueError(f"no list at {path}; give a CSV file{wanted}")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            here = tuple(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader] if not columns or here == columns else []
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not UTF-8; save the file as UTF-8") from None
    except csv.Error as wrong:
        raise ValueError(f"{path} cannot be read as CSV ({wrong}); save it again as CSV") from None
    if columns and here != columns:
        found = ", ".join(here)[:300]
        raise ValueError(f"{path} has the columns {found}; give it {', '.join(columns)}, in this order")
    return rows
