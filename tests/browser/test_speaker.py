"""The speaker's window and the hall's, in one browser: each moves the other, one has the notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from neweco import story, words
from tests.browser.conftest import PATIENCE, settled

STEPS = story.read(story.SHIPPED)
LAST = len(STEPS)


@pytest.fixture
def laptop(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="zh-CN", reduced_motion="reduce"
    )
    yield made
    made.close()


@pytest.fixture
def hall(laptop: BrowserContext, site: str) -> Page:
    page = laptop.new_page()
    page.goto(f"{site}/story")
    page.wait_for_selector(".ne-stage", timeout=PATIENCE)
    settled(page)
    return page


@pytest.fixture
def speaker(hall: Page) -> Page:
    with hall.expect_popup() as opening:
        hall.keyboard.press("n")
    page = opening.value
    page.wait_for_selector(".ne-speaker", timeout=PATIENCE)
    settled(page)
    expect(_said(page, "closed")).to_be_visible()  # it has heard of the hall
    return page


def _said(page: Page, when: str) -> Locator:
    return page.locator(f".ne-hall [data-when={when}]")


def _at(number: int, hall: Page, speaker: Page) -> None:
    """Both windows are at a step, and only the speaker's has its notes."""
    step, shown = STEPS[number - 1], hall.locator(".ne-stage")
    expect(shown).to_have_attribute("data-step", str(number))
    expect(speaker.locator(".ne-speaker")).to_have_attribute("data-step", str(number))
    expect(speaker.locator(".ne-notes")).to_contain_text(step.notes["zh"])
    assert step.notes["zh"] not in hall.content()
    settled(hall)
    settled(speaker)


def test_a_key_in_either_window_moves_both(hall: Page, speaker: Page) -> None:
    for window, key, number in (
        (speaker, "PageDown", 2), (hall, "PageDown", 3), (speaker, " ", 4), (hall, "PageUp", 3),
        (speaker, "ArrowLeft", 2), (speaker, "End", LAST), (hall, "Home", 1),
    ):  # fmt: skip
        window.bring_to_front()
        window.keyboard.press(key)
        _at(number, hall, speaker)
    speaker.get_by_role("button", name=words.text("zh", "story.speaker.next")).click()
    _at(2, hall, speaker)
    expect(speaker.locator(".ne-then")).to_contain_text(STEPS[2].titles["zh"])
    expect(speaker.locator(".ne-then .ne-stage")).to_have_attribute("data-step", "3")
    over = speaker.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0


def test_the_window_says_what_the_hall_shows_beside_its_step(hall: Page, speaker: Page) -> None:
    speaker.bring_to_front()
    speaker.keyboard.press("f")
    digits = hall.locator(".ne-stage-scan b")
    expect(digits).to_have_text(re.compile(r"\d{3} \d{3}"))
    expect(speaker.locator("[data-digits]")).to_have_text(digits.inner_text())
    settled(hall)
    speaker.keyboard.press("b")
    expect(hall.locator(".ne-blank")).to_have_count(1)
    expect(_said(speaker, "black")).to_be_visible()
    settled(hall)
    speaker.keyboard.press("b")
    expect(hall.locator(".ne-blank")).to_have_count(0)
    expect(_said(speaker, "black")).to_be_hidden()
    settled(hall)
    speaker.keyboard.press("PageDown")
    _at(2, hall, speaker)
    speaker.keyboard.press("q")
    expect(hall.locator(".st-key-stage-return")).to_be_visible()
    expect(_said(speaker, "asked")).to_be_visible()
    settled(hall)
    speaker.keyboard.press("Escape")
    _at(2, hall, speaker)
    assert speaker.locator("[data-digits]").inner_text() == digits.inner_text()


def test_the_clock_runs_from_the_first_change_and_begins_anew(hall: Page, speaker: Page) -> None:
    clock = speaker.locator(".ne-clock b")
    target = words.text("zh", "story.speaker.target", seconds=40, until="1:00", all="7:55")
    expect(clock).to_have_text("0:00")
    hall.bring_to_front()
    hall.keyboard.press("PageDown")
    _at(2, hall, speaker)
    expect(speaker.locator(".ne-clock")).to_contain_text(target)
    expect(clock).to_have_text(re.compile(r"0:0[3-9]|0:[1-5]\d"))
    hall.keyboard.press("n")  # it is open already: nothing of it is lost
    assert clock.inner_text() != "0:00"
    speaker.get_by_role("button", name=words.text("zh", "story.speaker.restart")).click()
    expect(clock).to_have_text(re.compile(r"0:0[0-2]"))


def test_without_a_hall_it_moves_itself_and_says_so(speaker: Page, hall: Page) -> None:
    speaker.get_by_role("link", name="English").click()
    expect(speaker.locator(".ne-notes")).to_contain_text(STEPS[0].notes["en"])
    expect(hall.locator(".ne-stage h1").first).to_have_text(STEPS[0].titles["zh"])
    hall.close()
    none = speaker.get_by_text(words.text("en", "story.speaker.none"))
    expect(none).to_be_visible()
    expect(speaker.locator("[data-act=blank]")).to_be_hidden()
    for key, number in (("PageDown", 2), ("PageDown", 3), ("PageUp", 2), ("End", LAST)):
        settled(speaker)
        speaker.keyboard.press(key)
        expect(speaker.locator(".ne-speaker")).to_have_attribute("data-step", str(number))


def test_notes_are_never_on_the_screen_of_the_hall(page: Page, site: str) -> None:
    page.goto(f"{site}/story?step=2&notes=1&lang=en")
    page.wait_for_selector(".ne-stage", timeout=PATIENCE)
    settled(page)
    assert STEPS[1].notes["en"] not in page.content()
    expect(page.locator(".ne-stage-notice")).to_contain_text("notes")
