"""Who calls whom what? The charged words for each actor, outlet by outlet, with whose words they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.evidence.voices import span_voices
from analysis.measures.labels import contested_word_uses
from analysis.measures.study_parameters import followed_words
from analysis.report.answers.parts import NOBODY, rows_of
from analysis.report.plots.canvas import shorten
from analysis.report.prose import Finding, Prose, claim, counted, in_turn, inner, number, quoted, say, spelled
from analysis.report.tables import in_corpus_order

if TYPE_CHECKING:
    from analysis.evidence.study import Study

ACTORS, OUTLETS, WORDS = 6, 6, 4  # lines, columns, and words of a cell
FOLLOWED, WHOSE = 4, 4  # words that are followed in a sentence, and speakers of each
MANNER = {
    "direct": "in a full quotation",
    "partial": "in quotation marks",
    "indirect": "retold without marks",
    "scare": "in quotation marks, with no speaker named",
}
MARKED = ("direct", "partial", "scare")  # voices in quotation marks
HOW = (
    "A word alone is the outlet's own. In brackets stands whose word it is, where it is reported. Words in quotation "
    "marks have them in the article. Without marks, a reported word may be the reporter's. Each word opens its places."
)
LONG = 40  # characters of a speaker's name
BRIEF = 3  # words of a label that goes before longer ones


def called(study: Study) -> Prose:
    """Who calls whom what? The table, for the front page as well, with how it is read."""
    table = called_table(study)
    if not table.marked:
        n = _charged(study)["outlet"].n_unique()
        no = claim("No", pairs=n * (n - 1) // 2)
        return say("{no} two outlets have words for actors that are not neutral.", no=no)
    said = say("{table}\n\n{how}", table=table, how=Prose(HOW))
    return Finding(said.marked, said.lists, facts={"table": "Who calls whom what?"})


def called_table(study: Study) -> Prose:
    """Who calls whom what? One line an actor, one column an outlet, in each cell the words that are not neutral.

    The actors and outlets with most such words. A word alone is the outlet's own; behind one that is reported stands
    whose it is. Each word opens its uses. Nothing where no two outlets have such words.
    """
    labels = _charged(study)
    uses = span_voices(labels, study.quotations, also=["speaker"]).with_columns(word=pl.col("text").str.to_lowercase())
    actors = _most(uses, "actor", ACTORS)
    among = _most(uses, "outlet", OUTLETS)
    outlets = [outlet for outlet in study.corpus.outlets if outlet in among]
    if len(outlets) < 2:
        return Prose("")
    head = f"| who | {' | '.join('{}' for _ in outlets)} |\n|{' --- |' * (len(outlets) + 1)}"
    heads = say(head.format(*(f"{{o{at}}}" for at in range(len(outlets)))), **_numbered("o", outlets))
    lines, first = [heads], followed_words(study)
    for actor in actors:
        cells = [_cell(study, uses.filter(actor=actor, outlet=outlet), first) for outlet in outlets]
        places = " | ".join(f"{{c{at}}}" for at in range(len(cells)))
        lines.append(say(f"| {{actor}} | {places} |", actor=study.actor_names[actor], **_numbered("c", cells)))
    return in_turn(lines, "\n")


def _charged(study: Study) -> pl.DataFrame:
    """Labels of actors that are not neutral."""
    return study.labels.filter(pl.col("tone") != "neutral", ~pl.col("actor").is_in(NOBODY))


def _most(uses: pl.DataFrame, column: str, most: int) -> list[str]:
    """The values with most rows, the first in the alphabet of equals."""
    return uses.group_by(column).len().sort("len", column, descending=[True, False])[column].head(most).to_list()


def _numbered(letter: str, values: list[str] | list[Prose]) -> dict[str, object]:
    return {f"{letter}{at}": value for at, value in enumerate(values)}


def _cell(study: Study, uses: pl.DataFrame, first: list[str]) -> Prose:
    """The words of an outlet for an actor: those that are followed, then the most used, short ones before long ones."""
    by = uses.with_columns(whose=pl.when(pl.col("voice") != "author").then(pl.col("speaker").fill_null("")))
    words = [rows for _, rows in by.group_by("word", "whose", maintain_order=True)]
    words.sort(key=lambda rows: _rank(rows, first))
    told = [_word(study, rows) for rows in words[:WORDS]]
    rest = [say("and {n} more", n=len(words) - len(told))] if len(words) > len(told) else []
    return in_turn([*told, *rest], ", ") if told else Prose("–")


def _rank(rows: pl.DataFrame, first: list[str]) -> tuple[bool, int, bool, int]:
    word = str(rows["word"][0])
    return rows["lemma"][0] not in first, -rows.height, len(word.split()) > BRIEF, int(rows["start"].min())  # type: ignore[arg-type]


def _word(study: Study, rows: pl.DataFrame) -> Prose:
    """A word as printed, in quotation marks where it stands in some; where it is somebody else's, with the name."""
    word, whose = str(rows["text"][0]), rows["whose"][0]
    word = f"“{inner(word)}”" if rows["voice"].is_in(MARKED).any() else word
    name = shorten(str(whose or "").replace("unnamed: ", "").strip(), LONG)
    name = "somebody" if whose is not None and name in {"", "not stated", "unnamed"} else name
    said = "{word} ({name})" if name and rows["voice"][0] != "scare" else "{word}"
    return say(said, word=counted(word, rows_of(study, rows)), name=name)


def charged_words(study: Study) -> Prose:
    """Of whom are the words that are not neutral said?"""
    toned = _charged(study)
    if toned.is_empty():
        return Prose("")
    counts = toned.group_by("actor").len().sort("len", "actor", descending=[True, False])
    actor, n = counts.row(0)
    mine = toned.filter(pl.col("actor") == actor)
    told = say("{n} are for {actor}", n=counted(n, rows_of(study, mine)), actor=study.actor_names[actor])
    return say(
        "Of {total} that are not neutral, {told}.",
        total=counted(number(toned.height, "word for an actor", "words for actors"), rows_of(study, toned)),
        told=claim("the most", shown=told, words=n, others=counts["len"].to_list()),
    )


def whose_word(study: Study) -> Prose | None:
    """Whose word is it? The words that are followed, each with the speaker as printed, the outlet and the marks."""
    uses = contested_word_uses(study.labels, followed_words(study)).filter(pl.col("tone") != "neutral")
    uses = span_voices(uses, study.quotations, also=["speaker"]).with_columns(
        printed="text", text=pl.col("text").str.to_lowercase()
    )
    words = [part for _, part in uses.group_by("word", maintain_order=True) if (part["holder"] != "author").any()]
    if not words:
        return None
    told = pl.concat(words[:FOLLOWED])
    others = told.filter(pl.col("holder") != "author")
    lines = in_turn([_followed_word(study, part) for part in words[:FOLLOWED]], "\n- ")
    return say(
        "Whose word is it? {words} stand here {uses}; in {others} of these the word is somebody else's:\n\n- {lines}",
        words=quoted(part["word"][0] for part in words[:FOLLOWED]),
        others=counted(spelled(others.height), rows_of(study, others)),
        uses=counted(number(told.height, "time"), rows_of(study, told)),
        lines=lines,
    )


def _followed_word(study: Study, uses: pl.DataFrame) -> Prose:
    """One word: of whom it is said where that is one actor, and whose it is in each outlet."""
    word, meant = uses["word"][0], uses["actor"].unique().to_list()
    printed = uses.filter(pl.col("lemma") == word).group_by("text").len().sort("len", "text", descending=[True, False])
    of = f", said of {study.actor_names[meant[0]]}" if len(meant) == 1 and meant[0] not in NOBODY else ""
    phrase = pl.when(pl.col("lemma") != word).then(pl.col("printed"))
    ordered = in_corpus_order(uses.with_columns(phrase=phrase), study)
    same = ordered.group_by("outlet", "holder", "speaker", "voice", "phrase", maintain_order=True)
    said = same.agg(n=pl.len(), apart=pl.col("distanced").sum())
    plain_first = said.sort(pl.col("phrase").is_not_null(), maintain_order=True) if said.height > WHOSE else said
    whose = list(dict.fromkeys(_whose(row) for row in plain_first.to_dicts()))
    whose = [*whose[:WHOSE], f"and {len(whose) - WHOSE} more"] if len(whose) > WHOSE + 1 else whose
    name = counted(f"“{inner(printed['text'][0] if printed.height else word)}”", rows_of(study, uses))
    return say("{name}{of}: {whose}", name=name, of=of, whose="; ".join(whose))


def _whose(row: dict[str, Any]) -> str:
    """Whose a word is in an outlet, and with what marks."""
    phrase = f" (“{inner(row['phrase'])}”)" if row["phrase"] else ""
    if row["holder"] == "author":
        return f"{row['outlet']} itself{phrase}"
    apart = "" if not row["apart"] or row["voice"] == "scare" else ", at a distance"
    apart += "" if not apart or row["apart"] == row["n"] else f" in {row['apart']} of {row['n']} uses"
    return f"{speaker_name(row['speaker'])} in {row['outlet']}{phrase}, {MANNER[row['voice']]}{apart}"


def speaker_name(name: str | None) -> str:
    """A speaker as printed."""
    name = (name or "").replace("unnamed: ", "")
    return "somebody unnamed" if name in {"", "not stated", "unnamed"} else name
