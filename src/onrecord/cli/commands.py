"""The commands, in the shapes that stay. Exit codes: 0 fine, 1 failed, 2 misused."""

from onrecord.cli import estimating, evaluating, importing, linking, reading, relinking, reviewing, searching, writing
from onrecord.cli.group import main

__all__ = [
    "estimating",
    "evaluating",
    "importing",
    "linking",
    "main",
    "reading",
    "relinking",
    "reviewing",
    "searching",
    "writing",
]
