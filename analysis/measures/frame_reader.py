"""How likely does a sentence carry a frame, by a reader that has learnt from coded sentences? Kept by article."""

from __future__ import annotations

import io
from hashlib import sha256

import polars as pl

from analysis.corpus.cache import cache_folder, read_cache, write_cache
from analysis.evidence import reader
from analysis.evidence.study import as_bytes, files_digest, table_digest
from analysis.measures.steps import nearest_step

LEAST = 0.01  # chance that counts at least
STEP = 0.02  # chances are small and few sentences stand near a limit


def frame_chances(sentences: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The reader's chance of each frame in each sentence, read where it stands in its article.

    Beware: it has learnt from language models with the codebook, and frames are where such readers differ most.
    One row is one frame of one sentence: article_id, start, frame, likely (0 to 1, to the nearest fiftieth).
    """
    texts = dict(articles.select("article_id", "text").iter_rows())
    parts = sentences.select("article_id", "start", "end").partition_by("article_id", maintain_order=True)
    code = files_digest([reader.MODEL])
    keys = {part["article_id"][0]: part for part in parts}
    named = {
        id: f"frames {code} {table_digest(part)} {sha256(texts[id].encode()).hexdigest()}" for id, part in keys.items()
    }
    place = cache_folder() / "evidence.sqlite"
    kept = read_cache(place, list(named.values()))
    made = {id: pl.read_ipc(io.BytesIO(kept[key])) for id, key in named.items() if key in kept}
    if missing := [id for id in named if id not in made]:
        read = zip(missing, reader.readings([texts[id] for id in missing]), strict=True)
        new = {id: _of_article(keys[id], reading) for id, reading in read}
        write_cache(place, {named[id]: as_bytes(table) for id, table in new.items()})
        made |= new
    return pl.concat([EMPTY, *(made[id] for id in named)])


EMPTY = pl.DataFrame(schema={"article_id": pl.String, "start": pl.Int64, "frame": pl.String, "likely": pl.Float64})


def _of_article(sentences: pl.DataFrame, reading: reader.Reading) -> pl.DataFrame:
    rows = []
    for id, start, end in sentences.iter_rows():
        chances = reading.frames_of(start, end)
        steps = nearest_step(list(chances.values()), STEP).tolist()
        rows += [(id, start, frame, step) for frame, step in zip(chances, steps, strict=True)]
    return pl.DataFrame(rows, schema=EMPTY.schema, orient="row")
