"""Where scripts written for edition 0.1.0 take `mentions` from; it has moved to `analysis.language.actors`."""

from analysis.language.actors import mentions

__all__ = ["mentions"]
