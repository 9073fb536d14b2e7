"""Does the code keep the rules of the house: one-way imports, quiet imports, short cells, no traces of a machine?"""

import ast
import json
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from analysis import schema

HOME = Path(__file__).parent.parent
FLOORS = ("schema", "corpus", "language", "evidence", "measures", "codings", "inference", "report", "cli")
HEAVY = ("spacy", "sklearn", "scipy", "matplotlib", "textblob", "nltk", "nbconvert")
SOURCES = sorted((HOME / "analysis").rglob("*.py"))
NOTEBOOKS = sorted(path for path in (HOME / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
STUDENTS = HOME / "notebooks" / "lab" / "student"  # made of the teachers' notebooks, and never run: test_lab_exercises
MACHINE = re.compile(r"(?<![\w.…-])/(?:work|root|home|Users)/\w|/tmp/brief|\b[A-Z]:\\\\?Users\b")


def module_of(path):
    """analysis/corpus/text.py is ["analysis", "corpus", "text"]."""
    return list(path.relative_to(HOME).with_suffix("").parts)


def imported(path):
    """Every module of ours that a file imports, with the line: at its top, inside functions, for types only."""
    package = module_of(path)[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name) for name in names if name.split(".")[0] == "analysis")


def of_each(paths):
    return pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(HOME))) for path in paths])


def run(code):
    return subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=False)


# --- the package -------------------------------------------------------------------------------------------------


@of_each(SOURCES)
def test_a_floor_imports_only_what_lies_below_it(path):
    where = module_of(path)
    if where == ["analysis", "__init__"]:
        assert not list(imported(path))  # importing the house opens no room
        return
    assert where[1] in FLOORS, f"{where[1]} is no floor; the floors are {', '.join(FLOORS)}"
    own = FLOORS.index(where[1])
    for line, name in imported(path):
        floor = name.split(".")[1]
        if floor.startswith("__"):
            continue  # the version
        assert floor in FLOORS, f"line {line} imports {name}, which is on no floor"
        assert FLOORS.index(floor) <= own, f"line {line} of {where[1]} imports {name} from above"


def test_no_two_modules_import_each_other_not_even_by_way_of_others():
    modules = {".".join(module_of(path)).removesuffix(".__init__"): path for path in SOURCES}
    needs = {}
    for module, path in modules.items():
        found = set()
        for _, name in imported(path):
            while name not in modules:
                name = name.rpartition(".")[0]
            found.add(name)
        needs[module] = found - {module, "analysis"}
    tuple(TopologicalSorter(needs).static_order())  # raises CycleError, which names the circle


def test_the_test_of_floors_sees_every_kind_of_import(tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "HOME", tmp_path)
    path = tmp_path / "analysis/corpus/x.py"
    path.parent.mkdir(parents=True)
    path.write_text(
        "import analysis.cli\nfrom analysis import report\nfrom analysis.measures.keyness import keyness\n"
        "from ..evidence import study\nfrom . import text\ndef f():\n    from ..report.html import page\n"
        "if TYPE_CHECKING:\n    from ..cli import app\nimport polars\n"
    )
    assert [name for _, name in sorted(imported(path))] == [
        "analysis.cli",
        "analysis.report",
        "analysis.measures.keyness.keyness",
        "analysis.evidence.study",
        "analysis.corpus.text",
        "analysis.report.html.page",
        "analysis.cli.app",
    ]


def test_import_analysis_loads_nothing_heavy():
    heavy = (*HEAVY, "polars", "pydantic", "numpy")
    done = run(f"import analysis, sys; print(sorted(set({heavy!r}) & set(sys.modules)))")
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_importing_any_module_loads_nothing_heavy():
    modules = [".".join(module_of(path)).removesuffix(".__init__") for path in SOURCES]
    done = run(
        "import importlib, sys\n"
        f"for name in {modules!r}:\n"
        "    importlib.import_module(name)\n"
        f"    found = sorted(set({HEAVY!r}) & set(sys.modules))\n"
        "    if found: sys.exit(f'{name} loads {found}')\n"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


@of_each(path for path in SOURCES if module_of(path)[1] != "cli")
def test_the_library_never_prints(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in {"print", "sys.stdout.write", "sys.stderr.write", "typer.echo"}, f"line {node.lineno}"


@of_each(SOURCES)
def test_files_are_short_and_open_with_what_they_are_for(path):
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 280
    assert ast.get_docstring(ast.parse(source)) or not source.strip()


@of_each(SOURCES)
def test_whatever_is_public_says_what_it_answers(path):
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


@of_each(SOURCES)
def test_no_floor_has_a_lumber_room(path):
    assert not {"utils", "util", "helpers", "misc", "common"} & set(module_of(path))


def test_no_column_is_called_bias():
    assert "bias" not in {column for table in schema.TABLES for column in table.columns}
    for path in SOURCES:
        constants = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        assert not [node for node in constants if isinstance(node, ast.Constant) and node.value == "bias"], path


# --- the repository ----------------------------------------------------------------------------------------------


def tracked():
    """The repository's files; where there is no git, those of the folders that are its own."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=HOME, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        return [HOME / name for name in done.stdout.split("\0") if name]
    own = ("analysis", "benchmarks", "data", "figures", "notebooks")
    return [*HOME.glob("*.*"), *(path for name in own for path in (HOME / name).rglob("*") if path.is_file())]


def test_no_file_names_a_place_on_somebodys_machine():
    found = []
    for path in tracked():
        if not path.is_file() or path.is_relative_to(HOME / "tests"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = [number for number, line in enumerate(text.split("\n"), start=1) if MACHINE.search(line)]
        found += [f"{path.relative_to(HOME)}, line {number}" for number in lines]
    assert found == []


def test_the_test_of_places_knows_one():
    assert MACHINE.search("open('/work/main/data')")
    assert MACHINE.search('File "/root/x.py"')
    assert not MACHINE.search("https://example.org/work/1 and frame/work/ and ../home/x and art/root/x")


# --- the notebooks -----------------------------------------------------------------------------------------------

notebooks = of_each(NOTEBOOKS)


def cells(path, kind):
    """A notebook's cells of one kind that hold anything."""
    found = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]
    return [{**cell, "source": "".join(cell["source"])} for cell in found if "".join(cell["source"]).strip()]


def headings(path):
    return [
        line for cell in cells(path, "markdown") for line in cell["source"].split("\n") if re.match(r"#{1,6} ", line)
    ]


@notebooks
def test_a_notebooks_title_is_a_question(path):
    first = json.loads(path.read_text(encoding="utf-8"))["cells"][0]
    title = "".join(first["source"]).split("\n")[0]
    assert first["cell_type"] == "markdown"
    assert title.startswith("# ")
    assert title.endswith("?")
    assert [line for line in headings(path) if line.startswith("# ")] == [title]


@notebooks
def test_the_first_code_cell_holds_the_parameters(path):
    first, *others = cells(path, "code")
    assert "parameters" in first["metadata"].get("tags", [])
    assert not any("parameters" in cell["metadata"].get("tags", []) for cell in others)
    tree = ast.parse(first["source"])
    assert all(isinstance(node, ast.Assign) for node in tree.body)


@notebooks
def test_cells_are_short_and_tell_only(path):
    refused = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.AsyncFor, ast.While)
    for number, cell in enumerate(cells(path, "code"), start=1):
        lines = [line for line in cell["source"].split("\n") if line.strip()]
        assert len(lines) <= 12, f"code cell {number} has {len(lines)} lines"
        # a magic or a shell line is no Python, and does not get past this
        tree = ast.parse(cell["source"])
        told = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, refused)]
        assert not told, f"code cell {number} has {told}: that belongs into the package"
        assert "get_ipython" not in cell["source"]
        assert not re.search(r"\bpip\b", cell["source"]), f"code cell {number} installs something"


@notebooks
def test_a_notebook_ends_with_its_limits_and_exports(path):
    sections = [line.removeprefix("## ").lower() for line in headings(path) if line.startswith("## ")]
    assert [name for name in sections if name.startswith("limits")]
    if path.parent == HOME / "notebooks":  # exercises and replications write no files
        assert sections[-1].startswith("export")


@of_each(path for path in NOTEBOOKS if path.parent != STUDENTS)
def test_a_notebook_is_committed_as_it_ran(path):
    code = cells(path, "code")
    # from a clean start, each cell once and in order
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    kinds = [(output["output_type"], output.get("name")) for cell in code for output in cell["outputs"]]
    assert not [kind for kind in kinds if kind[0] == "error" or kind[1] == "stderr"]
