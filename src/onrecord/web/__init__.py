"""The workbench's pages, on this machine only."""

from onrecord.web.app import app
from onrecord.web.serving import serve

__all__ = ["app", "serve"]
