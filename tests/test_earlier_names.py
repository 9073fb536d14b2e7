"""Are the names that scripts of edition 0.1.0 import still there?"""

from importlib import import_module

import pytest

NAMES = {
    "corpus": "Rules clean corpus_of parse read_corpus sentence_spans sentences tokens",
    "evidence.actors": "mentions",
    "evidence.acts": "acts",
    "evidence.labels": "labels",
    "evidence.study": "open_study",
    "evidence.tolls": "tolls",
    "evidence.voices": "quotations",
    "inference.agreement": "agreement",
    "inference.codings": "CODINGS CodingsError anchored codings read_codings",
    "measures.alignment": "align",
    "measures.alignment_units": "units",
    "measures.collocation": "collocates",
    "measures.concordance": "concordance",
    "measures.dispersion": "dispersion",
    "measures.keyness": "association",
    "measures.richness": "richness",
    "measures.sentiment": "contributions sentiment",
    "measures.toward": "toward_given",
    "measures.wire": "shared_passages",
}


@pytest.mark.parametrize("module", NAMES)
def test_names_of_the_first_edition_are_still_found(module):
    room = import_module(f"analysis.{module}")
    assert not [name for name in NAMES[module].split() if not callable(getattr(room, name, None)) and name.islower()]
    assert not [name for name in NAMES[module].split() if not hasattr(room, name)]
