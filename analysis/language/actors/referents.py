"""Which nouns and names can a pronoun take up: persons, groups, bodies, things? And which names are one person's?"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.language.actors.noun_kinds import KIND_OF, NO_PERSON, NO_PLACE, singular_noun
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.actors.actor_index import ActorIndex
    from analysis.language.document import Token

PERSONS = word_list("nouns for one person")
BODIES = word_list("nouns for bodies")
OFFICES = word_list("offices of one person")
WOMEN, MEN = word_list("given names of women"), word_list("given names of men")
# Words that say of whoever they stand with that it is a woman or a man.
FEMALE, MALE = word_list("nouns for women"), word_list("nouns for men")
MRS, MR = word_list("titles of women"), word_list("titles of men")
TITLES = word_list("titles before names")
TIMES = word_list("times (language)")
DOCUMENTS = word_list("documents")
PLACED = word_list("prepositions of place")
AMOUNTS = word_list("amounts")
SOME = frozenset({"others", "those", "many", "some", "several", "most", "few"})
PEOPLE = frozenset({"people", "police"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
BEFORE = frozenset({"compound", "nmod", "amod"})


@dataclass(frozen=True)
class Referent:
    """A noun or name that a pronoun may take up.

    `sort`: person, people (many), body (an army, a firm), thing, things, or name where it may be anybody's. `gender`:
    she, he or "". `key` is the same for all names of one person.
    """

    token: Token
    sort: str
    gender: str
    key: str


def antecedent_candidates(index: ActorIndex) -> dict[int, Referent]:
    """Every noun and name of an article that heads a phrase, by its token.

    What one place says of a name (Mr., "the actress", a given name, a verb of saying) holds for the article: of two
    that disagree the more frequent.
    """
    nouns = [word for word in index.doc if word.pos_ in {"NOUN", "PROPN"} and word.dep_ not in {"compound", "nmod"}]
    names = {noun.i: _name_words(noun) for noun in nouns if noun.pos_ == "PROPN" and noun.text[:1].isalpha()}
    surnames = _surnames(list(names.values()))
    sorts: dict[str, Counter[str]] = defaultdict(Counter)
    genders: dict[str, Counter[str]] = defaultdict(Counter)
    for words in names.values():
        key = surnames[words[-1].lower_]
        sorts[key][_name_category(index, words, surnames)] += 1
        genders[key][_person_gender(words, surnames)] += 1
    found = {}
    for noun in nouns:
        if noun.i in names:
            words = names[noun.i]
            key = surnames[words[-1].lower_]
            gender = _person_gender(words, surnames) or _most_frequent_vote(genders[key])
            sort = _most_frequent_vote(sorts[key]) or ("body" if index.is_proper_name(noun) else "name")
            found[noun.i] = Referent(noun, sort, gender, f"{key} {gender}")
        else:
            found[noun.i] = Referent(noun, _noun_category(noun), _person_gender([noun], {}), noun.lemma_)
    for word in index.doc:
        if word.lower_ in SOME and word.pos_ not in {"NOUN", "PROPN"} and word.dep_ in {*SUBJECTS, "dobj", "pobj"}:
            found[word.i] = Referent(word, "people", "", f"{word.i}")
    return found


def _name_words(head: Token) -> list[Token]:
    """The words of a name: "Mr.", "Tom" and "Reed" of the head "Reed"."""
    return [*(child for child in head.lefts if child.dep_ in BEFORE and child.pos_ in {"PROPN", "NOUN"}), head]


def _surnames(names: list[list[Token]]) -> dict[str, str]:
    """The last word of each name with that of the full name it is short for: reed for reed, and for a bare Tom."""
    full = {words[-1].lower_ for words in names if len(words) > 1}
    called: dict[str, set[str]] = defaultdict(set)
    for words in names:
        if len(words) > 1:
            called[words[-2].lower_].add(words[-1].lower_)
    found = {}
    for words in names:
        last = words[-1].lower_
        short = last not in full and last in WOMEN | MEN and len(called[last]) == 1
        found[last] = next(iter(called[last])) if short else last
    return found


def _given_names(words: list[Token], surnames: dict[str, str]) -> set[str]:
    """The words that may be given names: those before the last, and one that is no surname in the article."""
    last = words[-1].lower_
    alone = len(words) == 1 and (surnames.get(last) != last)
    return {word.lower_ for word in (words if alone else words[:-1])}


def _apposition_lemmas(head: Token) -> set[str]:
    """Words that stand with a noun or a name: "Hill, an actress", "spokeswoman Mary Hill"."""
    near = {child.lemma_ for child in head.children if child.dep_ in {"appos", *BEFORE}}
    near |= {child.lower_ for child in head.lefts if child.dep_ in BEFORE}
    return near | {head.lemma_} | ({head.head.lemma_} if head.dep_ == "appos" else set())


def _name_category(index: ActorIndex, words: list[Token], surnames: dict[str, str]) -> str:
    """What one place says of a name: "" where it says nothing."""
    head, last = words[-1], words[-1].lower_
    listed_as = index.inside.get(head.i)
    is_listed = listed_as is not None and listed_as.alias.is_name
    if listed_as is not None and is_listed and listed_as.alias.text.lower() in index.sides.persons:
        return "person"
    if last in NO_PLACE or last in TIMES:
        return "thing"
    if last in NO_PERSON or last in BODIES or singular_noun(last) in KIND_OF:
        return "body"
    if any(
        word in TITLES or word in MRS or word in MR or word in PERSONS for word in _apposition_lemmas(head) - {last}
    ):
        return "person"
    if any(word in WOMEN or word in MEN for word in _given_names(words, surnames)):
        return "person"
    if is_listed:  # one that nothing else in the article makes a person is a body
        return ""
    if head.is_plural:
        return "people"
    if head.text.isupper() and len(head) > 1:
        return "body"
    is_place = head.dep_ == "pobj" and head.head.lower_ in PLACED
    if is_place or any(child.dep_ == "det" for child in head.lefts):
        return "thing"
    return "person" if head.dep_ in SUBJECTS and head.head.lemma_ in {"say", "tell", "add"} else ""


def _person_gender(words: list[Token], surnames: dict[str, str]) -> str:
    """She or he, by the titles and nouns that stand with a name or are the noun itself, else by the given name."""
    near = _apposition_lemmas(words[-1])
    for where, women, men in ((near, MRS, MR), (near, FEMALE, MALE), (_given_names(words, surnames), WOMEN, MEN)):
        she, he = any(word in women for word in where), any(word in men for word in where)
        if she != he:
            return "she" if she else "he"
    return ""


def _noun_category(noun: Token) -> str:
    lemma = singular_noun(noun.text)
    is_amount = lemma in AMOUNTS and (lemma not in BODIES or any(child.lower_ == "of" for child in noun.rights))
    if lemma in PEOPLE or is_amount:
        return "people"
    if lemma in BODIES and not noun.is_plural:
        return "body"
    if lemma in PERSONS or (KIND_OF.get(lemma) and lemma not in BODIES):
        return "people" if noun.is_plural else "person"
    if (
        noun.dep_ in SUBJECTS
        and noun.head.lemma_ in {"say", "tell", "add"}
        and not noun.is_plural
        and lemma not in DOCUMENTS
    ):
        return "name"
    return "things" if noun.is_plural else "thing"


def _most_frequent_vote(votes: Counter[str]) -> str:
    told = {value: n for value, n in votes.items() if value}
    return min(told, key=lambda value: (-told[value], value)) if told else ""
