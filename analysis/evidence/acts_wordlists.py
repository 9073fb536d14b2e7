"""Words that tell whether a noun near an act is somebody, and who: people, bodies, things, pronouns."""

from __future__ import annotations

from analysis.language.actors.names import words

UNSTATED = "unstated"
OTHER = "OTHER"
FIRST = words("i we me us my our mine ours myself ourselves")
THIRD = words("he she they him her them his hers their theirs someone somebody those who whom")
RELATIVE = words("who whom whose which that")
GENERIC = words("people person number toll iraqis others victim dead casualty body life")
PERSONS = words(
    "man victim suspect criminal outlaw gangster thug prisoner hostage detainee captive countryman opponent enemy foe "
    "rival relative bandit looter smuggler leader chief member occupier invader saboteur infiltrator traitor martyr "
    "brother sister compatriot critic student teacher driver passenger employee customer singer actor lawyer judge "
    "politician candidate voter believer priest imam monk nun bishop rabbi farmer miner trader tourist guest doctor "
    "scientist athlete player fan writer author blogger artist scholar professor cleric peasant labourer laborer nurse "
    "servant settler foreigner muslim christian jew atheist dissenter defector deserter informer couple youth "
    "teen individual"
)
# Somebody else than the one they belong to: "the wife of the editor".
KIN = words(
    "wife husband spouse widow widower son daughter father mother parent cousin nephew niece uncle aunt relative "
    "friend colleague girlfriend boyfriend partner fiancee bodyguard"
)
# People who are bystanders by what they are.
BYSTANDERS = words(
    "woman boy girl child baby toddler teenager father mother son daughter pedestrian passer-by passerby schoolchild "
    "commuter shopper motorist neighbour neighbor grandmother grandfather infant"
)
MACHINES = words(
    "tank helicopter gunship aircraft warplane convoy television statement movement trend office desertion"
)
# What may stand as the subject of a verb of force without being anybody.
THINGS = words(
    "car truck vehicle bus plane train ship boat device fire crash accident storm flood earthquake hurricane disease "
    "virus law measure decision move policy crisis plan deal rule debris roof building house day week year month time "
    "thing matter step sanction power plot poverty collapse"
)
# Whose arm is seized is seized.
LIMBS = words("arm hand throat neck hair head face leg chest back body stomach wrist shoulder collar jaw eye")
ENEMIES = words("enemy opponent foe adversary")
BODIES = words(
    "hospital school newspaper party mosque group station channel website organisation organization union regime "
    "company firm business bank industry church network university agency media outlet club community minority "
    "server paper magazine"
)
NATIONS = ("ian", "ish", "ese", "eli", "rean", "ican")
TITLES = words("mr. mrs. ms. dr. gen. sgt. lt. col. maj. capt. sen. rep. gov. prof. rev. sir officer judge")
QUANTITIES = words(
    "one two three four five six seven eight nine ten some most many both all none several dozens scores hundreds "
    "thousands number group rest majority half part more few any each"
)
