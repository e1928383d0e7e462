"""What the rules found in a text, as marks that the reader of incidents by words hears beside the words themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from onrecord.extract.reading import Event, Reading

__all__ = ["NUMBERS", "TYPE_OF", "Marks", "marks_of"]

Json = dict[str, Any]

TYPE_OF: Final = {
    "killing": "attack", "assault": "attack", "torture": "attack", "sexual_violence": "attack", "bombing": "bombing",
    "abduction": "kidnapping", "detention": "kidnapping", "disappearance": "kidnapping", "arson": "arson", "robbery": "robbery",
    "forced_work_stoppage": "forced work stoppage",
}  # fmt: skip
"""The type of incident that an act of the rules is."""

_TYPES: Final = tuple(dict.fromkeys(TYPE_OF.values()))
NUMBERS: Final = 2 * len(_TYPES) + 5
"""How many numbers say what a whole text holds."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks with the character at which each stands; marks of the whole text; and its numbers, as logarithms of one and more."""

    here: tuple[tuple[int, str], ...]
    whole: tuple[str, ...]
    numbers: NDArray[np.float32]

    def within(self, start: int, end: int) -> Counter[str]:
        """The marks from `start` to before `end`."""
        return Counter(mark for at, mark in self.here if start <= at < end)

    def everything(self) -> Counter[str]:
        """All marks."""
        return Counter([*(mark for _, mark in self.here), *self.whole])


def marks_of(r: Reading, incidents: list[Json]) -> Marks:
    """The marks of a text by its events and by the incidents that the rules made of them."""
    here = tuple((e.trigger.start, mark) for e in r.events for mark in _of_event(e))
    told = [i for i in incidents if i["class"] == "harm"]
    kinds = Counter(f"{i['act']} {i['modality']}" for i in told)
    whole = tuple(
        f"#incident {kind}" if n == 0 else f"#incidents {kind} {n}" for kind, count in kinds.items() for n in range(count)
    )
    return Marks(here, whole, _numbers(told))


def _of_event(e: Event) -> list[str]:
    act, end, put = e.trigger.act, e.trigger.outcome, str(e.modality)
    found = [f"#act {act}", f"#end {end}", f"#put {put}", f"#told {act} {end} {put}"]
    if e.victims:
        found.append(f"#victims {act}")
    if e.actors:
        found.append(f"#doers {act}")
    if e.background:
        found.append("#background")
    return found


def _numbers(told: list[Json]) -> NDArray[np.float32]:
    tallied = [i for i in told if i["modality"] in ("stated", "alleged") and i["act"] in TYPE_OF]
    kinds = Counter(TYPE_OF[i["act"]] for i in tallied)
    filled = Counter(TYPE_OF[i["act"]] for i in tallied if i["victims"] or i["targets"])
    days = {i["date"]["edtf"] for i in tallied if i["date"]}
    places = {i["place"]["name"] for i in tallied if i["place"]}
    counts = [len(told), len(tallied), sum(filled.values()), len(days), len(places)]
    return np.log1p(np.array([*(kinds[t] for t in _TYPES), *(filled[t] for t in _TYPES), *counts], dtype=np.float32))
