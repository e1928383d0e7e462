"""Places by name: an offline gazetteer, and the rules by which a report's words become places."""

from onrecord.places.finding import PlaceMention, find_places, resolve

__all__ = ["PlaceMention", "find_places", "resolve"]
