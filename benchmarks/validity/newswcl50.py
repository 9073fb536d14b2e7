"""NewsWCL50: is a labelling phrase favourable or unfavourable (Hamborg et al. 2019; Zhukova et al. 2022)?

polarity_macro_f1: macro-F1 of positive against negative over the coded phrases that are one or the other. The set
knows no neutral phrase, so a neutral tone counts as positive here, as a score of zero does for sentiment lexicons.
polarity_strict_macro_f1: the same, with a neutral tone counted as neither, and so as wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.inference.scores import class_rows
from benchmarks.validity.machine import Found, Item, Reader, Row, error, found

POLARITIES = ("positive", "negative")


def score(items: Sequence[Item], read: Reader) -> Found:
    """Tone of the labelling phrases, article by article."""
    from analysis.evidence.labels import tone_of

    machine = read({item["id"]: item["text"] for item in items})
    tallies: list[Row] = []
    strict: list[Row] = []
    errors: list[Row] = []
    for item in items:
        answers = []
        for span in item["properties"]:
            if span["polarity"] in POLARITIES:
                tone = tone_of(span["text"])
                answers.append((span["polarity"], tone))
                if tone != span["polarity"]:
                    place = (span["start"], span["end"])
                    errors.append(error("polarity_macro_f1", item["text"], item["id"], place, (span["polarity"], tone)))
        forced = [(coded, "positive" if tone == "neutral" else tone) for coded, tone in answers]
        tallies += class_rows("polarity_macro_f1", item["id"], forced)
        rows = class_rows("polarity_strict_macro_f1", item["id"], answers)
        strict += [row for row in rows if row["class"] in POLARITIES]
    return found(tallies + strict, errors, machine)
