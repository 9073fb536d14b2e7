"""Paragraphs to sentences to tokens, each with its place in the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from analysis import schema

if TYPE_CHECKING:
    from analysis.corpus.parse import Parsed

# One character for one character, so that offsets hold in both.
STRAIGHT = str.maketrans({**dict.fromkeys("‘’‚‛′ʼ`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), "\u00a0": " "})

STOP = re.compile(r"[.!?…]+[\"')\]]*(\s+)(?=[\"'(\[]*([A-Z0-9\"]))")
TITLES = (
    "Mr Mrs Ms Dr Prof Rev Fr Hon Gen Lt Col Maj Capt Cpl Sgt Pvt Pfc Spc Adm Cmdr Cdr Brig Ens Supt Insp Det "
    "Gov Sen Rep Pres Amb Sec Atty Dist St Mt Ft Messrs Mmes Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec "
    "No Nos vs v cf al fig pp Art"
)
ABBREVIATION = re.compile(rf"(?:^|[\s\"'(\[—–-])(?:{'|'.join(TITLES.split())}|[A-Z])\.$")
# These may end a sentence as well: they do before a word that only a new sentence would write with a capital.
INITIALS = re.compile(r"(?:^|[\s\"'(\[—–-])(?:(?:[A-Za-z]\.){2,}|(?:Inc|Corp|Co|Ltd|Bros|Jr|Sr|Ph\.D|etc)\.)$")
STARTER = re.compile(
    r"(?:The|This|That|These|Those|It|He|She|They|We|I|You|A|An|In|On|At|But|And|Or|So|If|As|For|When|While|After|"
    r"Before|Since|There|Their|His|Her|Its|Our|My|No|Not|What|Who|How|Why|However|Meanwhile|Also)\b"
)
# "Why?" Smith asked: the question ends, the sentence does not.
ATTRIBUTION = re.compile(
    r"(?:[A-Z][\w.'-]*\s+){0,4}(?:[a-z]+\s+){0,4}(?:said|says|asked|asks|shouted|cried|added|told|replied|wondered|"
    r"wrote|demanded|exclaimed|yelled|chanted|declared)\b"
)


def plain(text: str) -> str:
    """The text for matching: straight quotation marks and apostrophes, the same length."""
    return text.translate(STRAIGHT)


def sentence_spans(paragraph: str) -> list[tuple[int, int]]:
    """Where does each sentence of a paragraph begin and end?

    A sentence ends at . ! ? … before a space and a capital, a digit or an opening quotation mark, inside
    quotations too; not after an initial, a title or an abbreviation, and not before "Smith asked".
    """
    text = plain(paragraph)
    ends = [found for found in STOP.finditer(text) if _ends(text, found)]
    starts = [len(text) - len(text.lstrip()), *(found.end(1) for found in ends)]
    stops = [*(found.start(1) for found in ends), len(text.rstrip())]
    return [(start, stop) for start, stop in zip(starts, stops, strict=True) if start < stop]


def _ends(text: str, found: re.Match[str]) -> bool:
    before, after = text[: found.start(1)], text[found.end(1) : found.end(1) + 80]
    mark = text[found.start() : found.start(1)]
    if mark[0] == ".":
        head = text[max(0, found.start() - 12) : found.start() + 1]
        if mark == "." and ABBREVIATION.search(head):
            return False
        if INITIALS.search(head) and not STARTER.match(after.lstrip("\"'(")):
            return mark[-1] in "\"'" and not head.endswith(before[-2:])
        if after[0].isdigit() and not re.search(r"[a-z]{3}\W*$|\d\W*$", before):
            return False
    return not (mark[0] in "?!" and mark[-1] == '"' and ATTRIBUTION.match(after))


def sentences(parsed: Parsed) -> pl.DataFrame:
    """Which sentences does each article have, in which section and paragraph? Columns: `schema.SENTENCES`."""
    texts = dict(parsed.articles.select("article_id", "text").iter_rows())
    rows: list[dict[str, object]] = []
    number: dict[str, int] = {}
    for row in parsed.paragraphs.iter_rows(named=True):
        id, text = row["article_id"], texts[row["article_id"]]
        number[id] = number.get(id, 0) + 1
        for start, end in sentence_spans(text[row["start"] : row["end"]]):
            at = {"start": row["start"] + start, "end": row["start"] + end, "paragraph": number[id]}
            rows.append({**row, **at, "text": text[at["start"] : at["end"]]})
    return schema.SENTENCES.frame(rows)


def tokens(parsed: Parsed) -> pl.DataFrame:
    """Which words does each article use, and where? Columns: `schema.TOKENS`. `text[start:end]` is the token."""
    columns: dict[str, list[object]] = {"article_id": [], "start": [], "end": [], "lemma": [], "pos": []}
    for id, doc in parsed.docs.items():
        kept = [token for token in doc if not token.is_space]
        columns["article_id"] += [id] * len(kept)
        columns["start"] += [token.idx for token in kept]
        columns["end"] += [token.idx + len(token) for token in kept]
        columns["lemma"] += [token.lemma_.lower() for token in kept]
        columns["pos"] += [token.pos_ for token in kept]
    types = {name: schema.TOKENS.columns[name][0] for name in columns}
    found = pl.DataFrame(columns, schema=types).sort("article_id", "start")
    articles = parsed.articles.select("event", "outlet", "article_id", "text")
    inside = sentences(parsed).select("article_id", "section", sentence_start="start", start="start")
    shown = pl.col("text").str.slice(pl.col("start"), pl.col("end") - pl.col("start"))
    return (
        found.join(articles, on="article_id")
        .with_columns(token=shown)
        .with_columns(norm=pl.col("token").map_elements(plain, return_dtype=pl.String).str.to_lowercase())
        .with_columns(is_word=pl.col("norm").str.contains(r"^[\p{L}\p{N}]"))
        .sort("article_id", "start")
        .join_asof(inside.sort("article_id", "start"), on="start", by="article_id", check_sortedness=False)
        .select(list(schema.TOKENS.columns))
        .sort("article_id", "start")
    )
