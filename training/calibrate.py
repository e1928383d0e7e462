"""Fit the calibration that ships with a model: from what a reader says of held-out documents with gold to one map a field.

usage: python -m training.calibrate [--muc4 GOLD PREDICTED]… [--polnear GOLD PREDICTED]…
           [--gun-violence GOLD PREDICTED --scorer score_gun_violence.py]… --out calibration.json [--into FILE.json] [--picture FILE.svg]

--into takes a model's settings, or its manifest, which holds them; the maps of fields without a trial here stay there.

PREDICTED is what `onrecord extract GOLD --json --reader NAME` prints with *raw* confidences: a reader whose settings hold a
calibration already would be calibrated twice. GOLD must be documents that the model was not trained on, and whose thresholds were not
tuned on them either, or the maps flatter it. Each field of each document is one trial:

  incident     MUC-4: paired one to one with a gold incident of its type
  victim       MUC-4: a mention or name is one of a gold victim's, by name or by description, each once;
               gun_violence: of the report's main incident, named alone: the archive has the name, with that outcome
  perpetrator, target, means   MUC-4: as role fillers are scored, by the first mention
  date, place  gun_violence: the main incident's, where they carry a confidence of their own
  attribution  PolNeAR: whole and exact

An entity without a confidence of its own has its incident's, as in a record. The reader applies the maps at run time:

    from onrecord.calibration import apply, map_from_json
    shown = apply(map_from_json(settings["calibration"]["victim"]), raw)
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.calibration import Trial, by_chance, error_interval, expected_error, fitted, reliability
from onrecord.calibration.picture import diagram
from onrecord.evaluate import muc4, polnear
from onrecord.evaluate.assignment import pairs
from onrecord.evaluate.lines import Part, read
from onrecord.publish.tables import write_whole
from training.scoring import load_scorer

Json = dict[str, Any]
Found = Iterator[tuple[str, Trial]]
LEAST = 50
"""Trials of a field under which it gets no map of its own: the reader then leaves its confidences as they are."""
ROLE_FIELDS = {"PerpInd": "perpetrator", "PerpOrg": "perpetrator", "Target": "target", "Weapon": "means"}


# -- MUC-4 ----------------------------------------------------------------------------------------------------


def muc4_trials(gold: Part, said: Part) -> Found:
    """The trials of one document. Its group is the document: what one report says errs together."""
    group, truth = str(gold.value["docid"]), muc4.read_gold(gold)
    found = muc4.read_said(said, gold)
    for role, raw, right in muc4.sure(truth, found):
        if role in ROLE_FIELDS:
            yield ROLE_FIELDS[role], Trial(raw, right, group)
    yield from _muc4_victims(gold, said, group)
    yield from _muc4_incidents(truth, said, found, group)


def _muc4_victims(gold: Part, said: Part, group: str) -> Found:
    theirs = _people(gold)
    mine: dict[frozenset[str], float] = {}
    for incident in said.parts("incidents"):
        for victim in incident.parts("victims"):
            raw = _confidence(victim, incident)
            words = frozenset(muc4.plain(w) for w in _words(victim.value))
            if raw is not None and words:
                mine.setdefault(words, raw)
    right = {row for row, _ in pairs([[int(bool(words & person)) for person in theirs] for words in mine])}
    for row, raw in enumerate(mine.values()):
        yield "victim", Trial(raw, row in right, group)


def _people(gold: Part) -> list[frozenset[str]]:
    """Everybody whom a document's templates have as a victim, by all their names and descriptions, each once."""
    people: list[set[str]] = []
    for template in gold.value["templates"]:
        for slot in ("hum_name", "hum_description"):
            for fill in template.get(slot) or []:
                words = {muc4.plain(w) for w in (*fill["values"], *fill.get("refs", ()))}
                known = next((p for p in people if p & words), None)
                if known is None:
                    people.append(words)
                else:
                    known |= words
    return [frozenset(p) for p in people]


def _words(victim: Json) -> list[str]:
    return [m["text"] for m in victim.get("mentions") or []] + list(victim.get("names") or [])


def _muc4_incidents(truth: muc4.Gold, said: Part, found: muc4.Said, group: str) -> Found:
    coded = [i for i in said.parts("incidents") if i.value.get("act") in muc4.TYPE_OF]
    table = [[muc4.agreeing(*mine, *theirs) for theirs in truth.incidents] for mine in found.incidents]
    right = {row for row, _ in pairs(table)}
    for row, incident in enumerate(coded):
        raw = incident.share("confidence")
        if raw is not None:
            yield "incident", Trial(raw, row in right, group)


def _confidence(thing: Part, incident: Part) -> float | None:
    own = thing.share("confidence")
    return incident.share("confidence") if own is None else own


# -- local news with the archive's coding ---------------------------------------------------------------------


def news_trials(scorer: ModuleType) -> Callable[[Part, Part], Found]:
    """The trials of one page, by the functions of score_gun_violence.py. Its group is the incident, of which several pages tell."""

    def trials(gold: Part, said: Part) -> Found:
        truth = gold.value["incident"]
        group, main = str(truth["id"]), scorer.main_incident(said.value)
        if not main:
            return
        incident = Part(main, said.line, "incident")
        for victim in incident.parts("victims"):
            raw, names = _confidence(victim, incident), victim.value.get("names") or []
            if raw is not None and names and scorer.number(victim.value) == 1:
                yield "victim", Trial(raw, _in_archive(scorer, victim.value, truth), group)
        for field, right in (("date", _same_day(main, truth)), ("place", _same_place(scorer, main, truth))):
            held = main.get(field) or {}
            if held.get("confidence") is not None and (field != "date" or gold.value.get("published")):
                yield field, Trial(held["confidence"], right, group)

    return trials


def _in_archive(scorer: ModuleType, victim: Json, truth: Json) -> bool:
    outcome = {"death": "Killed", "injury": "Injured"}.get(victim["outcome"], "")
    alike = [v for v in truth["victims"] if v.get("name") and scorer.same_name(victim["names"][0], v["name"])]
    return any(not v.get("status") or outcome in " ".join(v["status"]) for v in alike)


def _same_day(main: Json, truth: Json) -> bool:
    return bool(((main.get("date") or {}).get("edtf") or "").strip("?~%") == truth["date"])


def _same_place(scorer: ModuleType, main: Json, truth: Json) -> bool:
    place = main.get("place") or {}
    said = {p for k in ("name", "city", "admin2") if place.get(k) for p in scorer.places(str(place[k]))}
    return bool(scorer.places(truth["place"]) & said)


# -- attributions ---------------------------------------------------------------------------------------------


def attribution_trials(gold: Part, said: Part) -> Found:
    """The trials of one article: whole attributions, exact."""
    for _, raw, right in polnear.sure(polnear.read_gold(gold), polnear.read_said(said, gold)):
        yield "attribution", Trial(raw, right, str(gold.value["docid"]))


# -- maps -----------------------------------------------------------------------------------------------------


def gathered(gold: Path, predicted: Path, trials: Callable[[Part, Part], Found]) -> dict[str, list[Trial]]:
    """The trials of all documents that both files hold, by field."""
    said = {str(line.value["report"]["id"]): line for line in read(predicted, "what `onrecord extract --json` prints")}
    found: dict[str, list[Trial]] = {}
    for line in read(gold, "a document with docid, text and gold"):
        held = said.get(str(line.value["docid"]))
        for field, trial in trials(line, held) if held is not None else ():
            found.setdefault(field, []).append(trial)
    return found


def calibration(trials: dict[str, list[Trial]], seed: int = 1) -> Json:
    """`calibration`, a map a field, and `calibrated_on`, what each rests on; its error after is on documents that a map has not seen."""
    maps, about = {}, {}
    for field in sorted(trials):
        several = trials[field]
        if len(several) < LEAST:
            continue
        found = fitted(several)
        after = [Trial(p, t.right, t.group) for p, t in zip(found.held_out, several, strict=True)]
        maps[field] = found.by.to_json()
        about[field] = {
            "trials": len(several), "right": sum(t.right for t in several), "documents": len({t.group for t in several}),
            "method": found.method, "before": _error(several, seed), "after": _error(after, seed),
        }  # fmt: skip
    return {"calibration": maps, "calibrated_on": about}


def _error(trials: list[Trial], seed: int) -> Json:
    error = expected_error(reliability(trials)) or 0.0
    chance = by_chance(trials, seed) or 0.0
    span = error_interval(trials, seed)
    return {"error": round(error, 4), "interval": [round(e, 4) for e in span] if span else None, "by_chance": round(chance, 4)}


def pictured(trials: dict[str, list[Trial]], title: str) -> str:
    """The diagram over all fields that get a map: as read, and on documents that a map has not seen."""
    before = [t for field in sorted(trials) if len(trials[field]) >= LEAST for t in trials[field]]
    after = [
        Trial(p, t.right, t.group)
        for field in sorted(trials)
        if len(trials[field]) >= LEAST
        for p, t in zip(fitted(trials[field]).held_out, trials[field], strict=True)
    ]
    return diagram(title, [("as read", reliability(before)), ("calibrated, on documents not seen", reliability(after))])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.calibrate", description="fit the calibration that ships with a model")
    for name in ("--muc4", "--polnear", "--gun-violence"):
        parser.add_argument(name, type=Path, nargs=2, action="append", default=[], metavar=("GOLD", "PREDICTED"))
    parser.add_argument("--scorer", type=Path, help="score_gun_violence.py, whose functions say what is right there")
    parser.add_argument("--out", type=Path, required=True, help="where the maps and what they rest on are written, as JSON")
    parser.add_argument("--into", type=Path, help="a model's settings or its manifest (JSON), which takes the maps in")
    parser.add_argument("--picture", type=Path, help="where the reliability diagram is written, as SVG")
    parser.add_argument("--title", default="The reader's confidences", help="the diagram's title")
    options = parser.parse_args()
    if options.gun_violence and options.scorer is None:
        parser.error("--gun-violence needs --scorer score_gun_violence.py")
    jobs = [(pair, muc4_trials) for pair in options.muc4] + [(pair, attribution_trials) for pair in options.polnear]
    if options.gun_violence:
        news = news_trials(load_scorer(options.scorer))
        jobs += [(pair, news) for pair in options.gun_violence]
    trials: dict[str, list[Trial]] = {}
    for (gold, predicted), of_one in jobs:
        for field, several in gathered(gold, predicted, of_one).items():
            trials.setdefault(field, []).extend(several)
    said = calibration(trials)
    if not said["calibration"]:
        parser.error(
            f"no field has {LEAST} trials with a confidence: give more documents, or a reader that says how sure it is"
        )
    for field, a in said["calibrated_on"].items():
        b, c = a["before"], a["after"]
        print(
            f"{field:12s} {a['trials']:5d} trials, {a['right']:5d} right, {a['documents']:4d} documents; {a['method']:8s} "
            f"error {b['error']:.3f} {b['interval']} -> {c['error']:.3f} {c['interval']} (by chance {c['by_chance']:.3f})"
        )
    write_whole(options.out, json.dumps(said, indent=2) + "\n")
    if options.into:
        held = json.loads(options.into.read_text(encoding="utf-8"))
        settings = held.get("settings", held)
        settings.update({part: {**settings.get(part, {}), **fields} for part, fields in said.items()})
        write_whole(options.into, json.dumps(held, indent=1) + "\n")
    if options.picture:
        write_whole(options.picture, pictured(trials, options.title))


if __name__ == "__main__":
    main()
