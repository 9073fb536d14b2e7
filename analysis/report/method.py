"""The page on method: how each answer was found, with the code and the versions, apart from what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version

from analysis.report.page import Block, Code, Grid, Page, Prose, Table

SLUG = "method"
ANSWER = (
    "Here stands how each answer was found: what is counted, with which formula, by which code, with which versions. "
    "Each section comes from the notebook that it is named for, and stands there beside its figures."
)
PACKAGES = ("numpy", "onnxruntime", "polars", "scikit-learn", "scipy", "spacy", "textblob", "vaderSentiment")


def with_method(pages: Sequence[Page], facts: Mapping[str, str]) -> list[Page]:
    """All pages without their sections on method, and behind them one page that has them all.

    `facts` are what the report was built from. A section begins with its heading and ends at the next.
    """
    kept, moved = [], []
    for page in pages:
        here, method = _divided(page.body)
        kept.append(replace(page, body=here))
        code = [block.text for block in page.body if isinstance(block, Code)]
        moved += [Prose(f"## {page.label}"), *method] if method else []
        moved += [Code(f"# {page.slug}\n\n" + "\n\n".join(code))] if code else []
    if not moved:
        return kept
    rows = [*facts.items(), *((name, version(name)) for name in PACKAGES)]
    made = Table("versions", "What this report was made from.", Grid(("what", "which"), tuple(rows)), "", None)
    return [*kept, Page(SLUG, "How was it made?", (Prose(ANSWER),), (*moved, Prose("## Versions"), made))]


def _divided(body: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """What stays on the page, and its sections on method, their headings one step lower."""
    here: list[Block] = []
    method: list[Block] = []
    is_method = False
    for block in body:
        if isinstance(block, Prose) and block.text.startswith("## "):
            is_method = block.method
        if is_method and isinstance(block, Prose):
            method.append(replace(block, text=f"#{block.text}" if block.text.startswith("## ") else block.text))
        else:
            (method if is_method and not isinstance(block, Code) else here).append(block)
    return tuple(here), tuple(method)
