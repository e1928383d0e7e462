"""Charts of documented figures: groups of incidents, each with its sum and its doubt, drawn as SVG."""

from onrecord.charts.drawing import drawing
from onrecord.charts.grouping import BY, chart, in_bar

__all__ = ["BY", "chart", "drawing", "in_bar"]
