"""Every page in every state: drawn whole, within its window, alone on the network, open to all."""

from __future__ import annotations

import contextlib
import io
from typing import Literal

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Browser, Page, TimeoutError, expect

from neweco import views, words
from neweco.charts.palette import HALL, LIGHT
from neweco.views.evidence.accessibility import LIMITS
from tests.browser.conftest import ready, still
from tests.browser.walking import SIZES, STATES, WIDE, faults, resize, states, visit

ALLOWED = tuple((limit.rule, limit.selector) for limit in LIMITS if limit.rule)
LOOKS: dict[str, Literal["light", "dark"]] = {
    "desktop": "light", "laptop": "light", "phone": "dark",
}  # fmt: skip
"""Each size in one theme: all pairs would find no more and take twice as long."""
EXAMINED = ("laptop", "phone")
"""Sizes at which axe looks at a page: of a view with two states at one of them turn by turn, so
that it sees each state at both, once in each language."""
OVER = """Math.max(
  ...[document.documentElement,
      ...document.querySelectorAll('[data-testid=stMain], .ne-scroll:has(.ne-listed)')]
    .map(e => e.scrollWidth - e.clientWidth))"""
"""By how much the page, or the list of one, can be pushed sideways."""


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("view", views.NAMES)
def test_every_live_page(browser: Browser, site: str, view: str, language: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if _is_outside(r.url, site) else None)
    refused: list[str] = []
    page.on(
        "console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None
    )
    queries = states(view)
    for number, query in enumerate(queries):
        turn = EXAMINED[(number + words.LANGUAGES.index(language)) % 2]
        examined = EXAMINED if len(queries) == 1 else (turn,)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]})
        visit(page, site, view, query, language)
        assert page.locator("[data-testid=stException]").count() == 0
        assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
        charts = page.locator("[data-testid=stVegaLiteChart]")
        if charts.count():
            expect(charts.first.locator("svg, canvas").first).to_be_visible()
        for size, theme in LOOKS.items():
            page.emulate_media(color_scheme=theme)
            if size != "desktop":
                resize(page, SIZES[size])
            over = _over(page)
            assert over <= 0, f"{query} at {size} scrolls sideways by {over} px"
            if size in examined:
                assert faults(page, ALLOWED) == [], (query, size, theme)
    assert outside == []
    assert refused == []
    context.close()


def _over(page: Page) -> int:
    """Pixels by which the page is wider than its window, once all charts are as wide as it is."""
    with contextlib.suppress(TimeoutError):
        page.wait_for_function(f"() => {OVER} <= 0")
    return int(page.evaluate(OVER))


def _is_outside(url: str, site: str) -> bool:
    return url.startswith(("http", "ws")) and site.split("//")[1] not in url


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_light_page(browser: Browser, site: str, language: str) -> None:
    """Each state on a laptop in one language and on a phone in the other, turn by turn."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    seen: set[str] = set()
    for view, query in STATES:
        page.goto(f"{site}/light/{view}?{query}&lang={language}")
        # The step of a story is no other page here: only its way to the live face is another.
        shown = page.locator("main").inner_html()
        if shown in seen:
            continue
        seen.add(shown)
        turn = (len(seen) + words.LANGUAGES.index(language)) % 2
        size = ("laptop", "phone")[turn]
        page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
        page.emulate_media(color_scheme=LOOKS[size])
        assert faults(page) == [], (view, query, size)
    assert len(seen) > len(views.NAMES)
    context.close()


def test_open_menus_folds_and_the_profile(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]},
        color_scheme="dark",
        reduced_motion="reduce",
    )
    page = context.new_page()
    visit(page, site, "enterprises", "", "en")
    within = page.get_by_label("Revenue growth Minimum (%)")
    page.get_by_role("button", name=words.text("en", "live.ranges"), exact=True).click()
    expect(within).to_be_visible()
    still(page)
    assert faults(page, ALLOWED) == []
    page.keyboard.press("Escape")
    expect(within).to_be_hidden()
    for fold in page.locator("[data-testid=stExpander] summary").all():
        fold.click()
    ready(page)
    still(page)
    assert faults(page, ALLOWED) == []
    visit(page, site, "enterprises", "id=R-001", "en")
    expect(page.get_by_role("dialog")).to_be_visible()
    ready(page)
    still(page)
    assert faults(page, ALLOWED) == []
    context.close()


def test_charts_on_stage_follow_the_hall_and_not_the_machine(browser: Browser, site: str) -> None:
    context = browser.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]}, reduced_motion="reduce"
    )
    page = context.new_page()
    for query, theme, hall in (
        ("step=5", "light", HALL), ("step=5", "dark", HALL), ("step=5&hall=light", "dark", LIGHT),
    ):  # fmt: skip
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        visit(page, site, "story", query, "zh")
        shot = page.locator(".ne-stage-chart").screenshot()
        colours = Image.open(io.BytesIO(shot)).convert("RGB").getcolors(1 << 24) or []
        seen = {colour for _, colour in colours}
        for name in ("page", "ink", "tiers"):
            assert ImageColor.getrgb(hall[name]) in seen, (query, theme, name)
    context.close()


def test_what_is_allowed_is_still_found_and_said_with_its_thread(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    visit(page, site, "register", "", "en")
    expect(page.locator("[data-testid=stFileUploader] button").first).to_be_visible()
    still(page)
    assert {fault.rule for fault in faults(page)} == {rule for rule, _ in ALLOWED}
    page.goto(f"{site}/light/evidence?lang=en")
    statement = page.locator("section[aria-labelledby=accessibility]").inner_text()
    for said in ("WCAG 2.2", "GB/T 37668-2019", *(limit.thread for limit in LIMITS)):
        assert said in statement
    context.close()


def test_axe_would_find_something(page: Page) -> None:
    page.set_content("<html><body><img src=''><p style='color:#999'>pale</p></body></html>")
    assert {"image-alt", "html-has-lang"} <= {fault.rule for fault in faults(page)}
