"""Where do the project's own files lie: in a checkout, and where it was installed from a wheel?"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """Where are the word lists, models, templates, scores, codings and corpora that come with the suite?"""
    return _folder("data")


def notebooks_folder() -> Path:
    """Where are the notebooks that come with the suite?"""
    return _folder("notebooks")


def _folder(name: str) -> Path:
    """In a wheel it lies in the package, in a checkout beside it."""
    return PACKAGE / name if (PACKAGE / name).is_dir() else PACKAGE.parent / name
