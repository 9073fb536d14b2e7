"""The answer of notebook 12 is right for none, one, few and many."""

import polars as pl
import pytest

from analysis.report.answers.your_corpus import your_corpus


def articles(*counts):
    rows = [{"event": event, "outlet": outlet} for event, outlet, n in counts for _ in range(n)]
    return pl.DataFrame(rows, schema={"event": pl.String, "outlet": pl.String})


SIX = [(f"e{place}", outlet, 1) for place in range(6) for outlet in ("Gazette", "Herald")]


@pytest.mark.parametrize(
    ("counts", "doubts", "begins", "ends"),
    [
        (
            [("e1", "Gazette", 1)],
            0,
            "one article by one outlet on one event is in order; nothing in the folder looks doubtful.",
            "To compare anything, a second outlet is needed that reports the same events.",
        ),
        (
            [("e1", "Gazette", 1), ("e1", "Herald", 1)],
            1,
            "two articles by two outlets on one event are in order; one thing in the folder looks doubtful.",
            # two articles where each needs two: two more; one event where six are needed: five more
            "For more, Gazette and Herald need five more events that both report, to speak of the outlets, "
            "or two more articles on one event, to speak of a sample.",
        ),
        (
            [("e1", "Gazette", 2), ("e1", "Herald", 2), ("e1", "Post", 1)],
            3,
            "five articles by three outlets on one event are in order; three things in the folder look doubtful.",
            # Gazette and Post, Herald and Post both lack one article; the first in the alphabet is named
            "All three pairs of outlets would need more; most is missing for Gazette and Post "
            "(and as much for one other pair): five more events that both report, to speak of the outlets, or one more "
            "article on one event, to speak of a sample.",
        ),
        (
            [*SIX, ("e1", "Post", 1)],
            0,
            "13 articles by three outlets on six events are in order; nothing in the folder looks doubtful.",
            "Two of three pairs of outlets would need more; most is missing for Gazette and Post "
            "(and as much for one other pair): five more events that both report, to speak of the outlets, or two more "
            "articles on one event, to speak of a sample.",
        ),
        (
            SIX,
            0,
            "twelve articles by two outlets on six events are in order; nothing in the folder looks doubtful.",
            "Each two outlets have six events in common, or more. Nothing is missing for that.",
        ),
    ],
)
def test_the_answer_counts_and_says_what_is_missing(counts, doubts, begins, ends):
    text = your_corpus(articles(*counts), doubts=doubts).text.replace("\\", "")  # as it is read
    assert text.startswith(
        f"Five commands lead from files to a report; they stand at the end of this page. Here, {begins}"
    )
    assert text.endswith(ends)
