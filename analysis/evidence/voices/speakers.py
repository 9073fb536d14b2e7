"""Under which name does a source speak, and for which actor?"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from analysis.evidence.voices.source_nouns import Run, captive_noun, has_foreign_modifier, source_core, statement_issuer
from analysis.evidence.voices.speaker_nouns import (
    DOCUMENTS,
    TITLES,
    can_speak,
    description_text,
    is_organization,
    last_name,
    name_end,
    name_range,
    name_without_title,
    printed_text,
    strip_determiner,
)
from analysis.language.actors.actor_index import ActorIndex, alias_actor, noun_actor, noun_phrase_actor
from analysis.language.actors.pronoun_resolution import PRONOUNS, is_elliptical_amount
from analysis.language.word_lists import word_list

if TYPE_CHECKING:
    from analysis.language.document import Token

NOT_STATED = "unnamed: not stated"
POINTING = word_list("words of definiteness")
TAKING_UP = word_list("pointing (whose)")
NAMELESS = word_list("nameless")
VAGUE = word_list("vague bodies")
PAPERS = word_list("papers")
# How far back, in tokens, "the official" and "the article" may point; how long, in words, a name is.
FAR, FAR_WRITING, LONGEST_NAME = 600, 900, 4


class SpeakerResolver:
    """Who speaks in one article: names in their fullest form, and pronouns and titles traced back to them."""

    def __init__(self, index: ActorIndex, quoted: Collection[int], heads: Sequence[Token]) -> None:
        self.doc, self.index, self.quoted, self.heads = index.doc, index, quoted, heads
        self.known: dict[Token, tuple[str, str]] = {}

    def consistent_speaker(self, noun: Token, run: Run) -> tuple[str, str]:
        """As `speaker`, once all are known: one name or description has one actor throughout the article."""
        name, actor = self.speaker_and_actor(noun, run)
        return name, self._most_frequent_actors.get(name.lower(), actor)

    @functools.cached_property
    def _most_frequent_actors(self) -> dict[str, str]:
        """The actor for whom each name or description speaks most often here, where one is known at all."""
        counts: dict[str, Counter[str]] = {}
        for name, actor in self.known.values():
            if name != NOT_STATED and actor != "OTHER":
                counts.setdefault(name.lower(), Counter())[actor] += 1
        return {name: min(found, key=lambda actor: (-found[actor], actor)) for name, found in counts.items()}

    def speaker_and_actor(self, noun: Token, run: Run) -> tuple[str, str]:
        """Name (or "unnamed: …") and actor of the source with this head."""
        if not run[0] <= noun.i < run[1]:
            run = noun.left_edge.i, noun.right_edge.i + 1
        if noun not in self.known:
            # A statement issued by somebody who is named only as its issuer leads back here.
            self.known[noun] = (f"unnamed: {description_text(self.doc, *run)}", "OTHER")
            self.known[noun] = self._resolve_speaker(noun, run)
        return self.known[noun]

    def _resolve_speaker(self, noun: Token, run: Run) -> tuple[str, str]:
        if (noun.pos_ == "PRON" and noun.lower_ != "those") or noun.lower_ in PRONOUNS or is_elliptical_amount(noun):
            before = self._pronoun_antecedent(noun)
            if before is None:
                return NOT_STATED, self.index.actor(noun) or "OTHER"
        else:
            before = self._resolve_issuer(noun) if noun.lemma_ in DOCUMENTS else self._earlier_speaker(noun)
        if before is not None:
            name, actor = self.speaker_and_actor(before, (before.left_edge.i, before.right_edge.i + 1))
            return name, actor if actor != "OTHER" else self._source_actor(noun, run)
        name = self._full_speaker_name(noun, *source_core(noun, run))
        return name, self._source_actor(noun, run)

    @functools.cached_property
    def captive_names(self) -> frozenset[str]:
        """The names of those who speak under constraint: hostages, prisoners, whoever was kidnapped."""
        return frozenset(
            self.speaker_and_actor(held, (held.left_edge.i, held.right_edge.i + 1))[0]
            for token in self.doc
            if (held := captive_noun(token)) is not None and held.pos_ in {"NOUN", "PROPN"}
        )

    # The name

    def _full_speaker_name(self, noun: Token, start: int, end: int) -> str:
        doc = self.doc
        if noun.pos_ == "PROPN":
            name = name_without_title(doc, *name_range(noun, start))
            if name and name.lower() not in TITLES:
                return (
                    strip_determiner(doc, start, end)
                    if is_organization(noun)
                    else self._usual_person_names.get(last_name(name), name)
                )
        beside = next((child for child in noun.children if child.dep_ == "appos" and child.pos_ == "PROPN"), None)
        if beside is not None and not noun.is_plural and not is_organization(beside):
            return self._full_speaker_name(beside, beside.left_edge.i, beside.i + 1)
        shown = printed_text(doc, noun.i, noun.i + 1)
        if shown[:1].isupper() and noun.i == start and last_name(shown) in self._usual_person_names:
            return self._usual_person_names[last_name(shown)]
        if noun.pos_ == "X" and shown[:1].isupper():
            return shown
        if is_organization(noun) or noun.lemma_ in DOCUMENTS:
            return self._fullest_organization_name(noun, strip_determiner(doc, start, end))
        return f"unnamed: {description_text(doc, start, end)}"

    @functools.cached_property
    def _usual_person_names(self) -> dict[str, str]:
        """Last word of a name to the form of several words that the article uses most."""
        forms: dict[str, Counter[str]] = {}
        behind = 0
        for token in self.doc:
            if token.pos_ == "PROPN" and token.i >= behind:
                behind = name_end(token)
                name = name_without_title(self.doc, token.i, behind)
                if name and len(name.split()) <= LONGEST_NAME:
                    forms.setdefault(last_name(name), Counter())[name] += 1
        return {key: _fullest_form(found) for key, found in forms.items()}

    def _fullest_organization_name(self, noun: Token, shown: str) -> str:
        """ "The army" under the fullest name it had before ("Iraqi army"); a bare "group" is nobody's name."""
        if shown.lower() != noun.lower_:
            return shown
        for before in self._preceding_tokens(noun, FAR):
            if before.lemma_ == noun.lemma_ and before.pos_ in {"NOUN", "PROPN"}:
                front = [child for child in before.lefts if child.dep_ in {"amod", "compound"}]
                if front and front[0].text[0].isupper() and front[0].i != before.sent.start:
                    return strip_determiner(self.doc, front[0].i, before.i + 1)
        is_vague = noun.lemma_ in VAGUE or (noun.pos_ == "NOUN" and noun.lemma_ in NAMELESS)
        return f"unnamed: {shown.lower()}" if is_vague else shown

    def _preceding_tokens(self, noun: Token, far: int) -> list[Token]:
        """Tokens before a noun outside of quotations, the nearest first."""
        return [token for token in reversed(self.doc[max(0, noun.i - far) : noun.i]) if token.i not in self.quoted]

    # Who is meant

    def _resolve_issuer(self, noun: Token) -> Token | None:
        """Who issued a statement, a report; "the article" stands for the one spoken of before."""
        if noun.pos_ == "PROPN" and noun.lemma_ in PAPERS:
            return None
        own = statement_issuer(noun)
        if own is not None or noun.pos_ != "NOUN" or not any(child.lower_ == "the" for child in noun.children):
            return own
        before = (token for token in reversed(self.doc[max(0, noun.i - FAR_WRITING) : noun.i]))
        return next(
            (by for one in before if one.lemma_ == noun.lemma_ and (by := statement_issuer(one)) is not None), None
        )

    def _earlier_speaker(self, noun: Token) -> Token | None:
        """ "the official", "the prime minister", "the group": who went by that word, or what body spoke, before."""
        if noun.pos_ != "NOUN" or not any(child.lower_ in POINTING for child in noun.children):
            return None
        if any(child.lower_ in {"of", "for", "from"} for child in noun.rights):
            return None
        if noun.lemma_ in VAGUE:
            if self.index.actor(noun) is not None:
                return None
            spoke = (head for head in reversed(self.heads) if head.i < noun.i)
            return next((head for head in spoke if is_organization(head) and head.lemma_ != noun.lemma_), None)
        # "The health ministry" is no other ministry.
        own = {child.lower_ for child in noun.lefts if child.dep_ in {"compound", "amod"}}
        for before in self._preceding_tokens(noun, FAR):
            if before.lemma_ != noun.lemma_ or not own <= {one.lower_ for one in before.subtree}:
                continue
            if before.head.pos_ == "PROPN" and before.dep_ in {"compound", "nmod", "appos"}:
                return before.head
            named = before.child("appos")
            if named is not None and named.pos_ == "PROPN":
                return named
            if before in self.known and not any(child.lower_ in POINTING for child in before.children):
                return before
        return None

    def _pronoun_antecedent(self, pronoun: Token) -> Token | None:
        """Whom a pronoun or "several" stands for; nobody where that is a thing, which says nothing."""
        at = self.index.antecedents.get(pronoun.i)
        return self.doc[at] if at is not None and can_speak(self.doc[at]) else None

    # The actor

    def _source_actor(self, noun: Token, run: Run) -> str:
        """The noun itself, a name in its words, a noun behind it ("inside the ministry"), a name set off by a comma."""
        start, end = source_core(noun, run)
        if has_foreign_modifier(noun, self.index):
            return next((actor for at in range(run[0], noun.i) if (actor := self.index.named.get(at))), "OTHER")
        found = self._noun_actor(noun)
        for inner in (*self.doc[start:end], *self.doc[end : run[1]], *self.doc[run[0] : start]):
            found = (
                found or self.index.named.get(inner.i) or (self._noun_actor(inner) if inner.pos_ == "NOUN" else None)
            )
        return found or "OTHER"

    def _noun_actor(self, noun: Token) -> str | None:
        """Whom a noun and the words with it name; whom it takes up only where it is bare or points back."""
        if noun.pos_ == "PRON":
            return self.index.actor(noun)
        words = {child.lower_ for child in noun.children}
        takes_up = not words or any(word in TAKING_UP for word in words)
        return noun_phrase_actor(self.index, noun) or (noun_actor if takes_up else alias_actor)(self.index, noun)


def _fullest_form(forms: Counter[str]) -> str:
    full = [name for name in forms if " " in name] or list(forms)
    return min(full, key=lambda name: (-forms[name], len(name), name))
