"""Is a corpus folder read whole, or refused with everything that is wrong with it?"""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from analysis import schema
from analysis.corpus import CorpusError, read_corpus
from analysis.corpus.clean import LINE_END
from analysis.corpus.validate import line_of
from analysis.language import parse, sentences

TOML = """\
[corpus]
id = "strike"
title = "A strike"
furniture = ["Skip to content"]

[[event]]
id = "strike"
title = "The strike"
start = 2020-01-01
end = 2020-01-31

[[outlet]]
id = "gazette"
name = "Gazette"

[[outlet]]
id = "herald"
name = "Herald"

[[article]]
id = "one"
event = "strike"
outlet = "gazette"
file = "raw/one.txt"
title = "Miners walk out"
date = 2020-01-02

[[article]]
id = "two"
event = "strike"
outlet = "herald"
file = "raw/two.txt"
date = 2020-01-03

[[actor]]
id = "MINERS"
name = "miners"
aliases = ["the union", "miners"]
"""
FILES = {
    "raw/one.txt": "Miners walk out\n\nThe miners left. The pit is shut.\n",
    "raw/two.txt": "Skip to content\n\nOwners call the strike “illegal”.\n",
}


def folder(path, toml=TOML, **changed):
    """A corpus of two articles in `path`; `changed` names files by their stem: one="other text"."""
    files = {**FILES, **{f"raw/{stem}.txt": text for stem, text in changed.items()}, "corpus.toml": toml}
    for name, text in files.items():
        if text is not None:
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path):
    """What is wrong, as (file, line, message)."""
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    return [(problem.file, problem.line, problem.what) for problem in caught.value.problems]


def alone(path, file, line, *words):
    """Exactly one problem, there, and said in these words."""
    ((in_file, at, what),) = refused(path)
    assert (in_file, at) == (file, line)
    assert all(word in what for word in words), what


def test_a_corpus_in_order(tmp_path):
    corpus = read_corpus(folder(tmp_path))
    assert corpus.articles["text"].to_list() == [
        "Miners walk out\n\nThe miners left. The pit is shut.",
        "Owners call the strike “illegal”.",
    ]
    # the headline is 15 characters, two for the empty line, the rest is 33
    assert corpus.paragraphs.select("article_id", "start", "end", "section").rows() == [
        ("one", 0, 15, "headline"),
        ("one", 17, 50, "body"),
        ("two", 0, 33, "body"),
    ]
    assert corpus.audit.select("article_id", "line", "step", "action", "before", "after").rows() == [
        ("two", 1, 1, "dropped", "Skip to content", "")
    ]
    assert corpus.outlets == ["Gazette", "Herald"]
    assert corpus.events == {"strike": "The strike"}
    assert corpus.actors["alias"].to_list() == ["miners", "the union"]
    one = corpus.articles.row(0, named=True)
    assert (one["outlet"], one["date"], one["date_basis"], one["author"]) == (
        "Gazette",
        date(2020, 1, 2),
        "stated",
        None,
    )
    assert one["sha256"] == hashlib.sha256(FILES["raw/one.txt"].encode()).hexdigest()
    assert keeps_promises(corpus)


def keeps_promises(corpus):
    return not [
        *schema.ARTICLES.problems(corpus.articles),
        *schema.PARAGRAPHS.problems(corpus.paragraphs),
        *schema.AUDIT.problems(corpus.audit),
        *schema.ACTORS.problems(corpus.actors),
    ]


def test_reading_changes_no_file(tmp_path):
    before = {path: path.read_bytes() for path in folder(tmp_path).rglob("*") if path.is_file()}
    read_corpus(tmp_path)
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_the_folder_may_be_named_by_a_string(tmp_path):
    assert read_corpus(str(folder(tmp_path))).articles.height == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_change_nothing(tmp_path, end, mark):
    plainly = read_corpus(folder(tmp_path / "plain"))
    other = {Path(name).stem: mark + text.replace("\n", end).encode() for name, text in FILES.items()}
    path = folder(tmp_path / "other", **other)
    (path / "corpus.toml").write_bytes(mark + TOML.replace("\n", end).encode())
    assert read_corpus(path).articles.drop("sha256").equals(plainly.articles.drop("sha256"))
    assert read_corpus(path).audit.equals(plainly.audit)


# --- each problem by itself -------------------------------------------------------------------------------------


def test_no_folder(tmp_path):
    alone(tmp_path / "nowhere", "corpus.toml", None, "no such folder", "name the folder")


def test_no_corpus_file(tmp_path):
    alone(tmp_path, "corpus.toml", None, "has no corpus.toml")


def test_no_toml(tmp_path):
    alone(folder(tmp_path, TOML.replace("[[actor]]", "[[actor]")), "corpus.toml", 35, "not TOML", "correct it")


def test_a_key_twice(tmp_path):
    alone(folder(tmp_path, TOML.replace('id = "one"', 'id = "one"\nid = "1"')), "corpus.toml", 22, "not TOML")


def test_toml_that_stops_short(tmp_path):
    alone(folder(tmp_path, TOML + 'note = "'), "corpus.toml", None, "not TOML")


def test_corpus_file_not_utf8(tmp_path):
    folder(tmp_path)
    (tmp_path / "corpus.toml").write_bytes(TOML.replace("The strike", "La gr\xe8ve").encode("latin-1"))
    alone(tmp_path, "corpus.toml", 8, "not UTF-8", "save")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('outlet = "herald"', 'outlet = "times"', 31, ["no outlet 'times'", "gazette, herald"]),
        ('event = "strike"\noutlet = "herald"', 'event = "fire"\noutlet = "herald"', 30, ["no event 'fire'", "strike"]),
        ('event = "strike"\noutlet = "herald"', 'event = 3\noutlet = "herald"', 30, ["3"]),
        ('id = "two"', 'id = "one"', 29, ["article id 'one'", "line 21", "its own"]),
        ('id = "MINERS"', 'id = "MINERS"\nname = "M"\n[[actor]]\nid = "MINERS"', 39, ["actor id 'MINERS'", "line 36"]),
        ('name = "Herald"', 'name = "Gazette"', 18, ["outlet name 'Gazette'", "line 14"]),
        ("raw/two.txt", "raw/one.txt", 32, ["article file 'raw/one.txt'", "line 24"]),
        ("raw/two.txt", "raw/three.txt", 32, ["not there", "add it or correct the name"]),
        ('"raw/two.txt"', '""', 32, ["not there"]),
        ("raw/two.txt", "raw", 32, ["not there"]),
        ("raw/two.txt", "../two.txt", 32, ["leaves the corpus folder"]),
        ("raw/two.txt", "raw/../../two.txt", 32, ["leaves the corpus folder"]),
        ("raw/two.txt", "/etc/hostname", 32, ["leaves the corpus folder"]),
        ("raw/two.txt", "raw/\\u0000.txt", 32, ["cannot be read"]),
        ("raw/two.txt", "raw/" + "a" * 300, 32, ["cannot be read"]),
        ("2020-01-03", "2020-02-01", 33, ["2020-02-01", "outside event 'strike'", "2020-01-01 to 2020-01-31", "widen"]),
        ("2020-01-03", "2019-12-31", 33, ["outside event"]),
        ("2020-01-03", '"2020-01-03"', 33, ["no date", "without quotation marks"]),
        ("2020-01-03", "2020-01-03T10:00:00", 33, ["no date"]),
        ("2020-01-03", "3", 33, ["no date"]),
        ("date = 2020-01-03", 'titel = "x"\ndate = 2020-01-03', 33, ["'titel' of this [[article]]", "spelling"]),
        ("date = 2020-01-03\n", "", 28, ["'date' of this [[article]] is missing; add it"]),
        ("date = 2020-01-03", "date = 2020-01-03\ncut = 'E-mail'", 34, ["'cut' of this [[article]]", "write a list"]),
        ("date = 2020-01-03", "date = 2020-01-03\ncut = ['']", 34, ["'cut' of this [[article]]", "empty text"]),
        ("date = 2020-01-03", "date = 2020-01-03\nfurniture = ['A', '  ']", 34, ["'furniture'", "empty text"]),
        ("date = 2020-01-03", "date = 2020-01-03\nheadings = ['A', 3]", 34, ["'headings'", "valid string"]),
        ('["Skip to content"]', '["Skip to content", ""]', 4, ["'furniture' of this [corpus]", "empty text"]),
        ('title = "A strike"', "", 1, ["'title' of this [corpus] is missing"]),
        ('name = "Gazette"', 'name = "Gazette"\ncolour = "red"', 15, ["'colour'", "#1f77b4"]),
        ("[[actor]]", "[[akteur]]", 35, ["'akteur'", "spelling"]),
        ("[[actor]]", "[actor]", 35, ["not a table; head it [[actor]]"]),
        ("[corpus]", "id = 1\n[corpus]", 1, ["'id'", "not a key"]),
    ],
)
def test_a_problem_in_the_corpus_file(tmp_path, old, new, line, words):
    assert old in TOML
    alone(folder(tmp_path, TOML.replace(old, new, 1)), "corpus.toml", line, *words)


def test_an_event_that_ends_before_it_starts(tmp_path):
    found = refused(folder(tmp_path, TOML.replace("end = 2020-01-31", "end = 2019-01-31")))
    # no date can lie within such an event: the articles are told as well
    assert [line for _, line, _ in found] == [9, 26, 33]
    assert "swap start and end" in found[0][2]


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (b"", 1, ["empty", "take it out"]),
        (b" \n\t\r\n\xe2\x80\x8b\xef\xbb\xbf\n", 1, ["empty"]),
        (b"\xef\xbb\xbf", 1, ["empty"]),
        (b"One.\n\nTw\xf6.\n", 3, ["0xf6", "not UTF-8", "save the file as UTF-8"]),
        (b"\xef\xbb\xbfOne.\r\nTw\xf6.\r\n", 2, ["0xf6"]),
        (b"One.\rTwo.\rThre\xe9.", 3, ["0xe9"]),
        ("One.\n".encode("utf-16"), 1, ["0xff", "not UTF-8"]),
        ("One.\n\nTwo.\n".encode("utf-16-le"), 1, ["NUL", "UTF-16"]),
        (b"One.\n\nTw\0o.", 3, ["NUL"]),
        (b"One two.\n" * 120_000, 1, ["1,080,000 characters", "Divide"]),
    ],
)
def test_a_problem_in_a_raw_file(tmp_path, raw, line, words):
    alone(folder(tmp_path, two=raw), "raw/two.txt", line, *words)


def test_furniture_that_leaves_nothing(tmp_path):
    toml = TOML.replace("date = 2020-01-03", 'date = 2020-01-03\nfurniture = ["Owners"]')
    alone(folder(tmp_path, toml), "corpus.toml", 34, "nothing of raw/two.txt is left", "furniture")


def test_a_link_out_of_the_folder(tmp_path):
    (tmp_path / "secret.txt").write_text("Not of this corpus.")
    path = folder(tmp_path / "corpus", two=None)
    (path / "raw/two.txt").symlink_to(tmp_path / "secret.txt")
    alone(path, "corpus.toml", 32, "leaves the corpus folder")


def test_a_link_inside_the_folder_is_followed(tmp_path):
    path = folder(tmp_path, two=None)
    (path / "raw/kept.txt").write_text("Owners speak.")
    (path / "raw/two.txt").symlink_to("kept.txt")
    assert read_corpus(path).articles["text"].to_list()[1] == "Owners speak."


def test_a_link_to_itself(tmp_path):
    path = folder(tmp_path, two=None)
    (path / "raw/two.txt").symlink_to("two.txt")
    ((file, line, _),) = refused(path)
    assert (file, line) == ("corpus.toml", 32)


# --- all problems at once ---------------------------------------------------------------------------------------


def test_everything_that_is_wrong_is_listed_at_once(tmp_path):
    toml = (
        TOML.replace('id = "strike"\ntitle = "A strike"', 'id = "strike"\ntittle = "A strike"')
        .replace('outlet = "gazette"\n', 'outlet = "times"\n')
        .replace("2020-01-02", "2021-01-02")
        .replace('id = "two"', 'id = "one"')
        .replace('"miners"]', '"miners", ""]')
    )
    toml += '\n[[article]]\nid = "three"\nevent = "strike"\noutlet = "herald"\nfile = "../x"\ndate = 2020-01-03\n'
    found = refused(folder(tmp_path, toml, one=b"One.\nTw\xf6.", two=" "))
    assert [(file, line) for file, line, _ in found] == [
        ("corpus.toml", 1),  # title is missing
        ("corpus.toml", 3),  # tittle is unknown
        ("corpus.toml", 23),  # no outlet "times"
        ("corpus.toml", 26),  # date outside the event
        ("corpus.toml", 29),  # id stands already at line 21
        ("corpus.toml", 38),  # an empty alias
        ("corpus.toml", 44),  # a path out of the folder
        ("raw/one.txt", 2),  # no UTF-8
        ("raw/two.txt", 1),  # empty
    ]


def test_what_cleaning_finds_is_listed_with_the_rest(tmp_path):
    toml = TOML.replace("date = 2020-01-03", 'date = 2020-02-03\nfurniture = ["Owners"]')
    found = refused(folder(tmp_path, toml, one=b"\xff"))
    assert [(file, line) for file, line, _ in found] == [("corpus.toml", 33), ("corpus.toml", 34), ("raw/one.txt", 1)]


def test_the_message_counts_numbers_and_places(tmp_path):
    path = folder(tmp_path / "strike", TOML.replace("raw/two.txt", "raw/three.txt"), one="")
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert str(caught.value) == (
        "the corpus 'strike' is not in order, 2 problems:\n"
        "  1. corpus.toml, line 32: file 'raw/three.txt' is not there; add it or correct the name\n"
        "  2. raw/one.txt, line 1: the article is empty; put its text in, or take it out of corpus.toml"
    )


def test_the_folder_has_a_name_even_where_it_is_a_dot(tmp_path, monkeypatch):
    monkeypatch.chdir(folder(tmp_path / "strike", one=""))
    with pytest.raises(CorpusError, match="'strike' is not in order, 1 problem:"):
        read_corpus(".")


def test_an_empty_corpus_file_is_told_what_it_needs(tmp_path):
    whats = [what for _, _, what in refused(folder(tmp_path, "# nothing yet\n"))]
    made = [
        f"[[{kind}]] is missing; add it, or let counterframe add make it from files"
        for kind in ("article", "event", "outlet")
    ]
    assert whats == [*made, "[corpus] is missing; add it"]


def test_empty_lists_of_tables(tmp_path):
    toml = 'event = []\noutlet = []\narticle = []\n[corpus]\nid = "a"\ntitle = "A"\n'
    found = refused(folder(tmp_path, toml))
    assert [(line, what.split(";")[0]) for _, line, what in found] == [
        (1, "there is no [[event]]"),
        (2, "there is no [[outlet]]"),
        (3, "there is no [[article]]"),
    ]


def test_tables_that_are_no_tables(tmp_path):
    toml = 'article = [3]\nevent = "x"\noutlet = {}\ncorpus = 1\n'
    found = refused(folder(tmp_path, toml))
    assert [(line, "head it" in what) for _, line, what in found] == [(1, True), (2, True), (3, True), (4, True)]


# --- odd but good TOML ------------------------------------------------------------------------------------------


def test_lines_are_right_behind_long_strings_comments_and_lists(tmp_path):
    note = 'note = """\n[[article]]\nid = "not one"\n"""  # [[article]]\n'
    toml = TOML.replace("furniture =", f"{note}furniture =").replace(
        '["Skip to content"]', '[\n  "Skip to content", # [[outlet]]\n  "[[Home]]",\n]'
    )
    # four lines more for the note and three for the list: line 32 is now line 39
    path = folder(tmp_path, toml.replace("[[outlet]]\n", "  [[ outlet ]]  # who\n").replace("raw/two", "raw/three"))
    alone(path, "corpus.toml", 39, "raw/three.txt")


def test_line_separators_of_unicode_are_not_lines_of_the_corpus_file(tmp_path):
    toml = TOML.replace('"The strike"', '"The\u2028\x85strike"').replace("raw/two.txt", "raw/three.txt")
    alone(folder(tmp_path, toml), "corpus.toml", 32, "raw/three.txt")


def test_dates_on_the_edge_of_the_event_are_within(tmp_path):
    toml = TOML.replace("2020-01-02", "2020-01-01").replace("2020-01-03", "2020-01-31")
    assert read_corpus(folder(tmp_path, toml)).articles["date"].to_list() == [date(2020, 1, 1), date(2020, 1, 31)]


def test_lines_are_counted_as_an_editor_counts():
    # a, b, c, d after a line feed, a carriage return, and both
    assert [line_of(b"a\nb\rc\r\nd", at) for at in (0, 2, 4, 7)] == [1, 2, 3, 4]


# --- the five articles ------------------------------------------------------------------------------------------

HERE = Path(__file__).parent.parent / "data/corpora/iraq-2004-2008"
SHA256 = {
    "cnn-2008-basra": "59c954876dd909736ea02199cd5cda5766b5cfa48746e09f80372b5c9e18722d",
    "islamonline-2004-najaf": "b49408e409a8dd5320674bf41b17d0104f05158a6ab88d255ac6baa96b49417c",
    "knightridder-2004-najaf": "b51f31d96ee2a66193075dec255e3f9539ea1ce0ce9eef9e80b0d7da052548ae",
    "mcclatchy-2008-basra": "286d4b902e5a0b274f719ae0373702f65af1ed26e2a9d5e63b64d28372ae3af7",
    "wsws-2008-basra": "3b57616463b109d983909b03e8fa6b09ac3c790cbfa7212c9e54f16d4cfc239e",
}


@pytest.fixture(scope="module")
def five():
    return read_corpus(HERE)


def test_the_five_raw_files_are_as_received(five):
    assert dict(five.articles.select("article_id", "sha256").rows()) == SHA256
    assert {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in HERE.glob("raw/*")} == SHA256
    assert keeps_promises(five)


def test_the_five_articles_have_the_sentences_a_person_counts(five, tmp_path):
    found = sentences(parse(five, cache=tmp_path))
    # counted by hand when the articles were coded
    assert dict(found.group_by("article_id").len().rows()) == {
        "cnn-2008-basra": 39,
        "islamonline-2004-najaf": 28,
        "knightridder-2004-najaf": 51,
        "mcclatchy-2008-basra": 50,
        "wsws-2008-basra": 78,
    }


def test_the_sections_of_the_five_articles(five):
    special = five.paragraphs.filter(pl.col("section") != "body").group_by("article_id", "section").len().sort(pl.all())
    # Knight Ridder's file has no headline; IslamOnline has two sub-headings, CNN four highlights and a caption
    assert special.rows() == [
        ("cnn-2008-basra", "caption", 1),
        ("cnn-2008-basra", "headline", 1),
        ("cnn-2008-basra", "highlight", 4),
        ("islamonline-2004-najaf", "heading", 2),
        ("islamonline-2004-najaf", "headline", 1),
        ("mcclatchy-2008-basra", "headline", 1),
        ("wsws-2008-basra", "headline", 1),
    ]


def test_the_audit_of_the_five_articles_is_complete(five):
    assert five.audit["action"].value_counts().sort("action").rows() == [
        ("changed", 10),
        ("cut", 1),
        ("dropped", 15),
        ("joined", 2),
    ]
    for id, text in five.articles.select("article_id", "text").rows():
        raw = LINE_END.split((HERE / f"raw/{id}.txt").read_text(encoding="utf-8"))
        told = set(five.audit.filter(pl.col("article_id") == id)["line"])
        silent = [line.strip() for number, line in enumerate(raw, start=1) if number not in told and line.strip()]
        # a line of which the audit says nothing stands in the clean text as it was
        assert set(silent) <= set(text.split("\n\n")) | {
            part for part in silent if any(paragraph.startswith(part + " ") for paragraph in text.split("\n\n"))
        }


def test_no_furniture_is_left_in_the_five_articles(five):
    text = "\n".join(five.articles["text"])
    for phrase in (
        "Skip to main",
        "E-mail",
        "Decrease font",
        "wsws.org",
        "Special Correspondents",
        "password",
        "\\$",
        "*",
    ):
        assert phrase not in text


STUDY = """
[study]
words = ["illegal"]
query = "strike*"
people = ["MINERS"]
axes = { calm = [["All is well."], ["All is lost.", "We are doomed."]] }
"""


def test_the_study_table_holds_what_notebooks_follow(tmp_path):
    study = read_corpus(folder(tmp_path, toml=TOML + STUDY)).manifest.study
    assert (study.words, study.query, study.people) == (("illegal",), "strike*", ("MINERS",))
    assert study.axes == {"calm": (("All is well.",), ("All is lost.", "We are doomed."))}
    assert study.contested is study.node is study.axis_actors is None  # left out: the corpus tells


def test_a_corpus_without_a_study_table_has_its_choices_left_open(tmp_path):
    assert set(read_corpus(folder(tmp_path)).manifest.study.model_dump().values()) == {None}


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ('people = ["OWNERS"]', ("no actor 'OWNERS' in this corpus", "actors here: MINERS")),
        ('axis_actors = ["MINERS", "OWNERS"]', ("no actor 'OWNERS'", "actors here: MINERS")),
        ('word = ["x"]', ("'word' of this [study]", "is not a key")),
        ('words = "x"', ("'words' of this [study]", "write a list")),
        ('query = " "', ("'query' of this [study] holds an empty text",)),
        ('axes = { calm = [["All is well."], []] }', ("'axes' of this [study]", "an empty list")),
    ],
)
def test_a_study_table_that_will_not_do(tmp_path, entry, words):
    line = TOML.count("\n") + 2  # behind the corpus comes the header, then the entry
    alone(folder(tmp_path, toml=f"{TOML}[study]\n{entry}\n"), "corpus.toml", line, *words)


def test_an_actor_may_be_bound_to_events(tmp_path):
    bound = TOML + 'events = ["strike"]\n\n[[actor]]\nid = "OWNERS"\nname = "owners"\n'
    actors = read_corpus(folder(tmp_path, toml=bound)).actors
    assert actors.select("actor", "alias", "events").rows() == [
        ("MINERS", "miners", ["strike"]),
        ("MINERS", "the union", ["strike"]),
        ("OWNERS", "owners", None),  # in all events
    ]


def test_an_actor_of_an_event_that_is_not_there_is_refused(tmp_path):
    line = TOML.count("\n") + 1
    toml = TOML + 'events = ["strike", "war"]\n'
    alone(folder(tmp_path, toml=toml), "corpus.toml", line, "no event 'war' in this corpus", "events here: strike")
