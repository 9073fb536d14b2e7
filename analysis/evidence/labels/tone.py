"""Is a word positive, neutral or negative, as the word itself puts it?"""

from __future__ import annotations

import functools
import re

from analysis.evidence.labels.label_lexicon import LabelLexicon, LabelTerm, label_lexicon
from analysis.language.actors.noun_kinds import singular_noun
from analysis.language.word_lists import word_list

# VADER scores these by their subject or their other senses; before an actor's noun they do not judge.
NO_JUDGEMENT = word_list("no judgement")
# Words of blame, deceit, failure, weakness, damage and trouble that neither lexicon holds.
UNFAVOURABLE = word_list("unfavourable")
# States of mind say how somebody feels, not what they are like.
MINDS = word_list("minds")
LEAST = 0.9
BLAMED = -1.5
NOT = word_list("not")
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?(?:-[a-z]+)*")


@functools.cache
def _read_valences() -> dict[str, float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    found: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    return found


def word_valence(word: str) -> float:
    """How does a word judge, from -4 to 4? VADER's score; 0 where it has none, or scores the subject, not the word."""
    if word in MINDS or word in NO_JUDGEMENT:
        return 0.0
    if word in UNFAVOURABLE:
        return BLAMED
    return _read_valences().get(word, 0.0)


def word_tone(word: str) -> str:
    """The tone of a word that our lexicon lacks."""
    score = word_valence(word)
    return "positive" if score >= LEAST else "negative" if score <= -LEAST else "neutral"


def phrase_tone(text: str) -> str:
    """Does this wording speak well or ill of what it is put on?

    Our lexicon's terms come first, longest first, then VADER's lexicon for the words between; a negation in front
    turns what follows. The sum of the signs decides.
    Read it: "positive", "neutral" or "negative", by the words alone.
    Beware: irony, and what a word does in its sentence, are not seen.
    """
    found = WORD.findall(text.lower().replace("’", "'"))
    terms, score, at = label_lexicon(), 0.0, 0
    while at < len(found):
        length, sign = _term_sign(terms, found, at)
        turned = any(word in NOT or word.endswith("n't") for word in found[max(0, at - 3) : at])
        score += -0.7 * sign if turned else sign
        at += length
    return "positive" if score > 0.2 else "negative" if score < -0.2 else "neutral"


def _term_sign(terms: LabelLexicon, found: list[str], at: int) -> tuple[int, float]:
    """How many words are one term here, and its sign."""
    for key in _guessed_lemmas(found[at]):
        for parts, term in terms.opening.get(key, ()):
            here = found[at : at + len(parts)]
            if len(here) == len(parts) and all(p in _guessed_lemmas(h) for p, h in zip(parts, here, strict=True)):
                return len(parts), _tone_sign(term.tone)
        plural = key != found[at] and found[at].endswith("s")
        for pos in ("NOUN", "VERB", "ADJ") if plural else ("ADJ", "NOUN", "VERB"):
            single: LabelTerm | None = terms.single.get((key, pos))
            if single and (plural or single.tone != "neutral"):
                return 1, _tone_sign(single.tone)
        if key in UNFAVOURABLE:
            return 1, -1.0
    return 1, max(-1.0, min(1.0, word_valence(found[at]) / 1.5))


def _tone_sign(tone: str) -> float:
    return {"positive": 1.0, "negative": -1.0}.get(tone, 0.0)


def _guessed_lemmas(word: str) -> tuple[str, ...]:
    """A word and its guessed dictionary forms: enough to meet a lexicon without a parse."""
    forms = [word, singular_noun(word)]
    for tail, instead in (("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("ly", "")):
        if word.endswith(tail) and len(word) > len(tail) + 3:
            stem = word[: -len(tail)]
            forms += [stem + instead]
            if not instead and stem[-1:] == stem[-2:-1]:
                forms.append(stem[:-1])
    return tuple(dict.fromkeys(forms))
