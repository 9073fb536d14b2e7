"""Which choices could another analyst have made otherwise, and why would each be sound?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import polars as pl

Specification = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One way to choose: its name, what is done, and why one may do so."""

    name: str
    done: str
    why: str


@dataclass(frozen=True)
class Choice:
    """One choice: its name, the same in words, the question it answers, and the options, the report's own first."""

    name: str
    words: str
    question: str
    options: tuple[Option, ...]


CHOICES = (
    Choice(
        "splitter",
        "sentence ends",
        "Where does a sentence end?",
        (
            Option("ours", "the suite’s rules", "they know titles, initials and quoted questions"),
            Option("parser", "the parser decides, inside each paragraph", "it is what most studies with spaCy do"),
            Option("marks", "at every . ! ? before a space", "the plainest rule, and anyone can repeat it"),
        ),
    ),
    Choice(
        "headline",
        "headline",
        "Do headline and highlights count?",
        (
            Option("in", "they count like the body", "they are what most people read"),
            Option("out", "only the body counts", "desks write them, and they repeat the body"),
        ),
    ),
    Choice(
        "quotations",
        "words of others",
        "Do words of others count?",
        (
            Option("all", "all words count", "the newsroom chose whom to quote"),
            Option("unquoted", "words in quotation marks are left out", "they are somebody else’s"),
            Option("author", "all reported speech is left out", "words retold are somebody else’s too"),
        ),
    ),
    Choice(
        "whose",
        "own words",
        "Are an outlet’s own words counted alone?",
        (
            Option("author", "all reported speech is left out", "only its own words are its choice of words"),
            Option("unquoted", "words in quotation marks are left out", "a retold word may be the reporter’s"),
            Option("all", "all words count", "the newsroom chose whom to quote"),
        ),
    ),
    Choice(
        "speech",
        "whose words they are",
        "What counts as somebody else’s words?",
        (
            Option("all", "whatever is reported, retold or quoted", "the sentence names who says it"),
            Option("quoted", "only what stands in quotation marks", "words retold were chosen by the reporter"),
        ),
    ),
    Choice(
        "wire",
        "wire copy",
        "Does copy shared with another article count?",
        (
            Option("in", "it counts", "the newsroom chose to print it"),
            Option("out", "it is set aside", "an agency wrote it"),
        ),
    ),
    Choice(
        "case",
        "capitals",
        "Are capitals kept?",
        (
            Option("folded", "all words in small letters", "a word that opens a sentence is the same word"),
            Option("kept", "words as printed", "“Army” the name is not “army” the noun"),
        ),
    ),
    Choice(
        "form",
        "forms of a word",
        "Are forms of a word counted together?",
        (
            Option("form", "each form is a word", "“militias” may be used otherwise than “militia”"),
            Option("lemma", "by the dictionary form", "singular and plural are one choice of word"),
        ),
    ),
    Choice(
        "prior",
        "prior of rare words",
        "How far are rare words pulled to the middle?",
        (
            Option("500", "500 words in the event’s mixture", "it steadies words seen three or four times"),
            Option("event", "as many words as the event has", "the size at which Monroe and others begin"),
            Option("0.01", "a hundredth of an occurrence for every word", "it supposes the least"),
        ),
    ),
    Choice(
        "labels",
        "finding labels",
        "How are labels found?",
        (
            Option("both", "by the list, grammar and the reader", "no list foresees every label"),
            Option("list", "by the list alone", "everybody can check a list"),
        ),
    ),
    Choice(
        "referent",
        "ways of naming",
        "Which ways of speaking of somebody count?",
        (
            Option("all", "names, nouns and pronouns", "“he” speaks of somebody as much as a name does"),
            Option("nouns", "names and nouns", "pronouns are resolved by guess"),
            Option("names", "names only", "a name cannot be mistaken"),
        ),
    ),
    Choice(
        "counted",
        "words or reports",
        "What is counted of reported speech?",
        (
            Option("words", "words", "space is what an editor gives"),
            Option("reports", "stretches of reported speech", "one long statement is one statement"),
        ),
    ),
    Choice(
        "sentiment",
        "sentiment list",
        "Which list of weighted words?",
        (
            Option("TextBlob", "TextBlob", "widely taught"),
            Option("VADER", "VADER", "widely used on short texts"),
        ),
    ),
    Choice(
        "unscored",
        "sentences without score",
        "What of sentences without a listed word?",
        (
            Option("left out", "they have no score", "nothing was measured in them"),
            Option("zero", "they score 0", "both programs say 0, and most studies keep it"),
        ),
    ),
    Choice(
        "doer",
        "doer in view",
        "When is the doer in view?",
        (
            Option("clause", "the clause has somebody who does it", "grammar puts the doer there"),
            Option("named", "an actor can be named as the doer", "“the army’s siege” has a doer, too"),
        ),
    ),
    Choice(
        "realis",
        "acts not carried out",
        "Do acts count that were not carried out?",
        (
            Option("done", "only what is told as happening", "a threat is no attack"),
            Option("all", "planned, denied and feared acts as well", "they are told of all the same"),
        ),
    ),
    Choice(
        "running",
        "running totals",
        "Do running totals count?",
        (
            Option("in", "they count as numbers", "they are numbers a reader meets"),
            Option("out", "they are left out", "they sum up other days"),
        ),
    ),
    Choice(
        "lens",
        "finding frames",
        "How is a frame found?",
        (
            Option("all", "by cue words, prototypes and the reader together", "each sees what the others miss"),
            Option("both", "by cue words and prototypes together", "a list and examples can be read"),
            Option("cues", "by cue words alone", "everybody can check a list"),
            Option("prototypes", "by nearness in meaning alone", "frames may come without their usual words"),
        ),
    ),
    Choice(
        "least",
        "sureness of links",
        "How sure must a link be?",
        (
            Option("0.7", "links of probability .7 or more", "the notebook’s own"),
            Option("0.85", "links of probability .85 or more", "fewer links, surer ones"),
            Option("0.5", "links of probability .5 or more", "more links, some of them wrong"),
        ),
    ),
    Choice(
        "judged",
        "a reader’s decisions",
        "Do a reader’s decisions on links count?",
        (
            Option("yes", "links confirmed or rejected by a reader are so", "a reader knows better"),
            Option("no", "the machine’s proposals alone", "another corpus has nobody’s decisions"),
        ),
    ),
)
BY_NAME = {choice.name: choice for choice in CHOICES}


def specifications(names: Iterable[str]) -> list[dict[str, str]]:
    """Which combinations of these choices are there? All, the report's own first.

    A lemma has no capitals: with form = lemma, words are never counted with case = kept.
    Raises ValueError for a choice that is not declared.
    """
    wanted = list(names)
    refuse_unknown_choices(wanted)
    options = [[option.name for option in BY_NAME[name].options] for name in wanted]
    every = (dict(zip(wanted, chosen, strict=True)) for chosen in product(*options))
    return [one for one in every if not (one.get("case") == "kept" and one.get("form") == "lemma")]


def refuse_unknown_choices(names: Iterable[str]) -> None:
    """Raises ValueError for a choice that is not declared."""
    if unknown := [name for name in names if name not in BY_NAME]:
        raise ValueError(f"no choice {', '.join(unknown)}; choices here: {', '.join(BY_NAME)}; name one of these")


def choices_table() -> pl.DataFrame:
    """Which choices are crossed, and why is each way to choose sound?

    One row is one option: choice, words (for the choice), question, option, done, why, is_report (the report's own).
    In the order declared.
    """
    return pl.DataFrame(
        [
            {
                "choice": choice.name,
                "words": choice.words,
                "question": choice.question,
                "option": option.name,
                "done": option.done,
                "why": option.why,
                "is_report": place == 0,
            }
            for choice in CHOICES
            for place, option in enumerate(choice.options)
        ]
    )
