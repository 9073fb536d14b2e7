"""Does the report work in a real browser: numbers open rows, rows their articles, on every screen, for everybody?"""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from tests.browser.conftest import ROOT, WIDTHS, faults, watched

SITE = ROOT / "report"
PAGES = sorted(path.name for path in SITE.glob("*.html"))
ARTICLES = sorted(f"articles/{path.name}" for path in (SITE / "articles").glob("*.html"))
ONE = next(name for name in ARTICLES if "--" not in name)
EVENT = f"events/{next((SITE / 'events').glob('*.html')).name}" if (SITE / "events").is_dir() else "index.html"
PAIR = next(name for name in ARTICLES if "--" in name)


def address(name):
    return (SITE / name).as_uri()


def test_the_report_is_there():
    assert (SITE / "index.html").is_file(), "make the report first: make report"


def test_a_number_opens_its_rows_a_row_its_place_and_the_place_leads_back(browser):
    with watched(browser) as page:
        page.goto(address("03_labels.html"))
        cell = page.locator("td a[href^='#cell-']").first
        number = int(cell.inner_text())
        cell.click()
        rows = page.locator(".cell:target tbody tr")
        assert rows.count() == number
        rows.first.locator("a").first.click()
        page.wait_for_selector("article.reading")
        assert page.locator(":target").count() == 1
        assert page.locator(":target").first.is_visible()
        page.locator("details.uses summary").first.click()
        page.locator("details.uses a").first.click()
        assert "articles/" not in page.url
        page.go_back()
        page.wait_for_selector("article.reading")


def test_from_the_front_page_to_the_evidence_and_back(browser):
    with watched(browser, viewport={"width": 390, "height": 844}) as page:
        page.goto(address("index.html"))
        first = page.locator(".finding").first
        assert first.locator(".said").bounding_box()["y"] < 700  # it begins on the first screen of a phone
        words = first.locator(".said li a").first.inner_text()
        first.locator(".said li a").first.click()
        assert words in page.inner_text("blockquote b")
        page.locator("tbody a").first.click()
        page.wait_for_selector("article.reading")
        assert words.strip("“”").lower() in page.inner_text(":target").lower()
        page.go_back()
        page.locator("main a[href^='../']").first.click()
        assert "articles/" not in page.url
        page.goto(address("index.html"))
        page.locator(".finding .more a").first.click()
        assert page.locator("h1").count() == 1


def test_a_number_in_a_sentence_opens_its_rows(browser):
    with watched(browser) as page:
        page.goto(address("07_tolls.html"))
        link = page.locator(".answer a[href^='evidence/rows-']").first
        told = link.inner_text()
        link.click()
        n = int(re.search(r"The ([\d,]+) place", page.inner_text("h1"))[1].replace(",", ""))
        assert told.startswith(str(n))
        assert page.locator("tbody tr").count() == n


def test_what_is_folded_opens_without_a_script(browser):
    with watched(browser, java_script_enabled=False) as page:
        page.goto(address("11_agreement.html"))
        fold = page.locator("details.more").first
        assert not fold.locator("figure").first.is_visible()
        fold.locator("summary").first.click()
        assert fold.locator("figure").first.is_visible()


def test_behind_a_figure_stand_its_rows(browser):
    with watched(browser) as page:
        page.goto(address("03_labels.html"))
        fold = page.locator("figure:not(.table) details.evidence").first
        fold.locator("summary").first.click()
        told = int(re.search(r"[\d,]+", fold.locator("summary").first.inner_text())[0].replace(",", ""))
        assert fold.locator("tbody tr").count() == min(told, 200)
        fold.locator("tbody a").first.click()
        page.wait_for_selector("article.reading")


def test_two_articles_side_by_side_lead_to_each_other(browser):
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        page.goto(address(PAIR))
        one, other = page.locator(".joined li").first.locator(".side").all()
        assert abs(one.bounding_box()["y"] - other.bounding_box()["y"]) < 3
        assert one.bounding_box()["x"] < other.bounding_box()["x"]
        page.locator(".both a.to").first.click()
        assert page.locator(".joint:target").is_visible()
        page.locator(".both h3 a").first.click()
        page.wait_for_selector("article.reading .layers")


def test_the_keyboard_walks_from_mark_to_mark(browser):
    with watched(browser) as page:
        page.goto(address(ONE))
        seen = []
        for key in ("j", "j", "j", "k"):
            page.keyboard.press(key)
            seen.append(page.evaluate("document.activeElement.id"))
        assert len(set(seen[:3])) == 3
        assert seen[3] == seen[1]
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement === document.body")
        page.keyboard.press("Tab")


def test_sentences_are_found_as_one_types_and_lead_to_their_place(browser):
    with watched(browser, viewport={"width": 390, "height": 844}) as page:
        page.goto(address("search.html"))
        page.keyboard.type("CRIMINALS maliki")
        assert page.inner_text("#found") == "2 sentences in 1 outlet"
        assert page.locator("#hits b").first.inner_text().lower() in {"criminals", "maliki"}
        page.locator("#asked").fill("no such words here")
        assert page.inner_text("#found") == "No sentence has these words."
        page.locator("#asked").fill("martyrs")
        page.locator("#hits a").first.click()
        page.wait_for_selector("article.reading")
        assert "martyrs" in page.inner_text(":target")


def test_layers_are_switched_off(browser):
    with watched(browser) as page:
        page.goto(address(ONE))
        label = page.locator("mark.label.author").first
        line = "(one) => getComputedStyle(one).textDecorationLine"
        assert "underline" in label.evaluate(line)
        page.locator("#layer-label").uncheck()
        assert label.evaluate(line) == "none"


def test_without_javascript_all_is_there(browser):
    with watched(browser, java_script_enabled=False) as page:
        page.goto(address(ONE))
        assert page.locator("mark").count() > 20
        page.locator(".beside a[href^='#']").first.click()
        assert page.locator("mark:target").count() == 1
        page.goto(address("03_labels.html"))
        page.locator("td a[href^='#cell-']").first.click()
        assert page.locator(".cell:target").is_visible()


EVERYWHERE = (ONE, PAIR, EVENT, "texts.html", "index.html")


@pytest.mark.parametrize("name", [name for name in PAGES if name not in EVERYWHERE])
def test_every_page_serves_everybody(browser, name):
    """axe-core with all details open, on a phone in light and on a desk in dark; nothing wider than the screen."""
    wrong = []
    for width, scheme in ((390, "light"), (1440, "dark")):
        with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True) as page:
            page.goto(address(name))
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            wrong += faults(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    assert wrong == []


WIDER = """() => [...document.querySelectorAll("figure:has(.marks), .finding .lines")].flatMap((figure) =>
    [figure, ...figure.querySelectorAll(":is(.key, .marks, .lines), .lines *")])
    .filter((one) => !one.closest(".unseen, .track") && one.scrollWidth > one.clientWidth + 1 && one.clientWidth
        || one.getBoundingClientRect().right > innerWidth + 1).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390])
def test_figures_told_as_text_fit_a_phone(browser, width, scheme):
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True) as page:
        told = 0
        for name in PAGES:
            page.goto(address(name))
            if page.locator(".marks").count():
                told += page.locator(".marks").count()
                assert page.evaluate(WIDER) == [], name
                assert faults(page) == [], name
        assert told > 5


def test_a_number_of_a_figure_opens_its_rows(browser):
    with watched(browser) as page:
        page.goto(address("06_agency.html"))
        number = page.locator(".numbers a").first
        told = int(number.inner_text())
        number.click()
        heading = page.locator(":target").inner_text()
        assert int(re.search(r": ([\d,]+) place", heading)[1].replace(",", "")) == told


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_articles_and_pairs_serve_everybody_on_every_screen(browser, width, scheme):
    """The same as of every page, on more screens."""
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True) as page:
        for name in EVERYWHERE:
            page.goto(address(name))
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            assert faults(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_a_term_is_explained_by_pointer_by_key_and_on_its_page(browser):
    with watched(browser) as page:
        page.goto(address("03_labels.html"))
        term = page.locator("a.term").first
        told = term.locator("[role=tooltip]")
        assert not told.is_visible()
        term.hover()
        assert told.is_visible()
        page.mouse.move(0, 0)
        term.focus()
        assert told.is_visible()
        words = told.inner_text()
        term.click()
        assert words in page.locator("dt:target + dd").inner_text()


def at_slide(page):
    """The number of the slide whose top is nearest to that of the screen."""
    tops = page.evaluate("[...document.querySelectorAll('.slide')].map((one) => one.getBoundingClientRect().top)")
    return min(range(len(tops)), key=lambda at: abs(tops[at]))


def test_slides_are_walked_by_keyboard_and_lead_to_their_pages(browser):
    with watched(browser, viewport={"width": 1440, "height": 810}, reduced_motion="reduce") as page:
        page.goto(address("slides.html"))
        last = page.locator(".slide").count() - 1
        walk = [("ArrowRight", 1), (" ", 2), ("ArrowLeft", 1), ("End", last), ("ArrowRight", last), ("Home", 0)]
        for key, goal in walk:
            page.keyboard.press(key)
            assert at_slide(page) == goal, key
        assert page.evaluate("[...document.querySelectorAll('.slide')].every((one) => one.scrollHeight <= innerHeight)")
        page.locator(".slide .on a").first.click()
        page.wait_for_selector("h1")
        assert "slides" not in page.url
    with watched(browser, java_script_enabled=False) as page:
        page.goto(address("slides.html"))
        assert page.locator(".slide >> visible=true").count() == last + 1
        assert len(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages) == last + 1  # one a page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_slides_serve_everybody(browser, width, scheme):
    with watched(browser, viewport={"width": width, "height": 810}, color_scheme=scheme, bypass_csp=True) as page:
        page.goto(address("slides.html"))
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
