"""Every article as a page of the report: its words, and in them all that the tables of evidence hold."""

from analysis.report.reading.pages import has_search, text_pages
from analysis.report.reading.texts import Texts, read_texts, texts_of

__all__ = ["Texts", "has_search", "read_texts", "text_pages", "texts_of"]
