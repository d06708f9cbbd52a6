"""A hall follows: so many phones through a story, how long each step took to reach them.

    python -m tests.load.follow --phones 1000 --steps 10 --every 6

A browser is the speaker: it opens a room and moves it. Phones ask as their script does, from this
machine. Printed are the seconds from the speaker's key to a step on a phone and on the stage, and
the server's share of a core. Ends with 1 when a phone failed or missed a step.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from dataclasses import dataclass, field
from threading import Event, Thread

from playwright.sync_api import Browser, Page

from tests.browser.conftest import launched, settled
from tests.load.process import cpu
from tests.serving import served


@dataclass
class Phones:
    """So many phones in one room: when each saw each move, and what failed.

    They stay until they have seen the last of `moves`, which may be told later.
    """

    host: str
    room: str
    number: int
    moves: int
    seen: dict[int, list[float]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    size: int = 0
    ready: Event = field(default_factory=Event)
    _waiting: int = 0

    def run(self) -> None:
        """Until every phone has seen the last move."""
        asyncio.run(self._all())

    async def _all(self) -> None:
        found = await asyncio.gather(*map(self._one, range(self.number)), return_exceptions=True)
        self.failed += [repr(each) for each in found if each is not None]

    async def _one(self, place: int) -> None:
        await asyncio.sleep(place / self.number * 5)  # a hall scans within seconds
        name, port = self.host.rsplit(":", 1)
        reader, writer = await asyncio.open_connection(name, int(port))
        tag, language = "", ("zh", "en")[place % 2]
        while tag != str(self.moves):
            path = f"/follow/{self.room}/step?lang={language}&seen={tag}"
            head = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nAccept-Encoding: gzip\r\n\r\n"
            writer.write(head.encode())
            if tag == "0" and not self.ready.is_set():
                self._waiting += 1
                if self._waiting == self.number:
                    self.ready.set()
            lines = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)).lower()
            status, size = int(lines[9:12]), 0
            if status == 200:
                size = int(lines.partition(b"content-length:")[2].split(b"\r\n")[0])
                await reader.readexactly(size)
                tag = lines.partition(b"x-step:")[2].split(b"\r\n")[0].strip().decode()
                self.seen.setdefault(int(tag), []).append(time.perf_counter())
            elif status != 204:
                raise ValueError(f"status {status}")
            self.size += size + len(lines)
            await asyncio.sleep(random.random() / 4)
        writer.close()


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(share * (len(times) - 1))]


def speaker(browser: Browser, host: str) -> tuple[Page, str]:
    """A speaker's page on the first step of the story, and the room that it opened."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"http://{host}/story")
    page.wait_for_selector(".ne-stage")
    settled(page)
    page.keyboard.press("f")
    code = page.wait_for_selector(".ne-stage-scan:has(b) img")
    return page, str(code.get_attribute("alt") if code else "").rpartition("/")[2]


def measured(host: str, pid: int, given: argparse.Namespace) -> bool:
    """Measure and print; whether every phone saw the last step."""
    with launched() as browser:
        page, room = speaker(browser, host)
        phones = Phones(host, room, given.phones, given.steps)
        thread = Thread(target=phones.run)
        thread.start()
        if not phones.ready.wait(120):
            print("the phones did not all arrive:", phones.failed[:3])
            return False
        used, begun, pressed, own = cpu(pid), time.perf_counter(), {}, []
        for move in range(1, given.steps + 1):
            pressed[move] = time.perf_counter()
            page.keyboard.press("PageDown")
            page.wait_for_selector(f".ne-stage[data-step='{move + 1}']")
            own.append(time.perf_counter() - pressed[move])
            time.sleep(max(0.0, given.every - own[-1]))
        thread.join(60)
        share = (cpu(pid) - used) / (time.perf_counter() - begun)
    waited = [at - pressed[move] for move, all_ in phones.seen.items() if move for at in all_]
    last = len(phones.seen.get(given.steps, []))
    print(
        f"{given.phones} phones, {given.steps} steps, one every {given.every:g} s\n"
        f"failed: {len(phones.failed)} {phones.failed[:3]}; saw the last step: {last}\n"
        f"a step on a phone: p50 {_at(waited, 0.5):.2f} s, p95 {_at(waited, 0.95):.2f}, "
        f"most {max(waited):.2f}; {len(waited)} of {given.phones * given.steps} seen one by one\n"
        f"a step on the stage: p50 {_at(own, 0.5):.2f} s, most {max(own):.2f}\n"
        f"server: {share:.0%} of a core; {phones.size / 1e6:.1f} MB to all phones"
    )
    return not phones.failed and last == given.phones


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--phones", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--every", type=float, default=6.0)
    given = parser.parse_args()
    with served() as (host, pid):
        return 0 if measured(host, pid, given) else 1


if __name__ == "__main__":
    sys.exit(main())
