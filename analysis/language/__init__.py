"""One reading of each sentence, which all evidence shares: tokens, clauses, actors, and what a network finds."""

from analysis.language.document import Document, Token
from analysis.language.parse import ParsedCorpus, parse, pipeline
from analysis.language.sentence_splitter import sentence_spans, sentences
from analysis.language.tokens import tokens

__all__ = ["Document", "ParsedCorpus", "Token", "parse", "pipeline", "sentence_spans", "sentences", "tokens"]
