"""Visitors who come, filter and leave, for as long as asked: memory must stay, nothing may fail.

    python -m tests.load.soak --minutes 30 --visitors 20

So many visitors at a time, each on a page of its own choice: three filter changes, a light page,
data to take away, then another takes the place. Prints the server's memory every minute, the
trend over the second half, and the faults. Ends with 1 when there was one.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.load.client import Connection
from tests.load.growth import QUERIES
from tests.load.process import cpu, memory
from tests.load.visitor import Visitor
from tests.serving import served

PAUSE = 0.5
"""Seconds that a visitor looks before the next click."""


@dataclass
class Count:
    """What happened so far."""

    visits: int = 0
    changes: int = 0
    faults: list[str] = field(default_factory=list)


async def come_and_go(host: str, until: float, seed: int, count: Count) -> None:
    """One visitor after the other, until the time is up."""
    choose = random.Random(seed)
    while time.monotonic() < until:
        try:
            await _visit(host, choose, count)
        except Exception as error:
            count.faults.append(repr(error))
            await asyncio.sleep(1)


async def _visit(host: str, choose: random.Random, count: Count) -> None:
    view = choose.choice(sorted(QUERIES))
    visitor = Visitor(host, view)
    await visitor.arrive()
    for _ in range(3):
        await asyncio.sleep(PAUSE)
        query = choose.choice(QUERIES[view])
        if choose.random() < 0.5 and view != "evidence":
            query += f"&q={choose.randrange(100_000)}"
        await visitor.change(query + choose.choice(("", "&lang=en")))
        count.changes += 1
    connection = Connection(host)
    for path in (f"/light/{view}", f"/data/{view}.csv?{choose.choice(QUERIES[view])}"):
        answer = await connection.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()
    if not await visitor.leave():
        raise RuntimeError("closed by the server")
    count.visits += 1


async def _watch(pid: int, until: float, count: Count, every: float) -> list[float]:
    seen = []
    while time.monotonic() < until:
        await asyncio.sleep(every)
        seen.append(memory(pid))
        said = f"{count.visits:,} visits, {count.changes:,} changes, {len(count.faults)} faults"
        print(f"{len(seen) * every / 60:5.1f} min  {seen[-1]:6.1f} MB  {said}", flush=True)
    return seen


async def load(host: str, pid: int, given: argparse.Namespace) -> tuple[list[float], Count]:
    """Memory per minute, and what happened."""
    count, until = Count(), time.monotonic() + given.minutes * 60
    comers = [come_and_go(host, until, number, count) for number in range(given.visitors)]
    seen, *_ = await asyncio.gather(_watch(pid, until, count, given.every), *comers)
    return seen, count


def trend(seen: Sequence[float], every: float) -> float:
    """MB per hour over the second half, by the line through all its points."""
    half = seen[len(seen) // 2 :]
    if len(half) < 2:
        return 0.0
    hours = [number * every / 3600 for number in range(len(half))]
    return statistics.linear_regression(hours, half).slope


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.load.soak",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--visitors", type=int, default=20, help="at a time")
    parser.add_argument("--every", type=float, default=60, help="seconds between two looks")
    given = parser.parse_args()
    with served() as (host, pid):
        before = cpu(pid)
        seen, count = asyncio.run(load(host, pid, given))
        used = (cpu(pid) - before) / given.minutes / 60
    print(f"{count.visits:,} visits, {count.changes:,} filter changes, {used:.2f} of a core")
    print(f"memory: {min(seen):.0f} to {max(seen):.0f} MB, {trend(seen, given.every):+.0f} MB/h")
    print(f"faults: {len(count.faults)}" + (f", first {count.faults[0]}" if count.faults else ""))
    return 1 if count.faults else 0


if __name__ == "__main__":
    sys.exit(main())
