"""Score the package on coded data: python -m benchmarks.validity --data DIR [--part dev] [--json FILE]."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from pathlib import Path

from analysis.codings.validity.score_output import error_lines, score_lines, score_rows, write_json
from analysis.codings.validity.scores import scores, worst_errors
from benchmarks.validity.machine import Item, Scorer, read

SETS = (
    *("polnear", "voice", "basil", "scarequotes", "newswcl50"),
    *("gum_agency", "muc4", "frac_frames", "gvfc", "newsmtsc"),
)


def main(arguments: list[str] | None = None) -> int:
    """0 done; 1 a set could not be read or scored; 2 wrong use."""
    asked = _asked(arguments)
    sets = asked.set or SETS
    there = [name for name in sets if _path(asked, name).is_file()]
    for name in sets:
        if name not in there:
            _tell(f"{name}: {_path(asked, name)} is not there; skipped")
    if not there:
        _tell(f"no set to score in {asked.data} for part {asked.part!r}; name the folder that has it")
        return 1
    rows: list[dict[str, object]] = []
    failed = 0
    for name in there:
        try:
            rows += _score(name, asked)
        except ValueError as wrong:
            _tell(f"{name}: {wrong}")
            failed = 1
        except KeyError as missing:
            _tell(f"{name}: an item of {_path(asked, name)} has no {missing}; compare with the set's description")
            failed = 1
        except Exception as wrong:  # a fault of ours in one set costs that set, not the hours of the others
            _tell(f"{name}: could not be scored, {type(wrong).__name__}: {wrong}")
            failed = 1
    if asked.json:
        write_json(rows, asked.json)
    return failed


def _tell(line: str) -> None:
    """To stderr: what is going on. Scores go to stdout."""
    sys.stderr.write(line + "\n")


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.validity",
        description="How far do the measures agree with data other people have coded?",
        epilog="example: python -m benchmarks.validity --data coded --set voice basil --errors 5",
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with <set>.<part>.jsonl files")
    parser.add_argument("--part", default="dev", help="part of the sets, as in the files' names (default: dev)")
    parser.add_argument("--json", type=Path, help="file to write the scores to")
    parser.add_argument("--errors", type=int, default=10, help="how many errors to show for each metric (default: 10)")
    parser.add_argument("--set", nargs="+", choices=SETS, help="score these sets only")
    parser.add_argument("--limit", type=int, help="score the first LIMIT items of each set only, for a quick look")
    asked = parser.parse_args(arguments)
    if not asked.data.is_dir():
        parser.error(f"there is no folder {asked.data}; name the one with the coded data")
    if not re.fullmatch(r"[\w-]+", asked.part):
        parser.error(f"part {asked.part!r} is not a name; give dev or heldout")
    return asked


def _path(asked: argparse.Namespace, name: str) -> Path:
    return Path(asked.data) / f"{name}.{asked.part}.jsonl"


def _score(name: str, asked: argparse.Namespace) -> list[dict[str, object]]:
    _tell(f"{name} ...")
    scorer: Scorer = importlib.import_module(f"benchmarks.validity.{name}").score
    tallied = scorer(items(_path(asked, name))[: asked.limit], read)
    tallies, errors = tallied.frames()
    found = scores(tallies)
    sys.stdout.write(f"\n{name}, part {asked.part}\n\n{score_lines(found)}\n")
    if asked.errors > 0:
        sys.stdout.write(error_lines(worst_errors(errors, tallied.sentences, most=asked.errors)) + "\n")
    return score_rows(found, of=name, part=asked.part)


def items(path: Path) -> list[Item]:
    """The items of a set; ValueError with file and line for one that is no JSON object."""
    rows: list[Item] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path}, line {number}: this is not JSON ({error.msg})") from None
            rows.append(row)
    return rows


if __name__ == "__main__":
    sys.exit(main())
