"""What was attacked besides people: buildings, vehicles and works that words of attack, bombing or arson name."""

from __future__ import annotations

import re

from onrecord.extract.sentences import Span

__all__ = ["targets"]

_THING = (
    "houses?|homes?|residences?|offices?|embass(?:y|ies)|consulates?|stations?|bus(?:es)?|trucks?|vehicles?|cars?|jeeps?|bridges?|pipelines?|towers?"
    "|pylons?|plants?|factor(?:y|ies)|church(?:es)?|mosques?|temples?|synagogues?|schools?|banks?|hotels?|restaurants?|stores?|shops?|barracks|headquarters"
    "|garrisons?|airports?|helicopters?|planes?|aircraft|buildings?|facilit(?:y|ies)|installations?|substations?|trains?|railroads?|railways?|markets?|clinics?"
    "|hospitals?|villages?|posts?|checkpoints?|camps?|warehouses?|ambulances?|convoys?|patrols?|boats?|apartments?|lines|complex|refiner(?:y|ies)|oil\\s+wells?"
    "|universit(?:y|ies)|centers?|centres?|cathedral|monument|newspapers?|ranch(?:es)?|farms?|granar(?:y|ies)|crops|fields|motorcycles?|tankers?|dams?"
)
_PHRASE = (
    r"(?P<words>(?:(?:the|a|an|his|her|their|its|several|some|\d+|two|three|four|five|six|seven|eight|nine|ten|at\s+least)\s+){0,2}"
    rf"(?:[\w’'-]+\s+){{0,4}}?(?:{_THING}))(?![\w-])(?!\s+(?:{_THING})(?![\w-]))"
)
_ACTIVE = re.compile(
    r"\b(?:attack(?:ed|ing|s)?(?:\s+(?:on|against|at))?|bomb(?:ed|ing)(?:\s+of)?|dynamit(?:ed|ing)|destroy(?:ed|ing|s)|damag(?:ed|ing|es)"
    r"|burn(?:ed|ing|s)(?:\s+down)?|set\s+fire\s+to|torch(?:ed|ing)|bl(?:ew|own|owing)\s+up|hit|struck|shell(?:ed|ing)|ambush(?:ed|ing)|raid(?:ed|ing)|storm(?:ed|ing)"
    r"|strafed|machine-?gunned|against|explo(?:ded|sion)s?\s+(?:at|in|near|outside|inside|in\s+front\s+of)|went\s+off\s+(?:at|in|near|outside|inside|in\s+front\s+of)"
    r"|(?:placed|planted|detonated|thrown|hurled)\s+(?:at|in|near|outside|inside|in\s+front\s+of|under))\s+" + _PHRASE,
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\s(?:was|were|had\s+been|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:attacked|bombed|dynamited|destroyed|damaged|burned|torched|blown\s+up|shelled|hit|ambushed|set\s+on\s+fire)",
    re.IGNORECASE,
)
_BEFORE = re.compile(_PHRASE + "$", re.IGNORECASE)
_REACH = 60  # characters before "was destroyed" in which its subject stands
_HINT = re.compile(
    "attack|bomb|dynamit|destroy|damag|burn|fire|torch|blew|blow|hit|struck|shell|ambush|raid|storm|straf|gunned|against|explo|went off|placed|planted|detonat|thrown|hurled",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"\b(?:and|or|that|which|who|when|by|in|on|at|of|to|from|was|were|is|are|has|had|with|as|near|against|after|while)\b|[,.;:()\[\]]",
    re.IGNORECASE,
)


def targets(text: str, start: int, end: int) -> list[Span]:
    """The things attacked that stand between two characters, in order, each once."""
    if not _HINT.search(text, start, end):
        return []
    found: list[Span] = []
    objects = [m.span("words") for m in _ACTIVE.finditer(text, start, end)]
    for done in _DONE.finditer(text, start, end):
        before = _BEFORE.search(text, max(start, done.start() - _REACH), done.start())
        if before:
            objects.append(before.span("words"))
    for first, last in objects:
        cut = max((b.end() for b in _BREAK.finditer(text, first, last)), default=first)
        first = cut + len(text[cut:last]) - len(text[cut:last].lstrip())
        if first < last and not any(s.start < last and first < s.end for s in found):
            found.append(Span(first, last))
    return sorted(found)
