"""Who stands on which side of a word for harm: its victims, its doers, and in context its subject and agent."""

from __future__ import annotations

import re

from onrecord.extract.clauses import behind_relative, restrained_by_others, shot_at, whose
from onrecord.extract.doers import faced, in_fight, is_of_force, meant
from onrecord.extract.harmed import of_whom
from onrecord.extract.lexicon import Trigger
from onrecord.extract.owners import without_owners
from onrecord.extract.phrase import Phrase
from onrecord.extract.reading import Actor, Reading
from onrecord.extract.sentences import Span

__all__ = ["MODIFIED", "blame", "partners_from", "sides"]

_LEADING = frozenset(
    "|have|had|has|then|also|who|allegedly|accused of|are accused of|is accused of|suspected of|reportedly".split("|")
)
_BY = re.compile(
    r"\s*(?:to\s+death\s+)?(?:and\s+killed\s+)?(?:(?:(?:on|early|late|this|last|in\s+the)\s+)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|night|yesterday|again|twice|once|multiple\s+times|several\s+times)\s+){0,3}by\s+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]|,\s+(?:and|but|while|which|when|after)\s|\s(?:but|while|although|because)\s")


def sides(r: Reading, n: int, t: Trigger, phrases: list[Phrase]) -> tuple[list[Phrase], list[Actor]]:
    text, span = r.text, r.spans[n]
    phrases = without_owners(text, phrases)
    before = [p for p in phrases if p.end <= t.start]
    after = [p for p in phrases if p.start >= t.end]
    actors: list[Actor] = []
    victims: list[Phrase] = []
    if t.side == "before":
        victims = of_whom(text, span, t.start) or _subject(text, span, before, t.start)
        by = _BY.match(text, t.end)
        if by and after and _DOER.fullmatch(text, by.end(), after[0].start):
            actors.append(Actor(after[0], "agent" if t.kind == "context" else "carried_out", blame(text, span, after[0])))
        elif t.kind == "harm" and (other := in_fight(text, span, t.end, after)) is not None:
            actors.append(Actor(other, "carried_out", blame(text, span, other)))
    elif t.side == "after":
        victims = _object(text, after, t.end)
        subject = _subject(text, span, before, t.start)
        having = _HAVING.search(text, max(span.start, t.start - 12), t.start) is not None
        if having or (victims and _another(text, span, subject, victims)):
            subject = [p for p in before if _DOING.match(text, p.end)][:1]
        elif victims and _AND.search(text, max(span.start, t.start - 20), t.start):
            subject = _main(r, before, subject, victims)
        if (
            victims
            and subject
            and t.end - t.start < 40
            and not re.search(r"\bof$", text[t.start : t.end])
            and not (_PARTICIPLE.match(text, t.start, t.end) and _JOINING.search(text, max(span.start, t.start - 30), t.start))
            and (
                having
                or _ADVERB.sub("", text[subject[-1].end : t.start]).strip(" ,\n") in _LEADING
                or _BESIDE.fullmatch(text, subject[-1].end, t.start)
                or _ONE_OF_THOSE.fullmatch(text, subject[-1].end, t.start)
                or MODIFIED.fullmatch(text, subject[-1].end, t.start)
                or _APART.fullmatch(text, subject[-1].end, t.start)
                or _WHO.fullmatch(text, subject[-1].end, t.start)
                or _AND.search(text, max(span.start, t.start - 20), t.start)
            )
        ):
            role = "agent" if t.kind == "context" else "carried_out"
            subject = [meant(r, n, p, victims, t.start) for p in subject]
            actors += [Actor(p, role, blame(text, span, p)) for p in subject]
        elif victims and (charged := _charged(text, span, before, t)) is not None:
            actors.append(Actor(charged, "carried_out", "accused"))
        if (
            not victims
            and subject
            and re.match(r"(?:shot|wounded|injured|killed)", text[t.start : t.end], re.IGNORECASE)
            and before
            and t.start - subject[-1].end <= 2
            and not _SHOOTS.match(text, t.end)
        ):
            victims, actors = subject, []  # headlines: "Two men shot in …"
    elif t.side == "number":
        left = re.search(r"\b(?:leav\w+|left|found)\b[^.;]{0,60}$", text[span.start : t.start], re.IGNORECASE)
        title = t.start < r.offset or n <= 1
        near = [
            p
            for p in before
            if (t.start - p.end <= 2 or _AGED.fullmatch(text, p.end, t.start))
            and not p.pronoun
            and (p.count or p.definite or left or title)
        ]
        victims = _with_partners(text, before, before.index(near[-1])) if near else []
    elif t.side == "whose":
        victims = whose(text, t.start, t.end)
    elif t.side == "back":
        victims, actors = _shot_back(r, n, t, before, after)
    elif t.side == "owner":
        victims = [p for p in before[-1:] if t.start == p.end]
    elif t.side == "near":
        near = [p for p in before if t.start - p.end <= 14 and not re.search(r"[.;:]", text[p.end : t.start])]
        victims = _with_partners(text, before, before.index(near[-1])) if near else []
    if restrained_by_others(r, t, actors):
        return [], []
    if (made := shot_at(r, n, t.start, t.end, before)) is not None:
        return [made], [Actor(before[-1], "carried_out", blame(text, span, before[-1]))]
    if t.kind == "context" and t.side != "none":
        if victims and victims[0].pronoun:
            victims = [p for p in phrases if not p.pronoun and p.end <= t.start][:1]
        return [], [*(Actor(p, "subject") for p in victims[:1]), *actors]
    if t.side == "back":
        return victims, actors  # whoever fires and is fired at
    return [v for v in victims if all(v is not a.phrase for a in actors)], actors


def _charged(text: str, span: Span, before: list[Phrase], t: Trigger) -> Phrase | None:
    """Who is charged with or arrested for a killing that the words name: "a guard was charged in the death of …"."""
    m = _CHARGED.search(text, span.start, t.start) if text[t.start : t.end].lower().endswith("of") else None
    return next((p for p in reversed(before) if m is not None and p.end <= m.start() and not p.pronoun and not p.plural), None)


_CHARGED = re.compile(
    r"\b(?:was|were|is|has\s+been|had\s+been)\s+(?:arrested|charged|indicted|convicted|accused)\b(?:\s+(?:and|arrested|charged|indicted))*\s+(?:with|in|for|of)\s+(?:the\s+)?(?:[\w-]+\s+){0,3}$",
    re.IGNORECASE,
)


def _another(text: str, span: Span, subject: list[Phrase], victims: list[Phrase]) -> bool:
    """Whether a verb's subject is that of the main clause, since nobody does to "him" what "he" does: "they shouted when he ran, and shot him"."""
    he, him = subject[-1:], victims[0]
    return (
        bool(he)
        and he[0].pronoun
        and him.pronoun
        and he[0].sex == him.sex
        and _ONCE.search(text, span.start, he[0].start) is not None
    )


def _main(r: Reading, before: list[Phrase], subject: list[Phrase], victims: list[Phrase]) -> list[Phrase]:
    """The officers of a main clause, where "him" or "the 42-year-old" cannot be whom they shot else: "officers found Velmora, who ran, and shot him"."""
    whom = victims[0]
    if not (whom.pronoun or (whom.definite and not whom.names)) or whom.plural or not subject or is_of_force(r, subject[-1]):
        return subject
    acting = [p for p in before if p.start < subject[-1].start and is_of_force(r, p) and _ACTING.match(r.text, p.end)]
    return acting[:1] or subject


_ACTING = re.compile(r"(?:\s+(?:responding|searching|looking|called|sent)\s+(?:[\w’'-]+\s+){1,6}?)?\s*(?!who\b)", re.IGNORECASE)


_AGED = re.compile(r"(?:,\s+\d{1,3},)?\s+(?:\w+ly\s+)?")
"""What may stand between somebody and the word for harm in a headline: "Boy, 3, accidentally wounded in Milford"."""


def _shot_back(r: Reading, n: int, t: Trigger, before: list[Phrase], after: list[Phrase]) -> tuple[list[Phrase], list[Actor]]:
    """Whom those who returned fire shot at: whoever fired before; both sides of an exchange; whoever made them open fire."""
    text, span = r.text, r.spans[n]
    words = text[t.start : t.end].lower()
    subject = _subject(text, span, before, t.start)
    made_to = before[-1:] if before and _MADE_TO.search(text, span.start, before[-1].start) else []
    if made_to and re.fullmatch(r"\s+to\s+", text[before[-1].end : t.start]):
        subject = made_to  # "prompting the officer to return fire"
    elif words == "shoot":
        return [], []  # only who is made to shoot surely does
    joined = _AND.search(text, max(span.start, t.start - 20), t.start) is not None
    if words.endswith("exchanged"):
        made = faced(r, n, t.start)
        return [made] if made is not None else [], [
            Actor(p, "carried_out", "stated")
            for p in after[:3]
            if is_of_force(r, p) and re.search(r"\b(?:between|with)\b", text[t.end : p.start])
        ]
    if words.startswith(("exchang", "trad")):
        both = [*subject, *_object(text, after, t.end + len(" with"))]
        shooting = [Actor(p, "carried_out", blame(text, span, p)) for p in both if is_of_force(r, p)] if len(both) > 1 else []
        return [p for p in both if not p.plural and not p.organisation], shooting
    if _HAVING.search(text, max(span.start, t.start - 12), t.start) is not None:
        subject, joined = [p for p in before if _DOING.match(text, p.end)][:1], True
    if not subject or (t.start - subject[-1].end > 12 and not joined and not _WHO.fullmatch(text, subject[-1].end, t.start)):
        return [], []
    whole = [meant(r, n, p, [], t.start) if p.head in ("they", "them") else p for p in subject]
    subject = [q if is_of_force(r, q) else p for p, q in zip(subject, whole, strict=True)]
    actors = [Actor(p, "carried_out", blame(text, span, p)) for p in subject]
    if not words.startswith("return") and not words.endswith("back"):
        made = next((p for p in after if not p.plural and not p.organisation), None)
        if made is None or not _MADE.fullmatch(text, t.end, made.start) or not _THREATENS.match(text, made.end):
            made = next((p for p in before if _ONCE.search(text, span.start, p.start) and _THREATENS.match(text, p.end)), None)
        if made is None and any(is_of_force(r, p) for p in subject):
            made = faced(r, n, t.start)
            if made is None and _STUN.search(words):  # "used a Taser while they moved Velmora"
                made = next((p for p in after if p.names and not is_of_force(r, p)), None)
        fits = made is not None and not made.plural and not made.organisation and not any(made is p for p in subject)
        return ([made] if made is not None and fits else []), (actors if fits else [])
    people = [
        p
        for k in (n, n - 1)
        if k >= 0
        for p in reversed(r.phrases[k])
        if p.end <= t.start and not p.plural and not p.organisation
    ]
    shot = [p for p in people if not any(p is s for s in subject) and _FIRED.match(text, p.end)]
    return shot[:1], actors


_STUN = re.compile(r"\b(?:taser|tazer|stun|baton|spray)")
_MADE_TO = re.compile(
    r"\b(?:prompt|caus|forc|lead)ing\s+(?:the\s+|an?\s+)?$|\b(?:prompted|caused|forced|led)\s+(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_MADE = re.compile(r"\s+(?:when|as|once|after)\s+", re.IGNORECASE)
_ONCE = re.compile(r"\b(?:when|as|once|after|until)\s+$", re.IGNORECASE)
_THREATENS = re.compile(
    r"\s+(?:\w+ly\s+|then\s+)*(?:pointed|drew|backed|drove|charged|advanced|lunged|reached|refused|pulled|raised|moved|accelerated|turned|walked|ran|shot|fired|aimed|attacked|came|threatened"
    r"|emerged|brandished|approached|swung|rammed|rushed|held|went|put|grabbed|stepped|began|started|tried|attempted|did\s+not|didn['’]t|would\s+not|ignored|failed)\b"
)
_FIRED = re.compile(
    r"(?:,?\s+who)?\s+(?:[^.;]{0,90}?\b(?:and|then|before)\s+)?(?:\w+ly\s+|then\s+|first\s+)*(?:(?:had\s+)?(?:shot|fired|opened\s+fire|exchanged|started\s+(?:shooting|firing)|began\s+(?:shooting|firing)|pulled|pointed|aimed|raised))\b"
)
_DOER = re.compile(
    r"(?:.{0,11}|(?:(?:the|an?|two|three)\s+)?(?:(?:off-duty|undercover|local|armed|[A-Z][\w’'.-]*)\s+){0,6})", re.DOTALL
)
"""What may stand between "by" and the noun for whoever did it: "by two Lake County" deputies."""
_SHOOTS = re.compile(r"\s+(?:back|up|out|off|through|several|multiple|once|twice|(?:\w+|\d+)\s+times)\b", re.IGNORECASE)
"""After "shot" where whoever stands before it is the one who shoots: "one officer shot back"."""


def blame(text: str, span: Span, phrase: Phrase) -> str:
    near = text[max(span.start, phrase.start - 30) : phrase.end + 10].lower()
    return "suspected" if "suspect" in near else "accused" if re.search(r"alleg|accus", near) else "stated"


def _subject(text: str, span: Span, before: list[Phrase], at: int) -> list[Phrase]:
    """The phrases that stand as the subject before a verb: the nearest, its partners joined by "and", the group it is singled out of."""
    ended = [m.end() for m in _ENDED.finditer(text, max(span.start, at - _REACH), at)]
    before = [p for p in before if p.start >= ended[-1]] if ended else before
    if (main := behind_relative(text, before, at)) is not None:
        return _with_partners(text, before, [p is main for p in before].index(True))
    clause = at
    for m in _CLAUSE.finditer(text, span.start, at):
        joins = ("and" in m[0] or m[0] == ";") and not _VERB.search(
            text, span.start, m.start()
        )  # "Ana Velmora, 15, and Bo Tarn, 19, were …"
        begun = any(m.end() - 1 <= p.start for p in before)  # "killed nine, and 22 were …"
        clause = m.end() if (begun or at - m.end() > 8) and not joins else clause
    from_here = [p for p in before if clause == at or p.start >= clause - 1] or before
    usable = [
        p
        for p in from_here
        if not re.search(
            r"\b(?:by|to|with|from|against|of|at|on|toward|was|is|were|are)\s+(?:the\s+)?$",
            text[max(span.start, p.start - 13) : p.start],
            re.IGNORECASE,
        )
    ] or from_here
    if not usable:
        return []
    if _WHO.fullmatch(text, before[-1].end, at) or _WHO_JOINED.fullmatch(text, before[-1].end, at):
        return _with_partners(text, before, len(before) - 1)  # "drove at the officer, who shot him"
    if _WHILE_BEING.search(text, max(span.start, at - 30), at + 6):
        main = next((p for p in before if _DOING.match(text, p.end)), None)
        usable = [main] if main is not None else usable
    usable = _agreeing(text, span, usable, at)
    last = len(usable) - 1
    joined = _AND.search(text, max(span.start, at - 20), at) or _WHILE_BEING.search(text, max(span.start, at - 30), at + 6)
    far = at - usable[last].end > 90 and joined is None
    if far and re.match(r"\s*,?\s*(?:who|that)\b", text[usable[last].end : at]) is None:
        return []
    return _with_partners(text, usable, last, _SINGULAR.match(text, at) is not None and not usable[last].plural)


_ENDED = re.compile(r"\b[a-z]{4,}[.!?]\s")
"""The end of a sentence that a text without capitals does not show otherwise."""
_REACH = 200
"""Characters before a verb in which it is looked for: a subject stands nearer than that."""
_AND = re.compile(r"\band\s+(?:(?:\w+ly|then|later|also)\s+)?$", re.IGNORECASE)
_ADVERB = re.compile(r"\b[a-z]+ly\b")
_PARTICIPLE = re.compile(r"[\w-]+ing\b", re.IGNORECASE)
_JOINING = re.compile(r"(?:\band|,)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
"""Before a participle: "…, killing three civilians and wounding nine": who stands before it is no doer of it by nearness."""
MODIFIED = re.compile(
    r"\s+(?:on|in|from|at|aboard|belonging\s+to|armed\s+with|wearing)\s+(?:(?!\b(?:was|were|is|are|had|has|have|said|and|but|who|which|that|when|after|by)\b)[\w’'-]+\s+){1,7}",
    re.IGNORECASE,
)
"""What may stand between a doer and the verb: "assailants on a motorbike shot …", "authorities in the northern province executed …"."""
_HAVING = re.compile(r"\b(?:after|before|while|by|for|from|without|of)\s+$", re.IGNORECASE)
"""Before "firing on …", whose doer is not whoever stands before it."""
_WHILE_BEING = re.compile(r"\b(?:before|after|while|when|until|without)\s+(?:\w+ly\s+)?being\b", re.IGNORECASE)
"""Before a participle whose subject is that of the main clause: "Velmora fired at two men before being shot"."""
_SINGULAR = re.compile(r"(?:was|is|has)\b", re.IGNORECASE)
_WHO = re.compile(
    r"(?:\s+(?:in|on|at|with|from|nearby|outside|inside)(?:\s+[\w’'-]+){0,3})?,?\s+(?:two\s+of\s+(?:whom|which)|one\s+of\s+(?:whom|which)|both\s+of\s+whom|who|which)\s+(?:then\s+|also\s+|\w+ly\s+)?",
    re.IGNORECASE,
)
"""Between whoever does it and the verb: "officers in pursuit, who then shot him"."""
_WHO_JOINED = re.compile(
    r",?\s+who\s+(?!(?:was|were|had|is|has)\b)(?:(?!(?:when|after|that|because|while|as)\b)[\w’'-]+\s+){1,8}?and\s+(?:then\s+|also\s+|\w+ly\s+)?",
    re.IGNORECASE,
)
"""The same behind another verb: "police, who opened fire and killed him"."""
_APART = re.compile(r",\s+who\s[^,;.]{2,60},\s+")
"""Words about whoever does it, set apart by commas: "police, who were on campus, shot him"."""


def _agreeing(text: str, span: Span, usable: list[Phrase], at: int) -> list[Phrase]:
    """The phrases up to the one that a verb can have as its subject: "came out, pointed a gun at the officers and was shot"."""
    joined = _AND.search(text, max(span.start, at - 20), at)
    one = _SINGULAR.match(text, at)
    nearest = usable[-1]
    if joined is None or nearest.end > joined.start():
        several = nearest.plural or nearest.head in ("police", "troops")
        fits = (
            one is None
            or not several
            or (nearest.organisation and nearest.head not in ("police", "troops"))
            or nearest.head in _COLLECTIVE
        )
        if fits or not re.search(r"\band\b|,", text[nearest.end : at]):
            return usable
    acting = [n for n, p in enumerate(usable) if _DOING.match(text, p.end) and not (one and p.plural and not p.count)]
    return usable[: acting[-1] + 1] if acting else usable


_BESIDE = re.compile(
    r"(?:,?\s+\(?\d{1,2}\)?,)?(?:,?\s+(?:with|from|of|at|for|on|in)\s+(?:the\s+)?(?:[\w’'.-]+\s+){1,7}|\s+)(?:then\s+|also\s+|who\s+|(?:allegedly|reportedly|fatally)\s+)?",
    re.IGNORECASE,
)
"""What stands beside a subject: an age, "with the Milford Police Department"."""
_ONE_OF_THOSE = re.compile(r"\s+of\s+(?:the\s+)?(?:[\w’'-]+\s+){1,4}(?:then\s+|also\s+)?", re.IGNORECASE)

_COLLECTIVE = frozenset("family couple crew group gang".split())
_DOING = re.compile(
    r"\s*(?:,?\s*(?:\(?\d{1,2}\)?,?\s*)?(?:who|which)\b|(?:,[^,;.]{1,60},)?\s+(?:\w+ly\s+|then\s+|later\s+|also\s+)?(?:was|were|is|are|had|has|have|did|would|could|came|went|got|ran|fled|drove|shot|hit|threw|drew|led"
    r"|took|made|fell|broke|struck|left|began|became|thought|knew|felt|saw|heard|found|kept|caught|went|ran|lay|sat|put|rode|woke|stole|held|swung|spun|sped|put|stood|told|said(?=\s+(?:he|she|they)\b)|(?!(?:aged|armed)\b)[a-z]{3,}ed)\b)"
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|has|had|have|said|says|went|came|told|left|took|fled|ran|began|drove|shot|hit|threw|drew|got|gave|made|found|saw|heard|fell|struck|broke|(?!aged)[a-z]{3,}ed)\b"
)
_PARTNER = re.compile(
    r"(?:\s*\([^()\n]{3,24}\))?,?\s*(?:\(?\d{1,2}\)?,?\s*)?(?:and|,|;|&)\s*(?:and\s+)?(?!(?:wound|injur|kill|shoot|shot|leav|hurt|stab|hit|str[iu]|abduct|kidnap|captur|arrest|detain|loot|burn|destroy|damag|forc|displac|rap(?:e|ing)|tortur|seiz|beat|releas|free|rescu|robb|steal|tak(?:e|ing)|set(?:ting)?)\w*)(?:(?!(?:before|after|when|while|as|who|until|prompt\w+|caus\w+|forc\w+|but)\b)[\w-]+\s+){0,2}",
    re.IGNORECASE,
)


def _with_partners(text: str, phrases: list[Phrase], last: int, one: bool = False) -> list[Phrase]:
    """A phrase with those that "and" or a comma joins to it on its left, and the group that it is singled out of."""
    first = last
    while first > 0:
        between = text[phrases[first - 1].end : phrases[first].start]
        if between.strip() == "," and one and (phrases[first].names or not phrases[first - 1].names):
            break  # "suspected of shooting an officer, Velmora was killed"
        if phrases[first].member or (_PARTNER.fullmatch(between) and not _begins(phrases[first - 1], phrases[first], between)):
            first -= 1
        else:
            break
    return phrases[first : last + 1]


def _begins(last: Phrase, p: Phrase, between: str) -> bool:
    """Whether a number opens a clause of its own: "police fire on protesters, at least six dead"."""
    return between.strip() == "," and last.plural and last.count is None and p.head == "people" and p.count is not None


def partners_from(text: str, phrases: list[Phrase], first: int) -> list[Phrase]:
    """A phrase with those that "and" or a comma joins to it on its right."""
    run = [phrases[first]]
    for p in phrases[first + 1 :]:
        if not _PARTNER.fullmatch(text[run[-1].end : p.start]):
            break
        run.append(p)
    return run


_GAP = re.compile(
    r"\s+(?!(?:by|in|at|when|on|and|during|near|for|to|with|as|that|which|who|has|had|of)\b)(?:(?!(?:that|which|who)\b)[\w’'-]+\s+){0,3}",
    re.IGNORECASE,
)


def _object(text: str, after: list[Phrase], at: int) -> list[Phrase]:
    """The phrase that stands as the object after a verb, and its partners."""
    if not after or not _GAP.fullmatch(text[at : after[0].start] or " "):
        return []
    chosen = [after[0]]
    for p in after[1:]:
        if p.member or _PARTNER.fullmatch(text[chosen[-1].end : p.start]):
            if not text[:at].rstrip().endswith("of") and re.match(r"\s+(?:was|were|is|said)", text[p.end : p.end + 6]):
                break  # "killed a man, and two women were hurt"; but "the bodies of a man and two women were found"
            chosen.append(p)
        else:
            break
    return chosen
