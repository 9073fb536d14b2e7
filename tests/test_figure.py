import hashlib
import json
import math
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path

import matplotlib
import polars as pl
import pytest

from analysis.corpus import Corpus
from analysis.corpus.manifest import Article, Event, Info, Manifest, Outlet
from analysis.report.figure import FIGURE, TABLE, Figure, TableView, csv
from analysis.report.page import show
from analysis.report.plots.canvas import day, fit, folded, note, nothing, panels, renderer_of
from analysis.report.plots.canvas import shorten as shortened
from analysis.report.plots.corpus import timeline_figure
from analysis.report.plots.labels import matrix_figure
from analysis.report.style import EDGE, GREY, INK, MARKERS, PALETTE, SETTINGS, VOICES, colours, marker, style
from analysis.schema import ARTICLES, AUDIT, PARAGRAPHS

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "R&B <Weekly> $5_a and $6"


def newsroom(*outlets, events=("e1",), each=1, named=None):
    """A corpus of `each` article by every outlet on every event, one a day from 1 March on; ids e1-0, e1-1 …"""
    named, first = named or {}, date(2008, 3, 1)
    found = [
        {"event": event, "outlet": outlet, "date": first + timedelta(place), "date_basis": "stated"}
        for event in events
        for place, outlet in enumerate(outlet for outlet in outlets for _ in range(each))
    ]
    rows = [{**row, "article_id": f"{row['event']}-{index}", "title": "A day"} for index, row in enumerate(found)]
    manifest = Manifest(
        corpus=Info(id="c", title="C"),
        event=tuple(Event(id=e, title=f"Event {e}", start=first, end=first + timedelta(20)) for e in events),
        outlet=tuple(Outlet(id=o, name=o, colour=named.get(o)) for o in outlets),
        article=tuple(
            Article(id=row["article_id"], event=row["event"], outlet=row["outlet"], file="f", date=first)
            for row in rows
        ),
    )
    return Corpus(manifest, ARTICLES.frame(rows), PARAGRAPHS.frame([]), AUDIT.frame([]))


def drawn(picture):
    """All words on a picture that are seen."""
    import matplotlib.text

    picture.draw_without_rendering()
    return [t.get_text() for t in picture.findobj(matplotlib.text.Text) if t.get_visible() and t.get_text()]


def sample(title="A title", **options):
    picture, (ax,) = panels(height=1.5)
    with style():
        ax.plot([0, 1], [0, 1])
        ax.set_title(title)
    given = {"caption": "What", "alt": "Finding", "data": pl.DataFrame({"x": [0, 1]}), **options}
    return Figure(name="f", picture=picture, **given)


def gallery():
    here = newsroom("Gazette", "Herald")
    labels = pl.DataFrame(
        {"outlet": ["Gazette", "Herald"], "family": "dead", "voice": ["author", "scare"], "event": "e1"}
    )
    return [
        timeline_figure(here),
        matrix_figure(labels, here, name="m", rows="family", names={"dead": "the dead"}, what="Labels"),
    ]


def digests():
    return [hashlib.sha256(data).hexdigest() for f in gallery() for data in (f.svg(), f.png(dpi=60), csv(f.data))]


def test_the_same_table_gives_the_same_bytes_twice():
    once = sample()
    assert once.svg() == once.svg()
    assert once.png(dpi=50) == once.png(dpi=50)
    assert digests() == digests()


def test_bytes_do_not_depend_on_the_machine(tmp_path):
    rc = tmp_path / "matplotlibrc"
    rc.write_text("font.size: 30\naxes.grid: True\nlines.linewidth: 9\ntimezone: Asia/Tokyo\nsvg.fonttype: none\n")
    env = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "MATPLOTLIBRC": str(rc), "MPLBACKEND": "agg"}
    asked = "import json, sys, test_figure as t; print(json.dumps([t.digests(), 'matplotlib.pyplot' in sys.modules]))"
    here = Path(__file__).parent
    env["PYTHONPATH"] = os.pathsep.join([str(here), str(here.parent)])
    run = [sys.executable, "-c", asked]
    done = subprocess.run(run, env=env, cwd=tmp_path, capture_output=True, text=True, check=True)
    there, shows = json.loads(done.stdout)
    assert there == digests()
    assert not shows  # no window could have opened
    assert list(tmp_path.iterdir()) == [rc]  # and nothing was saved


def test_users_settings_are_left_alone():
    matplotlib.get_backend()  # chosen on first asking, which is not ours
    before = matplotlib.rcParams.copy()
    with matplotlib.rc_context({"font.size": 31}):
        gallery()[0].svg()
        assert matplotlib.rcParams["font.size"] == 31
    with pytest.raises(RuntimeError), style():
        raise RuntimeError
    assert matplotlib.rcParams == before


def test_style_covers_what_the_user_set():
    with matplotlib.rc_context({"axes.grid": True}), style():
        assert not matplotlib.rcParams["axes.grid"]
        assert all(matplotlib.rcParams[name] == value for name, value in SETTINGS.items())


def test_svg_holds_title_and_finding_but_no_date_and_no_maker():
    svg = sample(caption=f"What {NASTY}", alt=f"Finding {NASTY}").svg()
    root = ET.fromstring(svg)
    said = [node.text for node in root.iter() if node.text]
    assert root.find(f"{SVG}title").text == f"What {NASTY}"
    assert f"Finding {NASTY}" in said
    assert not [node for node in root.iter() if node.tag.endswith(("}date", "}creator"))]
    assert b"Matplotlib v" not in svg


def test_article_words_are_drawn_as_they_are():
    figure = sample(title=f"{NASTY} $\\frac$ --> x")  # broken mathematics would raise
    assert f"{NASTY} $\\frac$ --> x" in drawn(figure.picture)
    ET.fromstring(figure.svg())


def test_article_words_are_never_markup():
    script = '<script>alert(1)</script> & "x" $y$ _z_'
    shown = sample(caption=script, alt=script)._repr_mimebundle_()
    table = TableView("t", script, pl.DataFrame({"<b>": [script]}), note=script)._repr_mimebundle_()
    for bundle in (shown, table):
        assert "<script" not in bundle["text/html"]
        assert "<b>" not in bundle["text/html"]
        assert "&lt;script&gt;" in bundle["text/html"]
    assert shown[FIGURE]["caption"] == shown[FIGURE]["alt"] == script  # plain text in the payload
    assert table[TABLE]["rows"] == [[script]]


def test_save_writes_three_files_and_leaves_the_unchanged_alone(tmp_path, monkeypatch):
    monkeypatch.setenv("COUNTERFRAME_FIGURES", str(tmp_path / "new"))
    assert sample().save().name == "f"
    files = sorted((tmp_path / "new").iterdir())
    assert [file.name for file in files] == ["f.csv", "f.png", "f.svg"]
    for file in files:
        os.utime(file, (1, 1))
    sample().save()
    assert [file.stat().st_mtime for file in files] == [1, 1, 1]


def test_payload_names_files_and_evidence():
    payload = sample(evidence=pl.DataFrame({"day": [date(2008, 3, 1)], "n": [2]}))._repr_mimebundle_()[FIGURE]
    assert (payload["svg"], payload["csv"]) == ("figures/f.svg", "figures/f.csv")
    assert payload["evidence"] == {"columns": ["day", "n"], "rows": [["2008-03-01", 2]]}
    json.dumps(payload)


def test_cells_are_set_for_readers():
    assert [show(value) for value in (None, True, 1169, "a")] == ["–", "yes", "1,169", "a"]


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet():
    texts = ["=1+1", "+cmd", "-x", "@name", "\ttab", "-", "-0.5", "+3", "a=b", "", None]
    frame = pl.DataFrame({"text": texts, "=outlet": pl.Series([-1.5] * len(texts))})
    head, *lines = csv(frame).decode().split("\n")
    assert head == "text,'=outlet"
    cells = [line.rsplit(",", 1) for line in lines[:-1]]
    assert [cell for cell, _ in cells] == [
        *("'=1+1", "'+cmd", "'-x", "'@name", "'\ttab", "'-"), *("-0.5", "+3", "a=b", '""', "")
    ]  # fmt: skip
    assert {number for _, number in cells} == {"-1.5"}


def test_csv_hides_the_last_bit_of_a_sum():
    # 0.1 + 0.2 is 0.30000000000000004
    assert csv(pl.DataFrame({"x": [0.1 + 0.2], "n": [3]})) == b"x,n\n0.3,3\n"


def light(colour):
    """Red, green and blue of light, each 0 to 1 (sRGB)."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(colour):
    """Against white, as the Web Content Accessibility Guidelines define it: 1 to 21."""
    red, green, blue = light(colour)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


# What reaches the eye without one kind of cone: Machado, Oliveira & Fernandes (2009), full severity.
EYES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}
XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour, eye):
    """The colour in CIELAB, as that eye sees it."""
    sight = [min(1, max(0, part)) for part in times(EYES[eye], light(colour))]
    x, y, z = (part / white for part, white in zip(times(XYZ, sight), (0.9505, 1, 1.089), strict=True))
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def test_contrast_as_the_guidelines_have_it():
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#767676") == pytest.approx(4.54, abs=0.01)  # the guidelines' own lightest grey for text


@pytest.mark.parametrize("colour", [*PALETTE, GREY, INK])
def test_colours_can_be_read_as_words_on_white(colour):
    assert contrast(colour) >= 4.5


def test_squares_have_an_edge_that_is_seen_on_white():
    assert contrast(EDGE) >= 3  # the guidelines' least for parts of a picture


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("palette", [PALETTE[:5], [colour for colour, _ in VOICES.values()]])
def test_colours_are_told_apart_by_every_eye(eye, palette):
    looks = [seen(colour, eye) for colour in palette]
    apart = [math.dist(a, b) for place, a in enumerate(looks) for b in looks[:place]]
    assert min(apart) > 15  # a difference of 2 or 3 is just seen, side by side


def test_an_outlet_keeps_its_colour_when_others_come():
    few, many = colours(newsroom("A", "B")), colours(newsroom("A", "B", "C"))
    assert {name: many[name] for name in few} == few
    assert colours(newsroom("A", "B", named={"A": "#123456"})) == {"A": "#123456", "B": PALETTE[0]}
    assert colours(newsroom("A", "B", named={"B": PALETTE[0]})) == {"A": PALETTE[1], "B": PALETTE[0]}


def test_a_hundred_outlets_never_share_colour_and_marker():
    names = [f"o{place}" for place in range(100)]
    tint = colours(newsroom(*names))
    looks = {(tint[name], marker(place)) for place, name in enumerate(names)}
    assert len(looks) == 100
    assert marker(0) == MARKERS[0]


def test_words_are_cut_to_their_room():
    picture, (ax,) = panels(height=1)
    mark = fit(note(ax, 0, 0, "a very long name of a newsroom"), 0.8)
    assert mark.get_window_extent(renderer_of(picture)).width <= 0.8 * picture.dpi
    assert mark.get_text().endswith("…")
    assert fit(note(ax, 0, 0, "short"), 0.8).get_text() == "short"
    assert shortened("one two\nthree", 8) == "one two …"
    assert folded("one two three four", 8) == "one two\nthree …"


def test_days_need_no_machine_language():
    assert (day(date(2008, 4, 3)), day(date(2004, 8, 27), letters=3)) == ("3 April", "27 Aug")


def test_nothing_is_said_in_words():
    assert drawn(nothing("None of $it$ is here.")) == ["None of $it$ is here."]
