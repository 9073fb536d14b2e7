"""One look for every figure: type, grey, and a colour per outlet that never changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Picture

    from analysis.corpus import Corpus

# After Okabe & Ito (2008), darkened: all can be read as words on white (4.5:1), and the first five are told apart
# with every kind of colour vision. Beyond five the name or the marker has to help.
PALETTE = ("#0072B2", "#BF5300", "#1B7F4B", "#9C2C77", "#4A3F00", "#157A9C", "#5B3A8C", "#6B6B6B", "#A23B3B", "#2F4B4B")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h", "<", ">")
INK, GREY, RULE, PAPER = "#222222", "#6b6b6b", "#d9d9d9", "#ffffff"
EDGE = "#8a6a35"  # round the squares of VOICES: the palest is hardly seen on white without it
WIDTH = 7.2  # inches: the width of a column of the report

# Black for the outlet's own words, orange shades for words it passes on, red for marks without a speaker.
VOICES = {
    "author": ("#1f1f1f", "the outlet's own words"),
    "indirect": ("#B5651D", "retold, no quotation marks"),
    "partial": ("#EDA63A", "quoted word or phrase"),
    "direct": ("#F7DDAE", "in a full quotation"),
    "scare": ("#B2182B", "in quotation marks, nobody's"),
}

# From the doer in full view to no doer in the clause: dark to light, the nouns in a colour of their own.
CLINE = {
    "active": ("#1F4E79", "somebody does it"),
    "passive_by": ("#5B8DB8", "done by somebody"),
    "instrument": ("#B8860B", "a weapon or operation does it"),
    "passive_agentless": ("#E3B23C", "done, by whom unsaid"),
    "intransitive": ("#F2DFAE", "it happens: died, came under fire"),
    "nominal": ("#A9A39A", "a noun: the siege, clashes"),
}

# The codebook's frames, in its order.
FRAMES = {
    "conflict": "conflict",
    "human_interest": "human interest",
    "responsibility": "responsibility",
    "morality": "morality",
    "economic": "money and jobs",
    "strategy": "winning and losing",
}

SETTINGS: Any = {
    "font.family": ["Source Sans Pro", "DejaVu Sans"],
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelcolor": GREY,
    "axes.edgecolor": RULE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": GREY,
    "ytick.color": INK,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9.5,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "figure.dpi": 110,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.hashsalt": "counterframe",
    "svg.fonttype": "path",
    "path.simplify": False,
    "text.parse_math": False,  # a "$" in an article is money
    "timezone": "UTC",  # a day is a day wherever the reader sits
}


@cache
def _fonts() -> None:
    from matplotlib import font_manager

    spec = find_spec("font_source_sans_pro")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for weight in ("Regular", "It", "Bold"):
            font_manager.fontManager.addfont(Path(folder) / "files" / f"SourceSansPro-{weight}.ttf")


@contextmanager
def style() -> Iterator[None]:
    """Draw in the suite's style, and leave the user's own settings alone afterwards."""
    import matplotlib

    _fonts()
    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # the user's own file must not show in the figures
        matplotlib.rcParams.update(SETTINGS)
        yield


def marker(place: int) -> str:
    """The marker of the outlet at `place`: an eleventh outlet shares a colour, but not colour and marker."""
    return MARKERS[(place + place // len(PALETTE)) % len(MARKERS)]


def outlet_looks(corpus: Corpus) -> dict[str, tuple[str, str]]:
    """Colour and marker of each outlet, in the order of the corpus file."""
    tint = colours(corpus)
    return {outlet: (tint[outlet], marker(place)) for place, outlet in enumerate(corpus.outlets)}


def lay_out(picture: Picture) -> None:
    """Lay a picture out once and for all.

    The last digits of the places it finds differ from run to run, so they are rounded: same picture, same bytes.
    """
    if picture.get_layout_engine() is None:
        return
    picture.draw_without_rendering()
    picture.set_layout_engine(None)  # "none" would have every saving draw twice
    for ax in picture.axes:
        x, y, width, height = (round(float(edge), 6) for edge in ax.get_position(original=True).bounds)
        ax.set_position((x, y, width, height))


def colours(corpus: Corpus) -> dict[str, str]:
    """Which colour is each outlet's? The one corpus.toml names, else one from the palette in the file's order."""
    named = {outlet.name: outlet.colour for outlet in corpus.manifest.outlet}
    taken = {colour for colour in named.values() if colour}
    free = [colour for colour in PALETTE if colour not in taken] or list(PALETTE)
    waiting = [name for name, colour in named.items() if not colour]
    chosen = {name: free[index % len(free)] for index, name in enumerate(waiting)}
    return {name: colour or chosen[name] for name, colour in named.items()}
