"""How does the report look in a browser?

One page for the findings, one for each notebook, one for the references. A page holds everything it shows (style,
pictures, data), asks nothing of the network and runs no script but its own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape

from analysis.report import front, glossary, pandoc
from analysis.report.evidence_lists import Quote, list_parts
from analysis.report.findings import findings
from analysis.report.html_blocks import block_html, code_html, figure_html, prose_html
from analysis.report.list_pages import list_file
from analysis.report.method import SLUG
from analysis.report.page import Code, Figure, Page, Prose, Report, Table

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MORE = re.compile(r'(<div class="prose">\s*)(<h2.*?</h2>)', re.DOTALL)  # where a section begins that is folded
OPENING = re.compile(r"<p>(.*?)</p>", re.DOTALL)  # a paragraph
START = "00"  # the page whose first paragraph says what is here
OPEN = r'<details class="more"><summary>\2</summary>\n\1'
TEXTS, SEARCH = "texts", "search"  # the page that leads to the articles, and the one that looks through them


def _body(page: Page, fragments: list[str], report: Report) -> tuple[str, str]:
    """The answer and the body of a page; `fragments` are its prose, rendered, the answer's first."""
    prose = iter(fragments)
    answer = "\n".join(next(prose) for _ in page.answer)
    shown = [block for block in page.body if not isinstance(block, Code)]
    body = [prose_html(next(prose)) if isinstance(block, Prose) else block_html(block, report) for block in shown]
    folded = ""
    for at, block in enumerate(shown):
        if isinstance(block, Prose) and (block.more or block.text.startswith("## ")):
            body[at] = folded + (body[at] if not block.more else MORE.sub(OPEN, body[at], count=1))
            folded = "</details>\n" if block.more else ""
    return answer, "\n".join([*body, folded + code_html(page)])


# The pages by what they are for, in three groups; by the beginning of their names. What stands in none is a guide.
GROUPS = {
    "The texts": (TEXTS, SEARCH, "01", "02", "05"),
    "The findings": ("index", "03", "04", "06", "07", "08", "09", "13"),
    "How sure": ("10", "11", "method", "references"),
}


def _navigation(report: Report, here: str, root: str) -> str:
    texts = [(TEXTS, "Texts")] if report.where else []
    texts += [(SEARCH, "Search")] if report.searched else []
    names = [("index", "Findings"), *texts, *((page.slug, page.label) for page in report.pages)]
    names += [("references", "References")] if report.bibliography else []
    names += [(glossary.SLUG, "Glossary")]
    groups: dict[str, list[str]] = {group: [] for group in (*GROUPS, "Guide")}
    for name, label in report.doors or names:
        mark = ' aria-current="page"' if name == here else ""
        group = next(
            (group for group, starts in GROUPS.items() if name.startswith(starts) and not report.doors), "Guide"
        )
        groups[group].append(f'<li><a href="{root}{name}.html"{mark}>{escape(label)}</a></li>')
    if report.doors:
        return f'<nav class="pages" aria-label="Pages"><ul>{"".join(groups["Guide"])}</ul></nav>'
    shown = (f"<li><span>{group}</span><ul>{''.join(items)}</ul></li>" for group, items in groups.items() if items)
    return f'<nav class="pages" aria-label="Pages"><ul>{"".join(shown)}</ul></nav>'


def _contents(body: str) -> str:
    found = re.findall(r'<h2 id="([^"]+)">(.*?)</h2>', body, re.DOTALL)
    if len(found) < 2:
        return ""
    items = "".join(f'<li><a href="#{name}">{re.sub("<[^>]+>", "", title)}</a></li>' for name, title in found)
    return f'<nav class="contents" aria-label="On this page"><p>On this page</p><ul>{items}</ul></nav>'


def _turn(report: Report, at: int) -> str:
    """Links to the page before and the page behind."""
    turns = []
    for step, word, kind in ((-1, "Before", "prev"), (1, "Next", "next")):
        if 0 <= at + step < len(report.pages):
            page = report.pages[at + step]
            turns.append(f'<a rel="{kind}" href="{page.slug}.html"><span>{word}</span> {escape(page.title)}</a>')
    return f'<nav class="turn" aria-label="Neighbouring pages">{"".join(turns)}</nav>' if turns else ""


def plain_style(style: str) -> str:
    """A style sheet without its comments."""
    return re.sub(r"/\*.*?\*/\s*", "", style, flags=re.DOTALL).strip()


def document(
    report: Report,
    style: str,
    *,
    here: str,
    title: str,
    main: str,
    turn: str = "",
    root: str = "",
    script: str = "",
    sheets: Sequence[str] = ("style",),
) -> str:
    """A page of the site. `root` is the way to its front; a `script` is the only one that may run there.

    A page at the front carries its style, so that it can be sent alone; the many in folders share `sheets`.
    """
    full = report.title if here == "index" else f"{title} · {report.title}"
    made = f' · <a href="{root}{SLUG}.html">How it was made</a>' if SLUG in report.slugs else ""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"{POLICY}; script-src 'sha256-{digest}'" if script else POLICY
    looks = f"<style>\n{style}\n</style>"
    if root:
        looks = "\n".join(f'<link rel="stylesheet" href="{root}{name}.css">' for name in sheets)
        policy = policy.replace("style-src", "style-src 'self' file:")
    run = f"<script>{script}</script>\n" if script else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="generator" content="{escape(report.generator)}">
<meta name="color-scheme" content="light dark">
<title>{escape(full)}</title>
<link rel="icon" href="data:,">
{looks}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
<header class="masthead">
<p class="name"><a href="{root}index.html">{escape(report.title)}</a> <span>{escape(report.subtitle)}</span></p>
{_navigation(report, here, root)}
</header>
<div class="sheet">
<main id="main">
{main}
</main>
</div>
{turn}
<footer><p>{escape(report.generator)}{made}</p></footer>
{run}</body>
</html>
"""


def _findings(report: Report, answers: list[str]) -> str:
    """Each question with its short answer and one figure."""
    guide = "Each question with its short answer. A question leads to its page, a number to the places it counts."
    heading = f'<p class="kicker">Findings</p>\n<h1>{escape(report.subtitle or report.title)}</h1>'
    parts = [f'{heading}\n<p class="lede">{guide}</p>']
    for page, answer in zip(report.pages, answers, strict=True):
        figure = figure_html(page.finding, report, on=page.slug) if page.finding else ""
        heading = f'<h2><a href="{page.slug}.html">{escape(page.title)}</a></h2>'
        parts.append(f'<section class="finding">{heading}\n<div class="prose">{answer}</div>\n{figure}</section>')
    parts.append(front.elsewhere(report))
    return "\n".join(parts)


LINK = r'<a href="#((?:rows|from)-[\w-]+)">(.*?)</a>'  # a number in a sentence, as pandoc sets it


def _quotes(fragment: str) -> dict[str, Quote]:
    """The numbers of a piece of prose that open rows, by the name of their list; each with its sentence."""
    found = {}
    for link in re.finditer(LINK, fragment, re.DOTALL):
        around = fragment[: link.start()] + "\0" + link[2] + "\1" + fragment[link.end() :]
        sentences = re.split(r"(?<=[.!?]) +(?=[A-Z\d“])", re.sub(r"<[^>]*>", "", around))
        sentence = next(sentence for sentence in sentences if "\0" in sentence)
        found[link[1]] = (unescape(link[2]), sentence.strip().replace("\0", "<b>").replace("\1", "</b>"))
    return found


def openers(report: Report) -> dict[str, str]:
    """Where does a number in a sentence lead, by the name of its link? To its rows, or to its figure or table."""
    blocks = [(page, block) for page in report.pages for block in page.body if isinstance(block, Figure | Table)]
    return {name: list_file(name) for page in report.pages for name in page.lists} | {
        f"from-{block.name.replace('_', '-')}": f"{page.slug}.html#{type(block).__name__.lower()}-{block.number}"
        for page, block in blocks
        if block.number
    }


def opened(fragment: str, goals: Mapping[str, str]) -> str:
    """A piece of prose with its numbers leading to where they are opened, as far as there is such a place."""
    return re.sub(
        LINK, lambda m: f'<a href="{goals[m[1]]}">{m[2]}</a>' if m[1] in goals else m[2], fragment, flags=re.DOTALL
    )


def site(report: Report, *, style: str) -> Iterator[tuple[str, str]]:
    """What is in each file of the site? One after the other: lists of evidence may be larger than the memory.

    index.html with the findings, one page for each notebook (02_words.html), one in evidence/ for each list of evidence
    that is too long for its page, references.html where there is a bibliography. `style` is the style sheet that every
    page carries. Yields file name and text.
    Raises ReportError when a figure's file is missing.
    """
    pieces = [[piece.text for piece in page.prose] for page in report.pages]
    found = pandoc.render(pieces, "html", slugs=report.slugs)
    quotes = {name: quote for page in found for fragment in page for name, quote in _quotes(fragment).items()}
    goals = openers(report)
    rendered = [[opened(fragment, goals) for fragment in page] for page in found]
    bodies = [_body(page, prose, report) for page, prose in zip(report.pages, rendered, strict=True)]
    style = plain_style(style)
    for file, slug, title, main in list_parts(report, quotes):
        yield file, document(report, style, here=slug, title=title, main=main, root="../")
    for at, (page, (answer, body)) in enumerate(zip(report.pages, bodies, strict=True)):
        short = f'<div class="answer">{answer}</div>' if answer else ""
        head = f'<p class="kicker">{escape(page.label)}</p>\n<h1>{escape(page.title)}</h1>'
        main = glossary.explained(f"{head}\n{short}\n{_contents(body)}\n{body}")
        turn = _turn(report, at)
        yield f"{page.slug}.html", document(report, style, here=page.slug, title=page.title, main=main, turn=turn)
    said = {
        block.text: words
        for page, prose in zip(report.pages, rendered, strict=True)
        for block, words in zip(page.prose, prose, strict=True)
    }
    told = [(one, said[one.words[0]]) for one in findings(report) if one.marks]
    tables = [
        (str(block.finding["table"]), said[block.text])
        for page in report.pages
        for block in page.prose
        if "table" in block.finding
    ]
    starts = (
        prose[0] for page, prose in zip(report.pages, rendered, strict=True) if page.slug[:2] == START and page.answer
    )
    here = OPENING.match(next(starts, ""))
    main = (
        front.front(report, told, tables, here[1] if here else "")
        if told
        else _findings(report, [answer for answer, _ in bodies])
    )
    yield "index.html", document(report, style, here="index", title="Findings", main=main)
    terms = glossary.glossary()
    yield f"{glossary.SLUG}.html", document(report, style, here=glossary.SLUG, title="Glossary", main=terms)
    if report.bibliography:
        works = f'<h1>References</h1>\n<div class="prose">{pandoc.references(report.bibliography, "html")}</div>'
        yield "references.html", document(report, style, here="references", title="References", main=works)
