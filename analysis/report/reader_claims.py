"""Are the sentences of claims.toml true of the tables that this build made?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from analysis.corpus.claim_words import Claim, Value
from analysis.corpus.claims import FILE, Cell, ReaderClaim, known, read_claims
from analysis.report.figure import TableView
from analysis.report.markdown import escape
from analysis.report.page import Block, Grid, Page, Prose, Table, show
from analysis.report.prose import Prose as Said

NAME = "10_claims"  # of the table that notebook 10 shows and the build fills in
COLUMNS = ("notebook", "sentence", "holds", "what is compared")
NONE = (
    f"This corpus has no `{FILE}`. Such a file holds sentences of a reader's own, each with the values that make it "
    "true; every report then says whether they still do."
)
ABOUT = f"The sentences of {FILE}, what each compares, and whether it holds."
HERE = "in the report"  # a notebook that runs by itself does not have the tables of the others


@dataclass(frozen=True)
class Judged:
    """A claim with its values; `faults` say why it could not be checked. Not asked: its notebook was not made."""

    claim: ReaderClaim
    left: Value = None
    right: Value = None
    faults: tuple[str, ...] = ()
    asked: bool = True

    @property
    def holds(self) -> bool:
        """Do the values bear the sentence out?"""
        return not self.faults and self._checked.holds()

    @property
    def said(self) -> str:
        """What is wrong, with notebook, sentence and values; empty where nothing is."""
        return f"notebook {self.claim.notebook}, {self.wrong}" if self.wrong else ""

    @property
    def wrong(self) -> str:
        """The sentence that is not so, or cannot be checked, and why; empty where nothing is wrong."""
        if not self.asked or self.holds:
            return ""
        if self.faults:
            return f"“{self.claim.sentence}” cannot be checked: {'; '.join(self.faults)}"
        return f"“{self.claim.sentence}” is not so: {self._checked.told()}"

    @property
    def _checked(self) -> Claim:
        values = {_called("left", self.claim.left): self.left}
        if self.claim.right is not None:
            values |= {_called("right", self.claim.right): self.right}
        return Claim(self.claim.word, values)

    @property
    def row(self) -> tuple[str, ...]:
        """The claim as a row of the table."""
        held = ("yes" if self.holds else "cannot be checked" if self.faults else "no") if self.asked else "not asked"
        return _row(self.claim, held, self.left, self.right)


def _called(side: str, what: Cell | float) -> str:
    return f"{side}: {what} =" if isinstance(what, Cell) else f"{side}:"


def _row(claim: ReaderClaim, held: str, *values: Value) -> tuple[str, ...]:
    """A claim as a row; what it compares is told with each number: "twice as many: 51.28 (rate of …) and 4.75 (…)"."""
    told = []
    for side, value in zip((claim.left, claim.right), values, strict=True):
        numbers = [] if value is None else value if isinstance(value, Sequence) else [value]
        source = str(side) if isinstance(side, Cell) else ""
        number = ", ".join(map(show, numbers))
        told += [f"{number} ({source})" if number and source else number or source]
    return claim.notebook, claim.sentence, held, f"{claim.word}: {' and '.join(filter(None, told))}"


def judge(claims: Sequence[ReaderClaim], figures: Path, made: Collection[str], gone: Collection[str]) -> list[Judged]:
    """Do the sentences hold? `figures` has the tables; `made` and `gone` are numbers of notebooks with and without."""
    return [_judge(claim, figures, made, gone) for claim in claims]


def _judge(claim: ReaderClaim, figures: Path, made: Collection[str], gone: Collection[str]) -> Judged:
    sides = [claim.left] if claim.right is None else [claim.left, claim.right]
    needs = {claim.notebook, *(side.table.split("_")[0] for side in sides if isinstance(side, Cell))}
    if needs & set(gone):
        return Judged(claim, asked=False)
    faults, values = list[str](), list[Value]()
    if claim.notebook not in made:
        faults.append(f"there is no notebook {claim.notebook}; notebooks here: {known(sorted(made))}")
    for side in sides:
        try:
            values.append(_numbers(side, figures, many=claim.takes_many and len(values) == 1))
        except ValueError as wrong:
            faults.append(str(wrong))
            values.append(None)
    left, *right = values
    return Judged(claim, left, right[0] if right else None, tuple(dict.fromkeys(faults)))


def _numbers(side: Cell | float, figures: Path, *, many: bool) -> Value:
    """The value, or all of them where many may stand. Raises ValueError with what is wrong in a sentence."""
    if not isinstance(side, Cell):
        return [side] if many else side
    table = _table(side.table, figures)
    if missing := [name for name in (*side.where, side.column) if name and name not in table.columns]:
        raise ValueError(f"{side.table} has no column {', '.join(missing)}; columns there: {known(table.columns)}")
    rows = table
    for name, values in side.where.items():
        there = rows[name].unique(maintain_order=True).to_list()
        rows = rows.filter(pl.col(name).is_in(values))
        if rows.is_empty() and side.column:
            here = known([one or "nothing" for one in there])
            raise ValueError(f"no row of {side} has {name} {' or '.join(values)!r}; there: {here}")
    if not side.column:
        return [rows.height] if many else rows.height
    if rows.height != 1 and not many:
        more = known([name for name in table.columns if name not in side.where and rows[name].n_unique() > 1])
        raise ValueError(f"{rows.height:,} rows fit {side}, and one is wanted; name more in where, of: {more}")
    numbers = [_number(cell, side) for cell in rows[side.column].to_list()]
    return numbers if many else numbers[0]


def _number(cell: str, side: Cell) -> float:
    if not cell:
        raise ValueError(f"{side} is empty: nothing was counted there")
    try:
        return int(cell) if cell.lstrip("-").isdigit() else float(cell)
    except ValueError:
        raise ValueError(f"{side} is {cell!r}, which is no number") from None


def _table(name: str, figures: Path) -> pl.DataFrame:
    """An exported table, or the data of a figure, as it is written."""
    for file in (f"{name}.table.csv", f"{name}.csv"):
        if "/" not in name and (figures / file).is_file():
            table = pl.read_csv(figures / file, infer_schema=False).fill_null("")
            return table.with_columns(pl.all().str.replace(r"^'([=@+-])", "$1"))  # a mark for spreadsheets
    names = {path.name.removesuffix(".csv").removesuffix(".table") for path in figures.glob("*.csv")}
    same = sorted(one for one in names if one.split("_")[0] == name.split("_")[0])
    raise ValueError(f"there is no table {name!r}; tables here: {known(same or sorted(names))}")


def with_claims(pages: Sequence[Page], judged: Sequence[Judged]) -> list[Page]:
    """The pages, each with what is no longer so at its top, and the table of claims filled in."""
    return [_with_claims(page, judged) for page in pages]


def _with_claims(page: Page, judged: Sequence[Judged]) -> Page:
    rows = Grid(COLUMNS, tuple(one.row for one in judged))
    body: list[Block] = [
        replace(block, grid=rows) if isinstance(block, Table) and block.name == NAME else block for block in page.body
    ]
    told = [one.wrong for one in judged if one.wrong and one.claim.notebook == page.slug.split("_")[0]]
    top = [Prose(f"**A sentence of claims.toml is not borne out.** {escape(wrong)}.") for wrong in told]
    return replace(page, answer=(*top, *page.answer), body=tuple(body))


def claims_table(folder: str | Path) -> TableView | Said:
    """Which sentences does a reader claim of this corpus? The report fills in the values and whether they hold."""
    claims = read_claims(folder)
    if not claims:
        return Said(NONE)
    rows = [_row(claim, HERE, None, None) for claim in claims]
    return TableView(NAME, ABOUT, pl.DataFrame(rows, schema=list(COLUMNS), orient="row"))
