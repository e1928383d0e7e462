"""Verbs and nouns of speech and thought, with all their forms and what follows each. Made for this project; all in lower case.

What follows a word is told by letters: `c` a clause or a quotation ("said that …", "said he …"), `q` the same, or a clause without "that" only
where it plainly has a verb ("found he was …"), `t` only with its opening word ("learned that …"), `i` an infinitive ("promised to …"), `h` a
hearer first ("told reporters that …"), `o` an object that is itself what is said ("denied the charge"), `x` nothing but the passive
("is seen as …"), `m` "clear" and then a clause, `s` a subject of whom it is said ("seems to …").
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ADJECTIVES", "FORMS", "LEADING", "NOUNS", "OBJECT_NOUNS", "PARTICLES", "Form"]

_FRAMES = {
    "c": """say state conclude remark contend quip opine reply retort testify surmise posit proclaim affirm joke think believe
        gripe muse profess counter reckon attest claim""",
    "co": """note add suggest argue write tweet explain acknowledge declare assert reiterate stress emphasize emphasise concede
        lament boast caution confirm disclose reveal allege admit report announce predict recall estimate imply deny doubt
        bemoan reaffirm recount hypothesize decree stipulate divulge forecast retweet repeat echo""",
    "cio": "insist claim fear vow pledge promise hope swear propose",
    "cho": "warn tell remind assure inform notify reassure",
    "q": """show find indicate realize realise imagine assume guess worry complain agree observe shout yell scream chant email
        respond speculate signal hint demonstrate rule fret whisper mutter sense suspect demand remember wish dream answer
        plead grumble wonder add argue comment interject cry text say blog object protest""",
    "t": """continue feel understand maintain know learn post read determine decide discover mean realize realise sense see foresee""",
    "ht": "advise instruct convince teach",
    "qh": "persuade",
    "i": """expect refuse decline want seek aim offer agree threaten prefer wish hope ask plead demand long opt volunteer""",
    "io": "oppose",
    "qho": "ask",
    "ho": "urge implore exhort beg beseech order command",
    "o": """champion request list ignore rebuff oppose slight reprimand assess analyze analyse deplore decry bemoan dispute
        debunk belittle eviscerate savage excoriate lampoon ballyhoo thank congratulate commend prefer retract recant relay
        share criticize criticise praise denounce blast accuse condemn slam call describe cite dismiss reject defend endorse
        attack blame question mock tout challenge highlight bash assail deride ridicule rebuke chide berate lambaste hail
        laud applaud express voice recommend portray depict characterize characterise label brand dub liken compare mention
        discuss reference support discount downplay rebut refute disavow disparage trash rip quote identify misstate slander
        malign skewer vilify chastise scold credit see want seek consider favor favour view encourage post promote recognize
        recognise welcome invoke outline detail pressure embrace contradict contemplate dislike lay""",
    "x": "deem regard name term",
    "s": "seem appear",
    "m": "make",
}  # fmt: skip
# Prepositions that make one cue with the word before them.
PARTICLES = {
    "call": "for on upon out", "point": "to out", "refer": "to", "talk": "about of up", "speak": "about of out against", "warn": "of about against",
    "complain": "about of", "hint": "at", "allude": "to", "rail": "against", "object": "to", "apologize": "for", "apologise": "for",
    "lash": "out", "focus": "on", "worry": "about", "push": "for back", "argue": "for against", "boast": "of about",
    "brag": "about of", "joke": "about", "dream": "of", "weigh": "in", "tell": "of", "ask": "for about", "speculate": "about on", "know": "of",
    "think": "of about", "disagree": "with", "agree": "with", "comment": "on", "side": "with", "plead": "for", "insist": "on",
    "elaborate": "on", "lay": "out", "testify": "about", "conceive": "of", "look": "to",
    "approve": "of", "disapprove": "of", "sneer": "at", "scoff": "at", "inquire": "about", "opine": "on", "reflect": "on", "remark": "on", "dwell": "on",
}  # fmt: skip
# Words that are a cue only together with a preposition.
_ONLY_WITH = """point refer talk speak allude rail lash push brag weigh disagree side elaborate comment apologize
    apologise complain worry lay hint object approve disapprove sneer scoff inquire reflect""".split()  # fmt: skip
_ALWAYS_WITH = frozenset(["lay"])
_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "know": "knew known", "feel": "felt", "find": "found",
    "show": "showed shown", "see": "saw seen", "swear": "swore sworn", "read": "read", "understand": "understood", "mean": "meant",
    "seek": "sought", "speak": "spoke spoken", "forecast": "forecast", "put": "put", "hit": "hit", "beg": "begged", "learn": "learned learnt",
    "dream": "dreamed dreamt", "deem": "deemed", "rip": "ripped", "plead": "pleaded pled", "make": "made", "lay": "laid", "take": "took taken",
    "input": "input", "rule": "ruled", "foresee": "foresaw foreseen",
}  # fmt: skip
_DOUBLED = frozenset("refer slam rebut permit beg plan admit brag quip chat rip dub opt".split())
# Nouns of speech and thought: "the allegation that", "his promise to".
NOUNS = frozenset(
    """claim claims allegation allegations assertion assertions promise promises pledge pledges vow vows belief beliefs
    suggestion suggestions accusation accusations argument arguments contention hope hopes fear fears opinion opinions
    conclusion conclusions warning warnings prediction predictions denial denials threat threats demand demands request
    requests plea pleas complaint complaints rumor rumors rumour rumours acknowledgement acknowledgment admission
    admissions insistence speculation assumption assumptions concern concerns doubt doubts announcement announcements
    desire criticism criticisms confession finding findings hint hints recommendation reminder assurance assurances
    explanation""".split()
)


# The same with an object, where somebody's: "his criticism of the court".
OBJECT_NOUNS = {
    "criticism": "of", "criticisms": "of", "support": "for of", "endorsement": "of", "attack": "on", "attacks": "on",
    "questions": "about", "concerns": "about", "concern": "about", "complaints": "about", "complaint": "about", "allegations": "of",
    "accusations": "of", "call": "for", "calls": "for", "praise": "for of", "denunciation": "of", "condemnation": "of", "rejection": "of",
    "description": "of", "views": "on", "view": "of on", "comments": "about on", "remarks": "about on", "statement": "on about", "defense": "of",
    "defence": "of", "critique": "of", "fear": "of", "fears": "of about",
    "assessment": "of", "warning": "about of", "warnings": "about of", "doubts": "about", "demand": "for",
}  # fmt: skip
# Adjectives of thought after "is": "is confident that", "are afraid of".
_THOUGHTFUL = """confident aware skeptical sceptical hopeful worried concerned convinced optimistic pessimistic afraid fearful
    certain sure eager critical dismissive proud adamant doubtful wary angry furious upset sorry glad happy unsure uncertain reluctant unaware skittish mindful""".split()  # fmt: skip
# Verbs that only say how the one after them is done: "began to argue", "declined to discuss".
LEADING = frozenset(
    """continue continues continued continuing begin begins began begun start starts started seem seems seemed appear
    appears appeared try tries tried trying seek seeks sought seeking tend tends tended decline declines declined refuse
    refuses refused attempt attempts attempted fail fails failed proceed proceeded hesitate hesitated used took rush
    rushed need needs needed want wants wanted come comes came able ready willing quick likely like""".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a verb: its base, which form it is (`base`, `s`, `past`, `done`, `ing`) and what follows the verb."""

    base: str
    kinds: str
    frames: str
    only_with_particle: bool


def _forms(verb: str) -> dict[str, set[str]]:
    """The forms of a verb, each with the names of what it is: "said" is past and done."""
    stem = verb
    made: dict[str, set[str]] = {}
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        made[verb + "es"] = {"s"}
    elif verb.endswith("y") and verb[-2] not in "aeou":
        made[verb[:-1] + "ies"] = {"s"}
    else:
        made[verb + "s"] = {"s"}
    if verb in _DOUBLED:
        stem = verb + verb[-1]
    elif verb.endswith("e") and not verb.endswith("ee"):
        stem = verb[:-1]
    made[(stem if verb not in ("see", "agree", "disagree", "decree", "foresee") else verb) + "ing"] = {"ing"}
    if verb in _IRREGULAR:
        words = _IRREGULAR[verb].split()
        made.setdefault(words[0], set()).add("past")
        made.setdefault(words[-1], set()).add("done")
    else:
        past = (
            verb[:-1] + "ied" if verb.endswith("y") and verb[-2] not in "aeou" else stem + ("d" if stem.endswith("e") else "ed")
        )
        made[past] = {"past", "done"}
    made.setdefault(verb, set()).add("base")
    return made


ADJECTIVES = {word: Form(word, "adjective", "iq", False) for word in _THOUGHTFUL}


def _lexicon() -> dict[str, Form]:
    frames: dict[str, set[str]] = {verb: set() for verb in _ONLY_WITH}
    for letters, verbs in _FRAMES.items():
        for verb in verbs.split():
            frames.setdefault(verb, set()).update(letters)
    found: dict[str, Form] = {}
    for verb, follows in frames.items():
        for word, kinds in _forms(verb).items():
            if word not in found:
                found[word] = Form(verb, " ".join(sorted(kinds)), "".join(sorted(follows)), not follows or verb in _ALWAYS_WITH)
    return ADJECTIVES | found


FORMS = _lexicon()
