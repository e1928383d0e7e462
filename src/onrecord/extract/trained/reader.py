"""The trained readers as they are registered; a model loads with the first report."""

from __future__ import annotations

from typing import Final

from onrecord.extract.contract import head
from onrecord.extract.reader import Json, Reader
from onrecord.extract.report import ReportText
from onrecord.extract.trained.manifest import LARGE, SMALL, Distribution, Manifest

__all__ = ["TrainedReader", "reader", "small"]

VERSION: Final = 4
"""Raised with every change of what is found by the same model."""


class TrainedReader(Reader):
    """Reads by a model and by the rules together. English only, and without a network."""

    beside = False  # a model takes some 400 MB, and uses both cores by itself
    longest = 20_000_000

    def __init__(self, of: Distribution) -> None:
        self._of = of
        self._manifest: Manifest | None = None
        self._loaded: object = None
        self._notices: list[str] = []

    @property
    def version(self) -> str:
        """ModelUnusable where the model is missing, damaged or of another format: then nothing can be read."""
        if self._manifest is None:
            self._manifest = self._of.manifest()
        return f"{self._manifest.model}/{self._manifest.version}+{VERSION}"

    def read(self, report: ReportText) -> Json:
        from onrecord.extract.foreign import foreign
        from onrecord.extract.trained.long_texts import read_in_parts
        from onrecord.extract.trained.model import Model, load_beside

        self._notices = []
        if not report.text.strip() and not (report.title or "").strip():
            self._notices = ["There is no text and no title to read, so no incident is found in it."]
            return {"report": head(report), "incidents": [], "totals": [], "attributions": []}
        if self._manifest is None:
            self._manifest = self._of.manifest()
        if sentence := foreign(report, f"the model {self._manifest.model}", self._manifest.languages):
            self._notices = [sentence]
            return {"report": head(report), "incidents": [], "totals": [], "attributions": []}
        if not isinstance(self._loaded, Model):
            self._loaded = load_beside(self._of, report)
        return read_in_parts(report, self._loaded, self.watch)

    def notices(self) -> list[str]:
        return list(self._notices)


reader = TrainedReader(LARGE)
small = TrainedReader(SMALL)
