"""How likely does a sentence carry a frame, by a reader that has learnt from coded sentences? Kept by article."""

from __future__ import annotations

import functools
import io
from hashlib import sha256
from pathlib import Path

import polars as pl

from analysis.corpus.cache import as_bytes, cache_folder, files_digest, read_cache, table_digest, write_cache
from analysis.language import neural_reader
from analysis.language.neural_reader import model_files
from analysis.measures import rounding
from analysis.measures.rounding import round_to_step

LEAST = 0.01  # chance that counts at least
STEP = 0.02  # chances are small and few sentences stand near a limit


def frame_chances(sentences: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The reader's chance of each frame in each sentence, read where it stands in its article.

    Beware: it has learnt from language models with the codebook, and frames are where such readers differ most.
    One row is one frame of one sentence: article_id, start, frame, likely (0 to 1, to the nearest fiftieth).
    """
    found = dict(articles.select("article_id", "text").iter_rows())
    parts = {part["article_id"][0]: part for part in sentences.partition_by("article_id", maintain_order=True)}
    texts = {id: _text_with_given_sentences(found[id], part) for id, part in parts.items()}
    spans = {id: part.select("article_id", "start", "end") for id, part in parts.items()}
    keys = {
        id: f"frames {_code_digest()} {table_digest(spans[id])} {sha256(texts[id].encode()).hexdigest()}"
        for id in parts
    }
    place = cache_folder() / "evidence.sqlite"
    kept = read_cache(place, list(keys.values()))
    made = {id: pl.read_ipc(io.BytesIO(kept[key])) for id, key in keys.items() if key in kept}
    if missing := [id for id in keys if id not in made]:
        read = zip(missing, neural_reader.read_articles([texts[id] for id in missing]), strict=True)
        new = {id: _article_chances(spans[id], reading) for id, reading in read}
        write_cache(place, {keys[id]: as_bytes(table) for id, table in new.items()})
        made |= new
    return pl.concat([EMPTY, *(made[id] for id in keys)])


@functools.cache
def _code_digest() -> str:
    """A check sum of what a chance depends on beside the text."""
    return files_digest([Path(__file__), Path(rounding.__file__), *model_files()])


def _text_with_given_sentences(text: str, sentences: pl.DataFrame) -> str:
    """The article with its sentences as they are given, where the words of others were blanked out in them."""
    for start, end, given in sentences.select("start", "end", "text").iter_rows():
        if given != text[start:end] and len(given) == end - start:
            text = text[:start] + given + text[end:]
    return text


EMPTY = pl.DataFrame(schema={"article_id": pl.String, "start": pl.Int64, "frame": pl.String, "likely": pl.Float64})


def _article_chances(sentences: pl.DataFrame, reading: neural_reader.ArticleReading) -> pl.DataFrame:
    rows = []
    for id, start, end in sentences.iter_rows():
        chances = reading.frame_chances(start, end)
        steps = round_to_step(list(chances.values()), STEP).tolist()
        rows += [(id, start, frame, step) for frame, step in zip(chances, steps, strict=True)]
    return pl.DataFrame(rows, schema=EMPTY.schema, orient="row")
