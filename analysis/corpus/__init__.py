"""Files to articles, with provenance: read, clean, check, parse."""

from analysis.corpus.clean import Cleaned, Rules, clean
from analysis.corpus.parse import Parsed, parse, pipeline
from analysis.corpus.problems import CorpusError, Problem
from analysis.corpus.read import Corpus, corpus_of, read_corpus
from analysis.corpus.text import plain, sentence_spans, sentences, tokens

__all__ = [
    "Cleaned",
    "Corpus",
    "CorpusError",
    "Parsed",
    "Problem",
    "Rules",
    "clean",
    "corpus_of",
    "parse",
    "pipeline",
    "plain",
    "read_corpus",
    "sentence_spans",
    "sentences",
    "tokens",
]
