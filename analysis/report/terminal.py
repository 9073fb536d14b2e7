"""A corpus and its words as plain text, for the terminal."""

from __future__ import annotations

from collections import Counter
from shlex import quote
from typing import TYPE_CHECKING, Any

import polars as pl

from analysis.corpus.problems import numbered, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from analysis.corpus import Corpus, Problem
    from analysis.corpus.add import Addition

SHOWN = 20  # lines of a long list


def counts(corpus: Corpus) -> dict[str, int]:
    """How much of what is in a corpus: events, outlets, articles, paragraphs, actors."""
    kinds = {"event": corpus.manifest.event, "outlet": corpus.manifest.outlet, "article": corpus.manifest.article}
    counted = {f"{kind}s": len(rows) for kind, rows in kinds.items()}
    return {**counted, "paragraphs": corpus.paragraphs.height, "actors": len(corpus.manifest.actor)}


def counted(counts: dict[str, int]) -> str:
    """Counts in words: "1 event, 5 articles"."""
    return ", ".join(f"{n:,} {kind[:-1] if n == 1 else kind}" for kind, n in counts.items())


def visible(text: str) -> str:
    """Text as a terminal may show it: what would steer it, or turn the reading direction, is written out."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def check_lines(corpus: Corpus, odd: list[Problem]) -> str:
    """What is in a corpus that is in order: an article a line, phrases that are nowhere, and what is odd in it."""
    lines = []
    rows = corpus.articles.select("event", "outlet", "article_id", "date", "text").sort("event", "outlet", "article_id")
    for event, outlet, id, date, text in rows.iter_rows():
        lines.append(f"{event:<16} {outlet:<16} {id:<28} {date}  {len(text.split()):>7,} words, split at spaces")
    unused = corpus.audit.filter(action="unused").select("article_id", "before", "reason").iter_rows()
    mind = [f"Mind: {id}: {phrase!r} is nowhere ({why})" for id, phrase, why in unused]
    head = f"The corpus {corpus.manifest.corpus.id!r} is in order: {counted(counts(corpus))}."
    warned = [f"{counted({'warnings': len(odd)})}, for you to judge; nothing stops:", *numbered(odd)] if odd else []
    listed = [f"  {line}" for line in (*shortened(lines, SHOWN), *shortened(mind, SHOWN))]
    return "\n".join([head, *listed, *warned])


def added_lines(done: Addition, folder: Path, *, dry_run: bool) -> str:
    """What came into a corpus, an article a line; what is new or wider for it; what was refused; what to do next."""
    articles = done.tables["article"]
    lines = [
        f"{'Would add' if dry_run else 'Added'} {counted({'articles': len(articles)})} to {folder.resolve().name}."
    ]
    for row in articles[:SHOWN]:
        source, words, _ = done.read[row["id"]]
        at = f"{row['date']}  {row['outlet']:<14} {row['event']:<20} {words:>6,} words"
        lines.append(f"  {at}  {_cut(source)}: {_cut(row.get('title', 'no title'))}")
    lines += _more(len(articles))
    remarks = Counter(remark for _, _, remark in done.read.values() if remark)
    lines += [f"  {remark} ({counted({'articles': n})})" for remark, n in remarks.items()]
    lines += [f"  New outlet: {row['id']} ({row['name']})" for row in done.tables["outlet"]]
    lines += [f"  Event: {row['id']}, {row['start']} to {row['end']}" for row in done.tables["event"]]
    if done.refused:
        lines.append(f"Refused, {len(done.refused):,}:")
        same: dict[str, list[str]] = {}
        for file, why in done.refused:
            same.setdefault(why, []).append(_cut(file))
        more = {
            why: f"{files[0]} and {len(files) - 1:,} more" if files[1:] else files[0] for why, files in same.items()
        }
        lines += [f"  {files}: {why}." for why, files in list(more.items())[:SHOWN]] + _more(len(more))
    if articles and not dry_run:
        lines.append(f"Names of events and outlets can be changed in {folder / 'corpus.toml'}.")
        lines.append(f"Next: counterframe actors {quote(str(folder))} --write")
    return "\n".join(map(visible, lines))


def _cut(text: str) -> str:
    text = visible(text)
    return text if len(text) <= 80 else f"{text[:40]}…{text[-39:]}"


def _more(n: int) -> list[str]:
    return [f"  … and {n - SHOWN:,} more"] if n > SHOWN else []


def actor_lines(corpus: Corpus, table: pl.DataFrame, written: list[str] | None) -> str:
    """Who may be an actor, event by event, and what to do with the list."""
    if table.is_empty():
        return "Nobody is named three times, or in two articles of an event; name actors in corpus.toml yourself."
    lines: list[str] = []
    wide = min(40, max(len(name) for name in table["name"]))
    for (event,), rows in table.group_by("event", maintain_order=True):
        here = corpus.articles.filter(event=event)
        size = counted({"articles": here.height, "outlets": here["outlet"].n_unique()})
        lines += [
            f"{corpus.events[str(event)]}: {size}",
            f"   {'':{wide}}  kind    times  articles  outlets  also called",
        ]
        for row in rows.iter_rows(named=True):
            numbers = f"{row['n']:>6,} {row['n_articles']:>9,} {row['n_outlets']:>8,}"
            name, also = row["name"][:wide], ", ".join(row["aliases"])
            lines.append(f" {'*' if row['listed'] else ' '} {name:{wide}}  {row['kind']:6} {numbers}  {also}".rstrip())
        lines.append("")
    new = table.filter(~pl.col("listed"))["actor"].n_unique()
    lines += ["* stands in corpus.toml already"] if table["listed"].any() else []
    if not new:
        lines.append("All of them stand in corpus.toml.")
    elif written is None:
        lines.append(f"{counted({'actors': new})} not in corpus.toml; --write puts them there, for you to correct.")
    else:
        lines.append(f"{counted({'actors': new})} written to corpus.toml: look them through there, and correct them.")
    return "\n".join(lines)


def kwic_lines(found: pl.DataFrame, shown: pl.DataFrame, query: str, *, width: int, of: int) -> str:
    """Places of a word under one another, and how many there are in how many of the corpus's `of` articles."""
    name = max((len(outlet) for outlet in shown["outlet"]), default=0)
    lines = [
        f"{row['outlet']:<{name}}  {row['before']:>{width}}[{row['match']}]{row['after']}"
        for row in shown.iter_rows(named=True)
    ]
    places = counted({"places": found.height})
    return "\n".join([*lines, f"{query!r}: {places} in {found['article_id'].n_unique()} of {of} articles"])


def key_word_lines(events: Mapping[str, str], table: pl.DataFrame, most: int) -> str:
    """The words that lean most to each outlet on each event, with how often they stand, and in how many articles."""
    lines: list[str] = []
    columns = [name for name in ("n_target", "n_reference", "n_articles_target") if name in table.columns]
    counted = "word, log ratio, uses here and elsewhere" + ", articles here" * (len(columns) > 2)
    for (event, outlet), rows in table.filter(pl.col("zeta") > 0).group_by("event", "outlet", maintain_order=True):
        on = f" on {events.get(str(event), event)}" if event else ""
        lines.append(f"{outlet}{on}: {counted}")
        for row in rows.head(most).iter_rows(named=True):
            counts = " ".join(f"{row[name]:>6,}" for name in columns)
            lines.append(f"  {row['term'][:30]:<30} {row['log_ratio']:>6.2f} {counts}")
    return "\n".join(lines) or "No word is used often enough to be compared; lower --min-count."


def verify_lines(table: pl.DataFrame) -> str:
    """What `verify_text` has found, for people: each quotation and number once, with all its places."""
    lines = []
    for (kind, text, sentence, result), part in table.group_by(
        "kind", "text", "sentence", "result", maintain_order=True
    ):
        if kind in {"voice", "agent"}:
            what = "speaks" if kind == "voice" else "uses force"
            lines.append(f"{text}: {what} {part['said'][0]}, and is not named in the text")
            continue
        lines.append(f"{kind} “{text}”: {result}")
        lines += [f"    {_whose(row)}: {row['said']}" for row in part.drop_nulls("article_id").to_dicts()]
        lines += [f"    in: {sentence}"] if result != "found" else []
    return "\n".join(lines) or "There is no quotation and no number in the text."


def _whose(row: dict[str, Any]) -> str:
    if row["voice"] == "author":
        return f"{row['outlet']}, its own words"
    return f"{row['outlet']}, words of {row['speaker'].removeprefix('unnamed: ') or row['holder']}"
