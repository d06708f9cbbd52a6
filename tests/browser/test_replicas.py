"""Two processes behind nginx: a browser does not notice, and survives the end of its own one."""

from __future__ import annotations

import os
import re
import signal
import time
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, counted, ready, settled, value
from tests.deploy.proxy import Site, needs_nginx, proxied


@pytest.fixture(scope="module")
def replicated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with proxied(tmp_path_factory.mktemp("proxy")) as site:
        yield site


def _open_sessions(host: str) -> int:
    with urllib.request.urlopen(f"http://{host}/_stcore/metrics") as answer:
        found = re.search(r"^active_sessions\S* (\d+)", answer.read().decode(), re.M)
    return int(found[1]) if found else 0


def _serving(hosts: list[str], number: int) -> list[str]:
    """Those of these processes that have a session open, once so many have."""
    until = time.monotonic() + 120
    while len(found := [host for host in hosts if _open_sessions(host)]) != number:
        assert time.monotonic() < until, f"sessions are open at {found}"
        time.sleep(0.2)
    return found


@needs_nginx
def test_phones_follow_a_speaker_on_whichever_process(browser: Browser, replicated: Site) -> None:
    halls = [browser.new_context(reduced_motion="reduce").new_page() for _ in range(3)]
    for number, hall in enumerate(halls, 2):
        hall.goto(f"{replicated.url}/story?step={number}")
        hall.wait_for_selector(".ne-stage", timeout=PATIENCE)
        settled(hall)
        hall.keyboard.press("f")
        digits = hall.locator(".ne-stage-scan b")
        expect(digits).to_have_text(re.compile(r"\d{3} \d{3}"))
        phone = browser.new_context(locale="en-GB").new_page()
        phone.goto(f"{replicated.url}/labs")  # it has a process of its own already
        phone.goto(f"{replicated.url}/follow/find?digits={digits.inner_text()}&lang=en")
        for shown in (number, number + 1, number + 2):
            _step(hall, shown)
            expect(phone.locator(f"#step-{shown}")).to_be_visible()
            settled(hall)
            hall.keyboard.press("PageDown")
        phone.context.close()
    for hall in halls:
        hall.context.close()


def _step(hall: Page, number: int) -> None:
    expect(hall.locator(".ne-stage")).to_have_attribute("data-step", str(number))


@needs_nginx
def test_pages_filters_tables_and_data_work_and_the_end_of_a_process_is_survived(
    page: Page, replicated: Site
) -> None:
    """The last one here, since a process ends in it."""
    _serving([host for host, _ in replicated.replicas], 0)  # nobody is left of the phones and halls
    page.goto(f"{replicated.url}/enterprises?lang=en")
    ready(page)
    counted(page, "137 firms, unfiltered")
    value(page, "tier=rising").click()
    counted(page, "15 of 137")
    expect(page).to_have_url(re.compile(r"tier=rising"))
    page.get_by_text("View table").first.click()
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()
    link = page.locator("a[href*='data/enterprises.csv']").first.get_attribute("href")
    assert link and "tier=rising" in link
    taken = page.request.get(f"{replicated.url}/{link.lstrip('./')}")
    assert (taken.status, len(taken.text().splitlines())) == (200, 16)

    processes = dict(replicated.replicas)
    (own,) = _serving(list(processes), 1)
    os.kill(processes.pop(own), signal.SIGKILL)
    (other,) = _serving(list(processes), 1)  # the page finds its way by itself
    assert _open_sessions(other) == 1
    ready(page)
    value(page, "tier=potential").click()
    expect(page).to_have_url(re.compile(r"tier=rising&tier=potential"))
    counted(page, "Selected: 137 of 137 firms")
    page.reload()
    ready(page)
    expect(page).to_have_url(re.compile(r"tier=rising&tier=potential&lang=en"))
    assert page.locator("[data-testid=stException]").count() == 0
