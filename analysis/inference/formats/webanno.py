"""To come."""

from __future__ import annotations

from pathlib import Path

from analysis.corpus import Problem
from analysis.inference.formats.document import Document


def knows(data: object) -> bool:
    """To come."""
    return False


def read(path: Path, text: str, problems: list[Problem]) -> list[Document]:
    """To come."""
    return []
