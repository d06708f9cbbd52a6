"""The stage in a browser: it fits, it is readable from afar, and a clicker moves it."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Error, Page, expect

from neweco import story, words
from tests.browser import texts
from tests.browser.conftest import PATIENCE, counted, scanned, settled, still, value
from tests.serving import served

STEPS = story.read(story.SHIPPED)
LAST = len(STEPS)


def _open(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector(".ne-stage", timeout=PATIENCE)
    settled(page)


def _step(page: Page, number: int) -> None:
    expect(page.locator(".ne-stage")).to_have_attribute("data-step", str(number))


def _shown(page: Page) -> int:
    """The number of the step on the stage."""
    return int(page.locator(".ne-stage").get_attribute("data-step") or 0)


def _soon(check: Callable[[], None], page: Page) -> None:
    """Until this holds: a step that has just come is laid out a moment later."""
    for _ in range(50):
        with contextlib.suppress(AssertionError, Error):
            return check()
        page.wait_for_timeout(100)
    check()


def test_the_live_stage_fills_the_screen_and_nothing_else_is_on_it(
    browser: Browser, site: str, shots: Path
) -> None:
    size = {"width": 1920, "height": 1080}
    context = browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    _open(page, f"{site}/story")
    controls = page.locator(".st-key-stage-controls")
    for number in range(1, LAST + 1):
        _step(page, number)
        settled(page)
        assert page.locator(".ne-stage").bounding_box() == {"x": 0, "y": 0, **size}
        main = page.locator("[data-testid=stMain]")
        over = main.evaluate("e => [e.scrollHeight - innerHeight, e.scrollWidth - innerWidth]")
        assert max(over) <= 0, f"step {number} scrolls by {over}"
        expect(controls).to_have_css("opacity", "0")
        assert STEPS[number - 1].notes["zh"] not in page.content()
        page.screenshot(path=shots / f"story-live-{number}.png")
        page.keyboard.press("PageDown")
    page.mouse.move(900, 500)
    expect(controls).to_have_css("opacity", "1")
    context.close()


def test_what_an_address_says_in_vain_is_said_on_the_stage(page: Page, site: str) -> None:
    _open(page, f"{site}/story?loop=4&lang=en")
    said = page.locator(".ne-stage-notice")
    expect(said).to_have_text('"loop" takes 5 to 600 whole seconds; "4" was ignored.')
    page.keyboard.press("PageDown")
    expect(said).to_have_count(0)


def test_the_keys_of_all_clickers(page: Page, site: str) -> None:
    _open(page, f"{site}/story")
    for key, number in (
        ("PageDown", 2), ("ArrowRight", 3), ("ArrowDown", 4), (" ", 5), ("Enter", 6),
        ("PageUp", 5), ("ArrowLeft", 4), ("ArrowUp", 3), ("End", LAST), ("PageDown", LAST),
        ("Home", 1), ("PageUp", 1),
    ):  # fmt: skip
        page.keyboard.press(key)
        _step(page, number)
        settled(page)
    for key in (".", "b"):
        page.keyboard.press(key)
        expect(page.locator(".ne-blank")).to_be_visible()
        settled(page)
        page.keyboard.press("Escape" if key == "." else "b")
        expect(page.locator(".ne-blank")).to_have_count(0)
        settled(page)
    page.keyboard.press("F5")  # starts the show instead of loading the page anew
    page.wait_for_function("() => document.fullscreenElement !== null")
    page.keyboard.press("F5")
    page.wait_for_function("() => document.fullscreenElement === null")
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
    page.mouse.click(1000, 690)  # where the controls were
    expect(page.locator(".ne-blank")).to_have_count(0)
    _step(page, 3)


def test_switching_the_language_keeps_the_step(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=3")
    page.keyboard.press("e")
    expect(page.locator(".ne-stage h1").first).to_have_text(STEPS[2].titles["en"])
    expect(page).to_have_url(re.compile(r"step=3&lang=en"))


def test_a_lobby_goes_on_by_itself_and_can_be_paused(page: Page, site: str) -> None:
    _open(page, f"{site}/story?loop=5&step={LAST}")
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


def test_the_file_steps_and_prints_one_step_a_page(
    browser: Browser, site: str, tmp_path: Path
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
    for key, number in (
        ("PageDown", 2),
        ("ArrowRight", 3),
        ("PageUp", 2),
        ("End", LAST),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        expect(seen).to_have_text(STEPS[number - 1].titles["en"])
    for number in range(1, LAST + 1):
        over = page.evaluate("[document.body.scrollHeight - innerHeight, "
                             "document.body.scrollWidth - innerWidth]")  # fmt: skip
        assert max(over) <= 0, f"step {number} scrolls by {over}"
        unread = texts.faults(page, ".ne-stage.shown", 28 * 2 / 3)
        assert unread == [], f"step {number}: {unread}"
        page.keyboard.press("PageDown")
    for key, black in (("b", 1), (".", 0), (".", 1), ("Escape", 0)):
        page.keyboard.press(key)
        expect(page.locator("body.blank")).to_have_count(black)
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


def _answered(page: Page) -> None:
    """The answer is there, in the type and colours of the hall, without a scroll."""
    expect(page).to_have_url(re.compile(re.escape("tier=rising")))
    tile = value(page, "district=370281")
    expect(tile).to_be_in_viewport(ratio=1)
    expect(tile).to_contain_text("0 / 10")
    assert tile.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 20
    dark = page.locator(".stApp").evaluate("e => getComputedStyle(e).backgroundColor")
    assert dark == "rgb(6, 23, 36)"


@pytest.fixture
def asked(browser: Browser) -> Iterator[Page]:
    """A hall's window in which a question is asked."""
    size = {"width": 1920, "height": 1080}
    context = browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def test_a_question_from_the_floor_takes_one_key_and_one_back(asked: Page, site: str) -> None:
    _open(asked, f"{site}/story?step=4")
    asked.keyboard.press("q")
    _answered(asked)
    settled(asked)
    asked.locator("[data-testid=stTextInput] input").first.focus()
    asked.keyboard.press("PageDown")  # not while typing on a detour
    asked.keyboard.press("Escape")
    _step(asked, 4)


def test_a_question_from_the_floor_is_answered_with_the_mouse(asked: Page, site: str) -> None:
    _open(asked, f"{site}/story?step=4")
    asked.mouse.move(900, 500)  # 1: the controls come
    asked.get_by_text(words.text("zh", "story.stage.detour")).first.click()  # 2
    _answered(asked)
    settled(asked)
    value(asked, "district=370281").click()  # 3
    counted(asked, "0家（共137家）")
    asked.get_by_role("button", name=words.text("zh", "story.stage.return", n=4)).click()  # 4
    _step(asked, 4)


def test_a_question_about_another_line_takes_four_actions(asked: Page, site: str) -> None:
    _open(asked, f"{site}/story?step=8")
    asked.keyboard.press("q")  # 1: the laboratories
    asked.locator(".ne-head").get_by_role(
        "link", name=words.text("zh", "enterprises.menu")
    ).click()  # 2
    expect(value(asked, "tier=rising")).to_be_in_viewport()
    settled(asked)
    value(asked, "tier=rising").click()  # 3
    _answered(asked)
    settled(asked)
    asked.keyboard.press("Escape")  # 4
    _step(asked, 8)


def test_the_code_leads_to_the_light_view_of_the_step(page: Page, site: str) -> None:
    _open(page, f"{site}/story?step=4")
    assert scanned(page.locator(".ne-stage-qr")) == f"{site}/light/enterprises?tier=rising"


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
    for number in range(1, LAST + 1):
        _step(page, number)
        settled(page)
        _soon(partial(_reads_downwards, page, number), page)
        page.screenshot(path=shots / f"story-{number}-phone.png")
        page.keyboard.press("PageDown")
    context.close()


def test_the_phones_of_the_hall_follow_with_and_without_script(browser: Browser, site: str) -> None:
    size = {"width": 1280, "height": 720}
    hall = browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    page = hall.new_page()
    _open(page, f"{site}/story")
    page.keyboard.press("f")
    digits = page.locator(".ne-stage-scan b")
    expect(digits).to_have_text(re.compile(r"\d{3} \d{3}"))
    settled(page)
    address = scanned(page.locator(".ne-stage-qr"))
    assert re.fullmatch(rf"{re.escape(site)}/follow/([0-9a-f]{{32}}-)?[\w-]{{12}}", address)
    english = browser.new_context(locale="en-GB").new_page()
    english.goto(f"{site}/follow/")
    english.get_by_role("textbox").fill(digits.inner_text())
    english.get_by_role("button").click()
    expect(english).to_have_url(f"{address}?lang=en")
    plain = browser.new_context(locale="zh-CN", java_script_enabled=False).new_page()
    plain.goto(address)
    for number in range(2, 12):
        page.keyboard.press("PageDown")
        _step(page, number)
        for phone, language in ((english, "en"), (plain, "zh")):  # with script and without
            expect(phone.locator(f"#step-{number}")).to_have_text(
                STEPS[number - 1].titles[language], timeout=3_000
            )
            assert STEPS[number - 1].notes[language] not in phone.content()
        settled(page)
    stranger = hall.new_page()  # another session cannot move it
    _open(stranger, f"{site}/story?step=3")
    stranger.keyboard.press("PageDown")
    _step(stranger, 4)
    settled(stranger)
    expect(english.locator("#step-11")).to_be_visible()
    page.bring_to_front()
    page.keyboard.press("f")
    expect(english.locator("main")).to_contain_text(words.text("en", "story.follow.ended"))
    for context in (hall, english.context, plain.context):
        context.close()
