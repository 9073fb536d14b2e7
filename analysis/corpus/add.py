"""Files into a corpus folder: raw texts under good names, and their tables in corpus.toml. All of it, or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

from analysis.corpus.formats import Draft, drafts
from analysis.corpus.marks import tidy
from analysis.corpus.problems import CorpusError, Lines
from analysis.corpus.read import toml_of
from analysis.corpus.sources import files
from analysis.corpus.text import digest, plain, slug
from analysis.corpus.validate import LONGEST, rows_of, structure_problems
from analysis.corpus.write import alone, corpus_with, write_all

Row = dict[str, Any]
NAME = re.compile(r"(?P<outlet>.*?)[-_ ]*(?P<date>(?:19|20)\d\d-?[01]\d-?[0-3]\d)(?!\d)[-_ ]*(?P<words>.*)")
HEADLINE = re.compile(r".{1,149}[^.,:;…]")  # a first line that passes for one
NAMES = (("event", "id"), ("outlet", "id"), ("event", "title"), ("outlet", "name"))  # where a name may be found
NEAR, LONG = timedelta(days=7), timedelta(days=31)  # from one article of an event to the next, from first to last


@dataclass
class Addition:
    """What a call has added, or would add: tables of corpus.toml by kind, and what was refused (file, why).

    Events are those that are new or have other days than before. `read`: article id to file, number of words, and
    what should be known of how it was read.
    """

    tables: dict[str, list[Row]]
    read: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


def add(
    folder: Path,
    paths: Iterable[Path],
    *,
    facts: Mapping[str, str],
    columns: Mapping[str, str],
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda read: None,
) -> Addition:
    """Which articles do these files hold, and to which outlet, event and day does each belong?

    `facts` hold for all of them (outlet, event, date); else, in this order, what a page or a table says, the file's
    name (outlet-date-words), its folders (event/outlet/file). Articles without an event that are up to seven days
    apart make one. The raw texts land in raw/, their tables in corpus.toml: those that can be taken together, the
    others are refused with a sentence each. An error or a kill leaves the folder as it was.
    Raises CorpusError when corpus.toml is not in order or somebody else writes, OSError where nothing can be written.
    """
    home, paths = folder.resolve(), list(paths)
    if any(home.is_relative_to(path.resolve()) or path.resolve().is_relative_to(home / "raw") for path in paths):
        raise ValueError("this would add the corpus to itself; name the folder in which the new files lie")
    with alone(folder):
        source, data = toml_of(folder)
        if wrong := [one for one in structure_problems(data, Lines(source)) if one.line]:  # what is not there has none
            raise CorpusError(folder, wrong)
        found: list[Draft] = []
        for number, (name, content) in enumerate(files(paths), start=1):
            found += drafts(name, content, columns)
            progress(number)
        done, texts = _settled(found, folder, data, facts)
        if texts:
            new = corpus_with(folder, source, done.tables)
            if not dry_run:
                write_all(folder, texts, new)
    return done


def day_of(text: str) -> date:
    """Which day is this? Raises ValueError where it is none, or may be two: 04/05/2018."""
    from dateutil.parser import parse

    if iso := re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d)", text):
        return date(*map(int, iso.groups()))
    # whatever part of a date is missing is filled in twice, and shows
    fill = [(first, day) for first in (True, False) for day in (datetime(2000, 1, 1), datetime(2001, 2, 2))]
    try:
        days: set[date] = {parse(text[:60], dayfirst=first, default=day).date() for first, day in fill}
    except OverflowError:
        days = set()
    if len(days) != 1:
        raise ValueError(f"{text!r} is not one day")
    return days.pop()


def _settled(
    found: list[Draft], folder: Path, data: Row, facts: Mapping[str, str]
) -> tuple[Addition, dict[str, bytes]]:
    """Each draft as a table of corpus.toml with its raw text, or refused."""
    register = _Register(folder, data)
    done, texts = Addition(register.tables), {}
    parents = {str(PurePosixPath(draft.path).parent) for draft in found}
    several = len(parents) > 1 and "." not in parents  # a folder beside loose files is no event
    known: list[tuple[Draft, Row]] = []
    for draft in found:
        try:
            known.append((draft, _known(draft, facts, several=several)))
        except ValueError as wrong:
            done.refused.append((draft.source, str(wrong)))
    known.sort(key=lambda one: one[1]["day"])
    _find_events([row for _, row in known if "event" not in row], rows_of(data, "event"))
    for draft, row in known:
        try:
            article, twins = register.enter(row)
        except ValueError as wrong:
            done.refused.append((draft.source, str(wrong)))
            continue
        texts[article["file"]] = row["text"].encode()
        done.read[article["id"]] = (draft.source, len(row["text"].split()), twins or draft.remark)
    return done, texts


def _known(draft: Draft, facts: Mapping[str, str], *, several: bool) -> Row:
    """All that is known of an article. Raises ValueError where it is none, or where something is missing."""
    text = draft.text.replace("\0", "").encode(errors="replace").decode()
    if draft.fault or not re.search(r"\w", text):
        raise ValueError(draft.fault or "holds no words; put its text in or leave it out")
    path = PurePosixPath(draft.path)
    name = NAME.fullmatch(path.stem)
    named = name.groupdict() if name else {"words": path.stem}
    row: Row = {key: value for key, value in {**named, **draft.facts, **facts}.items() if value.strip()}
    folders = list(path.parts[:-1])
    if folders and "outlet" not in row:
        row["outlet"], several = folders.pop(), True
    if folders and several:  # one folder for all tells nothing
        row.setdefault("event", folders.pop())
    if "outlet" not in row:
        raise ValueError("has no outlet; name it with --outlet, or in the file's name (outlet-2018-04-18-words)")
    try:
        row["day"] = day_of(row.get("date", ""))
    except ValueError:
        what = f"has the date {row['date'][:40]!r}, which is not one day" if "date" in row else "has no date"
        raise ValueError(f"{what}; give --date 2018-04-18, or call the file outlet-2018-04-18-words") from None
    row["date_basis"] = "given" if "date" in facts else "stated" if "date" in draft.facts else "from the file's name"
    row["note"] = f"from {tidy(draft.source)} (sha256 {draft.sha256})"
    return row | _headed(text, tidy(row.get("title", ""))[:300])


def _headed(text: str, title: str) -> Row:
    """The title, put above a text that lacks it. Where none is known, a first line may look like one."""
    first, _, rest = text.lstrip("\ufeff\r\n ").partition("\n")
    opening, shape = text[: 2 * len(title) + 200], plain(title)
    if title and shape not in plain(tidy(opening)) and shape.upper() not in map(tidy, plain(opening).split("\n")):
        text = f"{title}\n\n{text}"
    elif not title and rest.strip() and rest[0] in "\r\n" and HEADLINE.fullmatch(first.strip()):
        title = tidy(first)
    if len(text) > LONGEST:
        raise ValueError(f"has {len(text):,} characters, more than {LONGEST:,}; is it one article? Divide it")
    return {"text": text, "title": title}


def _find_events(rows: list[Row], events: list[Row]) -> None:
    """Give articles, in order of their days, an event: those without a gap of more than `NEAR` share one."""
    together: list[Row] = []
    for row, after in zip(rows, [*rows, None][1:], strict=True):
        together.append(row)
        if after and after["day"] - row["day"] <= NEAR:
            continue
        first, last = together[0]["day"], row["day"]
        near = [event for event in events if event["start"] - NEAR <= last and first <= event["end"] + NEAR]
        said = {"event": near[0]["id"] if near else f"Event of {first}"}
        if len(near) > 1:
            said = {"fault": f"has a date near several events ({', '.join(event['id'] for event in near)})"}
        elif last - first > LONG:
            said = {"fault": f"is one of {len(together)} from {first} to {last}, more than one event may last"}
        for one in together:
            one |= said
        together = []


class _Register:
    """What a corpus has and what comes to it: names, days of events, ids, and who has which text."""

    def __init__(self, folder: Path, data: Row) -> None:
        rows: dict[str, list[Row]] = {kind: rows_of(data, kind) for kind in ("event", "outlet", "article")}
        self.tables: dict[str, list[Row]] = {kind: [] for kind in rows}
        self.ids = {kind: {str(row.get("id")) for row in rows[kind]} for kind in rows}
        self.ids["article"] |= {path.stem for path in folder.glob("raw/*")}
        self.named = {(kind, slug(str(row.get(key)))): row for kind, key in NAMES for row in rows[kind]}
        self.texts: dict[str, dict[str, str]] = {}
        for row in rows["article"]:
            if (path := folder / row["file"]).is_file():
                mark = digest(path.read_bytes().decode("utf-8-sig", "replace"))
                self.texts.setdefault(mark, {})[row["outlet"]] = row["id"]

    def enter(self, row: Row) -> tuple[Row, str]:
        """The table of an article, and which other outlets have its text.

        Raises ValueError where its own outlet has the text already, or where its event is not clear.
        """
        twins = self.texts.setdefault(digest(row["text"]), {})
        known = self.named.get(("outlet", slug(row["outlet"])), {}).get("id")
        if known in twins:
            raise ValueError(f"has the same text as {twins[known]}, and is not taken twice")
        if "fault" in row:
            raise ValueError(f"{row['fault']}; say which event with --event, or sort the files into a folder for each")
        event, outlet = self._event(row), self._name("outlet", row["outlet"])
        id = self._id(
            "article", f"{outlet['id']}-{row['day']}-{slug(row.get('words') or row['title'] or row['text'])[:40]}"
        )
        remark = f"same text as {', '.join(twins.values())}" if twins else ""
        twins[outlet["id"]] = id
        article: Row = {"id": id, "event": event["id"], "outlet": outlet["id"], "file": f"raw/{id}.txt"}
        article |= {key: tidy(row[key])[:300] for key in ("title", "author", "url") if row.get(key)}
        article |= {"date": row["day"], "date_basis": row["date_basis"], "note": row["note"]}
        self.tables["article"].append(article)
        return article, remark

    def _event(self, row: Row) -> Row:
        """The event of an article; its days grow with its articles."""
        event, day = self._name("event", row["event"]), row["day"]
        days = {"start": min(day, event.get("start", day)), "end": max(day, event.get("end", day))}
        if not days.items() <= event.items():
            event |= days
            self.tables["event"] += [] if event in self.tables["event"] else [event]
        return event

    def _name(self, kind: str, name: str) -> Row:
        """The outlet or event of this name or id; a new one where there is none."""
        if (kind, slug(name)) not in self.named:
            new: Row = {"id": self._id(kind, slug(name)[:40]), dict(NAMES[2:])[kind]: tidy(name)[:300]}
            self.named[kind, slug(name)] = new
            self.tables[kind].append(new)
        return self.named[kind, slug(name)]

    def _id(self, kind: str, stem: str) -> str:
        """The stem, with a number where it is taken."""
        stem = slug(stem)
        id = next(id for n in count(1) if (id := stem if n == 1 else f"{stem}-{n}") not in self.ids[kind])
        self.ids[kind].add(id)
        return id
