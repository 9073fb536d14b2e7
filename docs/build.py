"""Make what lies beside the suite for teaching: the exercises as they run, the students' versions, the handouts.

python docs/build.py exercises      run notebooks/lab and notebooks/replications, write the students' versions
python docs/build.py handouts OUT   every handout of docs/handouts as HTML and PDF
"""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.corpus.atomic_files import atomic_write
from analysis.report import pandoc
from analysis.report.lab.exercises import run_exercises, write_student_notebooks
from analysis.report.lab.handouts import handout_pdf

HOME = Path(__file__).parents[1]
LAB, REPLICATIONS = HOME / "notebooks" / "lab", HOME / "notebooks" / "replications"


def tell(said: str) -> None:
    """Say how far it is."""
    sys.stderr.write(f"{said}\n")


def handouts(out: Path) -> None:
    """Every handout as HTML and PDF."""
    style = (HOME / "data" / "lab" / "exercise.css").read_text(encoding="utf-8")
    for path in sorted((HOME / "docs" / "handouts").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        atomic_write(out / f"{path.stem}.pdf", handout_pdf(text))
        title = text.partition("\n")[0].removeprefix("# ")
        [[body]] = pandoc.render([[text.partition("\n")[2]]], "html")
        head = f'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        page = (
            f"{head}\n<style>\n{style}</style></head>\n<body><main><h1>{title}</h1>\n{body}\n</main></body>\n</html>\n"
        )
        atomic_write(out / f"{path.stem}.html", page.encode())


if __name__ == "__main__":
    if sys.argv[1:] == ["exercises"]:
        failed = [line for folder in (LAB, REPLICATIONS) for line in run_exercises(folder, folder, progress=tell)]
        write_student_notebooks(LAB)
        sys.exit("\n".join(failed) or 0)
    elif sys.argv[1:2] == ["handouts"] and len(sys.argv) == 3:
        handouts(Path(sys.argv[2]))
    else:
        sys.exit(__doc__)
