"""The answer to "why?": from each figure through rules, claims and judgements to the words, the report and the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord import wording
from onrecord.cli.console import FAINT, FIGURE, HEAD, WORDS, console, runs, say
from onrecord.record.why import accounts

if TYPE_CHECKING:
    from rich.console import Console

Json = dict[str, Any]


def chain(said: Json, heading: str) -> None:
    """The whole chain: what the record says and by which rules, then each claim once, beside its words, under its report."""
    out = console()
    say(out, (f"{said['incident']}  {heading}", HEAD))
    say(out, (f"scope: {wording.scope(said['scope'])}", FAINT), first="  ")
    rules: dict[str, list[str]] = {}
    say(out, "")
    for f in said["fields"]:
        _field(out, f)
        for c in f["chosen"]:
            say(out, f"{wording.choice(c)}.", first="  · ")
        for rule in f["rules"]:
            if len(said["fields"]) == 1:
                say(out, rule, first="  · ")
            rules.setdefault(rule, []).append(wording.term(f["field"], "field"))
    if len(said["fields"]) > 1 and rules:
        say(out, "")
        say(out, ("Rules", HEAD))
        for rule, fields in rules.items():
            say(out, f"{rule} ", (f"({', '.join(fields)})", FAINT), first="  · ")
    for account in accounts(said):
        say(out, "")
        _account(out, account)
    forgotten = sorted({c["number"] for f in said["fields"] for c in f["claims"] if c["state"] == "forgotten"})
    if forgotten:
        say(out, "")
        say(out, f"Forgotten since, with their words: claims {', '.join(map(str, forgotten))}.")


def _field(out: Console, f: Json) -> None:
    claims = [c["number"] for c in f["claims"]]
    cited = f"  claim{'s' * (len(claims) > 1)} {runs(claims)}" if claims else ""
    name, lines = wording.term(f["field"], "field"), figure(f)
    for n, line in enumerate(lines, 1):
        label = f"{name}: " if n == 1 else " " * (len(name) + 2)
        say(out, (label, HEAD), (line, FIGURE), (cited if n == len(lines) else "", FAINT), rest=" " * (len(name) + 2))


def figure(f: Json) -> list[str]:
    """What stands in a field, a line for each part of it."""
    name, said = f["field"], f["value"]
    lines = _figure(name, said) if said not in (None, [], {}) else []
    for label, apart in (("alleged", f["alleged"]), *(wording.apart(f["doubtful"]) if f["doubtful"] else ())):
        if apart:
            lines.append(f"{label}: {wording.tolls(apart) if name == 'toll' else wording.many(apart)}")
    return lines or (["–"] if name not in _tolls() else ["nothing is tallied"])


def _tolls() -> tuple[str, ...]:
    from onrecord.record.why import TOLLS

    return ("toll", *TOLLS)


def _figure(name: str, said: Any) -> list[str]:
    if name == "toll":
        return [wording.tolls(said)]
    if name in _tolls():
        return [wording.many(said)]
    if name == "grade":
        return [f"{wording.term(k, 'field')}? {wording.term(g['value'], 'grade')}: {g['why']}" for k, g in said.items()]
    if name in ("date", "place"):
        return [
            f"{wording.date(said['edtf'])} ({wording.plain(said['edtf'])})" if name == "date" else wording.value("place", said)
        ]
    if isinstance(said, str):
        return [wording.term(said)]
    return [_put(name, thing) for thing in said]


def _put(name: str, thing: Json) -> str:
    if name == "victims":
        return f"{thing['id']} {wording.victim(thing)}"
    if name == "perpetrators":
        return wording.perpetrator(thing)
    if name == "according_to":
        return wording.source(thing)
    if name == "others":
        return f"{wording.words(thing)}: {wording.term(thing['role'], 'role')}"
    if name == "means":
        return f"{wording.term(thing['type'])}, {wording.words(thing)}"
    if name == "relations":
        return f"{wording.term(thing['type'])} {thing['to']}"
    return wording.words(thing)


def _account(out: Console, account: Json) -> None:
    r = account["report"]
    if r is None:
        say(out, ("A report that was forgotten", HEAD))
    else:
        say(out, ("Report ", HEAD), (wording.plain(r["file"]), HEAD), f"  {wording.quoted(r['title'])}" if r["title"] else "")
        published = wording.date(r["published"]) if r["published"] else "on a day not known"
        by = f" by {wording.plain(r['publisher'])}" if r["publisher"] else ""
        say(out, f"{wording.plain(r['id'])}, published {published}{by}; captured {wording.moment(r['captured'])}", first="  ")
    say(out, f"according to {wording.sources(account['according_to'])}", first="  ")
    say(out, (f"extracted by {wording.plain(account['extractor'])}, {wording.moment(account['time'])}", FAINT), first="  ")
    for thing in account["things"]:
        _thing(out, thing)


def _thing(out: Console, thing: Json) -> None:
    about = f"{thing['about']}  " if thing["about"] else ""
    for n, w in enumerate(thing["context"]):
        where = "in the title: " if w.get("in") == "title" else ""
        before = f"…{w['before']}" if w["before"] else ""
        after = f"{w['after']}…" if w["after"] else ""
        parts = (where + wording.plain(before) + _gap(before), (f"[{wording.plain(w['words'])}]", WORDS))
        say(out, *parts, _gap(after, end=False) + wording.plain(after), first=f"    {about if not n else ' ' * len(about)}")
    if not thing["context"] and about:
        say(out, about, first="    ")
    plain = [c for c in thing["claims"] if not c["judgements"]]
    if plain:
        for some in wording.alike(plain):
            sure = wording.confidence(some[0])
            doubt = f"; confidence {sure}" if sure else ""
            told = "; ".join(wording.claim(c) for c in some)
            say(out, f"claim{'s' * (len(some) > 1)} ", told, (doubt, FAINT), first=" " * 6)
    for c in thing["claims"]:
        if c["judgements"]:
            _judged(out, c)


def _judged(out: Console, c: Json) -> None:
    sure = wording.confidence(c)
    say(out, "claim ", wording.claim(c), (f"; confidence {sure}" if sure else "", FAINT), first="      ")
    if c["state"] == "amended":
        say(out, f"as read: {wording.value(c['property'], c['read'])}", first="        ")
    for j in c["judgements"]:
        say(out, f"judgement {j['number']}: {wording.judgement(j, c['property'])}", first="        ")


def _gap(words: str, end: bool = True) -> str:
    """The blank that stands between the words and what is around them, which `plain` takes away."""
    return " " if words and (words[-1] if end else words[0]).isspace() else ""
