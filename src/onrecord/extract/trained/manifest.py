"""What a model says of itself: `manifest.json` of its distribution, and whether its files are what it says.

A distribution holds one package with the manifest, the graphs and the tokenizer. A new model is new files and a new manifest:
labels, heads and settings are read from there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, TypeVar

from onrecord.errors import OnRecordError
from onrecord.extract.trained.labels import ROLES, Labels

__all__ = ["ATTRIBUTION", "FORMAT", "LARGE", "SMALL", "WORDS", "Distribution", "Manifest", "ModelUnusable", "settings_of"]

FORMAT: Final = 1
"""The version of the manifest's shape that this reader knows."""

_NEEDED: Final = ("encoder.onnx", "heads.onnx", "pairs.onnx", "tokenizer.json")
WORDS: Final = "incident-words.npz"
"""The file of the reader of incidents by words, where a model has one."""

ATTRIBUTION: Final = ("attribution.onnx", "attribution-parts.onnx")
"""The files of the head for attribution, where a model has one: what reads a text, and what reads the words around a cue."""

_CHUNK: Final = 1 << 20

Made = TypeVar("Made")


class ModelUnusable(OnRecordError):
    """A model is not installed, damaged, or of another format. Exit code 1."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model's name, version and languages, what its heads answer, the settings tuned for it, and its files (SHA-256, bytes).

    `news` are the labels of the head for news pages and `counted` the outcomes that it counts; both empty where it has none.
    `settings` holds, by the name of what reads them, fields of its settings.
    """

    model: str
    version: str
    languages: tuple[str, ...]
    labels: Labels
    news: tuple[str, ...]
    counted: tuple[str, ...]
    settings: dict[str, dict[str, Any]]
    files: dict[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Distribution:
    """Where a model comes from: the name that pip installs, and the package in it."""

    name: str
    package: str

    @property
    def folder(self) -> Path | None:
        """The folder with the manifest; None where it is not installed. Nothing of the package is run."""
        found = find_spec(self.package)
        places = list(found.submodule_search_locations or ()) if found is not None else []
        return next((Path(p) for p in places if (Path(p) / "manifest.json").is_file()), None)

    @property
    def mend(self) -> str:
        """The command that installs it afresh, as the end of a sentence."""
        return f"install it again with  pip install --force-reinstall --no-deps {self.name}"

    def manifest(self) -> Manifest:
        """What the model says of itself. ModelUnusable where it is not installed, cannot be read, or is of another format."""
        folder = self.folder
        if folder is None:
            raise ModelUnusable(
                f"The model {self.name} is not installed: install it with  pip install {self.name} , or read with --reader rules."
            )
        path = folder / "manifest.json"
        try:
            said = json.loads(path.read_text(encoding="utf-8"))
            known = said["format"] if isinstance(said, dict) else None
        except (OSError, ValueError, KeyError) as error:
            raise ModelUnusable(f"The model {self.name} is damaged: {path} cannot be read; {self.mend} .") from error
        if known != FORMAT:
            older = isinstance(known, int) and known < FORMAT
            mend = f"pip install --upgrade {self.name if older else 'onrecord'}"
            raise ModelUnusable(
                f"The model {self.name} is of format {known}, and this onrecord reads format {FORMAT}:  {mend} ."
            )
        try:
            found = _manifest(said)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelUnusable(f"The model {self.name} is damaged: {path} does not hold {error}; {self.mend} .") from error
        for name, (_, size) in found.files.items():
            _check_size(self, folder / name, size)
        return found

    def check(self, folder: Path, name: str, digest: str) -> None:
        """ModelUnusable where a file is not what the manifest says. Reads all of it: about 0.2 s for 100 MB."""
        found = hashlib.sha256()
        with (folder / name).open("rb") as file:
            while part := file.read(_CHUNK):
                found.update(part)
        if found.hexdigest() != digest:
            raise ModelUnusable(f"The model {self.name} is damaged: {folder / name} is not as it was made; {self.mend} .")


LARGE: Final = Distribution("onrecord-model-en", "onrecord_model_en")
SMALL: Final = Distribution("onrecord-model-en-small", "onrecord_model_en_small")


def _check_size(of: Distribution, path: Path, size: int) -> None:
    if not path.is_file():
        raise ModelUnusable(f"The model {of.name} is damaged: {path} is missing; {of.mend} .")
    if path.stat().st_size != size:
        held = path.stat().st_size
        raise ModelUnusable(f"The model {of.name} is damaged: {path} has {held:,} bytes and not {size:,}; {of.mend} .")


def _manifest(said: dict[str, Any]) -> Manifest:
    """KeyError, TypeError or ValueError, naming the part, where it is not of the format's shape."""
    files = {str(name): (str(f["sha256"]), int(f["size"])) for name, f in said["files"].items()}
    lists = {k: tuple(map(str, said["labels"].get(k, ()))) for k in ("roles", "spans", "document", "news", "counted")}
    labels = Labels(lists["roles"], lists["spans"], lists["document"])
    found = Manifest(
        str(said["model"]), str(said["version"]), tuple(map(str, said["languages"])), labels, lists["news"], lists["counted"],
        {k: dict(v) for k, v in said["settings"].items()}, files,
    )  # fmt: skip
    attribution = ATTRIBUTION if any(name in files for name in ATTRIBUTION) else ()
    absent = [name for name in (*_NEEDED, *(["news.onnx"] if found.news else []), *attribution) if name not in files]
    needed = ["outcome:death", "outcome:injury", "number:one", "number:several", *(f"type:{t}" for t in labels.types)]
    absent += [label for label in needed if not labels.has(label)]
    absent += [role for role in ROLES if role not in labels.roles]
    if absent or labels.roles != labels.span[: len(labels.roles)] or not labels.types:
        raise ValueError(absent[0] if absent else "roles first among the labels of spans, or no type of incident")
    return found


def settings_of(made: type[Made], said: dict[str, Any]) -> Made:
    """Settings as a dataclass, of those fields that it has; lists become tuples."""
    names = {f.name for f in fields(made)}  # type: ignore[arg-type]
    return made(**{k: tuple(v) if isinstance(v, list) else v for k, v in said.items() if k in names})
