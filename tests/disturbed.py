"""What do the notebooks say when every product of matrices and every vector of the encoder is a little off?

python tests/disturbed.py SEEDS NOTEBOOK... runs the cells of the notebooks as they are, then once more for each seed
with every vector and product of decimals off by up to one part in ten thousand, and prints what came out otherwise.
A package's `a @ b` is rewritten when it is imported; sums of whole numbers are exact everywhere and left alone.
"""

import ast
import importlib.abc
import importlib.machinery
import json
import sys
import tempfile
import zlib
from pathlib import Path

import numpy as np
from scipy.sparse import issparse

OFF = 1e-4
PACKAGES = ("analysis.measures.", "analysis.codings.", "analysis.inference.")
seed = None  # None: nothing is disturbed


def disturb(values, key=b""):
    """The numbers, each off by up to one part in ten thousand."""
    if seed is None or not np.issubdtype(values.dtype, np.floating):
        return values
    if issparse(values):
        copy = values.copy()
        copy.data = disturb(values.data, key)
        return copy
    random = np.random.default_rng([seed, values.size, zlib.crc32(key)])
    return (values * (1 + OFF * random.uniform(-1, 1, np.shape(values)))).astype(values.dtype)


def exact(values, parts=1):
    """Are these whole numbers, or whole numbers of so many parts? Then every machine adds them up alike."""
    parted = np.asarray(values.data if issparse(values) else values, dtype=float) * parts
    return np.array_equal(parted, np.round(parted))


def product(one, other):
    """A product of matrices, off, unless it is exact: of counts, or of marks and what `round_for_summation` gives."""
    for counts, others in ((one, other), (other, one)):
        if exact(counts) and exact(others, 2**30):
            return one @ other
    return disturb(one @ other)


class Products(ast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if not isinstance(node.op, ast.MatMult):
            return node
        return ast.copy_location(ast.Call(ast.Name("product__", ast.Load()), [node.left, node.right], []), node)


class Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, name):
        path = self.get_filename(name)
        tree = Products().visit(ast.parse(self.get_data(path)))
        return compile(ast.fix_missing_locations(tree), path, "exec", dont_inherit=True)

    def exec_module(self, module):
        module.product__ = product
        super().exec_module(module)


class Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        found = importlib.machinery.PathFinder.find_spec(name, path) if name.startswith(PACKAGES) else None
        if found and (found.origin or "").endswith(".py"):
            found.loader = Loader(name, found.origin)
        return found


class Session:
    """The encoder's model: each answer is reckoned once, and disturbed anew for every seed."""

    def __init__(self, session):
        self.session, self.made = session, {}

    def run(self, names, inputs):
        key = repr(names).encode() + inputs["input_ids"].tobytes() + repr(inputs["input_ids"].shape).encode()
        if key not in self.made:
            self.made[key] = self.session.run(names, inputs)
        return [disturb(layer, key) for layer in self.made[key]]


def disturb_encoder():
    from analysis.measures import encoder

    model, encode, sessions = encoder.load_model, encoder.encode, {}

    def with_session(more=b""):
        session, tokenizer = model(more)
        return sessions.setdefault(more, Session(session)), tokenizer

    encoder.load_model = with_session
    encoder.encode = lambda texts, **options: disturb(encode(texts, **options))


def forget():
    """Nothing that was reckoned before is taken again."""
    modules = [module for name, module in sys.modules.items() if name.startswith(PACKAGES)]
    for kept in {id(one): one for module in modules for one in vars(module).values()}.values():
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()


def keep_evidence_only():
    """Rows that rest on the encoder are made anew; none of them is kept for others to find.

    Comes before anything that imports the measures: what they ask of the cache is empty then.
    """
    from analysis.corpus import cache
    from analysis.evidence.study import Study

    by_article = Study.cached_by_article

    def anew(self, table, make, *, code=""):
        return make(self).sort(table.key, maintain_order=True) if code else by_article(self, table, make)

    Study.cached_by_article = anew
    cache.read_cache = lambda place, keys: {}
    cache.write_cache = lambda place, values: None


def disturb_sklearn():
    from sklearn.decomposition import PCA
    from sklearn.linear_model import LogisticRegression

    reader, learnt, placed = LogisticRegression.decision_function, LogisticRegression.fit, PCA.transform

    def fit(self, table, names):
        learnt(self, table, names)
        self.coef_ = disturb(self.coef_)
        return self

    LogisticRegression.fit = fit
    LogisticRegression.decision_function = lambda self, table: disturb(reader(self, table))
    PCA.transform = lambda self, table: disturb(placed(self, table))


def output(path):
    """What a notebook shows and exports: its sentences, tables, the data of its figures, the files beside them."""
    from analysis.report import figure

    shown, names = [], {}
    figure._write = lambda place, content: shown.append(f"{place.name}\n{content.decode()}")
    figure.Figure.svg = lambda self: b""
    figure.Figure.png = lambda self, dpi: b""
    for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            tree = ast.parse("".join(cell["source"]))
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, path, "exec"), names)
            value = eval(compile(ast.Expression(last.value), path, "eval"), names) if last else None
            if hasattr(value, "_repr_mimebundle_"):
                shown.append(json.dumps(value._repr_mimebundle_(), ensure_ascii=False, indent=1))
    return "\n".join(shown).splitlines()


def main(seeds, *notebooks):
    global seed
    sys.meta_path.insert(0, Finder())
    keep_evidence_only()
    disturb_encoder()
    disturb_sklearn()
    from analysis.inference.null.accuracy import null_accuracy

    null_accuracy.__kwdefaults__["splits"] = 1  # each is trained as often as the reader itself
    with tempfile.TemporaryDirectory() as figures:
        import os

        os.environ["COUNTERFRAME_FIGURES"] = figures
        for path in notebooks:
            seed = None
            forget()
            still = output(path)
            for seed in range(1, int(seeds) + 1):
                forget()
                now = output(path)
                lines = [f"{a[:150]} | {b[:150]}" for a, b in zip(still, now, strict=False) if a != b]
                lines += [f"{len(still)} lines | {len(now)} lines"] * (len(still) != len(now))
                for line in lines:
                    print(f"{Path(path).name}, seed {seed}: {line}")  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
