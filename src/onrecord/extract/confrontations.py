"""Who shot, where a passage tells of officers who faced somebody and then only that he was shot: "Officers told Velmora to drop the knife. He ran at them and was shot".

No words say who did it, but a careful reader concludes it: the only other armed party that is told of are these officers. So they are doers
whom the passage implies, marked as such and less sure than any whom words name. It needs all of this in one passage: officers who came upon
the person, not only to the place; an act of theirs on that person or of that person against them; harm by gunfire without a doer, which befell
that very person; and nobody else who may have fired. What is concluded of local news is concluded of no war, protest or other country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.extract.doers import is_of_force
from onrecord.extract.draft import Draft
from onrecord.extract.familiar import familiar
from onrecord.extract.lexicon import Trigger
from onrecord.extract.phrase import Phrase
from onrecord.extract.pronouns import is_official
from onrecord.extract.reading import Actor, Event, Reading
from onrecord.extract.sentences import Span
from onrecord.extract.victims import Victim, same_name

__all__ = ["IMPLIED", "implied", "shootings"]

IMPLIED = 0.8
"""How sure an implied doer is: of 70 agencies so named in descriptions of killings by police, 59 were the list's own (25 of 33 in the half
that the rules were not developed on); such a list has no case in which somebody else fired."""
_SHORT = 16
"""Sentences of a report so short that gunfire after officers came is theirs and the one's who is told of."""
_BEFORE, _AFTER = 4, 3  # sentences around the harm that are one passage with it
_FORCE = re.compile(
    r"\b(?:police(?!\s+(?:car|cruiser|vehicle|dog|station|report|headquarters|custody|scanner|activity|chase|pursuit|confrontation|standoff|shooting|involve))|officers?(?!-)|deput(?:y|ies)|troopers?|marshals?|agents?|SWAT(?:\s+(?:team|members|officers?)s?)?"
    r"|(?:sheriff|police)['’]?s?\s+(?:office|department)|department\s+of\s+public\s+safety|(?:highway|state|border)\s+patrol|detectives?|sergeant|authorities|law\s+enforcement(?:\s+(?:officers?|officials))?|cops?)\b",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\s*:|(?:[’']s?)?\s+spokes|[’']s?\s+(?:[\w-]+\s+)?(?:report|statement|account|investigation|release|log|blotter)|(?:\s+(?:\w+\s+){0,2}?|\s+(?:spokes\w+|chief|capt\w*\.?|lt\.?|sgt\.?|department|office)\s+[^.;,]{0,40}?)(?:said|says?|stated|confirm\w*|add(?:ed|s)|announced|wrote|tweeted|explained|described|determined|think|suspect|hope|urge[ds]?|learned|reported|alleged?|believed?|told\s+(?:reporters|the)|(?:is|are)\s+(?:still\s+)?investigating|investigat\w+\s+(?:the|what|how|why|whether|it)|searching|looking|ask(?:ed|ing)?\s+(?:for|anyone|the\s+public|witnesses)|identified|released|found)\b",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    r"\baccording\s+to\s[^.;]{0,60}$|\b(?:told|by\s+calling|call(?:ed|ing)?|off-duty|former|retired)\s+(?:the\s+|an?\s+)?(?:[A-Z][\w’'.]*\s+){0,4}$"
)
_TURNS = re.compile(
    r"\b(?:point|aim|level|rais|brandish|wav|swing|fir|shoot|charg|lung|advanc|rush|driv|mov|com|walk|step|turn|attack|assault|stab|ramm|ram|threaten|confront|fight|struggl|wrestl|grabb|reach|approach|accelerat|revers|stepp|gestur|run(?:ning)?\s+(?:at|toward|over)|flee|fled|evad|elud|lead|led|ambush|engag|greet|met|oppos|resist|ran|drove|shot|fought|swung|threw|throw|came|struck|hit|struggle|exchang|trad|open(?:ed|ing)?\s+fire)(?:ed|d|e|es|s|ing|ping|led)?\b(?:(?![.;:]|\b(?:said|says|told|by)\b).){0,70}$",
    re.IGNORECASE | re.DOTALL,
)
"""What somebody does against officers, up to the words for them."""
_TOUCHING = re.compile(
    r"\b(?:encounter\w*|confront\w*|approach\w*|pursu\w+|chas(?:ed|ing|e)|tackl\w+|stopp\w+|pull\w*\s+over|corner\w*|surround\w*|track(?:ed|ing)\b|caught\s+up|catch|face[ds]?|grabb\w+|detain\w*|restrain\w*|struggl\w+|fought|wrestl\w+"
    r"|(?:tried|trying|attempt\w*|sought|went|moved|struggl\w+)\s+to\s+(?:stop|arrest|detain|pull|subdue|take|apprehend|talk|disarm|speak|contact|make|serve|question|calm|negotiate|communicate|handcuff|restrain|get|confront|halt|grab|initiate|coax|secure)"
    r"|(?:serv|execut)\w*\s+(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}warrants?|negotiat\w+|us(?:ed|ing)\s+(?:an?\s+|their\s+|his\s+)?(?:taser|stun|tear)|tase[dr]?|tased|order(?:ed|ing)|command(?:ed|ing)?|shout(?:ed|ing)|yell(?:ed|ing)|(?:told|ask(?:ed|ing)?|tell(?:ing)?)\b(?=[^.;]{0,40}\bto\b)"
    r"|made\s+contact|came\s+(?:up)?on|met\b|located|spotted|engaged|flagged\s+down|traffic\s+stop|giving)\b",
    re.IGNORECASE,
)
"""What officers do to whom they face."""
_FIGHT = re.compile(
    r"\b(?:stand-?off|confrontation|altercation|struggle|fight|scuffle|chase|pursuit|gun\s?battle|shoot-?out|gun\s?fight|fire\s?fight|encounter|exchang\w+(?:\s+of)?\s+(?:gun\s?)?(?:fire|shots))\s+(?:(?:with|between|involving|against|by)\s+)(?:(?:the|an?|two|three|several|responding|local|[A-Z][\w’'.-]*|county|sheriff[’']?s|state)\s+){0,6}$"
)
_REFUSES = re.compile(
    r"\b(?:refus\w+|ignor\w+|disobey\w*|disregard\w*|den(?:y|ied)|fail(?:ed|ing)\s+to|(?:did|would|does|could)\s*(?:not|n[’']t)|didn[’']t|wouldn[’']t|without)\b(?:(?![.;:]).){0,45}?\b(?:drop|compl\w+|commands?|orders?|show|surrender|stop|put|obey\w*|follow|come\s+out|get\s+(?:out|on)|instructions|demands|cooperate|uncooperative|respond|arrest)\b",
    re.IGNORECASE | re.DOTALL,
)
_ARMED = re.compile(
    r"\b(?:(?:pull|dr[ae]w|brandish|rais|point|grabb|reach|wield|wav|hold|held|produc|display|carry|aim|swing|show)\w*|armed\s+with|had|with|got\s+out\s+with|came\s+out\s+with)\b(?:(?![.;:]).){0,40}?\b(?:gun|handgun|weapon|firearm|pistol|rifle|revolver|shotgun|knife|machete|sword|hatchet|axe?|hammer|bat|waistband|pipe|sledgehammer|screwdriver|crossbow|scissors|box\s?cutter|razor)\b",
    re.IGNORECASE | re.DOTALL,
)
_CAME = re.compile(
    r"\s+(?:(?!\b(?:said|says?|who|found)\b)[\w’'-]+\s+){0,4}?(?:arriv\w+|respond\w*|came|went|enter\w*|were\s+(?:in|at|on|called|dispatched|sent|serving|executing|trying|attempting|conducting)|was\s+(?:called|dispatched|sent|serving|trying)|made\s+(?:entry|contact)|forced|got\s+there|showed\s+up|attempted|tried)\b",
    re.IGNORECASE,
)
_GUNFIRE = re.compile(
    r"\b(?:shots?\s+(?:were|was)\s+(?:then\s+)?(?:fired|exchanged)|exchange\s+of\s+(?:gun\s?)?(?:fire|shots)|gunfire\s+(?:was\s+exchanged|erupted|broke\s+out|followed|ensued)|gun\s?battle|shoot-?out|gun\s?fight|officer[\s-]involved\s+shooting|police[\s-]involved\s+shooting)",
    re.IGNORECASE,
)
_SHOT = re.compile(
    r"\b(?:shots?|shooting|gunfire|gun\s?battle|gun\s?fight|shoot-?out|gunned|fired|opened\s+fire|mortally\s+wounded)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:(?:un(?:clear|certain|known)|not\s+(?:clear|known|certain))\s+(?:\w+\s+){0,4}?(?:who|whether|if|whose)\s+(?:\w+\s+){0,3}?(?:shot|fired|killed|bullet)|accidental\w*|by\s+(?:his|her)\s+own\s+(?:gun|hand)|charged\s+with\s+(?:[\w-]+\s+){0,3}(?:murder|homicide|manslaughter)|cross-?fire|stray\s+bullets?|by-?standers?|passers?-?by)",
    re.IGNORECASE,
)
"""What tells of another end, or leaves open whose shot it was."""
_OWN_HAND = re.compile(
    r"\b(?:self-inflicted|(?:shot|shooting)\s+(?:himself|herself|themselves)|turn(?:ed|ing)\s+(?:the|his|her|a)\s+(?:gun|weapon|rifle|pistol)\s+on\s+(?:himself|herself|themselves)|(?:took|taking)\s+(?:his|her)\s+own\s+life|kill(?:ed|ing)\s+(?:himself|herself)|murder[\s-]suicide|apparent\s+suicide)",
    re.IGNORECASE,
)
_AT_LARGE = re.compile(
    r"\b(?:suspects?|gunm[ae]n|shooters?|killers?|assailants?)\b[^.;]{0,40}\b(?:at\s+large|being\s+sought|(?:is|are|was|were)\s+(?:still\s+)?(?:sought|wanted|arrested|in\s+custody|charged|on\s+the\s+run))|\b(?:search\w*|look\w*|manhunt)\s+for\s+(?:the\s+|a\s+|his\s+|her\s+)?(?:\w+\s+)?(?:gunm[ae]n|shooters?|killers?)|\bno\s+arrests?\b",
    re.IGNORECASE,
)
_ENDED_SO = re.compile(
    r"\b(?:confrontation|altercation|struggle|scuffle|fight|encounter|stand-?off|shoot-?out|gun\s?battle|gun\s?fight|arrest|chase|pursuit)\b(?:(?![.;]).){0,90}\b(?:end|result|led|lead|culminat)\w*\s+(?:in|to|with)\b",
    re.IGNORECASE | re.DOTALL,
)
"""A fight that ended in somebody's death, whatever they died of."""
_BY_ANOTHER = re.compile(r"\s*(?:[\w-]+\s+){0,6}?by\s+(?!the\s+time\b)(?:\w+)", re.IGNORECASE)
_CRASH = re.compile(
    r"\b(?:crash\w*|collision|collid\w+|overdos\w+|drown\w+|ejected|overturned|rolled\s+over|unresponsive|cardiac|seizure)\b",
    re.IGNORECASE,
)
_ONE_MAN = frozenset(
    "man woman suspect driver gunman teen teenager subject individual robber attacker assailant fugitive burglar intruder motorist male female shooter he she him her people person boy girl".split()
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """What shows that officers and somebody faced each other: the words for the officers, and for that one where they are there."""

    force: Span
    person: Phrase | None


def implied(r: Reading, d: Draft) -> list[Actor]:
    """The officers of whom a passage tells in such a way that it was they who shot; nobody where anything speaks for another."""
    if d.kind != "harm" or d.key != "violence" or not d.modality.tallied or r.text.isupper() or not familiar(r):
        return []
    for e in d.events:
        v = _befallen(d, e)
        if v is None or not _without_doer(r, e) or not _only_by(r, d, e, v):
            continue
        cue = _cue(r, e, v)
        if cue is not None:
            word = r.text[cue.force.start : cue.force.end].split()[-1].lower()
            plural = word.endswith("s") or word in ("police", "swat", "authorities", "enforcement")
            return [Actor(_phrase(r, cue.force, word, plural), "carried_out", "suspected", implied=True)]
    return []


_SHOOTING = re.compile(
    r"\b(?:(?:officer|police|deputy|trooper)[\s-]involved\s+shooting|(?:the|a)\s+(?:fatal\s+|deadly\s+)?(?:shooting|shoot-?out|gun\s?fight|gun\s?battle|exchange\s+of\s+(?:gunfire|fire|shots)))\b(?!\s+(?:range|victim|spree|suspect|of|at|death|scene))",
    re.IGNORECASE,
)
_ANOTHER_ONE = re.compile(
    r"\b(?:suspect\w*|wanted|connection|reports?|reported|call\w*|respond\w*|questioning|earlier|about)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def shootings(r: Reading) -> list[Event]:
    """Shootings that a report of a few sentences tells of by a noun alone ("Velmora had a knife when the shooting occurred"), where it
    tells of no other harm: whom officers faced right before is whom it befell, hit or not."""
    told = any(e.trigger.kind == "harm" and e.victims and not all(is_of_force(r, p) for p in e.victims) for e in r.events)
    hurt = any(e.victims and e.trigger.outcome in ("death", "injury", "harm") for e in r.events)
    if told or hurt or len(r.spans) > _SHORT or r.text.isupper() or not familiar(r):
        return []
    for n, span in enumerate(r.spans):
        for m in _SHOOTING.finditer(r.text, span.start, span.end):
            if _ANOTHER_ONE.search(r.text, max(span.start, m.start() - 60), m.start()) or _OWN_HAND.search(r.text):
                continue
            found = Event(Trigger(m.start(), m.end(), "assault", "unknown", "before"), n)
            people = [c.person for k in range(n, max(-1, n - _BEFORE), -1) for c in _cues(r, k, found) if c.person is not None]
            whom = next((p for p in people if p.names), next((p for p in people if p.definite), None))
            named = {r.text[s.start : s.end].split()[-1] for p in people for s in p.names}
            if whom is not None and len(named) < 2 and whom.start < m.start():
                found.victims = [whom]
                return [found]
    return []


def _phrase(r: Reading, force: Span, word: str, plural: bool) -> Phrase:
    """The phrase for the officers; of one who is named the word for the office alone: nobody is named for what is only implied."""
    held = next((p for p in r.phrases[r.sentence_of(force.start)] if p.start <= force.start and force.end <= p.end), None)
    if held is None or held.names:
        return Phrase(force.start, force.end, word, None, plural)
    return Phrase(held.start, held.end, held.head, held.count, held.plural)


def _befallen(d: Draft, e: Event) -> Victim | None:
    """The one person whom a word for harm befell, by what all of an incident says."""
    if not e.victims or e.trigger.kind != "harm" or e.trigger.side not in ("before", "number", "owner", "whose") or e.actors:
        return None
    mine = [v for v in d.victims if any(t.event in v.events for t in d.tellings if t.sentence == e.sentence)]
    held = [v for v in mine if any(p.start <= e.trigger.start for p in v.phrases)]
    direct = [v for v in d.victims if any(p is q for p in e.victims for q in v.phrases)]
    found = direct or held
    if len(found) != 1 or found[0].group or found[0].part_of is not None or found[0].cause == "self_inflicted":
        return None
    return found[0]


def _without_doer(r: Reading, e: Event) -> bool:
    """Whether a word tells of gunfire, alone or beside it, and says nothing of who did it."""
    span = r.spans[e.sentence]
    words = r.text[e.trigger.start : e.trigger.end]
    if _BY_ANOTHER.match(r.text[e.trigger.end : min(span.end, e.trigger.end + 45)]) or re.search(r"\bfound\b", words):
        return False
    before = r.spans[max(0, e.sentence - 1)]
    near = r.text[before.start : span.end]
    if e.trigger.side in ("owner", "whose") and _ENDED_SO.search(r.text, span.start, e.trigger.end):
        return True
    return _SHOT.search(words) is not None or (_SHOT.search(near) is not None and _CRASH.search(near) is None)


def _only_by(r: Reading, d: Draft, e: Event, v: Victim) -> bool:
    """Whether nothing says that somebody else fired at this one, or that it was nobody's doing."""
    if any(is_of_force(r, p) for p in v.phrases) or any(
        r.text[p.end : p.end + 1] not in ("’", "'") and _OTHERS.search(r.text, max(0, p.start - 12), p.end + 25)
        for p in v.phrases
    ):
        return False
    if _OWN_HAND.search(r.text) or not all(_beside(r, d, e, v, x) for x in d.victims):
        return False
    first, last = max(0, e.sentence - _BEFORE), min(len(r.spans) - 1, e.sentence + _AFTER)
    passage = r.text[r.spans[first].start : r.spans[last].end]
    if _OTHERWISE.search(passage) or _AT_LARGE.search(passage):
        return False
    return all(_himself(r, v, a.phrase, e) for a in d.actors if a.role in ("carried_out", "ordered"))


def _himself(r: Reading, v: Victim, q: Phrase, e: Event) -> bool:
    """Whether a doer told of is the victim, who shot before being shot: never only because some man is told of."""
    called = q.names or q.pronoun or q.definite or any(p.head == q.head for p in v.phrases) or (v.names and _alone(r, v))
    return bool(called) and _same(r, v, q, e)


def _beside(r: Reading, d: Draft, e: Event, v: Victim, x: Victim) -> bool:
    """Whether another victim of an incident leaves it open who shot this one: an officer, or one of somebody told of as having hurt others."""
    if x is v or x.part_of is v or any(is_of_force(r, p) for p in x.phrases) or x.outcome == "unknown":
        return True
    return any(a.role == "carried_out" and _himself(r, v, a.phrase, e) for a in d.actors)


_OTHERS = re.compile(
    r"\b(?:hostage|neighbou?r|witness|clerk|bystander|victim|customer|employee|guard|girlfriend|wife|husband|ex-)\b",
    re.IGNORECASE,
)


def _same(r: Reading, v: Victim, q: Phrase, e: Event) -> bool:
    """Whether a phrase can be for the victim of an event."""
    if any(q.start == p.start for p in v.phrases):
        return True
    if q.plural or q.organisation or is_of_force(r, q) or (q.sex and v.sex and q.sex != v.sex):
        return False
    if q.pronoun:
        return True
    if q.names:
        if v.names:
            return any(same_name(r.text[s.start : s.end], n) for s in q.names for n in v.names)
        return not is_official(r, q) and _known_before(v, q)
    if q.head not in _ONE_MAN and not q.head.endswith("-year-old"):
        return False
    if v.names:
        return _alone(r, v)
    return _known_before(v, q) or any(p.head == q.head for p in v.phrases if p.definite)


def _known_before(v: Victim, q: Phrase) -> bool:
    """Whether the words for a victim without a name may go back to somebody told of before: "the man", "he", never a new "a man"."""
    heads = [p for p in v.phrases if p.pronoun or p.definite or p.start <= q.start]
    return any(p.pronoun or p.head in _ONE_MAN or p.head.endswith("-year-old") for p in heads)


def _alone(r: Reading, v: Victim) -> bool:
    """Whether a report names nobody besides a victim, officials and speakers."""
    people = [
        p for ps in r.phrases for p in ps
        if p.names and not p.organisation and not is_official(r, p) and not any(s.start <= p.start < s.end for a in r.said for s in a.source)
    ]  # fmt: skip
    return all(any(same_name(r.text[s.start : s.end], n) for n in v.names) for p in people for s in p.names)


def _cue(r: Reading, e: Event, v: Victim) -> _Cue | None:
    """What shows that officers faced this person: before the harm in its passage, in its sentence, or told right after it of the one by name."""
    for n in range(e.sentence, max(-1, e.sentence - _BEFORE - 1), -1):
        for cue in _cues(r, n, e):
            whole = cue.person is None and len(r.spans) <= _SHORT
            if whole or (cue.person is not None and _same(r, v, cue.person, e)):
                return cue
    for n in range(e.sentence + 1, min(len(r.spans), e.sentence + _AFTER + 1)):
        for cue in _cues(r, n, e):
            person = cue.person
            if person is not None and (person.names or person.pronoun) and _same(r, v, person, e) and v.names:
                return cue
    return None


def _cues(r: Reading, n: int, e: Event) -> Iterator[_Cue]:
    """What in a sentence shows that officers and somebody faced each other."""
    span = r.spans[n]
    forces = list(_acting(r, n))
    people = [
        q for q in r.phrases[n]
        if not (q.plural or q.organisation or is_of_force(r, q) or _FORCE.search(r.text, q.start, q.end)) and (q.names or q.pronoun or q.head in _ONE_MAN or q.head.endswith("-year-old"))
    ]  # fmt: skip
    for q in people:
        for f in forces:
            if q.end <= f.start and f.start - q.end < 170 and _TURNS.search(r.text, q.end, f.start):
                yield _Cue(f, q)
            touching = f.end <= q.start and q.start - f.end < 130 and not _FOUND.search(r.text, f.end, q.start)
            if touching and _TOUCHING.search(r.text, f.end, min(span.end, q.end + 12)):
                yield _Cue(f, q)
    for f in forces:
        if _FIGHT.search(r.text, max(span.start, f.start - 90), f.start):
            yield _Cue(f, next((q for q in people if q.end <= f.start), None))
    yield from _at_speakers(r, n, people)
    there = forces[:1] or _there(r, n)
    for f in there:
        for q in people:
            until = min([span.end, q.end + 130, *(p.start for p in people if p.start > q.end and not p.pronoun)])
            if _REFUSES.search(r.text, q.end, until) or _ARMED.search(r.text, q.end, until):
                yield _Cue(f, q)
        if _GUNFIRE.search(r.text, span.start, span.end):
            yield _Cue(f, None)


def _at_speakers(r: Reading, n: int, people: list[Phrase]) -> Iterator[_Cue]:
    """The officers whom "them" means of whom a sentence tells that they speak: "Milford police said that he pointed it at them"."""
    them = next((q for q in r.phrases[n] if q.head == "them"), None)
    spoke = list(_FORCE.finditer(r.text, r.spans[n].start, them.start)) if them is not None else []
    plural = [q for q in r.phrases[n] if them is not None and q.end <= them.start and q.plural and not q.pronoun]
    if them is None or not spoke or any(not _FORCE.search(r.text, q.start, q.end) for q in plural):
        return
    for q in people:
        if spoke[0].end() <= q.start and q.end <= them.start and _TURNS.search(r.text, q.end, them.start):
            yield _Cue(Span(spoke[0].start(), spoke[0].end()), q)


_FOUND = re.compile(r"\b(?:found|discovered|identified)\s+(?:[\w’'-]+\s+){0,6}$")


def _acting(r: Reading, n: int) -> Iterator[Span]:
    """The officers of a sentence who do more than speak of it or look into it."""
    span = r.spans[n]
    for m in _FORCE.finditer(r.text, span.start, span.end):
        if not _SPEAKS.match(r.text, m.end(), min(span.end, m.end() + 60)) and not _TOLD_BY.search(
            r.text, max(span.start, m.start() - 40), m.start()
        ):
            yield Span(m.start(), m.end())


def _there(r: Reading, n: int) -> list[Span]:
    """The officers who came, by one of the sentences right before."""
    for k in range(n - 1, max(-1, n - _BEFORE), -1):
        came = [
            f
            for f in _acting(r, k)
            if _CAME.match(r.text, f.end, r.spans[k].end) or _TOUCHING.search(r.text, f.end, min(r.spans[k].end, f.end + 80))
        ]
        if came:
            return came[-1:]
    return []
