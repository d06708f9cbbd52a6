"""The whole way with the keyboard alone: filter, file, list, profile."""

from __future__ import annotations

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import counted, settled
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
        if re.search(wanted, f"{now['name']} {now['href']}"):
            return
    raise AssertionError(f"{MOST} stops and no {wanted}; the last was {now}")


def test_filter_file_list_profile(page: Page, site: str) -> None:
    visit(page, site, "enterprises", "", "en")
    _tab_to(page, r"^Rising")
    page.keyboard.press("Enter")
    counted(page, "Selected: 15 of 137 firms")
    settled(page)
    assert page.evaluate(FOCUS)["name"].startswith("Rising")  # it stays where it was

    _tab_to(page, r"data/enterprises\.xlsx", "Shift+Tab")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    rows = load_workbook(io.BytesIO(waiting.value.path().read_bytes())).worksheets[0]
    assert len(list(rows.iter_rows(values_only=True))) == 16

    _tab_to(page, r"id=R-00")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("R-00")
    expect(page).to_have_url(re.compile(r"id=R-00"))
    settled(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("id="))


def test_the_light_page_by_keyboard(page: Page, site: str) -> None:
    page.goto(f"{site}/light/enterprises?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["href"] == "#main"
    page.keyboard.press("Enter")
    _tab_to(page, r"^Rising")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("15 of 137")
