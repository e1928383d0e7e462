"""How fast a record is built and read, and in how much memory.

    python benchmarks/build.py REPORTS… [--keep FOLDER]

Builds a record of the reports, captures and then builds another, builds again where nothing is new, and runs the reading
commands, each in a process of its own as people do. Prints one row a command: seconds of the clock, seconds of the
processors, reports a second, and the most memory that onrecord's processes held together, in MB (on Linux, sampled from
/proc as proportional set size, which counts what two processes share once; elsewhere the largest process alone).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    command: str
    seconds: float
    processor: float
    memory: float
    output: str


def measured(*words: object) -> Row:
    """Run one command of onrecord and watch it."""
    command = [sys.executable, "-m", "onrecord", *map(str, words)]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        most = 0.0
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        out.seek(0)
        said = out.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Row(str(words[0]), seconds, processor, most or after.ru_maxrss / 1024, said)


def memory_of(pid: int) -> float:
    """The proportional set size of a process and those under it, in MB; 0 where /proc does not tell."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    own = sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return own / 1024 + sum(memory_of(int(child)) for child in children)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, help="build the record here and leave it")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        record = given.keep or Path(folder) / "record"
        other = Path(folder) / "captured"
        rows = [("build", measured("build", *given.reports, "--into", record))]
        rows.append(("build again", measured("build", *given.reports, "--into", record)))
        rows.append(("capture", measured("capture", *given.reports, "--into", other)))
        rows.append(("build what was captured", measured("build", *given.reports, "--into", other)))
        listed = measured("list", record, "--json")
        rows += [(name, measured(name, record)) for name in ("list", "tally", "show", "verify")]
        incident = next((json.loads(line)["id"] for line in listed.output.splitlines()), None)
        if incident:
            rows += [(f"{name} {incident}", measured(name, record, incident)) for name in ("show", "why")]
        reports = len(measured("show", record, "--json").output.splitlines())
    print(f"{reports:,} reports, {len(listed.output.splitlines()):,} incidents, {os.cpu_count()} processors")
    print(f"{'command':<26}{'clock s':>9}{'processor s':>13}{'reports/s':>11}{'memory MB':>11}")
    for name, row in rows:
        speed = f"{reports / row.seconds:.0f}" if name.split()[0] in ("build", "capture") else ""
        print(f"{name:<26}{row.seconds:>9.2f}{row.processor:>13.2f}{speed:>11}{row.memory:>11.0f}")


if __name__ == "__main__":
    main()
