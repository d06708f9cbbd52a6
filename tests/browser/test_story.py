"""The stage in a browser: it fits, it is readable from afar, and a clicker moves it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from neweco import story, words

STEPS = story.read(story.SHIPPED)
SIZES = ((1920, 1080), (1280, 720))


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(".ne-stage", timeout=30_000)
    page.wait_for_timeout(700)


def _step(page: Page, number: int) -> None:
    title = STEPS[number - 1].titles["zh"]
    expect(page.locator(".ne-stage h1").first).to_have_text(title)


def _pixels(page: Page, selector: str) -> list[float]:
    found = page.eval_on_selector_all(
        selector, "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    return list(found)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", ["lang=zh", "lang=en", "bilingual=1"])
def test_every_step_fits_and_is_large(
    browser: Browser, site: str, shots: Path, query: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    for number in range(1, len(STEPS) + 1):
        _open(page, f"{site}/story?step={number}&{query}")
        page.screenshot(path=shots / f"story-{number}-{query[-2:]}-{size[0]}.png")
        main = page.locator("[data-testid=stMain]")
        over = main.evaluate(
            "e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]"
        )
        assert over == [0, 0], f"step {number} scrolls by {over}"
        cut = page.locator(".ne-stage").evaluate(
            "e => [...e.querySelectorAll('*')].filter(c => c.tagName != 'SMALL' && "
            "c.getBoundingClientRect().right > innerWidth + 1).length"
        )
        assert cut == 0, f"step {number} is cut"
        assert all(px >= 96 for px in _pixels(page, ".ne-stage-value"))
        assert all(px >= 28 for px in _pixels(page, ".ne-stage p:not(.ne-small)"))
    context.close()


def test_the_keys_of_a_clicker(page: Page, site: str) -> None:
    _open(page, f"{site}/story")
    for key, number in (
        ("PageDown", 2), ("ArrowRight", 3), ("PageUp", 2), ("ArrowLeft", 1),
        ("ArrowLeft", 1), ("End", 9), ("PageDown", 9), ("Home", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        _step(page, number)
        page.wait_for_timeout(300)
    page.keyboard.press("PageDown")
    _step(page, 2)
    expect(page).to_have_url(re.compile(r"step=2"))


def test_detour_and_return(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=4")
    page.get_by_text(words.text("zh", "story.stage.detour")).click()
    expect(page.locator(".ne-counted")).to_contain_text("137家中有15家")
    page.locator("[data-testid=stTextInput] input").first.fill("x")
    page.keyboard.press("PageDown")  # not while typing on a detour
    page.wait_for_timeout(500)
    expect(page).to_have_url(re.compile(r"/enterprises"))
    page.get_by_role("button", name=words.text("zh", "story.stage.return", n=4)).click()
    _step(page, 4)


def test_the_code_leads_to_the_light_view_of_the_step(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=4")
    picture = page.locator(".ne-stage-qr").screenshot()
    read = zxingcpp.read_barcode(Image.open(io.BytesIO(picture)))
    assert read is not None
    assert read.text == f"{site}/light/enterprises?tier=rising"


def test_notes_are_shown_on_demand(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=2")
    assert page.locator(".ne-stage-notes").count() == 0
    _open(page, f"{site}/story?step=2&notes=1")
    notes = page.locator(".ne-stage-notes")
    expect(notes).to_contain_text(STEPS[1].notes["zh"])
    expect(notes).to_contain_text(STEPS[2].titles["zh"])
    expect(notes).to_contain_text("1:40")


def test_on_a_phone_a_step_is_read_by_scrolling(browser: Browser, site: str, shots: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for number in range(1, len(STEPS) + 1):
        _open(page, f"{site}/story?step={number}&lang=en")
        page.screenshot(path=shots / f"story-{number}-phone.png")
        right = page.locator(".ne-stage").evaluate(
            "e => Math.max(...[...e.querySelectorAll('*')]"
            ".filter(c => c.offsetParent).map(c => c.getBoundingClientRect().right))"
        )
        assert right <= 391, f"step {number} reaches {right}"
        first, second = page.locator(".ne-stage h1, .ne-stage-body").all()[:2]
        above, below = first.bounding_box(), second.bounding_box()
        assert above and below and above["y"] + above["height"] <= below["y"] + 1
    context.close()
