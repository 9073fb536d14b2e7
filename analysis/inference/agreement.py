"""A name of edition 0.1.0, for scripts written for it: coders are compared in `analysis.codings.agreement`."""

from analysis.codings.agreement.intercoder import agreement

__all__ = ["agreement"]
