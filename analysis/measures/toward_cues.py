"""Which listed words stand near somebody, and how do they stand to them?"""

from __future__ import annotations

import functools
import zlib
from math import exp
from typing import TYPE_CHECKING, Any

from analysis.corpus.lists import LEXICONS, listed_rows
from analysis.corpus.text import plain
from analysis.measures.instruments import readers
from analysis.measures.toward_sentence import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

PLACES = 1 << 14  # that words are spread over
PARTS = ("subject", "passive", "object")
CLASSES = ("neutral", "assertive", "distancing", "factive", "directive")
DENIALS = frozenset({"no", "never", "not", "without", "hardly"})
DENIED = -0.7  # what a denied word is worth


def cues(target: Target) -> list[float]:
    """What do the lists say around the mention, and which part does it play?

    Valences of VADER's words and tones of the suite's labels, summed with weights that fall off along the dependencies
    and along the text; the valence of the verb by the part the mention plays at it; whether that verb is a use of
    force or a reporting verb; the instruments' scores of the sentence; form and place of the mention.
    """
    valence, tone = _valences(target), _tones(target)
    found = [*_around(target, valence), *_around(target, tone)]
    verb, word = target.verb, target.words[target.verb]
    below = [at for at, other in enumerate(target.words) if other.head == verb]
    strength = valence[verb] + 0.3 * tone[verb]
    all_below = valence[verb] + sum(valence[at] for at in below if at != verb)
    force, reporting = _force(), _reporting()
    for part in PARTS:
        on = float(target.part == part)
        found += [on, on * strength, on * all_below, on * (word.lemma in force), on * (word.lemma in reporting)]
    part = target.part
    found += [float(reporting.get(word.lemma) == kind and part == "subject") for kind in CLASSES]
    found += [float(reporting.get(word.lemma) == kind and part == "object") for kind in CLASSES]
    root = target.words[target.root]
    found += [float(root.dep == dep) for dep in ("poss", "compound", "appos", "conj")]
    found += [float(root.pos == pos) for pos in ("PRON", "PROPN", "NOUN")]
    before = plain(target.text[: target.start]).count('"')
    places = (len(target.own), len(target.words) / 30, target.own[0] / len(target.words), float(target.own[0] == 0))
    found += [*places, float('"' in plain(target.text)), float(before % 2), *_scores(target.text)]
    return found


def spread(targets: list[Target]) -> Matrix:
    """The words of each sentence by where they stand to the mention, spread over `PLACES` by a checksum."""
    import numpy as np
    from scipy.sparse import csr_array

    marks = [(row, zlib.crc32(sign.encode()) % PLACES) for row, target in enumerate(targets) for sign in signs(target)]
    rows, columns = np.array(marks, dtype=np.int64).reshape(-1, 2).T
    counts = csr_array((np.ones(len(marks)), (rows, columns)), shape=(len(targets), PLACES))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1))).reshape(-1, 1)
    scaled: Matrix = counts.multiply(1 / np.maximum(lengths, 1)).tocsr()
    return scaled


def signs(target: Target) -> list[str]:
    """Each word of the sentence, and again with the steps or the side by which it is near the mention."""
    words, own = target.words, set(target.own)
    found = [f"target {words[target.root].lemma}", f"as {words[target.root].dep}", f"way {' '.join(target.way[:4])}"]
    if words[target.verb].pos in ("VERB", "AUX"):
        found.append(f"{target.part} of {words[target.verb].lemma}")
    for at, word in enumerate(words):
        if at in own or word.pos in ("PUNCT", "SPACE", "DET"):
            continue
        found.append(f"word {word.lemma}")
        steps = target.steps[at]
        if steps <= 2:
            found.append(f"{steps} from {word.lemma}")
        elif steps <= 4 and word.pos in ("ADJ", "VERB", "NOUN", "ADV"):
            found.append(f"near {word.lemma}")
        if 0 < _gap(target, at) <= 4:
            found.append(f"{'before' if at < target.own[0] else 'behind'} {word.lemma}")
    return found


def _gap(target: Target, at: int) -> int:
    """How many words is this one before or behind the mention?"""
    return max(target.own[0] - at, at - target.own[-1], 0)


def _around(target: Target, values: list[float]) -> list[float]:
    """Sums of the values and of their sizes, by five ways to weigh what is near."""
    first, last, places = target.own[0], target.own[-1], range(len(values))
    ways = (
        [exp(-min(steps, 9)) for steps in target.steps],
        [exp(-min(steps, 9) / 2.5) for steps in target.steps],
        [exp(-(first - at) / 5) if at < first else 0.0 for at in places],
        [exp(-(at - last) / 5) if at > last else 0.0 for at in places],
        [1.0] * len(values),
    )
    found = []
    for weights in ways:
        found.append(sum(value * weight for value, weight in zip(values, weights, strict=True)))
        found.append(sum(abs(value) * weight for value, weight in zip(values, weights, strict=True)))
    return found


def _valences(target: Target) -> list[float]:
    """Each word's valence in VADER's list, from -1 to 1, turned round where it is denied; none for the mention."""
    known, words, own = _vader(), target.words, set(target.own)
    denied = {word.head for word in words if word.dep == "neg" or word.lemma in DENIALS}
    found = []
    for at, word in enumerate(words):
        value = known.get(word.text.lower(), known.get(word.lemma, 0.0)) / 4
        turned = at in denied or (word.pos == "ADJ" and word.head in denied)
        found.append(0.0 if at in own else value * (DENIED if turned else 1))
    return found


def _tones(target: Target) -> list[float]:
    known, own = _labels(), set(target.own)
    return [0.0 if at in own else known.get(word.lemma, 0.0) for at, word in enumerate(target.words)]


@functools.lru_cache(maxsize=4096)
def _scores(text: str) -> tuple[float, ...]:
    """Both instruments' scores of the sentence."""
    return tuple(read(plain(text))[0] for read in readers(("TextBlob", "VADER")).values())


@functools.cache
def _vader() -> dict[str, float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer: Any = SentimentIntensityAnalyzer
    return dict(analyzer().lexicon)


@functools.cache
def _labels() -> dict[str, float]:
    toned = {"positive": 1.0, "negative": -1.0}
    rows = listed_rows(LEXICONS / "labels.csv")
    return {row["term"].lower(): toned[row["tone"]] for _, row in rows if row["tone"] in toned}


@functools.cache
def _force() -> frozenset[str]:
    return frozenset(row["lemma"] for _, row in listed_rows(LEXICONS / "force.csv"))


@functools.cache
def _reporting() -> dict[str, str]:
    return {row["cue"]: row["class"] for _, row in listed_rows(LEXICONS / "reporting.csv")}
