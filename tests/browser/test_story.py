"""The stage in a browser: it fits, it is readable from afar, and a clicker moves it."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, expect

from neweco import published, story, views, words
from neweco.model import register
from neweco.query.selection import Selection
from tests.browser import texts
from tests.browser.conftest import PATIENCE, counted, scanned, settled, still
from tests.serving import served

STEPS = story.read(story.SHIPPED)
SIZES = ((1920, 1080), (1280, 720))


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(".ne-stage", timeout=PATIENCE)
    settled(page)


def _step(page: Page, number: int) -> None:
    title = STEPS[number - 1].titles["zh"]
    expect(page.locator(".ne-stage h1").first).to_have_text(title)


def _shown(page: Page) -> int:
    """The number of the step on the stage."""
    title = page.locator(".ne-stage h1").first.inner_text()
    return [step.titles["zh"] for step in STEPS].index(title) + 1


def _soon(check: Callable[[], None], page: Page) -> None:
    """Until this holds: a step that has just come is laid out a moment later."""
    for _ in range(50):
        with contextlib.suppress(AssertionError, Error):
            return check()
        page.wait_for_timeout(100)
    check()


def _pixels(page: Page, selector: str) -> list[float]:
    found = page.eval_on_selector_all(
        selector, "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    return list(found)


def _fits(page: Page, number: int) -> None:
    """Nothing scrolls, is cut or lies over something else, and all of it is large."""
    main = page.locator("[data-testid=stMain]")
    over = main.evaluate("e => [e.scrollHeight - e.clientHeight, e.scrollWidth - e.clientWidth]")
    assert over == [0, 0], f"step {number} scrolls by {over}"
    cut = page.locator(".ne-stage").evaluate(
        "e => [...e.querySelectorAll('*')].filter(c => c.tagName != 'SMALL' && "
        "c.getBoundingClientRect().right > innerWidth + 1).length"
    )
    assert cut == 0, f"step {number} is cut"
    wide = page.eval_on_selector_all(
        ".ne-stage-value, .ne-stage-figures",
        "all => all.map(e => e.scrollWidth - e.clientWidth)",
    )
    assert max(wide, default=0) <= 1, f"figures of step {number} lie over each other: {wide}"
    beyond = page.locator(".ne-stage-body").evaluate(
        "e => { const own = e.getBoundingClientRect(); return Math.max(...[...e.children].map("
        "c => { const b = c.getBoundingClientRect(); "
        "return Math.max(own.top - b.top, b.bottom - own.bottom); })); }"
    )
    assert beyond <= 1, f"step {number} lies over its frame by {beyond}"
    unread = texts.faults(page, ".ne-stage", 28, texts.SMALL)
    assert unread == [], f"step {number}: {unread}"
    assert all(px >= 96 for px in _pixels(page, ".ne-stage-value"))
    small = ".ne-small, .ne-source"
    assert all(px >= 28 for px in _pixels(page, f".ne-stage p:not({small})"))
    assert all(px >= 28 for px in _pixels(page, ".ne-stage :is(td, th), .ne-stage .ne-simulated"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("query", ["lang=zh", "lang=en", "bilingual=1"])
def test_every_step_fits_and_is_large(
    browser: Browser, site: str, shots: Path, query: str, size: tuple[int, int]
) -> None:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce"
    )
    page = context.new_page()
    _open(page, f"{site}/story?{query}")
    for number in range(1, len(STEPS) + 1):
        title = STEPS[number - 1].titles["en" if query == "lang=en" else "zh"]
        expect(page.locator(".ne-stage h1").first).to_have_text(title)
        settled(page)
        _soon(partial(_fits, page, number), page)
        page.screenshot(path=shots / f"story-{number}-{query[-2:]}-{size[0]}.png")
        page.keyboard.press("PageDown")
    context.close()


def _everything() -> str:
    """A story of every table, every chart (beside another where it may), and every figure."""
    steps: list[tuple[str, str]] = []
    for view in story.ON_STAGE:
        sheet = views.view(view)(register.shipped(), published.shipped(), Selection(view), "zh")
        beside = [chart.id for chart in sheet.charts if not chart.needs_step]
        alone = [[chart.id] for chart in sheet.charts if chart.needs_step]
        figures = [figure.fact for figure in sheet.figures if figure.fact]
        steps += [(view, f"table = {json.dumps(table.id)}") for table in sheet.tables]
        steps += [(view, f"charts = {json.dumps(pair)}") for pair in alone + batched(beside, 2)]
        steps += [(view, f"figures = {json.dumps(six)}") for six in batched(figures, 6)]
    return "".join(
        f'[[step]]\nview = "{view}"\n{item}\ntitle = {{ zh = "{view}", en = "{view}" }}\n'
        for view, item in steps
    )


def batched(items: list[str], size: int) -> list[list[str]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


@pytest.mark.xfail(reason="more steps than a start may prepare in its time", strict=False)
def test_whatever_an_office_shows_fits(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    file.write_text(_everything(), encoding="utf-8")
    steps = story.read(file)
    assert len(steps) > 30
    with served(environment={story.VARIABLE: str(file)}) as (host, _):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        for language in words.LANGUAGES:
            _open(page, f"http://{host}/story?lang={language}")
            for number in range(1, len(steps) + 1):
                place = words.text(language, "story.stage.step", n=number, all=len(steps))
                expect(page.locator(".ne-stage footer")).to_contain_text(place)
                _soon(partial(_fits, page, number), page)
                page.keyboard.press("PageDown")
        page.close()


def test_what_an_address_says_in_vain_is_said_on_the_stage(page: Page, site: str) -> None:
    _open(page, f"{site}/story?loop=4&lang=en")
    said = page.locator(".ne-stage-notice")
    expect(said).to_have_text('"loop" takes 5 to 600 whole seconds; "4" was ignored.')
    page.keyboard.press("PageDown")
    expect(said).to_have_count(0)


def test_the_keys_of_a_clicker(page: Page, site: str) -> None:
    _open(page, f"{site}/story")
    for key, number in (
        ("PageDown", 2), ("ArrowRight", 3), ("PageUp", 2), ("ArrowLeft", 1),
        ("ArrowLeft", 1), ("End", 9), ("PageDown", 9), ("Home", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        _step(page, number)
        settled(page)
    page.keyboard.press("PageDown")
    _step(page, 2)
    expect(page).to_have_url(re.compile(r"step=2"))


def test_two_quick_presses_are_two_steps(page: Page, site: str) -> None:
    _open(page, f"{site}/story")
    page.keyboard.press("PageDown")
    page.wait_for_timeout(
        250
    )  # as fast as a thumb; within milliseconds Streamlit takes two for one
    page.keyboard.press("PageDown")
    _step(page, 3)
    settled(page)
    _step(page, 3)


def test_a_click_goes_on_and_at_the_left_back(page: Page, site: str) -> None:
    _open(page, f"{site}/story")
    page.mouse.click(900, 300)
    _step(page, 2)
    settled(page)
    page.mouse.click(60, 300)
    _step(page, 1)


def test_a_black_screen_comes_back_with_any_step(page: Page, site: str) -> None:
    _open(page, f"{site}/story")
    page.keyboard.press("b")
    expect(page.locator(".ne-blank")).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator(".ne-blank")).to_have_count(0)
    _step(page, 2)
    page.keyboard.press("b")
    expect(page.locator(".ne-blank")).to_be_visible()
    for at in ((3, 3), (1277, 3), (3, 717), (1277, 717), (1000, 700), (640, 360)):
        key = page.evaluate(
            "at => document.elementFromPoint(...at).closest('[class*=stage-click-]').className", at
        )
        assert "stage-click-" in key, f"something lies over the black at {at}"
    still(page)
    black = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    assert black.getcolors() == [(1280 * 720, (0, 0, 0))]
    page.mouse.click(1000, 700)  # where the controls were
    expect(page.locator(".ne-blank")).to_have_count(0)
    _step(page, 3)


def test_switching_the_language_keeps_the_step(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=3")
    page.keyboard.press("e")
    expect(page.locator(".ne-stage h1").first).to_have_text(STEPS[2].titles["en"])
    expect(page).to_have_url(re.compile(r"step=3&lang=en"))


def test_a_lobby_goes_on_by_itself_and_can_be_paused(page: Page, site: str) -> None:
    _open(page, f"{site}/story?loop=5&step=9")
    pause = page.get_by_role("button", name=words.text("zh", "story.stage.pause"))
    expect(pause).to_be_visible()
    _step(page, 1)  # the first comes after the last
    pause.click()
    resume = page.get_by_role("button", name=words.text("zh", "story.stage.resume"))
    expect(resume).to_be_visible()
    settled(page)
    paused = _shown(page)  # where it stood when the click came
    page.wait_for_timeout(7000)
    _step(page, paused)
    resume.click()
    _step(page, paused + 1)
    page.keyboard.press("PageUp")  # a key: it waits
    expect(resume).to_be_visible()
    settled(page)
    waiting = _shown(page)
    assert waiting in (paused, paused + 1)  # back from where it stood when the key came
    page.wait_for_timeout(6000)
    _step(page, waiting)


def test_the_speakers_clock(page: Page, site: str) -> None:
    _open(page, f"{site}/story?notes=1")
    clock = page.locator("p.ne-stage-notes")
    expect(clock).to_contain_text("0:00")
    page.keyboard.press("PageDown")
    _step(page, 2)
    expect(clock).to_contain_text(re.compile(r"已用时(?!0:0[0-2])\d+:\d\d，计划用时1:40"))
    before = _seconds(clock)
    page.get_by_role("button", name=words.text("zh", "story.stage.restart")).click()

    def begun_anew() -> None:
        assert _seconds(clock) < before

    _soon(begun_anew, page)


def _seconds(clock: Locator) -> int:
    minutes, seconds = re.findall(r"\d+", clock.inner_text())[:2]
    return int(minutes) * 60 + int(seconds)


def test_the_file_steps_and_prints_one_step_a_page(
    browser: Browser, site: str, tmp_path: Path, shots: Path
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    page = context.new_page()
    _open(page, f"{site}/story?step=2&lang=en")
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words.text("en", "story.stage.offline")).click()
    file = tmp_path / "story.html"
    waiting.value.save_as(file)
    outside: list[str] = []
    page.on("request", lambda r: outside.append(r.url) if r.url.startswith("http") else None)
    page.goto(file.as_uri())
    seen = page.locator(".ne-stage.shown h1").first
    for key, number in (("PageDown", 2), ("ArrowRight", 3), ("PageUp", 2), ("End", 9), ("Home", 1)):
        page.keyboard.press(key)
        expect(seen).to_have_text(STEPS[number - 1].titles["en"])
    for number in range(1, len(STEPS) + 1):
        over = page.evaluate("[document.body.scrollHeight - innerHeight, "
                             "document.body.scrollWidth - innerWidth]")  # fmt: skip
        assert max(over) <= 0, f"step {number} scrolls by {over}"
        unread = texts.faults(page, ".ne-stage.shown", 28, texts.SMALL)
        assert unread == [], f"step {number}: {unread}"
        page.screenshot(path=shots / f"story-file-{number}.png")
        page.keyboard.press("PageDown")
    page.keyboard.press("b")
    expect(page.locator("body")).to_have_class(re.compile("blank"))
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(STEPS)
    assert outside == []
    context.close()


BROKEN = """
[[step]]
view = "nowhere"
figures = ["F001"]
title = { zh = "甲", en = "A" }

[[step]]
view = "overview"
figures = ["F999"]
title = { zh = "乙", en = "B" }

[[step]]
view = "overview"
figures = ["F001"]

[[step]]
view = "overview"
figures = ["F001"]
title = { zh = "丁", en = "D" }
"""


def test_a_broken_story_says_which_step_and_why(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    file.write_text(BROKEN, encoding="utf-8")
    with served(environment={story.VARIABLE: str(file)}) as (host, _):
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        for number, said in ((1, "nowhere"), (2, "F999"), (3, "title")):
            _open(page, f"http://{host}/story?step={number}&lang=en")
            expect(page.locator(".ne-stage-body")).to_contain_text(said)
            expect(page.locator(".ne-stage-body")).to_contain_text(f"step {number}")
        _open(page, f"http://{host}/story?step=4&lang=en")
        expect(page.locator(".ne-stage h1")).to_have_text("D")
        assert page.locator("[data-testid=stException]").count() == 0
        page.close()


def test_detour_and_return(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=4")
    page.get_by_text(words.text("zh", "story.stage.detour")).click()
    counted(page, "筛选结果：15家（共137家）")
    page.locator("[data-testid=stTextInput] input").first.fill("x")
    page.keyboard.press("PageDown")  # not while typing on a detour
    page.wait_for_timeout(500)
    expect(page).to_have_url(re.compile(r"/enterprises"))
    page.get_by_role("button", name=words.text("zh", "story.stage.return", n=4)).click()
    _step(page, 4)


def test_the_code_leads_to_the_light_view_of_the_step(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=4")
    assert scanned(page.locator(".ne-stage-qr")) == f"{site}/light/enterprises?tier=rising"


def test_notes_are_shown_on_demand(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=2")
    assert page.locator(".ne-stage-notes").count() == 0
    _open(page, f"{site}/story?step=2&notes=1")
    notes = page.locator("aside.ne-stage-notes")
    expect(notes).to_contain_text(STEPS[1].notes["zh"])
    expect(notes).to_contain_text(STEPS[2].titles["zh"])
    expect(notes).to_contain_text("1:40")


def _reads_downwards(page: Page, number: int) -> None:
    """Nothing of a step is beyond the right edge, and its body is below its title."""
    right = page.locator(".ne-stage").evaluate(
        "e => Math.max(...[...e.querySelectorAll('*')]"
        ".filter(c => c.offsetParent).map(c => c.getBoundingClientRect().right))"
    )
    assert right <= 391, f"step {number} reaches {right}"
    first, second = page.locator(".ne-stage h1, .ne-stage-body").all()[:2]
    above, below = first.bounding_box(), second.bounding_box()
    assert above and below and above["y"] + above["height"] <= below["y"] + 1


def test_on_a_phone_a_step_is_read_by_scrolling(browser: Browser, site: str, shots: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    _open(page, f"{site}/story?lang=en")
    for number, step in enumerate(STEPS, 1):
        expect(page.locator(".ne-stage h1").first).to_have_text(step.titles["en"])
        settled(page)
        _soon(partial(_reads_downwards, page, number), page)
        page.screenshot(path=shots / f"story-{number}-phone.png")
        page.keyboard.press("PageDown")
    context.close()
