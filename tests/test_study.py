"""Are the tables of evidence kept by article, made again only where something changed, and true to what goes in?"""

import polars as pl
import pytest

from analysis import schema
from analysis.corpus import corpus_of
from analysis.evidence import study as module
from analysis.evidence.acts import acts
from analysis.evidence.study import Study, open_study
from analysis.evidence.tolls import tolls
from analysis.evidence.voices import quotations
from analysis.language import parse
from analysis.language.actors import mentions

TOML = """
[corpus]
id = "town"
title = "Town"
[[event]]
id = "e"
title = "E"
start = 2008-03-01
end = 2008-03-09
[[outlet]]
id = "a"
name = "A"
[[actor]]
id = "ARMY"
name = "Army"
[[actor]]
id = "GUARD"
name = "Guard"
"""
ARTICLE = '[[article]]\nid = "{0}"\nevent = "e"\noutlet = "a"\nfile = "raw/{0}.txt"\ndate = 2008-03-02\n'
TABLES = ("tokens", "mentions", "quotations", "labels", "acts", "tolls")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    (tmp_path / "raw").mkdir()
    for name, text in {"one": "The Army killed five men on Sunday.", "two": "The Guard shot three men."}.items():
        (tmp_path / f"raw/{name}.txt").write_text(text)
    (tmp_path / "corpus.toml").write_text(TOML + ARTICLE.format("one") + ARTICLE.format("two"))
    return tmp_path


@pytest.fixture
def read(monkeypatch):
    """The articles that were parsed, call by call."""
    given = []

    def listening(corpus, **options):
        given.append(corpus.articles["article_id"].to_list())
        return parse(corpus, **options)

    monkeypatch.setattr(module, "parse", listening)
    return given


def test_a_corpus_that_has_not_changed_is_opened_once(folder):
    assert open_study(folder) is open_study(folder)
    (folder / "raw/one.txt").write_text("The Army left.")
    assert open_study(folder).sentences["text"].to_list()[0] == "The Army left."


def test_rows_are_found_again_without_a_parse(folder, read):
    first = {name: getattr(open_study(folder), name) for name in TABLES}
    assert read == [["one", "two"]]
    module._cached_study.cache_clear()
    again = open_study(folder)
    assert all(getattr(again, name).equals(table) for name, table in first.items())
    assert len(read) == 1


def test_only_the_article_that_changed_is_read_again(folder, read):
    assert open_study(folder).acts.height == 2
    (folder / "raw/two.txt").write_text("The Guard shot three men. The Army killed two.")
    # killed; shot, killed
    assert open_study(folder).acts["text"].to_list() == ["killed five men", "shot three men", "killed two"]
    assert read[1:] == [["two"]]


def test_other_actors_are_other_rows(folder, read):
    assert set(open_study(folder).mentions["actor"]) == {"ARMY", "GUARD"}
    path = folder / "corpus.toml"
    path.write_text(path.read_text().replace('id = "GUARD"', 'id = "POLICE"'))
    assert set(open_study(folder).mentions["actor"]) == {"ARMY", "POLICE"}
    assert len(read) == 2


def test_tables_without_rows_are_kept_too(folder, read):
    (folder / "raw/one.txt").write_text("It rained.")
    (folder / "raw/two.txt").write_text("It snowed.")
    assert open_study(folder).acts.is_empty()
    module._cached_study.cache_clear()
    assert open_study(folder).acts.is_empty()
    assert len(read) == 1


def test_acts_and_tolls_follow_the_mentions_they_are_given(folder):
    study = open_study(folder)
    other = study.mentions.with_columns(actor=pl.col("actor").replace({"ARMY": "GUARD", "GUARD": "ARMY"}))
    parsed, said = study.parsed, study.quotations
    assert acts(parsed, study.mentions, said, learnt=False)["agent"].to_list() == ["ARMY", "GUARD"]
    assert acts(parsed, other, said, learnt=False)["agent"].to_list() == ["GUARD", "ARMY"]
    assert acts(parsed, study.mentions.clear(), said, learnt=False)["agent"].to_list() == ["OTHER", "OTHER"]


def test_tolls_count_whom_the_mentions_name():
    corpus = corpus_of({"a": "Five soldiers of the Army were killed."})
    actors = schema.ACTORS.frame([{"actor": "ARMY", "name": "Army", "group": "", "alias": "Army"}])
    parsed = parse(corpus)
    parsed = type(parsed)(parsed.articles, parsed.paragraphs, actors, parsed.docs, parsed.model)
    named = mentions(parsed)
    said = quotations(parsed, named)
    other = named.with_columns(actor=pl.lit("GUARD"))
    assert tolls(parsed, said, mentions=named)["who"].to_list() == ["ARMY"]
    assert tolls(parsed, said, mentions=other)["who"].to_list() == ["GUARD"]


def test_a_study_cut_into_other_sentences_has_rows_of_its_own(folder):
    from analysis.inference.multiverse.sentence_rules import resplit_study

    study = open_study(folder)
    assert isinstance(study, Study)
    assert resplit_study(study, "marks").article_digests != study.article_digests


def test_in_another_language_words_and_names_are_read_and_nothing_else(folder):
    manifest = folder / "corpus.toml"
    language = f'[corpus]\nlanguage = "sv"\nmodel = "{module.MODEL}"\n'
    manifest.write_text(manifest.read_text().replace("[corpus]\n", language))
    study = open_study(folder)
    assert study.tokens.height > 0
    assert study.mentions.height > 0
    assert [getattr(study, name).height for name in TABLES[2:]] == [0, 0, 0, 0]
