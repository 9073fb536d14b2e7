"""How do the findings look on a wall? One a slide, in large type: as a page of the site and as a PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from analysis.report import pandoc
from analysis.report.findings import CARE, DOUBTFUL, SURE, Finding, citation, findings, shortened
from analysis.report.front import bars_html
from analysis.report.html import document, opened, openers, plain_style
from analysis.report.page import Page, Report
from analysis.report.typeset import array, bars, compiled, string

MOST = 60  # words of a finding on a slide
LOUD, PLAIN = 45, 80  # up to so many words, bars counted as six each, type is very large, or large
CHECKED = "How sure are we, and how can you check?"
HELD = {
    SURE: "{} held in every check",
    CARE: "{} to be used with care",
    DOUBTFUL: "{} only with the sentences behind it",
}
ADVICE = (
    "An underlined number in the report opens the sentences it counts. Open three of them before you quote one.",
    "The report speaks of these articles, and passes no verdict on a newsroom.",
)


def slides_html(report: Report, *, style: str, templates: Path) -> str:
    """The slides as a page: one below the other, walked by keyboard where scripts run, each with the way to its page.

    `style` is that of the site; the folder `templates` holds what the slides have besides.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found, goals = findings(report), openers(report)
    texts = [shortened(one, MOST) for one in found]
    rendered = pandoc.render([[text] for text, _ in texts], "html", slugs=report.slugs)
    slides = [
        {
            "finding": one,
            "words": opened(words, goals),
            "is_cut": is_cut,
            "bars": bars_html(one.bars),
            "size": _size(one, text),
        }
        for one, (text, is_cut), [words] in zip(found, texts, rendered, strict=True)
    ]
    env = Environment(loader=FileSystemLoader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    main = env.get_template("slides.html").render(
        report=report,
        slides=slides,
        checked=CHECKED,
        advice=_advice(found),
        more=_judged(report),
        cite=citation(report),
    )
    sheet = f"{style}\n{(templates / 'slides.css').read_text(encoding='utf-8')}"
    script = (templates / "slides.js").read_text(encoding="utf-8")
    return document(report, plain_style(sheet), here="slides", title="Slides", main=main, script=script)


def slides_pdf(report: Report, *, templates: Path, folder: Path) -> bytes:
    """The slides as PDF, 16 to 9: the same bytes from the same pages.

    `templates` is the folder of the typst templates, `folder` a scratch folder. Raises ReportError when typst cannot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    source = slides_source(report)
    return compiled(source, [templates / "template.typ", templates / "slides" / "slides.typ"], folder)


def slides_source(report: Report) -> str:
    """The slides as typst."""
    found = findings(report)
    texts = [shortened(one, MOST) for one in found]
    rendered = pandoc.render([[text] for text, _ in texts], "typst")
    titles = f"title: {string(report.title)}, subtitle: {string(report.subtitle)}, author: {string(report.author)}"
    parts = [f'#import "slides.typ": *\n#show: deck.with({titles}, cite: {string(citation(report))})']
    for one, (_, is_cut), [words] in zip(found, texts, rendered, strict=True):
        facts = f"{string(one.title)}, {bars(one)}, {string(one.weight)}, {string(one.weakest)}, {str(is_cut).lower()}"
        parts.append(f"#slide({facts})[\n{words}\n]")
    judged = _judged(report)
    points = [*_advice(found), *([judged.title] if judged else [])]
    parts.append(
        f"#closing({string(CHECKED)}, {array([string(point) for point in points])}, {string(citation(report))})"
    )
    return "\n\n".join(parts) + "\n"


def _size(finding: Finding, text: str) -> str:
    n = len(text.split()) + 6 * len(finding.bars)
    return "loud" if n <= LOUD else "plain" if n <= PLAIN else "low"


def _advice(found: list[Finding]) -> list[str]:
    """How many findings held, and how a number is checked."""
    n: Mapping[str, int] = Counter(one.weight for one in found if one.marks)
    held = [words.format(n[weight]) for weight, words in HELD.items() if n[weight]]
    told = f"Of {sum(n.values())} findings: {', '.join(held)}."
    return [told, *ADVICE] if held else list(ADVICE)


def _judged(report: Report) -> Page | None:
    """The page that says how far the machine can be trusted."""
    return next((page for page in report.pages if page.slug.startswith("11") and page.body), None)
