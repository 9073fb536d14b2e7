"""Commands on many articles: which words set outlets apart, and all tables of a corpus, at rest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.app import Folder, Json, answer, app, in_words, must_be_there, shard_progress


@app.command()
def words(
    source: Annotated[
        Path,
        typer.Argument(
            help="Corpus folder, or a table of articles of any size: .csv, .tsv, .jsonl, .parquet, .arrow.",
            show_default=False,
        ),
    ],
    outlet: Annotated[str | None, typer.Option(help="This outlet beside all others; without it, each in turn.")] = None,
    language: Annotated[str, typer.Option(help="Language of a table's texts, in two letters.")] = "en",
    min_count: Annotated[int, typer.Option(min=1, help="Words with so many uses by all outlets together.")] = 3,
    most: Annotated[int, typer.Option(min=1, help="Show so many words of an outlet on an event.")] = 12,
    to_json: Json = None,
) -> None:
    """Which words does each outlet use more than the others that report the same event? From the text alone.

    Read it: log ratio 1 is twice as often, 2 four times. A word of one article says nothing about an outlet. JSON has
    every word and every column, words that are used less too. A table has columns outlet, text and, unless all is one
    event, event; it is read a part at a time, so that millions of articles need little memory.

    \b
    Examples:
      counterframe words data/corpora/iraq-2004-2008
      counterframe words my-corpus --outlet CNN --most 30
      counterframe words my-corpus --min-count 10 --json words.json
      counterframe words archive.parquet --outlet CNN
    """
    from analysis.corpus import read_corpus
    from analysis.corpus.tables import article_batches
    from analysis.language.word_counts import text_word_counts
    from analysis.measures.keyness import keyness, streamed_keyness
    from analysis.report.terminal import key_word_lines

    must_be_there(source)
    with in_words():
        if source.is_file():
            events, articles = dict[str, str](), article_batches(source)
            table = streamed_keyness(articles, target=outlet, min_count=min_count, language=language)
        else:
            corpus = read_corpus(source)
            counts = text_word_counts(corpus.articles, language=corpus.manifest.corpus.language)
            events, table = dict(corpus.events), keyness(counts, target=outlet, min_count=min_count)
    answer(table.to_dicts(), to_json, key_word_lines(events, table, most))


@app.command()
def features(
    folder: Folder,
    engine: Annotated[str, typer.Option(help="local, processes, or tcp://HOST:PORT of a Dask scheduler.")] = "local",
    out: Annotated[Path | None, typer.Option(help="Where to keep them; without it, features/ in the corpus.")] = None,
    to_json: Json = None,
) -> None:
    """Read every article once, and keep all its tables as Parquet: in this process, in several, or on many machines.

    Only articles that are new or altered are read; a run that was cut off goes on where it was. An article that cannot
    be read stands in the table errors with the reason, and the run goes on. An index of words beside them answers kwic.

    \b
    Examples:
      counterframe features my-corpus
      counterframe features my-corpus --engine processes
      counterframe features my-corpus --engine tcp://scheduler:8786 --out shared/features
    """
    from analysis.corpus.shards import INDEX
    from analysis.evidence.engines import make_features
    from analysis.evidence.study import open_study
    from analysis.language.word_index import keep_index
    from analysis.report.terminal import counted

    must_be_there(folder)
    with in_words():
        study = open_study(folder)
        done = make_features(study, out or folder / "features", engine=engine, progress=shard_progress)
        keep_index((out or folder / "features") / INDEX, study.corpus)
    named = {"articles": done["n_articles"], "shards": done["n_shards"]}
    lost = f"; {counted({'articles': done['n_errors']})} could not be read: see errors" if done["n_errors"] else ""
    answer(done, to_json, f"{counted(named)} in {out or folder / 'features'}, {done['n_made']:,} made now{lost}")
