"""Who is quoted, and in whose voice does a span stand?"""

from analysis.evidence.voices.quotation_extraction import quotations
from analysis.evidence.voices.voice_lookup import span_voices

__all__ = ["quotations", "span_voices"]
