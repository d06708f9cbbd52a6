"""The first sight: read before any script has run, and given way to without a jump."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from neweco import words
from tests.browser.conftest import PATIENCE, ready

PHONE: ViewportSize = {"width": 390, "height": 844}
SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
"""A mobile network at its edge: milliseconds, and bytes a second."""

LEAST_SHIFT = 0.1
"""More than this is felt as a jump (web.dev, Cumulative Layout Shift)."""

WATCH = """
window.shift = 0; window.ligatures = [];
new PerformanceObserver(list => list.getEntries().forEach(each => { window.shift += each.value; }))
  .observe({ type: "layout-shift", buffered: true });
const look = () => {
  const come = [...document.fonts].some(font =>
    font.family.includes("Material") && font.status === "loaded");
  for (const icon of come ? [] : document.querySelectorAll("[data-testid=stIconMaterial]"))
    if (icon.checkVisibility({ visibilityProperty: true })) ligatures.push(icon.textContent);
  requestAnimationFrame(look);
};
look();
"""
PLACES = """root => [
  ".ne-title", ".ne-message", ".ne-headline", ".ne-pills", ".ne-strip", ".ne-facet"]
  .map(name => document.querySelector(`${root} ${name}`)?.getBoundingClientRect().y ?? null)"""


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_it_is_read_before_any_script_has_run(browser: Browser, site: str, language: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/?lang={language}")
    expect(page.locator("h1")).to_have_text(words.text(language, "overview.title"))
    expect(page.locator(".ne-hero")).to_contain_text("34.2")
    expect(page.locator(".ne-hero .ne-units i").first).to_be_in_viewport()
    for figure in page.locator(".ne-hero .ne-strip b").all():
        expect(figure).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("link", name=words.text(language, "enterprises.menu")).first.click()
    expect(page.locator("h1")).to_contain_text("137")
    expect(page.locator(".ne-facet").first).to_be_in_viewport()
    page.locator('.ne-first a[data-key="tier=rising"]').click()
    expect(page.locator("h1")).to_contain_text("15")
    page.get_by_role("link", name=words.text(language, "live.first_way")).click()
    expect(page).to_have_url(re.compile(r"/light/enterprises\?tier=rising"))
    context.close()


@pytest.mark.parametrize("path", ["/", "/enterprises?tier=rising"])
def test_it_gives_way_on_a_slow_phone_without_a_jump(
    browser: Browser, site: str, path: str
) -> None:
    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{site}{path}", wait_until="commit")
    expect(page.locator(".ne-first .ne-title")).to_be_visible()
    assert not page.locator("#root .ne-title").count()
    page.wait_for_selector(".ne-first-way")
    before = page.evaluate(PLACES, ".ne-first")
    ready(page)
    expect(page.locator(".ne-first")).to_have_count(0)
    after = page.evaluate(PLACES, "#root")
    assert [was is None for was in before] == [now is None for now in after]
    for was, now in zip(before, after, strict=True):
        assert was is None or abs(was - now) <= 2, (before, after)
    assert page.evaluate("shift") < LEAST_SHIFT
    assert page.evaluate("ligatures") == []
    context.close()


def test_a_value_pressed_before_the_page_stands_leads_on_at_once(
    browser: Browser, site: str
) -> None:
    """Its scripts have come, Streamlit has not: what is pressed is an ordinary link."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(f"{site}/enterprises?lang=en")
    page.wait_for_function("() => document.querySelector('script[src*=\"links.js\"]')")
    page.locator('.ne-first a[data-key="tier=rising"]').click()
    expect(page.locator(".ne-first h1")).to_contain_text("15 firms")
    expect(page).to_have_url(re.compile("tier=rising"))
    context.close()


def test_who_reads_on_or_types_is_not_disturbed(page: Page, site: str) -> None:
    """Also where our own script comes after the first scroll."""
    held: list[Route] = []
    late = re.compile(r"/static/js/index\.[\w-]+\.js|/links\.js")
    page.route(late, lambda route: held.append(route))
    page.goto(f"{site}/enterprises", wait_until="commit")
    field = page.locator(".ne-first input[type=search]")
    expect(page.locator(".ne-first-way")).to_be_visible()
    field.fill("海洋")
    page.evaluate("document.querySelector('.ne-first').scrollTop = 200")
    for route in held:
        route.continue_()
    page.unroute(late)
    page.wait_for_selector("#root .ne-footer", state="attached", timeout=PATIENCE)
    expect(field).to_have_value("海洋")
    expect(field).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    expect(page.locator(".ne-first")).to_have_count(0)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 200
