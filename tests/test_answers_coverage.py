"""Is the sentence on links right for nothing, one and many, and do the figures fit a screen?"""

import polars as pl
from big import study
from drawn import assert_fits

from analysis.measures import coverage as measures
from analysis.measures.retellings import retellings
from analysis.report.answers import coverage as answers
from analysis.report.plots.coverage import coverage_figure, retold_figure
from analysis.schema import LINKS

BIG = study()
UNITS = {"event": pl.String, "outlet": pl.String, "article_id": pl.String, "start": pl.Int64, "kind": pl.String}
PIECES = pl.DataFrame(schema={**UNITS, "unit": pl.String, "words": pl.String})


def linked(n, status="proposed"):
    """Links from a sentence of one article to one of another outlet on the event, `n` an event."""
    rows = []
    for _, part in BIG.sentences.group_by("event", maintain_order=True):
        one, other = (
            part.filter(pl.col("outlet") == name).head(n) for name in part["outlet"].unique().sort().head(2).to_list()
        )
        for left, right in zip(one.to_dicts(), other.to_dicts(), strict=True):
            ends = {f"other_{name}": right[name] for name in ("outlet", "start", "end")}
            here = {name: left[name] for name in ("event", "outlet", "article_id", "start", "end")}
            rows.append({**here, **ends, "other_id": right["article_id"], "probability": 0.9, "status": status})
    return LINKS.frame(rows).with_columns(score=pl.lit(2.0), shared=pl.lit("tunnel"))


def text_of(prose):
    return prose.text.replace("\\", "")


def test_one_outlet_has_nothing_to_compare():
    alone = study(outlets=1, events=1, articles=2)
    links = LINKS.frame([])
    said = answers.coverage(alone, links, measures.counterpart_shares(links, alone.sentences), PIECES)
    assert text_of(said).startswith("Nothing can be compared: no event here is reported by two outlets.")


def test_links_are_counted_by_status():
    links = pl.concat([linked(1).head(1), linked(1, "confirmed").slice(1, 1)])
    shares = measures.counterpart_shares(links, BIG.sentences)
    n = BIG.sentences.height
    # two links, four sentences
    said = text_of(answers.coverage(BIG, links, shares, PIECES))
    assert said == (
        f"0 % of {n:,} sentences have a link to a sentence of another outlet that tells the same; the rest stands in "
        "one outlet alone, as far as the machine sees. Of two linked pairs of sentences one was "
        "confirmed by a reader, none rejected, and one waits to be judged. The machine misses many: a missing link is "
        "no proof of silence."
    )


def test_an_actor_of_one_outlet_that_another_never_names_is_told():
    event = BIG.sentences["event"].min()
    one, other = BIG.sentences.filter(event=event)["outlet"].unique().sort().head(2)
    here = BIG.sentences.filter(event=event, outlet=one).head(3)
    pieces = here.select("event", "outlet", "article_id", "start", kind=pl.lit("actor"), unit=pl.lit("NOBODY"))
    links = linked(1)
    shares = measures.counterpart_shares(links, BIG.sentences)
    said = text_of(answers.coverage(BIG, links, shares, pieces.with_columns(words=pl.lit("x"))))
    # three sentences of one outlet, none of the others on the event
    assert f"{one} has three sentences with NOBODY, and no such sentence stands in " in said
    assert other in said


def test_figures_of_many_links_fit_a_screen():
    links = linked(9)
    figure = coverage_figure(measures.coverage_matrix(links, BIG.sentences), BIG.corpus, name="09_matters")
    assert_fits(figure)
    assert "; the others stand in the data." in figure.caption
    sides = retellings(links, BIG.sentences, BIG.quotations, BIG.labels, PIECES)
    assert_fits(retold_figure(sides, BIG.corpus, name="09_retold"))


def test_figures_of_no_links_say_so():
    none = LINKS.frame([])
    assert "No sentences" in coverage_figure(measures.coverage_matrix(none, BIG.sentences), BIG.corpus, name="m").alt
    sides = retellings(none, BIG.sentences, BIG.quotations, BIG.labels, PIECES)
    assert "No sentences" in retold_figure(sides, BIG.corpus, name="r").alt
