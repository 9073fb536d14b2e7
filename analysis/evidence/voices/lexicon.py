"""The reporting words of data/lexicons/reporting.csv, and the short closed lists that grammar needs beside them."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from pathlib import Path

SMALL = frozenset({"a", "an", "the", "it"})
# Thoughts and wishes are nobody's words yet: they count only in the wide sense.
PRIVATE = frozenset({"thought"})
NEGATIONS = frozenset({"not", "n't", "never", "neither", "nor", "nobody", "none", "hardly", "no"})
# The author says of the saying itself that it does not hold.
DOUBTING = frozenset(
    ["absurdly", "falsely", "wrongly", "misleadingly", "dubiously", "preposterously", "ludicrously", "laughably", "disingenuously", "cynically", "hypocritically", "ridiculously", "baselessly", "erroneously", "mistakenly", "untruthfully", "dishonestly", "deceitfully", "speciously", "implausibly", "improbably", "incredibly", "outrageously", "supposedly", "allegedly", "unconvincingly", "inaccurately", "shamelessly", "brazenly", "fraudulently", "farcically", "fancifully", "mendaciously", "deceptively", "groundlessly", "unjustifiably"]
)
SCORNFUL = frozenset(
    ["crude", "cynical", "desperate", "transparent", "clumsy", "feeble", "dishonest", "absurd", "ludicrous", "ridiculous", "laughable", "pathetic", "shameless", "blatant", "brazen", "hypocritical", "misguided", "vain", "disingenuous", "obvious", "thinly-veiled", "bare-faced"]
)
ATTEMPTS = frozenset({"attempt", "bid", "effort", "ploy", "stunt", "move", "manoeuvre", "maneuver", "exercise"})
# A verb that takes object and complement: call X Y.
NAMING = frozenset(
    ["call", "brand", "label", "dub", "name", "term", "describe", "identify", "characterise", "characterize", "portray", "depict", "hail", "regard", "denounce", "condemn", "praise", "deem", "declare", "proclaim", "paint", "stigmatise", "stigmatize", "vilify", "tout", "put", "nickname", "liken", "compare"]
)
# Whom one speaks to is no part of what is said.
ADDRESSED = frozenset(
    ["tell", "inform", "warn", "threaten", "remind", "notify", "advise", "assure", "brief", "alert", "ask", "beg", "press", "urge", "order", "instruct", "command", "direct", "call", "appeal", "plead", "push", "encourage", "implore", "beseech", "invite", "exhort", "caution", "counsel", "persuade", "reassure", "petition", "lobby", "pressure", "challenge", "promise", "request", "demand", "summon", "entreat", "enjoin", "counsel", "teach"]
)
# In "blamed Iran for denying it" the denial is Iran's.
CONTROL = frozenset(
    ["criticise", "criticize", "accuse", "blame", "denounce", "condemn", "praise", "attack", "fault", "thank", "congratulate", "slam", "blast", "rebuke", "chide", "chastise", "castigate", "commend", "applaud", "deride", "mock", "ridicule", "scold", "lambast", "lambaste"]
)
# "issued orders", "reiterated his demand": verb and noun are one cue.
LIGHT = frozenset(
    ["issue", "make", "give", "reiterate", "repeat", "renew", "chant", "voice", "express", "raise", "draw", "take", "set", "release", "deliver", "send", "offer", "level", "put", "post", "publish", "file", "lodge"]
)
GOING_ON = frozenset(
    {"go", "continue", "begin", "start", "proceed", "keep", "rush", "hasten", "seem", "appear", "return"}
)
# Writings and findings speak; circumstances do not.
DOCUMENTS = frozenset(
    ["report", "statement", "analysis", "study", "article", "poll", "survey", "document", "email", "e-mail", "letter", "figure", "estimate", "record", "transcript", "data", "datum", "newspaper", "paper", "memo", "message", "book", "column", "editorial", "post", "tweet", "testimony", "filing", "lawsuit", "complaint", "review", "investigation", "inquiry", "audit", "research", "result", "number", "statistic", "census", "headline", "source", "file", "briefing", "assessment", "account", "footage", "video", "recording", "release", "ad", "advertisement", "website", "site", "magazine", "journal", "broadcast", "log", "cable", "note", "order", "ruling", "verdict", "indictment", "affidavit", "bill", "law", "poster", "banner", "sign", "slogan", "test", "autopsy", "dossier", "resolution", "finding", "evidence", "comment", "remark", "speech", "interview", "response", "announcement"]
)


@dataclass(frozen=True)
class Entry:
    """One reporting word: its class, the complements it takes, and whether it tells of speech or of thought."""

    cue: str
    pos: str
    cue_class: str
    frames: frozenset[str]
    kind: str
    is_loose: bool


@dataclass(frozen=True)
class Lexicon:
    """Reporting words by lemma; expressions of several words by their first."""

    verbs: dict[str, Entry]
    nouns: dict[str, Entry]
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]]


@functools.cache
def lexicon() -> Lexicon:
    """Which words report? Read once from data/lexicons/reporting.csv, or from the copy inside an installed package."""
    verbs: dict[str, Entry] = {}
    nouns: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    with _path().open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            frames = frozenset(row["frame"].split("|"))
            loose = "ambiguous" in row["note"]
            entry = Entry(row["cue"], row["pos"], row["class"], frames, row["kind"], loose)
            if row["pos"] == "PHRASE":
                words = tuple(word for word in row["cue"].split() if word not in SMALL)
                phrases.setdefault(words[0], []).append((words[1:], entry))
            else:
                (verbs if row["pos"] == "VERB" else nouns)[row["cue"]] = entry
    for found in phrases.values():
        found.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    return Lexicon(verbs, nouns, phrases)


def _path() -> Path:
    path = Path(__file__).parents[3] / "data" / "lexicons" / "reporting.csv"
    if not path.is_file():
        what = f"no reporting lexicon at {path}; the words that report are read from data/lexicons/reporting.csv"
        raise ValueError(what)
    return path
