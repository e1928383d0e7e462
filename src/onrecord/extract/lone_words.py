"""Where a lone word with a capital stands as a person's name does: by the closed classes of English around it, not by what it does."""

from __future__ import annotations

import re

from onrecord.extract.names import opens
from onrecord.extract.sentences import Span

__all__ = ["is_singular", "leads", "stands_alone"]

_PAST = """arose awoke beat became began bent bet bit bled blew bought bound bred broke brought built burst came cast caught chose clung crept cut dealt did died
    drank dreamt drew drove dug dwelt fed fell felt fled flew flung forbade forgave forgot fought found froze gave got grew had heard held hid hit hung hurt kept knelt knew laid lay
    leapt led left lent let lied lit lost made meant met paid pleaded pled put quit ran rang read rode rose said sang sank sat saw sent set shook shot shut slept slew slid slit slung sold
    sought spat sped spent split spoke sprang spread spun stole stood strode strove struck stuck stung stunk swam swept swore swung taught thought threw told took tore tied
    was went were wept woke won wore wound wove wrote"""
"""Past tenses that do not end in -ed: a closed class of English."""
_AUXILIARY = "is has have will would can could may might must should does did do was were had isn wasn hasn hadn won wouldn couldn didn doesn"
_PRESENT = "says tells knows lives wants gets gives faces remains appears seems thinks hopes needs makes takes goes comes plays works believes denies admits claims describes recalls remembers stands sits hears runs looks"
_VERB = rf"(?:(?:{'|'.join((_PAST + ' ' + _AUXILIARY + ' ' + _PRESENT).split())})\b(?:[n’']t\b)?|(?!(?:red|bed|speed|need|shed|united|armed)\b)[a-z]{{2,}}(?<!e)ed\b)"
_ADVERBS = r"(?:(?:[a-z]+ly|later|also|then|never|still|now|already|soon|just|once|both|even|often|allegedly|since|first|himself|herself|meanwhile)\s+){0,3}"
_ACTS = re.compile(rf"\s+{_ADVERBS}{_VERB}")
_JOINED = re.compile(
    r"\s+(?:and|or|&)\s+(?:(?:his|her|another|an?|the|two|three|four|five|six|several|some|others?|fellow|\d+)\s|(?:the\s+)?[A-ZÀ-Þ][\w’'-]+)"
)
"""After a name: who else is told of beside it."""
_SAID_OF = re.compile(
    rf",\s+(?:(?:now\s+|then\s+)?\d{{1,3}}\b|(?:who|whose|whom|of|armed|known|also|formerly|originally|meanwhile|however|born|an?|suspected|wanted|described|identified|believed|then|{_ADVERBS}[a-z]{{3,}}ed)\b|(?:Jr|Sr)\b)|\s+(?:--|—|–|-|\()\s*"
)
"""After a name at the beginning of a sentence: what is told of whoever bears it."""
_BEFORE = re.compile(
    r"(?:(?:^|[^\w’'-])(?:and|or|but|that|when|while|if|as|because|where|whether|than|before|after|until|since|though|although|how|why|which|what|so|yet|both|either|neither|nor|(?<!\d, )(?<!also )(?<=[a-z] )of|for|with|by|against|about|between|involving|including|toward|towards|behind|beside|like|than|unlike|upon"
    rf"|{'|'.join(_PAST.split())}|[a-z]{{3,}}(?<!e)ed|[a-z]{{2,}}ing|says?|told|asked|is|shows?|describes?|links?|helps?|finds?|sees?|(?:[Ss]uspect|[Gg]unman|[Dd]river|[Vv]ictim|[Ss]hooter|[Mm]otorist|[Aa]ttacker|[Ff]ugitive|[Ii]nmate|[Dd]efendant|[Pp]assenger|brother|sister|son|daughter|husband|wife|father|mother|friend|neighbor)|believe|suspect|say|know|knows|named|to\s+[a-z]{{3,}})|[a-zà-ÿ\d’'”\"),][,:;]|[(\[“\"—–]|--)\s*$"
)
_PLACING = re.compile(
    r"\b(?:(?:north|south|east|west|outskirts|miles?|downtown|city|town|village|state|county|borough|township|community|suburb|neighborhood|area|block|corner|intersection|university|department|bureau|division|port|bank|lake|tip|glass|bottle|can|use|pair|number|month|middle|end|early|late|counts?|charges?|convicted|accused|suspicion|guilty|dean|director|chief|mayor)\s+of"
    r"|(?:called|listed|labeled|dubbed|entitled|titled|branded|headed|heading|bound)(?:\s+for|\s+as)?|left\s+for|headed\s+for|bound\s+for|named\s+for|driving|drove|wearing|wore|speaking|spoke|speaks|using|used|robbed|robbing|drinking|drank|taking|took|watching|playing|leaving|including|visiting|left|riding|rode|celebrating|reaching|reached|entering|entered|passing|passed|crossing|crossed|near|like|called)\s+$"
)
"""Before what may be a place, a make or a drug as well."""
_ON = re.compile(
    rf"(?:$|[’']s?(?:\s|$)|\s*[.,;:!?)\]”\"]|\s+(?:{_ADVERBS}{_VERB}|(?:and|or|but|that|when|while|if|as|because|where|whether|before|after|until|since|though|so|who|in|on|at|to|from|with|by|for|of|into|over|out|up|off|near|inside|outside|during|through|around|down|is|was|not|alone|dead|again|once|twice|multiple|several)\b|[a-z]{{3,}}(?:ing|ly)\b|(?:his|her|the|an?|two|three|five|several)\s|at\b|[A-Z][a-z]+day\b|--|—|–))"
)
"""After a name in the middle of a sentence: no noun that the capitals would only describe."""
_SPOKE = re.compile(r"[,”\"’'?!]\s+(?:said|says|added|recalled|explained|told|asked|wrote|continued|noted|testified)\s+$")
_NOT_OF_PEOPLE = re.compile(
    r"[’']s?\s+(?:(?:[\w-]+)\s+)?(?:stores?|restaurants?|parking|lot|grocery|bar|grill|pub|deli|market|supermarket|pharmacy|location|coffee|shop|drive-?thr\w+|gas|convenience|nightclub|club|tavern|disease|hospitals?|schools?|church|department|office|capital|downtown|largest|main|police|sheriff|mayor|population|economy)\b"
)
"""What belongs to a shop, a place or a body and to no person."""


_CAPITAL = re.compile(r"(?<![\w’'-])([A-ZÀ-Þ][\w’'-]*)\s+$")


def leads(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a sentence begins with a word as it does with a name: by what is told of it, who stands beside it, or any verb."""
    if start - span.start > 2:
        return False
    on = (_ACTS, _SAID_OF, _JOINED)
    return any(p.match(text, end, span.end) for p in on) or _owns(text, span, start, end)


def _owns(text: str, span: Span, start: int, end: int) -> bool:
    """Whether something is a word's that is no shop's or place's: "Velmora's motive was unclear"."""
    return (
        re.match(r"[’']s?\s+[a-z\d]", text[end : end + 4]) is not None
        and _NOT_OF_PEOPLE.match(text, end, span.end) is None
        and re.search(r"\b(?:an?|the|this|that)\s+$", text[max(span.start, start - 6) : start]) is None
    )


def stands_alone(text: str, span: Span, start: int, end: int) -> bool:
    """Whether a word in the middle of a sentence stands without an article where names stand, and not as what another noun is called."""
    before = text[max(span.start, start - 30) : start]
    if _SPOKE.search(before):
        return re.match(r"\s*[.,;:!?]|\s+(?:of|who|in|on|after)\b|$", text[end : end + 6]) is not None
    if _owns(text, span, start, end):
        return True
    if _ON.match(text, end, span.end) is None:
        return False
    first = _CAPITAL.search(before)
    if first is not None and opens(first[1]):
        return True
    return (
        _BEFORE.search(before) is not None
        and _PLACING.search(before) is None
        and _NOT_OF_PEOPLE.match(text, end, span.end) is None
    )


_ONE = re.compile(
    rf"\s+(?:{_ADVERBS})(?:was|is|has|wasn[’']t|isn[’']t|hasn[’']t|says|wants|faces|remains|lives|appears|seems|knows|does)\b"
)
_MASS_ENDINGS = ("ics", "ness", "news", "ment", "tion", "ance", "ence", "ity", "ism", "ship", "sis")


def is_singular(text: str, end: int, word: str) -> bool:
    """Whether a word that looks like a noun for several has the verb of one: "Portiels was in the car"."""
    return _ONE.match(text, end) is not None and not word.lower().endswith(_MASS_ENDINGS)
