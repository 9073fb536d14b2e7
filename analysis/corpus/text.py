"""A text as it is matched, known again, and made part of a name."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# One character for one character, so that offsets hold in both.
STRAIGHT = {**dict.fromkeys("‘’‚‛′ʼʻ`´‹›＇", "'"), **dict.fromkeys("“”„‟″«»＂", '"'), "\u00a0": " "}


def plain(text: str) -> str:
    """The text for matching: straight quotation marks and apostrophes, the same length."""
    if text.isascii():
        return text.replace("`", "'")
    for sign, straight in STRAIGHT.items():
        text = text.replace(sign, straight)
    return text


def digest(text: str) -> str:
    """A mark by which a text is known again, and from which it cannot be read."""
    return hashlib.sha256(" ".join(plain(text).split()).encode()).hexdigest()[:12]


def slug(text: str) -> str:
    """Words as part of a name: small letters, figures and hyphens; a mark of the text where its script has none."""
    shape = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", shape).strip("-") or digest(text)[:8]
