"""Small word lists of the attribution rules: closed classes of English, made for this project. All in lower case."""

from __future__ import annotations

DETERMINERS = frozenset(
    """the a an this these those some many most several few other others another each every both all any no his her its their
    our my your one two three four five six seven eight nine ten at more fewer such whose half""".split()
) - {"at"}
PLAIN_PRONOUNS = frozenset("""he she they it i we you who which""".split())
POSSESSIVES = frozenset("""his her its their our my your whose""".split())
PREPOSITIONS = frozenset(
    """of in on at for from with by about against to under over near into among between within inside outside during after
    before since until despite amid across around through toward towards without behind beyond above below following upon
    per via throughout regarding concerning including besides like as""".split()
)
# Prepositions that join two parts of one noun phrase: "a source in the province", "the minister for trade".
JOINING = frozenset("""of in for at from with on to against near behind between among by inside outside under""".split())
AUXILIARIES = frozenset(
    """has have had is am are was were be been being will would can could may might must should do does did shall cannot hasn't
    haven't hadn't isn't aren't wasn't weren't won't wouldn't can't couldn't mightn't mustn't shouldn't don't doesn't didn't
    hasn’t haven’t hadn’t isn’t aren’t wasn’t weren’t won’t wouldn’t can’t couldn’t shouldn’t don’t doesn’t didn’t i'm i've
    i'd i'll he'd he'll she'd she'll we're we've we'd we'll they're they've they'd they'll you're you've you'd you'll i’m
    i’ve i’d i’ll he’d he’ll she’d she’ll we’re we’ve we’d we’ll they’re they’ve they’d they’ll you’re you’ve you’d you’ll
    it'll it’ll that'll that’ll""".split()
)
BE = frozenset("""is am are was were be been being isn't aren't wasn't weren't isn’t aren’t wasn’t weren’t""".split())
MODALS = frozenset("will would can could may might must should do does did shall cannot".split())
ADVERBS = frozenset(
    """also later then now often never not still even once already just soon again always ever only long first recently earlier
    further reportedly sometimes twice today yesterday simply merely openly""".split()
)
SUBORDINATORS = frozenset(
    """that because while although though after before since when if where who which what how whether but so yet than why
    unless until whereas whom whose as nor or""".split()
)
QUESTION_WORDS = frozenset("""whether how what why who when where which if whom whose""".split())
CONNECTIVES = frozenset(
    """but and so yet or nor meanwhile however still then now also instead thus moreover indeed nevertheless nonetheless
    perhaps maybe again similarly likewise later earlier afterward afterwards finally furthermore additionally therefore
    overall today yesterday tonight recently separately elsewhere though although while as because when if since after
    before that""".split()
)
DAYS = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight mon tue wed thu fri sat sun
    monday’s""".split()
)
MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug sep
    sept oct nov dec jan. feb. aug. sept. oct. nov. dec.""".split()
)
TIME_HEADS = frozenset(
    """week month year night day morning evening afternoon weekend summer spring fall winter time decade""".split()
)
TIME_OPENERS = frozenset("""last this next earlier later early late shortly""".split())
# What somebody says something in or at: "said in a statement", "at a rally".
OCCASIONS = frozenset(
    """statement interview speech tweet email e-mail press conference briefing rally hearing debate letter report memo news
    telephone phone note message radio television communique broadcast post""".split()
)
# Frequent verb forms that are no cue, at which a noun phrase to the left of a cue must stop.
VERBS = frozenset(
    """went came made took got gave put became began ran won lost left met held kept led died fled fell grew stood goes comes
    makes takes gets gives becomes begins runs wins loses leaves holds keeps leads let lets go come make take get give
    become begin win lose leave keep know knew used works worked killed shot seen done gone taken given been happened lived
    served moved turned followed arrived returned remained sat ate drove broke chose wore drew flew threw rose
    sent built spent bought brought caught fought sold paid saw heard hid rode slept wept struck stole woke""".split()
)
SENTENCE_ENDS = frozenset({".", "!", "?", "...", ".."})
QUOTE_MARKS = frozenset({"“", "”", '"', "''", "``", "«", "»", "„"})
DASHES = frozenset({"-", "--", "---", "–", "—"})
BREAKS = frozenset({",", ";", ":", "?", "!", "[", "]", "…", "•", "*", "|"}) | QUOTE_MARKS | DASHES | SENTENCE_ENDS
