"""What a confidence is worth: maps from a stated confidence to the share that turns out right, how they are fitted and measured.

Pure functions over numbers; nothing here knows records or readers. A reader that ships with maps applies them so:

    from onrecord.calibration import apply, map_from_json

    shown = apply(map_from_json(settings["calibration"]["victim"]), raw)
"""

from onrecord.calibration.fitting import MANY, Fitted, Trial, fitted, isotonic, platt
from onrecord.calibration.maps import KEPT, Isotonic, Map, Platt, apply, map_from_json
from onrecord.calibration.reliability import by_chance, error_interval, expected_error, reliability

__all__ = [
    "KEPT", "MANY", "Fitted", "Isotonic", "Map", "Platt", "Trial", "apply", "by_chance", "error_interval", "expected_error", "fitted",
    "isotonic", "map_from_json", "platt", "reliability",
]  # fmt: skip
