"""Which words make a noun or verb a label, or tell whose it is? The word lists that the rules of grammar need."""

from __future__ import annotations

from analysis.language.actors.kinds import KINDS
from analysis.language.actors.names import words

# Nouns that carry a label only through the word before them: militia members, corrupt elements, armed groups.
HOLLOW = words(
    "member man woman boy group element figure leader chief head wing person guy party entity commander opponent "
    "organisation organization network side trend movement youth individual camp band boss type power state nation "
    "opposition society body class politician analyst activist supremacist loyalist candidate lobby"
)
# A calling beside a name ("cleric Muqtada al-Sadr") is a label; an office is not.
CALLINGS = words("cleric preacher politician leader tycoon billionaire dissident rival activist ideologue hero icon")
# Words for armed men that the lexicon leaves out; those that also name something else are not taken.
ARMED = KINDS["armed"] - words("cell faction resistance bomber")
# Of these "rebel leader" is a label, "air force chief" an office.
OFFICES = words("chief head boss commander leader")
# What a side or the event does; a label only with a word that judges.
DEEDS = words(
    "action effort plan move step attack strike arrest campaign initiative decision policy measure behaviour "
    "behavior conduct role tactic attempt response statement rhetoric threat demand claim message talk negotiation "
    "meeting protest demonstration march rally event day outcome consequence record rule regime approach act "
    "killing shooting raid invasion intervention mission stance position solution process resistance control "
    "leadership sign weakness note logic spin treatment abuse practice stand path course direction route drive push "
    "bid pursuit quest struggle episode incident encounter scene moment chapter movement gathering visit trip tour "
    "summit relation relationship tie partnership language word speech remark comment tweet tone slogan chant "
    "question charge allegation accusation promise pledge vow warning gesture trick ploy stunt manoeuvre maneuver "
    "gambit scheme game bargain deal order ban crusade hunt search pressure retreat advance assault crime offence "
    "offense violation mistake error failure excuse lie display show expression image picture portrait reputation "
    "ambition agenda aim goal intention motive mood spirit attitude feeling sentiment emotion reaction reply rebuke "
    "criticism opposition support approval victory win gain loss defeat result performance work job service "
    "sacrifice duty reign grip power force operation management handling investigation inquiry probe prosecution "
    "trial verdict sentence crackdown law program programme project proposal overture concession compromise "
    "agreement pact alliance change reform turn era situation condition circumstance environment atmosphere climate "
    "affair matter development crisis problem challenge task test blow setback contest race debate dispute exchange "
    "argument discourse doctrine ideology belief conviction idea concept vision strategy provision restriction "
    "requirement"
)
TIMES = words(
    "new old latest last next recent early late first second third final renewed fresh current sporadic daily weekly "
    "previous past future ongoing continuing continued repeated former-day overnight annual long short earlier later "
    "same other another such many few several more most much less own certain various different local regional "
    "national federal central northern southern eastern western north south east west mainly largely key top senior "
    "high-ranking wounded injured dead young major-general prime nearby entire whole only main full total sustained "
    "constant enough ready nationwide citywide initial possible apparent alleged-day planned general "
    "day week month year now"
)
# Adverbs of degree, and adjectives that they grade without judging.
DEGREES = words(
    "very extremely highly deeply increasingly equally potentially fiercely openly bitterly so too utterly heavily "
    "closely"
)
SIZES = words(
    "small smaller large larger big bigger few many much little similar different close long short wide high low"
)
BACKING = words(
    "backed led aligned sponsored funded dominated controlled supported trained allied friendly run affiliated armed "
    "installed appointed linked imposed brokered"
)

SPEAKERS = words("i we me us my our ours myself ourselves")
RELATIVE = words("who which that whom whose")
# Verbs whose object, not whose subject, is meant to do what follows.
OBJECT_CONTROL = words("urge order tell ask force press call allow help let make cause expect want enable direct")
# Verbs whose object is charged with what follows "of" or "for", and such as judge whom they befall.
CHARGING = words(
    "accuse suspect convict blame charge criticise criticize condemn denounce stop prevent acquit praise sue"
)
AFFLICTING = words("undermine mar plague cripple derail jeopardise jeopardize tarnish discredit embarrass humiliate")
AMOUNTS = words("dozen hundred thousand million group score number handful member majority most some many crowd all")
# Verbs by which somebody is charged with what follows "of", "with" or "for".
CHARGED = words("accuse suspect convict charge acquit indict arraign try sue")
# Adverbs that doubt the report, not the deed.
HEARSAY = words("allegedly reportedly supposedly purportedly apparently seemingly")
# Nouns for what is done to an end: "resorted to the use of force to destabilise".
MEANS = words(
    "effort attempt campaign offensive plan bid drive move use application means strategy tactic force violence "
    "terrorism power operation step measure action propaganda pressure initiative struggle conspiracy plot"
)
# Verbs whose object, a mood, is other people's: "stem the anger", "unleashed fury".
AROUSING = words("stem quell calm unleash provoke spark ignite stir stoke fuel soothe defuse arouse allay inflame tap")
# Verbs whose object somebody else does: "condemned the attack", "recover from the crisis".
REACTING = words(
    "condemn denounce criticise criticize decry deplore protest oppose welcome praise hail mourn fear face suffer "
    "survive flee escape avoid prevent stop halt end defeat investigate probe witness see watch recover respond react "
    "confront combat counter fight tackle weather withstand repel thwart foil deter punish"
)
# Papers in which one side charges another: "a lawsuit against Russia for collusion", "allegations of fraud".
CHARGES = words("lawsuit suit complaint case charge allegation accusation indictment")
# What nobody does or has alone.
SHARED = words(
    "relation relationship tie situation condition climate atmosphere environment episode incident scene era"
)
PROTESTS = words("protest demonstration march sit-in walkout")
FORMER = words("former ex onetime")
LEAVERS = words("deserter defector turncoat")
