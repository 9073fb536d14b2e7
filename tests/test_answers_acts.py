"""Are the sentences on force and on numbers right for none, one, few and many, and do their figures fit a screen?"""

import polars as pl
import pytest
from big import study
from drawn import assert_fits

from analysis.inference.null.effects import null_band
from analysis.measures import agency, tolls
from analysis.measures.pooling import add_all_events
from analysis.report.answers import acts as answers
from analysis.report.plots.agency import cline_figure, who_to_whom_figure
from analysis.report.plots.tolls import range_figure
from analysis.schema import ACTS, TOLLS

EMPTY = study(outlets=1, events=1, articles=1, actors=0, rows=0)


def numbers(*rows):
    """Numbers of the killed from (holder, low, high, approx, who)."""
    names = ("holder", "low", "high", "approx", "who")
    return TOLLS.frame(
        [
            {"event": "e0", "outlet": "Courier", "article_id": "a", "start": n, "end": n + 1, "effect": "killed"}
            | dict(zip(names, row, strict=True))
            for n, row in enumerate(rows)
        ]
    )


NONE_APART = tolls.contested_incidents(tolls.toll_accounts(EMPTY.tolls, EMPTY.sentences))


def text_of(prose):
    return prose.text.replace("\\", "")


def test_no_use_of_force():
    said = text_of(answers.agency(EMPTY, agency.cline_counts(EMPTY.acts)))
    assert said == "No use of force is told as having happened in the one article."


def test_the_share_is_of_all_acts_of_the_outlet_over_all_events():
    cells = [("e0", "active"), ("e0", "nominal"), ("e1", "nominal"), ("e1", "nominal")]
    rows = [
        {"event": e, "outlet": "The Gazette", "article_id": e, "start": n, "end": n + 1, "agent": "A", "patient": "B"}
        | {"cline": step, "realis": True, "voice": "author"}
        for n, (e, step) in enumerate(cells)
    ]
    cline = add_all_events(agency.cline_counts, ACTS.frame(rows))
    # one of four, not one of the two on the first event
    assert "make up 25 % of 4 in The Gazette." in text_of(answers.agency(study(), cline))


def test_without_actors_the_page_says_so():
    nobody = study(actors=0, events=2, articles=16)
    cline = add_all_events(agency.cline_counts, nobody.acts)
    assert "The corpus file names no actors" in text_of(answers.agency(nobody, cline))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "No number of killed or wounded people was found in the one article."),
        (
            [("author", 1, 1, False, "A")],
            "One number of killed or wounded people stands in the one article: one in the outlet's own words, none "
            "from a source. No incident seems to be counted twice with different results.",
        ),
        (
            [("author", 1, 1, False, "A"), ("POLICE", 3, None, True, "OTHER")],
            "Two numbers of killed or wounded people stand in the one article: one in the outlet's own words, one from "
            "a source. No incident seems to be counted twice with different results.",
        ),
    ],
)
def test_who_counts(rows, said):
    assert text_of(answers.tolls(EMPTY, numbers(*rows), tolls.incident_spreads(NONE_APART), NONE_APART)) == said


def test_how_firm():
    assert text_of(answers.firmness(EMPTY, numbers())) == "There are no numbers of killed or wounded to judge."
    two = numbers(("author", 1, 1, False, "A"), ("POLICE", 3, None, True, "OTHER"))
    assert text_of(answers.firmness(EMPTY, two)) == (
        "Of two numbers of killed and wounded, one has only a lower or an upper bound, one is rounded. One counts "
        "people whom the text puts on no side."
    )


def test_incidents_that_lie_apart_are_named_with_their_numbers():
    big = study()
    told = tolls.contested_incidents(tolls.toll_accounts(big.tolls, big.sentences))
    hurt = big.tolls.filter(pl.col("effect").is_in(["killed", "wounded"]))
    said = text_of(answers.tolls(big, hurt, tolls.incident_spreads(told), told))
    assert "Counts that may tell of one incident lie apart: " in said
    assert said.endswith(answers.PAIRED)


def test_figures_of_a_large_corpus_fit_a_screen():
    big = study()
    acts = big.acts.with_columns(shown=pl.col("cline").is_in(agency.SHOWN))
    cline = add_all_events(agency.cline_counts, acts)
    null = add_all_events(null_band, acts.filter("realis"), big.sentences, value="shown")
    figure = cline_figure(cline, big.corpus, null=null)
    assert_fits(figure)
    assert "All events together and the one event of 20 in which the outlets differ most are drawn" in figure.caption
    pairs = add_all_events(agency.agent_patient_matrix, acts)
    assert_fits(who_to_whom_figure(pairs, big.corpus, names=big.actor_names))
    told = tolls.contested_incidents(tolls.toll_accounts(big.tolls, big.sentences))
    assert_fits(range_figure(told, tolls.incident_spreads(told), big.corpus))


def test_figures_of_nothing_say_so():
    assert "No use of force" in cline_figure(agency.cline_counts(EMPTY.acts), EMPTY.corpus).alt
    pairs = agency.agent_patient_matrix(EMPTY.acts)
    assert "No use of force" in who_to_whom_figure(pairs, EMPTY.corpus, names=EMPTY.actor_names).alt
    told = tolls.contested_incidents(tolls.toll_accounts(EMPTY.tolls, EMPTY.sentences))
    assert "No incident" in range_figure(told, tolls.incident_spreads(told), EMPTY.corpus).alt
    assert agency.cline_table(agency.cline_counts(EMPTY.acts)).is_empty()
    assert tolls.effect_table(EMPTY.tolls).is_empty()
