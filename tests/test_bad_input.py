"""Bad input in a corpus: one plain sentence, nothing lost, no hang; and odd input that is read all the same.

`BAD` and `ODD` are the lists; with those of test_bad_input_add.py they are what CONTRIBUTING.md counts. Print them:
python -m pytest tests/test_bad_input.py tests/test_bad_input_add.py --collect-only -q
"""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from newsfiles import docx, pdf
from typer.testing import CliRunner

from analysis.cli import app
from analysis.corpus import read_corpus
from analysis.evidence.study import Study

TOML = """\
[corpus]
id = "strike"
title = "A strike"

[[event]]
id = "strike"
title = "The strike"
start = 2020-01-01
end = 2020-01-31

[[outlet]]
id = "gazette"
name = "Gazette"

[[article]]
id = "one"
event = "strike"
outlet = "gazette"
file = "raw/one.txt"
date = 2020-01-02

[[actor]]
id = "MINERS"
name = "miners"
"""
TEXT = "Police arrested forty miners. “They will be back,” the union said.\n"
GERMAN = "Der Minister ist nach Angaben der Polizei nicht in der Stadt, und die Arbeiter sind auf dem Weg zu ihm. " * 3


def corpus(path: Path, toml: str | bytes = TOML, text: str | bytes = TEXT) -> Path:
    (path / "raw").mkdir(parents=True, exist_ok=True)
    for name, content in (("corpus.toml", toml), ("raw/one.txt", text)):
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def toml(old: str, new: str) -> Callable[[Path], None]:
    """Another line in corpus.toml."""
    assert old in TOML
    return lambda path: (corpus(path, TOML.replace(old, new, 1)), None)[1]


def whole(content: str | bytes) -> Callable[[Path], None]:
    """Another corpus.toml."""
    return lambda path: (corpus(path, content), None)[1]


def text(content: str | bytes) -> Callable[[Path], None]:
    """Another article."""
    return lambda path: (corpus(path, text=content), None)[1]


def instead(make: Callable[[Path], object], name: str = "raw/one.txt") -> Callable[[Path], None]:
    """Something else where a file should be."""

    def made(path: Path) -> None:
        corpus(path)
        (path / name).unlink()
        make(path / name)

    return made


def large(name: str, size: int) -> Callable[[Path], None]:
    return lambda path: (corpus(path), os.truncate(path / name, size))[1]  # takes no room on the disk


def bound(path: Path) -> None:
    corpus(path)
    (path / "raw/one.txt").unlink()
    here = os.getcwd()
    os.chdir(path / "raw")  # the name of a socket must be short
    try:
        socket.socket(socket.AF_UNIX).bind("one.txt")
    finally:
        os.chdir(here)


END = "date = 2020-01-02\n"
BAD: list[tuple[str, Callable[[Path], object], str]] = [
    # corpus.toml as a file
    ("no corpus.toml", lambda path: (path / "raw").mkdir(), "the folder has no corpus.toml; name the folder"),
    ("corpus.toml is a folder", instead(Path.mkdir, "corpus.toml"), "the folder has no corpus.toml"),
    (
        "corpus.toml leads to itself",
        instead(lambda at: at.symlink_to(at), "corpus.toml"),
        "the folder has no corpus.toml",
    ),
    ("corpus.toml is a pipe", instead(os.mkfifo, "corpus.toml"), "the folder has no corpus.toml"),
    ("corpus.toml of 50 MB", large("corpus.toml", 50_000_000), "it has 50,000,000 bytes, more than 10,000,000"),
    ("empty corpus.toml", whole(""), "[corpus] is missing; add it"),
    ("corpus.toml of NUL bytes", whole(b"\0" * 90), "this is not TOML"),
    ("corpus.toml in UTF-16", whole(TOML.encode("utf-16")), "this is not UTF-8; save the file as UTF-8"),
    ("corpus.toml in Latin-1", toml('"A strike"', '"La gr\xe8ve"'), ""),
    ("a picture called corpus.toml", whole(b"\x89PNG\r\n\x1a\n\0\0"), "this is not UTF-8"),
    # TOML
    ("lists in lists, deep", toml(END, f"{END}note = {'[' * 9000}\n"), "lie too deep in one another"),
    ("tables in tables, deep", toml(END, f"{END}note = {'{a=' * 9000}\n"), "lie too deep in one another"),
    (
        "a dotted key of 9,000 parts",
        toml(END, f"{END}{'.'.join('a' * 9000)} = 1\n"),
        "is not a key of the corpus format",
    ),
    (
        "a dotted table of 9,000 parts",
        toml("[[actor]]", f"[{'.'.join('a' * 9000)}]\n[[actor]]"),
        "not a key of the corp",
    ),
    ("a number of 10,000 digits", toml(END, f"{END}note = {'9' * 10_000}\n"), "a number of thousands of digits"),
    ("a number of 4,000 digits", toml('"A strike"', "9" * 4000), "'title' of this [corpus] is 9999"),
    ("a key twice", toml(END, END * 2), "this is not TOML: Cannot overwrite a value"),
    ("a table twice", toml("[[event]]", '[corpus]\nid = "x"\n[[event]]'), "this is not TOML: Cannot declare"),
    (
        "a dotted table in a list",
        toml("[[outlet]]", "[event.more]\nx = 1\n[[outlet]]"),
        "'more' of this [[event]] is not a",
    ),
    ("one table instead of a list", toml("[[event]]", "[event]"), "[[event]] is not a table; head it [[event]]"),
    (
        "a list instead of tables",
        toml("[corpus]", "article = 3\n[corpus]").__class__ and whole("article = 3\n" + TOML.split("[[article]]")[0]),
        "[[article]] is not a table",
    ),
    (
        "a text instead of [corpus]",
        whole('corpus = "x"\n' + TOML.split("\n\n", 1)[1]),
        "[corpus] is not a table; head it",
    ),
    ("a text that never ends", toml('"A strike"', '"""A strike'), "this is not TOML"),
    ("a day that is none", toml("2020-01-02", "2020-02-31"), "this is not TOML: Invalid date"),
    ("an hour instead of a day", toml("2020-01-02", "10:30:00"), "is no date; write it as 2008-03-29"),
    ("not a number", toml("2020-01-02", "nan"), "which is no date"),
    ("endless", toml("2020-01-02", "inf"), "which is no date"),
    ("half a character", toml('"A strike"', '"\\ud800"'), "this is not TOML"),
    (
        "5,000 phrases of furniture",
        toml(END, f"{END}furniture = {json.dumps([str(n) for n in range(5000)])}\n"),
        "holds 5,000 phrases, more than 2,000",
    ),
    ("5,000 numbers as furniture", toml(END, f"{END}furniture = {list(range(2000))}\n"), "… and 1,995 more like 1"),
    # ids and names
    ("an id that climbs", toml('id = "one"', 'id = "../../one"'), "cannot be part of a file name"),
    (
        "an id with a backslash",
        toml('id = "strike"\ntitle = "The', 'id = "a\\\\b"\ntitle = "The'),
        "cannot be part of a file name",
    ),
    ("an id that is hidden", toml('id = "gazette"', 'id = ".gazette"'), "cannot be part of a file name"),
    ("an id of 300 letters", toml('id = "MINERS"', f'id = "{"M" * 300}"'), "cannot be part of a file name"),
    ("terminal escapes in an id", toml('id = "one"', 'id = "\\u001b[2Jone"'), "\\x1b[2Jone"),
    ("line ends in an id", toml('id = "one"', 'id = "one\\nThe corpus is in order"'), "cannot be part of a file name"),
    (
        "a name that turns the direction",
        toml('"Gazette"', '"Gaz\\u202eette"'),
        "holds the invisible sign U+202E; write it anew",
    ),
    ("NUL in a name", toml('"Gazette"', '"Gaz\\u0000ette"'), "holds the invisible sign U+0000"),
    ("terminal escapes in a name", toml('"miners"', '"\\u001b]0;x\\u0007"'), "holds the invisible sign U+001B"),
    ("a name of spaces", toml('"Gazette"', '" \\t"'), "holds an empty text; write something there"),
    (
        "an actor of no event",
        toml('name = "miners"', 'name = "miners"\nevents = ["war"]'),
        "no event 'war' in this corpus; events here: strike",
    ),
    (
        "people who are no actors",
        toml("[[event]]", '[study]\npeople = ["X"]\n[[event]]'),
        "no actor 'X' in this corpus; actors here: MINERS",
    ),
    (
        "an axis with one pole",
        toml("[[event]]", '[study]\naxes = { a = [["x"]] }\n[[event]]'),
        "'axes' of this [study]",
    ),
    (
        "a language that is none",
        toml('"A strike"', '"A strike"\nlanguage = "Klingon"'),
        "write a language as a code of two letters",
    ),
    (
        "a language that is not read",
        toml('"A strike"', '"A strike"\nlanguage = "de"'),
        "the language 'de' is not read, only 'en'",
    ),
    (
        "a pipeline that leads elsewhere",
        toml('"A strike"', '"A strike"\nmodel = "../evil"'),
        "write the name of an installed spaCy pipe",
    ),
    (
        "a pipeline that is not there",
        toml('"A strike"', '"A strike"\nmodel = "xx_none"'),
        "no spaCy pipeline 'xx_none' is installed",
    ),
    (
        "a model that is another package",
        toml('"A strike"', '"A strike"\nmodel = "numpy"'),
        "no spaCy pipeline 'numpy' is installed",
    ),
    (
        "a colour that is none",
        toml('"Gazette"', '"Gazette"\ncolour = "\\u001b[31m"'),
        "write a colour as # and six digits",
    ),
    # files of articles
    ("a file that is not there", toml("raw/one.txt", "raw/two.txt"), "file 'raw/two.txt' is not there; add it"),
    ("a file that is a folder", instead(Path.mkdir), "only something that is no file"),
    ("a file that is a pipe", instead(os.mkfifo), "only something that is no file"),
    ("a file that is a socket", bound, "only something that is no file"),
    ("a file that is a device", instead(lambda at: at.symlink_to("/dev/zero")), "leaves the corpus folder"),
    ("a file that leads out", instead(lambda at: at.symlink_to("/etc/passwd")), "leaves the corpus folder"),
    ("a file that leads to itself", instead(lambda at: at.symlink_to("one.txt")), "file 'raw/one.txt'"),
    ("a file at the root", toml("raw/one.txt", "/etc/passwd"), "leaves the corpus folder"),
    ("a file above", toml("raw/one.txt", "raw/../../x"), "leaves the corpus folder"),
    ("a file with NUL in its name", toml("raw/one.txt", "raw/\\u0000"), "cannot be read"),
    ("a file with a name of 5,000 letters", toml("raw/one.txt", f"raw/{'a' * 5000}"), "cannot be read"),
    ("an article of 50 MB", large("raw/one.txt", 50_000_000), "has 50,000,000 bytes; is it one article? Divide it"),
    ("more than a million characters", text("word " * 200_001), "more than 1,000,000; is it one? Divide it"),
    ("an empty article", text(""), "the article is empty; put its text in"),
    ("an article of invisible signs", text("\u200b\ufeff\u202e \n\t"), "the article is empty"),
    ("an article of bullets", text("• \n" * 9), "nothing of raw/one.txt is left after cleaning"),
    ("an article in Latin-1", text("Die Wähler".encode("latin-1")), "byte 0xe4 is not UTF-8; save the file as UTF-8"),
    ("an article in UTF-16", text(TEXT.encode("utf-16")), "byte 0xff is not UTF-8"),
    ("an article in UTF-16 without its mark", text("Words.".encode("utf-16-le")), "there is a NUL byte, as in UTF-16"),
    ("half a character at the end", text("Café".encode()[:-1]), "byte 0xc3 is not UTF-8"),
    ("a Word file as an article", text(docx("Words.")), "is not UTF-8"),
    ("a PDF as an article", text(pdf("Words.")), "is not UTF-8"),
    ("a page as an article", text("<!DOCTYPE html><html><p>Words.</p>"), "this is a page, not its article's text"),
    (
        "a table as an article",
        text("date,outlet,text\n2020-01-01,G,Words\n"),
        "this is a table of articles, not one article",
    ),
    ("an article in German", text(GERMAN), "the article is in 'de', and this corpus in 'en'"),
    ("an article in Cyrillic", text("Он не знал, что они там были. " * 9), "in a script that is not Latin"),
    ("a word of 300,000 letters", text("a" * 300_000), "300,000 characters without a space"),
    (
        "a picture in letters",
        text("The picture: data:image/png;base64," + "iVBORw0KGgo" * 9000),
        "characters without a space",
    ),
]


@pytest.fixture(autouse=True)
def no_hang():
    """Ten seconds of the processor are no hang on any machine; for ever is."""

    def stop(*_: object) -> None:
        raise AssertionError("this takes for ever")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, 60)
    yield
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.signal(signal.SIGPROF, before)


def state(path: Path) -> dict[str, object]:
    """All that lies in a folder."""
    found: dict[str, object] = {}
    for one in sorted(path.rglob("*")):
        kind = one.lstat().st_mode
        small = stat.S_ISREG(kind) and one.stat().st_size < 10**6
        found[str(one)] = one.read_bytes() if small else kind
    return found


def test_no_kind_is_listed_twice_and_there_are_many() -> None:
    names = [name for name, *_ in (*BAD, *ODD)]
    assert len(set(names)) == len(names) >= 45


@pytest.mark.parametrize(("make", "says"), [pytest.param(make, says, id=name) for name, make, says in BAD])
def test_bad_input_gets_one_sentence_and_changes_nothing(
    tmp_path: Path, make: Callable[[Path], object], says: str
) -> None:
    make(tmp_path)
    before = state(tmp_path)
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == (1 if says else 0), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert says in result.output
    assert all(sign.isprintable() or sign == "\n" for sign in result.output)
    assert len(result.output) < 5000
    assert state(tmp_path) == before


# --- odd input that is read ---------------------------------------------------------------------------------------

LONG = 300_000
ODD: list[tuple[str, str]] = [
    ("rows of dots", "." * LONG),
    ("rows of dots and spaces", ". " * 5000),
    ("rows of ellipses", "…" * LONG),
    ("quotation marks only", '"' * LONG),
    ("quotation marks that never close", "“a " * 3000),
    ("quotation marks that never open", "a” " * 3000),
    ("single quotation marks", "' " * 5000),
    ("brackets", "(" * LONG),
    ("brackets that never close", "(a " * 3000),
    ("dashes", "—" * LONG),
    ("dashes and spaces", "— " * 5000),
    ("spaces", "Words." + " " * LONG + "Words."),
    ("empty lines", "Words." + "\n" * LONG + "Words."),
    ("stars", "*" * LONG),
    ("underscores", "_" * LONG),
    ("ampersands", "&" * LONG),
    ("capitals", "AAAA " * 3000),
    ("names only", "Smith " * 3000),
    ("a a a a", "a " * 5000),
    ("initials", "A. " * 3000),
    ("numbered lines", "1. " * 1500),
    ("digits", "9 " * 5000),
    ("numbers of thirty digits", f"{'9' * 30} people were killed, and {'1' * 30},000 soldiers wounded. " * 20),
    ("numbers in words without end", "hundred and " * 2000),
    ("thousands of thousands", "thousand million " * 500),
    ("said said said", "said " * 1000),
    ("emoji", "Miners 👷‍♀️👩‍👩‍👧 left 😀. " * 500),
    ("right to left", "The miners said שלום and مرحبا and left. " * 300),
    ("combining marks", "The mine" + "\u0301" * 500 + "rs left."),
    ("zero width", "Mi\u200bners\u200b left.\u200d " * 500),
    ("direction controls", "Miners \u202eleft\u202c. " * 500),
    ("control characters", "Miners\x07 left\x1b[2J.\x08 " * 500),
    ("form feeds and line separators", "Miners left.\x0c\u2028\u2029\x85Police came. " * 300),
    ("a line of 300,000 characters", "The miners left the pit. " * (LONG // 25)),
    ("150,000 lines", "•\n" * 150_000 + "Words."),
    ("half a tag", "<a " * 3000),
    ("backslashes", "\\" * LONG + " words"),
    ("a patterns of its own", "(a+)+$ .* [^ \\1 {9} " * 500),
]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in ODD])
def test_odd_text_is_read_to_the_last_table(tmp_path: Path, content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    read = read_corpus(corpus(tmp_path / "c", text=f"Police arrested forty miners.\n\n{content}\n\nThe miners left."))
    few = read.articles.with_columns(text=read.articles["text"].str.head(30_000))  # the parser needs its time
    inside = read.paragraphs.filter(read.paragraphs["end"] <= 30_000)
    study = Study(type(read)(read.manifest, few, inside, read.audit))
    tables = (study.tokens, study.mentions, study.quotations, study.labels, study.acts, study.tolls)
    assert all(table.columns for table in tables)
    assert "miners" in read.articles["text"][0]
