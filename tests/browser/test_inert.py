"""Text from a register or an address is text on the live page: no link, no icon, no request."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect

from neweco import words
from neweco.model import register
from tests.browser.conftest import ready
from tests.serving import served

EVIL = (
    ":material/home: :red[x] $x^2$ www.evil.example https://evil.example/a me@evil.example "
    "![i](https://evil.example/i.png) <b>b</b> :smile:"
)
MADE = "a[href*=evil], img[src*=evil], .katex, [data-testid=stIconMaterial]"


def _watched(browser: Browser) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    return page, asked


def test_a_hostile_name_is_shown_as_it_is_written(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "rows"
    shutil.copytree(register.SAMPLE, folder)
    for table, old in (
        ("enterprises", "新锐企业 R-001（模拟）"),
        ("centres", "赋能中心 C-01（模拟）"),
    ):
        file = folder / f"{table}.csv"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, f'"{EVIL}"'), encoding="utf-8")
    with served(environment={"NEWECO_REGISTER": str(folder)}) as (host, _):
        page, asked = _watched(browser)
        page.goto(f"http://{host}/enterprises?id=R-001")
        ready(page)
        panel = page.get_by_role("dialog")
        title = panel.locator("h2").first
        expect(title).to_contain_text("![i](https:")
        assert title.inner_text().replace("⁠", "").strip() == EVIL
        assert panel.locator(MADE).count() == 0
        page.goto(f"http://{host}/diagnoses?centre=C-01")
        ready(page)
        expect(page.locator(".ne-pills")).to_contain_text("evil.example")
        made = MADE.replace("a[href*=evil]", "a[href^='http'][href*=evil]")
        for part in (".ne-pills", ".ne-rail", ".ne-listed"):
            assert page.locator(part).locator(made).count() == 0
        assert not [url for url in asked if "evil" in url.split("?")[0]]
        page.close()


def test_an_address_cannot_put_a_link_on_the_page(browser: Browser, site: str) -> None:
    page, asked = _watched(browser)
    page.goto(f"{site}/enterprises?lang=en&tier={quote(EVIL[:40])}&id=www.evil.example")
    ready(page)
    notices = page.locator(".ne-bar")
    expect(notices.first).to_be_visible()
    assert notices.locator("a, .katex, img").count() == 0
    assert "evil.example" in page.locator("body").inner_text().replace("⁠", "")
    assert not [url for url in asked if "//www.evil" in url]
    assert words.text("en", "enterprises.title") in page.locator("body").inner_text()
    page.close()
