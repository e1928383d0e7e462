"""Charts of documented figures: groups of incidents, each with its sum and its doubt, drawn as SVG."""

from onrecord.charts.drawing import drawing
from onrecord.charts.grouping import BY, chart, in_bar
from onrecord.charts.kept import behind, chart_of

__all__ = ["BY", "behind", "chart", "chart_of", "drawing", "in_bar"]
