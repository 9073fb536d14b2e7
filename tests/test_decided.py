"""Do the tables of evidence say what readers have decided, and the machine's rows where nobody has?"""

import polars as pl
import pytest

from analysis import schema
from analysis.codings.decision_rows import decision_row
from analysis.corpus.decisions import append_decisions
from analysis.corpus.placing import place_decisions
from analysis.evidence import study as module
from analysis.evidence.apply_decisions import apply_decisions
from analysis.evidence.calibration import certain_rows
from analysis.evidence.study import Study, open_study
from tests.corpora import text as read_lines

LINE = 'Gazette: Lee said the gang of thugs "shot two brave men" and the gang fled.'
ARTICLES, TOKENS = read_lines(LINE, lemmas={"thugs": "thug", "men": "man"})
TEXT = ARTICLES["text"][0]
WHERE = {"event": "e1", "outlet": "Gazette", "article_id": "gazette-1"}


def corpus_now(text=TEXT, actors=("GANG", "LEE", "POLICE"), final=None):
    from analysis.corpus import corpus_of
    from analysis.corpus.manifest import Actor, DecisionOptions

    made = corpus_of({"gazette-1": text}, event="e1", outlet="Gazette")
    named = tuple(Actor(id=code, name=code.title()) for code in actors)
    manifest = made.manifest.model_copy(update={"actor": named, "decisions": DecisionOptions(final=final)})
    return type(made)(manifest, made.articles, made.paragraphs, made.audit)


def row(words, **said):
    start = TEXT.index(words)
    sure = {"p": 0.5, "doubtful": False, "status": "machine"}
    return {**WHERE, "start": start, "end": start + len(words), "text": words, **sure, **said}


def label(words, actor="GANG", **said):
    common = {"lemma": words, "family": "unlisted", "tone": "negative", "distanced": False}
    return row(words, **{"actor": actor, "voice": "author", "holder": "author", **common, **said})


def quote(words, actor="LEE", type="indirect", **said):
    common = {"speaker": "Lee", "cue": "said", "cue_class": "neutral", "distanced": False}
    return row(words, **{"actor": actor, "type": type, **common, **said})


class Readers:
    """Decisions of readers, the later ones said later."""

    def __init__(self, **options):
        self.corpus, self.made = corpus_now(**options), []
        self.study = Study(corpus_now())

    def say(self, kind, row, reader="Ann", **said):
        date = f"2026-11-29T12:00:{len(self.made):02}Z"
        said = {"value": None} | said
        self.made.append(decision_row(self.study, kind, row, reader=reader, date=date, **said))
        return self

    def lay(self, kind, rows, tmp_path, quotations=None):
        from analysis.corpus.decisions import read_decisions

        append_decisions(tmp_path, self.made)
        manifest = self.corpus.manifest.model_copy(update={"decisions": type(self.corpus.manifest.decisions)()})
        placed = place_decisions(read_decisions(tmp_path, manifest), self.corpus)
        table = {"label": schema.LABELS, "quote": schema.QUOTATIONS, "act": schema.ACTS, "toll": schema.TOLLS}[kind]
        found = apply_decisions(
            kind, table.frame(rows), placed, self.corpus, tokens=lambda: TOKENS, quotations=quotations
        )
        assert table.problems(found) == []
        return found


def said(found, *names):
    return found.select(*names, "status").rows()


def test_rows_say_what_a_reader_decided(tmp_path):
    thugs, brave, fled, gang = label("thugs"), label("brave"), label("fled"), label("gang of thugs")
    readers = Readers().say("label", thugs, value={"actor": "GANG"}).say("label", brave, decision="rejected")
    readers.say("label", fled, decision="corrected", field="tone", value="neutral")
    readers.say("label", row("men"), decision="added", value={"actor": "POLICE", "tone": "positive"})
    found = readers.lay("label", [thugs, brave, fled, gang], tmp_path)
    assert said(found, "text", "actor", "tone") == [
        ("gang of thugs", "GANG", "negative", "machine"),
        ("thugs", "GANG", "negative", "confirmed"),
        ("brave", "GANG", "negative", "rejected"),
        ("men", "POLICE", "positive", "added"),
        ("fled", "GANG", "neutral", "corrected"),
    ]
    added = found.filter(pl.col("status") == "added").row(0, named=True)
    assert (added["lemma"], added["family"], added["p"]) == ("man", "unlisted", None)


def test_a_doubtful_row_that_a_reader_confirms_counts(tmp_path):
    rows = [label("thugs", doubtful=True), label("brave", doubtful=True)]
    found = Readers().say("label", rows[0]).lay("label", rows, tmp_path)
    assert certain_rows(found)["text"].to_list() == ["thugs"]


def test_what_was_vouched_for_stands_when_the_machine_changes_its_mind(tmp_path):
    readers = Readers().say("label", label("thugs"), value={"actor": "GANG", "tone": "negative"})
    found = readers.lay("label", [label("thugs", actor="LEE")], tmp_path)
    assert said(found, "actor", "tone") == [("GANG", "negative", "corrected")]


def test_a_row_stands_when_the_machine_no_longer_finds_it(tmp_path):
    readers = Readers().say("label", label("thugs"), value={"actor": "GANG", "tone": "negative"})
    readers.say("label", label("fled"), decision="rejected")
    assert said(readers.lay("label", [], tmp_path), "text", "actor") == [("thugs", "GANG", "added")]


def test_a_row_with_other_edges_is_the_same_row(tmp_path):
    readers = Readers().say("label", label("gang of thugs"), field="actor", decision="corrected", value="POLICE")
    found = readers.lay("label", [label("gang of"), label("thugs")], tmp_path)
    assert said(found, "text", "actor") == [("gang of", "POLICE", "corrected"), ("thugs", "GANG", "machine")]


def test_rows_that_a_reader_tells_apart_stay_apart(tmp_path):
    readers = Readers().say("label", label("gang of thugs"), decision="rejected").say("label", label("gang of"))
    found = readers.lay("label", [label("gang of"), label("thugs")], tmp_path)
    assert said(found, "text") == [("gang of", "confirmed"), ("thugs", "machine")]


def test_two_readers_who_add_much_the_same_words_add_one_row(tmp_path):
    readers = Readers().say("label", row("gang of thugs"), decision="added", value={"actor": "GANG"})
    readers.say("label", row("gang of"), reader="Ben", decision="added", value={"actor": "LEE"})
    assert said(readers.lay("label", [], tmp_path), "text", "actor") == [("gang of thugs", "LEE", "added")]


@pytest.mark.parametrize(("final", "actor", "status"), [(None, "GANG", "rejected"), ("Ann", "POLICE", "corrected")])
def test_the_later_reader_decides_or_the_final_one(tmp_path, final, actor, status):
    thugs = label("thugs")
    readers = Readers(final=final).say("label", thugs, field="actor", decision="corrected", value="POLICE")
    readers.say("label", thugs, reader="Ben", decision="confirmed", value={"actor": "GANG"})
    readers.say("label", thugs, reader="Ben", decision="rejected")
    assert said(readers.lay("label", [thugs], tmp_path), "actor") == [(actor, status)]


def test_the_words_themselves_are_put_right(tmp_path):
    readers = Readers().say("label", label("gang of thugs"), field="span", decision="corrected", value="thugs")
    readers.say("label", label("thugs"), field="tone", decision="corrected", value="neutral")  # on the row as it is now
    found = readers.lay("label", [label("gang of thugs")], tmp_path)
    assert said(found, "text", "lemma", "tone") == [("thugs", "thug", "neutral", "corrected")]


def test_quotation_marks_do_not_part_a_quotation_from_the_one_around_it(tmp_path):
    outer, inner = quote('the gang of thugs "shot two brave men"'), quote("shot two brave men", type="direct")
    found = Readers().say("quote", outer, decision="rejected").lay("quote", [outer, inner], tmp_path)
    assert said(found, "type") == [("indirect", "rejected"), ("direct", "machine")]


# --- what hangs on what is put right -------------------------------------------------------------------------------


def tables(*before_and_after):
    return tuple(schema.QUOTATIONS.frame(rows) for rows in before_and_after)


def test_labels_follow_a_quotation_that_is_put_right(tmp_path):
    said_by = quote("the gang of thugs")
    thugs, brave = label("thugs", voice="indirect", holder="LEE"), label("brave")
    both = tables([said_by], [said_by | {"actor": "POLICE"}])
    found = Readers().lay("label", [thugs, brave], tmp_path, quotations=both)
    assert said(found, "text", "voice", "holder") == [
        ("thugs", "indirect", "POLICE", "machine"),
        ("brave", "author", "author", "machine"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "voice", "holder"),
    [
        ("voice", "author", "author", "author"),
        ("voice", "direct", "direct", "POLICE"),  # the quotation of that type around it
        ("voice", "scare", "scare", "LEE"),  # none around it
        ("holder", "author", "author", "author"),
        ("holder", "POLICE", "indirect", "POLICE"),
    ],
)
def test_voice_and_holder_agree(tmp_path, field, value, voice, holder):
    around = [quote('the gang of thugs "shot two brave men"'), quote("shot two brave men", "POLICE", "direct")]
    brave = label("brave", voice="indirect", holder="LEE")
    readers = Readers().say("label", brave, field=field, decision="corrected", value=value)
    found = readers.lay("label", [brave], tmp_path, quotations=tables(around, around))
    assert said(found, "voice", "holder") == [(voice, holder, "corrected")]


def test_a_speaker_brings_the_actor_along(tmp_path):
    rows = [quote("the gang of thugs"), quote("shot two brave men", "POLICE", "direct", speaker="Sgt. Orr")]
    readers = Readers().say("quote", rows[0], field="speaker", decision="corrected", value="Sgt. Orr")
    found = readers.lay("quote", rows, tmp_path)
    assert said(found, "speaker", "actor")[0] == ("Sgt. Orr", "POLICE", "corrected")


def test_an_act_and_a_number_that_a_reader_adds_are_whole(tmp_path):
    for kind in ("act", "toll"):
        (tmp_path / kind).mkdir()
    around = tables([], [quote("shot two brave men", type="direct")])
    act = Readers().say("act", row("shot two brave men"), decision="added", value={"agent": "GANG", "form": "active"})
    found = act.lay("act", [], tmp_path / "act", quotations=around)
    names = ("lemma", "agent", "patient", "form", "cline", "realis", "voice", "holder")
    assert said(found, *names) == [("man", "GANG", "unstated", "active", "active", True, "direct", "LEE", "added")]
    toll = Readers().say("toll", row("two brave men"), decision="added", value={"low": 2, "high": 2, "who": "OTHER"})
    found = toll.lay("toll", [], tmp_path / "toll", quotations=around)
    names = ("low", "high", "stated", "effect", "voice", "holder", "speaker")
    assert said(found, *names) == [(2, 2, 2, "other", "direct", "LEE", "Lee", "added")]


# --- the study -----------------------------------------------------------------------------------------------------

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
[[article]]
id = "one"
event = "e"
outlet = "a"
file = "raw/one.txt"
date = 2008-03-02
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path / "cache"))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw/one.txt").write_text("The Army killed five men on Sunday. It burnt a house.")
    (tmp_path / "corpus.toml").write_text(TOML)
    return tmp_path


def decide(folder, kind, row, **said):
    append_decisions(folder, [decision_row(open_study(folder), kind, row, reader="Ann", **said)])


def test_a_study_has_what_is_decided_and_keeps_the_machines_rows(folder, monkeypatch):
    act = open_study(folder).acts.row(0, named=True)
    assert act["status"] == "machine"
    decide(folder, "act", act, field="agent", decision="corrected", value="OTHER")
    parsed = []
    monkeypatch.setattr(module, "parse", lambda *given, **options: parsed.append(given))
    study = open_study(folder)
    assert study.acts.select("agent", "status").row(0) == ("OTHER", "corrected")
    assert study.machine_rows("act").select("agent", "status").row(0) == ("ARMY", "machine")
    assert parsed == []  # the rows that are kept are the machine's, so nothing is read again
    assert study.subset([]).acts.is_empty()


def test_decisions_change_and_nothing_else_is_made_again(folder, monkeypatch):
    study = open_study(folder)
    act = study.acts.row(0, named=True)
    made = decision_row(study, "act", act, reader="Ann", decision="rejected")
    append_decisions(folder, [made])
    monkeypatch.setattr(module, "read_cache", lambda *given: pytest.fail("was made already"))
    later = study.with_decisions(open_study(folder).decisions)
    assert later.acts.height == study.acts.height - 1
    assert study.acts.row(0, named=True) == act


def test_rejected_rows_leave_the_counts_and_nothing_is_dropped(folder):
    act = open_study(folder).acts.row(0, named=True)
    decide(folder, "act", act, decision="rejected")
    assert act["start"] not in open_study(folder).acts["start"].to_list()
    (folder / "raw/one.txt").write_text("It rained. A house burnt.")
    assert open_study(folder).unplaced_decisions["why"].len() == 1


def test_mentions_are_decided_too(folder):
    mention = open_study(folder).mentions.row(0, named=True)
    decide(folder, "actor", mention, decision="rejected")
    assert mention["start"] not in open_study(folder).mentions["start"].to_list()
    assert schema.MENTIONS.problems(open_study(folder).mentions) == []


def test_only_what_a_reader_has_seen_counts_where_that_is_asked(folder, monkeypatch):
    study = open_study(folder)
    assert open_study(folder, confirmed_only=True).acts.is_empty()
    decide(folder, "act", study.acts.row(0, named=True))
    assert open_study(folder, confirmed_only=True).acts.height == 1
    monkeypatch.setenv("COUNTERFRAME_CONFIRMED", "1")
    assert open_study(folder).tolls.is_empty()
    assert open_study(folder).acts["status"].to_list() == ["confirmed"]


def test_words_in_a_quotation_nobody_has_seen_are_still_not_the_authors(folder):
    (folder / "raw/one.txt").write_text("Lee said the Army killed five men on Sunday.")
    act = open_study(folder).acts.row(0, named=True)
    decide(folder, "act", act, field="agent", decision="corrected", value="ARMY")
    study = open_study(folder, confirmed_only=True)
    assert study.quotations.is_empty()
    assert study.acts["voice"].to_list() == [act["voice"]] == ["indirect"]
