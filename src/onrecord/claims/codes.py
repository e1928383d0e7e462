"""The closed codes of the design's table. What each means in plain words stands in the vocabulary."""

from __future__ import annotations

from enum import StrEnum


class Modality(StrEnum):
    """How a claim is put. Only stated and alleged harm is ever tallied."""

    STATED = "stated"
    ALLEGED = "alleged"
    DENIED = "denied"
    ATTEMPTED = "attempted"
    THREATENED = "threatened"
    PREDICTED = "predicted"
    HYPOTHETICAL = "hypothetical"

    @property
    def tallied(self) -> bool:
        return self in (Modality.STATED, Modality.ALLEGED)


class IncidentClass(StrEnum):
    HARM = "harm"
    CONTEXT = "context"


class Outcome(StrEnum):
    DEATH = "death"
    INJURY = "injury"
    ABDUCTION = "abduction"
    DETENTION = "detention"
    DISAPPEARANCE = "disappearance"
    THREAT = "threat"
    NONE = "none"
    UNKNOWN = "unknown"


class Cause(StrEnum):
    """Of a death: by another's direct act, indirectly (hunger, cold, no care), by one's own hand, or not said."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    SELF_INFLICTED = "self_inflicted"
    NOT_SAID = "not_said"


class Status(StrEnum):
    """A victim's status. Silence is unknown; nothing is inferred."""

    CIVILIAN = "civilian"
    COMBATANT = "combatant"
    HORS_DE_COMBAT = "hors_de_combat"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


class Involvement(StrEnum):
    CARRIED_OUT = "carried_out"
    ORDERED = "ordered"
    AIDED = "aided"


class PerpetratorStatus(StrEnum):
    STATED = "stated"
    SUSPECTED = "suspected"
    ACCUSED = "accused"
    CLAIMED = "claimed"
    DENIED = "denied"


class Part(StrEnum):
    """The part in an incident of people who are neither victims nor perpetrators."""

    INTERVENED = "intervened"
    HELPED = "helped"
    WITNESSED = "witnessed"
    SUBJECT = "subject"
    AGENT = "agent"


class SourceKind(StrEnum):
    ANONYMOUS = "anonymous"
    NAMED = "named"
    ORGANISATION = "organisation"
    DOCUMENT = "document"


class Access(StrEnum):
    EYEWITNESS = "eyewitness"
    PARTICIPANT = "participant"
    HEARSAY = "hearsay"
    OFFICIAL = "official"
    NOT_SAID = "not_said"


class RelationType(StrEnum):
    LED_TO = "led_to"
    PART_OF = "part_of"
    REPRISAL_FOR = "reprisal_for"


class LinkType(StrEnum):
    SAME = "same"
    CONTAINS = "contains"
    DIFFERENT = "different"
    RELATED = "related"


class Missing(StrEnum):
    """Why a value is not there."""

    NOT_STATED = "not_stated"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not_applicable"


class Decision(StrEnum):
    ACCEPT = "accept"
    REJECT = "reject"
    AMEND = "amend"
    MERGE = "merge"
    SPLIT = "split"
    FORGET = "forget"


class Sex(StrEnum):
    """As the words give it, never guessed from a name."""

    MALE = "male"
    FEMALE = "female"


class PersonKind(StrEnum):
    """A victim or perpetrator: one person, several, or a body with a name of its own."""

    PERSON = "person"
    GROUP = "group"
    ORGANISATION = "organisation"
