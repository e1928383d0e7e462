"""Judgements: what a named reviewer decides. Each is an entry of its own; the claims stay as they were.

`Review` is one person's review of a record; the functions beneath it look at a state and append.
"""

from onrecord.review.adding import Added
from onrecord.review.judging import Amendment, Decided
from onrecord.review.reviewing import Review
from onrecord.review.values import checked_value

__all__ = ["Added", "Amendment", "Decided", "Review", "checked_value"]
