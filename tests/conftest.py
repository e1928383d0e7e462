"""What every test shares: hypothesis without deadlines, since machines differ, and with the same examples each time under CI; and the
catalogues as they are, since an editable installation compiles them only when it is made."""

from __future__ import annotations

import os

from hypothesis import settings

from onrecord.locale import making

os.environ.setdefault("ONRECORD_READER", "rules")  # whether a model is installed here must not decide what tests find

settings.register_profile("onrecord", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("onrecord")
making.make()
