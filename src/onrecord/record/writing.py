"""What a reader found in a report, as the ledger's entries: one entry a source, an incident, a person and a claim.

Entries cite each other by number, never by an id made from content. The shapes:

    capture    {id, file, sha256, size, media_type, title, published, publisher, language, url, route, collection, notices}
    rendition  {capture, tool, text, title, language}
    reading    {rendition, reader, supersedes, attributions}
    source     {reading, kind, access, via, mentions}
    incident   {reading}                 its id in the record is "i" and the entry's number
    person     {reading}                 likewise "p": a victim, a perpetrator or another, alone or a group
    claim      {reading, subject, property, value, mentions, sources, modality, confidence}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from onrecord.claims import Rendition

Json = dict[str, Any]
Append = Callable[[str, Json], int]


class Words:
    """Checks each mention against its rendition before it goes into the ledger."""

    def __init__(self, rendition: Rendition) -> None:
        self.rendition = rendition

    def checked(self, mentions: Iterable[Json]) -> list[Json]:
        """The mentions, unchanged; ValueError where one's words do not stand at its place."""
        said = []
        for m in mentions:
            there = self.rendition.mention(m["start"], m["end"], m.get("in", "text"))
            if there.text != m["text"]:
                raise ValueError(f"a mention says {m['text']!r} where the rendition has {there.text!r}")
            said.append(there.to_json())
        return said


class Writer:
    """Writes one reading. `known` maps what an earlier reading of the report found to the numbers to keep."""

    def __init__(self, append: Append, reading: int, capture: int, rendition: Rendition, known: dict[str, int]) -> None:
        self._append = append
        self._reading = reading
        self._capture = capture
        self._words = Words(rendition)
        self._known = known
        self._sources: dict[tuple[Any, ...], int] = {}

    def write(self, said: Json) -> None:
        """Append everything that one contract object holds."""
        numbers = {
            i["id"]: self._known.get(i["id"]) or self._append("incident", {"reading": self._reading}) for i in said["incidents"]
        }
        for incident in said["incidents"]:
            self._incident(incident, numbers)
        for total in said["totals"]:
            value = {
                "outcome": total["outcome"],
                "count": total["count"],
                "agrees_with": [numbers[i] for i in total["agrees_with"]],
            }
            self._claim(self._capture, "total", value, [total["mention"]], self._cited(total["according_to"]), "stated", None)

    def _incident(self, incident: Json, numbers: dict[str, int]) -> None:
        number, sources = numbers[incident["id"]], self._cited(incident["according_to"])
        modality, sure = incident["modality"], incident.get("confidence")

        def claim(
            subject: int, name: str, value: Any, mentions: list[Json], how: str = modality, of: Json | None = None
        ) -> None:
            own = (of or {}).get("confidence", sure)
            self._claim(subject, name, value, mentions, sources, how, own)

        carrying = self._carrying(incident)
        claim(number, "act", {"act": incident["act"], "class": incident["class"]}, carrying)
        for name in ("date", "place"):
            found = incident[name]
            if found is not None:
                value = found["edtf"] if name == "date" else {k: found[k] for k in found if k not in ("mention", "confidence")}
                claim(number, name, value, [found["mention"]] if found.get("mention") else carrying, of=found)
        for means in incident["means"]:
            claim(number, "means", means["type"], means["mentions"], of=means)
        people = {
            v["id"]: self._known.get(v["id"]) or self._append("person", {"reading": self._reading}) for v in incident["victims"]
        }
        for victim in incident["victims"]:
            self._victim(number, victim, people, claim)
        for p in incident["perpetrators"]:
            person = self._append("person", {"reading": self._reading})
            value = {"person": person, **{k: p[k] for k in ("kind", "names", "involvement", "status", "basis") if k in p}}
            claim(number, "perpetrator", value, p["mentions"], of=p)
        for other in incident["others"]:
            person = self._append("person", {"reading": self._reading})
            claim(
                number, "other", {"person": person, "role": other["role"], "names": other["names"]}, other["mentions"], of=other
            )
        for target in incident["targets"]:
            claim(number, "target", target["mentions"][0]["text"], target["mentions"], of=target)
        for relation in incident["relations"]:
            if relation["to"] in numbers:
                claim(number, "relation", {"type": relation["type"], "to": numbers[relation["to"]]}, carrying)

    def _victim(self, incident: int, victim: Json, people: dict[str, int], claim: Callable[..., None]) -> None:
        person, how, words = people[victim["id"]], victim["modality"], victim["mentions"]
        claim(incident, "victim", {"person": person, "kind": victim["kind"]}, words, how, victim)
        claim(person, "outcome", victim["outcome"], words, how, victim)
        claim(person, "count", victim["count"], words, how, victim)
        if victim["names"]:
            claim(person, "names", victim["names"], words, how, victim)
        for name, silence in (("cause", "not_said"), ("status", "unknown"), ("age", None), ("sex", None)):
            if victim[name] != silence:
                claim(person, name, victim[name], words, how, victim)
        if victim["part_of"] in people:
            claim(person, "part_of", people[victim["part_of"]], words, how, victim)

    def _carrying(self, incident: Json) -> list[Json]:
        """The words that carry the incident itself: the first that it has of victims, means, actors or targets."""
        for name in ("victims", "perpetrators", "targets", "others", "means"):
            for thing in incident[name]:
                if thing["mentions"]:
                    return [thing["mentions"][0]]
        for name in ("date", "place"):
            if incident[name] and incident[name].get("mention"):
                return [incident[name]["mention"]]
        return []

    def _cited(self, sources: list[Json]) -> list[int]:
        """The entry numbers of sources; within one report, the same words at the same place are one source."""
        cited = []
        for s in sources:
            mentions = self._words.checked(s["mentions"])
            key = (s["kind"], *((m["start"], m["end"], m.get("in")) for m in mentions[:1]))
            if key not in self._sources or not mentions:
                payload = {
                    "reading": self._reading,
                    "kind": s["kind"],
                    "access": s["access"],
                    "via": s["via"],
                    "mentions": mentions,
                }
                self._sources[key] = self._append("source", payload)
            cited.append(self._sources[key])
        return cited

    def _claim(
        self,
        subject: int,
        name: str,
        value: Any,
        mentions: list[Json],
        sources: list[int],
        modality: str,
        confidence: float | None,
    ) -> None:
        payload = {
            "reading": self._reading, "subject": subject, "property": name, "value": value,
            "mentions": self._words.checked(mentions), "sources": sources, "modality": modality, "confidence": confidence,
        }  # fmt: skip
        self._append("claim", payload)
