"""Who may be an actor: are names joined, counted, ranked and written as they should be?"""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from analysis import schema
from analysis.corpus import Corpus, CorpusError, read_corpus
from analysis.corpus.manifest import Actor, Article, Event, Info, Manifest, Outlet
from analysis.evidence import candidates
from analysis.evidence.candidates import suggest_actors, write_actors
from analysis.evidence.candidates.named_entities import NameMention, name_mentions
from analysis.evidence.candidates.organizations import organization_candidates
from analysis.evidence.candidates.persons import person_candidates

DAY = date(2020, 1, 1)


def corpus(*articles: str, actors: tuple[Actor, ...] = ()) -> Corpus:
    """Articles as "event/outlet: text"."""
    rows = [(*line.partition(": ")[0].split("/"), line.partition(": ")[2]) for line in articles]
    manifest = Manifest(
        corpus=Info(id="c", title="C"),
        event=tuple(Event(id=e, title=e, start=DAY, end=DAY) for e in dict.fromkeys(row[0] for row in rows)),
        outlet=tuple(Outlet(id=o, name=o) for o in dict.fromkeys(row[1] for row in rows)),
        article=tuple(Article(id=f"{n}", event=e, outlet=o, file=f"{n}", date=DAY) for n, (e, o, _) in enumerate(rows)),
        actor=actors,
    )
    where = [{"event": e, "outlet": o, "article_id": f"{n}"} for n, (e, o, _) in enumerate(rows)]
    texts = [{**place, "text": text} for place, (*_, text) in zip(where, rows, strict=True)]
    spans = [{**row, "start": 0, "end": len(row["text"]), "section": "body"} for row in texts]
    return Corpus(manifest, schema.ARTICLES.frame(texts), schema.PARAGRAPHS.frame(spans), schema.AUDIT.frame([]))


def named(*lines: str, kind: str = "person") -> list[NameMention]:
    """Spots as "event/article: Mr.|Ford, Christine Ford": names with commas between, a title before a bar."""
    found = []
    for line in lines:
        place, _, names = line.partition(": ")
        for name in names.split(", "):
            title, _, own = name.rpartition("|")
            found.append(NameMention(*place.split("/"), own, title, kind))
    return found


def joined(spots: list[NameMention]) -> list[set[str]]:
    return [set(one.names) for one in person_candidates(spots)[0] if one.names]


def test_titles_initials_short_names_and_surnames_are_one_person() -> None:
    lines = ["e/1: Christine Blasey Ford, Dr.|Blasey, Ford", "e/2: Christine Ford, Joe Biden, Joseph R. Biden Jr."]
    assert {"Christine Blasey Ford", "Christine Ford", "Ford", "Blasey", "Dr. Blasey"} in joined(named(*lines))
    assert {"Donald Trump", "Donald J. Trump", "Trump", "Mr. Trump"} in joined(
        named("e/1: Donald Trump, Donald J. Trump", "e/2: Mr.|Trump")
    )


def test_jr_and_another_middle_initial_are_somebody_else() -> None:
    assert joined(named("e/1: George W. Bush, George H. Bush, Donald Trump, Donald Trump, Donald Trump Jr.")) == [
        {"Donald Trump"},
        {"Donald Trump Jr."},
        {"George H. Bush"},
        {"George W. Bush"},
    ]


def test_a_surname_is_whose_the_article_names_most() -> None:
    # article 1: Hillary twice, Bill once; so all three places of "Clinton" are hers
    found = joined(named("e/1: Hillary Clinton, Bill Clinton, Hillary Clinton, Clinton, Clinton, Clinton"))
    assert found == [{"Hillary Clinton", "Clinton"}, {"Bill Clinton"}]


def test_a_surname_that_may_be_two_is_neither() -> None:
    # one article for each: one of two places is less than three in five
    assert joined(named("e/1: Ann Ash, Ash", "e/2: Bob Ash, Ash")) == [{"Ann Ash"}, {"Bob Ash"}]


def test_in_each_event_a_surname_may_be_somebody_else() -> None:
    found, _ = person_candidates(named("old/1: Gerald Ford, Ford, Ford", "new/2: Christine Ford, Ford, Ford"))
    assert [(sorted(one.names), sorted(one.events)) for one in found] == [
        (["Christine Ford", "Ford"], ["new"]),
        (["Ford", "Gerald Ford"], ["old"]),
    ]


def test_words_of_a_headline_behind_a_name_are_left_out() -> None:
    assert joined(named("e/1: Ann Ash, Ann Ash, Ann Ash Testimony")) == [{"Ann Ash"}]


def test_abbreviations_and_short_forms_of_bodies_are_joined() -> None:
    spots = named(
        "e/1: Centers for Disease Control, CDC, C.D.C., Judiciary Committee, Senate Judiciary Committee", kind="body"
    )
    assert [set(one.names) for one in organization_candidates(spots)] == [
        {"Centers for Disease Control", "CDC", "C.D.C."},
        {"Judiciary Committee", "Senate Judiciary Committee"},
    ]
    # "the committee" of two is neither's
    spots = named("e/1: Judiciary Committee, Senate Judiciary Committee, House Judiciary Committee", kind="body")
    assert len(organization_candidates(spots)) == 3


def test_a_country_its_people_and_its_adjective_are_one() -> None:
    spots = [
        *named("e/1: Iran, U.S.", kind="place"),
        *named("e/1: Iranian, Iranians, American, GOP, Republicans", kind="group"),
    ]
    assert [set(one.names) for one in organization_candidates(spots)] == [
        {"Iran", "Iranian", "Iranians"},
        {"U.S.", "American"},
        {"GOP", "Republicans"},
    ]


TEXT = (
    "“It hurts,” said Christine Blasey Ford. "
    "Senator Dianne Feinstein thanked Dr. Ford in Washington on Monday. Ford wept."
)


def test_the_recogniser_s_names_come_without_titles_and_marks() -> None:
    found = {(spot.name, spot.title, spot.kind) for spot in name_mentions(corpus(f"e/Gazette: {TEXT}"))}
    assert {("Christine Blasey Ford", "", "person"), ("Dianne Feinstein", "Senator", "person")} <= found
    assert not [name for name, *_ in found if "Monday" in name]


def test_names_are_found_once_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COUNTERFRAME_CACHE", str(tmp_path))
    one = corpus(f"e/Gazette: {TEXT}")
    first = name_mentions(one)
    monkeypatch.setattr(candidates.name_mentions.__globals__["pipeline"], "__wrapped__", None, raising=False)
    steps: list[int] = []
    assert name_mentions(one, lambda done, of: steps.append(done)) == first
    assert steps == []  # nothing was left to find


def test_candidates_are_counted_and_ranked_by_event() -> None:
    found = suggest_actors(
        corpus(
            f"hearing/Gazette: {TEXT}",
            f"hearing/Herald: {TEXT} Ford left. The protesters stayed, and one protester sang.",
            "oil/Gazette: The Gazette saw Ford Motors. Protesters came; protesters left; rioters sang.",
        )
    )
    table = {(row["event"], row["actor"]): row for row in found.iter_rows(named=True)}
    ford = table["hearing", "FORD"]
    # three times in one article, four in the other: 7 places x 2 articles x 2 outlets
    assert (ford["name"], ford["kind"], ford["n"], ford["n_articles"], ford["n_outlets"]) == (
        *("Christine Blasey Ford", "person"),
        *(7, 2, 2),
    )
    assert ford["aliases"] == ["Ford", "Dr. Ford"]
    assert ford["events"] == ["hearing"]
    protesters = table["oil", "PROTESTERS"]
    assert (protesters["n"], protesters["aliases"], protesters["events"]) == (3, ["protester", "rioter"], None)
    assert found["actor"][0] == "FORD"
    assert not {"GAZETTE", "HERALD", "WASHINGTON", "MONDAY"} & set(found["actor"])  # newsrooms, a dateline, a day


def test_a_corpus_that_names_nobody_has_no_candidates() -> None:
    assert suggest_actors(corpus("e/Gazette: It rained. It rained.")).is_empty()


def test_whom_corpus_toml_knows_is_marked() -> None:
    known = Actor(id="HER", name="Christine Blasey Ford")
    found = suggest_actors(corpus(f"e/Gazette: {TEXT} Ford spoke.", actors=(known,)))
    assert found.filter(name="Christine Blasey Ford")["listed"].to_list() == [True]


TOML = """\
# my corpus
[corpus]
id = "c"
title = "C"  # a title

[[event]]
id = "e"
title = "E"
start = 2020-01-01
end = 2020-01-31

[[outlet]]
id = "o"
name = "O"

[[article]]
id = "1"
event = "e"
outlet = "o"
file = "raw/1.txt"
date = 2020-01-02
"""


def folder(path: Path, toml: str = TOML) -> Path:
    (path / "raw").mkdir(exist_ok=True)
    (path / "raw" / "1.txt").write_text(f"{TEXT} Ford spoke.\n", encoding="utf-8")
    (path / "corpus.toml").write_text(toml, encoding="utf-8")
    return path


def test_candidates_are_written_behind_what_is_there_and_only_once(tmp_path: Path) -> None:
    path = folder(tmp_path)
    assert "FORD" in write_actors(path, suggest_actors(read_corpus(path)))
    first = (path / "corpus.toml").read_text(encoding="utf-8")
    assert first.startswith(TOML)
    assert "named 4 times in 1 article of 1 outlet" in first
    assert read_corpus(path).manifest.actor[0].aliases == ("Ford", "Dr. Ford")
    assert write_actors(path, suggest_actors(read_corpus(path))) == []
    assert (path / "corpus.toml").read_text(encoding="utf-8") == first


def test_an_actor_made_by_hand_stays_as_it_is(tmp_path: Path) -> None:
    own = TOML + '\n[[actor]]\nid = "FORD"\nname = "Dr. Ford"  # hers\n'
    path = folder(tmp_path, own)
    write_actors(path, suggest_actors(read_corpus(path)))
    assert (path / "corpus.toml").read_text(encoding="utf-8").startswith(own)
    assert [one["id"] for one in tomllib.loads((path / "corpus.toml").read_text("utf-8"))["actor"]].count("FORD") == 1


def test_where_new_tables_do_not_fit_nothing_is_written(tmp_path: Path) -> None:
    path = folder(tmp_path, 'actor = [{ id = "A", name = "A" }]\n' + TOML)
    with pytest.raises(CorpusError, match="new tables do not fit in"):
        write_actors(path, suggest_actors(read_corpus(path)))
    assert (path / "corpus.toml").read_text(encoding="utf-8").startswith("actor = [")
    shutil.rmtree(path / "raw")
