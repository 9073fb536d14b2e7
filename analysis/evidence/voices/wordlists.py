"""The short closed lists that the grammar of reporting needs beside the lexicon."""

from __future__ import annotations

from analysis.language.words import listed

NEGATIONS = listed("negations")
# The author says of the saying itself that it does not hold.
DOUBTING = listed("doubting")
SCORNFUL = listed("scornful")
ATTEMPTS = listed("attempts")
# A verb that takes object and complement: call X Y.
NAMING = listed("naming (voices)")
# Whom one speaks to is no part of what is said.
ADDRESSED = listed("addressed (voices)")
# In "blamed Iran for denying it" the denial is Iran's.
CONTROL = listed("control")
# "issued orders", "reiterated his demand": verb and noun are one cue.
LIGHT = listed("light")
GOING_ON = listed("going on")
# Writings and findings speak; circumstances do not.
DOCUMENTS = listed("documents")
BODIES = listed("bodies (voices)")
HUMAN = listed("human (voices)")
# Things can suggest and indicate; only people and writings say so.
EVIDENTIAL = listed("evidential")
TITLES = listed("titles (voices)")
PARTICLES = listed("particles")
BREAKS = listed("breaks")
HANGING = listed("hanging")
EMPTY_OBJECTS = listed("empty objects")
WHEN = listed("when")
PREPOSITIONS = listed("prepositions")
# These take all of what follows, the person included: "ordered the army off the streets".
WHOLE = listed("whole")
DASHES = frozenset({"-", "--", "–", "—", "―"})
# What stands before a colon at the start of a paragraph and is nobody's name.
NO_SPEAKERS = listed("no speakers")
# What "seems" is said by nobody in particular.
RAISING = listed("raising")
# Before a word in quotation marks these say that it is a term, a name or a mention.
INTRODUCERS = listed("introducers")
# Events, doings and states: they say nothing themselves.
SILENT = listed("silent")
# Words with the endings of doings that are bodies or people.
SPEAKING = listed("speaking")
FEMALE = listed("female")
MALE = listed("male")
# These take a question: "wondered whether the talks would fail".
ASKING = listed("asking (voices)")
QUESTIONS = listed("questions")
# "allegations of fraud" report even where nobody is named.
CHARGES = listed("charges (voices)")
# Hearsay in a word; nobody is said to say it.
HEARSAY = {"allegedly": "distancing", "purportedly": "distancing", "reportedly": "neutral"}
# A capitalised name in quotation marks behind one of these is a title.
WORKS = listed("works")
