"""The self-check in a browser: with the keyboard alone, and what is missing is found."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from neweco.selfcheck import code, questions
from tests.browser.conftest import ready

ALL = questions.shipped().all


def test_filled_in_with_the_keyboard_alone(page: Page, site: str) -> None:
    most = {q.id: 2 for q in ALL if q.id not in ("B5", "B6")}
    page.goto(f"{site}/selfcheck?answers={code.encode(most)}&lang=en")
    ready(page)
    for id, steps in (("B5", 1), ("B6", 3)):
        first = page.locator(f".st-key-selfcheck-{id}-en input").first
        first.focus()
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile("answers="))
        for _ in range(steps):
            page.wait_for_timeout(700)
            page.keyboard.press("ArrowDown")
        page.wait_for_timeout(900)
    expect(page.locator("#result")).to_be_visible()
    found = re.search(r"answers=([^&]+)", page.url)
    assert found
    answers = code.decode(found[1])
    assert answers is not None
    assert (answers["B5"], answers["B6"]) == (1, 3)


def test_what_is_missing_is_jumped_to(page: Page, site: str) -> None:
    page.goto(f"{site}/selfcheck?answers={code.encode({'F1': 2})}")
    ready(page)
    assert page.locator("#result").count() == 0
    page.locator("a[href='#q-B6']").click()
    expect(page.locator("#q-B6")).to_be_in_viewport()
