"""Bad input for `counterframe add` and `new`: one plain sentence each, nothing lost, nothing half-written.

`BAD` is the list: name, what makes the input, what the sentence must say. Print the names with
python -m pytest tests/test_bad_input_add.py --collect-only -q.
"""

import contextlib
import errno
import gzip
import io
import os
import signal
import stat
import subprocess
import sys
import zipfile

import pytest
from newsfiles import docx, mhtml, pdf, put, zipped
from typer.testing import CliRunner

from analysis.cli import app
from analysis.corpus import read_corpus
from analysis.corpus.add import add
from analysis.corpus.sources import RefusedError, cpu_seconds
from analysis.corpus.write import alone, new_corpus

NAME = "gazette-2020-03-01-a"
WORDS = "Police arrested forty marchers."
HEAD = "date,outlet,text\n"


def file(content=WORDS, name=f"{NAME}.txt"):
    """An input that is one file."""
    return lambda folder: [put(folder, name, content)]


def member(content=WORDS, name=f"{NAME}.txt", *, mode=0):
    """An input that is a zip with one file."""

    def make(folder):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as box:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            box.writestr(info, content)
        return [put(folder, "all.zip", buffer.getvalue())]

    return make


def locked_zip(folder):
    raw = bytearray(zipped({f"{NAME}.txt": WORDS}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says "encrypted", in both headers
        raw[raw.index(mark) + at] |= 1
    return [put(folder, "all.zip", bytes(raw))]


def spoilt_zip(folder):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as box:  # stored as it is, so that a letter can be changed
        box.writestr(f"{NAME}.txt", WORDS)
    return [put(folder, "all.zip", raw.getvalue().replace(b"forty", b"fifty"))]


def changed_pdf(change):
    def make(folder):
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(WORDS))))
        change(writer)
        buffer = io.BytesIO()
        writer.write(buffer)
        return [put(folder, f"{NAME}.pdf", buffer.getvalue())]

    return make


def folder_with(make):
    """An input that is a folder."""

    def made(folder):
        box = folder / "box"
        box.mkdir()
        make(box)
        return [box]

    return made


def arguments(make, *more):
    return lambda folder: [*make(folder), *more]


def large(name, size):
    def make(folder):
        path = put(folder, name, "x")
        os.truncate(path, size)  # takes no room on the disk
        return [path]

    return make


def socket(folder):
    os.mkfifo(folder / f"{NAME}.txt")
    return [folder / f"{NAME}.txt"]


def archive(folder):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    buffer, head = io.BytesIO(), StatusAndHeaders("200 OK", [("Content-Type", "text/css")], protocol="HTTP/1.0")
    record = {"payload": io.BytesIO(b"p {}"), "http_headers": head}
    writer = WARCWriter(buffer, gzip=False)
    writer.write_record(writer.create_warc_record("https://gazette.example/a.css", "response", **record))
    return [put(folder, "a.warc", buffer.getvalue())]


LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
SECRET = '<!DOCTYPE a [<!ENTITY s SYSTEM "file:///etc/hostname">]>'
SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(head, body):
    xml = f"{head}<w:document {SPACE}><w:p><w:t>{body}</w:t></w:p></w:document>"
    return zipped({"word/document.xml": xml})


BAD = [
    # the text
    ("empty file", file(""), "is empty; put its text in or leave it out"),
    ("spaces only", file(" \n\t\r\n "), "is empty; put its text in or leave it out"),
    ("signs only", file("*** … ***"), "holds no words; put its text in or leave it out"),
    ("more than a million characters", file("word " * 200_001), "more than 1,000,000; is it one article? Divide it"),
    ("50 MB text", large(f"{NAME}.txt", 50_000_000), "has 50 MB, more than 20; is it one article? Divide it"),
    ("600 MB table", large(f"{NAME}.csv", 600_000_000), "has 600 MB, more than 500; is it one article? Divide it"),
    ("NUL byte", file(WORDS.replace(" ", "\0")), "holds NUL bytes, as a picture does"),
    ("UTF-16 without its mark", file(WORDS.encode("utf-16-le")), "UTF-16 without its mark; save its text as UTF-8"),
    ("half a UTF-16 character", file(b"\xff\xfea\0b"), "is no text in any known encoding; save its text as UTF-8"),
    ("bytes of no encoding", file(bytes(range(1, 256)) * 4), "is no text in any known encoding"),
    # what is known of it
    ("no outlet", file(name="2020-03-01-a.txt"), "has no outlet; name it with --outlet"),
    ("outlet of spaces", arguments(file(name="2020-03-01-a.txt"), "--outlet", " "), "has no outlet"),
    ("no date", arguments(file(name="a.txt"), "--outlet", "Gazette"), "has no date; give --date 2018-04-18"),
    ("a day that is none", file(name="gazette-2020-02-31-a.txt"), "has the date '2020-02-31', which is not one day"),
    ("a date that is none", arguments(file(), "--date", "soon"), "has the date 'soon', which is not one day"),
    ("two days in one date", file(f"{HEAD}04/05/2020,Gazette,{WORDS}", "t.csv"), "'04/05/2020', which is not one day"),
    ("a date of 40 digits", file(f"{HEAD}{'9' * 40},Gazette,{WORDS}", "t.csv"), "which is not one day"),
    ("a year alone", file(f"{HEAD}2020,Gazette,{WORDS}", "t.csv"), "has the date '2020', which is not one day"),
    # called what it is not
    (
        "table called .txt",
        file(f"{HEAD}2020-03-01,Gazette,{WORDS}"),
        "holds a table of articles, not one article; call",
    ),
    ("JSON lines called .txt", file('{"text": "Words.", "date": "2020-03-01"}\n'), "holds a table of articles"),
    ("text called .docx", file(name=f"{NAME}.docx"), "is called .docx and is none; open it and save it again"),
    ("text called .pdf", file(name=f"{NAME}.pdf"), "is called .pdf and is none; open it and save it again"),
    ("text called .zip", file(name="all.zip"), "is called .zip and is none"),
    ("text called .xlsx", file(name="t.xlsx"), "is called .xlsx and is none"),
    ("text called .parquet", file(name="t.parquet"), "is called .parquet and is none"),
    ("picture called .txt", file(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "holds NUL bytes, as a picture does"),
    (
        "old Word file",
        file(b"\xd0\xcf\x11\xe0" + WORDS.encode(), f"{NAME}.doc"),
        "is an old Word, Excel or RTF file; save",
    ),
    ("RTF called .txt", file("{\\rtf1 Words.}"), "is an old Word, Excel or RTF file; save it as .docx"),
    ("program text", file("body {}", f"{NAME}.css"), "is of a kind that is not read; read are"),
    ("no ending", file(name=NAME), "is of a kind that is not read; read are"),
    (
        "slides",
        file(zipped({"ppt/slides/slide1.xml": "<a/>"}), f"{NAME}.pptx"),
        "is a zip, but not a document; unpack it",
    ),
    ("XML that is no feed", file("<root><a>Words.</a></root>", f"{NAME}.xml"), "is neither a feed nor a page"),
    # documents
    ("Word file cut short", file(docx(WORDS)[:-40], f"{NAME}.docx"), "cannot be read as .docx, it is broken"),
    (
        "Word file with a bomb of entities",
        file(document(LAUGHS + "]>", "&j;"), f"{NAME}.docx"),
        "holds what no writing program",
    ),
    (
        "Word file that asks for another file",
        file(document(SECRET, "&s;"), f"{NAME}.docx"),
        "holds what no writing program",
    ),
    ("PDF cut short", file(pdf(WORDS)[:60], f"{NAME}.pdf"), "cannot be read as .pdf, it is broken"),
    (
        "PDF of pictures",
        changed_pdf(lambda one: one.remove_text()),
        "has no text layer, only pictures; run text recogn",
    ),
    (
        "locked PDF",
        changed_pdf(lambda one: one.encrypt("x", algorithm="RC4-128")),
        "is locked; open it and print it to",
    ),
    (
        "PDF of 61 pages",
        file(pdf("#pagebreak()\n".join(["a\n"] * 61)), f"{NAME}.pdf"),
        "has 61 pages, more than 60; is it",
    ),
    (
        "page without an article",
        file("<html><script>x = 1</script></html>", f"{NAME}.html"),
        "on which no article was found",
    ),
    ("saved page without a page", file(mhtml("").replace("text/html", "image/png"), "a.mhtml"), "without a page in it"),
    # tables
    (
        "table without a text column",
        file("date,outlet,words\n1,2,3", "t.csv"),
        "columns here: date, outlet, words; name it",
    ),
    ("table without rows", file(HEAD, "t.csv"), "is a table without rows; put articles in or leave it out"),
    (
        "rows of different lengths",
        file(f"{HEAD}2020-03-01,Gazette,a,b,c,d", "t.csv"),
        "cannot be read as .csv, it is broken",
    ),
    ("row without text", file(f"{HEAD}2020-03-01,Gazette,", "t.csv"), "t.csv, row 1: has no text in its row"),
    ("column that is not there", arguments(file(HEAD, "t.tsv"), "--map", "text=body"), "is a table without rows"),
    (
        "column asked for in vain",
        arguments(file(f"{HEAD}1,2,3", "t.csv"), "--map", "text=body"),
        "has no column 'body'",
    ),
    ("field of no table", arguments(file(), "--map", "words=body"), "--map has 'words'; write field=column"),
    ("map without a column", arguments(file(), "--map", "text"), "--map has 'text'; write field=column"),
    (
        "broken JSON line",
        file('{"text": "a"}\n{"text": \n', "t.jsonl"),
        "has no JSON object on line 2; correct the line",
    ),
    ("JSON line that is a list", file('["a"]\n', "t.jsonl"), "has no JSON object on line 1"),
    ("JSON as deep as a well", file("[" * 100_000, "t.jsonl"), "has no JSON object on line 1"),
    ("broken xlsx", file(zipped({"xl/workbook.xml": "<"}), "t.xlsx"), "cannot be read as .xlsx, it is broken"),
    ("broken parquet", file(b"PAR1" + b"\1" * 90, "t.parquet"), "cannot be read as .parquet, it is broken"),
    # feeds and archives
    ("feed without entries", file('<rss version="2.0"><channel/></rss>', "f.xml"), "is a feed without entries"),
    (
        "entry without text",
        file("<rss><channel><item><title>T</title></item></channel></rss>", "f.rss"),
        "has no text in the",
    ),
    (
        "feed with a bomb of entities",
        file(f"<?xml version='1.0'?><rss>{LAUGHS}]>&j;</rss>", "f.xml"),
        "is a feed without",
    ),
    ("gzip of something else", file(gzip.compress(b"words"), "a.warc.gz"), "cannot be read as .warc, it is broken"),
    (
        "web archive cut short",
        file("WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP", "a.warc"),
        "cannot be read as .warc, it is broken",
    ),
    (
        "web archive without pages",
        archive,
        "is a web archive without a page in it; leave it out",
    ),
    # zips
    (
        "zip cut short",
        lambda folder: [put(folder, "all.zip", zipped({"a.txt": WORDS})[:-30])],
        "cannot be read as .zip",
    ),
    ("zip without files", file(zipped({}), "all.zip"), "is a zip without files that could be read"),
    ("zip bomb", member(b"0" * 30_000_000), "to 30,000,000, as a zip bomb does; unpack it and name its files"),
    ("zip in a zip", member(zipped({"a.txt": WORDS}), "inner.zip"), "all.zip/inner.zip: is a zip in a zip; unpack it"),
    ("zip in a zip, by another name", member(zipped({"a.txt": WORDS})), "is a zip, but not a document; unpack it"),
    ("zip that leads upwards", member(name=f"../../{NAME}.txt"), "leads out of the zip; make the zip again"),
    ("zip that leads to the root", member(name=f"/etc/{NAME}.txt"), "leads out of the zip; make the zip again"),
    ("zip that leads to a drive", member(name=f"C:\\{NAME}.txt"), "leads out of the zip; make the zip again"),
    (
        "zip with a link",
        member("/etc/passwd", mode=stat.S_IFLNK | 0o777),
        "is a link, which may lead anywhere; put the",
    ),
    ("locked zip", locked_zip, "is locked with a password; make the zip without one"),
    ("zip with a flipped bit", spoilt_zip, f"all.zip/{NAME}.txt: cannot be read as .txt, it is broken"),
    # folders and paths
    ("empty folder", folder_with(lambda box: None), "box: holds no files that could be read"),
    (
        "folder with a system's files only",
        folder_with(lambda box: put(box, ".DS_Store", "x")),
        "holds no files that could",
    ),
    ("folder with pictures", folder_with(lambda box: put(box, "a.png", "x")), "a.png: is of a kind that is not read"),
    (
        "link that leads out",
        folder_with(lambda box: (box / "a.txt").symlink_to("/etc/passwd")),
        "is a link, which may lead",
    ),
    ("link to a folder", folder_with(lambda box: (box / "etc").symlink_to("/etc")), "etc: is a link, which may lead"),
    (
        "link to itself",
        folder_with(lambda box: (box / "a.txt").symlink_to("a.txt")),
        "is a link, which may lead anywhere",
    ),
    ("pipe", socket, "is not a file; leave it out"),
    ("path that is not there", lambda folder: [folder / "none.txt"], "none.txt; correct the path"),
    ("path longer than any", lambda folder: [folder / ("x" * 5000)], "correct the path"),
    ("terminal escapes in a name", file("", "\x1b[2Jgazette.txt"), "\\x1b[2Jgazette.txt: is empty"),
    ("a name that turns the direction", file("", "gazette\u202etxt.exe.txt"), "gazette\\u202etxt.exe.txt: is empty"),
    ("line ends in a name", file("", "a\nAdded 7 articles.txt"), "a\\nAdded 7 articles.txt: is empty"),
    (
        "a name that is not UTF-8",
        lambda folder: [put(folder, os.fsdecode(b"caf\xe9.txt"), "")],
        "caf\\udce9.txt: is empty",
    ),
    ("a name of 250 letters", file("", f"{'x' * 250}.txt"), "…"),
]


@pytest.fixture
def corpus(tmp_path):
    new_corpus(tmp_path / "corpus")
    return tmp_path / "corpus"


def state(corpus):
    return {
        path.name: path.read_bytes() for path in sorted(corpus.rglob("*")) if path.is_file() and path.name != ".lock"
    }


def refused(corpus, inputs, says):
    """The sentence is there, no traceback is, and the corpus is as it was."""
    before = state(corpus)
    result = CliRunner().invoke(app, ["add", "--corpus", str(corpus), *map(str, inputs)])
    assert result.exit_code in (1, 2), result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert says in result.output
    assert "Traceback" not in result.output
    assert all(sign.isprintable() or sign == "\n" for sign in result.output)
    assert state(corpus) == before


def test_no_kind_is_listed_twice():
    assert len({name for name, _, _ in BAD}) == len(BAD) >= 80


@pytest.mark.parametrize(("make", "says"), [pytest.param(*rest, id=name) for name, *rest in BAD])
def test_bad_input_gets_one_sentence_and_changes_nothing(corpus, tmp_path, make, says):
    (tmp_path / "in").mkdir()
    refused(corpus, make(tmp_path / "in"), says)


@pytest.mark.parametrize(("make", "says"), [pytest.param(*rest, id=name) for name, *rest in BAD])
def test_a_good_article_beside_it_is_taken_all_the_same(corpus, tmp_path, make, says):
    (tmp_path / "in").mkdir()
    inputs = [one for one in make(tmp_path / "in") if isinstance(one, os.PathLike) and os.path.exists(one)]
    good = put(tmp_path, "gazette-2020-03-02-good.txt", "The march was calm.")
    outlet = {} if "--outlet" in says or "has no outlet" in says else {"outlet": "Gazette"}
    done = add(corpus, [*inputs, good], facts=outlet, columns={})
    assert "gazette-2020-03-02-good" in [row["id"] for row in done.tables["article"]]
    assert read_corpus(corpus).articles.height == len(done.tables["article"])


# --- the machine -------------------------------------------------------------------------------------------------

FULL = """
import resource, sys
from analysis.cli import app
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
app(["add", *sys.argv[1:]])
"""


def run(program, *arguments):
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_leaves_the_corpus_as_it_was(corpus, tmp_path):
    short, long = (put(tmp_path, f"gazette-2020-03-0{n}-a.txt", "Words. " * n * 400) for n in (1, 2))
    before = state(corpus)
    done = run(FULL, "--corpus", corpus, short, long)  # 2,800 bytes fit in, 5,600 do not
    assert done.returncode == 1
    assert "cannot be written (File too large), so nothing was added; see to it, and add again" in done.stderr
    assert "Traceback" not in done.stderr
    assert state(corpus) == before


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_a_folder_that_cannot_be_written_is_named(corpus, tmp_path, monkeypatch, error):
    def fail(path, content):
        raise OSError(error, os.strerror(error), str(path))

    monkeypatch.setattr("analysis.corpus.write.atomic_write", fail)
    says = f"cannot be written ({os.strerror(error)}), so nothing was added; see to it, and add again"
    refused(corpus, file()(tmp_path), says)


def test_a_file_that_may_not_be_read_is_named(corpus, tmp_path, monkeypatch):
    path = put(tmp_path, f"{NAME}.txt", WORDS)

    def fail(self):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.read_bytes", fail)
        done = add(corpus, [path], facts={}, columns={})
    assert done.refused == [(f"{NAME}.txt", "cannot be read (Permission denied); look at its permissions")]


def careless():
    """Goes on whatever happens, as some readers do."""
    with cpu_seconds(0.1):
        while True:
            with contextlib.suppress(Exception):
                sum(range(1000))


def test_what_takes_for_ever_is_stopped():
    with pytest.raises(RefusedError, match=r"takes more than 0\.1 seconds to read; open it"):
        careless()


def test_no_limit_of_time_is_left_behind():
    with cpu_seconds(5):
        pass
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_somebody_else_at_work_is_said(corpus, tmp_path):
    with alone(corpus):
        refused(
            corpus, file()(tmp_path), "another command is writing here; wait until it is done, and give yours again"
        )


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda corpus: (corpus / "corpus.toml").unlink(), "the folder has no corpus.toml; name the folder that holds"),
        (lambda corpus: (corpus / "corpus.toml").write_text("[corpus"), "this is not TOML"),
        (lambda corpus: (corpus / "corpus.toml").write_bytes(b"\xff\xfe"), "this is not UTF-8; save the file as UTF-8"),
        (lambda corpus: (corpus / "corpus.toml").write_text("corpus = 1"), "[corpus]"),
        (
            lambda corpus: (corpus / "raw").rmdir() or (corpus / "raw").symlink_to("/etc"),
            "raw/ of this corpus is a link",
        ),
        (
            lambda corpus: (corpus / "raw").rmdir() or (corpus / "raw").write_text("x"),
            "raw cannot be written (File exists), so nothing was added",
        ),
        (
            lambda corpus: (corpus / "corpus.toml").write_text(
                'event = [{id = "e", title = "E", start = 2020-03-01, end = 2020-03-01}]\n'
                '[corpus]\nid = "x"\ntitle = "X"\n'
            ),
            "write each event, outlet, article and actor as a [[table]]",
        ),
    ],
    ids=["no corpus.toml", "no TOML", "no UTF-8", "no table", "raw leads out", "raw is a file", "tables in one line"],
)
def test_a_corpus_that_is_not_in_order_is_said_and_left(corpus, tmp_path, make, says):
    make(corpus)
    refused(corpus, [*file()(tmp_path), "--event", "flood"], says)


def test_a_corpus_is_not_added_to_itself(corpus, tmp_path):
    refused(corpus, [tmp_path], "this would add the corpus to itself; name the folder in which the new files lie")
    refused(corpus, [corpus / "raw"], "this would add the corpus to itself")


def test_a_journal_takes_nothing_away_but_raw_texts(corpus, tmp_path):
    precious = put(tmp_path, "precious.txt", "precious")
    (corpus / ".adding").write_text(f"../precious.txt\n{precious}\nraw/../corpus.toml\ncorpus.toml", encoding="utf-8")
    add(corpus, file()(tmp_path), facts={}, columns={})
    assert precious.read_text() == "precious"
    assert read_corpus(corpus).articles.height == 1


def test_what_steers_a_terminal_never_gets_into_the_corpus(corpus, tmp_path):
    page = f"<html><head><title>For\u202ety\x1b[2J</title></head><body><h1>Forty</h1><p>{WORDS}</p></body></html>"
    add(corpus, [put(tmp_path, f"{NAME}\x1b.html", page)], facts={}, columns={})
    assert all(sign.isprintable() or sign == "\n" for sign in (corpus / "corpus.toml").read_text(encoding="utf-8"))


def test_halves_of_characters_in_json_are_replaced(corpus, tmp_path):
    row = '{"text": "Police \\ud800 arrested.", "date": "2020-03-01", "outlet": "Gazette"}\n'
    add(corpus, [put(tmp_path, "t.jsonl", row)], facts={}, columns={})
    assert read_corpus(corpus).articles["text"].to_list() == ["Police ? arrested."]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("corpus", "is there already, and stays as it is"),
        ("corpus/corpus.toml/x", "corpus.toml is there already, and stays as it is"),
    ],
)
def test_new_makes_nothing_where_it_cannot(corpus, tmp_path, name, says):
    before = state(corpus)
    result = CliRunner().invoke(app, ["new", str(tmp_path / name)])
    assert result.exit_code in (1, 2)
    assert says in result.output
    assert (state(corpus), os.listdir(tmp_path)) == (before, ["corpus"])


@pytest.mark.parametrize("name", ["=1+1", "con", "..x", "\x1b[2J", "日本", "x" * 200, " "])
def test_new_takes_any_name_that_the_disk_takes(tmp_path, name):
    result = CliRunner().invoke(app, ["new", str(tmp_path / name)])
    assert result.exit_code == 0, result.output
    put(tmp_path, f"{NAME}.txt", WORDS)
    add(tmp_path / name, [tmp_path / f"{NAME}.txt"], facts={}, columns={})
    assert read_corpus(tmp_path / name).articles.height == 1
