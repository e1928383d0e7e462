"""The commands, in the shapes that stay. Exit codes: 0 fine, 1 failed, 2 misused."""

from onrecord.cli import estimating, evaluating, linking, reading, relinking, reviewing, searching, writing
from onrecord.cli.group import main

__all__ = ["estimating", "evaluating", "linking", "main", "reading", "relinking", "reviewing", "searching", "writing"]
