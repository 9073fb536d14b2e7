"""Words in quotation marks that characterise, whatever they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.evidence.labels_nouns import Label
from analysis.evidence.labels_tone import tone_of
from analysis.language.actors.index import ActorIndex
from analysis.language.control import understood_subject

if TYPE_CHECKING:
    from analysis.language.document import Token

Quoted = tuple[int, int, str, str | None]
LONGEST = 4
FUNCTION_WORDS = frozenset({"DET", "PRON", "ADP", "AUX", "CCONJ", "SCONJ", "PART"})


def quoted_labels(cast: ActorIndex, said: list[Quoted]) -> Iterator[Label]:
    """A word or short phrase that somebody, or nobody, is quoted with inside the author's sentence.

    Marks round one to four words single them out as a wording: that makes them a label where no listed word does.
    Left out are numbers and what is written with capitals, a title or a name.
    """
    for start, end, type, _ in said:
        if type == "direct":
            continue
        span = cast.doc.inside(start, end)
        if span is None or not 1 <= len(inner := [t for t in span if t.is_alpha or "-" in t.text]) <= LONGEST:
            continue
        if any(token.text[:1].isupper() or token.like_num for token in inner) or all(
            token.pos_ in FUNCTION_WORDS for token in inner
        ):
            continue
        root = span.root
        if root.pos_ not in {"NOUN", "ADJ", "VERB", "ADV"} or (root.pos_ == "ADV" and len(inner) == 1):
            continue
        bearer = understood_subject(root) if root.pos_ != "NOUN" else None
        yield Label(
            inner[0].i,
            inner[-1].i,
            root.i,
            _dictionary_form(inner, cast),
            "quoted",
            tone_of(span.text),
            "event" if root.pos_ == "VERB" and bearer is None else "any",
            bearer.i if bearer is not None else None,
        )


def _dictionary_form(inner: list[Token], cast: ActorIndex) -> str:
    return " ".join(cast.lemmas[token.i] if token.i == inner[-1].i else token.lower_ for token in inner)
