"""What the heads answer: the labels of a span and of a document, taken from MUC-4's templates."""

from __future__ import annotations

from onrecord.extract.trained.labels import Labels

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
OUTCOMES = ("death", "injury", "unharmed", "freed")
NUMBERS = ("one", "several")

# The slot that holds a role's strings, for the strings that name it; descriptions of people have a label of their own.
ROLE_SLOTS = {
    "PerpInd": "perp_individual",
    "PerpOrg": "perp_organization",
    "Target": "phys_target",
    "Victim": "hum_name",
    "Weapon": "instrument_id",
    "VictimDescription": "hum_description",
}
SPAN_ROLES = tuple(ROLE_SLOTS)

_EFFECTS = {
    "DEATH": "death",
    "INJURY": "injury",
    "NO INJURY OR DEATH": "unharmed",
    "NO INJURY": "unharmed",
    "NO DEATH": "unharmed",
    "REGAINED FREEDOM": "freed",
    "ESCAPED": "freed",
}

# Slots whose values describe a filler, and the values frequent enough to learn; they teach the encoder, no more.
DESCRIBING = {
    "hum_type": (
        "CIVILIAN",
        "POLITICAL FIGURE",
        "GOVERNMENT OFFICIAL",
        "LAW ENFORCEMENT",
        "LEGAL OR JUDICIAL",
        "ACTIVE MILITARY",
        "SECURITY GUARD",
    ),
    "phys_type": (
        "COMMERCIAL",
        "TRANSPORT VEHICLE",
        "ENERGY",
        "GOVERNMENT OFFICE OR RESIDENCE",
        "ORGANIZATION OFFICE",
        "COMMUNICATIONS",
        "CIVILIAN RESIDENCE",
        "FINANCIAL",
    ),
    "instrument_type": ("BOMB", "GUN", "EXPLOSIVE", "DYNAMITE", "MACHINE GUN", "VEHICLE BOMB"),
    "perp_confidence": (
        "REPORTED AS FACT",
        "SUSPECTED OR ACCUSED",
        "SUSPECTED OR ACCUSED BY AUTHORITIES",
        "CLAIMED OR ADMITTED",
        "POSSIBLE",
    ),
    "phys_effect": ("SOME DAMAGE", "DESTROYED", "NO DAMAGE"),
}

SPAN_LABELS: tuple[str, ...] = (
    *SPAN_ROLES,
    *(f"outcome:{o}" for o in OUTCOMES),
    *(f"type:{t}" for t in TYPES),
    *(f"number:{n}" for n in NUMBERS),
    *(f"{slot}:{value}" for slot, values in DESCRIBING.items() for value in values),
    "place",
)
SPAN_INDEX = {label: i for i, label in enumerate(SPAN_LABELS)}

MOST_INCIDENTS = 3
# A document's answers: for each type whether it has at least one, two, three incidents; whether it has any; any filler.
DOCUMENT_LABELS: tuple[str, ...] = (
    *(f"{t}>={n}" for t in TYPES for n in range(1, MOST_INCIDENTS + 1)),
    "incident",
    "filler",
)

LABELS = Labels(SPAN_ROLES, SPAN_LABELS, DOCUMENT_LABELS)


def outcome_of(effect: str) -> str | None:
    """The outcome that a value of hum_effect states, or None where it states none of ours."""
    return _EFFECTS.get(effect.strip("() "))


def incident_type(template: dict[str, list[dict[str, list[str]]]]) -> str | None:
    """A template's incident type in lower case, or None where it is left open."""
    fills = template.get("type") or []
    return fills[0]["values"][0].lower().split(" / ")[0] if fills else None
