"""What does every table promise?

A table is a Polars frame with the columns named here, in this order, and a key that identifies a row.
A table may carry further columns behind the promised ones.
"""

from __future__ import annotations

import polars as pl

from analysis.schema.decisions import DECISIONS
from analysis.schema.table import BOOL, DAY, INT, REAL, SPAN, STR, WHERE, Table

__all__ = ["BOOL", "DAY", "DECISIONS", "INT", "REAL", "SPAN", "STR", "WHERE", "Table"]  # and all that stands below

MACHINE, SEEN = "machine", ("confirmed", "corrected", "added")  # status of a row: nobody's decision, or a reader's
# The answers to fields with a closed vocabulary, in codings and in decisions.
VALUES = {
    "type": ("direct", "partial", "indirect", "scare"),
    "cue_class": ("neutral", "assertive", "distancing", "factive", "directive", "none"),
    "voice": ("author", "direct", "partial", "indirect", "scare"),
    "tone": ("positive", "neutral", "negative"),
    "form": ("active", "passive_by", "passive_agentless", "nominal"),
}

ALL_EVENTS = "all events"  # stands in the place of an event where all are taken together

ARTICLES = Table(
    "articles",
    "one article",
    ("article_id",),
    {
        **WHERE,
        "title": (STR, "headline as printed; null where the file has none"),
        "date": (DAY, "day of publication"),
        "date_basis": (STR, "how the date is known: stated, or inferred from what"),
        "author": (STR, "byline; null where none is given"),
        "url": (STR, "address of the original, null where unknown"),
        "rights": (STR, "who holds the rights, and what is allowed"),
        "sha256": (STR, "checksum of the raw file"),
        "text": (STR, "clean text: paragraphs separated by an empty line"),
    },
)
PARAGRAPHS = Table(
    "paragraphs",
    "one paragraph of the clean text",
    ("article_id", "start"),
    {**WHERE, **SPAN, "section": (STR, "headline, highlight, caption, heading or body")},
)
AUDIT = Table(
    "audit",
    "one line of a raw file that cleaning dropped, changed or joined, or one phrase it looked for in vain",
    ("article_id", "line", "step"),
    {
        **WHERE,
        "line": (INT, "line number in the raw file, from 1; 0 for a phrase that is nowhere"),
        "step": (INT, "order of the changes to this line, from 1"),
        "action": (STR, "dropped, cut, changed, joined or unused"),
        "before": (STR, "the line as it was"),
        "after": (STR, "the line as it is now; empty when dropped"),
        "reason": (STR, "why, in words"),
    },
)
ACTORS = Table(
    "actors",
    "one name by which the corpus file knows an actor",
    ("actor", "alias"),
    {
        "actor": (STR, "code of the actor"),
        "name": (STR, "the actor's name"),
        "group": (STR, "the side the actor belongs to"),
        "alias": (STR, "a name or phrase that stands for the actor"),
        "events": (pl.List(STR), "ids of the events in whose articles the actor is looked for; null: in all"),
    },
)
SENTENCES = Table(
    "sentences",
    "one sentence",
    ("article_id", "start"),
    {
        **WHERE,
        **SPAN,
        "section": (STR, "headline, highlight, caption, heading or body"),
        "paragraph": (INT, "number of the paragraph in the article, from 1"),
        "text": (STR, "the sentence as printed"),
    },
)
TOKENS = Table(
    "tokens",
    "one token",
    ("article_id", "start"),
    {
        **WHERE,
        **SPAN,
        "token": (STR, "the token as printed: text[start:end]"),
        "norm": (STR, "the token for counting: lower case, straight apostrophe"),
        "lemma": (STR, "dictionary form, lower case"),
        "pos": (STR, "part of speech (Universal Dependencies tag)"),
        "is_word": (BOOL, "opens with a letter or digit: counted as a word"),
        "section": (STR, "section of its sentence"),
        "sentence_start": (INT, "start of its sentence"),
    },
)
SURE: dict[str, tuple[pl.DataType, str]] = {
    "p": (REAL, "chance that a coder has such a row there, in twentieths; null where no reader was asked"),
    "doubtful": (BOOL, "the chance is below the limit: shown apart, in no count"),
    "status": (STR, "machine, or what a reader made of the row: confirmed, corrected or added"),
}
CLAUSES = Table(
    "clauses",
    "one verb with its clause",
    ("article_id", "start"),
    {
        **WHERE,
        **SPAN,
        "text": (STR, "the verb as printed"),
        "lemma": (STR, "dictionary form, lower case"),
        "subject": (STR, "the subject that stands in the clause; null where it has none"),
        "object": (STR, "the object of an active verb; null where it has none"),
        "agent": (STR, "who does it: the subject, whoever is understood, or the noun behind by; null: nobody named"),
        "passive": (BOOL, "whether the verb is in the passive, full or reduced"),
        "control": (STR, "who is understood as its subject where the clause has none of its own"),
        "negated": (BOOL, "whether it is denied"),
        "modality": (STR, "why it has not taken place: planned, negated, feared ...; empty: it has"),
        "agent_actor": (STR, "code of the actor who does it; null: nobody the corpus file knows"),
        "patient_actor": (STR, "code of the actor to whom it is done; null: nobody the corpus file knows"),
    },
)
MENTIONS = Table(
    "mentions",
    "one mention of an actor",
    ("article_id", "start", "end"),
    {
        **WHERE,
        **SPAN,
        "text": (STR, "the words"),
        "actor": (STR, "code of the actor"),
        "how": (STR, "name, alias, nominal or pronoun"),
    },
)
QUOTATIONS = Table(
    "quotations",
    "one stretch of reported speech",
    ("article_id", "start", "end", "type"),
    {
        **WHERE,
        **SPAN,
        "type": (STR, "direct, partial, indirect or scare"),
        "text": (STR, "the reported words"),
        "speaker": (STR, "fullest name in the article, or 'unnamed: …'; empty where nobody is named"),
        "actor": (STR, "code of the speaker; null where nobody speaks or no actor fits"),
        "cue": (STR, "the reporting word; empty where there is none"),
        "cue_class": (STR, "neutral, assertive, distancing, factive, directive or none"),
        "distanced": (BOOL, "the author marks distance in the same sentence"),
        "constrained": (BOOL, "the speaker is held against their will: a hostage, a prisoner, whoever was kidnapped"),
        **SURE,
    },
)
LABELS = Table(
    "labels",
    "one label on one actor",
    ("article_id", "start", "end", "actor"),
    {
        **WHERE,
        **SPAN,
        "text": (STR, "the words"),
        "lemma": (STR, "dictionary form of the label"),
        "family": (STR, "family of labels: the dead, the fighters, the operation …"),
        "actor": (STR, "whom or what the label is put on"),
        "voice": (STR, "whose words: author, direct, partial, indirect or scare"),
        "holder": (STR, "author, or the actor responsible for the word"),
        "distanced": (BOOL, "the author marks distance from the word"),
        "tone": (STR, "positive, neutral or negative, as the word itself puts it"),
        **SURE,
    },
)
TOLLS = Table(
    "tolls",
    "one number of people",
    ("article_id", "start", "end"),
    {
        **WHERE,
        **SPAN,
        "text": (STR, "the number, its noun and the word of effect beside it"),
        "low": (INT, "the least the words allow, in people; null where they set no least"),
        "high": (INT, "the most the words allow, in people; null where they set no most"),
        "approx": (BOOL, "about, some, nearly: the number is rounded"),
        "effect": (STR, "killed, wounded, captured, deserted, deployed, buried, dismissed or other"),
        "who": (STR, "code of the actor counted; OTHER where no actor fits"),
        "voice": (STR, "whose words: author, direct, partial, indirect or scare"),
        "holder": (STR, "author, or the actor who gives the number"),
        "speaker": (STR, "who gives it, as quotations name the speaker; empty for the author"),
        "stated": (INT, "the number as printed; null for a range, a word such as dozens, or per cent"),
        "part": (BOOL, "some of those whom another number counts: including two civilians"),
        "part_of": (INT, "start of the number whose part it is; null for no part"),
        "running": (BOOL, "a total over several days or incidents, not the count of one"),
        "place": (STR, "nearest place name, here or in the two sentences before; null where there is none"),
        **SURE,
    },
)

ACTS = Table(
    "acts",
    "one use of force or coercion",
    ("article_id", "start", "end"),
    {
        **WHERE,
        **SPAN,
        "text": (STR, "the words"),
        "lemma": (STR, "dictionary form of the word that tells of the act"),
        "agent": (STR, "who does it: code of the actor, or unstated"),
        "patient": (STR, "to whom it is done: code of the actor, or unstated"),
        "form": (STR, "active, passive_by, passive_agentless or nominal; null for dying"),
        "cline": (STR, "active, instrument, passive_by, passive_agentless, intransitive or nominal"),
        "realis": (BOOL, "put as having happened or happening, by whoever speaks"),
        "voice": (STR, "whose words: author, direct, partial, indirect or scare"),
        "holder": (STR, "author, or the actor responsible for the words"),
        "note": (STR, "why not carried out; weapon or operation as subject; mutual; else empty"),
        **SURE,
    },
)
LINKS = Table(
    "links",
    "one sentence of one article and one of another that may tell the same",
    ("article_id", "start", "other_id", "other_start"),
    {
        **WHERE,
        **SPAN,
        "other_outlet": (STR, "newsroom of the other article"),
        "other_id": (STR, "id of the other article"),
        "other_start": (INT, "first character of the other sentence"),
        "other_end": (INT, "character behind its last"),
        "shared": (STR, "what the two have in common, piece by piece, the rarest first"),
        "information": (REAL, "how much the shared pieces say, in nats"),
        "rarest_act": (REAL, "how much the rarest act in both says, in nats"),
        "likeness": (REAL, "how much of the words of either stands in the other, word by word in context, in nats"),
        "other_speaker": (REAL, "1 when both hold reported speech and no speaker is in both, else 0"),
        "other_day": (REAL, "1 when both name days and no day is in both, else 0"),
        "support": (REAL, "how sure the surest pair beside this one is, 0 to 1"),
        "score": (REAL, "log-odds of being the same statement, by the weights of `alignment`"),
        "probability": (REAL, "1 / (1 + exp(-score)): learnt from five articles, rough elsewhere"),
        "status": (STR, "proposed by machine, or confirmed or rejected by a reader"),
        "relation": (STR, "fact, statement, or denied: one reports what the other denies; null: no reader has said"),
    },
)
EVIDENCE = (MENTIONS, QUOTATIONS, LABELS, ACTS, TOLLS, LINKS, DECISIONS)
TABLES = (ARTICLES, PARAGRAPHS, AUDIT, ACTORS, SENTENCES, TOKENS, CLAUSES, *EVIDENCE)


def dictionary() -> pl.DataFrame:
    """What does each column of each table mean?

    One row is one column of a table: table, row_is, column, type, is_key, meaning.
    """
    return pl.DataFrame(
        [
            {
                "table": table.name,
                "row_is": table.row_is,
                "column": column,
                "type": str(dtype),
                "is_key": column in table.key,
                "meaning": meaning,
            }
            for table in TABLES
            for column, (dtype, meaning) in table.columns.items()
        ]
    )
