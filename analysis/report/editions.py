"""In which forms can a report be read, beside its site? On paper, on a wall, in a word processor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from analysis.report import pdf, slides, word
from analysis.report.page import Report


def editions(
    report: Report, name: str, *, dress: Path, scratch: Path, progress: Callable[[str], None]
) -> tuple[Mapping[str, tuple[str, bytes]], Mapping[str, str]]:
    """Which editions can be made: of each what it is called, its file's name and content; and why others cannot.

    `name` is that of the files, `dress` the folder of templates, `scratch` one for work. What fails costs itself alone.
    """
    style = (dress / "style.css").read_text(encoding="utf-8")
    makers: dict[str, tuple[str, Callable[[], bytes]]] = {
        "PDF": (f"{name}.pdf", lambda: pdf.render(report, templates=dress, folder=scratch / "pdf")),
        "slides": (
            "slides.html",
            lambda: slides.slides_html(report, style=style, templates=dress / "slides").encode(),
        ),
        "slides as PDF": ("slides.pdf", lambda: slides.slides_pdf(report, templates=dress, folder=scratch / "slides")),
        "Word file": (f"{name}.docx", lambda: word.render(report, folder=scratch / "word")),
    }
    made, failed = {}, {}
    for said, (file, make) in makers.items():
        progress(f"setting the {said}")
        try:
            made[said] = (file, make())
        except RuntimeError as error:  # of typst, of pandoc, or a ReportError
            failed[said] = str(error)
    return made, failed
