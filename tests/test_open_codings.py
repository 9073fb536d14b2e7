"""The open codings: places and answers on many topics, in order, without the articles' text."""

from pathlib import Path

import polars as pl
import pytest

from analysis.codings.records import KINDS, VALUES
from analysis.codings.table import read_codings

OPEN = Path(__file__).parent.parent / "data" / "codings" / "open"
WORDS = {"label": ["bearer"], "act": ["agent_words", "patient_words"], "quote": ["speaker_words"]}
CHECK = "[0-9a-f]{8}"


@pytest.fixture(scope="module")
def fields():
    places = pl.read_csv(OPEN / "codings.csv", infer_schema=False).with_columns(pl.col("start", "end").cast(pl.Int64))
    length = articles().select("article_id", "n_characters", of="coder")
    return places.join(length, on="article_id", how="left", maintain_order="left")


def articles():
    return pl.read_csv(OPEN / "articles.csv")


def test_the_records_are_those_the_card_counts():
    records = read_codings([OPEN])
    n = {"quote": 2180, "label": 8721, "act": 1302, "figure": 244, "frames": 5151}
    assert dict(records["kind"].value_counts().iter_rows()) == n
    assert articles()["topic"].n_unique() == 100
    card = (OPEN / "README.md").read_text()
    assert f"{records.height:,} records" in card
    every = records.group_by("kind").len().rename({"len": "n"}).join(_by(records, "coder"), on="kind")
    for row in every.fill_null(0).iter_rows(named=True):
        each = " | ".join(f"{row[coder]:,}" for coder in ("seven", "eighth", "ninth", "tenth", "eleventh", "again"))
        assert f"| `{row['kind']}` | {row['n']:,} | {each} |" in card


def _by(records, column):
    return records.pivot(column, index="kind", values="article_id", aggregate_function="len")


def test_the_table_of_topics_is_counted():
    topics = articles().select("article_id", "topic")
    first = read_codings([OPEN]).filter(pl.col("coder") != "again")
    n = _topic_counts(first.join(topics, on="article_id"), topics)
    card = (OPEN / "README.md").read_text()
    for row in n.iter_rows(named=True):
        assert (
            f"| {row['topic']} | {row['n']} | {row['label']} | {row['quote']} | {row['act']} | {row['figure']} | "
            f"{row['frames']} |" in card
        )


def _topic_counts(records, topics):
    counted = records.pivot("kind", index="topic", values="article_id", aggregate_function="len")
    return counted.join(topics.group_by("topic").agg(n=pl.len()), on="topic").fill_null(0)


def test_spans_lie_in_their_articles_and_have_check_sums(fields):
    assert fields["n_characters"].null_count() == 0
    assert fields.filter((pl.col("start") < 0) | (pl.col("start") >= pl.col("end"))).is_empty()
    assert fields.filter(pl.col("end") > pl.col("n_characters")).is_empty()
    assert fields["check"].str.contains(f"^{CHECK}$").all()


def test_words_of_bearers_and_speakers_are_places(fields):
    names = [name for names in WORDS.values() for name in names]
    places = fields.filter(pl.col("field").is_in(names) & (pl.col("value").fill_null("") != ""))
    parts = places["value"].str.extract_groups(f"^(?<first>[0-9]+):(?<behind>[0-9]+):(?<sum>{CHECK})$").struct.unnest()
    assert places.height > 1500
    assert parts["sum"].null_count() == 0
    first, behind = parts["first"].cast(pl.Int64), parts["behind"].cast(pl.Int64)
    assert (first < behind).all()
    assert (behind <= places["n_characters"]).all()


def test_each_record_answers_what_its_kind_asks(fields):
    one = ["article_id", "coder", "kind", "start", "end", "record"]
    for (kind,), rows in fields.group_by("kind"):
        asked = {*KINDS[kind], *WORDS.get(kind, [])} - {"low", "high"}  # an open end has no number
        assert rows.group_by(one).agg("field")["field"].map_elements(asked.issubset, return_dtype=pl.Boolean).all()
    for field, known in VALUES.items():
        assert set(fields.filter(pl.col("field") == field)["value"]) <= set(known)


def test_every_article_is_there_once_with_its_coder_and_no_text(fields):
    table = articles()
    assert table.height == table["article_id"].n_unique() == 257
    assert table["sha256"].str.contains("^[0-9a-f]{64}$").all()
    assert table["address"].str.contains("^(https://en.wikinews.org/wiki/|(BASIL|PolNeAR|NewsWCL50|MUC-4) )").all()
    assert fields.filter((pl.col("coder") != pl.col("of")) & ~pl.col("coder").is_in(["again", "eleventh"])).is_empty()
    assert fields.filter(pl.col("coder") == "again")["article_id"].n_unique() == 63
    assert set(fields["article_id"]) == set(table["article_id"])
    assert {"text", "sentence"}.isdisjoint([*fields.columns, *table.columns])
    assert fields["value"].str.len_chars().max() <= 100
