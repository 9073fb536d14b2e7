"""The door: `counterframe` and its commands."""

from analysis.cli import codings, corpus, intake, lab, report, review, verify, words
from analysis.cli.app import app

__all__ = ["app", "codings", "corpus", "intake", "lab", "report", "review", "verify", "words"]
