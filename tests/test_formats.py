"""Each format as its definition has it, in examples written by hand."""

import json

import polars as pl
import pytest

from analysis import schema
from analysis.codings.table import CodingsError, anchor_records, codings, read_codings

PARTY = "A mob came 😀 early.\n\nIt had [guns], they said."
#        0         1           2         3
#        01234567890 1 23456789 0 1 234567890


def articles(**texts):
    rows = [{"event": "e1", "outlet": "Gazette", "article_id": id, "text": text} for id, text in texts.items()]
    return schema.ARTICLES.frame(rows)


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def coded(path, corpus):
    """Each record as (article, coder, kind, words, fields)."""
    long = codings(anchor_records(read_codings([path], corpus), corpus))
    texts = dict(corpus.select("article_id", "text").iter_rows())
    key = ["start", "end", "article_id", "coder", "kind", "record"]
    found = []
    for (start, end, id, coder, kind, _), group in long.sort(*key).group_by(key, maintain_order=True):
        fields = dict(group.select("field", "value").iter_rows())
        found.append((id, coder, kind, texts[id][start:end], fields))
    return found


# --- WebAnno TSV 3

TSV = r"""#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value
#T_SP=webanno.custom.Label|tone|note
#T_SP=webanno.custom.Mark|
#T_SP=webanno.custom.Pred|FE|ROLE_webanno.custom.Pred:Roles_webanno.custom.PredRolesLink|webanno.custom.Label
#T_RL=webanno.custom.Rel|type|BT_webanno.custom.Label


#Text=A mob came 😀 early.
1-1	0-1	A	_	negative[1]	*[1]	_	_	_	_	_	_	
1-2	2-5	mob	_	negative[1]|neutral[2]	*[1]|a \| b\_c[2]	_	_	_	_	_	_	
1-3	6-10	came	_	_	_	_	move	agent	1-2[1]	x	1-2	
1-4	11-13	😀	EMO	_	_	_	_	_	_	_	_	
1-5	14-19	early	_	_	_	_	_	_	_	_	_	
1-5.1	14-16	ea	_	_	_	*	_	_	_	_	_	
1-6	19-20	.	_	_	_	_	_	_	_	_	_	
1-6.1	20-20		_	_	_	*	_	_	_	_	_	

#Text=It had [guns], they said.
2-1	22-24	It	_	_	_	_	_	_	_	_	_	
2-2	25-28	had	_	_	_	_	_	_	_	_	_	
2-3	29-30	[	_	_	_	_	_	_	_	_	_	
2-4	30-34	guns	_	\[x\][3]	say\\so[3]	_	_	_	_	_	_	
2-5	34-35	]	_	\[x\][3]	say\\so[3]	_	_	_	_	_	_	
2-6	35-36	,	_	_	_	_	_	_	_	_	_	
2-7	37-41	they	_	_	_	_	_	_	_	_	_	
2-8	42-46	said	_	_	_	_	_	_	_	_	_	
2-9	46-47	.	_	_	_	_	_	_	_	_	_	
"""


def test_webanno_tsv(tmp_path):
    # INCEpTION's layout: a folder named after the document, in it a file named after the annotator. The smiling face
    # counts two: "early" is at 14 there and at 13 in the article.
    # What stands on no character at all is lost, and nothing else is.
    path = put(tmp_path, "party.txt/anna.tsv", TSV)
    placed = anchor_records(read_codings([path], articles(party=PARTY)), articles(party=PARTY))
    assert placed.filter(pl.col("start").is_null())["text"].to_list() == ["(nothing, before character 20)"]
    assert coded(path, articles(party=PARTY)) == [
        ("party", "anna", "label", "A mob", {"tone": "negative"}),
        ("party", "anna", "label", "mob", {"tone": "neutral", "note": "a | b_c"}),
        ("party", "anna", "Pred", "came", {"FE": "move"}),
        ("party", "anna", "NamedEntity", "😀", {"value": "EMO"}),
        ("party", "anna", "Mark", "ea", {"coded": "true"}),
        ("party", "anna", "label", "guns]", {"tone": "[x]", "note": "say\\so"}),
    ]


def test_webanno_files_may_also_lie_in_a_folder_of_the_coder(tmp_path):
    path = put(tmp_path, "anna/party.tsv", TSV)
    assert {row[:2] for row in coded(path, articles(party=PARTY))} == {("party", "anna")}
    found = read_codings([path])  # without a corpus the layout of INCEpTION is taken
    assert set(found.select("article_id", "coder").rows()) == {("anna", "party")}


def test_a_document_that_differs_is_found_by_its_words(tmp_path):
    path = put(tmp_path, "party/anna.tsv", TSV)
    corpus = articles(party="Furniture. " + PARTY.replace(" early", " very early") + "\n\nA mob again.")
    # the first sentence is another one now: of its words only those that stand once in the article are found
    assert [row[3] for row in coded(path, corpus)] == ["came", "😀", "ea", "guns]"]
    lost = anchor_records(read_codings([path], corpus), corpus).filter(pl.col("start").is_null())
    assert lost["text"].to_list() == ["A mob", "mob", "(nothing, before character 20)"]


def test_what_is_wrong_in_a_tsv_is_told_with_its_line(tmp_path):
    lines = ["#FORMAT=WebAnno TSV 3.3", "#T_SP=webanno.custom.X|a", "", "", "#Text=One two", "1-1\t0-3\tOne", "1-2 two"]
    lines += ["", "#Text=Back", "2-1\t4-8\tBack\t_\t"]
    lines += ["", "#Text=More", "2-1\t2-6\tMore\t_\t"]
    path = put(tmp_path, "party/anna.tsv", "\n".join(lines))
    with pytest.raises(CodingsError) as caught:
        read_codings([path])
    told = [(one.line, one.what.split(";")[0]) for one in caught.value.problems]
    assert told == [
        (6, "this line has 0 columns behind the word, the layers have 1"),
        (7, "this is no line of a token (1-1, tab, 0-5, tab, word)"),
        (13, "this token begins at 2, within the sentence before"),
    ]


# --- UIMA CAS JSON


def cas(text, *annotations, title="party.txt", **more):
    sofa = {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": text}
    units = len(text.encode("utf-16-le")) // 2
    whole = {"%ID": 2, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0, "end": units} | more
    meta = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
    name = {"%ID": 3, "%TYPE": meta, "@sofa": 1, "begin": 0, "end": units, "documentTitle": title}
    token = {"%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token", "@sofa": 1, "begin": 0, "end": 1}
    made = [{"%ID": 10 + number, "@sofa": 1} | one for number, one in enumerate((token, *annotations))]
    view = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, *(one["%ID"] for one in made)]}}
    return {"%TYPES": {}, "%FEATURE_STRUCTURES": [sofa, whole, name, *made], "%VIEWS": view}


def test_uima_cas_json(tmp_path):
    data = cas(
        PARTY,
        {"%TYPE": "webanno.custom.Quote", "begin": 14, "end": 19, "type": "direct", "speaker": None, "@words": 30},
        {"%TYPE": "webanno.custom.Stance", "^begin": 25, "^end": 28, "#strength": 0.5, "sure": True, "@who": 11},
        {"%TYPE": "webanno.custom.Rel", "begin": 2, "end": 5, "@Governor": 11, "@Dependent": 12},
        {"%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["a", "b"], "%ID": 30},
    )
    expected = [
        ("party", "anna", "quote", "early", {"type": "direct", "words": "a; b"}),
        ("party", "anna", "Stance", "had", {"strength": "0.5", "sure": "true"}),
    ]
    assert coded(put(tmp_path, "party.txt/anna.json", data), articles(party=PARTY)) == expected
    # the same with structures by id, as the older layout has them, and a title that is the headline
    by_id = {str(one.pop("%ID")): one for one in data["%FEATURE_STRUCTURES"]}
    path = put(tmp_path, "export/anna.json", data | {"%FEATURE_STRUCTURES": by_id})
    corpus = articles(party=PARTY).with_columns(title=pl.lit("Party.txt"))
    assert coded(path, corpus) == expected


def test_offsets_in_characters_are_noticed(tmp_path):
    mob = {"%TYPE": "webanno.custom.X", "begin": 13, "end": 18, "a": "b"}
    data = cas(PARTY, mob, end=len(PARTY))  # 46 characters, 47 units
    assert coded(put(tmp_path, "anna.json", data), articles(party=PARTY))[0][3] == "early"


def test_a_cas_without_text_or_with_broken_offsets_is_told(tmp_path):
    none = put(tmp_path, "none.json", {"%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "x.Y", "begin": 0, "end": 3}]})
    bad = put(tmp_path, "bad.json", cas(PARTY, {"%TYPE": "x.Y", "begin": 7, "end": 3}))
    with pytest.raises(CodingsError) as caught:
        read_codings([none, bad], articles(party=PARTY))
    assert [one.what.split(";")[0] for one in caught.value.problems] == [
        "there is no text in this CAS",
        "feature structure 11 stands from 7 to 3",
    ]


# --- CATMA

TEI = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xml:lang="en" xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader><fileDesc><titleStmt><title>Voices</title><author>anna</author></titleStmt></fileDesc>
    <encodingDesc>
      <fsdDecl xml:id="CATMA_S" n="Speech 2026-01-02T10:00:00.000+0100">
        <fsDecl xml:id="CATMA_T1" n="1" type="CATMA_T1"><fsDescr>Report</fsDescr></fsDecl>
        <fsDecl xml:id="CATMA_T2" n="1" type="CATMA_T2" baseTypes="CATMA_T1"><fsDescr>Free</fsDescr></fsDecl>
        <fsDecl xml:id="CATMA_T3" n="1" type="CATMA_T3"><fsDescr>Label</fsDescr></fsDecl>
      </fsdDecl>
    </encodingDesc></teiHeader>
  <text><body><ab type="catma">%s</ab></body>
    <fs xml:id="CATMA_A1" type="CATMA_T2">
      <f name="catma_displaycolor"><string>-1</string></f>
      <f name="catma_markupauthor"><string>ben</string></f>
      <f name="certainty"><vRange><vColl><string>low</string><string>mixed</string></vColl></vRange></f>
    </fs>
    <fs xml:id="CATMA_A2" type="CATMA_T3"><f name="tone"><string>negative</string></f></fs>
  </text>
</TEI>"""
PTR = '<ptr target="catma://CATMA_D#char={},{}" type="inclusion"/>'
# "mob came" is A1, "came 😀 early" is A2; the face counts two
POINTED = "".join(
    [
        PTR.format(0, 2),
        f'\n <seg ana="#CATMA_A1">{PTR.format(2, 6)}</seg>',
        f'<seg ana="#CATMA_A1 #CATMA_A2">{PTR.format(6, 10)}</seg>',
        f'<seg ana="#CATMA_A2">{PTR.format(10, 19)}</seg>',
        PTR.format(19, 47),
    ]
)
SPOKEN = [
    ("party", "ben", "Speech", "mob came", {"tag": "Report/Free", "certainty": "low; mixed"}),
    ("party", "anna", "label", "came 😀 early", {"tone": "negative"}),
]


def test_catma_tei_with_pointers(tmp_path):
    path = put(tmp_path, "party/annotationcollections/Voices.xml", TEI % POINTED)
    assert coded(path, articles(party=PARTY)) == SPOKEN


def test_catma_tei_with_pointers_and_its_text_beside_it(tmp_path):
    path = put(tmp_path, "party/annotationcollections/Voices.xml", TEI % POINTED)
    put(tmp_path, "party/party.txt", PARTY)
    # the article has more than the text that was coded: the spans are found by their words
    assert coded(path, articles(party="More. " + PARTY)) == SPOKEN


def test_catma_tei_without_text_is_lost_where_the_article_is_longer(tmp_path):
    path = put(tmp_path, "party/annotationcollections/Voices.xml", TEI % POINTED)
    corpus = articles(party="More. " + PARTY)
    placed = anchor_records(read_codings([path], corpus), corpus)
    assert placed["start"].to_list() == [None, None]
    assert placed["text"].to_list() == [
        "(characters 2–10 of a text that is not at hand)",
        "(characters 6–19 of a text that is not at hand)",
    ]


def test_catma_tei_with_text(tmp_path):
    first, second, third, last = "A ", "mob ", "came", " 😀 early"
    body = f'{first}<seg ana="#CATMA_A1">{second}</seg><seg ana="#CATMA_A1 #CATMA_A2">{third}</seg>'
    path = put(tmp_path, "x/Voices.xml", TEI % f'{body}<seg ana="#CATMA_A2">{last}</seg>{PARTY[18:]}')
    assert coded(path, articles(party=PARTY)) == SPOKEN  # known by its text


@pytest.mark.parametrize(
    ("declared", "used"),
    [
        ('<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">', "&b;"),
        ('<!ENTITY a SYSTEM "file:///etc/hostname">', "&a;"),
        ('<!ENTITY % a SYSTEM "http://localhost/a.dtd"> %a;', ""),
    ],
)
def test_xml_with_declarations_is_refused(tmp_path, declared, used):
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    text = (TEI % f"{used}A mob").replace(head, f"{head}\n<!DOCTYPE TEI [{declared}]>")
    with pytest.raises(CodingsError, match="line 2: this XML declares a document type or entities"):
        read_codings([put(tmp_path, "party/a.xml", text)], articles(party=PARTY))


def test_broken_and_bottomless_xml_is_told(tmp_path):
    broken = put(tmp_path, "broken.xml", (TEI % "A").replace("</body>", ""))
    deep = put(tmp_path, "deep.xml", TEI % ("<seg>" * 5000 + "</seg>" * 5000))
    with pytest.raises(CodingsError) as caught:
        read_codings([broken, deep])
    assert caught.value.problems[0].what.startswith("this is not well-formed XML: mismatched tag: line 18")
    assert caught.value.problems[1].what == "this XML is nested too deep to be of CATMA; export it again"


def catma(*annotations, **more):
    return {"page": 1, "documents": [{"id": "D1", "title": "party", "annotations": list(annotations)}], **more}


def test_catma_json(tmp_path):
    first = {
        "id": "A1",
        "phrases": [
            {"startOffset": 2, "endOffset": 5, "phrase": "mob"},
            {"startOffset": 14, "endOffset": 19, "phrase": "early"},
        ],
        "annotationCollectionName": "Voices",
        "tagId": "T2",
        "tagName": "Free",
        "tagPath": "/Report/Free",
        "author": "ben",
        "userProperties": [{"id": "P", "name": "certainty", "values": ["low", "mixed"]}],
    }
    second = {
        "id": "A2",
        "startOffset": 6,
        "endOffset": 10,
        "phrase": "came",
        "tagName": "label",
        "properties": [
            {"name": "tone", "values": ["negative"]},
            {"name": "catma_markupauthor", "values": ["anna"]},
        ],
    }
    more = {"tagsets": {"S": {"id": "S", "name": "Speech"}}, "tags": {"T2": {"id": "T2", "tagsetId": "S"}}}
    path = put(tmp_path, "project.json", catma(first, second, extendedMetadata=more))
    free = {"tag": "Report/Free", "certainty": "low; mixed"}
    assert coded(path, articles(party=PARTY)) == [
        ("party", "ben", "Speech", "mob", free),
        ("party", "anna", "label", "came", {"tone": "negative"}),
        ("party", "ben", "Speech", "early", free),
    ]
    # in another version of the text, words that stand there once are found again
    corpus = articles(party="More. " + PARTY)
    assert [row[3] for row in coded(path, corpus)] == ["mob", "came", "early"]
    assert coded(put(tmp_path, "old.json", catma(first)["documents"]), articles(party=PARTY))[0][2] == "tag"


# --- doccano


def test_doccano(tmp_path):
    lines = [
        {"id": 1, "text": PARTY, "label": [[2, 5, "crowd"], [13, 18, "Label"]], "filename": "party.txt"},
        {
            "id": 2,
            "text": PARTY,
            "entities": [{"id": 7, "label": "crowd", "start_offset": 24, "end_offset": 27}],
            "relations": [{"id": 9, "from_id": 7, "to_id": 7, "type": "same"}],
        },
        {"text": "It had [guns], they said.", "labels": ["indirect"], "meta": {"doc": "party"}},
    ]
    path = put(tmp_path, "anna.jsonl", "\n".join(json.dumps(line) for line in lines))
    assert coded(path, articles(party=PARTY)) == [
        ("party", "anna", "span", "mob", {"label": "crowd"}),
        ("party", "anna", "label", "early", {"coded": "true"}),
        ("party", "anna", "span", "It had [guns], they said.", {"label": "indirect"}),
        ("party", "anna", "span", "had", {"label": "crowd"}),
    ]


def test_doccano_annotations_by_user_and_what_is_wrong(tmp_path):
    by_user = {"text": PARTY, "annotations": [{"label": 3, "start_offset": 2, "end_offset": 5, "user": 4}]}
    path = put(tmp_path, "all.jsonl", json.dumps(by_user))
    assert coded(path, articles(party=PARTY)) == [("party", "4", "span", "mob", {"label": "3"})]
    bad = [{"text": PARTY, "label": [[40, 90, "x"], [1, 2]]}, {"text": "Other.", "label": []}, {"label": []}, 7]
    path = put(tmp_path, "bad.jsonl", "\n".join([*map(json.dumps, bad), "{"]))
    with pytest.raises(CodingsError) as caught:
        read_codings([path], articles(party=PARTY))
    told = [(one.line, one.what.split(";")[0]) for one in caught.value.problems]
    assert told == [
        (1, "[40, 90, 'x'] is no span of this text, which has 46 characters"),
        (1, "[1, 2] is no span of this text, which has 46 characters"),
        (2, "this document, called 'bad', is no article of the corpus"),
        (3, "there is no text in this line"),
        (4, "there is no text in this line"),
        (5, "this is not JSON"),
    ]
