"""Is each text parsed once, kept, found again, and parsed anew where what was kept is no good?"""

import sys
from pathlib import Path

import pytest
from spacy.language import Language

from analysis.corpus import corpus_of
from analysis.corpus.cache import cache_folder
from analysis.language import parse, pipeline, sentences, tokens
from analysis.language.parse import MODEL

TEXTS = {"b": "He left. She stayed.\nThe pit is shut.", "a": "“Why?” Smith asked. Gen. Petraeus left."}


@pytest.fixture
def parsed_texts(monkeypatch):
    """What the pipeline was given to parse, text by text."""
    given = []
    pipe = Language.pipe

    def listening(self, docs, **options):
        for found in pipe(self, docs, **options):
            if options.get("as_tuples"):  # spaCy calls itself once more without
                given.append(found[0].text)
            yield found

    monkeypatch.setattr(Language, "pipe", listening)
    return given


def files(cache):
    return sorted(path for path in cache.rglob("*") if path.is_file())


def test_the_second_run_does_not_parse_again(tmp_path, parsed_texts):
    first = parse(corpus_of(TEXTS), cache=tmp_path)
    assert len(parsed_texts) == 2
    second = parse(corpus_of(TEXTS), cache=tmp_path)
    assert len(parsed_texts) == 2
    assert tokens(second).equals(tokens(first))
    heads = [[token.head.i for token in parsed.docs["b"]] for parsed in (first, second)]
    assert heads[0] == heads[1]


def test_only_what_is_new_is_parsed(tmp_path, parsed_texts):
    parse(corpus_of(TEXTS), cache=tmp_path)
    parse(corpus_of({**TEXTS, "c": "They came."}), cache=tmp_path)
    assert parsed_texts[2:] == ["They came."]


def test_the_same_text_under_another_id_is_found_again(tmp_path, parsed_texts):
    parse(corpus_of(TEXTS), cache=tmp_path)
    parse(corpus_of({"z": TEXTS["a"]}), cache=tmp_path)
    assert len(parsed_texts) == 2


def test_other_paragraphs_are_another_parse(tmp_path, parsed_texts):
    corpus = corpus_of({"a": "He left. She stayed."})
    parse(corpus, cache=tmp_path)
    whole = corpus.paragraphs
    halves = whole.vstack(whole).with_columns(start=whole["start"].append(whole["start"] + 9))
    parsed = parse(type(corpus)(corpus.manifest, corpus.articles, halves, corpus.audit), cache=tmp_path)
    assert len(parsed_texts) == 2
    assert len(files(tmp_path)) == 2
    assert [sentence.text.strip() for sentence in parsed.docs["a"].sents] == ["He left.", "She stayed."]


@pytest.mark.parametrize("damage", ["emptied", "cut short", "overwritten", "of another text", "a folder"])
def test_a_damaged_cache_is_thrown_away_and_made_anew(tmp_path, parsed_texts, damage):
    first = tokens(parse(corpus_of(TEXTS), cache=tmp_path))
    one, other = files(tmp_path)
    whole = one.read_bytes()
    if damage == "a folder":
        one.unlink()
        one.mkdir()
    else:
        one.write_bytes(
            {
                "emptied": b"",
                "cut short": whole[: len(whole) // 2],
                "overwritten": b"no parse " * 50,
                "of another text": other.read_bytes(),
            }[damage]
        )
    assert tokens(parse(corpus_of(TEXTS), cache=tmp_path)).equals(first)
    assert len(parsed_texts) == 3
    if damage != "a folder":  # which stays, and costs a parse each time
        assert one.read_bytes() == whole
        assert files(tmp_path) == [one, other]


def test_a_parse_whose_sentences_are_no_longer_ours_is_made_anew(tmp_path, parsed_texts, monkeypatch):
    parse(corpus_of(TEXTS), cache=tmp_path)
    # another sentence rule: a paragraph is one sentence
    monkeypatch.setattr(sys.modules["analysis.language.parse"], "sentence_spans", lambda text: [(0, len(text))])
    parsed = parse(corpus_of(TEXTS), cache=tmp_path)
    assert len(parsed_texts) == 4
    assert len(list(parsed.docs["a"].sents)) == 1


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path, parsed_texts):
    (tmp_path / "file").write_text("in the way")
    # 11 words and signs in each text
    for _ in range(2):
        assert tokens(parse(corpus_of(TEXTS), cache=tmp_path / "file")).height == 22
    assert len(parsed_texts) == 4
    assert files(tmp_path) == [tmp_path / "file"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    def fails(self, target):
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fails)
    parse(corpus_of(TEXTS), cache=tmp_path)
    assert files(tmp_path) == []


def test_docs_stand_in_the_order_of_the_articles(tmp_path):
    corpus = corpus_of(TEXTS)
    parse(corpus_of({"b": TEXTS["b"]}), cache=tmp_path)  # b from the cache, a fresh
    assert list(parse(corpus, cache=tmp_path).docs) == corpus.articles["article_id"].to_list() == ["a", "b"]


def test_the_model_is_recorded(tmp_path):
    parsed = parse(corpus_of(TEXTS), cache=tmp_path)
    # language, name and version, as the model's own description gives them
    meta = pipeline().meta
    assert parsed.model == f"{meta['lang']}_{meta['name']}-{meta['version']}"
    assert all(parsed.model in path.parent.name for path in files(tmp_path))


def test_progress_counts_what_is_parsed(tmp_path):
    steps = []
    parse(corpus_of(TEXTS), cache=tmp_path, progress=lambda done, total: steps.append((done, total)))
    parse(corpus_of(TEXTS), cache=tmp_path, progress=lambda done, total: steps.append((done, total)))
    assert steps == [(1, 2), (2, 2)]


def test_the_parser_never_reaches_across_a_sentence(tmp_path):
    text = "The man who\nhe said left and\n. Of the. On it! And who? but \n\n  why"
    parsed = parse(corpus_of({"a": text}), cache=tmp_path)
    inside = tokens(parsed)
    of = dict(inside.select("start", "sentence_start").rows())
    assert all(of[token.idx] == of[token.head.idx] for token in parsed.docs["a"] if not token.is_space)
    assert sentences(parsed)["start"].to_list() == sorted(set(of.values()))


def test_names_are_left_out_unless_asked_for():
    assert "ner" not in pipeline().pipe_names
    assert "ner" in pipeline(ner=True).pipe_names


def test_one_pipeline_is_loaded_once():
    assert pipeline(MODEL) is pipeline(MODEL)


def test_a_model_that_is_not_installed():
    with pytest.raises(ValueError, match=r"no spaCy pipeline 'klingon' is installed; give the name .* 'en_core_web_sm"):
        parse(corpus_of(TEXTS), model="klingon")


def test_where_parses_are_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("COUNTERFRAME_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "counterframe"
