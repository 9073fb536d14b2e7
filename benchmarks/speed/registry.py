"""Which works are timed, and by which systems?"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from benchmarks.speed.lexical_works import collocations, dispersion, forty_labels, sentiment, sentiment_again
from benchmarks.speed.stream_work import file_to_log_odds
from benchmarks.speed.works import Work, concordance, first_page, key_words, tokens

# Each work with its systems; a system needs a package of this name, where one is named.
WORKS: dict[str, tuple[Callable[[str, Any], Work], dict[str, str | None]]] = {
    "key words": (
        key_words,
        {
            "counterframe": None,
            "bare Polars": None,
            "bare chunk scan": None,
            "scikit-learn": "sklearn",
            "nltk": "nltk",
            "gensim": "gensim",
            "scattertext": "scattertext",
            "pycorpdiff": "pycorpdiff",
        },
    ),
    "file to log-odds": (
        file_to_log_odds,
        {"counterframe": None, "regex Counter": None, "two regex Counters": None},
    ),
    "tokens": (tokens, {"counterframe": None, "regular expression": None, "spaCy's tokenizer": "spacy"}),
    "concordance": (
        concordance,
        {"counterframe": None, "SQLite FTS5": None, "nltk": "nltk", "tantivy": "tantivy"},
    ),
    "first page": (first_page, {"counterframe": None, "SQLite FTS5": None}),
    "collocations": (collocations, {"counterframe": None, "gensim": "gensim", "nltk": "nltk"}),
    "forty labels": (forty_labels, {"counterframe": None, "pyahocorasick": "ahocorasick", "flashtext": "flashtext"}),
    "dispersion": (dispersion, {"counterframe": None, "pycorpdiff": "pycorpdiff"}),
    "sentiment": (sentiment, {"counterframe": None, "TextBlob and VADER": "textblob"}),
    "sentiment again": (sentiment_again, {"counterframe": None, "TextBlob and VADER": "textblob"}),
}
OF_FILE = {"file to log-odds"}  # works that begin with a file


def missing(work: str) -> list[str]:
    """Systems whose package is not installed here."""
    return [system for system, package in WORKS[work][1].items() if package and find_spec(package) is None]
