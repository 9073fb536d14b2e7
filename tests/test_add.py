"""From files to a corpus: what each format says of its article, where it lands, and that it lands whole."""

import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsfiles import docx, mhtml, odt, pdf, put, xlsx, zipped
from typer.testing import CliRunner

from analysis.cli import app
from analysis.corpus import CorpusError, read_corpus
from analysis.corpus.add import add, day_of
from analysis.corpus.write import alone, corpus_with, new_corpus, write_all

BODY = "Police arrested forty marchers on Friday.\n\nThey will march again tomorrow, Ann Lee said."
PAGE = """<!doctype html><html><head><title>Forty arrested | The Gazette</title>
<meta property="og:site_name" content="The Gazette"><meta property="og:url" content="https://gazette.example/forty">
<meta property="og:title" content="Forty arrested"><meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2020-03-01T22:00:00-05:00"></head>
<body><nav>Home News</nav><article><h1>Forty arrested</h1><p>Police arrested forty marchers on Friday.</p>
<p>They will march again tomorrow, Ann Lee said.</p></article></body></html>"""


@pytest.fixture
def corpus(tmp_path):
    new_corpus(tmp_path / "corpus")
    return tmp_path / "corpus"


def added(corpus, *paths, columns=None, dry_run=False, **facts):
    return add(corpus, paths, facts=facts, columns=columns or {}, dry_run=dry_run)


def articles(done):
    return done.tables["article"]


def call(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments])


# --- the folder --------------------------------------------------------------------------------------------------


def test_new_makes_a_folder_whose_tables_are_explained(tmp_path):
    result = call("new", tmp_path / "Two floods", "--title", 'Two "floods"')
    assert result.exit_code == 0
    source = (tmp_path / "Two floods" / "corpus.toml").read_text(encoding="utf-8")
    assert tomllib.loads(source)["corpus"] == {"id": "two-floods", "title": 'Two "floods"', "language": "en"}
    assert all(f"# [[{kind}]]" in source for kind in ("event", "outlet", "article", "actor"))
    assert (tmp_path / "Two floods" / "raw").is_dir()


def test_every_key_of_the_template_is_one_of_the_format(tmp_path):
    new_corpus(tmp_path / "x")
    source = (tmp_path / "x" / "corpus.toml").read_text(encoding="utf-8")
    tables = source[source.index("[corpus]") :].replace("\n# ", "\n").split("\n")
    kept = [line for line in tables if line.startswith("[") or " = " in line]
    (tmp_path / "x" / "corpus.toml").write_text("\n".join(kept), encoding="utf-8")
    put(tmp_path / "x", "raw/gazette-2020-03-01-police.txt", BODY)
    assert read_corpus(tmp_path / "x").outlets == ["The Gazette"]


def test_new_leaves_what_is_there(tmp_path):
    (tmp_path / "mine").write_text("precious")
    result = call("new", tmp_path / "mine")
    assert result.exit_code == 2
    assert "is there already, and stays as it is; choose another name" in result.output
    assert (tmp_path / "mine").read_text() == "precious"


def test_check_of_a_new_corpus_says_what_to_do(corpus):
    result = call("check", corpus)
    assert result.exit_code == 1
    assert "[[article]] is missing; add it, or let counterframe add make it from files" in result.output


# --- one article, by format --------------------------------------------------------------------------------------


PARAGRAPHS = BODY.split("\n\n")
FORMATS = {
    "a.txt": BODY,
    "a.md": BODY.replace("forty", "**forty**"),
    "a.html": PAGE,
    "a.mhtml": mhtml(PAGE),
    "a.docx": docx(*PARAGRAPHS),
    "a.odt": odt(*PARAGRAPHS),
    "a.pdf": pdf(BODY),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_words_of_its_article_and_no_others(corpus, tmp_path, name):
    done = added(corpus, put(tmp_path, name, FORMATS[name]), outlet="Gazette", event="march", date="2020-03-01")
    assert done.refused == []
    text = read_corpus(corpus).articles["text"].item()
    assert text.removeprefix("Forty arrested").split() == BODY.split()


def test_a_title_that_stands_above_in_capitals_is_not_put_there_again(corpus, tmp_path):
    rows = json.dumps(
        {"title": "Forty arrested", "outlet": "Gazette", "date": "2020-03-01", "text": f"FORTY ARRESTED\n\n{BODY}"}
    )
    added(corpus, put(tmp_path, "t.jsonl", rows))
    assert read_corpus(corpus).paragraphs["section"].to_list() == ["headline", "body", "body"]


def test_a_page_says_who_wrote_what_when_and_where(corpus, tmp_path):
    done = added(corpus, put(tmp_path, "saved.html", PAGE))
    table = articles(done)[0]
    assert {key: table[key] for key in ("title", "author", "date", "outlet", "url", "date_basis")} == {
        "title": "Forty arrested",
        "author": "Jane Doe",
        "date": date(2020, 3, 1),  # as printed, whatever the hour is elsewhere
        "outlet": "the-gazette",
        "url": "https://gazette.example/forty",
        "date_basis": "stated",
    }
    assert read_corpus(corpus).paragraphs["section"].to_list() == ["headline", "body", "body"]


def test_a_saved_page_has_its_address_from_the_browser(corpus, tmp_path):
    page = PAGE.replace('<meta property="og:url" content="https://gazette.example/forty">', "")
    done = added(corpus, put(tmp_path, "saved.mhtml", mhtml(page)))
    assert articles(done)[0]["url"] == "https://gazette.example/saved"


ROWS = [("Gazette", "2020-03-01", "Forty", BODY), ("Herald", "2 March 2020", "Calm", "A calm march, say the police.")]
NAMES = ("Newspaper", "published", "Headline", "Body")
FRAME = pl.DataFrame([dict(zip(NAMES, row, strict=True)) for row in ROWS])


def parquet():
    buffer = io.BytesIO()
    FRAME.write_parquet(buffer)
    return buffer.getvalue()


TABLES = {
    "t.csv": FRAME.write_csv(),
    "semicolons.csv": FRAME.write_csv(separator=";"),
    "latin.csv": FRAME.write_csv().replace("calm", "Café").encode("latin-1"),
    "t.tsv": FRAME.write_csv(separator="\t"),
    "t.jsonl": "\n".join(json.dumps(row) for row in FRAME.to_dicts()),
    "t.xlsx": xlsx(NAMES, *ROWS),
    "t.parquet": parquet(),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_gives_an_article_a_row_with_columns_guessed_by_name(corpus, tmp_path, name):
    done = added(corpus, put(tmp_path, name, TABLES[name]))
    assert done.refused == []
    found = [(row["outlet"], str(row["date"]), row["title"]) for row in articles(done)]
    assert found == [("gazette", "2020-03-01", "Forty"), ("herald", "2020-03-02", "Calm")]
    assert (corpus / articles(done)[0]["file"]).read_text(encoding="utf-8") == f"Forty\n\n{BODY}"
    columns = "text from column 'Body', title from column 'Headline', date from column 'published', outlet from column"
    assert next(iter(done.read.values()))[2] == f"{columns} 'Newspaper'"


def test_columns_can_be_named(corpus, tmp_path):
    table = put(tmp_path, "t.csv", "when,what,who\n2020-03-01,Forty marchers were held.,Gazette\n")
    result = call("add", table, "--corpus", corpus, "--map", "text=what,date=when,outlet=who")
    assert result.exit_code == 0, result.output
    assert "text from column 'what', date from column 'when', outlet from column 'who' (1 article)" in result.output
    assert read_corpus(corpus).articles["text"].to_list() == ["Forty marchers were held."]


def test_a_feed_gives_an_article_an_entry(corpus, tmp_path):
    feed = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>The Gazette</title><item><title>Forty arrested</title><link>https://gazette.example/1</link>
    <pubDate>Sun, 01 Mar 2020 22:00:00 -0500</pubDate>
    <content:encoded>
    <![CDATA[<p>Police arrested forty marchers.</p><p>They will march again.</p>]]></content:encoded>
    </item>
    <item><title>Calm</title><pubDate>Mon, 02 Mar 2020 09:00:00 GMT</pubDate>
    <description>A calm march.</description></item>
    </channel></rss>"""
    done = added(corpus, put(tmp_path, "feed.xml", feed))
    assert [(row["title"], str(row["date"]), row["outlet"]) for row in articles(done)] == [
        ("Forty arrested", "2020-03-01", "the-gazette"),
        ("Calm", "2020-03-02", "the-gazette"),
    ]
    text = "Forty arrested\n\nPolice arrested forty marchers.\n\nThey will march again."
    assert (corpus / articles(done)[0]["file"]).read_text(encoding="utf-8") == text
    assert [remark for _, _, remark in done.read.values()] == ["", "the feed has a summary only"]


def test_a_web_archive_gives_its_pages_with_their_addresses(corpus, tmp_path):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)
    for url, kind, page in (
        ("https://gazette.example/1", "text/html", PAGE),
        ("https://gazette.example/style.css", "text/css", "p {}"),
    ):
        head = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.0")
        payload = io.BytesIO(page.encode())
        writer.write_record(writer.create_warc_record(url, "response", payload=payload, http_headers=head))
    done = added(corpus, put(tmp_path, "crawl.warc.gz", buffer.getvalue()))
    assert [(row["url"], row["title"]) for row in articles(done)] == [("https://gazette.example/1", "Forty arrested")]


# --- what is known of an article ---------------------------------------------------------------------------------


def test_names_of_files_say_outlet_and_day_and_articles_a_week_apart_share_an_event(corpus, tmp_path):
    folder = tmp_path / "loose"
    for name in ("gazette-2020-03-01-a", "herald_2020-03-08_b", "gazette-20200316-c", "herald-2020-03-17"):
        put(folder, f"{name}.txt", f"Words of {name}.")
    done = added(corpus, folder)
    # 1 to 8 March: 7 days, one event; 8 to 16 March: 8 days, another
    assert [(row["id"], row["event"], row["outlet"]) for row in articles(done)] == [
        ("gazette-2020-03-01-a", "event-of-2020-03-01", "gazette"),
        ("herald-2020-03-08-b", "event-of-2020-03-01", "herald"),
        ("gazette-2020-03-16-c", "event-of-2020-03-16", "gazette"),
        ("herald-2020-03-17-words-of-herald-2020-03-17", "event-of-2020-03-16", "herald"),
    ]
    assert [(row["id"], str(row["start"]), str(row["end"])) for row in done.tables["event"]] == [
        ("event-of-2020-03-01", "2020-03-01", "2020-03-08"),
        ("event-of-2020-03-16", "2020-03-16", "2020-03-17"),
    ]
    assert read_corpus(corpus).articles["date_basis"].unique().to_list() == ["from the file's name"]


def test_folders_say_event_and_outlet(corpus, tmp_path):
    for name in ("march/gazette/a", "march/herald/b", "flood/gazette/c"):
        put(tmp_path / "sorted", f"{name}.txt", f"Words of {name}.")
    done = added(corpus, tmp_path / "sorted", date="2020-03-01")
    found = [(row["event"], row["outlet"]) for row in articles(done)]
    assert sorted(found) == [("flood", "gazette"), ("march", "gazette"), ("march", "herald")]


def test_a_zip_is_read_as_a_folder_is(corpus, tmp_path):
    members = {"march/gazette/a.txt": "Words of a.", "flood/gazette/b.txt": "Words of b.", "__MACOSX/c.txt": "no"}
    done = added(corpus, put(tmp_path, "all.zip", zipped(members)), date="2020-03-01")
    assert sorted(row["event"] for row in articles(done)) == ["flood", "march"]
    assert sorted(source for source, _, _ in done.read.values()) == [
        "all.zip/flood/gazette/b.txt",
        "all.zip/march/gazette/a.txt",
    ]


def test_one_folder_for_all_is_no_event(corpus, tmp_path):
    for name in ("texts/gazette-2020-03-01-a", "texts/herald-2020-03-02-b"):
        put(tmp_path / "box", f"{name}.txt", f"Words of {name}.")
    assert {row["event"] for row in articles(added(corpus, tmp_path / "box"))} == {"event-of-2020-03-01"}


def test_a_folder_beside_loose_files_is_no_event(corpus, tmp_path):
    for name in ("texts/gazette-2020-03-01-a", "texts/herald-2020-03-02-b", "gazette-2020-03-02-c"):
        put(tmp_path / "box", f"{name}.txt", f"Words of {name}.")
    assert {row["event"] for row in articles(added(corpus, tmp_path / "box"))} == {"event-of-2020-03-01"}


def test_the_next_command_can_be_copied_where_a_name_has_a_space(tmp_path):
    told = CliRunner().invoke(app, ["new", str(tmp_path / "my corpus")]).output
    assert f"Next: counterframe add PATH... --corpus '{tmp_path}/my corpus'" in told


def test_what_lies_beside_articles_is_passed_over(corpus, tmp_path):
    for name in ("gazette-2020-03-01-a.txt", ".DS_Store", "~$letter.docx", "page_files/advert.html", ".git/config.txt"):
        put(tmp_path / "box", name, "Words.")
    done = added(corpus, tmp_path / "box")
    assert (len(articles(done)), done.refused) == (1, [])


def test_options_stand_above_the_page_and_the_page_above_the_name(corpus, tmp_path):
    page = put(tmp_path, "herald-2019-01-01-x.html", PAGE)
    done = added(corpus, page, outlet="Sunday Gazette", event="march", dry_run=True)
    assert [(row["outlet"], str(row["date"])) for row in articles(done)] == [("sunday-gazette", "2020-03-01")]
    assert [row["outlet"] for row in articles(added(corpus, page, event="march", dry_run=True))] == ["the-gazette"]


def test_outlets_and_events_are_found_again_by_name_and_by_id(corpus, tmp_path):
    added(corpus, put(tmp_path, "a.txt", "Words a."), outlet="The Gazette", event="The march", date="2020-03-03")
    again = added(
        corpus, put(tmp_path, "b.txt", "Words b."), outlet="the gazette", event="the-march", date="2020-03-01"
    )
    assert (again.tables["outlet"], articles(again)[0]["outlet"]) == ([], "the-gazette")
    assert [(row["id"], str(row["start"]), str(row["end"])) for row in again.tables["event"]] == [
        ("the-march", "2020-03-01", "2020-03-03")
    ]
    near = added(corpus, put(tmp_path, "c.txt", "Words c."), outlet="The Gazette", date="2020-03-09")
    assert articles(near)[0]["event"] == "the-march"


def test_articles_near_two_events_are_not_guessed(corpus, tmp_path):
    for name, day in (("a", "2020-03-01"), ("b", "2020-03-05")):
        added(corpus, put(tmp_path, f"{name}.txt", f"Words {name}."), outlet="Gazette", event=name, date=day)
    done = added(corpus, put(tmp_path, "c.txt", "Words c."), outlet="Gazette", date="2020-03-03")
    assert done.refused[0][1].startswith("has a date near several events (a, b); say which event")


def test_articles_of_five_weeks_without_a_gap_are_no_event(corpus, tmp_path):
    for day in ("2020-03-01", "2020-03-08", "2020-03-15", "2020-03-22", "2020-03-29", "2020-04-02"):
        put(tmp_path / "box", f"gazette-{day}-x.txt", f"Words of {day}.")
    done = added(corpus, tmp_path / "box")
    assert articles(done) == []
    assert done.refused[0][1].startswith("is one of 6 from 2020-03-01 to 2020-04-02, more than one event may last")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-03-04", date(2020, 3, 4)),
        ("20200304", date(2020, 3, 4)),
        ("2020-03-04T23:30:00-05:00", date(2020, 3, 4)),
        ("March 4, 2020", date(2020, 3, 4)),
        ("25/03/2020", date(2020, 3, 25)),
        ("Wed, 04 Mar 2020 23:30:00 GMT", date(2020, 3, 4)),
    ],
)
def test_days_are_read_in_many_forms(text, day):
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text", ["", "04/05/2020", "2020", "March 2020", "yesterday", "2020-02-31", "9" * 30, "x" * 1000]
)
def test_what_is_no_day_or_may_be_two_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 (dateutil's words, ours or datetime's)
        day_of(text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("latin-1", "Le président a été à Paris, où il a vu la forêt."),
        ("cp1252", "“Smart quotes” — he said it’s fine."),
        ("utf-16", "Żółć and “quotes”."),
        ("utf-8-sig", "Żółć and “quotes”."),
        ("cp1251", "Президент сказал в среду, что положение остаётся сложным. " * 5),
    ],
)
def test_encodings_are_found_and_named(corpus, tmp_path, encoding, text):
    done = added(corpus, put(tmp_path, "a.txt", text.encode(encoding)), outlet="Gazette", event="e", date="2020-03-01")
    assert (corpus / articles(done)[0]["file"]).read_text(encoding="utf-8") == text
    remark = next(iter(done.read.values()))[2]
    assert remark == ("" if encoding.startswith("utf-8") else f"read as {encoding.replace('latin-1', 'cp1252')}")


def test_a_file_is_what_its_bytes_say(corpus, tmp_path):
    names = {
        "page.txt": PAGE,
        "letter.txt": docx("Words of a letter."),
        "paper.doc": pdf("Words of a paper."),
        "m.txt": parquet(),
    }
    done = added(
        corpus, *(put(tmp_path, *one) for one in names.items()), event="e", date="2020-03-01", outlet="Gazette"
    )
    assert done.refused == []
    assert len(articles(done)) == 3 + 2


# --- the corpus file ---------------------------------------------------------------------------------------------

KEPT = '''# mine
[corpus]   # the whole
id = "x"
title = "X"

[[actor]]
id = "POLICE"
name = "police"

# the events

[[event]]
id = "march"
title = "March"
start = 2020-03-02  # a Monday
end = 2020-03-02
note = """
[[event]]
start = 1999-01-01
"""

# the outlets
[[outlet]]
id = "gazette"
name = "Gazette"

# at the end
'''


def test_the_corpus_file_keeps_its_comments_and_order(corpus, tmp_path):
    (corpus / "corpus.toml").write_text(KEPT, encoding="utf-8")
    added(corpus, put(tmp_path, "a.txt", "Words a."), outlet="Gazette", event="march", date="2020-03-01")
    source = (corpus / "corpus.toml").read_text(encoding="utf-8")
    assert source.startswith(KEPT.replace("start = 2020-03-02", "start = 2020-03-01").rstrip("\n"))
    added(corpus, put(tmp_path, "b.txt", "Words b."), outlet="Herald", event="flood", date="2020-06-01")
    source = (corpus / "corpus.toml").read_text(encoding="utf-8")
    order = [
        "# mine",
        "# the events",
        'id = "march"',
        "1999",
        'id = "flood"',
        "# the outlets",
        'id = "gazette"',
        'id = "herald"',
    ]
    places = [
        source.index(one)
        for one in [*order, "# at the end", "Words" if "Words" in source else "raw/gazette", "raw/herald"]
    ]
    assert places == sorted(places)


words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=30)


@given(title=words, note=words)
def test_whatever_stands_in_a_table_comes_back(tmp_path_factory, title, note):
    event = {"id": "e", "title": title, "start": date(2020, 1, 1), "end": date(2020, 1, 1), "note": note}
    tables = {"event": [event], "outlet": [{"id": "o", "name": "O"}], "article": []}
    tables["article"] = [{"id": "a", "event": "e", "outlet": "o", "file": "raw/a.txt", "date": date(2020, 1, 1)}]
    if not title.strip():
        return
    source = corpus_with(tmp_path_factory.getbasetemp(), KEPT, tables)
    assert tomllib.loads(source)["event"][-1] == event


# --- all or nothing ----------------------------------------------------------------------------------------------


def state(corpus):
    return {
        path.name: path.read_bytes() for path in sorted(corpus.rglob("*")) if path.is_file() and path.name != ".lock"
    }


def test_a_dry_run_says_all_and_writes_nothing(corpus, tmp_path):
    before = state(corpus)
    result = call("add", put(tmp_path, "gazette-2020-03-01-a.txt", BODY), "--corpus", corpus, "--dry-run")
    assert result.exit_code == 0
    assert "Would add 1 article to corpus." in result.output
    assert state(corpus) == before


def test_the_same_text_is_not_taken_twice(corpus, tmp_path):
    paths = [put(tmp_path, name, BODY) for name in ("gazette-2020-03-01-a.txt", "gazette-2020-03-02-b.txt")]
    assert "has the same text as gazette-2020-03-01-a, and is not taken twice" in added(corpus, *paths).refused[0][1]
    before = state(corpus)
    result = call("add", paths[0], "--corpus", corpus)
    assert result.exit_code == 1
    assert (
        "gazette-2020-03-01-a.txt: has the same text as gazette-2020-03-01-a, and is not taken twice." in result.output
    )
    assert state(corpus) == before


def test_a_text_that_two_outlets_print_is_taken_from_both_and_said(corpus, tmp_path):
    paths = [put(tmp_path, name, BODY) for name in ("gazette-2020-03-01-a.txt", "herald-2020-03-01-b.txt")]
    done = added(corpus, *paths)
    assert done.refused == []
    assert done.read["herald-2020-03-01-b"][2] == "same text as gazette-2020-03-01-a"


def test_long_names_that_begin_alike_are_two_events(corpus, tmp_path):
    for month in ("September", "October"):
        path = put(tmp_path, f"gazette-2020-03-01-{month}.txt", f"Words of {month}.")
        done = added(corpus, path, event=f"The hearing of the candidate before the committee, {month}")
    assert articles(done)[0]["event"] == "the-hearing-of-the-candidate-before-the-2"
    assert read_corpus(corpus).articles["event"].n_unique() == 2


def test_what_is_fine_is_added_and_what_is_not_is_listed(corpus, tmp_path):
    good, bad = put(tmp_path, "gazette-2020-03-01-a.txt", BODY), put(tmp_path, "gazette-2020-03-01-b.txt", "")
    result = call("add", bad, good, "--corpus", corpus, "--json", tmp_path / "answer.json")
    assert result.exit_code == 1
    assert "Added 1 article to corpus." in result.output
    answer = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in answer["articles"]] == ["gazette-2020-03-01-a"]
    assert answer["refused"] == [
        {"file": "gazette-2020-03-01-b.txt", "why": "is empty; put its text in or leave it out"}
    ]
    assert read_corpus(corpus).articles.height == 1


def test_a_corpus_that_is_not_in_order_is_left_alone(corpus, tmp_path):
    (corpus / "corpus.toml").write_text(KEPT.replace("start = 2020-03-02", 'start = "soon"'), encoding="utf-8")
    before = state(corpus)
    with pytest.raises(CorpusError, match="'start' of this \\[\\[event\\]\\] is 'soon', which is no date"):
        added(corpus, put(tmp_path, "gazette-2020-03-01-a.txt", BODY))
    assert state(corpus) == before


def test_two_at_once_wait_for_each_other(corpus, tmp_path):
    with alone(corpus), pytest.raises(CorpusError, match="another command is writing here; wait until it is done"):
        added(corpus, put(tmp_path, "gazette-2020-03-01-a.txt", BODY))


def test_a_failure_half_way_leaves_what_was_there(corpus, monkeypatch):
    before = state(corpus)
    monkeypatch.setattr("analysis.corpus.write.atomic_write", failing_at(3))
    with pytest.raises(OSError, match="No space left"):
        write_all(corpus, {"raw/a.txt": b"a", "raw/b.txt": b"b", "raw/c.txt": b"c"}, "new")
    assert state(corpus) == before


def failing_at(nth):
    from analysis.corpus.atomic_files import atomic_write

    calls = iter(range(1, 100))

    def write(path, content):
        if next(calls) == nth:
            raise OSError(28, "No space left on device", str(path))
        atomic_write(path, content)

    return write


KILLED = """
import os, signal, sys
from pathlib import Path
import analysis.corpus.write as write
from analysis.corpus.add import add
whole, calls = write.atomic_write, iter(range(1, 100))
def dying(path, content):
    if next(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    whole(path, content)
write.atomic_write = dying
add(Path(sys.argv[1]), [Path(sys.argv[2])], facts={}, columns={})
"""


@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_kill_at_any_moment_leaves_a_corpus_that_opens_and_can_go_on(corpus, tmp_path, nth):
    added(corpus, put(tmp_path, "gazette-2020-03-01-a.txt", BODY))
    box = put(tmp_path / "box", "gazette-2020-03-02-b.txt", "Words b.").parent
    put(box, "herald-2020-03-02-c.txt", "Words c.")
    done = subprocess.run([sys.executable, "-c", KILLED, corpus, box, str(nth)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL
    assert read_corpus(corpus).articles.height == 1
    assert len(articles(added(corpus, box))) == 2
    assert sorted(os.listdir(corpus / "raw")) == [
        "gazette-2020-03-01-a.txt",
        "gazette-2020-03-02-b.txt",
        "herald-2020-03-02-c.txt",
    ]
    assert read_corpus(corpus).articles.height == 3
