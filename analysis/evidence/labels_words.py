"""Which words make a noun or verb a label, or tell whose it is? The word lists that the rules of grammar need."""

from __future__ import annotations

from analysis.language.words import listed

# Nouns that carry a label only through the word before them: militia members, corrupt elements, armed groups.
HOLLOW = listed("hollow")
# A calling beside a name ("cleric Muqtada al-Sadr") is a label; an office is not.
CALLINGS = listed("callings")
# Words for armed men that the lexicon leaves out; those that also name something else are not taken.
ARMED = listed("armed labels")
# Of these "rebel leader" is a label, "air force chief" an office.
OFFICES = listed("offices")
# What a side or the event does; a label only with a word that judges.
DEEDS = listed("deeds")
TIMES = listed("times (labels)")
# Adverbs of degree, and adjectives that they grade without judging.
DEGREES = listed("degrees")
SIZES = listed("sizes")
BACKING = listed("backing")

SPEAKERS = listed("speakers")
RELATIVE = listed("relative (labels)")
AFFLICTING = listed("afflicting")
AMOUNTS = listed("amounts")
# Verbs by which somebody is charged with what follows "of", "with" or "for".
CHARGED = listed("charged (labels)")
# Adverbs that doubt the report, not the deed.
HEARSAY = listed("hearsay")
# Verbs whose object, a mood, is other people's: "stem the anger", "unleashed fury".
AROUSING = listed("arousing")
# Verbs whose object somebody else does: "condemned the attack", "recover from the crisis".
REACTING = listed("reacting")
# Papers in which one side charges another: "a lawsuit against Russia for collusion", "allegations of fraud".
CHARGES = listed("charges (labels)")
# What nobody does or has alone.
SHARED = listed("shared")
PROTESTS = listed("protests")
FORMER = listed("former")
LEAVERS = listed("leavers")
