"""Commands on a corpus folder: is it in order, and where does a word stand?"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from analysis.cli.app import NOT_IN_ORDER, Folder, Json, answer, app, in_words, must_be_there, progress, refuse


@app.command()
def check(folder: Folder, to_json: Json = None) -> None:
    """Is a corpus folder in order? Lists everything that is not, or says what is there and what is odd.

    What is odd is only a warning: near copies, lines that recur, markup, opinion, actors whom no article names.

    \b
    Examples:
      counterframe check data/corpora/iraq-2004-2008
      counterframe check my-corpus --json -
    """
    from analysis.corpus import CorpusError, read_corpus
    from analysis.corpus.claims import read_claims
    from analysis.corpus.decisions import read_decisions
    from analysis.corpus.warnings import text_warnings
    from analysis.evidence.candidates.actor_warnings import actor_warnings
    from analysis.report.terminal import check_lines, counts

    must_be_there(folder)
    try:
        corpus = read_corpus(folder)
        read_decisions(folder, corpus.manifest)
        read_claims(folder)
    except CorpusError as wrong:
        answer({"in_order": False, "problems": [asdict(one) for one in wrong.problems], "warnings": []}, to_json, None)
        refuse(str(wrong), NOT_IN_ORDER)
    odd = [*text_warnings(corpus), *actor_warnings(corpus)]
    found = {"in_order": True, **counts(corpus), "problems": [], "warnings": [asdict(one) for one in odd]}
    answer(found, to_json, check_lines(corpus, odd))


@app.command()
def actors(
    folder: Folder,
    write: Annotated[bool, typer.Option("--write", help="Put those whom corpus.toml does not know there.")] = False,
    most: Annotated[int, typer.Option(min=1, help="Show this many an event.")] = 12,
    to_json: Json = None,
) -> None:
    """Who acts in the articles, and by which names? Candidates for the [[actor]] tables of corpus.toml, best first.

    \b
    Examples:
      counterframe actors my-corpus
      counterframe actors my-corpus --most 8 --write
    """
    from analysis.corpus import read_corpus
    from analysis.evidence.candidates import suggest_actors, write_actors
    from analysis.report.terminal import actor_lines

    must_be_there(folder)
    with in_words():
        corpus = read_corpus(folder)
        table = suggest_actors(corpus, limit=most, progress=progress)
        written = write_actors(folder, table) if write else None
    answer(table.to_dicts(), to_json, actor_lines(corpus, table, written))


@app.command()
def kwic(
    folder: Folder,
    query: Annotated[str, typer.Argument(help='A word, a "phrase" or a pattern such as "prison*".')],
    unit: Annotated[str, typer.Option(help="norm: words as written; lemma: dictionary forms.")] = "norm",
    width: Annotated[int, typer.Option(min=0, help="Characters of context on either side.")] = 50,
    most: Annotated[int | None, typer.Option(min=1, help="Show this many places only.")] = None,
    to_json: Json = None,
) -> None:
    """Where does a word stand, and what stands around it? An index that features made is asked, if it is up to date.

    \b
    Examples:
      counterframe kwic data/corpora/iraq-2004-2008 "state of law"
      counterframe kwic data/corpora/iraq-2004-2008 kill --unit lemma --width 30
      counterframe kwic my-corpus "prison*" --json places.json
    """
    from analysis import schema
    from analysis.corpus import read_corpus
    from analysis.corpus.shards import INDEX
    from analysis.language import parse, tokens
    from analysis.language.word_index import current_index
    from analysis.measures.concordance import concordance
    from analysis.measures.indexed_concordance import indexed_concordance
    from analysis.report.terminal import kwic_lines

    must_be_there(folder)
    with in_words():
        corpus = read_corpus(folder)
        concordance(corpus.articles, schema.TOKENS.frame([]), query, unit=unit, width=width)  # before the long work
        index = current_index(folder / "features" / INDEX, corpus) if unit == "norm" else None
        if index is not None:
            found, _ = indexed_concordance(index, query, width=width)
        else:
            words = tokens(corpus if unit == "norm" else parse(corpus, progress=progress))
            found = concordance(corpus.articles, words, query, unit=unit, width=width)
    shown = found.head(most) if most else found
    text = kwic_lines(found, shown, query, width=width, of=corpus.articles.height)
    answer(shown.to_dicts(), to_json, text)
