"""Putting in a workbook that takes its time: clicks on the page do not begin it anew."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
from playwright.sync_api import Page, expect

from neweco import words
from neweco.model import register
from neweco.sources import template
from tests.browser.conftest import ready
from tests.browser.test_register import MIME

COPIES = 12


def _long() -> bytes:
    """The sample with its laboratories many times over: seconds of reading."""
    rows = register.shipped()
    labs = pd.concat([rows.labs] * COPIES, ignore_index=True)
    labs["lab_id"] = [f"{id[0]}-{900 + place:05d}" for place, id in enumerate(labs["lab_id"])]
    return template.workbook(replace(rows, frames={**rows.frames, "labs": labs}), "zh")


def test_clicks_while_a_workbook_is_read_do_not_begin_it_anew(page: Page, site: str) -> None:
    page.goto(f"{site}/register")
    ready(page)
    page.set_input_files(
        "input[type=file]", {"name": "名录.xlsx", "mimeType": MIME, "buffer": _long()}
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
