"""Is a word positive, neutral or negative, as the word itself puts it?"""

from __future__ import annotations

import functools
import re

from analysis.evidence.labels_lexicon import Lexicon, Term, lexicon
from analysis.language.actors.kinds import singular
from analysis.language.actors.names import words

# VADER scores these by their subject or their other senses; before an actor's noun they do not judge.
NO_JUDGEMENT = words(
    "top strong strongest special united free supreme own important clear certain like sure well new holy dead sick "
    "injured wounded super defence defense alone ready active interesting interested sorry fine kind pretty cool "
    "great grand better natural original no number increased wealthy rich poor hard chance help demand kill killed "
    "killing war armed arrested attacked fight fighting alert protest protesting pressing intelligence intelligent "
    "low lower commitment committed share shared agree agreed support supporting supported trust opportunity interest "
    "involved lone missing reached grant promised asset solution vision want value worth yes"
)
# Words of blame, deceit, failure, weakness, damage and trouble that neither lexicon holds.
UNFAVOURABLE = words(
    "accusation allegation allege assail backlash backtrack badly baseless bash bashing berate blatant bloated brazen "
    "brutally bungle capitulate chide circumvent coerce coercion collapse collude collusion complicated concede "
    "concoct contradict controversy corrupt costly counterproductive crisis cyberattack damaging deadlock deceit "
    "deceive deficit demean demeaning demise denounce deride deteriorate dire disarray discord discredit discriminate "
    "dishonest dismal dismantle disregard disrepute disrupt disrupting distort distorted divided division doubtful "
    "downfall drama drawback dubious dwindle dysfunction dysfunctional embattled erode erratic escalate escalated "
    "evade exaggerate exaggeration exploit expose exposed fabricate fade fading failing falsehood falsely falter "
    "farce feckless fiasco flawed flip-flop flout foil fraught frivolous fumble gaffe glaring grandiose grievance "
    "grim hack hacking half-truth hamper hapless harmful heartburn heavy-handed hinder hoax humiliate hurdle "
    "hypocritical idle ill-advised illegal illegitimate impasse impeach impeachment implicate implicated improper "
    "impulsive inability inaccurate inappropriate incoherent incompetent inconsistent incorrect incorrectly indict "
    "indicted indictment ineffective inept inflammatory insolvent instability intensify interfere intimidate lambast "
    "lambaste lash launder laundering lax leak leaking lie lied loophole lying malign mar meddle meddling misgiving "
    "mishandle mislead misleading misled mismanage misogynist misogynistic misogyny mistrust morally murky mystery "
    "naive nasty needless notorious obstruct obstruction obstructionist one-sided outcry outrage overblown overreach "
    "overstate paltry perjury phony pitfall plagued plummet poorly posturing pressured problematic propaganda "
    "provocation provocative quagmire questionable racketeering rattle rebuke reckless recklessly refusal refuse "
    "relent renege reneged reprimand retaliate rift rip rogue row salacious sanction scandal scandal-plagued scathing "
    "sceptical scepticism scold setback shady shaky sham shameful shoddy shred skeptical skepticism slam sluggish "
    "slump smear snub sour spat spiral spurious squander stalemate stall stark sting stonewall strain strained strife "
    "stubborn stumble stung stymie sue sues suspect suspicion suspicious taint tainted tarnish tension threatening "
    "tirade toxic treachery trespass troubling turmoil unacceptable uncertain uncertainty unconvincing underfunded "
    "undermine undo undone unethical unfit unflattering unfounded unintended unlikely unpredictable unprepared "
    "unravel unrest unsavory unsavoury unsettle unstable unsubstantiated unsustainable unthinkable untruth unwelcome "
    "unwelcoming unwilling unworkable vague vendetta vilify violate violently volatile wary weak weaken whims witch- "
    "hunt worsen wrongdoing wrongful wrongly"
)
# States of mind say how somebody feels, not what they are like.
MINDS = words(
    "excited happy glad pleased proud hopeful optimistic sad afraid scared surprised interested concerned worried "
    "impressed thankful grateful frustrated disappointed anxious nervous satisfied delighted thrilled eager keen sorry "
    "upset shocked stunned saddened relieved confident skeptical sceptical wary encouraged committed inclined tired "
    "injured wounded killed hurt sick ill lucky fortunate curious amazed puzzled confused embarrassed welcome free"
)
LEAST = 0.9
BLAMED = -1.5
NOT = words("not no never neither nor without hardly barely n't nobody nothing lack lacks lacked lacking cannot")
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?(?:-[a-z]+)*")


@functools.cache
def _valences() -> dict[str, float]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    found: dict[str, float] = SentimentIntensityAnalyzer().lexicon
    return found


def valence(word: str) -> float:
    """How does a word judge, from -4 to 4? VADER's score; 0 where it has none, or scores the subject, not the word."""
    if word in MINDS or word in NO_JUDGEMENT:
        return 0.0
    if word in UNFAVOURABLE:
        return BLAMED
    return _valences().get(word, 0.0)


def tone_word(word: str) -> str:
    """The tone of a word that our lexicon lacks."""
    score = valence(word)
    return "positive" if score >= LEAST else "negative" if score <= -LEAST else "neutral"


def tone_of(text: str) -> str:
    """Does this wording speak well or ill of what it is put on?

    Our lexicon's terms come first, longest first, then VADER's lexicon for the words between; a negation in front
    turns what follows. The sum of the signs decides.
    Read it: "positive", "neutral" or "negative", by the words alone.
    Beware: irony, and what a word does in its sentence, are not seen.
    """
    found = WORD.findall(text.lower().replace("’", "'"))
    terms, score, at = lexicon(), 0.0, 0
    while at < len(found):
        length, sign = _sign_at(terms, found, at)
        turned = any(word in NOT or word.endswith("n't") for word in found[max(0, at - 3) : at])
        score += -0.7 * sign if turned else sign
        at += length
    return "positive" if score > 0.2 else "negative" if score < -0.2 else "neutral"


def _sign_at(terms: Lexicon, found: list[str], at: int) -> tuple[int, float]:
    """How many words are one term here, and its sign."""
    for key in _forms(found[at]):
        for parts, term in terms.opening.get(key, ()):
            here = found[at : at + len(parts)]
            if len(here) == len(parts) and all(p in _forms(h) for p, h in zip(parts, here, strict=True)):
                return len(parts), _sign(term.tone)
        plural = key != found[at] and found[at].endswith("s")
        for pos in ("NOUN", "VERB", "ADJ") if plural else ("ADJ", "NOUN", "VERB"):
            single: Term | None = terms.single.get((key, pos))
            if single and (plural or single.tone != "neutral"):
                return 1, _sign(single.tone)
        if key in UNFAVOURABLE:
            return 1, -1.0
    return 1, max(-1.0, min(1.0, valence(found[at]) / 1.5))


def _sign(tone: str) -> float:
    return {"positive": 1.0, "negative": -1.0}.get(tone, 0.0)


def _forms(word: str) -> tuple[str, ...]:
    """A word and its guessed dictionary forms: enough to meet a lexicon without a parse."""
    forms = [word, singular(word)]
    for tail, instead in (("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("ly", "")):
        if word.endswith(tail) and len(word) > len(tail) + 3:
            stem = word[: -len(tail)]
            forms += [stem + instead]
            if not instead and stem[-1:] == stem[-2:-1]:
                forms.append(stem[:-1])
    return tuple(dict.fromkeys(forms))
