"""Estimation needs the extra `estimate`: its tests are left out where that is not installed."""

from __future__ import annotations

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("scipy") and find_spec("numba") else ["test_*.py"]
