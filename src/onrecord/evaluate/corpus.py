"""One or two readers measured against a corpus with gold, in the format of MUC-4 or of PolNeAR."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from onrecord.calibration import Trial
from onrecord.errors import BadInput, Misuse
from onrecord.evaluate import muc4, polnear
from onrecord.evaluate.agreement import Agreement
from onrecord.evaluate.calibration import measured
from onrecord.evaluate.intervals import LEVEL, RESAMPLES, Counts, of_difference, of_f1
from onrecord.evaluate.lines import Json, Part, read

Watch = Callable[[Iterable[Any]], Iterable[Any]]
"""Passes items on while it shows how many there were."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a corpus is read and scored. `main` is the measure by which documents are ranked, `holds` what a line of gold has."""

    measures: tuple[str, ...]
    main: str
    holds: str
    nothing: Any
    read_gold: Callable[[Part], Any]
    read_said: Callable[[Part, Part], Any]
    score: Callable[[Any, Any], Counts]
    sure: Callable[[Any, Any], list[tuple[str, float, bool]]]


FORMATS = {
    "muc4": Format(muc4.MEASURES, muc4.MAIN, muc4.HOLDS, muc4.NOTHING, muc4.read_gold, muc4.read_said, muc4.score, muc4.sure),
    "polnear": Format(
        polnear.MEASURES, polnear.MAIN, polnear.HOLDS, polnear.NOTHING, polnear.read_gold, polnear.read_said, polnear.score, polnear.sure
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class System:
    """One reader's results: by document, in the gold's order; what was noticed on the way; its confidences by measure."""

    name: str
    documents: tuple[Counts, ...]
    notices: tuple[str, ...]
    trials: Mapping[str, list[Trial]]


def against_gold(
    form: str,
    gold: Path | str,
    predicted: Sequence[Path | str] = (),
    reader: str | None = None,
    worst: int = 10,
    seed: int = 0,
    resamples: int = RESAMPLES,
    watch: Watch = iter,
) -> Json:
    """Precision, recall and F1 by measure of one reader, or of two with their paired differences.

    `form` is "muc4" or "polnear"; `predicted` are up to two files as `onrecord extract --json` prints them. With `reader`, or
    without any file, the gold's texts are read now by that reader (by `rules` where none is named), as one of the two.
    Shares are from 0 to 1. BadInput where a file is not as it should be, Misuse where the arguments make no sense.
    """
    if form not in FORMATS:
        raise Misuse(f"There is no format {form!r}; there is {', '.join(FORMATS)}.")
    if reader is None and not predicted:
        reader = "rules"
    if reader is not None:
        _known_reader(reader)
    if len(predicted) + (reader is not None) > 2:
        raise Misuse("Two can be compared, no more: give at most two files of predictions, or one and --reader.")
    lines = gold_lines(Path(gold), FORMATS[form].holds)
    truth = {id: FORMATS[form].read_gold(line) for id, line in lines.items()}
    systems = [_system(form, str(p), lines, truth, _predicted(Path(p), lines)) for p in predicted]
    if reader is not None:
        systems.append(_system(form, reader, lines, truth, (list(_read_now(Path(gold), reader, watch, lines)), ())))
    return _told(form, Path(gold), list(lines), systems, worst, seed, resamples)


def _known_reader(reader: str) -> None:
    """Misuse where there is no such reader, before anything is read."""
    from onrecord.extract import reader_version

    reader_version(reader)


def gold_lines(path: Path, holds: str) -> dict[str, Part]:
    """The gold's lines by their id. BadInput where an id is missing or stands twice."""
    found: dict[str, Part] = {}
    for line in read(path, holds):
        name = "id" if line.value.get("id") not in (None, "") else "docid"  # as `onrecord extract` takes them
        id = str(line.get(name, (str, int), "a string"))
        if id in found:
            line.refuse(name, f"is {id!r}, which another line has too: give each document its own")
        line.text("text")
        found[id] = line
    return found


_PRINTED = "a line of predictions is what `onrecord extract --json` prints"


def _predicted(path: Path, gold: dict[str, Part]) -> tuple[list[tuple[str, Part]], tuple[str, ...]]:
    """The predictions with the id of the gold's document that each is of, and a notice where the two do not match."""
    found: dict[str, Part] = {}
    strange = 0
    for line in read(path, _PRINTED):
        report = line.part("report")
        id = next((n for n in _names(report.value) if n in gold), None)
        if id is None:
            strange += 1
        elif id in found:
            report.refuse("id", f"is that of “{id}”, which another line reads too: keep one of them")
        else:
            found[id] = line
    if not found:
        some = next(iter(gold))
        raise BadInput(
            f"{path}: no line reads a document of the gold, whose ids are such as {some!r}; “report.id” must be one."
        )
    absent = [id for id in gold if id not in found]
    notices = []
    if absent:
        notices.append(
            f"{path} reads {len(found)} of the gold's {len(gold)} documents; the others, such as {absent[0]!r}, count as empty."
        )
    if strange:
        notices.append(f"{path} reads {strange} documents that the gold does not have; they are left aside.")
    return list(found.items()), tuple(notices)


def _names(report: Json) -> Iterator[Any]:
    """What may be the gold's id: the report's id, its title, its file's name."""
    yield from (report[f] for f in ("id", "title") if isinstance(report.get(f), str))
    if isinstance(report.get("file"), str):
        yield PurePath(report["file"]).stem


def _read_now(path: Path, reader: str, watch: Watch, gold: dict[str, Part]) -> Iterator[tuple[str, Part]]:
    """The gold's texts as the reader reads them now, just as `onrecord extract` reads the file."""
    from onrecord.capture import capture_paths
    from onrecord.record.build import captured_text
    from onrecord.record.readers import read_report

    if path.suffix.lower() != ".jsonl":
        raise BadInput(
            f"{path} is to be read by {reader}, which takes reports a line from files that end in .jsonl: rename it."
        )
    for item in watch(capture_paths([path])):
        if isinstance(item, BadInput):
            raise item
        said = read_report(captured_text(item), reader)
        id = said["report"]["id"]
        if id in gold:
            yield id, Part(said, f"{path}, read by {reader}, report {id}")


def _system(
    form: str, name: str, gold: dict[str, Part], truth: Json, predicted: tuple[list[tuple[str, Part]], tuple[str, ...]]
) -> System:
    said = {id: FORMATS[form].read_said(line, gold[id]) for id, line in predicted[0]}
    documents = tuple(FORMATS[form].score(truth[id], said.get(id, FORMATS[form].nothing)) for id in gold)
    trials: dict[str, list[Trial]] = {}
    for id in said:
        for measure, raw, right in FORMATS[form].sure(truth[id], said[id]):
            trials.setdefault(measure, []).append(Trial(raw, right, id))
    return System(name, documents, predicted[1], trials)


def _told(form: str, gold: Path, ids: list[str], systems: list[System], worst: int, seed: int, resamples: int) -> Json:
    measures = FORMATS[form].measures
    said = []
    for s in systems:
        spans = of_f1(s.documents, measures, seed, resamples)
        sums = {m: sum((d[m] for d in s.documents), Agreement()) for m in measures}
        said.append(
            {
                "name": s.name,
                "measures": {m: {**sums[m].to_json(), "f1_interval": spans.get(m)} for m in measures},
                "calibration": _calibration(s.trials, seed, resamples),
                "worst": _worst(ids, s.documents, FORMATS[form].main)[:worst],
                "notices": list(s.notices),
            }
        )
    return {
        "format": form, "gold": str(gold), "documents": len(ids), "level": LEVEL, "resamples": resamples, "seed": seed,
        "main": FORMATS[form].main, "systems": said, "difference": _difference(systems, said, measures, seed, resamples),
    }  # fmt: skip


def _calibration(trials: Mapping[str, list[Trial]], seed: int, resamples: int) -> Json:
    """What the confidences of a reader are worth, over all that it said one of, and by measure."""
    every = [t for several in trials.values() for t in several]
    return {
        **measured(every, seed=seed, resamples=resamples),
        "by_measure": {m: measured(t, seed=seed, resamples=resamples) for m, t in sorted(trials.items())},
    }


def _difference(systems: list[System], said: list[Json], measures: Sequence[str], seed: int, resamples: int) -> Json | None:
    """The second's F1 less the first's, with the interval over the same drawn documents; None where there is one reader."""
    if len(systems) < 2:
        return None
    spans = of_difference(systems[0].documents, systems[1].documents, measures, seed, resamples)
    first, second = (s["measures"] for s in said)
    return {m: {"f1": second[m]["f1"] - first[m]["f1"], "f1_interval": spans.get(m)} for m in measures}


def _worst(ids: list[str], documents: Sequence[Counts], main: str) -> list[Json]:
    """The documents with errors in the main measure, most first; those with as many in the gold's order."""
    ranked = sorted(((d[main], id) for d, id in zip(documents, ids, strict=True) if d[main].errors), key=lambda x: -x[0].errors)
    return [{"id": id, "missed": a.gold - a.hit, "wrong": a.said - a.hit, "right": a.hit} for a, id in ranked]
