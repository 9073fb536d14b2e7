"""Files to drafts of articles: what a page, a document, a table, a feed or an archive holds and says of itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from io import BytesIO

from analysis.corpus.sources import (
    MEGABYTE,
    ONE,
    RefusedError,
    cpu_seconds,
    decoded,
    ending,
    is_hidden,
    member_bytes,
    zip_of,
)
from analysis.corpus.tables import TABLES, is_table, table_facts, table_rows
from analysis.corpus.validate import MARKUP

MAGIC = {b"%PDF-": "pdf", b"PAR1": "parquet", b"WARC/": "warc", b"\x1f\x8b": "warc", b"PK": "zip"}
FEEDS = frozenset({"rss", "atom", "xml"})
TEXTS = frozenset({"txt", "text", "md", "html", "htm", "xhtml", "mht", "mhtml"}) | FEEDS
BINARY = frozenset({"docx", "odt", "pdf", "xlsx", "parquet", "zip", "warc", "gz"})
FEED = re.compile(r"\s*(?:<\?[^>]*\?>\s*)*<(?:rss|feed|rdf:RDF)\b")
SECONDS, PAGES = 3, 60  # of the processor for one page or document, in one PDF


@dataclass
class Draft:
    """An article on its way into the corpus, or what is wrong with it.

    `facts` has, as far as they are known, title, author, date, outlet, event and url, in the words of the file;
    `remark` what a user should know of how it was read; `sha256` is that of the file, and `path` its name with its
    folders, where it holds this article only.
    """

    source: str
    text: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    fault: str = ""
    sha256: str = ""
    path: str = ""


def drafts(name: str, content: Callable[[], bytes], columns: Mapping[str, str], *, packed: bool = False) -> list[Draft]:
    """Which articles does a file hold? What cannot be read gives a draft that says why.

    Its first bytes say what a file is, and where they do not its ending. `columns` names columns of a table that are
    not to be guessed: {"text": "body"}. A zip is read as a folder is, unless it is `packed` in another.
    """
    from polars.exceptions import PanicException

    for loud in ("pypdf", "trafilatura", "htmldate"):  # they would write on the screen what the draft says
        logging.getLogger(loud).setLevel(logging.CRITICAL)
    kind, found = ending(name), []
    try:
        raw = content()
        kind, mark = _kind(kind, raw, packed), sha256(raw).hexdigest()
        for draft in _read(kind, raw, columns):
            draft.path = draft.path or ("" if draft.source else name)
            draft.source, draft.sha256 = f"{name}{draft.source}", draft.sha256 or mark
            found.append(draft)
    except RefusedError as wrong:
        found.append(Draft(name, fault=str(wrong)))
    except OSError as wrong:
        found.append(Draft(name, fault=f"cannot be read ({wrong.strerror or wrong}); look at its permissions"))
    except (Exception, PanicException) as wrong:  # what somebody's reader raises on a broken file is without end
        what = f"cannot be read as .{kind}, it is broken ({type(wrong).__name__})"
        found.append(Draft(name, fault=f"{what}; open it and save it again, or save its text as .txt"))
    return found


def _kind(named: str, raw: bytes, packed: bool) -> str:
    """What is this file, in truth?"""
    found = next((kind for mark, kind in MAGIC.items() if raw.startswith(mark)), "")
    if not raw.strip():
        raise RefusedError("is empty; put its text in or leave it out")
    if raw.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise RefusedError("is an old Word, Excel or RTF file; save it as .docx, .xlsx or .txt")
    if found == "zip":
        parts = set(zip_of(raw).namelist())
        inner = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "content.xml": "odt"}
        found = next((kind for part, kind in inner.items() if part in parts), "zip")
    if found == "zip" and (packed or named != "zip"):
        raise RefusedError(
            "is a zip, but not a document; unpack it" if named != "zip" else "is a zip in a zip; unpack it"
        )
    if not found and named in BINARY:
        raise RefusedError(f"is called .{named} and is none; open it and save it again, or give it its right ending")
    if not found and named not in TEXTS | TABLES:
        raise RefusedError(f"is of a kind that is not read; read are {', '.join(sorted(TEXTS | TABLES | BINARY))}")
    return found or named


def _read(kind: str, raw: bytes, columns: Mapping[str, str]) -> Iterable[Draft]:
    readers: dict[str, Callable[[bytes], Iterable[Draft]]] = {
        "docx": _document, "odt": _document, "pdf": _pdf, "warc": _archive, "gz": _archive,
        "zip": partial(_members, columns=columns),
    }  # fmt: skip
    if kind in readers:
        return readers[kind](raw)
    text, encoding = ("", "utf-8") if kind in BINARY else decoded(raw)
    if kind in TABLES:
        return _table(table_rows(kind, raw, text), columns)
    if FEED.match(text):
        return _feed(raw)
    if kind in FEEDS and not MARKUP.match(text):
        raise RefusedError("is neither a feed nor a page; save its text as .txt")
    if kind.startswith("mht"):
        return [_saved_page(raw)]
    draft = _page(text) if MARKUP.match(text) or "htm" in kind else _plain(kind, text)
    draft.remark = "" if encoding.startswith("utf-8") else f"read as {encoding}"
    return [draft]


def _plain(kind: str, text: str) -> Draft:
    if is_table(text):
        raise RefusedError("holds a table of articles, not one article; call it .csv, .tsv or .jsonl")
    if kind == "md":
        import pypandoc

        source = "commonmark+yaml_metadata_block"  # pandoc's own Markdown takes for ever over a row of brackets
        text = pypandoc.convert_text(text, "plain", format=source, extra_args=["--sandbox", "--wrap=none", "-s"])
    return Draft("", text)


def _page(page: str) -> Draft:
    """The article on a page, without what stands around it."""
    import trafilatura

    dates = {"extensive_search": False, "original_date": True}  # a day named somewhere on a page is not its date
    with cpu_seconds(SECONDS):
        found = trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates
        )
    if not found or not found.text:
        raise RefusedError("is a page on which no article was found; save the article's text as .txt")
    said = {"title": found.title, "author": found.author, "date": found.date, "url": found.url}
    said["outlet"] = found.sitename or found.hostname
    return Draft("", found.text.replace("\n", "\n\n"), {key: value for key, value in said.items() if value})


def _saved_page(raw: bytes) -> Draft:
    """The page in an .mhtml, as browsers save it."""
    from email import message_from_bytes, policy

    message = message_from_bytes(raw, policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if not part:
        raise RefusedError("is an .mhtml without a page in it; save the page again, as .html")
    draft = _page(part.get_content())
    draft.facts.setdefault("url", str(message["Snapshot-Content-Location"] or ""))
    return draft


def _document(raw: bytes) -> list[Draft]:
    """The paragraphs of a .docx or .odt, without what was deleted, commented or is there for a program."""
    from lxml import etree

    with zip_of(raw) as box:
        xml = box.read("word/document.xml" if "word/document.xml" in box.namelist() else "content.xml")
    if b"<!DOCTYPE" in xml:
        raise RefusedError("holds what no writing program puts into a document; save its text as .txt")
    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    unseen = ("Fallback", "instrText", "delText", "tracked-changes", "annotation", "tabs")
    etree.strip_elements(tree, *(f"{{*}}{name}" for name in unseen), with_tail=False)
    for gap in tree.iter("{*}br", "{*}tab", "{*}line-break", "{*}s"):
        gap.text = " "
    return [Draft("", "\n\n".join("".join(part.itertext()).strip() for part in tree.iter("{*}p", "{*}h")))]


def _pdf(raw: bytes) -> list[Draft]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        with cpu_seconds(SECONDS):
            reader = PdfReader(BytesIO(raw))
            if reader.is_encrypted and not reader.decrypt(""):
                raise FileNotDecryptedError
            if len(reader.pages) > PAGES:
                raise RefusedError(f"has {len(reader.pages):,} pages, more than {PAGES}; is it one article? Divide it")
            text = "\n\n".join(page.extract_text() for page in reader.pages)
    except (DependencyError, FileNotDecryptedError):
        raise RefusedError("is locked; open it and print it to a PDF without a password") from None
    if not text.strip():
        raise RefusedError("has no text layer, only pictures; run text recognition (OCR) over it")
    return [Draft("", text)]


def _table(rows: Iterable[Mapping[str, object]], asked: Mapping[str, str]) -> Iterator[Draft]:
    for number, (facts, remark) in enumerate(table_facts(rows, asked), start=1):
        text = facts.pop("text", "")
        text = _page(text).text if MARKUP.match(text) else text
        fault = "" if text else "has no text in its row; put it in or take the row out"
        yield Draft(f", row {number}", text, facts, remark, fault)


def _feed(raw: bytes) -> Iterator[Draft]:
    import feedparser

    with cpu_seconds(SECONDS):
        read = feedparser.parse(BytesIO(raw))
    for number, entry in enumerate(read.entries, start=1):
        said = {"title": entry.get("title"), "author": entry.get("author"), "url": entry.get("link")}
        said |= {"date": entry.get("published") or entry.get("updated"), "outlet": read.feed.get("title")}
        draft = Draft(f", entry {number}", facts={key: value for key, value in said.items() if value})
        draft.remark = "" if "content" in entry else "the feed has a summary only"
        body = entry.content[0].value if "content" in entry else entry.get("summary", "")
        try:
            draft.text = _page(f"<html><body><article>{body}</article></body></html>").text
        except RefusedError:
            draft.fault = "has no text in the feed; save the page itself"
        yield draft
    if not read.entries:
        raise RefusedError("is a feed without entries; leave it out")


def _archive(raw: bytes) -> Iterator[Draft]:
    """The pages in a web archive (WARC), each with its address."""
    from warcio.archiveiterator import ArchiveIterator

    is_empty = True
    for record in ArchiveIterator(BytesIO(raw)):
        head = record.http_headers if record.rec_type == "response" else None
        if head and head.get_statuscode() == "200" and "html" in head.get_header("Content-Type", ""):
            url = record.rec_headers.get_header("WARC-Target-URI", "")
            page = record.content_stream().read(ONE * MEGABYTE)
            is_empty = False
            for draft in drafts("page.html", partial(bytes, page), {}):
                draft.source, draft.path, draft.facts["url"] = f", {url}", "", url
                yield draft
    if is_empty:
        raise RefusedError("is a web archive without a page in it; leave it out")


def _members(raw: bytes, columns: Mapping[str, str]) -> Iterator[Draft]:
    with zip_of(raw) as box:
        members = [one for one in box.infolist() if not one.is_dir() and not is_hidden(one.filename)]
        for member in members:
            for draft in drafts(member.filename, partial(member_bytes, box, member), columns, packed=True):
                draft.source = f"/{draft.source}"
                yield draft
    if not members:
        raise RefusedError("is a zip without files that could be read; leave it out")
