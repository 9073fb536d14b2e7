"""Is the made-up study what its tables promise?"""

from big import study

from analysis import schema


def test_the_big_study_keeps_what_the_schema_promises():
    found = study()
    assert (len(found.corpus.outlets), len(found.corpus.events), found.corpus.articles.height) == (8, 20, 300)
    for table in schema.TABLES:
        if hasattr(type(found), table.name):
            assert not table.problems(getattr(found, table.name)), table.name


def test_a_study_without_rows():
    found = study(outlets=1, events=1, articles=2, actors=0, rows=0)
    assert found.labels.is_empty()
    assert found.mentions.is_empty()
    assert found.sentences.height > 10
