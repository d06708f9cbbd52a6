"""A register as a workbook: how long it takes to read and check, and how fluent it then is.

    python -m tests.load.workbook --sizes 636 10000 100000

For each size it makes a sample, writes it as a workbook with Chinese headings, and reads it in a
process of its own as an upload is read: seconds in all and of CPU (which other work on the machine
changes less), the most memory of that process and of the one that opens the workbook, how often
progress was told and the longest time without. Beside it the same rows as a folder of CSV files.
Then the app is served on the workbook: seconds until it is ready, and the time of a cold filter
change per view (as `tests.load.growth` takes it).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from neweco import sample
from neweco.model import register
from neweco.sample.tables import write
from neweco.sources import reading, template
from tests.load.growth import changes, table
from tests.load.process import memory, most_memory
from tests.serving import ROOT, served


def made(size: int, work: Path) -> tuple[Path, Path]:
    """A sample of `size` firms diagnosed, as a folder and as a workbook."""
    folder, file = work / str(size), work / f"{size}.xlsx"
    if not folder.exists():
        write(folder, sample.settings()["seed"], size)
    if not file.exists():
        file.write_bytes(template.workbook(register.read_folder(folder, "register"), "zh"))
    return folder, file


def read(source: Path) -> tuple[str, dict[str, float]]:
    """Reading and checking, in a process of its own: the first problem where it is refused, and
    what it took."""
    command = [sys.executable, "-m", "tests.load.workbook", "--read", str(source)]
    refused, found = json.loads(subprocess.check_output(command, cwd=ROOT))
    return str(refused), dict(found)


def _read(source: Path) -> tuple[str, dict[str, float]]:
    told = [time.perf_counter()]

    def tell(_: reading.Progress) -> None:
        told.append(time.perf_counter())

    if source.is_dir():
        found = reading.read(source, progress=tell)
    else:
        found = reading.read_bytes(source.read_bytes(), source.name, progress=tell)
    told.append(time.perf_counter())
    refused = "" if found.register is not None else found.problems[0].code
    return (
        refused,
        {
            "seconds": told[-1] - told[0],
            "CPU s": _cpu(resource.RUSAGE_SELF) + _cpu(resource.RUSAGE_CHILDREN),
            "CPU s, opening": _cpu(resource.RUSAGE_CHILDREN),
            "most MB": most_memory(os.getpid()),  # not that of the process it was made by
            "most MB, opening": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6,
            "progress told": len(told) - 2,
            "longest silence s": max(b - a for a, b in zip(told, told[1:], strict=False)),
        },
    )


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def app(file: Path) -> dict[str, float]:
    """The app on a workbook: start, memory, and milliseconds per cold change of each view."""
    begun = time.perf_counter()
    with served(environment={"NEWECO_REGISTER": str(file)}) as (host, pid):
        found = {"start s": time.perf_counter() - begun, "memory MB": memory(pid)}
        found |= asyncio.run(changes(host))
        found["most MB, serving"] = most_memory(pid)
    return found


def _accepted(source: Path) -> dict[str, float]:
    refused, found = read(source)
    if refused:
        raise SystemExit(f"{source}: {refused}")
    return found


def measured(size: int, work: Path) -> dict[str, float]:
    """Everything for one size."""
    folder, file = made(size, work)
    found = {"workbook MB": file.stat().st_size / 1e6} | _accepted(file)
    plain = _accepted(folder)
    found |= {"folder, seconds": plain["seconds"], "folder, most MB": plain["most MB"]}
    return found | app(file)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.workbook",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sizes = [636, 10_000, 100_000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="firms diagnosed")
    parser.add_argument("--folder", type=Path, help="where samples are kept between runs")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.read:
        print(json.dumps(_read(given.read)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        work = given.folder or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        found = {size: measured(size, work) for size in given.sizes}
    print(table(found))


if __name__ == "__main__":
    main()
