"""To which report does each stretch in quotation marks belong, and is it a clause, a phrase or a scare quote?"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.evidence.voices.around import attribution
from analysis.evidence.voices.marks import Marked
from analysis.evidence.voices.reports import Report
from analysis.evidence.voices.tree import Tree
from analysis.evidence.voices.wordlists import WORKS

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


@dataclass
class Quoted:
    """A stretch in quotation marks: its tokens, its type, the report it belongs to, and whether it carries one on."""

    mark: Marked
    tokens: range
    sentence: int
    is_clause: bool
    opens_sentence: bool
    report: Report | None = None
    continues: Quoted | None = None

    @property
    def origin(self) -> Report | None:
        """The report that names its speaker, be it that of an earlier stretch."""
        return self.report or (self.continues.origin if self.continues else None)


def quoted(tree: Tree, marks: list[Marked], found: list[Report]) -> list[Quoted]:
    """Every stretch in quotation marks with its report."""
    stretches = [one for mark in marks if mark.depth == 0 and (one := _stretch(tree, mark)) is not None]
    by_sentence: dict[int, list[Report]] = {}
    for report in found:
        by_sentence.setdefault(tree.sentence[report.cue.at], []).append(report)
    before: Quoted | None = None
    used: set[int] = set()
    for one in stretches:
        _attach(tree, one, before, by_sentence, used)
        if one.report is not None:
            used.add(one.report.cue.at)
        if one.is_clause or before is None or not before.is_clause:
            before = one
    return stretches


def _stretch(tree: Tree, mark: Marked) -> Quoted | None:
    tokens = tree.within(mark.start, mark.end)
    tokens = range(tokens.start, tokens.stop)
    while len(tokens) and tree.start[tokens[0]] < mark.start:
        tokens = tokens[1:]
    while len(tokens) and tree.end[tokens[-1]] > mark.end and tree.start[tokens[-1]] >= mark.end:
        tokens = tokens[:-1]
    if not len(tokens):
        return None
    first, _ = tree.sentence_of(tokens[0])
    opens = tree.start[first] >= mark.left - 1 or all(
        not tree.word[at].strip() or not tree.word[at][0].isalnum() for at in range(first, tokens[0])
    )
    return Quoted(mark, tokens, tree.sentence[tokens[0]], _is_clause(tree, tokens), opens)


def _is_clause(tree: Tree, tokens: range) -> bool:
    """A verb with its subject, both inside the marks; or more than one sentence."""
    last = tokens[-1]
    if tree.sentence[tokens[0]] != tree.sentence[last]:
        return True
    for at in tokens:
        if tree.dep[at] in SUBJECTS and tree.head[at] in tokens and tree.pos[tree.head[at]] in ("VERB", "AUX"):
            verb = tree.head[at]
            if tree.tag[verb] in ("VBD", "VBZ", "VBP", "MD", "VB") or any(
                tree.dep[kid] in ("aux", "auxpass") and kid in tokens for kid in tree.kids[verb]
            ):
                return True
    return False


def _attach(
    tree: Tree, one: Quoted, before: Quoted | None, by_sentence: dict[int, list[Report]], used: set[int]
) -> None:
    """Find the report of a stretch: an introduction, an attribution behind it, a clause around it, an earlier one."""
    if _is_title(tree, one):
        return
    last = one.tokens[-1]
    here = by_sentence.get(one.sentence, [])
    there = by_sentence.get(tree.sentence[last], []) if tree.sentence[last] != one.sentence else here
    intro = _introduced(tree, one, here)
    behind = _followed(tree, one, there) if one.is_clause or one.opens_sentence else None
    around = _around(tree, one, here)
    loose = _loose(tree, one, here)
    choice = intro or behind or around or loose
    if choice is None and one.opens_sentence:
        choice = _colon(tree, one, by_sentence)
    carried = before is not None and choice is not None and choice.cue.at in used and before.origin is choice
    if choice is not None and not (carried and (one.is_clause or one.opens_sentence) and choice is not around):
        one.report = choice
        one.is_clause = one.is_clause or (one.opens_sentence and choice is behind)
    elif carried or _goes_on(tree, one, before):
        one.continues = before
        one.is_clause = one.is_clause or one.opens_sentence


def _is_title(tree: Tree, one: Quoted) -> bool:
    """ "the television program “Inside Edition”": a capitalised name behind the word for a work."""
    before = one.tokens[0] - 2
    shown = [tree.text[tree.start[at]] for at in one.tokens if len(tree.word[at]) > 3]
    return before >= 0 and tree.lemma[before] in WORKS and bool(shown) and all(sign.isupper() for sign in shown)


def _introduced(tree: Tree, one: Quoted, here: list[Report]) -> Report | None:
    """ "He said: …", "she said, …", "noted that …": the last cue before the mark, with only its own in between."""
    for report in reversed(here):
        if report.cue.last >= one.tokens[0]:
            continue
        _, end = attribution(tree, report.cue)
        rest = [at for at in range(max(end, report.cue.last + 1), one.tokens[0]) if tree.word[at].strip()]
        between = [tree.word[at] for at in rest if tree.word[at] not in "\"'"]
        colon = ":" in (tree.word[at] for at in range(report.cue.last + 1, one.tokens[0]))
        if not between and not colon and report.cue.entry.frames == {"quote"} and not one.is_clause:
            continue
        if not between or colon or all(word in (",", "that", ":", "-", "–", "—", "…") for word in between):
            return report
        if report.cue.form != "noun" and len(between) <= 8 and between[-1] in (",", ":", "that") and one.is_clause:
            return report
        return None
    return None


def _followed(tree: Tree, one: Quoted, there: list[Report]) -> Report | None:
    """ "…," he said: the first cue behind the mark with its own subject, before another mark opens."""
    last = one.tokens[-1]
    _, behind = tree.sentence_of(last)
    close = one.mark.right
    if one.mark.end > one.mark.start and tree.text[one.mark.end - 1] == "." and behind <= tree.first(close):
        return None
    found: Report | None = None
    for report in there:
        if report.cue.at <= last or report.cue.form == "noun":
            continue
        start, _ = attribution(tree, report.cue)
        gap = [
            tree.word[at] for at in range(last + 1, start) if tree.word[at].strip() and tree.word[at] not in "\",'.?!"
        ]
        if len(gap) == 0 or (report.cue.form == "according" and len(gap) <= 1):
            return report
        if report.source is not None and report.source[0] - last <= 4 and report.cue.entry.frames & {"quote", "that"}:
            found = found or report
    return found


def _around(tree: Tree, one: Quoted, here: list[Report]) -> Report | None:
    """The innermost report whose words hold the stretch."""
    best: Report | None = None
    size = 1 << 30
    for report in here:
        for start, end in report.spans:
            if start <= one.tokens[0] and one.tokens[0] < end and end - start < size:
                best, size = report, end - start
    return best


def _loose(tree: Tree, one: Quoted, here: list[Report]) -> Report | None:
    """A cue above the stretch in the parse: "describing the dead as …", "entitled …", "His message was …"."""
    above = {at for token in one.tokens for at in tree.above(token) if at not in one.tokens}
    heads = [
        report
        for report in here
        if report.cue.at in above
        and report.cue.at < one.tokens[0]
        and (report.spans or report.cue.name != "put")
        and report.source is not None
        and not report.source[0] <= one.tokens[0] < report.source[1]
    ]
    return heads[-1] if heads else None


def _colon(tree: Tree, one: Quoted, by_sentence: dict[int, list[Report]]) -> Report | None:
    """A cue in the sentence before that ends with a colon."""
    first, _ = tree.sentence_of(one.tokens[0])
    at = first - 1
    while at >= 0 and (not tree.word[at].strip() or tree.word[at] in "\"'"):
        at -= 1
    if at < 0 or tree.word[at] != ":":
        return None
    reports = by_sentence.get(tree.sentence[at], [])
    return reports[-1] if reports else None


def _goes_on(tree: Tree, one: Quoted, before: Quoted | None) -> bool:
    """Does this stretch carry on the one before: next to it, or in the next paragraph that reopens the marks?"""
    if before is None or before.origin is None or not one.opens_sentence:
        return False
    if before.mark.goes_on:
        return True
    if not before.is_clause:
        return False
    gap = tree.text[before.mark.right : one.mark.left]
    apart = tree.sentence[one.tokens[0]] - tree.sentence[before.tokens[-1]]
    return apart <= (1 if "\n" in gap else 2)
