"""Are the sentences on sentiment and on frames right for none, one, few and many, and do their figures fit a screen?"""

import numpy as np
import polars as pl
import pytest
from big import study
from drawn import assert_fits

from analysis.inference.null.effects import null_band
from analysis.measures import frames
from analysis.measures.axes import general_axes
from analysis.measures.outlet_tone import tone_by_actor
from analysis.measures.pooling import add_all_events
from analysis.report.answers import scores as answers
from analysis.report.plots.toward import toward_figure
from analysis.schema import ALL_EVENTS

EMPTY = study(outlets=1, events=1, articles=1, actors=0, rows=0)
WHERE = {"event": "e0", "outlet": "The Gazette"}


def text_of(prose):
    return prose.text.replace("\\", "")


def means(*rows):
    """Rows of instrument and mean, an article each."""
    return pl.DataFrame(rows, schema={"instrument": str, "mean": float}, orient="row")


def opposite(*marks):
    found = pl.DataFrame({"opposite": marks}, schema={"opposite": pl.Boolean})
    return found.with_columns(article_id=pl.lit("a"), start=pl.lit(0))


def scores(big, seed=1):
    """Scores toward the actors of a made-up study, by lot."""
    rng = np.random.default_rng(seed)
    told = big.mentions.join(big.sentences.select("article_id", "start", sentence="text"), on=["article_id", "start"])
    lot = pl.Series((rng.uniform(-1, 1, told.height) * 20).round() / 20)
    toward = pl.when(pl.col("score") > 0).then(pl.lit("positive")).otherwise(pl.lit("negative"))
    return told.with_columns(score=lot, voice=pl.lit("author"), sentence_start="start").with_columns(toward=toward)


NO_SCORES = scores(EMPTY)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (means(), "No sentence is scored by either instrument."),
        (means(("TextBlob", None), ("VADER", None)), "No sentence is scored by either instrument."),
        (
            means(("TextBlob", 0.1), ("VADER", -0.1)),
            "TextBlob finds one of one article more positive than negative, VADER none of one.",
        ),
        (
            means(("TextBlob", None), ("VADER", 0.1)),
            "VADER finds one of one article more positive than negative, TextBlob knows no word of them.",
        ),
        (
            means(*[("TextBlob", 0.1)] * 14, *[("VADER", 0.1)] * 2, ("VADER", 0.0)),
            "TextBlob finds 14 of 14 articles more positive than negative, VADER two of three.",
        ),
    ],
)
def test_how_many_articles_are_found_good(found, said):
    text = text_of(answers.sentiment(EMPTY, found, opposite(), tone_by_actor(NO_SCORES)))
    assert text.startswith(f"{said} There is no sentence that both can score. Such scores count words.")
    assert text.endswith("the corpus file names no actors (“counterframe actors” suggests some).")


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ([False], "On none of the one sentence that both can score they disagree"),
        ([True, False], "On one of the two sentences that both can score they disagree"),
        ([True] * 20 + [False] * 20, "On 20 of the 40 sentences that both can score they disagree"),
    ],
)
def test_how_many_sentences_the_instruments_disagree_on(marks, said):
    assert said in text_of(answers.sentiment(EMPTY, means(("VADER", 0.1)), opposite(*marks), tone_by_actor(NO_SCORES)))


def test_toward_whom_of_one_outlet_is_not_compared():
    one = study(outlets=1, events=2, articles=4)
    text = text_of(answers.sentiment(one, means(), opposite(), add_all_events(tone_by_actor, scores(one))))
    assert "no two outlets speak often enough of one actor" in text
    assert answers.nobody(one).startswith("No actor is spoken of often enough")
    assert answers.nobody(EMPTY).startswith("The corpus file names no actors")
    assert text_of(answers.toward(tone_by_actor(NO_SCORES))).startswith(
        "No two outlets speak often enough of one actor"
    )


def test_toward_whom_of_many_names_the_widest_with_its_event():
    rows = [
        {**WHERE, "event": event, "outlet": outlet, "article_id": event + outlet, "actor": "ACTOR0", "start": at}
        | {"sentence_start": at, "score": score, "toward": "positive"}
        for event, apart in (("e0", 0.2), ("e1", 0.8))
        for outlet, score in (("The Gazette", apart), ("Courier", -apart))
        for at in range(8)
    ]
    actors = add_all_events(tone_by_actor, pl.DataFrame(rows))
    text = text_of(answers.sentiment(study(), means(), opposite(), actors))
    # two outlets on two events, all scores of an outlet alike: every interval leaves out zero
    assert "in four of four comparisons (most of all Courier on The association of dockers no. 0, Quarrel" in text
    assert "Quarrel number 2 over" in text
    said = text_of(answers.toward(actors))
    assert said.startswith(
        "Set beside the other outlets on the same actor and event, four of four comparisons have an "
    )
    assert "about none would by chance" in said


def test_toward_whom_fits_a_screen():
    big = study()
    table = scores(big)
    actors = add_all_events(tone_by_actor, table)
    null = add_all_events(null_band, table, big.sentences, value="score", within=["actor"])
    figure = toward_figure(table, actors, big.corpus, names=big.actor_names, null=null)
    assert_fits(figure)
    assert "All events together and the one event of 20 in which the outlets differ most are drawn" in figure.caption
    nothing = toward_figure(NO_SCORES, tone_by_actor(NO_SCORES), EMPTY.corpus, names={})
    assert_fits(nothing)
    assert nothing.alt == "No two outlets can be compared on an actor."


def profile(*rows):
    """Rows of event, outlet, frame, n, n_sentences."""
    schema = {"event": str, "outlet": str, "frame": str, "n": int, "n_sentences": int}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    ends = {"low": pl.lit(None, dtype=pl.Float64), "high": pl.lit(None, dtype=pl.Float64)}
    return table.with_columns(share=pl.col("n") / pl.col("n_sentences"), **ends)


NO_FRAMES = frames.frames(EMPTY.sentences.clear(), EMPTY.corpus.articles)


def test_no_frame_at_all():
    for found in (profile(), profile(("e0", "Courier", "conflict", 0, 9))):
        assert text_of(answers.frames(EMPTY, NO_FRAMES, found, frames.frame_gaps(found))) == (
            "No sentence here carries one of the six frames."
        )


def test_frames_of_one_outlet():
    found = profile(("e0", "The Gazette", "economic", 3, 12), ("e0", "The Gazette", "conflict", 1, 12))
    assert text_of(answers.frames(EMPTY, NO_FRAMES, found, frames.frame_gaps(found))) == (
        "The frame met most often is money and jobs, in these shares of sentences: 25 % of 12 in The Gazette. No event "
        "here has two outlets that could be compared. The list, the examples and the trained reader used here miss "
        "some frames and see others that a person would not."
    )


def test_frames_of_many_events_are_of_all_of_them():
    rows = [("e0", "The Gazette", "conflict", 4, 10), ("e0", "Courier", "conflict", 1, 10)]
    rows += [("e1", "The Gazette", "conflict", 1, 10), ("e1", "Courier", "conflict", 1, 10)]
    single = profile(*rows)
    pooled = profile((ALL_EVENTS, "The Gazette", "conflict", 5, 20), (ALL_EVENTS, "Courier", "conflict", 2, 20))
    text = text_of(answers.frames(study(), NO_FRAMES, pl.concat([pooled, single]), frames.frame_gaps(single)))
    # 5 of 20 and not 4 of 10
    assert "in these shares of sentences, over all events: 25 % of 20 in The Gazette and 10 % of 20 in Courier." in text
    assert (
        "differ most in conflict (Quarrel number 1 over the harbour tunnel and its costs), with 40 % in The Ga" in text
    )
    assert "Of two such gaps, the intervals stand apart in none." in text


def test_equal_shares_are_not_called_a_difference():
    found = profile(*(("e0", outlet, "conflict", 1, 10) for outlet in ("The Gazette", "Courier")))
    text = text_of(answers.frames(EMPTY, NO_FRAMES, found, frames.frame_gaps(found)))
    assert "All reports of an event have the same share of each frame." in text


def test_of_many_outlets_the_ends_are_named():
    rows = [("e0", f"O{n}", "conflict", n, 10) for n in range(1, 8)]
    text = text_of(answers.frames(EMPTY, NO_FRAMES, profile(*rows), frames.frame_gaps(profile(*rows))))
    assert "in these shares of sentences: from 70 % of 10 in O7 to 10 % of 10 in O1." in text


def marks(force, hurt, total):
    rows = [
        {**WHERE, "indicator": name, "n": n, "total": total}
        for name, n in (("force", force), ("visible effects", hurt))
    ]
    return pl.DataFrame(rows)


def test_whether_reports_are_of_a_conflict():
    few = text_of(answers.conflict(EMPTY, marks(1, 0, 200), []))
    assert "Of 200 sentences here, one has a use of force and none a number of dead or wounded. With so few, its" in few
    assert "Ordinary people here: none, for the corpus file names none ([study] people)" in few
    assert few.endswith("; the marks on sources are left out.")
    many = text_of(answers.conflict(EMPTY, marks(20, 5, 200), ["residents", "shopkeepers"]))
    assert (
        "20 have a use of force and five a number of dead or wounded. Ordinary people here: residents and shop" in many
    )
    assert (
        text_of(answers.conflict(EMPTY, marks(0, 0, 0), []))
        == "There is no sentence here that marks could be counted in."
    )


def test_where_the_axes_come_from():
    assert text_of(answers.axes(general_axes())).endswith("They fit news of any kind.")
    assert text_of(answers.axes({"calm–alarm": ()})) == (
        "One axis here: calm–alarm. The corpus file names them ([study] axes)."
    )
