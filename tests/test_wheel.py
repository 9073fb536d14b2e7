"""Does what is built and installed work far from the project: with its word lists, models, notebooks and texts?"""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from analysis.corpus.places import data_folder, notebooks_folder

HOME = Path(__file__).parents[1]
MANIFEST = """
[corpus]
id = "harbour"
title = "Harbour"

[[event]]
id = "strike"
title = "The strike"
start = 2020-01-01
end = 2020-01-31

[[outlet]]
id = "gazette"
name = "Gazette"

[[article]]
id = "one"
event = "strike"
outlet = "gazette"
file = "raw/one.txt"
date = 2020-01-02
"""


def done(*command, cwd, **environment):
    ran = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A sdist, the wheel made of it, and a fresh environment that holds the wheel and sees the other packages."""
    place = tmp_path_factory.mktemp("far away")
    done(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", place, cwd=HOME)
    (sdist,) = place.glob("*.tar.gz")
    done("tar", "xzf", sdist, cwd=place)
    unpacked = place / sdist.name.removesuffix(".tar.gz")
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place, cwd=unpacked)
    done(sys.executable, "-m", "venv", "--without-pip", "fresh", cwd=place)
    python = place / "fresh" / "bin" / "python"
    (wheel,) = place.glob("*.whl")
    offline = ("uv", "pip", "install", "-q", "--offline", "--no-deps", "--python", python, wheel)
    done(sys.executable, "-m", *offline, cwd=place)
    (site,) = (place / "fresh").glob("lib/python*/site-packages")
    (site / "others.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return python


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "corpus.toml").write_text(MANIFEST)
    (tmp_path / "raw/one.txt").write_text("Police killed two strikers. The mayor said it was murder.\n")
    return tmp_path


def test_data_lie_in_the_checkout_here():
    assert data_folder() == HOME / "data"
    assert notebooks_folder() == HOME / "notebooks"


def test_a_wheel_holds_what_the_checkout_holds(installed):
    code = "from analysis.corpus import places as p; print(p.data_folder(), p.notebooks_folder(), sep='\\n')"
    data, notebooks = map(Path, done(installed, "-c", code, cwd=installed.parent).splitlines())
    assert data.is_relative_to(installed.parents[1])
    for there, here in ((data, HOME / "data"), (notebooks, HOME / "notebooks")):
        own = [path for path in here.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts]
        assert {str(path.relative_to(here)) for path in own if not path.name.startswith(".")} == {
            str(path.relative_to(there)) for path in there.rglob("*") if path.is_file()
        }


def test_what_is_installed_reads_a_corpus(installed, corpus):
    command = installed.parent / "counterframe"
    cache = str(corpus / "cache")
    assert "in order" in done(command, "check", corpus, cwd=corpus, COUNTERFRAME_CACHE=cache)
    assert "killed" in done(command, "kwic", corpus, "kill", "--unit", "lemma", cwd=corpus, COUNTERFRAME_CACHE=cache)


def test_what_is_installed_makes_a_report(installed, corpus, tmp_path_factory):
    command, out = installed.parent / "counterframe", tmp_path_factory.mktemp("out") / "report"
    cache = str(corpus / "cache")
    done(command, "report", corpus, "--out", out, "--only", "01", cwd=corpus, COUNTERFRAME_CACHE=cache)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "Harbour" in page
    assert "Najaf" not in page
