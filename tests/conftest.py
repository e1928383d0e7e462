"""What every test shares: hypothesis without deadlines, since machines differ, and with the same examples each time under CI."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("onrecord", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("onrecord")
