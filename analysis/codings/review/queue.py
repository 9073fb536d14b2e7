"""What should a reader look at first, and how is it read on paper or in a spreadsheet?"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from analysis import schema
from analysis.codings.decision_rows import decision_row
from analysis.codings.records import CodingsError
from analysis.corpus import Problem
from analysis.corpus.decisions import COLUMNS, FIELDS, NUMBERS, OTHER, TRUTHS, Row
from analysis.corpus.placing import ACTORS
from analysis.evidence.calibration import UNASKED, certain_rows, certainty_expr
from analysis.evidence.study import Study, add_sentences
from analysis.measures.alignment_links import SURE, study_links, study_units
from analysis.measures.study_parameters import followed_words

KINDS = ("label", "quote", "act", "toll")  # what a reader is asked without choosing; and, where asked for:
MORE = ("link", "actor")
ONLY = ("charged", "headline", "doubtful")
SHEET = ("id", "kind", "sentence", "says", "right", "wrong", "value", "note")
SAMPLE = 20  # sentences without a row, of each kind: what the machine has missed shows there
NOTHING = "nothing"
KEY = ("kind", "article_id", "start", "end")


def review_rows(
    study: Study, *, kinds: Sequence[str] = KINDS, only: Sequence[str] = (), reader: str = ""
) -> pl.DataFrame:
    """Which rows should a reader look at, in the order of what they would change?

    headline: the words stand in a headline or highlight, are one of the labels followed through the report, or number
    the killed or wounded. charged: a label whose tone is not neutral. doubtful: shown apart, in no count. `only` keeps
    rows that are any of these; with `reader`, rows on which this reader has decided are left out. `kinds`: of `KINDS`
    and `MORE`; a link is a row of its first sentence.
    One row is one row of evidence: kind, event, outlet, article_id, start, end, text, says (the columns that can be
    decided, in words), p, doubtful, status (rejected too), those columns, charged, headline, sentence, sentence_start,
    at (place in the sentence); of a link other_id, other_start, other_end and other_text too.
    Those of headlines first, then those whose p is nearest to a half.
    Raises ValueError for a kind or a choice of `only` that is not there.
    """
    for name, given, known in (("kind", kinds, KINDS + MORE), ("choice", only, ONLY)):
        if strange := [one for one in given if one not in known]:
            raise ValueError(f"there is no {name} {strange[0]!r}; name some of: {', '.join(known)}")
    found = pl.concat([_review_rows_of_kind(study, kind) for kind in kinds], how="diagonal_relaxed")
    if only:
        found = found.filter(pl.any_horizontal(only))
    order = (~pl.col("headline"), certainty_expr(), "kind", "article_id", "start", "end")
    rows = add_sentences(found, study.sentences).sort(*order, maintain_order=True)
    return undecided_rows(study, rows, reader) if reader else rows


def undecided_rows(study: Study, rows: pl.DataFrame, reader: str) -> pl.DataFrame:
    """The rows on which this reader has decided nothing yet, in their order."""
    mine = study.placed_decisions.filter(pl.col("reader") == reader, pl.col("why").is_null())
    ends = [name for name in (*KEY, "other_id", "other_start") if name in rows.columns]
    return rows.join(mine, on=ends, how="anti", nulls_equal=True, maintain_order="left")


def _review_rows_of_kind(study: Study, kind: str) -> pl.DataFrame:
    """The rows of one kind with what they say, and why they matter."""
    table = _link_rows(study) if kind == "link" else study.decided_rows(kind, study.machine_rows(kind))
    table = table.with_columns(
        pl.lit(value).alias(name) for name, value in UNASKED.items() if name not in table.columns
    )
    top = study.sentences.filter(pl.col("section").is_in(["headline", "highlight"]))
    inside = add_sentences(table, top)["sentence_start"].is_not_null()
    if kind == "label":
        inside |= table["lemma"].is_in(followed_words(study))
    elif kind == "toll":
        inside |= table["effect"].is_in(["killed", "wounded"])
    charged = pl.col("tone") != "neutral" if kind == "label" else pl.lit(False)
    words = {name: pl.col(name).cast(pl.String).replace("", None).fill_null("–") for name in FIELDS[kind]}
    said = pl.concat_str([pl.lit(f"{name}: ") + word for name, word in words.items()], separator="; ")
    columns = ("kind", *schema.WHERE, *schema.SPAN, "text", "says", *schema.SURE, *FIELDS[kind], "charged", "headline")
    other = OTHER if kind == "link" else ()
    made = table.with_columns(kind=pl.lit(kind), says=said, charged=charged, headline=inside)
    return made.select(*columns, *other)


def _link_rows(study: Study) -> pl.DataFrame:
    """Pairs of sentences that may tell the same, each as a row of its first; those unlikely are doubtful."""
    links = study_links(study, study_units(study))
    words = study.sentences.select("article_id", "start", "text")
    others = words.rename({"article_id": "other_id", "start": "other_start", "text": "other_text"})
    both = links.join(words, on=["article_id", "start"]).join(others, on=["other_id", "other_start"])
    status = pl.col("status").replace("proposed", schema.MACHINE)
    return both.with_columns(status=status, doubtful=pl.col("probability") < SURE).rename({"probability": "p"})


def sentences_without_rows(study: Study, kind: str, *, most: int = SAMPLE, reader: str = "") -> pl.DataFrame:
    """In which sentences has the machine nothing of a kind? A sample of them, the same one every time.

    With `reader`, those which this reader has read already are left out. Columns: `schema.SENTENCES`.
    """
    rows = add_sentences(certain_rows(study.machine_rows(kind)), study.sentences).select(
        "article_id", start="sentence_start"
    )
    seen = study.placed_decisions.filter(kind=kind, field="sentence", reader=reader)
    silent = study.sentences
    for table in (rows, seen):
        silent = silent.join(table, on=["article_id", "start"], how="anti")
    names = (f"{kind} {id} {start}" for id, start in silent.select("article_id", "start").iter_rows())
    lots = pl.Series([hashlib.sha256(name.encode()).hexdigest() for name in names], dtype=pl.String)
    return silent.sort(lots).head(most)


def review_sheet(study: Study, *, kinds: Sequence[str] = KINDS, only: Sequence[str] = (), reader: str = "") -> str:
    """A sheet for paper or a spreadsheet: the rows of `review_rows`, then sentences without a row, as CSV.

    Columns: id, kind, sentence (the words in [[ ]]), says (the machine), and empty ones: right, wrong, value, note.
    Put any mark under right; or under wrong the column that is wrong, or "row" if there is no such thing at all, and
    under value what is right, several with "; " between. Of a sentence without a row: any mark under right, and under
    value the words that were missed, if any.
    """
    texts = dict(study.corpus.articles.select("article_id", "text").iter_rows())
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(SHEET)
    for row in review_rows(study, kinds=kinds, only=only, reader=reader).to_dicts():
        text, start, end, at = texts[row["article_id"]], row["start"], row["end"], row["at"] or 0
        last = max(end, start - at + len(row["sentence"] or ""))
        shown = f"{text[start - at : start]}[[{text[start:end]}]]{text[end:last]}"
        shown += f" | {row['other_text']}" if row["kind"] == "link" else ""
        sheet.writerow(map(_sheet_cell, (_row_id(row["kind"], row), row["kind"], shown, row["says"], "", "", "", "")))
    for kind in (one for one in kinds if one in KINDS):
        for row in sentences_without_rows(study, kind, reader=reader).to_dicts():
            sheet.writerow(map(_sheet_cell, (_row_id(kind, row), kind, row["text"], NOTHING, "", "", "", "")))
    return out.getvalue()


def last_decisions(study: Study, *, reader: str, most: int) -> list[Row]:
    """A reader's last decisions that are not undone, as they were written; the last first."""
    standing = study.placed_decisions.filter(pl.col("reader") == reader, pl.col("decision") != "torn")
    written = study.decisions.join(standing, on=["file", "line"], how="semi").sort("date", "line", descending=True)
    return written.select(list(COLUMNS)).head(most).to_dicts()


def _row_id(kind: str, row: Row) -> str:
    other = f" {row['other_id']} {row['other_start']}" if kind == "link" else ""
    return f"{kind} {row['article_id']} {row['start']}-{row['end']}{other}"


def _sheet_cell(text: str) -> str:
    """Text in one line that no spreadsheet takes for a formula."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def read_review_sheet(path: Path, study: Study, *, reader: str) -> list[Row]:
    """What has a reader written into a sheet of `review_sheet`? Decisions; lines without a mark are passed over.

    Raises CodingsError, which lists *all* that is not in order, with the line.
    """
    text, problems, made = path.read_text(encoding="utf-8-sig"), list[Problem](), list[Row]()
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in text.partition("\n")[0] else ",")
    if tuple(lines.fieldnames or ()) != SHEET:
        what = f"the columns are {', '.join(lines.fieldnames or ())}; give it {', '.join(SHEET)}, in this order"
        raise CodingsError([Problem(path.name, 1, what)], "the sheet is not in order")
    asked = [kind for kind in MORE if re.search(rf'^"?{kind} ', text, re.MULTILINE)]
    here = {_row_id(row["kind"], row): row for row in review_rows(study, kinds=(*KINDS, *asked)).to_dicts()}
    here |= {
        _row_id(kind, row): row | {"kind": kind, "says": NOTHING}
        for kind in KINDS
        for row in study.sentences.to_dicts()
        if _row_id(kind, row) not in here
    }
    for line in lines:
        try:
            made += _line_decisions(
                {name: (cell or "").strip() for name, cell in line.items() if name}, study, here, reader
            )
        except ValueError as wrong:
            problems.append(Problem(path.name, lines.line_num, str(wrong)))
    if problems:
        raise CodingsError(problems, "the sheet is not in order")
    return made


def _line_decisions(line: dict[str, str], study: Study, here: dict[str, Row], reader: str) -> Iterator[Row]:
    """The decisions of one line. Raises ValueError where it says nothing that can be done."""
    right, wrong, values = line["right"], line["wrong"], [part.strip() for part in line["value"].split(";")]
    if not (right or wrong or line["value"]):
        return
    row, said = here.get(line["id"]), {"reader": reader, "note": line["note"]}
    if row is None or _sheet_cell(row["says"]) != line["says"]:
        raise ValueError("this is no row, or it says something else by now; export the sheet anew")
    kind = row["kind"]
    if row["says"] == NOTHING and right and not wrong:
        yield decision_row(study, kind, row, field="sentence", **said)
        for words in filter(None, values):
            at = row["text"].find(words)
            if at < 0:
                raise ValueError(f"{words!r} does not stand in the sentence; copy the words that were missed")
            place = row | {"start": row["start"] + at, "end": row["start"] + at + len(words)}
            yield decision_row(study, kind, place, decision="added", **said)
    elif right and not wrong and not line["value"]:
        yield decision_row(study, kind, row, **said)
    elif wrong == "row" and not right and not line["value"]:
        yield decision_row(study, kind, row, decision="rejected", **said)
    elif wrong and not right and len(names := [part.strip() for part in wrong.split(";")]) == len(values):
        for name, value in zip(names, values, strict=True):
            typed = _typed_value(name, value, study)
            yield decision_row(study, kind, row, field=name, decision="corrected", value=typed, **said)
    else:
        raise ValueError("write a mark under right, or what is wrong under wrong and what is right under value")


def _typed_value(name: str, value: str, study: Study) -> object:
    """A cell as the column has it: an actor by code or name, true or false, a number; none where it is empty or –."""
    if name in ACTORS:
        value = {actor.casefold(): code for code, actor in study.actor_names.items()}.get(value.casefold(), value)
    elif name in TRUTHS and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    elif name in NUMBERS and value.isdecimal():
        return int(value)
    return None if value in {"", "–"} else value
