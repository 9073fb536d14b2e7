"""Files to articles, with provenance: read, clean, check."""

from analysis.corpus.clean import Cleaned, Rules, clean
from analysis.corpus.problems import CorpusError, Problem
from analysis.corpus.read import Corpus, corpus_of, read_corpus
from analysis.corpus.text import plain

__all__ = ["Cleaned", "Corpus", "CorpusError", "Problem", "Rules", "clean", "corpus_of", "plain", "read_corpus"]
