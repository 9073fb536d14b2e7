"""Do the tables promise what they say, and is a broken promise told?"""

import polars as pl
import pytest

from analysis import schema

TABLES = [pytest.param(table, id=table.name) for table in schema.TABLES]


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_key_and_a_meaning_for_each_column(table):
    assert set(table.key) <= set(table.columns)
    assert all(meaning.strip() for _, meaning in table.columns.values())
    assert table.row_is.startswith("one ")
    assert "bias" not in table.columns


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_keeps_its_promise(table):
    frame = table.frame([])
    assert frame.columns == list(table.columns)
    assert table.problems(frame) == []


def test_table_names_are_unique():
    names = [table.name for table in schema.TABLES]
    assert len(set(names)) == len(names)


def mention(start, **more):
    return {"event": "e", "outlet": "o", "article_id": "a", "start": start, "end": start + 1, **more}


def test_rows_become_a_frame_sorted_by_key():
    frame = schema.MENTIONS.frame([mention(5), mention(1, text="x", other="left out")])
    assert frame.columns == list(schema.MENTIONS.columns)
    assert frame["start"].to_list() == [1, 5]
    assert frame["text"].to_list() == ["x", None]


def test_each_broken_promise_is_told():
    good = schema.MENTIONS.frame([mention(1), mention(2)])
    assert schema.MENTIONS.problems(good) == []
    assert schema.MENTIONS.problems(good.with_columns(more=pl.lit(1))) == []
    assert schema.MENTIONS.problems(good.drop("how", "text")) == [
        "mentions: column 'text' is missing",
        "mentions: column 'how' is missing",
    ]
    assert schema.MENTIONS.problems(good.with_columns(pl.col("end").cast(pl.Int32))) == [
        "mentions: column 'end' is Int32, promised is Int64"
    ]
    assert schema.MENTIONS.problems(good.vstack(good.head(1))) == [
        "mentions: two rows share the key article_id, start, end"
    ]
    assert schema.MENTIONS.problems(schema.MENTIONS.frame([mention(1), {**mention(2), "article_id": None}])) == [
        "mentions: column 'article_id' belongs to the key and has nulls"
    ]


def test_the_dictionary_has_a_row_for_each_column():
    found = schema.dictionary()
    assert found.height == sum(len(table.columns) for table in schema.TABLES)
    assert found.columns == ["table", "row_is", "column", "type", "is_key", "meaning"]
    row = found.row(by_predicate=(pl.col("table") == "tokens") & (pl.col("column") == "start"), named=True)
    assert (row["type"], row["is_key"]) == ("Int64", True)
