"""Unpacks the encoder when the package is built: in the repository it stands compressed."""

import lzma
import shutil
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Encoder(BuildHookInterface):
    """Unpacks it where it is absent or older than what it is unpacked from."""

    def initialize(self, version, build_data):
        target = Path(self.root) / "onrecord_model_en" / "encoder.onnx"
        packed = target.with_name("encoder.onnx.xz")
        if not packed.exists() or (target.exists() and target.stat().st_mtime >= packed.stat().st_mtime):
            return
        part = target.with_name("encoder.part")
        with lzma.open(packed) as source, part.open("wb") as sink:
            shutil.copyfileobj(source, sink, 1 << 20)
        part.replace(target)
