"""What a later run needs to link new rows without relinking the old ones: rows as numbers, persons and parameters in one file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput
from onrecord.link.model import Model
from onrecord.link.rows import Rows, Vocabulary

if TYPE_CHECKING:
    from onrecord.link.linking import Links
    from onrecord.link.lists import Lists

FORMAT = "onrecord-link-index-4"
ARRAYS = ("lists", "tokens", "suffix", "kind", "kin", "date", "born", "age", "sex", "race", "place", "sounds")


def save_index(path: Path, lists: Lists, links: Links) -> None:
    """Write whole or not at all. It holds the names of the lists' people: keep it as safe as the lists."""
    import numpy as np

    rows = lists.rows
    part = path.with_name(path.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name in ARRAYS:
            _put(out, name, getattr(rows, name))
        _put(out, "person", links.person.astype(np.int32))
        texts = {"ids": rows.ids, "words": rows.vocabulary.words, "places": rows.places.words, "races": lists.races.words}
        for name, strings in texts.items():
            out.writestr(f"{name}.json", json.dumps(strings, ensure_ascii=False))
        told = {"format": FORMAT, "have": rows.have, "double": rows.double, "names": lists.names, "model": asdict(links.model)}
        out.writestr("index.json", json.dumps(told, ensure_ascii=False))
    part.replace(path)


def _put(out: zipfile.ZipFile, name: str, array: Any) -> None:
    import numpy as np

    raw = io.BytesIO()
    np.save(raw, array, allow_pickle=False)
    out.writestr(f"{name}.npy", raw.getvalue())


def read_index(path: Path) -> tuple[Rows, Vocabulary, tuple[str, ...], Any, Model]:
    """Rows, the vocabulary of races, the lists' names, each row's person, and the parameters. BadInput where it is something else."""
    import numpy as np

    try:
        with zipfile.ZipFile(path) as held:
            told = json.loads(held.read("index.json"))
            if told["format"] != FORMAT:
                raise BadInput(f"{path} was written by another version of onrecord: link the lists again with --index.")
            arrays = {n: np.load(io.BytesIO(held.read(f"{n}.npy")), allow_pickle=False) for n in (*ARRAYS, "person")}
            texts = {n: json.loads(held.read(f"{n}.json")) for n in ("ids", "words", "places", "races")}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path} is no index of linked lists: give a file that  onrecord link … --index  wrote.") from error
    person = arrays.pop("person").astype(np.int64)
    vocabulary, places, races = (_vocabulary(texts[n]) for n in ("words", "places", "races"))
    rows = Rows(
        ids=texts["ids"], vocabulary=vocabulary, places=places, have=tuple(told["have"]), double=told["double"], **arrays
    )
    return rows, races, tuple(told["names"]), person, Model(**told["model"])


def _vocabulary(words: list[str]) -> Vocabulary:
    return Vocabulary(words, {w: n for n, w in enumerate(words)})
