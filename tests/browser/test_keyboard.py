"""The whole way with the keyboard alone: filter, list, profile, download."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from neweco import words
from tests.browser.conftest import counted, done, ready, still
from tests.browser.walking import visit

FOCUS = """() => {
  const e = document.activeElement;
  const around = [e, e.parentElement, e.parentElement.parentElement];
  const near = around.filter(x => x instanceof Element).map(x => getComputedStyle(x));
  return {
    tag: e.tagName,
    name: (e.ariaLabel || e.labels?.[0]?.innerText || e.innerText || '').trim().slice(0, 80),
    seen: near.some(n => n.outlineStyle != 'none' || n.boxShadow != 'none')
      || e.matches('canvas, [role=grid], input:not([type=checkbox])'),
    table: !!e.closest('[data-testid=stDataFrame]'),
    href: e.getAttribute('href') || '',
  }
}"""
MOST = 120


def _tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is called so; every stop on the way can be seen."""
    for _ in range(MOST):
        page.keyboard.press(key)
        now = page.evaluate(FOCUS)
        assert now["tag"] == "BODY" or now["seen"], f"no sign of the focus on {now}"
        if re.search(wanted, f"{now['name']} {now['href']} {'TABLE' if now['table'] else ''}"):
            return
    raise AssertionError(f"{MOST} stops and no {wanted}; the last was {now}")


def test_filter_list_profile_download(page: Page, site: str) -> None:
    visit(page, site, "enterprises", "", "en")
    _tab_to(page, r"^Tier\b")
    page.keyboard.press("Enter")
    expect(page.locator("[data-testid=stCheckbox]").first).to_be_visible()
    still(page)
    _tab_to(page, r"^Rising")
    page.keyboard.press("Space")
    counted(page, "Selected: 15 of 137 firms")
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stCheckbox]")).to_have_count(0)
    ready(page)

    _tab_to(page, r"TABLE")
    grid = page.locator("[data-testid=stDataFrame] canvas").first
    for _ in range(8):
        if page.evaluate("document.activeElement.matches('canvas, [role=grid]')"):
            break
        page.keyboard.press("Tab")
    expect(grid).to_be_visible()
    page.keyboard.press("ArrowDown")
    panel = page.get_by_role("dialog")
    done(page, lambda: page.keyboard.press("Shift+Space"), panel)
    expect(panel).to_contain_text("R-00")
    expect(page).to_have_url(re.compile(r"id=R-00"))
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("id="))

    _tab_to(page, r"data/enterprises\.csv")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert len(text.splitlines()) == 16


def test_the_light_page_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/light/enterprises?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#main"
    page.keyboard.press("Enter")
    _tab_to(page, r"^Filters")
    page.keyboard.press("Enter")
    _tab_to(page, r"^Rising")
    page.keyboard.press("Space")
    _tab_to(page, f"^{words.text('en', 'light.apply')} ")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("15 of 137")
