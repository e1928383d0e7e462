"""The confidences that are shown: those that the model's own chances come to by the maps that it brings."""

from __future__ import annotations

from typing import Any

from onrecord.calibration import Map, apply, map_from_json

__all__ = ["shown"]

Json = dict[str, Any]


def shown(found: Json, calibration: Json) -> Json:
    """The object with every confidence of a field that has a map taken through it; the others stay as they are."""
    maps = {name: map_from_json(said) for name, said in calibration.items()}
    for incident in found["incidents"]:
        _through(incident, maps.get("incident"))
        for victim in incident["victims"]:
            _through(victim, maps.get("victim"))
        for doer in incident["perpetrators"]:
            _through(doer, maps.get("perpetrator"))
    for attribution in found["attributions"]:
        _through(attribution, maps.get("attribution"))
    return found


def _through(thing: Json, by: Map | None) -> None:
    if by is not None and thing.get("confidence") is not None:
        thing["confidence"] = round(apply(by, thing["confidence"]), 4)
