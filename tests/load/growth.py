"""How the app grows with its data: 636 to a million diagnoses, plain pandas and Datasette beside.

    python -m tests.load.growth --sizes 636 10000 100000 1000000 --datasette VENV/bin/datasette

For each size it makes a sample, serves the app on it and prints: seconds until it is ready,
memory at rest and at most, and the time of a cold filter change per view (the median over
selections that nobody asked for before, through the WebSocket, page complete). Beside it, on the
same rows: pandas read and counted the usual way (`read_csv`, then a boolean filter and
`value_counts` for every filter under the others), and Datasette with the same columns as facets
and no limits of time. Datasette is no requirement: give its program where it is installed, or
leave it out. It counts facets under all filters, the app under all others.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from neweco import sample
from neweco.sample.tables import write
from tests.load.process import memory, most_memory
from tests.load.visitor import Visitor
from tests.serving import ROOT, free_port, served, wait

QUERIES = {
    "diagnoses": (
        "industry=equipment",
        "district=370211",
        "barrier=cannot",
        "cause=no_money",
        "level=1&size=small",
        "stage=landed",
        "category=quality",
        "centre=C-02&year=2022",
        "q=DX-2022-00001",
        "industry=ict&barrier=dare_not&district=370212",
        "district=370203",
    ),
    "enterprises": ("tier=rising", "industry=ict", "ipo=1", "growth=50..", "q=P-01"),
    "labs": ("kind=scenario", "batch=2", "band=doubled", "signed=1", "district=370211"),
    "evidence": ("verdict=agree", "verdict=disagree", "verdict=cannot_tell"),
}
FACETS = ("centre_id", "industry", "district", "size", "stage", "level", "barrier_primary")
"""Columns that all three count; the app counts causes, categories and years besides."""

ASKED = (
    {"industry": "equipment"},
    {"district": "370211"},
    {"barrier_primary": "cannot"},
    {"level": "1", "size": "small"},
    {"stage": "landed"},
    {"industry": "ict", "barrier_primary": "dare_not", "district": "370212"},
)


def app(folder: Path) -> dict[str, float]:
    """The app on a folder: start, memory, and milliseconds per cold change of each view."""
    begun = time.perf_counter()
    with served(environment={"NEWECO_REGISTER": str(folder)}) as (host, pid):
        found = {"start s": time.perf_counter() - begun, "memory MB": memory(pid)}
        found |= asyncio.run(changes(host))
        found["after MB"], found["most MB"] = memory(pid), most_memory(pid)
    return found


async def changes(host: str) -> dict[str, float]:
    """Milliseconds of a cold filter change, the median per view."""
    medians = {}
    for view, queries in QUERIES.items():
        visitor = Visitor(host, view)
        await visitor.arrive()
        times = [(await visitor.change(query)).seconds * 1000 for query in queries]
        await visitor.leave()
        medians[f"{view} ms"] = statistics.median(times)
        if view == "diagnoses":
            medians["diagnoses, slowest ms"] = max(times)
    return medians


def plain(folder: Path) -> dict[str, float]:
    """pandas the usual way, in a process of its own."""
    command = [sys.executable, "-m", "tests.load.growth", "--plain", str(folder)]
    return dict(json.loads(subprocess.check_output(command, cwd=ROOT)))


def _plain(folder: Path) -> dict[str, float]:
    begun = time.perf_counter()
    frame = pd.read_csv(folder / "diagnoses.csv", dtype={"district": "str", "level": "str"})
    frame = frame.loc[frame["round"] == "T0"]
    started = time.perf_counter() - begun
    times = [_timed(frame, asked) * 1000 for asked in ASKED]
    return {"pandas start s": started, "pandas ms": statistics.median(times)}


def _timed(frame: pd.DataFrame, asked: dict[str, str]) -> float:
    begun = time.perf_counter()
    masks = {column: frame[column] == value for column, value in asked.items()}
    for facet in FACETS:
        kept = pd.Series(True, frame.index)
        for column, mask in masks.items():
            if column != facet:
                kept &= mask
        frame.loc[kept, facet].value_counts()
    rows = frame
    for mask in masks.values():
        rows = rows.loc[mask.loc[rows.index]]
    rows.head(200).to_dict("records")
    return time.perf_counter() - begun


def datasette(program: str, folder: Path, work: Path) -> dict[str, float]:
    """Datasette over SQLite with the same rows: milliseconds per filter change with facets."""
    file = work / "diagnoses.db"
    begun = time.perf_counter()
    with sqlite3.connect(file) as database:
        rows = pd.read_csv(folder / "diagnoses.csv", dtype="str", chunksize=50_000)
        for part in rows:
            part.loc[part["round"] == "T0"].to_sql("rows", database, if_exists="append")
    filled = time.perf_counter() - begun
    port = free_port()
    limits = ("facet_time_limit_ms", "sql_time_limit_ms", "facet_suggest_time_limit_ms")
    settings = [word for name in limits for word in ("--setting", name, "600000")]
    settings += ["--setting", "suggest_facets", "off"]
    command = [program, "serve", str(file), "--port", str(port), *settings]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            base = f"http://127.0.0.1:{port}/diagnoses/rows.json"
            wait(f"{base}?_size=1")
            times = [_asked(base, asked) * 1000 for asked in ASKED]
            used = memory(server.pid)
        finally:
            server.terminate()
    file.unlink()
    found = {"datasette fill s": filled, "datasette ms": statistics.median(times)}
    return found | {"datasette MB": used}


def _asked(base: str, asked: dict[str, str]) -> float:
    words = [f"{column}={value}" for column, value in asked.items()]
    words += [f"_facet={column}" for column in FACETS]
    begun = time.perf_counter()
    with urllib.request.urlopen(f"{base}?{'&'.join(words)}&_size=200", timeout=600) as answer:
        found = json.load(answer)
    spent = time.perf_counter() - begun
    if found.get("facets_timed_out") or len(found["facet_results"]) < len(FACETS):
        raise RuntimeError("Datasette left facets out")
    return spent


def measured(size: int, program: str, work: Path) -> dict[str, float]:
    """Everything for one size; the sample is made first."""
    folder = work / str(size)
    if not folder.exists():
        write(folder, sample.settings()["seed"], size)
    found = app(folder) | plain(folder)
    return found | (datasette(program, folder, work) if program else {})


def table(found: dict[int, dict[str, float]]) -> str:
    """A Markdown table, one column per size."""
    sizes = list(found)
    lines = ["| | " + " | ".join(f"{size:,}" for size in sizes) + " |"]
    lines.append("|---" * (len(sizes) + 1) + "|")
    for name in found[sizes[0]]:
        cells = (f"{found[size][name]:,.1f}" for size in sizes)
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.growth",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sizes = [636, 10_000, 100_000, 1_000_000]
    parser.add_argument("--sizes", type=int, nargs="+", default=sizes, help="firms diagnosed")
    parser.add_argument("--datasette", default="", help="program of an installed Datasette")
    parser.add_argument("--folder", type=Path, help="where samples are kept between runs")
    parser.add_argument("--plain", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.plain:
        print(json.dumps(_plain(given.plain)))
        return
    with tempfile.TemporaryDirectory() as temporary:
        work = given.folder or Path(temporary)
        found = {size: measured(size, given.datasette, work) for size in given.sizes}
    print(table(found))


if __name__ == "__main__":
    main()
