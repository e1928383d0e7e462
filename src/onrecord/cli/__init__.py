"""The command line: one face over the functions of the package."""

from onrecord.cli.commands import main

__all__ = ["main"]
