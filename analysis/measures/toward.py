"""A name of edition 0.1.0, for scripts written for it: see `analysis.measures.target_tone`."""

from analysis.measures.target_tone import target_tone_of_examples as toward_given

__all__ = ["toward_given"]
