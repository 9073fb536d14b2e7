"""Can a reader put rows right in a browser, and is nothing that was decided ever lost?"""

from __future__ import annotations

import http.server
import json
import os
import random
import re
import threading
import urllib.error
import urllib.request

import pytest

from analysis.evidence.study import open_study
from tests.browser.conftest import WIDTHS, faults, press, settled, until, watched

KILLS = int(os.environ.get("COUNTERFRAME_KILLS", "3"))  # 60 for the whole measurement
EVIL = '<script>alert(1)</script> <img src=x onerror=alert(2)> <b onclick="alert(3)">heroes</b> \u202esdrow\u202c'


def opened(page, server):
    page.goto(server.address)
    page.wait_for_selector(".now")
    settled(page)


def mark(page, words):
    """Marks words of the article as a reader does with the mouse."""
    page.evaluate(
        """(words) => {
          const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            const at = node.data.indexOf(words);
            if (at < 0 || node.parentElement.closest(".beside")) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw Error(words);
        }""",
        words,
    )
    page.wait_for_selector("#marked:not([hidden])")


UNMARKED = """() => {
  const walk = document.createTreeWalker(document.querySelector(".text"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const long = node.data.match(/(?<![\\w-])[a-z]{6,}(?![\\w-])/);
    if (long && !node.parentElement.closest("mark, .beside, nav")) return long[0];
  }
}"""


def test_dragging_over_a_mark_from_inside_marks_words(browser, corpus, serve):
    server = serve(corpus, "--kind", "label", "--only", "charged")
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        opened(page, server)
        box = page.locator("mark.now").bounding_box()
        page.mouse.move(box["x"] + 3, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] + 60, box["y"] + box["height"] / 2, steps=8)
        page.mouse.up()
        page.wait_for_selector("#marked:not([hidden])")
        assert "Marked" in page.inner_text("#marked")


def test_on_a_phone_row_and_sentence_are_in_sight_and_choices_are_not_covered(browser, server):
    with watched(browser, viewport={"width": 390, "height": 844}) as page:
        opened(page, server)
        for _ in range(4):
            card, now = page.locator("#card").bounding_box(), page.locator(".now").first.bounding_box()
            assert 0 <= now["y"] < card["y"] - 10
            assert page.locator("#sentence").is_visible()
            page.keyboard.press("Enter")
            settled(page)
        page.locator("#fields button").first.click()
        assert page.locator("#picker").is_visible()
        assert not page.locator(".verdicts").is_visible()
        saved = len(server.decisions)
        page.keyboard.press("Enter")
        settled(page)
        assert "Choose one" in page.inner_text("#status")
        assert len(server.decisions) == saved


def test_ten_rows_one_added_one_taken_back_and_all_is_there_again(browser, server):
    with watched(browser) as page:
        opened(page, server)
        press(page, "Enter", "Enter", "x", "Enter", "Enter", "s", "Enter", "x", "Enter", "Enter", "Enter")
        assert page.inner_text("#count").startswith("10 of ")
        assert len(server.decisions) == 10
        words = page.evaluate(UNMARKED)
        mark(page, words)
        press(page, "a", "1")
        assert page.inner_text("#words") == words
        assert json.loads(server.decisions[-1])["decision"] == "added"
        press(page, "u")
        assert json.loads(server.decisions[-1])["decision"] == "undone"
        press(page, "u")
        assert page.inner_text("#count").startswith("9 of ")
        page.reload()
        page.wait_for_selector(".now")
        assert page.inner_text("#count").startswith("9 of ")
    placed = open_study(server.corpus).placed_decisions
    assert placed["why"].null_count() == placed.height == 9


def test_a_column_is_put_right_by_key_by_click_and_by_words(browser, corpus, serve):
    server = serve(corpus, "--kind", "label", "--only", "charged")
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        opened(page, server)
        press(page, "v", "4")
        said = json.loads(server.decisions[-1])
        assert (said["field"], said["decision"], said["value"]) == ("voice", "corrected", "indirect")
        assert "put right" not in page.inner_text("#status")
        press(page, "b")
        page.locator("mark.mention").first.click()
        settled(page)
        assert json.loads(server.decisions[-1])["field"] == "actor"
        press(page, "b")
        page.keyboard.type("event")
        press(page, "Enter")
        assert json.loads(server.decisions[-1])["value"] == "EVENT"
        row = json.loads(server.decisions[-1])
        words = page.inner_text("#sentence").split()[0]
        page.evaluate("getSelection().removeAllRanges()")
        press(page, "w")
        assert "Mark the right words" in page.inner_text("#status")
        assert len(server.decisions) == 3
        press(page, "Enter")
        assert words
        assert len(server.decisions) == 4
    study = open_study(corpus)
    here = study.decided_rows("label", study.machine_rows("label")).filter(
        article_id=row["article_id"], start=row["start"]
    )
    assert here.select("actor", "voice", "status").row(0) == ("EVENT", "indirect", "corrected")


def test_other_words_are_marked_in_the_text(browser, corpus, serve):
    server = serve(corpus, "--kind", "label")
    with watched(browser, viewport={"width": 1440, "height": 900}) as page:
        opened(page, server)
        words = page.inner_text("mark.now")
        page.locator("mark.now").first.dblclick()
        page.wait_for_selector("#marked:not([hidden])")
        marked = re.search("“(.*)”", page.inner_text("#marked"))[1]
        press(page, "w")
        assert json.loads(server.decisions[-1])["value"] == marked
        assert marked in words


def test_a_server_that_is_killed_takes_nothing_along_and_the_page_goes_on(browser, server):
    with watched(browser) as page:
        opened(page, server)
        press(page, "Enter")
        server.kill()
        page.keyboard.press("Enter")
        page.wait_for_selector("#alarm:not([hidden])")
        assert "Not saved yet" in page.inner_text("#alarm")
        assert len(server.decisions) == 1
        server.start()
        settled(page)
        until(lambda: len(server.decisions) == 2)
        assert page.inner_text("#count").startswith("2 of ")
        press(page, "u")
        assert json.loads(server.decisions[-1])["decision"] == "undone"


def test_whenever_it_is_killed_all_that_was_saved_is_there(browser, server):
    chance, saved = random.Random(7), 0
    with watched(browser) as page:
        opened(page, server)
        for _ in range(KILLS):
            killer = threading.Timer(chance.uniform(0.05, 1.2), server.process.kill)
            killer.start()
            while killer.is_alive() or server.process.poll() is None:
                if page.locator("body[aria-busy]").count() == 0:
                    page.keyboard.press(chance.choice(["Enter", "x"]))
                page.wait_for_timeout(10)
            killer.join()
            server.process.wait()
            server.start()
            settled(page)
            told = int(page.inner_text("#count").split()[0])
            placed = open_study(server.corpus).placed_decisions.filter(reader="Ann Lee")
            rows = placed.select("kind", "article_id", "start", "end").unique().height
            assert told <= rows
            assert told >= saved
            saved = told


def test_two_windows_at_once_lose_nothing(browser, server):
    with watched(browser) as one, watched(browser) as other:
        opened(one, server)
        opened(other, server)
        for _ in range(5):
            one.keyboard.press("Enter")
            other.keyboard.press("x")
            settled(one)
            settled(other)
        assert len(server.decisions) == 10
        one.reload()
        one.wait_for_selector(".now")
        assert one.inner_text("#count").startswith("5 of ")


def answer(address, *, method="GET", body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    asked = urllib.request.Request(address, method=method, data=body, headers=named)
    try:
        with urllib.request.urlopen(asked) as got:
            return got.status
    except urllib.error.HTTPError as wrong:
        return wrong.code


def test_a_page_of_another_origin_does_not_reach_the_desk(browser, server, tmp_path):
    home, token = server.address.split("/?token=")
    decide = {"method": "POST", "body": b"{}"}
    assert answer(f"{home}/") == 403
    assert answer(server.address) == 200
    assert answer(server.address, Host="evil.example:80") == 403
    assert answer(f"{home}/undo", **decide) == 403
    assert answer(f"{home}/undo", X_Counterframe_Token=token, Origin="http://evil.example", **decide) == 403
    assert answer(f"{home}/undo", X_Counterframe_Token="x" + token[1:], **decide) == 403
    assert answer(f"{home}/undo", X_Counterframe_Token=token, Origin=home, **decide) == 200
    assert answer(f"{home}/decide", X_Counterframe_Token=token, **decide) == 400
    assert answer(f"{home}/../corpus.toml", X_Counterframe_Token=token) == 404
    (tmp_path / "other.html").write_text(
        f"""<script>
        const said = (promise) => promise.then(() => "reached", () => "refused")
          .then((how) => (document.title += how + " "));
        const post = {{ method: "POST", body: "{{}}", credentials: "include" }};
        said(fetch("{home}/undo", {{ ...post, headers: {{ "X-Counterframe-Token": "{token}" }} }}));
        said(fetch("{server.address}", {{ credentials: "include" }}));
        </script><iframe src="{server.address}"></iframe>"""
    )

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given, **named):
            super().__init__(*given, directory=str(tmp_path), **named)

        def log_message(self, *_):
            pass

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{other.server_port}/other.html")
    until(lambda: page.title().count("refused") == 2)
    until(lambda: page.frames[1].url.startswith("chrome-error:"))  # the frame is refused as well, if later
    assert server.decisions == []
    context.close()
    other.shutdown()


def test_what_an_article_says_stays_text(browser, tmp_path, serve):
    folder = tmp_path / "evil"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw/one.txt").write_text(f"{EVIL}\n\nThe Army shot three guards. {EVIL} “Thugs,” Lee said.\n")
    (folder / "corpus.toml").write_text(
        '[corpus]\nid = "evil"\ntitle = "<script>alert(4)</script>"\n[[event]]\nid = "e"\ntitle = "E"\n'
        'start = 2020-01-01\nend = 2020-01-31\n[[outlet]]\nid = "g"\nname = "<b>Gazette</b>"\n'
        '[[article]]\nid = "one"\nevent = "e"\noutlet = "g"\nfile = "raw/one.txt"\ndate = 2020-01-02\n'
    )
    server = serve(folder, reader="<i>Ann</i> Lee")
    with watched(browser) as page:
        opened(page, server)
        assert page.locator("#text script, #text img, #text b[onclick], #card i, #card img").count() == 0
        assert "<script>alert(1)</script>" in page.inner_text("#text")
        assert "\u202e" not in page.inner_text("#text")
        mark(page, "Army")
        press(page, "a", "1", "Enter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_use_it(browser, desk, width, scheme):
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True) as page:
        opened(page, desk)
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert faults(page) == []
        press(page, "b")
        assert faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_it_says_how_to_go_on(browser, desk):
    with watched(browser, java_script_enabled=False) as page:
        page.goto(desk.address)
        assert "--export sheet.csv" in page.inner_text("noscript")


def test_a_port_in_use_and_a_nameless_reader(corpus, serve):
    one, two = serve(corpus), serve(corpus)
    assert one.address.split("/?")[0] != two.address.split("/?")[0]
