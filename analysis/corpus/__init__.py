"""Files to articles, with provenance: read, clean, check."""

from importlib import import_module

from analysis.corpus.clean import Cleaned, Rules, clean
from analysis.corpus.problems import CorpusError, Problem
from analysis.corpus.read import Corpus, corpus_of, read_corpus
from analysis.corpus.text import plain

__all__ = ["Cleaned", "Corpus", "CorpusError", "Problem", "Rules", "clean", "corpus_of", "plain", "read_corpus"]
MOVED = frozenset({"ParsedCorpus", "parse", "pipeline", "sentence_spans", "sentences", "tokens"})


def __getattr__(name: str) -> object:
    """What a script written for edition 0.1.0 takes from here has moved to `analysis.language`."""
    if name in MOVED:
        return getattr(import_module("analysis.language"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
