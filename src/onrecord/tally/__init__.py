"""Counting rules and grades: pure functions, each with the sentence that is printed where its figure is."""

from onrecord.tally.counting import combine, latest, over, toll
from onrecord.tally.doubt import over_apart, parted, tolls_of
from onrecord.tally.grades import grade
from onrecord.tally.rules import RULES
from onrecord.tally.scope import in_scope

__all__ = ["RULES", "combine", "grade", "in_scope", "latest", "over", "over_apart", "parted", "toll", "tolls_of"]
