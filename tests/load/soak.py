"""A long day: visitors filter and leave, a hall follows its speaker, offices put in workbooks.

    python -m tests.load.soak --minutes 30 --visitors 8 --phones 100

So many visitors at a time, each on a page of its own choice: three filter changes, a light page,
data to take away, then another takes the place. Beside them a browser moves a room that phones
follow, and another puts a workbook in, looks at a page of it and leaves. Prints the server's memory
every minute, the trend over the second half, and the faults. Ends with 1 when there was one.
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
from itertools import cycle
from threading import Thread

from playwright.sync_api import Browser

from neweco import words
from neweco.model import register
from neweco.sources import template
from tests.browser.conftest import launched, put_in, ready
from tests.load.client import Connection
from tests.load.follow import Phones, speaker
from tests.load.growth import QUERIES
from tests.load.process import cpu, memory
from tests.load.visitor import Visitor
from tests.serving import served

PAUSE = 0.5
"""Seconds that a visitor looks before the next click."""

STEP = 10
"""Seconds that a speaker stays at a step; at every second one a workbook is put in."""

KEYS = ["PageDown"] * 5 + ["PageUp"] * 5
"""What the speaker presses, over and over."""


@dataclass
class Count:
    """What happened so far."""

    visits: int = 0
    changes: int = 0
    moves: int = 0
    uploads: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.visits:,} visits, {self.changes:,} filter changes, {self.moves} steps, "
            f"{self.uploads} workbooks, {len(self.faults)} faults"
        )


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


def hall(host: str, until: float, number: int, count: Count) -> None:
    """A speaker with so many phones, and workbooks that are put in meanwhile."""
    own = template.workbook(register.shipped(), "zh")
    with launched() as browser:
        page, room = speaker(browser, host)
        phones = Phones(host, room, number, sys.maxsize)
        following = Thread(target=phones.run, daemon=True)
        following.start()
        for key in cycle(KEYS):
            if time.monotonic() > until:
                break
            before = page.locator(".ne-stage").get_attribute("data-step")
            page.keyboard.press(key)
            page.wait_for_selector(f".ne-stage:not([data-step='{before}'])")
            count.moves += 1
            if count.moves % 2:
                _tries(browser, host, own)
                count.uploads += 1
            time.sleep(STEP)
        phones.moves = count.moves
        following.join(60)
    count.faults += phones.failed
    if (last := len(phones.seen.get(count.moves, []))) != number:
        count.faults.append(f"{last} of {number} phones saw the last step")


def _tries(browser: Browser, host: str, own: bytes) -> None:
    """Somebody comes, puts a workbook in, looks at the enterprises in it and leaves."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"http://{host}/register")
        ready(page)
        put_in(page, own)
        page.get_by_role("button", name=words.text("zh", "register.form.use")).click()
        page.wait_for_selector(".st-key-own-bar")
        page.get_by_role(
            "link", name=words.text("zh", "enterprises.menu"), exact=True
        ).first.click()
        page.wait_for_selector("[data-testid=stVegaLiteChart], .ne-chart")
        page.wait_for_selector(".st-key-own-bar")


def _noted(host: str, until: float, number: int, count: Count) -> None:
    try:
        hall(host, until, number, count)
    except Exception as error:
        count.faults.append(f"hall: {error!r}")


async def _watch(pid: int, until: float, count: Count, every: float) -> list[float]:
    seen = []
    while time.monotonic() < until:
        await asyncio.sleep(every)
        seen.append(memory(pid))
        print(f"{len(seen) * every / 60:5.1f} min  {seen[-1]:6.1f} MB  {count}", flush=True)
    return seen


async def load(host: str, pid: int, given: argparse.Namespace) -> tuple[list[float], Count]:
    """Memory per minute, and what happened."""
    count, until = Count(), time.monotonic() + given.minutes * 60
    comers = [come_and_go(host, until, number, count) for number in range(given.visitors)]
    beside = asyncio.to_thread(_noted, host, until, given.phones, count)
    seen, *_ = await asyncio.gather(_watch(pid, until, count, given.every), beside, *comers)
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
    parser.add_argument("--visitors", type=int, default=8, help="at a time")
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--every", type=float, default=60, help="seconds between two looks")
    given = parser.parse_args()
    with served() as (host, pid):
        before = cpu(pid)
        seen, count = asyncio.run(load(host, pid, given))
        used = (cpu(pid) - before) / given.minutes / 60
    print(f"{count}; {used:.2f} of a core")
    print(f"memory: {min(seen):.0f} to {max(seen):.0f} MB, {trend(seen, given.every):+.0f} MB/h")
    print(f"first fault: {count.faults[0]}" if count.faults else "no fault")
    return 1 if count.faults else 0


if __name__ == "__main__":
    sys.exit(main())
