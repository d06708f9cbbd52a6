"""The main flows, clicked through in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, WebSocketRoute, expect

from neweco import words
from tests.browser.conftest import counted, ready, settled, value


def _open(page: Page, url: str) -> None:
    page.goto(url)
    ready(page)


def test_the_first_visitor_of_a_deep_link_sees_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/labs?lang=en")
    ready(page)
    expect(page.locator(".ne-title")).to_contain_text(words.text("en", "labs.title"))
    assert page.get_by_text("Page not found").count() == 0
    expect(page).to_have_title(re.compile("Laboratories"))


def test_choosing_a_filter_changes_rows_and_address_and_back_undoes_it(
    page: Page, site: str
) -> None:
    _open(page, f"{site}/enterprises?lang=en")
    value(page, "tier=rising").click()
    counted(page, "Selected: 15 of 137 firms")
    expect(page).to_have_url(re.compile(r"tier=rising&lang=en"))
    settled(page)
    value(page, "tier=potential").click()
    expect(page).to_have_url(re.compile(r"tier=rising&tier=potential"))
    page.go_back()
    counted(page, "Selected: 15 of 137 firms")
    page.go_back()
    counted(page, "137 firms, unfiltered")
    page.go_forward()
    counted(page, "Selected: 15 of 137 firms")


def test_range_and_clear(page: Page, site: str) -> None:
    _open(page, f"{site}/enterprises?lang=en")
    page.get_by_role("button", name=words.text("en", "live.ranges")).click()
    box = page.get_by_label("Revenue growth Minimum (%)")
    box.fill("50")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"growth=50\.\."))
    counted(page, "42 of 137")
    page.keyboard.press("Escape")
    settled(page)
    page.get_by_role("link", name=words.text("en", "live.clear")).click()
    counted(page, "137 firms, unfiltered")
    expect(page).not_to_have_url(re.compile("growth"))


def test_search(page: Page, site: str) -> None:
    _open(page, f"{site}/enterprises?lang=en")
    box = page.get_by_placeholder(words.text("en", "enterprises.search"))
    box.fill("R-003")
    box.press("Enter")
    counted(page, "1 of 137")
    expect(page).to_have_url(re.compile("q=R-003"))


def test_language_switch_keeps_filters(page: Page, site: str) -> None:
    _open(page, f"{site}/enterprises?tier=rising&district=370212")
    before = page.locator(".ne-answer [aria-live]").inner_text()
    page.get_by_role("radio", name="English").or_(
        page.get_by_text("English", exact=True)
    ).first.click()
    expect(page.locator(".ne-title")).to_contain_text("Enterprise tiers")
    expect(page).to_have_url(re.compile(r"tier=rising&district=370212&lang=en"))
    settled(page)
    number = re.findall(r"\d+", before)
    assert sorted(
        re.findall(r"\d+", page.locator(".ne-answer [aria-live]").inner_text())
    ) == sorted(number)
    page.go_back()
    expect(page.locator(".ne-title")).to_contain_text("企业梯队")


def test_an_empty_result_offers_a_way_out(page: Page, site: str) -> None:
    _open(page, f"{site}/enterprises?tier=rising&growth=..-50&lang=en")
    page.get_by_role("link", name=re.compile('Remove "Revenue growth')).click()
    counted(page, "15 of 137")


def test_a_link_opens_a_profile_and_closing_it_cleans_the_address(
    page: Page, site: str, shots: Path
) -> None:
    _open(page, f"{site}/enterprises?id=R-001&lang=en")
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("R-001")
    expect(panel).to_contain_text("at most 3 years")
    page.screenshot(path=shots / "profile-en.png")
    panel.get_by_label("Close").click()
    expect(panel).to_be_hidden()
    expect(page).not_to_have_url(re.compile("id="))


def test_selecting_a_row_opens_its_profile(page: Page, site: str) -> None:
    _open(page, f"{site}/enterprises?tier=rising&lang=en")
    page.locator('tr[data-row="R-001"] a').first.click()
    expect(page.get_by_role("dialog")).to_contain_text("R-001")
    expect(page).to_have_url(re.compile(r"id=R-001"))


def test_table_twin_of_a_chart(page: Page, site: str) -> None:
    _open(page, f"{site}/labs?lang=en")
    tables = page.locator("[data-testid=stDataFrame]")
    expect(tables).to_have_count(0)
    page.get_by_text(words.text("en", "live.as_table")).first.click()
    expect(tables).to_have_count(1)


def test_question_links_lead_to_filtered_views(page: Page, site: str) -> None:
    _open(page, f"{site}/?lang=en")
    page.get_by_role("link", name=re.compile("Which laboratories signed")).click()
    ready(page)
    expect(page).to_have_url(re.compile(r"/labs\?signed=1&lang=en"))
    counted(page, "8 of 54")


def test_switching_the_reading(page: Page, site: str) -> None:
    _open(page, f"{site}/labs?lang=en")
    page.get_by_text("Reading B: the 26 exclude the 8").first.click()
    expect(page).to_have_url(re.compile("reading=beside"))
    expect(page.get_by_text("In this reading 34 of 54 laboratories")).to_be_visible()


def test_a_second_click_before_the_first_has_come_back_loses_neither(page: Page, site: str) -> None:
    """Nothing that the server says reaches the page between the two."""
    held: list[Callable[[], None]] = []
    holding = False

    def relay(here: WebSocketRoute) -> None:
        there = here.connect_to_server()

        def back(message: str | bytes) -> None:
            if holding:
                held.append(lambda: here.send(message))
            else:
                here.send(message)

        here.on_message(there.send)
        there.on_message(back)

    page.route_web_socket(re.compile("/_stcore/stream"), relay)
    _open(page, f"{site}/enterprises?lang=en")
    holding = True
    value(page, "tier=rising").click()
    value(page, "tier=potential").click()
    for _ in range(300):
        if held:
            break
        page.wait_for_timeout(100)
    assert held, "the first click never came back"
    while held:  # sending lets more come in, which may not overtake what is held
        held.pop(0)()
    holding = False
    expect(page).to_have_url(re.compile(r"tier=rising&tier=potential&lang=en"))
    settled(page)
    for code in ("rising", "potential"):
        expect(value(page, f"tier={code}")).to_have_attribute("aria-current", "true")
