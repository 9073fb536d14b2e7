"""The short closed lists that the grammar of reporting needs beside the lexicon."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


NEGATIONS = listed(
    """
    n't hardly never nobody no nor neither not none
    """
)
# The author says of the saying itself that it does not hold.
DOUBTING = listed(
    """
    absurdly falsely wrongly misleadingly dubiously preposterously ludicrously laughably disingenuously
    cynically hypocritically ridiculously baselessly erroneously mistakenly untruthfully dishonestly
    deceitfully speciously implausibly improbably incredibly outrageously supposedly allegedly
    unconvincingly inaccurately shamelessly brazenly fraudulently farcically fancifully mendaciously
    deceptively groundlessly unjustifiably
    """
)
SCORNFUL = listed(
    """
    crude cynical desperate transparent clumsy feeble dishonest absurd ludicrous ridiculous laughable
    pathetic shameless blatant brazen hypocritical misguided vain disingenuous obvious thinly-veiled
    bare-faced
    """
)
ATTEMPTS = listed(
    """
    stunt effort manoeuvre attempt maneuver exercise move ploy bid
    """
)
# A verb that takes object and complement: call X Y.
NAMING = listed(
    """
    call brand label dub name term describe identify characterise characterize portray depict hail regard
    denounce condemn praise deem declare proclaim paint stigmatise stigmatize vilify tout put nickname liken
    compare
    """
)
# Whom one speaks to is no part of what is said.
ADDRESSED = listed(
    """
    tell inform warn threaten remind notify advise assure brief alert ask beg press urge order instruct
    command direct call appeal plead push encourage implore beseech invite exhort caution counsel persuade
    reassure petition lobby pressure challenge promise request demand summon entreat enjoin teach
    shout yell
    """
)
# In "blamed Iran for denying it" the denial is Iran's.
CONTROL = listed(
    """
    criticise criticize accuse blame denounce condemn praise attack fault thank congratulate slam blast
    rebuke chide chastise castigate commend applaud deride mock ridicule scold lambast lambaste
    """
)
# "issued orders", "reiterated his demand": verb and noun are one cue.
LIGHT = listed(
    """
    issue make give reiterate repeat renew chant voice express raise draw take set release deliver send
    offer level put post publish file lodge
    """
)
GOING_ON = listed(
    """
    start keep proceed appear go hasten begin return seem continue rush quick swift
    """
)
# Writings and findings speak; circumstances do not.
DOCUMENTS = listed(
    """
    report statement analysis study article poll survey document email e-mail letter figure estimate record
    transcript data datum newspaper paper memo message book column editorial post tweet testimony filing
    lawsuit complaint review investigation inquiry audit research result number statistic census headline
    source file briefing assessment account footage video recording release ad advertisement website site
    magazine journal broadcast log cable note order ruling verdict indictment affidavit bill law poster
    banner sign slogan test autopsy dossier resolution finding evidence comment remark speech interview
    response announcement
    """
)
BODIES = listed(
    """
    army military police government ministry administration office party movement force forces command
    council court department agency newspaper newspapers station television university committee commission
    house senate congress parliament pentagon embassy association union league institute centre center
    foundation company corporation corp inc times post journal news press magazine campaign group
    organisation organization network bureau service guard state states nation nations cabinet coalition
    board federation front brigade brigades militia
    """
)
HUMAN = listed(
    """
    official officer soldier man woman boy girl resident analyst spokesman spokeswoman spokesperson minister
    president leader cleric commander general colonel lieutenant captain major sergeant senator lawmaker
    politician judge lawyer attorney doctor professor teacher student worker journalist reporter editor aide
    adviser advisor ambassador diplomat envoy mayor governor secretary candidate nominee voter activist
    protester organiser organizer farmer driver mother father brother sister son daughter wife husband
    neighbour neighbor witness survivor victim expert economist scientist researcher author writer director
    manager chief head chairman chairwoman member delegate detective prosecutor fighter gunman militant
    rebel refugee migrant person pastor priest bishop imam sheikh preacher billionaire businessman mogul
    democrat republican congressman congresswoman representative strategist pollster historian parent
    cameraman teenager nurse guard policeman sheriff owner founder executive ceo consultant host anchor
    correspondent columnist veteran premier king queen prince
    """
)
# Things can suggest and indicate; only people and writings say so.
EVIDENTIAL = listed(
    """
    suggest indicate imply reveal show signal prove demonstrate confirm underline underscore highlight
    illustrate explain establish point mean
    """
)
TITLES = listed(
    """
    mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir lady lord dame gen gen. general lt lt.
    lieutenant col col. colonel maj maj. major capt capt. captain cpl cpl. corporal sgt sgt. sergeant pvt
    pvt. private adm adm. admiral rear vice chief deputy brig brig. brigadier staff 1st 2nd first second
    cmdr cmdr. commander officer president premier prime minister senator sen sen. representative rep rep.
    congressman congresswoman governor gov gov. mayor secretary ambassador chancellor king queen prince
    princess pope bishop archbishop imam sheikh shaikh ayatollah grand mullah rabbi rev rev. reverend father
    judge justice chairman chairwoman speaker leader attorney director sheriff detective inspector
    superintendent constable spokesman spokeswoman spokesperson candidate nominee cleric lawmaker adviser
    advisor analyst envoy interim former joint chiefs national security right wing hon hon. mp councillor elect pm
    councilman councilwoman commissioner cameraman correspondent reporter
    """
)
PARTICLES = listed(
    """
    abu de da le al ibn la der di bin du von den el - van
    """
)
BREAKS = listed(
    """
    , `` ' ! '' " ? – -- - —
    """
)
HANGING = listed(
    """
    adding citing noting referring saying who which and but as when while though although after before
    """
)
EMPTY_OBJECTS = listed(
    """
    it that this so what which something nothing anything who whom himself herself themselves
    """
)
WHEN = listed(
    """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight week month
    year night morning afternoon evening day time
    """
)
PREPOSITIONS = listed(
    """
    as of for with at from against over to in on about by off into
    """
)
# These take all of what follows, the person included: "ordered the army off the streets".
WHOLE = listed(
    """
    challenge promise order demand push press request direct
    """
)
DASHES = frozenset({"-", "--", "–", "—", "―"})
# What stands before a colon at the start of a paragraph and is nobody's name.
NO_SPEAKERS = listed(
    """
    update updated note breaking read more watch photo photos image images related video exclusive editor source
    sources analysis opinion correction via contact caption credit full text abstract summary topic topics tags report
    poll live listen see also warning file date time location question answer
    """
)
# What "seems" is said by nobody in particular.
RAISING = frozenset({"seem", "appear"})
# Before a word in quotation marks these say that it is a term, a name or a mention.
INTRODUCERS = listed(
    """
    called termed dubbed named nicknamed labelled labeled titled entitled known word words term terms phrase phrases
    nickname label name title slogan wording expression expressions or like
    """
)
# Events, doings and states: they say nothing themselves.
SILENT = listed(
    """
    attack war offensive raid bomb blast clash plan move event crisis strike fight truce talk protest rally riot
    battle campaign killing death violence fire shot policy strategy effort deal ceasefire arrest trial vote
    election defeat victory failure success loss threat fear anger pressure force change chance need fact reason
    way day week month year time case problem difference peace price cost rain storm flood fury tension siege
    """
)
# Words with the endings of doings that are bodies or people.
SPEAKING = listed(
    """
    administration organisation organization opposition delegation commission coalition population association
    federation mission prosecution leadership management government establishment parliament department
    corporation foundation institution majority minority community authority university regiment generation
    congregation union faction section sibling being king viking nation publication declaration constitution
    petition suggestion statement testament document assessment settlement complaint judgment judgement charity
    celebrity security facility entity city municipality
    """
)
FEMALE = listed(
    """
    woman girl wife mother sister daughter queen princess spokeswoman chairwoman congresswoman policewoman
    businesswoman councilwoman actress widow grandmother aunt niece mrs mrs. ms ms. miss lady
    """
)
MALE = listed(
    """
    man boy husband father brother son king prince spokesman chairman congressman policeman businessman
    councilman actor widower grandfather uncle nephew mr mr. sir lord imam bishop priest sheikh
    """
)
# These take a question: "wondered whether the talks would fail".
ASKING = listed("ask question wonder ponder inquire enquire query")
QUESTIONS = listed("whether if how why what who where when which")
# "allegations of fraud" report even where nobody is named.
CHARGES = listed("allegation accusation")
# Hearsay in a word; nobody is said to say it.
HEARSAY = {"allegedly": "distancing", "purportedly": "distancing", "reportedly": "neutral"}
# A capitalised name in quotation marks behind one of these is a title.
WORKS = listed(
    """
    program programme show newspaper film movie magazine book novel song album play series website documentary podcast
    broadcast drama opera poem musical
    """
)
