"""Putting in a workbook that takes its time: clicks on the page do not begin it anew."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from neweco import words
from tests.browser.conftest import ready

ROWS = 250_000


def _long() -> bytes:
    """A list of laboratories that takes some seconds to read."""
    rows = [f"I-{n:06d},实验室{n},创新应用,1,新材料" for n in range(ROWS)]
    return "\n".join(["编号,实验室,类型,批次,领域", *rows]).encode()


def test_clicks_while_a_workbook_is_read_do_not_begin_it_anew(page: Page, site: str) -> None:
    page.goto(f"{site}/register")
    ready(page)
    page.set_input_files(
        "input[type=file]", {"name": "名录.csv", "mimeType": "text/csv", "buffer": _long()}
    )
    page.locator("[data-testid=stProgress]").wait_for()
    for name, title in (("English", "Register"), ("中文", "名录"), ("English", "Register")):
        page.get_by_text(name, exact=True).first.click()
        expect(page.locator(".ne-title")).to_have_text(title)
    use = page.get_by_role("button", name=words.text("en", "register.form.use"))
    expect(use).to_be_visible(timeout=120_000)
    assert page.get_by_text(words.text("en", "register.form.busy")).count() == 0
    use.click()
    expect(page.locator(".st-key-own-bar")).to_contain_text("名录")
    page.get_by_role("button", name=words.text("en", "register.leave")).click()
    expect(page.locator(".st-key-own-bar")).to_have_count(0)
    expect(page.locator("[data-testid=stFileUploaderFile]")).to_have_count(0)
