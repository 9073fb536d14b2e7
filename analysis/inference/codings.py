"""Names of edition 0.1.0, for scripts written for it: codings have a room of their own, `analysis.codings`."""

from analysis.codings.anchoring import anchor_records as anchored
from analysis.codings.records import CodingsError
from analysis.codings.table import CODINGS, codings, read_codings

__all__ = ["CODINGS", "CodingsError", "anchored", "codings", "read_codings"]
