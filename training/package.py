"""Put an exported model into the source of its distribution, with a manifest that says what it holds.

usage: python -m training.package ONNX_FOLDER --tokenizer FOLDER --words FILE --settings settings.json --into models/onrecord-model-en
           --version 0.1.0

ONNX_FOLDER is the export's int8 folder, --words what training.fit_incident_words wrote. The settings are those of training.tune. Every file that
is another than the one there is put in place whole, the manifest last. Then `python -m build --wheel models/onrecord-model-en` makes the wheel.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import os
import shutil
from pathlib import Path
from typing import Any

from onrecord.extract.trained.graphs import UPDATES, WIRE
from onrecord.extract.trained.manifest import FORMAT, WORDS
from onrecord.extract.trained.news import COUNTED, LABELS
from onrecord.publish.tables import write_whole
from training.labels import DOCUMENT_LABELS, SPAN_LABELS, SPAN_ROLES

MOST_WHOLE = 50_000_000
"""Bytes of a file from which it is kept compressed beside itself, for the repository; the package's build unpacks it."""
GRAPHS = ("encoder.onnx", "heads.onnx", "pairs.onnx", "news.onnx")


def manifest(folder: Path, names: list[str], model: str, version: str, settings: dict[str, Any]) -> dict[str, Any]:
    """What manifest.json holds of the files in a folder."""
    news = "news.onnx" in names
    return {
        "format": FORMAT,
        "model": model,
        "version": version,
        "languages": ["en"],
        "labels": {
            "roles": SPAN_ROLES,
            "spans": SPAN_LABELS,
            "document": DOCUMENT_LABELS,
            "news": LABELS if news else (),
            "counted": COUNTED if news else (),
        },
        "settings": settings,
        "files": {n: {"sha256": digest(folder / n), "size": (folder / n).stat().st_size} for n in names},
    }


def digest(path: Path) -> str:
    """SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(found: Path, into: Path) -> None:
    """A copy of a file, whole or not at all."""
    part = into.with_suffix(".part")
    shutil.copyfile(found, part)
    part.replace(into)


def compress(path: Path) -> Path:
    """A compressed copy beside a file, whole or not at all."""
    packed, part = path.with_name(path.name + ".xz"), path.with_name(path.name + ".part")
    with path.open("rb") as source, lzma.open(part, "wb") as sink:
        shutil.copyfileobj(source, sink, 1 << 20)
    part.replace(packed)
    os.utime(path)  # not older than its copy: the build has nothing to unpack
    return packed


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.package")
    parser.add_argument("model", type=Path, help="the folder with the graphs")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the folder with tokenizer.json")
    parser.add_argument("--words", type=Path, help="the reader of incidents by words")
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True, help="the distribution's source, such as models/onrecord-model-en")
    parser.add_argument("--version", required=True)
    options = parser.parse_args()
    package = options.into / options.into.name.replace("-", "_")
    if not (package / "__init__.py").exists():
        parser.error(f"{options.into} is no source of a model: {package / '__init__.py'} is not there")
    sources = {n: options.model / n for n in (*GRAPHS, *WIRE, *UPDATES) if (options.model / n).exists()}
    sources["tokenizer.json"] = options.tokenizer / "tokenizer.json"
    if options.words:
        sources[WORDS] = options.words
    for name, found in sources.items():
        if (package / name).exists() and digest(package / name) == digest(found):
            continue
        put(found, package / name)
        if (package / name).stat().st_size > MOST_WHOLE:
            compress(package / name)
    settings = json.loads(options.settings.read_text(encoding="utf-8"))
    said = manifest(package, list(sources), options.into.name, options.version, settings)
    write_whole(package / "manifest.json", json.dumps(said, indent=1) + "\n")
    print(f"{package}: {sum(f['size'] for f in said['files'].values()) / 1e6:.1f} MB in {len(said['files'])} files")


if __name__ == "__main__":
    main()
