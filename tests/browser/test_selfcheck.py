"""The self-check in a browser: with the keyboard alone, on a phone, and for everybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from neweco import words
from neweco.selfcheck import code, questions
from tests.browser.conftest import ready
from tests.browser.test_light import serious

ALL = questions.shipped().all
DONE = code.encode({q.id: 2 for q in ALL})
# Streamlit's own: its menu button and the resize handle it hides carry roles axe objects to.
STREAMLIT = {"aria-allowed-attr", "aria-required-children", "scrollable-region-focusable"}


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


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("query", ["", f"answers={DONE}&industry=food_drink"])
def test_on_a_phone_nothing_is_cut_and_axe_is_content(
    browser: Browser, site: str, language: str, query: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/selfcheck?{query}&lang={language}")
    ready(page)
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0
    assert [found for found in serious(page) if found[0] not in STREAMLIT] == []
    context.close()
