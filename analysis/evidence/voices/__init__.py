"""Who is quoted, and in whose voice does a span stand?"""

from analysis.evidence.voices.engine import quotations
from analysis.evidence.voices.lookup import voice_of

__all__ = ["quotations", "voice_of"]
