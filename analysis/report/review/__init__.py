"""The desk in the browser where a reader puts the machine's rows right, one key each."""

from analysis.report.review.desk import Desk
from analysis.report.review.server import serve

__all__ = ["Desk", "serve"]
