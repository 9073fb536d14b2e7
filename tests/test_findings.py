"""Is every sentence of the front page true of the texts, and does it say how sure it is?"""

from __future__ import annotations

import re

import polars as pl
import pytest

from analysis.corpus.places import data_folder
from analysis.evidence.study import open_study
from analysis.measures.voices import reported_words
from analysis.report import front
from analysis.report.answers import findings
from analysis.report.answers.findings import JUDGED, LONG
from analysis.report.findings import findings as found_in
from analysis.report.page import Grid, Page, Prose, Report

SHIPPED = ("iraq-2004-2008", "orrenmouth")


@pytest.fixture(scope="module", params=SHIPPED)
def study(request):
    return open_study(data_folder() / "corpora" / request.param)


def rows_of(found):
    return [row for rows in found.lists.values() for row in rows["rows"]]


def test_five_to_seven_findings_or_fewer_each_with_rows_behind_it(study):
    found = findings.findings(study)
    assert 5 <= len(found) <= 7
    for one in found:
        assert rows_of(one)
        assert all(place for rows in one.lists.values() for place in rows["places"])
        assert all(0 <= share <= 1 for _, share, _, _ in one.facts["bars"])
        assert not re.search(r"\bNone\b|\bnan\b", one.text)
    assert {one.facts["page"] for one in found} <= {page for _, page, _, _ in JUDGED.values()}


def test_whose_word_it_is_stands_in_the_quotations(study):
    told = findings.called(study).text
    for word, whose in re.findall(r"“([^”]+)”[^:\n]*: (.+)", told):
        labels = study.labels.filter(pl.col("text").str.to_lowercase().str.contains(word[:4], literal=True))
        outlets = {outlet for outlet in study.corpus.outlets if outlet in whose}
        assert outlets <= set(labels["outlet"])
        for outlet in re.findall(r"(?:^|; )([^;]+?) itself", whose):
            assert (labels.filter(outlet=outlet)["holder"] == "author").any()
    assert (
        study.corpus.manifest.corpus.id != "iraq-2004-2008" or "“martyrs”: Iraqi state television in McClatchy" in told
    )


def test_the_voice_reported_most_has_most_words(study):
    told = findings.heard(study).text.replace("\\", "")
    spoken = reported_words(study.quotations)
    for outlet, share in re.findall(r" in ([^(,]+) \((\d+) % of", told):
        here = spoken.filter(outlet=outlet)
        sums = here.filter(~pl.col("actor").is_in(["OTHER", "EVENT"])).group_by("actor").agg(pl.col("words").sum())
        alike = (100 * pl.col("words") / here["words"].sum()).round() == int(share)
        names = [study.actor_names[actor] for actor in sums.filter(alike)["actor"]]
        before = told.split(f" in {outlet} ({share} %")[0]
        assert all(name in before for name in names)
        assert before.endswith(tuple(names))


def test_a_denial_is_quoted_short_and_only_where_a_reader_has_judged_it(study):
    found = findings.denied(study)
    denied = study.placed_decisions.filter(pl.col("kind") == "link", pl.col("value").str.contains("denied"))
    assert (found is None) == denied.is_empty()
    if found:
        assert all(len(words) <= LONG + 2 for words in re.findall("“([^”]+)”", found.text.replace("\\", "")))


def test_doers_are_named_with_the_share_that_the_rows_give_on_one_event(study):
    told = findings.acted(study).text.replace("\\", "")
    event = next((id for id, title in study.corpus.events.items() if told.startswith(title)), None)
    shares = re.findall(r"(\d+) % of (\d+)(?: such acts)? in ([A-Z][\w ]+?)(?:[,;.])", told)
    assert len(shares) == 2
    for share, n, outlet in shares:
        acts = study.acts.filter("realis", outlet=outlet, **({"event": event} if event else {}))
        assert acts.height == int(n)
        assert round(100 * (acts["cline"].is_in(findings.agency.SHOWN)).mean()) == int(share)


def test_own_words_stand_outside_reported_speech(study):
    inside = study.quotations.filter(pl.col("type") != "scare").select("article_id", first="start", last="end")
    for rows in findings.own_words(study).lists.values():
        for article, start, end in rows["places"]:
            around = inside.filter(article_id=article).filter(pl.col("first") <= start, pl.col("last") >= end)
            assert around.is_empty()


def report_of(tmp_path, robust, trust, prose):
    (tmp_path / "10_overview.csv").write_text("finding,words,n_undefined,n_specifications,n_same_sign\n" + robust)
    (tmp_path / "11_scores.table.csv").write_text("metric,trust\n" + trust)
    pages = (Page("03_labels", "Who?", (), (prose,)),)
    return Report("T", "Sub", pages, {}, "x", "A", (tmp_path,))


@pytest.mark.parametrize(
    ("robust", "trust", "rows", "weight", "said"),
    [
        ("contested,w,0,24,24\n", "label_voice,firm\n", ["confirmed"], "sure", "under all 24 ways"),
        ("contested,w,0,24,13\n", "label_voice,firm\n", ["confirmed"], "care", "under 13 of 24"),
        ("contested,w,0,24,12\n", "label_voice,firm\n", ["confirmed"], "doubtful", "under 12 of 24"),
        ("contested,w,12,24,12\n", "label_voice,firm\n", ["confirmed"], "sure", "under all 12 ways"),
        ("contested,w,0,24,24\n", "label_voice,not alone\n", ["confirmed"], "doubtful", "read the sentences"),
        (
            "contested,w,0,24,24\n",
            "label_voice,firm\n",
            ["confirmed", "machine"],
            "care",
            "Of the 2 rows behind it 1 were",
        ),
        ("other,w,0,24,2\n", "label_voice,firm\n", ["machine"], "care", "No reader has checked"),
    ],
)
def test_a_finding_says_how_sure_it_is(tmp_path, robust, trust, rows, weight, said):
    facts = {"page": "03", "measures": ["label_voice"], "claims": ["contested"], "readers": ["<Ann>"]}
    facts["bars"] = [["CNN & co", 0.5, "1 of 2", "author"]]
    grid = Grid(("text", "status"), tuple((str(at), status) for at, status in enumerate(rows)))
    report = report_of(tmp_path, robust, trust, Prose("x", {"rows-1": grid}, facts))
    shown = front.front(report, [(one, "<p>x</p>") for one in found_in(report)])
    assert f'class="mark {weight}"' in shown
    assert said in shown
    assert "CNN &amp; co" in shown
    assert "<Ann>" not in shown


@pytest.mark.parametrize(("outside", "said"), [("false", True), ("true", False)])
def test_a_finding_says_when_halves_of_one_article_differ_as_much(tmp_path, outside, said):
    (tmp_path / "04_share_of_voice.csv").write_text(f"outlet,outside\nCNN,{outside}\nWSWS,false\n")
    facts = {"page": "04", "measures": [], "claims": ["heard"], "readers": [], "bars": []}
    facts["control"] = "04_share_of_voice.csv"
    report = report_of(tmp_path, "heard,w,0,24,24\n", "quote_type,firm\n", Prose("x", {}, facts))
    shown = front.front(report, [(one, "<p>x</p>") for one in found_in(report)])
    assert ("Two halves of one article differ as much" in shown) == said
