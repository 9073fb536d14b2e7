"""How is what a figure draws told as text? Of each figure its marks, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.report.figure import Marks
from analysis.report.page import show
from analysis.report.style import CLINE, FRAMES, VOICES

if TYPE_CHECKING:
    from analysis.report.plots.canvas import Story

Row = dict[str, Any]
PARTS = {name: words for name, (_, words) in VOICES.items()}


def row_numbers(data: pl.DataFrame, *keys: str) -> dict[tuple[Any, ...], int]:
    """The number of the row that has these values."""
    return {row: at for at, row in enumerate(data.select(keys).iter_rows())}


def _of(data: pl.DataFrame, *keys: str) -> dict[tuple[Any, ...], list[Row]]:
    """The rows that have the same values, each with its number."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for at, row in enumerate(data.iter_rows(named=True)):
        found.setdefault(tuple(row[key] for key in keys), []).append({**row, "row": at})
    return found


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def stacked(line: Mapping[str, Any], parts: Iterable[tuple[str, float, Row]], whole: float) -> Iterator[Row]:
    """Bars of one line end to end: look, length and the row that each stands for. `whole`: the length of the line."""
    start = 0.0
    for look, size, mark in parts:
        yield {**line, **mark, "look": look, "start": start / whole, "size": size / whole}
        start += size


def _split_whole(line: Mapping[str, Any], rows: Sequence[Row], look: str) -> Iterator[Row]:
    """A line of full length with how many there are in all, split into the shares of its rows; none without rows."""
    if rows:
        whole = {**line, "words": f"of {rows[0]['total']:,}", **_banded(rows[0], 1)}
        parts = [(row[look], row["share"], {"n": show(row["n"]), "row": row["row"]}) for row in rows]
        yield from stacked(whole, parts, 1)


def _banded(row: Mapping[str, Any], scale: float, from_: float = 0.0) -> Row:
    """The ends of a row's band on a line of length `scale`."""
    low, high = row.get("null_low"), row.get("null_high")
    return {} if low is None or high is None else {"low": (low - from_) / scale, "high": (high - from_) / scale}


def share_marks(
    data: pl.DataFrame, lines: Sequence[Sequence[Story]], actors: Sequence[str], names: Mapping[str, str]
) -> Marks:
    """Reported words by actor: in quotation marks, and retold."""
    found = _of(data, "event", "outlet")
    rows: list[Row] = []
    stories = list(chain(*lines))
    here = [row for event, outlet, _ in stories for row in found.get((event, outlet), [])]
    longest = max([row[end] or 0 for row in here for end in ("share_words", "null_high")], default=0) or 1
    for event, outlet, title in stories:
        by_actor = {row["actor"]: row for row in found.get((event, outlet), [])}
        for row in (by_actor[actor] for actor in actors if actor in by_actor):
            line = {"heading": title, "label": names[row["actor"]], **_banded(row, longest)}
            share = row["share_words"] or 0.0
            direct = share * (row["share_direct_words"] or 0.0)
            halves = [("partial", direct), ("indirect", share - direct)]
            parts = [(look, size, {"n": _percent(size)}) for look, size in halves if size > 1e-9]
            rows += stacked(line, parts, longest)
            n = row["n_words"]
            rows.append({**line, "n": show(n), "said": "" if n is None else "words", "row": row["row"]})
    return Marks("bars", rows, {"partial": "in quotation marks", "indirect": "retold"})


def cue_marks(
    data: pl.DataFrame,
    lines: Sequence[Sequence[Story]],
    sources: Sequence[str],
    names: Mapping[str, str],
    classes: Mapping[str, str],
) -> Marks:
    """Each source's reporting words by class."""
    found = _of(data, "event", "outlet", "actor")
    rows: list[Row] = []
    for event, outlet, title in chain(*lines):
        for source in sources:
            by_class = {row["cue_class"]: row for row in found.get((event, outlet, source), [])}
            here = [by_class[name] for name in classes if name in by_class]
            rows += _split_whole({"heading": title, "label": names[source]}, here, "cue_class")
    return Marks("bars", rows, classes)


def cline_marks(data: pl.DataFrame, stories: Sequence[Story]) -> Marks:
    """Each outlet's uses of force from those with a doer to those without."""
    found = _of(data, "event", "outlet")
    rows: list[Row] = []
    for event, outlet, title in stories:
        by_step = {row["cline"]: row for row in found.get((event, outlet), [])}
        here = [by_step[step] for step in CLINE if step in by_step]
        rows += _split_whole({"label": title}, here, "cline")
    return Marks("bars", rows, {step: words for step, (_, words) in CLINE.items()})


def pair_marks(
    data: pl.DataFrame, stories: Sequence[Story], drawn: Sequence[pl.DataFrame], names: Mapping[str, str]
) -> Marks:
    """Who uses force on whom, the most frequent pairs first. `drawn`: the rows that have a place on the picture."""
    at = row_numbers(data, "event", "outlet", "agent", "patient")
    rows: list[Row] = []
    ranked = pl.concat(drawn).sort("n", "agent", "patient", descending=[True, False, False]) if drawn else data.head(0)
    longest = max(ranked["n"].to_list(), default=1)
    for event, outlet, title in stories:
        for row in ranked.filter(event=event, outlet=outlet).iter_rows(named=True):
            own, other = row["n_own"], row["n"] - row["n_own"]
            line = {"heading": title, "label": f"{names[row['agent']]} → {names[row['patient']]}"}
            whole = {"n": show(row["n"]), "row": at[event, outlet, row["agent"], row["patient"]]}
            parts = [(look, n, {"n": show(n)}) for look, n in (("author", own), ("indirect", other)) if n]
            if len(parts) == 1:
                rows += stacked(line, [(parts[0][0], row["n"], whole)], longest)
            else:
                rows += [*stacked(line, parts, longest), {**line, **whole, "said": "in all"}]
    key = {"author": "in the outlet's own words", "indirect": "in somebody else's words"}
    return Marks("bars", rows, key, "Who uses force on whom, by outlet. The number counts acts and opens them.")


def label_marks(data: pl.DataFrame, stories: Sequence[Story], column: str, drawn: Sequence[str], caption: str) -> Marks:
    """Labels by a column of the table, in each voice. `drawn`: its values, in order."""
    found = _of(data, "event", "outlet", column)
    rows: list[Row] = []
    here = [some for event, outlet, _ in stories for value in drawn if (some := found.get((event, outlet, value)))]
    longest = max([max(sum(row["n"] for row in some), some[0]["null_high"] or 0) for some in here], default=0) or 1
    for event, outlet, title in stories:
        for value in drawn:
            voices = {row["voice"]: row for row in found.get((event, outlet, value), [])}
            if voices:
                n = sum(row["n"] for row in voices.values())
                line = {"heading": title, "label": value, "words": "" if len(voices) == 1 and n else f"{n:,} in all"}
                line |= _banded(next(iter(voices.values())), longest)
                told = [(voice, voices[voice]) for voice in VOICES if voice in voices]
                parts = [(voice, row["n"], {"n": show(row["n"]), "row": row["row"]}) for voice, row in told]
                rows += stacked(line, parts, longest) if parts else [line]
    return Marks("bars", rows, PARTS, caption)


def profile_marks(data: pl.DataFrame, titles: Mapping[str, str], outlets: Sequence[str]) -> Marks:
    """Each outlet's share of sentences with each frame; `titles` of the events that are drawn."""
    found = _of(data, "event", "frame", "outlet")
    rows: list[Row] = []
    for event, title in titles.items():
        for frame, words in FRAMES.items():
            heading = f"{title}: {words}" if len(titles) > 1 else words
            for row in (row for outlet in outlets for row in found.get((event, frame, outlet), [])):
                line = {"heading": heading, "label": row["outlet"], **_banded(row, 1)}
                line["words"] = f"of {row['n_sentences']:,}, {_percent(row['share'])}"
                if row["low"] is not None:
                    line["words"] += f" ({100 * row['low']:.0f}–{_percent(row['high'])})"
                rows.append({**line, "size": row["share"], "start": 0, "n": show(row["n"]), "row": row["row"]})
    return Marks("bars", rows)


def lens_marks(data: pl.DataFrame, parts: Mapping[str, tuple[str, str]]) -> Marks:
    """On how many sentences both lenses find each frame, and on how many one. `parts`: columns, with what they are."""
    longest = max(data.select(pl.sum_horizontal(*parts)).to_series().to_list(), default=0) or 1
    rows: list[Row] = []
    for row in data.iter_rows(named=True):
        found = [(column, row[column], {"n": show(row[column])}) for column in parts if row[column]]
        rows += stacked({"label": FRAMES[row["frame"]]}, found, longest)
    return Marks("bars", rows, {column: words for column, (_, words) in parts.items()})


def word_marks(data: pl.DataFrame, stories: Sequence[Story], limit: float | None) -> Marks:
    """Each outlet's key words: its rate, and below it that of the others. A bar ends at `limit`, if there is one."""
    found = _of(data, "event", "outlet")
    here = [row for event, outlet, _ in stories for row in found.get((event, outlet), [])]
    longest = limit or max((row[rate] for row in here for rate in ("rate_target", "rate_reference")), default=0) or 1
    rows: list[Row] = []
    for event, outlet, title in stories:
        for row in found.get((event, outlet), []):
            label = row["term"] + (f" ({row['n_leaning']})" if row.get("n_leaning") is not None else "")
            line = {"heading": title, "label": label, **_banded(row, longest)}
            line["words"] = f"{row['rate_target']:.1f} in 1,000; others {row['n_reference']:,}"
            bar = {"start": 0, "size": row["rate_target"] / longest, "n": show(row["n_target"]), "row": row["row"]}
            rows += [{**line, **bar}, {**line, "start": 0, "size": row["rate_reference"] / longest, "shape": "beside"}]
    return Marks("bars", rows)


def voice_marks(data: pl.DataFrame, stories: Sequence[Story], voices: Mapping[str, str]) -> Marks:
    """Each outlet's mean score by instrument and voice, on a line from the least to the largest score there is."""
    found = _of(data, "event", "outlet", "instrument", "voice")
    rows: list[Row] = []
    for instrument in sorted(set(data["instrument"])):
        for event, outlet, title in stories:
            for voice, words in voices.items():
                for row in found.get((event, outlet, instrument, voice), []):
                    line = {"heading": instrument, "label": f"{title}, {words}", **_banded(row, 2, -1)}
                    if row["mean"] is not None:
                        line["words"] = f"in {row['n_scored']:,} parts"
                        rows.append({**line, "size": 0, "start": 0.5, "shape": "zero"})
                        rows.append({**line, "size": 0, "start": (row["mean"] + 1) / 2, "n": show(row["mean"])})
    return Marks("bars", rows)


def matter_marks(data: pl.DataFrame, parts: Sequence[tuple[str, pl.DataFrame]], titles: Mapping[str, str]) -> Marks:
    """How many sentences each outlet has on each matter."""
    at = row_numbers(data, "event", "group", "outlet")
    rows = []
    for event, drawn in parts:
        for row in drawn.sort("group", maintain_order=True).iter_rows(named=True):
            mark = {"n": show(row["n"]), "said": row["outlet"], "look": "told" if row["n"] else "silent"}
            id = at[event, row["group"], row["outlet"]]
            heading = titles[event] if len(parts) > 1 else ""
            rows.append({"heading": heading, "label": row["said"], **mark, "row": id})
    return Marks("squares", rows)


def outcome_marks(rows: Sequence[tuple[str, Mapping[str, int], str]], looks: Mapping[str, str]) -> Marks:
    """In how many specifications each finding holds: its words, outcomes, and what moves it most."""
    found: list[Row] = []
    for words, outcomes, mover in rows:
        line = {
            "label": words,
            "words": f"of {sum(outcomes.values()):,}" + (f"; moved most by {mover}" if mover else ""),
        }
        parts = [(look, n, {"n": show(n)}) for look, n in outcomes.items() if n]
        found += stacked(line, parts, sum(outcomes.values()) or 1)
    return Marks("bars", found, looks)


def use_marks(shown: Sequence[tuple[str, pl.DataFrame]], told: Callable[[Row], str]) -> Marks:
    """Uses of words in their sentences, coloured by voice. `shown`: heading and rows; `told`: whose word it is."""
    rows = []
    for heading, part in shown:
        for row in part.iter_rows(named=True):
            line = {"heading": heading, "label": row["outlet"], "look": row["voice"], "note": told(row)}
            place = {"row": row["row"], "at": row["at"]}
            rows.append({**line, "text": row["sentence"], "word": row["text"], **place})
    return Marks("quotes", rows, PARTS)


def line_marks(drawn: pl.DataFrame) -> Marks:
    """The lines of a concordance, each as running text with the word found in it."""
    rows: list[Row] = []
    for row in drawn.iter_rows(named=True):
        before = row["before"].lstrip()
        line = {"heading": row["outlet"], "text": f"… {before}{row['match']}{row['after'].rstrip()} …"}
        place = {"row": row["row"], "at": len(before) + 2}
        rows.append({**line, "word": row["match"], **place})
    return Marks("quotes", rows)


def side_marks(
    data: pl.DataFrame, pairs: Sequence[pl.DataFrame], sure: Callable[[Row], str], notes: Callable[[Row], Sequence[str]]
) -> Marks:
    """The same statement in two outlets. `sure`: who says that it is the same; `notes`: what else is to say of each."""
    at = row_numbers(data, "link", "side")
    rows = []
    for number, pair in enumerate(pairs, 1):
        for row in pair.sort("side").iter_rows(named=True):
            line = {"heading": f"{number}. {sure(pair.row(0, named=True)).capitalize()}", "label": row["outlet"]}
            rows.append(
                {**line, "text": row["text"], "note": " · ".join(notes(row)), "row": at[row["link"], row["side"]]}
            )
    return Marks("pairs", rows)
