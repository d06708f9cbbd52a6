"""A chart taken away from the live page: as a picture with all that must come with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from neweco import words
from tests.browser.conftest import ready


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_link_below_a_chart_is_the_way_to_save_it(page: Page, site: str, language: str) -> None:
    page.goto(f"{site}/enterprises?tier=rising&lang={language}")
    ready(page)
    plot = page.locator("[data-testid=stVegaLiteChart]").first
    plot.hover()
    # Streamlit's own buttons would take the chart away bare, or show it so on the whole screen.
    bars = plot.locator("xpath=..").get_by_test_id("stElementToolbar")
    expect(bars).to_have_count(1)
    expect(bars).to_be_hidden()
    title = words.text(language, "enterprises.drawn.growth")
    mark = words.text(language, "basis.line.simulated")
    written = "".join(plot.locator("svg text").all_text_contents())
    for text in (title, mark):
        assert text.replace(" ", "") in written.replace(" ", "")
    expect(page.get_by_role("heading", name=title)).to_have_count(1)
    save = page.get_by_role(
        "link", name=words.text(language, "picture.named", sentence=title), exact=True
    )
    with page.expect_download() as waiting:
        save.click()
    taken = waiting.value
    assert words.text(language, "basis.name.simulated") in taken.suggested_filename
    with Image.open(Path(taken.path())) as image:
        assert str(image.info["Title"]).endswith(title)
        assert "tier=rising" in str(image.info["Source"])
    page.emulate_media(media="print")
    expect(save).to_be_hidden()
