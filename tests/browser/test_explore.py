"""Pages that are asked by pointing: every value a link, Back undoes, nothing moves or vanishes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from neweco import words
from neweco.model import register
from neweco.query.selection import Selection
from tests.browser.conftest import counted, ready, settled, value
from tests.browser.walking import visit

ASKED = "tier=potential&district=370281&district=370214&revenue=5000..&growth=50..&backed=0"
"""Potential enterprises in Jiaozhou or Chengyang with revenue over ¥50M and growth over 50 % that
have no venture backing."""

FOUND = len(Selection.from_query("enterprises", ASKED).apply(register.shipped().enterprises))


def _steps(page: Page) -> list[Locator]:
    """The values to press, in order: five conditions in at most eight actions."""
    return [
        value(page, "tier=potential"),
        value(page, "district=370281"),
        value(page, "district=370214"),
        value(page, "backed=0"),
    ]


def test_a_question_by_mouse_in_eight_actions(page: Page, site: str) -> None:
    visit(page, site, "enterprises", "", "en")
    actions = 0
    for step in _steps(page):
        step.click()
        settled(page)
        actions += 1
    page.get_by_role("button", name=words.text("en", "live.ranges")).click()
    actions += 1
    for label, low in (("Revenue Minimum", "5000"), ("Revenue growth Minimum", "50")):
        box = page.get_by_label(re.compile(f"^{label}"))
        box.fill(low)
        box.press("Enter")
        settled(page)
        actions += 1
    assert actions <= 8
    counted(page, f"Selected: {FOUND} of 137 firms")
    for part in ASKED.split("&"):
        expect(page).to_have_url(re.compile(re.escape(part)))
    page.keyboard.press("Escape")
    link = page.locator(".ne-tools a[data-copy]").get_attribute("href") or ""
    files = page.locator(".ne-tools a[download]").get_attribute("href") or ""
    assert all(part in link and part in files for part in ASKED.split("&"))


def test_three_quick_clicks_are_three_filters_and_three_backs_undo_them(
    page: Page, site: str
) -> None:
    visit(page, site, "enterprises", "", "en")
    page.evaluate(
        """keys => keys.forEach(key =>
             document.querySelector(`.ne-rail a[data-key="${key}"]`).click())""",
        ["tier=potential", "district=370281", "backed=0"],
    )
    wanted = "tier=potential&district=370281&backed=0"
    rows = len(Selection.from_query("enterprises", wanted).apply(register.shipped().enterprises))
    counted(page, f"Selected: {rows} of 137 firms")
    assert set(page.url.partition("?")[2].split("&")) == {*wanted.split("&"), "lang=en"}
    settled(page)
    for left in ("tier=potential&district=370281&", "tier=potential&", ""):
        page.go_back()
        settled(page)
        parts = set(f"{left}lang=en".split("&"))
        assert set(page.url.partition("?")[2].removeprefix("&").split("&")) == parts
    counted(page, "137 firms, unfiltered")


def test_the_focus_stays_on_the_value_pressed(page: Page, site: str) -> None:
    visit(page, site, "labs", "", "en")
    for key in ("kind=scenario", "district=370211", "signed=1", "signed=1"):
        pressed = value(page, key)
        pressed.focus()
        page.keyboard.press("Enter")
        settled(page)
        expect(value(page, key)).to_be_focused()
    expect(page).to_have_url(re.compile("kind=scenario&district=370211&lang=en"))


def test_names_in_pictures_are_values_too(page: Page, site: str) -> None:
    """Three quick presses are three filters, and the focus stays on the name pressed."""
    firms = register.shipped().first_round
    visit(page, site, "diagnoses", "", "en")
    page.evaluate(
        """names => names.forEach(name => [...document.querySelectorAll(".ne-chart a")]
             .find(link => link.textContent === name).click())""",
        ["Equipment manufacturing", "Unable (不会转)", "Contracted"],
    )
    wanted = ["industry=equipment", "barrier=cannot"]
    wanted += [f"stage={stage}" for stage in ("contracted", "landed", "accepted", "reviewed")]
    rows = len(Selection.from_query("diagnoses", "&".join(wanted)).apply(firms))
    counted(page, f"Selected: {rows} of {len(firms)} firms")
    assert {*page.url.partition("?")[2].split("&")} == {*wanted, "lang=en"}
    settled(page)
    for left in ("", "&industry=equipment"):
        name = page.locator(".ne-matrix a", has_text="Equipment manufacturing")
        name.focus()
        page.keyboard.press("Enter")
        settled(page)
        expect(name).to_be_focused()
        assert ("industry=equipment" in page.url) is bool(left)


def _middle(bin: Locator) -> tuple[float, float]:
    bin.scroll_into_view_if_needed()
    box = bin.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] - 4


@pytest.mark.parametrize("backwards", [False, True])
def test_a_range_is_drawn_over_bins(page: Page, site: str, backwards: bool) -> None:
    visit(page, site, "enterprises", "tier=potential&page=2", "en")
    bins = page.locator(".ne-facet:has(#facet-growth) .ne-bins a")
    keys = [str(bins.nth(at).get_attribute("data-key")) for at in range(bins.count())]
    places = [_middle(bins.nth(1)), _middle(bins.nth(3))]
    start, end = reversed(places) if backwards else places
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, start[1])
    page.mouse.move(*end)
    expect(page.locator(".ne-brushed")).to_have_count(3)
    page.mouse.up()
    settled(page)
    low, high = keys[1].partition("=")[2].split("..")[0], keys[3].split("..")[1]
    wanted = f"tier=potential&growth={low}..{high}"
    expect(page).to_have_url(re.compile(re.escape(f"?{wanted}&lang=en")))
    rows = len(Selection.from_query("enterprises", wanted).apply(register.shipped().enterprises))
    counted(page, f"Selected: {rows} of 137 firms")
    expect(page.locator(".ne-bins a[aria-current]")).to_have_count(3)


def test_a_question_by_keyboard_alone(page: Page, site: str) -> None:
    """The question of the mouse: values by Tab and Enter, ends of ranges by typing."""
    visit(page, site, "enterprises", "", "en")
    actions = 0
    for key in ("tier=potential", "district=370281", "district=370214", "backed=0"):
        _tab_to(page, f"[data-key='{key}']")
        page.keyboard.press("Enter")
        settled(page)
        actions += 1
    _tab_to(page, "[data-testid=stPopover] button")
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile("^Revenue Minimum"))).to_be_focused()
    actions += 1
    for label, low in (("Revenue Minimum", "5000"), ("Revenue growth Minimum", "50")):
        _tab_to(page, f"input[aria-label^='{label}']")
        page.keyboard.type(low)
        page.keyboard.press("Enter")
        settled(page)
        actions += 1
    assert actions <= 8
    page.keyboard.press("Escape")
    counted(page, f"Selected: {FOUND} of 137 firms")
    assert {*ASKED.split("&")} <= {*page.url.partition("?")[2].split("&")}


def _tab_to(page: Page, wanted: str) -> None:
    """Go on with Tab, or else back, until the element has the focus."""
    for key, times in (("Tab", 60), ("Shift+Tab", 180)):
        for _ in range(times):
            if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
                return
            page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached by keyboard")


def test_ctrl_click_opens_a_tab_and_leaves_the_page(page: Page, site: str) -> None:
    visit(page, site, "enterprises", "", "en")
    with page.context.expect_page() as opened:
        value(page, "tier=rising").click(modifiers=["ControlOrMeta"])
    tab = opened.value
    ready(tab)
    counted(tab, "Selected: 15 of 137 firms")
    counted(page, "137 firms, unfiltered")
    expect(page).not_to_have_url(re.compile("tier="))


@pytest.mark.parametrize(("language", "name"), [("zh", "胶州"), ("en", "Jiaozhou")])
def test_how_many_rising_firms_in_jiaozhou(page: Page, site: str, language: str, name: str) -> None:
    visit(page, site, "enterprises", "tier=rising", language)
    tile = value(page, "district=370281")
    expect(tile).to_contain_text(name)
    expect(tile.locator("small b")).to_have_text("0")
    tile.click()
    expect(page.locator(".ne-answer strong")).to_have_text(words.count(language, 0, "firm"))
    expect(page.locator(".ne-main, .st-key-main").first).to_contain_text(
        words.text(language, "live.empty")
    )
    page.locator(".ne-links a[data-key='-tier']").click()
    expect(page).not_to_have_url(re.compile("tier="))


def test_a_question_without_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/light/enterprises?lang=en")
    actions = 0
    for step in _steps(page):
        step.click()
        actions += 1
    page.get_by_text(words.text("en", "live.ranges"), exact=True).click()
    page.locator("input[name=revenue]").fill("5000..")
    page.locator("input[name=growth]").fill("50..")
    page.locator("form button").click()
    assert actions + 4 <= 8
    expect(page.locator(".ne-answer")).to_contain_text(words.count("en", FOUND, "firm"))
    assert {*ASKED.split("&")} <= {*page.url.partition("?")[2].split("&")}
    context.close()


WATCH = """() => {
  const plots = ':is([data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg)';
  const parts = plots + ', .ne-chart';
  const seen = all => [...document.querySelectorAll(all)].filter(e => e.checkVisibility()).length;
  const main = document.querySelector('[data-testid=stMain]');
  const log = window.log = {charts: [], facets: [], scroll: [], shift: 0, on: true};
  new PerformanceObserver(list => list.getEntries().forEach(entry => log.shift += entry.value))
    .observe({type: 'layout-shift', buffered: false});
  const frame = () => {
    log.charts.push(seen(parts));
    log.facets.push(seen('.ne-facet'));
    log.scroll.push(Math.round(main.scrollTop));
    if (log.on) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
CHANGES = {
    "enterprises": ("tier=rising", "district=370281", "backed=1", "ipo=1"),
    "labs": ("kind=scenario", "district=370211", "signed=1", "ipo=1"),
    "diagnoses": ("industry=equipment", "size=small", "barrier=cannot", "year=2022"),
}


@pytest.mark.parametrize("view", list(CHANGES))
def test_nothing_vanishes_or_moves_in_any_frame(page: Page, site: str, view: str) -> None:
    """Filters set, undone by Back, set again and cleared: 30 changes."""
    visit(page, site, view, "", "en")
    page.locator(".ne-facet").nth(1).scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    page.evaluate(WATCH)
    acts: list[Callable[[], object]] = [
        lambda key=key: page.evaluate(  # type: ignore[misc]
            "key => document.querySelector(`.ne-rail a[data-key='${key}']`).click()", key
        )
        for key in CHANGES[view]
    ]
    acts += [page.go_back, page.go_back, acts[-1]]
    acts += 3 * [*acts[:4], page.go_back] + [*acts[:6], page.go_back]
    acts.append(lambda: page.evaluate("document.querySelector('.ne-pills .ne-clear').click()"))
    assert len(acts) == 30
    for act in acts:
        act()
        settled(page)
    page.evaluate("window.log.on = false")
    log = page.evaluate("window.log")
    assert len(log["charts"]) > len(acts)
    assert min(log["charts"]) == max(log["charts"]) > 0, sorted(set(log["charts"]))
    assert min(log["facets"]) == max(log["facets"]) > 0, sorted(set(log["facets"]))
    assert len(set(log["scroll"])) == 1, sorted(set(log["scroll"]))
    assert log["shift"] < 0.05


@pytest.mark.parametrize("view", ["enterprises", "labs"])
def test_the_first_screen_holds_answer_facets_picture_and_list(
    page: Page, site: str, view: str
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    visit(page, site, view, "", "zh")
    below = "selector => document.querySelector(selector).getBoundingClientRect()"
    for part in (".ne-answer", ".ne-facet", ".ne-figures", "[data-testid=stVegaLiteChart]"):
        assert page.evaluate(f"({below})('{part}').bottom") < 900
    assert page.evaluate(f"({below})('.ne-listed caption').bottom") < 900
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 3 * 900


def test_a_phone_keeps_the_answer_in_sight_and_jumps_to_the_rows(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    visit(page, site, "enterprises", "tier=rising", "en")
    expect(page.locator(".ne-facet").first).to_be_in_viewport()
    page.locator(".ne-jumps a", has_text=words.text("en", "live.to_rows")).click()
    expect(page.locator(".ne-listed tbody tr").first).to_be_in_viewport()
    expect(page.locator(".ne-answer .ne-title")).to_be_in_viewport()
    page.locator(".ne-jumps a", has_text=words.text("en", "light.filters")).click()
    expect(page.locator(".ne-facet").first).to_be_in_viewport()
    expect(page).to_have_url(re.compile("tier=rising"))
