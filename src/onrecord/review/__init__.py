"""Judgements: what a named reviewer decides on a claim. A judgement is an entry of its own; the claim stays as it was."""

from onrecord.review.judging import checked_value, judge

__all__ = ["checked_value", "judge"]
