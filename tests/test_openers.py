"""Do the numbers of the committed notebooks open what they count: in sentences, tables and figures?"""

import csv
import json
import re
from pathlib import Path

import polars as pl
import pytest
from big import study

from analysis.corpus import read_corpus
from analysis.report.figure import Figure as Picture
from analysis.report.list_pages import EACH, Part, addresses, in_pages, parts_behind
from analysis.report.markdown import read_page
from analysis.report.page import Figure, Grid, Table, number
from analysis.report.page import seen as seen_words
from analysis.report.prose import OPENER
from analysis.report.tables import behind, with_rows

ROOT = Path(__file__).parents[1]
PLACE = {"article_id": "a", "end": 99}
NOT_OF_ROWS = {"02_telltale", "10_overview", "10_curve_weakest", "10_curve_second"}  # shares of models, findings
# columns of whole numbers that open nothing: lengths, codes, lines, sizes, scores of models, and denominators
CLOSED = {
    *("01_dates", "01_changes", "01_shape", "01_design", "01_pairs", "02_collocates", "02_giveaways", "03_divergence"),
    *("05_words", "07_running", "08_policy", "09_without_wire", "10_deciding", "11_doubts", "11_decided"),
    *(
        "11_beyond_chance",
        "11_confused",
        "11_lesson",
        "11_public",
        "11_readers",
        "11_blind",
        "12_articles",
        "12_design",
        "13_apart",
    ),
}
NO_COUNTS = {"of", "line", "words", "speakers", "sentences", "events", "others", "reported", "parts that have it"}
NO_COUNTS |= {"in headline or highlights", "largest number, at least"}
NAMES = r"Najaf, August 2004|March–April 2008|BIC above 2|all-MiniLM-L6-v2 .8-bit weights, 8199be6f"


@pytest.fixture(scope="module")
def pages():
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return number([read_page(json.loads(path.read_text("utf-8")), path.stem, ROOT / "figures") for path in paths])


def blocks(pages, kind):
    return [block for page in pages for block in page.body if isinstance(block, kind)]


def test_no_number_of_an_answer_stands_without_its_rows(pages):
    for page in pages[2:10]:
        for answer in page.answer:
            plain = re.sub(r"\\(?=\W)", "", re.sub(OPENER, "", answer.text))
            assert not re.findall(r"\d+", re.sub(NAMES, "", plain)), plain
            assert set(re.findall(r"#(rows-\w+)", answer.text)) == set(answer.lists)
            assert answer.lists


def test_a_number_in_a_sentence_opens_as_many_rows_as_it_says(pages):
    seen = 0
    for page in pages[2:10]:
        for words, name in re.findall(r"\[([\d,]+)[^\]%]*\]\(#(rows-\w+)\)", " ".join(a.text for a in page.answer)):
            if page.slug != "04_voices":  # where shares are of words, and reports are opened
                assert len(page.lists[name].rows) == int(words.replace(",", "")), (page.slug, words)
                seen += 1
    assert seen > 30


def test_a_number_of_a_table_opens_as_many_rows_as_it_says(pages):
    closed = set()
    for table in blocks(pages, Table):
        parts = parts_behind(table)
        for y, row in enumerate(table.grid.rows):
            for x, value in enumerate(row):
                column = table.grid.columns[x]
                if not isinstance(value, int) or isinstance(value, bool) or not value:
                    continue
                if (y, x) in parts:
                    assert len(parts[y, x].grid.rows) == value or column == "words", (table.name, column, row)
                elif column not in NO_COUNTS:
                    closed.add(table.name)
    assert closed <= CLOSED


def test_every_figure_that_counts_rows_has_them_group_by_group(pages):
    for figure in blocks(pages, Figure):
        assert figure.evidence or figure.name in NOT_OF_ROWS, figure.name
        if figure.groups:
            with (ROOT / "figures" / figure.csv).open(encoding="utf-8", newline="") as file:
                counts = [int(row[figure.column] or 0) for row in csv.DictReader(file)]
            assert [len(rows) for _, rows in figure.groups] == counts, figure.name
            assert {at for _, rows in figure.groups for at in rows} == set(range(len(figure.evidence.rows)))


def test_a_mark_of_a_figure_told_as_text_opens_as_many_rows_as_it_says(pages):
    for figure in blocks(pages, Figure):
        assert all(0 <= mark.get("row", 0) < len(figure.groups or figure.evidence.places) for mark in marks_of(figure))
        for mark in marks_of(figure) if figure.groups else []:
            if mark.get("said") != "words" and mark["n"] != "–":
                assert int(mark["n"].replace(",", "")) == len(figure.groups[mark["row"]][1]), (figure.name, mark)


def marks_of(figure):
    return [mark for mark in figure.marks.get("rows", ()) if "row" in mark]


def test_every_row_of_evidence_has_its_place_in_an_article(pages):
    lengths = dict(read_corpus(ROOT / "data/corpora/iraq-2004-2008").articles.select("article_id", "text").iter_rows())
    grids = [block.evidence for block in blocks(pages, Figure | Table) if block.evidence]
    grids += [grid for page in pages for grid in page.lists.values()]
    for grid in grids:
        assert len(grid.places) == len(grid.rows), grid.columns
        for id, start, end in grid.places:
            assert start is None or 0 <= start < (end or start + 1) <= len(lengths[id])


def test_a_number_over_all_events_opens_the_rows_of_each():
    places = [{**PLACE, "event": event, "outlet": "A", "start": at} for at, event in enumerate(["e0", "e1", "e1"])]
    rows = pl.DataFrame([*places, {**PLACE, "event": "e1", "outlet": "B", "start": 9}])
    counts = {"event": ["all events", "e0", "e1"], "outlet": "A", "n": [3, 1, 2]}
    drawn = Picture("x", None, "", "", pl.DataFrame(counts))
    figure = with_rows(drawn, study(outlets=2, events=2, articles=4), rows, "outlet", "n")
    # B is in no row of the data, so its row is left out; the first row of the data counts both events
    assert [at for _, at in figure.groups] == [[0, 1, 2], [0], [1, 2]]
    assert figure.groups[0][0] == "all events · A"
    assert figure.evidence["start"].to_list() == [0, 1, 2]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ([], ""),
        (["machine"], ", not checked"),
        (["rejected"], ", checked"),
        (["machine", "proposed"], ", none checked"),
        (["confirmed", "machine", "added"], ", 2 of them checked"),
        (["confirmed", "corrected"], ", all checked"),
    ],
)
def test_how_many_rows_a_reader_has_seen(status, said):
    rows = Grid(("status",), tuple((one,) for one in status)) if status else Grid(("n",), ((1,),))
    assert seen_words(rows) == said


def test_nothing_is_said_of_readers_where_nobody_has_decided():
    rows = pl.DataFrame({"outlet": ["A"], "status": ["machine"]})
    assert "status" not in behind(rows, study()).columns


def test_long_parts_go_on_over_pages_and_each_has_its_address():
    def part(id, n):
        return Part(id, id, Grid(("n",), tuple((at,) for at in range(n))))

    parts = [part("a", 3), part("b", EACH - 2), part("c", 2 * EACH + 1), part("d", 1)]
    # a fills 3 lines of the first page; b has no room there; c begins on the third and ends on the fifth
    assert [[(one.id, len(one.grid.rows)) for one in page] for page in in_pages(parts)] == [
        [("a", 3)],
        [("b", EACH - 2)],
        [("c", EACH)],
        [("", EACH)],
        [("", 1), ("d", 1)],
    ]
    assert addresses("figure-7", parts)["d"] == "evidence/figure-7-part-5.html#d"
