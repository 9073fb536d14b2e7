"""Can a class code in a browser, from a folder on a stick, and is nothing lost by a crash?"""

from __future__ import annotations

import functools
import http.server
import os
import random
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from analysis.codings.table import anchor_records, read_codings
from analysis.corpus import read_corpus
from analysis.report.lab.export import write_lab
from tests.browser.conftest import FLAGS, ROOT, faults, until, watched

pytestmark = pytest.mark.xdist_group("lab")  # one folder for all: to make it takes longer than most of the tests
KILLS = int(os.environ.get("COUNTERFRAME_KILLS", "3"))  # 60 for the whole measurement
PAGES = {390: ("desk", "concordance"), 1440: ("index", "desk", "concordance", "paste")}
CORPUS = ROOT / "data/corpora/iraq-2004-2008"
EVIL = "<script>alert(1)</script> 🦊🦊 <b onclick=alert(2)>heroes</b> went home. \u202eSdrow\u202c followed 🦊 them."


@pytest.fixture(scope="module")
def lab(tmp_path_factory) -> Path:
    return write_lab(CORPUS, tmp_path_factory.mktemp("lab") / "class").parent


def opened(page, lab):
    page.context.set_offline(True)
    page.goto((lab / "desk.html").as_uri())
    page.wait_for_selector("[data-ready]")


def begin(page, name, sheet, article="cnn-2008-basra"):
    if page.locator("[data-part=setup]").is_hidden():
        page.click("[data-part=change]")
    page.fill("[data-part=coder]", name)
    page.select_option("[data-part=article]", article)
    page.select_option("[data-part=sheet]", sheet)
    page.press("[data-part=coder]", "Enter")
    page.wait_for_selector("[data-part=work]:not([hidden])")


def go_on(page, name):
    page.click(f"[data-part=go-on] button:text('Go on as {name} on')")
    page.wait_for_selector("[data-part=work]:not([hidden])")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def told(page, part, words):
    until(lambda: words in page.inner_text(f"[data-part={part}]"))
    return page.inner_text(f"[data-part={part}]")


def saved(page):
    until(lambda: page.inner_text("[data-part=saved]") == "saved")


def kept(page):
    return int(page.get_attribute("[data-part=saved]", "data-n") or 0)


def file_of(page, folder):
    with page.expect_download() as found:
        page.click("[data-part=save]")
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def placed(path, corpus=CORPUS):
    return anchor_records(read_codings([path]), read_corpus(corpus).articles)


def test_ten_sentences_are_coded_reloaded_saved_and_opened_again(browser, lab, tmp_path):
    with watched(browser) as page:
        opened(page, lab)
        begin(page, "Ånn Lée", "entman")
        press(page, *["p", "Enter"] * 5)
        saved(page)
        page.reload()
        page.wait_for_selector("[data-part=work]:not([hidden])")
        assert page.inner_text("[data-part=count]") == "5 of 39 sentences read"
        press(page, *["c", "Enter", "Enter"] * 2, "e", "n")
        page.keyboard.type("why, though?")
        press(page, "Enter", "Enter")
        assert page.inner_text("[data-part=count]") == "10 of 39 sentences read"
        path = file_of(page, tmp_path)
        assert path.name == "entman--ann-lee.jsonl"
        records = placed(path)
        assert records.height == 10
        assert records["start"].null_count() == 0
        assert records["text"].to_list() == records["sentence"].to_list()
        assert records["problem"].to_list() == ["yes"] * 5 + ["no"] * 5
        assert records["moral"].to_list() == ["no"] * 9 + ["yes"]
        assert records["note"].to_list()[-1] == "why, though?"
        assert set(records["coder"]) == {"Ånn Lée"}
    with watched(browser) as page:  # another computer
        opened(page, lab)
        begin(page, "Ånn Lée", "entman")
        page.set_input_files("[data-part=open]", path)
        told(page, "count", "10 of")
        again = file_of(page, tmp_path / "again")
        assert again.read_bytes() == path.read_bytes()
        press(page, "u")
        assert page.inner_text("[data-part=count]").startswith("0 of")


def words_of(page, at):
    return page.locator(f"[data-at='{at}'] [data-s]")


def test_words_are_marked_by_mouse_by_touch_and_by_keys_alike(browser, lab, tmp_path):
    made = []
    for way in ("keys", "mouse", "touch"):
        with watched(browser, has_touch=way == "touch", viewport={"width": 1280, "height": 900}) as page:
            opened(page, lab)
            begin(page, way, "counterframe")
            if way == "keys":
                press(page, "j", "ArrowRight", "ArrowRight", "Shift+ArrowRight")
            elif way == "touch":
                words_of(page, 1).nth(1).tap()
                words_of(page, 1).nth(2).tap()
            else:
                one, two = (words_of(page, 1).nth(at).bounding_box() for at in (1, 2))
                page.mouse.move(one["x"] + 1, one["y"] + one["height"] / 2)
                page.mouse.down()
                page.mouse.move(two["x"] + two["width"] - 1, two["y"] + two["height"] / 2, steps=6)
                page.mouse.up()
                page.wait_for_selector(".pick")
            press(page, "i", "1", "s", "o")
            made.append(placed(file_of(page, tmp_path)).row(0, named=True))
            press(page, *"uuuu")
            assert page.locator(".codes button").count() == 0
            press(page, "u")
            assert page.inner_text("[data-part=status]") == "There is nothing to undo."
    for row in made:
        words = {name: row[name] for name in ("text", "start", "end", "voice", "tone", "distanced", "holder", "actor")}
        assert words == {"text": "al-Sadr offers", "voice": "indirect", "tone": "negative"} | {
            "distanced": "true", "holder": "author", "actor": None, "start": made[0]["start"], "end": made[0]["end"],
        }  # fmt: skip


def test_two_codings_side_by_side_differences_first_and_a_third_is_handed_in(browser, lab, tmp_path):
    with watched(browser) as page:
        opened(page, lab)
        begin(page, "Ben", "entman")
        press(page, "Enter", "Enter", "e", "Enter", "Enter")
        ben = file_of(page, tmp_path)
        begin(page, "Ann", "entman")
        assert "read, no code" not in page.inner_text("[data-part=text]")  # blind to Ben
        press(page, "Enter", "p", "Enter", "e", "Enter", "r", "Enter")
        page.set_input_files("[data-part=side]", ben)
        page.wait_for_selector("[data-part=agree]:not([hidden])")
        assert page.inner_text("[data-part=status]") == "2 places differ and stand first."
        assert [page.locator(".line").nth(at).get_attribute("data-at") for at in range(4)] == ["1", "3", "0", "2"]
        page.click("[data-at='1'] button:text('take Ann’s')")
        press(page, "j", "c", "Enter")
        page.click("[data-part=agree]")
        saved(page)
        page.reload()
        page.wait_for_selector("[data-part=agree]:not([hidden])")
        assert page.inner_text("[data-part=count]") == "4 of 39 sentences agreed"
        agreed = placed(file_of(page, tmp_path))
        assert (tmp_path / "entman--agreed-ann-ben.jsonl").is_file()
        assert agreed["problem"].to_list() == ["no", "yes", "no", "no"]
        assert agreed["cause"].to_list() == ["no", "no", "no", "yes"]
        assert set(agreed["coder"]) == {"agreed"}
        page.click("[data-part=change]")
        assert page.input_value("[data-part=coder]") == ""
        page.wait_for_selector("[data-part=go-on] button")
        assert "agreed" not in page.inner_text("[data-part=go-on]")
        begin(page, "Cleo", "entman")  # a second pair on the same computer
        press(page, "c", "Enter")
        page.set_input_files("[data-part=open]", ben)
        assert "is by Ben, and this is the coding of Cleo" in told(page, "status", "not opened")
        page.set_input_files("[data-part=side]", ben)
        page.wait_for_selector("[data-part=agree]:not([hidden])")
        assert page.inner_text("[data-part=count]") == "0 of 39 sentences agreed"


def test_sheets_of_marks_side_by_side_and_what_cannot_be_compared(browser, lab, tmp_path):
    with watched(browser) as page:
        opened(page, lab)
        begin(page, "Ben", "counterframe")
        press(page, "Enter", "Enter", "Enter", "ArrowRight", "a", "Enter")
        ben = file_of(page, tmp_path)
        begin(page, "Dan", "counterframe", "wsws-2008-basra")
        press(page, "ArrowRight", "a")
        dan = file_of(page, tmp_path)
        begin(page, "Ann", "counterframe")
        page.set_input_files("[data-part=side]", ben)
        told(page, "status", "Your own coding of this article is empty")
        press(page, "Enter", "ArrowRight", "i", "Enter", "Enter", "Enter")
        page.set_input_files("[data-part=side]", dan)
        told(page, "status", "nothing on this article in counterframe--dan.jsonl; it has wsws-2008-basra")
        page.set_input_files("[data-part=side]", ben)
        assert "2 places differ" in told(page, "status", "count as read")
        assert page.inner_text("[data-at='0'] .sides").count("read, no code") == 2  # of both; agreed: not yet
        page.click("[data-at='1'] button:text('take Ben’s')")  # who left it empty
        page.click("[data-part=agree]")
        assert page.inner_text("[data-part=count]") == "3 of 39 sentences agreed"
        begin(page, "Ann", "entman")
        press(page, "Enter")
        page.set_input_files("[data-part=side]", ben)
        assert told(page, "status", "Not opened").count("Line") == 1


def test_a_sheet_of_ones_own_and_a_file_that_is_not_in_order(browser, lab, tmp_path):
    head = "kind,unit,field,value,key,definition,example,source\n"
    (tmp_path / "My Sheet.csv").write_text(head + "tone,sentence,mood,calm,c,It is calm.,,me\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(head + "tone,page,mood,calm,j,It is calm.,,me\n", encoding="utf-8")
    (tmp_path / "wrong.jsonl").write_text('{"doc":"cnn-2008-basra","kind":"tone","start":3,"end":9}\nno\n')
    with watched(browser) as page:
        opened(page, lab)
        page.set_input_files("[data-part=own]", tmp_path / "bad.csv")
        wrong = told(page, "setup-status", "not taken")
        assert "unit is “page”" in wrong
        assert "key is “j”" in wrong
        page.set_input_files("[data-part=own]", tmp_path / "My Sheet.csv")
        told(page, "setup-status", "my-sheet is here")
        begin(page, "Ann", "my-sheet")
        press(page, "c", "Enter", "Enter")
        path = file_of(page, tmp_path)
        assert placed(path)["mood"].to_list() == ["calm", "none"]
        page.reload()
        page.wait_for_selector("[data-part=work]:not([hidden])")
        assert page.inner_text("[data-part=count]").startswith("2 of")
        page.set_input_files("[data-part=open]", tmp_path / "wrong.jsonl")
        wrong = told(page, "status", "not opened")
        assert "Line 1" in wrong
        assert "Line 2" in wrong


class Chromium:
    """A browser that can be killed, with a profile that stays."""

    def __init__(self, kind, profile):
        name = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        port = profile / "DevToolsActivePort"
        port.unlink(missing_ok=True)
        asked = [
            name,
            *FLAGS,
            "--headless=new",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
            "about:blank",
        ]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(asked, stdout=quiet, stderr=quiet, start_new_session=True)
        until(lambda: port.is_file() and port.read_text().count("\n"))
        address = f"http://127.0.0.1:{port.read_text().splitlines()[0]}"
        self.browser = kind.connect_over_cdp(address)
        self.page = self.browser.contexts[0].pages[0]

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)  # the group is its own: started with a session
        self.process.wait()


def test_a_browser_that_is_killed_loses_at_most_the_last_click(browser, lab, tmp_path):
    chance, n, shown, lost = random.Random(7), 0, 0, []
    (tmp_path / "profile").mkdir()
    for kill in range(KILLS + 1):
        chromium = Chromium(browser.browser_type, tmp_path / "profile")
        page = chromium.page
        page.goto((lab / "desk.html").as_uri())
        page.wait_for_selector("[data-ready]")
        if kill:
            go_on(page, "Ann")
        else:
            begin(page, "Ann", "entman")
        here = kept(page)
        if kill:
            lost.append(n - here)
            assert shown <= here <= n  # what was called saved is there
        n, shown = here, here
        for _ in range(chance.randint(1, 12)):
            until(lambda: kept(page) == n)  # noqa: B023
            shown = n
            page.keyboard.press(chance.choice("pcer"))
            n += 1
        page.wait_for_timeout(chance.choice((0, 0, 5, 15, 30, 60)))
        shown = max(shown, kept(page))
        chromium.kill()
        chromium.browser.close()
    assert max(lost) <= 1, lost
    print(f"{KILLS} kills: {sum(lost)} last clicks lost")  # noqa: T201


def test_two_windows_do_not_write_over_each_other_and_no_click_is_pressed_twice(browser, lab, tmp_path):
    with watched(browser) as page:
        opened(page, lab)
        begin(page, "Ann", "entman")
        page.click("[data-id='frame.problem=yes']")
        press(page, "Enter")  # goes on, and does not take the code away
        assert placed(file_of(page, tmp_path))["problem"].to_list() == ["yes"]
        press(page, "u", "u")
        assert page.get_attribute(".line[aria-current]", "data-at") == "0"
        saved(page)
        other = page.context.new_page()
        opened(other, lab)
        assert other.is_hidden("[data-part=work]")  # nobody's codes before a click
        go_on(other, "Ann")
        press(other, "c", "Enter")
        saved(other)
        press(page, "r")
        assert "another window" in told(page, "alarm", "window")
        assert placed(file_of(page, tmp_path))["remedy"].to_list() == ["yes"]
        other.reload()
        other.wait_for_selector("[data-part=work]:not([hidden])")
        assert placed(file_of(other, tmp_path))["cause"].to_list() == ["yes"]


def test_a_full_disk_is_told_at_once_and_the_file_has_everything(browser, lab, tmp_path):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=lab)
    handler.log_message = lambda *said: None
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{served.server_port}"
    with watched(browser) as page:
        page.goto(f"{address}/desk.html")
        page.wait_for_selector("[data-ready]")
        quota = page.context.new_cdp_session(page)
        quota.send("Storage.overrideQuotaForOrigin", {"origin": address, "quotaSize": 1})
        begin(page, "Ann", "entman")
        press(page, "p", "Enter", "p", "Enter", "c")
        page.wait_for_selector("[data-part=alarm]:not([hidden])")
        assert "no room" in page.inner_text("[data-part=alarm]")
        assert page.inner_text("[data-part=saved]") == "not saved"
        file = file_of(page, tmp_path)
        assert placed(file)["problem"].to_list() == ["yes", "yes", "no"]
        quota.send("Storage.overrideQuotaForOrigin", {"origin": address})
        retry = "[data-part=retry]"  # hidden as soon as a write succeeds: clicked without waiting to see it
        until(lambda: page.eval_on_selector(retry, "b => b.click()") or page.inner_text("[data-part=saved]") == "saved")
        page.reload()
        page.wait_for_selector("[data-ready]")
        begin(page, "Ann", "entman")
        assert page.inner_text("[data-part=count]").startswith("3 of")
        assert file_of(page, tmp_path / "again").read_bytes() == file.read_bytes()
    served.shutdown()


def test_article_text_is_data_and_offsets_count_characters(browser, corpus, tmp_path):
    raw = corpus / "raw" / "evil.txt"
    raw.write_text(f"An animal story\n\n{EVIL}\n", encoding="utf-8")
    with (corpus / "corpus.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[article]]\nid = "evil"\nevent = "basra-2008"\noutlet = "cnn"\n')
        file.write('file = "raw/evil.txt"\ndate = 2008-04-01\ntitle = "<img src=x onerror=alert(3)>"\n')
    lab = write_lab(corpus, tmp_path / "class", exercises=False).parent
    with watched(browser) as page:
        opened(page, lab)
        begin(page, "Ann", "process-types", "evil")
        assert "<script>alert(1)</script>" in page.inner_text("[data-part=text]")
        assert page.locator("[data-part=text] :is(script, b, img)").count() == 0
        page.locator("[data-part=text] [data-s]", has_text=re.compile("^followed$")).click()
        press(page, "1")
        page.locator("[data-part=text] [data-s]", has_text=re.compile("^home$")).click()
        press(page, "2")
        found = placed(file_of(page, tmp_path), corpus)
        assert found["text"].to_list() == ["home", "followed"]
        assert found["start"].to_list() == found["doc_start"].to_list()
        for name in ("concordance", "articles/evil", "machine/articles/evil", "texts"):
            page.goto((lab / f"{name}.html").as_uri())
        page.goto((lab / "concordance.html").as_uri())
        page.fill("#asked", "heroes")
        assert page.locator("#lines li").count() == 1


def test_concordance_and_two_texts_count_as_a_pencil_does(browser, lab):
    with watched(browser) as page:
        page.goto((lab / "concordance.html").as_uri())
        page.fill("#asked", "milit*")
        rows = page.locator("#counts tbody tr")
        counted = sum(int(rows.nth(at).locator("td").first.inner_text()) for at in range(rows.count()))
        texts = read_corpus(CORPUS).articles["text"].to_list()
        assert counted == sum(len(re.findall(r"(?<![\w'’-])milit", text.lower())) for text in texts)
        assert page.locator("#lines li").count() == counted
        page.select_option("#order", "after")
        page.fill("#asked", "state of law")
        assert page.locator("#lines b").first.inner_text().lower() == "state of law"

        page.goto((lab / "paste.html").as_uri())
        page.fill("#text-a", "Riot riot police. “Thugs,” he said. The riot.")
        page.fill("#text-b", "Protest police riot, the besieged town said.")
        first = page.locator("#keys tbody tr").first
        # riot: 3 of 8 words against 1 of 7, log2((3/8)/(1/7)) = 1.39
        assert first.inner_text().split() == ["riot", "3", "1", "1.39"]
        # one of eight words stands in marks: 12.5 %
        assert page.locator("#sizes tbody tr").first.inner_text().split() == ["First", "8", "1", "12.5", "%", "1", "3"]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_pages_are_for_everybody(browser, lab, width, scheme):
    with watched(browser, viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        for name in PAGES[width]:
            page.goto((lab / f"{name}.html").as_uri())
            if name == "desk":
                page.wait_for_selector("[data-ready]")
                assert faults(page) == []
                begin(page, "Ann", "counterframe", "islamonline-2004-najaf")
                press(page, "j", "ArrowRight", "a")
            if name == "concordance":
                page.fill("#asked", "martyr*")
            assert faults(page) == [], name
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
