"""A table of the package as a reader sees it: names instead of codes, printed column names, its evidence behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.places import data_folder
from analysis.measures.pooling import pooled_rows
from analysis.report.figure import PLACE, Figure, TableView, export
from analysis.report.page import AND
from analysis.report.page import show as printed
from analysis.report.prose import Prose
from analysis.report.style import CLINE, FRAMES, VOICES
from analysis.schema import ALL_EVENTS

if TYPE_CHECKING:
    from analysis.evidence.study import Study

CODED = ("actor", "other_actor", "agent", "patient", "holder", "who", "source")  # columns of actor codes
MOST = 60  # rows of a table on a page
WHOSE = {"own": "the outlet's own", "quoted": "quoted", "retold": "retold"}
STEPS = {step: said for step, (_, said) in CLINE.items()}


def in_corpus_order(
    table: pl.DataFrame, study: Study, *then: str, descending: bool | list[bool] = False
) -> pl.DataFrame:
    """The rows by event (all together first, then in order of time), outlet (as in the corpus file), and `then`."""
    events = {name: place for place, name in enumerate((ALL_EVENTS, *study.corpus.events))}
    outlets = {name: place for place, name in enumerate(study.corpus.outlets)}
    keys = [
        pl.col(name).replace_strict(order, default=len(order), return_dtype=pl.Int64)
        for name, order in (("event", events), ("outlet", outlets))
        if name in table.columns
    ]
    ways = descending if isinstance(descending, list) else [descending] * len(then)
    return table.sort(*keys, *then, descending=[*[False] * len(keys), *ways], maintain_order=True)


def side_by_side(table: pl.DataFrame, study: Study, cell: pl.Expr, *down: str) -> pl.DataFrame:
    """One column an outlet, over all events where an outlet reports several; one row each of `down`, as they come."""
    rows = pooled_rows(table).with_columns(cell.alias("_cell"))
    wide = rows.pivot("outlet", index=list(down), values="_cell", maintain_order=True)
    return wide.select(*down, *(outlet for outlet in study.corpus.outlets if outlet in wide.columns))


@cache
def printed_names() -> Mapping[str, str]:
    """What is a column called where people read it? From data/columns.csv."""
    return dict(pl.read_csv(data_folder() / "columns.csv").iter_rows())


def in_words(table: pl.DataFrame, study: Study) -> pl.DataFrame:
    """The table with names in place of codes: actors, events, voices, frames; the outlet where the author speaks."""
    actors = study.actor_names | {"author": "the outlet", "unstated": "not said"}
    voices = {voice: words for voice, (_, words) in VOICES.items()}
    words: dict[str, Mapping[str, str]] = dict.fromkeys(CODED, actors)
    words |= {"event": study.corpus.events, "voice": voices, "cline": STEPS, "frame": FRAMES, "whose": WHOSE}
    here = [name for name in words if table.schema.get(name) == pl.String()]
    table = table.with_columns(pl.col(name).replace(dict(words[name])) for name in here)
    if "holders" in table.columns:
        longest = dict(sorted(actors.items(), key=lambda item: -len(item[0])))
        table = table.with_columns(pl.col("holders").str.replace_many(longest))
    return table


def show(
    table: pl.DataFrame,
    study: Study,
    name: str,
    caption: str,
    *columns: str,
    note: str = "",
    evidence: pl.DataFrame | None = None,
    cells: tuple[str, ...] = (),
    also: Mapping[str, pl.Expr] | None = None,
    most: int = MOST,
    empty: str = "",
    **printed: str,
) -> TableView | Prose:
    """A table with its evidence, as a reader sees it.

    `columns` are shown, all of them where none is named, under the names of data/columns.csv, or those of `printed`
    (`n="labels"`). Codes become names, reals have two digits. The event stands in front where an outlet reports
    several. `cells` names the columns that say which number a row of the evidence belongs to, the last of them the
    column of the number: each number then opens its sentences. `also`: other columns of numbers, each with the rows
    of the evidence that it counts. Of more than `most` rows the first are shown, and the
    whole table is exported under `name`. A table without rows is the sentence `empty` (Markdown), where one is given.
    Raises ValueError when the evidence lacks a column that `cells` names.
    """
    if empty and table.is_empty():
        return Prose(empty)
    several = _several_events(table)
    front = ["event"] if several and "event" not in columns else []
    shown = [*front, *(columns or (name for name in table.columns if name != "event"))]
    names = {**printed_names(), **STEPS, **FRAMES}
    titles = {name: printed.get(name, names.get(name, name.replace("_", " "))) for name in shown}
    rows = in_words(table.select(shown), study).with_columns(two_digits()).rename(titles)
    if evidence is not None:
        cells = (*front, *cells) if cells else ()
        evidence = _of_rows(evidence, table.head(most), cells[:-1]) if cells else evidence
        counts = [pl.when(rows).then(pl.lit(titles[name])) for name, rows in (also or {}).items()]
        if counts:
            evidence = evidence.with_columns(
                pl.concat_str(pl.lit(titles[cells[-1]]), *counts, separator=AND, ignore_nulls=True).alias(cells[-1])
            )
        evidence = behind(evidence, study, cells, titles)
        cells = tuple(titles.get(name, name) for name in cells)
    if rows.height > most:
        export(name, table)
        note = f"{note} The first {most} of {rows.height:,} rows; all are in figures/{name}.table.csv.".strip()
    return TableView(name, caption, rows.head(most), note, evidence, cells, places=table.head(most))


def with_rows(figure: Figure, study: Study, evidence: pl.DataFrame, *cells: str) -> Figure:
    """The figure with the rows of evidence that it counts.

    `cells`: columns of its data and of the evidence that say which rows a row of the data counts, and last the column
    of that number; each number then opens its rows. The event is one of them where both have it.
    """
    if not cells:
        return replace(figure, evidence=behind(evidence, study))
    both = "event" in evidence.columns and "event" in figure.data.columns
    keys = ["event"] * both + list(cells[:-1])
    data = in_words(figure.data.select(keys), study).rows()
    at = {row: y for y, row in enumerate(data)}
    found: list[list[int]] = [[] for _ in data]
    kept: list[int] = []
    for number, row in enumerate(in_words(evidence.select(keys), study).rows()):
        every = (ALL_EVENTS, *row[1:]) if both else row
        if ys := {at[key] for key in (row, every) if key in at}:
            for y in ys:
                found[y].append(len(kept))
            kept.append(number)
    front = both and not _several_events(figure.data)
    names = [" · ".join(map(printed, row[front:])) for row in data]
    groups = tuple(zip(names, found, strict=True))
    return replace(figure, evidence=behind(evidence[kept], study), groups=groups, column=cells[-1])


def _of_rows(evidence: pl.DataFrame, table: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    """The evidence of the rows that are shown; what is counted in all events together stands behind both numbers."""
    if "event" in keys and "event" in evidence.columns and ALL_EVENTS in table["event"]:
        evidence = pl.concat([evidence.with_columns(event=pl.lit(ALL_EVENTS)), evidence])
    known = [name for name in keys if name in evidence.columns and name in table.columns]
    rows = table.select(known).unique()
    return evidence.join(rows, on=known, how="semi", nulls_equal=True, maintain_order="left") if known else evidence


def two_digits() -> pl.Expr:
    """Reals with two digits behind the point; what would be 0.00 with its first two."""
    reals = pl.selectors.float().round(12)  # what the last bits of a sum leave is nothing
    return pl.when(reals.abs() < 0.005).then(reals.round_sig_figs(2)).otherwise(reals.round(2))


def _several_events(table: pl.DataFrame) -> bool:
    """Does an outlet of the table have rows on several events, or on all of them together?"""
    if "event" in table.columns and ALL_EVENTS in table["event"]:
        return True
    if not {"event", "outlet"} <= set(table.columns):
        return "event" in table.columns and table["event"].n_unique() > 1
    return table.select("event", "outlet").unique()["outlet"].is_duplicated().any()


def behind(
    evidence: pl.DataFrame, study: Study, cells: tuple[str, ...] = (), titles: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """The evidence of a figure or table in words; where its rows stand (`PLACE`) is left as it is.

    For a table: a column that `cells` names and it lacks is that of the number itself; `titles` are those of the table.
    """
    titles = titles or {}
    rows = evidence.drop("status", strict=False) if study.decisions.is_empty() else evidence
    if cells and cells[-1] not in rows.columns and cells[-1] in titles:
        rows = rows.with_columns(pl.lit(titles[cells[-1]]).alias(cells[-1]))
    hidden = {"event"} - set(cells) if not _several_events(rows) else set()
    kept = [name for name in rows.columns if name in cells or not (name in hidden or name.endswith("_id"))]
    named = {name: titles.get(name, printed_names().get(name, name.replace("_", " "))) for name in kept}
    named |= {name: name for name in PLACE if name in rows.columns}
    kept = list(dict.fromkeys([*kept, *(name for name in PLACE if name in rows.columns)]))
    return in_words(rows.select(kept), study).with_columns(two_digits()).rename(named)
