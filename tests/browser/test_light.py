"""The light face in a browser without script, and what the live face hands over to it."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from neweco import views, words
from neweco.selfcheck import code, questions
from tests.browser.conftest import ready, scanned, value

ANSWERED = {"selfcheck": "answers=" + code.encode({q.id: 1 for q in questions.shipped().all})}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_phone_without_script(
    browser: Browser, site: str, shots: Path, language: str, theme: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        java_script_enabled=False,
        color_scheme=theme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for view in views.NAMES:
        asked.clear()
        page.goto(f"{site}/light/{view}?{ANSWERED.get(view, '')}&lang={language}")
        shot = page.screenshot(path=shots / f"light-{view}-{language}-{theme}.png", full_page=True)
        # A page wider than the window makes a wider picture.
        assert Image.open(io.BytesIO(shot)).width == 390, view
        assert len(asked) == 1
    context.close()


def test_filtering_and_switching_language_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/light/enterprises?lang=en")
    value(page, "tier=rising").click()
    expect(page.locator("main")).to_contain_text("15 of 137")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("main")).to_contain_text("15家（共137家）")
    assert "tier=rising" in page.url
    context.close()


def test_the_live_page_shares_its_light_twin(page: Page, site: str) -> None:
    page.goto(f"{site}/labs?kind=scenario&lang=en")
    ready(page)
    page.get_by_text(words.text("en", "takeaway.cite")).click()
    code = page.locator("img.ne-qr")
    expect(code).to_be_visible()
    read = scanned(code)
    assert read.startswith(f"{site}/light/labs?kind=scenario&lang=en&data=")
    page.goto(read)
    expect(page.locator("h1")).to_contain_text(words.text("en", "labs.title"))


def test_a_published_figure_leads_to_the_evidence_of_its_figure(page: Page, site: str) -> None:
    page.goto(f"{site}/diagnoses?lang=en")
    ready(page)
    page.locator(".ne-strip a[href*='F021']").first.click()
    expect(page).to_have_url(re.compile(r"/evidence\?.*fact=F021"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("630")
    expect(dialog).to_contain_text("2023")


@pytest.mark.parametrize("view", ["overview", "enterprises", "evidence"])
def test_print_shows_what_is_folded_and_needs_no_ground(page: Page, site: str, view: str) -> None:
    page.goto(f"{site}/light/{view}")
    page.emulate_media(media="print", color_scheme="dark")
    folded = page.locator("main details:not(.ne-chart *, form *)").all()
    assert folded
    for each in folded:
        assert each.get_attribute("open") is None
        expect(each.locator("> :not(summary)").first).to_be_visible()
    # Printers leave grounds out: what is written on one is read without it.
    pale = page.locator("main *:not(i)").evaluate_all(
        """all => all.filter(each => {
          const shown = getComputedStyle(each).color.match(/[0-9.]+/g).map(Number);
          const bright = shown[0] + shown[1] + shown[2] > 500;
          return bright && each.checkVisibility() && each.textContent.trim();
        }).map(each => each.textContent.slice(0, 40))"""
    )
    assert pale == []
